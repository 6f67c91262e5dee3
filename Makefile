# Everything a person types here; needs Python 3.11 or newer and make, nothing else.
# Paths are relative because make cannot handle blanks in them.

PORT ?= 8000
HOST ?= 127.0.0.1
ARGS ?=
PYTHON ?=

export PYTHON
export PYTHONUTF8 = 1

python := .venv/bin/python
supervisor := $(python) -m config.supervisor
# --no-emit-index-url: a lock file must not name anybody's package mirror.
compile := .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header -q

.DEFAULT_GOAL := help
.PHONY: help run test check bench fuzz faults messages lock reset runtime dev browser

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: runtime  ## start everything and print the address and the sign-ins (PORT=8000, HOST=127.0.0.1)
	@exec $(supervisor) run --host "$(HOST)" --port "$(PORT)"

test: dev browser  ## run the whole test suite, installing a browser if there is none (ARGS="-k name")
	@exec $(supervisor) exec -- $(python) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: dev  ## formatting, lint, types, layers, templates, migrations, deployment settings
	@sh scripts/check

bench: dev  ## load a synthetic country and measure beside raw SQL (ARGS="--scale 1.0")
	@exec $(supervisor) exec -- $(python) -m tests.bench $(ARGS)

fuzz: dev  ## ask every operation of the API what nobody would ask (FUZZ=12 requests each, by four people)
	@FUZZ=$${FUZZ:-12} exec $(supervisor) exec -- $(python) -m pytest -n auto tests/api/test_fuzz.py $(ARGS)

faults: dev  ## kill servers and workers on purpose and look for lost or half-done work
	@RELEASE_APPLICANTS=1648 SEAT_RUNS=50 DOCUMENT_KILLS=4 NOTIFICATION_EVENTS=20000 NOTIFICATION_KILLS=120 exec $(supervisor) exec -- $(python) -m pytest -m fault tests/faults $(ARGS)

messages: runtime  ## bring locale/en up to date with the texts in the code; translate what it counts as missing
	@$(python) manage.py collect_messages

lock: runtime  ## pin what pyproject.toml allows, with hashes (ARGS=--upgrade for newer releases)
	@[ -x .venv/bin/uv ] || $(python) -m pip install --quiet --disable-pip-version-check uv
	@$(compile) -o requirements.lock $(ARGS)
	@$(compile) --group dev -c requirements.lock -o requirements-dev.lock $(ARGS)

reset: runtime  ## delete the database, the queue and the uploaded files of this checkout
	@exec $(supervisor) reset

runtime:
	@sh scripts/setup runtime

dev:
	@sh scripts/setup dev

browser: dev
	@sh scripts/setup browser
