"""The map of the repository, and the rules that CONTRIBUTING.md states."""

import ast
import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

import notebooks
import pytest

ROOT = Path(__file__).resolve().parent.parent
TOPICS = {
    "01_linear_fits": "linear",
    "02_shallow_networks": "shallow",
    "03_linear_regions": "regions",
    "04_deep_networks": "deep",
    "05_losses": "losses",
    "06_sgd": "sgd",
    "07_convolution": "convolution",
    "08_backprop": "backprop",
    "09_sequences": "sequences",
    "10_attention": "attention",
}
MATHEMATICS = [path for path in sorted((ROOT / "dlnotes").glob("*.py")) if path.stem != "__init__"]
LIVE = sorted((ROOT / "dlnotes" / "live").rglob("*.py"))
NOTEBOOKS = notebooks.notebooks()
CHAPTERS = [path for path in NOTEBOOKS if path.parent.name == "chapters"]
FORBIDDEN_HOSTS = ["cdn.jsdelivr", "cdnjs.", "unpkg.", "registry.npm", "registry.yarn", "files.pythonhosted", "esm.sh"]


def run(*command, cwd=ROOT):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def name(path):
    return path.relative_to(ROOT).as_posix()


def cells(path, kind=None):
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if kind in (None, cell["cell_type"])]


def source(cell):
    return "".join(cell["source"])


def imports(path):
    """The full name of every module that a file imports."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *filter(None, [node.module])])
            yield from [f"dlnotes.{alias.name}" for alias in node.names] if module == "dlnotes" else [module]


# --- the map


@pytest.mark.parametrize("chapter", [path.stem for path in CHAPTERS])
def test_a_chapter_has_its_mathematics_its_figures_and_its_tests(chapter):
    topic = TOPICS[chapter]
    files = [f"dlnotes/{topic}.py", f"dlnotes/figures/{topic}.py", f"tests/test_{topic}.py"]
    assert [file for file in files if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("module", MATHEMATICS, ids=name)
def test_a_module_of_mathematics_has_its_tests(module):
    assert (ROOT / "tests" / f"test_{module.stem}.py").is_file()


def test_every_chapter_is_in_the_table_of_contents():
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert [name(path) for path in NOTEBOOKS if name(path.with_suffix("")) not in contents] == []


# --- the arrows


@pytest.mark.parametrize("module", MATHEMATICS, ids=name)
def test_mathematics_imports_numpy_alone(module):
    siblings = {f"dlnotes.{path.stem}" for path in MATHEMATICS}
    libraries = {"numpy", *sys.stdlib_module_names}
    libraries |= {"sklearn"} if module.stem == "data" else set()  # real data ships inside it
    assert [found for found in imports(module) if found not in siblings and found.split(".")[0] not in libraries] == []


@pytest.mark.parametrize("module", LIVE, ids=name)
def test_the_engine_knows_nothing_of_deep_learning(module):
    assert [
        found for found in imports(module) if found.startswith("dlnotes") and not found.startswith("dlnotes.live")
    ] == []


# --- notebooks


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_is_stored_executed_from_top_to_bottom(path):
    counts = [cell["execution_count"] for cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1)), "run `make notebooks`"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_stores_text_and_nothing_of_one_machine(path):
    text = path.read_text(encoding="utf-8")
    notebook = notebooks.read(path)
    notebooks.strip(notebook)
    assert text == notebooks.nbformat.writes(notebook).rstrip("\n") + "\n", "run `make notebooks`"
    outputs = json.dumps([cell["outputs"] for cell in cells(path, "code")])
    assert re.findall(r"/home/|/Users/|/root/|/tmp/|[A-Z]:\\\\|0x[0-9a-f]{6,}", outputs) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_shows_short_cells_amid_prose(path):
    code, prose = cells(path, "code"), cells(path, "markdown")
    lengths = [sum(bool(line.strip()) for line in source(cell).splitlines()) for cell in code]
    assert max(lengths) <= 15
    assert statistics.median(lengths) <= 6
    assert len(prose) >= 0.7 * len(code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_needs_no_installation_no_star_and_no_interact(path):
    code = "\n".join(source(cell) for cell in cells(path, "code"))
    assert re.findall(r"pip install|import \*|\binteract(?:ive)?\(", code) == []


def test_nbval_notices_a_changed_number(tmp_path):
    notebook = notebooks.read(CHAPTERS[0])
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    shown = next(output for output in outputs if re.search("[0-9]", output.get("data", {}).get("text/plain", "")))
    last = next(i for i, cell in enumerate(notebook.cells) if shown in cell.get("outputs", []))
    notebook.cells = notebook.cells[: last + 1]

    def compare():
        notebooks.nbformat.write(notebook, tmp_path / "copy.ipynb")
        plain = ["-p", "conftest", "-c", "pyproject.toml", "-o", "addopts=", "--nbval", "--nbval-current-env"]
        return run(sys.executable, "-m", "pytest", *plain, str(tmp_path / "copy.ipynb"))

    assert " passed" in compare().stdout
    shown.data["text/plain"] = re.sub("[0-9]", lambda digit: str(9 - int(digit[0])), shown.data["text/plain"], count=1)
    assert "1 failed" in compare().stdout


# --- files that are built, and files that are checked as they are


def test_the_committed_bundle_is_what_its_sources_give(tmp_path):
    result = run("node", "build.mjs", "--outdir", str(tmp_path), cwd=ROOT / "frontend")
    assert result.returncode == 0, result.stderr
    committed = sorted((ROOT / "dlnotes" / "live" / "static").iterdir())
    assert {"figure.mjs", "figure.js", "figure.css"} <= {file.name for file in committed}
    for file in committed:
        assert file.read_bytes() == (tmp_path / file.name).read_bytes(), f"{file.name}: run `make frontend`"


def committed_files():
    """Files that git has, or would take."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard").stdout.splitlines()
    return [ROOT / file for file in listed if (ROOT / file).is_file()]


def test_no_file_names_a_package_registry_or_a_delivery_network():
    named = []
    for path in committed_files():
        if path != Path(__file__).resolve():
            text = path.read_text(encoding="utf-8", errors="ignore")
            named += [f"{name(path)}: {host}" for host in FORBIDDEN_HOSTS if host in text]
    assert named == []


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_has_nothing_to_say(command):
    result = run(sys.executable, "-m", "ruff", *command)
    assert result.returncode == 0, result.stdout + result.stderr
