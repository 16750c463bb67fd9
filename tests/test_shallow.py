"""The mathematics of shallow networks, against the lecture map, PyTorch, finite differences and its own laws."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dlnotes import data, linear, shallow

THETA = np.array([[-0.2, 1.0], [0.9, -1.0], [-1.0, 2.0]])  # the default network of the lecture map
PHI = np.array([-2.0, 5.0, 3.5, -2.0])
PLANE_THETA = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [-1.0, 1.0, 1.0]])
PLANE_PHI = np.array([0.5, 1.0, -1.0, 2.0])
POINTS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])

TORCH = {
    "ReLU": torch.relu,
    "leaky ReLU": lambda z: torch.nn.functional.leaky_relu(z, 0.1),
    "ELU": torch.nn.functional.elu,
    "GELU": torch.nn.functional.gelu,
    "SiLU": torch.nn.functional.silu,
    "softplus": lambda z: torch.nn.functional.softplus(z, threshold=1e9),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
}

# ----- strategies -----

numbers = st.floats(-3, 3).map(lambda value: round(value, 3))


@st.composite
def networks(draw, inputs=1, outputs=None):
    """theta, phi and some inputs of a network with up to five hidden units."""
    D = draw(st.integers(1, 5))
    theta = draw(arrays(float, (D, inputs + 1), elements=numbers))
    shape = (D + 1,) if outputs is None else (outputs, D + 1)
    x = draw(arrays(float, (7,) if inputs == 1 else (7, inputs), elements=numbers))
    return x, theta, draw(arrays(float, shape, elements=numbers))


any_network = networks() | networks(inputs=2) | networks(inputs=3, outputs=2)


def by_hand(x, theta, phi):
    """One output of a ReLU network, term by term."""
    total = phi[0]
    for (bias, *weights), outer in zip(theta, phi[1:], strict=True):
        z = bias + sum(weight * value for weight, value in zip(weights, np.atleast_1d(x), strict=True))
        total += outer * max(0.0, z)
    return total


def torch_network(theta, phi, activation):
    """The same network as PyTorch's own layers."""
    outer = np.atleast_2d(phi)
    first, last = torch.nn.Linear(theta.shape[1] - 1, len(theta)), torch.nn.Linear(len(theta), len(outer))
    with torch.no_grad():
        for layer, rows in ((first, theta), (last, outer)):
            layer.weight, layer.bias = (torch.nn.Parameter(torch.tensor(part)) for part in (rows[:, 1:], rows[:, 0]))
    return lambda x: last(activation(first(x)))


# ----- the numbers of the lecture map -----


def test_the_default_network_has_the_outputs_of_the_lecture_map():
    x = np.array([0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1, 1.5, 2])
    expected = [1.15, 0.8, 0.45, 0.675, 0.9, 0.4, -0.1, 0, 0.5, 1]
    np.testing.assert_allclose(shallow.shallow(x, THETA, PHI), expected, atol=1e-12)


def test_the_default_network_has_the_activations_of_the_lecture_map():
    h = shallow.hidden(np.array([0.35, 0.7, 1.5]), THETA)
    np.testing.assert_allclose(h, [[0.15, 0.55, 0], [0.5, 0.2, 0.4], [1.3, 0, 2]], atol=1e-12)


def test_the_default_network_bends_at_three_joints_between_four_slopes():
    np.testing.assert_allclose(shallow.joints_1d(THETA), [0.2, 0.9, 0.5], atol=1e-12)
    np.testing.assert_allclose(shallow.slopes_1d(THETA, PHI), [-3.5, 1.5, -2.5, 1], atol=1e-12)
    assert shallow.pieces_1d(THETA, PHI) == 4


def test_the_default_network_switches_its_units_from_left_to_right():
    on = shallow.pattern(np.array([0.0, 0.35, 0.7, 1.2]), THETA)
    assert ["".join(str(int(bit)) for bit in row) for row in on] == ["010", "110", "111", "101"]


