"""Backpropagation: every derivative of a loss, for the price of two more forward passes.

- Go forward and keep what the way back needs. (ACTIVATIONS, forward)
- Go backward. (LOSSES, backward, gradients)
- Check a derivative: wiggle the parameter, or follow a wiggle through the layers. (finite_difference, push_forward)
- Start where signals neither fade nor grow. (he_init)
- Put all parameters into one row of numbers, and back. (places, pack, unpack)
- Count multiplications. (mults_forward, mults_backward, mults_differences)
- Train: one step of gradient descent, momentum or Adam. (OPTIMISERS, penalty_grad, update)

A network is two lists, `betas` and `omegas`, as in `deep`: layer k computes f_k = beta_k + omega_k h_k and
h_{k+1} = a(f_k), the last layer without a. With widths D_0 (inputs), ..., D_{K+1} (outputs), beta_k is (D_{k+1},) and
omega_k is (D_{k+1}, D_k). Inputs are (..., D_0): the last axis holds the coordinates, axes before it are examples. A
derivative has the shape of what it is taken by: "d_omegas[k]" is (D_{k+1}, D_k), and derivatives with respect to
parameters are added up over the examples.
"""

from itertools import pairwise

import numpy as np

from dlnotes import losses
from dlnotes.deep import n_params_mlp
from dlnotes.shallow import relu, relu_grad, sigmoid, tanh

# ----- forward -----


def identity(z):
    """No activation function: what goes in comes out."""
    return z


ACTIVATIONS = {  # name → function of f, and its slope from f and h = a(f), which the forward pass has kept
    "relu": (relu, lambda f, h: relu_grad(f)),
    "tanh": (tanh, lambda f, h: 1 - h * h),
    "sigmoid": (sigmoid, lambda f, h: h * (1 - h)),
    "identity": (identity, lambda f, h: np.ones(np.shape(f))),
}


def forward(x, betas, omegas, activation="relu"):
    """Every pre-activation and every activation of a network.

    x: (..., D_0). Returns f_0 ... f_K, where f_k is (..., D_{k+1}) and f_K the output, and h_0 ... h_K, where h_k is
    (..., D_k) and h_0 = x. Source: lecture notes, section 7.1.1 (with errata E50 to E52).
    """
    check_layers(x, betas, omegas)
    a, _ = entry(ACTIVATIONS, "activation", activation)
    fs, hs = [], [x]
    for beta, omega in zip(betas, omegas, strict=True):
        fs.append(affine(hs[-1], beta, omega))
        hs.append(a(fs[-1]))
    return fs, hs[:-1]


def affine(h, beta, omega):
    """beta + omega h for every example.

    h: (..., D); beta: (out,); omega: (out, D). Or a stack of n networks, one for each example: h (n, D), beta (n, out),
    omega (n, out, D); it is added up term by term, so that rounding is the same everywhere. Returns (..., out).
    """
    if np.ndim(omega) == 2:
        return h @ omega.T + beta
    return np.sum(np.expand_dims(h, -2) * omega, axis=-1) + beta


def check_layers(x, betas, omegas):
    """Raise ValueError unless every layer takes what the one before it gives. Arguments as in `forward`."""
    width = np.shape(x)[-1:]
    for k, (beta, omega) in enumerate(zip(betas, omegas, strict=True)):
        *_, rows, columns = np.shape(omega)
        if np.shape(beta)[-1:] != (rows,):
            raise ValueError(
                f"`betas[{k}]` (shape {np.shape(beta)}) must have one number per row of `omegas[{k}]`, {rows}."
            )
        if width != (columns,):
            raise ValueError(
                f"`omegas[{k}]` (shape {np.shape(omega)}) must have one column per number it reads, here {width}."
            )
        width = (rows,)


def entry(table, what, name):
    """The row of a table with that name; ValueError if there is none. what: the argument that holds it."""
    if name not in table:
        raise ValueError(f"`{what}` must be one of {', '.join(table)}, not {name!r}.")
    return table[name]


# ----- losses, one per example, and their derivatives by the output -----


def squares(y, f):
    """Squared error, added up over the outputs. y, f: (..., D_out). Returns (...)."""
    return np.sum((f - y) ** 2, axis=-1)


