"""Attention: every token asks all tokens, and mixes what they answer; and the transformer that is made of it.

- Mix values by how well keys answer queries. (attend, self_attention, causal_mask, softmax_jacobian,
  jacobian_norm)
- See it as one large matrix. (routing_matrix, value_matrix)
- Say where a token stands. (sinusoidal_positions)
- Attend several times at once, to itself or to other tokens. (multi_head)
- Put a layer together, and layers upon layers. (Layer, layer_norm, token_mlp, transformer_layer)
- Predict the next token. (Transformer, token_columns, language_model)
- Copy what stood there before, with weights set by hand. (induction_by_hand)
- Take a trained layer out of PyTorch. (layer_from_torch)
- Count parameters, multiplications and steps. (n_params_attention, n_params_layer, multiplications, path_length)

Tokens are COLUMNS, as in the lecture notes: X is (..., D, N), one column for each of N tokens. PyTorch, like most
software, has tokens as rows: `X.T` goes from one to the other. An affine map is a pair (beta, omega), of shapes (D_o,)
and (D_o, D), and acts on every column alike. Attention weights are (..., M, N): entry (m, n) is what query n gives to
key m, and every column sums to 1.
"""

from typing import NamedTuple

import numpy as np

from dlnotes.losses import softmax
from dlnotes.shallow import relu

# ----- attention -----


def affine(X, beta, omega):
    """The same affine map for every token. X: (..., D, N); beta: (D_o,); omega: (D_o, D). Returns (..., D_o, N)."""
    if np.shape(omega)[-1] != np.shape(X)[-2]:
        raise ValueError(
            f"`omega` (shape {np.shape(omega)}) must have one column per row of `X` (shape {np.shape(X)}): "
            "tokens are columns."
        )
    return np.expand_dims(beta, -1) + omega @ X


def attend(queries, keys, values, scale=None, allowed=None, bias=0.0):
    """Dot-product attention: weights softmax over keys of scale · k_m · q_n + bias, and the values mixed by them.

    queries: (..., D_q, N); keys: (..., D_q, M); values: (..., D_v, M). scale: 1 / sqrt(D_q) if None; 1 is the lecture
    notes' choice. allowed: (..., M, N), False where query n must not see key m. bias: (..., M, N), added to the scores.
    Returns scores (..., M, N) before the mask, weights (..., M, N), outputs (..., D_v, N). Source: lecture notes,
    section 9 (with erratum E60).
    """
    check_attention(queries, keys, values, allowed)
    scale = 1 / np.sqrt(np.shape(queries)[-2]) if scale is None else scale
    scores = scale * (np.swapaxes(keys, -1, -2) @ queries) + bias
    weights = softmax(scores if allowed is None else np.where(allowed, scores, -np.inf), axis=-2)
    return scores, weights, values @ weights


def check_attention(queries, keys, values, allowed):
    """Raise ValueError unless queries and keys have equally many rows, and each key has a column of values."""
    if np.shape(queries)[-2] != np.shape(keys)[-2]:
        raise ValueError(
            f"`queries` (shape {np.shape(queries)}) and `keys` (shape {np.shape(keys)}) must have equally many rows."
        )
    if np.shape(values)[-1] != np.shape(keys)[-1]:
        raise ValueError(
            f"`values` (shape {np.shape(values)}) must have one column per key, here {np.shape(keys)[-1]}."
        )
    if isinstance(allowed, np.ndarray) and not np.all(np.any(allowed, axis=-2)):
        alone = int(np.argwhere(~np.any(allowed, axis=-2))[0][-1])
        raise ValueError(f"`allowed` must leave every query at least one key; query {alone} (from 0) has none.")


def self_attention(X, query, key, value, scale=None, allowed=None):
    """Attention of some tokens to one another.

    X: (..., D, N); query, key, value: affine maps (beta, omega), the first two into equally many dimensions. Returns
    values (..., D_v, N), scores and weights (..., N, N), outputs (..., D_v, N). Source: lecture notes, section 9.
    """
    values = affine(X, *value)
    return values, *attend(affine(X, *query), affine(X, *key), values, scale, allowed)


def causal_mask(N):
    """True where key m is not later than query n. Returns (N, N)."""
    return np.arange(N)[:, None] <= np.arange(N)


