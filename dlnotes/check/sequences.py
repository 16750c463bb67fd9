"""The code exercises of chapter 09.

- Count pairs of words, and smooth the counts. (add_k)
- Send gradients back in time. (through_time)
- Shorten gradients that are too long. (clip)
- Carry a memory behind gates. (lstm)
"""

import numpy as np

from dlnotes import data, sequences
from dlnotes.check.exercise import Exercise, draw
from dlnotes.shallow import sigmoid

# ----- a smoothed table -----


def texts(rng):
    words = data.eleven_words()
    yield "four words", np.array([0, 1, 0, 2]), 3, 1
    yield "the cat and the rat", sequences.encode(words, sequences.vocabulary(words)), 7, 0.5
    yield "a word that never comes", np.array([1, 0, 1, 1]), 3, 0.1
    for T, V, k in ((10, 3, 0.1), (21, 4, 2), (50, 5, 0.01)):
        yield "random", rng.integers(0, V, T), V, k


def pair_counts(ids, V):
    return sequences.neighbour_counts(ids, V)[:, :V]


def smoothed_table(ids, V, k):
    counts = pair_counts(ids, V)
    return sequences.smoothed(counts, np.sum(counts, axis=1, keepdims=True), V, k)


def raised_in_numerator_only(ids, V, k):
    counts = pair_counts(ids, V)
    return (counts + k) / np.sum(counts, axis=1, keepdims=True)


def raised_once_below(ids, V, k):
    counts = pair_counts(ids, V)
    return (counts + k) / (np.sum(counts, axis=1, keepdims=True) + k)


def always_one(ids, V, k):
    return smoothed_table(ids, V, 1)


def columns_sum_to_one(ids, V, k):
    counts = pair_counts(ids, V) + k
    return counts / np.sum(counts, axis=0)


def word_before(ids, V, k):
    return smoothed_table(ids[::-1], V, k)


def all_sum_to_one(ids, V, k):
    counts = pair_counts(ids, V) + k
    return counts / np.sum(counts)


def last_word_counted(ids, V, k):
    return (pair_counts(ids, V) + k) / (np.bincount(ids, minlength=V)[:, None] + k * V)


def every_second_pair(ids, V, k):
    counts = np.zeros((V, V))
    np.add.at(counts, (ids[:-1:2], ids[1::2]), 1)
    return sequences.smoothed(counts, np.sum(counts, axis=1, keepdims=True), V, k)


add_k = Exercise(
    gives="the table (V, V) of P(next word | word), a row for each word, a column for each next word",
    reference=smoothed_table,
    inputs=texts,
    mistakes={
        "The k is added in the numerator only: with k more for each of V words, the total grows by k V.": (
            raised_in_numerator_only
        ),
        "The denominator grows by k; with k more for each of V words it grows by k V.": raised_once_below,
        "This is add-one smoothing, whatever k: add k to every count.": always_one,
        "Wrong axis: each column sums to 1; it should be each row, over all words that may come next.": (
            columns_sum_to_one
        ),
        "The table asks which word came before: the row is the first word of a pair, the column the second.": (
            word_before
        ),
        "The whole table sums to 1, so these are probabilities of pairs; each row must sum to 1.": all_sum_to_one,
        "The last word of the text is counted as followed by something: divide by the sum of the row of pairs.": (
            last_word_counted
        ),
        "The pairs do not overlap: every word but the last begins one.": every_second_pair,
    },
)

# ----- back in time -----


def unrolled(rng):
    hs = states(np.array([[1.0], [0.5], [-1.0], [0.25]]), np.array([[0.9]]), np.array([[1.0]]))
    error = np.array([[0.0], [0.0], [0.0], [hs[-1, 0] - 0.2]])
    yield "the network of N4", np.array([[1.0], [0.5], [-1.0], [0.25]]), hs, error, np.array([[0.9]])
    yield "a single step", np.array([[2.0]]), np.array([[0.0], [0.5]]), np.array([[1.0]]), np.array([[3.0]])
    for T, D_x, D_h in ((3, 1, 2), (5, 2, 3), (8, 3, 2)):
        xs, omega_hh = draw(rng, T, D_x), draw(rng, D_h, D_h)
        yield "random", xs, states(xs, omega_hh, draw(rng, D_h, D_x)), draw(rng, T, D_h), omega_hh


