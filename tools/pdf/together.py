"""What lines and pages must not tear apart.

- A formula and the punctuation after it; a paragraph that announces something, and what it announces. (keep_together)
"""

import re

from bs4 import NavigableString

from pdf.elements import element

STUCK = re.compile(r"[^\s(\[–—]+")  # what follows without a space


def keep_together(article):
    for formula in article.select("span.math"):
        after = formula.next_sibling
        stuck = STUCK.match(after) if isinstance(after, NavigableString) else None
        if stuck:
            together = formula.wrap(element("span", class_="together"))
            together.append(stuck[0])
            after.replace_with(after[stuck.end() :])
    for paragraph in article.select("p"):
        if paragraph.get_text().rstrip().endswith(":"):
            paragraph["class"] = [*paragraph.get("class", []), "announces"]
