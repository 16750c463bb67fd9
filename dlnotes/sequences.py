"""Sequences: words by address and by meaning, counts, and networks that carry a state along.

- Number the words of a text. (vocabulary, encode)
- Look up a row per word, and learn the rows from the neighbours of each word. (embed, neighbour_counts, skip_loss,
  skip_grads, skip_step, cosines, turn_axes)
- Predict the next word from counts. (windows, count, smoothed, ngram_prob, text_counts, next_word)
- Score a model, and let it speak. (perplexity, sample, generate)
- Predict it from a fixed window with a network. (ff_lm, n_params_ff)
- Carry a state along, and send gradients back in time. (rnn, bptt, clip, jacobian_products, scalar_memory,
  n_params_rnn)
- Add to a memory instead of overwriting it. (lstm, gru, gated_memory, kept_share)
- Ask which outputs may use an input. (reaches)

A text is T words, each a whole number below V, the size of the vocabulary. Vectors of a sequence are rows of a (T, D)
array, and the first axis is time.
"""

from collections import Counter, namedtuple

import numpy as np

from dlnotes.losses import log_softmax, one_hot, softmax
from dlnotes.shallow import sigmoid

UNKNOWN = "?"  # the word that stands for all words outside the vocabulary
BEFORE_THE_TEXT = -2  # no word, and equal to none

# ----- from words to numbers -----


def vocabulary(words, size=None):
    """The different words of a text, the most frequent first, in equal cases the one that comes first.

    words: a list; size: how many to keep, of which the first is then "?", the place of all others. Returns a list.
    """
    ranked = [word for word, _ in Counter(words).most_common(None if size is None else size - 1)]
    return ranked if size is None else [UNKNOWN, *ranked]


def encode(words, known):
    """Each word as its place in the list `known`. Returns whole numbers (T,); other words become "?" if it is known."""
    place = {word: i for i, word in enumerate(known)}
    strangers = set(words) - set(known)
    if strangers and UNKNOWN not in place:
        raise ValueError(f"`words` holds {min(strangers)!r}, which is not among the {len(place)} words of `known`.")
    return np.array([place.get(word, place.get(UNKNOWN)) for word in words], dtype=int)


# ----- embeddings -----


def embed(E, ids):
    """The rows of `E` at `ids`: what one-hot rows times `E` give, without the multiplication.

    E: (V, d); ids: (...), plain. Returns (..., d). Source: lecture notes, section 8.1 (with erratum E54).
    """
    ids = np.asarray(ids)
    if ids.dtype.kind not in "iu" or np.any((ids < 0) | (ids >= np.shape(E)[0])):
        raise ValueError(f"`ids` must hold whole numbers from 0 to {np.shape(E)[0] - 1}; it holds {ids.tolist()}.")
    return E[ids]


def neighbour_counts(ids, V):
    """How often each word is followed by each word, and how often it is preceded by each. Row: the word.

    ids: (T,), plain. Returns (V, 2 V): the words behind it, then the words before it.
    """
    after = np.zeros((V, V))
    np.add.at(after, (ids[:-1], ids[1:]), 1)
    return np.concatenate([after, after.T], axis=1)


def skip_loss(E, U, counts):
    """Mean cross-entropy of predicting a neighbour from a word, with the scores E Uᵀ.

    E: (V, d), a row per word; U: (M, d), a row per possible neighbour; counts: (V, M). Returns one number.
    """
    return -np.sum(counts * log_softmax(E @ U.T)) / np.sum(counts)


def skip_grads(E, U, counts):
    """Gradients of `skip_loss` with respect to E and U: predicted minus observed, as in chapter 05."""
    total = np.sum(counts)
    error = (np.sum(counts, axis=1, keepdims=True) * softmax(E @ U.T) - counts) / total  # (V, M)
    return error @ U, error.T @ E


def skip_step(E, U, counts, rate):
    """One step of gradient descent on `skip_loss`. Returns the new E and U."""
    grad_E, grad_U = skip_grads(E, U, counts)
    return E - rate * grad_E, U - rate * grad_U


def cosines(E):
    """The cosine of the angle between any two rows. E: (V, d), no row 0. Returns (V, V)."""
    unit = E / np.sqrt(np.sum(E**2, axis=1, keepdims=True))
    return unit @ unit.T


def turn_axes(E, axes):
    """Turn two axes towards the two directions in which the rows of E vary most: one step of subspace iteration.

    E: (V, d); axes: (d, 2). Returns (d, 2), two unit vectors at right angles.
    """
    centred = E - np.mean(E, axis=0)
    pulled = centred.T @ (centred @ axes)
    first = pulled[:, 0] / np.sqrt(np.sum(pulled[:, 0] ** 2))
    rest = pulled[:, 1] - np.sum(first * pulled[:, 1]) * first
    return np.stack([first, rest / np.sqrt(np.sum(rest**2))], axis=1)


