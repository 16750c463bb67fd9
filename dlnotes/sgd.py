"""Stochastic gradient descent: steps along the gradient of a few examples at a time.

- A model with two parameters and many valleys. (gabor, gabor_loss, gabor_grads, gabor_grad, gabor_hessian)
- Gradients example by example, whose sums are all that a batch is. (gabor_grads, line_grads)
- Deal the data into batches, once per epoch. (batches, updates_per_epoch, every_batch)
- Say how noisy a batch gradient is. (batch_covariance_trace)
- Step. (sgd, momentum, heavy_ball, nesterov, nesterov_ahead, adam)
- Roll many starts into their valleys. (settle)
- Shrink the step with time. (constant, step_decay, exponential_decay, inverse_time, power_decay, cosine, warm_up)
- Know where constant steps hover. (noise_floor, chase)
- Know when momentum is stable, and how fast. (largest_stable, momentum_radius, nesterov_radius, momentum_quadratic,
  nesterov_quadratic)

Shapes. A point of parameter space is `phi` (..., D); the axes before the last one are a crowd of points. Gradients of
N examples are (..., N, D). The loss of the Gabor model is the *sum* of squares, and the gradient of a batch the sum
over the batch; where a mean is taken, the docstring says so. Every optimiser takes `grad`, a function of the point and
of the number of the step, t = 0, 1, …, and `rate`, a number or a function of t, and returns the path, (steps + 1, ...,
D).
"""

from itertools import combinations

import numpy as np

from dlnotes import linear

# ----- a model with valleys -----


def gabor_phase(x, phi):
    """What goes into the wave: φ₀ + 0.06 φ₁ x. x: (N,); phi: (..., 2). Returns (..., N)."""
    if np.shape(phi)[-1:] != (2,):
        raise ValueError(f"`phi` (shape {np.shape(phi)}) must end in two numbers, place and width.")
    return phi[..., :1] + 0.06 * phi[..., 1:] * x


def gabor(x, phi):
    """A wave under a bell: sin(u) exp(-u²/32) with u = φ₀ + 0.06 φ₁ x.

    x: (N,); phi: (..., 2). Returns (..., N). Source: lecture notes, section 5.1 (with erratum E36).
    """
    u = gabor_phase(x, phi)
    return np.sin(u) * np.exp(-(u**2) / 32)


def gabor_loss(x, y, phi):
    """Sum of the squared residuals of the Gabor model. x, y: (N,); phi: (..., 2). Returns (...)."""
    return np.sum((gabor(x, phi) - y) ** 2, axis=-1)


def gabor_grads(x, y, phi):
    """Gradient of each squared residual with respect to phi.

    x, y: (N,); phi: (..., 2). Returns (..., N, 2); the sum over N is the gradient of `gabor_loss`.
    """
    u = gabor_phase(x, phi)
    bell = np.exp(-(u**2) / 32)
    wave = np.sin(u)
    pull = 2 * (wave * bell - y) * (np.cos(u) - u / 16 * wave) * bell  # with respect to u
    return np.stack([pull, 0.06 * pull * x], axis=-1)


def gabor_grad(x, y, phi):
    """Gradient of `gabor_loss`. x, y: (N,); phi: (..., 2). Returns (..., 2)."""
    return np.sum(gabor_grads(x, y, phi), axis=-2)


def gabor_hessian(x, y, phi):
    """Second derivatives of `gabor_loss`. x, y: (N,); phi: (2,). Returns (2, 2)."""
    u = gabor_phase(x, phi)
    bell, wave = np.exp(-(u**2) / 32), np.sin(u)
    slope = (np.cos(u) - u / 16 * wave) * bell
    bend = (-wave - u / 8 * np.cos(u) - wave / 16 + (u / 16) ** 2 * wave) * bell
    weight = 2 * (slope**2 + (wave * bell - y) * bend)  # second derivative with respect to u
    inner = np.stack([np.ones(np.shape(x)), 0.06 * x])  # (2, N)
    return inner * weight @ inner.T


def line_grads(x, y, phi):
    """Gradient of each squared residual of a line; the mean over N is `linear.mse_grad`.

    x, y: (N,); phi: (..., 2). Returns (..., N, 2).
    """
    residual = linear.residuals(x, y, phi)
    return 2 * np.stack([residual, residual * x], axis=-1)


# ----- batches -----


