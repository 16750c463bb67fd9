"""Right answers to the exercises of chapter 01, written as a reader might, in plain loops."""

import numpy as np


def mse_gradient(x, y, phi):
    by_intercept = by_slope = 0.0
    for x_i, y_i in zip(x, y, strict=True):
        r = phi[0] + phi[1] * x_i - y_i
        by_intercept += 2 * r / len(x)
        by_slope += 2 * r * x_i / len(x)
    return np.array([by_intercept, by_slope])


def best_line(x, y):
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above = below = 0.0
    for x_i, y_i in zip(x, y, strict=True):
        above += (x_i - mean_x) * (y_i - mean_y)
        below += (x_i - mean_x) ** 2
    return np.array([mean_y - above / below * mean_x, above / below])


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
