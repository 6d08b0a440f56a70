#!/usr/bin/env python3
"""Make corpus/compare/texts and truth.json of the marked sources; `--check` says what is out of date.

A source marks what is planted: `{T02=90|…}` is target T02 with the value 90, `{K03@NNMT|…}` task K03 led by the body of
that code, `{C1|…}` a passage and `{C1c<C1|…}` the same passage taken over. Marks may stand in one another.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "compare"
HELD_OUT = ("09", "10", "11", "12")
CENTRAL = "00-qd-ttg"
_MARK = re.compile(r"\{(?P<id>[A-Z]\d*[a-z]?)(?:=(?P<value>[\d.]+))?(?:@(?P<lead>\w+))?(?:<(?P<of>\w+))?\|")
_KINDS = {"T": "target", "K": "assignment", "C": "passage", "P": "passage"}


def unmark(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without its marks, and what they mark."""
    text: list[str] = []
    length = place = 0
    found: list[dict[str, Any]] = []
    stack: list[dict[str, Any]] = []
    while place < len(source):
        mark = _MARK.match(source, place)
        if mark:
            one = {"id": mark["id"], "kind": _KINDS[mark["id"][0]], "start": length, "end": 0}
            one |= {"value": float(mark["value"])} if mark["value"] else {}
            one |= {name: mark[name] for name in ("lead", "of") if mark[name]}
            found.append(one)
            stack.append(one)
            place = mark.end()
        elif source[place] == "}":
            stack.pop()["end"] = length
            place += 1
        else:
            text.append(source[place])
            length += 1
            place += 1
    assert not stack, stack
    return "".join(text), found


def sources() -> dict[str, str]:
    """The marked sources, the earlier versions too."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "source").glob("*.txt"))}
    for version in _versions():
        source = found[version["of"]]
        for new, old in [*version["head"], *((edit["new"], edit["old"]) for edit in version["edit"])]:
            assert source.count(new) == 1, (version["name"], new)
            source = source.replace(new, old)
        found[version["name"]] = source
    return dict(sorted(found.items()))


def _versions() -> list[dict[str, Any]]:
    versions: list[dict[str, Any]] = tomllib.loads((FOLDER / "source" / "versions.toml").read_text("utf-8"))["version"]
    return versions


def generated() -> dict[Path, str]:
    """The files and what should stand in them."""
    texts = {name: unmark(source) for name, source in sources().items()}
    truth = {
        "central": CENTRAL,
        "documents": {
            name: {"part": "held_out" if name.startswith(HELD_OUT) else "dev", "planted": planted}
            for name, (_, planted) in texts.items()
        },
        "versions": [
            {
                "old": one["name"],
                "new": one["of"],
                "edits": [{k: e[k] for k in ("kind", "change")} for e in one["edit"]],
            }
            for one in _versions()
        ],
    }
    files = {FOLDER / "texts" / f"{name}.txt": text for name, (text, _) in texts.items()}
    return files | {FOLDER / "truth.json": json.dumps(truth, ensure_ascii=False, indent=1) + "\n"}


def main() -> int:
    stale = [path for path, text in generated().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path} is out of date: run scripts/make_compare_corpus.py", file=sys.stderr)
        return 1 if stale else 0
    (FOLDER / "texts").mkdir(exist_ok=True)
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
    print(f"{len(stale)} files changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
