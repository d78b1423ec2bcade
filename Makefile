# The portal's task runner. `make help` lists what it does.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)
NODE := $(shell node -e 'process.exit(+(+process.versions.node.split(".")[0] < 20))' 2>/dev/null && command -v npm)
BROWSER := $(or $(CHROMIUM),$(shell command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome))

RUN := .venv/bin/python
MANAGE := $(RUN) manage.py
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes
NPM := PATH="$$PWD/.venv/bin:$$PATH" npm --prefix static/source --no-progress
SASS := $(wildcard static/source/*.scss static/source/*.mjs) static/source/package.json
WORDS := $(patsubst %.po,%.mo,$(wildcard improvement_portal/locale/*/LC_MESSAGES/*.po))
STATIC := $(wildcard static/portal/*) static/dist/portal.css

demo demo-reset: export PORTAL_MODE := demo

.PHONY: help install demo demo-reset run test lint format messages lock collect migrate browser
help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-12s %s\n' "$$name" "$$what"; done

install: .venv/installed .env static/dist/portal.css $(WORDS) ## set up: Python and its packages, style sheet, languages, .env

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "The portal needs Python 3.11 or newer, and none was found. Install it, or name it: make install PYTHON=/path/to/python3"; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv

.venv/installed: requirements/base.txt | .venv/bin/python
	@echo "Installing the Python packages"
	@$(PIP) -r requirements/base.txt
	@touch $@

.venv/test-installed: requirements/test.txt .venv/installed
	@echo "Installing the test tools"
	@$(PIP) -r requirements/test.txt
	@touch $@

.venv/node-installed: requirements/node.txt .venv/installed
	@echo "Installing Node.js into .venv"
	@$(PIP) -r requirements/node.txt
	@touch $@

.env: | .venv/installed
	@$(RUN) -c 'import secrets; print(f"# Written by make install; .env.example says what else may be set.\nPORTAL_MODE=demo\nSECRET_KEY={secrets.token_urlsafe(50)}")' > $@

static/source/node_modules/.package-lock.json: static/source/package-lock.json $(if $(NODE),,.venv/node-installed)
	@echo "Installing the style sheet's packages"
	@$(NPM) ci --loglevel=error
	@touch $@

static/dist/portal.css: $(SASS) static/source/node_modules/.package-lock.json
	@echo "Building the style sheet"
	@$(NPM) run --silent build
	@touch $@

%.mo: %.po .venv/installed
	@.venv/bin/pybabel --quiet compile --input-file=$< --output-file=$@

var/static/staticfiles.json: $(STATIC) .venv/installed
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

collect: var/static/staticfiles.json

migrate: install
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_reference --verbosity 0

demo: install collect ## a running portal with a made-up council: http://127.0.0.1:8000 (PORT=)
	@$(MANAGE) demo_data --migrate
	@exec $(MANAGE) serve --port $(PORT)

demo-reset: install collect ## the same, afresh: what was typed is lost
	@$(MANAGE) demo_data --migrate --reset
	@exec $(MANAGE) serve --port $(PORT)

run: install collect migrate ## the development server, which follows changes to the code
	@exec $(MANAGE) runserver 127.0.0.1:$(PORT)

lint: .venv/test-installed install ## style, types and the layers
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	PORTAL_MODE=test $(MANAGE) makemigrations --check --dry-run

test: lint browser ## everything that is checked, with the ten slowest tests (WORKERS= processes)
	$(RUN) -m pytest -n $(WORKERS) --dist worksteal --durations=10

browser:
ifeq ($(BROWSER),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq; for name in chromium-headless-shell chromium; do \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$name >/dev/null && break; done; \
	else echo "The browser tests need Chromium: install your system's package, or name one: make test CHROMIUM=/path/to/chromium"; fi
endif

format: .venv/test-installed ## lay the code out
	.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

messages: .venv/installed ## bring the Welsh catalogue up to date with the source
	$(MANAGE) messages

UV := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
lock: ## write requirements/*.txt anew (needs uv; add UPGRADE=--upgrade for newer versions)
	$(UV) $(UPGRADE) pyproject.toml -o requirements/base.txt >/dev/null
	$(UV) $(UPGRADE) --group pyproject.toml:s3 -c requirements/base.txt -o requirements/s3.txt >/dev/null
	$(UV) $(UPGRADE) --group pyproject.toml:test -c requirements/base.txt -o requirements/test.txt >/dev/null
	$(UV) $(UPGRADE) --group pyproject.toml:node -o requirements/node.txt >/dev/null
