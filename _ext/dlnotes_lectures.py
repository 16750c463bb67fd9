"""The page for lecturers: what each chapter has to show in class, read off the chapters themselves.

A line `<!-- lectures -->` in the page is replaced by every chapter's figures, in their order, with their scenes, the
questions of their captions, and the minutes they need. `guide/lectures.yml` adds what figures cannot know.

- Read the page after all chapters, and again whenever one has changed. (read_last, read_again)
- Find the figures that a chapter shows. (figures_shown)
- Write what a lecturer needs to know of them. (insert_lectures)
"""

import html
import re
from pathlib import Path

import yaml
from docutils import nodes
from live_elements import live_elements

PAGE, DATA, MARK = "guide/for_lecturers", "guide/lectures.yml", "<!-- lectures -->"


def read_again(app, env, added, changed, removed):
    return [PAGE] if PAGE in env.found_docs and added | changed | removed else []


def read_last(app, env, documents):
    if PAGE in documents:
        documents.remove(PAGE)
        documents.append(PAGE)


def figures_shown(doctree):
    """The payload of every figure in a chapter."""
    raw = (node.astext() for node in doctree.findall(nodes.raw))
    return [figure.payload for text in raw for figure in live_elements(text, "figure")]


def insert_lectures(app, document, source):
    if document != PAGE:
        return
    app.env.note_dependency(DATA)
    notes = yaml.safe_load((Path(app.srcdir) / DATA).read_text(encoding="utf-8")) or {}
    chapters = sorted(name for name in app.env.found_docs if name.startswith("chapters/"))
    source[0] = source[0].replace(MARK, "\n\n".join(lecture(app, name, notes) for name in chapters))


def lecture(app, document, notes):
    """Markdown for one chapter."""
    figures = figures_shown(app.env.get_doctree(document))
    minutes = [minutes_for(figure, notes) for figure in figures]
    link = "../" + app.builder.get_target_uri(document) if app.builder.format == "html" else ""
    head = f"## {app.env.titles[document].astext()}\n\n{len(figures)} figures, about {sum(minutes)} minutes."
    entries = [entry(figure, link, time, notes) for figure, time in zip(figures, minutes, strict=True)]
    return "\n\n".join([head, *entries])


def minutes_for(figure, notes):
    """One to see what there is, and one for each scene, unless the notes say otherwise."""
    return notes.get(figure["name"], {}).get("minutes", 1 + len(figure["scenes"]))


def entry(figure, page, minutes, notes):
    """One figure as an entry of a definition list: scenes, questions, and the task that the figure sets."""
    named = enumerate(figure["scenes"], start=1)
    scenes = [f"{{kbd}}`{number}`\N{NO-BREAK SPACE}{scene['name']}" for number, scene in named]
    asked = [*notes.get(figure["name"], {}).get("ask", []), *questions(markdown(figure["caption"]))]
    link = f'<a href="{page}#{figure["name"]}">{html.escape(markdown(figure["title"]))}</a>'
    items = "\n  ".join(f"- {line}" for line in [*asked, *challenge(figure)])
    return "\n".join([f"{link}, {minutes} min", *[f": {line}" for line in [", ".join(scenes), items] if line]])


def challenge(figure):
    """The challenge is one for all variants."""
    drawing = next(iter(figure["variants"].values()))["drawing"]
    return [f"*Challenge:* {markdown(drawing['challenge']['text'])}"] if drawing["challenge"] else []


def markdown(parts):
    """Words and formulas of a figure as the source of a page."""
    return "".join(part if isinstance(part, str) else f"${part['tex']}$" for part in parts)


def questions(text):
    """The sentences of a caption that end with a question mark, each with the statement that leads to it."""
    sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z$])", text)
    pairs = zip(["?", *sentences], sentences, strict=False)
    return [each if before.endswith("?") else f"{before} {each}" for before, each in pairs if each.endswith("?")]


def setup(app):
    app.connect("env-get-outdated", read_again)
    app.connect("env-before-read-docs", read_last)
    app.connect("source-read", insert_lectures)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
