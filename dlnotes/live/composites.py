"""NumPy functions that are written with other NumPy functions while they are recorded.

One row per function in COMPOSITES; the body is ordinary NumPy, so it needs no kernel of its own.
"""

import numpy as np


def mean(a, axis=None, keepdims=False):
    total = np.sum(a, axis=axis, keepdims=keepdims)
    return total / (np.size(a) / max(np.size(total), 1))


def var(a, axis=None, ddof=0, keepdims=False):
    count = np.size(a) / max(np.size(np.sum(a, axis=axis)), 1)
    squares = np.square(a - mean(a, axis=axis, keepdims=True))
    return np.sum(squares, axis=axis, keepdims=keepdims) / (count - ddof)


def std(a, axis=None, ddof=0, keepdims=False):
    return np.sqrt(var(a, axis=axis, ddof=ddof, keepdims=keepdims))


def clip(a, a_min=None, a_max=None, min=None, max=None):
    low, high = (a_min if min is None else min), (a_max if max is None else max)
    a = a if low is None else np.maximum(a, low)
    return a if high is None else np.minimum(a, high)


def linspace(start, stop, num=50, endpoint=True, axis=0):
    num = num.__index__()
    fraction = np.linspace(0.0, 1.0, num, endpoint=endpoint)
    shape = np.broadcast_shapes(np.shape(start), np.shape(stop))
    fraction = np.reshape(fraction, (num,) + (1,) * len(shape))
    return np.moveaxis(start + fraction * (np.subtract(stop, start)), 0, axis)


def round_(a, decimals=0):
    return np.rint(a) if decimals == 0 else np.rint(a * 10.0**decimals) / 10.0**decimals


def diff(a, n=1, axis=-1):
    for _ in range(n):
        a = np.moveaxis(a, axis, -1)
        a = np.moveaxis(a[..., 1:] - a[..., :-1], -1, axis)
    return a


def dot(a, b):
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return np.multiply(a, b)
    return np.tensordot(a, b, axes=(-1, max(np.ndim(b) - 2, 0)))


def tensordot(a, b, axes=2):
    """Written as one einsum: the summed axes share a letter."""
    if isinstance(axes, int):
        axes = (range(np.ndim(a) - axes, np.ndim(a)), range(axes))
    left, right = ([each] if isinstance(each, int) else list(each) for each in axes)
    letters = iter("abcdefghijklmnopqrstuvwxyz")
    a_letters = [next(letters) for _ in range(np.ndim(a))]
    b_letters = [next(letters) for _ in range(np.ndim(b))]
    for i, j in zip(left, right, strict=True):
        b_letters[j] = a_letters[i]
    summed = {a_letters[i] for i in left}
    kept = [letter for letter in a_letters + b_letters if letter not in summed]
    return np.einsum(f"{''.join(a_letters)},{''.join(b_letters)}->{''.join(kept)}", a, b)


def outer(a, b):
    return np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1))


def inner(a, b):
    return np.tensordot(a, b, axes=(-1, -1)) if np.ndim(a) and np.ndim(b) else np.multiply(a, b)


def norm(x, ord=None, axis=None, keepdims=False):
    if ord not in (None, 2) or (ord == 2 and axis is None and np.ndim(x) == 2):
        raise ValueError(f"`ord` must be None or 2 for vectors while recording, not {ord} for {np.ndim(x)} axes")
    return np.sqrt(np.sum(np.square(x), axis=axis, keepdims=keepdims))


def meshgrid(*axes, indexing="xy"):
    shape = [np.size(axis) for axis in axes]
    grids = [
        np.broadcast_to(np.reshape(axis, [-1 if j == i else 1 for j in range(len(axes))]), shape)
        for i, axis in enumerate(axes)
    ]
    swap = indexing == "xy" and len(axes) > 1
    return [np.swapaxes(grid, 0, 1) if swap else grid for grid in grids]


def hypot(x, y):
    return np.sqrt(np.square(x) + np.square(y))


def tril(m, k=0):
    return np.where(np.tri(*np.shape(m)[-2:], k=k, dtype=bool), m, 0)


