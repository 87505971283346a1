# `make demo` and `make test` each set themselves up; nothing needs to be done before.
# PYTHON picks the interpreter (3.11 or newer); packages come from whatever index pip is set up to use,
# and only files whose hash stands in requirements.lock are accepted.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# What is installed is compiled when it is first used: half of the time of an install went into files that nobody opens.
NEED := install --no-compile --require-hashes --requirement
OUT ?= results/shanghai_modes
REPLICATIONS ?=
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 20 --durations-min 15

.DEFAULT_GOAL := help
.PHONY: help install demo findings test test-pulp4 quick durations check lint format types layers hooks docs screenshots site extras ablations mutants fuzz corpus bench bench-solvers lock clean

##@ Use it

help: ## list the targets by purpose
	@awk -F ':.*## |^##@ ' '/^##@ / { printf "\n%s\n", $$2 } /^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.installed ## create .venv from the lock and install gpss-sim into it

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "gpss-sim needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version 2>&1`. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.locked: requirements.lock $(VENV)/.made
	@echo "Installing the packages of requirements.lock into $(VENV) ..."
	@$(PIP) $(NEED) requirements.lock
	@touch $@

$(VENV)/.installed: pyproject.toml gpss_sim/__init__.py $(VENV)/.locked
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q gpss_sim
	@touch $@

demo: install ## compare the purchase modes and funding forms (REPLICATIONS=n, OUT=folder)
	@$(BIN)/gpss-sim batch experiments/shanghai_modes.toml --out $(OUT) $(if $(REPLICATIONS),--replications $(REPLICATIONS))

STUDIES := shanghai_modes shanghai_ladder shanghai_held_back

findings: install ## tables and plots that README and docs show
	@for study in $(STUDIES); do \
	  $(BIN)/gpss-sim batch $$study --out results/$$study && mkdir -p docs/images docs/data/$$study && \
	  cp results/$$study/runs.csv results/$$study/summary.csv results/$$study/comparisons.csv docs/data/$$study || exit 1; done
	@cp results/shanghai_modes/plots/outcomes.png docs/images/shanghai_modes.png
	@cp results/shanghai_ladder/plots/ladder.png docs/images/shanghai_ladder.png

##@ Check it

test: lint types ## lint, format check, types, then every test (layers and documents included)
	@$(BIN)/python -m tests.desk.browser
	@$(PYTEST)

# PuLP 4 needs Python 3.12; the lock is for 3.11 and PuLP 3, so this one takes what the index has today.
PYTHON4 ?= $(firstword $(foreach v,3.12 3.13 3.14,$(shell python$(v) -c 'print("python$(v)")' 2>/dev/null)))
PULP4 := build/pulp4

test-pulp4: ## the budget decision under PuLP 4, where Python 3.12 or newer is at hand
	@if [ -z "$(PYTHON4)" ]; then echo "skipped: no Python 3.12 or newer found; try: make PYTHON4=/path/to/python3.12 test-pulp4"; \
	else [ -x $(PULP4)/bin/pytest ] || { $(PYTHON4) -m venv $(PULP4) && \
	  $(PULP4)/bin/python -m pip --disable-pip-version-check --quiet install -e . "pulp>=4,<5" cbcbox pytest hypothesis; } && \
	  $(PULP4)/bin/python -m pytest tests/allocation; fi

quick: install ## the files of tests that take no more than a second each: under a minute
	@$(PYTEST) --quick -m "not slow"

durations: install ## run every test and name the files that take long: make quick passes over them, make test begins with them
	@$(PYTEST) --junitxml build/tests.xml
	@$(BIN)/python -m tests.durations build/tests.xml

check: ## exactly what continuous integration runs
	@.ci/run

lint: install ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install ## mypy
	@$(BIN)/mypy

layers: install ## imports go down only
	@$(BIN)/python -m pytest tests/test_layers.py

docs: install ## run every example of README and docs/
	@$(BIN)/python -m pytest tests/docs

##@ Work on it

format: install ## let ruff mend what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

hooks: $(VENV)/.tools ## lint before every commit, as continuous integration does
	@$(BIN)/pre-commit install

