"""The table: one row per NumPy function that can be recorded.

A row says how the function becomes kernels of the page. NumPy itself gives its value and its shape. A rule takes the
builder of `lowering` and then the arguments of the NumPy function; what it does not name is refused while recording.
To add a function: if it can be written with other functions, add a row in `composites`; otherwise one here, and, for
an elementwise function, its formula in `frontend/elementwise.js`.
"""

import numpy as np
from scipy.special import erf, expit

# ----- Elementwise -----


def unary(name):
    return lambda build, x: build.map(name, x)


def binary(name):
    return lambda build, x, y: build.map(name, x, y)


def on_booleans(logical, arithmetic):
    """`+` of two masks is `or`, as in NumPy."""

    def rule(build, x, y):
        x, y = build.operand(x), build.operand(y)
        both = x.dtype == bool and y.dtype == bool
        return build.map(logical if both else arithmetic, x, y)

    return rule


def invert(build, x):
    """`~` of a mask; of an integer it is the two's complement."""
    return build.map("logical_not", x) if x.dtype == bool else build.map("subtract", build.map("negative", x), 1)


def where(build, condition, x, y):
    return build.map("where", condition, x, y)


def astype(x, dtype):
    return x.astype(dtype)


def astype_rule(build, x, dtype):
    kind = np.dtype(dtype).kind
    if kind == "b":
        return build.map("not_equal", x, 0)
    return build.map("trunc", x) if kind in "iu" and x.dtype.kind == "f" else x


# ----- Products -----


def matmul(build, a, b):
    a, b = build.operand(a), build.operand(b)
    batch = "pqrstuvw"
    a_labels = list(batch[8 - (a.ndim - 2) :]) + ["i", "k"] if a.ndim > 1 else ["k"]
    b_labels = list(batch[8 - (b.ndim - 2) :]) + ["k", "j"] if b.ndim > 1 else ["k"]
    if a.ndim > 2 or b.ndim > 2:
        lead = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
        a = a.broadcast(lead + a.shape[-2:]) if a.ndim > 1 else a
        b = b.broadcast(lead + b.shape[-2:]) if b.ndim > 1 else b
        lead_labels = list(batch[8 - len(lead) :])
        a_labels = lead_labels + ["i", "k"] if a.ndim > 1 else a_labels
        b_labels = lead_labels + ["k", "j"] if b.ndim > 1 else b_labels
    else:
        lead_labels = []
    out = lead_labels + (["i"] if a.ndim > 1 else []) + (["j"] if b.ndim > 1 else [])
    return build.contract(a, a_labels, b, b_labels, out)


def einsum(build, formula, a, b=None):
    inputs, out = einsum_labels(formula, a, b)
    if b is None:
        return build.contract(a, inputs[0], build.constant(1.0), [], out)
    return build.contract(a, inputs[0], b, inputs[1], out)


def einsum_labels(formula, *operands):
    """Split "ij,jk->ik"; without an arrow, the letters that occur once, in alphabetical order."""
    left, arrow, out = formula.replace(" ", "").partition("->")
    inputs = [list(labels) for labels in left.split(",")]
    if not arrow:
        every = [letter for labels in inputs for letter in labels]
        out = sorted(letter for letter in set(every) if every.count(letter) == 1)
    return inputs, list(out)


# ----- Reductions -----


def fold(name):
    def rule(build, a, axis=None, keepdims=False):
        a = build.operand(a)
        axes = range(a.ndim) if axis is None else np.atleast_1d(axis)
        return build.fold(name, a, [int(each) % max(a.ndim, 1) for each in axes], keepdims)

    return rule


def fold_position(name):
    def rule(build, a, axis=None, keepdims=False):
        a = build.operand(a)
        if axis is None and a.ndim != 1:
            a = build.move(np.ravel, a)
        return build.fold(name, a, [int(axis or 0) % max(a.ndim, 1)], keepdims)

    return rule


def scan(name, default_axis=None):
    def rule(build, a, axis=default_axis):
        a = build.operand(a)
        if axis is None:
            a, axis = build.move(np.ravel, a), 0
        return build.scan(name, a, axis)

    return rule


def argsort(build, a, axis=-1, kind=None):
    return build.scan("argsort", build.operand(a), axis)


