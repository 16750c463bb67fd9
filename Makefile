# Every command of the project. The README gives the same lines for people without make.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
VENV := .venv/installed
NODE_MODULES := frontend/node_modules/.package-lock.json

.PHONY: help book pdf test lab serve bench fix frontend notebooks lock clean

help: ## List the commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

book: $(VENV) ## Execute the chapters that changed and build the book
	$(BIN)/jupyter-book build -W --keep-going .
	@echo "The book: file://$(CURDIR)/_build/html/index.html"

pdf: $(VENV) ## Print the whole book into one PDF
	$(BIN)/python tools/programs.py chromium
	$(MAKE) book
	$(BIN)/python tools/pdf

test: $(VENV) ## Install what the tests need, then run them all
	$(BIN)/python tools/programs.py
	$(MAKE) $(NODE_MODULES) book
	$(BIN)/pytest

lab: $(VENV) ## Open the chapters in JupyterLab
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/chapters

serve: book ## Serve the built book on this machine
	$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

bench: $(VENV) ## Run the benchmarks and write their table into the README
	$(BIN)/python tools/programs.py
	$(MAKE) $(NODE_MODULES) book
	$(BIN)/pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python benchmarks/run.py

fix: $(VENV) $(NODE_MODULES) ## Format Python, notebooks and JavaScript, and repair what can be repaired
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	npm --prefix frontend run fix

frontend: $(NODE_MODULES) ## Bundle the browser half of the figures
	cd frontend && node build.mjs

notebooks: $(VENV) ## Execute every chapter in place and store its text outputs
	$(BIN)/python tools/notebooks.py

lock: $(VENV) ## Pin what requirements.txt brings along
	$(BIN)/python tools/lock.py

clean: ## Remove what was built; .venv stays
	rm -rf _build .pytest_cache .ruff_cache .hypothesis

$(VENV): requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "Install Python 3.11 or newer with its venv module (Debian, Ubuntu: apt-get install python3-venv)."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements" >/dev/null 2>&1 || true # no news pop-up
	@touch $@

$(NODE_MODULES): frontend/package-lock.json
	npm --prefix frontend ci
	@touch $@
