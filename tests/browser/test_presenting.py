"""A chapter on a projector: keys and a clicker, large type, every figure whole."""

import re

import pytest

from tests.book.test_accessibility import AXE, RUN
from tests.browser.conftest import SEEN, without_mathjax
from tests.browser.drawn import checked
from tests.browser.found import figure_named
from tests.browser.live import Live
from tests.conftest import watched_page

PROJECTORS = [(1280, 720, 1), (1920, 1080, 4), (1024, 768, 4)]  # of the second and third shape every fourth page


@pytest.fixture
def present(browser, pages):
    """A function that opens a chapter by its number and presents it; no problem may occur."""
    with watched_page(browser, viewport={"width": 1280, "height": 720}) as page:
        page.add_init_script(path=SEEN)
        without_mathjax(page)
        yield lambda number=0, how="p": begin(page, list(pages)[number], how)
        assert not page.problems


def begin(page, path, how="p"):
    page.goto(path.as_uri())
    page.wait_for_function("[...document.querySelectorAll('.dlnotes-figure')].every((place) => place.dlnotes?.ready)")
    if how == "p":
        page.keyboard.press("p")
    else:
        page.get_by_role("button", name="Present").click()
    page.locator(".dlnotes-presented").wait_for()
    return page


def shown(page):
    """Name of the figure on the screen; None without a presentation."""
    return page.evaluate("document.querySelector('.dlnotes-presented')?.dataset.name ?? null")


def live(page):
    return Live(page, figure_named(shown(page)))


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    return shown(page)


def names_of(pages, number=0):
    return list(pages.values())[number]


# ----- From figure to figure -----


@pytest.mark.parametrize("how", ["p", "button"])
def test_a_key_or_the_button_begins_with_the_first_figure_in_sight(present, pages, how):
    page = present(how=how)
    assert shown(page) == names_of(pages)[0]
    assert page.evaluate("document.activeElement.closest('.dlnotes-presented') !== null")
    press(page, "Escape")
    third = names_of(pages)[2]
    page.locator(f"#{third}").evaluate("(place) => place.scrollIntoView({ behavior: 'instant' })")
    page.evaluate("document.activeElement.blur()")
    assert press(page, "p") == third


@pytest.mark.parametrize(
    ("there", "back"), [("ArrowRight", "ArrowLeft"), ("ArrowDown", "ArrowUp"), ("PageDown", "PageUp")]
)
def test_arrows_and_a_clickers_keys_reach_every_figure_of_a_chapter(present, pages, there, back):
    page, names = present(), names_of(pages)
    assert [shown(page), *[press(page, there) for _ in names[1:]]] == names
    assert press(page, there) == names[-1], "after the last figure comes none"
    assert [press(page, back) for _ in names[1:]] == names[-2::-1]
    assert press(page, "End") == names[-1]
    assert press(page, "Home") == names[0]


def test_the_buttons_go_on_back_and_out_and_count(present, pages):
    page, names = present(), names_of(pages)
    bar = page.get_by_role("group", name="Presentation")
    bar.get_by_role("button", name="Next figure").click()
    assert (shown(page), bar.inner_text()) == (names[1], f"2 / {len(names)}")
    bar.get_by_role("button", name="Previous figure").click()
    assert shown(page) == names[0]
    bar.get_by_role("button", name="Leave the presentation").click()
    assert shown(page) is None


@pytest.mark.parametrize("key", ["Escape", "p", "f"])
def test_the_page_is_as_it_was_after_a_presentation(present, key):
    page = present()
    assert page.evaluate("document.querySelector('.bd-article h1').closest('[inert]') !== null"), (
        "the page behind rests"
    )
    press(page, "ArrowRight", key)
    assert shown(page) is None
    left = ".dlnotes-full, .dlnotes-presenting, .dlnotes-presenter, .dlnotes-caption-question, [inert]"
    assert page.locator(left).count() == 0
    page.wait_for_function("!document.fullscreenElement")
    box = page.locator(".dlnotes-figure").nth(1).bounding_box()
    assert box["y"] < 720 and box["y"] + box["height"] > 0, "the figure shown last is in sight"


def test_to_leave_full_screen_is_to_leave_the_presentation(present):
    page = present()
    page.wait_for_function("document.fullscreenElement === document.documentElement")
    press(page, "ArrowRight")
    assert page.evaluate("document.fullscreenElement === document.documentElement"), "the screen stays between figures"
    page.evaluate("document.exitFullscreen()")
    page.wait_for_function("!document.querySelector('.dlnotes-presented')")


