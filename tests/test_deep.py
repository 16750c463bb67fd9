"""The mathematics of deep networks, against the lecture map, PyTorch, exact fractions and its own laws."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dlnotes import deep

F = deep.fold_net()
NET_1 = deep.shallow_as_mlp([[50, -1], [10, 1], [-10, 1]], [70, -1, -2, 1.5])
NET_2 = deep.shallow_as_mlp([[0.5, -1], [0.5, 1], [0, 1]], [0, -1, -2, 1.5])
BY_HAND = (  # exercise N3 of section 4.2
    [np.array([0.0, 1, -1]), np.array([1.0, -2]), np.array([0.5])],
    [np.array([[1.0, 2], [-1, 0], [3, 1]]), np.array([[1.0, -1, 0], [0, 2, 1]]), np.array([[2.0, -1]])],
)
BOX = (-2.0, 2.0, -2.0, 2.0)

# ----- strategies -----

seeds = st.integers(0, 10**6)
hidden = st.lists(st.integers(1, 5), min_size=1, max_size=3)
small = st.integers(-3, 3)


@st.composite
def random_networks(draw, inputs=1):
    """A random network, and its hidden widths."""
    widths = draw(hidden)
    return deep.random_mlp((inputs, *widths, 1), np.random.default_rng(draw(seeds))), widths


@st.composite
def whole_networks(draw):
    """A network of one input whose biases and weights are whole numbers, with all the coincidences that brings."""
    widths = [1, *draw(st.lists(st.integers(1, 3), min_size=1, max_size=3)), 1]
    betas, omegas = [], []
    for fan_in, out in pairwise(widths):
        betas.append(np.array(draw(st.lists(small, min_size=out, max_size=out)), dtype=float))
        rows = draw(st.lists(st.lists(small, min_size=fan_in, max_size=fan_in), min_size=out, max_size=out))
        omegas.append(np.array(rows, dtype=float))
    return betas, omegas


@st.composite
def hidden_layers_2d(draw):
    """One or two hidden layers on the plane."""
    widths = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))
    return deep.random_mlp((2, *widths), np.random.default_rng(draw(seeds)))


# ----- the numbers of the lecture map -----


def test_the_fold_lays_each_third_of_the_interval_onto_the_whole():
    x = np.array([-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1])
    np.testing.assert_allclose(deep.fold(x), [-1, 0, 1, 0, -1, 0, 1], atol=1e-15)


def test_folding_a_tenth_again_and_again():
    once = deep.fold(0.1)
    twice = deep.fold(once)
    np.testing.assert_allclose([once, twice, deep.fold(twice)], [-0.3, 0.9, 0.7], atol=1e-14)


@pytest.mark.parametrize(("K", "pieces"), [(1, 3), (2, 9), (3, 27), (4, 81), (5, 243)])
def test_the_fold_composed_k_times_has_3_to_the_k_pieces(K, pieces):
    assert deep.count_pieces_1d(*deep.iterated(F, K), -1, 1) == pieces


@pytest.mark.parametrize("K", range(1, 7))
def test_the_tent_map_composed_k_times_has_2_to_the_k_pieces(K):
    assert deep.count_pieces_1d(*deep.iterated(deep.tent_net(), K), 0, 1) == 2**K


def test_two_networks_of_three_units_can_reach_all_16_pieces():
    betas, omegas = deep.composed_as_deep(NET_1, NET_2)
    joints = deep.joints_1d(betas, omegas)
    assert deep.count_pieces_1d(betas, omegas) == 16 == deep.max_pieces([3, 3])
    assert len(joints) == 15 and -100 < joints[0] < joints[-1] < 150
    np.testing.assert_allclose(betas[1], [-69.5, 70.5, 70], atol=1e-12)
    np.testing.assert_allclose(omegas[1], [[1, 2, -1.5], [-1, -2, 1.5], [-1, -2, 1.5]], atol=1e-12)


@pytest.mark.parametrize(
    ("widths", "parameters"),
    [
        ((1, 3, 3, 1), 22),
        ((4, 4, 2, 3, 2), 47),
        ((784, 128, 64, 10), 109386),
        ((2, 3, 2, 1), 20),
        ((1, 5, 5, 5, 5, 5, 1), 136),
        ((1, 10, 10, 10, 10, 10, 1), 471),
        ((1, 6, 1), 19),
        ((1, 242, 1), 727),
    ],
)
def test_the_number_of_parameters(widths, parameters):
    betas, omegas = deep.random_mlp(widths, np.random.default_rng(0))
    assert deep.n_params_mlp(widths) == parameters == sum(each.size for each in [*betas, *omegas])


@pytest.mark.parametrize(("D", "K", "bound"), [(3, 2, 16), (2, 5, 243), (5, 5, 7776), (10, 5, 161051)])
def test_the_bound_multiplies_with_every_layer(D, K, bound):
    assert deep.max_pieces([D] * K) == bound


@pytest.mark.parametrize(("sizes", "bound"), [((1, 3, 2), 12), ((2, 4, 2), 44), ((2, 10, 3), 35000)])
def test_the_lower_bound_of_montufar_and_others(sizes, bound):
    assert deep.montufar_bound(*sizes) == bound


@pytest.mark.parametrize(("parameters", "pieces"), [(20, 7), (50, 17), (136, 46), (471, 157), (727, 243), (726, 242)])
def test_what_a_shallow_network_can_do_with_so_many_parameters(parameters, pieces):
    assert deep.max_pieces_shallow(parameters) == pieces
    assert deep.n_params_mlp((1, pieces - 1, 1)) <= parameters < deep.n_params_mlp((1, pieces, 1))


def test_a_forward_pass_by_hand():
    fs, hs = deep.layers(np.array([1.0, -1.0]), *BY_HAND)
    np.testing.assert_array_equal(fs[0], [-1, 0, 1])
    np.testing.assert_array_equal(hs[1], [0, 0, 1])
    np.testing.assert_array_equal(fs[1], [1, -1])
    np.testing.assert_array_equal(hs[2], [1, 0])
    np.testing.assert_array_equal(fs[2], [2.5])


def test_a_composition_is_a_deep_network_with_a_matrix_of_rank_one():  # erratum E24
    x = np.linspace(-100, 150, 1001)[:, None]
    both = deep.composed_as_deep(NET_1, NET_2)
    np.testing.assert_allclose(deep.mlp(x, *both), deep.mlp(deep.mlp(x, *NET_1), *NET_2), atol=1e-11)
    assert np.linalg.matrix_rank(both[1][1]) == 1
    assert sum(each.size for net in (NET_1, NET_2) for part in net for each in part) == 20
    assert sum(each.size for part in both for each in part) == 22


def test_random_networks_stay_near_one_piece_per_unit_and_far_below_the_bound():  # erratum E23
    rng = np.random.default_rng(0)
    counts = [deep.count_pieces_1d(*deep.random_mlp((1, 5, 5, 5, 5, 5, 1), rng)) for _ in range(200)]
    assert 18 < np.mean(counts) < 30  # 26 would be one per unit, and one
    assert max(counts) < 100 < deep.max_pieces([5] * 5) == 7776


# ----- against PyTorch -----


def in_torch(betas, omegas):
    def network(x):
        for k, (beta, omega) in enumerate(zip(betas, omegas, strict=True)):
            x = torch.nn.functional.linear(x, torch.tensor(omega), torch.tensor(beta))
            x = torch.relu(x) if k < len(betas) - 1 else x
        return x

    return network


@given(random_networks(inputs=3), seeds)
def test_the_output_agrees_with_pytorch(drawn, seed):
    network, _ = drawn
    x = np.random.default_rng(seed).normal(size=(7, 3))
    np.testing.assert_allclose(
        deep.mlp(x, *network), in_torch(*network)(torch.tensor(x)).numpy(), rtol=1e-12, atol=1e-12
    )


@given(random_networks())
def test_the_slope_of_every_piece_agrees_with_autograd(drawn):
    network, _ = drawn
    places, _, slopes = deep.trace_line(*network, -3.0, 3.0)[-1]
    middle = torch.tensor((places[1:, :1] + places[:-1, :1]) / 2, requires_grad=True)
    in_torch(*network)(middle).sum().backward()
    wide = np.diff(places[:, 0]) > 1e-6
    np.testing.assert_allclose(slopes[wide], middle.grad.numpy()[wide], rtol=1e-12, atol=1e-12)


# ----- networks -----


@given(random_networks(inputs=2), seeds)
def test_a_batch_is_computed_point_by_point(drawn, seed):
    network, _ = drawn
    x = np.random.default_rng(seed).normal(size=(2, 3, 2))
    each = [[deep.mlp(point, *network) for point in row] for row in x]
    np.testing.assert_allclose(deep.mlp(x, *network), each, atol=1e-12)


@given(random_networks(inputs=2), seeds)
def test_every_activation_is_the_relu_of_the_pre_activation_before_it(drawn, seed):
    network, widths = drawn
    x = np.random.default_rng(seed).normal(size=(5, 2))
    fs, hs = deep.layers(x, *network)
    assert [h.shape[1] for h in hs] == [2, *widths]
    for f, h in zip(fs, hs[1:], strict=False):
        np.testing.assert_array_equal(h, np.maximum(f, 0))


@given(random_networks(), st.floats(0.1, 10), seeds)
def test_a_unit_can_be_scaled_up_if_what_follows_is_scaled_down(drawn, scale, seed):
    (betas, omegas), _ = drawn
    scaled_betas = [scale * betas[0], *betas[1:]]
    scaled_omegas = [scale * omegas[0], omegas[1] / scale, *omegas[2:]]
    x = np.random.default_rng(seed).normal(size=(5, 1))
    before, after = deep.mlp(x, betas, omegas), deep.mlp(x, scaled_betas, scaled_omegas)
    np.testing.assert_allclose(after, before, rtol=1e-9, atol=1e-9)


@given(seeds, st.integers(1, 3))
def test_the_width_between_two_networks_bounds_the_rank_of_the_matrix_that_joins_them(seed, between):
    rng = np.random.default_rng(seed)
    first, second = deep.random_mlp((2, 4, between), rng), deep.random_mlp((between, 4, 2), rng)
    both, x = deep.composed_as_deep(first, second), rng.normal(size=(6, 2))
    assert np.linalg.matrix_rank(both[1][1]) == between
    np.testing.assert_allclose(deep.mlp(x, *both), deep.mlp(deep.mlp(x, *first), *second), atol=1e-10)


def test_an_iterated_network_is_fed_with_its_own_output():
    x = np.linspace(-1, 1, 101)
    whole = deep.mlp(x[:, None], *deep.iterated(F, 3))[:, 0]
    np.testing.assert_allclose(whole, deep.fold(deep.fold(deep.fold(x))), atol=1e-12)


def test_the_fold_opens_to_the_identity():
    x = np.linspace(-1, 1, 101)[:, None]
    np.testing.assert_allclose(deep.mlp(x, *deep.fold_net(0.0)), x, atol=1e-12)
    np.testing.assert_allclose(deep.mlp(x, *deep.fold_net(1.0)), deep.fold(x), atol=1e-12)
    np.testing.assert_allclose(deep.mlp(x, *deep.fold_net(0.3)), 0.7 * x + 0.3 * deep.fold(x), atol=1e-12)


def test_folding_early_copies_every_feature_of_a_network_and_mirrors_the_middle_copy():
    u = np.linspace(0, 1, 21)[:, None]
    second = deep.random_mlp((1, 4, 1), np.random.default_rng(3))
    both = deep.composed_as_deep(F, second)
    thirds = [deep.mlp(start + 2 / 3 * u, *both) for start in (-1, -1 / 3, 1 / 3)]
    np.testing.assert_allclose(thirds[2], thirds[0], atol=1e-12)
    np.testing.assert_allclose(thirds[1], thirds[0][::-1], atol=1e-12)


@given(random_networks(inputs=3), seeds)
def test_a_network_along_a_segment_is_a_network_with_one_input(drawn, seed):
    network, _ = drawn
    start, end = np.random.default_rng(seed).normal(size=(2, 3))
    s = np.linspace(0, 1, 9)[:, None]
    along = deep.mlp(s, *deep.along_segment(*network, start, end))
    np.testing.assert_allclose(along, deep.mlp(start + s * (end - start), *network), atol=1e-10)


def test_random_weights_have_twice_the_inverse_of_the_fan_in_as_variance():
    betas, omegas = deep.random_mlp((400, 300, 200), np.random.default_rng(0))
    np.testing.assert_allclose([np.var(omega) for omega in omegas], [2 / 400, 2 / 300], rtol=0.03)
    np.testing.assert_allclose([np.std(beta) for beta in betas], 1, rtol=0.15)


# ----- pieces, counted -----


def pieces_by_fractions(betas, omegas, low, high):
    """The same count in exact arithmetic, and with every layer computed from the input anew."""

    def pre_activations(x, depth):
        h = [x]
        for k in range(depth + 1):
            rows = zip(betas[k], omegas[k], strict=True)
            f = [Fraction(b) + sum(Fraction(w) * v for w, v in zip(row, h, strict=True)) for b, row in rows]
            h = [max(v, Fraction(0)) for v in f]
        return f

    knots = [Fraction(low), Fraction(high)]
    for k in range(len(betas) - 1):
        found = set(knots)
        for a, b in pairwise(knots):
            for left, right in zip(pre_activations(a, k), pre_activations(b, k), strict=True):
                if left * right < 0:
                    found.add(a + (b - a) * left / (left - right))
        knots = sorted(found)
    values = [pre_activations(x, len(betas) - 1)[0] for x in knots]
    slopes = [(values[i + 1] - values[i]) / (knots[i + 1] - knots[i]) for i in range(len(knots) - 1)]
    return 1 + sum(a != b for a, b in pairwise(slopes))


@settings(deadline=None)
@given(whole_networks())
def test_the_count_on_an_interval_is_that_of_exact_fractions(network):
    assert deep.count_pieces_1d(*network, -4.0, 4.0) == pieces_by_fractions(*network, -4, 4)


@settings(deadline=None)
@given(whole_networks())
def test_the_count_on_the_whole_line_is_that_of_a_very_long_interval(network):
    assert deep.count_pieces_1d(*network) == pieces_by_fractions(*network, -(10**6), 10**6)


@given(random_networks())
def test_no_network_has_more_pieces_than_the_bound(drawn):
    network, widths = drawn
    assert 1 <= deep.count_pieces_1d(*network) <= deep.max_pieces(widths)


@given(seeds, st.integers(1, 20))
def test_a_shallow_network_has_one_piece_more_than_units(seed, D):
    assert deep.count_pieces_1d(*deep.random_mlp((1, D, 1), np.random.default_rng(seed))) == D + 1


@given(random_networks())
def test_the_joints_are_where_the_network_bends_and_nowhere_else(drawn):
    network, _ = drawn
    joints = deep.joints_1d(*network, -3.0, 3.0)
    assert len(joints) == deep.count_pieces_1d(*network, -3.0, 3.0) - 1
    assume(np.min(np.diff(joints), initial=1) > 1e-5)
    knots = np.concatenate([[-3.0], joints, [3.0]])
    inside = knots[:-1, None] + np.array([0.1, 0.5, 0.9]) * np.diff(knots)[:, None]
    y = deep.mlp(inside[:, :, None], *network)[:, :, 0]
    np.testing.assert_allclose(y[:, 0] + y[:, 2], 2 * y[:, 1], atol=1e-9)
    slopes = (y[:, 2] - y[:, 0]) / (inside[:, 2] - inside[:, 0])
    assert np.all(np.abs(np.diff(slopes)) > 0)


@given(random_networks())
def test_keeping_empty_stretches_changes_no_count(drawn):
    network, _ = drawn
    thin, full = (deep.pieces_by_layer(*network, -2.0, 2.0, thin=each) for each in (True, False))
    assert thin == full


@given(random_networks())
def test_a_generic_output_shows_every_joint_of_the_last_hidden_layer(drawn):
    network, _ = drawn
    *_, last, output = deep.pieces_by_layer(*network)
    assert last == output


@given(random_networks())
def test_a_last_hidden_layer_that_is_off_leaves_one_piece(drawn):
    (betas, omegas), widths = drawn
    dead = [*betas[:-2], np.full(widths[-1], -1.0), betas[-1]]
    flat = [*omegas[:-2], np.zeros_like(omegas[-2]), omegas[-1]]
    assert deep.count_pieces_1d(dead, flat) == 1


@given(random_networks(), st.floats(0.2, 5), st.floats(-3, 3))
def test_moving_and_stretching_the_input_moves_the_joints_along(drawn, stretch, shift):
    (betas, omegas), _ = drawn
    moved = [betas[0] - omegas[0][:, 0] * shift / stretch, *betas[1:]], [omegas[0] / stretch, *omegas[1:]]
    joints = deep.joints_1d(betas, omegas)
    assume(np.min(np.diff(joints), initial=1) > 1e-4 and np.max(np.abs(joints), initial=0) < 1e4)
    np.testing.assert_allclose(deep.joints_1d(*moved), stretch * joints + shift, rtol=1e-6, atol=1e-6)


def test_two_units_with_one_joint_make_one_bend_and_opposite_ones_none():
    twice = deep.shallow_as_mlp([[1, 1], [2, 2]], [0, 1, 1])
    cancelled = deep.shallow_as_mlp([[1, 1], [2, 2]], [0, 2, -1])
    assert deep.count_pieces_1d(*twice) == 2
    assert deep.count_pieces_1d(*cancelled) == 1


def test_a_unit_without_input_makes_no_joint():
    assert deep.count_pieces_1d(*deep.shallow_as_mlp([[1, 0], [0.5, 1]], [0, 3, 1])) == 2


def test_a_far_away_joint_is_counted_on_the_whole_line():
    network = deep.shallow_as_mlp([[1e6, 1], [-1e6, 1]], [0, 1, 1])
    np.testing.assert_allclose(deep.joints_1d(*network), [-1e6, 1e6], rtol=1e-9)
    assert deep.count_pieces_1d(*network, -10, 10) == 1


def test_a_network_that_is_half_folded_has_fewer_pieces():
    counts = [deep.count_pieces_1d(*deep.iterated(deep.fold_net(s), 2), -1, 1) for s in (0, 0.2, 0.4, 0.6, 1)]
    assert counts[0] == 1 and counts[-1] == 9
    assert all(a <= b for a, b in pairwise(counts)) and counts[1] < counts[3]


# ----- the plane -----


def clip_by_hand(corners, normal, offset):
    """Sutherland and Hodgman's clipping of one convex polygon, the slow and obvious way."""
    kept = []
    for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
        height_a, height_b = normal @ a + offset, normal @ b + offset
        if height_a >= 0:
            kept.append(a)
        if height_a * height_b < 0:
            kept.append(a + (b - a) * height_a / (height_a - height_b))
    return kept


