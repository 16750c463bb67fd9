"""The code exercises of chapter 06.

- Walk through one epoch of mini-batches. (one_epoch)
- Let the learning rate rise, and then fall. (warm_cosine)
- Look ahead before every step. (nesterov)
- Step as Adam does. (adam)
"""

import numpy as np

from dlnotes import linear, sgd
from dlnotes.check.exercise import Exercise, draw

# ----- one epoch -----


def orders(rng):
    yield "three points", np.arange(3.0), np.array([1.0, 3.0, 5.0]), np.zeros(2), np.array([2, 0, 1]), 2, 0.1
    yield "one at a time", np.array([1.0, 2.0]), np.array([1.0, 0.0]), np.array([0.5, -1]), np.array([1, 0]), 1, 0.1
    yield "all at once", np.array([-1.0, 0.0, 2.0]), np.ones(3), np.array([0.0, 2.0]), np.array([1, 2, 0]), 3, 0.05
    for N, size in ((5, 2), (7, 3), (12, 4)):
        yield "random", draw(rng, N), draw(rng, N), draw(rng, 2), rng.permutation(N), size, 0.1


def walk(grad, phi, rate, batches):
    """SGD's last point, if `grad` takes a point and a batch."""
    return sgd.sgd(lambda phi, t: grad(phi, batches[t]), phi, rate, len(batches))[-1]


def dealt(order, size):
    return [order[start : start + size] for start in range(0, len(order), size)]


def epoch(x, y, phi, order, size, rate):
    return walk(lambda phi, b: linear.mse_grad(x[b], y[b], phi), phi, rate, dealt(order, size))


def epoch_of_sums(x, y, phi, order, size, rate):
    return walk(lambda phi, b: len(b) * linear.mse_grad(x[b], y[b], phi), phi, rate, dealt(order, size))


def small_batch_divided_by_size(x, y, phi, order, size, rate):
    return walk(lambda phi, b: len(b) / size * linear.mse_grad(x[b], y[b], phi), phi, rate, dealt(order, size))