def triu(m, k=0):
    return np.where(np.tri(*np.shape(m)[-2:], k=k - 1, dtype=bool), 0, m)


def interp(x, xp, fp):
    """Piecewise linear; constant outside, as NumPy's."""
    last = np.size(xp) - 1
    cell = np.sum(np.expand_dims(x, -1) >= xp, axis=-1) - 1
    cell = np.clip(cell, 0, max(last - 1, 0))
    x0, x1, y0, y1 = (pick(table, place) for table in (xp, fp) for place in (cell, cell + 1))
    return y0 + (y1 - y0) * np.clip((x - x0) / (x1 - x0), 0.0, 1.0)


def pick(table, places):
    """Elements of a vector at whole places inside it, of any shape."""
    flat = np.take_along_axis(np.ravel(table), np.ravel(places), axis=0)
    return np.reshape(flat, np.shape(places))


def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = np.moveaxis(y, axis, -1)
    width = dx if x is None else np.diff(x)
    return np.sum(width * (y[..., 1:] + y[..., :-1]) / 2, axis=-1)


def average(a, axis=None, weights=None):
    if weights is None:
        return mean(a, axis=axis)
    return np.sum(a * weights, axis=axis) / np.sum(weights * np.ones(np.shape(a)), axis=axis)


def split(ary, sections, axis=0):
    size = np.shape(ary)[axis]
    edges = [size * i // sections for i in range(1, sections)] if isinstance(sections, int) else list(sections)
    moved = np.moveaxis(ary, axis, 0)
    return [np.moveaxis(moved[i:j], 0, axis) for i, j in zip([0, *edges], [*edges, size], strict=True)]


def broadcast_arrays(*arrays):
    shape = np.broadcast_shapes(*map(np.shape, arrays))
    return tuple(np.broadcast_to(array, shape) for array in arrays)


def maximum_accumulate(a, axis=0):
    """The running maximum, as the maximum of each prefix."""
    a = np.moveaxis(a, axis, -1)
    size = np.shape(a)[-1]
    prefixes = np.where(np.tri(size, dtype=bool), np.expand_dims(a, -2), np.expand_dims(a[..., :1], -2))
    return np.moveaxis(np.max(prefixes, axis=-1), -1, axis)


def minimum_accumulate(a, axis=0):
    return -maximum_accumulate(-a, axis=axis)


COMPOSITES = {
    np.mean: mean,
    np.var: var,
    np.std: std,
    np.clip: clip,
    np.linspace: linspace,
    np.round: round_,
    np.around: round_,
    np.diff: diff,
    np.dot: dot,
    np.tensordot: tensordot,
    np.outer: outer,
    np.inner: inner,
    np.linalg.norm: norm,
    np.meshgrid: meshgrid,
    np.hypot: hypot,
    np.tril: tril,
    np.triu: triu,
    np.interp: interp,
    np.trapezoid: trapezoid,
    np.average: average,
    np.split: split,
    np.broadcast_arrays: broadcast_arrays,
    np.divmod: lambda x, y: (np.floor_divide(x, y), np.remainder(x, y)),
    np.copy: lambda a: a,
    np.positive: lambda a: a,
    np.deg2rad: lambda a: a * (np.pi / 180),
    np.radians: lambda a: a * (np.pi / 180),
    np.rad2deg: lambda a: a * (180 / np.pi),
    np.degrees: lambda a: a * (180 / np.pi),
    np.ptp: lambda a, axis=None, keepdims=False: (
        np.max(a, axis=axis, keepdims=keepdims) - np.min(a, axis=axis, keepdims=keepdims)
    ),
}

ACCUMULATIONS = {
    np.add: np.cumsum,
    np.multiply: np.cumprod,
    np.maximum: maximum_accumulate,
    np.minimum: minimum_accumulate,
}

SHAPE_ONLY = {
    np.shape,
    np.ndim,
    np.size,
    np.zeros_like,
    np.ones_like,
    np.full_like,
    np.empty_like,
    np.iscomplexobj,
    np.broadcast_shapes,
    np.result_type,
}
