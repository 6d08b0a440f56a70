#!/usr/bin/env python3
"""How fast registries are: loading 150,000 rows, looking 100,000 citations up, and the memory for it.

    bench/registry.py [--rows N] [--citations N]

Rows are instruments of provinces and of the centre; of a hundred citations ninety are as registered, ten have a slip in
the symbol. Times beside the plain reading of the same file by `csv`, so that machines can be compared.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil

from vnplan.registry import Registry
from vnplan.registry.table import write_csv

CODES = ("QĐ-UBND", "KH-UBND", "QĐ-TTg", "NQ-CP", "TB-VPCP", "CT-TTg", "NQ-HĐND", "QĐ-BTC", "QĐ-BYT", "QĐ-BNV")
PROVINCES = (
    "Cà Mau",
    "Lai Châu",
    "Sơn La",
    "Huế",
    "Gia Lai",
    "Đắk Lắk",
    "Nghệ An",
    "Tây Ninh",
    "Cao Bằng",
    "Vĩnh Long",
)
Said = tuple[str, str, str, str]


def rows(count: int) -> list[list[str]]:
    """Instruments: numbers that come again every year and in every province."""
    made = []
    for n in range(count):
        code, province = CODES[n % 10], PROVINCES[n // 10 % 10]
        issuer = f"Ủy ban nhân dân tỉnh {province}" if code.endswith("UBND") else "Chính phủ"
        day = f"{2010 + n // 10_000}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        kind = "Kế hoạch" if code.startswith("KH") else "Quyết định"
        made.append([f"i{n}", kind, f"{n % 10_000 // 10 + 1}/{code}", "", issuer, day, *[""] * 8])
    return made


def citations(made: list[list[str]], count: int) -> list[Said]:
    """What plans say of them."""
    chance = random.Random(1)  # noqa: S311  the same every time
    said = []
    for n in range(count):
        _, kind, designation, _, issuer, day = chance.choice(made)[:6]
        if n % 20 == 0:
            designation = designation.replace("Đ", "D")
        elif n % 20 == 1:
            designation += "X"
        said.append((kind, designation, day, issuer))
    return said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=150_000)
    parser.add_argument("--citations", type=int, default=100_000)
    args = parser.parse_args()
    made = rows(args.rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.csv"
        write_csv(made, path)
        start = time.perf_counter()
        with path.open(encoding="utf-8", newline="") as file:
            plain = len(list(csv.reader(file)))
        plain_seconds = time.perf_counter() - start
        held = psutil.Process().memory_info().rss
        start = time.perf_counter()
        registry = Registry.load(path, with_default=False)
        load = time.perf_counter() - start
    grown = (psutil.Process().memory_info().rss - held) / 1e6
    said = citations(made, args.citations)
    start = time.perf_counter()
    found = sum(bool(registry.find(*one)) for one in said)
    look_up = time.perf_counter() - start
    loaded = f"loaded in {load:.2f} s ({load / plain_seconds:.1f} x csv of {plain:,})"
    print(f"{len(registry):,} rows: {loaded}, {grown:.0f} MB")
    looked = f"looked up in {look_up:.2f} s ({look_up / plain_seconds:.1f} x csv)"
    print(f"{len(said):,} citations: {looked}, {found:,} found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
