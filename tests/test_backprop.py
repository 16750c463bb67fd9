"""Backpropagation, against the lecture map, PyTorch's autograd, finite differences and its own laws."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dlnotes import backprop, deep, losses
from dlnotes.live.figure import State, encode_array
from dlnotes.live.lowering import Constants, lower
from dlnotes.live.tracing import Recording
from dlnotes.live.variant import record_state
from tests.replay import replay

torch.set_num_threads(1)
BETAS = [np.array([0.1, -0.2, 0.3]), np.array([0.2, -0.5]), np.array([0.4])]
OMEGAS = [np.array([[1, -1], [0.5, 2], [-1, 1]]), np.array([[1, -0.5, 2], [-1, 1, 0.5]]), np.array([[1.5, -2]])]
WIDTHS = (2, 3, 2, 1)
EXAMPLES = [  # the fact sheet: x, f_0, h_1, f_1, f_2, loss, d_fs, d_omegas; y = 1
    (
        (1, 0.5),
        [(0.6, 1.3, -0.2), (0.15, 0.2), (0.225,)],
        [(1, 0.5), (0.6, 1.3, 0), (0.15, 0.2)],
        0.600625,
        [(-5.425, 4.2625, 0), (-2.325, 3.1), (-1.55,)],
        [
            [[-5.425, -2.7125], [4.2625, 2.13125], [0, 0]],
            [[-1.395, -3.0225, 0], [1.86, 4.03, 0]],
            [[-0.2325, -0.31]],
        ],
    ),
    (
        (0.2, 1),
        [(-0.7, 1.9, 1.1), (1.45, 1.95), (-1.325,)],
        [(0.2, 1), (0, 1.9, 1.1), (1.45, 1.95)],
        5.405625,
        [(0, 12.7875, -9.3), (-6.975, 9.3), (-4.65,)],
        [
            [[0, 0], [2.5575, 12.7875], [-1.86, -9.3]],
            [[0, -13.2525, -7.6725], [0, 17.67, 10.23]],
            [[-6.7425, -9.0675]],
        ],
    ),
]

seeds = st.integers(0, 10**6)
hidden_widths = st.lists(st.integers(1, 6), min_size=0, max_size=4)
names = st.sampled_from(list(backprop.ACTIVATIONS))
loss_names = st.sampled_from(list(backprop.LOSSES))
every_loss = pytest.mark.parametrize("loss", backprop.LOSSES)
every_activation = pytest.mark.parametrize("activation", backprop.ACTIVATIONS)


def drawn(seed, hidden, loss, count=4, inputs=3):
    """A random network, inputs, targets as the loss takes them, and the widths."""
    rng = np.random.default_rng(seed)
    outputs = {"squares": 2, "binary": 1, "classes": 3}[loss]
    widths = (inputs, *hidden, outputs)
    betas, omegas = deep.random_mlp(widths, rng)
    targets = {
        "squares": rng.normal(size=(count, outputs)),
        "binary": rng.integers(0, 2, count).astype(float),
        "classes": rng.integers(0, outputs, count),
    }
    return rng.normal(size=(count, inputs)), targets[loss], betas, omegas, widths


def total(x, y, betas, omegas, activation, loss):
    fs, _ = backprop.forward(x, betas, omegas, activation)
    return np.sum(backprop.LOSSES[loss][0](y, fs[-1]))


# ----- the numbers of the lecture map -----


@pytest.mark.parametrize(("x", "fs", "hs", "loss", "d_fs", "d_omegas"), EXAMPLES)
def test_the_worked_network_forward_and_backward(x, fs, hs, loss, d_fs, d_omegas):
    y = np.array([1.0])
    got_fs, got_hs = backprop.forward(np.array(x), BETAS, OMEGAS)
    for got, wanted in zip([*got_fs, *got_hs], [*fs, *hs], strict=True):
        np.testing.assert_allclose(got, wanted, atol=1e-12)
    assert backprop.squares(y, got_fs[-1]) == pytest.approx(loss, abs=1e-12)
    got_betas, got_omegas, got_d_fs = backprop.backward(backprop.squares_grad(y, got_fs[-1]), got_fs, got_hs, OMEGAS)
    for got, wanted in zip([*got_betas, *got_d_fs, *got_omegas], [*d_fs, *d_fs, *d_omegas], strict=True):
        np.testing.assert_allclose(got, wanted, atol=1e-12)


@pytest.mark.parametrize("x", [example[0] for example in EXAMPLES])
def test_central_differences_agree_with_the_worked_network(x):
    x, y = np.array(x), np.array([1.0])

    def loss_at(theta):
        return total(x, y, *backprop.unpack(theta, WIDTHS), "relu", "squares")

    numeric = backprop.finite_difference(loss_at, backprop.pack(BETAS, OMEGAS))
    exact = backprop.pack(*backprop.gradients(x, y, BETAS, OMEGAS))
    np.testing.assert_allclose(numeric, exact, atol=5e-9)


def test_the_notes_recursion_fails_on_shapes_and_is_wrong_where_it_runs():  # errata E50 to E52
    x = np.array([1.0, 0.5])
    with pytest.raises(ValueError, match="mismatch"):
        OMEGAS[1] @ x  # f_1 from h_0, as printed
    rng = np.random.default_rng(0)
    betas, omegas = deep.random_mlp((3, 3, 3), rng)
    fs, hs = backprop.forward(rng.normal(size=3), betas, omegas)
    assert not np.allclose(fs[1], betas[1] + omegas[1] @ hs[0])


def test_an_image_network_costs_as_much_as_the_lecture_map_says():
    widths = (784, 128, 64, 10)
    assert deep.n_params_mlp(widths) == 109386
    assert backprop.mults_forward(widths) == 109184
    assert 2 * deep.n_params_mlp(widths) == 218772
    assert backprop.mults_differences(widths) == 218772 * 109184


@given(st.lists(st.integers(1, 50), min_size=2, max_size=6))
def test_a_backward_pass_costs_less_than_two_forward_passes(widths):
    products = [fan_in * out for fan_in, out in pairwise(widths)]
    assert backprop.mults_forward(widths) == sum(products)
    assert backprop.mults_backward(widths) == sum(products) + sum(products[1:]) < 2 * sum(products)


@pytest.mark.parametrize(("gain", "low", "high"), [(2, 0.02, 30), (1, 1e-17, 1e-13), (4, 1e13, 1e17)])
def test_fifty_relu_layers_keep_the_size_of_a_signal_only_with_gain_two(gain, low, high):
    rng = np.random.default_rng(0)
    betas, omegas = backprop.he_init((100,) * 51, rng, gain)
    fs, _ = backprop.forward(rng.normal(size=(20, 100)), betas, omegas)
    assert low < np.mean(np.maximum(fs[-1], 0) ** 2) < high


# ----- against PyTorch -----

TORCH_ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "identity": lambda f: f}


def torch_total(f, y, loss):
    if loss == "squares":
        return torch.sum((f - torch.tensor(y)) ** 2)
    if loss == "binary":
        return torch.nn.functional.binary_cross_entropy_with_logits(f[:, 0], torch.tensor(y), reduction="sum")
    return torch.nn.functional.cross_entropy(f, torch.tensor(y), reduction="sum")


@settings(deadline=None, max_examples=60)
@given(seeds, hidden_widths, names, loss_names)
def test_values_and_gradients_of_any_network_are_those_of_autograd(seed, hidden, activation, loss):
    x, y, betas, omegas, _ = drawn(seed, hidden, loss)
    leaves = [torch.tensor(each, requires_grad=True) for each in [*betas, *omegas]]
    h = torch.tensor(x)
    for k in range(len(betas)):
        f = h @ leaves[len(betas) + k].T + leaves[k]
        h = TORCH_ACTIVATIONS[activation](f)
    value = torch_total(f, y, loss)
    value.backward()
    assert total(x, y, betas, omegas, activation, loss) == pytest.approx(value.item(), rel=1e-11)
    d_betas, d_omegas = backprop.gradients(x, y, betas, omegas, activation, loss)
    for got, leaf in zip([*d_betas, *d_omegas], leaves, strict=True):
        np.testing.assert_allclose(got, leaf.grad.numpy(), rtol=1e-10, atol=1e-10)


@every_activation
@every_loss
def test_gradients_are_those_of_central_differences(activation, loss):
    x, y, betas, omegas, widths = drawn(7, (4, 3), loss)
    theta = backprop.pack(betas, omegas)

    def loss_at(theta):
        return total(x, y, *backprop.unpack(theta, widths), activation, loss)

    exact = backprop.pack(*backprop.gradients(x, y, betas, omegas, activation, loss))
    numeric = backprop.finite_difference(loss_at, theta, 1e-6)
    np.testing.assert_allclose(numeric, exact, rtol=1e-6, atol=1e-6 * np.max(np.abs(exact)))


@pytest.mark.parametrize(
    ("optimiser", "build"),
    [
        (0, lambda leaf: torch.optim.SGD([leaf], lr=0.03)),
        (1, lambda leaf: torch.optim.SGD([leaf], lr=0.03, momentum=0.9, dampening=0.9)),
        (2, lambda leaf: torch.optim.Adam([leaf], lr=0.03)),
    ],
    ids=backprop.OPTIMISERS,
)
def test_every_optimiser_walks_where_the_one_of_pytorch_walks(optimiser, build):
    target, start = np.array([0.3, -2.0, 5.0]), np.array([1.0, 1.0, -1.0])
    leaf = torch.tensor(start, requires_grad=True)
    rule = build(leaf)
    theta, mean, square = start, np.zeros(3), np.zeros(3)
    if optimiser == 1:  # PyTorch begins its running mean with the whole first gradient instead of a tenth of it
        mean = 4 * (start - target) ** 3
    for count in range(1, 40):
        rule.zero_grad()
        torch.sum((leaf - torch.tensor(target)) ** 4).backward()
        torch.nn.utils.clip_grad_value_(leaf, 10.0)
        rule.step()
        gradient = np.clip(4 * (theta - target) ** 3, -10, 10)
        mean = np.clip(mean, -10, 10) if count == 1 else mean
        theta, mean, square = backprop.update(theta, mean, square, count, gradient, 0.03, optimiser)
        np.testing.assert_allclose(theta, leaf.detach().numpy(), rtol=1e-9, atol=1e-9)


# ----- laws -----


@given(seeds, hidden_widths, names, loss_names)
def test_the_gradient_of_a_batch_is_the_sum_of_the_gradients_of_its_examples(seed, hidden, activation, loss):
    x, y, betas, omegas, _ = drawn(seed, hidden, loss)
    whole = backprop.pack(*backprop.gradients(x, y, betas, omegas, activation, loss))
    parts = [backprop.gradients(x[[i]], y[[i]], betas, omegas, activation, loss) for i in range(len(x))]
    np.testing.assert_allclose(whole, sum(backprop.pack(*part) for part in parts), rtol=1e-9, atol=1e-9)


@given(seeds, hidden_widths)
def test_shares_weigh_the_examples(seed, hidden):
    x, y, betas, omegas, _ = drawn(seed, hidden, "squares")
    share = np.array([[1.0], [0.0], [0.0], [0.5]])
    got = backprop.pack(*backprop.gradients(x, y, betas, omegas, share=share))
    first, last = (backprop.pack(*backprop.gradients(x[i], y[i], betas, omegas)) for i in (0, 3))
    np.testing.assert_allclose(got, first + last / 2, rtol=1e-9, atol=1e-9)


@given(seeds, hidden_widths)
def test_forward_with_relu_is_the_deep_network_of_chapter_four(seed, hidden):
    x, _, betas, omegas, _ = drawn(seed, hidden, "squares")
    for got, wanted in zip(backprop.forward(x, betas, omegas), deep.layers(x, betas, omegas), strict=True):
        for each, other in zip(got, wanted, strict=True):
            np.testing.assert_array_equal(each, other)


@given(seeds, hidden_widths, names)
def test_a_stack_of_networks_is_computed_like_each_of_them(seed, hidden, activation):
    x, _, betas, omegas, widths = drawn(seed, hidden, "squares", count=1)
    stack = backprop.pack(betas, omegas) * np.array([[1.0], [0.5], [-2.0]])
    fs, _ = backprop.forward(np.broadcast_to(x, (3, 3)), *backprop.unpack(stack, widths), activation)
    alone = [backprop.forward(x[0], *backprop.unpack(theta, widths), activation)[0][-1] for theta in stack]
    np.testing.assert_allclose(fs[-1], alone, rtol=1e-12, atol=1e-12)


@given(seeds, hidden_widths, names)
def test_forward_and_reverse_mode_give_the_same_slope_along_a_direction(seed, hidden, activation):
    x, y, betas, omegas, _ = drawn(seed, hidden, "squares", count=1)
    fs, hs = backprop.forward(x, betas, omegas, activation)
    d_output = backprop.squares_grad(y, fs[-1])
    d_betas, _, _ = backprop.backward(d_output, fs, hs, omegas, activation)
    direction = np.random.default_rng(seed).normal(size=np.shape(fs[0]))
    changes, _ = backprop.push_forward(direction, fs, hs, omegas, activation)
    np.testing.assert_allclose(np.sum(changes[-1] * d_output), np.sum(direction * d_betas[0]), rtol=1e-9, atol=1e-9)


@given(seeds, hidden_widths)
def test_a_small_change_travels_as_the_first_order_says(seed, hidden):
    x, _, betas, omegas, _ = drawn(seed, hidden, "squares", count=1)
    fs, hs = backprop.forward(x, betas, omegas, "tanh")
    step = 1e-6 * np.random.default_rng(seed).normal(size=np.shape(fs[0]))
    moved, _ = backprop.forward(x, [betas[0] + step[0], *betas[1:]], omegas, "tanh")
    changes, _ = backprop.push_forward(step, fs, hs, omegas, "tanh")
    for before, after, change in zip(fs, moved, changes, strict=True):
        np.testing.assert_allclose(after - before, change, atol=1e-9)


@given(seeds, hidden_widths)
def test_a_unit_that_is_off_learns_nothing(seed, hidden):
    assume(hidden)
    x, y, betas, omegas, _ = drawn(seed, hidden, "squares", count=1)
    fs, _ = backprop.forward(x, betas, omegas)
    d_betas, d_omegas = backprop.gradients(x, y, betas, omegas)
    for k in range(len(hidden)):
        off = fs[k][0] <= 0
        assert not np.any(d_betas[k][off]) and not np.any(d_omegas[k][off])
        assert not np.any(d_omegas[k + 1][:, off])


def test_at_zero_a_relu_has_slope_zero():  # erratum E47
    _, slope = backprop.ACTIVATIONS["relu"]
    np.testing.assert_array_equal(slope(np.array([-1.0, 0.0, 1.0]), None), [0, 0, 1])


@given(seeds, hidden_widths)
def test_packing_and_unpacking_lose_nothing(seed, hidden):
    _, _, betas, omegas, widths = drawn(seed, hidden, "squares")
    theta = backprop.pack(betas, omegas)
    assert theta.shape == (deep.n_params_mlp(widths),)
    for got, wanted in zip(backprop.unpack(theta, widths), (betas, omegas), strict=True):
        for each, other in zip(got, wanted, strict=True):
            np.testing.assert_array_equal(each, other)


def test_an_error_of_central_differences_falls_with_the_square_of_the_step():
    errors = [abs(backprop.finite_difference(np.prod, np.array([1.0, 2.0, 3.0]), h)[0] - 6) for h in (1e-1, 1e-3)]
    assert max(errors) < 1e-10  # a product is linear in each factor
    cube = [abs(backprop.finite_difference(lambda t: t[0] ** 3, np.ones(1), h)[0] - 3) for h in (1e-1, 1e-2)]
    np.testing.assert_allclose(cube, [1e-2, 1e-4], rtol=1e-6)


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_the_slope_of_a_penalty_is_that_of_central_differences(kind):
    theta = np.array([0.5, -2.0, 3.0])
    penalty = [lambda t: 0.0, lambda t: 0.3 * np.sum(np.abs(t)), lambda t: 0.15 * np.sum(t**2)][kind]
    got = backprop.penalty_grad(theta, kind, 0.3)
    np.testing.assert_allclose(got, backprop.finite_difference(penalty, theta), atol=1e-9)


def test_numbers_stay_finite_for_huge_scores():
    for loss in ("binary", "classes"):
        x, y, betas, omegas, _ = drawn(1, (3,), loss)
        d_betas, d_omegas = backprop.gradients(1e200 * x, y, betas, omegas, "tanh", loss)
        assert all(np.all(np.isfinite(each)) for each in [*d_betas, *d_omegas])


# ----- the same weights in the page -----

TRAINED = (2, 8, 8, 1)
POINTS = np.random.default_rng(0).normal(size=(60, 2))
LABELS = 1.0 * (POINTS[:, 0] * POINTS[:, 1] > 0)
ORDER = np.random.default_rng(1).integers(0, 60, (50, 10))  # fifty batches of ten, again and again


def start():
    theta = backprop.pack(*backprop.he_init(TRAINED, np.random.default_rng(2), 1.0))
    return {"theta": theta, "mean": np.zeros(len(theta)), "square": np.zeros(len(theta)), "count": np.array(0.0)}


def stepper(activation, optimiser):
    from dlnotes.live import look_up

    def step(state, rate):
        batch = look_up(ORDER, state.count.astype(int), mode="wrap")
        betas, omegas = backprop.unpack(state.theta, TRAINED)
        x, y = look_up(POINTS, batch), look_up(LABELS, batch)
        d_betas, d_omegas = backprop.gradients(x, y, betas, omegas, activation, "binary", 0.1)
        count, gradient = state.count + 1, backprop.pack(d_betas, d_omegas)
        after = backprop.update(state.theta, state.mean, state.square, count, gradient, rate, optimiser)
        return dict(zip(("theta", "mean", "square"), after, strict=True)) | {"count": count}

    return step


@pytest.mark.parametrize(
    ("activation", "optimiser", "rate"), [("tanh", 0, 0.1), ("relu", 1, 0.05), ("sigmoid", 2, 0.01)]
)
def test_a_thousand_training_steps_in_the_page_give_the_weights_that_numpy_gives(activation, optimiser, rate):
    step = stepper(activation, optimiser)
    recording = Recording()
    groups, _ = record_state(recording, State(start, step), {"rate": recording.input("rate", np.asarray(rate))})
    constants, program = Constants(), recording.program(groups | {"draw": []})
    names = [f"state.{name}" for name in start()]
    variant = {"program": lower(program, constants), "state": {"names": names}}
    replay().load("thousand steps", variant, [encode_array(array) for array in constants.arrays])
    # the arrays of the last step stay in the page, so those of step 999 advance once more to step 1000
    ids = [ref.index for ref in program.groups["step"]]
    page = replay().run("thousand steps", ids, group="step", inputs={"rate": rate}, steps=999)
    state = start()
    for _ in range(1000):
        state = step(SimpleNamespace(**state), np.asarray(rate))
    assert total(POINTS, LABELS, *backprop.unpack(state["theta"], TRAINED), activation, "binary") < 20 < 60 * np.log(2)
    for got, wanted in zip(page, state.values(), strict=True):
        np.testing.assert_allclose(got, np.ravel(wanted), rtol=1e-9, atol=1e-9 * np.max(np.abs(wanted)))


# ----- bad input -----


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: backprop.forward(np.zeros(3), BETAS, OMEGAS), r"`omegas\[0\]` \(shape \(3, 2\)\) .* here \(3,\)"),
        (
            lambda: backprop.forward(np.zeros(2), [np.zeros(2)], [np.zeros((3, 2))]),
            r"`betas\[0\]` \(shape \(2,\)\) .* 3",
        ),
        (lambda: backprop.forward(np.zeros(2), BETAS, OMEGAS, "cube"), r"`activation` must be one of relu, .* 'cube'"),
        (lambda: backprop.gradients(np.zeros(2), np.zeros(1), BETAS, OMEGAS, loss="mse"), r"`loss` must be .* 'mse'"),
        (lambda: backprop.gradients(np.zeros((4, 2)), np.zeros(4), BETAS, OMEGAS), r"`y` \(shape \(4,\)\) .* \(4, 1\)"),
        (
            lambda: backprop.backward(np.zeros(2), [np.zeros(1)], [np.zeros(2)], OMEGAS[2:]),
            r"`d_output` \(shape \(2,\)",
        ),
        (lambda: backprop.unpack(np.zeros(19), WIDTHS), r"`theta` \(shape \(19,\)\) must end in 20 numbers"),
        (lambda: backprop.finite_difference(np.sum, np.zeros(2), 0), r"`h` \(0\) must be above 0"),
    ],
)
def test_bad_input_is_refused_with_the_rule_and_the_value(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_losses_are_those_of_chapter_five():
    f, y = np.array([[0.3], [-2.0]]), np.array([1.0, 0.0])
    np.testing.assert_array_equal(backprop.binary(y, f), losses.bce_with_logits(y, f[:, 0]))
    assert backprop.LOSSES["classes"] == (losses.cross_entropy, losses.cross_entropy_grad)
