"""Execute notebooks in place and store what a reader of the repository can compare: text, and nothing else.

    python tools/notebooks.py [NOTEBOOK ...]     (all notebooks of the book, if none is named)

- Read a notebook, and name the cells that have no id. (read)
- Execute a notebook from its own folder. (execute)
- Strip pictures, figures, widget state and everything that differs from machine to machine. (strip)
"""

import hashlib
import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
CELL_METADATA = {"tags", "lecture_items", "errata", "mystnb"}
OUTPUT_TYPES = {"text/plain", "text/latex"}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebooks():
    """Every notebook of the book, in reading order."""
    return [path for folder in ("chapters", "guide") for path in sorted((ROOT / folder).glob("*.ipynb"))]


def read(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    content["nbformat"], content["nbformat_minor"] = 4, 5
    for position, cell in enumerate(content["cells"]):  # nbformat itself would draw random ids
        name = hashlib.sha256(f"{position} {''.join(cell['source'])}".encode()).hexdigest()[:8]
        cell.setdefault("id", name)
    return nbformat.reads(json.dumps(content), as_version=4)


def execute(notebook, folder):
    NotebookClient(notebook, timeout=600, record_timing=False, resources={"metadata": {"path": str(folder)}}).execute()


def strip(notebook):
    """Keep sources, text outputs and the metadata that the book reads; changes `notebook`."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in CELL_METADATA}
        for output in cell.get("outputs", []):
            if "data" in output:
                output.metadata = {}
                output.data = {kind: value for kind, value in output.data.items() if kind in OUTPUT_TYPES}


def main(paths):
    for path in paths:
        notebook = read(path)
        execute(notebook, path.parent)
        strip(notebook)
        path.write_text(nbformat.writes(notebook).rstrip("\n") + "\n", encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main([Path(argument).resolve() for argument in sys.argv[1:]] or notebooks())
