# Two commands do everything: `make run` installs and starts Hotseat, `make test` installs and tests it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=

.PHONY: run test test-llama test-litellm check lint types page-check protocol train train-lines judge bench shots clean help

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Hotseat needs Python 3.11 or newer; this is %s. Set PYTHON=..." % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## install what is needed, start the server, open the page
	@$(BIN)/hotseat serve $(ARGS)

test: $(VENV)/.test ## install what tests need and pass them
	$(BIN)/python -m pytest $(ARGS)

test-llama: $(VENV)/.test ## the model interviewer against llama-cpp-python's server (compiles for minutes)
	$(PYTHON) -m venv build/llama
	build/llama/bin/python -m pip install --quiet 'llama-cpp-python[server]' gguf numpy
	HOTSEAT_LLAMA=build/llama/bin/python $(BIN)/python -m pytest tests/model/real_server.py

test-litellm: $(VENV)/.test ## the same against the LiteLLM proxy and its mock models (installs a hundred packages)
	$(PYTHON) -m venv build/litellm
	build/litellm/bin/python -m pip install --quiet 'litellm[proxy]'
	HOTSEAT_LITELLM=build/litellm/bin/litellm $(BIN)/python -m pytest tests/model/gateway.py

check: lint types page-check ## style and types, as CI runs them

lint: $(VENV)/.test
	$(BIN)/ruff check .

types: $(VENV)/.test
	$(BIN)/mypy

page-check:      ## types and unit tests of the page (needs Node)
	npm ci --silent --no-audit --no-fund
	npx --no-install tsc -p client/web
	node --test tests/page/

bench: $(VENV)/.run ## turn-taking beside other frameworks and timers, five minutes (ARGS="--count 12" for longer)
	PYTHONPATH=. $(BIN)/python -m bench.turns $(ARGS)

judge: $(VENV)/.run ## how well the judgment hears labelled talk (ARGS="FOLDER --labels" for more)
	$(BIN)/python -m hotseat.evaluate $(or $(ARGS),training/exam training/corpus)

build/train/.ready: training/requirements.txt constraints.txt pyproject.toml
	$(PYTHON) -m venv build/train
	build/train/bin/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt -c constraints.txt -e .
	touch $@

train: build/train/.ready ## teach the judgment anew from training/ (an hour on two cores; installs torch beside .venv)
	cd training && ../build/train/bin/python train.py $(ARGS) && ../build/train/bin/python evaluate.py --labels

train-lines: build/train/.ready ## teach the judge of a model's lines anew from training/lines (an hour on two cores)
	cd training && ../build/train/bin/python lines_model.py $(ARGS)

shots: $(VENV)/.test ## take the pictures of the README from a real session
	$(BIN)/python tests/page/shots.py --out docs/shots $(ARGS)

protocol: $(VENV)/.run ## write docs/protocol.md from the event types
	$(BIN)/python -m hotseat.protocol_doc > docs/protocol.md

clean:           ## remove what was installed and cached here; sessions stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache node_modules
