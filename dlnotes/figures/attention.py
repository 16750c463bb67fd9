"""Figures of chapter 10, attention and transformers.

The chapter trains a transformer and declares a figure around it: `Opened(…)` gives its declaration and its drawing.
`set_by_hand` does the same with weights that are set and not learned.
"""

import itertools
from types import SimpleNamespace

import numpy as np

from dlnotes import attention, deep
from dlnotes.convolution import n_params_conv, toeplitz_of
from dlnotes.live import (
    Axis,
    Challenge,
    Drawing,
    Panel,
    Passage,
    Points,
    Readout,
    Slider,
    State,
    Text,
    Toggle,
    arrows,
    bars,
    boxes,
    figure,
    handle,
    heatmap,
    line,
    look_up,
    points,
    polygons,
    rules,
    segments,
    text,
)
from dlnotes.losses import entropy, softmax
from dlnotes.sequences import n_params_rnn, sample

# ----- one query at a time -----

TOKENS = 4
TRIANGLES = np.array(list(itertools.combinations(range(TOKENS), 3)))  # together they fill the hull of the values
WHO = Axis(None, 0.4, TOKENS + 0.6, ticks=[1, 2, 3, 4], tick_labels=tuple(f"$m={m}$" for m in range(1, 5)))


def named(kind):
    return [f"${kind}_{m}$" for m in range(1, TOKENS + 1)]


@figure(
    title="One query at a time",
    controls=[
        Slider("n", "$n$", label="who asks", low=1, high=TOKENS, step=1, start=2, integer=True, role="query"),
        Slider("scale", label="scale of the scores", low=0, high=6, step=0.05, start=1, role="highlight"),
        Points(
            "tokens",
            label="the tokens",
            x=(-2, 2, 0.05),
            y=(-2, 2, 0.05),
            start=((1.2, 0.5), (0.9, 1.3), (-1.2, 0.8), (-0.4, -1.5)),
            role="key",
        ),
        Points(
            "values",
            label="their values",
            x=(-2, 2, 0.05),
            y=(-2, 2, 0.05),
            start=((1.5, -0.9), (0.6, 1.6), (-1.6, 0.6), (-0.8, -1.4)),
            role="value",
        ),
    ],
    caption="Every token is its own key; the token that asks is also the query. How far a key reaches along the query "
    "is its score; softmax turns scores into shares, and the output is the values mixed in these shares. Drag the "
    "tokens and the values. Can you bring the output out of the shaded hull? What does it become when the scale is 0, "
    "and when it is large?",
    scenes={
        "A gentle choice": {"n": 2, "scale": 1},
        "Hardly a choice": {"n": 2, "scale": 0.3},
        "Nearly one": {"n": 2, "scale": 6},
        "Another one asks": {"n": 4, "scale": 1},
        "A long key wins": {"n": 1, "scale": 1, "tokens": [[1.0, 0.2], [1.9, 1.9], [-1.2, 0.8], [-0.4, -1.5]]},
    },
    description="Token {n:d} asks. With the scores multiplied by {scale:.2f} its attention is {a1:.2f}, {a2:.2f}, "
    "{a3:.2f} and {a4:.2f} for tokens 1 to 4, and the output lies at ({out_x:.2f}, {out_y:.2f}).",
)
def one_query(n, scale, tokens, values):
    query = np.take(tokens, n - 1, axis=0, mode="clip")
    scores, shares, outputs = attention.attend(np.reshape(query, (2, 1)), tokens.T, values.T, scale)
    a, out = shares[:, 0], outputs[:, 0]
    along = np.expand_dims(tokens @ query / np.maximum(query @ query, 1e-9), 1) * query  # foot of each key on the query
    zero, who = np.zeros(TOKENS), np.arange(1.0, TOKENS + 1)
    asking = [
        segments(tokens[:, 0], tokens[:, 1], along[:, 0], along[:, 1], role="muted", dash="3 3"),
        arrows(zero, zero, tokens[:, 0], tokens[:, 1], role="key", width=2),
        arrows([0.0], [0.0], query[:1], query[1:], role="query", width=4),
        points(along[:, 0], along[:, 1], role="muted", size=3),
        text(tokens[:, 0], tokens[:, 1], named("k"), role="key", dx=9, dy=-6),
        handle(tokens[:, 0], tokens[:, 1], "tokens", label="token", role="key"),
    ]
    corners = [look_up(np.eye(TOKENS), TRIANGLES[:, i]) @ values for i in range(3)]  # (4, 2) each
    hull = [np.stack([corner[:, axis] for corner in corners], axis=1) for axis in (0, 1)]
    mixing = [
        polygons(*hull, role="grid"),
        segments(out[0] + zero, out[1] + zero, values[:, 0], values[:, 1], role="muted", width=1),
        points(values[:, 0], values[:, 1], size=4 + 16 * a, role="value", opacity=0.5),
        text(values[:, 0], values[:, 1], named("v"), role="value", dx=9, dy=-8),
        handle(values[:, 0], values[:, 1], "values", label="value", role="value"),
        points(out[:1], out[1:], role="model", size=8),
        text(out[:1], out[1:], ["output"], role="model", dx=11, dy=5),
    ]
    highest = np.maximum(2.0, 1.4 * np.max(np.abs(scores)))
    plane = {"x": Axis("$x_1$", -2.3, 2.3, ticks=5), "y": Axis("$x_2$", -2.3, 2.3, ticks=5), "aspect": "equal"}
    score_bars = bars(who, scores[:, 0], role="key", thickness=0.55, format=".2f")
    share_bars = bars(who, a, role="highlight", thickness=0.55, format=".2f")
    return Drawing(
        panels=[
            Panel(asking, title="Keys and a query", **plane),
            Panel(mixing, title="Values and the output", **plane),
            Panel([score_bars, rules(y=0, role="muted")], x=WHO, y=Axis("score", -highest, highest), aspect=0.45),
            Panel([share_bars], x=WHO, y=Axis("attention $a_m$", 0, 1.15, ticks=[0, 0.5, 1]), aspect=0.45),
        ],
        columns=2,
        readouts=[
            *[Readout(f"$a_{m + 1}$", a[m], role="highlight", name=f"a{m + 1}") for m in range(TOKENS)],
            Readout("output $y_1$", out[0], role="model", name="out_x"),
            Readout("$y_2$", out[1], role="model", name="out_y"),
        ],
        challenge=Challenge(
            "Make every token get the same attention, to one hundredth, although the keys differ.",
            (np.max(np.abs(a - 1 / TOKENS)) < 0.01) & (np.max(np.abs(tokens - tokens[:1])) > 0.5),
            answer={"scale": 0},
        ),
    )


