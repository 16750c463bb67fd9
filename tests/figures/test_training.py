"""The training playground: its points, batches and memory, and the same run in the page."""

from types import SimpleNamespace

import numpy as np
import pytest

from dlnotes.figures import backprop
from dlnotes.live.variant import call
from tests.replay import plain, replay

PLAYGROUND = backprop.playground
SHARES = (0.1, 0.35, 0.5, 0.9)


def points(kind="circle", own=(), noise=0.0):
    arguments = PLAYGROUND.arguments({"kind": kind, "own": PLAYGROUND.control["own"].check(list(own)), "noise": noise})
    return backprop.every_point(**arguments)


def trained(values, steps):
    """The state after some steps, in NumPy."""
    arguments = PLAYGROUND.arguments(PLAYGROUND.start() | PLAYGROUND.check(values))
    state = call(PLAYGROUND.state.start, arguments)
    for _ in range(steps):
        state = call(PLAYGROUND.state.step, arguments, state)
    return state


@pytest.mark.parametrize("scene", ["Circle", "Spiral", "Overfitting"])
def test_a_thousand_steps_in_the_page_give_the_weights_that_numpy_gives(scene):
    values = PLAYGROUND.start() | PLAYGROUND.scenes[scene]
    key = "|".join(str(values[name]) for name in PLAYGROUND.structural)
    payload, variant = PLAYGROUND.payload, PLAYGROUND.variant(values)
    replay().load("playground", payload["variants"][key], payload["constants"])
    free = [control for control in PLAYGROUND.controls if not control.structural]
    inputs = {control.name: plain(control.array(values[control.name])) for control in free}
    ids = [ref.index for ref in variant.program.groups["step"]]  # evaluating it once more makes step 1000
    page = replay().run("playground", ids, group="step", inputs=inputs, steps=999)
    for wanted, got in zip(trained(values, 1000).values(), page, strict=True):
        scale = np.max(np.abs(wanted))
        np.testing.assert_allclose(got, np.ravel(wanted), rtol=1e-9, atol=1e-9 * scale)


@pytest.mark.parametrize("optimiser", ["descent", "momentum", "Adam"])
def test_units_and_inputs_that_do_not_take_part_never_move(optimiser):
    values = {"width1": 3, "width2": 2, "activation": "sigmoid", "optimiser": optimiser, "penalty": "L2", "f2": False}
    state = trained(values, 40)
    on = [1.0, 0, 0, 0, 0, 0, 0]
    mask = backprop.parameter_mask(backprop.unit_masks(2, (3, 2, 4, 4), on))
    assert np.sum(mask) == (1 + 1) * 3 + (3 + 1) * 2 + (2 + 1)
    assert not np.any(state["theta"][mask == 0]) and np.all(state["theta"][mask == 1])


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("kind", backprop.DATA)
def test_each_class_is_split_by_the_share_and_every_point_is_on_one_side(kind, share):
    own = [[0.1 * i - 1, 0.3, i % 2] for i in range(20)]
    _, y, there = points(kind, own)
    training, testing = backprop.split(y, there, share)
    np.testing.assert_array_equal(training + testing, there)
    for label in (0, 1):
        assert np.sum(training[y == label]) == np.ceil(share * np.sum(there[y == label]) - 1e-9)


def test_points_clicked_class_by_class_are_both_trained_and_tested():
    own = [[0.1 * i - 1, 0.3, i % 2] for i in range(8)]
    _, y, there = points(backprop.ONLY_MINE, own)
    training, testing = backprop.split(y, there, 0.5)
    assert [np.sum(each[y == label]) for each in (training, testing) for label in (0, 1)] == [2, 2, 2, 2]


def test_the_reader_s_own_points_join_the_data_set():
    x, y, there = points("circle", [[0.5, -1.5, 1]], noise=0.3)
    assert np.sum(there) == backprop.GIVEN + 1
    np.testing.assert_array_equal(x[backprop.GIVEN], [0.5, -1.5])
    assert y[backprop.GIVEN] == 0  # the second colour is class 0


@pytest.mark.parametrize(("size", "share"), [(1, 0.5), (10, 0.5), (7, 0.1), (30, 0.9)])
def test_in_every_epoch_each_training_point_is_used_once(size, share):
    _, y, there = points()
    training, _ = backprop.split(y, there, share)
    total = int(np.sum(training))
    used = [
        backprop.next_batch(np.asarray(float(count)), size, training)[0][:size]
        for count in range(-(-2 * total // size))
    ]
    used = np.concatenate(used)
    for epoch in (used[:total], used[total : 2 * total]):
        np.testing.assert_array_equal(np.sort(epoch), np.flatnonzero(training))
    assert not np.array_equal(used[:total], used[total : 2 * total])


def test_without_a_training_point_nobody_takes_part():
    _, takes_part = backprop.next_batch(np.asarray(3.0), 10, np.zeros(backprop.SLOTS))
    assert not np.any(takes_part)
    state = trained({"kind": backprop.ONLY_MINE}, 3)
    np.testing.assert_array_equal(state["theta"], trained({"kind": backprop.ONLY_MINE}, 0)["theta"])


def test_a_round_looks_at_every_point_once():
    seen = [backprop.some_points(np.asarray(float(count))) for count in range(backprop.ROUND)]
    places = np.concatenate([place[is_point > 0] for place, is_point in seen])
    np.testing.assert_array_equal(np.sort(places), np.arange(backprop.SLOTS))


def test_the_memory_of_the_curve_never_runs_out_and_keeps_every_stride():
    memory = {"sums": np.zeros((2, 2)), "curve": np.zeros((2, backprop.REMEMBERED))}
    memory |= {"filled": np.zeros(()), "stride": np.ones(())}
    rounds = 5 * backprop.REMEMBERED
    for count in range(backprop.ROUND * rounds):
        step = np.array([[count // backprop.ROUND, 1.0], [0.0, 0.0]])  # the loss of a round is its number
        memory = backprop.remember(SimpleNamespace(**memory), np.asarray(float(count)), step)
    filled, stride = int(memory["filled"]), int(memory["stride"])
    assert stride == 8 and filled == rounds / stride
    np.testing.assert_array_equal(memory["curve"][0, :filled], stride * np.arange(filled))


def test_a_run_that_is_far_too_fast_ends_in_numbers_that_are_none():
    values = PLAYGROUND.scenes["Far too fast"]
    with np.errstate(all="ignore"):
        state = trained(values, 400)
    assert not np.all(np.isfinite(state["theta"]))
    for array in PLAYGROUND.compute(values, 400).panel_arrays():
        assert np.all(np.isfinite(array))


def test_the_scene_with_sigmoids_starts_with_derivatives_that_fade_towards_the_input():
    layers = PLAYGROUND.compute(PLAYGROUND.scenes["Fading derivatives"]).panels[3]
    steep = layers.marks[2].channels["y"]
    assert np.all(np.diff(steep) > 0) and steep[0] < steep[3] / 10
