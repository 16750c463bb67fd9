"""Right answers to the exercises of chapter 06, written as a reader might, in plain loops."""

import math

import numpy as np


def one_epoch(x, y, phi, order, size, rate):
    intercept, slope = phi
    for first in range(0, len(order), size):
        batch = order[first : first + size]
        by_intercept = by_slope = 0.0
        for i in batch:
            r = intercept + slope * x[i] - y[i]
            by_intercept += 2 * r / len(batch)
            by_slope += 2 * r * x[i] / len(batch)
        intercept, slope = intercept - rate * by_intercept, slope - rate * by_slope
    return np.array([intercept, slope])


def warm_cosine(t, rate, warm, horizon):
    rates = []
    for step in t:
        if step < warm:
            rates.append(rate * (step + 1) / warm)
        elif step < horizon:
            rates.append(rate / 2 * (1 + math.cos(math.pi * (step - warm) / (horizon - warm))))
        else:
            rates.append(0.0)
    return np.array(rates)


def nesterov(curvatures, start, rate, beta, steps):
    path = np.zeros((steps + 1, len(start)))
    for k in range(len(start)):
        phi, m = start[k], 0.0
        path[0, k] = phi
        for t in range(steps):
            m = beta * m + (1 - beta) * curvatures[k] * (phi - rate * beta * m)
            phi -= rate * m
            path[t + 1, k] = phi
    return path


def adam(gradients, start, rate, beta, gamma, epsilon):
    path = np.zeros((len(gradients) + 1, len(start)))
    for k in range(len(start)):
        phi, m, v = start[k], 0.0, 0.0
        path[0, k] = phi
        for t in range(len(gradients)):
            m = beta * m + (1 - beta) * gradients[t, k]
            v = gamma * v + (1 - gamma) * gradients[t, k] ** 2
            phi -= rate * m / (1 - beta ** (t + 1)) / (math.sqrt(v / (1 - gamma ** (t + 1))) + epsilon)
            path[t + 1, k] = phi
    return path
