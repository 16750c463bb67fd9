"""All figures of the book as small pictures.

- Find the figures of a chapter, and make a small picture of each from the still picture that the page holds. (find)
- Write the page: a heading for each chapter, and a place for its pictures. (write, GalleryDirective)
- Put the pictures there once everything has been read. (show)
"""

import base64
import html
import io
import re
import shutil
from pathlib import Path

from docutils import nodes
from live_elements import live_elements
from PIL import Image
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from . import places
from .sources import CONTENTS, chapters, heading

FOLDER = "gallery"  # in the doctrees, where they last as long as what was read, and in `_static`
WIDTH = 440  # pixels of a small picture: 220 on the page, for screens with two to one
HEAVIEST = 15_000  # bytes


class Gallery(nodes.General, nodes.Element):
    """Stands for the pictures of a chapter until all pages are read."""


class GalleryDirective(SphinxDirective):
    required_arguments = 1

    def run(self):
        return [Gallery(chapter=self.arguments[0])]


def find(app, doctree):
    folder = Path(app.doctreedir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    seen = set()
    for output in doctree.findall(nodes.raw):
        for figure in live_elements(output.astext(), "figure"):
            if figure.name in seen:
                continue  # shown once more, with an exercise
            seen.add(figure.name)
            still = base64.b64decode(figure.still.partition("base64,")[2])
            size = shrink(still, folder / f"{figure.name}.webp")
            payload = figure.payload
            about = {"size": size, "alt": figure.alt, "title": payload["title"], "caption": payload["caption"]}
            yield places.Spot(figure.name, output, figure.name, about)


def shrink(still, path):
    """Write a small picture of at most 15 kB; returns its size in pixels."""
    picture = Image.open(io.BytesIO(still)).convert("RGB")
    picture.thumbnail((WIDTH, WIDTH), Image.Resampling.LANCZOS)
    for quality in (80, 60, 40, 20):
        stream = io.BytesIO()
        picture.save(stream, "webp", quality=quality, method=6)
        if stream.tell() <= HEAVIEST:
            break
    path.write_bytes(stream.getvalue())
    return picture.size


def write():
    text = [f"{heading(chapter)}\n\n```{{gallery}} {chapter}\n```" for chapter in chapters()]
    return "\n\n".join(text), [CONTENTS]


def show(app, doctree, page):
    for gallery in list(doctree.findall(Gallery)):
        figures = [found for found in places.places(app.env, "figure") if found.chapter == gallery["chapter"]]
        cards = [card(app, page, found) for found in figures]
        gallery.replace_self(nodes.bullet_list("", *cards, classes=["figure-gallery"]))
        app.env.get_domain("math").data["has_equations"][page] = True  # titles and captions may hold formulas


def card(app, page, found):
    """A picture, a title that is a link (the style sheet lets it cover the card), and what to do with the figure."""
    width, height = found.about["size"]
    source = f"{'../' * page.count('/')}_static/{FOLDER}/{html.escape(found.key)}.webp"
    alt = html.escape(found.about["alt"])
    picture = f'<img src="{source}" width="{width}" height="{height}" alt="{alt}" loading="lazy">'
    link = make_refnode(app.builder, page, found.chapter, found.anchor, words(found.about["title"]))
    return nodes.list_item(
        "",
        nodes.raw("", picture, format="html"),
        nodes.paragraph("", "", nodes.strong("", "", link)),
        nodes.paragraph("", "", *words(first_sentence(found.about["caption"]))),
    )


def words(parts):
    """Parts of a text as elements; a part is words or {"tex": …}."""
    return [nodes.Text(part) if isinstance(part, str) else nodes.math(part["tex"], part["tex"]) for part in parts]


def first_sentence(parts):
    """Up to the first full stop; "Press play." says too little alone."""
    sentence = []
    for part in parts:
        ends = re.finditer(r"[.?!](?=\s|$)", part) if isinstance(part, str) else ()
        end = next((found.end() for found in ends if sentence or found.end() > len("Press play.")), None)
        sentence.append(part if end is None else part[:end])
        if end:
            break
    return sentence


def publish(app, error):
    if error is None and app.builder.format == "html":
        shutil.copytree(Path(app.doctreedir) / FOLDER, Path(app.outdir) / "_static" / FOLDER, dirs_exist_ok=True)


def setup(app):
    app.add_node(Gallery)
    app.add_directive("gallery", GalleryDirective)
    app.connect("doctree-resolved", show)
    app.connect("build-finished", publish)
