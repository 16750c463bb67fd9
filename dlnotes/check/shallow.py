"""The code exercises of chapter 02.

- Compute a network with any number of inputs and outputs. (network)
- Multiply two layers into one. (collapse)
- Give every unit the slope 1 or -1, without changing the curve. (unit_slopes)
- Differentiate the loss by the parameters of the hidden units. (theta_gradient)
"""

import numpy as np

from dlnotes import linear, shallow
from dlnotes.check.exercise import Exercise, draw

THETA = np.array([[-0.2, 1.0], [0.9, -1.0], [-1.0, 2.0]])  # the chapter's first network
PHI = np.array([-2.0, 5.0, 3.5, -2.0])
X = np.array([0.0, 0.35, 0.7, 1.2])

# ----- the network -----


def networks(rng):
    yield "the network of the chapter", X[:, None], THETA, PHI[None]
    for N, D_i, D, D_o in ((1, 2, 3, 1), (5, 2, 3, 2), (4, 3, 3, 3), (6, 4, 2, 3)):
        yield "random", draw(rng, N, D_i), draw(rng, D, D_i + 1), draw(rng, D_o, D + 1)


def no_bend(x, theta, phi):
    return shallow.shallow(x, theta, phi, a=lambda z: z)


def bent_output(x, theta, phi):
    return shallow.relu(shallow.shallow(x, theta, phi))


def no_bias(x, theta, phi):
    return shallow.shallow(x, theta * (np.arange(theta.shape[1]) > 0), phi)


def bias_after_the_bend(x, theta, phi):
    h = shallow.relu(x @ theta[:, 1:].T) + theta[:, 0]
    return phi[:, 0] + h @ phi[:, 1:].T


def no_offset(x, theta, phi):
    return shallow.shallow(x, theta, phi) - phi[:, 0]


def bias_last(x, theta, phi):
    return shallow.shallow(x, np.roll(theta, 1, axis=1), np.roll(phi, 1, axis=1))


network = Exercise(
    gives="the outputs of a shallow ReLU network, an array of shape (N, D_o)",
    reference=shallow.shallow,
    inputs=networks,
    mistakes={
        "Nothing bends: the ReLU is missing between the two layers.": no_bend,
        "The output is clipped too: the ReLU belongs to the hidden units only.": bent_output,
        "The biases of the hidden units, `theta[:, 0]`, are missing.": no_bias,
        "The bias belongs inside the ReLU, because it moves the joint; here it is added behind.": bias_after_the_bend,
        "The offsets of the outputs, `phi[:, 0]`, are missing.": no_offset,
        "The last column is taken for the bias; it is the first one, in theta and in phi.": bias_last,
    },
)

# ----- two layers without a bend -----


def two_layers(rng):
    yield "one unit", np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])
    yield "two inputs, one output", np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]]), np.array([[0.5, 1.0, 2.0]])
    for D_i, D, D_o in ((2, 2, 2), (3, 1, 3), (2, 4, 3)):
        yield "random", draw(rng, D, D_i + 1), draw(rng, D_o, D + 1)


def inner_bias_lost(theta, phi):
    return np.column_stack([phi[:, 0], phi[:, 1:] @ theta[:, 1:]])


def outer_bias_lost(theta, phi):
    return phi[:, 1:] @ theta


def biases_added(theta, phi):
    if len(theta) != len(phi):
        raise ValueError("biases of different lengths")
    return np.column_stack([theta[:, 0] + phi[:, 0], phi[:, 1:] @ theta[:, 1:]])


def other_bias_last(theta, phi):
    return np.roll(shallow.collapse(theta, phi), -1, axis=1)


collapse = Exercise(
    gives="the single layer that does the same as two without a bend: an array (D_o, D_i + 1), its bias first",
    reference=shallow.collapse,
    inputs=two_layers,
    mistakes={
        "The biases of the first layer are lost: they too pass through the second, W2 b1 + b2.": inner_bias_lost,
        "The biases of the second layer, `phi[:, 0]`, are missing.": outer_bias_lost,
        "The biases of the first layer are multiplied by the weights of the second before they are added.": (
            biases_added
        ),
        "The bias is the first column of the result, not the last.": other_bias_last,
    },
)

