"""Every figure of the book under the mouse: what is drawn is what NumPy computes, after each move of each control."""

from tests.browser.found import every_figure
from tests.browser.hands import BY_MOUSE, drag_handles, follow, moves_the_picture, pictures


@every_figure
def test_every_control_moved_by_mouse_draws_what_numpy_computes(open_figure, name):
    live = open_figure(name)
    for control in live.figure.controls:
        assert moves_the_picture(live, control, BY_MOUSE), f"`{control.name}` moves nothing that is drawn"


@every_figure
def test_every_handle_dragged_by_mouse_takes_its_controls_along(open_figure, name):
    live = open_figure(name)
    for place, _ in live.figure.compute(live.figure.start()).handles():
        history = follow(live.at_start(), drag_handles(live, place))
        assert pictures(history) > 1, f"no handle of mark {place} can be dragged"
