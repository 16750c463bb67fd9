"""The code exercises of chapter 08.

- Go backward with another activation, for many examples at once. (gradients)
- Differentiate every output by every input. (jacobian)
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

# ----- outputs by inputs -----


def inputs_and_networks(rng):
    betas, omegas = [np.array([0.0, -1.0]), np.zeros(1)], [np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[10.0, 1.0]])]
    yield "one unit off", np.array([1.0, 1.0]) / 4, betas, omegas
    yield "both units on", np.array([1.0, 1.0]), betas, omegas
    yield "both units off", np.array([0.0, -1.0]), betas, omegas
    for widths in ((2, 4, 3), (3, 5, 4, 2), (2, 6, 5, 4, 3)):
        yield "random", draw(rng, widths[0]), *networks(rng, *widths)


def masked_product(mask, x, betas, omegas):
    """Omegas multiplied from the input to the output, each product row by row with a mask of its f."""
    fs, _ = backprop.forward(x, betas, omegas)
    product = omegas[0]
    for omega, f in zip(omegas[1:], fs[:-1], strict=True):
        product = omega @ (mask(f)[:, None] * product)
    return product, fs


def outputs_by_inputs(x, betas, omegas):
    fs, hs = backprop.forward(x, betas, omegas)
    rows = [backprop.backward(row, fs, hs, omegas)[2][0] @ omegas[0] for row in np.eye(len(fs[-1]))]
    return np.stack(rows)


def without_masks(x, betas, omegas):
    return masked_product(lambda f: np.ones(len(f)), x, betas, omegas)[0]


def with_activations(x, betas, omegas):
    return masked_product(relu, x, betas, omegas)[0]


def output_masked(x, betas, omegas):
    product, fs = masked_product(relu_grad, x, betas, omegas)
    return relu_grad(fs[-1])[:, None] * product


def inputs_by_outputs(x, betas, omegas):
    return outputs_by_inputs(x, betas, omegas).T


def added_up(x, betas, omegas):
    return np.sum(outputs_by_inputs(x, betas, omegas), axis=0)


jacobian = Exercise(
    gives="the derivatives of all outputs by all inputs, one row per output and one column per input",
    reference=outputs_by_inputs,
    inputs=inputs_and_networks,
    mistakes={
        "The masks are missing: a unit that is off passes nothing on.": without_masks,
        "It is multiplied with the activations; the slope of a ReLU is 0 or 1, whatever its size.": with_activations,
        "The output is masked as well; only hidden layers have an activation.": output_masked,
        "It is transposed: a row for each output, a column for each input.": inputs_by_outputs,
        "The rows are added up: this is the gradient of the sum of all outputs.": added_up,
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