def test_where_unit_2_is_off_the_default_network_is_x_minus_1():
    np.testing.assert_allclose(shallow.local_map(np.array([1.2]), THETA, PHI), [[-1, 1]], atol=1e-12)


def test_adding_the_offset_to_every_term_counts_it_three_times():  # erratum E08
    x = np.linspace(-1, 2, 31)
    terms = shallow.weighted(shallow.hidden(x, THETA), PHI)
    surplus = np.sum(PHI[0] + terms, axis=1) - shallow.shallow(x, THETA, PHI)
    np.testing.assert_allclose(surplus, 2 * PHI[0], atol=1e-12)


def test_a_third_weight_of_minus_2_5_makes_the_last_piece_flat():  # exercise N2
    assert shallow.slopes_1d(THETA, np.array([-2, 5, 3.5, -2.5]))[-1] == pytest.approx(0, abs=1e-12)


def test_the_network_in_the_plane_has_the_values_of_the_lecture_map():
    x = np.array([(0, 0), (1, 1), (2, -1), (-1, 3), (-1, -1)], dtype=float)
    np.testing.assert_allclose(shallow.shallow(x, PLANE_THETA, PLANE_PHI), [0.5, 2.5, 2.5, -0.5, 0.5], atol=1e-12)
    assert shallow.line_regions(PLANE_THETA) == 7


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("ReLU", (0, 0, 0, 1, 2)),
        ("sigmoid", (0.119203, 0.268941, 0.5, 0.731059, 0.880797)),
        ("tanh", (-0.964028, -0.761594, 0, 0.761594, 0.964028)),
        ("softplus", (0.126928, 0.313262, 0.693147, 1.313262, 2.126928)),
        ("leaky ReLU", (-0.2, -0.1, 0, 1, 2)),
        ("ELU", (-0.864665, -0.632121, 0, 1, 2)),
        ("GELU", (-0.0455, -0.158655, 0, 0.841345, 1.9545)),
        ("SiLU", (-0.238406, -0.268941, 0, 0.731059, 1.761594)),
        ("step", (0, 0, 0, 1, 1)),
    ],
)
def test_activations_have_the_values_of_the_lecture_map(name, values):
    a, _ = shallow.ACTIVATIONS[name]
    np.testing.assert_allclose(a(POINTS), values, atol=1e-6)


@pytest.mark.parametrize(
    ("sizes", "count"),
    [
        ((1, 3, 1), 10),
        ((2, 3, 1), 13),
        ((2, 3, 2), 17),
        ((1, 4, 2), 18),
        ((1, 6, 1), 19),
        ((10, 8, 1), 97),
        ((10, 50, 1), 601),
        ((784, 100, 10), 79510),
    ],
)
def test_the_number_of_parameters(sizes, count):  # erratum E10
    assert shallow.n_params_shallow(*sizes) == count


def test_two_relus_compute_exclusive_or():  # exercise N3
    corners = np.array(list(itertools.product((0.0, 1.0), repeat=2)))
    theta, phi = np.array([[0.0, 1, 1], [-1, 1, 1]]), np.array([0.0, 1, -2])
    np.testing.assert_array_equal(shallow.shallow(corners, theta, phi), [0, 1, 1, 0])


# ----- activation functions -----


@pytest.mark.parametrize("name", TORCH)
def test_an_activation_and_its_slope_agree_with_pytorch(name):
    a, slope = shallow.ACTIVATIONS[name]
    z = np.concatenate([np.linspace(-9, 9, 301), [-700.0, -40.0, 40.0, 700.0]])
    tensor = torch.tensor(z, requires_grad=True)
    values = TORCH[name](tensor)
    values.sum().backward()
    np.testing.assert_allclose(a(z), values.detach(), rtol=1e-12, atol=1e-12)
    away = z != 0  # at the corner of ELU and the ReLUs a slope is a convention
    np.testing.assert_allclose(slope(z)[away], tensor.grad[away], rtol=1e-12, atol=1e-12)


