"""Who signed, and who receives the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from vnplan.core.document import Document, Signer
from vnplan.core.span import Span
from vnplan.knowledge.sections import bare
from vnplan.structure.drafts import BULLETS, Draft
from vnplan.structure.frame import MARK, Foot, Frames
from vnplan.structure.people import NAME, is_debris, is_known_name, is_name_in_capitals, person

_CAPACITY_START = regex.compile(
    r"(?<!\p{L}|/)(?:T ?/ ?M|TM|K ?/ ?T|KT|T ?/ ?L|TL|TUQ|T ?/ ?UQ|Q)\b ?[./]? ?(?=\p{Lu}{2})"
)
_BEHALF = regex.compile(r"(?:T ?/ ?M|TM)\b ?[./]? ?")
_INLINE = regex.compile(
    r"(?<=[;.:)]) (?=- ?\p{Lu})|(?<=[;.)]) (?=(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\.? ?\p{Lu}{2})"
    r"|(?<=^(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\b[^\p{Ll}\n]{6,160}) (?=\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}*){1,4}$)"
)
_RECIPIENTS = regex.compile(r"[Nn]\S{1,2} ?nh\S{1,2} ?:?\s?", regex.IGNORECASE)
_OFFICE_AND_NAME = regex.compile(rf"(?P<office>(?:\p{{Lu}}{{2,}} ){{1,8}})(?P<name>{NAME.pattern})")
_SAYS = regex.compile(r"[\p{L}\d]")
_KEPT = regex.compile(r"[Ll][ƯưUu][Uu]\b")
_NAME_AFTER = regex.compile(rf"(?<=[.;]) ({NAME.pattern})$")
_PAGE_SIGNER = regex.compile(rf"Người ký\s?(?:[|:]\s?)+(?P<name>{NAME.pattern})(?=\s?(?:\||\n|$))")
_TOP_OF_PAGE = 3000  # characters
_CELL = regex.compile(r" ?(?:\||<br ?/?>) ?")  # of a table written in markdown
_BULLETS = ("-", "+", "*", "•")
_LONGEST_LINE = 3000  # of a head or foot; what follows is no part of it
_NO_BODY = regex.compile(r"\d|^-|\b(?!Y\b)\p{L}\b")  # debris of a stamp: no line of a body's name (`SỞ Y TẾ`) is so
_ENDS = " ;.,|:-"


def pieces(doc: Document, draft: Draft) -> Iterator[tuple[str, int]]:
    """What stood on a line of its own, or in a column of its own, before lines were joined; with its place.

    In head and foot each line and column counts: `KT. CHỦ TỊCH⏎PHÓ CHỦ TỊCH` is one line of the folded view.
    """
    text = draft.text[:_LONGEST_LINE]
    start = 0
    for cut in _CELL.finditer(text):
        yield from _columns(doc, draft, text[: cut.start()], start)
        start = cut.end()
    yield from _columns(doc, draft, text, start)


def _columns(doc: Document, draft: Draft, text: str, start: int) -> Iterator[tuple[str, int]]:
    place = doc.text.raw_span(Span(draft.start + start, draft.start + len(text)))
    words = doc.text.raw[place.start : place.end]
    if len(words) == len(text) - start and "\n" not in words and "\t" not in words:  # no blank is more than a blank
        yield text[start:], draft.start + start
        return
    at = text.find(" ", start)
    while at >= 0:
        raw = doc.text.raw_span(Span(draft.start + at, draft.start + at + 1))
        gap = doc.text.raw[raw.start : raw.end]
        if "\n" in gap or "\t" in gap or len(gap) >= 3:
            yield text[start:at], draft.start + start
            start = at + 1
        at = text.find(" ", at + 1)
    yield text[start:], draft.start + start


def recipients_and_signers(
    doc: Document, drafts: Sequence[Draft], frames: Frames, feet: Sequence[Foot]
) -> tuple[tuple[str, ...], tuple[Signer, ...]]:
    """The recipients as listed, and the signers; a second foot adds only what is new."""
    recipients: list[str] = []
    signers: list[Signer] = []
    for foot in feet:
        reader = _Reader(frames)
        for draft in drafts[foot.first : foot.end]:
            if draft.kind not in ("pipe", "boilerplate"):
                lines = [piece.strip(" |") for piece, _ in pieces(doc, draft)]
                listed = draft.scheme in BULLETS
                # `*   Sở Y tế`: a wide gap parts the bullet from its entry
                for number, line in enumerate(lines[1:] if listed and lines[0] in _BULLETS else lines):
                    reader.read(line, new=listed and number == 0)
        reader.close()
        recipients = recipients or [entry for entry in reader.listed if _SAYS.search(entry)]
        signers += [signer for signer in reader.signers if signer not in signers]
    return tuple(recipients), tuple(signers)


class _Reader:
    """Reads a foot piece by piece: entries of the list of recipients, lines of signatures."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.listed: list[str] = []
        self.signers: list[Signer] = []
        self.block = _Signature(frames)
        self.listing = False

    def read(self, words: str, *, new: bool) -> None:
        """Take one piece; `new`: it begins an entry."""
        if len(parts := _INLINE.split(words)) > 1:  # entries and signature of one paragraph
            for part in parts:
                self.read(part.strip(), new=part.startswith("-"))
            return
        if self.listing and not words.startswith(("-", "+")) and not self.frames.is_capacity(words):
            words, name = _name_after(words)
            self.block.person = name or self.block.person
        if bare(words[:9]).startswith("noi nhan") and (match := _RECIPIENTS.match(words)) is not None:
            self.listing = True
            words = words[match.end() :].strip()
        if not words or MARK.fullmatch(words):
            return
        if self.block.takes(words):
            if self.block.person is not None:
                self.close()
        elif self.block.waits and is_debris(words):
            return
        elif not self.listing and self.listed and not self.signers and is_known_name(words):
            self.block.person = words  # the office above it is lost under the stamp
            self.close()
        elif self.signers and not self.listing and words.isupper():
            self.block.capacities.append(words)  # the second body of a joint plan
        elif self.listing:
            self.listing = not _list(self.listed, words, new=new or words[:1] in "-+")

    def close(self) -> None:
        """End a signature."""
        signer = self.block.signer()
        if signer.position or signer.name:
            self.signers.append(signer)
        self.block = _Signature(self.frames)


