"""Shallow networks: lines, bent by hidden units and added up.

- Bend a number. (relu, leaky_relu, elu, gelu, silu, softplus, sigmoid, tanh, step; each with its slope: relu_grad, …)
- Look one up by its name. (ACTIVATIONS)
- Compute a network stage by stage. (preactivations, hidden, weighted, shallow)
- See which units are on, and which linear function the network is there. (pattern, local_terms, local_map)
- Find the joints and slopes of a curve, and count its pieces. (joints_1d, slopes_1d, pieces_1d)
- Count the regions into which lines cut the plane. (line_regions)
- Multiply two layers into one. (collapse)
- Count the parameters. (n_params_shallow)
- Turn a polyline into a network, and fit the outer weights to data. (polyline, fit_output)

Shapes. There are N inputs, D hidden units, D_i numbers in and D_o numbers out. `x` is (N,) if D_i = 1, else (N, D_i).
`theta` is (D, D_i + 1): one row per hidden unit, its bias first. `phi` is (D + 1,) for one output, else (D_o, D + 1):
the offset first, then one weight per hidden unit.
"""

import numpy as np

from dlnotes import linear

# ----- activation functions and their slopes, elementwise on arrays of any shape -----


def relu(z):
    """Keep what is positive, replace the rest by 0. Source: lecture notes, section 2.1.1 (with erratum E07)."""
    return np.maximum(0.0, z)


def relu_grad(z):
    """1 where a unit is on, else 0; at the joint itself any number between is a subgradient, and we take 0."""
    return 1.0 * (z > 0)


def leaky_relu(z, leak=0.1):
    """A ReLU that lets a share `leak` of negative numbers through; leak = 1 is the identity."""
    return np.where(z > 0, z, leak * z)


def leaky_relu_grad(z, leak=0.1):
    """Slope of `leaky_relu`: 1 above 0, else the leak."""
    return np.where(z > 0, 1.0, leak)


