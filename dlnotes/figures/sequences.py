"""Figures of chapter 09, sequences."""

import re
from itertools import zip_longest

import numpy as np

from dlnotes import data, losses, sequences
from dlnotes.live import (
    Axis,
    Challenge,
    Choice,
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
    graph,
    handle,
    heatmap,
    line,
    look_up,
    points,
    rules,
    segments,
    text,
)

# ----- from address to meaning -----

KINDS = (("the", "a"), ("cat", "dog", "bird"), ("mat", "rug", "sofa"), ("sat", "slept"), ("saw", "chased"), ("on", "."))
SHELF = [word for kind in KINDS for word in kind]  # the words of the stories, in the order of the figures
STORIES, NEW_STORIES = (sequences.encode(words, SHELF) for words in data.small_stories())
NEIGHBOURS = sequences.neighbour_counts(STORIES, len(SHELF))
FLOORS = {
    both: float(losses.entropy(counts / counts.sum(axis=1, keepdims=True)) @ counts.sum(axis=1) / counts.sum())
    for both, counts in ((True, NEIGHBOURS), (False, NEIGHBOURS[:, : len(SHELF)]))
}
HEAD_START = 50  # steps of training between two entries of the table of starts
FINE = 512  # of the numbers in that table


def side(both):
    """What is counted: the words on both sides, or only the next one."""
    return NEIGHBOURS if both else NEIGHBOURS[:, : len(SHELF)]


def trained_ahead(d, both, entries=5):
    """Embeddings after 0, 50, 100, ... steps with learning rate 1, and the axes on which they are seen."""
    counts, rng = side(both), np.random.default_rng(20)
    E, U = (rng.normal(0, 0.5, (rows, d)) for rows in np.shape(counts))
    axes, table = np.eye(d)[:, :2], []
    for turn in range(HEAD_START * (entries - 1) + 1):
        if d > 2:
            axes = sequences.turn_axes(E, axes)
        if turn % HEAD_START == 0:
            table.append([np.rint(FINE * each).astype(np.int16) for each in (E, U, axes)])
        E, U = sequences.skip_step(E, U, counts, 1.0)
    return [np.stack(each) for each in zip(*table, strict=True)]


STARTS = {(d, both): trained_ahead(d, both) for d in (2, 4, 6, 8) for both in (True, False)}


