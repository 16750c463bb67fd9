"""Right answers to the exercises of chapter 07, written as a reader might, in plain loops."""

import numpy as np


def matrix_of(w, N):
    matrix = np.zeros((N, N))
    for i in range(N):
        for j in range(len(w)):
            column = i + j - len(w) // 2
            if 0 <= column < N:
                matrix[i, column] = w[j]
    return matrix


def conv1d(x, w, stride, dilation, padding):
    N = x.shape[-1]
    n = (N + 2 * padding - dilation * (len(w) - 1) - 1) // stride + 1
    z = np.zeros((*x.shape[:-1], n))
    for i in range(n):
        for j in range(len(w)):
            place = stride * i + dilation * j - padding
            if 0 <= place < N:
                z[..., i] += w[j] * x[..., place]
    return z


def conv1d_grad(x, w, g, padding):
    dx, dw = np.zeros(len(x)), np.zeros(len(w))
    for i in range(len(g)):
        for j in range(len(w)):
            place = i + j - padding
            if 0 <= place < len(x):
                dx[place] += w[j] * g[i]
                dw[j] += x[place] * g[i]
    return dx, dw


def max_pool_grad(x, dz, size, stride):
    grad = np.zeros(x.shape)
    for example in np.ndindex(*x.shape[:-1]):
        for i in range(dz.shape[-1]):
            window = list(x[example][stride * i : stride * i + size])
            grad[(*example, stride * i + window.index(max(window)))] += dz[(*example, i)]
    return grad
