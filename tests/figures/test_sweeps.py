"""Every figure, at every corner of its controls and at random settings: recorded program and page agree with NumPy."""

import itertools
import math

import numpy as np
import pytest

import dlnotes.figures
from dlnotes.live.collection import figures_in
from tests.replay import plain, replay

FIGURES = figures_in(dlnotes.figures)
MOST_CORNERS, MOST_VARIANTS, RANDOM = 64, 24, 24
LISTED = 10_000  # combinations of corners
STEPS = (0, 1, 7)

every_figure = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)


def settings(figure, rng):
    """Scenes, corners and random values of all controls, for every variant or, if there are very many, some of them."""
    keys = figure.keys()
    if len(keys) > MOST_VARIANTS:
        keys = [keys[i] for i in rng.choice(len(keys), MOST_VARIANTS, replace=False)]
    free = [control for control in figure.controls if not control.structural]
    yield from (figure.start() | scene for scene in figure.scenes.values())
    for key in keys:
        fixed = figure.start() | dict(zip(figure.structural, key, strict=True))
        some = some_corners([control.corners() for control in free], max(4, MOST_CORNERS // len(keys)), rng)
        drawn = [[control.sample(rng) for control in free] for _ in range(max(2, RANDOM // len(keys)))]
        for values in some + drawn:
            yield fixed | dict(zip([control.name for control in free], values, strict=True))


def some_corners(ends, count, rng):
    """Up to `count` combinations of the ends of all controls; a figure with many controls has too many to list."""
    if math.prod(map(len, ends)) > LISTED:
        return [[each[rng.integers(len(each))] for each in ends] for _ in range(count)]
    corners = list(itertools.product(*ends))
    return [corners[i] for i in rng.permutation(len(corners))[:count]]


def free_values(figure, values):
    arrays = figure.arguments(values)
    return {name: plain(arrays[name]) for name in values if not figure.control[name].structural}


def loaded(figure, values):
    """The name under which the page's runtime holds the variant for these values."""
    key = tuple(values[name] for name in figure.structural)
    name = f"{figure.name} {key}"
    if name not in loaded.names:
        payload = figure.payload
        position = figure.keys().index(key)
        replay().load(name, list(payload["variants"].values())[position], payload["constants"])
        loaded.names.add(name)
    return name


loaded.names = set()


def drawn_numbers(figure, values, steps):
    """What NumPy gives for everything that is drawn, when the function itself is called."""
    return [np.asarray(array, dtype=float) for array in figure.compute(values, steps).arrays()]


@every_figure
def test_page_and_recorded_program_agree_with_numpy_everywhere(figure):
    rng = np.random.default_rng(0)
    for values in settings(figure, rng):
        variant = figure.variant(values)
        ids = [ref.index for ref in variant.program.groups["draw"]]
        for steps in STEPS if figure.state else (0,):
            expected = drawn_numbers(figure, values, steps)
            moving = {"steps": steps} if figure.state else {}
            page = replay().run(loaded(figure, values), ids, inputs=free_values(figure, values), **moving)
            for wanted, got in zip(expected, page, strict=False):  # the description's numbers follow, drawn already
                scale = max(1.0, np.max(np.abs(wanted), initial=0))
                np.testing.assert_allclose(got, np.ravel(wanted), rtol=1e-9, atol=1e-9 * scale, err_msg=str(values))


@every_figure
def test_everything_drawn_is_finite_and_only_a_readout_may_be_infinite(figure):
    for values in settings(figure, np.random.default_rng(4)):
        for steps in STEPS if figure.state else (0,):
            drawing = figure.compute(values, steps)
            for array in drawing.panel_arrays():
                assert np.all(np.isfinite(array)), f"{figure.name} draws {array} at {values}"
            assert not any(np.isnan(readout.value) for readout in drawing.readouts), f"{figure.name} at {values}"


@every_figure
def test_the_recorded_program_is_the_function(figure):
    if figure.state:
        pytest.skip("covered with its steps by the test above")
    for values in settings(figure, np.random.default_rng(1)):
        recorded = figure.variant(values).program.run("draw", figure.arguments(values))
        for wanted, got in zip(drawn_numbers(figure, values, 0), recorded, strict=False):
            np.testing.assert_allclose(np.asarray(got, dtype=float), wanted, rtol=1e-12, atol=1e-12)


@every_figure
def test_dragging_a_handle_anywhere_gives_numbers_that_numpy_gives_too(figure):
    rng = np.random.default_rng(2)
    for values in list(settings(figure, rng))[:12]:
        program = figure.variant(values).program
        for group in (name for name in program.groups if name.startswith("drag")):
            pointer = {f"{group}.{axis}": rng.uniform(-5, 5) for axis in "xy"}
            expected = program.run(group, figure.arguments(values) | pointer)
            ids = [ref.index for ref in program.groups[group]]
            page = replay().run(loaded(figure, values), ids, group=group, inputs=free_values(figure, values) | pointer)
            for wanted, got in zip(expected, page, strict=True):
                assert np.isfinite(wanted)
                np.testing.assert_allclose(got, np.ravel(wanted), rtol=1e-9, atol=1e-9)


@every_figure
def test_a_challenge_is_open_at_the_start_and_met_by_its_answer(figure):
    challenge = figure.compute(figure.start()).challenge
    if challenge is None:
        pytest.skip("this figure has no challenge")
    assert not challenge.met, "it is met before the reader has done anything"
    assert figure.compute(challenge.answer, challenge.steps).challenge.met


@every_figure
def test_a_figure_tells_its_story_in_words(figure):
    assert len(figure.title) < 60
    assert len(figure.caption) > 60, "the caption says what to discover"
    assert figure.scenes, "lecturers show scenes with the number keys"
    assert "{" in figure.description, "the description has live numbers"
