"""The built book as a web server gives it, for pages that behave differently when they come from a disk."""

HOST = "http://127.0.0.1:9"  # nothing listens there: the browser's requests are answered from the folder


def serve(page, book, **headers):
    """Answer what a page of Playwright asks of `HOST`; returns the address of a path of the book."""

    def answer(route):
        path = book / route.request.url.removeprefix(f"{HOST}/").partition("?")[0].partition("#")[0]
        route.fulfill(path=path, headers=headers) if path.is_file() else route.fulfill(status=404)

    page.route(f"{HOST}/**", answer)
    return lambda path: f"{HOST}/{path.relative_to(book).as_posix()}"
