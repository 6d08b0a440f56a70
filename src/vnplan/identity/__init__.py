"""Which instrument it is: one key for every spelling of one instrument, a URN:LEX where its date is known.

>>> from vnplan.knowledge import Knowledge
>>> from vnplan.identity import identify
>>> identify("Nghị định", "04/2015/NĐ-CP", know=Knowledge.default()).key
'vn/chinh.phu/nghi.dinh/2015/4-2015-nd-cp'
"""

from vnplan.core.slugs import slug
from vnplan.identity.identify import Home, Identified, identify, key_of
from vnplan.identity.key import Key
from vnplan.identity.urn import Urn

__all__ = ["Home", "Identified", "Key", "Urn", "identify", "key_of", "slug"]