def recurrent(omega_hh, omega_hx):
    """A network whose outputs are its states."""
    D_h = len(omega_hh)
    return sequences.Recurrent(np.zeros(D_h), omega_hh, omega_hx, np.zeros(D_h), np.eye(D_h))


def states(xs, omega_hh, omega_hx):
    return sequences.rnn(xs, recurrent(omega_hh, omega_hx))[0]


def by_all_steps(xs, hs, grad_hs, omega_hh):
    return weights_by_time(xs, hs, grad_hs, omega_hh)


def weights_by_time(xs, hs, grad_hs, omega_hh, steps=None):
    found = sequences.bptt(xs, hs, grad_hs, recurrent(omega_hh, np.zeros((len(omega_hh), xs.shape[1]))), steps)
    return found.omega_hh, found.omega_hx


def one_step_back(xs, hs, grad_hs, omega_hh):
    return weights_by_time(xs, hs, grad_hs, omega_hh, 1)


def untransposed(xs, hs, grad_hs, omega_hh):
    return weights_by_time(xs, hs, grad_hs, omega_hh.T)


def with_recursion(step, state=lambda hs, t: hs[t - 1]):
    """Both derivatives from step, which takes what came back from the future, the error here and the slope."""

    def answer(xs, hs, grad_hs, omega_hh):
        future, by_hh, by_hx = np.zeros(len(omega_hh)), 0.0, 0.0
        for t in range(len(xs), 0, -1):
            at_sum = step(future, grad_hs[t - 1], 1 - hs[t] ** 2)
            by_hh = by_hh + np.outer(at_sum, state(hs, t))
            by_hx = by_hx + np.outer(at_sum, xs[t - 1])
            future = omega_hh.T @ at_sum
        return by_hh, by_hx

    return answer


def last_error_only(xs, hs, grad_hs, omega_hh):
    last = np.arange(len(grad_hs))[:, None] == len(grad_hs) - 1
    return weights_by_time(xs, hs, grad_hs * last, omega_hh)


def mean_over_steps(xs, hs, grad_hs, omega_hh):
    return [each / len(xs) for each in weights_by_time(xs, hs, grad_hs, omega_hh)]


through_time = Exercise(
    gives="two arrays, the derivatives by omega_hh and by omega_hx",
    reference=by_all_steps,
    inputs=unrolled,
    mistakes={
        "No error travels back: what arrives at step t also comes from step t + 1, through omega_hh.": one_step_back,
        "Only the last error is used: every step adds its own to what comes from the future.": last_error_only,
        "On the way back omega_hh must be transposed.": untransposed,
        "The derivative of the activation is missing: at the sum inside tanh, multiply by 1 - h².": (
            with_recursion(lambda future, error, slope: future + error)
        ),
        "The slope multiplies only what comes from the future; the error of the step itself needs it too.": (
            with_recursion(lambda future, error, slope: future * slope + error)
        ),
        "Off by one in time: omega_hh multiplied the state before, so take hs[t - 1] with the error at hs[t].": (
            with_recursion(lambda future, error, slope: (future + error) * slope, lambda hs, t: hs[t])
        ),
        "Mean instead of sum: every step uses the same weights, and all its uses add up.": mean_over_steps,
    },
)

# ----- too long -----


def long_and_short(rng):
    yield "length 5", [np.array([3.0, 0.0]), np.array([4.0])], 1.0
    yield "short enough", [np.array([0.3]), np.array([[0.4]])], 1.0
    yield "all zero", [np.zeros(2), np.zeros((2, 2))], 1.0
    for most in (0.5, 2, 20):
        yield "random", [draw(rng, 3), draw(rng, 2, 3), draw(rng, 2, 2)], most


def each_by_itself(grads, most):
    return [sequences.clip((grad,), most)[0] for grad in grads]


def number_by_number(grads, most):
    return [np.clip(grad, -most, most) for grad in grads]


def scaled_by(length):
    """Gradients divided by a length of another kind if it is too large."""

    def clipped(grads, most):
        every = np.concatenate([np.ravel(grad) for grad in grads])
        return [grad * min(1.0, most / max(length(every), 1e-300)) for grad in grads]

    return clipped


def always_scaled(grads, most):
    length = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad * most / length for grad in grads]


