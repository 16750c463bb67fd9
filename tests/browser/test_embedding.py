"""A figure alone on a small page, and that page in a frame of somebody else's."""

import gzip
import re

import pytest

from tests.book.test_accessibility import AXE, RUN
from tests.browser.conftest import SEEN
from tests.browser.drawn import checked
from tests.browser.found import NAMES, figure_named
from tests.browser.live import Live
from tests.browser.served import serving
from tests.browser.test_features import fragment, some_values
from tests.browser.test_sharing import first_with, share
from tests.conftest import watched_page

SAMPLE = NAMES[::12]
LARGEST = 250_000  # bytes of a page of one figure, gzipped, with all that it loads


@pytest.fixture
def blank(browser):
    """A page that is as wide as a column of text; no problem may occur on it."""
    with watched_page(browser, viewport={"width": 720, "height": 900}) as page:
        page.add_init_script(path=SEEN)
        yield page
        assert not page.problems


@pytest.fixture(scope="module")
def host(built_book):
    with serving(built_book) as address:
        yield address


def alone(page, built_book, name, state=""):
    page.goto((built_book / "embed" / f"{name}.html").as_uri() + state)
    return Live(page, figure_named(name)).ready()


def test_every_figure_has_its_own_page_and_there_are_no_others(built_book):
    assert sorted(path.stem for path in (built_book / "embed").iterdir()) == sorted(NAMES)


def test_every_figure_runs_alone_from_a_disk_and_fits_a_phone(blank, built_book):
    blank.set_viewport_size({"width": 360, "height": 740})
    for name in NAMES:
        alone(blank, built_book, name)
        assert blank.evaluate("document.scrollingElement.scrollWidth") <= 360, name
        assert blank.title().startswith(blank.locator("h1").inner_text())
        assert not blank.problems, name


@pytest.mark.parametrize("name", SAMPLE)
def test_a_figure_alone_shows_what_numpy_computes_under_a_strict_policy(blank, host, name):
    blank.goto(f"{host}/embed/{name}.html")
    live = Live(blank, figure_named(name)).ready()
    live.compare_at_rest()
    live.set(**some_values(live.figure, 1))
    live.compare()


def test_a_page_of_one_figure_weighs_little(blank, built_book, host):
    loaded = []
    blank.on("request", lambda request: loaded.append(request.url))
    for name in SAMPLE:
        loaded.clear()
        blank.goto(f"{host}/embed/{name}.html", wait_until="networkidle")
        files = [built_book / url.split("/", 3)[3] for url in loaded]
        assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= LARGEST, name


@pytest.mark.parametrize("kind", ["Slider", "Points", "Matrix", "Pad"])
def test_the_address_of_a_page_of_one_figure_holds_its_state(blank, built_book, kind):
    name = first_with(kind)
    values = some_values(figure_named(name), 7)
    seen = alone(blank, built_book, name, fragment(name, values)).compare()
    assert checked(figure_named(name), seen["values"]) == values
    assert seen["notes"] == []


def test_the_line_of_the_dialog_works_in_a_page_of_our_own(open_figure, blank, tmp_path):
    live = open_figure(first_with("Points"))
    values = some_values(live.figure, 9)
    live.set(**values)
    line = share(live).get_by_label("Line of HTML").input_value()
    live.press("Escape")
    assert re.fullmatch(r'<iframe src="[^"]+" title="[^"]+" [^<>]*></iframe>', line), "one line, and nothing else"
    ours = tmp_path / "ours.html"
    ours.write_text(f"<!doctype html>\n<html lang=en><title>Ours</title>\n<h1>Ours</h1>\n{line}\n", encoding="utf-8")
    blank.set_viewport_size({"width": 1000, "height": 900})
    blank.goto(ours.as_uri())
    frame = blank.locator("iframe").element_handle().content_frame()
    frame.wait_for_function("document.querySelector('.dlnotes-figure')?.dlnotes?.ready")
    got = frame.evaluate("document.querySelector('.dlnotes-figure').dlnotes.values()")
    assert checked(live.figure, got) == values
    assert frame.title().startswith(live.root.locator(".dlnotes-title").inner_text())
    assert frame.evaluate("document.scrollingElement.scrollHeight <= innerHeight + 1"), "the frame scrolls"


