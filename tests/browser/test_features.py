"""What every figure offers beside its controls: links, full screen, themes, messages, a challenge, steps, words."""

import re
from contextlib import contextmanager
from urllib.parse import quote

import numpy as np
import pytest

from dlnotes.live import Pad
from dlnotes.live.page import spoken
from tests.browser.conftest import SEEN, without_mathjax
from tests.browser.drawn import checked
from tests.browser.found import NAMES, every_figure, figure_named
from tests.browser.hands import between, snapped
from tests.browser.live import Live
from tests.conftest import watched_page

# ----- Links -----


def as_digits(cells):
    """Four cells make one digit to the base 16."""
    bits = "".join(str(int(cell)) for row in cells for cell in row)
    return "".join(f"{int(bits[i : i + 4].ljust(4, '0'), 2):x}" for i in range(0, len(bits), 4))


TO_TEXT = {bool: lambda value: str(value).lower(), list: lambda rows: ";".join(",".join(map(str, row)) for row in rows)}


def as_text(control, value):
    if isinstance(control, Pad):
        return as_digits(value)
    if isinstance(value, list) and np.ndim(value) == 1:  # a single point
        value = [value]
    return TO_TEXT.get(type(value), str)(value)


def some_values(figure, seed):
    """Values that the controls may have, numbers of sliders on their grid."""
    rng = np.random.default_rng(seed)
    drawn = {control.name: control.sample(rng) for control in figure.controls}
    drawn |= {
        name: snapped(figure.control[name], value)
        for name, value in drawn.items()
        if hasattr(figure.control[name], "scale")
    }
    return checked(figure, drawn)


def fragment(name, values):
    controls = figure_named(name).control
    return f"#{name}?" + "&".join(f"{key}={quote(as_text(controls[key], value))}" for key, value in values.items())


@every_figure
def test_a_link_restores_the_state_and_says_what_in_it_is_bad(open_figure, name):
    live = open_figure(name)
    for seed in range(2):
        values = some_values(live.figure, seed)
        live.page.evaluate("(hash) => { location.hash = hash; }", fragment(name, values))
        seen = live.compare()
        assert all(np.all(np.asarray(seen["values"][key]) == np.asarray(value)) for key, value in values.items())
        assert seen["notes"] == []
    control = live.figure.controls[0]
    live.page.evaluate("(hash) => { location.hash = hash; }", f"#{name}?{control.name}=1e99&no_such_control=1")
    seen = live.compare()
    assert seen["values"] == live.compare()["values"] == checked(live.figure, live.figure.start())
    (note,) = seen["notes"]
    assert "no_such_control" in note and f"{control.name} = 1e99 is ignored" in note


def test_a_link_opens_its_figure_in_sight_with_its_state(open_figure, browser):
    live = open_figure(NAMES[-1])
    values = some_values(live.figure, 3)
    with watched_page(browser) as page:
        page.add_init_script(path=SEEN)
        page.goto(live.page.url.partition("#")[0] + fragment(NAMES[-1], values))
        other = Live(page, live.figure).ready()
        assert checked(live.figure, other.compare()["values"]) == values
        assert 0 <= other.place.bounding_box()["y"] < 400
        assert not page.problems


def test_the_copied_link_leads_back(open_figure, browser):
    live = open_figure(NAMES[0])
    live.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    values = some_values(live.figure, 5)
    live.set(**values)
    live.focus()
    live.press("l")
    live.root.get_by_text("Link copied").wait_for()
    link = live.page.evaluate("navigator.clipboard.readText()")
    live.root.locator('[data-tool="reset"]').click()
    assert live.values() != live.page.evaluate("([a]) => a", [values])
    live.page.goto(link)
    assert checked(live.figure, live.compare()["values"]) == values
    live.page.context.clear_permissions()


# ----- Screen, theme, motion -----


PROJECTOR = {"width": 1920, "height": 1080}


@contextmanager
def window_of(page, size):
    """The window in another size, for a while."""
    before = page.viewport_size
    page.set_viewport_size(size)
    yield
    page.set_viewport_size(before)


@every_figure
def test_full_screen_fills_a_projector_with_larger_words_and_the_same_numbers(open_figure, name):
    live = open_figure(name)
    before = live.compare()
    with window_of(live.page, PROJECTOR):
        live.focus()
        live.press("f")
        live.page.wait_for_function("document.querySelector('.dlnotes-full')")
        full = live.compare_at_rest()
        box = live.root.bounding_box()
        assert (box["x"], box["y"], box["width"]) == (0, 0, live.page.evaluate("innerWidth"))
        assert full["unit"] > 1.25 * before["unit"], "words do not grow"
        # Six panels that lay below each other on the page now share one screen.
        assert area(full) > 0.6 * area(before), "the panels shrink"
        live.press("f")
        live.page.wait_for_function("!document.querySelector('.dlnotes-full') && !document.fullscreenElement")
    after = live.compare_at_rest()
    assert [panel["x"] for panel in after["panels"]] == [panel["x"] for panel in before["panels"]]


def area(seen):
    return sum(abs(np.diff(panel["x"]["range"]) * np.diff(panel["y"]["range"]))[0] for panel in seen["panels"])


@every_figure
def test_another_theme_recolours_everything(open_figure, name):
    """The comparison looks up each mark's colour in the palette of the theme that the figure wears."""
    live = open_figure(name)
    colors = {}
    for theme in ("dark", "light"):
        live.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        seen = live.compare()
        assert seen["theme"] == theme
        colors[theme] = [mark["color"] for panel in seen["panels"] for mark in panel["marks"]]
    assert all(dark != light for dark, light in zip(colors["dark"], colors["light"], strict=True))


