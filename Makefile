# One command each; the environment in .venv makes itself, and again when the lock changes.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
READY := .venv/.installed
READY_FOR_BENCH := .venv/.installed-for-bench
SOURCES := $(wildcard src tests benchmarks proof docs)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test coverage check bench proof format picture screenshots lock clean

demo: $(READY)  ## a server with made-up customers on this machine
	$(BIN)/centrex demo $(ARGS)

test: $(READY)  ## all tests, or some: make test ARGS="tests/unit -k name"
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

coverage: $(READY)  ## all tests with branch coverage, which takes a third longer; fails below 95 %
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov $(ARGS)

check: $(READY_FOR_BENCH)  ## style, types, and who may import whom
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports --no-logo

bench: $(READY_FOR_BENCH)  ## how fast it is, side by side with others; a look takes: make bench ARGS=--quick
	$(BIN)/python -m benchmarks $(ARGS)

proof: $(READY)  ## tries what is promised at length: make proof SLICE=isolation MINUTES=10 SEED=7; goes on where it ended
	$(BIN)/python -m proof $(if $(SLICE),--slice $(SLICE)) $(if $(MINUTES),--minutes $(MINUTES)) \
	    $(if $(SEED),--seed $(SEED)) $(ARGS)

format: $(READY)
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

picture: $(READY)  ## docs/images/demo.svg
	$(BIN)/python docs/picture.py

screenshots: $(READY)  ## docs/images/*.png: the main pages, wide and narrow, light and dark
	$(BIN)/python -m tests.browser.screenshots

lock:  ## make lock ARGS=--upgrade takes the newest versions
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet --upgrade uv
	.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --group dev --custom-compile-command "make lock" $(ARGS) \
	    --output-file requirements.lock pyproject.toml
	.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --group bench --constraint requirements.lock --custom-compile-command "make lock" $(ARGS) \
	    --output-file requirements-bench.lock

clean:
	rm -rf .venv .venv-lock build dist htmlcov .coverage .coverage.* \
	    .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Centrex needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv \
	    || { echo "The venv module is missing (Debian: apt install python3-venv)" >&2; exit 1; }
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_FOR_BENCH): $(READY) requirements-bench.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements-bench.lock
	@touch $@
