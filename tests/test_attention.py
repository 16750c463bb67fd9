"""The mathematics of attention, against the lecture map, PyTorch and its own laws.

PyTorch's tokens are rows, ours are columns: `rows` goes from ours to theirs, `columns` back.
"""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from dlnotes import attention
from dlnotes.figures import attention as attention_figures
from dlnotes.live import figure
from dlnotes.losses import entropy, softmax
from dlnotes.shallow import gelu, relu
from tests.replay import plain, replay

X = np.array([[1.0, 0, 1], [0, 1, 1]])
IDENTITY = (np.zeros(2), np.eye(2))
T2 = {
    "query": (np.array([0.1, 0]), np.array([[1.0, 0], [1, 1]])),
    "key": (np.array([0, -0.2]), np.array([[0.0, 1], [1, 0]])),
    "value": (np.array([0, 0.5]), np.array([[1.0, -1], [0, 2]])),
}

seeds = st.integers(0, 10**6)
sizes = st.integers(1, 6)


def rows(X):
    """Ours to PyTorch's."""
    return torch.tensor(np.swapaxes(X, -1, -2))


def columns(tensor):
    """PyTorch's to ours."""
    return np.swapaxes(tensor.detach().numpy(), -1, -2)


def affine_map(rows, columns, rng):
    return rng.normal(size=rows), rng.normal(size=(rows, columns))


def three_maps(D, rng):
    return [affine_map(D, D, rng) for _ in range(3)]


# ----- the numbers of the lecture map -----


def test_three_tokens_by_hand():
    V, S, A, Y = attention.self_attention(X, IDENTITY, IDENTITY, IDENTITY, scale=1)
    np.testing.assert_array_equal(V, X)
    np.testing.assert_array_equal(S, [[1, 0, 1], [0, 1, 1], [1, 1, 2]])
    expected = [[0.422319, 0.155362, 0.211942], [0.155362, 0.422319, 0.211942], [0.422319, 0.422319, 0.576117]]
    np.testing.assert_allclose(A, expected, atol=1e-6)
    np.testing.assert_allclose(Y, [[0.844638, 0.577681, 0.788058], [0.577681, 0.844638, 0.788058]], atol=1e-6)


def test_three_tokens_scaled_by_the_root_of_their_size():
    _, _, A, Y = attention.self_attention(X, IDENTITY, IDENTITY, IDENTITY)
    expected = [[0.401112, 0.197776, 0.248255], [0.197776, 0.401112, 0.248255], [0.401112, 0.401112, 0.50349]]
    np.testing.assert_allclose(A, expected, atol=1e-6)
    np.testing.assert_allclose(Y, [[0.802224, 0.598888, 0.751745], [0.598888, 0.802224, 0.751745]], atol=1e-6)


def test_three_tokens_that_only_look_back():
    _, _, A, Y = attention.self_attention(X, IDENTITY, IDENTITY, IDENTITY, 1, attention.causal_mask(3))
    np.testing.assert_allclose(A, [[1, 0.268941, 0.211942], [0, 0.731059, 0.211942], [0, 0, 0.576117]], atol=1e-6)
    np.testing.assert_allclose(Y, [[1, 0.268941, 0.788058], [0, 0.731059, 0.788058]], atol=1e-6)


def test_three_tokens_with_maps_of_their_own():
    V, S, A, Y = attention.self_attention(X, **T2, scale=1)
    np.testing.assert_allclose(V, [[1, -1, 0], [0.5, 2.5, 2.5]], atol=1e-12)
    np.testing.assert_allclose(S, [[0.8, 0.8, 1.6], [0.9, -0.1, 0.7], [1.9, 0.9, 2.7]], atol=1e-12)
    expected = [[0.19572, 0.39813, 0.22672], [0.216304, 0.161868, 0.092177], [0.587976, 0.440002, 0.681103]]
    np.testing.assert_allclose(A, expected, atol=1e-6)
    np.testing.assert_allclose(Y, [[-0.020584, 0.236263, 0.134542], [2.10856, 1.703739, 2.046561]], atol=1e-6)


