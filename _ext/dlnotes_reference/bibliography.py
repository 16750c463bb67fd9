"""Works that the chapters mention: `reference/references.bib`, linked in both directions.

What else there is to read stands in `reference/further.bib`, and the page itself says what for.

- Find the mentions, "Cybenko (1989)", and make the year a link. A work that is mentioned without a year names the words
  in its field `mention`. (find)
- Write the page, and say with each work where it is mentioned. (write, say_where)
"""

import re
from functools import cache

from docutils import nodes
from pybtex.database import parse_file

from . import places
from .sources import REFERENCE

DATA = REFERENCE / "references.bib"
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
REACH = 160  # characters before a year in which its author may stand
LIST = """```{bibliography} references.bib
:all:
:list: bullet
```"""


@cache
def works():
    """key → (last name of the first author, year, words by which it is mentioned without a year)."""
    entries = parse_file(str(DATA), encoding="utf-8").entries
    return {
        key: (
            " ".join(entry.persons["author"][0].prelast_names + entry.persons["author"][0].last_names),
            entry.fields["year"],
            entry.fields.get("mention"),
        )
        for key, entry in entries.items()
    }


def find(app, doctree):
    app.env.note_dependency(str(DATA))
    seen = set()
    for text in list(doctree.findall(nodes.Text)):
        if is_prose(text):
            yield from link_mentions(text, seen)


def is_prose(text):
    """Code, formulas, headings, and what is a link already are left alone."""
    within = text.parent
    while within is not None and not isinstance(within, nodes.Body):
        if isinstance(within, (nodes.literal, nodes.math, nodes.reference, nodes.raw, nodes.section)):
            return False
        within = within.parent
    return isinstance(within, (nodes.paragraph, nodes.title)) or isinstance(text.parent, nodes.title)


def link_mentions(text, seen):
    """Replace a text by pieces; yield (work, link) for each mention."""
    pieces, end = [], 0
    for start, stop, key in mentions(text):
        link = places.Place("", nodes.Text(text[start:stop]), kind="work", key=key, entry=True)
        pieces += [nodes.Text(text[end:start]), link]
        end = stop
    if pieces:
        text.parent.replace(text, [*pieces, nodes.Text(text[end:])])
    for link in pieces[1::2]:
        if link["key"] not in seen:
            link["ids"] = [f"work-{link['key']}"]
        seen.add(link["key"])
        yield places.Spot(link["key"], link, f"work-{link['key']}")


def mentions(text):
    """(start, stop, key) of years that follow an author's name, and of the words in the field `mention`."""
    before = words_before(text)
    found = []
    for year in YEAR.finditer(text):
        lead = (before + text[: year.start()])[-REACH:]
        lead = lead[max((other.end() for other in YEAR.finditer(lead)), default=0) :]
        named = [(lead.find(name), key) for key, (name, date, _) in works().items() if date == year[0] and name in lead]
        if named:
            found.append((*year.span(), min(named)[1]))
    for key, (_, _, words) in works().items():
        start = text.replace("’", "'").find(words) if words else -1
        if start >= 0:
            found.append((start, start + len(words), key))
    return sorted(found)


def words_before(text):
    """What stands before a text in its paragraph."""
    paragraph = text.parent
    while isinstance(paragraph, nodes.Inline):
        paragraph = paragraph.parent
    before = []
    for other in paragraph.findall(nodes.Text):
        if other is text:
            break
        before.append(other)
    return "".join(before)


def write():
    return LIST, [DATA]


def say_where(app, doctree, page):
    """Append to each work of the bibliography the sections that mention it."""
    mentioned = {found.key for found in places.places(app.env, "work")}
    for entry in doctree.findall(nodes.list_item):
        key = next(iter(set(entry["ids"]) & set(works())), None)
        if key in mentioned:
            entry += nodes.paragraph("", "Mentioned in ", *places.links(app, page, places.Place(kind="work", key=key)))


def setup(app):
    app.connect("doctree-resolved", say_where)
