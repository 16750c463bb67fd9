"""Elements of the document.

- Make one. (element)
- Words with formulas in them, as figures and quizzes give them. (rich)
- The number of a place's page, known only after printing, alone or after a link to it. (page_of, link_to)
"""

from bs4 import BeautifulSoup

MAKER = BeautifulSoup("", "html.parser")


def element(name, *children, **attributes):
    """attributes: `class_` is the class, and `_` in a name stands for `-`."""
    made = MAKER.new_tag(name, attrs={key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()})
    made.extend(children)
    return made


def rich(parts):
    """Parts are words or {"tex": …}; MathJax typesets the formulas with those of the text."""
    return [part if isinstance(part, str) else element("span", f"\\({part['tex']}\\)", class_="math") for part in parts]


def link_to(place, *children):
    return element("a", element("span", *children, class_="words"), page_of(place), href=f"#{place}")


def page_of(place):
    return element("span", "000", class_="page-of", data_place=place)