# ----- one large matrix -----

MOST_N, MOST_D = 5, 4
SKETCH = np.random.default_rng(3)
ROUTED = np.round(SKETCH.normal(0, 1, (MOST_D, MOST_N)), 2)
ROUTE_MAPS = [(np.zeros(MOST_D), np.round(SKETCH.normal(0, 0.7, (MOST_D, MOST_D)), 2)) for _ in range(3)]


def matrix_panel(values, title, **style):
    """A square matrix with row 0 on top."""
    size = np.shape(values)[0]
    shown = heatmap(values[::-1], (0, np.shape(values)[1]), (0, size), **style)
    axes = {"x": Axis(None, 0, np.shape(values)[1], show=False), "y": Axis(None, 0, size, show=False)}
    return Panel([shown], title=title, aspect="equal", **axes)


@figure(
    title="Routing matrix",
    controls=[
        Slider("N", "$N$", label="tokens", low=2, high=MOST_N, step=1, start=3, integer=True, structural=True),
        Slider("D", "$D$", label="rows of a token", low=2, high=MOST_D, step=1, start=4, integer=True, structural=True),
        Slider("scale", label="scale of the scores", low=0, high=6, step=0.05, start=1, role="highlight"),
    ],
    caption=r"Stack the columns of $\mathbf{X}$ into one long vector, and attention becomes a product of matrices. The "
    r"value map works inside each token: blocks on the diagonal, always the same one. The routing works between "
    r"tokens: $\mathbf{A}^\top\otimes\mathbf{I}$. Which of the four matrices are full of zeros, and which have none? "
    "Which change with the scale?",
    scenes={
        "Three tokens of four": {"N": 3, "D": 4, "scale": 1},
        "Everybody alike": {"N": 4, "D": 3, "scale": 0},
        "Nearly one each": {"N": 4, "D": 3, "scale": 6},
        "Many small tokens": {"N": 5, "D": 2, "scale": 1},
    },
    description="{N:d} tokens of {D:d} rows: {routing:d} entries of the routing matrix are not zero, one in {D:d}; "
    "the attention matrix has no zero. A dense layer would have {dense:d} parameters, attention has {free:d}.",
)
def routing(N, D, scale):
    X = ROUTED[:D, :N]
    query, key, value = ((beta[:D], omega[:D, :D]) for beta, omega in ROUTE_MAPS)
    _, _, A, _ = attention.self_attention(X, query, key, value, scale)
    route, blocks = attention.routing_matrix(A, D), attention.value_matrix(value[1], N)
    dense, free = N * D * (N * D + 1), attention.n_params_attention(D)
    share = {"colors": "sequential", "range": (0, 1)}
    signed = {"colors": "diverging", "range": (-1.5, 1.5)}
    return Drawing(
        panels=[
            matrix_panel(A, r"attention $\mathbf{A}$", **share),
            matrix_panel(route, r"routing $\mathbf{A}^\top\otimes\mathbf{I}$", **share),
            matrix_panel(blocks, r"values $\mathbf{I}\otimes\mathbf{\Omega}_v$", **signed),
            matrix_panel(route @ blocks, "product: routing × values", **signed),
        ],
        columns=2,
        readouts=[
            Readout("entries not 0: attention", np.sum(A > 0), "d", unit=f"of {N * N}", role="highlight"),
            Readout("routing", np.sum(route > 0), "d", unit=f"of {(N * D) ** 2}", role="highlight", name="routing"),
            Readout("value map", np.sum(np.asarray(blocks != 0)), "d", unit=f"of {(N * D) ** 2}", role="value"),
            Readout("parameters, dense layer", np.asarray(dense), "d", name="dense"),
            Readout("attention", np.asarray(free), "d", name="free"),
        ],
        challenge=Challenge(
            "Find sizes for which the dense layer has at least 7 times as many parameters as attention, while three "
            "quarters of the routing matrix are zeros.",
            np.asarray((dense >= 7 * free) & (D >= 4)),
            answer={"N": 5, "D": 4},
        ),
    )


# ----- a sentence -----