clip = Exercise(
    gives="the gradients, a list of arrays of the same shapes, of a common length of at most `most`",
    reference=sequences.clip,
    inputs=long_and_short,
    mistakes={
        "Every array is clipped by its own length, which turns the direction: take one length of all together.": (
            each_by_itself
        ),
        "Every number is clipped by itself, which turns the direction: scale all of them by one factor.": (
            number_by_number
        ),
        "Short gradients are made longer (and zero divides by zero): scale only what is longer than `most`.": (
            always_scaled
        ),
        "The root is missing: the length is the root of the sum of all squares.": (
            scaled_by(lambda every: np.sum(every**2))
        ),
        "The largest number is taken for the length, which is the root of the sum of all squares.": (
            scaled_by(lambda every: np.max(np.abs(every)))
        ),
        "The length is that of a mean: add the squares of all numbers, do not average them.": (
            scaled_by(lambda every: np.sqrt(np.mean(every**2)))
        ),
    },
)

# ----- a memory behind gates -----


def gated(rng):
    yield "one unit, gates half open", np.ones((2, 1)), np.array([[0.0], [0.0], [1.0], [0.0]]), *closed(1)
    yield "nothing comes in", np.zeros((1, 2)), np.ones((4, 2)), np.ones((4, 1)), np.array([1.0, 2.0, 3.0, 4.0])
    for T, D_x, D_h in ((2, 1, 1), (4, 2, 2), (6, 3, 2)):
        yield "random", draw(rng, T, D_x), draw(rng, 4 * D_h, D_x), draw(rng, 4 * D_h, D_h), draw(rng, 4 * D_h)


def closed(D_h):
    return np.zeros((4 * D_h, D_h)), np.zeros(4 * D_h)


def cell(rule):
    """An LSTM whose new memory and state come from another rule, of i, f, g, o, the old memory and the old state."""

    def answer(xs, omega_x, omega_h, beta):
        D_h = np.shape(omega_h)[1]
        hs, cs = [np.zeros(D_h)], [np.zeros(D_h)]
        for x in xs:
            c, h = rule(*np.reshape(omega_x @ x + omega_h @ hs[-1] + beta, (4, D_h)), cs[-1], hs[-1])
            cs.append(c)
            hs.append(h)
        return np.stack(hs), np.stack(cs)

    return answer


def read(o, c):
    return c, sigmoid(o) * np.tanh(c)


@cell
def gates_exchanged(i, f, g, o, c, h):
    return read(o, sigmoid(i) * c + sigmoid(f) * np.tanh(g))


@cell
def another_order(i, f, o, g, c, h):
    return read(o, sigmoid(f) * c + sigmoid(i) * np.tanh(g))


@cell
def candidate_by_sigmoid(i, f, g, o, c, h):
    return read(o, sigmoid(f) * c + sigmoid(i) * sigmoid(g))


@cell
def state_for_memory(i, f, g, o, c, h):
    return read(o, sigmoid(f) * h + sigmoid(i) * np.tanh(g))


@cell
def memory_not_bent(i, f, g, o, c, h):
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return c, sigmoid(o) * c


@cell
def old_memory_read(i, f, g, o, c, h):
    return sigmoid(f) * c + sigmoid(i) * np.tanh(g), sigmoid(o) * np.tanh(c)


@cell
def tied_gates(i, f, g, o, c, h):
    return read(o, sigmoid(f) * c + (1 - sigmoid(f)) * np.tanh(g))


def memories_first(xs, omega_x, omega_h, beta):
    return sequences.lstm(xs, omega_x, omega_h, beta)[::-1]


def without_first_state(xs, omega_x, omega_h, beta):
    return [each[1:] for each in sequences.lstm(xs, omega_x, omega_h, beta)]


lstm = Exercise(
    gives="two arrays (T + 1, D_h), the states and the memories, both with a row of zeros in front",
    reference=sequences.lstm,
    inputs=gated,
    mistakes={
        "Input gate and forget gate are exchanged: the first rows are i, the second f.": gates_exchanged,
        "Candidate and output gate are exchanged: the order of the rows is i, f, g, o.": another_order,
        "The candidate goes through the sigmoid, so it can never be negative: it is tanh g.": candidate_by_sigmoid,
        "The forget gate multiplies the old state; it keeps the old memory.": state_for_memory,
        "The memory is not bent when it is read: h is o times tanh c.": memory_not_bent,
        "The state is read from the old memory: first bring c up to date, then read it.": old_memory_read,
        "What is written is 1 - f, as in a GRU; here the input gate has rows of its own.": tied_gates,
        "The states come first, then the memories.": memories_first,
        "The first row of each, the zeros at the start, is missing.": without_first_state,
    },
)
