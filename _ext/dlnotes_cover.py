"""The first page: a live figure, and the chapters as pictures.

- Put a figure on a page that is no notebook. (LiveFigure)
- Show each chapter as a picture that leads to it. (ChapterPictures, list_chapters, load_style)
- Draw these pictures from the figures of the chapters. (draw_chapters)
"""

import html
import importlib
import sys
from pathlib import Path

from dlnotes_book import ROOT, digest
from docutils import nodes
from docutils.parsers.rst import Directive

sys.path.insert(0, str(ROOT))  # the figures come from this very tree

FOLDER, SIZE = "_static/pictures", 'width="468" height="312"'
PICTURES = {  # chapter: figure, panel, scene, steps, what is to be seen
    "01_linear_fits": ("linear.fit_by_hand", 0, None, 0, "A line amid points, with the squares of what it misses"),
    "02_shallow_networks": ("shallow.anatomy", 2, None, 0, "Three hidden units, each a line with one bend"),
    "03_linear_regions": ("regions.unroll_the_rings", 0, None, 0, "Two rings of points, parted by an ellipse"),
    "04_deep_networks": ("deep.two_inputs", 1, "Four and three", 0, "A plane cut into regions by lines that break"),
    "05_losses": ("losses.two_divergences", 0, None, 0, "One bell over a density with two bumps"),
    "06_sgd": ("sgd.gabor_playground", 1, None, 0, "A loss surface with many valleys, and a step downhill"),
    "07_convolution": (
        "convolution.kernel_workbench",
        0,
        None,
        0,
        "A temple in large pixels, and a small window on it",
    ),
    "08_backprop": ("backprop.playground", 1, "Spiral", 400, "Two spirals of points, told apart by a network"),
    "09_sequences": ("sequences.wiring_chart", 0, None, 0, "A recurrent network, unrolled over six steps"),
    "10_attention": ("attention.what_is_shared", 3, "Twelve tokens", 0, "A map of attention: who looks at whom"),
}


class LiveFigure(Directive):
    """`{live-figure} cover.learn_the_curve`"""

    required_arguments = 1

    def run(self):
        from dlnotes.live.page import figure_html

        return [nodes.raw("", figure_html(figure_named(self.arguments[0])), format="html")]


class ChapterPictures(Directive):
    """A place that `list_chapters` fills once all titles are known."""

    def run(self):
        return [nodes.container(classes=["dlnotes-chapters"])]


def figure_named(path):
    module, name = path.split(".")
    return getattr(importlib.import_module(f"dlnotes.figures.{module}"), name)


def list_chapters(app, doctree, docname):
    env = app.env
    chapters = [name for name in env.toctree_includes.get(docname, []) if name.startswith("chapters/")]
    for place in doctree.findall(lambda node: "dlnotes-chapters" in getattr(node, "attributes", {}).get("classes", [])):
        cards = [
            card(number, app.builder.get_relative_uri(docname, name), env.titles[name].astext(), Path(name).name)
            for number, name in enumerate(chapters, start=1)
        ]
        place.replace_self(
            nodes.raw("", f'<div class="dlnotes-chapters"><ul>{"".join(cards)}</ul></div>', format="html")
        )


def card(number, address, title, chapter):
    says = html.escape(PICTURES[chapter][-1])
    pictures = "".join(
        f'<img class="only-{theme}" src="{FOLDER}/{chapter}-{theme}.webp" alt="{says}." {SIZE} loading="lazy">'
        for theme in ("light", "dark")
    )
    return f'<li><a href="{html.escape(address)}">{pictures}<span><b>{number}</b> {html.escape(title)}</span></a></li>'


def load_style(app, pagename, templatename, context, doctree):
    if "dlnotes-chapters" in context.get("body", ""):
        app.add_css_file("cover.css")


def draw_chapters(app):
    """Draw anew when the code of the figures has changed, or when a picture is missing."""
    if app.builder.format != "html":
        return
    folder, stamp = Path(app.outdir) / FOLDER, Path(app.doctreedir) / "pictures"
    code = digest(Path(__file__).resolve(), *(ROOT / "dlnotes").rglob("*.py"), *(ROOT / "dlnotes").rglob("*.json"))
    files = [folder / f"{chapter}-{theme}.webp" for chapter in PICTURES for theme in ("light", "dark")]
    if all(file.exists() for file in files) and stamp.exists() and stamp.read_text(encoding="utf-8") == code:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for chapter, choice in PICTURES.items():
        draw(folder, chapter, *choice[:-1])
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(code, encoding="utf-8")


def draw(folder, chapter, path, panel, scene, steps):
    from dlnotes.live.picture import vignette

    figure = figure_named(path)
    drawing = figure.compute(figure.start() | (figure.scenes[scene] if scene else {}), steps)
    for theme in ("light", "dark"):
        (folder / f"{chapter}-{theme}.webp").write_bytes(vignette(drawing.panels[panel], theme))


def setup(app):
    app.add_directive("live-figure", LiveFigure)
    app.add_directive("chapter-pictures", ChapterPictures)
    app.connect("builder-inited", draw_chapters)
    app.connect("doctree-resolved", list_chapters)
    app.connect("html-page-context", load_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
