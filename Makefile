# make demo and make test set up everything they need; a second run finds it done.
PYTHON_RUN := .venv/bin/python
PROGRAM    := .venv/bin/clinic-terminal
# One process a core; a single test is still run by `pytest` alone.
WORKERS    := -n auto --dist worksteal
PURE       := $(shell sed -n 's/^testpaths = //p' tests/pure.ini)

.DEFAULT_GOAL := help
.PHONY: help setup demo outage run test lint types pytest pure windows bench torture installer upgrade screenshots openapi guide locale clean

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name words; do \
		printf '  make %-12s %s\n' "$$name" "$$words"; done

setup: ## make .venv (called by all the others)
	@tools/setup.sh

demo: setup ## watch visits from scan to sync on real parts; results in demo-output/
	@$(PROGRAM) demo

outage: setup ## a busy hour with outages and kills: every act once at the server; the report goes into docs/outage.md
	@$(PROGRAM) demo --outage
	@cp demo-output/outage.md docs/outage.md

run: setup ## open the program on the practice world, to play in
	@$(PROGRAM) run --practice

test: lint types pure windows ## every check: style, imports, types, tests without Qt, the other tests, coverage

lint: setup ## style and import rule
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports --no-logo

types: setup ## types of code and tests
	@.venv/bin/mypy

pure: setup ## the tests that need no Qt, with Qt blocked
	@$(PYTHON_RUN) -m pytest $(WORKERS) -c tests/pure.ini --rootdir . --cov --cov-report=

# After `pure`, whose coverage it adds to. The closing line of pytest is the last line; the coverage floor is
# judged inside it (tools/coverage_floor.py).
windows: setup ## the tests that `pure` leaves out
	@QT_QPA_PLATFORM=offscreen $(PYTHON_RUN) -m pytest $(WORKERS) $(PURE:%=--ignore=%) --cov --cov-append --cov-report= \
		-p tools.coverage_floor --coverage-floor tests/coverage_floor.txt

pytest: setup ## all tests in one run, without coverage
	@QT_QPA_PLATFORM=offscreen $(PYTHON_RUN) -m pytest $(WORKERS)

bench: setup ## every speed claim, measured here and now
	@$(PYTHON_RUN) -m benchmarks

torture: setup ## every fault class in full, hours long; the counts go into docs/torture.md
	@$(PYTHON_RUN) -m torture --ledger build/torture.jsonl --write
	@$(PYTHON_RUN) -m torture.mutants
	@$(PYTHON_RUN) -m torture --ledger build/torture.jsonl --minutes 0 --write

installer: setup ## the frozen program, the Debian package, and a smoke test of it
	@tools/setup.sh build
	@$(PYTHON_RUN) -m installer.build_deb
	@$(PYTHON_RUN) -m installer.smoke_test

# make upgrade OLD=clinic-terminal_0.1.0_amd64.deb NEW=dist/clinic-terminal_0.2.0_amd64.deb
upgrade: setup ## try an upgrade of the package cut at every step, as root: OLD=FILE NEW=FILE
	@tools/setup.sh build
	@$(PYTHON_RUN) -m installer.upgrade $(OLD) $(NEW)

screenshots: setup ## a picture of every page in both languages
	@$(PROGRAM) screenshots --out docs/screenshots

openapi: setup ## renew resources/api/central.openapi.json from the sandbox
	@$(PROGRAM) openapi --out resources/api/central.openapi.json

guide: setup ## the user guide as HTML in both languages, and the list of licences
	@$(PYTHON_RUN) -m tools.guide
	@$(PYTHON_RUN) -m tools.licences

locale: setup ## collect sentences, renew and compile the catalogues
	@$(PYTHON_RUN) tools/catalogues.py

clean: ## remove what building, testing and the demo left behind (not .venv)
	@rm -rf build dist demo-output .coverage .coverage.* .pytest_cache .hypothesis .mypy_cache .ruff_cache \
		.import_linter_cache *.egg-info
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