def test_at_its_corner_the_slope_of_relu_is_taken_as_0_as_pytorch_does():
    corner = torch.tensor(0.0, requires_grad=True)
    torch.relu(corner).backward()
    assert shallow.relu_grad(np.array(0.0)) == corner.grad == 0


@pytest.mark.parametrize("name", shallow.ACTIVATIONS)
def test_a_slope_is_what_central_differences_give(name):
    a, slope = shallow.ACTIVATIONS[name]
    z, h = np.linspace(-4, 4, 40), 1e-6  # an even number of points: none at the corner
    np.testing.assert_allclose(slope(z), (a(z + h) - a(z - h)) / (2 * h), atol=1e-8)


@pytest.mark.parametrize("name", shallow.ACTIVATIONS)
def test_an_activation_survives_huge_numbers_without_a_warning(name):
    a, slope = shallow.ACTIVATIONS[name]
    z = np.array([-1e4, 1e4])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        values, slopes = a(z), slope(z)
    assert np.all(np.isfinite(values)) and np.all((slopes >= 0) & (slopes <= 1))


def test_the_share_of_a_normal_distribution_below_is_the_one_of_pytorch():
    z = np.linspace(-12, 12, 481)
    np.testing.assert_allclose(shallow.normal_cdf(z), torch.special.ndtr(torch.tensor(z)), rtol=0, atol=1e-15)


def test_tanh_is_a_stretched_sigmoid():
    np.testing.assert_allclose(shallow.tanh(POINTS), 2 * shallow.sigmoid(2 * POINTS) - 1, atol=1e-15)


@given(z=numbers, c=st.floats(0, 10))
def test_a_positive_factor_may_pass_through_relu_and_leaky_relu(z, c):
    for name in ("ReLU", "leaky ReLU"):
        a, _ = shallow.ACTIVATIONS[name]
        np.testing.assert_allclose(a(np.array(c * z)), c * a(np.array(z)), atol=1e-12)


@pytest.mark.parametrize("name", sorted(set(shallow.ACTIVATIONS) - {"ReLU", "leaky ReLU"}))
def test_no_other_activation_lets_a_factor_pass(name):
    a, _ = shallow.ACTIVATIONS[name]
    assert not np.allclose(a(2 * POINTS), 2 * a(POINTS), atol=1e-3)


def test_a_leak_of_one_is_no_bend_at_all():
    np.testing.assert_array_equal(shallow.leaky_relu(POINTS, 1.0), POINTS)


# ----- the network -----


@given(network=networks(inputs=2))
def test_the_network_is_its_formula_written_out(network):
    x, theta, phi = network
    np.testing.assert_allclose(shallow.shallow(x, theta, phi), [by_hand(row, theta, phi) for row in x], atol=1e-9)


@given(network=networks())
def test_the_stages_lead_to_the_output(network):
    x, theta, phi = network
    terms = shallow.weighted(shallow.hidden(x, theta), phi)
    np.testing.assert_allclose(phi[0] + np.sum(terms, axis=1), shallow.shallow(x, theta, phi), atol=1e-9)


@pytest.mark.parametrize("name", TORCH)
@pytest.mark.parametrize("shape", [(1, 3, None), (2, 4, None), (3, 5, 2)])
def test_a_network_agrees_with_the_layers_of_pytorch(name, shape):
    inputs, D, outputs = shape
    rng = np.random.default_rng(D)
    theta, phi = rng.normal(size=(D, inputs + 1)), rng.normal(size=(D + 1,) if outputs is None else (outputs, D + 1))
    x = rng.normal(size=(9, inputs))
    y = torch_network(theta, phi, TORCH[name])(torch.tensor(x)).detach().numpy()
    ours = shallow.shallow(x[:, 0] if inputs == 1 else x, theta, phi, shallow.ACTIVATIONS[name][0])
    np.testing.assert_allclose(ours, y[:, 0] if outputs is None else y, rtol=1e-12, atol=1e-12)


