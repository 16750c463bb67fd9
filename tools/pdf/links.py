"""One document has one set of places: those of all pages.

- Put the page's name before each place, and lead every link inside the book to its place. (join_places)
"""

from urllib.parse import unquote, urlsplit

from pdf.elements import page_of


def join_places(book):
    """Links to what is not on paper become plain words."""
    pages = {page.path.resolve(): page for page in [book.root, *book.pages]}
    places = {page.key for page in pages.values()}.union(*map(name_places, book.pages))  # the root is the title page
    for page in book.pages:
        for image in page.article.select("img[src]"):
            if not urlsplit(image["src"]).scheme:
                image["src"] = (page.path.parent / unquote(image["src"])).resolve().as_uri()
        for link in page.article.select("a[href]"):
            if urlsplit(link["href"]).scheme:
                continue
            place = place_of(link["href"], page, pages)
            if place not in places:
                del link["href"]
                continue
            link["href"] = f"#{place}"
            if page.name.startswith("reference/") and place.startswith("chapters-"):
                link.append(page_of(place))  # on paper, a list of links is a list of pages


def name_places(page):
    places = set()
    for named in page.article.find_all(id=True):
        place = f"{page.key}--{named['id']}"
        if place in places:
            del named["id"]  # Sphinx repeats some; a link means the first
        else:
            named["id"] = place
            places.add(place)
    return places


def place_of(address, page, pages):
    """Where a link on `page` leads to, or None if that is no page of the book."""
    parts = urlsplit(address)
    path = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path.resolve()
    if path not in pages:
        return None
    anchor = unquote(parts.fragment).split("?")[0]  # a figure's state follows the question mark
    return f"{pages[path].key}--{anchor}" if anchor else pages[path].key