# ----- one slope for all -----


def curves(rng):
    yield "the network of the chapter", THETA, PHI
    yield "a unit that faces left", np.array([[1.0, -4.0]]), np.array([0.5, 2.0])
    for D in (2, 3, 5):
        yield "random", draw(rng, D, 2), draw(rng, D + 1)


def rescaled(theta, phi):
    size = np.abs(theta[:, 1])
    return theta / size[:, None], np.append(phi[0], phi[1:] * size)


def by_signed_slope(theta, phi):
    return theta / theta[:, 1:], np.append(phi[0], phi[1:] * theta[:, 1])


def weight_divided(theta, phi):
    return rescaled(theta, phi)[0], np.append(phi[0], phi[1:] / np.abs(theta[:, 1]))


def weight_kept(theta, phi):
    return rescaled(theta, phi)[0], phi


def bias_kept(theta, phi):
    return np.column_stack([theta[:, 0], np.sign(theta[:, 1])]), rescaled(theta, phi)[1]


unit_slopes = Exercise(
    gives="theta and phi of the same curve, with every inner weight 1 or -1",
    reference=rescaled,
    inputs=curves,
    mistakes={
        "Units that face left are turned to the right, which is another curve: divide by |theta_d1|.": by_signed_slope,
        "The outer weight must grow when the inner one is made smaller: multiply it, do not divide.": weight_divided,
        "The curve has changed: what is taken from theta must be given to phi.": weight_kept,
        "The joints have moved: the bias must be divided like the weight.": bias_kept,
    },
)

# ----- the gradient by theta -----


PLACES, TARGETS = np.array([0.0, 0.4, 0.8, 1.2, 1.6]), np.array([1.0, 0.0, 1.0, 0.5, 1.0])


def fits(rng):
    yield "the network of the chapter", PLACES, TARGETS, THETA, PHI
    yield "a dead unit", PLACES, TARGETS, np.array([[-6.0, 1.0], [0.0, 1.0]]), np.ones(3)
    for N, D in ((1, 2), (5, 3), (8, 4)):
        yield "random", draw(rng, N), draw(rng, N), draw(rng, D, 2), draw(rng, D + 1)


def gradient_by_theta(x, y, theta, phi, slope=shallow.relu_grad):
    """Chain rule: the loss by the output, the output by the unit, the unit by its line, the line by its numbers."""
    z = shallow.preactivations(x, theta)  # (N, D)
    by_output = 2 * (shallow.shallow(x, theta, phi) - y) / len(x)  # (N,)
    by_line = by_output[:, None] * phi[1:] * slope(z)  # (N, D)
    return by_line.T @ linear.design_matrix(x)


def summed(x, y, theta, phi):
    return len(x) * gradient_by_theta(x, y, theta, phi)


def always_on(x, y, theta, phi):
    return gradient_by_theta(x, y, theta, phi, slope=np.ones_like)


def value_for_slope(x, y, theta, phi):
    return gradient_by_theta(x, y, theta, phi, slope=shallow.relu)


def outer_weight_lost(x, y, theta, phi):
    z, r = shallow.preactivations(x, theta), shallow.shallow(x, theta, phi) - y
    return (2 * r[:, None] * (z > 0) / len(x)).T @ linear.design_matrix(x)


def gradient_transposed(x, y, theta, phi):
    return gradient_by_theta(x, y, theta, phi).T


theta_gradient = Exercise(
    gives="the gradient of the mean squared error by theta, in the shape of theta",
    reference=gradient_by_theta,
    inputs=fits,
    mistakes={
        "This is the gradient of the sum of the squares; their mean divides by the number of points.": summed,
        "Units that are off learn nothing: the slope of the ReLU, 0 or 1, is missing.": always_on,
        "The derivative of the ReLU is 0 or 1; here it is the value of the ReLU itself.": value_for_slope,
        "The outer weight of the unit, through which it acts on the output, is missing.": outer_weight_lost,
        "The gradient is transposed: one row per hidden unit, as in theta.": gradient_transposed,
    },
)
