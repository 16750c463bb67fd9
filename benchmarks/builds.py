"""How long the book takes to build: from a clean tree, again, and with one chapter edited. (measure)"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "-W", "--keep-going"]


def copy_tree(target):
    """What git has, or would take: no cache, no built book."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(lambda name: name and (ROOT / name).is_file(), names):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)


def seconds(folder):
    before = time.perf_counter()
    subprocess.run([*BUILD, str(folder)], cwd=folder, capture_output=True, check=True)
    return time.perf_counter() - before


def edit(notebook):
    """Change a code cell, as an author would."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cell = next(cell for cell in content["cells"] if cell["cell_type"] == "code")
    cell["source"] = ["# edited\n", *cell["source"]]
    notebook.write_text(json.dumps(content), encoding="utf-8")


def measure():
    """name → seconds"""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_tree(folder)
        times = {"cold": seconds(folder), "nothing changed": seconds(folder)}
        edit(sorted((folder / "chapters").glob("*.ipynb"))[-1])
        return times | {"one chapter edited": seconds(folder)}