def _name_after(words: str) -> tuple[str, str | None]:
    """`Lưu: VT, K6. Trần Văn An`: the signer's name behind the last entry."""
    match = _NAME_AFTER.search(words)
    return (words[: match.start()], match.group(1)) if match else (words, None)


def _list(listed: list[str], words: str, *, new: bool) -> bool:
    """Add an entry or go on with the last; true when the list is over (`Lưu` is its last entry)."""
    entry = words.lstrip("-+*• ").strip()
    if new or not listed:
        listed.append(entry.strip(_ENDS))
    elif not _KEPT.match(listed[-1]):
        listed[-1] = f"{listed[-1]}, {entry.strip(_ENDS)}"
    return _KEPT.match(entry) is not None and words.endswith((".", ")", "./."))


def signer_of_page(text: str) -> tuple[Signer, ...]:
    r"""Who signed, as the box of a portal above the document says: `| Người ký | Trần Văn An |`.

    >>> [signer.name for signer in signer_of_page("Số hiệu: 12/KH-UBND Người ký: Trần Văn An\nKẾ HOẠCH")]
    ['Trần Văn An']
    """
    found = _PAGE_SIGNER.search(text, 0, _TOP_OF_PAGE)
    return (
        (Signer(name=found["name"], position=None, capacity=None),)
        if found is not None and is_known_name(found["name"])
        else ()
    )


class _Signature:
    """The lines of one signature, read from top to bottom."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.capacities: list[str] = []
        self.positions: list[str] = []
        self.person: str | None = None

    @property
    def waits(self) -> bool:
        """Whether an office was read and the name under it not yet."""
        return bool(self.positions or self.capacities) and self.person is None

    def takes(self, words: str) -> bool:
        """Use a piece if it belongs to a signature."""
        if self.frames.is_capacity(words):
            for part in _split(words):
                self._capacity_or_position(part)
            return True
        if (both := _OFFICE_AND_NAME.fullmatch(words)) is not None and self._offices(both["office"]):
            self.person = both["name"]
            return True
        if (position := self.frames.position(words)) is not None:
            if self.positions[-1:] != [position]:  # twice: `KT.` and `PHÓ` are lost under the stamp
                self.positions.append(position)
            return True
        if not self.positions and not self.capacities:
            return False
        if (name := person(words)) is not None:
            self.person = name
            return True
        if self.positions and is_name_in_capitals(words):
            self.person = words
            return True
        if words.isupper() and len(words) < 60 and not self.positions and not _NO_BODY.search(words):
            self.capacities[-1] += f" {words}"
            return True
        return MARK.fullmatch(words) is not None

    def _offices(self, words: str) -> bool:
        """Use words that are offices and nothing else: `TRƯỞNG BAN PHÓ THỦ TƯỚNG`, both of one person."""
        found = list(self.frames.office.finditer(words))
        if not found or self.frames.office.sub("", words).strip():
            return False
        self.positions += [office.group().strip() for office in found]
        return True

    def _capacity_or_position(self, part: str) -> None:
        """`KT. CHỦ TỊCH PHÓ CHỦ TỊCH` on one line names the signer's own office last."""
        if part.startswith(("Q.", "Q ")):  # acting: the office is the signer's own
            self.positions.append(part)
            return
        offices = list(self.frames.office.finditer(part))
        own = offices[-1] if offices else None
        both = own is not None and part[: own.start()].endswith(", ") and not own.group().startswith("PHÓ")
        if both:  # `KT. BỘ TRƯỞNG, CHỦ NHIỆM`: two offices of the one that is signed for
            self.capacities.append(part)
        elif own is not None and own.end() == len(part) and len(offices) > (0 if _BEHALF.match(part) else 1):
            self.capacities.append(part[: own.start()].strip())
            self.positions.append(own.group())
        else:
            self.capacities.append(part)

    def signer(self) -> Signer:
        position = " ".join(self.positions) or None
        capacity = ", ".join(self.capacities) or None
        return Signer(name=self.person, position=position, capacity=capacity)


def _split(words: str) -> list[str]:
    starts = [match.start() for match in _CAPACITY_START.finditer(words)] or [0]
    return [words[a:b].strip() for a, b in zip(starts, [*starts[1:], len(words)], strict=True)]
