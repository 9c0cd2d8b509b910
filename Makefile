# Hòm Phiếu. `make` or `make help` lists what can be asked for.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
PIP = $(RUN)/pip install --quiet --disable-pip-version-check
SPOKEN := survey templates ballots scans omr store tally audit reports channels bundles steps review terminal commands cli.py
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test check bench docs documents messages pictures lock minimum smoke release clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

$(READY): pyproject.toml tools/prepare
	@sh tools/prepare
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(PIP) -e '.[dev]'
	@touch $@

demo: $(READY) ## The whole way on an invented month, from blank sheet to annual report
	@rm -rf demo
	@$(RUN)/hom-phieu demo demo

test: $(READY) ## All tests
	@$(RUN)/pytest -n auto

check: $(READY) ## Format, lint, types, import rule
	@$(RUN)/ruff format --check .
	@$(RUN)/ruff check .
	@$(RUN)/mypy
	@$(RUN)/lint-imports

bench: $(READY) ## Accuracy and speed, written to docs/benchmark.md
	@$(PIP) -e '.[bench]'
	@$(RUN)/python -m benchmarks
	@$(RUN)/python -m tools.figures

documents: $(READY) ## Compose the shipped Word templates anew
	@$(RUN)/python -m tools.compose_documents
	@$(RUN)/python -m tools.recheck_documents
	@$(RUN)/python -m tools.result_documents

messages: $(READY) ## Gather new sentences into locales/vi.po, compile it
	@$(RUN)/pybabel -q extract -F tools/messages.ini -k later --no-location --omit-header -o locales/new.pot $(SPOKEN)
	@cp locales/vi.po locales/new.po
	@$(RUN)/pybabel -q update -i locales/new.pot -o locales/new.po -l vi --omit-header --no-wrap \
	    --no-fuzzy-matching --ignore-obsolete
	@{ sed '/^$$/q' locales/vi.po; sed -e '/^#/d' -e '$${/^$$/d;}' locales/new.po; } > locales/new.pot
	@mv locales/new.pot locales/vi.po
	@rm locales/new.po
	@$(RUN)/python -m tools.compile_catalogue

docs: $(READY) pictures ## Write anew what documents take from the program: pictures, commands
	@$(RUN)/python -m tools.reference
	@$(RUN)/python -m tools.figures
	@$(RUN)/python -m tools.checklist

pictures: $(READY) ## Take the pictures of README and guide anew
	@$(RUN)/python -m tools.make_pictures

lock: $(READY) ## Pin what the tests run with, by hash, in requirements.lock
	@$(RUN)/pip freeze --exclude-editable | grep == > $(VENV)/tested.txt
	@$(PIP) uv
	@$(RUN)/uv pip compile pyproject.toml --extra parquet --extra cluster --constraints $(VENV)/tested.txt \
	    --universal --python-version 3.11 --generate-hashes --no-annotate --quiet \
	    --custom-compile-command "make lock" -o requirements.lock

minimum: $(READY) ## All tests with the oldest versions that pyproject.toml allows
	@$(PIP) uv
	@rm -rf .venv-minimum
	@$(PYTHON) -m venv .venv-minimum
	@$(RUN)/uv pip install --quiet --python .venv-minimum/bin/python --resolution lowest-direct -e '.[dev]'
	@.venv-minimum/bin/pytest -n auto

smoke: $(READY) ## The wheel in an empty environment, and the first steps with it from another folder
	@rm -rf .venv-smoke dist/smoke
	@$(RUN)/python -m hatchling build -t wheel -d dist/smoke
	@$(PYTHON) -m venv .venv-smoke
	@.venv-smoke/bin/pip install --quiet --disable-pip-version-check dist/smoke/hom_phieu-*.whl
	@PATH="$(CURDIR)/.venv-smoke/bin:$$PATH" $(RUN)/python -m tools.first_steps --skip-install README.md

release: $(READY) check test ## Check version, changelog and documents, and build what is released
	@$(RUN)/python -m tools.release

clean: ## Remove what the other targets made
	@rm -rf $(VENV) .venv-minimum .venv-smoke demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
