"""Right answers to the exercises of chapter 01, written as a reader might, in plain loops."""

import numpy as np


def mse_gradient(x, y, phi):
    if phi.ndim > 1:
        return np.array([mse_gradient(x, y, line) for line in phi])
    by_intercept = by_slope = 0.0
    for x_i, y_i in zip(x, y, strict=True):
        r = phi[0] + phi[1] * x_i - y_i
        by_intercept += 2 * r / len(x)
        by_slope += 2 * r * x_i / len(x)
    return np.array([by_intercept, by_slope])


def weighted_line(x, y, w):
    """The normal equations, solved by Cramer's rule."""
    total = sum_x = sum_y = sum_xx = sum_xy = 0.0
    for x_i, y_i, w_i in zip(x, y, w, strict=True):
        total += w_i
        sum_x += w_i * x_i
        sum_y += w_i * y_i
        sum_xx += w_i * x_i**2
        sum_xy += w_i * x_i * y_i
    determinant = total * sum_xx - sum_x**2
    intercept = (sum_xx * sum_y - sum_x * sum_xy) / determinant
    return np.array([intercept, (total * sum_xy - sum_x * sum_y) / determinant])


def standardise(x):
    N, features = x.shape
    result = np.zeros((N, features))
    for j in range(features):
        mean = sum(x[i, j] for i in range(N)) / N
        variance = sum((x[i, j] - mean) ** 2 for i in range(N)) / N
        for i in range(N):
            result[i, j] = (x[i, j] - mean) / variance**0.5
    return result


def descend(grad, start, rate, steps):
    path = np.zeros((steps + 1, len(start)))
    path[0] = start
    for t in range(steps):
        slope = grad(path[t])
        for k in range(len(start)):
            path[t + 1, k] = path[t, k] - rate * slope[k]
    return path
