"""Right answers to the exercises of chapter 09, written as a reader might, in plain loops."""

import math

import numpy as np


def add_k(ids, V, k):
    table = np.full((V, V), float(k))
    for first, second in zip(ids[:-1], ids[1:], strict=True):
        table[first, second] += 1
    for row in table:
        row /= sum(row)
    return table


def through_time(xs, hs, grad_hs, omega_hh):
    D_h = len(omega_hh)
    by_hh, by_hx = np.zeros((D_h, D_h)), np.zeros((D_h, xs.shape[1]))
    back = np.zeros(D_h)
    for t in reversed(range(len(xs))):
        at_sum = np.array([(back[i] + grad_hs[t, i]) * (1 - hs[t + 1, i] ** 2) for i in range(D_h)])
        for i in range(D_h):
            by_hh[i] += at_sum[i] * hs[t]
            by_hx[i] += at_sum[i] * xs[t]
        back = np.array([sum(omega_hh[i, j] * at_sum[i] for i in range(D_h)) for j in range(D_h)])
    return by_hh, by_hx


def clip(grads, most):
    length = math.sqrt(sum(number**2 for grad in grads for number in grad.ravel()))
    return [grad * (most / length) for grad in grads] if length > most else list(grads)


def lstm(xs, omega_x, omega_h, beta):
    T, D_h = len(xs), omega_h.shape[1]
    hs, cs = np.zeros((T + 1, D_h)), np.zeros((T + 1, D_h))
    for t in range(T):
        inside = omega_x @ xs[t] + omega_h @ hs[t] + beta
        for unit in range(D_h):
            i, f, g, o = inside[unit], inside[D_h + unit], inside[2 * D_h + unit], inside[3 * D_h + unit]
            kept = cs[t, unit] / (1 + math.exp(-f))
            cs[t + 1, unit] = kept + math.tanh(g) / (1 + math.exp(-i))
            hs[t + 1, unit] = math.tanh(cs[t + 1, unit]) / (1 + math.exp(-o))
    return hs, cs
