"""Counting: pairs of annotated and found records, and what precision, recall and accuracy come of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vnplan.evaluate.same import Plain, overlap

Judge = Callable[[Plain, Plain], bool]
Label = Callable[[Plain], str]
Figures = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Annotated records with what was found for each, and what was found besides."""

    pairs: list[tuple[Plain, Plain | None]]
    extra: list[Plain]

    def hits(self) -> list[tuple[Plain, Plain]]:
        """The pairs that count and have both sides."""
        return [(gold, found) for gold, found in self.pairs if found is not None and not gold.get("optional")]


def pair_up(gold: Sequence[Plain], found: Sequence[Plain], same: Judge, spans: bool, equal: Judge) -> Pairing:
    """Match one to one: best overlap first (without places: what must be found before what may), then equal values."""
    candidates = sorted(
        (
            -overlap(g.get("span"), f.get("span")) if spans else float(bool(g.get("optional"))),
            not equal(g, f),
            n,
            m,
        )
        for n, g in enumerate(gold)
        for m, f in enumerate(found)
        if same(g, f)
    )
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, n, m in candidates:
        if n not in chosen and m not in taken:
            chosen[n] = m
            taken.add(m)
    pairs = [(g, found[chosen[n]] if n in chosen else None) for n, g in enumerate(gold)]
    return Pairing(pairs, [f for m, f in enumerate(found) if m not in taken])


@dataclass(frozen=True, slots=True)
class Mistake:
    """One record that is missed, spurious or wrong."""

    document: str
    kind: str
    what: str  # MISSED, SPURIOUS, WRONG
    text: str

    def __str__(self) -> str:
        return f"{self.document}\t{self.kind}\t{self.what}\t{self.text}"


@dataclass
class Tally:
    """Counts over documents."""

    records: dict[str, list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])
    )  # right, spurious, missed
    values: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))  # right, all
    mistakes: list[Mistake] = field(default_factory=list)

    def count(
        self,
        document: str,
        kind: str,
        pairing: Pairing,
        *,
        label: Label,
        right: Judge = lambda _gold, _found: True,
        ignored: Callable[[Plain], bool] = lambda _found: False,
    ) -> None:
        """Count the records of one kind. A wrong record is both missed and spurious; optional ones do not count."""
        counts = self.records[kind]
        for gold, found in pairing.pairs:
            if gold.get("optional"):
                continue
            if found is not None and right(gold, found):
                counts[0] += 1
                continue
            counts[2] += 1
            counts[1] += found is not None
            what, but = ("WRONG", f"\t-> {label(found)}") if found is not None else ("MISSED", "")
            self.mistakes.append(Mistake(document, kind, what, label(gold) + but))
        for found in pairing.extra:
            if not ignored(found):
                counts[1] += 1
                self.mistakes.append(Mistake(document, kind, "SPURIOUS", label(found)))

    def note(self, document: str, kind: str, right: bool, text: str) -> None:
        """Count one value."""
        self.values[kind][0] += right
        self.values[kind][1] += 1
        if not right:
            self.mistakes.append(Mistake(document, kind, "WRONG", text))

    def figures(self) -> Figures:
        """Precision, recall and F1 of records; accuracy of values."""
        out: Figures = {}
        for kind, (right, spurious, missed) in sorted(self.records.items()):
            predicted, gold = right + spurious, right + missed
            precision = right / predicted if predicted else 1.0
            recall = right / gold if gold else 1.0
            f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            rates = {"precision": precision, "recall": recall, "f1": f1}
            out[kind] = {**{name: round(rate, 4) for name, rate in rates.items()}, "gold": gold, "predicted": predicted}
        for kind, (right, number) in sorted(self.values.items()):
            out[kind] = {"accuracy": round(right / number, 4), "n": number}
        return out


def headline(figure: dict[str, float]) -> float:
    """The one number of a figure: F1 of records, accuracy of values; 0 for a kind that was not measured."""
    return figure.get("f1", figure.get("accuracy", 0.0))
