"""Where something stands in the chapters.

- Note it while a chapter is read. (Places, Found)
- Write in any page {place}`item L1.2-F1`, and get links to all the sections concerned. (place_role, Place)
- Write {entry}`erratum E12`, and get a link to its entry. (entry_role)
- Turn that into links once everything has been read. (write_links)

Kinds of places: `item`, `erratum`, `check`, `term`, `work`, `figure`. Each has a finder, a function of the application
and a chapter's doctree, which adds to the chapter what it needs and yields a Spot for each thing that it finds.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

LOGGER = logging.getLogger(__name__)
FINDERS = {}  # kind → finder
# kind → the page with the entries of that kind; the id of an entry is its key
ENTRIES = {"erratum": "reference/errata", "item": "reference/concordance", "work": "reference/bibliography"}


class Spot(NamedTuple):
    """What a finder yields: a key, the element, its id on the page, and what else a page may want to know."""

    key: str
    element: nodes.Element
    anchor: str
    about: dict = {}


@dataclass(frozen=True)
class Found:
    """One place. anchor: an id on the chapter's page; section: the title of the section around it."""

    kind: str
    key: str
    chapter: str
    anchor: str
    section: str
    about: dict = field(default_factory=dict)


class Place(nodes.Inline, nodes.TextElement):
    """Stands for links until all pages are read. kind, key: what to link to; entry: link to its entry instead."""


def section_of(node):
    """The innermost section with a heading around an element; exercises and solutions are sections without one."""
    while node.parent is not None and not is_headed(node):
        node = node.parent
    return node


def is_headed(node):
    return isinstance(node, nodes.section) and any(isinstance(child, nodes.title) for child in node)


def section_title(node):
    section = section_of(node)
    heading = next(section.findall(nodes.title), None)
    return heading.astext() if heading is not None else ""


class Places(EnvironmentCollector):
    """Keeps in the environment what stands where: chapter → list of Found."""

    def process_doc(self, app, doctree):
        chapter = app.env.docname
        if not chapter.startswith("chapters/"):
            return
        found = self.noted(app.env)[chapter] = []
        for kind, find in FINDERS.items():
            for key, element, anchor, about in find(app, doctree):
                found.append(Found(kind, key, chapter, anchor, section_title(element), about))
        self.changed = True

    def clear_doc(self, app, env, docname):
        self.noted(env).pop(docname, None)

    def merge_other(self, app, env, docnames, other):
        self.noted(env).update({name: found for name, found in self.noted(other).items() if name in docnames})

    def get_updated_docs(self, app, env):
        """When a chapter has changed, all pages that may point into it are written again."""
        changed, self.changed = getattr(self, "changed", False), False
        return [name for name in env.found_docs if name.startswith("reference/")] if changed else []

    @staticmethod
    def noted(env):
        if not hasattr(env, "dlnotes_places"):
            env.dlnotes_places = {}
        return env.dlnotes_places


def places(env, kind, key=None):
    """What was found of a kind, in reading order; no two in the same section."""
    noted = Places.noted(env)
    wanted = (found for name in sorted(noted) for found in noted[name])
    matching = [found for found in wanted if found.kind == kind and key in (None, found.key)]
    return list({(found.key, found.chapter, found.section): found for found in reversed(matching)}.values())[::-1]


def place_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{place}`kind key`; or {place}`words <kind key>` for one link with these words, none if there is no place."""
    words, kind, key = parts(text)
    return [Place(words, kind=kind, key=key)], []


def entry_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{entry}`erratum E12` or {entry}`words <erratum E12>`: a link to the entry of that erratum."""
    words, kind, key = parts(text)
    return [Place("", nodes.Text(words or key), kind=kind, key=key, entry=True)], []


def parts(text):
    """ "words <kind key>" or "kind key" in three parts."""
    words, _, target = text.rpartition("<")
    kind, _, key = target.rstrip(">").partition(" ")
    return words.strip(), kind, key


def links(app, page, node):
    """The links that a Place stands for, with commas in between."""
    found, words = places(app.env, node["kind"], node["key"]), node.rawsource
    if node["kind"] == "term":
        found = sorted(found, key=lambda place: place.about["rank"])[:1]  # where it is introduced
    if not found and not words:
        LOGGER.warning("no chapter has %s %s", node["kind"], node["key"], location=page)
    written, chapter = [], None
    for place in found[:1] if words else found:
        text = nodes.Text(words or name(app, place, named=place.chapter == chapter))
        written += [nodes.Text(", "), make_refnode(app.builder, page, place.chapter, place.anchor, text)]
        chapter = place.chapter
    return written[1:]


def name(app, place, named):
    """Chapter and section, or the section alone if the chapter was named before it."""
    chapter = app.env.titles[place.chapter].astext()
    return place.section if named or place.section == chapter else f"{chapter}: {place.section}"


def entry_link(app, page, node):
    """A link to the entry of a page; one from a chapter keeps the id by which the page points back."""
    reference = make_refnode(app.builder, page, ENTRIES[node["kind"]], node["key"], list(node.children))
    reference["ids"] = node["ids"]
    return reference


def write_links(app, doctree, page):
    for node in list(doctree.findall(Place)):
        node.replace_self(entry_link(app, page, node) if node.get("entry") else links(app, page, node))


def setup(app):
    app.add_node(Place)
    app.add_role("place", place_role)
    app.add_role("entry", entry_role)
    app.add_env_collector(Places)
    app.connect("doctree-resolved", write_links)
