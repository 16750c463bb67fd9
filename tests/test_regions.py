"""The mathematics of linear regions, against the lecture map, PyTorch, SciPy, brute force and its own laws."""

from itertools import product
from math import comb, erf, lgamma

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.integrate import quad
from scipy.optimize import linprog
from scipy.stats import chi

from dlnotes import data, regions

# ----- strategies -----

whole = st.integers(-4, 4)
dimensions = st.integers(1, 60)


few_dimensions = st.integers(1, 3)


@st.composite
def hyperplanes(draw, most=5, Di=few_dimensions):
    """Whole numbers, so small that parallel, concurrent and equal hyperplanes are common."""
    shape = (draw(st.integers(0, most)), draw(Di) + 1)
    return draw(arrays(int, shape, elements=whole))


plane_lines = hyperplanes(most=6, Di=st.just(2)).filter(len)


def count_by_linear_programming(theta):
    """The witness: a sign pattern is a region if some point has it with room to spare."""
    theta = np.unique([row / np.max(np.abs(row)) for row in np.asarray(theta, dtype=float) if np.any(row[1:])], axis=0)
    if not len(theta):
        return 1
    found = 0
    for signs in product([-1, 1], repeat=len(theta)):
        faced = np.array(signs)[:, None] * theta  # must be at least the margin t, which is at most 1
        margins = np.column_stack([-faced[:, 1:], np.ones(len(theta))])
        bounds = [(None, None)] * (theta.shape[1] - 1) + [(None, 1)]
        best = linprog(np.eye(theta.shape[1])[-1] * -1, A_ub=margins, b_ub=faced[:, 0], bounds=bounds)
        found += best.status == 0 and -best.fun > 1e-7
    return found


# ----- features by hand -----

TURNS = [((1, 1), 45), ((-1, 1), 135), ((-1, -1), -135), ((1, -1), -45), ((0, 2), 90), ((-2, 0), 180)]


@pytest.mark.parametrize(("point", "degrees"), TURNS)
def test_every_quadrant_has_its_own_angle(point, degrees):  # erratum E12
    _, angle = regions.to_polar(np.array(point, dtype=float))
    assert np.rad2deg(angle) == pytest.approx(degrees)


@given(arrays(float, (5, 2), elements=st.floats(-1e3, 1e3)))
def test_from_polar_undoes_to_polar(x):
    np.testing.assert_allclose(regions.from_polar(*regions.to_polar(x)), x, atol=1e-9)


def test_polar_coordinates_agree_with_pytorch():
    x = np.random.default_rng(0).normal(size=(50, 2))
    r, angle = regions.to_polar(x)
    z = torch.complex(*torch.tensor(x).T)
    np.testing.assert_allclose(r, torch.abs(z), rtol=1e-12)
    np.testing.assert_allclose(angle, torch.angle(z), rtol=1e-12)


def test_two_rings_are_separable_in_polar_coordinates_in_squares_and_by_four_relus_but_not_as_they_are():
    angles = 2 * np.pi * np.arange(40) / 40
    inner, outer = regions.from_polar(np.full(40, 1.0), angles), regions.from_polar(np.full(40, 3.0), angles)

    def are_separable(a, b):
        """Is there w with a w + w_0 of at most -1 and b w + w_0 of at least 1?"""
        rows = np.vstack([np.column_stack([a, np.ones(len(a))]), -np.column_stack([b, np.ones(len(b))])])
        free = [(None, None)] * rows.shape[1]
        return linprog(np.zeros(rows.shape[1]), A_ub=rows, b_ub=-np.ones(len(rows)), bounds=free).status == 0

    assert not are_separable(inner, outer)
    assert are_separable(np.column_stack(regions.to_polar(inner)), np.column_stack(regions.to_polar(outer)))
    assert are_separable(inner**2, outer**2)
    sums = [np.sum(np.maximum(x, 0) + np.maximum(-x, 0), axis=1) for x in (inner, outer)]
    assert sums[0].min() >= 1 - 1e-12 and sums[0].max() <= np.sqrt(2) + 1e-12 < 3 <= sums[1].min() + 1e-12


# ----- universal approximation -----


def sine(x):
    return np.sin(2 * np.pi * x)