def test_queries_of_zero_take_the_mean_of_the_values():
    nothing = np.zeros(2), np.zeros((2, 2))
    *_, Y = attention.self_attention(X, nothing, T2["key"], T2["value"], scale=1)
    np.testing.assert_allclose(Y, np.tile([[0], [11 / 6]], 3), atol=1e-12)


def test_the_number_of_parameters_does_not_know_the_number_of_tokens():
    assert attention.n_params_attention(4) == 60
    assert attention.n_params_attention(512, output=True) == 1050624
    assert attention.n_params_attention(4, D_q=2, D_v=3, output=True) == 2 * 2 * 5 + 3 * 5 + 4 * 4
    module = nn.MultiheadAttention(512, 8)
    assert attention.n_params_attention(512, output=True) == sum(each.numel() for each in module.parameters())
    layer = nn.TransformerEncoderLayer(32, 2, 64)
    assert attention.n_params_layer(32, 64) == sum(each.numel() for each in layer.parameters())


def test_the_routing_matrix_is_sparse_and_the_attention_matrix_is_not():  # erratum E61
    rng = np.random.default_rng(0)
    tokens = rng.normal(size=(4, 3))
    _, _, A, _ = attention.self_attention(tokens, *three_maps(4, rng))
    assert np.count_nonzero(A) == A.size == 9
    route, values = attention.routing_matrix(A, 4), attention.value_matrix(rng.normal(size=(4, 4)), 3)
    assert route.shape == values.shape == (12, 12)
    assert np.count_nonzero(route) == 36 and np.count_nonzero(values) == 48
    np.testing.assert_array_equal(route, np.kron(A.T, np.eye(4)))


def test_sinusoidal_positions():
    expected = [
        [0, 1, 0, 1],
        [0.84147098, 0.54030231, 0.0099998333, 0.99995],
        [0.90929743, -0.41614684, 0.01999867, 0.99980001],
    ]
    np.testing.assert_allclose(attention.sinusoidal_positions(3, 4), np.transpose(expected), atol=1e-8)


# ----- against PyTorch -----


@pytest.mark.parametrize("scale", [None, 1.0, 0.3])
@pytest.mark.parametrize("mask", ["none", "causal", "some", "bias"])
def test_attention_is_that_of_pytorch(scale, mask):
    rng = np.random.default_rng(1)
    Q, K, V = rng.normal(size=(2, 3, 5, 7)), rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(2, 3, 4, 6))
    if mask == "causal":
        K, V = rng.normal(size=(2, 3, 5, 7)), rng.normal(size=(2, 3, 4, 7))
    allowed = rng.random((6, 7)) < 0.6
    allowed[0] = True
    bias = rng.normal(size=(3, 6, 7))
    ours = {"causal": {"allowed": attention.causal_mask(7)}, "some": {"allowed": allowed}, "bias": {"bias": bias}}
    theirs = {"causal": {"is_causal": True}, "some": {"attn_mask": rows(allowed)}, "bias": {"attn_mask": rows(bias)}}
    _, A, Y = attention.attend(Q, K, V, scale, **ours.get(mask, {}))
    expected = nn.functional.scaled_dot_product_attention(
        rows(Q), rows(K), rows(V), scale=scale, **theirs.get(mask, {})
    )
    np.testing.assert_allclose(Y, columns(expected), atol=1e-12)
    np.testing.assert_allclose(np.sum(A, axis=-2), 1, atol=1e-12)


@pytest.mark.parametrize("heads", [1, 2, 4])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("mask", ["none", "causal", "hidden keys", "one for each head"])
def test_several_heads_are_those_of_pytorch(heads, bias, mask):
    torch.manual_seed(0)
    module = nn.MultiheadAttention(8, heads, bias=bias, batch_first=True, dtype=torch.float64)
    tokens, allowed = np.random.default_rng(2).normal(size=(3, 8, 5)), None
    options = {}
    if mask == "causal":
        allowed, options = attention.causal_mask(5), {"attn_mask": ~rows(attention.causal_mask(5))}
    if mask == "hidden keys":
        seen = np.arange(5) < np.array([[5], [3], [1]])  # (sequences, keys)
        allowed = np.broadcast_to(seen[:, None, :, None], (3, heads, 5, 5))
        options = {"key_padding_mask": torch.tensor(~seen)}
    if mask == "one for each head":
        allowed = np.random.default_rng(3).random((3, heads, 5, 5)) < 0.5
        allowed |= np.eye(5, dtype=bool)
        options = {"attn_mask": ~rows(allowed.reshape(3 * heads, 5, 5))}
    Y, A = module(*[rows(tokens)] * 3, average_attn_weights=False, **options)
    ours = attention.multi_head(tokens, *maps_of(module), heads, allowed=allowed)
    np.testing.assert_allclose(ours[0], columns(A), atol=1e-12)
    np.testing.assert_allclose(ours[1], columns(Y), atol=1e-12)


