"""The folded view of a text: every step records where its characters came from."""

from vnplan.core.layout import Layout
from vnplan.core.text import Text
from vnplan.normalise.characters import fold_characters
from vnplan.normalise.layout import join_lines
from vnplan.normalise.tables import part_cells

__all__ = ["normalise"]


def normalise(raw: str, layout: Layout | None = None) -> Text:
    r"""The text with a view in which spelling variants are folded and each line is one paragraph, item or cell.

    >>> normalise("Uỷ ban\nnhân dân **tỉnh**").clean
    'Ủy ban nhân dân tỉnh'
    """
    text = Text.of(raw)
    if layout is not None and layout.grids:
        text = part_cells(text, layout.grids)
    return join_lines(fold_characters(text))
