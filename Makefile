# Every command of the project.  A fresh machine needs python3 (3.11 or newer) and make; `make test` and `make demo`
# do the rest.  CI runs the same targets.  On Windows: docs/how-to/windows.md.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m
READY := $(VENV)/ready
PACKAGES := senco_connect $(wildcard plugins/*/senco_connect_*)
PROJECTS := pyproject.toml $(wildcard plugins/*/pyproject.toml)
JOBS ?= auto
COUNT ?= 1
PROCESSES ?= 1
MINUTES ?= 10
# The modules that decide and write, each with the tests that are its own and quick.
IDENTITY := tests/unit/test_identity.py
GUARDS := tests/unit/test_guards.py
PLAN := tests/unit/test_plan.py
APPLY := tests/unit/test_apply.py
MERGE := tests/unit/merge
LOCK := tests/unit/store/test_opening.py
LEASE := tests/unit/test_lease.py
MUTATED := CI=1 $(RUN) pytest -p no:xdist -p no:cacheprovider -p tests.mutation.score --mutate

.PHONY: demo demo-google test lint types shape check coverage mutation mutants proof soak fuzz fuzz-guided bench interop docs picture picture-google lock clean

demo: $(READY)  ## a made-up school, its export, its register and its folders, kept in step
	$(VENV)/bin/senco demo demo-school

demo-google: $(READY)  ## the same on the emulator of Google, and proof that it ends the same; OPEN=1 serves it to a browser
	$(RUN) demos.google demo-google $(if $(OPEN),--open)

test: $(READY)  ## every test that needs nothing but Python
	$(RUN) pytest -n $(JOBS)

lint: $(READY)  ## style and formatting
	$(RUN) ruff check .

types: $(READY)  ## mypy --strict
	$(RUN) mypy $(PACKAGES) demos

shape: $(READY)  ## sizes of modules and functions, forbidden words
	$(RUN) pytest tests/house/test_shape.py tests/unit/test_layers.py

docs: $(READY)  ## write docs/reference anew from the code, and the emulator's facts from its tests
	$(VENV)/bin/python docs/generate.py
	$(VENV)/bin/python docs/facts.py

check: lint types shape test docs  ## all of that

coverage: $(READY)  ## every branch of merge, identity, plan, guards, apply, lock and lease is run by its own tests
	$(RUN) coverage run -m pytest -p no:xdist $(MERGE) $(IDENTITY) $(PLAN) $(GUARDS) $(APPLY) $(LOCK) $(LEASE)
	$(RUN) coverage report

mutation: $(VENV)/mutation  ## slow: the mutation scores of docs/proof.md, module by module; POSIX only
	$(MUTATED) senco_connect/store/lock.py $(LOCK)
	$(MUTATED) senco_connect/lease.py $(LEASE)
	$(MUTATED) senco_connect/apply.py $(APPLY)
	$(MUTATED) senco_connect/merge.py $(MERGE)
	$(MUTATED) senco_connect/guards.py $(GUARDS)
	$(MUTATED) senco_connect/plan.py $(PLAN)
	$(MUTATED) senco_connect/identity.py $(IDENTITY)

proof: $(READY)  ## 10,000 schedules of people and bad luck, 10,000 killed runs: nothing is lost (docs/proof.md)
	$(VENV)/bin/python tests/proof

soak: $(READY)  ## the same without an end, a line a minute
	$(VENV)/bin/python tests/proof soak

interop: $(READY)  ## LibreOffice opens what we write
	$(RUN) pytest tests/interop $(wildcard plugins/*/tests/test_libreoffice.py)

mutants: $(READY)  ## plant known mistakes in a copy and see each one noticed; ONLY=name for one
	$(VENV)/bin/python tests/mutants $(ONLY)

bench: $(READY)  ## measure beside the references, write docs/performance.md
	$(VENV)/bin/python tests/benchmarks

fuzz: $(READY)  ## try 1,000,000 inputs each and 100,000 workbooks, from where it stopped; COUNT=0.01 PROCESSES=2 scale it
	-$(RUN) pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tests/fuzz/requirements.lock
	$(VENV)/bin/python tests/fuzz --coverage 5000
	$(VENV)/bin/python tests/fuzz --count $(COUNT) --jobs $(PROCESSES) $(if $(filter 1,$(COUNT)),--page)

fuzz-guided: $(READY)  ## let atheris look for inputs, MINUTES=10 for each kind
	$(RUN) pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tests/fuzz/requirements.lock
	$(VENV)/bin/python tests/fuzz --guided --minutes $(MINUTES)

picture: $(READY)  ## draw docs/images/register.png from the demo's register
	$(VENV)/bin/python docs/picture.py

picture-google: $(READY)  ## take docs/images/google-register.png of the emulator's window, with Chromium
	$(RUN) demos.google demo-google --picture docs/images/google-register.png

lock: $(READY)  ## pin every dependency with its hashes in requirements.lock
	$(VENV)/bin/python tools/requirements.py | $(RUN) piptools compile --quiet --upgrade --generate-hashes \
		--allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--no-emit-options --no-annotate --output-file requirements.lock -
	echo 'cosmic-ray>=8.7' | $(RUN) piptools compile --quiet --upgrade --generate-hashes \
		--allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--no-emit-options --no-annotate --constraint requirements.lock --output-file tests/mutation/requirements.lock -

clean:  ## remove what the targets above made
	rm -rf $(VENV) demo-school demo-google .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The lock is installed whole and checked against its hashes; then our own distributions, from here, as they are.
$(READY): requirements.lock $(PROJECTS)
	$(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		$(foreach project,$(PROJECTS),-e ./$(dir $(project)))
	touch $@

# What changes code on purpose is needed by nobody else, so it has a lock of its own.
$(VENV)/mutation: tests/mutation/requirements.lock $(READY)
	$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r tests/mutation/requirements.lock
	touch $@
