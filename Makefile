# make demo: see it work.  make test: run the tests.  make check: what a change must pass.
.DEFAULT_GOAL := help
.PHONY: help demo test check fix docs bench gold clean

# the first Python >= 3.11 that runs (a pyenv shim may exist and not run)
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "vnplan needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv .venv

# the stamps make set-up incremental: it runs again only when pyproject.toml changes
.venv/core.stamp: pyproject.toml | $(BIN)/python
	$(PIP) -e .
	@touch $@

.venv/report.stamp: pyproject.toml | $(BIN)/python
	$(PIP) -e '.[report]'
	@touch $@ .venv/core.stamp

.venv/dev.stamp: pyproject.toml | $(BIN)/python
	$(PIP) -e '.[dev]'
	@touch $@ .venv/core.stamp .venv/report.stamp

demo: .venv/report.stamp  ## extract the corpus's plans, show what was found, write a report of them
	$(BIN)/python scripts/demo.py

test: .venv/dev.stamp  ## run the tests
	$(BIN)/python -m pytest

check: .venv/dev.stamp  ## what a change must pass: format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

fix: .venv/dev.stamp  ## format, and mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/dev.stamp  ## regenerate docs/schema.json and docs/cli.md
	$(BIN)/python scripts/make_docs.py

bench: .venv/dev.stamp  ## quality (gains and losses against bench/baseline.json), speed, media, OCR; writes the pages with figures in docs/
	$(BIN)/python bench/quality.py
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/pdf.py
	$(BIN)/python bench/media_page.py
	$(BIN)/python bench/compare.py

gold: .venv/core.stamp  ## turn the corpus's annotations into gold files
	$(BIN)/python scripts/make_gold.py corpus/train corpus/dev corpus/test corpus/blind

clean:  ## remove what was built
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis out
