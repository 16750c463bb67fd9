"""Look at figures without building the book: a bare page of them, and screenshots in all the ways they are seen.

    python tools/preview.py TOPIC [FIGURE ...]     for instance: python tools/preview.py linear fit_by_hand

- A page with figures, and nothing else on it. (write_page)
- Each figure light and dark, wide and phone-narrow, as it starts and in each scene. (photograph)

Everything goes to `_build/preview/TOPIC/`.
"""

import importlib
import sys
from pathlib import Path

import programs
from playwright.sync_api import sync_playwright

from dlnotes.live import Figure
from dlnotes.live.page import figure_html

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "dlnotes" / "live" / "static"
LOOKS = [("light", 1100), ("dark", 1100), ("light", 360)]  # colours, and the width of the window
PAGE = """<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="{css}">
<style>html {{ background: {paper}; font: 16px sans-serif }} body {{ max-width: 52rem; margin: 0.5rem auto }}</style>
<body>{figures}<script src="{js}"></script>"""


def figures_of(topic, names):
    """The figures of a module, in the order of declaration; all of them if no name is given."""
    declared = vars(importlib.import_module(f"dlnotes.figures.{topic}"))
    found = {name: value for name, value in declared.items() if isinstance(value, Figure)}
    unknown = set(names) - set(found)
    if unknown:
        sys.exit(f"dlnotes.figures.{topic} declares no {', '.join(sorted(unknown))}; it declares {', '.join(found)}")
    return [found[name] for name in names or found]


def write_page(path, figures, theme):
    files = {"css": (STATIC / "figure.css").as_uri(), "js": (STATIC / "figure.js").as_uri()}
    paper = {"light": "#ffffff", "dark": "#14181e"}[theme]
    body = "\n".join(map(figure_html, figures))
    path.write_text(PAGE.format(theme=theme, paper=paper, figures=body, **files), encoding="utf-8")
    return path


def photograph(browser, figures, folder):
    problems = set()
    for theme, width in LOOKS:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce")
        page.on("pageerror", lambda error: problems.add(f"page error: {error}"))
        page.on("console", lambda message: message.type == "error" and problems.add(message.text))
        page.goto(write_page(folder / f"{theme}.html", figures, theme).as_uri())
        for figure in figures:
            place = page.locator(f"#{figure.name}")
            page.wait_for_function("(place) => place.dlnotes?.ready", arg=place.element_handle())
            scenes = [{}, *figure.scenes.values()] if (theme, width) == LOOKS[0] else [{}]
            for number, values in enumerate(scenes):
                place.evaluate("(place, values) => place.dlnotes.set(values)", figure.start() | values)
                page.wait_for_timeout(120)
                place.screenshot(path=folder / f"{figure.name}-{theme}-{width}-{number}.png")
    for problem in sorted(problems):
        print(problem.splitlines()[0])


def main(topic, *names):
    folder = ROOT / "_build" / "preview" / topic
    folder.mkdir(parents=True, exist_ok=True)
    figures = figures_of(topic, names)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=programs.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        photograph(browser, figures, folder)
        browser.close()
    print(f"{folder.relative_to(ROOT)}: {', '.join(figure.name for figure in figures)}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
