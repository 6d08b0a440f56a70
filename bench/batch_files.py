"""Folders of documents for the benchmark of the batch: texts, or every medium with what goes wrong in the world."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
from office.files import masters, rendered
from texts import corpus_texts

from vnplan.run.worker import Parse, Task, parser

SIZE = 5_000  # characters of a text
SHARES = {"txt": 8, "html": 4, "docx": 4, "pdf_weasyprint": 4}  # of twenty documents
DAMAGED = 50  # of so many documents one
COPIES = 10
MASTERS = 8  # plans that are printed; the files made of one differ in their bytes
DEEDS = ("hangs", "hangs_in_c", "eats")
TARGET = "batch_files:misbehaving"


def texts(folder: Path, count: int, size: int = SIZE) -> None:
    """Texts of pieces of the corpus, all of one length, no two the same."""
    folder.mkdir(exist_ok=True)
    chance = random.Random(11)  # noqa: S311  the same texts every time
    plans = corpus_texts()
    chance.shuffle(plans)
    whole = "\n\n".join(plans)
    for number in range(count):
        start = whole.find("\n", chance.randrange(len(whole) - 2 * size)) + 1
        (folder / f"{number:06}.txt").write_text(f"Số: {number}/KH-UBND\n{whole[start : start + size]}", "utf-8")


def mixed(folder: Path, count: int) -> dict[str, set[str]]:
    """Documents of all media: the names of the sound, the damaged, the copies, and those that misbehave."""
    folder.mkdir(exist_ok=True)
    texts(folder, count * SHARES["txt"] // sum(SHARES.values()))
    chance = random.Random(12)  # noqa: S311
    plans = chance.sample(masters("train", "dev"), MASTERS)
    printed = {medium: [rendered(plan, medium).read_bytes() for plan in plans] for medium in SHARES if medium != "txt"}
    found = sorted(path.name for path in folder.iterdir())
    for medium, share in SHARES.items():
        for number in range(count * share // sum(SHARES.values()) if medium in printed else 0):
            name, data = UNLIKE[medium](printed[medium][number % MASTERS], number)
            (folder / name).write_bytes(data)
            found.append(name)
    damaged = {found[number] for number in range(DAMAGED - 1, len(found), DAMAGED)}
    damaged = {_damage(folder / name, number) for number, name in enumerate(sorted(damaged))}
    sound = [path.name for path in sorted(folder.iterdir()) if path.name not in damaged]
    copied = {f"copy-{name}" for name in chance.sample(sound, COPIES)}
    for name in copied:
        (folder / name).write_bytes((folder / name.removeprefix("copy-")).read_bytes())
    for deed in DEEDS:
        (folder / f"{deed}-1.txt").write_text(f"Kế hoạch {deed}", "utf-8")
    return {"sound": set(sound), "damaged": damaged, "copies": copied, "misbehave": {f"{deed}-1.txt" for deed in DEEDS}}


# --- files of other bytes and the same plan ---------------------------------------------------------------------------


def _html(data: bytes, number: int) -> tuple[str, bytes]:
    return f"{number:06}.html", data + f"<!-- {number} -->\n".encode()


def _docx(data: bytes, number: int) -> tuple[str, bytes]:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = str(number).encode()
    return f"{number:06}.docx", file.getvalue()


def _pdf(data: bytes, number: int) -> tuple[str, bytes]:
    return f"{number:06}.pdf", data + f"% {number}\n".encode()


UNLIKE: dict[str, Callable[[bytes, int], tuple[str, bytes]]] = {"html": _html, "docx": _docx, "pdf_weasyprint": _pdf}


# --- damage -----------------------------------------------------------------------------------------------------------


def _damage(path: Path, number: int) -> str:
    """Damage a file in one of three ways; the name that it has then."""
    data = path.read_bytes()
    path.unlink()
    way = number % 3
    mark = f"% {number}\n".encode()
    if way == 0:
        name, made = f"cut-{number}-{path.stem}.pdf", _some_pdf()[: 4000 + number]
    elif way == 1:
        name, made = f"locked-{number}-{path.stem}.pdf", _locked(number)
    else:
        name, made = f"other-{number}-{path.stem}.pdf", b"SQLite format 3\x00" + data + mark
    (path.parent / name).write_bytes(made)
    return name


def _some_pdf() -> bytes:
    return rendered(masters("train")[0], "pdf_weasyprint").read_bytes()


def _locked(number: int) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": f"Kế hoạch {number}"})
    writer.encrypt(f"secret {number}")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


# --- documents that misbehave -----------------------------------------------------------------------------------------


def misbehaving() -> Parse:
    """The parser, but for files that are called after a deed."""
    parse = parser()

    def run(task: Task, budget: float) -> object:
        deed = Path(task.uri).name.partition("-")[0]
        return globals()[deed]() if deed in DEEDS else parse(task, budget)

    return run  # type: ignore[return-value]


def hangs() -> None:
    """Never ends, with a program that it started."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"]):
        while True:
            pass


def hangs_in_c() -> None:
    """Never ends, and no other thread of its process runs."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def eats() -> None:
    """Takes memory until it is stopped."""
    held = []
    while True:
        held.append(b"x" * 2**24)
        time.sleep(0.01)
