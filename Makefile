# Two commands matter: `make demo` runs the sample shop, `make test` runs all tests.
# Both set up what they need in .venv: Python >= 3.11 (with venv) and make are enough.

# The first that runs, not the first found: a version manager's shim is found for versions it does not have.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do $$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
PORT ?= 8000
DATA ?=
BIN := .venv/bin
READY := .venv/.demo-ready
READY_DEV := .venv/.dev-ready
PYTEST := $(BIN)/python -m pytest

.PHONY: demo test quick check docs bench bench-press torture format clean

demo: $(READY)
	@$(BIN)/makeready demo --port $(PORT) $(if $(DATA),--data $(DATA))

test: $(READY_DEV)
	@$(BIN)/python -m tests.servers.browser
	@$(PYTEST) -n 2 --dist loadfile -m "not torture"

quick: $(READY_DEV)
	@$(PYTEST) -n 2 --dist loadfile -m "not torture and not slow and not browser and not crash"

check: $(READY_DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@MAKEREADY_DATA=build/check $(BIN)/mypy
	@$(BIN)/python -m tests.documents

docs: $(READY_DEV)
	@$(BIN)/python -m tests.docs

bench: $(READY_DEV)
	@$(BIN)/python -m benchmarks

# The print engine beside its peers, each installed into an environment of its own under build/peers.
bench-press: $(READY_DEV)
	@$(BIN)/python -m benchmarks press

torture: $(READY_DEV)
	@$(PYTEST) -m torture --timeout 3600

format: $(READY_DEV)
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format .

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed and was not found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is older. Try: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "The venv module is needed (Debian: apt-get install python3-venv)."; exit 1; }

$(READY): .venv/bin/python pyproject.toml constraints.txt
	@echo "Setting up (once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e ".[demo]"
	@touch $@

$(READY_DEV): .venv/bin/python pyproject.toml constraints.txt
	@echo "Setting up for development (once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@ $(READY)
