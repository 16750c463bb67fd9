"""Convolution agrees with PyTorch, forwards and backwards, and with the numbers of the lecture map."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from dlnotes import convolution as conv
from dlnotes import data, losses

X = np.array([2.0, 0, 1, 3, -1, 4])
W = np.array([1.0, 2, -1])
RAMP = np.arange(1.0, 7)
TORCH_MODES = {"zero": "constant", "circular": "circular", "reflect": "reflect", "replicate": "replicate"}
STRIDES, DILATIONS, PADDINGS = (1, 2, 3), (1, 2, 3), (0, 1, 2, 4)
OPTIONS = [
    dict(zip(("stride", "dilation", "padding", "mode"), values, strict=True))
    for values in itertools.product(STRIDES, DILATIONS, PADDINGS, conv.MODES)
    if values[2] or values[3] == "zero"  # without padding the mode says nothing
]
SEEDS = st.integers(0, 2**32 - 1)

torch.set_num_threads(1)


def shown(options):
    return "-".join(map(str, options.values()))


def grads(function, *arrays):
    """The value of `function` in PyTorch, a random direction, and the derivatives of their product."""
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    value = function(*tensors)
    direction = np.random.default_rng(9).normal(size=tuple(value.shape))
    (value * torch.tensor(direction)).sum().backward()
    return value.detach().numpy(), direction, [tensor.grad.numpy() for tensor in tensors]


def torch_conv(x, omega, beta, stride, dilation, padding, mode):
    """omega: (C_i, C_o, k) or (C_i, C_o, k, k), as the book has it."""
    dims = omega.ndim - 2
    wide = F.pad(x, (padding,) * 2 * dims, mode=TORCH_MODES[mode]) if padding else x
    return (F.conv1d, F.conv2d)[dims - 1](wide, omega.transpose(0, 1), beta, stride=stride, dilation=dilation)


def draw_layer(dims, size=3, seed=0):
    """A batch of 2 examples with 3 channels, and a layer to 4 channels; the axes differ in length."""
    rng = np.random.default_rng(seed)
    places, kernel = (13, 11)[:dims], (size, 2)[:dims]
    return rng.normal(size=(2, 3, *places)), rng.normal(size=(3, 4, *kernel)), rng.normal(size=4)


# ----- against PyTorch -----


@pytest.mark.parametrize("dims", [1, 2])
@pytest.mark.parametrize("options", OPTIONS, ids=shown)
def test_a_layer_and_its_three_gradients_are_those_of_pytorch(dims, options):
    x, omega, beta = draw_layer(dims)
    value, direction, expected = grads(lambda *tensors: torch_conv(*tensors, **options), x, omega, beta)
    np.testing.assert_allclose(conv.conv_layer(x, omega, beta, **options), value, rtol=0, atol=1e-12)
    for ours, theirs in zip(conv.conv_layer_grad(x, omega, direction, **options), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-11)


@pytest.mark.parametrize("size", [1, 2, 4, 5])
def test_a_layer_agrees_with_pytorch_for_kernels_of_even_and_odd_length(size):
    for dims, options in itertools.product((1, 2), OPTIONS[::5]):
        if options["dilation"] * (size - 1) >= 13:
            continue
        x, omega, beta = draw_layer(dims, size)
        value, direction, expected = grads(lambda *t, o=options: torch_conv(*t, **o), x, omega, beta)
        np.testing.assert_allclose(conv.conv_layer(x, omega, beta, **options), value, rtol=0, atol=1e-12)
        for ours, theirs in zip(conv.conv_layer_grad(x, omega, direction, **options), expected, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-11)


@pytest.mark.parametrize("options", OPTIONS, ids=shown)
def test_one_channel_is_pytorch_with_one_channel(options):
    rng = np.random.default_rng(1)
    for dims in (1, 2):
        x, w = rng.normal(size=(12, 10)[:dims]), rng.normal(size=(3, 3)[:dims])
        ones = torch.tensor(x)[None, None], torch.tensor(w)[None, None], torch.zeros(1, dtype=torch.float64)
        ours = (conv.conv1d, conv.conv2d)[dims - 1](x, w, **options)
        np.testing.assert_allclose(ours, torch_conv(*ones, **options)[0, 0].numpy(), rtol=0, atol=1e-12)


def test_the_gradient_of_the_input_may_be_left_out():
    x, omega, beta = draw_layer(2)
    dz = conv.conv_layer(x, omega, beta)
    dx, domega, dbeta = conv.conv_layer_grad(x, omega, dz, with_input=False)
    assert dx is None
    np.testing.assert_array_equal(domega, conv.conv_layer_grad(x, omega, dz)[1])
    np.testing.assert_array_equal(dbeta, conv.conv_layer_grad(x, omega, dz)[2])


def test_a_layer_needs_no_axis_of_examples():
    x, omega, beta = draw_layer(1)
    np.testing.assert_allclose(conv.conv_layer(x[0], omega, beta), conv.conv_layer(x, omega, beta)[0])
    dz = conv.conv_layer(x[0], omega, beta)
    for one, batch in zip(
        conv.conv_layer_grad(x[0], omega, dz), conv.conv_layer_grad(x[:1], omega, dz[None]), strict=True
    ):
        np.testing.assert_allclose(one, np.reshape(batch, np.shape(one)))


@pytest.mark.parametrize("dims", [1, 2])
@pytest.mark.parametrize(("stride", "padding", "dilation"), [(1, 0, 1), (2, 1, 1), (3, 2, 1), (2, 2, 2), (1, 3, 1)])
def test_transposed_convolution_is_pytorchs(dims, stride, padding, dilation):
    rng = np.random.default_rng(2)
    z, omega = rng.normal(size=(2, 4, 7, 6)[: 2 + dims]), rng.normal(size=(3, 4, 3, 3)[: 2 + dims])
    function = (F.conv_transpose1d, F.conv_transpose2d)[dims - 1]
    kernel = torch.tensor(omega).transpose(0, 1)  # PyTorch wants what the transpose reads first
    theirs = function(torch.tensor(z), kernel, stride=stride, padding=padding, dilation=dilation).numpy()
    ours = conv.conv_transposed(z, omega, theirs.shape[2:], stride, dilation, padding)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("dims", [1, 2])
@pytest.mark.parametrize(("size", "stride"), [(2, None), (3, None), (3, 1), (3, 2), (2, 3)])
@pytest.mark.parametrize("kind", ["max", "mean"])
def test_pooling_and_its_gradient_are_those_of_pytorch(dims, size, stride, kind):
    rng = np.random.default_rng(3)
    x = np.round(rng.normal(size=(2, 3, 11, 8)[: 2 + dims]), 1)  # rounded, so that some maxima are tied
    theirs = {"max": (F.max_pool1d, F.max_pool2d), "mean": (F.avg_pool1d, F.avg_pool2d)}[kind][dims - 1]
    value, direction, (expected,) = grads(lambda t: theirs(t, size, stride), x)
    pool = {"max": conv.max_pool, "mean": conv.mean_pool}[kind]
    back = {"max": conv.max_pool_grad, "mean": conv.mean_pool_grad}[kind]
    np.testing.assert_allclose(pool(x, size, stride, dims), value, rtol=0, atol=1e-12)
    np.testing.assert_allclose(back(x, direction, size, stride, dims), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("dims", [1, 2])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_upsampling_and_its_gradient_are_those_of_pytorch(dims, size):
    x = np.random.default_rng(4).normal(size=(2, 3, 5, 4)[: 2 + dims])
    value, direction, (expected,) = grads(lambda t: F.interpolate(t, scale_factor=size, mode="nearest"), x)
    np.testing.assert_array_equal(conv.upsample(x, size, dims), value)
    np.testing.assert_allclose(conv.upsample_grad(direction, size, dims), expected, rtol=0, atol=1e-12)


# ----- the fact sheet -----


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"padding": 1}, (4, 1, -1, 8, -3, 7)),
        ({}, (1, -1, 8, -3)),
        ({"padding": 1, "mode": "circular"}, (8, 1, -1, 8, -3, 5)),
        ({"padding": 1, "mode": "reflect"}, (4, 1, -1, 8, -3, 8)),
        ({"padding": 1, "stride": 2}, (4, -1, -3)),
        ({"padding": 2, "dilation": 2}, (3, -3, 5, 2, -1, 11)),
    ],
)
def test_the_six_outputs_of_the_example(options, expected):
    np.testing.assert_array_equal(conv.conv1d(X, W, **options), expected)


def test_flipping_the_kernel_gives_what_numpy_calls_convolution():
    np.testing.assert_array_equal(conv.true_convolution(X, W), (4, -1, 5, 4, -1, 9))
    np.testing.assert_array_equal(conv.true_convolution(X, W), np.convolve(X, W, mode="same"))


def test_the_layer_of_the_example_has_three_active_units():
    layer = conv.relu(conv.conv_layer(X[None], W[None, None], np.array([-1.0]), padding=1))
    np.testing.assert_array_equal(layer, [(3, 0, 0, 7, 0, 6)])


def test_a_difference_of_neighbours_turns_a_ramp_into_a_constant():
    slope = np.array([1.0, 0, -1])
    np.testing.assert_array_equal(conv.conv1d(RAMP, slope, padding=1), (-2, -2, -2, -2, -2, 5))
    np.testing.assert_array_equal(conv.conv1d(RAMP, slope), (-2, -2, -2, -2))


LENGTHS = [
    ((6, 3, 1, 0, 1), 4),
    ((6, 3, 1, 1, 1), 6),
    ((6, 3, 2, 1, 1), 3),
    ((7, 3, 2, 1, 1), 4),
    ((6, 5, 1, 2, 1), 6),
    ((28, 5, 1, 0, 1), 24),
    ((224, 7, 2, 3, 1), 112),
    ((40, 3, 2, 0, 1), 19),
    ((10, 3, 1, 2, 2), 10),
    ((32, 3, 1, 0, 4), 24),
]


@pytest.mark.parametrize(("sizes", "expected"), LENGTHS)
def test_the_length_formula_counts_the_outputs(sizes, expected):
    N, k, s, p, d = sizes
    assert conv.out_length(*sizes) == expected
    assert len(conv.conv1d(np.zeros(N), np.zeros(k), s, d, p)) == expected


def test_a_kernel_that_is_too_long_has_no_output():
    assert conv.out_length(6, 7, 1, 0, 2) == 0


def test_receptive_fields_of_the_map():
    fields = conv.receptive_field
    assert fields([(3, 1, 1)] * 5) == [3, 5, 7, 9, 11]
    assert fields([(5, 1, 1)] * 3) == [5, 9, 13]
    assert fields([(3, 2, 1)] * 4) == [3, 7, 15, 31]
    assert fields([(3, 1, d) for d in (1, 2, 4, 8)]) == [3, 7, 15, 31]
    assert fields([(3, 1, 1), (2, 2, 1), (3, 1, 1), (2, 2, 1), (3, 1, 1)])[-1] == 18


def test_parameter_counts_of_the_map():
    counts = [(1, 1, 3), (1, 2, 3), (2, 4, 5), (3, 16, 3)]
    assert [conv.n_params_conv(*each) for each in counts] == [4, 8, 44, 160]
    assert conv.n_params_conv(3, 16, 3, dims=2) == 448
    assert conv.n_params_dense(6, 6) == 42
    assert conv.n_params_dense(224 * 224 * 3, 224 * 224 * 3) - 224 * 224 * 3 == 150528**2


def test_the_matrix_of_the_example_has_16_entries_that_are_not_zero():
    matrix = conv.toeplitz_of(W, 6, padding=1)
    assert np.count_nonzero(matrix) == 16
    np.testing.assert_array_equal(matrix @ X, (4, 1, -1, 8, -3, 7))


def test_sobel_and_the_mean_on_a_vertical_edge():
    image = np.repeat([[0.0, 0, 0, 1, 1]], 5, axis=0)
    sobel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    np.testing.assert_array_equal(conv.conv2d(image, sobel), [(0, 4, 4)] * 3)
    np.testing.assert_allclose(conv.conv2d(image, np.full((3, 3), 1 / 9)), [(0, 1 / 3, 2 / 3)] * 3)


def test_shift_errors_of_the_map():
    def errors(**options):
        return np.abs(conv.conv1d(conv.shift(X, 1), W, **options) - conv.shift(conv.conv1d(X, W, **options), 1))

    np.testing.assert_array_equal(errors(padding=1, mode="circular"), np.zeros(6))
    np.testing.assert_array_equal(errors(padding=1), (1, 4, 0, 0, 0, 4))


def test_pooling_of_a_spike_is_only_partly_invariant():
    spike = np.array([0.0, 0, 9, 0, 0, 0])
    pooled = [conv.max_pool(conv.shift(spike, t), 2) for t in (0, 1, 2)]
    np.testing.assert_array_equal(pooled, [(0, 9, 0), (0, 9, 0), (0, 0, 9)])


# ----- properties -----


@given(SEEDS, st.integers(-9, 9))
def test_circular_convolution_commutes_with_every_shift(seed, t):
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=9), rng.normal(size=3)
    circular = {"padding": 1, "mode": "circular"}
    shifted = conv.conv1d(conv.shift(x, t), w, **circular)
    np.testing.assert_allclose(shifted, conv.shift(conv.conv1d(x, w, **circular), t), atol=1e-12)
    np.testing.assert_allclose(shifted.max(), conv.conv1d(x, w, **circular).max(), atol=1e-12)


@given(SEEDS, st.sampled_from([1, 2, 3, 4]), st.integers(0, 11))
def test_stride_commutes_with_the_shifts_that_it_divides(seed, s, t):
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=12), rng.normal(size=3)
    options = {"stride": s, "padding": 1, "mode": "circular"}
    ours = conv.conv1d(conv.shift(x, s * t), w, **options)
    np.testing.assert_allclose(ours, conv.shift(conv.conv1d(x, w, **options), t), atol=1e-12)
    if s > 1:
        one = conv.conv1d(conv.shift(x, 1), w, **options)
        for shift in range(12 // s):
            assert np.max(np.abs(one - conv.shift(conv.conv1d(x, w, **options), shift))) > 1e-6


@pytest.mark.parametrize("options", OPTIONS[::3], ids=shown)
def test_a_convolution_is_the_product_with_its_matrix(options):
    rng = np.random.default_rng(5)
    x, w = rng.normal(size=9), rng.normal(size=3)
    matrix = conv.toeplitz_of(w, 9, **options)
    np.testing.assert_allclose(matrix @ x, conv.conv1d(x, w, **options), atol=1e-12)


@pytest.mark.parametrize("options", [options for options in OPTIONS if options["mode"] == "zero"], ids=shown)
def test_the_transposed_convolution_is_the_product_with_the_transposed_matrix(options):
    rng = np.random.default_rng(6)
    options = {name: value for name, value in options.items() if name != "mode"}
    w = rng.normal(size=3)
    matrix = conv.toeplitz_of(w, 9, **options)
    z = rng.normal(size=len(matrix))
    ours = conv.conv_transposed(z[None], w[None, None], (9,), **options)[0]
    np.testing.assert_allclose(ours, matrix.T @ z, atol=1e-12)


@given(SEEDS, st.integers(1, 4), st.integers(1, 3), st.integers(1, 3), st.booleans())
def test_overlap_add_is_the_transpose_of_windows(seed, k, stride, dilation, plane):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2, 12, 11) if plane else (2, 11))
    size = (k, 2) if plane else (k,)
    seen = conv.windows(x, size, stride, dilation)
    parts = rng.normal(size=seen.shape)
    back = conv.overlap_add(parts, x.shape[1:], stride, dilation)
    assert np.sum(seen * parts) == pytest.approx(np.sum(x * back), abs=1e-9)


@given(SEEDS, st.sampled_from(list(conv.MODES)), st.integers(0, 7))
def test_reading_outside_is_padding(seed, mode, padding):
    x = np.random.default_rng(seed).normal(size=8)
    places = np.arange(-padding, 8 + padding)
    np.testing.assert_array_equal(conv.read(x, places, mode), conv.padded(x, padding, mode))


@given(SEEDS, st.sampled_from(list(conv.MODES)), st.integers(0, 4), st.booleans())
def test_the_gradient_of_padding_is_its_transpose(seed, mode, padding, plane):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2, 6, 5) if plane else (2, 5))
    wide = conv.padded(x, padding, mode, dims=1 + plane)
    g = rng.normal(size=wide.shape)
    assert np.sum(wide * g) == pytest.approx(np.sum(x * conv.padded_grad(g, padding, mode, 1 + plane)), abs=1e-9)


@given(SEEDS)
def test_a_dilated_kernel_is_a_longer_one_with_zeros_between(seed):
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=10), rng.normal(size=3)
    longer = np.array([w[0], 0, w[1], 0, w[2]])
    np.testing.assert_allclose(conv.conv1d(x, w, dilation=2, padding=2), conv.conv1d(x, longer, padding=2), atol=1e-12)


@given(SEEDS)
def test_a_one_by_one_convolution_mixes_channels_at_every_place_alike(seed):
    rng = np.random.default_rng(seed)
    x, omega, beta = rng.normal(size=(3, 4, 5)), rng.normal(size=(3, 2, 1, 1)), rng.normal(size=2)
    expected = np.einsum("cij,cd->dij", x, omega[:, :, 0, 0]) + beta[:, None, None]
    np.testing.assert_allclose(conv.conv_layer(x, omega, beta), expected, atol=1e-12)


@given(SEEDS)
def test_two_kernels_of_three_in_a_row_are_one_of_five(seed):
    rng = np.random.default_rng(seed)
    x, v, w = rng.normal(size=12), rng.normal(size=3), rng.normal(size=3)
    np.testing.assert_allclose(conv.conv1d(conv.conv1d(x, v), w), conv.conv1d(x, np.convolve(v, w)), atol=1e-12)


LAYERS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=4)


@settings(deadline=None)
@given(LAYERS)
def test_the_receptive_field_is_what_perturbing_inputs_finds(layers):
    r = conv.receptive_field(layers)[-1]
    impulses = np.eye(r)
    for k, s, d in layers:
        impulses = conv.conv1d(impulses, np.ones(k), s, d)  # exactly one unit is left at the end
    counts = conv.path_counts(layers)
    np.testing.assert_array_equal(impulses[:, 0], counts)
    assert impulses.shape[1] == 1
    assert counts[0] == counts[-1] == 1
    assert counts.sum() == np.prod([k for k, _, _ in layers])


def test_paths_of_three_layers_are_trinomial_coefficients():
    np.testing.assert_array_equal(conv.path_counts([(3, 1, 1)] * 3), (1, 3, 6, 7, 6, 3, 1))


# ----- what is refused -----


def test_errors_state_the_rule_and_the_value():
    with pytest.raises(ValueError, match="zero, circular, reflect, replicate, not 'mirror'"):
        conv.conv1d(X, W, padding=1, mode="mirror")
    with pytest.raises(ValueError, match=r"`padding` \(6\) must be below the length 6"):
        conv.conv1d(X, W, padding=6, mode="reflect")
    with pytest.raises(ValueError, match=r"`stride` \(0\) must be a whole number from 1"):
        conv.conv1d(X, W, stride=0)
    with pytest.raises(ValueError, match=r"spans \(9,\), more than the padded input, \(6,\)"):
        conv.conv1d(X, W, dilation=4)
    with pytest.raises(ValueError, match=r"`w` must have 2 axes; its shape is \(3,\)"):
        conv.conv2d(X, W)
    with pytest.raises(ValueError, match=r"`w` \(length 2\) must have a centre"):
        conv.true_convolution(X, W[:2])
    with pytest.raises(ValueError, match="must have C_i = 3 channels"):
        conv.conv_layer(np.zeros((2, 8)), np.zeros((3, 4, 3)), np.zeros(4))


# ----- the reader of digits -----


def torch_reader(images, params):
    x = F.relu(F.conv2d(images[:, None], params["Omega_0"].transpose(0, 1), params["beta_0"], padding=1))
    x = F.max_pool2d(x, 2)
    x = F.relu(F.conv2d(x, params["Omega_1"].transpose(0, 1), params["beta_1"], padding=1))
    x = F.max_pool2d(x, 2).flatten(1)
    return F.linear(x, params["Omega_2"], params["beta_2"])


def test_the_reader_and_its_gradients_are_those_of_pytorch():
    images, labels = data.digits()
    images, labels = images[:20].reshape(-1, 8, 8) / 16, labels[:20]
    params = conv.init_reader(np.random.default_rng(0))
    stages = conv.reader(images, params)
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in params.items()}
    scores = torch_reader(torch.tensor(images), tensors)
    F.cross_entropy(scores, torch.tensor(labels)).backward()
    np.testing.assert_allclose(stages["scores"], scores.detach().numpy(), rtol=0, atol=1e-12)
    dscores = losses.cross_entropy_grad(labels, stages["scores"]) / len(labels)
    gradients = conv.reader_grad(images, stages, dscores, params)
    assert set(gradients) == set(params)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, tensors[name].grad.numpy(), rtol=0, atol=1e-13)


# ----- what figures compute index by index, and drawings -----


@given(
    SEEDS, st.integers(1, 4), st.integers(1, 3), st.integers(1, 2), st.integers(0, 5), st.sampled_from(list(conv.MODES))
)
def test_single_outputs_are_those_of_the_whole_convolution(seed, k, s, d, p, mode):
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=7), rng.normal(size=k)
    whole = conv.conv1d(x, w, s, d, p, mode)
    np.testing.assert_allclose(conv.conv1d_at(x, w, np.arange(len(whole)), s, d, p, mode), whole, atol=1e-12)


def test_a_drawing_taken_as_it_is_becomes_block_means():
    pad = (np.random.default_rng(0).uniform(size=(32, 32)) > 0.6).astype(float)
    blocks = pad.reshape(8, 4, 8, 4).mean(axis=(1, 3))
    np.testing.assert_allclose(conv.digit_from_pad(pad, fit=0.0), blocks, atol=1e-12)


@given(st.integers(0, 9), st.integers(-5, 5), st.integers(-3, 3))
def test_a_fitted_drawing_does_not_say_where_it_was_drawn(digit, right, down):
    pad = data.pen_digit(digit, height=20, left=7, top=6)
    moved = np.roll(pad, (down, right), axis=(0, 1))
    np.testing.assert_allclose(conv.digit_from_pad(moved), conv.digit_from_pad(pad), atol=1e-12)


def test_fitted_drawings_are_as_dark_as_the_data_set():
    images, _ = data.digit_images()
    assert images.mean() == pytest.approx(conv.MEAN_INK, abs=1e-3)
    for digit, brush in itertools.product(range(10), (1.0, 2.0, 3.0)):
        image = conv.digit_from_pad(data.pen_digit(digit, brush=brush))
        assert image.min() >= 0 and image.max() <= 1 + 1e-12
        assert image.mean() == pytest.approx(0.305, abs=0.06)


def test_an_empty_sheet_and_a_full_one_are_images_too():
    np.testing.assert_array_equal(conv.digit_from_pad(np.zeros((32, 32))), np.zeros((8, 8)))
    assert np.all(np.isfinite(conv.digit_from_pad(np.ones((32, 32)))))


def trained_reader(seed, steps, rate=0.2, batch=16):
    images, labels = data.digit_images()
    rng = np.random.default_rng(seed)
    params = conv.init_reader(rng)
    for _ in range(steps):
        chosen = rng.integers(0, 800, batch)
        stages = conv.reader(images[chosen], params)
        dscores = losses.cross_entropy_grad(labels[chosen], stages["scores"]) / batch
        gradients = conv.reader_grad(images[chosen], stages, dscores, params)
        params = {name: params[name] - rate * gradients[name] for name in params}
    return params


def test_the_reader_learns_the_digits_and_reads_most_drawings():
    images, labels = data.digit_images()
    params = trained_reader(seed=0, steps=800)
    unseen = np.argmax(conv.reader(images[1200:], params)["scores"], axis=1)
    assert np.mean(unseen == labels[1200:]) > 0.85
    hands = list(itertools.product(range(10), (16, 24), (1.2, 2.0, 2.8), (-0.1, 0.0, 0.15)))
    drawn = np.stack([conv.digit_from_pad(data.pen_digit(k, h, 6, 3, b, s)) for k, h, b, s in hands])
    read = np.argmax(conv.reader(drawn, params)["scores"], axis=1)
    assert np.mean(read == [hand[0] for hand in hands]) > 0.75


# ----- what the figures compute by other ways -----


@pytest.mark.parametrize("k", [2, 3, 5])
@pytest.mark.parametrize("layers", [[(1, 1)] * 3, [(2, 1), (2, 1), (1, 1)], [(1, 1), (1, 2), (1, 4)], [(2, 1), (1, 2)]])
def test_the_tower_counts_ways_as_path_counts_does(k, layers):
    from dlnotes.figures import convolution as figures

    L, plan = len(layers), layers + [(1, 1)] * (6 - len(layers))
    strides, dilations = (np.array(column, dtype=float) for column in zip(*plan, strict=True))
    counts, _ = figures.tower(np.asarray(L), np.asarray(k), strides, dilations)
    ours, expected = counts[0], conv.path_counts([(k, s, d) for s, d in layers])
    seen = np.flatnonzero(ours)
    np.testing.assert_array_equal(ours[seen[0] : seen[-1] + 1], expected)


def test_the_spread_of_ways_is_the_standard_deviation_of_their_counts():
    layers = [(3, 1, 1), (3, 2, 1), (5, 1, 2)]
    counts = conv.path_counts(layers)
    place = np.arange(len(counts))
    mean = np.sum(place * counts) / counts.sum()
    variance = sum((k**2 - 1) / 12 * (d * jump) ** 2 for (k, _, d), jump in zip(layers, (1, 1, 2), strict=True))
    assert np.sum((place - mean) ** 2 * counts) / counts.sum() == pytest.approx(variance, abs=1e-12)


def test_growing_by_straight_lines_is_pytorchs_bilinear_interpolation():
    from dlnotes.figures import convolution as figures

    small = np.random.default_rng(8).normal(size=(8, 8))
    options = {"scale_factor": 4, "mode": "bilinear", "align_corners": False}
    theirs = F.interpolate(torch.tensor(small)[None, None], **options)[0, 0].numpy()
    np.testing.assert_allclose(figures.stretched(small, 4), theirs, atol=1e-12)