WORDS = ("the", "dog", "saw", "a", "cat", "and", "it", "ran")
MEANING = np.array(  # a column for each word; rows: article, thing, animal, verb, pronoun, link, small, past
    [
        [1, 0, 0, 1, 0, 0, 0, 0],
        [0, 1, 0, 0, 1, 0, 0, 0],
        [0, 1, 0, 0, 1, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 0, 1],
        [0, 0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 1, 0, 0],
        [0, 0.2, 0, 0, 0.9, 0, 0.3, 0],
        [0, 0, 0.8, 0, 0, 0, 0, 0.6],
    ]
)
LOOKS_FOR = np.zeros((8, 8))  # entry (i, j): what is of kind j looks for kind i
LOOKS_FOR[[1, 0, 2, 2, 6, 3], [0, 1, 3, 4, 4, 5]] = 1.5
MOST_Q, COUNT = 16, len(WORDS)
READING = np.round(2 * np.linalg.qr(np.random.default_rng(5).normal(size=(MOST_Q, 8)))[0], 2)
ORDERS = np.array([np.arange(COUNT), *[np.random.default_rng(seed).permutation(COUNT) for seed in range(5)]])
PLACES = attention.sinusoidal_positions(COUNT, 8, base=30.0)
IT, CAT = WORDS.index("it"), WORDS.index("cat")
IDENTITY = (np.zeros(8), np.eye(8))
WIDE, TALL = Axis(None, -1.4, COUNT, show=False), Axis(None, 0, COUNT + 0.9, show=False)


def word_attention(X, D_q, asymmetry, scale, allowed):
    """Attention of the words to one another with the first D_q rows of READING; queries read what words are, and keys
    what others look for in them, the more the larger `asymmetry` is."""
    read = np.where(np.arange(MOST_Q)[:, None] < D_q, READING, 0.0)
    offer = (1 - asymmetry) * np.eye(8) + asymmetry * LOOKS_FOR.T
    nothing = np.zeros(MOST_Q)
    return attention.self_attention(X, (nothing, read), (nothing, read @ offer), IDENTITY, scale, allowed)[2]


@figure(
    title="Attention heat map",
    controls=[
        Slider("D_q", "$D_q$", label="rows of a query", low=2, high=MOST_Q, step=1, start=12, integer=True),
        Slider("asymmetry", label="queries differ from keys", low=0, high=1, step=0.05, start=1, role="key"),
        Slider("scale", label="scale of the scores", low=0, high=4, step=0.05, start=1.5, role="highlight"),
        Toggle("scaled", label=r"divide by $\sqrt{D_q}$", start=True),
        Toggle("causal", label="causal mask"),
        Slider("order", label="shuffle the words", low=0, high=5, step=1, start=0, integer=True),
        Toggle("places", label="add positions", role="test"),
    ],
    caption="Each column is a query: the shares that the word on top gives to the words at the side. What do the "
    "columns sum to, and what do the rows? Then shuffle the words, first without positions and then with them. When "
    "does the map only change its order?",
    scenes={
        "Who is it?": {"asymmetry": 1, "scale": 1.5},
        "Like to like": {"asymmetry": 0, "scale": 2},
        "Only backwards": {"causal": True},
        "Shuffled": {"order": 3},
        "Shuffled, with positions": {"order": 3, "places": True},
        "Two rows only": {"D_q": 2, "scale": 4},
        "Not divided": {"scaled": False, "scale": 4, "D_q": 16},
    },
    description="The word it gives {it_cat:.2f} of its attention to cat. Rows sum to between {least:.2f} and "
    "{most:.2f}, columns to 1. Sorted back, the map differs from the unshuffled one by at most {changed:.3f}.",
)
def heat_map(D_q, asymmetry, scale, scaled, causal, order, places):
    order = look_up(ORDERS, order)
    allowed = attention.causal_mask(COUNT) | ~causal
    options = D_q, asymmetry, scale * np.where(scaled, 1 / np.sqrt(D_q), 1.0), allowed
    added = np.where(places, PLACES, 0.0)
    A = word_attention(look_up(MEANING.T, order).T + added, *options)
    usual = word_attention(MEANING + added, *options)
    here = 1.0 * (order[:, None] == np.arange(COUNT))  # (places, words)
    sorted_back = here.T @ A @ here  # (words, words)
    where = np.arange(COUNT) @ here  # the place of each word
    heard = np.sum(A, axis=1)
    grid = [
        heatmap(A[::-1], (0, COUNT), (0, COUNT), range=(0, 1), colorbar=True),
        text(where + 0.5, COUNT + 0.25 + np.zeros(COUNT), WORDS, role="query", anchor="middle"),
        text(np.full(COUNT, -0.15), COUNT - where - 0.5, WORDS, role="key", anchor="end", dy=4),
    ]
    both = [
        bars(np.arange(COUNT) + 0.3, np.sum(A, axis=0), role="query", thickness=0.35, label="column: it gives"),
        bars(np.arange(COUNT) + 0.7, heard, role="key", thickness=0.35, label="row: it gets"),
        text(where + 0.5, np.full(COUNT, -0.35), WORDS, anchor="middle"),
    ]
    it_cat = sorted_back[CAT, IT]
    changed = np.max(np.abs(sorted_back - usual))
    return Drawing(
        panels=[
            Panel(grid, x=WIDE, y=TALL, title="Queries across, keys down", aspect="equal"),
            Panel(
                both, x=Axis(None, 0, COUNT, show=False), y=Axis("sum", -0.6, 5.5, ticks=[0, 1, 2, 3, 4, 5]), aspect=0.9
            ),
        ],
        readouts=[
            Readout("it → cat", it_cat, role="highlight", name="it_cat"),
            Readout("smallest row sum", np.min(heard), role="key", name="least"),
            Readout("largest", np.max(heard), role="key", name="most"),
            Readout("sorted back, changed by", changed, ".3f", role="test", name="changed"),
        ],
        challenge=Challenge(
            "Make “it” give at least 0.7 of its attention to “cat”, divided by the root.",
            scaled & (it_cat >= 0.7),
            answer={"asymmetry": 1, "scale": 4, "D_q": 16, "scaled": True},
        ),
    )