SINE_ERRORS = [(2, 1), (3, 0.437257), (4, 0.210514), (8, 0.070378), (16, 0.018846), (32, 0.0047921), (64, 0.00120309)]


@pytest.mark.parametrize(("n", "error"), SINE_ERRORS)
def test_largest_error_of_the_hinge_network_for_a_sine(n, error):
    assert regions.interpolation_error(sine, np.arange(n + 1) / n, 4000) == pytest.approx(error, abs=1e-6)


@pytest.mark.parametrize("n", [2, 4, 8, 16])
def test_largest_error_for_the_square_is_one_over_4_n_squared(n):
    assert regions.interpolation_error(np.square, np.arange(n + 1) / n) == pytest.approx(1 / (4 * n**2), abs=1e-12)


@pytest.mark.parametrize("n", [8, 16, 32])
def test_the_error_stays_below_an_eighth_of_h_squared_times_the_largest_curvature(n):
    bound = (2 * np.pi) ** 2 / (8 * n**2)
    assert 0.8 * bound < regions.interpolation_error(sine, np.arange(n + 1) / n, 1000) < bound


@given(arrays(float, st.integers(2, 20), elements=st.floats(-10, 10)), st.integers(0, 1000))
def test_the_hinge_network_passes_through_its_points_and_is_straight_in_between(values, seed):
    joints = np.cumsum(np.random.default_rng(seed).uniform(0.1, 2, size=len(values)))
    offset, weights = regions.hinge_network(joints, values)
    x = np.linspace(joints[0], joints[-1], 101)
    got = regions.hinge_sum(x, offset, weights, joints[:-1])
    np.testing.assert_allclose(got, np.interp(x, joints, values), atol=1e-9)


@given(st.integers(1, 30), st.floats(0, 1))
def test_a_straight_line_needs_a_single_hinge(n, x):
    offset, weights, joints = regions.hinge_interpolant(lambda t: 3 - 2 * t, n)
    np.testing.assert_allclose(weights, [-2] + [0] * (n - 1), atol=1e-9)
    assert regions.hinge_sum(np.array(x), offset, weights, joints) == pytest.approx(3 - 2 * x)