# ----- counts -----


def windows(ids, n):
    """All runs of n neighbouring words, (T - n + 1, n). ids: (T,), plain; n: 0 to T."""
    if not 0 <= n <= len(ids):
        raise ValueError(f"`n` ({n}) must lie between 0 and the length of the text, {len(ids)}.")
    places = np.arange(len(ids) - n + 1)[:, None] + np.arange(n)
    return np.asarray(ids)[places]


def count(ids, grams):
    """How often each row of `grams` occurs in a text. ids: (T,), plain; grams: (m, n), plain. Returns (m,)."""
    grams = np.asarray(grams)
    every = np.concatenate([windows(ids, grams.shape[1]), grams])
    _, which = np.unique(every, axis=0, return_inverse=True) if grams.shape[1] else (None, np.zeros(len(every), int))
    which = np.ravel(which)
    seen = np.bincount(which[: len(every) - len(grams)], minlength=len(every))
    return seen[which[len(every) - len(grams) :]]


def smoothed(together, before, V, k):
    """(together + k) / (before + k V), any shapes; where nothing was seen and k is 0, 1 / V, the limit of small k."""
    total = before + k * V
    return np.where(total > 0, (together + k) / np.where(total > 0, total, 1.0), 1 / V)


def ngram_prob(ids, grams, V, k=0.0):
    """P(last word of a row | the words before it), from the counts of a text, each raised by k.

    ids: (T,), plain; grams: (m, n), plain. Returns (m,). After words that nothing ever followed every word has 1 / V,
    which is what all k above 0 give. Source: lecture notes, section 8.1 (with erratum E55).
    """
    if k < 0:
        raise ValueError(f"`k` ({k}) must not be negative.")
    grams = np.asarray(grams)
    return smoothed(count(ids, grams), count(ids[:-1], grams[:, :-1]), V, k)


def text_counts(ids, text, n):
    """For every word of `text` but the first: how often it follows its up to n - 1 predecessors in `ids`, and how often
    these are followed by anything. ids: (T,); text: (m,); both plain. Returns two arrays (m - 1,).
    """
    runs = [text[None, : t + 1] for t in range(1, min(n - 1, len(text)))]  # at the beginning, fewer words
    runs.append(windows(text[1:], 1) if n == 1 else windows(text, n))
    pairs = [(count(ids, grams), count(ids[:-1], grams[:, :-1])) for grams in runs if len(grams)]
    together, before = zip(*pairs, strict=True)
    return np.concatenate(together), np.concatenate(before)


def next_word(ids, context, V, n, k=0.0):
    """P(word | the last n - 1 words of `context`) for every word: the row of a table that nobody has to store.

    ids: (T,), plain; context: (m,), m at least n - 1, may be recorded, as may n and k. Returns (V,). Source: lecture
    notes, section 8.1 (with erratum E55).
    """
    m = np.shape(context)[0]
    history = windows(np.append(np.full(m, BEFORE_THE_TEXT), ids), m + 1)  # (T, m + 1): words, and the one behind
    ignored = np.arange(m) < m - (n - 1)
    matches = np.all((history[:, :-1] == context) | ignored, axis=1)  # (T,)
    counts = (1.0 * matches) @ one_hot(history[:, -1], V)
    return smoothed(counts, np.sum(counts), V, k)


def perplexity(probabilities):
    """The inverse of the geometric mean of the probabilities that a model gave to what came: among so many equally
    likely words it might as well have chosen. Infinite if one of them is 0. probabilities: (..., T). Returns (...).
    """
    possible = np.all(probabilities > 0, axis=-1)
    logs = np.log(np.where(probabilities > 0, probabilities, 1.0))
    return np.where(possible, np.exp(-np.mean(logs, axis=-1)), np.inf)


def sample(probabilities, uniform):
    """The word at which the running sum of the probabilities passes a random number between 0 and 1.

    probabilities: (V,); uniform: in [0, 1). Returns a whole number; never a word of probability 0.
    """
    running = np.cumsum(probabilities)
    return np.sum(running <= uniform * running[-1])


def generate(ids, context, V, n, k, uniforms):
    """Continue a text word by word. context: (m,), the words so far; uniforms: (length,). Returns (length,)."""
    words = list(context)
    for uniform in uniforms:
        words.append(int(sample(next_word(ids, np.array(words[len(words) - n + 1 :], dtype=int), V, n, k), uniform)))
    return np.array(words[len(context) :])


# ----- a network on a fixed window -----