# ----- why divide by the root -----

LOG_SIZES, ASKED, MOST_KEYS = np.arange(10), 10, 64


def random_scores():
    """Dot products of random queries and keys for D_q = 1, 2, 4, … 512, each divided by the root of D_q, (10, 10, 64);
    rounded to a twentieth, so that they fit into bytes."""
    rng = np.random.default_rng(53)
    Q, K = (rng.normal(size=(2 ** LOG_SIZES[-1], ASKED, count)) for count in (1, MOST_KEYS))
    dots = np.cumsum(Q * K, axis=0)[2**LOG_SIZES - 1]
    return np.clip(np.rint(20 * dots / np.sqrt(2.0**LOG_SIZES)[:, None, None]), -127, 127).astype(np.int8)


UNIT_SCORES = random_scores()
ROOTS = np.sqrt(2.0**LOG_SIZES)
BINS = np.arange(-40, 41, 2.0)


def spread_of(unit_scores, factor, is_key):
    """Softmax weights, mean entropy and mean size of the Jacobian. unit_scores: (..., queries, keys)."""
    weights = softmax(np.where(is_key, factor * unit_scores / 20, -np.inf))
    return weights, np.mean(entropy(weights), axis=-1), np.mean(attention.jacobian_norm(weights), axis=-1)


@figure(
    title="Why divide by the root",
    controls=[
        Slider("log_size", r"$\log_2 D_q$", label="rows", low=0, high=9, step=1, start=6, integer=True),
        Slider("keys", "$N$", label="keys", low=2, high=MOST_KEYS, step=1, start=8, integer=True, role="key"),
        Toggle("scaled", label=r"divide by $\sqrt{D_q}$", role="good"),
    ],
    caption="Random queries and keys, every entry of variance 1. Raise $D_q$: the scores spread, one key takes all the "
    "attention, and the derivatives of the softmax vanish, so that nothing can be learned. Then divide by the root.",
    scenes={
        "Four rows": {"log_size": 2, "scaled": False},
        "Sixty-four rows": {"log_size": 6, "scaled": False},
        "The same, divided": {"log_size": 6, "scaled": True},
        "512 rows": {"log_size": 9, "scaled": False},
        "512 rows, divided": {"log_size": 9, "scaled": True},
        "Many keys": {"log_size": 9, "keys": 64, "scaled": True},
    },
    description="With {size:d} rows the scores have standard deviation {deviation:.1f}. The mean entropy of the "
    "attention to {keys:d} keys is {nats:.2f} of at most {most:.2f} nats, the mean size of its derivatives "
    "{slope:.3f}.",
)
def root(log_size, keys, scaled):
    is_key = np.arange(MOST_KEYS) < keys
    factor = np.where(scaled, 1.0, look_up(ROOTS, log_size))
    here = look_up(UNIT_SCORES, log_size)
    weights, nats, slope = spread_of(here, factor, is_key)
    scores = factor * here / 20
    bins = np.clip(np.floor(scores / 2), -20, 19) * 2
    counted = np.sum(np.where(is_key, 1.0 * (bins == BINS[:-1, None, None]), 0.0), axis=(1, 2))
    counted = counted / (ASKED * keys)
    deviation = np.sqrt(np.sum(np.where(is_key, scores**2, 0.0)) / (ASKED * keys))
    roots = ROOTS[:, None, None] + 0 * keys  # depends on a control, so that the page multiplies and not the payload
    raw, divided = (spread_of(UNIT_SCORES, each, is_key)[1:] for each in (roots, 0 * roots + 1))
    most = np.log(keys)
    columns = np.arange(MOST_KEYS) + 0.5
    size_axis = Axis(r"$\log_2 D_q$", -0.3, 9.3, ticks=[0, 3, 6, 9])

    def against_size(index, label, high, value, role):
        marks = [
            line(LOG_SIZES, raw[index], role=role, label="as they are"),
            line(LOG_SIZES, divided[index], role="good", label="divided", dash="6 4"),
            points(np.reshape(1.0 * log_size, 1), np.reshape(value, 1), role="ink", shape="ring", size=6),
        ]
        return Panel(marks, x=size_axis, y=Axis(label, 0, high), aspect=0.6)

    spread = [bars(BINS[:-1] + 1, counted, role="key", thickness=1.8)]
    one = [bars(columns, weights[0], role="highlight", thickness=0.8)]
    return Drawing(
        panels=[
            Panel(spread, x=Axis("score", -40, 40, ticks=5), y=Axis("share of all scores", 0, 0.75), aspect=0.6),
            Panel(one, x=Axis("key", 0, 1.0 * keys, ticks=5), y=Axis("attention of one query", 0, 1.05), aspect=0.6),
            against_size(0, "mean entropy in nats", 1.1 * most, nats, "highlight"),
            against_size(1, "size of the derivatives", 0.5, slope, "gradient"),
        ],
        columns=2,
        readouts=[
            Readout("$D_q$", look_up(2**LOG_SIZES, log_size), "d", name="size"),
            Readout("standard deviation of scores", deviation, ".1f", role="key", name="deviation"),
            Readout("mean entropy", nats, ".2f", unit="nats", role="highlight", name="nats"),
            Readout("at most", most, ".2f", unit="nats", name="most"),
            Readout("size of derivatives", slope, ".3f", role="gradient", name="slope"),
        ],
        challenge=Challenge(
            "Not divided is not always worse. Find sizes for which the derivatives, as they are, exceed the divided "
            "ones by a quarter.",
            ~scaled & (slope > 1.25 * np.take(divided[1], log_size, mode="clip")),
            answer={"log_size": 3, "keys": 64, "scaled": False},
        ),
    )