def test_a_presentation_from_a_figures_full_screen_leaves_to_the_page(present):
    page = present()
    press(page, "Escape")
    page.locator(".dlnotes [data-tool=full]").first.click()
    page.wait_for_function("document.fullscreenElement?.matches('.dlnotes-full')")
    press(page, "p")
    page.wait_for_function("document.fullscreenElement === document.documentElement")
    assert shown(page)
    press(page, "p")
    page.wait_for_function("!document.fullscreenElement && !document.querySelector('.dlnotes-full')")


def test_figures_keep_their_state_and_one_that_plays_stops_when_another_is_shown(present, pages):
    number = next(i for i, names in enumerate(pages.values()) if "basins" in names)
    page = present(number)
    while shown(page) != "basins":
        press(page, "PageDown")
    press(page, "2", " ")
    page.wait_for_function("document.querySelector('.dlnotes-presented .dlnotes-steps').textContent > 2")
    press(page, "PageDown")
    steps = "document.querySelector('#basins .dlnotes-steps').textContent"
    before = page.evaluate(steps)
    page.wait_for_timeout(200)
    assert page.evaluate(steps) == before
    press(page, "PageUp")
    assert page.locator("#basins .dlnotes-chip[aria-pressed=true]").inner_text().endswith("On the other side")


# ----- Keys that something else needs -----


@pytest.mark.parametrize("number", range(10))
def test_number_keys_show_the_scenes(present, number):
    page = present(number)
    figure = live(page).figure
    for key, values in enumerate(figure.scenes.values(), start=1):
        press(page, str(key))
        seen = live(page).compare()
        assert checked(figure, seen["values"]) == checked(figure, figure.start() | values)
        assert seen["scene"] == key - 1


def test_the_arrows_move_a_slider_that_has_the_focus(present, pages):
    page = present()
    slider = page.locator(".dlnotes-presented input[type=range]").first
    slider.focus()
    before = slider.input_value()
    for key in ("ArrowRight", "PageUp"):
        assert press(page, key) == names_of(pages)[0]
        assert slider.input_value() != before
        before = slider.input_value()


def test_a_clicker_goes_on_after_a_slider_was_dragged_and_after_a_number_was_typed(present, pages):
    page, names = present(), names_of(pages)
    box = page.locator(".dlnotes-presented input[type=range]").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.mouse.up()
    assert press(page, "PageDown") == names[1]
    field = page.locator(".dlnotes-presented .dlnotes-number").first
    field.click()
    field.fill("0.7")
    assert press(page, "ArrowLeft", "p") == names[1], "in a field these keys write"
    assert press(page, "PageDown") == names[2]


def test_a_clicker_goes_on_after_an_entry_was_chosen(present, pages):
    number = next(i for i, names in enumerate(pages.values()) if "basins" in names)
    page, names = present(number), names_of(pages, number)
    press(page, "PageDown")
    speed = page.locator(".dlnotes-presented .dlnotes-player select")
    speed.select_option(index=1)
    speed.focus()
    chosen = speed.input_value()
    assert press(page, "PageDown") == names[2]
    press(page, "PageUp")
    assert speed.input_value() == chosen


def test_p_presents_nothing_while_somebody_types_or_on_a_page_without_figures(present, built_book):
    page = present()
    press(page, "Escape")
    page.locator(".dlnotes-number").first.focus()
    assert press(page, "p") is None
    page.goto((built_book / "search.html").as_uri())
    assert page.get_by_role("button", name="Present").count() == 0
    assert press(page, "p") is None


def test_the_focus_stays_in_the_figure_on_show(present):
    page = present()
    inside = "document.activeElement === document.body || !!document.activeElement.closest('.dlnotes-presented')"
    for _ in range(30):
        press(page, "Tab")
        assert page.evaluate(inside)


def test_escape_closes_an_open_dialog_and_not_the_presentation(present, pages):
    page = present()
    press(page, "q")
    assert page.locator("dialog[open]").count() == 1
    assert press(page, "PageDown") == names_of(pages)[0], "what lies behind the dialog rests"
    assert press(page, "Escape") == names_of(pages)[0]
    assert page.locator("dialog[open]").count() == 0


# ----- For people far away -----

LOOK = """(root) => {
    const isShown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
    const words = [...root.querySelectorAll(":is(p, span, text, div, label, button, th, td, dt):not(:empty)")]
        .filter((element) => isShown(element) && !element.closest(".dlnotes-hidden, dialog, .dlnotes-toast"))
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    const stage = root.querySelector(".dlnotes-stage").getBoundingClientRect();
    const outside = ({ left, top, right, bottom }) =>
        Math.max(stage.left - left, stage.top - top, right - stage.right, bottom - stage.bottom);
    const panels = [...root.querySelectorAll(".dlnotes-panel")].map((panel) => panel.getBoundingClientRect());
    return {
        smallest: Math.min(...words.map((element) => parseFloat(getComputedStyle(element).fontSize))),
        usual: parseFloat(getComputedStyle(root).fontSize),
        hidden: Math.max(...panels.map(outside)),
        sideways: ((side) => side.scrollWidth - side.clientWidth)(root.querySelector(".dlnotes-side")),
        narrowest: Math.min(...panels.map(({ width }) => width)),
        area: panels.reduce((sum, { width, height }) => sum + width * height, 0),
        question: root.querySelector(".dlnotes-caption-question").textContent,
        caption: root.querySelector(".dlnotes-figcaption")?.checkVisibility() ?? false,
    };
}"""


