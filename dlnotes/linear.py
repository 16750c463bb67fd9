"""Linear fits: a line, its loss, and three ways to the best line.

- Predict with a line. (design_matrix, predict)
- Measure how far it misses. (residuals, mse, parameter_grid)
- Find which way is down, and how the loss curves. (mse_grad, mse_hessian, principal_axes, condition_number)
- Walk down. (descend, descend_quadratic, distance_along_axes, excess_loss, loss_drop)
- Choose the length of a step. (max_stable_step, best_step, contraction_rate)
- Decide when to stop. (stop_by_loss_change, stop_by_gradient, first_step_below)
- Jump to the answer. (fit_exact, fit_normal, fit_qr, fit_lstsq)
- Choose better coordinates. (centre, standardise)

Shapes. There are N points. `x` is (N,) for one feature and (N, features) for several; D = features + 1.
`phi` is (..., D): its last axis holds the parameters, intercept first; axes before it are a grid of models, and
results keep them. So `phi` of shape (2,) is one line, and of shape (rows, columns, 2) a map of lines.
"""

import numpy as np

# ----- the model and its loss -----


def design_matrix(x):
    """Put a column of ones before the features, so that a prediction is a matrix product.

    x: (N,) or (N, features). Returns (N, D). Source: lecture notes, section 1.2.
    """
    shape = np.shape(x)
    if len(shape) not in (1, 2):
        raise ValueError(f"`x` (shape {shape}) must have one axis (N,) or two (N, features).")
    columns = np.reshape(x, (shape[0], -1))  # (N, features)
    return np.concatenate([np.ones((shape[0], 1)), columns], axis=1)


def predict(x, phi):
    """The model's outputs, `phi_0 + phi_1 x_1 + ...` at every point.

    x: (N,) or (N, features); phi: (..., D). Returns (..., N). Source: lecture notes, section 1.2 (with erratum E01).
    """
    X = design_matrix(x)
    if np.shape(phi)[-1:] != np.shape(X)[1:]:
        raise ValueError(
            f"`phi` (shape {np.shape(phi)}) must end in one intercept and one slope per feature, "
            f"here {np.shape(X)[1]} numbers."
        )
    return phi @ X.T


def residuals(x, y, phi):
    """Prediction minus target at every point.

    x: (N,) or (N, features); y: (N,); phi: (..., D). Returns (..., N). Source: lecture notes, section 1.2 (with erratum
    E02).
    """
    if np.shape(y) != np.shape(x)[:1]:  # (N, 1) against (N,) would broadcast to N × N residuals without a word
        raise ValueError(f"`y` (shape {np.shape(y)}) must have one number per point, shape {np.shape(x)[:1]}.")
    return predict(x, phi) - y


def mse(x, y, phi):
    """Mean of the squared residuals.

    x: (N,) or (N, features); y: (N,); phi: (..., D). Returns (...): one number per model. Source: lecture notes,
    section 1.2.
    """
    return np.mean(residuals(x, y, phi) ** 2, axis=-1)


def mse_grad(x, y, phi):
    """Gradient of `mse` with respect to phi.

    x: (N,) or (N, features); y: (N,); phi: (..., D). Returns (..., D). Source: lecture notes, section 1.2, exercise 1.
    """
    X = design_matrix(x)
    return 2 * (residuals(x, y, phi) @ X) / len(X)


def mse_hessian(x):
    """Matrix of second derivatives of `mse`: the same for every phi and every y.

    x: (N,) or (N, features). Returns (D, D). Source: lecture notes, section 1.2 (with erratum E03).
    """
    X = design_matrix(x)
    return 2 * (X.T @ X) / len(X)


def parameter_grid(intercepts, slopes):
    """Every pair of an intercept and a slope, as a map: slopes go up the rows, intercepts along the columns.

    intercepts: (C,); slopes: (R,). Returns (R, C, 2).
    """
    return np.stack(np.meshgrid(intercepts, slopes), axis=-1)


# ----- the shape of the bowl -----


