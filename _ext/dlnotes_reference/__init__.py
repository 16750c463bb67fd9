"""The part "Reference": pages that are made from data and from the chapters, and links in both directions.

- Note where items, errata, terms, works and figures stand. (places, and one finder in each of the modules below)
- Write pages into which a list belongs. (errata, concordance, glossary, bibliography, gallery, api)

A page of the part is a file in `reference/`. Where its list belongs, it has the line `% generated`.
"""

from . import api, bibliography, concordance, errata, gallery, glossary, places

WRITERS = {
    "reference/api": api.write,
    "reference/bibliography": bibliography.write,
    "reference/concordance": concordance.write,
    "reference/errata": errata.write,
    "reference/gallery": gallery.write,
    "reference/glossary": glossary.write,
}

places.FINDERS.update(  # in this order: `work` puts links into words that may be a term
    item=concordance.find,
    erratum=errata.find,
    check=errata.find_checks,
    work=bibliography.find,
    term=glossary.find,
    figure=gallery.find,
)


def fill(app, docname, source):
    """Put what is generated in its place; `source` is a list of one text."""
    if docname in WRITERS:
        text, files = WRITERS[docname]()
        app.env.dependencies[docname].update(str(file) for file in files)
        source[0] = source[0].replace("% generated", text)


def setup(app):
    app.connect("source-read", fill)
    for module in (places, errata, concordance, gallery, bibliography):
        module.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