def test_the_switch_of_the_book_changes_the_theme_of_its_figures(open_figure):
    live = open_figure(NAMES[0])
    themes = set()
    for _ in range(3):  # light, dark, as the system has it
        live.page.locator(".theme-switch-button:visible").first.click()
        themes.add(live.compare()["theme"])
    assert themes == {"light", "dark"}


def scene_that_moves(figure):
    """Number and name of a slider that a scene changes."""
    for number, values in enumerate(figure.scenes.values()):
        for name, value in values.items():
            if (
                hasattr(figure.control[name], "scale")
                and not figure.control[name].structural
                and value != figure.control[name].start
            ):
                return number, name, value
    raise AssertionError("no scene of this figure moves a slider")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_scene_glides_into_place_unless_the_reader_wants_no_motion(browser, pages, motion):
    with watched_page(browser, reduced_motion=motion) as page:
        page.add_init_script(path=SEEN)
        without_mathjax(page)
        path, names = next(iter(pages.items()))
        page.goto(path.as_uri())
        live = next(Live(page, figure) for figure in map(figure_named, names) if figure.scenes).at_start()
        number, name, target = scene_that_moves(live.figure)
        live.focus()
        trail = live.place.evaluate(
            """async (place, [key, name]) => {
                const trail = [];
                place.querySelector(".dlnotes").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
                for (let i = 0; i < 40; i += 1) {
                    trail.push(place.dlnotes.values()[name]);
                    await new Promise(requestAnimationFrame);
                }
                return trail;
            }""",
            [str(number + 1), name],
        )
        assert trail[-1] == target
        if motion == "reduce":
            assert set(trail) == {target}
        else:
            assert len(set(trail)) > 4 and np.all(np.diff(trail) * (target - live.figure.control[name].start) >= 0)
        assert live.compare()["values"][name] == target
        assert not page.problems


# ----- Messages -----


@every_figure
def test_a_typed_number_out_of_range_is_refused_and_the_last_good_one_kept(open_figure, name):
    live = open_figure(name)
    sliders = [control for control in live.figure.controls if hasattr(control, "scale")]
    for control in sliders:
        field = live.control(control.name).locator("input[type=text]")
        live.bring(field)
        good = live.values()
        for typed, complaint in ((f"{control.high + 1:g}", "between"), ("seven", "must be a number")):
            field.fill(typed)
            field.press("Enter")
            problem = live.control(control.name).locator(".dlnotes-problem")
            assert complaint in problem.inner_text(), typed
            assert live.values() == good
        value = float(f"{snapped(control, between(control, 0.6)):.5g}")
        field.fill(f"{value:g}".replace("-", "−").replace(".", ","))  # as a reader may write it
        field.press("Enter")
        assert live.values()[control.name] == pytest.approx(value)
        assert problem.inner_text() == ""
    live.compare()


@every_figure
def test_the_challenge_is_ticked_when_it_is_met(open_figure, name):
    live = open_figure(name)
    challenge = live.figure.compute(live.figure.start()).challenge
    if challenge is None:
        assert live.compare()["isMet"] is None
        return
    live.set(**challenge.answer)
    live.step(challenge.steps)
    assert live.compare()["isMet"]
    assert live.root.locator(".dlnotes-challenge [role=status]").inner_text() == "Achieved."
    live.focus()
    live.press("r")
    assert not live.compare()["isMet"]


@every_figure
def test_the_description_says_the_numbers_of_the_picture_once_the_hand_rests(open_figure, name):
    live = open_figure(name)
    values = some_values(live.figure, 7)
    live.set(**values)
    seen = live.compare()
    wanted = numbers_in(description(live.figure, seen["values"]))
    text = live.root.locator(".dlnotes-description")
    live.page.wait_for_timeout(600)
    assert numbers_in(text.inner_text()) == wanted


def description(figure, values):
    return spoken(figure, checked(figure, values)).removeprefix(f"{figure.title}. ")


def numbers_in(text):
    text = re.sub(
        r" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)",
        lambda power: "e" + power[1].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")),
        text,
    )
    return [float(number) for number in re.findall(r"[+-]?\d+\.?\d*(?:e[+-]?\d+)?", text.replace("−", "-"))]


def test_the_list_of_keys_opens_and_closes(open_figure):
    live = open_figure(NAMES[0])
    live.focus()
    live.press("?")
    dialog = live.root.locator("dialog")
    assert dialog.is_visible() and "reset" in dialog.inner_text()
    live.press("Escape")
    assert not dialog.is_visible()


# ----- Steps -----


def test_a_figure_that_runs_plays_pauses_steps_and_starts_again(open_figure):
    running = [name for name in NAMES if figure_named(name).state]
    for name in running:
        live = open_figure(name)
        live.root.get_by_role("button", name="One step").click()
        assert live.compare()["steps"] == 1
        live.focus()
        live.press(".")
        assert live.compare()["steps"] == 2
        live.press("Space")
        live.page.wait_for_function("(place) => place.dlnotes.runtime.steps > 4", arg=live.place.element_handle())
        live.press("Space")
        paused = live.compare()
        assert live.seen(frames=5)["steps"] == paused["steps"] > 4
        assert paused["counter"] == str(paused["steps"])
        live.root.get_by_role("button", name="Back to step 0").click()
        assert live.compare()["steps"] == 0
    assert running, "no figure of the book runs"


def test_the_speed_sets_how_many_steps_are_made(open_figure):
    live = open_figure(next(name for name in NAMES if figure_named(name).state))
    made = []
    for speed in ("0.25", "16"):
        live.root.get_by_label("Speed").select_option(speed)
        live.root.get_by_role("button", name="Play").click()
        live.page.wait_for_timeout(600)
        live.root.get_by_role("button", name="Pause").click()
        made.append(live.seen()["steps"])
        live.restart()
    assert made[1] > 4 * made[0] >= 0
