"""Right answers to the exercises of chapter 10, written as a reader might, in plain loops."""

import math

import numpy as np


def shares_of(scores):
    weights = np.exp(scores - max(scores))
    return weights / sum(weights)


def causal_attention(queries, keys, values):
    D, N = queries.shape[-2:]
    outputs = np.zeros((*values.shape[:-1], N))
    for example in np.ndindex(*queries.shape[:-2]):
        Q, K, V = queries[example], keys[example], values[example]
        for n in range(N):
            shares = shares_of(np.array([K[:, m] @ Q[:, n] / math.sqrt(D) for m in range(n + 1)]))
            outputs[(*example, slice(None), n)] = sum(shares[m] * V[:, m] for m in range(n + 1))
    return outputs


def attend_grad(A, V, dY):
    M, N = A.shape
    dV, dS = np.zeros(V.shape), np.zeros(A.shape)
    for n in range(N):
        by_share = [V[:, m] @ dY[:, n] for m in range(M)]
        mean = sum(A[m, n] * by_share[m] for m in range(M))
        for m in range(M):
            dV[:, m] += A[m, n] * dY[:, n]
            dS[m, n] = A[m, n] * (by_share[m] - mean)
    return dV, dS


def layer_norm(X, gain, shift):
    result = np.zeros(X.shape)
    for example in np.ndindex(*X.shape[:-2]):
        for n in range(X.shape[-1]):
            column = X[example][:, n]
            mean = sum(column) / len(column)
            variance = sum((number - mean) ** 2 for number in column) / len(column)
            for i in range(len(column)):
                scaled = (column[i] - mean) / math.sqrt(variance + 1e-5)
                result[(*example, i, n)] = gain[i] * scaled + shift[i]
    return result


def multi_head(X, query, key, value, output, heads):
    Q, K, V = (beta[:, None] + omega @ X for beta, omega in (query, key, value))
    size, N = len(X) // heads, X.shape[1]
    found = np.zeros(X.shape)
    for head in range(heads):
        part = slice(head * size, (head + 1) * size)
        for n in range(N):
            shares = shares_of(np.array([K[part, m] @ Q[part, n] / math.sqrt(size) for m in range(N)]))
            found[part, n] = V[part] @ shares
    return output[0][:, None] + output[1] @ found
