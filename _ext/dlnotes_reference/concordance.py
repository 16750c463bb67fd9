"""From the lecture notes to the book: a page from `reference/items.yml` and from the tags of the chapters' cells.

- Find the sections whose cells name an item. (find)
- Write the page. (write)
"""

import json
from pathlib import Path

from docutils import nodes

from . import places
from .sources import REFERENCE, read_data

DATA = REFERENCE / "items.yml"
LINES_PER_CELL = 10_000  # MyST-NB counts lines like this: cell 0 begins at 10 000, cell 1 at 20 000, …


def find(app, doctree):
    notebook = Path(app.env.doc2path(app.env.docname))
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sections = sections_by_cell(doctree)
    for number, cell in enumerate(cells):
        for item in cell["metadata"].get("lecture_items", []):
            yield places.Spot(item, sections[number], sections[number]["ids"][0])


def sections_by_cell(doctree):
    """number of a cell → the section in which its first element stands."""
    found = {}
    for node in doctree.findall(nodes.Element):
        if node.line and not isinstance(node, nodes.target):  # a label stands in the section before its own
            found.setdefault(node.line // LINES_PER_CELL - 1, places.section_of(node))
    return found


def write():
    text = []
    for number, section in read_data(DATA).items():
        text.append(f"## {number.removeprefix('L')} {section['title']}")
        text.append("\n".join(entry(item, title) for item, title in section["items"].items()))
    return "\n\n".join(text), [DATA]


def entry(item, title):
    return f"- {{item}}`{item}` {title}: {{place}}`item {item}`"


def item_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{item}`L1.2-F1`: the item's letter and number, with an id."""
    return [nodes.strong(text, text.partition("-")[2], ids=[text])], []


def setup(app):
    app.add_role("item", item_role)
