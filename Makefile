# `make app` runs the dashboard, `make test` runs all tests, `make check` runs the quick ones. `make` alone lists the targets.

PORT   ?= 8501
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
SHARED ?= ../shared
.PHONY: help app ocr test check lint js lock licences release audit format accuracy suites mutants bench hostile bombs fuzz kills power soak readers load users claims waits clean

help:
	@echo 'make app       install what is needed, then serve the dashboard on http://localhost:$(PORT) (PORT=… for another)'
	@echo 'make test      install what the tests need, then run lint, types and all tests'
	@echo 'make check     run lint, types and the quick tests, in about a minute'
	@echo 'make ocr       add text recognition, so that scans and pictures are read too'
	@echo 'make lint      run lint, types and import layers only'
	@echo 'make format    format the code'
	@echo 'make accuracy  measure the extractors on the project'"'"'s gold, by kind and column, and list every difference'
	@echo 'make suites    count the test cases of other extractors that are read right (needs SHARED=…/shared with suites/)'
	@echo 'make mutants   run mutation tests of numerals and period arithmetic; fails under 85 %'
	@echo 'make kills     kill 100 ingests, reviews and exports each at random moments; report what is lost, duplicated or incomplete'
	@echo 'make power     let the power fail at STATES=2000 moments and one call to the disk of EVERY=10 fail; report what is lost (Linux, C compiler)'
	@echo 'make bombs     ingest huge files, archive bombs and 10,000 damaged files; each is named, and the next one is read'
	@echo 'make soak      run kills, power, hostile and bombs, reviewers quicker than the server, twenty readers, load, then users'
	@echo 'make readers   let two reviewers be quicker than the server for 200 acts, then twenty readers at once for MINUTES=30'
	@echo 'make load      let two readers work on 3,600 articles during an ingest for MINUTES=30; how long each act took on the server, and memory'
	@echo 'make users     the same with two users in a Chromium each, on this machine too; what they see is checked'
	@echo 'make claims    measure the dashboard'"'"'s queries on a million generated claims, and the search on 100,000 generated articles'
	@echo 'make waits     measure how long a user waits in a real Chromium, on 10,000 generated claims, compared with a bare page'
	@echo 'make bench     compare the speed with other extractors, on the samples and, with SHARED=…/shared, on its seeds'
	@echo 'make hostile   measure the cost of texts designed to be slow, and its growth; fails if it is not in proportion to length'
	@echo 'make fuzz      run a fuzzer over reading and extraction for SECONDS=60; failing inputs are kept in .fuzz/'
	@echo 'make lock      pin the packages that pyproject.toml asks for, with hashes'
	@echo 'make release   build the wheel, its bill of materials (CycloneDX) and their hashes in dist/'
	@echo 'make audit     look up known vulnerabilities of the pinned packages; needs the internet'
	@echo 'make licences  write docs/licences.md: the installed packages and their licences'
	@echo 'make clean     remove what the targets above installed and wrote here'

app: $(VENV)/app.done
	@$(BIN)/python -m analytics app --port $(PORT) $(if $(HOST),--host $(HOST)) $(foreach name,$(ALLOWED_HOSTS),--allowed-host $(name))

# Scans and pictures are read only if this is installed. Otherwise the report names them and says what helps.
ocr: $(VENV)/ocr.done

test: $(VENV)/dev.done browser lint js
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

# These tests find most errors quickly. Slow tests are left out: processes, files, pages, texts designed to be slow.
QUICK := tests/extractors --ignore=tests/extractors/test_hostile.py $(addprefix tests/test_,gold.py headers.py house.py supply.py) \
	$(addprefix tests/analytics/,i18n metrics ui/test_articleview.py ui/test_components.py ui/test_highlight.py)
check: lint js
	$(BIN)/python -m pytest -n 2 --dist worksteal $(QUICK)

lint: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 extractors analytics app.py serve.py start.py
	$(BIN)/lint-imports --no-cache

# Lint, types and unit tests of the JavaScript components. Nothing else needs Node.js.
ifneq ($(shell command -v npm 2>/dev/null),)
js: node_modules/.package-lock.json
	@npm run --silent check
else
js:
	@echo 'The JavaScript is not checked: Node.js with npm is not installed.'
endif

format: $(VENV)/dev.done
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

accuracy: $(VENV)/dev.done
	$(BIN)/python -m tests.gold.measure --wrong --record

suites: $(VENV)/dev.done
	$(BIN)/python -m benchmarks.suites $(SHARED)/suites

mutants: $(VENV)/dev.done
	rm -rf mutants
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut export-cicd-stats
	$(BIN)/python -m benchmarks.mutants mutants/mutmut-cicd-stats.json

kills: $(VENV)/app.done
	$(BIN)/python -m benchmarks.kills 100

STATES ?= 2000
EVERY  ?= 10
power: $(VENV)/app.done
	$(BIN)/python -m benchmarks.power $(STATES)
	$(BIN)/python -m benchmarks.failing_calls $(EVERY)

bombs: $(VENV)/dev.done
	$(BIN)/python -m benchmarks.bombs
	$(BIN)/python -m benchmarks.broken_files 10000

