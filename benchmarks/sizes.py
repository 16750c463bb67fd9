"""What a reader has to load.

- The front end, raw and gzipped. (bundles)
- Each page of the book with everything that it loads, gzipped. (pages)
"""

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

STATIC = Path(__file__).resolve().parent.parent / "dlnotes" / "live" / "static"


def gzipped(path):
    return len(gzip.compress(path.read_bytes(), mtime=0))


def bundles():
    """name → (bytes, bytes gzipped)"""
    return {path.name: (path.stat().st_size, gzipped(path)) for path in sorted(STATIC.iterdir())}


def pages(page, paths):
    """path → bytes gzipped of the page and its scripts, styles, fonts and pictures."""
    weights = {}
    for path in paths:
        loaded = []
        page.goto("about:blank")
        page.on("request", lambda request, loaded=loaded: loaded.append(request.url))
        page.goto(path.as_uri(), wait_until="networkidle")
        files = {Path(unquote(urlsplit(url).path)) for url in loaded}
        weights[path] = sum(gzipped(file) for file in files if file.is_file())
    return weights
