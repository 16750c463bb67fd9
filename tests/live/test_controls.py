"""Controls check what they are given, and say the rule and the value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlnotes.live import Choice, Cloud, FigureError, Matrix, Pad, Point, Points, Slider, Text, Toggle

SLIDER = Slider("slope", low=-2, high=3, step=0.05, start=0.5)
CONTROLS = [
    SLIDER,
    Slider("rate", low=1e-6, high=1, step=0.05, start=0.1, scale="log"),
    Slider("units", low=1, high=8, step=1, start=3, integer=True),
    Slider("width", low=1, high=8, step=1, start=3, integer=True, structural=True),
    Choice("activation", options=["relu", "tanh"]),
    Toggle("centred"),
    Point("corner", x=(-1, 1, 0.1), y=(0, 2, 0.1), start=(0, 1)),
    Points("points", x=(-1, 1, 0.1), y=(0, 2, 0.1), start=((0, 1), (0.5, 0.5))),
    Matrix("kernel", low=-3, high=3, step=0.1, start=((1, 0), (0, 1))),
    Choice("optimiser", options=["sgd", "adam"], structural=False),
    Pad("sheet", rows=3, columns=5),
    Cloud("own", x=(-1, 1, 0.1), y=(0, 2, 0.1), most=4, start=((0, 1, 1),)),
    Text("words", vocabulary=("the", "cat"), separator=" ", most=4, start="the cat"),
    Text("letters", vocabulary=("a", "b", "ab"), most=4, start="aab"),
]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_corners_and_random_values_pass_the_controls_own_check(control):
    rng = np.random.default_rng(0)
    for value in [control.start, *control.corners(), *(control.sample(rng) for _ in range(50))]:
        assert control.check(value) == value


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: Slider("a", low=1, high=1, step=1, start=1), "low < high"),
        (lambda: Slider("a", low=0, high=1, step=0, start=1), "a step above 0, not 0"),
        (lambda: Slider("a", low=0, high=1, step=0.1, start=2), "between 0 and 1, not 2"),
        (
            lambda: Slider("a", low=0, high=1, step=0.1, start=0.5, scale="log"),
            "low above 0 on a logarithmic scale, not 0",
        ),
        (lambda: Slider("a", low=0, high=1, step=0.1, start=0.5, scale="cubic"), "not 'cubic'"),
        (lambda: Slider("a", low=0, high=9, step=1, start=0.5, integer=True), "a whole number, not 0.5"),
        (lambda: Slider("two words", low=0, high=1, step=0.1, start=0), "a Python name, not 'two words'"),
        (lambda: Choice("a", options=["x", "y"], start="z"), "one of x, y, not 'z'"),
        (lambda: Toggle("a", start=1), "True or False, not 1"),
        (lambda: Point("a", x=(0, 1, 0.1), y=(0, 1, 0.1), start=(0, 2)), "keep y between 0 and 1, not 2.0"),
        (lambda: Points("a", x=(0, 1, 0.1), y=(1, 0, 0.1), start=((0, 0),)), "low < high and step > 0"),
        (lambda: Matrix("a", low=0, high=1, step=0.1, start=((0, 2),)), "every cell between 0 and 1, not 2.0"),
        (lambda: Pad("a", rows=0, columns=2), "at least one row and one column, not (0, 2)"),
        (lambda: Pad("a", rows=1, columns=2, start=((0, 2),)), "0 or 1 in every cell, not 2.0"),
        (lambda: Pad("a", rows=1, columns=2, start=((0, 1, 1),)), "an array of shape (1, 2), not (1, 3)"),
        (lambda: Cloud("a", x=(0, 1, 0.1), y=(0, 1, 0.1), start=((0, 2, 0),)), "keep y between 0 and 1, not 2.0"),
        (lambda: Cloud("a", x=(0, 1, 0.1), y=(0, 1, 0.1), start=((0, 1, 2),)), "classes from 0 to 1, not 2.0"),
        (lambda: Cloud("a", x=(0, 1, 0.1), y=(0, 1, 0.1), most=1, start=((0, 1, 0),) * 2), "at most 1 points, not 2"),
        (lambda: Cloud("a", x=(0, 1, 0.1), y=(0, 1, 0.1), start=((0, 1),)), "triples (x, y, class)"),
        (lambda: Text("a", vocabulary=("b", "b"), most=2), "different tokens"),
        (lambda: Text("a", vocabulary=("b",), most=2, start="bc"), "the signs of its vocabulary, not 'c'"),
        (lambda: Text("a", vocabulary=("b",), separator=" ", most=2, start="b d"), "words of its vocabulary, not 'd'"),
        (lambda: Text("a", vocabulary=("b",), most=2, start="bbb"), "at most 2 tokens, not 'bbb'"),
    ],
)
def test_a_bad_declaration_is_refused_with_the_rule_and_the_value(make, rule):
    with pytest.raises(FigureError, match="a") as refusal:
        make()
    assert rule in str(refusal.value)


@given(st.one_of(st.floats(allow_nan=True), st.integers(), st.text(max_size=3), st.none(), st.booleans()))
def test_a_slider_accepts_exactly_the_finite_numbers_of_its_range(value):
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and -2 <= value <= 3:
        assert SLIDER.check(value) == value
    else:
        with pytest.raises(FigureError):
            SLIDER.check(value)


def test_a_points_control_keeps_its_number_of_points():
    with pytest.raises(FigureError, match=r"shape \(2, 2\), not \(3, 2\)"):
        CONTROLS[7].check([[0, 1]] * 3)


def test_a_structural_slider_names_every_value_of_its_grid():
    assert CONTROLS[3].every() == list(range(1, 9))


def test_a_choice_that_is_recorded_once_gives_numpy_the_number_of_the_option():
    control = Choice("a", options=["x", "y", "z"], start="y", structural=False)
    assert [int(control.array(option)) for option in control.every()] == [0, 1, 2]


def test_a_cloud_gives_numpy_rows_of_one_length_and_says_which_are_there():
    control = Cloud("a", x=(-1, 1, 0.1), y=(-1, 1, 0.1), most=3)
    np.testing.assert_array_equal(control.array([[0.5, -1, 1]]), [[0.5, -1, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0]])
    assert control.array([]).shape == (3, 4)


def test_a_text_without_a_separator_takes_the_longest_token_each_time():
    control = Text("a", vocabulary=("a", "b", "ab"), most=5)
    np.testing.assert_array_equal(control.array("abaab"), [2, 0, 2, -1, -1])


def test_a_text_of_words_overlooks_repeated_separators():
    control = Text("a", vocabulary=("the", "cat"), separator=" ", most=3)
    np.testing.assert_array_equal(control.array(" the  cat "), [0, 1, -1])