# About three hours: runs that are too long for the tests. docs/trust.md gives the last figures.
soak: kills power hostile bombs readers load users

# Reviewers quicker than the server, then twenty readers without browsers.
readers: $(VENV)/dev.done browser
	$(BIN)/python -m benchmarks.quick 200
	$(BIN)/python -m benchmarks.readers $(MINUTES)

MINUTES ?= 30
load: $(VENV)/dev.done
	$(BIN)/python -m benchmarks.readers $(MINUTES) --readers 2 --articles 3600 --ingest

users: $(VENV)/dev.done browser
	$(BIN)/python -m benchmarks.users $(MINUTES)

claims: $(VENV)/app.done
	$(BIN)/python -m benchmarks.claims 1000000
	$(BIN)/python -m benchmarks.search 100000

waits: $(VENV)/dev.done browser
	$(BIN)/python -m benchmarks.browser

bench: $(VENV)/app.done .venv-bench/done
	$(BIN)/python -m benchmarks.speed --growth $(addprefix --seeds ,$(wildcard $(SHARED)/seeds))

hostile: $(VENV)/app.done
	$(BIN)/python -m benchmarks.hostile

SECONDS ?= 60
fuzz: $(VENV)/fuzz.done
	@mkdir -p .fuzz
	$(BIN)/python -m tests.fuzz .fuzz/corpus -max_total_time=$(SECONDS) -artifact_prefix=.fuzz/ -print_final_stats=1 -verbosity=0

clean:
	rm -rf $(VENV) dist .venv-bench .venv-release .fuzz benchmarks/speed.json mutants node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Debian's Python comes without venv. As root, it is installed; otherwise the missing package is named.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Youju needs Python 3.11 or later; set PYTHON=…'; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/install-packages python3-venv
	$(PYTHON) -m venv $(VENV)

# Only files whose hash is in these lists are installed. Build tools for packages without a wheel come first, from a list of their own.
PIP_INSTALL := pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-build-isolation
INSTALL     := $(BIN)/$(PIP_INSTALL)
$(VENV)/app.done: requirements-build.txt requirements.txt | $(VENV)/bin/python
	$(INSTALL) -r requirements-build.txt
	$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/dev.done: requirements-dev.txt $(VENV)/app.done
	$(INSTALL) -r requirements-dev.txt
	@touch $@

$(VENV)/ocr.done: requirements-ocr.txt $(VENV)/app.done
	$(INSTALL) -r requirements-ocr.txt
	@touch $@

$(VENV)/fuzz.done: requirements-fuzz.txt $(VENV)/app.done
	$(INSTALL) -r requirements-fuzz.txt
	@touch $@

# In a virtualenv of its own: with these packages, `import altair` builds a grammar of web addresses, which makes every start slower.
.venv-release/done: requirements-build.txt requirements-release.txt | $(VENV)/bin/python
	$(PYTHON) -m venv .venv-release
	.venv-release/bin/$(PIP_INSTALL) -r requirements-build.txt
	.venv-release/bin/$(PIP_INSTALL) -r requirements-release.txt
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"
lock: $(VENV)/dev.done
	$(LOCK) --group build -o requirements-build.txt
	$(LOCK) pyproject.toml --extra cluster -o requirements.txt
	$(LOCK) --group dev --constraint requirements.txt -o requirements-dev.txt
	$(LOCK) --group fuzz -o requirements-fuzz.txt
	$(LOCK) pyproject.toml --extra ocr --constraint requirements.txt -o requirements-ocr.txt
	$(LOCK) --group release --constraint requirements.txt -o requirements-release.txt

# What one gives away: the wheel, a bill of materials (CycloneDX) of all that is installed with it, and their hashes. The same commit gives the same files.
release: $(VENV)/dev.done .venv-release/done
	rm -rf dist
	$(BIN)/hatchling build -t wheel
	.venv-release/bin/cyclonedx-py requirements --output-reproducible --pyproject pyproject.toml -o dist/youju.cdx.json requirements.txt
	cd dist && sha256sum * > SHA256SUMS

audit: .venv-release/done
	for list in requirements*.txt; do .venv-release/bin/pip-audit --disable-pip --require-hashes -r $$list || exit 1; done

licences: $(VENV)/dev.done $(VENV)/ocr.done
	$(BIN)/pip-licenses --from=mixed --format=markdown --with-urls --packages $$(grep -ho '^[A-Za-z0-9_.-]*==' requirements.txt requirements-ocr.txt | tr -d '=' | sort -u) > docs/licences.md

# Packages that cannot be installed are left out, and the benchmark says so.
.venv-bench/done: benchmarks/requirements.txt | $(VENV)/bin/python
	$(PYTHON) -m venv .venv-bench
	-.venv-bench/bin/pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	@touch $@

# Browser tests need a Chromium, Debian's or Playwright's, and a Chinese font to look right.
.PHONY: browser
browser: $(VENV)/dev.done
	@$(BIN)/python tests/browser/chromium.py >/dev/null || .ci/install-packages chromium-headless-shell fonts-noto-cjk
