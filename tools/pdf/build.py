"""From the built book to the PDF.

- Where the pages are, and where the PDF goes. (BUILT, TARGET)
- Do all of it. (build)
"""

from pdf.document import write_document
from pdf.finish import finish, pages_of_places
from pdf.pages import ROOT, read_book
from pdf.pictures import draw_pictures
from pdf.printer import printing

BUILT = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "pdf" / "deep-learning-notes.pdf"


def build(built, target):
    """Print the pages in the folder `built` to the file `target`; returns what is missing or cut on paper."""
    target.parent.mkdir(parents=True, exist_ok=True)
    book = read_book(built)
    pictures = draw_pictures(book, target.parent / "pictures")
    document = write_document(book, pictures, target.with_suffix(".html"))
    with printing(document) as printer:
        numbers = pages_of_places(printer.print(draft=True))
        printer.number(numbers)
        printed = printer.print()
        if pages_of_places(printed) != numbers:
            raise RuntimeError("printed page numbers have moved something: `.page-of` in print.css needs a fixed width")
        target.write_bytes(finish(printed, book, printer.headings()))
        return printer.problems()
