# `make run` shows the example in the browser, `make test` tries everything out.
# Both set up .venv first, and only when the lock or pyproject.toml has changed.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_TO_TEST := $(VENV)/.ready-to-test
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The first Python that Sayso is written for; `make run PYTHON=/path/to/python` overrides it.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c '$(FITS)' 2>/dev/null && { echo "$$python"; break; }; done)

# Scripts and the editable install name the folder they were made in: after a
# move they are made again.
ifneq ($(shell cat $(VENV)/.place 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: $(READY) ## load the example into an empty store and open the page on it
ifeq ($(SAYSO_URI),)
	@$(BIN)/sayso load --if-empty seeds
endif
	@exec $(BIN)/sayso explore --start Hikvision

.PHONY: setup
setup: $(READY) ## make .venv with what Sayso needs, and stop there

.PHONY: test
test: $(READY_TO_TEST) ## run the tests that take less than five minutes together
	@$(BIN)/python -m pytest

.PHONY: test-all
test-all: $(READY_TO_TEST) ## run every test, the slow ones and the packaging too
	@$(BIN)/python -m pytest -m ""

.PHONY: check
check: $(READY_TO_TEST) ## check format, lint and types
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy

.PHONY: golden
golden: $(READY_TO_TEST) ## write the golden files anew; look at the difference before you commit
	@SAYSO_WRITE_GOLDEN=1 $(BIN)/python -m pytest tests/golden

.PHONY: docs
docs: $(READY) ## write the pages of the docs that are lists: commands, relations, settings
	@$(BIN)/python docs/make.py

.PHONY: bench
bench: $(READY_TO_TEST) ## run the benchmarks
	@for script in benchmarks/*.py; do $(BIN)/python "$$script" || exit 1; done

.PHONY: wheel
wheel: $(READY_TO_TEST) ## build the source archive and the wheel into dist/
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation --outdir dist .

.PHONY: lock
lock: $(READY) ## choose the newest versions that pyproject.toml allows, and pin them
	@$(PIP) install uv
	@$(LOCK) --group build -o requirements.lock
	@$(LOCK) --group build --group test --group check -c requirements.lock -o requirements-dev.lock

LOCK := $(BIN)/python -m uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-annotate --upgrade --quiet --custom-compile-command "make lock"

$(READY): requirements.lock pyproject.toml hatch_build.py
	@$(if $(PYTHON),,echo "Sayso needs Python 3.11, 3.12 or 3.13; $$(python3 --version 2>&1) is what python3 is here." \
		"Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1)
	@$(PYTHON) -c '$(FITS)' || { echo "Sayso needs Python 3.11, 3.12 or 3.13;" \
		"$(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) lacks venv;" \
		"on Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) (once; some 300 MB are downloaded) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@echo "$(CURDIR)" > $(VENV)/.place
	@touch $@

$(READY_TO_TEST): $(READY) requirements-dev.lock
	@echo "Adding what the tests need …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
