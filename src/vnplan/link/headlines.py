"""Lines that tell no task though they name a body with a verb: headlines of articles, a second letterhead, topics."""

from __future__ import annotations

from dataclasses import replace

import regex

from vnplan.core.document import Document, Line
from vnplan.core.mentions import Agency
from vnplan.core.span import Span
from vnplan.knowledge.statements import Statements

_ENDS = regex.compile(r"[.;:!?…][”\")\s]*$")
_SHORTEST = 20  # characters of a headline that may be said again
_DECIDES = regex.compile(r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ)[ ]?:")
_BYLINE = regex.compile(r"(?:\p{Lu}\p{L}*\.?(?: |$)){1,5}")
_LETTERHEAD = 4  # lines above the motto in which the name of the body may stand
# before the first words of a report the paper says its own name: `(TTXVN) - `, `(baotinh.vn) - `
_OWN_NAME = regex.compile(
    r"(?:\(\p{Lu}{2,8}\)|[^\n]{0,200}?\([\p{L}\d-]{2,30}(?:\.[\p{L}\d-]{2,20}){1,3}\))\s?[-–—]+\s(?=\S)"
)


class Headlines:
    """The lines of a document that only head others."""

    def __init__(self, doc: Document, statements: Statements) -> None:
        self._doc = doc
        self._text = doc.text.clean
        self._statements = statements
        self._named = {agency.span.start for agency in doc.get(Agency)}
        self.lines = self._letterheads() | self._preamble() | (self._of_article() if doc.header.is_article else set())

    def told(self, line: Line) -> Line:
        """A line without the name of the paper, and the headline before it, that a report begins with."""
        own = _OWN_NAME.match(self._text, line.body.start, line.body.end) if line.kind == "paragraph" else None
        return line if own is None else replace(line, body=Span(own.end(), line.body.end))

    def no_task(self, line: Line) -> bool:
        """Whether a line belongs to a letter or a page (`Trân trọng cảm ơn`), or names who wrote an article."""
        if self._statements.letter_line.match(self._text, *line.body):
            return True
        if not self._doc.header.is_article or line.body.start in self._named:
            return False
        return _BYLINE.fullmatch(self._text, *line.body) is not None

    def no_work(self, line: Line) -> bool:
        """Whether a line only says what the next ones are about (`Về công tác tuyên truyền`), or who is paid how."""
        if self._statements.provided.match(self._text, *line.body):
            return True
        words = self._doc.quote(line.body)
        return line.kind == "paragraph" and self._statements.topic.match(words) is not None and not _ENDS.search(words)

    def _of_article(self) -> set[int]:
        """The headline: the first lines, without an end mark; and lines that say it again, below a picture too."""
        found: set[int] = set()
        for index, line in enumerate(self._doc.lines):
            if line.kind in ("item", "heading") or _ENDS.search(self._doc.quote(line.body)):
                break
            if line.kind == "paragraph":
                found.add(index)
        else:
            return set()  # no sentence at all
        said = [words for n in found if len(words := self._doc.quote(self._doc.lines[n].body)) >= _SHORTEST]
        again = {
            n
            for n, line in enumerate(self._doc.lines)
            if line.kind == "paragraph"
            and (words := self._doc.quote(line.body)).startswith(tuple(said))
            and not _ENDS.search(words)
        }
        return found | again

    def _preamble(self) -> set[int]:
        """What stands before `QUYẾT ĐỊNH:`: who decides says on what grounds, and gives no task yet."""
        decides = (n for n, line in enumerate(self._doc.lines) if _DECIDES.fullmatch(self._text, *line.body))
        return set(range(next(decides, 0)))

    def _letterheads(self) -> set[int]:
        """The nation and its motto where they stand again, with the name of the body above them."""
        found: set[int] = set()
        for index, line in enumerate(self._doc.lines):
            if line.kind == "header" or not self._statements.formula.fullmatch(self._text, *line.body):
                continue
            found.add(index)
            for above in range(index - 1, max(-1, index - 1 - _LETTERHEAD), -1):
                if not self._doc.quote(self._doc.lines[above].body).isupper():
                    if self._doc.lines[above].kind != "pipe":
                        break
                    continue
                found.add(above)
        return found