def updates_per_epoch(N, size):
    """How many batches one pass over N examples takes; the last batch may be smaller. Returns a whole number."""
    check_size(N, size)
    return -(-N // size)


def batches(N, size, *, rng):
    """Shuffle N examples and deal them out: one epoch, every example in exactly one batch.

    Returns a list of index arrays, each of length `size` except perhaps the last. Source: lecture notes, section 5.1.
    """
    check_size(N, size)
    order = rng.permutation(N)
    return [order[start : start + size] for start in range(0, N, size)]


def every_batch(N, size):
    """All subsets of `size` of N examples, as index arrays. Returns (subsets, size)."""
    check_size(N, size)
    return np.array(list(combinations(range(N), size)))


def check_size(N, size):
    """Raise ValueError unless a batch of that size can be drawn from N examples."""
    if not 1 <= size <= N:
        raise ValueError(f"`size` (here {size}) must be between 1 and the number of examples, {N}.")


def batch_covariance_trace(grads, size):
    """Mean squared distance of the mean gradient of a batch from the mean gradient of all examples.

    It is S²/b · (N - b)/(N - 1) for batches of size b without replacement, S² being the spread of single examples.

    grads: (N, D); size: a number from 1 to N. Returns a number.
    """
    N = np.shape(grads)[0]
    spread = np.sum((grads - np.mean(grads, axis=0)) ** 2) / N
    return spread / size * (N - size) / (N - 1)


# ----- steps -----


def rate_at(rate, t):
    """A learning rate is a number, or a function of the step."""
    return rate(t) if callable(rate) else rate


def sgd(grad, start, rate, steps):
    """Steps against the gradient of step t's batch; plain gradient descent if `grad` ignores t.

    grad: function of phi (..., D) and t, returns (..., D). Returns the path. Source: lecture notes, section 5.1 (with
    erratum E35).
    """
    path = [start]
    for t in range(steps):
        path.append(path[-1] - rate_at(rate, t) * grad(path[-1], t))
    return np.stack(path)


def momentum(grad, start, rate, beta, steps):
    """Steps along the exponentially weighted mean of past gradients, m ← β m + (1 - β) ∇L.

    beta: from 0 (plain descent) to below 1. Returns the path. Source: lecture notes, section 5.1 (with erratum E39).
    """
    phi, mean = start, np.zeros(np.shape(start))
    path = [phi]
    for t in range(steps):
        mean = beta * mean + (1 - beta) * grad(phi, t)
        phi = phi - rate_at(rate, t) * mean
        path.append(phi)
    return np.stack(path)


def heavy_ball(grad, start, rate, beta, steps, dampening=0):
    """Momentum as PyTorch's SGD has it: v ← β v + (1 - dampening) ∇L, except that the first v is the first gradient.

    Without dampening it is `momentum` with the learning rate divided by 1 - β. Returns the path.
    """
    phi, velocity = start, None
    path = [phi]
    for t in range(steps):
        gradient = grad(phi, t)
        velocity = gradient if velocity is None else beta * velocity + (1 - dampening) * gradient
        phi = phi - rate_at(rate, t) * velocity
        path.append(phi)
    return np.stack(path)


def nesterov(grad, start, rate, beta, steps):
    """Momentum that asks for the gradient where the old mean is about to carry it, at φ - αβm.

    Returns the path. Source: lecture notes, section 5.1 (with erratum E39).
    """
    phi, mean = start, np.zeros(np.shape(start))
    path = [phi]
    for t in range(steps):
        alpha = rate_at(rate, t)
        mean = beta * mean + (1 - beta) * grad(phi - alpha * beta * mean, t)
        phi = phi - alpha * mean
        path.append(phi)
    return np.stack(path)


def nesterov_ahead(grad, start, rate, beta, steps):
    """Nesterov's momentum as PyTorch's SGD has it: v ← β v + ∇L, then a step along ∇L + β v.

    Its points are the places φ - αβm at which `nesterov`, with α = rate / (1 - β), asks for the gradient. Returns the
    path.
    """
    phi, velocity = start, np.zeros(np.shape(start))
    path = [phi]
    for t in range(steps):
        gradient = grad(phi, t)
        velocity = beta * velocity + gradient
        phi = phi - rate_at(rate, t) * (gradient + beta * velocity)
        path.append(phi)
    return np.stack(path)


def adam(grad, start, rate, steps, beta=0.9, gamma=0.999, epsilon=1e-8):
    """Momentum divided, coordinate by coordinate, by the root of the mean squared gradient.

    Both means start at zero and are divided by the weight they have collected so far, 1 - βᵗ and 1 - γᵗ. Returns the
    path. Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015).
    """
    phi = start
    mean, square = np.zeros(np.shape(start)), np.zeros(np.shape(start))
    path = [phi]
    for t in range(steps):
        gradient = grad(phi, t)
        mean = beta * mean + (1 - beta) * gradient
        square = gamma * square + (1 - gamma) * gradient**2
        size = np.sqrt(square / (1 - gamma ** (t + 1))) + epsilon
        phi = phi - rate_at(rate, t) * (mean / (1 - beta ** (t + 1))) / size
        path.append(phi)
    return np.stack(path)


def settle(grad, start, rate, steps):
    """Where plain descent stands after so many steps; the way is not kept, so a whole map of starts fits.

    grad: function of phi (..., D). Returns (..., D).
    """
    phi = start
    for _ in range(steps):
        phi = phi - rate * grad(phi)
    return phi


# ----- schedules: the learning rate at step t, any shape -----


def constant(t, rate):
    """The same at every step."""
    return rate + 0.0 * t


def step_decay(t, rate, factor, every):
    """Multiplied by `factor` after every so many steps."""
    return rate * factor ** np.floor(t / every)


def exponential_decay(t, rate, factor):
    """Multiplied by `factor` at every step: sums to rate / (1 - factor), so it can only go so far."""
    return rate * factor**t


def inverse_time(t, rate, decay):
    """rate / (1 + decay t): its sum diverges and the sum of its squares does not."""
    return rate / (1 + decay * t)


def power_decay(t, rate, power):
    """rate / (1 + t) to a power."""
    return rate * (1.0 + t) ** -power


def cosine(t, rate, horizon):
    """Half a cosine from `rate` down to 0 at step `horizon`, and 0 from there."""
    return rate / 2 * (1 + np.cos(np.pi * np.minimum(t / horizon, 1)))


def warm_up(t, rate, steps):
    """Rises in equal steps to `rate`, which it reaches at step `steps` - 1."""
    return rate * np.minimum((t + 1) / steps, 1)


# ----- where constant steps hover -----


def noise_floor(rate, variance):
    """Variance of SGD's iterate on ½(φ - yᵢ)², one random example per step, after many steps: α s² / (2 - α).

    rate: between 0 and 2; variance: s² of the examples. Returns a number.
    """
    return rate * variance / (2 - rate)


def chase(start, rates, targets):
    """SGD on ½(φ - y)² with one example per step: φ ← φ - α(φ - y), all steps at once.

    One step is the map φ → aφ + b with a = 1 - α and b = αy. Maps are composed in pairs, then in fours, and so on, so T
    steps need log₂ T rounds.

    start: a number; rates: (T,); targets: (T, runs). Returns the paths (T + 1, runs).
    """
    T, runs = np.shape(targets)
    rates = np.reshape(rates, (T, 1))
    a, b = 1 - rates, rates * targets
    reach = 1  # step t holds the composition of the last `reach` maps up to t
    while reach < T:
        a_before = np.concatenate([np.ones((reach, 1)), a[:-reach]])
        b_before = np.concatenate([np.zeros((reach, runs)), b[:-reach]])
        a, b, reach = a * a_before, a * b_before + b, 2 * reach
    return np.concatenate([start + np.zeros((1, runs)), a * start + b])


# ----- momentum on a quadratic, curvature by curvature -----


def largest_stable(beta):
    """Momentum converges on curvature h if and only if rate · h is below this: 2(1 + β)/(1 - β)."""
    return 2 * (1 + beta) / (1 - beta)


def largest_root(total, product):
    """The larger absolute value of the two roots of z² - total z + product, real or complex. Any one shape."""
    spread = total**2 - 4 * product
    real = (np.abs(total) + np.sqrt(np.maximum(spread, 0))) / 2
    return np.where(spread < 0, np.sqrt(np.maximum(product, 0)), real)


def momentum_roots(rate, beta, curvature):
    """Total and product with φₜ₊₁ = total φₜ - product φₜ₋₁ for `momentum` on ½hφ². Any one shape."""
    return 1 + beta - rate * (1 - beta) * curvature, beta + 0.0 * (rate * curvature)


def nesterov_roots(rate, beta, curvature):
    """The same for `nesterov`."""
    left = 1 - rate * (1 - beta) * curvature
    return (1 + beta) * left, beta * left


def momentum_radius(rate, beta, curvature):
    """The factor by which `momentum` shrinks the distance per step, after many steps; above 1 it grows."""
    return largest_root(*momentum_roots(rate, beta, curvature))


def nesterov_radius(rate, beta, curvature):
    """The same for `nesterov`."""
    return largest_root(*nesterov_roots(rate, beta, curvature))


def momentum_quadratic(curvatures, start, rate, beta, steps):
    """The path of `momentum` on ½Σhφ², all steps at once. curvatures, start: (D,). Returns (steps + 1, D)."""
    first = (1 - rate * (1 - beta) * curvatures) * start
    return recurrence(*momentum_roots(rate, beta, curvatures), start, first, steps)


def nesterov_quadratic(curvatures, start, rate, beta, steps):
    """The path of `nesterov` on ½Σhφ², all steps at once. curvatures, start: (D,). Returns (steps + 1, D)."""
    first = (1 - rate * (1 - beta) * curvatures) * start
    return recurrence(*nesterov_roots(rate, beta, curvatures), start, first, steps)


def recurrence(total, product, zeroth, first, steps):
    """The numbers with zₜ₊₁ = total zₜ - product zₜ₋₁, by powers of a 2 × 2 matrix that double at each round.

    All arguments but `steps`: (D,). Returns (steps + 1, D). What grows beyond 1e100 is held there.
    """
    ones, zeros = np.ones(np.shape(total)), np.zeros(np.shape(total))
    square = np.stack([np.stack([total, -product], axis=-1), np.stack([ones, zeros], axis=-1)], axis=-2)  # (D, 2, 2)
    powers = np.stack([ones, zeros, zeros, ones], axis=-1)
    powers = np.reshape(powers, (1,) + np.shape(square))  # (1, D, 2, 2), the identity
    while np.shape(powers)[0] <= steps:
        powers = np.concatenate([powers, np.clip(square @ powers, -1e100, 1e100)])
        square = np.clip(square @ square, -1e100, 1e100)
    pairs = np.stack([first, zeroth], axis=-1)  # (D, 2)
    return np.einsum("tdk,dk->td", powers[:, :, 1, :], pairs)[: steps + 1]