screenshots: install ## every picture of the desk anew (needs chromium); look at build/screenshots
	@$(BIN)/python -m tools.screenshots

site: $(VENV)/.tools ## write the documentation as a site to build/site, and check its links
	@rm -rf build/site build/site.zh
	@export NO_MKDOCS_2_WARNING=1; $(BIN)/mkdocs build --quiet --config-file mkdocs.yml & english=$$!; \
	  $(BIN)/mkdocs build --quiet --config-file mkdocs.zh.yml --site-dir build/site.zh; chinese=$$?; \
	  wait $$english && exit $$chinese
	@mv build/site.zh build/site/zh
	@$(BIN)/python -m pytest tests/site
	@echo "Open build/site/index.html"

$(VENV)/.tools: requirements-tools.lock $(VENV)/.installed
	@$(PIP) $(NEED) requirements-tools.lock
	@touch $@

extras: $(VENV)/.extras ## what `gpss-sim[cluster]`, `[parquet]` and `[fast]` need: Dask, pyarrow, Numba

$(VENV)/.extras: requirements-extras.lock $(VENV)/.installed
	@$(PIP) $(NEED) requirements-extras.lock
	@touch $@

N ?= 200
SEED ?= 1
mutants: install ## share of small changes of the market that a fast test notices (N=200 SEED=1)
	@nice -n 15 $(BIN)/python -m tests.mutation.sample --n $(N) --seed $(SEED)

SECONDS ?= 60
fuzz: install ## damaged and odd files of every type against the commands that read them (SECONDS=3600 SEED=1)
	@$(BIN)/python -m tests.fuzz --seconds $(SECONDS) --seed $(SEED)

corpus: install ## some 9,000 odd inputs by kind, each with the answer that is right; an hour of a core
	@nice -n 5 $(BIN)/python -m tests.corpus

NAMES ?=
SEEDS ?= 10

ablations: install ## take every value of every scenario away alone, and say what moves (NAMES="wuhan pudong", SEEDS=n); hours
	@$(BIN)/python -m tests.scenario.ablation $(NAMES) --seeds $(SEEDS)

bench: $(VENV)/.peers ## speed of the market against its peers
	@$(BIN)/python benchmarks/market/bare_simpy.py
	@$(BIN)/python benchmarks/market/ours.py
	@$(BIN)/python benchmarks/market/peers.py

$(VENV)/.peers: requirements-peers.lock $(VENV)/.installed
	@$(PIP) $(NEED) requirements-peers.lock
	@touch $@

SOLVERS := build/solvers
bench-solvers: install ## one budget beside CBC, HiGHS and CP-SAT, each in a process of its own
	@[ -x $(SOLVERS)/bin/python ] || $(PYTHON) -m venv $(SOLVERS)
	@$(SOLVERS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements-solvers.lock
	@$(BIN)/python benchmarks/allocation/solvers.py --cp-sat $(SOLVERS)/bin/python $(if $(GPSS_SIM_DATA),--pool)

# uv lives in a folder of its own: nothing else needs it. `make lock UPGRADE=--upgrade` takes newer versions.
UV := build/lock/bin/uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(UPGRADE) pyproject.toml

lock: ## write the requirements locks, the bill of materials (sbom.json) and the list of licences anew
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check --quiet install --upgrade pip uv cyclonedx-bom pip-licenses
	@$(COMPILE) --extra dev --extra desk --output-file requirements.lock
	@$(COMPILE) --extra cluster --extra parquet --extra fast --constraint requirements.lock --output-file requirements-extras.lock
	@$(COMPILE) --extra peers --constraint requirements.lock --output-file requirements-peers.lock
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" $(UPGRADE) benchmarks/allocation/solvers.in --output-file requirements-solvers.lock
	@$(COMPILE) --extra tools --constraint requirements.lock --output-file requirements-tools.lock
	@$(MAKE) --no-print-directory install
	@build/lock/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-reproducible --of JSON -o sbom.json
	@build/lock/bin/pip-licenses --python=$(BIN)/python --from=mixed --order=license --format=markdown --output-file=licences.md
	@build/lock/bin/python tools/bill.py sbom.json licences.md

clean: ## remove everything that was made, results excepted
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find gpss_sim tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
