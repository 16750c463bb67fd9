"""Right answers to the exercises of chapter 05, written as a reader might, in plain loops."""

import math

import numpy as np


def softmax(scores):
    if scores.ndim > 1:
        return np.array([softmax(row) for row in scores])
    highest = max(scores)
    weights = [math.exp(score - highest) for score in scores]
    return np.array([weight / sum(weights) for weight in weights])


def binary_cross_entropy(y, score):
    result = []
    for y_i, f in zip(y, score, strict=True):
        wrong = -f if y_i == 1 else f  # how far the score lies on the wrong side
        result.append(max(wrong, 0) + math.log1p(math.exp(-abs(wrong))))
    return np.array(result)


def cross_entropy(y, scores):
    result = np.zeros(len(y))
    for i in range(len(y)):
        highest = max(scores[i])
        total = sum(math.exp(score - highest) for score in scores[i])
        result[i] = highest + math.log(total) - scores[i, y[i]]
    return result


def wasted_bits(p, q):
    return sum(p_k * math.log2(p_k / q_k) for p_k, q_k in zip(p, q, strict=True) if p_k > 0)