def ff_lm(contexts, E, beta_0, omega_0, beta_1, omega_1):
    """Scores of the next word: embed n - 1 words, put the rows side by side, one hidden layer; `softmax` follows.

    contexts: (..., n - 1), plain; E: (V, d); beta_0: (H,); omega_0: (H, (n - 1) d); beta_1: (V,); omega_1: (V, H).
    Returns (..., V). Source: lecture notes, section 8.1.1 (with erratum E56).
    """
    rows = embed(E, contexts)  # (..., n - 1, d)
    x = np.reshape(rows, (*np.shape(contexts)[:-1], -1))
    if np.shape(x)[-1] != np.shape(omega_0)[1]:
        raise ValueError(
            f"`contexts` and `E` give {np.shape(x)[-1]} inputs, `omega_0` (shape {np.shape(omega_0)}) wants "
            f"{np.shape(omega_0)[1]}: the window is fixed."
        )
    return np.tanh(x @ omega_0.T + beta_0) @ omega_1.T + beta_1


def n_params_ff(V, d, H, n):
    """Parameters of `ff_lm`: embeddings, hidden layer, output layer. Linear in n."""
    return V * d + ((n - 1) * d + 1) * H + (H + 1) * V


# ----- a network with a state -----


class Recurrent(namedtuple("Recurrent", "beta_h omega_hh omega_hx beta_y omega_yh")):
    """The parameters of `rnn`, or what has their shapes, such as gradients.

    beta_h: (D_h,); omega_hh: (D_h, D_h); omega_hx: (D_h, D_x); beta_y: (D_o,); omega_yh: (D_o, D_h).
    """


def rnn(xs, params, h0=None):
    """One unit, used at every step: h_t = tanh(beta_h + omega_hh h_{t-1} + omega_hx x_t), y_t = beta_y + omega_yh h_t.

    xs: (T, D_x); h0: (D_h,), by default 0. Returns states (T + 1, D_h), the first of which is h0, and outputs (T, D_o).
    Source: lecture notes, section 8.1.2 (with erratum E57).
    """
    if np.shape(xs)[1:] != np.shape(params.omega_hx)[1:]:
        raise ValueError(f"`xs` (shape {np.shape(xs)}) must have {np.shape(params.omega_hx)[1]} numbers per step.")
    hs = [np.zeros(np.shape(params.beta_h)) if h0 is None else h0]
    for t in range(np.shape(xs)[0]):
        hs.append(np.tanh(params.beta_h + params.omega_hh @ hs[-1] + params.omega_hx @ xs[t]))
    hs = np.stack(hs)
    return hs, hs[1:] @ params.omega_yh.T + params.beta_y


def bptt(xs, hs, grad_ys, params, steps=None):
    """Gradients of a loss by backpropagation through time: the unit is shared, so the gradients of all steps add up.

    xs: (T, D_x); hs: (T + 1, D_h) from `rnn`; grad_ys: (T, D_o), derivatives of the loss by the outputs. steps: how
    many steps each output's error travels back, the output's own included; by default all. Returns a `Recurrent` of
    gradients. Source: lecture notes, section 8.1.2 (with erratum E58).
    """
    T = np.shape(xs)[0]
    steps = T if steps is None else steps
    if steps < 1:
        raise ValueError(f"`steps` ({steps}) must be 1 or more.")
    slopes = 1 - hs[1:] ** 2  # (T, D_h), of tanh
    error = grad_ys @ params.omega_yh * slopes  # (T, D_h), at the sum inside tanh, of the output at the same step
    total = error
    for _ in range(min(steps, T) - 1):
        error = np.concatenate([error[1:] @ params.omega_hh, np.zeros((1, np.shape(error)[1]))]) * slopes  # a step back
        total = total + error
    return Recurrent(
        beta_h=np.sum(total, axis=0),
        omega_hh=total.T @ hs[:-1],
        omega_hx=total.T @ xs,
        beta_y=np.sum(grad_ys, axis=0),
        omega_yh=grad_ys.T @ hs[1:],
    )


def clip(grads, most):
    """Gradients scaled down together so that their common length is at most `most`; the direction stays.

    grads: a `Recurrent` or another tuple of arrays. Returns the same kind.
    """
    length = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    scaled = [grad * np.minimum(1.0, most / np.maximum(length, 1e-300)) for grad in grads]
    return type(grads)(*scaled) if hasattr(grads, "_fields") else tuple(scaled)