@pytest.mark.parametrize(("width", "height", "stride"), PROJECTORS)
def test_every_figure_is_shown_whole_in_large_type_under_its_question(present, pages, width, height, stride):
    for number, (path, names) in list(enumerate(pages.items()))[::stride]:
        page = present(number)
        page.set_viewport_size({"width": width, "height": height})
        reached = []
        while shown(page) not in reached:
            reached.append(shown(page))
            live(page).seen(frames=3)
            look = page.locator(".dlnotes-presented").evaluate(LOOK)
            at = f"{reached[-1]}, {width} px"
            assert look["usual"] >= min(0.022 * height, width / 64), f"{at}: words of {look['usual']} px"
            assert look["smallest"] >= 0.8 * look["usual"], f"{at}: words of {look['smallest']} px"
            assert look["hidden"] <= 0.02 * height, f"{at}: {look['hidden']:.0f} px of a panel cannot be seen"
            assert look["narrowest"] >= 0.1 * width, f"{at}: a panel of {look['narrowest']:.0f} px"
            assert look["sideways"] <= 1, f"{at}: {look['sideways']} px of a control are cut off"
            assert not look["caption"]
            assert look["question"] or path.parent.name != "chapters", f"{at}: no question"
            press(page, "PageDown")
        assert reached == names


def test_the_line_for_other_pages_is_the_same_in_a_presentation(present, pages):
    page = present()
    lines = []
    for _ in range(2):
        page.locator("[data-tool=share]").first.click()
        lines.append(page.get_by_label("Line of HTML").input_value())
        press(page, "Escape")
        if shown(page):
            press(page, "Escape")
    assert lines[0] == lines[1]


def test_type_is_smaller_only_where_a_figure_needs_the_room(present, pages):
    sizes = {}
    page = present(1)
    for name in names_of(pages, 1):
        look = page.locator(".dlnotes-presented").evaluate(LOOK)
        sizes[name] = look["usual"] / 720
        press(page, "PageDown")
    assert sizes["one_unit"] == pytest.approx(0.026, abs=0.001)
    assert sizes["anatomy"] == pytest.approx(0.022, abs=0.001), "six panels"
    press(page, "Home", "PageDown", "c")
    live(page).seen(frames=4)
    crowded = page.locator(".dlnotes-presented").evaluate("(root) => root.classList.contains('dlnotes-crowded')")
    assert crowded, "without its controls it still has six panels"
    press(page, "Escape")
    assert page.locator(".dlnotes-crowded").count() == 0


def test_without_its_controls_a_figure_is_larger(present):
    page = present(1)
    press(page, "PageDown")
    with_controls = page.locator(".dlnotes-presented").evaluate(LOOK)
    press(page, "c")
    live(page).seen(frames=4)
    assert not page.locator(".dlnotes-presented .dlnotes-controls").is_visible()
    assert page.locator(".dlnotes-presented").evaluate(LOOK)["area"] > 1.3 * with_controls["area"]
    live(page).compare()
    page.get_by_role("button", name="Hide or show the controls").click()
    assert page.locator(".dlnotes-presented .dlnotes-controls").is_visible()


def test_a_presentation_asks_the_network_for_nothing(present, pages):
    page = present(2)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    for _ in names_of(pages, 2):
        press(page, "1", "q", "Escape", "PageDown")
    assert requests == []


def test_axe_finds_nothing_in_a_presentation_light_or_dark(present, pages):
    for number in (0, len(pages) // 2, len(pages) - 1):
        page = present(number)
        press(page, "PageDown")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            assert live(page).compare_at_rest()["theme"] == colours
            found = page.evaluate(RUN)
            assert [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]] == []


def test_a_phone_presents_as_well(browser, pages):
    with watched_page(browser, viewport={"width": 360, "height": 740}) as page:
        page.add_init_script(path=SEEN)
        without_mathjax(page)
        begin(page, next(iter(pages)), "button")
        for _ in range(3):
            live(page).seen(frames=3)
            assert page.locator(".dlnotes-presented").evaluate("(root) => root.scrollWidth") <= 360
            assert re.match(r"\d / \d+", page.locator(".dlnotes-presenter").inner_text())
            page.get_by_role("button", name="Next figure").click()
        assert not page.problems
