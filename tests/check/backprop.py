"""Right answers to the exercises of chapter 08, written as a reader might, in plain loops."""

import numpy as np


def gradients(x, y, betas, omegas):
    d_betas, d_omegas = [np.zeros(b.shape) for b in betas], [np.zeros(w.shape) for w in omegas]
    for x_i, y_i in zip(x, y, strict=True):
        hs = [x_i]
        for beta, omega in zip(betas, omegas, strict=True):
            f = beta + omega @ hs[-1]
            hs.append(np.tanh(f))
        d_f = 2 * (f - y_i) / len(x)
        for k in reversed(range(len(omegas))):
            d_betas[k] += d_f
            d_omegas[k] += np.outer(d_f, hs[k])
            d_f = (1 - hs[k] ** 2) * (omegas[k].T @ d_f)
    return d_betas, d_omegas


def differences(loss, omega, h):
    grad = np.zeros(omega.shape)
    for i in range(omega.shape[0]):
        for j in range(omega.shape[1]):
            above, below = omega.copy(), omega.copy()
            above[i, j] += h
            below[i, j] -= h
            grad[i, j] = (loss(above) - loss(below)) / (2 * h)
    return grad


def tied(x, y, omega):
    D = len(x)
    f = omega @ x
    d_output = 2 * (omega @ np.maximum(f, 0) - y)
    grad = np.zeros((D, D))
    for i in range(D):
        for j in range(D):
            grad[i, j] += d_output[i] * max(f[j], 0)
            if f[i] > 0:
                grad[i, j] += sum(d_output[m] * omega[m, i] for m in range(D)) * x[j]
    return grad
