"""The figures of the book: where they are declared, and where the built book shows them.

- Names of all figures, known before the book is built, and a test for each. (NAMES, every_figure)
- A figure by its name. (figure_named)
- The pages of the built book, and which figures each shows. (shown_in)

Nobody registers a figure: those of `dlnotes.figures` are imported, those of a notebook are found by running its cells.
"""

import ast
import json
import re
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import notebooks
import pytest

import dlnotes.figures
from dlnotes.live import Figure
from dlnotes.live.collection import figures_in

LIBRARY = figures_in(dlnotes.figures)


def code_cells(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def declared_in(path):
    """Names of the functions that a notebook decorates with `@figure(…)`."""
    trees = [ast.parse(source) for source in code_cells(path)]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    calls = [
        (function.name, each.func)
        for function in functions
        for each in function.decorator_list
        if hasattr(each, "func")
    ]
    return [
        name for name, made_by in calls if "figure" in (getattr(made_by, "id", None), getattr(made_by, "attr", None))
    ]


@cache
def figures_of(path):
    """name → Figure, after running all cells of a notebook."""
    space = {"__name__": "__main__"}
    with redirect_stdout(StringIO()):
        for source in code_cells(path):
            exec(compile(source, str(path), "exec"), space)
    return {name: value for name, value in space.items() if isinstance(value, Figure)}


NOTEBOOK_OF = {name: path for path in notebooks.notebooks() for name in declared_in(path)}
NAMES = list(LIBRARY | NOTEBOOK_OF)


def chapter_of(name):
    """The last word of the module that declares a figure, or of the notebook's path."""
    return NOTEBOOK_OF[name].stem if name in NOTEBOOK_OF else LIBRARY[name].function.__module__.rpartition(".")[2]


every_figure = pytest.mark.parametrize("name", NAMES, ids=lambda name: f"{chapter_of(name)}.{name}")


def figure_named(name):
    return LIBRARY[name] if name in LIBRARY else figures_of(NOTEBOOK_OF[name])[name]


def shown_in(book: Path):
    """path of a page → names of the figures on it, in their order; without the pages that hold one figure alone."""
    pages = {}
    for path in sorted(set(book.rglob("*.html")) - set(book.glob("embed/*"))):
        names = re.findall(r'class="dlnotes-figure"[^>]*data-figure="(\w+)"', path.read_text(encoding="utf-8"))
        if names:
            pages[path] = names
    return pages
