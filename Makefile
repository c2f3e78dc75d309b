# The commands of Bahtera. `make run` and `make test` install what they need.
.PHONY: help run test test-all check lint test-sqlite test-postgres test-slow test-long bench lock format messages

PY := .venv/bin/python
PYTEST := $(PY) -m pytest
WORKERS ?= 2
PORT ?= 8000
ADDRESS ?= 127.0.0.1:$(PORT)

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

run: ## Install, build, load the demonstration province and start Bahtera (PORT=8000)
	@scripts/bootstrap run
	@.venv/bin/bahtera run --address $(ADDRESS)

test: ## Every fast check and test, on SQLite and on PostgreSQL
	@scripts/system-packages
	@scripts/bootstrap dev
	@$(MAKE) --no-print-directory check test-sqlite test-postgres

test-all: test-slow test-long ## The slow and the long tests too, as before a release

check: ## Lint, types, the walls between packages, and what of the field app needs no browser
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	cd field && npm test --silent

# What takes long and asks little of a database: on PostgreSQL it waits for the long tests.
LONG := tests/functional/matrix tests/slow/kill9 tests/integration/http/test_attacked_by_its_own_description.py \
	tests/integration/archiving/test_round_trip.py tests/integration/cli/test_keys_commands.py \
	tests/integration/config/test_behind_a_proxy.py tests/functional/openrosa/test_real_server.py

test-sqlite:
	$(PYTEST) -m "not slow" -n $(WORKERS) --dist worksteal

test-postgres:
	scripts/with-postgres $(PYTEST) -m "not slow" -n $(WORKERS) --dist worksteal \
		--ignore tests/unit --ignore tests/spec --ignore tests/architecture --ignore tests/docs \
		--ignore tests/integration/cli/test_score_commands.py --ignore tests/integration/cli/test_trouble.py \
		--ignore tests/integration/cli/test_killed_supervisor.py --ignore tests/functional/hardening \
		$(addprefix --ignore ,$(LONG))

test-slow: ## What is slow: Spark, browsers, soak, R
	@scripts/system-packages all
	@scripts/bootstrap spark
	$(PYTEST) -m "slow and not long" -n $(WORKERS) --dist worksteal

test-long: ## What takes longest, and the slow tests on PostgreSQL
	@scripts/system-packages all
	@scripts/bootstrap spark
	$(PYTEST) -m long -n $(WORKERS) --dist loadfile
	scripts/with-postgres $(PYTEST) -m slow -n $(WORKERS) --dist worksteal \
		tests/integration/archiving tests/integration/access tests/integration/cli tests/integration/config tests/integration/demo \
		tests/functional/matrix
	scripts/with-postgres $(PYTEST) -m "not slow" -n $(WORKERS) --dist worksteal $(LONG)

bench: ## The table of docs/reference/benchmarks.md, measured here
	@scripts/bootstrap spark
	$(PY) -m benchmarks

lock: ## Write the hashed locks from the .in files
	@scripts/lock

format:
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

messages: ## Gather texts to translate into the catalogues
	@scripts/messages
