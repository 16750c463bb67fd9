"""The Matplotlib picture shows what the figure's function computes."""

import numpy as np

from dlnotes import live
from dlnotes.live import marks
from dlnotes.live.picture import DRAW, draw_panel, picture, picture_uri, text_of

X = np.linspace(0, 1, 4)
GRID = np.outer(X, X)
ONE_OF_EACH = [
    live.line(X, np.stack([X, X**2]), label="two curves"),
    live.points(X, X, color=X, size=4, role="data"),
    live.points(X, X, shape="ring"),
    live.segments(X, X, X + 1, X),
    live.boxes(X, X, X + 1, X + 1, filled=False),
    live.polygons(GRID, GRID.T, color=X),
    live.area(X, X, X + 1),
    live.bars(X, X, format=".1f", horizontal=True),
    live.arrows(X, X, X, X),
    live.rules(x=X, dash="4 4"),
    live.heatmap(GRID, (0, 1), (0, 1), colors="diverging", colorbar=True),
    live.contour(GRID, (0, 1), (0, 1), [0.2, 0.5], filled=True),
    live.cells(GRID, colors="sequential", row_labels=["$a$"] * 4, column_labels=["b"] * 4),
    live.text(X, X, "$x$ = {:.1f}", X),
    live.text(X, X, ["a", "$b$"], which=[0, 1, -1, 5], struck=True),
    live.handle(X, X, "somewhere"),
    live.placing("somewhere"),
    live.graph(X, X, [(0, 1), (1, 2)], weight=[1.0, -2.0], active=[1, 1, 0, 1], labels=list("abcd")),
]


def axes():
    from matplotlib.figure import Figure

    return Figure().subplots()


def test_every_mark_has_a_picture():
    assert {mark.kind for mark in ONE_OF_EACH} == set(DRAW)
    functions = {name for name, value in vars(marks).items() if callable(value) and hasattr(live, name)}
    assert functions - {"Mark"} - set(vars(live.errors)) <= set(DRAW)
    for mark in ONE_OF_EACH:
        panel = live.Panel([mark], x=live.Axis("$x$", 0, 2), y=live.Axis("$y$", 0, 2))
        draw_panel(axes(), panel, "dark")


def test_a_line_of_the_picture_passes_through_the_computed_points():
    panel = live.Panel([live.line(X, X**2)], x=live.Axis("$x$", 0, 1), y=live.Axis("$y$", 0.1, 10, scale="log"))
    canvas = axes()
    draw_panel(canvas, panel, "light")
    np.testing.assert_array_equal(canvas.lines[0].get_ydata(), X**2)
    assert canvas.get_yscale() == "log"
    assert canvas.get_ylim() == (0.1, 10)


def test_an_invisible_mark_is_not_drawn():
    canvas = axes()
    panel = live.Panel([live.line(X, X, visible=False)], x=live.Axis("$x$", 0, 1), y=live.Axis("$y$", 0, 1))
    draw_panel(canvas, panel, "light")
    assert not canvas.lines


def test_numbers_in_a_text_are_those_of_their_place():
    mark = live.text(X, X, "$x$ = {:.1f}", X)
    assert text_of(mark.channels, mark.options, 3) == "$x$ = 1.0"


def test_the_still_picture_is_small_enough_to_stand_in_a_page():
    from dlnotes.figures.linear import fit_by_hand

    uri = picture_uri(fit_by_hand)
    assert uri.startswith("data:image/webp;base64,")
    assert len(uri) < 60_000
    assert len(picture(fit_by_hand).axes) == 2


def test_a_passage_is_written_below_the_panels():
    @live.figure("Words", [live.Text("typed", vocabulary=("a", "b$"), separator=" ", most=3, start="a b$")],
                 caption="Words.", description="Words.")  # fmt: skip
    def words(typed):
        panel = live.Panel([live.line(X, X)], x=live.Axis("$x$", 0, 1), y=live.Axis("$y$", 0, 1))
        return live.Drawing([panel], passages=[live.Passage("typed", typed, ("a", "b$"), given=1)])

    assert picture(words).get_supxlabel() == r"typed: a b\$"