# ----- what it costs -----

LENGTH = Axis("tokens $N$", 1, 4096, scale="log", ticks=[1, 10, 100, 1000])
LENGTHS = 2.0 ** np.arange(0, 12.25, 0.5)
STYLES = {"recurrent": "unit1", "convolution": "unit2", "attention": "highlight"}


def drag_length(x, _):
    return {"log_N": np.log2(np.maximum(x, 1e-3))}


@figure(
    title="Length race",
    controls=[
        Slider("log_N", r"$\log_2 N$", label="tokens", low=0, high=12, step=0.5, start=6, role="data"),
        Slider("log_D", r"$\log_2 D$", label="rows of a token", low=4, high=10, step=0.5, start=8),
        Slider("kernel", "$k$", label="kernel size", low=2, high=15, step=1, start=5, integer=True, role="unit2"),
    ],
    caption="One layer that brings $N$ tokens of $D$ rows together: how many multiplications, and through how many "
    "maps in a row does the first token reach the last? Drag the line. Where do attention and recurrence cost the "
    "same, and who is ahead on the other axis there?",
    scenes={
        "A sentence": {"log_N": 5, "log_D": 9},
        "A page": {"log_N": 9, "log_D": 10},
        "A book": {"log_N": 12, "log_D": 9},
        "Wide kernels": {"log_N": 9, "log_D": 10, "kernel": 15},
    },
    description="For {N:.0f} tokens of {D:.0f} rows attention needs {ratio:.2f} times the multiplications of a "
    "recurrent layer. The first token reaches the last through {rnn_path:.0f} steps of recurrence, {conv_path:.0f} "
    "layers of convolution, or 1 layer of attention.",
)
def length_race(log_N, log_D, kernel):
    N, D = 2.0**log_N, 2.0**log_D
    here = np.reshape(N, 1)
    work = {kind: attention.multiplications(kind, LENGTHS, D, kernel) for kind in attention.KINDS}
    path = {kind: attention.path_length(kind, LENGTHS, kernel) for kind in attention.KINDS}
    work_here = {kind: attention.multiplications(kind, N, D, kernel) for kind in attention.KINDS}
    path_here = {kind: attention.path_length(kind, N, kernel) for kind in attention.KINDS}

    def race(curves, now, label, high):
        lines = [line(LENGTHS, curves[kind], role=STYLES[kind], width=2.5, label=kind) for kind in attention.KINDS]
        dots = [points(here, np.reshape(now[kind], 1), role=STYLES[kind], size=5) for kind in attention.KINDS]
        return lines + dots, {"x": LENGTH, "y": Axis(label, *high, scale="log", ticks=5), "aspect": 0.8}

    costs, cost_axes = race(work, work_here, "multiplications", (2.0, 1e11))
    maps = line(LENGTHS, 3 * LENGTHS * D**2, role="muted", dash="5 4", label="maps of queries, keys, values")
    crossing = [
        rules(x=np.reshape(D, 1), role="muted", dash="2 4"),
        text(np.reshape(D, 1), [4.0], ["$N=D$"], role="muted", dx=4),
    ]
    grip = handle(here, np.reshape(work_here["attention"], 1), drag_length, label="number of tokens", role="highlight")
    steps, step_axes = race(path, path_here, "maps in a row", (0.7, 6000.0))
    ratio = work_here["attention"] / work_here["recurrent"]
    return Drawing(
        panels=[
            Panel([*crossing, rules(x=here, role="data", width=1), maps, *costs, grip], title="Work", **cost_axes),
            Panel([rules(x=here, role="data", width=1), *steps], title="Way of a message", legend=False, **step_axes),
        ],
        readouts=[
            Readout("$N$", N, ".0f", role="data", name="N"),
            Readout("$D$", D, ".0f", name="D"),
            Readout("attention : recurrence", ratio, ".2f", role="highlight", name="ratio"),
            Readout("steps of recurrence", path_here["recurrent"], ".0f", role="unit1", name="rnn_path"),
            Readout("layers of convolution", path_here["convolution"], ".0f", role="unit2", name="conv_path"),
        ],
        challenge=Challenge(
            "Find a length at which attention and recurrence need the same number of multiplications.",
            np.abs(ratio - 1) < 1e-6,
            answer={"log_N": 8, "log_D": 8},
        ),
    )


# ----- what is shared -----

MOST_TOKENS = 12
INPUTS = np.round(np.random.default_rng(8).normal(0, 1, (6, 3, MOST_TOKENS)), 2)
FREE = np.round(np.random.default_rng(9).uniform(-1, 1, (MOST_TOKENS, MOST_TOKENS)), 2)
KERNEL = np.array([0.8, -0.6, 0.4])  # of the neighbour before, of the token itself, of the one behind
AGAIN, ENTERS = -0.8, 0.9  # what a recurrent unit keeps of its state, and takes from its input
LAGS = np.arange(MOST_TOKENS)[:, None] - np.arange(MOST_TOKENS)  # output minus input
HERE = attention.sinusoidal_positions(MOST_TOKENS, 6, base=30.0)


def attention_among(x, content, is_token):
    """Attention by content, by place or by both, as a matrix (outputs, inputs). x: (3, 12)."""
    tokens = np.concatenate([1.5 * np.sqrt(content) * x, 1.1 * np.sqrt(1 - content) * HERE])
    return attention.attend(tokens, tokens, tokens, 1.0, allowed=np.expand_dims(is_token, 1))[1].T