def jacobian_products(hs, omega_hh):
    """How the last state depends on each earlier one: products of diag(1 - h²) omega_hh, the latest factor on the left.

    hs: (T + 1, D_h) from `rnn`. Returns (T + 1, D_h, D_h), entry t the ordinary Jacobian of h_T by h_t; the last is the
    identity. Source: lecture notes, section 8.1.2.
    """
    products = [np.eye(np.shape(omega_hh)[0])]
    for t in range(np.shape(hs)[0] - 1, 0, -1):
        products.append(products[-1] @ (np.expand_dims(1 - hs[t] ** 2, 1) * omega_hh))
    return np.stack(products[::-1])


def scalar_memory(w, h0, steps, bend=np.tanh):
    """A state of one number left to itself: h_t = bend(w h_{t-1}), without input.

    w, h0: numbers or arrays that broadcast; bend: `np.tanh`, or None for the linear one. Returns states
    (steps + 1, ...) and slopes (steps, ...), the derivatives of each state by the one before it.
    """
    hs, slopes = [h0 + 0.0 * w], []
    for _ in range(steps):
        hs.append(w * hs[-1] if bend is None else bend(w * hs[-1]))
        slopes.append(w + 0.0 * h0 if bend is None else w * (1 - hs[-1] ** 2))
    return np.stack(hs), np.stack(slopes)


def n_params_rnn(D_x, D_h, D_o):
    """Parameters of `rnn`; the length of the sequence does not matter."""
    return D_h * (D_x + D_h + 1) + D_o * (D_h + 1)


# ----- gates -----


def lstm(xs, omega_x, omega_h, beta, h0=None, c0=None):
    """A long short-term memory: c_t = f c_{t-1} + i g and h_t = o tanh(c_t), with three gates between 0 and 1.

    xs: (T, D_x); omega_x: (4 D_h, D_x); omega_h: (4 D_h, D_h); beta: (4 D_h,), the sum of PyTorch's two; rows in the
    order of PyTorch: input gate i, forget gate f, candidate g, output gate o. Returns states (T + 1, D_h) and memories
    (T + 1, D_h). Source: Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000).
    """
    D_h = np.shape(omega_h)[1]
    hs = [np.zeros(D_h) if h0 is None else h0]
    cs = [np.zeros(D_h) if c0 is None else c0]
    for t in range(np.shape(xs)[0]):
        i, f, g, o = np.reshape(omega_x @ xs[t] + omega_h @ hs[-1] + beta, (4, D_h))
        cs.append(sigmoid(f) * cs[-1] + sigmoid(i) * np.tanh(g))
        hs.append(sigmoid(o) * np.tanh(cs[-1]))
    return np.stack(hs), np.stack(cs)


def gru(xs, omega_x, omega_h, beta_x, beta_h, h0=None):
    """A gated recurrent unit: h_t = z h_{t-1} + (1 - z) n; what is forgotten makes room for the new.

    xs: (T, D_x); omega_x: (3 D_h, D_x); omega_h: (3 D_h, D_h); beta_x, beta_h: (3 D_h,), two of them, because the reset
    gate multiplies one; rows in the order of PyTorch: reset gate r, update gate z, candidate n. Returns (T + 1, D_h).
    Source: Cho et al. (2014); as in PyTorch, r multiplies the product with the state and not the state.
    """
    D_h = np.shape(omega_h)[1]
    hs = [np.zeros(D_h) if h0 is None else h0]
    for t in range(np.shape(xs)[0]):
        x_r, x_z, x_n = np.reshape(omega_x @ xs[t] + beta_x, (3, D_h))
        h_r, h_z, h_n = np.reshape(omega_h @ hs[-1] + beta_h, (3, D_h))
        r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
        hs.append(z * hs[-1] + (1 - z) * np.tanh(x_n + r * h_n))
    return np.stack(hs)


def gated_memory(forget, write, candidate, c0=0.0):
    """The additive path alone: c_t = forget_t c_{t-1} + write_t candidate_t. Three (T,) arrays. Returns (T + 1,)."""
    cs = [c0 + 0.0 * forget[0]]
    for t in range(np.shape(forget)[0]):
        cs.append(forget[t] * cs[-1] + write[t] * candidate[t])
    return np.stack(cs)


def kept_share(factors):
    """How much of a change at each time is left at the end: products of all later factors. (T,). Returns (T + 1,)."""
    return np.append(np.cumprod(factors[::-1])[::-1], 1.0)


# ----- which output may use which input -----


def reaches(n_nodes, edges):
    """Whether there is a way along the arrows from one node to another. edges: pairs (from, to).

    Returns booleans (n_nodes, n_nodes), row: from, column: to; a node reaches itself.
    """
    way = np.eye(n_nodes, dtype=bool)
    for start, end in edges:
        way[start, end] = True
    for middle in range(n_nodes):
        way |= way[:, [middle]] & way[[middle], :]
    return way
