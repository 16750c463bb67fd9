"""What reference pages are made from.

- The folders of the book. (ROOT, REFERENCE)
- A data file. (read_data)
- The chapters in reading order, their titles and topics, and what the lecture map gives them. (chapters, title, topic,
  lecture_map)
"""

import json
import re
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "reference"
LECTURE_ITEMS = ROOT / "chapters" / "lecture_items.yml"
CONTENTS = ROOT / "_toc.yml"


def read_data(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def chapters():
    """The names of the chapters, such as "chapters/01_linear_fits", as they stand in the table of contents."""
    files = [chapter["file"] for part in read_data(CONTENTS)["parts"] for chapter in part["chapters"]]
    return [file for file in files if file.startswith("chapters/")]


@cache
def cells(chapter):
    """The sources of a notebook's cells."""
    notebook = json.loads((ROOT / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def title(chapter):
    """The first heading of a notebook."""
    return re.search(r"^# (.+)", "\n".join(cells(chapter)), re.MULTILINE)[1]


def topic(chapter):
    """The name of a chapter's module, such as "linear": that of its figures."""
    return re.search(r"\bfigures\.(\w+)\.", "\n".join(cells(chapter)))[1]


def heading(chapter):
    """A heading in Markdown with the chapter's number and title."""
    number = int(Path(chapter).name[:2])
    return f"## {number}. {title(chapter)}"


def lecture_map():
    """chapter → {"items": ids, "errata": ids}."""
    return {f"chapters/{name}": listed for name, listed in read_data(LECTURE_ITEMS).items()}