@pytest.mark.parametrize("name", ["basins", "transformer_opened"])
def test_a_line_copied_on_a_phone_is_high_enough_for_wider_pages(blank, built_book, tmp_path, name):
    blank.set_viewport_size({"width": 360, "height": 740})
    line = share(alone(blank, built_book, name)).get_by_label("Line of HTML").input_value()
    ours = tmp_path / "ours.html"
    ours.write_text(f"<!doctype html><style>body {{ margin: 0 }}</style>{line}", encoding="utf-8")
    for width in (360, 600, 720):
        blank.set_viewport_size({"width": width, "height": 740})
        blank.goto(ours.as_uri())
        frame = blank.locator("iframe").element_handle().content_frame()
        frame.wait_for_function("document.querySelector('.dlnotes-figure')?.dlnotes?.ready")
        assert frame.evaluate("document.scrollingElement.scrollHeight <= innerHeight + 1"), f"scrolls at {width}"


def test_in_a_frame_higher_than_the_screen_a_dialog_opens_where_the_reader_is(blank, built_book, tmp_path):
    address = (built_book / "embed" / f"{NAMES[0]}.html").as_uri()
    ours = tmp_path / "ours.html"
    ours.write_text(f'<!doctype html><iframe src="{address}" width="100%" height="3000"></iframe>', encoding="utf-8")
    blank.goto(ours.as_uri())
    frame = blank.frame_locator("iframe")
    for tool in ("share", "help"):
        frame.locator(f"[data-tool={tool}]").click()
        box = frame.locator("dialog[open]").bounding_box()
        assert 0 <= box["y"] < 100
        blank.keyboard.press("Escape")


def test_a_script_around_a_frame_can_follow_its_height(blank, built_book, tmp_path):
    address = (built_book / "embed" / f"{NAMES[0]}.html").as_uri()
    ours = tmp_path / "ours.html"
    ours.write_text(f'<!doctype html><iframe src="{address}" width="100%" height="100"></iframe>', encoding="utf-8")
    blank.add_init_script("addEventListener('message', ({ data }) => { window.heard = data; })")
    heights = []
    for width in (1000, 400):
        blank.set_viewport_size({"width": width, "height": 900})
        blank.goto(ours.as_uri())
        blank.wait_for_function("window.heard?.height > 200")
        frame = blank.frames[1]
        blank.wait_for_timeout(150)
        heard = blank.evaluate("window.heard")
        assert (heard["type"], heard["figure"]) == ("dlnotes-height", NAMES[0])
        assert heard["height"] == pytest.approx(frame.evaluate("document.body.getBoundingClientRect().height"), abs=2)
        heights.append(heard["height"])
    assert heights[1] > heights[0]


def test_a_page_of_one_figure_offers_its_own_line_and_leads_to_its_chapter(blank, built_book, pages):
    name = NAMES[0]
    live = alone(blank, built_book, name)
    line = share(live).get_by_label("Line of HTML").input_value()
    assert f'src="{blank.url.partition("#")[0]}"' in line
    live.press("Escape")
    chapter = next(path for path, names in pages.items() if name in names)
    assert blank.locator("footer a").evaluate("(link) => link.href") == f"{chapter.as_uri()}#{name}"


def test_without_javascript_a_page_of_one_figure_shows_its_picture(browser, built_book):
    with watched_page(browser, java_script_enabled=False) as page:
        page.goto((built_book / "embed" / f"{NAMES[0]}.html").as_uri())
        assert page.locator("img.dlnotes-still").bounding_box()["width"] > 250


def test_a_page_of_one_figure_follows_the_theme_and_leaves_axe_nothing_to_say(blank, built_book):
    for name in SAMPLE[::2]:
        live = alone(blank, built_book, name)
        blank.evaluate(AXE.read_text(encoding="utf-8"))
        for colours in ("light", "dark"):
            blank.emulate_media(color_scheme=colours)
            assert live.compare_at_rest()["theme"] == colours
            found = blank.evaluate(RUN)
            assert [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]] == []