def softmax_jacobian(weights):
    """Derivatives of softmax weights with respect to their scores: diag(a) - a aᵀ.

    weights: (..., M), along the last axis. Returns (..., M, M), symmetric.
    """
    column, row = np.expand_dims(weights, -1), np.expand_dims(weights, -2)
    return column * np.eye(np.shape(weights)[-1]) - column * row


def jacobian_norm(weights):
    """How strongly softmax weights can answer to their scores: the Frobenius norm of `softmax_jacobian`.

    weights: (..., M). Returns (...), at most 1 / 2, and 0 when one weight is 1.
    """
    squares = weights**2
    others = squares @ (1 - np.eye(np.shape(weights)[-1]))  # not their sum minus one: that loses digits near 0
    return np.sqrt(np.sum(squares * ((1 - weights) ** 2 + others), axis=-1))


# ----- one large matrix -----


def routing_matrix(A, D):
    """What attention does to the values, stacked into one column: Aᵀ ⊗ I, of which N² D entries are not zero.

    A: (N, N), columns sum to 1; D: rows of a value. Returns (N D, N D). Source: lecture notes, section 9 (with erratum
    E61).
    """
    N = np.shape(A)[0]
    spread = np.reshape(A.T, (N, 1, N, 1)) * np.reshape(np.eye(D), (1, D, 1, D))
    return np.reshape(spread, (N * D, N * D))


def value_matrix(omega, N):
    """What the value map does to the tokens, stacked into one column: I ⊗ omega, blocks on the diagonal.

    omega: (D_v, D). Returns (N D_v, N D).
    """
    rows, columns = np.shape(omega)
    spread = np.reshape(np.eye(N), (N, 1, N, 1)) * np.reshape(omega, (1, rows, 1, columns))
    return np.reshape(spread, (N * rows, N * columns))


# ----- positions -----


def sinusoidal_positions(N, D, base=10000.0):
    """A column for every place: pairs of sine and cosine, slower and slower from pair to pair.

    D: even. Returns (D, N), the first column for place 0. Source: Vaswani et al., "Attention is all you need" (2017).
    """
    if D % 2:
        raise ValueError(f"`D` ({D}) must be even: sines and cosines come in pairs.")
    angles = np.arange(N) / base ** (np.arange(0, D, 2)[:, None] / D)  # (D / 2, N)
    return np.reshape(np.stack([np.sin(angles), np.cos(angles)], axis=1), (D, N))


# ----- several heads, and a layer -----


def multi_head(X, query, key, value, output, heads, *, scale=None, allowed=None, bias=0.0, keep=1.0, memory=None):
    """Several attentions at once, each on its own rows of queries, keys and values; `output` mixes what they find.

    X: (..., D, N); query, key, value: affine maps, whose rows are dealt out to the heads in order; output: an affine
    map from all heads' values. keep: (heads,), 0 switches a head off. memory: (..., D_m, M), the tokens that answer,
    if they are others than X. allowed, bias: as in `attend`, with or without an axis for heads. Returns weights
    (..., heads, M, N) and outputs (..., D, N).
    """
    memory = X if memory is None else memory
    queries, keys, values = (
        split_heads(affine(tokens, *each), heads) for tokens, each in ((X, query), (memory, key), (memory, value))
    )
    _, weights, found = attend(queries, keys, values, scale, allowed, bias)
    found = np.reshape(keep, (-1, 1, 1)) * found
    together = np.reshape(found, np.shape(found)[:-3] + (-1, np.shape(X)[-1]))  # (..., heads D_v, N)
    return weights, affine(together, *output)