def squares_grad(y, f):
    """Derivative of `squares` by the outputs. y, f: (..., D_o). Returns the same shape."""
    return 2 * (f - y)


def binary(y, f):
    """Binary cross-entropy of one score. y: (...), 0 or 1; f: (..., 1). Returns (...)."""
    return losses.bce_with_logits(y, f[..., 0])


def binary_grad(y, f):
    """Derivative of `binary` by the score. y: (...), f: (..., 1). Returns the shape of f."""
    return np.expand_dims(losses.bce_with_logits_grad(y, f[..., 0]), -1)


LOSSES = {  # name → loss of each example, and its derivative by the output f_K: the start of the way back
    "squares": (squares, squares_grad),
    "binary": (binary, binary_grad),
    "classes": (losses.cross_entropy, losses.cross_entropy_grad),  # y: (...), whole numbers; f: (..., classes)
}

# ----- backward -----


def backward(d_output, fs, hs, omegas, activation="relu"):
    """Derivatives by all biases and weights, from the last layer to the first.

    d_output: derivative of each example's loss by f_K, (..., D_{K+1}); fs, hs: what `forward` returned. Returns
    d_betas, d_omegas, added up over the examples, and d_fs: d_fs[k] is (..., D_{k+1}), for each example by itself.
    Source: lecture notes, section 7.1.2 (with errata E46 to E49 and E53).
    """
    if np.shape(d_output) != np.shape(fs[-1]):
        raise ValueError(f"`d_output` (shape {np.shape(d_output)}) must have the output's shape {np.shape(fs[-1])}.")
    _, slope = entry(ACTIVATIONS, "activation", activation)
    d_f, d_fs, d_betas, d_omegas = d_output, [], [], []
    for k in reversed(range(len(omegas))):
        rows = np.reshape(d_f, (-1, np.shape(d_f)[-1]))  # (examples, D_{k+1})
        inputs = np.reshape(hs[k], (-1, np.shape(hs[k])[-1]))  # (examples, D_k)
        d_fs.append(d_f)
        d_betas.append(np.sum(rows, axis=0))
        d_omegas.append(rows.T @ inputs)
        if k > 0:
            d_f = slope(fs[k - 1], hs[k]) * (d_f @ omegas[k])
    return d_betas[::-1], d_omegas[::-1], d_fs[::-1]


def gradients(x, y, betas, omegas, activation="relu", loss="squares", share=1.0):
    """Derivatives of the total loss by all biases and weights: forward, then backward.

    x: (..., D_0); y: as `LOSSES[loss]` takes it; share: the weight of each example in the total, one number or
    (..., 1); 1 gives the sum, 1/N the mean. Returns d_betas, d_omegas.
    """
    fs, hs = forward(x, betas, omegas, activation)
    _, slope = entry(LOSSES, "loss", loss)
    if loss == "squares" and np.shape(y) != np.shape(fs[-1]):  # (N,) against (N, 1) would broadcast to N × N
        raise ValueError(f"`y` (shape {np.shape(y)}) must have the shape of the output, {np.shape(fs[-1])}.")
    d_betas, d_omegas, _ = backward(share * slope(y, fs[-1]), fs, hs, omegas, activation)
    return d_betas, d_omegas


# ----- two other ways to a derivative -----


def finite_difference(function, theta, h=1e-5):
    """The gradient by central differences: two calls of `function` for every number in `theta`.

    function: takes (P,), returns a number; theta: (P,); h: the step. Returns (P,).
    """
    if not h > 0:
        raise ValueError(f"`h` ({h}) must be above 0.")
    steps = h * np.eye(len(theta))
    return np.array([(function(theta + step) - function(theta - step)) / (2 * h) for step in steps])


def push_forward(d_first, fs, hs, omegas, activation="relu"):
    """What a small change of f_0 does to every later layer, to first order: the chain rule, read from the front.

    d_first: a change of f_0, (..., D_1); fs, hs: what `forward` returned. Returns changes of f_0 ... f_K and of
    h_1 ... h_K.
    """
    _, slope = entry(ACTIVATIONS, "activation", activation)
    d_fs, d_hs = [d_first], []
    for k in range(1, len(omegas)):
        d_hs.append(slope(fs[k - 1], hs[k]) * d_fs[-1])
        d_fs.append(d_hs[-1] @ omegas[k].T)
    return d_fs, d_hs


