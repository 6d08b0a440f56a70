#!/usr/bin/env python3
"""PDFs with a text layer: vnplan beside what people write today and beside PDFium alone, on the same files, in one run.

    bench/pdf.py [--rounds N] [--ner N] [--folder DIR] [--quick]

The plans of corpus/train and corpus/dev are printed by LibreOffice and WeasyPrint; `--folder` adds PDFs of yours. All
have one thread; times are processor seconds, the best of some rounds in which the candidates take turns. Memory is the
most that a process of its own has held.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

import pdfplumber
import pypdfium2
from office.files import masters, rendered
from office.paper import Engine, has_engine
from pypdf import PdfReader, PdfWriter
from texts import ROOT, peak_memory

from vnplan.api import parse_file
from vnplan.read import read_file

PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"(?:Nghị quyết|Quyết định|Nghị định|Kế hoạch|Thông tư|Chỉ thị|Luật) (?:số )?[\w/.-]+",
        r"\d{1,4}[/-](?:\d{4}/)?[A-ZĐ]{2,}[\w-]*",
        r"\d{1,2}/\d{1,2}/\d{4}",
        r"ngày \d{1,2} tháng \d{1,2} năm \d{4}",
        r"[Qq]uý (?:I{1,3}|IV)(?:/| năm )\d{4}",
        r"\d+(?:[.,]\d+)*\s?%",
        r"\d+(?:[.,]\d+)*\s?(?:tỷ|triệu|nghìn) đồng",
        r"(?:Sở|Ban|Ngành|Văn phòng|Bộ) [A-ZĐ]\w+(?: \w+){0,6}",
        r"(?:UBND|HĐND) (?:tỉnh|thành phố|xã|các)[\w ]{0,30}",
        r"(?:chủ trì|phối hợp)[^;.\n]{0,80}",
    )
]
RAW, READ, RECORD, WRITTEN, NER = (
    "PDFium's text alone",
    "vnplan, reading: text, boxes, layer check, tables",
    "vnplan, the whole record",
    "pdfplumber.extract_text + ten patterns of re",
    "the same + underthesea.ner, sentence by sentence",
)


def pdfium_text(path: Path) -> int:
    """PDFium's own text of each page."""
    document = pypdfium2.PdfDocument(path)
    count = 0
    for page in document:
        layer = page.get_textpage()
        count += len(layer.get_text_bounded())
        layer.close()
        page.close()
    document.close()
    return count


def plumbed(path: Path) -> list[str]:
    """The text of each page, as most programs take it today."""
    with pdfplumber.open(path) as document:
        return [page.extract_text() or "" for page in document.pages]


def hits(pages: Sequence[str]) -> int:
    """What the patterns find."""
    return sum(len(pattern.findall(text)) for text in pages for pattern in PATTERNS)


def written_today(path: Path) -> int:
    """pdfplumber and patterns."""
    return hits(plumbed(path))


def with_ner(path: Path) -> int:
    """pdfplumber, patterns, and the names that underthesea finds."""
    import underthesea  # noqa: PLC0415  half a second, and only here

    pages = plumbed(path)
    sentences = [one for text in pages for one in underthesea.sent_tokenize(text.replace("\n", " "))]
    return hits(pages) + sum(len(underthesea.ner(sentence)) for sentence in sentences)


Work = Callable[[Path], object]


def best_of(rounds: int, works: dict[str, Work], files: Sequence[Path]) -> dict[str, float]:
    """Processor seconds for all files, the candidates in turn; the first file warms each up."""
    for work in works.values():
        work(files[0])
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            for path in files:
                work(path)
            best[name] = min(best[name], time.process_time() - start)
    return best


def page_count(path: Path) -> int:
    """How many pages a file has."""
    document = pypdfium2.PdfDocument(path)
    count = len(document)
    document.close()
    return count


