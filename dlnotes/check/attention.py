"""The code exercises of chapter 10.

- Attend to the past alone. (causal_attention)
- Go backwards through attention. (attend_grad)
- Normalise every token. (layer_norm)
- Attend with several heads. (multi_head)
"""

import numpy as np

from dlnotes import attention
from dlnotes.check.exercise import Exercise, draw
from dlnotes.losses import softmax

# ----- the past alone -----


def queries_keys_values(rng):
    X = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    yield "the three tokens of N1", X, X, X
    yield "a single token", np.array([[2.0], [0.0]]), np.array([[1.0], [1.0]]), np.array([[5.0]])
    for D, D_v, N in ((2, 1, 3), (3, 2, 4), (4, 3, 6)):
        yield "random", draw(rng, D, N), draw(rng, D, N), draw(rng, D_v, N)
    yield "random batch", draw(rng, 2, 3, 4), draw(rng, 2, 3, 4), draw(rng, 2, 2, 4)


def attend_to_the_past(queries, keys, values):
    return attention.attend(queries, keys, values, allowed=past(queries))[2]


def past(queries):
    return attention.causal_mask(np.shape(queries)[-1])


def scores(queries, keys):
    return attention.attend(queries, keys, keys)[0]


def mixed(weigh):
    """Outputs from other weights, which `weigh` makes of the scores (..., M, N) and the mask (M, N)."""

    def answer(queries, keys, values):
        return values @ weigh(scores(queries, keys), past(queries))

    return answer


def with_scale(scale):
    def answer(queries, keys, values):
        return attention.attend(queries, keys, values, scale(*np.shape(queries)[-2:]), past(queries))[2]

    return answer


causal_attention = Exercise(
    gives="the outputs, one column per token",
    reference=attend_to_the_past,
    inputs=queries_keys_values,
    mistakes={
        "Wrong axis: the softmax runs over queries, along rows; the shares of each query, a column, must sum to 1.": (
            mixed(lambda scores, mask: softmax(np.where(mask, scores, -np.inf), axis=-1))
        ),
        "The scores are not divided by the root of the number of rows, 1 / sqrt(D).": with_scale(lambda D, N: 1),
        "The scores are divided by D; divide by its root.": with_scale(lambda D, N: 1 / D),
        "The scores are divided by the root of the number of tokens; D is the number of rows.": (
            with_scale(lambda D, N: 1 / np.sqrt(N))
        ),
        "The mask comes after the softmax, so the shares of a query no longer sum to 1: mask the scores.": (
            mixed(lambda scores, mask: mask * softmax(scores, axis=-2))
        ),
        "Hidden scores are set to 0, and exp 0 is 1: they must be -inf, so that their share is 0.": (
            mixed(lambda scores, mask: softmax(np.where(mask, scores, 0.0), axis=-2))
        ),
        "The mask is transposed, so every token sees the future: key m may not be later than query n, m <= n.": (
            mixed(lambda scores, mask: softmax(np.where(mask.T, scores, -np.inf), axis=-2))
        ),
        "The mask is missing: every token sees all others.": mixed(lambda scores, mask: softmax(scores, axis=-2)),
    },
)

# ----- backwards -----


def shares_and_derivatives(rng):
    even = np.full((2, 2), 0.5)
    yield "two tokens, equal shares", even, np.array([[1.0, 3.0]]), np.array([[1.0, 10.0]])
    yield "one key has it all", np.array([[1.0], [0.0]]), np.array([[2.0, 5.0]]), np.array([[1.0]])
    for D, M, N in ((1, 3, 2), (3, 4, 4), (2, 5, 3)):
        yield "random", softmax(draw(rng, M, N), axis=0), draw(rng, D, M), draw(rng, D, N)


def by_values_and_scores(A, V, dY):
    by_weights = V.T @ dY  # (M, N)
    through = attention.softmax_jacobian(A.T) @ by_weights.T[..., None]  # (N, M, 1)
    return dY @ A.T, through[..., 0].T