# ----- the starting point -----


def he_init(widths, rng, gain=2.0):
    """Biases 0, and normal weights of variance gain / fan-in. A gain of 2 keeps the size of signals in ReLU networks.

    widths: (D_0, ..., D_{K+1}); rng: a NumPy generator. Returns betas, omegas. Source: He, Zhang, Ren and Sun, "Delving
    deep into rectifiers", ICCV 2015.
    """
    omegas = [rng.normal(0, np.sqrt(gain / fan_in), (out, fan_in)) for fan_in, out in pairwise(widths)]
    return [np.zeros(out) for out in widths[1:]], omegas


# ----- all parameters in a row -----


def places(widths):
    """Where each layer's parameters lie in the row: for every k, a slice for beta_k and one for omega_k."""
    found, start = [], 0
    for fan_in, out in pairwise(widths):
        middle, end = start + out, start + out + out * fan_in
        found.append((slice(start, middle), slice(middle, end)))
        start = end
    return found


def pack(betas, omegas):
    """All parameters as one row: beta_0, omega_0 row by row, beta_1, and so on. Returns (P,)."""
    parts = [part for beta, omega in zip(betas, omegas, strict=True) for part in (beta, np.reshape(omega, -1))]
    return np.concatenate(parts)


def unpack(theta, widths):
    """The lists of biases and weights that `pack` put into a row. theta: (..., P). Returns betas, omegas."""
    if np.shape(theta)[-1] != n_params_mlp(widths):
        raise ValueError(
            f"`theta` (shape {np.shape(theta)}) must end in {n_params_mlp(widths)} numbers for widths {tuple(widths)}."
        )
    betas = [theta[..., first] for first, _ in places(widths)]
    shapes = [(*np.shape(theta)[:-1], out, fan_in) for fan_in, out in pairwise(widths)]
    omegas = [np.reshape(theta[..., rest], shape) for (_, rest), shape in zip(places(widths), shapes, strict=True)]
    return betas, omegas


# ----- what it costs -----


def mults_forward(widths):
    """Multiplications in the matrix products of one forward pass. widths: (D_0, ..., D_{K+1}). Returns a number."""
    return sum(out * fan_in for fan_in, out in pairwise(widths))


def mults_backward(widths):
    """Multiplications of one backward pass: an outer product for every layer, and a product with omega^T for all but
    the first. Returns a number.
    """
    return 2 * mults_forward(widths) - widths[0] * widths[1]


def mults_differences(widths):
    """Multiplications of central differences: two forward passes for every parameter. Returns a number."""
    return 2 * n_params_mlp(widths) * mults_forward(widths)


# ----- training -----

OPTIMISERS = ("descent", "momentum", "Adam")
MEMORY, SQUARED_MEMORY, TINY = 0.9, 0.999, 1e-8  # the usual settings of momentum and Adam


def penalty_grad(theta, kind, rate):
    """Derivative of a penalty on large weights: 0 for kind 0, of rate · sum |w| for 1, of rate/2 · sum w² for 2.

    theta: any shape; kind: 0, 1 or 2; rate: a number. Returns the shape of theta.
    """
    return rate * np.where(kind == 0, 0.0, np.where(kind == 1, np.sign(theta), theta))


def update(theta, mean, square, count, gradient, rate, optimiser=0):
    """One step downhill, against the gradient or against its running mean.

    theta, mean, square, gradient: (P,); mean and square are running means of gradients and of their squares, 0 before
    the first step; count: 1 for the first step; optimiser: a place in `OPTIMISERS`. Returns the new theta, mean and
    square.
    """
    mean = MEMORY * mean + (1 - MEMORY) * gradient
    square = SQUARED_MEMORY * square + (1 - SQUARED_MEMORY) * gradient * gradient
    full_mean, full_square = mean / (1 - MEMORY**count), square / (1 - SQUARED_MEMORY**count)  # as if none were 0
    scaled = full_mean / (np.sqrt(full_square) + TINY)
    direction = np.where(optimiser == 0, gradient, np.where(optimiser == 1, mean, scaled))
    return theta - rate * direction, mean, square