@given(network=networks(inputs=2), order=st.randoms(use_true_random=False))
def test_the_order_of_the_hidden_units_does_not_matter(network, order):
    x, theta, phi = network
    units = list(range(len(theta)))
    order.shuffle(units)
    shuffled = np.concatenate([phi[:1], phi[1:][units]])
    np.testing.assert_allclose(shallow.shallow(x, theta[units], shuffled), shallow.shallow(x, theta, phi), atol=1e-9)


@given(network=networks(), c=st.floats(0.1, 10))
def test_a_relu_unit_may_take_a_factor_from_its_outer_weight(network, c):  # exercise N5
    x, theta, phi = network
    scaled = np.concatenate([phi[:1], phi[1:] / c])
    np.testing.assert_allclose(shallow.shallow(x, c * theta, scaled), shallow.shallow(x, theta, phi), atol=1e-9)


def test_a_tanh_unit_may_not():
    x, c = np.linspace(-1, 2, 7), 2.0
    scaled = np.concatenate([PHI[:1], PHI[1:] / c])
    given_ones, others = shallow.shallow(x, THETA, PHI, np.tanh), shallow.shallow(x, c * THETA, scaled, np.tanh)
    assert not np.allclose(given_ones, others, atol=0.1)


@given(network=networks(outputs=2))
def test_two_outputs_are_two_networks_that_share_their_hidden_units(network):
    x, theta, phi = network
    both = np.stack([shallow.shallow(x, theta, row) for row in phi], axis=1)
    np.testing.assert_allclose(shallow.shallow(x, theta, phi), both, atol=1e-9)


# ----- pieces -----


@given(network=networks() | networks(inputs=2))
def test_the_local_map_is_the_network_and_its_gradient_in_pytorch(network):
    x, theta, phi = network
    assume(np.min(np.abs(shallow.preactivations(x, theta))) > 1e-6)  # on a joint the gradient is a convention
    local, columns = shallow.local_map(x, theta, phi), np.reshape(x, (len(x), -1))
    inputs = torch.tensor(columns, requires_grad=True)
    torch_network(theta, phi, torch.relu)(inputs).sum().backward()
    np.testing.assert_allclose(local[:, 1:], inputs.grad, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        local[:, 0] + np.sum(local[:, 1:] * columns, axis=1), shallow.shallow(x, theta, phi), atol=1e-9
    )


def test_a_unit_that_is_off_adds_nothing_to_slope_or_intercept():
    terms = shallow.local_terms(np.array([1.2]), THETA, PHI)
    np.testing.assert_allclose(terms, [[[-1, 5], [0, 0], [2, -4]]], atol=1e-12)


@given(network=networks())
def test_slopes_between_the_joints_are_those_of_the_local_map(network):
    _, theta, phi = network
    joints = shallow.joints_1d(theta)
    joints = np.sort(joints[np.isfinite(joints)])
    assume(len(joints) == len(theta) and np.all(np.diff(joints) > 1e-6))
    edges = np.concatenate([[joints[0] - 1], joints, [joints[-1] + 1]])
    middles = (edges[1:] + edges[:-1]) / 2
    assume(np.min(np.abs(shallow.preactivations(middles, theta))) > 1e-9)
    np.testing.assert_allclose(shallow.slopes_1d(theta, phi), shallow.local_map(middles, theta, phi)[:, 1], atol=1e-9)


@given(network=networks())
def test_passing_a_joint_changes_the_slope_by_the_same_amount_whichever_way_the_unit_faces(network):
    _, theta, phi = network
    mirrored = theta * np.where(np.arange(len(theta)) == 0, -1, 1)[:, None]
    np.testing.assert_allclose(
        np.diff(shallow.slopes_1d(theta, phi)), np.diff(shallow.slopes_1d(mirrored, phi)), atol=1e-9
    )


