"""Pages that hold figures: in a narrow window, without JavaScript, under a strict server, with a finger."""

import re

import pytest

from tests.browser.conftest import SEEN, without_mathjax
from tests.browser.found import NAMES, figure_named
from tests.browser.live import Live
from tests.conftest import watched_page


def figures_on(page, names):
    return [Live(page, figure_named(name)).at_start() for name in names]


def test_every_figure_is_shown_and_every_figure_shown_is_tested(pages):
    shown = [name for names in pages.values() for name in names]
    assert sorted(set(shown) - set(NAMES)) == [], "figures of a notebook are found by their `@figure(…)`"
    assert sorted(set(NAMES) - set(shown)) == [], "declared, but on no page"
    assert sorted({name for name in shown if shown.count(name) > 1}) == [], "shown twice; a link names one figure"


def test_no_heading_has_the_name_of_a_figure(pages):
    """Both would be the target of one link."""
    for path, names in pages.items():
        ids = re.findall(r'id="([^"]+)"', path.read_text(encoding="utf-8"))
        assert [name for name in names if ids.count(name) != 1] == [], path.name


def test_no_page_scrolls_sideways_on_a_phone_and_its_figures_stay_right(browser, pages):
    with watched_page(browser, viewport={"width": 360, "height": 740}, device_scale_factor=2) as page:
        page.add_init_script(path=SEEN)
        without_mathjax(page)
        for path, names in pages.items():
            page.goto(path.as_uri())
            for live in figures_on(page, names):
                live.compare_at_rest()
                assert outside(live) == [], f"{live.figure.name} leaves the window"
            assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
        assert not page.problems


def outside(live):
    """Parts of a figure that lie left or right of the window and are not meant to be hidden."""
    return live.root.evaluate("""(root) => {
        const parts = ["panel", "control", "tick", "label", "chip", "readout", "legend-entry"];
        const all = [...root.querySelectorAll(parts.map((name) => `.dlnotes-${name}`))];
        const shown = all.filter((part) => part.checkVisibility());
        const isOutside = ({ left, right, width }) => width > 0 && (left < -1 || right > innerWidth + 1);
        const lost = shown.filter((part) => isOutside(part.getBoundingClientRect()));
        return lost.map((part) => part.outerHTML.slice(0, 120));
    }""")


def test_the_height_of_a_figure_comes_to_rest_at_every_width(browser, pages):
    with watched_page(browser) as page:
        without_mathjax(page)
        for path, names in pages.items():
            page.goto(path.as_uri())
            figures_on(page, names)
            for width in range(330, 1500, 65):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(COMES_TO_REST), f"{path.name} at {width} px"


COMES_TO_REST = """async () => {
    const heights = () => String([...document.querySelectorAll(".dlnotes-figure")].map((place) => place.offsetHeight));
    let before = heights();
    for (let i = 0, calm = 0; i < 90; i += 1) {
        await new Promise(requestAnimationFrame);
        const now = heights();
        calm = now === before ? calm + 1 : 0;
        if (calm === 6) return true;
        before = now;
    }
    return false;
}"""


def test_one_figure_of_a_page_leaves_the_others_alone(tab, pages):
    path, names = max(pages.items(), key=lambda item: len(item[1]))
    tab.goto(path.as_uri())
    figures = figures_on(tab, names)
    assert len(figures) > 1, "no page holds two figures"
    before = [live.compare() for live in figures]
    for moved in (0, len(figures) - 1):
        figure = figures[moved].figure
        figures[moved].set(**{control.name: control.corners()[-1] for control in figure.controls})
        for number, live in enumerate(figures):
            assert (live.compare()["values"] == before[number]["values"]) == (number != moved)
            if number != moved:
                assert live.seen()["panels"] == before[number]["panels"]
        figures[moved].at_start()


def test_figures_run_where_only_the_books_own_files_may(browser, built_book, pages):
    """No inline script, no `eval`: a server that sends `script-src 'self'`."""
    host = "http://127.0.0.1:9"

    def serve(route):
        path = built_book / route.request.url.removeprefix(f"{host}/").partition("?")[0]
        route.fulfill(path=path, headers={"Content-Security-Policy": "script-src 'self'"})

    with watched_page(browser) as page:
        page.route(f"{host}/**", serve)
        for path, names in pages.items():
            page.goto(f"{host}/{path.relative_to(built_book).as_posix()}")
            for name in names:
                place = page.locator(f"#{name}")
                page.wait_for_function("(place) => place.dlnotes?.ready", arg=place.element_handle())
                place.locator("input, select, button").first.focus()
        assert not page.problems


def test_without_javascript_a_still_picture_stands_in_each_figures_place(browser, pages):
    with watched_page(browser, java_script_enabled=False) as page:
        for path, names in pages.items():
            page.goto(path.as_uri())
            for name in names:
                picture = page.locator(f"#{name} img")
                box = picture.bounding_box()
                assert box["width"] > 250 and box["height"] > 120
                assert len(picture.get_attribute("alt")) > 10
                assert page.locator(f"#{name}").bounding_box()["height"] < 1.3 * box["height"] + 80
        assert not page.problems


def test_a_finger_drags_a_handle_without_scrolling_the_page(browser, pages):
    with watched_page(browser, has_touch=True, is_mobile=True, viewport={"width": 420, "height": 800}) as page:
        page.add_init_script(path=SEEN)
        without_mathjax(page)
        for path, names in pages.items():
            for name in names:
                if figure_named(name).compute(figure_named(name).start()).handles():
                    page.goto(path.as_uri())
                    drag_by_finger(Live(page, figure_named(name)).at_start())
                    assert not page.problems
                    return
    pytest.fail("no figure of the book has a handle")


def drag_by_finger(live):
    live.compare_at_rest()
    knob = live.root.locator(".dlnotes-knob").first
    box = live.bring(knob)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before, scrolled = live.values(), live.page.evaluate("scrollY")
    touch = live.page.context.new_cdp_session(live.page)

    def send(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})

    send("touchStart", (x, y))
    for share in (0.3, 0.6, 1):
        send("touchMove", (x + 20 * share, y - 40 * share))
        live.compare()
    send("touchEnd")
    assert live.compare()["values"] != before
    assert live.page.evaluate("scrollY") == scrolled
