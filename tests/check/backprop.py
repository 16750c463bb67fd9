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


def jacobian(x, betas, omegas):
    changes = np.eye(len(x))  # column j: what a change of input j has become
    h = x
    for k in range(len(omegas)):
        f = betas[k] + omegas[k] @ h
        changes = omegas[k] @ changes
        h = np.maximum(f, 0)
        if k < len(omegas) - 1:
            changes[f <= 0] = 0
    return changes


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
