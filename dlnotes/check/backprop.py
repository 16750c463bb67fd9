"""The code exercises of chapter 08.

- Go backward with another activation, for many examples at once. (gradients)
- Differentiate by every entry of a matrix, by differences. (differences)
- Differentiate by a matrix that is used twice. (tied)
"""

import numpy as np

from dlnotes import backprop
from dlnotes.check.exercise import Exercise, draw
from dlnotes.shallow import relu, relu_grad

# ----- another activation, many examples -----


def networks(rng, *widths):
    betas = [draw(rng, out) for out in widths[1:]]
    return betas, [draw(rng, out, fan_in) for fan_in, out in zip(widths[:-1], widths[1:], strict=True)]


def examples_and_networks(rng):
    chain = [np.zeros(1), np.zeros(1)], [np.array([[1.0]]), np.array([[2.0]])]
    yield "one example, one unit", np.array([[0.5]]), np.array([[1.0]]), *chain
    yield "no hidden layer", np.array([[1.0, 2.0], [0.0, 1.0]]), np.ones((2, 1)), [np.zeros(1)], [np.array([[1.0, -1]])]
    for N, *widths in ((3, 2, 3, 1), (5, 2, 3, 2, 2), (4, 3, 4, 2, 3)):
        yield "random", draw(rng, N, widths[0]), draw(rng, N, widths[-1]), *networks(rng, *widths)


def mean_gradients(x, y, betas, omegas):
    return backprop.gradients(x, y, betas, omegas, "tanh", share=1 / len(x))


def sum_of_gradients(x, y, betas, omegas):
    return backprop.gradients(x, y, betas, omegas, "tanh")


def half_of_gradients(x, y, betas, omegas):
    return backprop.gradients(x, y, betas, omegas, "tanh", share=0.5 / len(x))


def mean_of_all_numbers(x, y, betas, omegas):
    return backprop.gradients(x, y, betas, omegas, "tanh", share=1 / np.size(y))


def transposed_weights(x, y, betas, omegas):
    d_betas, d_omegas = mean_gradients(x, y, betas, omegas)
    return d_betas, [d_omega.T for d_omega in d_omegas]


def bent_output(x, y, betas, omegas):
    fs, hs = backprop.forward(x, betas, omegas, "tanh")
    output = np.tanh(fs[-1])
    return backprop.backward(2 * (output - y) * (1 - output**2) / len(x), fs, hs, omegas, "tanh")[:2]


def with_slope(slope):
    """Gradients with another slope of the hidden units, a function of f and of h = tanh f."""

    def answer(x, y, betas, omegas):
        fs, hs = backprop.forward(x, betas, omegas, "tanh")
        d_f, d_betas, d_omegas = 2 * (fs[-1] - y) / len(x), [], []
        for k in reversed(range(len(omegas))):
            d_betas.insert(0, np.sum(d_f, axis=0))
            d_omegas.insert(0, d_f.T @ hs[k])
            if k > 0:
                d_f = slope(fs[k - 1], hs[k]) * (d_f @ omegas[k])
        return d_betas, d_omegas

    return answer


gradients = Exercise(
    gives="two lists, the derivatives by all biases and by all weights, each in the shape of what it is taken by",
    reference=mean_gradients,
    inputs=examples_and_networks,
    mistakes={
        "Sum instead of mean: divide by the number of examples.": sum_of_gradients,
        "Half of it: the derivative of (f - y)² is 2 (f - y).": half_of_gradients,
        "It is divided by the number of all outputs; the mean is over examples, the squares of one are added.": (
            mean_of_all_numbers
        ),
        "The weight gradients are transposed: destination times source, one row per unit that is led into.": (
            transposed_weights
        ),
        "The derivative of the activation is missing: on the way back, multiply by 1 - tanh² f.": (
            with_slope(lambda f, h: 1.0)
        ),
        "The slope is evaluated at h instead of f: it is 1 - tanh² f, which is 1 - h².": (
            with_slope(lambda f, h: 1 - np.tanh(h) ** 2)
        ),
        "The slope is that of a ReLU, 1 where f > 0; for tanh it is 1 - h².": with_slope(lambda f, h: relu_grad(f)),
        "The output goes through tanh as well; only hidden layers have an activation.": bent_output,
    },
)

# ----- by differences -----


def losses_of_matrices(rng):
    yield "loss: the sum of the cubes", cubes, np.array([[1.0, 2.0], [0.0, -1.0]]), 0.1
    yield "loss: the product of all numbers", np.prod, np.array([[2.0, 3.0, 5.0]]), 0.5
    for shape in ((2, 2), (3, 2), (1, 4)):
        yield "random, loss: the sum of the cubes", cubes, draw(rng, *shape), 0.01
        yield "random, loss: the square of the sum of all sines", sines, draw(rng, *shape), 0.01


