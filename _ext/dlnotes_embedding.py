"""A small page for every figure, which one `iframe` line puts into other people's pages and slides.

The figures are cut out of the pages that were just built, so those of the chapters and those that a notebook declares
are alike, and nothing is recorded twice.

- Write the page of each figure. (write_pages)
"""

import html
import shutil
from pathlib import Path

from live_elements import live_elements

FOLDER = "embed"
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="{words}">
<title>{title} · {book}</title>
<link rel="icon" href="../_static/{icon}">
<link rel="stylesheet" href="../_static/dlnotes/figure.css">
<link rel="stylesheet" href="../_static/embed.css">
<script defer src="../_static/dlnotes/figure.js" data-embed="./"></script>
<script defer src="../_static/embed.js"></script>
</head>
<body>
<main>
<h1>{title}</h1>
{figure}
</main>
<footer>From <a href="../{page}#{name}" target="_blank">{chapter}</a> in {book}</footer>
</body>
</html>
"""


def write_pages(app, error):
    if error or app.builder.name != "html":
        return
    folder = Path(app.outdir) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)  # no page of a figure that is no more
    folder.mkdir()
    about = {"book": html.escape(app.config.html_title), "icon": Path(app.config.html_favicon).name}
    for document in sorted(app.env.found_docs):
        built = Path(app.builder.get_outfilename(document))
        chapter = html.escape(app.env.titles[document].astext())
        for figure in live_elements(built.read_text(encoding="utf-8"), "figure"):
            place = {"page": app.builder.get_target_uri(document), "chapter": chapter, "name": figure.name}
            words = {"title": html.escape(figure.title), "words": html.escape(figure.alt)}
            text = PAGE.format(**about, **place, **words, figure=figure.markup)
            (folder / f"{figure.name}.html").write_text(text, encoding="utf-8")


def setup(app):
    app.connect("build-finished", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
