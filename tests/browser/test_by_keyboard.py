"""Every figure of the book by keyboard alone: controls, handles, scenes, reset, steps."""

from tests.browser.drawn import checked
from tests.browser.found import every_figure
from tests.browser.hands import BY_KEYBOARD, follow, handles_of, moves_the_picture, nudge_handle, pictures


@every_figure
def test_every_control_moved_by_keyboard_draws_what_numpy_computes(open_figure, name):
    live = open_figure(name)
    for control in live.figure.controls:
        assert moves_the_picture(live, control, BY_KEYBOARD), f"`{control.name}` moves nothing that is drawn"


@every_figure
def test_every_handle_goes_where_the_arrow_keys_point(open_figure, name):
    live = open_figure(name)
    for place, _ in live.figure.compute(live.figure.start()).handles():
        for number in range(handles_of(live, place).count()):
            history = follow(live.at_start(), nudge_handle(live, place, number), thorough=True)
            assert pictures(history) > 1, f"handle {number} of mark {place} does not move"


@every_figure
def test_scenes_lie_on_the_number_keys_and_r_leads_back(open_figure, name):
    live = open_figure(name)
    start = live.compare()
    for number, (scene, values) in enumerate(live.figure.scenes.items()):
        live.focus()
        live.press(str(number + 1))
        seen = live.compare()
        assert seen["values"] == live.figure.start() | checked(live.figure, values), scene
        assert seen["scene"] == number, f"the chip of {scene!r} is not marked"
    live.press("r")
    assert live.compare()["values"] == start["values"]


@every_figure
def test_the_tab_key_reaches_every_control_and_every_handle(open_figure, name):
    live = open_figure(name)
    wanted = live.root.evaluate("""(root) => {
        const isOpen = (element) => element.checkVisibility() && !element.closest("dialog:not([open])");
        const list = [...root.querySelectorAll("input, select, button, summary, [tabindex='0']")].filter(isOpen);
        return list.filter((e) => e.type !== "radio" || e.checked).length;
    }""")
    live.focus()
    reached = 0
    for _ in range(wanted):
        live.press("Tab")
        reached += live.root.evaluate(
            "(root) => root.contains(document.activeElement) && root !== document.activeElement"
        )
    assert reached == wanted