def compared(name: str, files: Sequence[Path], rounds: int, ner: int) -> list[str]:
    """Lines that compare the candidates on a set of files."""
    pages = sum(map(page_count, files))
    works: dict[str, Work] = {RAW: pdfium_text, READ: read_file, RECORD: parse_file, WRITTEN: written_today}
    times = best_of(rounds, works, files)
    lines = [f"{name}: {len(files)} files, {pages} pages, milliseconds a page"]
    lines += [f"  {work:<52}{1000 * seconds / pages:>8.1f}" for work, seconds in times.items()]
    lines.append(f"  reading / PDFium alone: {times[READ] / times[RAW]:.2f}")
    lines.append(f"  patterns / whole record: {times[WRITTEN] / times[RECORD]:.2f}")
    few = list(files)[:ner]
    if few:
        slow = best_of(1, {RECORD: parse_file, NER: with_ner}, few)
        lines.append(f"  {NER} / whole record, {len(few)} files: {slow[NER] / slow[RECORD]:.1f}")
    return lines


def of_pages(files: Sequence[Path], count: int, where: Path) -> Path:
    """A PDF of so many pages, made of the pages of files again and again; they share their fonts."""
    sources = [PdfReader(path) for path in files]
    made = PdfWriter()
    for page in islice(cycle(page for source in sources for page in source.pages), count):
        made.add_page(page)
    path = where / f"{count}.pdf"
    made.write(path)
    return path


TASKS: dict[str, Work] = {RAW: pdfium_text, READ: read_file, RECORD: parse_file}


def memory(files: Sequence[Path], sizes: Sequence[int]) -> list[str]:
    """Megabytes for PDFs of growing length."""
    lines = [f"Peak memory, MB, of a PDF of {', '.join(map(str, sizes))} pages"]
    with tempfile.TemporaryDirectory() as folder:
        made = [of_pages(files, size, Path(folder)) for size in sizes]
        for task in TASKS:
            peaks = []
            for path in made:
                command = [sys.executable, __file__, "--peak", task, "--folder", str(path)]
                peaks.append(int(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
            lines.append(f"  {task:<52}{'  '.join(map(str, peaks))}   x{peaks[-1] / peaks[-2]:.2f}")
    return lines


def sets_of_files(folder: Path | None) -> dict[str, list[Path]]:
    """The files of each set."""
    texts = masters("train", "dev")
    engines: dict[str, Engine] = {"LibreOffice": "libreoffice", "WeasyPrint": "weasyprint"}
    found = {
        f"Printed by {name}": [rendered(text, f"pdf_{engine}") for text in texts]
        for name, engine in engines.items()
        if has_engine(engine)
    }
    if folder is not None:
        found[f"PDFs of {folder.name}"] = sorted(folder.glob("*.pdf"))
    return found


def main() -> None:
    """Measure and print; write docs/speed-pdf.md unless told not to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of which the best counts")
    parser.add_argument("--ner", type=int, default=2, help="files of each set that underthesea.ner reads (slow)")
    parser.add_argument("--folder", type=Path, help="PDFs of yours as one more set")
    parser.add_argument("--quick", action="store_true", help="no memory; docs/speed-pdf.md stays as it is")
    parser.add_argument("--peak", choices=TASKS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        TASKS[options.peak](options.folder)
        print(peak_memory())
        return
    found = sets_of_files(options.folder)
    lines: list[str] = []
    for name, files in found.items():
        lines += [*compared(name, files, options.rounds, options.ner), ""]
        print("\n".join(lines[-8:]), flush=True)
    if options.quick:
        return
    lines += memory(next(iter(found.values())), (5, 50, 500))
    page = f"""# Speed of PDFs with a text layer

Generated by `bench/pdf.py` on one machine at one moment: read the ratios, and run it on yours.

```text
{chr(10).join(lines)}
```

Wanted: reading at most 2.5 times PDFium alone; the record 8 times as fast as pdfplumber with the patterns, 40 times as
fast as with ner; memory for 500 pages at most 1.3 times that for 50.
"""
    (ROOT / "docs" / "speed-pdf.md").write_text(page, encoding="utf-8")
    print("\n".join(lines[-4:]))


if __name__ == "__main__":
    main()
