"""Convolution: one small set of weights, used at every place.

- Read a signal beyond its ends. (read, padded)
- See the stretch of input that each output reads, and go back from there. (windows, overlap_add)
- Convolve: one channel, many channels, one axis or two. (convolve, conv1d, conv2d, conv_layer, true_convolution)
- Go backwards through a layer. (conv_layer_grad, conv_transposed, padded_grad)
- Shrink a feature map and enlarge it again. (max_pool, mean_pool, upsample, max_pool_grad, mean_pool_grad,
  upsample_grad)
- Write a convolution as a matrix, and shift a signal. (toeplitz_of, shift)
- Compute single outputs from their index. (conv1d_at)
- Count: lengths, parameters, inputs that are seen, paths to them. (out_length, n_params_conv, n_params_dense,
  receptive_field, path_counts)
- Read digits with a small network, forwards and backwards. (init_reader, reader, reader_grad, n_params_reader)
- Bring a drawing into the form of the digits. (ink_box, box_sums, thicken, digit_from_pad)

Shapes. A signal is (..., N) and an image (..., H, W); channels come before, (..., C, N) and (..., C, H, W); further
axes in front are examples. The weights of a layer are (C_i, C_o, k) or (C_i, C_o, k, k), as the chapter writes them;
PyTorch stores C_o first. `dims` is the number of axes over which the kernel slides, always the last ones.

Options. stride: the step from one output to the next, in inputs. dilation: the step from one weight to the next, in
inputs; 1 is an ordinary kernel. padding: how many values are added at each end. mode: which ones.
"""

import numpy as np

from dlnotes.shallow import relu, relu_grad

MODES = {"zero": "constant", "circular": "wrap", "reflect": "reflect", "replicate": "edge"}  # their names in np.pad

# ----- beyond the ends -----


def read(x, places, mode="zero"):
    """The signal at any whole places, inside or outside.

    x: (N,), N above 1; places: whole numbers of any shape. mode "zero" gives 0 outside, "circular" starts again at the
    other end, "reflect" mirrors at the last value and "replicate" repeats it. Returns the shape of `places`.
    """
    check_mode(mode)
    N = np.shape(x)[0]
    turn = np.mod(places, 2 * (N - 1))  # there and back again
    inside = {
        "zero": np.clip(places, 0, N - 1),
        "circular": np.mod(places, N),
        "reflect": np.minimum(turn, 2 * (N - 1) - turn),
        "replicate": np.clip(places, 0, N - 1),
    }[mode]
    values = np.reshape(np.take_along_axis(x, np.ravel(inside), axis=0), np.shape(places))
    return np.where((places >= 0) & (places < N), values, 0.0) if mode == "zero" else values


def padded(x, padding, mode="zero", dims=1):
    """x with `padding` more values at both ends of each of its last `dims` axes. Source: lecture notes, section 6.2
    (with erratum E43).
    """
    check_mode(mode)
    check_whole("padding", padding, 0)
    if mode == "reflect" and min(np.shape(x)[-dims:]) <= padding:
        raise ValueError(f"`padding` ({padding}) must be below the length {min(np.shape(x)[-dims:])} to reflect.")
    if padding == 0:
        return x
    width = [(0, 0)] * (np.ndim(x) - dims) + [(padding, padding)] * dims
    return np.pad(x, width, mode=MODES[mode])


def padded_grad(g, padding, mode="zero", dims=1):
    """Derivative with respect to x, given g, the derivative with respect to `padded(x, padding, mode, dims)`.

    What was copied to a place outside is added to the place it came from. Returns the shape of x.
    """
    check_mode(mode)
    if padding == 0:
        return g
    if mode == "zero":
        return g[(..., *[slice(padding, -padding)] * dims)]
    for axis in range(-dims, 0):
        N = np.shape(g)[axis] - 2 * padding
        came_from = np.pad(np.arange(N), padding, mode=MODES[mode])
        back = (came_from[:, None] == np.arange(N)).astype(float)  # (N + 2 padding, N)
        g = np.moveaxis(np.moveaxis(g, axis, -1) @ back, -1, axis)
    return g


def check_mode(mode):
    """Raise ValueError unless there is such a way to pad."""
    if mode not in MODES:
        raise ValueError(f"`mode` must be one of {', '.join(MODES)}, not {mode!r}.")