def maps_of(module):
    """Queries, keys, values and output of a PyTorch module."""
    D = module.embed_dim
    beta = np.zeros(3 * D) if module.in_proj_bias is None else module.in_proj_bias.detach().numpy()
    omega = module.in_proj_weight.detach().numpy()
    out = module.out_proj
    beta_o = np.zeros(D) if out.bias is None else out.bias.detach().numpy()
    maps = list(zip(np.split(beta, 3), np.split(omega, 3), strict=True))
    return [*maps, (beta_o, out.weight.detach().numpy())]


def test_tokens_may_ask_other_tokens():
    torch.manual_seed(1)
    module = nn.MultiheadAttention(6, 3, kdim=4, vdim=4, batch_first=True, dtype=torch.float64)
    rng = np.random.default_rng(4)
    tokens, memory = rng.normal(size=(6, 5)), rng.normal(size=(4, 9))
    Y, A = module(rows(tokens), rows(memory), rows(memory), average_attn_weights=False)
    beta = np.split(module.in_proj_bias.detach().numpy(), 3)
    omega = [getattr(module, f"{name}_proj_weight").detach().numpy() for name in "qkv"]
    output = module.out_proj.bias.detach().numpy(), module.out_proj.weight.detach().numpy()
    ours = attention.multi_head(tokens, *zip(beta, omega, strict=True), output, 3, memory=memory)
    np.testing.assert_allclose(ours[0], columns(A), atol=1e-12)
    np.testing.assert_allclose(ours[1], columns(Y), atol=1e-12)


def arrays_of(module):
    return {name: tensor.numpy() for name, tensor in module.state_dict().items()}


