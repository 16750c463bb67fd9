"""A figure is checked when it is declared, holds its values, and is plain data for the page."""

import json

import numpy as np
import pytest

from dlnotes.live import (
    Axis,
    Challenge,
    Choice,
    Drawing,
    FigureError,
    Panel,
    Passage,
    Point,
    Readout,
    RecordingError,
    Slider,
    State,
    Toggle,
    bars,
    figure,
    handle,
    heatmap,
    line,
    placing,
    points,
    text,
)
from dlnotes.live.figure import variant_key
from tests.replay import replay

SLOPE = Slider("slope", r"$\phi_1$", low=-2, high=3, step=0.05, start=0.5)
X = np.arange(5.0)
UNIT = Axis("$x$", 0, 4)


def declare(function, controls=(SLOPE,), **changes):
    wanted = {"title": "A test", "caption": "Nothing.", "description": "slope", "scenes": {}} | changes
    return figure(controls=controls, **wanted)(function)


def drawing_of(*marks, **others):
    return Drawing([Panel(list(marks), x=UNIT, y=Axis("$y$", -9, 9))], **others)


def tilt(slope):
    return drawing_of(line(X, slope * X), readouts=[Readout("$s$", slope, name="s")])


def test_the_payload_is_json_and_holds_every_formula_once():
    data = json.loads(json.dumps(declare(tilt).payload))
    assert set(data["glyphs"]) == {"x", "y", "s", r"\phi_1"}
    assert data["glyphs"][r"\phi_1"]["path"].startswith("M")


def test_computing_is_calling_the_function():
    drawing = declare(tilt).compute({"slope": 2.0})
    np.testing.assert_array_equal(drawing.panels[0].marks[0].channels["y"], 2 * X)


def test_a_structural_control_is_recorded_once_per_value_and_may_branch():
    def choose(kind, count, wide):
        return drawing_of(
            points(np.arange(count) + 0.0, np.ones(count) if kind == "ones" else np.zeros(count)), columns=1 + wide
        )

    controls = [
        Choice("kind", options=["ones", "zeros"]),
        Slider("count", low=1, high=3, step=1, start=2, integer=True, structural=True),
        Toggle("wide", structural=True),
    ]
    made = declare(choose, controls, description="{kind} {count:d}")
    assert len(made.variants) == 12
    assert list(made.payload["variants"])[:3] == ["ones|1|false", "ones|1|true", "ones|2|false"]
    assert variant_key(("relu", 0.5, 3)) == "relu|0.5|3"


def test_a_state_moves_by_its_recorded_step():
    state = State(
        start=lambda: {"position": np.zeros(2)}, step=lambda state, slope: {"position": state.position + slope}
    )
    made = declare(lambda state: drawing_of(points(state.position, state.position)), state=state)
    np.testing.assert_array_equal(made.compute({"slope": 0.5}, steps=3).panels[0].marks[0].channels["x"], [1.5, 1.5])


def test_the_page_starts_and_steps_a_state_as_numpy_does():
    state = State(start=lambda slope: {"position": X * slope}, step=lambda state: {"position": np.cos(state.position)})
    made = declare(lambda state: drawing_of(line(X, state.position)), state=state)
    payload = made.payload
    replay().load("state", payload["variants"][""], payload["constants"])
    ids = [ref.index for ref in made.variants[()].program.groups["draw"]]
    for steps in (0, 1, 5):
        expected = made.compute({"slope": 0.3}, steps).arrays()
        page = replay().run("state", ids, inputs={"slope": 0.3}, steps=steps)
        for wanted, got in zip(expected, page, strict=False):
            np.testing.assert_allclose(got, np.ravel(wanted), rtol=1e-12)


