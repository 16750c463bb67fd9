"""The glossary: a page from `reference/glossary.yml`, each term linked to where a chapter introduces it.

- Find the terms in bold, in headings and in italics. (find)
- Write the page. (write)
"""

import re

from docutils import nodes

from .places import Spot, section_of
from .sources import REFERENCE, read_data

DATA = REFERENCE / "glossary.yml"
MARKED = (nodes.strong, nodes.title, nodes.emphasis)  # the first of these that any chapter has is the introduction


def terms():
    """every name of a term, as compared → the name under which it is linked."""
    return {comparable(name): names.split(", ")[0] for names in read_data(DATA) for name in names.split(", ")}


def comparable(words):
    """Small letters, no formula marks, no article, no plural."""
    return words.lower().replace("$", "").removeprefix("the ").removesuffix("s")


def find(app, doctree):
    app.env.note_dependency(str(DATA))
    wanted = terms()
    for rank, kind in enumerate(MARKED):
        for marked in doctree.findall(kind):
            term = wanted.get(comparable(marked.astext()))
            if term and not is_aside(marked):
                wanted = {name: other for name, other in wanted.items() if other != term}
                yield Spot(term, marked, anchor(marked, term), {"rank": rank})


def is_aside(marked):
    """Titles of boxes, and bold and italics in titles, introduce nothing."""
    if isinstance(marked, nodes.title):
        return not isinstance(marked.parent, nodes.section)
    return isinstance(marked.parent, nodes.title)


def anchor(marked, term):
    if isinstance(marked, nodes.title):
        return section_of(marked)["ids"][0]
    name = "term-" + re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")
    marked["ids"].append(name)
    return name


def write():
    entries = [entry(names.split(", "), definition.strip()) for names, definition in read_data(DATA).items()]
    return "```{glossary}\n:sorted:\n\n" + "\n\n".join(entries) + "\n```", [DATA]


def entry(names, definition):
    place = "" if "{ref}" in definition else f" {{place}}`term {names[0]}`"
    return "\n".join([*names, f"  {definition}{place}"])