def check_whole(name, value, least):
    """Raise ValueError unless the value is a whole number, and not below the least."""
    if value != int(value) or value < least:
        raise ValueError(f"`{name}` ({value}) must be a whole number from {least}.")


# ----- windows -----


def windows(x, size, stride=1, dilation=1):
    """The stretch of input that each output reads.

    x: (..., N); size: (k,). Returns (..., n, k), where entry [i, j] is x[stride i + dilation j]. With two sizes,
    x: (..., H, W) gives (..., h, w, k, k). A view, no copy: the same input stands in many windows.
    """
    check_whole("stride", stride, 1)
    check_whole("dilation", dilation, 1)
    dims = len(size)
    reach = tuple(dilation * (k - 1) + 1 for k in size)
    if any(length < span for length, span in zip(np.shape(x)[-dims:], reach, strict=True)):
        raise ValueError(f"the kernel spans {reach}, more than the padded input, {np.shape(x)[-dims:]}.")
    every = np.lib.stride_tricks.sliding_window_view(x, reach, axis=tuple(range(-dims, 0)))
    return every[(..., *[slice(None, None, stride)] * dims, *[slice(None, None, dilation)] * dims)]


def overlap_add(parts, length, stride=1, dilation=1):
    """The transpose of `windows`: entry [i, j] is added to place stride i + dilation j.

    parts: (..., n, k) with length (N,), or (..., h, w, k, k) with length (H, W). Returns (..., N) or (..., H, W).
    """
    dims, size = len(length), np.shape(parts)[-len(length) :]
    if dilation == 1 and all(k == stride for k in size):  # side by side: nothing to add
        lead, n = np.shape(parts)[: -2 * dims], np.shape(parts)[-2 * dims : -dims]
        pairs = [len(lead) + axis + side for axis in range(dims) for side in (0, dims)]
        tiles = np.transpose(parts, (*range(len(lead)), *pairs)) + 0.0  # (..., h, k, w, k)
        tiles = np.reshape(tiles, (*lead, *(count * stride for count in n)))
        return stretch(tiles, [0] * dims, length)
    total = 0.0
    for offset in np.ndindex(*size):
        part = spread(parts[(..., *offset)], stride, dims)
        total = total + stretch(part, [dilation * j for j in offset], length)
    return total


def spread(z, stride, dims=1):
    """z with stride - 1 zeros between its values along each of its last `dims` axes: (..., n) → (..., stride n)."""
    if stride == 1:
        return z
    for axis in range(-dims, 0):
        shape = np.shape(z)
        only_first = np.reshape(np.arange(stride) == 0, (-1,) + (1,) * (-1 - axis)).astype(float)
        z = np.expand_dims(z, np.ndim(z) + 1 + axis) * only_first
        z = np.reshape(z, (*shape[:axis], shape[axis] * stride, *shape[len(shape) + axis + 1 :]))
    return z


def stretch(z, before, length):
    """Put z behind `before` zeros on each of its last axes (a negative number cuts), and fill or cut to `length`."""
    dims = len(length)
    keep = [slice(max(-b, 0), min(n, N - b)) for b, n, N in zip(before, np.shape(z)[-dims:], length, strict=True)]
    z = z[(..., *keep)]
    sides = [(max(b, 0), N - max(b, 0) - n) for b, n, N in zip(before, np.shape(z)[-dims:], length, strict=True)]
    if not any(map(any, sides)):
        return z
    return np.pad(z, [(0, 0)] * (np.ndim(z) - dims) + sides)


# ----- convolution -----


def convolve(x, w, stride=1, dilation=1, padding=0, mode="zero"):
    """Slide the kernel w over x and take a weighted sum at every stop; the kernel is not flipped.

    x: (..., N) with w: (k,), or (..., H, W) with w: (k, k). Returns (..., n) or (..., h, w). Source: lecture notes,
    sections 6.1 and 6.2 (with errata E41, E42, E44).
    """
    dims = np.ndim(w)
    seen = windows(padded(x, padding, mode, dims), np.shape(w), stride, dilation)
    return np.tensordot(seen, w, axes=dims)


