# The same targets run in CI.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: test
test: $(VENV)/ready
	$(BIN)/python -m pytest

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet hatchling editables pytest
	$(BIN)/pip install --quiet --no-build-isolation -e .
	touch $@