@figure(
    title="What is shared",
    controls=[
        Slider("N", "$N$", label="tokens", low=2, high=MOST_TOKENS, step=1, start=8, integer=True),
        Slider("D", "$D$", label="rows of a token", low=1, high=16, step=1, start=4, integer=True),
        Slider("sample", label="another input", low=0, high=5, step=1, start=0, integer=True, role="data"),
        Slider("content", label="attend to content", low=0, high=1, step=0.05, start=0.6, role="highlight"),
    ],
    caption="The weight with which each input (across) enters each output (down), in four layers. A dense layer has a "
    "number of its own in every cell. A convolution repeats three numbers along diagonals, a recurrent unit the powers "
    "of one. Attention computes its cells. Try another input: which of the four matrices change? And when attention "
    "does not look at content, which of the others does it resemble?",
    scenes={
        "By content and place": {"content": 0.6},
        "Mostly by place": {"content": 0.05},
        "By content alone": {"content": 1},
        "Twelve tokens": {"N": 12, "D": 8},
    },
    description="For {N:d} tokens of {D:d} rows: a dense layer has {dense:d} parameters, a convolution {conv:d}, a "
    "recurrent layer {rnn:d}, attention {att:d}. With another input, attention changes by up to {change:.2f}.",
)
def what_is_shared(N, D, sample, content):
    x, other = look_up(INPUTS, sample), look_up(INPUTS, sample + 1, mode="wrap")
    is_token = np.arange(MOST_TOKENS) < N
    inside = is_token[:, None] & is_token
    A, B = (attention_among(each, content, is_token) for each in (x, other))
    conv = toeplitz_of(KERNEL, MOST_TOKENS, padding=1)
    recurrent = np.where(LAGS >= 0, ENTERS * AGAIN ** np.maximum(LAGS, 0), 0.0)
    change = np.max(np.where(inside, np.abs(A - B), 0.0))
    counts = (
        deep.n_params_mlp((N * D, N * D)),
        n_params_conv(D, D, len(KERNEL)),
        n_params_rnn(D, D, 0),
        attention.n_params_attention(D),
    )
    axes = {"x": Axis("input", 0, 1.0 * N, ticks=[]), "y": Axis("output", 0, 1.0 * N, ticks=[]), "aspect": 1}

    def show(matrix, title):
        top = np.where(inside, matrix, 0.0)[::-1]
        shown = heatmap(top, (0, MOST_TOKENS), (N - MOST_TOKENS, N), colors="diverging", range=(-1, 1))
        return Panel([shown], title=title, **axes)

    names = ("dense", "conv", "rnn", "att")
    labels = ("parameters: dense", "convolution", "recurrent", "attention")
    return Drawing(
        panels=[
            show(FREE, "Dense: nothing"),
            show(conv, "Convolution: over space"),
            show(recurrent, "Recurrent: over time"),
            show(A, "Attention: over pairs"),
        ],
        columns=2,
        readouts=[
            *[Readout(label, count, "d", name=name) for label, count, name in zip(labels, counts, names, strict=True)],
            Readout("attention to the next input, changed by", change, ".2f", role="highlight", name="change"),
        ],
        challenge=Challenge(
            "Make the weights of attention independent of the input.", change < 1e-9, answer={"content": 0}
        ),
    )


# ----- a transformer, opened -----

LONGEST = 160  # tokens of a text; then it slides
VISIBLE = 26  # tokens in the maps
UNIFORMS = np.random.default_rng(11).integers(0, 2**16, 499) / 2**16  # drawn beforehand, one for each new token