def area_by_hand(normals, offsets):
    corners = [np.array(corner) for corner in ((-9.0, -9.0), (9.0, -9.0), (9.0, 9.0), (-9.0, 9.0))]
    for normal, offset in zip(normals, offsets, strict=True):
        corners = clip_by_hand(corners, normal, offset)
        if len(corners) < 3:
            return 0.0
    x, y = np.array(corners).T
    return (x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


@settings(deadline=None, max_examples=40)
@given(hidden_layers_2d())
def test_the_area_of_every_cell_is_that_of_clipping_by_hand(layers):
    _, normals, offsets = deep.cells_2d(*layers, BOX)
    by_hand = [area_by_hand(*cell) for cell in zip(normals, offsets, strict=True)]
    np.testing.assert_allclose(deep.polygon_areas(deep.polygons(normals, offsets)), by_hand, atol=1e-7)


@settings(deadline=None, max_examples=40)
@given(hidden_layers_2d())
def test_the_cells_fill_the_box_without_overlap(layers):
    _, normals, offsets = deep.cells_2d(*layers, BOX)
    assert np.sum(deep.polygon_areas(deep.polygons(normals, offsets))) == pytest.approx(16, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(hidden_layers_2d())
def test_in_the_middle_of_a_cell_the_units_are_on_and_off_as_its_pattern_says(layers):
    patterns, normals, offsets = deep.cells_2d(*layers, BOX)
    corners = deep.polygons(normals, offsets)
    large = deep.polygon_areas(corners) > 1e-4
    fs, _ = deep.layers(np.mean(corners[large], axis=1), *layers)
    np.testing.assert_array_equal(np.concatenate(fs, axis=1) > 0, patterns[large] == 1)


@settings(deadline=None, max_examples=40)
@given(hidden_layers_2d(), seeds)
def test_inside_a_cell_the_network_is_the_affine_map_of_its_pattern(layers, seed):
    rng = np.random.default_rng(seed)
    betas, omegas = [*layers[0], rng.normal(size=1)], [*layers[1], rng.normal(size=(1, len(layers[0][-1])))]
    x = rng.uniform(-2, 2, (20, 2))
    fs, _ = deep.layers(x, betas, omegas)
    patterns = np.concatenate(fs[:-1], axis=1) > 0
    weights, biases = deep.maps_by_pattern(betas, omegas, patterns)[-1]
    np.testing.assert_allclose(np.einsum("cij,cj->ci", weights, x) + biases, fs[-1], atol=1e-10)


@settings(deadline=None, max_examples=40)
@given(seeds, st.integers(1, 3), st.integers(1, 3))
def test_along_a_bent_line_the_unit_is_zero_and_it_bends_only_at_lines_of_the_first_layer(seed, D_1, D_2):
    betas, omegas = deep.random_mlp((2, D_1, D_2), np.random.default_rng(seed))
    starts, ends, exists = deep.bent_lines(betas, omegas, BOX)
    for d in range(D_2):
        pieces = np.stack([starts[exists[:, d], d], ends[exists[:, d], d]])  # (2, pieces, 2)
        for share in (0, 0.3, 1):
            fs, _ = deep.layers((1 - share) * pieces[0] + share * pieces[1], betas, omegas)
            np.testing.assert_allclose(fs[1][:, d], 0, atol=1e-7)
        tips = np.concatenate(pieces)
        at_border = np.any(np.abs(np.abs(tips) - 2) < 1e-6, axis=1)
        at_first_layer = np.any(np.abs(deep.layers(tips, betas, omegas)[0][0]) < 1e-6, axis=1)
        assert np.all(at_border | at_first_layer)


@pytest.mark.parametrize("D", [1, 2, 3, 4, 5])
def test_lines_in_general_position_make_as_many_regions_as_zaslavsky_says(D):
    angles = np.pi * (np.arange(D) + 0.3) / (D + 1)
    omegas = [np.stack([np.cos(angles), np.sin(angles)], axis=1)]
    betas = [0.3 * np.cos(3 * np.arange(D) + 1)]
    assert deep.count_regions_2d(betas, omegas, (-50.0, 50.0, -50.0, 50.0)) == 1 + D + D * (D - 1) // 2


def test_three_lines_through_one_point_make_six_regions():
    betas, omegas = [np.zeros(3)], [np.array([[1.0, 0], [0, 1], [1, 1]])]
    assert deep.count_regions_2d(betas, omegas, BOX) == 6


def test_a_second_layer_that_is_constant_adds_no_region():
    betas, omegas = [np.zeros(2), np.array([1.0, -1.0])], [np.eye(2), np.zeros((2, 2))]
    assert deep.count_regions_2d(betas, omegas, BOX) == 4
    assert not deep.bent_lines(betas, omegas, BOX)[2].any()


def test_a_unit_of_the_second_layer_can_cut_every_quadrant_but_the_one_where_nothing_is_on():
    betas, omegas = [np.zeros(2), np.array([-1.0])], [np.eye(2), np.array([[1.0, 1.0]])]
    starts, ends, exists = deep.bent_lines(betas, omegas, BOX)
    assert exists[:, 0].tolist() == [False, True, True, True]  # patterns 00, 10, 01, 11
    np.testing.assert_allclose(np.sort(np.abs(starts - ends)[3, 0]), [1, 1], atol=1e-12)
    assert deep.count_regions_2d(betas, omegas, BOX) == 7


def test_polygons_are_listed_counter_clockwise_with_repeated_corners():
    corners = deep.polygons(*(each[None] for each in deep.box_sides(BOX)))[0]
    np.testing.assert_allclose(deep.polygon_areas(corners[None]), 16)
    assert {tuple(np.round(corner)) for corner in corners} == {(-2, -2), (2, -2), (2, 2), (-2, 2)}


# ----- bad input -----


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: deep.mlp(np.zeros(3), *BY_HAND), r"`omegas\[0\]` \(shape \(3, 2\)\) .* here \(3,\)"),
        (lambda: deep.mlp(np.zeros(2), [np.zeros(2)], [np.zeros((3, 2))]), r"`betas\[0\]` \(shape \(2,\)\) .* 3"),
        (lambda: deep.shallow_as_mlp(np.zeros((3, 2)), np.zeros(3)), r"`phi` \(shape \(1, 3\)\) must have 1 \+ 3"),
        (lambda: deep.composed_as_deep(F, BY_HAND), r"first network has 1 outputs, the second 2 inputs"),
        (lambda: deep.trace_line(*BY_HAND), r"`omegas\[0\]` has 2 columns"),
        (lambda: deep.max_pieces_shallow(0), r"`n_params` \(0\) must be 1 or more"),
        (lambda: deep.montufar_bound(3, 2, 2), r"`D` \(2\) must be at least `D_i` \(3\)"),
    ],
)
def test_bad_shapes_are_refused_with_the_rule_and_the_shape(call, message):
    with pytest.raises(ValueError, match=message):
        call()