def split_heads(X, heads):
    """Deal out rows: (..., D, N) becomes (..., heads, D / heads, N)."""
    D, N = np.shape(X)[-2:]
    if D % heads:
        raise ValueError(f"`heads` ({heads}) must divide the number of rows ({D}).")
    return np.reshape(X, np.shape(X)[:-2] + (heads, D // heads, N))


def layer_norm(X, gain, shift, epsilon=1e-5):
    """Every token brought to mean 0 and variance 1 over its own rows, then stretched and shifted row by row.

    X: (..., D, N); gain, shift: (D,). Returns (..., D, N).
    """
    centred = X - np.mean(X, axis=-2, keepdims=True)
    variance = np.mean(np.square(centred), axis=-2, keepdims=True)
    return np.expand_dims(gain, -1) * centred / np.sqrt(variance + epsilon) + np.expand_dims(shift, -1)


def token_mlp(X, hidden, output, activation=relu):
    """A shallow network for each token on its own. hidden, output: affine maps. X: (..., D, N). Returns that shape."""
    return affine(activation(affine(X, *hidden)), *output)


class Layer(NamedTuple):
    """What a transformer layer has learned. query … output, mlp: affine maps (beta, omega); norms: (gain, shift).

    norms: two, before or after attention and network, or None; mlp: (hidden, output), or None.
    """

    query: tuple
    key: tuple
    value: tuple
    output: tuple
    norms: tuple | None = None
    mlp: tuple | None = None


def transformer_layer(X, layer, heads, *, norm_first=True, activation=relu, **attention):
    """Attention, then a small network for every token; each adds to what was there (residual connections).

    X: (..., D, N); layer: a Layer; norm_first: normalise what goes into each part (as most models do today), or else
    what comes out of each sum (as in 2017); attention: allowed, bias, scale and keep, as in `multi_head`. Returns
    weights (..., heads, N, N) and outputs (..., D, N).
    """
    norms = [normaliser(*each) for each in layer.norms or ((None, None), (None, None))]
    maps = layer.query, layer.key, layer.value, layer.output
    weights, found = multi_head(norms[0](X) if norm_first else X, *maps, heads, **attention)
    X = X + found if norm_first else norms[0](X + found)
    if layer.mlp is not None:
        refined = token_mlp(norms[1](X) if norm_first else X, *layer.mlp, activation)
        X = X + refined if norm_first else norms[1](X + refined)
    return weights, X


def normaliser(gain, shift):
    """A layer norm that is ready to use; without a gain, no norm at all."""
    return (lambda X: X) if gain is None else (lambda X: layer_norm(X, gain, shift))


# ----- the next token -----


class Transformer(NamedTuple):
    """A language model: embedding (V, D), positions (D, N), layers, norm (gain, shift) or None, readout (beta, omega).

    The readout goes from D rows to V scores, one for each token of the vocabulary.
    """

    embedding: np.ndarray
    positions: np.ndarray
    layers: tuple
    norm: tuple | None
    readout: tuple
    heads: int


def token_columns(embedding, ids):
    """The columns that stand for some tokens: rows of `embedding`, picked by one-hot vectors.

    embedding: (V, D); ids: (N,), whole numbers; a negative one stands for no token and gives zeros. Returns (D, N).
    """
    one_hot = np.arange(np.shape(embedding)[0])[:, None] == ids  # (V, N)
    return embedding.T @ (1.0 * one_hot)


def language_model(ids, model, *, allowed=None, scale=None, keep=None, places=1.0):
    """Scores for the token after each token.

    ids: (N,); model: a Transformer with at least N positions. allowed: (N, N), the causal mask if None. keep:
    (layers, heads), 0 switches a head off. places: 0 leaves the positions out. Returns the tokens' columns before the
    first layer and after each, (layers + 1) arrays (D, N); weights, (layers, heads, N, N); scores (V, N).
    """
    N = np.shape(ids)[0]
    allowed = causal_mask(N) if allowed is None else allowed
    keep = np.ones((len(model.layers), model.heads)) if keep is None else keep
    X = token_columns(model.embedding, ids) + places * model.positions[:, :N]
    stages, weights = [X], []
    for layer, heads_kept in zip(model.layers, keep, strict=True):
        A, X = transformer_layer(X, layer, model.heads, allowed=allowed, scale=scale, keep=heads_kept)
        stages.append(X)
        weights.append(A)
    X = X if model.norm is None else layer_norm(X, *model.norm)
    return stages, np.stack(weights), affine(X, *model.readout)


# ----- weights set by hand -----


def induction_by_hand(V, N, sharpness=12.0):
    """A transformer of two layers that continues a repetition, whatever is repeated: its weights are set, not learned.

    The D = 3 V + N rows of a column are the token (V), the token before it (V), the guess (V) and the place (N), all
    one-hot. Layer 1 looks one place back and writes what it finds into the second part. Layer 2 looks for a place
    whose second part is the present token, and copies the token that stands there into the third part, which is read
    out. No norms, no network, one head in each layer.

    V: tokens; N: places; sharpness: how decided the softmaxes are. Returns a Transformer.
    """
    D = 3 * V + N
    rows = np.eye(D)
    token, before, guess, place = rows[:V], rows[V : 2 * V], rows[2 * V : 3 * V], rows[3 * V :]
    one_back = np.eye(N, k=1)  # makes place n - 1 of place n, and nothing of place 0
    look_back = Layer(
        query=linear_map(sharpness * np.sqrt(D) * place.T @ one_back @ place),
        key=linear_map(place.T @ place),
        value=linear_map(before.T @ token),
        output=linear_map(np.eye(D)),
    )
    look_alike = Layer(
        query=linear_map(sharpness * np.sqrt(D) * before.T @ token),
        key=linear_map(before.T @ before),
        value=linear_map(guess.T @ token),
        output=linear_map(np.eye(D)),
    )
    return Transformer(token, place.T, (look_back, look_alike), None, linear_map(sharpness * guess), 1)


def linear_map(omega):
    """An affine map without a constant."""
    return np.zeros(np.shape(omega)[0]), omega


# ----- from PyTorch -----


def layer_from_torch(arrays, prefix=""):
    """What a `torch.nn.TransformerEncoderLayer` has learned, as a Layer.

    arrays: name → array, such as the layer's `state_dict()` with its tensors turned into arrays; prefix: in front of
    the names. PyTorch keeps the three maps of queries, keys and values on top of one another.
    """

    def pair(name, kinds=("bias", "weight")):
        return tuple(np.asarray(arrays[f"{prefix}{name}{kind}"], dtype=float) for kind in kinds)

    beta, omega = (np.split(each, 3) for each in pair("self_attn.in_proj_"))
    return Layer(
        *zip(beta, omega, strict=True),
        output=pair("self_attn.out_proj."),
        norms=tuple(pair(f"norm{i}.", ("weight", "bias")) for i in (1, 2)),
        mlp=(pair("linear1."), pair("linear2.")),
    )


# ----- counting -----


def n_params_attention(D, D_q=None, D_v=None, output=False):
    """Biases and weights of queries, keys and values of D rows, all heads together; with the output map if asked.

    D_q, D_v: rows of queries and values, D if None. Returns a whole number, in which N does not occur.
    """
    D_q, D_v = D if D_q is None else D_q, D if D_v is None else D_v
    return (2 * D_q + D_v) * (D + 1) + (D * (D_v + 1) if output else 0)


def n_params_layer(D, D_h):
    """Parameters of a transformer layer: attention with its output map, a network of D_h units, two norms."""
    return n_params_attention(D, output=True) + D_h * (D + 1) + D * (D_h + 1) + 4 * D


KINDS = ("recurrent", "convolution", "attention")


def multiplications(kind, N, D, kernel=3):
    """Multiplications that bring N tokens of D rows together once, in one layer.

    recurrent: 2 N D², from the input and from the state before. convolution: kernel · N D². attention: 2 N² D, for the
    scores and for the mixing; the maps of queries, keys and values, 3 N D², come on top. N, D: numbers or arrays.
    """
    return by_kind(kind, (2 * N * D**2, kernel * N * D**2, 2 * N**2 * D))


def path_length(kind, N, kernel=3):
    """Through how many maps in a row information passes from the first token to the last. N: a number or an array.

    recurrent: one step per token. convolution: one layer per kernel - 1 tokens, if the kernel looks back only.
    attention: 1, always.
    """
    return by_kind(kind, (N, np.maximum(1.0, np.ceil((N - 1) / (kernel - 1))), 1.0 + 0 * N))


def by_kind(kind, answers):
    """The one of three answers that belongs to a kind of layer; ValueError if there is no such kind."""
    if kind not in KINDS:
        raise ValueError(f"`kind` must be one of {', '.join(KINDS)}, not {kind!r}.")
    return answers[KINDS.index(kind)]