def begin_training(d, both, begin):
    entry = (begin + HEAD_START // 2) // HEAD_START
    E, U, axes = (look_up(table, entry) / FINE for table in STARTS[d, both])
    return {"E": E, "U": U, "axes": axes, "turn": HEAD_START * entry}


def train(state, d, both, rate):
    E, U = sequences.skip_step(state.E, state.U, side(both), rate)
    axes = sequences.turn_axes(E, state.axes) if d > 2 else state.axes
    return {"E": E, "U": U, "axes": axes, "turn": state.turn + 1}


WORD_ROWS = {"ticks": list(range(len(SHELF))), "tick_labels": tuple(SHELF[::-1])}
PLACES = np.arange(len(SHELF))
TOP = len(SHELF) - 1
PAIRS = {"alike": ("cat", "dog"), "apart": ("on", "saw")}


def address(E, word, d):
    """The one-hot column beside the rows of E, and a frame around the row that it picks."""

    def pick(_, y):
        return {"word": np.clip(np.rint(TOP - y), 0, TOP)}

    here = np.reshape(TOP - 1.0 * word, 1)
    frame = boxes(np.zeros(1), here - 0.5, np.full(1, float(d)), here + 0.5, filled=False, role="highlight")
    reach = np.maximum(1.0, np.max(np.abs(E)))
    return [
        heatmap(E, (0, d), (TOP + 0.5, -0.5), colors="diverging", range=(-reach, reach)),
        points(np.full(len(SHELF), -0.08 * d), PLACES, role="muted", shape="ring", size=3),
        frame,
        handle(np.full(1, -0.08 * d), here, pick, label="the one in the one-hot vector", role="highlight"),
    ]


def word_map(E, first, axes, word):
    """Every word at its place, with the way that it has come; a word of a kind is written a line below the other."""
    here, there = E @ axes, first @ axes
    reach = 1.2 * np.maximum(1.0, np.max(np.abs(here)))
    mine = look_up(here, word)
    corners = {"anchor": "end", "dx": -7, "dy": 4}, {"dx": 7, "dy": 4}, {"anchor": "middle", "dy": 18}
    names = []
    for corner, words in zip(corners, zip_longest(*KINDS), strict=True):
        own = [SHELF.index(each) for each in words if each]
        names.append(text(here[own, 0], here[own, 1], [SHELF[i] for i in own], role="ink", **corner))
    marks = [
        rules(x=0.0, role="grid", width=1),
        rules(y=0.0, role="grid", width=1),
        segments(there[:, 0], there[:, 1], here[:, 0], here[:, 1], role="muted", width=1, opacity=0.5),
        segments(np.zeros(1), np.zeros(1), mine[:1], mine[1:], role="highlight", width=2),
        points(here[:, 0], here[:, 1], role="model", size=4),
        points(mine[:1], mine[1:], role="highlight", shape="ring", size=8),
        *names,
    ]
    across, up = Axis(None, -1.7 * reach, 1.7 * reach, show=False), Axis(None, -reach, reach, show=False)
    return Panel(marks, x=across, y=up, aspect="equal", title="The rows as a map")


@figure(
    title="From address to meaning",
    controls=[
        Slider("word", label="word", low=0, high=TOP, step=1, start=2, integer=True, role="highlight"),
        Slider("d", "$d$", label="numbers per word", low=2, high=8, step=2, start=2, integer=True, structural=True),
        Toggle("both", label="predict both neighbours", start=True, structural=True, role="data"),
        Slider("begin", label="begin after steps", low=0, high=200, step=50, start=50, integer=True, role="model"),
        Slider("rate", r"$\alpha$", label="learning rate", low=0.2, high=4, step=0.1, start=1, role="gradient"),
    ],
    caption="A one-hot vector is an address: drag the one, and it picks a row of $E$. What the row means is learned. "
    "Begin after 0 steps, then press play: every word learns to predict its neighbours in twenty small sentences. "
    "Which words drift together, and who told them?",
    scenes={
        "Before training": {"begin": 0, "d": 2, "both": True},
        "Fifty steps": {"begin": 50, "d": 2, "both": True},
        "Two hundred steps": {"begin": 200, "d": 2, "both": True},
        "The next word only": {"begin": 200, "d": 2, "both": False, "word": 10},
        "Eight numbers per word": {"begin": 200, "d": 8, "both": True},
    },
    description="Fourteen words with rows of {d:d} numbers each, after {turn:d} steps of training. The loss is "
    "{loss:.3f}; it cannot fall below {floor:.3f}. Between cat and dog the cosine is {alike:.2f}, between on and saw "
    "{apart:.2f}.",
    state=State(begin_training, train, rate=25),
)
def address_to_meaning(state, word, d, both):
    cosine = sequences.cosines(state.E)
    near = look_up(cosine, word)
    first = STARTS[d, both][0][0] / FINE
    loss = sequences.skip_loss(state.E, state.U, side(both))
    pair = {name: cosine[SHELF.index(a), SHELF.index(b)] for name, (a, b) in PAIRS.items()}
    rows = Axis(None, -0.6, TOP + 0.6, **WORD_ROWS)
    mine = np.where(word == PLACES, 1.0, 0.0)
    alike = [
        bars(PLACES[::-1], near, horizontal=True, thickness=0.6, role="model"),
        bars(PLACES[::-1], near * mine, horizontal=True, thickness=0.6, role="highlight"),
    ]
    return Drawing(
        panels=[
            Panel(
                address(state.E, word, d),
                x=Axis(f"$d={d}$ numbers", -0.16 * d, float(d), ticks=[]),
                y=rows,
                title="Address, and row of $E$",
            ),
            Panel(alike, x=Axis("cosine", -1, 1, ticks=[-1, 0, 1], format=".0f"), y=rows, title="Alike to this word"),
            word_map(state.E, first, state.axes, word),
        ],
        columns=2,
        readouts=[
            Readout("step", state.turn, "d", name="turn"),
            Readout("loss", loss, ".3f", role="loss", name="loss"),
            Readout("cannot fall below", np.asarray(FLOORS[both]), ".3f", name="floor"),
            Readout("cat · dog", pair["alike"], "+.2f", role="model", name="alike"),
            Readout("on · saw", pair["apart"], "+.2f", role="model", name="apart"),
        ],
        challenge=Challenge(
            "Make “on” and “saw” alike: bring their cosine above 0.9.",
            pair["apart"] > 0.9,
            answer={"both": False, "begin": 200},
        ),
    )


# ----- counts -----

DEEPEST = 4  # the largest n of the machine


class Corpus:
    """A text to count in, one to be tested on, and what the figure needs to know of both."""

    def __init__(self, known, ids, test, start):
        self.known, self.ids, self.test, self.V = known, ids, test, len(known)
        self.start = sequences.encode(start, known)
        self.counts = {
            name: [np.stack(each) for each in zip(*(sequences.text_counts(ids, text_, n) for n in SIZES), strict=True)]
            for name, text_ in (("train", ids), ("test", test))
        }

    def perplexities(self, name, k):
        """For every n. k: a number, or an array (m, 1, 1). Returns (4,) or (m, 4)."""
        together, before = self.counts[name]
        return sequences.perplexity(sequences.smoothed(together, before, self.V, k))


SIZES = range(1, DEEPEST + 1)
ELEVEN = data.eleven_words()
FEW = sequences.vocabulary(ELEVEN)
CORPORA = {
    "stories": Corpus(SHELF, STORIES, NEW_STORIES, ["the", "cat", "chased", "the"]),
    "eleven": Corpus(
        FEW,
        sequences.encode(ELEVEN, FEW),
        sequences.encode(["the", "cat", "sat", "on", "the", "rat"], FEW),
        ["the", "cat", "ate", "the"],
    ),
}
SPOKEN = 40  # words that fit into the passage
UNIFORMS = np.random.default_rng(9).integers(0, 256, (8, 199)).astype(np.uint8)  # of 256: uniform numbers
SMOOTHINGS = np.concatenate([[0.0], np.geomspace(0.01, 2, 40)])
CEILING = 60.0  # of the perplexities that are drawn


def begin_to_speak(corpus, seed):
    words = CORPORA[corpus].start
    said = np.concatenate([words, np.full(SPOKEN - len(words), -1)])
    return {"said": said + 0 * seed, "turn": len(words) + 0 * seed}


def put(said, turn, word):
    """Write the word behind the others; where there is no room, drop the first."""
    full = turn >= len(said)
    moved = np.where(full, np.append(said[1:], -1), said)
    return np.where(np.arange(len(said)) == np.minimum(turn, len(said) - 1), word, moved)


def last_words(said, turn, m):
    """The last m words that were said. Returns (m,)."""
    return look_up(said, np.minimum(turn, np.shape(said)[0]) - m + np.arange(m))


def draw_uniform(seed, turn):
    return (look_up(look_up(UNIFORMS, seed), turn, mode="wrap") + 0.5) / 256


def speak(state, corpus, n, k, seed):
    chosen = CORPORA[corpus]
    context = last_words(state.said, state.turn, DEEPEST - 1)
    p = sequences.next_word(chosen.ids, context, chosen.V, n, k)
    word = sequences.sample(p, draw_uniform(seed, state.turn))
    return {"said": put(state.said, state.turn, word), "turn": state.turn + 1}


def below_ceiling(values):
    return np.minimum(np.where(values < CEILING, values, CEILING), CEILING)


def score_panels(chosen, n, k):
    """Perplexity against n for this k, and against k for this n, on both texts."""
    marks, curves = [], []
    for name, label, dash in (("train", "training", None), ("test", "held-out", None)):
        now = below_ceiling(chosen.perplexities(name, k))
        every = below_ceiling(chosen.perplexities(name, np.expand_dims(SMOOTHINGS, (1, 2))))  # (41, 4)
        style = {"role": name, "dash": dash}
        marks += [
            line(np.array(SIZES), now, label=label, direct=True, **style),
            points(np.array(SIZES), now, role=name),
        ]
        curves.append(line(SMOOTHINGS, look_up(every.T, n - 1), label=label, direct=True, width=2, **style))
        if name == "test":
            grip = np.reshape(look_up(now, n - 1), 1)
            curves.append(handle(np.reshape(k, 1), grip, lambda x, _: {"k": np.clip(x, 0, 2)}, label="k", role="test"))
            marks.append(
                handle(
                    np.reshape(1.0 * n, 1),
                    grip,
                    lambda x, _: {"n": np.clip(np.rint(x), 1, DEEPEST)},
                    label="n",
                    role="test",
                    key_step=(1, 0),
                )
            )
    top = text([0.1], [CEILING], ["something impossible came: infinite"], role="muted", dy=-7)
    scale = {"low": 1, "high": 130, "scale": "log", "ticks": [1, 2, 5, 10, 20]}
    ceiling = rules(y=CEILING, role="muted", width=1, dash="2 3")
    return [
        Panel(
            [ceiling, *marks],
            x=Axis("$n$", 0.8, 4.9, ticks=list(SIZES), format="d"),
            y=Axis(None, **scale),
            title="Perplexity and $n$",
        ),
        Panel(
            [ceiling, top, *curves],
            x=Axis("$k$", -0.05, 2.45, ticks=[0, 1, 2], format="d"),
            y=Axis(None, **scale),
            title="Perplexity and $k$",
            aspect=0.35,
        ),
    ]


@figure(
    title="The n-gram machine",
    controls=[
        Choice("corpus", label="text", options={"stories": "twenty small stories", "eleven": "eleven words"}),
        Slider("n", "$n$", label="words that count", low=1, high=DEEPEST, step=1, start=2, integer=True, role="model"),
        Slider("k", "$k$", label="smoothing", low=0, high=2, step=0.01, start=0, role="test"),
        Slider("seed", label="another die", low=0, high=len(UNIFORMS) - 1, step=1, start=0, integer=True),
    ],
    caption="The machine counts which words followed the last $n-1$, and throws a die with these shares. Press step "
    "and watch the bars. Raise $n$: it quotes its training text better and better. What happens to the perplexity on "
    "text that it has not seen? Repair it with $k$.",
    scenes={
        "One word of memory": {"corpus": "stories", "n": 2, "k": 0},
        "None at all": {"corpus": "stories", "n": 1, "k": 0},
        "It quotes": {"corpus": "stories", "n": 4, "k": 0},
        "Smoothed": {"corpus": "stories", "n": 3, "k": 0.03},
        "Too smooth": {"corpus": "stories", "n": 4, "k": 2},
        "Eleven words": {"corpus": "eleven", "n": 2, "k": 0},
        "Eleven words, add one": {"corpus": "eleven", "n": 2, "k": 1},
    },
    description="With {n:d} words and smoothing {k:.2f}, the most probable next word has probability {most:.2f}. The "
    "perplexity is {train:.2f} on the training text and {test:.2f} on held-out text.",
    state=State(begin_to_speak, speak, rate=4),
)
def ngram_machine(state, corpus, n, k):
    chosen = CORPORA[corpus]
    context = last_words(state.said, state.turn, DEEPEST - 1)
    p = sequences.next_word(chosen.ids, context, chosen.V, n, k)
    rows = np.arange(chosen.V)[::-1]
    scores = {name: look_up(chosen.perplexities(name, k), n - 1) for name in ("train", "test")}
    names = Axis(None, -0.6, chosen.V - 0.4, ticks=list(range(chosen.V)), tick_labels=tuple(chosen.known[::-1]))
    shares = bars(rows, p, horizontal=True, thickness=0.7, format=".2f", role="model")
    return Drawing(
        panels=[
            Panel([shares], x=Axis("$P$(next word)", 0, 1.15, ticks=[0, 0.5, 1]), y=names, title="The die", aspect=1),
            *score_panels(chosen, n, k),
        ],
        columns=2,
        passages=[Passage("it says", state.said, chosen.known, given=len(chosen.start), role="model")],
        readouts=[
            Readout("largest $P$", np.max(p), ".2f", role="model", name="most"),
            Readout("perplexity, training", scores["train"], ".2f", role="train", name="train"),
            Readout("held-out", scores["test"], ".2f", role="test", name="test"),
        ],
        challenge=Challenge(
            "Small stories: bring the perplexity on held-out text below 3.72.",
            (corpus == "stories") & (scores["test"] < 3.72),
            answer={"corpus": "stories", "n": 3, "k": 0.02},
        ),
    )


# ----- letters -----

LETTERS = " abcdefghijklmnopqrstuvwxyz"
FARTHEST = 6


def letters_of(text_):
    """Small letters and single spaces."""
    return " ".join(re.findall("[a-z]+", text_.lower().replace("'", "")))


ZEN = sequences.encode(letters_of(data.zen()), LETTERS)
WRITTEN = 160


def begin_to_write(start):
    typed = np.sum(np.where(start >= 0, 1, 0))
    return {"said": np.concatenate([start, np.full(WRITTEN - np.shape(start)[0], -1)]), "turn": typed}


def write(state, n, k, seed):
    context = last_words(state.said, state.turn, FARTHEST - 1)
    p = sequences.next_word(ZEN, context, len(LETTERS), n, k)
    letter = sequences.sample(p, draw_uniform(seed, state.turn))
    return {"said": put(state.said, state.turn, letter), "turn": state.turn + 1}


@figure(
    title="Letter by letter",
    controls=[
        Text("start", label="begin with", vocabulary=LETTERS, most=24, start="beautiful is b", role="data"),
        Slider(
            "n", "$n$", label="letters that count", low=1, high=FARTHEST, step=1, start=3, integer=True, role="model"
        ),
        Slider("k", "$k$", label="smoothing", low=0, high=0.5, step=0.005, start=0, role="test"),
        Slider("seed", label="another die", low=0, high=len(UNIFORMS) - 1, step=1, start=0, integer=True),
    ],
    caption="The same machine, with letters for words and the Zen of Python for its text. Type a beginning, press "
    "play, and raise $n$ from 1 to 6. When do words appear, when sentences, and when does it only quote? Type a word "
    "that the Zen does not have.",
    scenes={
        "One letter": {"n": 1, "k": 0},
        "Two letters": {"n": 2, "k": 0},
        "Four letters": {"n": 4, "k": 0},
        "Six letters: a quotation": {"n": 6, "k": 0},
        "A word it has never seen": {"start": "quick fox", "n": 4, "k": 0},
    },
    description="With {n:d} letters and smoothing {k:.3f}, {possible:d} of 27 letters may come next; the most probable "
    "one has probability {most:.2f}.",
    state=State(begin_to_write, write, rate=12),
)
def letter_machine(state, start, n, k):
    context = last_words(state.said, state.turn, FARTHEST - 1)
    p = sequences.next_word(ZEN, context, len(LETTERS), n, k)
    history = sequences.windows(np.append(np.full(FARTHEST - 1, sequences.BEFORE_THE_TEXT), ZEN), FARTHEST)
    ignored = np.arange(FARTHEST - 1) < FARTHEST - n
    seen = np.sum(np.where(np.all((history[:, :-1] == context) | ignored, axis=1), 1, 0))
    names = tuple(LETTERS.replace(" ", "_"))
    shares = bars(np.arange(len(LETTERS)), p, thickness=0.75, role="model")
    place = Axis(None, -0.7, len(LETTERS) - 0.3, ticks=list(range(len(LETTERS))), tick_labels=names)
    return Drawing(
        panels=[Panel([shares], x=place, y=Axis("$P$(next letter)", 0, 1, ticks=[0, 0.5, 1]), aspect=0.3)],
        passages=[
            Passage("text", state.said, LETTERS, separator="", given=np.sum(np.where(start >= 0, 1, 0)), role="model")
        ],
        readouts=[
            Readout("times this context was seen", seen, "d", role="data", name="seen"),
            Readout("letters that may follow", np.sum(np.where(p > 0, 1, 0)), "d", role="model", name="possible"),
            Readout("largest $P$", np.max(p), ".2f", role="model", name="most"),
        ],
        challenge=Challenge(
            "Type a beginning of at least 6 letters after which $n=4$ knows no answer: its context was never seen.",
            (n == 4) & (k == 0) & (seen == 0) & (start[5] >= 0) & (state.turn <= 24),
            answer={"start": "quick fox", "n": 4, "k": 0},
        ),
    )


# ----- a state that is carried along -----

LENGTH = 20
TIME = np.arange(LENGTH)
CRACKLE = np.round(np.random.default_rng(4).normal(0, 1, LENGTH), 2)
MAP = np.linspace(-1.2, 1.2, 61)


def scalar_rnn(w, u=1.0):
    """A recurrent network of one unit, whose output is its state. w, u: numbers."""
    square = [np.reshape(each, (1, 1)) for each in (w, u)]
    return sequences.Recurrent(np.zeros(1), *square, np.zeros(1), np.eye(1))


def inputs_of(pulses, noise):
    """Two pulses (time, size) on a noisy line. Returns (20,)."""
    fires = np.rint(pulses[:, :1]) == TIME  # (2, 20)
    return np.sum(np.where(fires, pulses[:, 1:], 0.0), axis=0) + noise * CRACKLE


def chain(h, x, w, level):
    """The unrolled network: the same unit at every step, coloured by its state, with what comes in from below."""
    strong = np.clip(w / 3, -1, 1)
    height = np.full(LENGTH, level)
    return [
        segments(TIME[:-1], height[:-1], TIME[1:], height[1:], color=strong + np.zeros(LENGTH - 1), width=4),
        segments(TIME, height - 0.45, TIME, height, color=np.clip(x, -1, 1), width=3),
        points(TIME, height, color=h[1:], size=6),
        points(TIME, height, role="muted", shape="ring", size=6),
    ]


def cobweb(h, w):
    """The map from one state to the next without input, and the way of the states on it."""
    return [
        line(MAP, MAP, role="muted", width=1, dash="4 4"),
        line(MAP, np.tanh(w * MAP), role="model", width=2),
        line(h[:-1], h[1:], role="unit1", width=1, opacity=0.6),
        points(h[:-1], h[1:], role="unit1", size=3),
    ]


@figure(
    title="Unrolled",
    controls=[
        Slider("w", "$w$", label="state to state", low=-3, high=3, step=0.05, start=0.9, role="model"),
        Slider("u", "$u$", label="input to state", low=0, high=2, step=0.05, start=1, role="data"),
        Points(
            "pulses",
            label="two pulses: when, and how strong",
            x=(0, 19, 1),
            y=(-1, 1, 0.05),
            start=((2, 1), (12, -0.4)),
            role="data",
        ),
        Slider("noise", label="noise", low=0, high=0.5, step=0.01, start=0, role="data"),
    ],
    caption="One unit, used twenty times: $h_t=\\tanh(w\\,h_{t-1}+u\\,x_t)$. Drag the pulses. How long is the first "
    "one remembered at $w=0.9$, at $w=0.5$? Above $w=1$ the state no longer falls back: what does it take to make the "
    "unit forget?",
    scenes={
        "Fading": {"w": 0.9, "pulses": ((2, 1), (12, -0.4)), "noise": 0},
        "Short memory": {"w": 0.5, "pulses": ((2, 1), (12, -0.4)), "noise": 0},
        "A switch that stays": {"w": 1.5, "pulses": ((2, 1), (12, -0.4)), "noise": 0},
        "Jammed": {"w": 3, "u": 1, "pulses": ((2, 1), (12, -1)), "noise": 0},
        "Flip, flop": {"w": -1.5, "pulses": ((2, 1), (12, 0)), "noise": 0},
        "Noise": {"w": 0.9, "pulses": ((2, 1), (12, 0)), "noise": 0.3},
    },
    description="A recurrent unit with weight {w:.2f} from state to state and {u:.2f} from input to state. Its state "
    "after the last of twenty steps is {last:.3f}; {kept:d} steps after the first pulse it was still above a half.",
)
def unrolled(w, u, pulses, noise):
    x = inputs_of(pulses, noise)
    h = sequences.rnn(np.reshape(x, (-1, 1)), scalar_rnn(w, u))[0][:, 0]
    first = np.rint(pulses[0, 0])
    below = np.where((first <= TIME) & (np.abs(h[1:]) < 0.5), TIME, LENGTH)
    kept = np.maximum(np.min(below) - first, 0)
    came_in = [
        bars(TIME, x, thickness=0.6, role="data"),
        handle(pulses[:, 0], pulses[:, 1], "pulses", label="pulse", role="data"),
    ]
    states = [
        rules(y=0.0, role="grid", width=1),
        bars(TIME, h[1:], thickness=0.6, role="unit1"),
        *chain(h, u * x, w, -1.75),
        text([-0.9], [-1.22], ["the same unit, again and again"], role="muted", dy=2),
    ]
    when = Axis("step $t$", -1, LENGTH, ticks=[0, 5, 10, 15, 19], format="d")
    return Drawing(
        panels=[
            Panel(came_in, x=when, y=Axis("$x_t$", -1.1, 1.1, ticks=[-1, 0, 1], format=".0f"), title="What comes in"),
            Panel(
                cobweb(h, w),
                x=Axis("$h_{t-1}$", -1.2, 1.2, ticks=[-1, 0, 1], format=".0f"),
                y=Axis("$h_t$", -1.2, 1.2, ticks=[-1, 0, 1], format=".0f"),
                title="From state to state",
            ),
            Panel(
                states,
                x=when,
                y=Axis("$h_t$", -2.3, 1.1, ticks=[-1, 0, 1], format=".0f"),
                title="What is remembered",
                aspect=0.5,
            ),
        ],
        columns=2,
        readouts=[
            Readout("$h$ at the end", h[-1], "+.3f", role="unit1", name="last"),
            Readout("steps above ½ after the first pulse", kept, "d", role="unit1", name="kept"),
        ],
        challenge=Challenge(
            "First pulse at step 2, second at step 12: keep the state above ½ in between, and end below −½.",
            (h[12] > 0.5)
            & (h[5] > 0.5)
            & (h[-1] < -0.5)
            & (np.rint(pulses[0, 0]) == 2)
            & (np.rint(pulses[1, 0]) == 12),
            answer={"w": 1.5, "u": 2, "pulses": ((2, 1), (12, -1))},
        ),
    )


# ----- where the gradient goes -----

LONGEST = 60
STEP = np.arange(LONGEST + 1)
W_GRID = np.round(0.1 + 0.02 * np.arange(146), 2)
BOTTOM, ROOF = 1e-20, 1e10  # of the gradients that are drawn
CIRCLE = np.linspace(0, 2 * np.pi, 73)


def product_to(slopes, T):
    """Products of the slopes of steps t, ..., T - 1, for every t up to T; 1 behind it. slopes: (60,). Returns (61,)."""
    return sequences.kept_share(np.where(STEP[:-1] < T, slopes, 1.0))


def drawn_size(values):
    return np.clip(np.abs(values), BOTTOM, ROOF)


@figure(
    title="Where the gradient goes",
    controls=[
        Slider("w", "$w$", label="state to state", low=0.1, high=3, step=0.02, start=0.9, role="model"),
        Slider("T", "$T$", label="steps", low=5, high=LONGEST, step=1, start=50, integer=True),
        Slider("h0", "$h_0$", label="first state", low=-1, high=1, step=0.05, start=0.1, role="unit1"),
        Choice("unit", options={"tanh": "tanh", "linear": "linear"}, role="model"),
        Slider(
            "rho", r"$\rho$", label="size of the eigenvalues", low=0.5, high=1.5, step=0.01, start=0.97, role="query"
        ),
        Slider("angle", label="their angle", low=0, high=180, step=1, start=20, unit="°", role="query"),
    ],
    caption="How much does the last state still depend on state $h_t$? The slope of every step multiplies what comes "
    "back. Drag the point on the curve of all weights $w$: how wide is the place where something arrives? Switch to "
    "linear: what was the danger on the right, and what has tanh made of it? The ring is a state of two numbers that "
    "is turned and scaled at every step.",
    scenes={
        "Vanishing": {"w": 0.5, "unit": "tanh", "rho": 0.8},
        "On the edge": {"w": 1, "unit": "tanh", "rho": 1},
        "Saturated": {"w": 1.5, "unit": "tanh", "rho": 1},
        "Exploding": {"w": 1.1, "unit": "linear", "rho": 1.1},
        "From a large state": {"w": 1.5, "h0": 1, "unit": "tanh"},
    },
    description="With weight {w:.2f} and {T:d} steps, the derivative of the last state by the first is {slope:.2e}; "
    "for a rotation scaled by {rho:.2f} it is {turned:.2e}.",
)
def where_gradients_go(w, T, h0, unit, rho, angle):
    bend = np.tanh if unit == "tanh" else None
    slopes = sequences.scalar_memory(w, h0, LONGEST, bend)[1]
    back = product_to(slopes, T)
    turned = product_to(rho + np.zeros(LONGEST), T)
    every = sequences.scalar_memory(W_GRID, h0, LONGEST, bend)[1]  # (60, 146)
    edge = np.prod(np.where(np.expand_dims(STEP[:-1] < T, 1), every, 1.0), axis=0)
    here, theta = np.minimum(STEP, T), np.deg2rad(angle)
    size = Axis(None, BOTTOM, ROOF, scale="log", ticks=[1e-20, 1e-10, 1, 1e10])

    def choose_w(x, _):
        return {"w": np.clip(np.rint((x - 0.1) / 0.02) * 0.02 + 0.1, 0.1, 3)}

    def choose_eigenvalue(x, y):
        return {
            "rho": np.clip(np.sqrt(x**2 + y**2), 0.5, 1.5),
            "angle": np.clip(np.rad2deg(np.arctan2(np.abs(y), x)), 0, 180),
        }

    in_time = [
        rules(y=1.0, role="muted", width=1, dash="4 4"),
        line(here, drawn_size(turned), role="query", width=2, label="turned"),
        line(here, drawn_size(back), role="gradient", width=2.5, label="one unit"),
    ]
    across = [
        rules(y=1.0, role="muted", width=1, dash="4 4"),
        rules(x=1.0, role="muted", width=1, dash="4 4"),
        line(W_GRID, drawn_size(edge), role="gradient", width=2),
        handle(np.reshape(w, 1), np.reshape(drawn_size(back[0]), 1), choose_w, label="$w$", role="model"),
    ]
    times = np.minimum(STEP, T)
    powers, turns = np.minimum(np.exp(times * np.log(rho)), 9.0), times * theta
    ring = [
        line(np.cos(CIRCLE), np.sin(CIRCLE), role="muted", width=1, dash="4 4"),
        line(rho * np.cos(CIRCLE), rho * np.sin(CIRCLE), role="query", width=1),
        line(powers * np.cos(turns), powers * np.sin(turns), role="query", width=1, opacity=0.5),
        points(powers * np.cos(turns), powers * np.sin(turns), role="query", size=2),
        points(rho * np.cos(theta), -rho * np.sin(theta), role="query", size=5),
        handle(rho * np.cos(theta), rho * np.sin(theta), choose_eigenvalue, label="an eigenvalue", role="query"),
    ]
    plane = {"low": -1.6, "high": 1.6, "ticks": [-1, 0, 1], "format": ".0f"}
    return Drawing(
        panels=[
            Panel(in_time, x=Axis("$t$", 0, LONGEST, ticks=4), y=size, title="What comes back to step $t$"),
            Panel(ring, x=Axis(None, **plane), y=Axis(None, **plane), aspect="equal", title="Eigenvalues, and powers"),
            Panel(across, x=Axis("$w$", 0, 3.1), y=size, title="What comes back to $h_0$, for every $w$", aspect=0.35),
        ],
        columns=2,
        readouts=[
            Readout("$w$: last by first", back[0], ".2e", role="gradient", name="slope"),
            Readout("turned", turned[0], ".2e", role="query", name="turned"),
        ],
        challenge=Challenge(
            "One tanh unit, $h_0=0.1$, 50 steps: find the $w$ with which at least 0.89 comes back.",
            (unit == "tanh") & (T == 50) & (np.abs(h0 - 0.1) < 1e-6) & (back[0] >= 0.89),
            answer={"w": 1.02},
        ),
    )


# ----- how far back -----

PAST = np.arange(4)


@figure(
    title="How far back?",
    controls=[
        Slider("steps", "$s$", label="steps back", low=1, high=4, step=1, start=1, integer=True, role="gradient"),
        Slider("w", "$w$", label="state to state", low=-1.5, high=1.5, step=0.05, start=0.9, role="model"),
        *[
            Slider(f"x{t}", f"$x_{t}$", label="input", low=-1.5, high=1.5, step=0.05, start=start, role="data")
            for t, start in ((1, 1), (2, 0.5), (3, -1), (4, 0.25))
        ],
        Slider("target", "$y$", label="what $h_4$ should be", low=-1, high=1, step=0.05, start=0.2, role="minimum"),
    ],
    caption="Four inputs, one state, one loss at the end. Each bar is what one step contributes to "
    "$\\partial L/\\partial w$, the last step first; the line adds them up, and truncation stops after $s$ of them. "
    "Drag the inputs up and down. Can one step have the wrong sign? Can two?",
    scenes={
        "One step: wrong sign": {"steps": 1},
        "Two steps": {"steps": 2},
        "All of it": {"steps": 4},
        "A weak state": {"steps": 1, "w": 0.2},
    },
    description="The gradient by the weight from state to state is {full:+.4f}; cut off after {steps:d} steps it is "
    "{cut:+.4f}.",
)
def how_far_back(steps, w, x1, x2, x3, x4, target):
    inputs = np.stack([x1, x2, x3, x4])
    x, params = np.reshape(inputs, (4, 1)), scalar_rnn(w)
    hs, ys = sequences.rnn(x, params)
    wrong = np.where(PAST[:, None] == 3, ys - target, 0.0)
    sums = np.stack([sequences.bptt(x, hs, wrong, params, s).omega_hh[0, 0] for s in (1, 2, 3, 4)])
    parts = np.diff(np.append(0.0, sums))
    cut = look_up(sums, steps - 1)
    counted = np.where(steps > PAST, parts, 0.0)
    reach = 1.25 * np.maximum(0.05, np.max(np.abs(np.append(parts, sums))))

    def move(t):
        return lambda _, y: {f"x{t}": np.clip(y, -1.5, 1.5)}

    came_in = [
        rules(y=0.0, role="grid", width=1),
        line(PAST + 1.0, hs[1:, 0], role="unit1", width=2, label="states $h_t$"),
        points(PAST + 1.0, hs[1:, 0], role="unit1", size=5),
        segments([3.6], np.reshape(target, 1), [4.4], np.reshape(target, 1), role="minimum", width=2.5),
        text([3.55], np.reshape(target, 1), ["target"], role="minimum", anchor="end", dy=4),
        bars(PAST + 1.0, inputs, thickness=0.25, role="data", opacity=0.5),
        *[
            handle(np.full(1, 1.0 * t), inputs[t - 1 : t], move(t), label=f"input {t}", role="data", key_step=(0, 0.05))
            for t in (1, 2, 3, 4)
        ],
    ]
    added = [
        rules(y=0.0, role="muted", width=1),
        bars(PAST + 1.0, parts, thickness=0.6, role="muted", opacity=0.5),
        bars(PAST + 1.0, counted, thickness=0.6, role="gradient"),
        rules(y=np.reshape(sums[3], 1), role="minimum", width=1.5, dash="5 3"),
        line(PAST + 1.0, sums, role="loss", width=1.5),
        points(np.reshape(1.0 * steps, 1), np.reshape(cut, 1), role="loss", size=6),
        text([4.4], np.reshape(sums[3], 1), ["full"], role="minimum", anchor="end", dy=-5),
    ]
    return Drawing(
        panels=[
            Panel(
                came_in,
                x=Axis("$t$", 0.5, 4.5, ticks=[1, 2, 3, 4], format="d"),
                y=Axis(None, -1.6, 1.6, ticks=[-1, 0, 1], format=".0f"),
                title="Inputs and states",
            ),
            Panel(
                added,
                x=Axis("steps back", 0.5, 4.5, ticks=[1, 2, 3, 4], format="d"),
                y=Axis(r"$\partial L/\partial w$", -reach, reach, ticks=4),
                title="The gradient, step by step",
            ),
        ],
        readouts=[
            Readout("$L$", wrong[3, 0] ** 2 / 2, ".4f", role="loss"),
            Readout("after $s$ steps", cut, "+.4f", role="gradient", name="cut"),
            Readout("full", sums[3], "+.4f", role="minimum", name="full"),
        ],
        challenge=Challenge(
            "Make even two steps wrong: their sum is positive, the full gradient is below −0.02.",
            (sums[1] > 0.001) & (sums[3] < -0.02),
            answer={"x1": 0.5, "x2": 0, "x3": -0.75, "x4": -0.5},
        ),
    )


# ----- the additive path -----

DETAIL = np.array(
    [0.9, -0.6, 0.8, 0.3, -0.7, 0.5, -0.2, 0.6, -0.9, 0.4, 0.1, -0.5, 0.7, -0.3, 0.9, -0.8, 0.2, 0.6, -0.4, 0.5]
)
LEAST = 1e-6


def at_time(place):
    """1 at the step of a point (time, size), 0 elsewhere. Returns (20,)."""
    return np.where(np.rint(place[0]) == TIME, 1.0, 0.0)


@figure(
    title="The additive path",
    controls=[
        Slider("keep", "$f$", label="how much is kept", low=0, high=1, step=0.005, start=0.98, role="value"),
        Points(
            "forget",
            label="one step keeps less: when, and how much",
            x=(0, 19, 1),
            y=(0, 1, 0.05),
            start=((13, 0.1),),
            role="value",
        ),
        Points(
            "write",
            label="two steps write: when, and how much",
            x=(0, 19, 1),
            y=(0, 1, 0.05),
            start=((2, 1), (7, 0.6)),
            role="data",
        ),
        Toggle("tied", label="write what is not kept (GRU)", role="data"),
        Slider("w", "$w$", label="plain network: state to state", low=0, high=1.5, step=0.05, start=0.9, role="unit1"),
    ],
    caption="A memory that is added to: $c_t=f_tc_{t-1}+i_tg_t$. The candidates $g_t$ (dots) come all the time; gates "
    "decide. Drag the two write gates and the step that forgets. Store the candidate of step 2 until the end. What "
    "becomes of the gradient when one step forgets, and what becomes of it in the plain network?",
    scenes={
        "Write twice, forget once": {},
        "Write once, keep": {"keep": 1, "forget": ((13, 1),), "write": ((2, 1), (7, 0))},
        "A leak": {"keep": 0.9, "forget": ((13, 0.9),), "write": ((2, 1), (7, 0))},
        "Wiped": {"keep": 1, "forget": ((13, 0),), "write": ((2, 1), (7, 0))},
        "Tied, as in a GRU": {"keep": 0.98, "forget": ((2, 0),), "tied": True},
    },
    description="The memory holds {held:.3f} at the end; step 2 brought {wanted:.1f}. Along the additive path "
    "{gated:.2e} of the gradient comes back to step 2, in the plain network {plain:.2e}.",
)
def additive_path(keep, forget, write, tied, w):
    kept = np.where(at_time(forget[0]) > 0, forget[0, 1], keep)
    wrote = np.maximum(at_time(write[0]) * write[0, 1], at_time(write[1]) * write[1, 1])
    wrote = np.where(tied, 1 - kept, wrote)
    c = sequences.gated_memory(kept, wrote, DETAIL)[1:]
    h = sequences.rnn(DETAIL[:, None], scalar_rnn(w))[0][1:, 0]
    back, plain = (sequences.kept_share(each)[1:] for each in (kept, w * (1 - h**2)))
    ticks = {"ticks": [0, 5, 10, 15, 19], "format": "d"}
    when, share = Axis("step $t$", -1, LENGTH, **ticks), Axis(None, 0, 1.12, ticks=[0, 0.5, 1])
    doors = [
        bars(TIME, kept, thickness=0.6, role="value", opacity=0.8),
        handle(forget[:, 0], forget[:, 1], "forget", label="the step that keeps less", role="value"),
    ]
    letters = [
        bars(TIME, wrote, thickness=0.6, role="data", opacity=0.8),
        handle(write[:, 0], write[:, 1], "write", label="a step that writes", role="data"),
    ]
    stored = [
        rules(y=DETAIL[2], role="minimum", width=1, dash="5 3"),
        bars(TIME, c, thickness=0.6, role="value", opacity=0.8),
        points(TIME, DETAIL, role="data", size=3, label="candidates $g_t$"),
        line(TIME, h, role="unit1", width=1.5, label="plain $h_t$"),
    ]
    gradients = [
        rules(y=1.0, role="muted", width=1, dash="4 4"),
        line(TIME, np.maximum(back, LEAST), role="value", width=2.5, label="additive path"),
        line(TIME, np.maximum(np.abs(plain), LEAST), role="unit1", width=2, label="plain"),
    ]
    return Drawing(
        panels=[
            Panel(doors, x=when, y=share, title="Keep, $f_t$", aspect=0.5),
            Panel(letters, x=when, y=share, title="Write, $i_t$", aspect=0.5),
            Panel(stored, x=when, y=Axis(None, -2.1, 2.1, ticks=[-2, -1, 0, 1, 2], format=".0f"), title="Memory $c_t$"),
            Panel(
                gradients, x=when, y=Axis(None, LEAST, 3, scale="log", ticks=4), title="What comes back from the end"
            ),
        ],
        columns=2,
        readouts=[
            Readout("$c$ at the end", c[-1], "+.3f", role="value", name="held"),
            Readout("wanted", np.asarray(DETAIL[2]), "+.3f", role="minimum", name="wanted"),
            Readout("comes back to step 2", back[2], ".2e", role="value", name="gated"),
            Readout("plain", plain[2], ".2e", role="unit1", name="plain"),
        ],
        challenge=Challenge(
            "Hold the candidate of step 2 until the end, to within 0.05, with 0.9 of the gradient coming back.",
            (np.abs(c[-1] - DETAIL[2]) < 0.05) & (back[2] > 0.9),
            answer={"keep": 1, "forget": ((13, 1),), "write": ((2, 1), (7, 0))},
        ),
    )


# ----- wiring -----

COLUMNS = 6
ROWS = {"x": 0.0, "h": 1.0, "y": 2.0}


class Wiring:
    """Which boxes there are, which arrows, and what it is for. Steps count from 1."""

    def __init__(self, label, task, reads, runs, writes, feedback=False):
        self.label, self.task, self.reads, self.writes = label, task, reads, writes
        kinds = [("x", t) for t in reads] + [("h", t) for t in runs] + [("y", t) for t in writes]
        self.nodes = {node: i for i, node in enumerate(kinds)}
        wanted = [(("h", t), ("h", t + 1)) for t in runs]
        wanted += [(("x", t), ("h", t)) for t in reads] + [(("h", t), ("y", t)) for t in writes]
        wanted += [(("y", t), ("h", t + 1)) for t in writes] if feedback else []
        self.edges = [(self.nodes[a], self.nodes[b]) for a, b in wanted if a in self.nodes and b in self.nodes]
        self.x = np.array([float(t) for _, t in kinds])
        self.y = np.array([ROWS[kind] for kind, _ in kinds])
        self.labels = [f"${kind}_{t}$" for kind, t in kinds]
        self.starts, self.ends = np.array(self.edges).T
        way = sequences.reaches(len(kinds), self.edges)
        outputs = np.array([self.nodes["y", t] for t in writes])
        self.used = 1.0 * way[:, outputs].T  # (outputs, nodes)
        self.inputs = 1.0 * np.array([kind == "x" for kind, _ in kinds])


every = range(1, COLUMNS + 1)
WIRINGS = {
    "one_one": Wiring(
        "one to one", "an image → its class: nothing recurs, this is no recurrent network", [1], [1], [1]
    ),
    "one_many": Wiring("one to many", "an image → a caption; each word is fed back", [1], every, every, True),
    "many_one": Wiring("many to one", "a review → is it friendly?", every, every, [6]),
    "aligned": Wiring(
        "many to many, aligned", "words → the next word, at every position: a language model", every, every, every
    ),
    "translate": Wiring(
        "many to many, encoder and decoder", "a sentence → its translation", [1, 2, 3], every, [4, 5, 6], True
    ),
}


@figure(
    title="Wiring chart",
    controls=[
        Choice(
            "pattern",
            label="pattern",
            options={name: wiring.label for name, wiring in WIRINGS.items()},
            start="aligned",
        ),
        Slider("time", "$t$", label="time", low=0, high=COLUMNS, step=1, start=4, integer=True, role="model"),
        Slider("out", label="output", low=1, high=COLUMNS, step=1, start=2, integer=True, role="highlight"),
    ],
    caption="Move $t$: boxes light up in the order in which they can be computed. Drag the ring to an output: the "
    "boxes that it may use turn blue. An arrow is all that lets it use an input. Which patterns answer "
    "before they have read everything?",
    scenes={wiring.label.capitalize(): {"pattern": name, "time": 6, "out": 6} for name, wiring in WIRINGS.items()},
    description="Output {asked:d} of this pattern may use {inputs:d} of {all_inputs:d} inputs. At time {time:d}, "
    "{lit:d} boxes are computed.",
)
def wiring_chart(pattern, time, out):
    wiring = WIRINGS[pattern]
    steps = np.array(wiring.writes)
    which = np.argmin(np.abs(steps - out))
    asked = look_up(1.0 * steps, which)
    used = look_up(wiring.used, which)  # (nodes,)
    lit = np.where(wiring.x <= time, 1.0, 0.0)
    inputs = np.sum(used * wiring.inputs)

    dx, dy = (each[wiring.ends] - each[wiring.starts] for each in (wiring.x, wiring.y))
    shown = np.where(lit[wiring.ends] > 0, wiring.x[wiring.starts], -9.0)
    heads = arrows(shown + 0.5 * dx, wiring.y[wiring.starts] + 0.5 * dy, 0.2 * dx, 0.2 * dy, role="ink", width=1.5)

    def ask(x, _):
        return {"out": np.clip(np.rint(x), 1, COLUMNS)}

    marks = [
        rules(x=np.reshape(time + 0.5, 1), role="model", width=1.5, dash="5 3"),
        graph(wiring.x, wiring.y, wiring.edges, node_value=0.75 * used, active=lit, labels=wiring.labels),
        heads,
        handle(np.reshape(asked, 1), np.full(1, 2.72), ask, label="output", role="highlight", key_step=(1, 0)),
    ]
    rows = Axis(None, -0.45, 3.0, ticks=[0, 1, 2], tick_labels=("in", "state", "out"))
    return Drawing(
        panels=[
            Panel(
                marks,
                x=Axis("step", 0.5, COLUMNS + 0.6, ticks=list(every), format="d"),
                y=rows,
                title=wiring.task,
                aspect=0.6,
            )
        ],
        readouts=[
            Readout("output at step", asked, "d", role="highlight", name="asked"),
            Readout("inputs that it may use", inputs, "d", role="data", name="inputs"),
            Readout("of", np.asarray(len(wiring.reads)), "d", name="all_inputs"),
            Readout("boxes computed", np.sum(lit), "d", role="model", name="lit"),
        ],
        challenge=Challenge(
            "Find an output that may use exactly 5 inputs, and is there before the sixth is read.",
            (inputs == 5) & (time == 5) & (asked == 5),
            answer={"pattern": "aligned", "time": 5, "out": 5},
        ),
    )
