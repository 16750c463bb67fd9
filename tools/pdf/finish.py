"""What Chromium leaves to be done to a PDF.

- Find the page of every place that something links to. (pages_of_places)
- Give it its author, and bookmarks with the words of the headings. (finish)
"""

import io
import logging

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it remarks on how Chromium counts objects


def pages_of_places(printed):
    """place → number of its page, from 1."""
    reader = PdfReader(io.BytesIO(printed))
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, start=1)}
    return {name.lstrip("/"): numbers[place.page.idnum] for name, place in reader.named_destinations.items()}


def finish(printed, book, headings):
    """headings: the words of all headings. Chromium says some twice, and formulas in pieces."""
    writer = PdfWriter(clone_from=io.BytesIO(printed))
    writer.add_metadata({"/Title": book.title, "/Author": book.author})
    for bookmark, words in zip(bookmarks(writer.root_object["/Outlines"]), headings, strict=True):
        bookmark[NameObject("/Title")] = TextStringObject(words)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def bookmarks(parent):
    """All below `parent`, each before those below it."""
    child = parent.get("/First")
    while child:
        yield child.get_object()
        yield from bookmarks(child.get_object())
        child = child.get_object().get("/Next")
