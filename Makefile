# Loopplank: `make help` lists what there is. Everything runs from .venv; nothing is installed elsewhere.
SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
export PYTHONPATH := src
export PYTHONDONTWRITEBYTECODE := 1
TOOL := LOOPPLANK_MODE=test

## run: start Loopplank with the demo network on http://localhost:8000 (DEMO=0: an empty start for real use)
run: $(VENV)/.run-ready
	@env -u PYTHONDONTWRITEBYTECODE $(PY) scripts/run.py

## setup: build .venv with everything that development needs
setup: $(VENV)/.dev-ready

$(VENV)/.run-ready: requirements/run.txt
	@scripts/make-venv $(VENV) requirements/run.txt
	@touch $@

$(VENV)/.dev-ready: requirements/dev.txt
	@scripts/make-venv $(VENV) requirements/dev.txt
	@touch $@ $(VENV)/.run-ready

$(VENV)/.bench-ready: requirements/bench.txt
	@scripts/make-venv $(VENV) requirements/bench.txt
	@touch $@ $(VENV)/.dev-ready $(VENV)/.run-ready

## test: the whole suite: core, app on PostgreSQL and SQLite, browser, conformance (or SUITE=core)
test: setup
	@$(PY) scripts/test.py $(SUITE)

## prove: a share of the proofs, which take longer than ten seconds each (FULL=1: all of them)
prove: setup
	@$(PY) scripts/test.py --prove $(if $(FULL),--full) $(SUITE)

## check: lint, format, types, imports, migrations, translations, then the whole suite
check: lint format types imports migrations translations test

lint: setup
	@$(VENV)/bin/ruff check .

format: setup
	@$(VENV)/bin/ruff format --check .

types: setup
	@$(TOOL) $(VENV)/bin/mypy

imports: setup
	@$(VENV)/bin/lint-imports --no-cache

migrations: setup
	@$(TOOL) $(PY) manage.py makemigrations --check --dry-run

translations: setup
	@$(TOOL) $(PY) manage.py catalogue --check

## fix: let the formatter and the linter mend what they can
fix: setup
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

## bench: measure in at most five minutes (FULL=1: more rounds; SIZE=ci: one minute, only whether it runs); prints a table, writes build/bench.json (WRITE=1: and docs/performance.md)
bench:
	@$(MAKE) --silent $(VENV)/.bench-ready || { echo "NOT INSTALLED: the group bench; what needs it is left out"; $(MAKE) --silent setup; }
	@$(PY) benchmarks/run.py $(if $(FULL),full,$(or $(SIZE),quick)) $(if $(WRITE),--write)

## backup: copy the whole database to FILE= while it runs
backup: $(VENV)/.run-ready
	@$(PY) scripts/run.py --backup "$(FILE)"

## restore: put the copy in FILE= back (Loopplank must not be running)
restore: $(VENV)/.run-ready
	@$(PY) scripts/run.py --restore "$(FILE)"

## help: this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

.PHONY: run setup test prove check lint format types imports migrations translations fix bench backup restore help
