"""Recording: what is replayed, in NumPy and by the page's runtime, equals the function itself."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from scipy.special import erf, expit

from dlnotes.live import RecordingError
from dlnotes.live.primitives import PRIMITIVES
from dlnotes.live.tracing import Recording, look_up
from tests.replay import plain, replay

INDEX = np.array([2, 0, 1, 1])

# name → function of a number a, a vector v (4), matrices m (3, 4) and s (4, 4), a stack of matrices t (2, 3, 4) and a
# whole number i. Every row of the table of operations is used at least once; a test below says so.
FUNCTIONS = {
    "arithmetic": lambda a, v, m: a * v + m / (2 + v**2) - 3 // (1 + a**2),
    "remainders": lambda v, m: [v % 0.7, -v % 0.7, m % -0.3, np.fmod(m, 0.4), m // 0.25, np.divmod(m, 0.3)[0] * 1.0],
    "powers": lambda v, m: [np.abs(m) ** v, 2.0**m, m**3, np.float_power(np.abs(v), 0.5)],
    "comparisons": lambda a, v, m: [m > a, m >= v, v < a, v <= 0, m == m, m != v],
    "masks": lambda v, m: [
        (v > 0) & (v < 1),
        (m > 0) | (m < -1),
        ~(v > 0),
        (v > 0) ^ (v < 1),
        (v > 0) + (v < 1),
        (v > 0) * (v < 1),
        np.logical_not(v > 0),
        np.logical_xor(v > 0, v < 1),
        np.logical_and(v > 0, m > 0),
        np.logical_or(v > 0, m > 0),
    ],
    "choices": lambda a, v, m: [
        np.where(m > a, m, v),
        np.where(v > 0, 1, -1),
        np.maximum(m, v),
        np.minimum(a, v),
        np.clip(m, -0.5, a**2),
        np.fmax(v, 0),
        np.fmin(v, 0),
    ],
    "exponentials": lambda v: [
        np.exp(v),
        np.expm1(v),
        np.exp2(v),
        np.log(v**2 + 1),
        np.log2(v**2 + 1),
        np.log10(v**2 + 1),
        np.log1p(v**2),
        np.logaddexp(v, 0.3),
        np.sqrt(v**2),
        np.cbrt(v),
    ],
    "trigonometry": lambda v: [
        np.sin(v),
        np.cos(v),
        np.tan(v),
        np.arcsin(v / 9),
        np.arccos(v / 9),
        np.arctan(v),
        np.arctan2(v, v[::-1]),
        np.hypot(v, 2),
        np.deg2rad(v),
        np.rad2deg(v),
        np.degrees(v),
        np.radians(v),
    ],
    "hyperbolas": lambda v: [
        np.sinh(v),
        np.cosh(v),
        np.tanh(v),
        np.arcsinh(v),
        np.arccosh(v**2 + 1),
        np.arctanh(v / 9),
    ],
    "special functions": lambda m: [erf(m), erf(3 * m), expit(m), np.heaviside(m, 0.5), np.copysign(2.0, m)],
    "rounding": lambda v, m: [
        np.floor(m),
        np.ceil(m),
        np.rint(m),
        np.trunc(m),
        np.round(m, 1),
        np.sign(m),
        np.abs(v),
        np.fabs(v),
        np.rint(np.round(2 * v) / 2),
        np.around(m),
    ],
    "signs": lambda v: [-v, +v, np.square(v), np.reciprocal(v + 9), np.positive(v)],
    "tests of numbers": lambda v: [np.isfinite(1 / np.maximum(v, 0)), np.isnan(v), np.isinf(1 / np.maximum(v, 0))],
    "types": lambda v, i: [v.astype(int), (v > 0).astype(float), v.astype(bool), ~i, i + 2, i / 2, i**2, i // 2, i % 2],
    "products": lambda v, m, s, t: [
        m @ v,
        v @ s,
        m @ s,
        t @ s,
        t @ v,
        s @ np.swapaxes(t, 1, 2),
        v @ v,
        m @ s.T,
        s.T @ m.T,
    ],
    "batched products": lambda m, s, t: [t @ np.stack([s, s.T]), m @ np.stack([s, 2 * s])],
    "sums over letters": lambda v, m, s, t: [
        np.einsum("ij,jk->ik", m, s),
        np.einsum("ij,ij->j", m, m),
        np.einsum("ii->i", s),
        np.einsum("bij,j->bi", t, v),
        np.einsum("ij->ji", m),
        np.einsum("ii", s),
        np.einsum("i,j", v, v),
    ],
    "tensor products": lambda v, m, s, t: [
        np.tensordot(t, s, axes=1),
        np.tensordot(t, m, axes=([1, 2], [0, 1])),
        np.dot(m, s),
        np.dot(v, v),
        np.outer(v, v),
        np.inner(m, s),
        np.dot(2.0, v),
    ],
    "sums": lambda v, m, t: [
        np.sum(m),
        np.sum(m, axis=0),
        m.sum(axis=1, keepdims=True),
        np.sum(t, axis=(0, 2)),
        np.mean(t, axis=1),
        m.mean(),
        np.var(m, axis=0),
        np.std(m),
        v.std(ddof=1),
        np.average(m, axis=1, weights=[1, 2, 3, 4]),
        np.sum(m > 0, axis=0),
        np.add.reduce(m),
    ],
    "extremes": lambda v, m: [
        np.max(m),
        m.min(axis=0),
        np.max(m, axis=1, keepdims=True),
        np.argmax(m),
        np.argmin(m, axis=0),
        m.argmax(axis=1),
        np.ptp(m, axis=0),
        np.prod(m, axis=0),
        np.maximum.reduce(m),
    ],
    "quantifiers": lambda v, m: [np.any(m > 0), np.all(m > -9, axis=0), np.any(m > 1, axis=1), np.all(m > 0)],
    "running sums": lambda v, m: [
        np.cumsum(v),
        np.cumsum(m, axis=0),
        np.cumsum(m),
        np.cumprod(v),
        np.add.accumulate(m),
        np.maximum.accumulate(m),
        np.minimum.accumulate(v),
    ],
    "sorting": lambda v, m: [
        np.sort(v),
        np.sort(m, axis=0),
        np.argsort(m, axis=1, kind="stable"),
        np.take_along_axis(m, np.argsort(m, axis=1, kind="stable"), axis=1),
    ],
    "grids": lambda a, v: [
        np.linspace(a, a + 2, 5),
        np.linspace(0, v, 3),
        np.linspace(v, 9, 3, endpoint=False, axis=1),
        *np.meshgrid(v, v * a),
        *np.meshgrid(v, v[:2], indexing="ij"),
    ],
    "slices": lambda v, m, t: [
        v[1:3],
        v[::-1],
        m[1],
        m[:, 1:3],
        m[::2, ::-1],
        t[..., 0],
        t[:, None, 1],
        m[1, 2],
        v[-1],
    ],
    "fancy indices": lambda v, m: [v[INDEX], m[[0, 2]], m[[0, 1], [2, 3]], m[:, INDEX], m[m.shape[0] - 1]],
    "computed indices": lambda v, m, i: [
        np.take(v, i, mode="clip"),
        np.take(v, i - 5, mode="wrap"),
        np.take(m, i + np.arange(3), axis=1, mode="wrap"),
        np.take(m, i, mode="clip"),
        np.take(m.T, i * INDEX, axis=0, mode="clip"),
        look_up(np.arange(5.0) ** 2, i),
        look_up(np.arange(12.0).reshape(4, 3), INDEX * i, mode="wrap"),
    ],
    "shapes": lambda v, m, t: [
        m.reshape(2, 6),
        m.T.reshape(-1),
        t.transpose(2, 0, 1),
        np.moveaxis(t, 0, 2),
        m.ravel(),
        np.expand_dims(v, 1),
        np.squeeze(v[None]),
        np.swapaxes(t, 0, 2),
        np.atleast_1d(v[0]),
        np.atleast_2d(v),
        np.ravel(m),
        np.transpose(m),
        m.flatten(),
    ],
    "repeats": lambda v, m: [
        np.broadcast_to(v, (3, 4)),
        np.repeat(v, 2),
        np.tile(m, (1, 2)),
        np.flip(m),
        np.roll(m, 1, axis=1),
        np.roll(v, -1),
        np.rot90(m),
        *np.broadcast_arrays(v, m),
    ],
    "joins": lambda a, v, m: [
        np.concatenate([v, v * 2]),
        np.concatenate([m, m[:1]], axis=0),
        np.stack([v, -v], axis=1),
        np.stack([a, 1.0, 2]),
        np.vstack([v, m]),
        np.hstack([m, m]),
        np.column_stack([v, v]),
        np.append(v, a),
        np.concatenate([[0.0], v, [a]]),
    ],
    "borders": lambda v, m: [
        np.pad(v, 2),
        np.pad(m, ((1, 0), (0, 2)), constant_values=7.0),
        np.pad(v, 2, mode="edge"),
        np.pad(v, 2, mode="wrap"),
        np.pad(m, 1, mode="reflect"),
    ],
    "diagonals": lambda v, m, s: [
        np.diag(v),
        np.diag(s),
        np.diagonal(s, 1),
        np.trace(s),
        np.tril(s),
        np.triu(s, 1),
        s.trace(),
    ],
    "windows": lambda v, m: [
        sliding_window_view(v, 2),
        sliding_window_view(v, 3) @ np.array([1.0, 0, -1]),
        sliding_window_view(m, (2, 2)).sum(axis=(2, 3)),
    ],
    "differences": lambda v, m: [
        np.diff(v),
        np.diff(m, axis=0),
        np.trapezoid(v),
        np.trapezoid(m, np.arange(4.0) ** 2, axis=1),
        np.linalg.norm(v),
        np.linalg.norm(m, axis=1),
    ],
    "interpolation": lambda a, v: [np.interp(v, [-1.0, 0.0, 2.0], [0.0, 5.0, 3.0]), np.interp(a, np.sort(v), v)],
    "splits": lambda m: [*np.split(m, 2, axis=1), *np.split(m, [1], axis=0), np.copy(m)],
    "outer ufunc": lambda v: [np.add.outer(v, v), np.multiply.outer(v, v[:2])],
    "constants": lambda v: [np.zeros_like(v) + 1.0, np.ones_like(v) * v, np.full_like(v, 3.0), np.arange(4) * v],
    "unpacking": lambda v, m: [sum(x * y for x, y in zip(v, m[0], strict=True)), max(len(m), 2) * v],
}


def inputs(rng):
    return {
        "a": rng.normal(),
        "v": rng.normal(size=4),
        "m": rng.normal(size=(3, 4)),
        "s": rng.normal(size=(4, 4)),
        "t": rng.normal(size=(2, 3, 4)),
        "i": np.array(rng.integers(-3, 6)),
    }


def arguments(function, values):
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    return {name: values[name] for name in names}


def outputs(function, values):
    with np.errstate(all="ignore"):
        found = function(**arguments(function, values))
    return found if isinstance(found, list) else [found]


def recorded(function, start):
    recording = Recording()
    stand_ins = {name: recording.input(name, value) for name, value in arguments(function, start).items()}
    return recording.program({"draw": outputs(function, stand_ins)})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_recorded_function_gives_what_the_function_gives(name):
    function, rng = FUNCTIONS[name], np.random.default_rng(len(name))
    program = recorded(function, inputs(rng))
    replay().load_program(name, program)
    for _ in range(5):
        values = inputs(rng)
        expected = outputs(function, values)
        replayed = program.run("draw", values)
        in_page = replay().run(
            name,
            [ref.index for ref in program.groups["draw"]],
            inputs={k: plain(v) for k, v in arguments(function, values).items()},
        )
        for wanted, in_numpy, page in zip(expected, replayed, in_page, strict=True):
            assert in_numpy.shape == np.shape(wanted)
            np.testing.assert_allclose(in_numpy, wanted, rtol=1e-12, atol=1e-12)
            np.testing.assert_allclose(page, np.ravel(wanted), rtol=1e-11, atol=1e-12)


GRID = (3, 4)
MOVES = [  # each keeps the shape (3, 4)
    lambda a, b: a + b,
    lambda a, b: a - b / 2,
    lambda a, b: np.sin(a) * b,
    lambda a, b: np.tanh(a @ b.T) @ a,
    lambda a, b: np.where(a > b, a, -b),
    lambda a, b: a[::-1, ::-1],
    lambda a, b: np.maximum(a, b[:, :1]),
    lambda a, b: a - a.mean(axis=0),
    lambda a, b: np.cumsum(b, axis=1) / 4,
    lambda a, b: np.sort(a, axis=0),
    lambda a, b: np.concatenate([a[:1], b[1:]]),
    lambda a, b: np.reshape(np.transpose(a), GRID),
    lambda a, b: np.roll(a, 1, axis=1) * np.exp(-(b**2)),
    lambda a, b: np.einsum("ij,kj->ik", a, b) @ b / 4,
    lambda a, b: np.take(a, np.argmax(b, axis=0), axis=0, mode="clip")[:3],
    lambda a, b: np.broadcast_to(np.clip(a, -1, 1).sum(axis=1, keepdims=True), GRID),
]


def random_function(seed):
    """Twelve random operations, each on two random earlier results."""
    rng = np.random.default_rng(seed)
    moves = [(MOVES[rng.integers(len(MOVES))], *rng.integers(0, 2 + i, 2)) for i in range(12)]

    def function(a, b):
        results = [a, b]
        for move, i, j in moves:
            results.append(move(results[i], results[j]))
        return results[2:]

    return function


@pytest.mark.parametrize("seed", range(40))
def test_random_programs_give_what_the_function_gives(seed):
    function, rng = random_function(seed), np.random.default_rng(seed)
    recording = Recording()
    results = function(*(recording.input(name, rng.normal(size=GRID)) for name in "ab"))
    program = recording.program({"draw": [results[-1], results[5]]})
    replay().load_program(f"random {seed}", program)
    values = {name: rng.normal(size=GRID) for name in "ab"}
    every = function(**values)
    inputs = {name: plain(value) for name, value in values.items()}
    page = replay().run(f"random {seed}", [ref.index for ref in program.groups["draw"]], inputs=inputs)
    for wanted, replayed, in_page in zip([every[-1], every[5]], program.run("draw", values), page, strict=True):
        np.testing.assert_allclose(replayed, wanted, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(in_page, np.ravel(wanted), rtol=1e-9, atol=1e-9)


def test_every_row_of_the_table_is_recorded_by_some_function_above():
    used = set()
    for function in FUNCTIONS.values():
        program = recorded(function, inputs(np.random.default_rng(0)))
        used |= {value.function for value in program.values if hasattr(value, "function")}
    assert {row.__name__ for row in set(PRIMITIVES) - used} == set()


def test_what_depends_on_no_input_becomes_a_constant():
    program = recorded(lambda a: a * np.exp(np.linspace(0, 1, 5)).sum(), {"a": 2.0})
    assert [value.function.__name__ for value in program.values if hasattr(value, "function")] == ["multiply"]


def test_equal_computations_are_recorded_once():
    program = recorded(lambda a: [np.exp(a) + 1, np.exp(a) * 2], {"a": 2.0})
    assert sum(getattr(value, "function", None) is np.exp for value in program.values) == 1


def test_slicing_and_transposing_cost_nothing_in_the_page():
    from dlnotes.live.lowering import Constants, lower

    program = recorded(lambda m, s: m[::-1, 1:] @ s[1:].T[:, ::-1].T, inputs(np.random.default_rng(0)))
    assert [kernel[0] for kernel in lower(program, Constants())["kernels"]] == ["contract"]


def test_a_slice_of_a_mask_that_is_drawn_itself_is_still_a_mask():
    program = recorded(lambda v: [(v > 0)[::2], ~(v > 0)[::2], (v > 0)[::2] + (v > -9)[::2]], {"v": np.arange(4.0) - 1})
    replay().load_program("mask", program)
    found = replay().run("mask", [ref.index for ref in program.groups["draw"]], inputs={"v": [-1, 2, 3, 4]})
    np.testing.assert_array_equal(found, [[0, 1], [1, 0], [1, 1]])


def test_a_program_prints_as_lines_of_mathematics():
    program = recorded(lambda a: np.exp(-a) + 1, {"a": 0.0})
    assert str(program).splitlines()[1:] == ["v1 = negative(v0)", "v2 = exp(v1)", "v3 = add(v2, 1)", "draw: v3"]


def test_only_what_was_moved_is_computed_again():
    program = recorded(lambda a, v: [np.exp(a), np.sin(v)], inputs(np.random.default_rng(0)))
    replay().load_program("partial", program)
    ids = [ref.index for ref in program.groups["draw"]]
    first = replay().run("partial", ids, inputs={"a": 1.0, "v": [1, 2, 3, 4]})
    second = replay().run("partial", ids, inputs={"a": 2.0})
    np.testing.assert_allclose(second[0], np.exp(2))
    np.testing.assert_array_equal(second[1], first[1])


REFUSED = {
    "a branch": (lambda a: 1 if a > 0 else 2, "np.where(condition, a, b)"),
    "float": (lambda a: float(a), "np.stack"),
    "int": (lambda a: int(a), "astype(int)"),
    "np.array": (lambda a: np.array([a, 1.0]), "np.stack"),
    "np.asarray": (lambda v: np.asarray(v), "np.stack"),
    "assignment": (lambda v: v.__setitem__(0, 1.0), "np.where(np.arange(len(a)) == i, value, a)"),
    "writing into an array": (lambda v: np.add(v, 1, out=v), "a = a + b"),
    "a mask in brackets": (lambda v: v[v > 0], "np.where(mask, a, 0)"),
    "a computed index": (lambda v, i: v[i], 'mode="clip"'),
    "take without a rule for the edges": (lambda v, i: np.take(v, i), 'mode="clip"'),
    "an unstable sort": (lambda v: np.argsort(v), 'kind="stable"'),
    "an unknown operation": (lambda s: np.linalg.svd(s), "PRIMITIVES"),
    "an unknown argument": (lambda v: np.sum(v, dtype=float), "It takes: a, axis, keepdims"),
    "an unknown argument of a composite": (lambda v: np.mean(v, where=True), "It takes: a, axis"),
    "a loop count": (lambda i: list(range(i)), "structural=True"),
    "a number of samples": (lambda a, i: np.linspace(0, a, i), "structural=True"),
    "a text": (lambda a: f"{a:.2f}", "text(x, y"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_recorded_is_refused_with_the_line_and_the_remedy(name):
    function, remedy = REFUSED[name]
    with pytest.raises(RecordingError) as refusal:
        recorded(function, inputs(np.random.default_rng(0)))
    assert remedy in str(refusal.value)
    assert f"in test_tracing.py, line {function.__code__.co_firstlineno}" in str(refusal.value)
