# Few words: run · test · check · chaos · bench · answers · damage
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Two workers: the machines this is proven on have two cores.
WORKERS ?= 2

.PHONY: run test check chaos bench answers damage lock clean

run: $(VENV)/.runtime            ## the assistant on this machine, a training round, three links
	@$(BIN)/troly demo

test: $(VENV)/.develop           ## everything that must hold, with the slowest named
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --durations 10 -q $(ARGS)

check: $(VENV)/.develop          ## the quick part: style, types, floors, words
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/house

chaos: $(VENV)/.develop          ## kill -9, outages, faults: the long form
	$(BIN)/python -m tests.chaos $(ARGS)

bench: $(VENV)/.develop          ## speed and memory, each beside a comparison
	$(BIN)/python -m bench $(ARGS)

answers: $(VENV)/.develop        ## questions and answers by category and style, beside BM25
	$(BIN)/python -m bench.answers $(ARGS)

damage: $(VENV)/.develop         ## deliberate damages, each of which a test must catch
	$(BIN)/python -m tests.damage $(ARGS)

lock:                            ## renew the lock files: hashes, no addresses (needs uv)
	uv pip compile -q pyproject.toml --universal --extra build --extra postgresql \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  -o requirements.lock
	uv pip compile -q pyproject.toml --universal --extra build --extra postgresql --extra dev \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements.lock \
	  -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Python 3.11 or newer is needed"'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install -q --require-hashes -r requirements.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.develop: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install -q --require-hashes -r requirements-dev.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.runtime

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
