"""The errata of the lecture notes: a page from `reference/errata.yml`, linked with the margin notes of the chapters.

- Find the margin notes, and make the numbers in them links to the page. (find)
- Find the cells that show an error. (find_checks)
- Write the page. (write)
"""

import re

from docutils import nodes

from . import places
from .sources import CONTENTS, LECTURE_ITEMS, REFERENCE, chapters, heading, lecture_map, read_data

DATA = REFERENCE / "errata.yml"
NUMBER = re.compile(r"\b(E\d\d)\b")
ENTRY = """
{{erratum}}`{number}` {place}
: **Lecture notes:** {notes}

  **Right:** {right}

  **Check:** {check} {{place}}`In code. <check {number}>`
"""


def find(app, doctree):
    """The first margin note of each erratum: "**Erratum E12.** …", or "**Errata E50, E51.** …"."""
    seen = set()
    for strong in list(doctree.findall(nodes.strong)):
        if not strong.astext().startswith("Errat"):
            continue
        children = []
        for words in NUMBER.split(strong.astext()):
            if not NUMBER.fullmatch(words):
                children.append(nodes.Text(words))
                continue
            number = places.Place("", nodes.Text(words), kind="erratum", key=words, entry=True)
            children.append(number)
            if words not in seen:
                number["ids"] = [f"erratum-{words}"]
        strong.children = []
        strong.extend(children)
        for number in strong.findall(places.Place):
            if number["ids"] and number["key"] not in seen:
                seen.add(number["key"])
                yield places.Spot(number["key"], number, number["ids"][0])


def find_checks(app, doctree):
    """The first code cell that is tagged with an erratum, or that holds what its entry says under `code`."""
    app.env.note_dependency(str(DATA))
    listed = lecture_map()[app.env.docname]["errata"]
    quoted = {number: erratum["code"] for number, erratum in read_data(DATA).items() if "code" in erratum}
    wanted = {number: quoted.get(number) for number in listed}
    for cell in doctree.findall(lambda node: isinstance(node, nodes.Element) and "cell_metadata" in node):
        for number in [number for number, code in wanted.items() if shows(cell, number, code)]:
            del wanted[number]
            cell["ids"].insert(0, f"check-{number}")
            yield places.Spot(number, cell, f"check-{number}")


def shows(cell, number, code):
    if code:
        return any(code in block.astext() for block in cell.findall(nodes.literal_block))
    return number in cell["cell_metadata"].get("errata", [])


def write():
    data, listed = read_data(DATA), lecture_map()
    text, rest = [], dict(data)
    for chapter in chapters():
        text.append(heading(chapter))
        text += [entry(number, rest.pop(number), True) for number in sorted(listed[chapter]["errata"])]
    text += ["## Headings", *(entry(number, erratum, False) for number, erratum in rest.items())]
    return "\n\n".join(text), [DATA, CONTENTS, LECTURE_ITEMS]


def entry(number, erratum, in_chapter):
    place = f"{{place}}`erratum {number}`" if in_chapter else ""
    return ENTRY.format(number=number, place=place, **erratum)


def number_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{erratum}`E12`: the number at the head of an entry, with the id to which margin notes link."""
    return [nodes.strong(text, text, ids=[text])], []


def setup(app):
    app.add_role("erratum", number_role)