class Opened:
    """A language model to look into, to take apart, and to let write.

    model: a Transformer; vocabulary: its tokens, of which number 0 opens every text; letters: how they are drawn;
    prompt: what is typed at the start.
    """

    def __init__(self, model, vocabulary, prompt, letters=None):
        self.model, self.vocabulary, self.prompt = model, tuple(vocabulary), prompt
        self.letters = self.vocabulary if letters is None else tuple(letters)
        self.window = np.shape(model.positions)[1]
        self.visible = min(VISIBLE, self.window)
        self.names = [f"{i + 1}.{j + 1}" for i in range(len(model.layers)) for j in range(model.heads)]
        self.shown = len(self.names)

    def declaration(self, title, caption, scenes):
        """What `@figure` wants to know. Its function hands all it is given to `draw`."""
        return {
            "title": title,
            "caption": caption,
            "controls": self.controls(),
            "scenes": scenes,
            "state": State(self.start, self.step, rate=12),
            "description": "A text of {count:d} tokens. The most probable next one has probability {top:.2f}; the "
            "entropy is {nats:.2f} nats. Head number {head:d} is shown.",
        }

    def controls(self):
        count, most = len(self.names), min(self.window, LONGEST) - 1
        return [
            Text("prompt", label="begin a text", vocabulary=self.vocabulary, most=most, start=self.prompt, role="data"),
            Slider("temperature", low=0.1, high=3, step=0.05, start=0.5, role="highlight"),
            Slider("head", label="look at head number", low=1, high=count, step=1, start=self.shown, integer=True),
            Slider(
                "back", label="ask so many tokens back", low=0, high=self.visible - 1, step=1, start=0, integer=True
            ),
            Toggle("off", label="switch this head off", role="negative"),
            Toggle("mask", label="causal mask", start=True),
            Toggle("places", label="positions", start=True),
            Toggle("scaled", label="divide by the root", start=True),
        ]

    # --- what it computes

    def start(self, prompt):
        behind = np.full(LONGEST - 1 - np.shape(prompt)[0], -1)
        ids = np.concatenate([np.zeros(1, dtype=int), prompt, behind])
        count = np.sum(ids >= 0)
        return {"ids": ids, "count": count, "given": count, "turn": 0 * count}

    def step(self, state, temperature, head, off, mask, places, scaled):
        """Draw the next token and write it down."""
        _, last, _, _, scores = self.read(state, head, off, mask, places, scaled)
        uniform = look_up(UNIFORMS, np.remainder(state.turn, len(UNIFORMS)))
        token = sample(softmax(pick(scores, last, axis=1) / temperature), uniform)
        is_full = state.count >= LONGEST
        kept = np.where(is_full, np.append(state.ids[1:], -1), state.ids)
        count = np.minimum(state.count + 1, LONGEST)
        return {
            "ids": np.where(np.arange(LONGEST) == count - 1, token, kept),
            "count": count,
            "given": np.maximum(state.given - is_full, 0),
            "turn": state.turn + 1,
        }

    def read(self, state, head, off, mask, places, scaled):
        """The model on the last tokens of the text, with parts switched off.

        Returns ids (window,), the place of the last token in it, and what `language_model` returns.
        """
        model, places_of = self.model, np.arange(self.window)
        first = np.maximum(state.count - self.window, 0)
        ids = np.take(state.ids, first + places_of, mode="clip")
        last = np.minimum(state.count, self.window) - 1
        is_there = np.expand_dims(places_of <= last, 1)
        is_off = off & (np.arange(len(self.names)) == head - 1)
        rows = np.shape(model.layers[0].query[1])[0] // model.heads
        return (
            ids,
            last,
            *attention.language_model(
                ids,
                model,
                allowed=is_there & (attention.causal_mask(self.window) | ~mask),
                scale=np.where(scaled, 1 / np.sqrt(rows), 1.0),
                keep=np.reshape(np.where(is_off, 0.0, 1.0), (len(model.layers), model.heads)),
                places=1.0 * places,
            ),
        )

    def after(self, prompt, head=1, is_off=False):
        """What the model makes of a text: attention of its last token in every head, (heads, window), and the
        probabilities of the next one."""
        typed = self.controls()[0]
        state = SimpleNamespace(**self.start(typed.array(typed.check(prompt))))
        on = np.True_
        _, last, _, A, scores = self.read(state, head, np.bool_(is_off), on, on, on)
        return np.reshape(A[..., last], (len(self.names), -1)), softmax(scores[:, last])

    def most_needed(self, prompt):
        """The number of the head without which the most probable next token loses most."""
        favourite = np.argmax(self.after(prompt)[1])
        without = [self.after(prompt, head + 1, True)[1][favourite] for head in range(len(self.names))]
        return 1 + int(np.argmin(without))

    def looks_at(self, prompt, place):
        """The number of the head in which the last token pays most attention to the token at a place."""
        return 1 + int(np.argmax(self.after(prompt)[0][:, place]))

    # --- what it shows

    def draw(self, state, temperature, head, back, off, mask, places, scaled, task=None):
        """task: from the probabilities of the next token to a Challenge."""
        S = self.visible
        ids, last, stages, A, scores = self.read(state, head, off, mask, places, scaled)
        seen = last - S + 1 + np.arange(S)  # places in the window, the last token on the right
        is_there = 1.0 * (seen >= 0)
        letters = np.where(seen >= 0, pick(ids, seen), -1)
        asks = np.maximum(last - back, 0)
        column = asks - seen[0]  # where that is shown
        A = np.reshape(A, (len(self.names), self.window, self.window))
        asked = pick(pick(A, asks, axis=2), seen, axis=1) * is_there  # (heads, S)
        one = pick(pick(pick(A, head - 1), seen), seen, axis=1) * is_there * np.expand_dims(is_there, 1)
        into = pick(np.stack(stages[:-1]), np.floor_divide(head - 1, self.model.heads))
        chances = softmax(pick(scores, asks, axis=1) / temperature)
        return Drawing(
            panels=[
                self.strip(asked, letters, column, head),
                self.bars(chances, pick(ids, asks + 1), asks < last),
                self.square(one, letters, column),
                self.columns(pick(into, seen, axis=1) * is_there, letters, column),
            ],
            columns=2,
            passages=[Passage("text", state.ids, self.vocabulary, separator="", given=state.given, role="model")],
            readouts=[
                Readout("tokens", state.count, "d", name="count"),
                Readout("most probable", np.max(chances), role="highlight", name="top"),
                Readout("entropy", entropy(chances), unit="nats", role="highlight", name="nats"),
            ],
            challenge=task and task(chances),
        )

    def strip(self, asked, letters, asks, head):
        """One token's attention in every head."""
        count, S = np.shape(asked)
        row = count - 1.0 * head

        def drag(x, _):
            return {"back": np.clip(S - 1 - np.floor(x), 0, S - 1)}

        marks = [
            heatmap(asked[::-1], (0, S), (0, count), range=(0, 1)),
            boxes([0.0], np.reshape(row, 1), [1.0 * S], np.reshape(row + 1, 1), filled=False, role="key"),
            boxes(np.reshape(1.0 * asks, 1), [-1.0], np.reshape(asks + 1.0, 1), [0.0], role="query", opacity=0.25),
            text(np.arange(S) + 0.5, np.full(S, -0.8), self.letters, which=letters, anchor="middle"),
            handle(np.reshape(asks + 0.5, 1), [-1.5], drag, label="the token that asks", role="query", key_step=(1, 0)),
        ]
        heads = Axis("head", -2, count, ticks=[count - i - 0.5 for i in range(count)], tick_labels=tuple(self.names))
        across = Axis(None, 0, S, ticks=[], show=False)
        return Panel(marks, x=across, y=heads, title="Whom one token asks, in every head", aspect=0.5)

    def square(self, one, letters, asks):
        """All attention of the chosen head."""
        S = self.visible
        middle = np.arange(S) + 0.5
        marks = [
            heatmap(one[::-1], (0, S), (0, S), range=(0, 1)),
            boxes(np.reshape(1.0 * asks, 1), [0.0], np.reshape(asks + 1.0, 1), [1.0 * S], filled=False, role="query"),
            text(middle, np.full(S, S + 0.4), self.letters, which=letters, anchor="middle", role="query"),
            text(np.full(S, -0.4), S - middle, self.letters, which=letters, anchor="end", role="key", dy=4),
        ]
        axes = {"x": Axis(None, -1.4, S, show=False), "y": Axis(None, 0, S + 1.6, show=False)}
        return Panel(marks, title="The chosen head: queries across, keys down", aspect="equal", **axes)

    def columns(self, into, letters, asks):
        """The tokens as the layer of the chosen head receives them."""
        D, S = np.shape(into)
        marks = [
            heatmap(into[::-1], (0, S), (0, D), colors="diverging", range=(-3, 3)),
            boxes(np.reshape(1.0 * asks, 1), [0.0], np.reshape(asks + 1.0, 1), [1.0 * D], filled=False, role="query"),
            text(np.arange(S) + 0.5, np.full(S, D + 0.04 * D), self.letters, which=letters, anchor="middle"),
        ]
        axes = {"x": Axis(None, 0, S, show=False), "y": Axis(None, 0, 1.1 * D, show=False)}
        return Panel(marks, title=f"The tokens before its layer: {D} rows", aspect=0.9, **axes)

    def bars(self, chances, follows, is_known):
        """Probabilities of the next token; a ring on the one that follows in the text."""
        V = len(self.vocabulary)
        marks = [
            bars(np.arange(V), chances, role="highlight"),
            points(np.reshape(1.0 * np.maximum(follows, 0), 1), [1.06], visible=is_known, role="data", shape="ring"),
        ]
        across = Axis(None, -0.7, V - 0.3, ticks=list(range(V)), tick_labels=self.letters)
        up = Axis("probability of the next token", 0, 1.12, ticks=[0, 0.5, 1])
        return Panel(marks, x=across, y=up, title="What comes next", aspect=0.5)