# ----- Moving elements -----


class Static:
    """Wraps an argument, such as an index, that is part of the operation and no operand."""

    def __init__(self, item):
        self.item = item

    def __eq__(self, other):
        return isinstance(other, Static) and self.key() == other.key()

    def __hash__(self):
        return hash(self.key())

    def key(self):
        parts = self.item if isinstance(self.item, tuple) else (self.item,)
        return tuple(
            ("array", part.shape, part.tobytes()) if isinstance(part, np.ndarray) else repr(part) for part in parts
        )

    def __repr__(self):
        return repr(self.item)


def getitem(array, key):
    return array[key.item]


def move(function):
    """A function that only moves the elements of its first argument."""

    def rule(build, a, *args, **kwargs):
        return build.move(lambda places: function(places, *args, **kwargs), a)

    return rule


def join(function):
    """A function that joins a list of arrays."""

    def rule(build, arrays, axis=0):
        return build.assemble(lambda *serials: function(serials, axis=axis), list(arrays))

    return rule


def pad(build, array, pad_width, mode="constant", constant_values=0):
    if mode == "constant":
        return build.assemble(
            lambda serials: np.pad(serials, pad_width, constant_values=-1), [array], fill=constant_values
        )
    return build.move(lambda places: np.pad(places, pad_width, mode=mode), array)


def diag(build, v, k=0):
    v = build.operand(v)
    if v.ndim == 2:
        return build.move(lambda places: np.diag(places, k), v)
    return build.assemble(lambda serials: np.diag(serials + 1, k) - 1, [v])


def sliding_window_view(build, x, window_shape, axis=None):
    return build.move(lambda places: np.lib.stride_tricks.sliding_window_view(places, window_shape, axis=axis), x)


# ----- Looking up -----


def take(build, a, indices, axis=None, mode="raise"):
    """Elements at computed places. What lies outside is clipped or wrapped, never an error: a page cannot raise."""
    a, indices = build.operand(a), build.operand(indices)
    if axis is None:
        a, axis = build.move(np.ravel, a), 0
    axis %= a.ndim
    places = np.take(a.positions(), 0, axis=axis)  # where each line along `axis` begins
    before, after = a.shape[:axis], a.shape[axis + 1 :]
    shape = before + indices.shape + after
    lines = places.reshape(before + (1,) * indices.ndim + after)
    spread = build.move(
        lambda p: np.broadcast_to(p.reshape((1,) * len(before) + indices.shape + (1,) * len(after)), shape), indices
    )
    return build.look_up(a, np.broadcast_to(lines, shape), a.strides[axis], a.shape[axis], spread, mode)


def take_along_axis(build, arr, indices, axis=-1):
    """Made for the result of `argsort`, whose places are always inside."""
    arr, indices = build.operand(arr), build.operand(indices)
    axis %= arr.ndim
    lines = np.take(arr.positions(), [0], axis=axis)
    return build.look_up(
        arr, np.broadcast_to(lines, indices.shape), arr.strides[axis], arr.shape[axis], indices, "wrap"
    )


# Arguments without which NumPy and the page would differ: function → (argument, allowed values, why).
REQUIRED = {
    np.take: ("mode", ("clip", "wrap"), "what lies outside cannot be an error in the page"),
    np.argsort: ("kind", ("stable",), "ties must come out alike everywhere"),
}

UNARY = [
    np.negative,
    np.absolute,
    np.sqrt,
    np.square,
    np.reciprocal,
    np.exp,
    np.exp2,
    np.expm1,
    np.log,
    np.log2,
    np.log10,
    np.log1p,
    np.cbrt,
    np.sin,
    np.cos,
    np.tan,
    np.arcsin,
    np.arccos,
    np.arctan,
    np.sinh,
    np.cosh,
    np.tanh,
    np.arcsinh,
    np.arccosh,
    np.arctanh,
    np.sign,
    np.floor,
    np.ceil,
    np.rint,
    np.trunc,
    np.logical_not,
    np.isfinite,
    np.isnan,
    np.isinf,
]