def shaken(module, seed=0):
    """Every parameter away from its start, where biases and norms would hide mistakes."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter += 0.3 * torch.randn(parameter.shape, generator=generator, dtype=parameter.dtype)
    return module


@pytest.mark.parametrize("norm_first", [True, False])
@pytest.mark.parametrize(("name", "activation"), [("relu", relu), ("gelu", gelu)])
@pytest.mark.parametrize("causal", [True, False])
def test_a_layer_is_that_of_pytorch(norm_first, name, activation, causal):
    options = {"dropout": 0, "batch_first": True, "norm_first": norm_first, "activation": name}
    layer = shaken(nn.TransformerEncoderLayer(8, 2, 16, dtype=torch.float64, **options))
    tokens = np.random.default_rng(5).normal(size=(3, 8, 6))
    allowed = attention.causal_mask(6) if causal else None
    expected = layer(rows(tokens), src_mask=~rows(allowed) if causal else None)
    ours = attention.layer_from_torch(arrays_of(layer))
    _, Y = attention.transformer_layer(tokens, ours, 2, norm_first=norm_first, activation=activation, allowed=allowed)
    np.testing.assert_allclose(Y, columns(expected), atol=1e-10)


def test_layer_norm_is_that_of_pytorch():
    norm = shaken(nn.LayerNorm(7, dtype=torch.float64))
    tokens = np.random.default_rng(6).normal(3, 2, size=(2, 7, 4))
    ours = attention.layer_norm(tokens, *(each.detach().numpy() for each in (norm.weight, norm.bias)))
    np.testing.assert_allclose(ours, columns(norm(rows(tokens))), atol=1e-12)


def random_model(rng, V=5, D=8, N=6, heads=2, layers=2):
    """A PyTorch model and the same in NumPy."""
    blocks = [
        shaken(nn.TransformerEncoderLayer(D, heads, 2 * D, 0, batch_first=True, norm_first=True, dtype=torch.float64))
        for _ in range(layers)
    ]
    embedding, positions = rng.normal(size=(V, D)), attention.sinusoidal_positions(N, D)
    norm, readout = (rng.normal(size=D), rng.normal(size=D)), affine_map(V, D, rng)
    ours = attention.Transformer(
        embedding, positions, [attention.layer_from_torch(arrays_of(each)) for each in blocks], norm, readout, heads
    )

    def theirs(ids):
        x = torch.tensor(embedding)[torch.tensor(ids)] + rows(positions)[: len(ids)]
        for block in blocks:
            x = block(x, src_mask=nn.Transformer.generate_square_subsequent_mask(len(ids), dtype=torch.float64))
        x = nn.functional.layer_norm(x, (D,), *map(torch.tensor, norm))
        return nn.functional.linear(x, torch.tensor(readout[1]), torch.tensor(readout[0]))

    return ours, theirs


def test_a_language_model_is_that_of_pytorch():
    ours, theirs = random_model(np.random.default_rng(7))
    ids = np.array([0, 3, 1, 4, 4, 2])
    stages, A, scores = attention.language_model(ids, ours)
    assert [each.shape for each in stages] == [(8, 6)] * 3 and A.shape == (2, 2, 6, 6)
    np.testing.assert_allclose(scores, columns(theirs(ids)), atol=1e-10)


def test_a_trained_transformer_writes_and_is_taken_apart_in_the_page_as_in_numpy():
    """The figure that the chapter declares around its model, here around a random one of the same parts."""
    vocabulary = [" ", "!", ".", *"abcdefghijklmnopqrstuvwxyz"]
    model, _ = random_model(np.random.default_rng(12), V=len(vocabulary), D=8, N=40)
    opened = attention_figures.Trained(model, vocabulary)

    @figure(**opened.declaration())
    def specimen(state, temperature, head, back, off, mask, places, scaled):
        return opened.draw(state, temperature, head, back, off, mask, places, scaled)

    ids = [ref.index for ref in specimen.variants[()].program.groups["draw"]]
    replay().load("specimen", next(iter(specimen.payload["variants"].values())), specimen.payload["constants"])
    rng = np.random.default_rng(13)
    drawn = [{control.name: control.sample(rng) for control in specimen.controls} for _ in range(6)]
    for values in [specimen.start(), *(specimen.start() | scene for scene in specimen.scenes.values()), *drawn]:
        for steps in (0, 2) if values != specimen.start() else (150,):  # 150 steps fill the text, so that it slides
            arrays = {name: plain(specimen.control[name].array(value)) for name, value in values.items()}
            page = replay().run("specimen", ids, inputs=arrays, steps=steps)
            for wanted, got in zip(specimen.compute(values, steps).arrays(), page, strict=False):
                np.testing.assert_allclose(got, np.ravel(wanted).astype(float), rtol=1e-9, atol=1e-9)
    most_needed = opened.after(opened.prompt, opened.needed, True)[1]
    favourite = np.argmax(opened.after(opened.prompt)[1])
    assert all(most_needed[favourite] <= opened.after(opened.prompt, head, True)[1][favourite] for head in range(1, 5))


@given(seeds, st.integers(2, 6))
def test_the_derivatives_of_softmax_weights_are_those_of_pytorch(seed, M):
    scores = np.random.default_rng(seed).normal(0, 2, M)
    expected = torch.autograd.functional.jacobian(lambda s: torch.softmax(s, 0), torch.tensor(scores))
    np.testing.assert_allclose(attention.softmax_jacobian(softmax(scores)), expected.numpy(), atol=1e-12)


@given(seeds, st.integers(2, 6))
def test_the_norm_of_these_derivatives_is_that_of_the_matrix(seed, M):
    weights = softmax(np.random.default_rng(seed).normal(0, 20, M))  # some of them nearly 0 and 1
    expected = np.linalg.norm(attention.softmax_jacobian(weights))
    np.testing.assert_allclose(attention.jacobian_norm(weights), expected, atol=1e-15)
    assert expected <= 0.5 + 1e-12


# ----- laws -----


@given(seeds, sizes, sizes, sizes)
def test_every_query_deals_out_exactly_one(seed, D, N, D_v):
    rng = np.random.default_rng(seed)
    query, key, value = affine_map(D, D, rng), affine_map(D, D, rng), affine_map(D_v, D, rng)
    _, _, A, Y = attention.self_attention(rng.normal(size=(D, N)), query, key, value)
    assert Y.shape == (D_v, N) and np.all(A >= 0)
    np.testing.assert_allclose(np.sum(A, axis=0), 1, atol=1e-12)


@given(seeds, st.integers(2, 6))
def test_the_output_stays_within_the_values(seed, N):
    rng = np.random.default_rng(seed)
    V, _, _, Y = attention.self_attention(rng.normal(size=(3, N)), *three_maps(3, rng), scale=rng.uniform(0, 5))
    for direction in rng.normal(size=(20, 3)):
        assert np.max(direction @ Y) <= np.max(direction @ V) + 1e-12


@given(seeds, st.integers(2, 7))
def test_shuffled_tokens_give_shuffled_outputs(seed, N):
    rng = np.random.default_rng(seed)
    tokens, maps, order = rng.normal(size=(4, N)), three_maps(4, rng), rng.permutation(N)
    *_, A, Y = attention.self_attention(tokens, *maps)
    *_, A_shuffled, Y_shuffled = attention.self_attention(tokens[:, order], *maps)
    np.testing.assert_allclose(Y_shuffled, Y[:, order], atol=1e-12)
    np.testing.assert_allclose(A_shuffled, A[np.ix_(order, order)], atol=1e-12)


def test_positions_and_the_mask_each_end_the_symmetry_under_shuffling():
    rng = np.random.default_rng(8)
    tokens, maps, order = rng.normal(size=(4, 5)), three_maps(4, rng), np.array([2, 0, 1, 4, 3])
    places = attention.sinusoidal_positions(5, 4)
    for change, allowed in ((places, None), (0, attention.causal_mask(5))):
        *_, Y = attention.self_attention(tokens + change, *maps, allowed=allowed)
        *_, Y_shuffled = attention.self_attention(tokens[:, order] + change, *maps, allowed=allowed)
        assert np.max(np.abs(Y_shuffled - Y[:, order])) > 0.01


def test_attention_is_linear_in_the_values_and_not_in_the_tokens():
    rng = np.random.default_rng(9)
    tokens, maps = rng.normal(size=(3, 4)), [(np.zeros(3), omega) for _, omega in three_maps(3, rng)]
    *_, A, Y = attention.self_attention(tokens, *maps)
    np.testing.assert_allclose(attention.affine(2 * tokens, *maps[2]) @ A, 2 * Y, atol=1e-12)
    *_, Y_double = attention.self_attention(2 * tokens, *maps)
    assert np.max(np.abs(Y_double - 2 * Y)) > 0.1


@given(seeds, st.integers(1, 5), st.integers(1, 4))
def test_routing_and_value_matrix_do_what_attention_does(seed, N, D):
    rng = np.random.default_rng(seed)
    tokens, maps = rng.normal(size=(D, N)), three_maps(D, rng)
    maps[2] = np.zeros(D), maps[2][1]
    *_, A, Y = attention.self_attention(tokens, *maps)
    stacked = attention.routing_matrix(A, D) @ attention.value_matrix(maps[2][1], N) @ tokens.T.ravel()
    np.testing.assert_allclose(stacked, Y.T.ravel(), atol=1e-12)


@given(seeds)
def test_the_causal_mask_keeps_the_future_out(seed):
    rng = np.random.default_rng(seed)
    ours, _ = random_model(rng)
    ids = rng.integers(0, 5, 6)
    changed = np.where(np.arange(6) > 2, (ids + 1) % 5, ids)
    before, after = (attention.language_model(each, ours)[2] for each in (ids, changed))
    np.testing.assert_array_equal(before[:, :3], after[:, :3])
    assert np.max(np.abs(before[:, 3:] - after[:, 3:])) > 1e-6


def test_a_head_that_is_switched_off_adds_nothing():
    rng = np.random.default_rng(10)
    tokens, maps = rng.normal(size=(4, 3)), [affine_map(4, 4, rng) for _ in range(4)]
    both, first, second, none = (
        attention.multi_head(tokens, *maps, 2, keep=np.array(keep))[1] for keep in ([1, 1], [1, 0], [0, 1], [0, 0])
    )
    np.testing.assert_allclose(first + second - none, both, atol=1e-12)
    np.testing.assert_allclose(none, np.tile(maps[3][0][:, None], 3), atol=1e-12)


def test_the_distance_of_positions_depends_on_how_far_apart_they_are_alone():
    P = attention.sinusoidal_positions(40, 16)
    dots = P.T @ P
    for lag in (0, 1, 7):
        np.testing.assert_allclose(np.diagonal(dots, lag), dots[0, lag], atol=1e-12)


def test_long_vectors_saturate_the_softmax_unless_they_are_scaled():
    rng = np.random.default_rng(11)
    nats = {}
    for D_q in (4, 64, 256):
        Q, K = rng.normal(size=(D_q, 2000)), rng.normal(size=(2000, D_q, 8))
        scores = np.einsum("dn,ndm->nm", Q, K)
        assert abs(np.var(scores) / D_q - 1) < 0.15
        nats[D_q] = [np.mean(entropy(softmax(scores * scale))) for scale in (1, 1 / np.sqrt(D_q))]
    np.testing.assert_allclose([each[0] for each in nats.values()], [1.28, 0.34, 0.17], atol=0.1)
    np.testing.assert_allclose([each[1] for each in nats.values()], [1.74, 1.72, 1.71], atol=0.1)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=5, unique=True), st.data())
def test_the_weights_set_by_hand_continue_any_repetition(word, data):
    seen = data.draw(st.integers(1, len(word) - 1))
    text = np.array([0, *word, *word[:seen]])
    _, A, scores = attention.language_model(text, attention.induction_by_hand(6, 16))
    assert softmax(scores[:, -1])[word[seen]] > 0.99
    assert A[0, 0, -2, -1] > 0.99  # the first layer looks one place back
    assert A[1, 0, 1 + seen, -1] > 0.99  # the second, behind the place where the same token stood


def test_positions_without_a_token_are_zeros():
    E = np.arange(6.0).reshape(3, 2)
    np.testing.assert_array_equal(attention.token_columns(E, np.array([2, -1, 0])), [[4, 0, 0], [5, 0, 1]])


@pytest.mark.parametrize(
    ("kind", "work", "path"), [("recurrent", 2 * 8 * 16, 8), ("convolution", 3 * 8 * 16, 4), ("attention", 512, 1)]
)
def test_the_cost_of_bringing_eight_tokens_together(kind, work, path):
    assert attention.multiplications(kind, 8, 4) == work
    assert attention.path_length(kind, 8) == path


@given(st.integers(1, 500))
def test_attention_costs_as_much_as_a_recurrent_network_when_there_are_as_many_tokens_as_rows(D):
    assert attention.multiplications("attention", D, D) == attention.multiplications("recurrent", D, D)


# ----- what is refused -----


def test_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match="one column per row of `X`"):
        attention.affine(np.zeros((3, 2)), np.zeros(4), np.zeros((4, 2)))
    with pytest.raises(ValueError, match="equally many rows"):
        attention.attend(np.zeros((2, 3)), np.zeros((4, 3)), np.zeros((2, 3)))
    with pytest.raises(ValueError, match="one column per key, here 3"):
        attention.attend(np.zeros((2, 3)), np.zeros((2, 3)), np.zeros((2, 5)))
    with pytest.raises(ValueError, match="must divide the number of rows"):
        attention.split_heads(np.zeros((6, 3)), 4)
    with pytest.raises(ValueError, match="must be even"):
        attention.sinusoidal_positions(3, 5)
    with pytest.raises(ValueError, match="must be one of recurrent, convolution, attention"):
        attention.multiplications("magic", 3, 5)


def test_a_query_without_any_key_is_refused():
    allowed = np.array([[True, False], [True, False]])
    with pytest.raises(ValueError, match="query 1 .* has none"):
        attention.attend(np.zeros((2, 2)), np.zeros((2, 2)), np.zeros((2, 2)), allowed=allowed)


def test_huge_scores_do_no_harm():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        _, A, _ = attention.attend(1e150 * np.ones((1, 1)), 1e150 * np.array([[1.0, -1.0]]), np.zeros((1, 2)), 1.0)
    np.testing.assert_array_equal(A, [[1], [0]])