def principal_axes(hessian):
    """Curvatures of a quadratic and the directions in which it has them.

    hessian: (D, D), symmetric. Returns eigenvalues (D,), ascending, and eigenvectors (D, D), one per column.
    """
    if np.shape(hessian) != (2, 2):
        return np.linalg.eigh(hessian)
    (a, b), (_, c) = hessian
    middle, spread = (a + c) / 2, np.hypot((a - c) / 2, b)
    angle = np.arctan2(2 * b, a - c) / 2  # of the steepest axis; a circle (b = 0, a = c) gets angle 0
    cos, sin = np.cos(angle), np.sin(angle)
    vectors = np.stack([np.stack([-sin, cos]), np.stack([cos, sin])], axis=1)
    return np.stack([middle - spread, middle + spread]), vectors


def condition_number(hessian):
    """Largest curvature over smallest: 1 for a round bowl, infinite for a trough.

    hessian: (D, D), symmetric. Returns a number.
    """
    curvatures, _ = principal_axes(hessian)
    return curvatures[-1] / curvatures[0]


def excess_loss(hessian, minimum, phi):
    """How far the loss at phi lies above its lowest value. Exact for a quadratic, and without cancellation near it.

    hessian: (D, D); minimum: (D,); phi: (..., D). Returns (...).
    """
    distance = phi - minimum
    return np.sum(distance @ hessian * distance, axis=-1) / 2


def level_set(hessian, minimum, excess, angles):
    """Points of the ellipse on which a two-parameter quadratic lies `excess` above its minimum.

    hessian: (2, 2), positive definite; minimum: (2,); excess: a number; angles: (n,), radians. Returns (n, 2).
    """
    curvatures, vectors = principal_axes(hessian)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)  # (n, 2)
    return minimum + circle * np.sqrt(2 * excess / curvatures) @ vectors.T


# ----- walking down -----


def descend(grad, start, rate, steps):
    """Gradient descent with a fixed learning rate, step by step.

    grad: function of phi (D,), returns (D,); start: (D,); rate: a number; steps: a whole number.
    Returns the path, (steps + 1, D), start included. Source: lecture notes, section 1.2.
    """
    path = [start]
    for _ in range(steps):
        path.append(path[-1] - rate * grad(path[-1]))
    return np.stack(path)


def distance_along_axes(hessian, minimum, start, rate, steps):
    """How far gradient descent on a quadratic is from the minimum, along each principal axis, after so many steps.

    Along the axis of curvature λ every step multiplies the distance by 1 - rate·λ.

    hessian: (D, D); minimum, start: (D,); rate: a number; steps: (n,), whole numbers in any order. Returns (n, D).
    """
    curvatures, vectors = principal_axes(hessian)
    return (start - minimum) @ vectors * (1 - rate * curvatures) ** np.reshape(steps, (-1, 1))


def descend_quadratic(hessian, minimum, start, rate, steps):
    """Where gradient descent on a quadratic stands after each of `steps` steps, without taking them.

    hessian: (D, D); minimum, start: (D,); rate: a number; steps: (n,), whole numbers in any order. Returns (n, D).
    """
    _, vectors = principal_axes(hessian)
    return minimum + distance_along_axes(hessian, minimum, start, rate, steps) @ vectors.T


def loss_drop(hessian, gradient, rate):
    """By how much one gradient step lowers a quadratic loss: Taylor's expansion, which ends at second order.

    hessian: (D, D); gradient: (..., D), before the step; rate: a number. Returns (...); negative if the step climbs.
    """
    bend = np.sum(gradient @ hessian * gradient, axis=-1)
    return rate * np.sum(gradient**2, axis=-1) - rate**2 / 2 * bend


def max_stable_step(hessian):
    """The learning rate at and beyond which gradient descent no longer converges: 2 / λ_max.

    hessian: (D, D), symmetric. Returns a number. Source: lecture notes, section 1.2 (with erratum E03).
    """
    curvatures, _ = principal_axes(hessian)
    return 2 / curvatures[-1]


def best_step(hessian):
    """The fixed learning rate with the smallest `contraction_rate`: 2 / (λ_min + λ_max).

    hessian: (D, D), symmetric. Returns a number.
    """
    curvatures, _ = principal_axes(hessian)
    return 2 / (curvatures[0] + curvatures[-1])


def contraction_rate(hessian, rate):
    """The factor by which a step shrinks the distance to the minimum, in the worst direction; above 1 it grows.

    hessian: (D, D), symmetric; rate: a number. Returns a number.
    """
    curvatures, _ = principal_axes(hessian)
    return np.max(np.abs(1 - rate * curvatures))


