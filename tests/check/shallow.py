"""Right answers to the exercises of chapter 02, written as a reader might, in plain loops."""

import numpy as np


def network(x, theta, phi):
    y = np.zeros((len(x), len(phi)))
    for i in range(len(x)):
        for k in range(len(phi)):
            y[i, k] = phi[k, 0]
            for d in range(len(theta)):
                z = theta[d, 0] + sum(theta[d, j + 1] * x[i, j] for j in range(x.shape[1]))
                y[i, k] += phi[k, d + 1] * max(0, z)
    return y


def collapse(theta, phi):
    result = np.zeros((len(phi), theta.shape[1]))
    for k in range(len(phi)):
        result[k, 0] = phi[k, 0]
        for d in range(len(theta)):
            for j in range(theta.shape[1]):
                result[k, j] += phi[k, d + 1] * theta[d, j]
    return result


def unit_slopes(theta, phi):
    theta, phi = theta.copy(), phi.copy()
    for d in range(len(theta)):
        size = abs(theta[d, 1])
        phi[d + 1] *= size
        theta[d, 0] /= size
        theta[d, 1] /= size
    return theta, phi


def theta_gradient(x, y, theta, phi):
    gradient = np.zeros(theta.shape)
    for i in range(len(x)):
        z = [theta[d, 0] + theta[d, 1] * x[i] for d in range(len(theta))]
        r = phi[0] + sum(phi[d + 1] * max(0, z[d]) for d in range(len(theta))) - y[i]
        for d in range(len(theta)):
            if z[d] > 0:
                gradient[d, 0] += 2 / len(x) * r * phi[d + 1]
                gradient[d, 1] += 2 / len(x) * r * phi[d + 1] * x[i]
    return gradient