def without_last_batch(x, y, phi, order, size, rate):
    return epoch(x, y, phi, order[: len(order) // size * size], size, rate)


def unshuffled(x, y, phi, order, size, rate):
    return epoch(x, y, phi, np.arange(len(order)), size, rate)


def all_from_the_start(x, y, phi, order, size, rate):
    return walk(lambda _, b: linear.mse_grad(x[b], y[b], phi), phi, rate, dealt(order, size))


def one_step(x, y, phi, order, size, rate):
    return epoch(x, y, phi, order[:size], size, rate)


def same_batch_again(x, y, phi, order, size, rate):
    batches = dealt(order, size)
    return walk(lambda phi, b: linear.mse_grad(x[b], y[b], phi), phi, rate, batches[:1] * len(batches))


one_epoch = Exercise(
    gives="intercept and slope after one step for every batch, an array of two numbers",
    reference=epoch,
    inputs=orders,
    mistakes={
        "The gradients of a batch are added up; here the loss is a mean, so divide by the size of the batch.": (
            epoch_of_sums
        ),
        "The last batch is smaller, and still its sum is divided by `size`: divide by what is in it.": (
            small_batch_divided_by_size
        ),
        "The last batch is left out when it is smaller than the others; then its examples are never used.": (
            without_last_batch
        ),
        "The examples come in the order of the data: deal them out as `order` says.": unshuffled,
        "Every gradient is taken at the first phi: compute it where the walk stands now.": all_from_the_start,
        "Only one step is made, with the first batch: go on until every example has been used.": one_step,
        "Every step uses the first batch: move on to the next one.": same_batch_again,
    },
)

# ----- a schedule -----


def schedules(rng):
    yield "two steps up, four down", np.arange(8), 1.0, 2, 6
    yield "one step up", np.array([0, 1, 5, 10, 11]), 0.5, 1, 10
    for warm, horizon in ((3, 9), (5, 30), (10, 25)):
        yield "random", np.sort(rng.integers(0, horizon + 10, 8)), 0.1, warm, horizon


def rise_and_fall(t, rate, warm, horizon):
    return np.where(t < warm, sgd.warm_up(t, rate, warm), sgd.cosine(t - warm, rate, horizon - warm))


def starts_at_zero(t, rate, warm, horizon):
    return np.where(t < warm, rate * t / warm, rise_and_fall(t, rate, warm, horizon))


def falls_from_step_zero(t, rate, warm, horizon):
    return np.where(t < warm, sgd.warm_up(t, rate, warm), sgd.cosine(t, rate, horizon))


def falls_too_slowly(t, rate, warm, horizon):
    return np.where(t < warm, sgd.warm_up(t, rate, warm), sgd.cosine(t - warm, rate, horizon))


def comes_back(t, rate, warm, horizon):
    again = rate / 2 * (1 + np.cos(np.pi * (t - warm) / (horizon - warm)))
    return np.where(t < warm, sgd.warm_up(t, rate, warm), again)


def multiplied(t, rate, warm, horizon):
    return sgd.warm_up(t, 1.0, warm) * sgd.cosine(t, rate, horizon)


def never_falls(t, rate, warm, horizon):
    return sgd.warm_up(t, rate, warm)


def twice_as_high(t, rate, warm, horizon):
    return np.where(t < warm, 1, 2) * rise_and_fall(t, rate, warm, horizon)


warm_cosine = Exercise(
    gives="the learning rate at every step in t, in the shape of t",
    reference=rise_and_fall,
    inputs=schedules,
    mistakes={
        "Off by one in the warm-up: step 0 must already move, by rate / warm.": starts_at_zero,
        "It stays at the full rate: from step `warm` on it must fall.": never_falls,
        "The cosine counts from step 0; it must begin when the warm-up ends, with t - warm.": falls_from_step_zero,
        "The cosine has only horizon - warm steps to come down, not horizon.": falls_too_slowly,
        "Behind the horizon the cosine rises again: hold it at 0 from there.": comes_back,
        "Warm-up and cosine are multiplied, so the full rate is never reached: first one, then the other.": multiplied,
        "After the warm-up it is twice as high: 1 + cos runs from 2 to 0, so it needs the half.": twice_as_high,
    },
)

# ----- Nesterov -----


def bowls(rng):
    yield "the parabola of N3", np.ones(1), np.ones(1), 1.0, 0.9, 3
    yield "without memory", np.array([1.0, 4.0]), np.array([1.0, -2.0]), 0.1, 0.0, 3
    yield "a single step", np.array([2.0]), np.array([3.0]), 0.25, 0.5, 1
    for D in (1, 2, 3):
        yield "random", np.round(rng.uniform(0.1, 3, D), 2), draw(rng, D), 0.5, 0.8, 8


def moved(step):
    """The path of a rule that takes phi and m, with all that stays the same, and gives both anew."""

    def path(curvatures, start, rate, beta, steps):
        phi, m, points = start, np.zeros(len(start)), [start]
        for _ in range(steps):
            phi, m = step(phi, m, curvatures, rate, beta)
            points.append(phi)
        return np.stack(points)

    return path


@moved
def looks_back(phi, m, curvatures, rate, beta):
    m = beta * m + (1 - beta) * curvatures * (phi + rate * beta * m)
    return phi - rate * m, m


@moved
def looks_too_far(phi, m, curvatures, rate, beta):
    m = beta * m + (1 - beta) * curvatures * (phi - rate * m)
    return phi - rate * m, m


@moved
def without_share(phi, m, curvatures, rate, beta):
    m = beta * m + curvatures * (phi - rate * beta * m)
    return phi - rate * m, m


@moved
def stays_ahead(phi, m, curvatures, rate, beta):
    ahead = phi - rate * beta * m
    m = beta * m + (1 - beta) * curvatures * ahead
    return ahead - rate * m, m


@moved
def steps_with_old_mean(phi, m, curvatures, rate, beta):
    return phi - rate * m, beta * m + (1 - beta) * curvatures * (phi - rate * beta * m)


def without_start(curvatures, start, rate, beta, steps):
    return sgd.nesterov_quadratic(curvatures, start, rate, beta, steps)[1:]


nesterov = Exercise(
    gives="the path on ½ Σ h φ², one row for the start and one after each step",
    reference=sgd.nesterov_quadratic,
    inputs=bowls,
    mistakes={
        "This is plain momentum: the gradient is taken at phi and not at the place ahead.": sgd.momentum_quadratic,
        "It looks back: the place ahead is phi minus rate · beta · m.": looks_back,
        "It looks too far ahead: only beta · m is left of the old mean, so the place is phi - rate · beta · m.": (
            looks_too_far
        ),
        "The new gradient enters the mean without its share 1 - beta.": without_share,
        "The step starts from the place ahead; only the gradient is asked for there, the step starts from phi.": (
            stays_ahead
        ),
        "The step uses the old mean: bring m up to date first, then move phi.": steps_with_old_mean,
        "The path lacks its first row, the start.": without_start,
    },
)

# ----- Adam -----


def gradient_lists(rng):
    yield "two gradients", np.array([[3.0], [-1.0]]), np.zeros(1), 0.1, 0.9, 0.999, 1e-8
    yield "steep and flat", np.array([[0.003, -40.0]]), np.ones(2), 0.001, 0.9, 0.999, 1e-8
    yield "a large epsilon", np.array([[1.0], [0.5], [-2.0]]), np.zeros(1), 0.1, 0.8, 0.9, 0.1
    for T, D, epsilon in ((4, 1, 1e-8), (6, 2, 0.01), (10, 3, 1e-8)):
        yield "random", draw(rng, T, D), draw(rng, D), 0.1, 0.9, 0.99, epsilon


def adam_path(gradients, start, rate, beta, gamma, epsilon):
    return sgd.adam(lambda phi, t: gradients[t], start, rate, len(gradients), beta, gamma, epsilon)


def plain_descent(gradients, start, rate, beta, gamma, epsilon):
    return sgd.sgd(lambda phi, t: gradients[t], start, rate, len(gradients))


def adam_with(size=lambda v, epsilon: np.sqrt(v) + epsilon, weight=lambda b, t: 1 - b**t):
    """Adam with another denominator, or another weight by which a mean is divided at step t = 1, 2, …"""

    def path(gradients, start, rate, beta, gamma, epsilon):
        phi, m, v, points = start, 0.0, 0.0, [start]
        for t, g in enumerate(gradients, start=1):
            m, v = beta * m + (1 - beta) * g, gamma * v + (1 - gamma) * g**2
            phi = phi - rate * (m / weight(beta, t)) / size(v / weight(gamma, t), epsilon)
            points.append(phi)
        return np.stack(points)

    return path


def corrected_for_good(gradients, start, rate, beta, gamma, epsilon):
    phi, m, v, points = start, 0.0, 0.0, [start]
    for t, g in enumerate(gradients, start=1):
        m = (beta * m + (1 - beta) * g) / (1 - beta**t)
        v = (gamma * v + (1 - gamma) * g**2) / (1 - gamma**t)
        phi = phi - rate * m / (np.sqrt(v) + epsilon)
        points.append(phi)
    return np.stack(points)


adam = Exercise(
    gives="the path, one row for the start and one after each gradient",
    reference=adam_path,
    inputs=gradient_lists,
    mistakes={
        "This is plain descent: keep running means of the gradients and of their squares.": plain_descent,
        "The bias correction is missing: both means start at 0, so divide them by 1 - betaᵗ and 1 - gammaᵗ.": (
            adam_with(weight=lambda b, t: 1.0)
        ),
        "The correction has the wrong power: at the first step 1 - beta⁰ is 0; count the steps from 1.": (
            adam_with(weight=lambda b, t: 1 - b ** (t - 1))
        ),
        "The correction stays at 1 - beta; its power grows with the step, 1 - betaᵗ.": (
            adam_with(weight=lambda b, t: 1 - b)
        ),
        "The corrected means are kept for the next step; correct a copy, and keep the means as they are.": (
            corrected_for_good
        ),
        "The root is missing: divide by the root of the mean square.": adam_with(size=lambda v, epsilon: v + epsilon),
        "Epsilon stands under the root; it is added to the root.": (
            adam_with(size=lambda v, epsilon: np.sqrt(v + epsilon))
        ),
    },
)