BINARY = [
    np.subtract,
    np.divide,
    np.floor_divide,
    np.remainder,
    np.fmod,
    np.power,
    np.maximum,
    np.minimum,
    np.arctan2,
    np.logaddexp,
    np.copysign,
    np.heaviside,
    np.less,
    np.less_equal,
    np.greater,
    np.greater_equal,
    np.equal,
    np.not_equal,
    np.logical_and,
    np.logical_or,
    np.logical_xor,
]

PRIMITIVES = {
    **{ufunc: unary(ufunc.__name__) for ufunc in UNARY},
    **{ufunc: binary(ufunc.__name__) for ufunc in BINARY},
    np.add: on_booleans("logical_or", "add"),
    np.multiply: on_booleans("logical_and", "multiply"),
    np.bitwise_and: binary("logical_and"),
    np.bitwise_or: binary("logical_or"),
    np.bitwise_xor: binary("logical_xor"),
    np.invert: invert,
    np.fabs: unary("absolute"),
    np.float_power: binary("power"),
    np.fmax: binary("maximum"),
    np.fmin: binary("minimum"),
    np.where: where,
    erf: unary("erf"),
    expit: unary("expit"),
    astype: astype_rule,
    # products
    np.matmul: matmul,
    np.einsum: einsum,
    # reductions
    np.sum: fold("sum"),
    np.prod: fold("prod"),
    np.max: fold("max"),
    np.min: fold("min"),
    np.any: fold("any"),
    np.all: fold("all"),
    np.argmax: fold_position("argmax"),
    np.argmin: fold_position("argmin"),
    np.cumsum: scan("cumsum"),
    np.cumprod: scan("cumprod"),
    np.sort: scan("sort", default_axis=-1),
    np.argsort: argsort,
    # moving elements
    getitem: move(getitem),
    np.reshape: lambda build, a, shape: build.move(lambda places: np.reshape(places, shape), a),
    np.ravel: lambda build, a: build.move(np.ravel, a),
    np.transpose: lambda build, a, axes=None: build.move(lambda places: np.transpose(places, axes), a),
    np.swapaxes: lambda build, a, axis1, axis2: build.move(lambda places: np.swapaxes(places, axis1, axis2), a),
    np.moveaxis: lambda build, a, source, destination: build.move(
        lambda places: np.moveaxis(places, source, destination), a
    ),
    np.expand_dims: lambda build, a, axis: build.move(lambda places: np.expand_dims(places, axis), a),
    np.squeeze: lambda build, a, axis=None: build.move(lambda places: np.squeeze(places, axis), a),
    np.broadcast_to: lambda build, array, shape: build.operand(array).broadcast(np.broadcast_shapes(shape)),
    np.atleast_1d: lambda build, a: build.move(np.atleast_1d, a),
    np.atleast_2d: lambda build, a: build.move(np.atleast_2d, a),
    np.flip: lambda build, m, axis=None: build.move(lambda places: np.flip(places, axis), m),
    np.roll: lambda build, a, shift, axis=None: build.move(lambda places: np.roll(places, shift, axis), a),
    np.rot90: lambda build, m, k=1, axes=(0, 1): build.move(lambda places: np.rot90(places, k, axes), m),
    np.repeat: lambda build, a, repeats, axis=None: build.move(lambda places: np.repeat(places, repeats, axis), a),
    np.tile: lambda build, A, reps: build.move(lambda places: np.tile(places, reps), A),
    np.diagonal: lambda build, a, offset=0, axis1=0, axis2=1: build.move(
        lambda places: np.diagonal(places, offset, axis1, axis2), a
    ),
    np.trace: lambda build, a: build.fold("sum", build.move(np.diagonal, a), [0], False),
    np.diag: diag,
    np.lib.stride_tricks.sliding_window_view: sliding_window_view,
    np.concatenate: join(np.concatenate),
    np.stack: join(np.stack),
    np.vstack: lambda build, tup: build.assemble(lambda *serials: np.vstack(serials), list(tup)),
    np.hstack: lambda build, tup: build.assemble(lambda *serials: np.hstack(serials), list(tup)),
    np.column_stack: lambda build, tup: build.assemble(lambda *serials: np.column_stack(serials), list(tup)),
    np.append: lambda build, arr, values, axis=None: build.assemble(lambda a, b: np.append(a, b, axis), [arr, values]),
    np.pad: pad,
    # looking up
    np.take: take,
    np.take_along_axis: take_along_axis,
}