@given(network=networks())
def test_d_units_make_at_most_d_plus_1_pieces(network):
    _, theta, phi = network
    assert 1 <= shallow.pieces_1d(theta, phi) <= len(theta) + 1


@given(network=networks())
def test_pieces_are_counted_as_exact_fractions_count_them(network):
    _, theta, phi = network
    theta, phi = (np.vectorize(lambda v: Fraction(str(v)), otypes=[object])(part) for part in (theta, phi))
    jumps = {}
    for (bias, slope), weight in zip(theta, phi[1:], strict=True):
        if slope:
            jumps[-bias / slope] = jumps.get(-bias / slope, 0) + abs(slope) * weight
    assume(all(a == b or abs(a - b) > 1e-6 for a, b in itertools.combinations(jumps, 2)))
    expected = 1 + sum(jump != 0 for jump in jumps.values())
    assert shallow.pieces_1d(theta.astype(float), phi.astype(float)) == expected


@pytest.mark.parametrize(
    ("theta", "phi", "pieces"),
    [
        ([(-1, 1), (-2, 2)], (0, 1, 1), 2),  # two units with one joint
        ([(-1, 1), (1, -1)], (0, 1, -1), 1),  # a bend and its opposite: a straight line
        ([(5, 0), (-5, 0)], (0, 1, 1), 1),  # units without a joint
        ([(0, 1), (-1, 1)], (0, 1, 0), 2),  # a joint that no one hears of
    ],
)
def test_fewer_pieces_than_units_plus_1(theta, phi, pieces):
    assert shallow.pieces_1d(np.array(theta, float), np.array(phi, float)) == pieces


def test_a_unit_that_never_switches_has_its_joint_at_infinity():
    with np.errstate(divide="raise", invalid="raise"):
        joints = shallow.joints_1d(np.array([[1.0, 0.0], [0.0, 0.0], [-1.0, 2.0]]))
    np.testing.assert_array_equal(joints, [np.inf, np.inf, 0.5])


# ----- regions -----


@pytest.mark.parametrize(
    ("lines", "regions"),
    [
        ([(0, 1, 0), (0, 0, 1), (-1, 1, 1)], 7),  # general
        ([(0, 1, 0), (0, 0, 1), (0, 1, 1)], 6),  # concurrent
        ([(0, 1, 0), (1, 1, 0), (-1, 2, 0)], 4),  # parallel
        ([(0, 1, 0), (1, 1, 0), (-1, 0, 1)], 6),  # two parallels and one across
        ([(0, 1, 0), (0, -3, 0), (-1, 0, 1)], 4),  # one line twice, facing both ways
        ([(0, 1, 0)], 2),
    ],
)
def test_regions_of_lines_in_the_plane(lines, regions):
    assert shallow.line_regions(np.array(lines, dtype=float)) == regions


@given(lines=arrays(float, st.integers(1, 6).map(lambda n: (n, 3)), elements=st.integers(-3, 3).map(float)))
def test_regions_are_counted_as_exact_fractions_count_them(lines):
    assume(np.all(np.any(lines[:, 1:] != 0, axis=1)))
    exact = [tuple(Fraction(int(value)) for value in row) for row in lines]
    kept = []
    for c, a, b in exact:
        scale = a if a else b
        unit = (c / scale, a / scale, b / scale)
        kept += [] if unit in kept else [unit]
    crossings = {}
    for (c1, a1, b1), (c2, a2, b2) in itertools.combinations(kept, 2):
        if turn := a1 * b2 - a2 * b1:
            place = ((b1 * c2 - b2 * c1) / turn, (c1 * a2 - c2 * a1) / turn)
            crossings.setdefault(place, set()).update({(c1, a1, b1), (c2, a2, b2)})
    expected = 1 + len(kept) + sum(len(met) - 1 for met in crossings.values())
    assert shallow.line_regions(lines) == expected