REFUSED = {
    "a result that is no drawing": (lambda: declare(lambda slope: slope), "must return a Drawing, not StandIn"),
    "an unknown control": (
        lambda: declare(lambda height: tilt(height)),
        "asks for `height`, but the controls are slope",
    ),
    "two controls of one name": (lambda: declare(tilt, [SLOPE, SLOPE]), "two controls named `slope`"),
    "a scene with an unknown control": (
        lambda: declare(tilt, scenes={"A": {"height": 1}}),
        "scene 'A': `tilt` has no control `height`; it has slope",
    ),
    "a scene out of range": (lambda: declare(tilt, scenes={"A": {"slope": 7}}), "between -2 and 3, not 7"),
    "ten scenes": (lambda: declare(tilt, scenes={str(i): {} for i in range(10)}), "the keys 1 to 9 reach nine"),
    "channels of different lengths": (
        lambda: declare(lambda slope: drawing_of(points(X, X[:3]))),
        "one length (n,); it got x (5,), y (3,)",
    ),
    "nan at the start": (
        lambda: declare(lambda slope: drawing_of(line(X, np.log(X - 2 + slope)))),
        "computes nan at its start, in line number 1 of panel 1, channel `y`",
    ),
    "an unknown option": (
        lambda: declare(lambda slope: drawing_of(line(X, X, colour="red"))),
        "line has no option ['colour']",
    ),
    "a format the page lacks": (
        lambda: declare(lambda slope: drawing_of(readouts=[Readout("$s$", slope, "08.3g")])),
        "not '08.3g'",
    ),
    "a readout of an array": (
        lambda: declare(lambda slope: drawing_of(readouts=[Readout("$s$", X)])),
        "one number, not an array of shape (5,)",
    ),
    "an unfinished formula": (lambda: declare(tilt, title="the slope $m"), "one is missing in 'the slope $m'"),
    "a formula that cannot be set": (lambda: declare(tilt, title=r"$\nosuchthing$").payload, "cannot be typeset"),
    "a description of an unknown number": (
        lambda: declare(tilt, description="{height}"),
        "names `height`; known: s, slope",
    ),
    "a text with too few numbers": (
        lambda: declare(lambda slope: drawing_of(text(0, 0, "{} and {}", slope))),
        "has 2 fields for 1 arrays",
    ),
    "a handle of no control": (lambda: declare(lambda slope: drawing_of(handle(X, X, "nothing"))), "`nothing` is none"),
    "a handle that sets no control": (
        lambda: declare(lambda slope: drawing_of(handle(X, X, lambda x, y: {"a": x}))),
        "sets `a`",
    ),
    "a panel to click into without a cloud": (
        lambda: declare(lambda slope: drawing_of(placing("slope"))),
        "adds points to a Cloud control, and `slope` is none",
    ),
    "more free controls than the page can follow": (
        lambda: declare(tilt, [SLOPE, *(Slider(f"s{n}", low=0, high=1, step=0.1, start=0) for n in range(28))]),
        "29 controls that move freely, more than 28",
    ),
    "a passage of a grid": (
        lambda: declare(lambda slope: drawing_of(passages=[Passage("p", np.zeros((2, 2)), ("a",))])),
        "needs ids (n,)",
    ),
    "an axis upside down": (
        lambda: declare(lambda slope: Drawing([Panel([], x=UNIT, y=Axis("y", 2, 1))])),
        "low 2 must be below high 1",
    ),
    "a condition of many values": (
        lambda: declare(lambda slope: drawing_of(challenge=Challenge("a", X > 0, {}))),
        "one truth value",
    ),
    "a heat map that is no grid": (
        lambda: declare(lambda slope: drawing_of(heatmap(X, (0, 1), (0, 1)))),
        "values of shape (rows, columns)",
    ),
    "a branch on a control": (
        lambda: declare(lambda slope: tilt(1.0 if slope > 0 else 2.0)),
        "np.where(condition, a, b)",
    ),
    "a shape from a control": (lambda: declare(lambda slope: tilt(np.zeros(slope))), "structural=True"),
    "too many variants": (
        lambda: declare(tilt, [SLOPE, *(Slider(n, low=0, high=30, step=1, start=0, structural=True) for n in "ab")]),
        "961 settings",
    ),
    "a step that loses an array": (
        lambda: declare(tilt, state=State(start=lambda: {"p": X}, step=lambda state: {"q": state.p})),
        "`p` starts as (5,)",
    ),
    "a bar with a wrong base": (
        lambda: declare(lambda slope: drawing_of(bars(X, X[:2]))),
        "it got position (5,), length (2,)",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_declaration_that_cannot_work_is_refused_with_the_rule_and_the_value(name):
    make, rule = REFUSED[name]
    with pytest.raises((FigureError, RecordingError)) as refusal, np.errstate(all="ignore"):
        make()
    assert rule in str(refusal.value)


def test_values_refuse_what_a_control_refuses_and_nothing_is_lost():
    made = declare(tilt)
    made.values["slope"] = 1.5
    with pytest.raises(FigureError, match="between -2 and 3, not 4"):
        made.values["slope"] = 4
    with pytest.raises(FigureError, match="no control `height`; it has slope"):
        made.values.update(slope=0, height=1)
    assert made.values["slope"] == 1.5


def test_the_widget_and_the_figure_hold_one_set_of_values():
    made = declare(tilt)
    widget = made.widget
    made.values["slope"] = 1.25
    assert widget.values == {"slope": 1.25}
    widget.values = {"slope": -1.0}
    assert made.values["slope"] == -1.0
    with pytest.raises(FigureError, match="not 9"):
        widget.values = {"slope": 9.0}
    assert made.values["slope"] == -1.0
    assert made.widget is widget


def test_a_figure_shows_as_a_widget_and_prints_the_same_everywhere():
    made = declare(tilt)
    data, _ = made._repr_mimebundle_()
    assert set(data) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}
    assert data["image/png"].startswith(b"\x89PNG")
    assert data["text/plain"] == "<Figure tilt: slope>"


def test_in_the_page_a_figure_is_markup_without_program_text(monkeypatch):
    monkeypatch.setenv("DLNOTES_HOST", "page")
    found = declare(tilt, caption="a < b and </script> stay harmless")._repr_mimebundle_()["text/html"]
    assert found.count("<script") == found.count('<script type="application/json">') == found.count("</script>") == 1
    assert 'alt="A test. slope"' in found
    assert "data:image/webp;base64," in found


def test_a_dragged_point_is_one_control():
    corner = Point("corner", x=(0, 4, 0.1), y=(-9, 9, 0.1), start=(1, 2))
    made = declare(lambda corner: drawing_of(handle(corner[:1], corner[1:], "corner")), [corner])
    assert made.payload["variants"][""]["drawing"]["panels"][0]["marks"][0]["options"]["drag"] == {"points": "corner"}