def cubes(omega):
    return np.sum(omega**3)


def sines(omega):
    return np.sum(np.sin(omega)) ** 2


def by_differences(loss, omega, h):
    flat = backprop.finite_difference(lambda theta: loss(np.reshape(theta, omega.shape)), np.ravel(omega), h)
    return np.reshape(flat, omega.shape)


def moved(shape, place, h):
    step = np.zeros(shape)
    step[place] = h
    return step


def entry_by_entry(difference):
    """An array of what `difference` gives of the loss, omega, a step in one entry, and h."""

    def answer(loss, omega, h):
        places = np.ndindex(*omega.shape)
        found = [difference(loss, omega, moved(omega.shape, place, h), h) for place in places]
        return np.reshape(found, omega.shape)

    return answer


def not_taken_back(loss, omega, h):
    omega, grad = omega.copy(), np.zeros(omega.shape)
    for place in np.ndindex(*omega.shape):
        omega[place] += h
        above = loss(omega)
        omega[place] -= 2 * h
        grad[place] = (above - loss(omega)) / (2 * h)
    return grad


def all_at_once(loss, omega, h):
    return (loss(omega + h) - loss(omega - h)) / (2 * h)


def row_by_row(loss, omega, h):
    grad = np.zeros(omega.shape)
    for i in range(len(omega)):
        step = moved(omega.shape, i, h)
        grad[i] = (loss(omega + step) - loss(omega - step)) / (2 * h)
    return grad


differences = Exercise(
    gives="the derivative of the loss by every entry of omega, by central differences, in the shape of omega",
    reference=by_differences,
    inputs=losses_of_matrices,
    mistakes={
        "All entries move at once, which gives one number: move one after the other.": all_at_once,
        "A whole row moves at once: move one entry after the other.": row_by_row,
        "The step of one entry is not taken back before the next one moves.": not_taken_back,
        "This is a forward difference; a central one goes a step h to both sides.": entry_by_entry(
            lambda loss, omega, step, h: (loss(omega + step) - loss(omega)) / h
        ),
        "From omega - h to omega + h it is a way of 2 h: divide by that.": entry_by_entry(
            lambda loss, omega, step, h: (loss(omega + step) - loss(omega - step)) / h
        ),
        "The differences are not divided by the way between the two places, 2 h.": entry_by_entry(
            lambda loss, omega, step, h: loss(omega + step) - loss(omega - step)
        ),
    },
)

# ----- a matrix used twice -----


def squares_of_twice(rng):
    yield "one number", np.array([1.0]), np.array([1.0]), np.array([[2.0]])
    yield "one unit off", np.array([1.0, 2.0]), np.array([0.0, 1.0]), np.array([[1.0, 0.5], [1.0, -1.0]])
    for D in (2, 3, 4):
        yield "random", draw(rng, D), draw(rng, D), draw(rng, D, D)


def shares(x, y, omega):
    """What the first and the second use of `omega` contribute."""
    none = np.zeros(len(x))
    return backprop.gradients(x, y, [none, none], [omega, omega])[1]


def both_uses(x, y, omega):
    return sum(shares(x, y, omega))


def last_use(x, y, omega):
    return shares(x, y, omega)[1]


def first_use(x, y, omega):
    return shares(x, y, omega)[0]


def mean_of_uses(x, y, omega):
    return both_uses(x, y, omega) / 2


def product_of_uses(x, y, omega):
    first, second = shares(x, y, omega)
    return first * second


def tied_transposed(x, y, omega):
    return both_uses(x, y, omega).T


def back_without_transposition(x, y, omega):
    f = omega @ x
    d_output = 2 * (omega @ relu(f) - y)
    return np.outer(d_output, relu(f)) + np.outer(relu_grad(f) * (omega @ d_output), x)


def tied_without_slope(x, y, omega):
    h = relu(omega @ x)
    d_output = 2 * (omega @ h - y)
    return np.outer(d_output, h) + np.outer(omega.T @ d_output, x)


tied = Exercise(
    gives="the derivative by omega, in the shape of omega",
    reference=both_uses,
    inputs=squares_of_twice,
    mistakes={
        "Only the second use of omega counts: a change of omega also acts through h.": last_use,
        "Only the first use of omega counts: omega also multiplies h.": first_use,
        "Mean instead of sum: where paths meet, derivatives are added.": mean_of_uses,
        "The two contributions are multiplied: along a path one multiplies, where paths meet one adds.": (
            product_of_uses
        ),
        "The gradient is transposed: destination times source.": tied_transposed,
        "On the way back to h, omega must be transposed.": back_without_transposition,
        "The derivative of the activation is missing: a unit that is off blocks what comes back.": tied_without_slope,
    },
)
