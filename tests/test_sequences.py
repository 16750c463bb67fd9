"""The mathematics of sequences, against the lecture map, PyTorch, finite differences and its own laws."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dlnotes import data, losses, sequences

WORDS = data.eleven_words()
KNOWN = sequences.vocabulary(WORDS)
IDS = sequences.encode(WORDS, KNOWN)
V = len(KNOWN)
SENTENCE = sequences.encode(["the", "cat", "sat", "on", "the", "rat"], KNOWN)
SCALAR = sequences.Recurrent(*map(np.array, ([0.0], [[0.9]], [[1.0]], [0.0], [[1.0]])))
INPUTS = np.array([[1.0], [0.5], [-1.0], [0.25]])

seeds = st.integers(0, 10**6)


def probability(context, word, k=0.0):
    grams = sequences.encode([*context.split(), word], KNOWN)[None]
    return sequences.ngram_prob(IDS, grams, V, k)[0]


def random_rnn(rng, D_x=3, D_h=4, D_o=2):
    shapes = (D_h,), (D_h, D_h), (D_h, D_x), (D_o,), (D_o, D_h)
    return sequences.Recurrent(*(rng.normal(0, 0.7, shape) for shape in shapes))


def torch_tensors(*arrays):
    return [torch.tensor(array, requires_grad=True) for array in arrays]


# ----- words -----


def test_the_vocabulary_begins_with_the_most_frequent_word():
    assert KNOWN == ["the", "cat", "sat", "on", "mat", "ate", "rat"]
    assert sequences.vocabulary(WORDS, 3) == ["?", "the", "cat"]


def test_words_outside_the_vocabulary_share_one_place_or_are_refused():
    assert sequences.encode(["the", "dog"], ["?", "the"]).tolist() == [1, 0]
    with pytest.raises(ValueError, match="'dog', which is not among the 7 words"):
        sequences.encode(["the", "dog"], KNOWN)


# ----- embeddings -----


def test_a_one_hot_row_times_the_embedding_matrix_is_a_row_of_it():  # erratum E54
    E = np.random.default_rng(0).normal(size=(V, 3))
    np.testing.assert_array_equal(losses.one_hot(IDS, V) @ E, sequences.embed(E, IDS))


def test_one_hot_vectors_are_all_equally_far_apart():
    rows = losses.one_hot(np.arange(V), V)
    distances = np.linalg.norm(rows[:, None] - rows, axis=-1)
    np.testing.assert_allclose(distances, np.sqrt(2) * (1 - np.eye(V)), atol=1e-15)
    np.testing.assert_array_equal(rows @ rows.T, np.eye(V))


def test_embed_agrees_with_torch():
    layer = torch.nn.Embedding(V, 5, dtype=torch.float64)
    E = layer.weight.detach().numpy()
    np.testing.assert_array_equal(sequences.embed(E, IDS), layer(torch.tensor(IDS)).detach().numpy())


def test_embed_refuses_an_address_that_does_not_exist():
    with pytest.raises(ValueError, match="from 0 to 2; it holds \\[3\\]"):
        sequences.embed(np.eye(3), np.array([3]))


def test_neighbours_are_counted_behind_and_before():
    counts = sequences.neighbour_counts(np.array([0, 1, 2, 1]), 3)
    np.testing.assert_array_equal(counts[:, :3], [[0, 1, 0], [0, 0, 1], [0, 1, 0]])
    np.testing.assert_array_equal(counts[:, 3:], counts[:, :3].T)


def test_the_gradients_of_the_skip_model_agree_with_torch():
    rng = np.random.default_rng(1)
    E, U = rng.normal(size=(V, 3)), rng.normal(size=(2 * V, 3))
    counts = sequences.neighbour_counts(IDS, V)
    E_, U_ = torch_tensors(E, U)
    words, neighbours = (np.repeat(axis, counts.astype(int).ravel()) for axis in map(np.ravel, np.indices((V, 2 * V))))
    loss = torch.nn.functional.cross_entropy((E_ @ U_.T)[words], torch.tensor(neighbours))
    loss.backward()
    assert sequences.skip_loss(E, U, counts) == pytest.approx(loss.item(), abs=1e-12)
    for ours, theirs in zip(sequences.skip_grads(E, U, counts), (E_, U_), strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), atol=1e-12)


def test_training_brings_words_with_like_neighbours_together():
    words = data.small_stories()[0]
    known = sequences.vocabulary(words)
    ids = sequences.encode(words, known)
    counts = sequences.neighbour_counts(ids, len(known))
    rng = np.random.default_rng(2)
    E, U = (rng.normal(0, 0.5, (rows, 4)) for rows in counts.shape)
    at = {word: i for i, word in enumerate(known)}
    first = sequences.skip_loss(E, U, counts)
    for _ in range(400):
        E, U = sequences.skip_step(E, U, counts, 4.0)
    cosine = sequences.cosines(E)
    assert sequences.skip_loss(E, U, counts) < first - 1
    assert cosine[at["cat"], at["dog"]] > 0.9 > 0.3 > cosine[at["cat"], at["the"]]


@given(seeds)
def test_a_cosine_ignores_lengths(seed):
    rng = np.random.default_rng(seed)
    E = rng.normal(size=(5, 3))
    cosine = sequences.cosines(E)
    np.testing.assert_allclose(np.diagonal(cosine), 1, atol=1e-12)
    np.testing.assert_allclose(cosine, sequences.cosines(E * rng.uniform(0.5, 2, (5, 1))), atol=1e-12)


@given(seeds)
def test_the_axes_turn_towards_the_principal_ones(seed):
    E = np.random.default_rng(seed).normal(size=(9, 4)) * [5, 2, 0.5, 0.1]
    axes = np.eye(4)[:, 2:] + 0.1
    for _ in range(60):
        axes = sequences.turn_axes(E, axes)
    np.testing.assert_allclose(axes.T @ axes, np.eye(2), atol=1e-9)
    seen, all_ = np.linalg.norm((E - E.mean(0)) @ axes) ** 2, np.linalg.svd(E - E.mean(0), compute_uv=False) ** 2
    assert seen == pytest.approx(np.sum(all_[:2]), rel=0.02)


# ----- counts -----


def test_the_corpus_has_eleven_words_of_seven_kinds_and_the_four_times():
    assert (len(IDS), V) == (11, 7)
    assert sequences.count(IDS[:-1], [[0]]).tolist() == [4]


@pytest.mark.parametrize(
    ("context", "word", "k", "expected"),
    [
        ("the", "cat", 0, 1 / 2),
        ("the", "mat", 0, 1 / 4),
        ("the", "rat", 0, 1 / 4),
        ("cat", "sat", 0, 1 / 2),
        ("the cat", "sat", 0, 1 / 2),
        ("the", "cat", 1, 3 / 11),
        ("the", "on", 1, 1 / 11),
        ("", "the", 0, 4 / 11),
        ("rat", "cat", 0, 1 / 7),  # never followed by anything
    ],
)
def test_probabilities_from_counts(context, word, k, expected):  # erratum E55
    assert probability(context, word, k) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(("k", "total", "score"), [(0, 0.0625, 1.741101), (1, 0.000688705, 4.289368)])
def test_a_sentence_has_a_probability_and_a_perplexity(k, total, score):
    steps = sequences.ngram_prob(IDS, sequences.windows(SENTENCE, 2), V, k)
    assert len(steps) == 5
    assert np.prod(steps) == pytest.approx(total, abs=1e-9)
    assert sequences.perplexity(steps) == pytest.approx(score, abs=1e-6)


def test_counting_agrees_with_a_loop():
    ids = np.random.default_rng(3).integers(0, 4, 60)
    grams = np.random.default_rng(4).integers(0, 4, (30, 3))
    slow = [sum(tuple(ids[i : i + 3]) == tuple(gram) for i in range(58)) for gram in grams]
    assert sequences.count(ids, grams).tolist() == slow


@given(seeds, st.integers(1, 4), st.sampled_from([0.0, 0.3, 1.0]))
def test_next_word_is_a_distribution_and_agrees_with_ngram_prob(seed, n, k):
    rng = np.random.default_rng(seed)
    ids, context = rng.integers(0, 5, 40), rng.integers(0, 5, 3)
    every = sequences.next_word(ids, context, 5, n, k)
    assert np.sum(every) == pytest.approx(1, abs=1e-12)
    if k == 0 and np.sum(sequences.count(ids[:-1], context[None, 4 - n :])) == 0:
        return np.testing.assert_array_equal(every, 1 / 5)
    together = [
        sum(tuple(ids[i - n + 1 : i + 1]) == (*context[4 - n :], w) for i in range(n - 1, 40)) for w in range(5)
    ]
    total = sum(together) + 5 * k
    if total > 0:
        np.testing.assert_allclose(every, (np.array(together) + k) / total, atol=1e-12)


def test_a_short_context_needs_no_padding():
    for n in (1, 2):
        context = IDS[: n - 1]
        ours = sequences.next_word(IDS, context, V, n)
        grams = np.concatenate([np.tile(context, (V, 1)), np.arange(V)[:, None]], axis=1)
        np.testing.assert_allclose(ours, sequences.ngram_prob(IDS, grams.astype(int), V), atol=1e-15)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_text_is_scored_with_as_many_words_before_as_there_are(n):
    together, before = sequences.text_counts(IDS, SENTENCE, n)
    probabilities = sequences.smoothed(together, before, V, 1.0)
    one_by_one = [sequences.next_word(IDS, SENTENCE[max(0, t - 3) : t], V, n, 1.0) for t in range(3, 6)]
    np.testing.assert_allclose(probabilities[2:], [p[w] for p, w in zip(one_by_one, SENTENCE[3:], strict=True)])
    assert len(probabilities) == 5
    if n == 2:
        assert sequences.perplexity(probabilities) == pytest.approx(4.289368, abs=1e-6)


def test_smoothing_must_not_be_negative():
    with pytest.raises(ValueError, match="`k` \\(-1\\)"):
        sequences.ngram_prob(IDS, IDS[None, :2], V, -1)


@given(st.integers(1, 50), st.integers(1, 9))
def test_a_fair_die_has_the_perplexity_of_its_number_of_faces(T, faces):
    assert sequences.perplexity(np.full(T, 1 / faces)) == pytest.approx(faces, rel=1e-12)


def test_perplexity_is_the_exponential_of_cross_entropy_and_infinite_for_the_impossible():
    rng = np.random.default_rng(5)
    scores, y = rng.normal(size=(20, 6)), rng.integers(0, 6, 20)
    given_to_truth = losses.softmax(scores)[np.arange(20), y]
    theirs = torch.nn.functional.cross_entropy(torch.tensor(scores), torch.tensor(y)).exp().item()
    assert sequences.perplexity(given_to_truth) == pytest.approx(theirs, rel=1e-12)
    assert sequences.perplexity(np.array([[0.5, 0], [0.5, 0.5]])).tolist() == [np.inf, pytest.approx(2)]


@given(seeds)
def test_sampling_never_draws_the_impossible(seed):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.ones(5)) * (rng.random(5) < 0.6)
    if p.sum() > 0:
        assert all(p[sequences.sample(p, u)] > 0 for u in [0.0, *rng.random(20), np.nextafter(1, 0)])


def test_sampling_draws_each_word_as_often_as_it_should():
    p = np.array([0.2, 0.0, 0.5, 0.3])
    drawn = [sequences.sample(p, u) for u in (np.arange(1000) + 0.5) / 1000]
    np.testing.assert_array_equal(np.bincount(drawn), [200, 0, 500, 300])


def test_with_a_long_memory_the_machine_recites():
    text = sequences.generate(IDS, SENTENCE[:3], V, 4, 0.0, np.full(6, 0.5))
    assert [KNOWN[i] for i in text] == ["on", "the", "mat", "the", "cat", "ate"]


# ----- a fixed window -----


@pytest.mark.parametrize(("n", "parameters"), [(2, 1515050), (4, 1525050), (8, 1545050), (16, 1585050)])
def test_parameters_grow_with_the_window_by_addition(n, parameters):  # erratum E56
    assert sequences.n_params_ff(10**4, 100, 50, n) == parameters


def test_the_feed_forward_model_and_its_gradient_agree_with_torch():
    rng = np.random.default_rng(6)
    d, H, contexts, y = 3, 5, rng.integers(0, V, (8, 2)), rng.integers(0, V, 8)
    E, b0, W0 = rng.normal(size=(V, d)), rng.normal(size=H), rng.normal(size=(H, 2 * d))
    b1, W1 = rng.normal(size=V), rng.normal(size=(V, H))
    scores = sequences.ff_lm(contexts, E, b0, W0, b1, W1)
    tensors = [torch.tensor(each) for each in (E, b0, W0, b1, W1)]
    rows = torch.nn.functional.embedding(torch.tensor(contexts), tensors[0]).flatten(1)
    theirs = torch.tanh(rows @ tensors[2].T + tensors[1]) @ tensors[4].T + tensors[3]
    np.testing.assert_allclose(scores, theirs.numpy(), atol=1e-12)
    loss = torch.nn.functional.cross_entropy(theirs, torch.tensor(y)).item()
    assert np.mean(losses.cross_entropy(y, scores)) == pytest.approx(loss, abs=1e-12)
    assert sequences.n_params_ff(V, d, H, 3) == sum(each.size for each in (E, b0, W0, b1, W1))
    with pytest.raises(ValueError, match="the window is fixed"):
        sequences.ff_lm(contexts[:, :1], E, b0, W0, b1, W1)


# ----- recurrent networks -----


@pytest.mark.parametrize(("sizes", "parameters"), [((1, 1, 1), 5), ((3, 4, 2), 42), ((100, 64, 10), 11210)])
def test_the_number_of_parameters_does_not_know_the_length(sizes, parameters):
    assert sequences.n_params_rnn(*sizes) == parameters
    assert sum(each.size for each in random_rnn(np.random.default_rng(0), *sizes)) == parameters


def test_four_states_by_hand():
    hs, ys = sequences.rnn(INPUTS, SCALAR)
    np.testing.assert_allclose(hs[1:, 0], [0.761594156, 0.829157625, -0.248448102, 0.026390579], atol=1e-9)
    np.testing.assert_array_equal(ys, hs[1:])
    assert (hs[-1, 0] - 0.2) ** 2 / 2 == pytest.approx(0.015070116, abs=1e-9)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [(1, 0.043102891), (2, -0.078370119), (3, -0.109750306), (4, -0.109750306), (None, -0.109750306)],
)
def test_truncation_changes_the_gradient_and_even_its_sign(steps, expected):  # erratum E58
    hs, ys = sequences.rnn(INPUTS, SCALAR)
    grad_ys = np.zeros((4, 1))
    grad_ys[-1] = ys[-1] - 0.2
    grads = sequences.bptt(INPUTS, hs, grad_ys, SCALAR, steps)
    assert grads.omega_hh[0, 0] == pytest.approx(expected, abs=1e-9)
    if steps is None:
        assert grads.omega_hx[0, 0] == pytest.approx(0.066954042, abs=1e-9)


def test_states_outputs_and_all_gradients_agree_with_torch():
    rng = np.random.default_rng(7)
    params, xs, targets = random_rnn(rng), rng.normal(size=(9, 3)), rng.normal(size=(9, 2))
    hs, ys = sequences.rnn(xs, params)
    cell = torch.nn.RNN(3, 4, dtype=torch.float64)
    head = torch.nn.Linear(4, 2, dtype=torch.float64)
    with torch.no_grad():
        for ours, theirs in [
            (params.omega_hx, cell.weight_ih_l0),
            (params.omega_hh, cell.weight_hh_l0),
            (params.beta_h, cell.bias_ih_l0),
            (np.zeros(4), cell.bias_hh_l0),
            (params.omega_yh, head.weight),
            (params.beta_y, head.bias),
        ]:
            theirs.copy_(torch.tensor(ours))
    states, _ = cell(torch.tensor(xs))
    np.testing.assert_allclose(hs[1:], states.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(ys, head(states).detach().numpy(), atol=1e-12)
    (torch.sum((head(states) - torch.tensor(targets)) ** 2) / 2).backward()
    grads = sequences.bptt(xs, hs, ys - targets, params)
    theirs = [cell.bias_ih_l0, cell.weight_hh_l0, cell.weight_ih_l0, head.bias, head.weight]
    for ours, tensor in zip(grads, theirs, strict=True):
        np.testing.assert_allclose(ours, tensor.grad.numpy(), rtol=1e-8, atol=1e-10)


def test_gradients_of_a_sequence_of_classes_agree_with_finite_differences():
    rng = np.random.default_rng(8)
    params, xs, y = random_rnn(rng, 3, 4, 5), rng.normal(size=(6, 3)), rng.integers(0, 5, 6)

    def loss(flat):
        return np.sum(losses.cross_entropy(y, sequences.rnn(xs, rebuilt(flat))[1]))

    def rebuilt(flat):
        ends = np.cumsum([each.size for each in params])[:-1]
        return sequences.Recurrent(*(p.reshape(q.shape) for p, q in zip(np.split(flat, ends), params, strict=True)))

    flat = np.concatenate([each.ravel() for each in params])
    hs, ys = sequences.rnn(xs, params)
    grads = sequences.bptt(xs, hs, losses.cross_entropy_grad(y, ys), params)
    numeric = [(loss(flat + step) - loss(flat - step)) / 2e-6 for step in 1e-6 * np.eye(len(flat))]
    np.testing.assert_allclose(np.concatenate([each.ravel() for each in grads]), numeric, atol=1e-7)


@given(seeds, st.integers(1, 6))
def test_truncated_gradients_are_those_of_a_network_whose_past_is_held_fixed(seed, steps):
    rng = np.random.default_rng(seed)
    params, xs = random_rnn(rng), rng.normal(size=(6, 3))
    hs, ys = sequences.rnn(xs, params)
    last = np.zeros_like(ys)
    last[-1] = ys[-1]
    short = sequences.bptt(xs, hs, last, params, steps)
    begin = 6 - steps
    alone = sequences.bptt(xs[begin:], sequences.rnn(xs[begin:], params, hs[begin])[0], last[begin:], params)
    for ours, theirs in zip(short, alone, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_backpropagation_goes_back_one_step_at_least():
    hs, ys = sequences.rnn(INPUTS, SCALAR)
    with pytest.raises(ValueError, match="`steps` \\(0\\)"):
        sequences.bptt(INPUTS, hs, ys, SCALAR, 0)


def test_an_output_does_not_change_when_a_later_input_does():
    params, xs = random_rnn(np.random.default_rng(9)), np.random.default_rng(10).normal(size=(7, 3))
    other = xs + (np.arange(7) >= 4)[:, None]
    before, after = sequences.rnn(xs, params)[1], sequences.rnn(other, params)[1]
    np.testing.assert_array_equal(before[:4], after[:4])
    assert np.all(np.any(before[4:] != after[4:], axis=1))


@given(seeds, st.floats(0.01, 10))
def test_clipping_shortens_and_never_turns(seed, most):
    grads = random_rnn(np.random.default_rng(seed))
    clipped = sequences.clip(grads, most)
    before, after = (np.concatenate([np.ravel(each) for each in grads]) for grads in (grads, clipped))
    assert np.linalg.norm(after) <= most * (1 + 1e-12)
    factor = min(1, most / np.linalg.norm(before))
    np.testing.assert_allclose(after, factor * before, rtol=1e-12)


# ----- where gradients go -----


@pytest.mark.parametrize(("w", "power"), [(0.5, 9.53674e-07), (0.9, 0.121577), (1.1, 6.7275), (1.5, 3325.25673)])
def test_a_linear_state_multiplies_by_w_at_every_step(w, power):
    _, slopes = sequences.scalar_memory(w, 0.1, 20, None)
    assert np.prod(slopes) == pytest.approx(power, rel=1e-5)


@pytest.mark.parametrize(("w", "power"), [(0.5, 8.9e-16), (0.9, 5.2e-3), (1.1, 117)])
def test_fifty_linear_steps_vanish_or_explode(w, power):  # erratum E57
    assert w**50 == pytest.approx(power, rel=0.01)


@pytest.mark.parametrize(
    ("w", "slope"),
    [(0.5, 8.85225e-16), (0.9, 0.00494147), (1, 0.649146), (1.5, 8.60414e-18), (3, 4.87055e-72), (1.02, 0.899)],
)
def test_with_tanh_a_large_weight_vanishes_too(w, slope):
    _, slopes = sequences.scalar_memory(w, 0.1, 50)
    assert np.prod(slopes) == pytest.approx(slope, rel=1e-3 if w == 1.02 else 1e-5)


def test_the_best_weight_on_the_grid_is_just_above_one():
    w = np.round(0.1 + 0.02 * np.arange(146), 2)
    slopes = np.prod(sequences.scalar_memory(w, 0.1, 50)[1], axis=0)
    assert w[np.argmax(slopes)] == 1.02


def test_the_product_of_jacobians_is_the_derivative_of_the_last_state():
    rng = np.random.default_rng(11)
    params, xs = random_rnn(rng), rng.normal(size=(5, 3))
    hs, _ = sequences.rnn(xs, params)
    products = sequences.jacobian_products(hs, params.omega_hh)
    for t in range(6):
        numeric = [
            (sequences.rnn(xs[t:], params, hs[t] + e)[0][-1] - sequences.rnn(xs[t:], params, hs[t] - e)[0][-1]) / 2e-6
            for e in 1e-6 * np.eye(4)
        ]
        np.testing.assert_allclose(products[t], np.transpose(numeric), atol=1e-8)


def test_a_spectral_radius_below_one_does_not_forbid_growth():
    A = np.array([[0.5, 5], [0, 0.5]])
    norms = [np.linalg.norm(np.linalg.matrix_power(A, p), 2) for p in (1, 2, 3, 5)]
    np.testing.assert_allclose(norms, [5.05, 5.01, 3.75, 1.56], atol=0.006)


# ----- gates -----


def parameters_of(layer):
    return [getattr(layer, f"{kind}_l0").detach().numpy() for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]


def test_the_lstm_agrees_with_torch_gate_by_gate():
    layer = torch.nn.LSTM(3, 4, dtype=torch.float64)
    xs = np.random.default_rng(12).normal(size=(8, 3))
    omega_x, omega_h, beta_x, beta_h = parameters_of(layer)
    hs, cs = sequences.lstm(xs, omega_x, omega_h, beta_x + beta_h)
    theirs, (_, memory) = layer(torch.tensor(xs))
    np.testing.assert_allclose(hs[1:], theirs.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(cs[-1], memory[0].detach().numpy(), atol=1e-12)


def test_the_gru_agrees_with_torch_gate_by_gate():
    layer = torch.nn.GRU(3, 4, dtype=torch.float64)
    xs = np.random.default_rng(13).normal(size=(8, 3))
    hs = sequences.gru(xs, *parameters_of(layer))
    np.testing.assert_allclose(hs[1:], layer(torch.tensor(xs))[0].detach().numpy(), atol=1e-12)


def test_an_lstm_with_open_memory_remembers_for_ever():
    beta = np.array([-50.0, 50, 0, 50])  # write nothing, forget nothing, show everything
    _, cs = sequences.lstm(np.ones((100, 1)), np.zeros((4, 1)), np.zeros((4, 1)), beta, c0=np.array([0.7]))
    np.testing.assert_allclose(cs, 0.7, atol=1e-12)


@given(seeds)
def test_along_the_additive_path_the_gradient_is_the_product_of_the_forget_gates(seed):
    rng = np.random.default_rng(seed)
    forget, write, candidate = rng.random(9), rng.random(9), rng.normal(size=9)
    cs = sequences.gated_memory(forget, write, candidate, 0.3)
    kept = sequences.kept_share(forget)
    for t in range(9):
        moved = sequences.gated_memory(forget[t:], write[t:], candidate[t:], cs[t] + 1.0)[-1]
        assert moved - cs[-1] == pytest.approx(kept[t], abs=1e-12)
    assert kept[-1] == 1


# ----- wiring -----


def test_an_output_uses_what_the_arrows_bring():
    way = sequences.reaches(5, [(0, 1), (1, 2), (3, 2), (2, 4)])
    assert np.flatnonzero(way[:, 4]).tolist() == [0, 1, 2, 3, 4]
    assert np.flatnonzero(way[0]).tolist() == [0, 1, 2, 4]
    assert not way[0, 3]
