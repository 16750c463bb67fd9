"""The first pages.

- The title. (title_page)
- The table of contents: pages and their sections, with page numbers. (contents)
"""

import copy

from pdf.elements import element, link_to

NOTE = """The printed form of an interactive book. Here its figures stand still, as they start; in the built book and in
Jupyter they answer to your hand. Solutions stand at the end."""


def title_page(book):
    return element(
        "section",
        element("p", book.title, class_="book-title"),
        element("p", book.root.article.select_one("p").get_text(), class_="book-about"),
        element("p", book.author, class_="book-author"),
        element("p", NOTE, class_="book-note"),
        id=book.root.key,
        class_="title-page",
    )


def contents(book, solutions):
    parts = [(caption, [page.article for page in pages]) for caption, pages in book.parts]
    listed = element("nav", element("h1", "Contents"), id="contents", class_="page")
    for caption, sections in [*parts, ("At the end", [solutions])]:
        listed.append(element("p", caption, class_="part"))
        listed.append(element("ul", *[entry(section, "h1", "h2") for section in sections]))
    return listed


def entry(section, *levels):
    """A section's title, and those of the sections below it."""
    level, *lower = levels
    heading = section.find(level)
    item = element("li", link_to(heading.get("id") or heading.parent["id"], *copy.copy(heading).contents))
    if lower:
        item.append(element("ul", *[entry(below.parent, *lower) for below in section.find_all(lower[0])]))
    return item