def test_the_hinge_network_is_a_relu_network_in_pytorch_with_the_same_gradient():
    offset, weights, joints = regions.hinge_interpolant(sine, 8)
    x = torch.linspace(0.01, 0.99, 50, dtype=torch.float64, requires_grad=True)
    y = offset + torch.relu(x[:, None] - torch.tensor(joints)) @ torch.tensor(weights)
    y.sum().backward()
    got = regions.hinge_sum(x.detach().numpy(), offset, weights, joints)
    slopes = (x.detach().numpy()[:, None] > joints) @ weights
    np.testing.assert_allclose(got, y.detach(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(slopes, x.grad, rtol=1e-12, atol=1e-12)


def test_joints_and_values_must_pair_up():
    with pytest.raises(ValueError, match="two equal rows"):
        regions.hinge_network(np.arange(3.0), np.arange(4.0))


PLACES, HIDING = np.array([0, 0.5, 1]), np.array([1.0, -2.0, 1.0])


def relu(z):
    return np.maximum(z, 0)


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_the_identity_does_not_see_the_measure_1_minus_2_1(y, theta):  # erratum E13
    assert regions.integral(lambda z: z, y, theta, PLACES, HIDING) == pytest.approx(0, abs=1e-9)


def test_relu_sees_the_measure_1_minus_2_1():
    assert regions.integral(relu, 1.0, -0.5, PLACES, HIDING) == 0.5


@given(arrays(float, 3, elements=st.integers(-5, 5)))
def test_relu_sees_every_measure_on_three_points_but_zero(weights):
    y, theta = np.array([0, 1, 1, -1]), np.array([1, -0.5, -0.25, 0.25])
    seen = regions.integral(relu, y, theta, PLACES, weights)
    assert np.any(np.abs(seen) > 1e-12) == np.any(weights != 0)


@given(st.floats(-4, 4), st.floats(-4, 4))
def test_a_third_difference_hides_from_the_square(y, theta):
    places, weights = np.linspace(0, 0.75, 4), np.array([1.0, -3.0, 3.0, -1.0])
    assert regions.integral(np.square, y, theta, places, weights) == pytest.approx(0, abs=1e-9)


# ----- learned against fixed -----


@pytest.mark.parametrize(("d", "rate"), [(1, 1e-6), (2, 0.001), (3, 0.01), (10, 0.251189), (100, 0.870964)])
def test_rate_of_a_thousand_fixed_basis_functions(d, rate):  # erratum E15
    assert regions.fixed_basis_rate(1000, d) == pytest.approx(rate, abs=1e-6)


def test_in_two_dimensions_fixed_and_learned_units_have_the_same_rate():
    n = np.array([1.0, 10, 1000])
    np.testing.assert_allclose(regions.fixed_basis_rate(n, 2), 1 / n)
    np.testing.assert_allclose(regions.barron_bound(1, 0.5, n), 1 / n)


MEAN_LENGTHS = [(1, 0.797885), (2, 1.253314), (3, 1.595769), (10, 3.084328), (20, 4.416605), (100, 9.975032)]


@pytest.mark.parametrize(("d", "length"), [*MEAN_LENGTHS, (1000, 31.614872)])
def test_barron_constant_of_the_gaussian_is_the_mean_length_of_a_normal_vector(d, length):
    assert regions.barron_constant(d) == pytest.approx(length, abs=1e-6)
    assert regions.barron_constant(d) <= np.sqrt(d)


@pytest.mark.parametrize(("r", "scaled"), [(1, 0.062), (4, 0.619), (32, 6.42)])
def test_sixteen_steps_follow_the_cosine_the_worse_the_longer_the_interval(r, scaled):  # erratum E14
    N = 800
    x = np.pi * r * ((2 * np.arange(N) + 1) / N - 1)
    assert 16 * regions.step_error(np.cos(x), 16) == pytest.approx(scaled, rel=0.005)


@given(arrays(float, st.integers(1, 8), elements=st.floats(-3, 3)), st.integers(0, 3))
def test_the_best_staircase_is_the_best_of_all_staircases(values, n):
    def cost(edges):
        return sum(np.sum((piece - piece.mean()) ** 2) for piece in np.split(values, edges) if len(piece))

    every = [cost(sorted(edges)) for edges in product(range(len(values) + 1), repeat=n)]
    assert regions.step_error(values, n) == pytest.approx(min(every) / len(values), abs=1e-9)


# ----- counting regions -----

MOST = {
    (1, 3): 4, (1, 6): 7, (2, 2): 4, (2, 3): 7, (2, 4): 11, (2, 5): 16, (2, 6): 22, (2, 10): 56, (3, 2): 4, (3, 3): 8,
    (3, 5): 26, (3, 10): 176, (10, 8): 256, (4, 3): 8, (10, 50): 13432735556, (5, 500): 257838552476,
    (10, 100): 19415908147836,
}  # fmt: skip


@pytest.mark.parametrize(("sizes", "most"), MOST.items())
def test_most_regions(sizes, most):
    assert regions.max_regions(*sizes) == most


@given(st.integers(1, 12), st.integers(1, 40))
def test_a_new_hyperplane_adds_the_regions_that_the_others_cut_from_it(Di, D):
    assert regions.max_regions(Di, D) == regions.max_regions(Di, D - 1) + regions.max_regions(Di - 1, D - 1)


@given(st.integers(0, 30), st.integers(0, 30))
def test_up_to_as_many_hyperplanes_as_dimensions_every_pattern_occurs(Di, D):
    assert (regions.max_regions(Di, D) == 2**D) == (Di >= D)


@pytest.mark.parametrize("sizes", [(1, 4), (2, 3), (2, 5), (2, 6), (3, 5), (3, 2), (4, 3), (2, 12), (3, 10), (10, 8)])
def test_random_hyperplanes_reach_the_bound(sizes):
    Di, D = sizes
    for seed in range(3):
        theta = np.random.default_rng(seed).normal(size=(D, Di + 1))
        assert regions.count_regions(theta) == regions.max_regions(Di, D)


THREE_LINES = {
    "general": ([[0, 1, 0], [0, 0, 1], [-1, 1, 1]], 7),
    "concurrent": ([[0, 1, 0], [0, 0, 1], [0, 1, 1]], 6),
    "parallel": ([[0, 1, 0], [1, 1, 0], [2, 1, 0]], 4),
    "two parallel and one across": ([[0, 1, 0], [1, 1, 0], [0, 0, 1]], 6),
    "twice the same": ([[1, 1, 0], [-2, -2, 0], [0, 0, 1]], 4),
    "all the same": ([[1, 1, 2], [2, 2, 4], [-1, -1, -2]], 2),
    "no line at all": ([[1, 0, 0], [0, 0, 0], [-3, 0, 0]], 1),
}


@pytest.mark.parametrize(("lines", "count"), THREE_LINES.values(), ids=THREE_LINES)
def test_three_lines_cut_fewer_regions_when_they_are_aligned(lines, count):  # erratum E16
    assert regions.count_regions(lines) == count
    assert regions.count_plane_regions(np.array(lines)) == count


def test_a_chessboard_of_three_by_three_lines_has_sixteen_fields():
    lines = [[-k, 1, 0] for k in range(3)] + [[-k, 0, 1] for k in range(3)]
    assert regions.count_regions(lines) == regions.count_plane_regions(np.array(lines)) == 16


@pytest.mark.parametrize("D", range(1, 9))
def test_lines_through_one_point_cut_two_regions_each(D):
    lines = np.array([[0, np.round(9 * np.cos(k)), np.round(9 * np.sin(k))] for k in range(D)])
    assert len(np.unique(lines / lines[:, [1]], axis=0)) == D
    assert regions.count_regions(lines) == regions.count_plane_regions(lines) == 2 * D


def test_planes_through_one_line_cut_as_lines_through_one_point():
    assert regions.count_regions([[0, 1, 0, 0], [0, 0, 1, 0], [0, 1, 1, 0]]) == 6
    assert regions.count_regions([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 1, 1]]) == 14


@settings(max_examples=40)  # each solves up to 32 linear programs
@given(hyperplanes(most=5))
def test_the_count_agrees_with_linear_programming_over_all_patterns(theta):
    assert regions.count_regions(theta) == count_by_linear_programming(theta)


@given(plane_lines)
def test_in_the_plane_the_count_without_branches_is_the_count(lines):
    assert regions.count_plane_regions(lines) == regions.count_regions(lines)


@given(hyperplanes())
def test_no_arrangement_beats_the_bound(theta):
    D, columns = theta.shape
    assert regions.count_regions(theta) <= regions.max_regions(columns - 1, D)


@given(hyperplanes(), st.randoms(), st.sampled_from([-3, 2, 7]))
def test_neither_order_nor_scale_of_the_hyperplanes_matters(theta, random, scale):
    order = random.sample(range(len(theta)), len(theta))
    assert regions.count_regions(scale * theta[order]) == regions.count_regions(theta)


@given(hyperplanes(Di=st.just(2)), st.integers(1, 9))
def test_shrinking_an_arrangement_loses_nothing_until_it_is_a_point(lines, factor):
    shrunk = lines * np.array([1, factor, factor])
    assert regions.count_regions(shrunk) == regions.count_regions(lines)


def test_the_smallest_shift_away_from_one_point_is_noticed():
    lines = np.array([[0.0, 1, 0], [0, 0, 1], [0, 1, 1]])
    lines[2, 0] = 5e-324  # the smallest float above zero
    assert regions.count_regions(lines) == 7


@given(arrays(int, (2, 2), elements=whole), whole, whole)
def test_the_line_through_two_points_contains_both(ends, x, y):
    c, a, b = regions.line_through(ends[0], ends[1])
    assert [c + a * p + b * q for p, q in ends] == [0, 0]
    side = (ends[1] - ends[0])[0] * (y - ends[0, 1]) - (ends[1] - ends[0])[1] * (x - ends[0, 0])
    assert (c + a * x + b * y == 0) == (side == 0)


def test_a_silent_unit_cuts_space_but_not_the_function():
    theta = [[0, 1, 0], [0, 0, 1], [-1, 1, 1]]
    assert regions.count_regions(theta) == 7
    assert regions.count_pieces(theta, [1, 1, 0]) == 4
    assert regions.count_pieces(theta, [0, 0, 0]) == 1
    assert regions.count_pieces(theta, [1, -2, 0.5]) == 7


def test_bends_of_two_units_on_one_line_can_cancel():
    theta = [[0, 1], [0, -2]]
    assert regions.count_pieces(theta, [2, -1]) == 1  # 2 relu(x) - relu(-2 x) = 2 x
    assert regions.count_pieces(theta, [1, 1]) == 2


@given(hyperplanes(most=4, Di=st.just(1)), st.lists(whole, min_size=4, max_size=4))
def test_on_a_line_the_pieces_are_the_places_where_the_slope_changes(theta, phi):
    phi = phi[: len(theta)]
    joints = sorted({-b / a for b, a in theta if a})
    ends = [-99.0, *[(p + q) / 2 for p, q in zip(joints, joints[1:], strict=False)], 99.0]
    x = np.array(ends)[:, None]
    slopes = np.sum((theta[:, 0] + theta[:, 1] * x > 0) * theta[:, 1] * np.array(phi, dtype=float), axis=1)
    changes = np.sum(np.diff(slopes) != 0) if joints else 0
    assert regions.count_pieces(theta, phi) == 1 + changes


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: regions.max_regions(-1, 3), "not be negative"),
        (lambda: regions.count_regions([[np.nan, 1.0]]), "finite"),
        (lambda: regions.count_pieces([[0, 1]], [1, 2]), "one weight per unit"),
        (lambda: regions.count_plane_regions(np.zeros((3, 2))), "three numbers per line"),
        (lambda: regions.to_polar(np.zeros(3)), "points of the plane"),
        (lambda: regions.block_index(np.array([[1.5]]), 2), "unit cube"),
        (lambda: regions.two_nn_dimension(np.zeros((3, 2))), "may be equal"),
    ],
)
def test_errors_state_the_rule(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# ----- fixed basis functions -----


@pytest.mark.parametrize(("D", "count", "products"), [
    (1, 4, 4), (2, 10, 15), (3, 20, 40), (10, 286, 1111), (20, 1771, 8421), (100, 176851, 1010101)
])  # fmt: skip
def test_features_of_a_cubic(D, count, products):  # erratum E18
    assert regions.n_monomials(D, 3) == count
    assert regions.n_products(D, 3) == products


def test_features_of_the_784_pixels_of_an_image():
    assert (regions.n_monomials(784, 2), regions.n_monomials(784, 3)) == (308505, 80931145)


def test_a_cubic_grows_with_the_third_power_of_the_dimension():
    slope = np.log2(regions.n_monomials(2000, 3) / regions.n_monomials(1000, 3))
    assert slope == pytest.approx(2.9957, abs=1e-4)
    assert regions.n_monomials(51, 3) / regions.n_monomials(50, 3) == pytest.approx(1.0588, abs=1e-4)


@given(st.integers(1, 5), st.integers(0, 5))
def test_monomials_are_the_exponents_that_add_up_to_at_most_the_order(D, M):
    assert regions.n_monomials(D, M) == sum(sum(powers) <= M for powers in product(range(M + 1), repeat=D))


@given(st.integers(1, 4), st.integers(1, 6), st.integers(0, 1000))
def test_a_point_lies_in_the_block_of_its_index(D, m, seed):
    x = np.random.default_rng(seed).uniform(size=(20, D))
    index = regions.block_index(x, m)
    parts = np.stack([index // m**axis % m for axis in range(D)], axis=1)
    assert np.all((parts / m <= x) & (x <= (parts + 1) / m + 1e-12))
    assert np.all((index >= 0) & (index < m**D))


def test_the_corner_of_the_cube_belongs_to_the_last_block():
    assert regions.block_index(np.ones((1, 3)), 10) == 999


def test_ten_parts_in_ten_dimensions_make_ten_thousand_million_blocks():  # erratum E19
    assert regions.block_index(np.ones((1, 10)), 10) == 10**10 - 1


@given(st.integers(1, 3), st.integers(1, 4), st.integers(0, 1000))
def test_a_block_answers_with_the_majority_of_its_training_points(D, m, seed):
    rng = np.random.default_rng(seed)
    X, y, x = rng.uniform(size=(30, D)), rng.choice([-1, 1], 30), rng.uniform(size=(10, D))
    home, asked = regions.block_index(X, m), regions.block_index(x, m)
    wanted = [np.sign(np.sum(y[home == block])) for block in asked]
    np.testing.assert_array_equal(regions.block_predict(X, y, x, m), wanted)
    assert regions.count_blocks(X, m) == len(set(home.tolist()))


@given(st.integers(1, 3), st.integers(1, 4), st.integers(0, 1000))
def test_learning_in_portions_is_learning_from_the_first_points(D, m, seed):
    rng = np.random.default_rng(seed)
    X, y, x = rng.uniform(size=(30, D)), rng.choice([-1, 1], 30), rng.uniform(size=(10, D))
    answers, hit = regions.block_learning(X, y, x, m, [5, 6, 30])
    for answer, count, n in zip(answers, hit, [5, 6, 30], strict=True):
        np.testing.assert_array_equal(answer, regions.block_predict(X[:n], y[:n], x, m))
        assert count == regions.count_blocks(X[:n], m)


# ----- balls, shells and cubes -----


@given(st.floats(0.5, 1e6))
def test_the_logarithm_of_gamma_agrees_with_pytorch_and_the_standard_library(z):
    for witness in (lgamma(z), torch.lgamma(torch.tensor(z, dtype=torch.float64)).item()):
        assert regions.log_gamma(z) == pytest.approx(witness, rel=2e-13, abs=2e-13)


@pytest.mark.parametrize(("D", "area"), [
    (1, 2), (2, 6.283185), (3, 12.566371), (4, 19.739209), (10, 25.50164), (20, 0.516138)
])  # fmt: skip
def test_area_of_the_unit_sphere(D, area):
    assert regions.sphere_area(D) == pytest.approx(area, abs=1e-6)


@pytest.mark.parametrize(("D", "share"), [
    (1, 1), (2, 0.785398), (3, 0.523599), (5, 0.164493), (10, 0.00249039), (20, 2.46114e-08)
])  # fmt: skip
def test_share_of_the_ball_in_its_cube(D, share):
    assert regions.ball_to_cube(D) == pytest.approx(share, rel=1e-5)


def test_edge_for_one_percent_of_the_volume():
    edges = regions.cube_edge(0.01, np.array([1, 2, 3, 10, 100]))
    np.testing.assert_allclose(edges, [0.01, 0.1, 0.215443, 0.630957, 0.954993], atol=1e-6)
    assert regions.cube_edge(0.1, 10) == pytest.approx(0.794328, abs=1e-6)


def test_share_of_the_outer_tenth_of_a_ball():
    shares = regions.shell_share(0.1, np.array([1, 2, 10, 20, 100]))
    np.testing.assert_allclose(shares, [0.1, 0.19, 0.651322, 0.878423, 0.999973], atol=1e-6)


# ----- where a Gaussian lives -----


@pytest.mark.parametrize("D", [1, 2, 3, 20, 100])
def test_the_density_of_the_length_integrates_to_one(D):  # erratum E20
    total, _ = quad(regions.radial_pdf, 1e-12, 40, args=(D, 1.3), points=[regions.radial_mode(D, 1.3) + 0.1])
    assert total == pytest.approx(1, abs=1e-9)


@given(dimensions, st.floats(0.25, 3), st.floats(0.01, 30))
def test_the_density_of_the_length_is_that_of_the_chi_distribution(D, sigma, r):
    assert regions.radial_pdf(r, D, sigma) == pytest.approx(chi.pdf(r, D, scale=sigma), rel=1e-10, abs=1e-300)


SHELLS = {  # D: mode, p(mode), mean, std, p(mode + 1) / p, p(mode + 0.5) / p, p(mode - 0.5) / p
    2: (1, 0.606531, 1.253314, 0.655136, 0.44626, 0.802892, 0.727496),
    3: (1.414214, 0.587051, 1.595769, 0.67344, 0.429723, 0.797208, 0.747947),
    10: (3, 0.569423, 3.084328, 0.697798, 0.402178, 0.788483, 0.76652),
    20: (4.358899, 0.566668, 4.416605, 0.702566, 0.39272, 0.785689, 0.770693),
    100: (9.949874, 0.564665, 9.975032, 0.706218, 0.379524, 0.78195, 0.775419),
    1000: (31.606961, 0.564237, 31.614872, 0.707018, 0.371689, 0.779816, 0.777762),
}


@pytest.mark.parametrize("D", SHELLS)
def test_mode_peak_mean_spread_and_shape_of_the_shell(D):
    mode = regions.radial_mode(D, 1)
    peak, *around = regions.radial_pdf(mode + np.array([0, 1, 0.5, -0.5]), D, 1)
    got = [mode, peak, regions.radial_mean(D, 1), regions.radial_std(D, 1), *np.array(around) / peak]
    np.testing.assert_allclose(got, SHELLS[D], atol=1.5e-6)


def test_in_many_dimensions_the_shell_falls_with_exponent_one_not_three_halves():  # erratum E21
    mode = regions.radial_mode(10**4, 1)
    ratio = np.exp(regions.radial_log_pdf(mode + 1, 10**4, 1) - regions.radial_log_pdf(mode, 10**4, 1))
    assert ratio == pytest.approx(0.36910, abs=1e-5)
    assert abs(ratio - regions.radial_local(1, 1)) < 0.002 < 0.1 < abs(ratio - np.exp(-1.5))


@given(st.integers(2, 200), st.floats(0.25, 3))
def test_the_slope_at_the_mode_is_zero_and_the_curvature_minus_2_over_sigma_squared(D, sigma):
    mode, h = regions.radial_mode(D, sigma), 1e-4 * sigma
    behind, here, ahead = regions.radial_log_pdf(mode + h * np.array([-1, 0, 1]), D, sigma)
    assert (ahead - behind) / (2 * h) * sigma == pytest.approx(0, abs=1e-6)
    assert (ahead - 2 * here + behind) / h**2 * sigma**2 == pytest.approx(-2, abs=2e-4)


def test_the_gradient_of_the_log_density_agrees_with_pytorch():
    D, sigma = 20, 1.7
    r = torch.tensor([1.0, 5.0, 9.0], dtype=torch.float64, requires_grad=True)
    log_area = np.log(2) + D / 2 * np.log(np.pi) - torch.lgamma(torch.tensor(D / 2, dtype=torch.float64))
    log_pdf = log_area + (D - 1) * torch.log(r) - D / 2 * np.log(2 * np.pi * sigma**2) - r**2 / (2 * sigma**2)
    log_pdf.sum().backward()
    values = r.detach().numpy()
    np.testing.assert_allclose(regions.radial_log_pdf(values, D, sigma), log_pdf.detach(), rtol=1e-12)
    np.testing.assert_allclose((D - 1) / values - values / sigma**2, r.grad, rtol=1e-12)


MASSES = [(10, 0.847715), (20, 0.845107), (100, 0.843166), (1000, 0.842747)]


@pytest.mark.parametrize(("D", "mass"), MASSES)
def test_most_of_the_mass_lies_within_sigma_of_the_mode(D, mass):
    mode = regions.radial_mode(D, 1)
    assert regions.radial_mass(mode - 1, mode + 1, D, 1) == pytest.approx(mass, abs=1e-6)
    assert abs(mass - erf(1)) < 0.0051


def test_nine_is_the_first_dimension_with_less_than_a_thousandth_of_the_mass_within_sigma():
    inside = [regions.radial_mass(0, 1, D, 1) for D in range(1, 10)]
    np.testing.assert_allclose(inside[-2:], [1.75e-3, 5.6e-4], rtol=0.01)
    assert [mass < 1e-3 for mass in inside].index(True) + 1 == 9


@given(dimensions, st.floats(0.25, 3), st.floats(0, 5), st.floats(0.01, 2))
def test_mass_between_two_lengths_is_that_of_the_chi_distribution(D, sigma, low, width):
    wanted = chi.cdf(low + width, D, scale=sigma) - chi.cdf(low, D, scale=sigma)
    assert regions.radial_mass(low, low + width, D, sigma) == pytest.approx(wanted, abs=1e-10)


def test_the_density_at_the_origin_beats_that_on_the_shell_by_e_to_the_half_dimension():
    D = 20
    log_density = -np.array([0, D]) / 2  # at the origin, and at the distance of the root of D
    assert np.exp(log_density[0] - log_density[1]) == pytest.approx(np.exp(D / 2))


# ----- manifolds -----

POSITIONS = np.linspace(0, 1, 101)


def test_a_blob_has_its_peak_where_the_knob_says():
    images = regions.blob_images(np.array([0, 0.25, 1]), 1.5).reshape(3, 16, 16)
    assert images.sum(axis=1).argmax(axis=1).tolist() == [4, 6, 12]
    np.testing.assert_allclose(images, images[:, ::-1], atol=1e-12)  # symmetric about row 7.5
    assert images.max() <= 1


def test_a_sliding_blob_needs_three_components_for_95_percent():
    _, _, variances = regions.pca(regions.blob_images(POSITIONS, 1.5))
    shares = np.cumsum(variances)[:4] / np.sum(variances)
    np.testing.assert_allclose(shares, [0.6265, 0.9093, 0.9793, 0.9967], atol=5e-5)
    assert (regions.components_for(variances, 0.95), regions.components_for(variances, 0.99)) == (3, 4)


@pytest.mark.parametrize(("width", "needed"), [(3, 2), (2, 2), (1.5, 3), (1, 4), (0.8, 5), (0.6, 6)])
def test_a_thinner_blob_needs_more_components(width, needed):
    assert regions.components_for(regions.pca(regions.blob_images(POSITIONS, width))[2], 0.95) == needed


@given(arrays(float, (7, 4), elements=st.floats(-5, 5).map(lambda value: round(value, 3))))
def test_principal_components_are_orthonormal_and_carry_the_variance(X):
    mean, components, variances = regions.pca(X)
    np.testing.assert_allclose(components @ components.T, np.eye(4), atol=1e-9)
    np.testing.assert_allclose(np.var((X - mean) @ components.T, axis=0), variances, atol=1e-9)
    np.testing.assert_allclose(np.sum(variances), np.sum(np.var(X, axis=0)), atol=1e-9)
    assert np.all(np.diff(variances) <= 1e-9)


@given(st.integers(0, 1000))
def test_scores_from_inner_products_are_those_of_the_components(seed):
    X = np.random.default_rng(seed).normal(size=(6, 20)) * np.linspace(3, 0.1, 20)
    mean, components, variances = regions.pca(X)
    scores, others = regions.pca_scores(X, 3)
    np.testing.assert_allclose(np.abs(scores), np.abs((X - mean) @ components[:3].T), atol=1e-7)
    np.testing.assert_allclose(others, variances, atol=1e-9)


def test_principal_components_agree_with_pytorch():
    X = np.random.default_rng(0).normal(size=(30, 5)) * [5, 4, 3, 2, 1]
    _, components, variances = regions.pca(X)
    centred = torch.tensor(X) - torch.tensor(X).mean(dim=0)
    _, singular, rows = torch.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(variances, singular**2 / 30, rtol=1e-12)
    np.testing.assert_allclose(np.abs(components), torch.abs(rows), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("d", "tolerance"), [(1, 0.15), (2, 0.25), (5, 0.6)])
def test_two_neighbours_find_the_dimension_of_a_cube_in_a_larger_space(d, tolerance):
    rng = np.random.default_rng(0)
    X = rng.uniform(size=(1000, d)) @ np.linalg.qr(rng.normal(size=(20, d)))[0].T
    assert regions.two_nn_dimension(X) == pytest.approx(d, abs=tolerance)


@pytest.mark.parametrize("width", [0.6, 1.5, 3])
def test_two_neighbours_see_one_knob_behind_the_blob(width):
    t = np.random.default_rng(0).uniform(size=500)
    assert regions.two_nn_dimension(regions.blob_images(t, width)) == pytest.approx(1, abs=0.12)


@given(st.integers(0, 1000), st.floats(0.1, 10))
def test_the_intrinsic_dimension_has_no_unit(seed, unit):
    X = np.random.default_rng(seed).normal(size=(20, 3))
    assert regions.two_nn_dimension(unit * X + 1) == pytest.approx(regions.two_nn_dimension(X), rel=1e-6)


def test_the_digits_need_29_components_for_95_percent_but_have_about_9_dimensions():
    images, _ = data.digits()
    assert regions.components_for(regions.pca(images)[2], 0.95) == 29
    assert regions.two_nn_dimension(images) == pytest.approx(9.049, abs=0.001)


def test_binomials_are_those_of_the_standard_library():
    assert regions.max_regions(2, 10) == comb(10, 0) + comb(10, 1) + comb(10, 2)