def conv1d(x, w, stride=1, dilation=1, padding=0, mode="zero"):
    """`convolve` along one axis. x: (..., N); w: (k,). Returns (..., n)."""
    check_axes("w", w, 1)
    return convolve(x, w, stride, dilation, padding, mode)


def conv2d(x, w, stride=1, dilation=1, padding=0, mode="zero"):
    """`convolve` along two axes. x: (..., H, W); w: (k, k). Returns (..., h, w)."""
    check_axes("w", w, 2)
    return convolve(x, w, stride, dilation, padding, mode)


def check_axes(name, w, axes):
    """Raise ValueError unless the kernel has so many axes."""
    if np.ndim(w) != axes:
        raise ValueError(f"`{name}` must have {axes} axes; its shape is {np.shape(w)}.")


def conv1d_at(x, w, i, stride=1, dilation=1, padding=0, mode="zero"):
    """Outputs number i of `conv1d`, by the formula: the sum over j of w_j x at place stride i + dilation j - padding.

    x: (N,); w: (k,); i: whole numbers (m,). Stride, dilation and padding may be stand-ins. Returns (m,).
    """
    j = np.arange(np.shape(w)[0])
    return read(x, stride * np.expand_dims(i, 1) + dilation * j - padding, mode) @ w


def true_convolution(x, w):
    """The sum over j of w_j x_{i - j}, j counted from the centre of the kernel: convolution as mathematics has it,
    zero outside. x: (..., N); w: (k,), k odd. Returns (..., N). Source: lecture notes, section 6.2 (erratum E41).
    """
    if np.shape(w)[0] % 2 == 0:
        raise ValueError(f"`w` (length {np.shape(w)[0]}) must have a centre: an odd length.")
    return conv1d(x, w[::-1], padding=np.shape(w)[0] // 2)


def conv_layer(X, Omega, beta, stride=1, dilation=1, padding=0, mode="zero"):
    """A convolutional layer before its activation: every output channel reads all input channels.

    X: (..., C_i, N); Omega: (C_i, C_o, k); beta: (C_o,). Returns (..., C_o, n). In two dimensions (..., C_i, H, W) with
    (C_i, C_o, k, k) gives (..., C_o, h, w). Source: lecture notes, section 6.2.
    """
    dims = np.ndim(Omega) - 2
    if np.shape(X)[-dims - 1] != np.shape(Omega)[0] or np.shape(beta) != (np.shape(Omega)[1],):
        raise ValueError(
            f"`X` (shape {np.shape(X)}) must have C_i = {np.shape(Omega)[0]} channels and `beta` (shape "
            f"{np.shape(beta)}) C_o = {np.shape(Omega)[1]} numbers, as `Omega` (shape {np.shape(Omega)}) has."
        )
    seen = window_rows(X, np.shape(Omega)[2:], stride, dilation, padding, mode)  # (..., n, C_i k)
    Z = seen @ weight_columns(Omega) + beta  # (..., n, C_o)
    return np.moveaxis(Z, -1, -1 - dims)


def window_rows(X, size, stride=1, dilation=1, padding=0, mode="zero"):
    """All that each output of a layer reads, as one row. X: (..., C, N); size: (k,). Returns (..., n, C k)."""
    dims = len(size)
    seen = windows(padded(X, padding, mode, dims), size, stride, dilation)  # (..., C, n, k)
    seen = np.moveaxis(seen, -1 - 2 * dims, -1 - dims) + 0.0  # (..., n, C, k), a copy: one axis to sum over is fast
    return np.reshape(seen, (*np.shape(seen)[: -1 - dims], -1))


def weight_columns(Omega):
    """The weights of each output channel as one column. Omega: (C_i, C_o, k). Returns (C_i k, C_o)."""
    turned = np.moveaxis(Omega, 1, -1) + 0.0
    return np.reshape(turned, (-1, np.shape(Omega)[1]))


def conv_layer_grad(X, Omega, dZ, stride=1, dilation=1, padding=0, mode="zero", with_input=True):
    """Derivatives of a loss with respect to the input, the weights and the biases of `conv_layer`.

    dZ: the derivative with respect to its output, (..., C_o, n). Returns dX, dOmega, dbeta in the shapes of X, Omega
    and beta; dX is None if `with_input` is False.
    """
    dims = np.ndim(Omega) - 2
    C_i, C_o, *size = np.shape(Omega)
    seen = window_rows(X, size, stride, dilation, padding, mode)  # (..., n, C_i k)
    back = np.reshape(np.moveaxis(dZ, -1 - dims, -1) + 0.0, (-1, C_o))  # (examples and places, C_o)
    dOmega = np.reshape(seen, (len(back), -1)).T @ back  # (C_i k, C_o)
    dOmega = np.moveaxis(np.reshape(dOmega, (C_i, *size, C_o)), -1, 1)
    dbeta = np.sum(back, axis=0)
    if not with_input:
        return None, dOmega, dbeta
    length = np.shape(X)[-dims:]
    if mode == "zero":
        return conv_transposed(dZ, Omega, length, stride, dilation, padding), dOmega, dbeta
    wide = conv_transposed(dZ, Omega, [N + 2 * padding for N in length], stride, dilation)
    return padded_grad(wide, padding, mode, dims), dOmega, dbeta


def conv_transposed(Z, Omega, length, stride=1, dilation=1, padding=0):
    """Every output sends its value back along its weights: the transpose of the matrix that `conv_layer` multiplies by.

    Z: (..., C_o, n); Omega: (C_i, C_o, k); length: (N,), of the result. Returns (..., C_i, N). It is itself a
    convolution, of Z with zeros between its values and with the kernel turned round.
    """
    dims = np.ndim(Omega) - 2
    spans = [dilation * (k - 1) for k in np.shape(Omega)[2:]]
    wide = [N + span for N, span in zip(length, spans, strict=True)]
    Z = stretch(spread(Z, stride, dims), [span - padding for span in spans], wide)
    turned = np.swapaxes(np.flip(Omega, axis=tuple(range(2, 2 + dims))), 0, 1)  # (C_o, C_i, k)
    return conv_layer(Z, turned, np.zeros(np.shape(Omega)[0]), dilation=dilation)


# ----- smaller and larger -----


def max_pool(x, size, stride=None, dims=1):
    """The largest value of every window. x: (..., N), or (..., H, W) with dims=2; the stride is `size` if not given.

    Returns (..., n) or (..., h, w).
    """
    return np.max(windows(x, (size,) * dims, stride or size), axis=tuple(range(-dims, 0)))


def mean_pool(x, size, stride=None, dims=1):
    """The mean of every window. Shapes as in `max_pool`."""
    return np.mean(windows(x, (size,) * dims, stride or size), axis=tuple(range(-dims, 0)))


def max_pool_grad(x, dz, size, stride=None, dims=1):
    """Derivative with respect to x, given dz, the derivative with respect to `max_pool(x, size, stride, dims)`.

    All of it goes to the place of the maximum, to the first one if there are several.
    """
    seen = windows(x, (size,) * dims, stride or size)  # (..., n, size), two of each with dims=2
    inside = tuple(range(-dims, 0))
    number = np.reshape(np.arange(size**dims), (size,) * dims)  # of the places in a window
    is_largest = seen == np.max(seen, axis=inside, keepdims=True)
    first = np.min(np.where(is_largest, number, size**dims), axis=inside, keepdims=True)
    parts = np.where(number == first, np.expand_dims(dz, inside), 0.0)
    return overlap_add(parts, np.shape(x)[-dims:], stride or size)


def mean_pool_grad(x, dz, size, stride=None, dims=1):
    """Derivative with respect to x, given dz, the derivative with respect to `mean_pool(x, size, stride, dims)`."""
    n = np.shape(dz)
    parts = np.broadcast_to(np.reshape(dz / size**dims, (*n, *(1,) * dims)), (*n, *(size,) * dims))
    return overlap_add(parts, np.shape(x)[-dims:], stride or size)


def upsample(x, size, dims=1):
    """Every value `size` times in a row (in a block, with dims=2). Returns (..., size N)."""
    for axis in range(-dims, 0):
        x = np.repeat(x, size, axis=axis)
    return x


def upsample_grad(dz, size, dims=1):
    """Derivative with respect to x, given dz, the derivative with respect to `upsample(x, size, dims)`: block sums."""
    return np.sum(windows(dz, (size,) * dims, size), axis=tuple(range(-dims, 0)))


# ----- as a matrix -----


def toeplitz_of(w, N, stride=1, dilation=1, padding=0, mode="zero"):
    """The matrix whose product with a signal of length N is `conv1d(signal, w, ...)`. Returns (n, N).

    Column j is what the convolution makes of a signal that is 1 at place j and 0 elsewhere.
    """
    return np.swapaxes(conv1d(np.eye(N), w, stride, dilation, padding, mode), 0, 1)


def shift(x, t):
    """Move signals by t places to the right; what leaves at one end comes in at the other. x: (..., N); t: a number."""
    N = np.shape(x)[-1]
    return np.take_along_axis(x, np.broadcast_to(np.mod(np.arange(N) - t, N), np.shape(x)), axis=-1)


# ----- counting -----


def out_length(N, k, stride=1, padding=0, dilation=1):
    """How many outputs a convolution or a pooling has; 0 if the kernel is too long. Source: lecture notes, section 6.2.

    floor((N + 2 p - d (k - 1) - 1) / s) + 1. All arguments may be arrays.
    """
    return np.maximum(np.floor_divide(N + 2 * padding - dilation * (k - 1) - 1, stride) + 1, 0)


def n_params_conv(C_i, C_o, k, dims=1):
    """Weights and biases of a convolutional layer, C_i C_o k^dims + C_o, whatever the length of the signal."""
    return C_i * C_o * k**dims + C_o


def n_params_dense(D_i, D_o):
    """Weights and biases of a fully connected layer: D_i D_o + D_o."""
    return D_i * D_o + D_o


def receptive_field(layers):
    """How many inputs, from the first to the last, can change one unit after each layer.

    layers: (k, s, d) for each, from the input on; a pooling is a layer with its size and stride. Returns a list:
    r = 1 + sum of d (k - 1) times all strides before. Source: lecture notes, section 6.2.
    """
    sizes, r, jump = [], 1, 1
    for k, s, d in layers:
        r, jump = r + d * (k - 1) * jump, jump * s
        sizes.append(r)
    return sizes


def path_counts(layers):
    """By how many ways each input of the receptive field reaches one unit behind all layers.

    layers: (k, s, d) for each, from the input on. Returns (r,) counts that sum to the product of all k.
    """
    counts = np.ones(1)
    for k, s, d in reversed(layers):
        length = s * (len(counts) - 1) + d * (k - 1) + 1
        counts = overlap_add(counts[:, None] * np.ones(k), (length,), s, d)
    return counts


# ----- a small network that reads digits -----

READER_SHAPES = {  # channels 1 → 6 → 8, kernels 3 × 3, then 10 scores from 8 maps of 2 × 2
    "Omega_0": (1, 6, 3, 3),
    "beta_0": (6,),
    "Omega_1": (6, 8, 3, 3),
    "beta_1": (8,),
    "Omega_2": (10, 32),
    "beta_2": (10,),
}


def init_reader(rng):
    """Random weights of the reader with variance 2 / fan-in, and biases 0. Returns a dict of arrays."""
    fan_in = {"Omega_0": 9, "Omega_1": 54, "Omega_2": 32}
    return {
        name: rng.normal(0, np.sqrt(2 / fan_in[name]), shape) if name in fan_in else np.zeros(shape)
        for name, shape in READER_SHAPES.items()
    }


def reader(images, params):
    """Convolution, relu, pooling, twice; then a linear layer. images: (..., 8, 8). Returns every stage in a dict.

    maps_0 (..., 6, 8, 8), pooled_0 (..., 6, 4, 4), maps_1 (..., 8, 4, 4), pooled_1 (..., 8, 2, 2), both maps after
    relu, and scores (..., 10).
    """
    x = np.expand_dims(images, -3)
    maps_0 = relu(conv_layer(x, params["Omega_0"], params["beta_0"], padding=1))
    pooled_0 = max_pool(maps_0, 2, dims=2)
    maps_1 = relu(conv_layer(pooled_0, params["Omega_1"], params["beta_1"], padding=1))
    pooled_1 = max_pool(maps_1, 2, dims=2)
    flat = np.reshape(pooled_1, (*np.shape(pooled_1)[:-3], 32))
    scores = flat @ params["Omega_2"].T + params["beta_2"]
    return {"maps_0": maps_0, "pooled_0": pooled_0, "maps_1": maps_1, "pooled_1": pooled_1, "scores": scores}


def reader_grad(images, stages, dscores, params):
    """Derivatives of a loss with respect to all parameters, from its derivative with respect to the scores.

    images: (B, 8, 8); stages: from `reader`; dscores: (B, 10). Returns a dict in the shapes of `params`.
    """
    flat = np.reshape(stages["pooled_1"], (-1, 32))
    grads = {"Omega_2": dscores.T @ flat, "beta_2": np.sum(dscores, axis=0)}
    back = np.reshape(dscores @ params["Omega_2"], np.shape(stages["pooled_1"]))
    back = max_pool_grad(stages["maps_1"], back, 2, dims=2) * relu_grad(stages["maps_1"])
    back, grads["Omega_1"], grads["beta_1"] = conv_layer_grad(stages["pooled_0"], params["Omega_1"], back, padding=1)
    back = max_pool_grad(stages["maps_0"], back, 2, dims=2) * relu_grad(stages["maps_0"])
    x = np.expand_dims(images, -3)
    _, grads["Omega_0"], grads["beta_0"] = conv_layer_grad(x, params["Omega_0"], back, padding=1, with_input=False)
    return grads


def n_params_reader():
    """How many weights and biases the reader has."""
    return sum(int(np.prod(shape)) for shape in READER_SHAPES.values())


# ----- from a drawing to a digit -----

MEAN_INK = 0.305  # how dark the digits of the data set are on average, from 0 to 1


def ink_box(pad):
    """The smallest box around the ink of a drawing. pad: (n, n), 0 or 1. Returns (top, bottom), (left, right)."""
    places, n = np.arange(np.shape(pad)[0]), np.shape(pad)[0]

    def ends(has_ink):
        return np.min(np.where(has_ink, places, n)), np.max(np.where(has_ink, places + 1, 0))

    return ends(np.max(pad, axis=1) > 0), ends(np.max(pad, axis=0) > 0)


def box_sums(low, high, cells=32, blocks=8):
    """Weights that add up cells in equal blocks between two places, each cell by the share of it that lies inside.

    From 0 to `cells` they are plain block means. Returns (blocks, cells); the rows sum to 1 inside the sheet.
    """
    edges = low + (high - low) * np.arange(blocks + 1) / blocks
    starts = np.arange(cells)
    shared = np.minimum(starts + 1, edges[1:, None]) - np.maximum(starts, edges[:-1, None])
    return np.maximum(shared, 0) * blocks / (high - low)


def thicken(pad):
    """Ink wherever one of the nine cells around has ink. pad: (n, n)."""
    return np.max(windows(padded(pad, 1, dims=2), (3, 3)), axis=(-2, -1))


def digit_from_pad(pad, fit=1.0):
    """A drawing of 32 by 32 cells as an 8 by 8 image, as the data set was made: the share of ink in 4 by 4 blocks.

    fit: 1 first cuts out a square around the ink and makes the strokes about as thick as those of the data set, because
    those who made it have done both; 0 takes the sheet as it is. Returns (8, 8), from 0 to 1.
    """
    (top, bottom), (left, right) = ink_box(pad)
    side = np.maximum(np.maximum(bottom - top, right - left), 8)  # a dot is not blown up to a blot
    n = np.shape(pad)[0]

    def weights(low, high):
        middle = (low + high) / 2
        return box_sums(fit * (middle - side / 2), (1 - fit) * n + fit * (middle + side / 2), n)

    rows, columns = weights(top, bottom), weights(left, right)
    thinner, thicker = 1 - thicken(1 - pad), thicken(pad)
    drawings = np.stack([thinner, pad, thicker, thicken(thicker)])
    images = rows @ drawings @ columns.T  # (4, 8, 8)
    ink = np.mean(images, axis=(1, 2)) + 1e-6 * np.arange(4)
    place = fit * np.interp(MEAN_INK, ink, np.arange(4.0)) + (1 - fit)
    mix = np.maximum(1 - np.abs(place - np.arange(4)), 0)  # of the two whose ink is nearest
    return np.tensordot(mix, images, axes=1)
