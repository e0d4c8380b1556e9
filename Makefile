# igot: `make demo` runs it, `make test` proves it. Everything else is in docs/operations.md.
PYTHON ?= python3
VENV := .venv/bin
LOCAL := $(VENV)/python -m igot.local
COMPILE := $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset journey bench test test-browser check format lock configuration

help: ## list these commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

setup: ## install what is needed into .venv and static/node_modules
	@$(PYTHON) igot/local/bootstrap.py
	@$(LOCAL) libraries

demo: setup ## run igot with invented people and data (PORT=8000 HOST=127.0.0.1)
	@exec $(LOCAL) demo

demo-reset: setup ## throw the demo's data away and start afresh
	@exec $(LOCAL) demo --reset

journey: setup ## walk the main journey over HTTP on a throw-away database
	@exec $(LOCAL) journey

bench: setup ## measure it with many learners (ONLY=my_igot,catalogue SCALE=20000 SECONDS=20 CONCURRENCY=1,8,32)
	@exec $(LOCAL) bench

test: setup ## every test but the browser's
	@exec $(LOCAL) test -- -m "not browser" -n 2 --dist worksteal -q

test-browser: setup ## the tests that need Chromium
	@exec $(LOCAL) test --browser -- -m browser -n 2 --dist worksteal -q

check: setup ## format, lint, import contracts, types, templates, migrations, translations
	@exec $(LOCAL) check

format: setup ## put the code into shape
	@$(VENV)/ruff check --fix . && $(VENV)/ruff format .

configuration: setup ## write the table of docs/configuration.md anew
	@$(LOCAL) configuration

lock: setup ## pin the dependencies of pyproject.toml anew
	@$(COMPILE) --group embedded --group dev pyproject.toml -o requirements.lock
	@$(COMPILE) -c requirements.lock pyproject.toml -o requirements-production.lock