@pytest.mark.parametrize("n", range(1, 9))
def test_n_lines_in_general_position_make_1_plus_n_plus_n_choose_2_regions(n):
    lines = np.random.default_rng(n).normal(size=(n, 3))
    assert shallow.line_regions(lines) == 1 + n + n * (n - 1) // 2


# ----- no bend -----


@given(network=networks(inputs=3, outputs=2))
def test_without_a_bend_two_layers_are_one(network):  # erratum E09
    x, theta, phi = network
    one = shallow.collapse(theta, phi)
    np.testing.assert_allclose(shallow.shallow(x, theta, phi, lambda z: z), linear.design_matrix(x) @ one.T, atol=1e-9)


@given(network=networks(inputs=3, outputs=2))
def test_the_rank_of_the_product_is_at_most_the_smallest_width(network):
    _, theta, phi = network
    assert np.linalg.matrix_rank(shallow.collapse(theta, phi)[:, 1:], tol=1e-9) <= min(3, len(theta), 2)


def test_the_rank_may_be_smaller_than_every_width():
    theta, phi = np.array([[0.0, 1, 0], [0, 0, 1]]), np.array([[0.0, 1, 0], [0, 2, 0]])
    assert np.linalg.matrix_rank(shallow.collapse(theta, phi)[:, 1:]) == 1
    blind = np.array([[0.0, 0, 1], [0, 0, 2]])  # sees only what the first layer does not send
    assert np.linalg.matrix_rank(shallow.collapse(np.array([[0.0, 1, 1], [0, 0, 0]]), blind)[:, 1:]) == 0


# ----- networks for data -----


@given(
    gaps=st.lists(st.floats(0.2, 2), min_size=1, max_size=6),
    y=arrays(float, 7, elements=numbers),
)
def test_a_polyline_is_a_network(gaps, y):
    x = np.concatenate([[-1.0], -1 + np.cumsum(gaps)])
    theta, phi = shallow.polyline(x, y[: len(x)])
    between = np.linspace(x[0] - 2, x[-1], 50)
    np.testing.assert_allclose(shallow.shallow(between, theta, phi), np.interp(between, x, y[: len(x)]), atol=1e-9)


def test_no_outer_weights_fit_better_than_the_fitted_ones():
    x, y = data.wine()
    theta = np.array([[0.0, 1], [-0.7, 1], [-1.8, 1]])
    phi = shallow.fit_output(x, y, theta)
    tensor = torch.tensor(phi, requires_grad=True)
    h = torch.tensor(linear.design_matrix(shallow.hidden(x, theta)))
    torch.mean((h @ tensor - torch.tensor(y)) ** 2).backward()
    np.testing.assert_allclose(tensor.grad, 0, atol=1e-10)


def test_fixed_hidden_units_without_a_bend_fit_no_better_than_a_line():
    x, y = data.wine()
    phi = shallow.fit_output(x, y, THETA, lambda z: z)
    line = linear.fit_exact(x, y)
    np.testing.assert_allclose(shallow.shallow(x, THETA, phi, lambda z: z), linear.predict(x, line), atol=1e-9)


# ----- errors -----


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: shallow.preactivations(np.zeros(4), np.zeros((3, 3))), "row per hidden unit"),
        (lambda: shallow.preactivations(np.zeros(4), np.zeros(2)), "row per hidden unit"),
        (lambda: shallow.shallow(np.zeros(4), THETA, np.zeros(3)), "one weight per hidden unit, here 4"),
        (lambda: shallow.weighted(np.zeros((4, 3)), np.zeros(3)), "one weight per hidden unit, here 4"),
        (lambda: shallow.joints_1d(PLANE_THETA), "two columns"),
        (lambda: shallow.line_regions(THETA), "three columns"),
        (lambda: shallow.polyline(np.zeros(3), np.zeros(2)), "two equal rows"),
    ],
)
def test_shapes_that_do_not_fit_are_refused_with_a_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