def elu(z):
    """Linear above 0; below, it levels off at -1 without a corner."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))


def elu_grad(z):
    """Slope of `elu`: 1 above 0, and fading below."""
    return np.exp(np.minimum(z, 0.0))


def normal_pdf(z):
    """Density of a standard normal distribution."""
    return np.exp(-np.square(z) / 2) / np.sqrt(2 * np.pi)


def normal_cdf(z):
    """The share of a standard normal distribution below z, to 1e-15.

    1/2 + pdf(z) (z + z³/3 + z⁵/(3·5) + …); the terms have one sign, so nothing cancels. Source: Marsaglia, Journal of
    Statistical Software 11 (2004).
    """
    z = np.clip(z, -8.3, 8.3)  # beyond, the answer is 0 or 1 to the last digit
    ratios = np.expand_dims(np.square(z), -1) / np.arange(3, 400, 2)  # (..., 199), of each term to the one before
    return 0.5 + normal_pdf(z) * z * (1 + np.sum(np.cumprod(ratios, axis=-1), axis=-1))


def gelu(z):
    """z, times the probability that a standard normal number lies below it."""
    return z * normal_cdf(z)


def gelu_grad(z):
    """Slope of `gelu`."""
    return normal_cdf(z) + z * normal_pdf(z)


def sigmoid(z):
    """A smooth step from 0 to 1: 1 / (1 + exp(-z)), written so that nothing overflows."""
    return np.exp(-np.logaddexp(0.0, -z))


def sigmoid_grad(z):
    """Slope of `sigmoid`: steepest at 0, where it is 1/4."""
    return sigmoid(z) * sigmoid(-z)


def silu(z):
    """z, times its own sigmoid; also called swish."""
    return z * sigmoid(z)


def silu_grad(z):
    """Slope of `silu`."""
    return sigmoid(z) * (1 + z * sigmoid(-z))


def softplus(z):
    """A ReLU with a rounded corner: log(1 + exp(z)); its slope is the sigmoid."""
    return np.logaddexp(0.0, z)


def tanh(z):
    """A smooth step from -1 to 1: 2 sigmoid(2z) - 1."""
    return np.tanh(z)


def tanh_grad(z):
    """Slope of `tanh`: steepest at 0, where it is 1."""
    return 1 - np.tanh(z) ** 2


def step(z):
    """1 above 0, else 0: a neuron that fires or does not. No slope leads anywhere, so it cannot be trained by one."""
    return 1.0 * (z > 0)


def step_grad(z):
    """Slope of `step`: 0 wherever there is one."""
    return 0.0 * z


ACTIVATIONS = {  # name → function, its slope
    "ReLU": (relu, relu_grad),
    "leaky ReLU": (leaky_relu, leaky_relu_grad),
    "ELU": (elu, elu_grad),
    "GELU": (gelu, gelu_grad),
    "SiLU": (silu, silu_grad),
    "softplus": (softplus, sigmoid),
    "sigmoid": (sigmoid, sigmoid_grad),
    "tanh": (tanh, tanh_grad),
    "step": (step, step_grad),
}

# ----- the network, stage by stage -----


def preactivations(x, theta):
    """Stage 1, one line or plane per hidden unit: theta_d0 + theta_d1 x_1 + …

    x: (N,) or (N, D_i); theta: (D, D_i + 1). Returns (N, D). Source: lecture notes, section 2.1.2.
    """
    X = linear.design_matrix(x)  # (N, D_i + 1)
    if len(np.shape(theta)) != 2 or np.shape(theta)[1] != np.shape(X)[1]:
        raise ValueError(
            f"`theta` (shape {np.shape(theta)}) must have a row per hidden unit with a bias and one weight per input, "
            f"here {np.shape(X)[1]} numbers."
        )
    return X @ theta.T


def hidden(x, theta, a=relu):
    """Stage 2, what the hidden units put out.

    x: (N,) or (N, D_i); theta: (D, D_i + 1); a: an activation function. Returns (N, D).
    """
    return a(preactivations(x, theta))


def weighted(h, phi):
    """Stage 3, what each hidden unit adds to the output: phi_d h_d, without the offset phi_0.

    h: (N, D); phi: (D + 1,). Returns (N, D). Source: lecture notes, section 2.1.2 (with erratum E08).
    """
    check_phi(phi, np.shape(h)[-1])
    return phi[1:] * h


def shallow(x, theta, phi, a=relu):
    """Stage 4, the output of the network: phi_0 + phi_1 h_1 + … + phi_D h_D, for each output.

    x: (N,) or (N, D_i); theta: (D, D_i + 1); phi: (D + 1,) or (D_o, D + 1). Returns (N,) or (N, D_o).
    Source: lecture notes, section 2.1.2.
    """
    check_phi(phi, np.shape(theta)[0])
    return linear.design_matrix(hidden(x, theta, a)) @ phi.T


def check_phi(phi, D):
    """Raise ValueError unless `phi` ends in an offset and one weight for each of D hidden units."""
    if np.shape(phi)[-1:] != (D + 1,):
        raise ValueError(
            f"`phi` (shape {np.shape(phi)}) must end in an offset and one weight per hidden unit, here {D + 1} numbers."
        )


# ----- which units are on -----


def pattern(x, theta):
    """Which hidden units are on. x: (N,) or (N, D_i); theta: (D, D_i + 1). Returns (N, D), True or False."""
    return preactivations(x, theta) > 0


def local_terms(x, theta, phi):
    """What each unit adds to the linear function that a ReLU network is around x: intercept first, then slopes.

    A unit that is off adds nothing. x: (N,) or (N, D_i); theta: (D, D_i + 1); phi: (D + 1,). Returns (N, D, D_i + 1).
    """
    check_phi(phi, np.shape(theta)[0])
    share = np.where(pattern(x, theta), phi[1:], 0.0)  # (N, D)
    return np.expand_dims(share, -1) * theta


def local_map(x, theta, phi):
    """The linear function that a ReLU network is around x: its intercept, then its slopes, which are its gradient.

    x: (N,) or (N, D_i); theta: (D, D_i + 1); phi: (D + 1,). Returns (N, D_i + 1). Source: the lecture map, L2.1.2-C1.
    """
    offset = phi[0] * np.eye(1, np.shape(theta)[1])  # counts towards the intercept alone, whatever is on
    return np.sum(local_terms(x, theta, phi), axis=1) + offset


# ----- curves: one input, one output -----


def joints_1d(theta):
    """Where each unit switches, -theta_d0 / theta_d1; infinite for a unit that never does.

    theta: (D, 2). Returns (D,), in the order of the units.
    """
    if len(np.shape(theta)) != 2 or np.shape(theta)[1] != 2:
        raise ValueError(
            f"`theta` (shape {np.shape(theta)}) must have two columns: one input has joints, more have none."
        )
    bias, slope = theta[:, 0], theta[:, 1]
    never = slope == 0
    return np.where(never, np.inf, -bias / np.where(never, 1.0, slope))


def slopes_1d(theta, phi):
    """Slopes of a ReLU network between its joints, from left to right.

    Far left the units that face left are on; passing the joint of unit d adds |theta_d1| phi_d, whichever way it faces.

    theta: (D, 2); phi: (D + 1,). Returns (D + 1,); two units with one joint leave a piece of length zero between them.
    """
    check_phi(phi, np.shape(theta)[0])
    order = np.argsort(joints_1d(theta), kind="stable")
    first = np.sum(phi[1:] * np.minimum(theta[:, 1], 0.0))
    jumps = np.take_along_axis(np.abs(theta[:, 1]) * phi[1:], order, axis=0)
    return np.concatenate([np.reshape(first, 1), first + np.cumsum(jumps)])


def pieces_1d(theta, phi, tolerance=1e-9):
    """The number of linear pieces of a ReLU network with one input: at most D + 1.

    Joints closer than `tolerance` count as one, and changes of slope below it as none. Returns a whole number.
    """
    joints = joints_1d(theta)
    joints = np.sort(joints[np.isfinite(joints)])
    groups = np.split(joints, np.flatnonzero(np.diff(joints) > tolerance) + 1) if len(joints) else []
    slopes = slopes_1d(theta, phi)
    ends = np.cumsum([0] + [len(group) for group in groups])
    return 1 + int(np.sum(np.abs(np.diff(slopes[ends])) > tolerance))


# ----- two inputs: lines in the plane -----


def line_regions(theta, tolerance=1e-9):
    """Into how many regions the lines theta_d0 + theta_d1 x_1 + theta_d2 x_2 = 0 cut the whole plane.

    A new line is itself cut by the older ones; each of its parts cuts a region in two. So it adds one region, and one
    more for every place in which it meets older lines; a line that is there already adds none.

    theta: (D, 3), no line with theta_d1 = theta_d2 = 0. Returns a number.
    """
    if len(np.shape(theta)) != 2 or np.shape(theta)[1] != 3:
        raise ValueError(f"`theta` (shape {np.shape(theta)}) must have three columns: a bias and two weights.")
    length = np.sqrt(np.sum(theta[:, 1:] ** 2, axis=1))
    c, a, b = theta[:, 0] / length, theta[:, 1] / length, theta[:, 2] / length
    regions = 1 + min(np.shape(theta)[0], 1)
    for k in range(1, np.shape(theta)[0]):
        turn = a[k] * b[:k] - b[k] * a[:k]  # the sine of the angle to each older line; 0 if parallel
        parallel = np.abs(turn) < tolerance
        same = parallel & (np.abs(c[k] * (a[k] * a[:k] + b[k] * b[:k]) - c[:k]) < tolerance)
        along = (a[k] * a[:k] * c[k] + b[k] * b[:k] * c[k] - c[:k]) / np.where(parallel, 1.0, turn)
        places = np.sort(np.where(parallel, 1e300, along))  # where it meets them, measured along the line
        apart = np.concatenate([[True], places[1:] - places[:-1] > tolerance])
        regions = regions + np.where(np.any(same), 0, 1 + np.sum(apart & (places < 1e300)))
    return regions


# ----- two layers without a bend, counting, symmetry -----


def collapse(theta, phi):
    """The single affine map that two layers make if nothing bends between them: W x + b with W = W2 W1, b = W2 b1 + b2.

    theta: (D, D_i + 1); phi: (D_o, D + 1). Returns (D_o, D_i + 1): b in the first column, W in the others.
    Source: lecture notes, section 2.1.2 (with erratum E09).
    """
    check_phi(phi, np.shape(theta)[0])
    inner = phi[:, 1:] @ theta
    return np.concatenate([phi[:, :1] + inner[:, :1], inner[:, 1:]], axis=1)


def n_params_shallow(D_i, D, D_o):
    """Parameters of a shallow network: each hidden unit has D_i weights and a bias, each output D weights and a bias.

    Source: lecture notes, section 2.1.2 (with erratum E10).
    """
    return D * (D_i + 1) + D_o * (D + 1)


# ----- networks for data -----


def polyline(x, y):
    """The ReLU network that runs straight from point to point, level before the first and straight on after the last.

    x: (n,), increasing; y: (n,). Returns theta (n - 1, 2) and phi (n,).
    """
    if len(np.shape(x)) != 1 or np.shape(x) != np.shape(y) or np.shape(x)[0] < 2:
        raise ValueError(
            f"`x` (shape {np.shape(x)}) and `y` (shape {np.shape(y)}) must be two equal rows of 2 or more."
        )
    slopes = np.diff(y) / np.diff(x)  # (n - 1,)
    theta = np.stack([-x[:-1], np.ones(np.shape(slopes))], axis=1)
    return theta, np.concatenate([y[:1], slopes[:1], np.diff(slopes)])


def fit_output(x, y, theta, a=relu):
    """The best offset and outer weights for fixed hidden units, by least squares; if several are, the shortest.

    x: (N,) or (N, D_i); y: (N,); theta: (D, D_i + 1). Returns phi (D + 1,).
    """
    return linear.fit_lstsq(linear.design_matrix(hidden(x, theta, a)), y)
