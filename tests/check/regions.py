"""Right answers to the exercises of chapter 03, written as a reader might, in plain loops."""

import numpy as np


def hinges(joints, values):
    weights, slope = [], 0.0
    for j in range(len(joints) - 1):
        next_slope = (values[j + 1] - values[j]) / (joints[j + 1] - joints[j])
        weights.append(next_slope - slope)
        slope = next_slope
    return values[0], np.array(weights)


def count_patterns(x, theta):
    seen = set()
    for point in x:
        seen.add(tuple(bool(row[0] + sum(row[1:] * point) > 0) for row in theta))
    return len(seen)


def box_number(x, m):
    numbers = []
    for point in x:
        number = 0
        for coordinate in reversed(point):
            part = int(coordinate * m)
            if part == m:
                part = m - 1
            number = m * number + part
        numbers.append(number)
    return np.array(numbers)


def components_needed(X, share):
    """By the eigenvalues of the covariance matrix."""
    mean = sum(X) / len(X)
    covariance = sum(np.outer(row - mean, row - mean) for row in X) / len(X)
    variances = sorted(np.linalg.eigvalsh(covariance), reverse=True)
    total = 0.0
    for k in range(len(variances)):
        total += variances[k]
        if total >= share * sum(variances):
            return k + 1
