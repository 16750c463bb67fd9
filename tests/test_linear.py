"""The mathematics of linear fits, against reference values, PyTorch, finite differences and its own laws."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dlnotes import data, linear

X_A, Y_A = data.five_points()
H_A = linear.mse_hessian(X_A)
BEST_A = np.array([1.4, 0.8])
ORIGIN = np.zeros(2)


def grad_a(phi):
    return linear.mse_grad(X_A, Y_A, phi)


# ----- strategies -----

numbers = st.floats(-5, 5).map(lambda value: round(value, 3))
rates = st.floats(0.01, 0.99)


@st.composite
def problems(draw, features=1):
    """x, y and phi of a fit whose best solution is unique and not absurdly sensitive."""
    N = draw(st.integers(features + 2, 8))
    x = draw(arrays(float, (N, features), elements=numbers))
    y, phi = draw(arrays(float, N, elements=numbers)), draw(arrays(float, features + 1, elements=numbers))
    assume(np.linalg.cond(linear.design_matrix(x)) < 100)
    return (x[:, 0] if features == 1 else x), y, phi


several_features = problems(features=2) | problems(features=3)
any_problem = problems() | several_features


# ----- reference values -----


def test_the_best_line_through_the_five_points_has_loss_0_72_and_explains_64_percent():
    phi = linear.fit_exact(X_A, Y_A)
    loss = linear.mse(X_A, Y_A, phi)
    np.testing.assert_allclose(phi, BEST_A, atol=1e-12)
    np.testing.assert_allclose([loss, 5 * loss, 1 - loss / np.var(Y_A)], [0.72, 3.6, 0.64], atol=1e-12)


@pytest.mark.parametrize(
    ("phi", "loss", "gradient"),
    [((0, 0), 11, (-6, -15.2)), ((0.3, -0.7), 22.03, (-8.2, -22.4)), ((1.4, 0.8), 0.72, (0, 0))],
)
def test_loss_and_gradient_of_the_five_points(phi, loss, gradient):
    np.testing.assert_allclose(linear.mse(X_A, Y_A, phi), loss, atol=1e-12)
    np.testing.assert_allclose(linear.mse_grad(X_A, Y_A, phi), gradient, atol=1e-12)


def test_the_squared_gradient_at_the_origin_is_267_04():
    assert grad_a(ORIGIN) @ grad_a(ORIGIN) == pytest.approx(267.04, abs=1e-9)


def test_prediction_and_residual_are_different_things():  # erratum E02
    at_one = np.array([1.0])
    assert linear.predict(at_one, BEST_A) == pytest.approx(2.2)
    assert linear.residuals(X_A, Y_A, BEST_A)[1] == pytest.approx(-0.8)


def test_the_first_parameter_is_the_intercept_and_the_second_the_slope():  # erratum E01
    at_zero, at_one = linear.predict(np.array([0.0, 1.0]), np.array([7.0, 3.0]))
    assert (at_zero, at_one - at_zero) == (7, 3)


def test_the_bowl_of_the_five_points_is_22_times_longer_than_wide():
    curvatures, _ = linear.principal_axes(H_A)
    np.testing.assert_allclose(H_A, [[2, 4], [4, 12]], atol=1e-12)
    np.testing.assert_allclose(curvatures, [0.596876, 13.403124], atol=1e-6)
    assert linear.condition_number(H_A) == pytest.approx(22.455467, abs=1e-6)


def test_step_limits_of_the_five_points():
    best = linear.best_step(H_A)
    assert linear.max_stable_step(H_A) == pytest.approx(0.149219, abs=1e-6)
    assert linear.max_stable_step(5 * H_A) == pytest.approx(0.029844, abs=1e-6)  # sum of squares
    assert best == pytest.approx(1 / 7)
    assert linear.contraction_rate(H_A, best) == pytest.approx(0.914732, abs=1e-6)


def test_three_steps_from_the_origin():
    path = linear.descend(grad_a, ORIGIN, 0.1, 3)
    np.testing.assert_allclose(path[1:], [(0.6, 1.52), (0.472, 0.976), (0.5872, 1.136)], atol=1e-9)
    np.testing.assert_allclose(linear.mse(X_A, Y_A, path[1:]), [2.1664, 1.113728, 0.965617], atol=1e-6)


STOPS = [  # rate, tolerance, step, point, loss
    (1e-1, 1e-6, 87, (1.395287, 0.801653), 0.720007),
    (1e-1, 1e-9, 143, (1.39985, 0.800053), 0.72),
    (1e-2, 1e-6, 693, (1.384267, 0.805519), 0.720083),
    (1e-4, 1e-3, 1238, (0.397623, 0.906231), 1.366537),
    (1e-6, 1e-3, 1, (6e-06, 1.52e-05), 10.999733),  # erratum E04
]


@pytest.mark.parametrize(("rate", "tolerance", "step", "point", "loss"), STOPS)
def test_where_a_small_change_of_the_loss_stops_the_descent(rate, tolerance, step, point, loss):
    path = linear.descend(grad_a, ORIGIN, rate, step + 50)
    losses = linear.mse(X_A, Y_A, path)
    assert linear.stop_by_loss_change(losses, tolerance) == step
    np.testing.assert_allclose(path[step], point, atol=1e-6)
    assert losses[step] == pytest.approx(loss, abs=1e-6)


@pytest.mark.parametrize(("rate", "tolerance", "step", "point", "loss"), STOPS)
def test_the_step_of_the_stop_is_found_without_walking(rate, tolerance, step, point, loss):
    def drop(steps):
        before = linear.descend_quadratic(H_A, BEST_A, ORIGIN, rate, steps - 1)
        return linear.loss_drop(H_A, (before - BEST_A) @ H_A, rate)[0]

    assert linear.first_step_below(drop, tolerance, cap=10**6) == step


def test_centring_makes_the_bowl_of_the_five_points_round_enough_to_have_condition_2():
    hessian = linear.mse_hessian(linear.centre(X_A))
    np.testing.assert_allclose(hessian, [[2, 0], [0, 4]], atol=1e-12)
    assert linear.condition_number(hessian) == pytest.approx(2)


def test_equal_inputs_leave_a_whole_line_of_best_lines():  # erratum E05
    x, y = np.array([2.0, 2.0, 2.0]), np.array([1.0, 2.0, 3.0])
    phi = linear.fit_lstsq(linear.design_matrix(x), y)
    curvatures, _ = linear.principal_axes(linear.mse_hessian(x))
    along = phi + np.linspace(-3, 3, 7)[:, None] * [-2, 1]  # stays on phi_0 + 2 phi_1 = 2
    np.testing.assert_allclose(curvatures, [0, 10], atol=1e-12)
    np.testing.assert_allclose(phi, [0.4, 0.8], atol=1e-12)
    np.testing.assert_allclose(linear.mse(x, y, along), 2 / 3, atol=1e-12)
    assert np.all(np.linalg.norm(along, axis=1) >= np.linalg.norm(phi) - 1e-12)


def test_the_gradient_is_orthogonal_to_the_ellipse_on_which_the_loss_is_3():
    angles = np.linspace(0, 2 * np.pi, 1000, endpoint=False)
    on_ellipse = linear.level_set(H_A, BEST_A, 3 - 0.72, angles)
    values, axes = linear.principal_axes(H_A)
    tangent = np.stack([-np.sin(angles), np.cos(angles)], axis=-1) / np.sqrt(values) @ axes.T
    gradient = grad_a(on_ellipse)
    lengths = np.linalg.norm(tangent, axis=1) * np.linalg.norm(gradient, axis=1)
    cosines = np.sum(tangent * gradient, axis=1) / lengths
    np.testing.assert_allclose(linear.mse(X_A, Y_A, on_ellipse), 3, atol=1e-12)
    assert np.max(np.abs(cosines)) < 1e-14


def test_the_normal_equations_square_the_condition_number_of_a_vandermonde_matrix():
    V = np.vander(np.linspace(0, 1, 50), 8, increasing=True)
    assert np.linalg.cond(V) == pytest.approx(1.108e5, rel=1e-3)
    assert np.linalg.cond(V.T @ V) == pytest.approx(1.229e10, rel=1e-3)


def test_qr_keeps_the_digits_that_the_normal_equations_lose():
    V = np.vander(np.linspace(0, 1, 50), 8, increasing=True)
    truth = np.ones(8)
    lost_by_normal = np.max(np.abs(linear.fit_normal(V, V @ truth) - truth))
    lost_by_qr = np.max(np.abs(linear.fit_qr(V, V @ truth) - truth))
    assert lost_by_qr < 1e-9 < 1e-8 < lost_by_normal


# ----- against PyTorch -----


@given(any_problem)
def test_loss_gradient_and_hessian_agree_with_pytorch(problem):
    x, y, phi = problem
    X, targets = torch.tensor(linear.design_matrix(x)), torch.tensor(y)

    def loss(parameters):
        return torch.nn.functional.mse_loss(X @ parameters, targets)

    parameters = torch.tensor(phi, requires_grad=True)
    value = loss(parameters)
    value.backward()
    hessian = torch.autograd.functional.hessian(loss, parameters)
    np.testing.assert_allclose(linear.mse(x, y, phi), value.item(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(linear.mse_grad(x, y, phi), parameters.grad.numpy(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(linear.mse_hessian(x), hessian.numpy(), rtol=1e-12, atol=1e-12)


def test_descent_takes_the_same_path_as_torch_optim_sgd():
    phi = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([phi], lr=0.1)
    x, y = torch.tensor(X_A), torch.tensor(Y_A)
    path = [phi.detach().numpy().copy()]
    for _ in range(50):
        optimiser.zero_grad()
        torch.mean((phi[0] + phi[1] * x - y) ** 2).backward()
        optimiser.step()
        path.append(phi.detach().numpy().copy())
    np.testing.assert_allclose(linear.descend(grad_a, ORIGIN, 0.1, 50), path, atol=1e-12)


@given(any_problem)
def test_least_squares_agrees_with_pytorch(problem):
    x, y, _ = problem
    X = linear.design_matrix(x)
    answer = torch.linalg.lstsq(torch.tensor(X), torch.tensor(y)[:, None]).solution[:, 0].numpy()
    for fit in (linear.fit_normal, linear.fit_qr, linear.fit_lstsq):
        np.testing.assert_allclose(fit(X, y), answer, rtol=1e-9, atol=1e-9)


# ----- by finite differences -----


@given(any_problem)
def test_the_gradient_is_the_slope_of_the_loss_in_every_direction(problem):
    x, y, phi = problem
    for i, direction in enumerate(np.eye(len(phi))):
        ahead, behind = (linear.mse(x, y, phi + h * direction) for h in (0.01, -0.01))
        slope = (ahead - behind) / 0.02  # exact for a quadratic, but for rounding
        assert linear.mse_grad(x, y, phi)[i] == pytest.approx(slope, rel=1e-8, abs=1e-8)


@given(any_problem)
def test_the_hessian_is_the_slope_of_the_gradient(problem):
    x, y, phi = problem
    steps = 0.01 * np.eye(len(phi))
    slopes = (linear.mse_grad(x, y, phi + steps) - linear.mse_grad(x, y, phi - steps)) / 0.02
    np.testing.assert_allclose(linear.mse_hessian(x), slopes, atol=1e-9)


# ----- the loss -----


@given(problems())
def test_the_loss_of_a_map_of_lines_is_the_loss_of_each_line(problem):
    x, y, _ = problem
    intercepts, slopes = np.array([-1.0, 0.5, 2.0]), np.array([-2.0, 1.0])
    each = [[np.mean([(a + b * s - t) ** 2 for s, t in zip(x, y, strict=True)]) for a in intercepts] for b in slopes]
    grid = linear.parameter_grid(intercepts, slopes)
    assert grid.shape == (2, 3, 2)
    np.testing.assert_allclose(linear.mse(x, y, grid), each, atol=1e-12)
    assert linear.mse_grad(x, y, grid).shape == (2, 3, 2)


@given(any_problem, st.randoms())
def test_the_order_of_the_data_does_not_matter(problem, random):
    x, y, phi = problem
    order = random.sample(range(len(y)), len(y))
    np.testing.assert_allclose(linear.mse(x[order], y[order], phi), linear.mse(x, y, phi), atol=1e-12)
    np.testing.assert_allclose(linear.mse_grad(x[order], y[order], phi), linear.mse_grad(x, y, phi), atol=1e-11)


@given(any_problem)
def test_repeating_every_point_changes_neither_mean_loss_nor_gradient(problem):
    x, y, phi = problem
    twice_x, twice_y = np.concatenate([x, x]), np.concatenate([y, y])
    np.testing.assert_allclose(linear.mse(twice_x, twice_y, phi), linear.mse(x, y, phi), atol=1e-11)
    np.testing.assert_allclose(linear.mse_grad(twice_x, twice_y, phi), linear.mse_grad(x, y, phi), atol=1e-11)


@given(any_problem, st.floats(0, 1))
def test_the_loss_is_convex(problem, share):
    x, y, phi = problem
    other = phi[::-1] + 1
    between = linear.mse(x, y, share * phi + (1 - share) * other)
    chord = share * linear.mse(x, y, phi) + (1 - share) * linear.mse(x, y, other)
    assert between <= chord + 1e-9


@given(any_problem)
def test_the_loss_is_its_minimum_plus_a_quadratic(problem):
    x, y, phi = problem
    best = linear.fit_lstsq(linear.design_matrix(x), y)
    excess = linear.excess_loss(linear.mse_hessian(x), best, phi)
    np.testing.assert_allclose(linear.mse(x, y, best) + excess, linear.mse(x, y, phi), atol=1e-8)


# ----- the minimum -----


@given(problems())
def test_the_best_line_leaves_residuals_that_sum_to_zero_and_ignore_x(problem):
    x, y, _ = problem
    misses = linear.residuals(x, y, linear.fit_exact(x, y))
    np.testing.assert_allclose([np.sum(misses), np.sum(misses * x)], 0, atol=1e-8)


@given(problems())
def test_no_line_beats_the_best_line(problem):
    x, y, phi = problem
    assert linear.mse(x, y, linear.fit_exact(x, y)) <= linear.mse(x, y, phi) + 1e-12


@given(problems())
def test_four_roads_lead_to_the_same_line(problem):
    x, y, _ = problem
    X = linear.design_matrix(x)
    for fit in (linear.fit_normal, linear.fit_qr, linear.fit_lstsq):
        np.testing.assert_allclose(fit(X, y), linear.fit_exact(x, y), atol=1e-7)


@given(problems())
def test_the_lowest_loss_is_the_variance_that_correlation_leaves(problem):
    x, y, _ = problem
    assume(np.std(y) > 0.1)
    correlation = np.corrcoef(x, y)[0, 1]
    lowest = linear.mse(x, y, linear.fit_exact(x, y))
    assert lowest == pytest.approx(np.var(y) * (1 - correlation**2), abs=1e-9)


@given(problems())
def test_the_determinant_of_the_hessian_is_four_times_the_variance_of_x(problem):
    x, _, _ = problem
    assert np.linalg.det(linear.mse_hessian(x)) == pytest.approx(4 * np.var(x), rel=1e-9)


@given(problems(), st.sampled_from([-3.0, 0.5, 10.0]))
def test_changing_the_units_changes_the_best_line_accordingly(problem, unit):
    x, y, _ = problem
    intercept, slope = linear.fit_exact(x, y)
    np.testing.assert_allclose(linear.fit_exact(x, unit * y), [unit * intercept, unit * slope], atol=1e-7)
    np.testing.assert_allclose(linear.fit_exact(unit * x, y), [intercept, slope / unit], atol=1e-7)


@given(problems(), numbers)
def test_lifting_one_point_turns_the_best_line_by_its_distance_from_the_mean(problem, lift):
    x, y, _ = problem
    before, after = linear.fit_exact(x, y), linear.fit_exact(x, y + lift * (np.arange(len(y)) == 0))
    leverage = (x[0] - np.mean(x)) / np.sum((x - np.mean(x)) ** 2)
    assert after[1] - before[1] == pytest.approx(lift * leverage, abs=1e-7)


# ----- curvature -----


@given(arrays(float, 3, elements=numbers))
def test_the_principal_axes_of_a_2_by_2_matrix_are_its_eigenvectors(entries):
    a, b, c = entries
    matrix = np.array([[a, b], [b, c]])
    values, vectors = linear.principal_axes(matrix)
    np.testing.assert_allclose(values, np.linalg.eigvalsh(matrix), atol=1e-9)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(vectors * values @ vectors.T, matrix, atol=1e-9)


def test_a_round_bowl_has_axes_too():
    values, vectors = linear.principal_axes(2 * np.eye(2))
    np.testing.assert_array_equal(values, [2, 2])
    np.testing.assert_array_equal(vectors.T @ vectors, np.eye(2))


@given(several_features)
def test_the_principal_axes_diagonalise_the_hessian_of_several_features(problem):
    x, _, _ = problem
    hessian = linear.mse_hessian(x)
    values, vectors = linear.principal_axes(hessian)
    np.testing.assert_allclose(vectors * values @ vectors.T, hessian, atol=1e-9)


@given(problems(), st.floats(-100, 100))
def test_after_centring_neither_the_origin_of_x_nor_the_intercept_couples_to_the_slope(problem, shift):
    x, _, _ = problem
    hessian = linear.mse_hessian(linear.centre(x + shift))
    np.testing.assert_allclose(hessian, np.diag([2, 2 * np.var(x)]), atol=1e-7)


@given(problems(), st.floats(0.1, 10))
def test_centring_x_never_makes_the_bowl_longer(problem, spread):
    x = spread * problem[0]
    before, after = (linear.condition_number(linear.mse_hessian(z)) for z in (x, linear.centre(x)))
    assert after <= before * (1 + 1e-9)


@given(problems())
def test_standardised_inputs_make_the_bowl_round_so_that_one_step_reaches_the_minimum(problem):
    x, y, phi = problem
    z = linear.standardise(x)
    np.testing.assert_allclose(linear.mse_hessian(z), 2 * np.eye(2), atol=1e-9)
    after_one = phi - 0.5 * linear.mse_grad(z, y, phi)
    np.testing.assert_allclose(after_one, linear.fit_exact(z, y), atol=1e-9)


# ----- descent -----


@given(any_problem, rates)
def test_the_path_on_a_quadratic_is_known_without_walking_it(problem, share):
    x, y, phi = problem
    hessian, best = linear.mse_hessian(x), linear.fit_lstsq(linear.design_matrix(x), y)
    rate = share * linear.max_stable_step(hessian)
    walked = linear.descend(lambda p: linear.mse_grad(x, y, p), phi, rate, 20)
    np.testing.assert_allclose(linear.descend_quadratic(hessian, best, phi, rate, np.arange(21)), walked, atol=1e-7)


@given(any_problem, rates)
def test_descent_below_the_limit_converges(problem, share):
    x, y, phi = problem
    hessian, best = linear.mse_hessian(x), linear.fit_lstsq(linear.design_matrix(x), y)
    rate = share * linear.max_stable_step(hessian)
    shrinkage = linear.contraction_rate(hessian, rate)
    after = linear.descend(lambda p: linear.mse_grad(x, y, p), phi, rate, 30)[-1]
    assert shrinkage < 1
    assert np.linalg.norm(after - best) <= shrinkage**30 * np.linalg.norm(phi - best) + 1e-8


@given(any_problem)
def test_descent_at_the_limit_jumps_to_and_fro_for_ever_and_beyond_it_diverges(problem):
    x, y, _ = problem
    hessian, best = linear.mse_hessian(x), linear.fit_lstsq(linear.design_matrix(x), y)
    start = best + linear.principal_axes(hessian)[1][:, -1]  # a distance of 1 along the steepest axis
    limit = linear.max_stable_step(hessian)

    def distance(rate, steps):
        path = linear.descend(lambda p: linear.mse_grad(x, y, p), start, rate, steps)
        return np.linalg.norm(path[-1] - best)

    assert distance(limit, 40) == pytest.approx(1, abs=1e-6)
    assert distance(1.01 * limit, 40) == pytest.approx(1.02**40, rel=1e-4)
    assert distance(0.99 * limit, 40) == pytest.approx(0.98**40, rel=1e-4)


@given(problems())
def test_the_best_step_shrinks_the_distance_by_kappa_minus_1_over_kappa_plus_1(problem):
    hessian = linear.mse_hessian(problem[0])
    best, kappa = linear.best_step(hessian), linear.condition_number(hessian)
    rate = linear.contraction_rate(hessian, best)
    assert rate == pytest.approx((kappa - 1) / (kappa + 1))
    assert rate <= linear.contraction_rate(hessian, 0.99 * best)
    assert rate <= linear.contraction_rate(hessian, 1.01 * best)


@given(any_problem, st.floats(-1, 1))
def test_the_drop_of_the_loss_in_one_step_is_taylors_to_second_order(problem, rate):
    x, y, phi = problem
    gradient = linear.mse_grad(x, y, phi)
    drop = linear.mse(x, y, phi) - linear.mse(x, y, phi - rate * gradient)
    scale = 1 + abs(drop)
    assert linear.loss_drop(linear.mse_hessian(x), gradient, rate) == pytest.approx(drop, abs=1e-9 * scale)


@given(any_problem)
def test_a_short_enough_step_along_the_negative_gradient_lowers_the_loss_most(problem):
    x, y, phi = problem
    gradient = linear.mse_grad(x, y, phi)
    assume(np.linalg.norm(gradient) > 0.1)
    downhill = -gradient / np.linalg.norm(gradient)
    fan = [downhill, *np.eye(len(phi)), *-np.eye(len(phi))]
    losses = linear.mse(x, y, phi + 1e-7 * np.stack(fan))
    assert np.all(losses[0] <= losses + 1e-12)


@given(problems(), st.integers(1, 7))
def test_the_sum_of_squares_needs_a_step_n_times_shorter_for_the_same_path(problem, steps):
    x, y, phi = problem
    N = len(y)
    rate = linear.best_step(linear.mse_hessian(x))
    of_mean = linear.descend(lambda p: linear.mse_grad(x, y, p), phi, rate, steps)
    of_sum = linear.descend(lambda p: N * linear.mse_grad(x, y, p), phi, rate / N, steps)
    np.testing.assert_allclose(of_mean, of_sum, atol=1e-9)


# ----- stopping -----


def test_a_small_gradient_bounds_the_distance_to_the_lowest_loss():
    path = linear.descend(grad_a, ORIGIN, 0.1, 100)
    bound = np.sum(grad_a(path) ** 2, axis=1) / (2 * linear.principal_axes(H_A)[0][0])
    assert np.all(linear.excess_loss(H_A, BEST_A, path) <= bound + 1e-15)


def test_the_gradient_test_is_not_fooled_by_a_tiny_learning_rate():
    path = linear.descend(grad_a, ORIGIN, 1e-6, 50)
    assert linear.stop_by_loss_change(linear.mse(X_A, Y_A, path), 1e-3) == 1
    assert linear.stop_by_gradient(grad_a(path), 1e-3) == 50  # the cap


def test_stopping_by_the_gradient_stops_at_the_first_short_one():
    gradients = np.array([[3.0, 4.0], [0.3, 0.4], [0.03, 0.04], [0.3, 0.4]])
    assert [linear.stop_by_gradient(gradients, bound) for bound in (6, 5, 0.4, 0.01)] == [0, 1, 2, 3]


def test_stopping_by_the_loss_change_compares_each_step_with_the_one_before():
    losses = np.array([5.0, 3.0, 2.5, 2.6, 2.6])
    assert [linear.stop_by_loss_change(losses, bound) for bound in (3, 1, 0.2, 0.01, 0)] == [1, 2, 3, 4, 4]


@given(st.floats(0.01, 0.99), st.floats(1e-9, 2), st.integers(1, 300))
def test_halving_finds_the_same_step_as_trying_every_one(shrinkage, tolerance, cap):
    tried = next((t for t in range(1, cap) if shrinkage**t < tolerance), cap)
    assert linear.first_step_below(lambda t: shrinkage**t, tolerance, cap) == tried


# ----- bad input -----


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: linear.design_matrix(3.0), r"`x` \(shape \(\)\) must have one axis"),
        (lambda: linear.predict(X_A, np.zeros(3)), r"`phi` \(shape \(3,\)\) .* here 2 numbers"),
        (lambda: linear.mse(X_A, Y_A[:, None], ORIGIN), r"`y` \(shape \(5, 1\)\) .* shape \(5,\)"),
        (lambda: linear.mse_grad(X_A, Y_A[:4], ORIGIN), r"`y` \(shape \(4,\)\) .* shape \(5,\)"),
        (lambda: linear.fit_exact(X_A[:1], Y_A[:1]), r"two equal rows of 2 or more"),
        (lambda: linear.fit_exact(X_A, Y_A[:4]), r"`x` \(shape \(5,\)\) and `y` \(shape \(4,\)\)"),
        (lambda: linear.fit_normal(np.ones((2, 3)), np.ones(2)), r"2 rows, 3 columns"),
        (lambda: linear.fit_qr(np.ones((4, 2)), np.ones(3)), r"`y` \(shape \(3,\)\) .* shape \(4,\)"),
    ],
)
def test_bad_shapes_are_refused_with_the_rule_and_the_shape(call, message):
    with pytest.raises(ValueError, match=message):
        call()
