"""The mathematics of stochastic gradient descent, against the lecture map, PyTorch and its own laws."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dlnotes import data, linear, sgd

X, Y = data.wave_packet()
A, B = data.five_points()
HERE = np.array([0.3, -0.7])  # where the lecture map looks at the batches of data A
PLACES = np.array([-10.0, -2, 0, 1, 3])
CURVED = np.array([1.0, 25.0])

seeds = st.integers(0, 10**6)
points = st.tuples(st.floats(-10, 10), st.floats(2.5, 22.5)).map(np.array)


def gradient(phi, t=0):
    return sgd.gabor_grad(X, Y, phi)


def bowl(phi, t):
    return CURVED * phi


def torch_path(make, steps, start=(1.0, 12.0), schedule=None):
    """The path of a PyTorch optimiser on the Gabor loss, with gradients by autograd; batch t is every third point."""
    phi = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimiser = make([phi])
    scheduler = schedule and schedule(optimiser)
    path = [phi.detach().numpy().copy()]
    for t in range(steps):
        optimiser.zero_grad()
        torch_loss(phi, t).backward()
        optimiser.step()
        if scheduler:
            scheduler.step()
        path.append(phi.detach().numpy().copy())
    return np.array(path)


def torch_loss(phi, t):
    x, y = torch.tensor(X[t % 3 :: 3]), torch.tensor(Y[t % 3 :: 3])
    u = phi[0] + 0.06 * phi[1] * x
    return torch.sum((torch.sin(u) * torch.exp(-(u**2) / 32) - y) ** 2)


def batch_gradient(phi, t):
    return sgd.gabor_grad(X[t % 3 :: 3], Y[t % 3 :: 3], phi)


# ----- the model -----


@pytest.mark.parametrize(
    ("phi", "values"),
    [
        ((0, 16.6), (0.022975, -0.806169, 0, 0.813683, 0.115742)),
        ((1, 6), (-0.417335, 0.275679, 0.815582, 0.922946, 0.762718)),
        ((-5, 25), (-3.40223e-06, -0.133895, 0.439028, 0.239213, -0.475695)),
    ],
)
def test_the_gabor_model_at_five_places(phi, values):
    np.testing.assert_allclose(sgd.gabor(PLACES, np.array(phi)), values, atol=1e-6)


@pytest.mark.parametrize(
    ("phi", "loss", "grad"),
    [
        ((0, 16.6), 0, (0, 0)),
        ((1, 6), 11.263047, (-0.122038, -0.836943)),
        ((0, 0), 3.203229, (0, -0.00673038)),
        ((-5, 20), 6.647121, (3.323429, 0.3157)),
        ((6, 10), 6.886112, (1.361596, -0.899993)),
        ((1, 12), 5.589981, (5.004078, -0.827229)),
        ((2, 12), 10.517179, (3.698866, -0.040753)),
    ],
)
def test_loss_and_gradient_of_the_wave_packet(phi, loss, grad):
    phi = np.array(phi, dtype=float)
    assert sgd.gabor_loss(X, Y, phi) == pytest.approx(loss, abs=1e-6)
    np.testing.assert_allclose(gradient(phi), grad, atol=1e-6)


def test_the_envelope_of_the_notes_gives_another_value_at_zero():
    assert sgd.gabor(np.zeros(1), np.array([0.5, 1.0]))[0] == pytest.approx(0.47569, abs=1e-5)
    assert np.sin(0.5) == pytest.approx(0.47943, abs=1e-5)


@given(points)
def test_gradient_and_hessian_of_the_gabor_loss_are_those_of_autograd(phi):
    def loss(p):
        u = p[0] + 0.06 * p[1] * torch.tensor(X)
        return torch.sum((torch.sin(u) * torch.exp(-(u**2) / 32) - torch.tensor(Y)) ** 2)

    p = torch.tensor(phi)
    np.testing.assert_allclose(gradient(phi), torch.autograd.functional.jacobian(loss, p), rtol=1e-10, atol=1e-10)
    hessian = torch.autograd.functional.hessian(loss, p)
    np.testing.assert_allclose(sgd.gabor_hessian(X, Y, phi), hessian, rtol=1e-9, atol=1e-9)


@given(points)
def test_minus_phi_turns_the_model_upside_down(phi):
    np.testing.assert_allclose(sgd.gabor(X, -phi), -sgd.gabor(X, phi), atol=1e-14)


@given(points)
def test_the_loss_map_is_its_own_mirror_image(phi):
    mirrored = phi * np.array([-1, 1])
    assert sgd.gabor_loss(X, Y, mirrored) == pytest.approx(sgd.gabor_loss(X, Y, phi), abs=1e-12)


def test_a_map_of_points_is_computed_at_once():
    phi = np.random.default_rng(0).normal(size=(3, 4, 2))
    assert sgd.gabor_loss(X, Y, phi).shape == (3, 4)
    np.testing.assert_allclose(gradient(phi)[1, 2], gradient(phi[1, 2]))


def test_phi_must_be_two_numbers():
    with pytest.raises(ValueError, match=r"shape \(3,\)\) must end in two"):
        sgd.gabor(X, np.zeros(3))


# ----- its landscape -----


@pytest.mark.parametrize(
    ("start", "end", "loss"),
    [
        ((0, 10), (0, 16.6), 0),
        ((2, 2.5), (11.351812, 9.250119), 3.868377),
        ((4, 12.5), (6.238375, 17.363510), 2.851431),
        ((2, 10), (0, 16.6), 0),
    ],
)
def test_gradient_descent_ends_in_the_valley_in_which_it_starts(start, end, loss):
    found = sgd.settle(gradient, np.array(start, dtype=float), 0.02, 20000)
    np.testing.assert_allclose(found, end, atol=2e-5)  # 20 000 steps do not quite arrive in the flat one
    assert sgd.gabor_loss(X, Y, found) == pytest.approx(loss, abs=1e-6)


@pytest.mark.parametrize(
    ("saddle", "loss"), [((2.231420, 7.612078), 10.833587), ((6.001078, 8.734432), 7.718956)]
)  # fmt: skip
@pytest.mark.parametrize("side", [1, -1])
def test_saddles_have_no_gradient_and_curve_both_ways(saddle, loss, side):
    saddle = np.array(saddle) * np.array([side, 1])
    assert sgd.gabor_loss(X, Y, saddle) == pytest.approx(loss, abs=1e-6)
    np.testing.assert_allclose(gradient(saddle), 0, atol=1e-4)
    low, high = np.linalg.eigvalsh(sgd.gabor_hessian(X, Y, saddle))
    assert low < 0 < high


def test_curvatures_at_the_global_minimum_and_the_largest_stable_rate():
    hessian = sgd.gabor_hessian(X, Y, np.array([0, 16.6]))
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [0.203427, 6.606661], atol=1e-6)
    assert linear.max_stable_step(hessian) == pytest.approx(0.302725, abs=1e-6)


def test_25_of_99_coarse_starts_reach_the_global_minimum():
    starts = np.stack(np.meshgrid(np.arange(-10, 11, 2.0), np.arange(2.5, 23, 2.5)), axis=-1).reshape(-1, 2)
    ends = sgd.settle(gradient, starts, 0.2, 3000)
    minima = [(0, 16.6), (-6.238375, 17.36351), (6.238375, 17.36351), (-11.351812, 9.250119), (11.351812, 9.250119)]
    arrived = [np.sum(np.hypot(*(ends - minimum).T) < 0.1) for minimum in minima]
    assert len(starts) == 99
    assert arrived == [25, 20, 20, 10, 10]


def test_one_step_from_the_playground():
    path = sgd.sgd(gradient, np.array([1.0, 12.0]), 0.05, 1)
    np.testing.assert_allclose(path[1], [0.749796, 12.041361], atol=1e-6)
    assert sgd.gabor_loss(X, Y, path[1]) == pytest.approx(4.387424, abs=1e-6)


# ----- batches -----


def test_1000_examples_in_batches_of_32_take_32_updates_and_the_last_has_8():
    dealt = sgd.batches(1000, 32, rng=np.random.default_rng(0))
    assert sgd.updates_per_epoch(1000, 32) == len(dealt) == 32
    assert [len(batch) for batch in dealt] == [32] * 31 + [8]


@given(st.integers(1, 60), st.data(), seeds)
def test_an_epoch_uses_every_example_exactly_once(N, draw, seed):
    size = draw.draw(st.integers(1, N))
    dealt = sgd.batches(N, size, rng=np.random.default_rng(seed))
    np.testing.assert_array_equal(np.sort(np.concatenate(dealt)), np.arange(N))
    assert len(dealt) == sgd.updates_per_epoch(N, size)


def test_two_epochs_are_shuffled_differently():
    rng = np.random.default_rng(0)
    assert not np.array_equal(np.concatenate(sgd.batches(28, 4, rng=rng)), np.concatenate(sgd.batches(28, 4, rng=rng)))


@pytest.mark.parametrize("size", [0, 29])
def test_a_batch_has_at_least_one_example_and_at_most_all(size):
    with pytest.raises(ValueError, match=f"here {size}"):
        sgd.batches(28, size, rng=np.random.default_rng(0))


@pytest.mark.parametrize("size", range(1, 6))
def test_batch_gradients_have_the_full_gradient_as_their_mean_and_the_predicted_spread(size):
    traces = [432.848, 162.318, 72.141333, 27.053, 0]
    grads = sgd.line_grads(A, B, HERE)
    of_batches = grads[sgd.every_batch(5, size)].mean(axis=1)
    np.testing.assert_allclose(of_batches.mean(axis=0), [-8.2, -22.4], atol=1e-12)
    np.testing.assert_allclose(of_batches.mean(axis=0), linear.mse_grad(A, B, HERE), atol=1e-12)
    spread = np.mean(np.sum((of_batches - [-8.2, -22.4]) ** 2, axis=1))
    assert spread == pytest.approx(traces[size - 1], abs=1e-6)
    assert sgd.batch_covariance_trace(grads, size) == pytest.approx(spread, abs=1e-9)


@given(seeds, st.integers(2, 7), st.data())
def test_the_spread_formula_holds_for_any_gradients(seed, N, draw):
    size = draw.draw(st.integers(1, N))
    grads = np.random.default_rng(seed).normal(size=(N, 3))
    means = grads[sgd.every_batch(N, size)].mean(axis=1)
    spread = np.mean(np.sum((means - grads.mean(axis=0)) ** 2, axis=1))
    assert sgd.batch_covariance_trace(grads, size) == pytest.approx(spread, abs=1e-12)


# ----- escapes: what noise can and cannot do -----


def crowd_after(start, size, rate, epochs, runs=100, cool_steps=1500):
    """Share of SGD runs that are at the global minimum after some epochs and a cool-down by full gradients."""
    rng = np.random.default_rng(0)
    phi = np.tile(np.array(start, dtype=float), (runs, 1))
    for _ in range(epochs):
        orders = rng.permuted(np.tile(np.arange(28), (runs, 1)), axis=1)
        for begin in range(0, 28, size):
            dealt = orders[:, begin : begin + size]
            phi = phi - rate * sgd.gabor_grad(X[dealt], Y[dealt], phi)
    ends = sgd.settle(gradient, phi, 0.05, cool_steps)
    return np.mean(np.hypot(ends[:, 0], ends[:, 1] - 16.6) < 0.1)


def test_noise_frees_about_a_third_of_the_runs_from_a_ridge_and_none_from_a_floor():
    assert 0.2 < crowd_after((3.5, 20), 7, 0.3, epochs=10) < 0.55
    assert crowd_after((3.5, 20), 28, 0.3, epochs=10) == 0
    assert crowd_after((3.5, 20), 7, 0.05, epochs=10) == 0
    assert crowd_after((6.238, 17.364), 7, 0.3, epochs=10) == 0


# ----- optimisers, step by step as in PyTorch -----

SAME = {"rtol": 1e-12, "atol": 1e-12}
START = np.array([1.0, 12.0])


def test_sgd_is_that_of_pytorch():
    theirs = torch_path(lambda p: torch.optim.SGD(p, lr=0.05), 40)
    np.testing.assert_allclose(sgd.sgd(batch_gradient, START, 0.05, 40), theirs, **SAME)


@pytest.mark.parametrize("dampening", [0, 0.3, 0.9])
def test_the_heavy_ball_is_that_of_pytorch_with_and_without_dampening(dampening):
    theirs = torch_path(lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, dampening=dampening), 40)
    np.testing.assert_allclose(sgd.heavy_ball(batch_gradient, START, 0.02, 0.9, 40, dampening), theirs, **SAME)


def test_momentum_is_pytorchs_undampened_one_with_the_rate_divided_by_one_minus_beta():
    theirs = torch_path(lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9), 40)
    np.testing.assert_allclose(sgd.momentum(batch_gradient, START, 0.2, 0.9, 40), theirs, **SAME)


def test_pytorchs_dampening_is_not_our_momentum_because_its_first_step_is_not_dampened():
    ours = sgd.momentum(batch_gradient, START, 0.2, 0.9, 2)
    theirs = sgd.heavy_ball(batch_gradient, START, 0.2, 0.9, 2, dampening=0.9)
    np.testing.assert_allclose(theirs[1] - START, 10 * (ours[1] - START))


def test_nesterov_as_pytorch_has_it():
    theirs = torch_path(lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True), 40)
    np.testing.assert_allclose(sgd.nesterov_ahead(batch_gradient, START, 0.02, 0.9, 40), theirs, **SAME)


def test_pytorchs_nesterov_walks_on_the_places_where_ours_asks_for_the_gradient():
    alpha, beta, asked = 0.2, 0.9, []

    def noted(phi, t):
        asked.append(phi)
        return batch_gradient(phi, t)

    sgd.nesterov(noted, START, alpha, beta, 40)
    ahead = sgd.nesterov_ahead(batch_gradient, START, alpha * (1 - beta), beta, 39)
    np.testing.assert_allclose(asked, ahead, **SAME)


def test_adam_is_that_of_pytorch():
    theirs = torch_path(lambda p: torch.optim.Adam(p, lr=0.1), 60)
    np.testing.assert_allclose(sgd.adam(batch_gradient, START, 0.1, 60), theirs, **SAME)


def test_adams_first_step_has_the_size_of_the_rate_whatever_the_gradient():
    step = np.diff(sgd.adam(lambda phi, t: np.array([0.003, -40.0]), np.zeros(2), 0.001, 1), axis=0)[0]
    np.testing.assert_allclose(step, [-0.001, 0.001], rtol=1e-5)


def test_optimisers_walk_a_crowd_at_once():
    crowd = np.stack([START, START + 1])
    for walk in (
        lambda start: sgd.sgd(gradient, start, 0.05, 5),
        lambda start: sgd.momentum(gradient, start, 0.05, 0.9, 5),
        lambda start: sgd.nesterov(gradient, start, 0.05, 0.9, 5),
        lambda start: sgd.adam(gradient, start, 0.05, 5),
    ):
        np.testing.assert_allclose(walk(crowd)[:, 0], walk(START), rtol=1e-12)


@pytest.mark.parametrize("walk", [sgd.momentum, sgd.nesterov])
def test_without_beta_momentum_is_plain_descent(walk):
    np.testing.assert_allclose(walk(gradient, START, 0.05, 0.0, 20), sgd.sgd(gradient, START, 0.05, 20), **SAME)


# ----- momentum on quadratics -----


@pytest.mark.parametrize(
    ("walk", "alpha", "iterates"),
    [
        (sgd.momentum, 0.1, (0.99, 0.9711, 0.944379, 0.910886, 0.871634)),
        (sgd.momentum, 1, (0.9, 0.72, 0.486, 0.2268, -0.02916)),
        (sgd.nesterov, 1, (0.9, 0.729, 0.51759, 0.294589, 0.084499)),
    ],
)
def test_first_iterates_of_momentum_on_a_parabola(walk, alpha, iterates):
    path = walk(lambda phi, t: phi, np.ones(1), alpha, 0.9, 5)
    np.testing.assert_allclose(path[1:, 0], iterates, atol=1e-6)


def steps_to(path):
    return np.argmax(np.linalg.norm(path, axis=-1) < 1e-3)


def test_a_heavy_ball_needs_27_steps_where_descent_needs_91():
    start = np.ones(2)
    assert steps_to(sgd.sgd(bowl, start, 2 / 26, 200)) == 91
    assert steps_to(sgd.heavy_ball(bowl, start, 1 / 9, 4 / 9, 200)) == 27


@pytest.mark.parametrize(("beta", "limit"), [(0, 2), (0.5, 6), (0.9, 38)])
def test_momentum_is_stable_below_the_limit_and_not_above(beta, limit):
    assert sgd.largest_stable(beta) == pytest.approx(limit)
    for factor, settles in ((0.99, True), (1.01, False)):
        path = sgd.momentum(lambda phi, t: phi, np.ones(1), factor * limit, beta, 3000)
        assert (abs(path[-1, 0]) < 1e-3) == settles
        assert (sgd.momentum_radius(factor * limit, beta, 1.0) < 1) == settles


@pytest.mark.parametrize("beta", [0, 0.5, 0.9])
def test_nesterov_is_stable_up_to_a_smaller_limit(beta):
    limit = 2 * (1 + beta) / ((1 + 2 * beta) * (1 - beta))
    assert sgd.nesterov_radius(0.99 * limit, beta, 1.0) < 1 < sgd.nesterov_radius(1.01 * limit, beta, 1.0)


rates, betas, curvatures = st.floats(0.01, 3), st.floats(0, 0.98), st.floats(0.1, 20)


@given(rates, betas, curvatures)
def test_the_radius_of_momentum_is_that_of_its_matrix(rate, beta, h):
    matrix = [[1 - rate * (1 - beta) * h, -rate * beta], [(1 - beta) * h, beta]]  # of (φ, m)
    radius = max(abs(np.linalg.eigvals(matrix)))
    assert sgd.momentum_radius(rate, beta, h) == pytest.approx(radius, rel=1e-6, abs=1e-6)


@given(rates, betas, curvatures)
def test_the_radius_of_nesterov_is_that_of_its_matrix(rate, beta, h):
    left = 1 - rate * (1 - beta) * h
    mean = np.array([(1 - beta) * h, beta * left])  # the new mean, from (φ, m)
    matrix = np.array([np.array([1, 0]) - rate * mean, mean])
    radius = max(abs(np.linalg.eigvals(matrix)))
    assert sgd.nesterov_radius(rate, beta, h) == pytest.approx(radius, rel=1e-6, abs=1e-6)


@given(st.floats(0.001, 0.1), betas)
@settings(max_examples=40)
def test_all_steps_at_once_are_the_steps_one_by_one(rate, beta):
    start = np.array([1.0, -2.0])
    for at_once, walk in ((sgd.momentum_quadratic, sgd.momentum), (sgd.nesterov_quadratic, sgd.nesterov)):
        slow = walk(bowl, start, rate, beta, 60)
        np.testing.assert_allclose(at_once(CURVED, start, rate, beta, 60), slow, rtol=1e-9, atol=1e-9)


def test_a_diverging_path_is_held_and_never_undefined():
    path = sgd.momentum_quadratic(np.array([1.0, 100.0]), np.ones(2), 3.0, 0.0, 200)
    assert np.all(np.isfinite(path))


# ----- schedules -----

T = np.arange(101)


@pytest.mark.parametrize(
    ("rates", "values"),
    [
        (sgd.step_decay(T, 0.1, 0.5, 30), (0.1, 0.1, 0.05, 0.0125)),
        (sgd.exponential_decay(T, 0.1, 0.97), (0.1, 0.073742, 0.021807, 0.00475525)),
        (sgd.inverse_time(T, 0.1, 0.1), (0.1, 0.05, 0.016667, 0.00909091)),
        (sgd.cosine(T, 0.1, 100), (0.1, 0.097553, 0.05, 0)),
        (sgd.constant(T, 0.1), (0.1, 0.1, 0.1, 0.1)),
    ],
)
def test_schedules_at_steps_0_10_50_and_100(rates, values):
    np.testing.assert_allclose(rates[[0, 10, 50, 100]], values, atol=1e-6)


LR = torch.optim.lr_scheduler


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lambda t: sgd.constant(t, 0.1), lambda o: LR.ConstantLR(o, factor=1)),
        (lambda t: sgd.step_decay(t, 0.1, 0.5, 30), lambda o: LR.StepLR(o, 30, 0.5)),
        (lambda t: sgd.exponential_decay(t, 0.1, 0.97), lambda o: LR.ExponentialLR(o, 0.97)),
        (lambda t: sgd.inverse_time(t, 0.1, 0.1), lambda o: LR.LambdaLR(o, lambda t: 1 / (1 + 0.1 * t))),
        (lambda t: sgd.power_decay(t, 0.1, 2), lambda o: LR.LambdaLR(o, lambda t: (1 + t) ** -2.0)),
        (lambda t: sgd.cosine(t, 0.1, 100), lambda o: LR.CosineAnnealingLR(o, 100)),
        (lambda t: sgd.warm_up(t, 0.1, 20), lambda o: LR.LinearLR(o, 1 / 20, total_iters=19)),
    ],
    ids=["constant", "step", "exponential", "inverse time", "power", "cosine", "warm-up"],
)
def test_a_schedule_is_that_of_pytorch(ours, theirs):
    optimiser = torch.optim.SGD([torch.zeros(1)], lr=0.1)
    scheduler, rates = theirs(optimiser), []
    for _ in range(101):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    np.testing.assert_allclose(ours(T), rates, **SAME)


def test_an_optimiser_follows_a_schedule_as_in_pytorch():
    theirs = torch_path(
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9), 40, schedule=lambda o: LR.ExponentialLR(o, 0.95)
    )
    ours = sgd.heavy_ball(batch_gradient, START, lambda t: sgd.exponential_decay(t, 0.05, 0.95), 0.9, 40)
    np.testing.assert_allclose(ours, theirs, **SAME)


# ----- the noise floor -----


@pytest.mark.parametrize(("alpha", "variance"), [(0.5, 0.666667), (0.1, 0.105263), (0.01, 0.01005)])
def test_the_noise_floor_of_five_numbers(alpha, variance):
    y = np.array([1.0, 3, 2, 5, 4])
    assert sgd.noise_floor(alpha, np.var(y)) == pytest.approx(variance, abs=1e-6)
    rng = np.random.default_rng(0)
    walk = sgd.chase(3.0, np.full(20000, alpha), rng.choice(y, (20000, 10)))
    assert np.var(walk[2000:]) == pytest.approx(variance, rel=0.05)


@given(seeds, st.integers(1, 70), st.floats(0.01, 1))
def test_a_chase_at_once_is_the_chase_step_by_step(seed, steps, alpha):
    rng = np.random.default_rng(seed)
    targets, rates = rng.normal(size=(steps, 3)), sgd.inverse_time(np.arange(steps), alpha, 0.1)
    slow = sgd.sgd(lambda phi, t: phi - targets[t], np.full(3, 2.0), lambda t: rates[t], steps)
    np.testing.assert_allclose(sgd.chase(2.0, rates, targets), slow, rtol=1e-12, atol=1e-12)


def test_with_rates_one_over_t_the_iterate_is_the_mean_of_what_it_has_seen():
    targets = np.random.default_rng(0).normal(size=(50, 1))
    walk = sgd.chase(99.0, sgd.power_decay(np.arange(50), 1.0, 1), targets)
    np.testing.assert_allclose(walk[1:], np.cumsum(targets, axis=0) / np.arange(1, 51)[:, None], atol=1e-12)


def test_without_residuals_there_is_no_noise_and_constant_steps_do_arrive():
    rng = np.random.default_rng(0)
    phi = np.array([1.0, 12.0])
    for _ in range(300):
        for batch in sgd.batches(28, 4, rng=rng):
            phi = phi - 0.3 * sgd.gabor_grad(X[batch], Y[batch], phi)
    assert sgd.gabor_loss(X, Y, phi) < 1e-9
