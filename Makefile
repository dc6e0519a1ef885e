.DEFAULT_GOAL := help
.PHONY: help install demo test faults failover bench mutation screenshots lint types imports check lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
ARGS ?=

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/runtime ## everything that running needs, into .venv; then .venv/bin/testigo
	@echo 'Installed. Next: $(BIN)/testigo serve, or $(BIN)/testigo --help'

demo: $(VENV)/runtime ## a service with a story in it, to look at
	@$(BIN)/python deploy/demo/demo.py $(ARGS)

test: $(VENV)/dev ## the tests, a process a core (make test ARGS='-k knowledge')
	@$(BIN)/python -m tests.browsers
	@$(BIN)/python -m pytest -n auto $(ARGS)

faults: $(VENV)/dev ## kill -9, full disks, lost answers: survived and counted (ARGS='--rounds 10')
	@$(BIN)/python -m tests.faults $(ARGS)

failover: $(VENV)/dev ## three PostgreSQL servers, the first killed under load (needs etcd)
	@$(BIN)/python -m tests.faults.failover $(ARGS)

bench: $(VENV)/bench ## our figures beside the alternatives' (ARGS='posts replay', ARGS=--long)
	@$(BIN)/python -m tests.bench $(ARGS)

mutation: $(VENV)/dev ## mutants of the domain, and which live (ARGS='reach --survivors')
	@$(BIN)/python -m tests.mutation $(ARGS)

screenshots: $(VENV)/dev ## the two of the README, made again from the demo's story
	@$(BIN)/python -m tests.browsers
	@$(BIN)/python -m tests.screenshots

lint: $(VENV)/dev ## style and likely mistakes
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(VENV)/dev ## mypy, strict
	@$(BIN)/mypy

imports: $(VENV)/dev ## who may import whom
	@$(BIN)/lint-imports

check: lint types imports ## all that CI runs: lint, types, imports, test
	@$(MAKE) --no-print-directory test

# A lock keeps its versions unless pyproject.toml or the .in files ask for others, or ARGS=--upgrade.
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' $(ARGS)
lock: $(VENV)/dev ## resolve deploy/requirements*.txt again (ARGS=--upgrade for newer versions)
	$(COMPILE) pyproject.toml deploy/requirements.in -o deploy/requirements.txt
	$(COMPILE) pyproject.toml deploy/requirements.in deploy/requirements-dev.in \
		-c deploy/requirements.txt -o deploy/requirements-dev.txt
	$(COMPILE) deploy/requirements-bench.in -c deploy/requirements-dev.txt \
		-o deploy/requirements-bench.txt

clean: ## remove .venv and what the tools leave behind
	rm -rf $(VENV) build dist mutants *.egg-info .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find domain service tests deploy -name __pycache__ -type d -prune -exec rm -rf {} +

# The two set-ups are files, newer than the lock that they came from. The dev lock holds the runtime's.
$(VENV)/runtime: deploy/requirements.txt pyproject.toml $(BIN)/python
	@echo 'Installing into $(VENV) from $<'
	@$(PIP) install --require-hashes -r $<
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: deploy/requirements-dev.txt pyproject.toml $(BIN)/python
	@echo 'Installing into $(VENV) from $<'
	@$(PIP) install --require-hashes -r $<
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(VENV)/runtime $@

# Neighbours to measure beside; nothing else needs them, and what cannot be installed is left out.
$(VENV)/bench: deploy/requirements-bench.txt tests/bench/package-lock.json $(VENV)/dev
	@$(PIP) install --require-hashes -r $< \
		&& mkdir -p $(VENV)/neighbours && cp tests/bench/package*.json $(VENV)/neighbours \
		&& npm --prefix $(VENV)/neighbours ci --silent --ignore-scripts --no-audit --no-fund \
		&& touch $@ \
		|| echo 'UmaDB (pip) or message-db (npm) cannot be installed, and is left out.' >&2

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'Testigo needs Python 3.11 or newer, and "$(PYTHON)" is not.' \
			'Name one: make PYTHON=python3.12 install' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '"$(PYTHON)" cannot make a virtual environment: install its venv module' \
			'(on Debian and Ubuntu the package python3-venv).' >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
