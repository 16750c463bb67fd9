"""The figures on paper.

- Draw every figure that the pages show, as lines and not as pixels. (draw_pictures)
- Put picture, title and caption in the place of a figure. (place_pictures)
"""

import base64
import importlib
import io
import json
import pkgutil
from concurrent.futures import ProcessPoolExecutor

import matplotlib
from PIL import Image

from dlnotes import figures
from dlnotes.live.picture import picture
from pdf.elements import element, rich

LINE = 6.85  # inches: the width of the text block
SHRUNK = 0.82  # as in print.css
DOTS = 130  # per inch, of the pictures in the pages


def draw_pictures(book, folder):
    """name of a figure → file with its picture. Figures declared in a notebook keep the picture of their page."""
    folder.mkdir(exist_ok=True)
    shown = {place["data-figure"] for page in book.pages for place in page.article.select(".dlnotes-figure")}
    modules = [module.name for module in pkgutil.iter_modules(figures.__path__)]
    with ProcessPoolExecutor() as workers:
        drawn = workers.map(draw_module, modules, [folder] * len(modules), [shown] * len(modules))
        return {name: folder / f"{name}.svg" for names in drawn for name in names}


def draw_module(module, folder, shown):
    """Draw the figures of one module, in a process of its own: to record them takes seconds."""
    matplotlib.rcParams["svg.hashsalt"] = "dlnotes"  # the same picture is the same file
    declared = vars(importlib.import_module(f"dlnotes.figures.{module}"))
    names = [name for name in declared if name in shown]
    for name in names:
        (folder / f"{name}.svg").write_text(drawn(declared[name]), encoding="utf-8")
    return names


def drawn(figure):
    """The figure at its start, as SVG, not wider than a line."""
    canvas = picture(figure)
    width, height = canvas.get_size_inches()
    canvas.set_size_inches(min(width, LINE / SHRUNK), height)
    canvas.set_layout_engine("compressed", h_pad=0.1)  # no gaps between panels of a given shape
    stream = io.StringIO()
    canvas.savefig(stream, format="svg", bbox_inches="tight", pad_inches=0.02, metadata={"Date": None})
    return stream.getvalue()


def of_file(path):
    return {"src": path.as_uri()}


def of_page(still):
    """The picture as the page has it, in its true size."""
    data = base64.b64decode(still["src"].partition(",")[2])
    return {"src": still["src"], "width": round(Image.open(io.BytesIO(data)).width / DOTS * 96)}


def place_pictures(page, pictures):
    for place in page.article.select(".dlnotes-figure"):
        name, still = place["data-figure"], place.select_one("img.dlnotes-still")
        data = json.loads(place.select_one("script").string)
        image = element("img", alt=still["alt"], **of_file(pictures[name]) if name in pictures else of_page(still))
        caption = element("figcaption", element("strong", *rich(data["title"]), "."), " ", *rich(data["caption"]))
        place.replace_with(element("figure", image, caption, id=place["id"], class_="live"))