# ----- stopping -----


def stop_by_loss_change(losses, tolerance):
    """The first step that changed the loss by less than `tolerance`; the last step if none did.

    losses: (steps + 1,), the loss before the first step and after each one. Returns a step, counted from 1.
    Source: lecture notes, section 1.2 (with erratum E04).
    """
    return first_true(np.abs(losses[1:] - losses[:-1]) < tolerance) + 1


def stop_by_gradient(gradients, tolerance):
    """The first step after which the gradient is shorter than `tolerance`; the last step if there is none.

    gradients: (steps + 1, D), before the first step and after each one. Returns a step; 0 is the start.
    """
    return first_true(np.sqrt(np.sum(gradients**2, axis=-1)) < tolerance)


def first_true(conditions):
    """Position of the first True; the last position if there is none. conditions: (n,). Returns an index."""
    return np.argmax(np.concatenate([conditions[:-1], [True]]))


def first_step_below(value_after, tolerance, cap):
    """The first step, counted from 1, after which a decreasing quantity is below `tolerance`; `cap` if none is.

    It doubles and halves instead of trying every step, so a million steps cost twenty evaluations.

    value_after: function of the number of steps, which must decrease; cap: a whole number. Returns a step.
    """
    still_above = 0  # so many steps, at least, are not enough
    for jump in 2 ** np.arange(int(np.log2(cap)), -1, -1):
        further = still_above + jump
        still_above = np.where(value_after(further) >= tolerance, further, still_above)
    return np.minimum(still_above + 1, cap)


# ----- the exact answer -----


def fit_exact(x, y):
    """The best line through points with one feature, in closed form.

    x, y: (N,), N at least 2, the x not all equal (else 0/0). Returns (2,). Source: lecture notes, section 1.2,
    exercise 2.
    """
    if len(np.shape(x)) != 1 or np.shape(x) != np.shape(y) or np.shape(x)[0] < 2:
        raise ValueError(
            f"`x` (shape {np.shape(x)}) and `y` (shape {np.shape(y)}) must be two equal rows of 2 or more."
        )
    slope = np.sum(centre(x) * centre(y)) / np.sum(centre(x) ** 2)
    return np.stack([np.mean(y) - slope * np.mean(x), slope])


def fit_normal(X, y):
    """Least squares by the normal equations, X'X phi = X'y: cheapest, and squares the condition number of X.

    X: (N, D) with independent columns; y: (N,). Returns (D,). Source: lecture notes, section 1.2, exercise 4.
    """
    check_tall(X, y)
    return np.linalg.solve(X.T @ X, X.T @ y)


def fit_qr(X, y):
    """Least squares by X = QR, with orthonormal columns in Q and R triangular: keeps the condition number of X.

    X: (N, D) with independent columns; y: (N,). Returns (D,).
    """
    check_tall(X, y)
    Q, R = np.linalg.qr(X)
    return np.linalg.solve(R, Q.T @ y)


def fit_lstsq(X, y):
    """Least squares by singular values; if many phi fit equally well, the shortest of them.

    X: (N, D), any rank; y: (N,). Returns (D,).
    """
    solution, *_ = np.linalg.lstsq(X, y, rcond=None)
    return solution


def check_tall(X, y):
    """Raise ValueError unless there are at least as many points as parameters. X: (N, D), y: (N,)."""
    N, D = np.shape(X)
    if N < D:
        raise ValueError(
            f"`X` ({N} rows, {D} columns) must have as many rows as columns or more; else use `fit_lstsq`."
        )
    if np.shape(y) != (N,):
        raise ValueError(f"`y` (shape {np.shape(y)}) must have one number per row of `X`, shape {(N,)}.")


# ----- better coordinates -----


def centre(x):
    """Subtract the mean of each feature, so that intercept and slopes no longer pull on each other.

    x: (N,) or (N, features). Returns the same shape.
    """
    return x - np.mean(x, axis=0)


def standardise(x):
    """Centre each feature and divide it by its standard deviation.

    x: (N,) or (N, features), no feature constant (else 0/0). Returns the same shape.
    """
    return centre(x) / np.std(x, axis=0)