def with_scores(by_scores):
    def answer(A, V, dY):
        return by_values_and_scores(A, V, dY)[0], by_scores(A, V.T @ dY)

    return answer


def values_from_transpose(A, V, dY):
    return dY @ A, by_values_and_scores(A, V, dY)[1]


def scores_first(A, V, dY):
    return by_values_and_scores(A, V, dY)[::-1]


attend_grad = Exercise(
    gives="two arrays, the derivatives by the values (D, M) and by the scores (M, N)",
    reference=by_values_and_scores,
    inputs=shares_and_derivatives,
    mistakes={
        "The derivative by the values needs A transposed: Y is V A, so what came along A goes back along it.": (
            values_from_transpose
        ),
        "This is the derivative by the shares A: go on through the softmax to the scores.": (
            with_scores(lambda A, G: G)
        ),
        "Half of the softmax's derivative is missing: a share also falls when other scores rise, - a aᵀ.": (
            with_scores(lambda A, G: A * G)
        ),
        "The slope a (1 - a) is that of each share by its own score; every score moves all shares of its column.": (
            with_scores(lambda A, G: A * (1 - A) * G)
        ),
        "Wrong axis: a score competes with the others of its column, so the sum runs over keys.": (
            with_scores(lambda A, G: A * (G - np.sum(A * G, axis=1, keepdims=True)))
        ),
        "A plain mean over the keys is subtracted; weigh it with the shares.": (
            with_scores(lambda A, G: A * (G - np.mean(G, axis=0)))
        ),
        "The derivative by the values comes first, then the one by the scores.": scores_first,
    },
)

# ----- one scale for every token -----


def tokens(rng):
    X = np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 6.0]])
    yield "two tokens", X, np.ones(3), np.zeros(3)
    yield "stretched and shifted", X, np.array([1.0, 2.0, 3.0]), np.array([0.0, -1.0, 1.0])
    yield "nearly constant", np.array([[1.0, 2.0], [1.001, 2.0]]), np.ones(2), np.zeros(2)
    for D, N in ((3, 3), (4, 2), (6, 5)):
        yield "random", draw(rng, D, N), draw(rng, D), draw(rng, D)
    yield "random batch", draw(rng, 2, 4, 3), draw(rng, 4), draw(rng, 4)


def normal(X, axis=-2, ddof=0, epsilon=1e-5, outside=0.0):
    """X with mean 0 and variance 1, in one of several ways."""
    variance = np.var(X, axis=axis, ddof=ddof, keepdims=True)
    return (X - np.mean(X, axis=axis, keepdims=True)) / (np.sqrt(variance + epsilon) + outside)


def dressed(bare):
    def answer(X, gain, shift):
        return gain[:, None] * bare(X) + shift[:, None]

    return answer


def gain_along_tokens(X, gain, shift):
    return gain * normal(X) + shift


def shifted_before_stretched(X, gain, shift):
    return gain[:, None] * (normal(X) + shift[:, None])


layer_norm = Exercise(
    gives="the normalised tokens, in the shape of X",
    reference=attention.layer_norm,
    inputs=tokens,
    mistakes={
        "Wrong axis: each row is normalised over the tokens; each token, a column, is to be normalised by itself.": (
            dressed(lambda X: normal(X, axis=-1))
        ),
        "One mean and one variance are taken of all numbers; every token has its own.": (
            dressed(lambda X: normal(X, axis=None))
        ),
        "The variance divides by D - 1; here it is a plain mean over D rows.": dressed(lambda X: normal(X, ddof=1)),
        "It is divided by the variance; divide by its root.": (
            dressed(lambda X: (X - np.mean(X, axis=-2, keepdims=True)) / (np.var(X, axis=-2, keepdims=True) + 1e-5))
        ),
        "Epsilon is added to the root; it belongs under it, with the variance.": (
            dressed(lambda X: normal(X, epsilon=0, outside=1e-5))
        ),
        "Epsilon is missing: add 1e-5 to the variance, or a constant token divides by 0.": (
            dressed(lambda X: normal(X, epsilon=0))
        ),
        "Gain and shift run along the tokens; they have one number per row: `gain[:, None]`.": gain_along_tokens,
        "The shift is stretched too: first times gain, then plus shift.": shifted_before_stretched,
    },
)