HALFWAY = "my name is zoltan. hello zol"


def pick(values, index, axis=0):
    """What stands at a computed place; outside, the nearest."""
    return np.take(values, index, axis=axis, mode="clip")


class Trained(Opened):
    """The transformer that the chapter trains on small talk. `vocabulary` begins with the space."""

    def __init__(self, model, vocabulary):
        super().__init__(model, vocabulary, "my name is lena. hello ", ["␣", *vocabulary[1:]])
        self.needed = self.most_needed(self.prompt)
        self.shown = self.looks_at(HALFWAY, 1 + HALFWAY.index("t"))  # the letter to come; one token opens the text

    def declaration(self):
        return super().declaration(
            "A transformer, opened",
            "All numbers are the trained ones, and the page computes with them. Press play, or write a name of your "
            "own and let it answer. Whom does the last letter ask, in which head? Then take the model apart: one head, "
            "the mask, the positions, the root. What does it still know, and what has it forgotten?",
            {
                "Hello lena": {"head": self.shown},
                "In the middle of a name": {"prompt": HALFWAY, "head": self.shown},
                "Nothing to copy": {"prompt": "my name is "},
                "Who has what": {"prompt": "my name is rob. hello rob! rob has a "},
                "Hot": {"temperature": 2},
                "Without the head": {"prompt": HALFWAY, "head": self.shown, "off": True},
                "Without positions": {"places": False},
                "Not divided by the root": {"scaled": False},
                "Seeing the future": {"mask": False, "back": 9},
            },
        )

    def draw(self, state, temperature, head, back, off, mask, places, scaled):
        begun = self.controls()[0].array(self.prompt)
        begun = np.append(0, begun[begun >= 0])
        is_begun = (state.count == len(begun)) & np.all(state.ids[: len(begun)] == begun)
        letter = self.vocabulary.index("l")

        def task(chances):
            return Challenge(
                "After “hello ” comes the l of lena. Switch off one head, and nothing else, so that l gets less than "
                "0.05.",
                is_begun & off & mask & places & scaled & (back == 0) & (chances[letter] < 0.05),
                answer={"head": self.needed, "off": True},
            )

        return super().draw(state, temperature, head, back, off, mask, places, scaled, task)


# ----- weights set by hand -----

BY_HAND = Opened(attention.induction_by_hand(7, 20), "·abcdef", prompt="fabcdfa")


@figure(
    **BY_HAND.declaration(
        "A transformer set by hand",
        "Two layers, one head each, and every weight is 0 or set on purpose. Head 1.1 looks one place back and notes "
        "what it finds there. Head 2.1 looks for a place whose note is the present letter, and votes for the letter "
        "that stands there. Type some letters from a to f and let it write: it goes on as before. What does it do when "
        "a letter was followed by different ones, and what if a head is off, or the positions?",
        {
            "Again and again": {"prompt": "cafebadcafe"},
            "Three followers": {"prompt": "bacadafa", "temperature": 1},
            "Looking back": {"head": 1},
            "Without looking back": {"head": 1, "off": True},
            "Without places": {"head": 1, "places": False},
        },
    )
)
def set_by_hand(state, temperature, head, back, off, mask, places, scaled):
    def two_ways(chances):
        second = np.sort(chances)[-2]
        return Challenge(
            "Type a text after which two letters are equally probable, each above 0.45.",
            (second > 0.45) & ~off,
            answer={"prompt": "abaca"},
        )

    return BY_HAND.draw(state, temperature, head, back, off, mask, places, scaled, two_ways)
