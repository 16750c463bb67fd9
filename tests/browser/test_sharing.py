"""The exact state of a figure as a link and as a code for phones."""

import io

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from tests.book.test_accessibility import AXE, RUN
from tests.browser.conftest import SEEN, without_mathjax
from tests.browser.drawn import checked
from tests.browser.found import NAMES, figure_named
from tests.browser.live import Live
from tests.browser.served import serving
from tests.browser.test_features import some_values
from tests.conftest import watched_page

LONGEST_CODE = 858  # characters, in 97 modules a side with the least correction


def first_with(kind):
    """The first figure with a control of this kind."""
    return next(name for name in NAMES if kind in kinds_of(name))


def kinds_of(name):
    return {type(control).__name__ for control in figure_named(name).controls}


KINDS = sorted(set().union(*map(kinds_of, NAMES)))
WITH_STEPS = next(name for name in NAMES if figure_named(name).payload["rate"])


@pytest.fixture(scope="module")
def host(built_book):
    with serving(built_book) as address:
        yield address


@pytest.fixture
def served(browser, built_book, pages, host):
    """A function that opens a figure of the book as a web server gives it."""
    with watched_page(browser, viewport={"width": 1280, "height": 800}) as page:
        page.add_init_script(path=SEEN)
        without_mathjax(page)

        def open_figure(name):
            path = next(path for path, names in pages.items() if name in names)
            page.goto(f"{host}/{path.relative_to(built_book).as_posix()}")
            return Live(page, figure_named(name)).ready()

        yield open_figure
        assert not page.problems


def share(live):
    """Open the dialog by its key; returns it."""
    live.focus()
    live.press("q")
    dialog = live.root.locator("dialog.dlnotes-share")
    dialog.wait_for()
    return dialog


def link_of(dialog):
    return dialog.get_by_label("Link", exact=True).input_value()


def decoded(dialog, size=None):
    """What a camera reads from the code; `size`: pixels of the picture it takes."""
    picture = Image.open(io.BytesIO(dialog.locator(".dlnotes-code").screenshot())).convert("L")
    if size:
        picture = picture.resize((size, size), Image.Resampling.BILINEAR)
    return [code.text for code in zxingcpp.read_barcodes(np.asarray(picture), formats=zxingcpp.BarcodeFormat.QRCode)]


@pytest.mark.parametrize("kind", KINDS)
def test_link_and_code_restore_every_kind_of_control_in_a_new_page(served, browser, kind):
    live = served(first_with(kind))
    values = some_values(live.figure, 11)
    live.set(**values)
    dialog = share(live)
    link = link_of(dialog)
    assert decoded(dialog) == [link]
    with watched_page(browser) as other:
        other.add_init_script(path=SEEN)
        without_mathjax(other)
        other.goto(link)
        opened = Live(other, live.figure).ready()
        seen = opened.compare()
        assert seen["values"] == live.values()
        assert checked(live.figure, seen["values"]) == values
        assert seen["notes"] == []
        assert not other.problems


def test_the_link_repeats_the_steps_of_a_run(served, browser):
    live = served(WITH_STEPS)
    live.step(7)
    link = link_of(share(live))
    assert link.endswith("steps=7")
    with watched_page(browser) as other:
        other.add_init_script(path=SEEN)
        without_mathjax(other)
        other.goto(link)
        repeated = Live(other, live.figure).ready().compare()
        assert repeated["steps"] == 7
        assert repeated["readouts"] == live.seen()["readouts"]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_camera_reads_the_code_from_afar_in_every_theme(served, colours):
    live = served(NAMES[0])
    live.page.emulate_media(color_scheme=colours)
    live.set(**some_values(live.figure, 2))
    dialog = share(live)
    for size in (None, 240):
        assert decoded(dialog, size) == [link_of(dialog)]


def test_the_code_of_a_presentation_is_large(served):
    live = served(NAMES[0])
    live.page.set_viewport_size({"width": 1920, "height": 1080})
    live.press("p")
    live.press("q")
    dialog = live.page.locator("dialog.dlnotes-share")
    assert dialog.locator(".dlnotes-code").bounding_box()["width"] >= 0.4 * 1080
    assert decoded(dialog) == [link_of(dialog)]


def test_a_link_too_long_for_a_camera_has_a_sentence_in_place_of_the_code(served):
    live = served(first_with("Cloud"))
    (cloud,) = [control for control in live.figure.controls if type(control).__name__ == "Cloud"]
    rng = np.random.default_rng(1)
    spots = [
        [round(float(rng.uniform(low, high)), 4) for low, high, _ in (cloud.x, cloud.y)] for _ in range(cloud.most)
    ]
    assert live.set(**{cloud.name: [[*spot, 0] for spot in spots]}) == []
    dialog = share(live)
    assert len(link_of(dialog)) > LONGEST_CODE
    assert dialog.locator(".dlnotes-code").count() == 0
    assert "too many for a code that a camera can read" in dialog.inner_text()


def test_from_a_disk_there_is_a_link_and_no_code_and_a_sentence_says_why(open_figure):
    live = open_figure(NAMES[0])
    dialog = share(live)
    assert link_of(dialog).startswith("file:")
    assert dialog.locator(".dlnotes-code").count() == 0
    assert "works on this machine only" in dialog.inner_text()
    live.press("Escape")


def test_what_is_copied_is_what_is_shown(served):
    live = served(NAMES[0])
    live.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.set(**some_values(live.figure, 4))
    dialog = share(live)
    for button, label in (("Copy the link", "Link"), ("Copy the line", "Line of HTML")):
        dialog.get_by_role("button", name=button).click()
        dialog.get_by_text("copied").wait_for()
        copied = live.page.evaluate("navigator.clipboard.readText()")
        assert copied == dialog.get_by_label(label, exact=True).input_value()


def test_the_dialog_goes_away_and_leaves_the_focus_in_the_figure(served):
    live = served(NAMES[0])
    for close in (lambda dialog: live.press("Escape"), lambda dialog: dialog.get_by_label("Close").click()):
        close(share(live))
        assert live.page.locator("dialog.dlnotes-share").count() == 0
        assert live.root.evaluate("(root) => root.contains(document.activeElement)")


def test_the_code_is_made_in_the_page(served):
    live = served(NAMES[0])
    requests = []
    live.page.on("request", lambda request: requests.append(request.url))
    share(live).locator(".dlnotes-code svg").wait_for()
    assert requests == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_the_dialog(served, colours):
    live = served(NAMES[0])
    live.page.emulate_media(color_scheme=colours)
    share(live)
    live.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = live.page.evaluate(RUN)
    assert [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]] == []
