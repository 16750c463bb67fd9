"""The code exercises of chapter 01.

- Differentiate the mean squared error of a line. (mse_gradient)
- Fit a line to points of which some count more. (weighted_line)
- Bring the features to one scale. (standardise)
- Walk down a loss, and keep the path. (descend)
"""

import numpy as np

from dlnotes import data, linear
from dlnotes.check.exercise import Exercise, draw

# ----- the gradient -----


def points_and_lines(rng):
    yield "the five points", *data.five_points(), np.array([1.0, 0.5])
    yield "a single point", np.array([2.0]), np.array([3.0]), np.array([0.0, 1.0])
    for N in (3, 7):
        yield "random", draw(rng, N), draw(rng, N), draw(rng, 2)
    yield "a batch of three lines", *data.five_points(), np.array([[0.0, 0.0], [1.0, 0.5], [2.0, -1.0]])
    yield "random, a batch of two", draw(rng, 6), draw(rng, 6), draw(rng, 2, 2)


def gradient_of_the_sum(x, y, phi):
    return linear.mse_grad(x, y, phi) * len(x)


def gradient_of_half(x, y, phi):
    return linear.mse_grad(x, y, phi) / 2


def downhill(x, y, phi):
    return -linear.mse_grad(x, y, phi)


def slope_first(x, y, phi):
    return linear.mse_grad(x, y, phi)[..., ::-1]


def without_inner_derivative(x, y, phi):
    return linear.mse_grad(x, y, phi)[..., [0, 0]]


mse_gradient = Exercise(
    gives="the gradient of the mean squared error by phi, in the shape of phi, which holds one line or a batch of them",
    reference=linear.mse_grad,
    inputs=points_and_lines,
    mistakes={
        "This is the gradient of the sum of the squares; their mean divides by the number of points.": (
            gradient_of_the_sum
        ),
        "Half of the gradient: the derivative of the square r² is 2r.": gradient_of_half,
        "The sign is wrong: the residual is prediction minus target.": downhill,
        "Intercept and slope are exchanged: the derivative by the intercept comes first.": slope_first,
        "The derivative by the slope lacks its inner derivative: weigh each residual with its x.": (
            without_inner_derivative
        ),
    },
)

# ----- points that count more -----


def weighted_points(rng):
    yield "the five points, the last one twice", *data.five_points(), np.array([1.0, 1.0, 1.0, 1.0, 2.0])
    yield "equal weights", *data.five_points(), np.full(5, 3.0)
    for N in (3, 6, 15):
        yield "random", draw(rng, N), draw(rng, N), np.round(rng.uniform(0.1, 3, N), 2)


def best_weighted_line(x, y, w):
    mean_x, mean_y = np.average(x, weights=w), np.average(y, weights=w)
    return line_about(x, y, w, mean_x, mean_y)


def line_about(x, y, w, centre_x, centre_y):
    slope = np.sum(w * (x - centre_x) * (y - centre_y)) / np.sum(w * (x - centre_x) ** 2)
    return np.array([centre_y - slope * centre_x, slope])


def weights_ignored(x, y, w):
    return linear.fit_exact(x, y)


def weights_squared(x, y, w):
    return best_weighted_line(x, y, w**2)


def plain_means(x, y, w):
    return line_about(x, y, w, np.mean(x), np.mean(y))


def weights_not_normalised(x, y, w):
    return line_about(x, y, w, np.mean(w * x), np.mean(w * y))


def slope_before_intercept(x, y, w):
    return best_weighted_line(x, y, w)[::-1]


weighted_line = Exercise(
    gives="the intercept and the slope of the line with the smallest weighted sum of squares, an array of two numbers",
    reference=best_weighted_line,
    inputs=weighted_points,
    mistakes={
        "The weights have no effect.": weights_ignored,
        "The weights count twice: if rows are multiplied before squaring, use their square roots.": weights_squared,
        "The sums are weighted, but not the means: the best line runs through the weighted mean.": plain_means,
        "A weighted mean is divided by the sum of the weights, not by the number of points.": weights_not_normalised,
        "Intercept and slope are exchanged: the intercept comes first.": slope_before_intercept,
    },
)

# ----- one scale -----


def tables(rng):
    yield "two features", np.array([[1.0, 100.0], [2.0, 300.0], [3.0, 200.0]])
    yield "as many points as features", draw(rng, 3, 3)
    for shape in ((4, 2), (7, 3), (30, 5)):
        yield "random", draw(rng, *shape) * np.arange(1, shape[1] + 1)


def along_points(x):
    return linear.standardise(x.T).T


def over_all(x):
    return (x - np.mean(x)) / np.std(x)


def divided_by_variance(x):
    return linear.centre(x) / np.var(x, axis=0)


def not_moved(x):
    return x / np.std(x, axis=0)


def sample_deviation(x):
    return linear.centre(x) / np.std(x, axis=0, ddof=1)


standardise = Exercise(
    gives="x with mean 0 and standard deviation 1 in each column",
    reference=linear.standardise,
    inputs=tables,
    mistakes={
        "Wrong axis: each row has mean 0 now; it should be each column, a feature over all points.": along_points,
        "One mean and one deviation are taken of all numbers; every feature needs its own: `axis=0`.": over_all,
        "It is divided by the variance; the standard deviation is its square root.": divided_by_variance,
        "The mean of each feature is not subtracted.": not_moved,
        "The deviation divides by N - 1 (`ddof=1`); here it is a mean over the N points.": sample_deviation,
    },
)

# ----- the walk -----


def walks(rng):
    yield "two steps", double, np.array([1.0, 2.0]), 0.25, 2
    yield "no step", bowl, np.array([3.0, -1.0]), 0.1, 0
    for steps in (2, 3, 10):
        yield "random", bowl, draw(rng, 2), 0.15, steps


def double(phi):
    return 2 * phi


def bowl(phi):
    """The gradient of a quadratic whose parameters pull on each other."""
    return np.array([2 * phi[0] + phi[1], phi[0] + 4 * phi[1]])


def uphill(grad, start, rate, steps):
    return linear.descend(grad, start, -rate, steps)


def without_start(grad, start, rate, steps):
    return linear.descend(grad, start, rate, steps)[1:]


def end_only(grad, start, rate, steps):
    return linear.descend(grad, start, rate, steps)[-1]


def same_array(grad, start, rate, steps):
    return np.array([end_only(grad, start, rate, steps)] * (steps + 1))


def one_after_the_other(grad, start, rate, steps):
    path = [start]
    for _ in range(steps):
        phi = path[-1].copy()
        for k in range(len(phi)):
            phi[k] -= rate * grad(phi)[k]
        path.append(phi)
    return np.stack(path)


def from_the_start(grad, start, rate, steps):
    return start - rate * np.arange(steps + 1)[:, None] * grad(start)


descend = Exercise(
    gives="the path of gradient descent, one row for the start and one after each step",
    reference=linear.descend,
    inputs=walks,
    mistakes={
        "It climbs: a step goes against the gradient.": uphill,
        "The path lacks its first row, the start.": without_start,
        "Only the end is given back; the whole path is asked for, one row per step.": end_only,
        "Every row is the end of the walk: one array is changed in place and stored again and again.": same_array,
        "The second coordinate sees the first one already moved: compute the gradient once per step.": (
            one_after_the_other
        ),
        "Every step uses the gradient at the start: compute it anew where the walk stands.": from_the_start,
    },
)
