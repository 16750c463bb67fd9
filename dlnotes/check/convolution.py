"""The code exercises of chapter 07.

- Write a convolution as a matrix. (matrix_of)
- Convolve with every option. (conv1d)
- Go backwards through a convolution. (conv1d_grad)
- Go backwards through max pooling. (max_pool_grad)
"""

import numpy as np

from dlnotes import convolution as conv
from dlnotes.check.exercise import Exercise, draw

# ----- as a matrix -----


def kernels(rng):
    yield "three weights, four places", np.array([1.0, 2.0, -1.0]), 4
    yield "a single weight", np.array([3.0]), 2
    yield "as long as the signal", np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 5
    for k, N in ((3, 6), (5, 8), (7, 9)):
        yield "random", draw(rng, k), N


def same_length(w, N):
    return conv.toeplitz_of(w, N, padding=len(w) // 2)


def turned_round(w, N):
    return same_length(w[::-1], N)


def not_centred(w, N):
    return conv.toeplitz_of(w, N, padding=len(w) - 1)[len(w) - 1 :]


def round_the_ends(w, N):
    return conv.toeplitz_of(w, N, padding=len(w) // 2, mode="circular")


def rows_that_fit(w, N):
    return conv.toeplitz_of(w, N)


matrix_of = Exercise(
    gives="the matrix (N, N) whose product with a signal is its convolution with w",
    reference=same_length,
    inputs=kernels,
    mistakes={
        "The kernel is turned round, so this is the transpose: along row i the weights keep their order.": turned_round,
        "The kernel is not centred: row i begins at column i; w_j belongs into column i + j - k // 2.": not_centred,
        "Negative columns: in NumPy, as on a circle, they count from the other end. Leave out what lies outside.": (
            round_the_ends
        ),
        "Rows are missing at the ends: there, too, is an output, from fewer inputs.": rows_that_fit,
    },
)

# ----- all options -----


def signals(rng):
    x, w = np.array([2.0, 0.0, 1.0, 3.0, -1.0, 4.0]), np.array([1.0, 2.0, -1.0])
    yield "stride 2, padding 1", x, w, 2, 1, 1
    yield "dilation 2, padding 2", x, w, 1, 2, 2
    yield "no option", x, w, 1, 1, 0
    for k, stride, dilation, padding in ((2, 1, 1, 1), (3, 3, 2, 3), (4, 2, 3, 2)):
        yield "random", draw(rng, 13), draw(rng, k), stride, dilation, padding
    yield "random batch", draw(rng, 2, 3, 9), draw(rng, 3), 2, 1, 2


def with_turned_kernel(x, w, stride, dilation, padding):
    return conv.conv1d(x, w[::-1], stride, dilation, padding)


def one_output_short(x, w, stride, dilation, padding):
    return conv.conv1d(x, w, stride, dilation, padding)[..., :-1]


def one_place_late(x, w, stride, dilation, padding):
    return conv.conv1d(conv.padded(x, padding + 1)[..., 2:], w, stride, dilation)


def padded_in_front(x, w, stride, dilation, padding):
    return conv.conv1d(conv.padded(x, 2 * padding)[..., : np.shape(x)[-1] + 2 * padding], w, stride, dilation)


def without_padding(x, w, stride, dilation, padding):
    return conv.conv1d(x, w, stride, dilation)


def without_stride(x, w, stride, dilation, padding):
    return conv.conv1d(x, w, 1, dilation, padding)


def without_dilation(x, w, stride, dilation, padding):
    return conv.conv1d(x, w, stride, 1, padding)


def without_options(x, w, stride, dilation, padding):
    return conv.conv1d(x, w)


def zeros_counted(x, w, stride, dilation, padding):
    return conv.conv1d(x, w, stride, dilation + 1, padding)


conv1d = Exercise(
    gives="the outputs of the convolution along the last axis",
    reference=conv.conv1d,
    inputs=signals,
    mistakes={
        "The kernel is turned round: networks multiply w_j with the input d j places further to the right.": (
            with_turned_kernel
        ),
        "One output is missing at the end: their number is floor((N + 2 p - d (k - 1) - 1) / s) + 1.": one_output_short,
        "Off by one in the padding: the first output begins at place 1 - p; it should begin at -p.": one_place_late,
        "All the padding stands in front; p zeros belong at each end.": padded_in_front,
        "Stride, dilation and padding are ignored: weight j of output i reads place s i + d j - p.": without_options,
        "The padding is ignored: p zeros belong at each end.": without_padding,
        "The stride is ignored: output i begins at place s i - p.": without_stride,
        "The dilation is ignored: two neighbours in w are d places apart in x.": without_dilation,
        "There are d zeros between the weights; the dilation is the number of zeros plus one.": zeros_counted,
    },
)

# ----- backwards -----


def outputs_with_derivatives(rng):
    yield "two outputs", np.array([1.0, 2.0, 3.0]), np.array([2.0, -1.0]), np.array([1.0, 10.0]), 0
    yield "two values, padded", np.array([1.0, -2.0]), np.array([1.0, 0.0, 3.0]), np.array([5.0, 7.0]), 1
    for N, k, padding in ((5, 3, 0), (6, 3, 1), (7, 5, 1), (6, 4, 2)):
        yield "random", draw(rng, N), draw(rng, k), draw(rng, conv.out_length(N, k, padding=padding)), padding


def both_derivatives(x, w, g, padding):
    dx, dw, _ = conv.conv_layer_grad(x[None], w[None, None], g[None], padding=padding)
    return dx[0], dw[0, 0]


def back_with_unturned_kernel(x, w, g, padding):
    return both_derivatives(x, w[::-1], g, padding)[0], both_derivatives(x, w, g, padding)[1]


def still_padded(x, w, g, padding):
    return np.convolve(g, w), both_derivatives(x, w, g, padding)[1]


def weights_from_the_end(x, w, g, padding):
    dx, dw = both_derivatives(x, w, g, padding)
    return dx, dw[::-1]


def mean_over_places(x, w, g, padding):
    dx, dw = both_derivatives(x, w, g, padding)
    return dx, dw / len(g)


def weights_first(x, w, g, padding):
    return both_derivatives(x, w, g, padding)[::-1]


def input_not_padded(x, w, g, padding):
    late = np.append(x, np.zeros(2 * padding))
    return both_derivatives(x, w, g, padding)[0], conv.conv1d(late, g)


conv1d_grad = Exercise(
    gives="two arrays, the derivatives by x and by w",
    reference=both_derivatives,
    inputs=outputs_with_derivatives,
    mistakes={
        "In the derivative by x the kernel runs the wrong way: x_m reached output m - j + p through w_j.": (
            back_with_unturned_kernel
        ),
        "The derivative by x still has the padding at its ends: cut it off.": still_padded,
        "The derivative by w is in the opposite order: w_j meets x at place i + j - p.": weights_from_the_end,
        "Mean instead of sum: every place that uses a weight adds to its derivative.": mean_over_places,
        "The derivative by x comes first, then the one by w.": weights_first,
        "In the derivative by w the input is not padded in front: w_j meets x at place i + j - p.": input_not_padded,
    },
)

# ----- through a maximum -----


def pools(rng):
    yield "one winner twice", np.array([1.0, 2.0, 5.0, 3.0, 4.0]), np.array([1.0, 10.0]), 3, 2
    yield "equal values", np.array([2.0, 2.0, 1.0, 3.0, 0.0, 3.0]), np.array([1.0, 10.0]), 3, 3
    yield "a rest that nobody reads", np.array([4.0, 1.0, 7.0]), np.array([2.0]), 2, 2
    for N, size, stride in ((8, 2, 2), (9, 3, 1)):
        yield "random", draw(rng, N), draw(rng, conv.out_length(N, size, stride)), size, stride
    yield "random batch", draw(rng, 2, 3, 8), draw(rng, 2, 3, 3), 3, 2


def to_places(shares):
    """A wrong gradient: `shares` takes windows (..., n, size) and gives the share of every place in dz."""

    def grad(x, dz, size, stride):
        parts = shares(conv.windows(x, (size,), stride)) * dz[..., None]
        return conv.overlap_add(parts, np.shape(x)[-1:], stride)

    return grad


def is_largest(seen):
    return 1.0 * (seen == np.max(seen, axis=-1, keepdims=True))


def only(place, seen):
    """1 at one place of every window."""
    return 1.0 * (np.arange(np.shape(seen)[-1]) == place[..., None])


def equal_shares(seen):
    return np.ones(np.shape(seen)) / np.shape(seen)[-1]


def last_of_equals(seen):
    return only(np.shape(seen)[-1] - 1 - np.argmax(seen[..., ::-1], axis=-1), seen)


def times_maximum(seen):
    return only(np.argmax(seen, axis=-1), seen) * np.max(seen, axis=-1, keepdims=True)


def overwritten(x, dz, size, stride):
    grad = np.zeros(np.shape(x))
    places = np.argmax(conv.windows(x, (size,), stride), axis=-1) + stride * np.arange(np.shape(dz)[-1])
    np.put_along_axis(grad, places, dz, axis=-1)
    return grad


max_pool_grad = Exercise(
    gives="the derivative by x, in the shape of x",
    reference=conv.max_pool_grad,
    inputs=pools,
    mistakes={
        "Windows overlap: what two of them send to the same place must be added, not overwritten.": overwritten,
        "Every place of a window gets an equal share, as in mean pooling; only the largest gets any.": (
            to_places(equal_shares)
        ),
        "Several values are equally large, and each gets all of dz: give it to the first one.": to_places(is_largest),
        "Several values are equally large, and it goes to the last one: give it to the first.": (
            to_places(last_of_equals)
        ),
        "It is multiplied with the maximum: the slope of a maximum by its largest value is 1.": (
            to_places(times_maximum)
        ),
    },
)