# ----- several heads -----


def heads(rng):
    plain = np.zeros(2), np.eye(2)
    yield "two heads of one row", np.array([[1.0, 0.0], [0.0, 2.0]]), plain, plain, plain, plain, 2
    yield "a single head", np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]), plain, plain, plain, plain, 1
    for D, N, count in ((4, 3, 2), (6, 4, 3), (8, 5, 2)):
        yield "random", draw(rng, D, N), *((draw(rng, D), draw(rng, D, D) / 2) for _ in range(4)), count


def outputs_of_heads(X, query, key, value, output, heads, scale=None):
    return attention.multi_head(X, query, key, value, output, heads, scale=scale)[1]


def all_heads(X, query, key, value, output, heads):
    return outputs_of_heads(X, query, key, value, output, heads)


def scaled_by_all_rows(X, query, key, value, output, heads):
    return outputs_of_heads(X, query, key, value, output, heads, 1 / np.sqrt(len(X)))


def not_scaled(X, query, key, value, output, heads):
    return outputs_of_heads(X, query, key, value, output, heads, 1)


def one_large_head(X, query, key, value, output, heads):
    return outputs_of_heads(X, query, key, value, output, 1)


def without_output_map(X, query, key, value, output, heads):
    return outputs_of_heads(X, query, key, value, attention.linear_map(np.eye(len(X))), heads)


def without_biases(X, query, key, value, output, heads):
    return outputs_of_heads(X, *(attention.linear_map(omega) for _, omega in (query, key, value, output)), heads)


def dealt_in_turn(X, query, key, value, output, heads):
    rows = np.concatenate([np.arange(len(X))[head::heads] for head in range(heads)])
    turned = [(beta[rows], omega[rows]) for beta, omega in (query, key, value)]
    return outputs_of_heads(X, *turned, (output[0], output[1][:, rows]), heads)


def dealt_in_turn_and_stacked(X, query, key, value, output, heads):
    rows = np.concatenate([np.arange(len(X))[head::heads] for head in range(heads)])
    return outputs_of_heads(X, *((beta[rows], omega[rows]) for beta, omega in (query, key, value)), output, heads)


def last_head_on_top(X, query, key, value, output, heads):
    order = np.ravel(np.reshape(np.arange(len(X)), (heads, -1))[::-1])
    return outputs_of_heads(X, query, key, value, (output[0], output[1][:, order]), heads)


def residual_added(X, query, key, value, output, heads):
    return X + outputs_of_heads(X, query, key, value, output, heads)


multi_head = Exercise(
    gives="the outputs (D, N), one column per token",
    reference=all_heads,
    inputs=heads,
    mistakes={
        "The scores of a head are divided by the root of all D rows; a head has only D / heads of them.": (
            scaled_by_all_rows
        ),
        "The scores are not divided by the root of the number of rows of a head.": not_scaled,
        "This is one large head: each head has a softmax of its own, over its own rows.": one_large_head,
        "The output map is missing: it mixes what the heads have found.": without_output_map,
        "The biases are missing: every map is beta + omega X.": without_biases,
        "The rows are dealt out in turn; a head has D / heads rows in a block, the first head the first block.": (
            dealt_in_turn
        ),
        "The rows are dealt out in turn, and the heads are then stacked as blocks; take blocks both times.": (
            dealt_in_turn_and_stacked
        ),
        "The heads are stacked in the opposite order: the first one on top.": last_head_on_top,
        "X is added: that comes later, in the layer around it.": residual_added,
    },
)
