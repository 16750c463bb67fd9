"""The document that is printed: all pages of the book in one.

- Write it. (write_document)
"""

import json
from itertools import starmap
from pathlib import Path

import matplotlib
from bs4 import BeautifulSoup

from pdf.contents import contents, title_page
from pdf.elements import element
from pdf.links import join_places
from pdf.pictures import place_pictures
from pdf.solutions import gather
from pdf.together import keep_together

STYLE = Path(__file__).with_name("print.css")
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"  # the same letters on every machine
FACES = [
    ("Text", "STIXGeneral", "normal", "normal"),
    ("Text", "STIXGeneralBol", "bold", "normal"),
    ("Text", "STIXGeneralItalic", "normal", "italic"),
    ("Text", "STIXGeneralBolIta", "bold", "italic"),
    ("Code", "DejaVuSansMono", "normal", "normal"),
    ("Code", "DejaVuSansMono-Bold", "bold", "normal"),
    ("Code", "DejaVuSansMono-Oblique", "normal", "italic"),
]
MATHJAX = {
    "options": {
        "enableMenu": False,
        "enableAssistiveMml": False,
        "processHtmlClass": "math",
        "ignoreHtmlClass": "unset",
    }
}


def write_document(book, pictures, target):
    join_places(book)
    for page in book.pages:
        keep_together(page.article)
        place_pictures(page, pictures)
    solutions = gather(book.pages)
    chapters = [element("section", page.article, id=page.key, class_="page") for page in book.pages]
    body = element("body", title_page(book), contents(book, solutions), *chapters, solutions, class_="unset")
    running = [("solutions", "Solutions"), ("contents", "Contents"), *[(page.key, page.title) for page in book.pages]]
    target.write_text(
        str(element("html", head(book, running), body, lang=book.language)), encoding="utf-8", newline="\n"
    )
    return target


def head(book, running):
    title = f"@page {{ @top-left {{ {content(book.title)} }} }} @page title {{ @top-left {{ content: none }} }}"
    style = "\n".join([*starmap(face, FACES), title, *starmap(running_head, running)])
    return BeautifulSoup(
        f"""<head><meta charset="utf-8"><title>{book.title}</title>
<link rel="stylesheet" href="{(book.static / "pygments.css").as_uri()}">
<link rel="stylesheet" href="{STYLE.as_uri()}"><style>{style}</style>
<script>window.MathJax = {json.dumps(MATHJAX)}</script>
<script defer src="{(book.static / "mathjax" / "tex-chtml-full.js").as_uri()}"></script></head>""",
        "html.parser",
    )


def face(family, file, weight, style):
    address = (FONTS / f"{file}.ttf").as_uri()
    return f'@font-face {{ font-family: {family}; src: url("{address}"); font-weight: {weight}; font-style: {style} }}'


def running_head(key, title):
    """Each page of the book has its title at the head of its sheets."""
    return f"@page sheet-{key} {{ @top-right {{ {content(title)} }} }} #{key} {{ page: sheet-{key} }}"


def content(words):
    return f"content: {json.dumps(words, ensure_ascii=False)}"
