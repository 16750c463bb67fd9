"""Turn a program into the kernels that the page runs.

- Describe where a value lies: a view into a flat buffer. (Operand)
- Turn every step into few kernels over flat buffers. (lower)

NumPy has hundreds of functions; the page has ten kernels. What only moves numbers around (slicing, transposing,
broadcasting, stacking) is worked out here, by applying NumPy's own function to an array of positions; as long as the
result is a regular stride through the buffer it costs nothing at all in the page.
"""

from dataclasses import dataclass

import numpy as np

from .primitives import PRIMITIVES
from .program import Constant, Input, Step, replace


@dataclass(frozen=True)
class Operand:
    """An array inside a flat buffer: element [i, j] lies at offset + i·strides[0] + j·strides[1]."""

    buffer: int
    shape: tuple
    strides: tuple
    offset: int = 0
    dtype: np.dtype = np.dtype(float)

    size = property(lambda self: int(np.prod(self.shape, dtype=int)))
    ndim = property(lambda self: len(self.shape))

    def positions(self):
        """The place of each element in the buffer, as an array of this shape."""
        places = np.full(self.shape, self.offset)
        for axis, (length, stride) in enumerate(zip(self.shape, self.strides, strict=True)):
            along = np.arange(length) * stride
            places = places + along.reshape((-1,) + (1,) * (self.ndim - axis - 1))
        return places

    def broadcast(self, shape):
        """The same elements seen in a larger shape: a stride of 0 repeats."""
        lead = len(shape) - self.ndim
        strides = (0,) * lead + tuple(
            0 if mine == 1 else stride for mine, stride in zip(self.shape, self.strides, strict=True)
        )
        return Operand(self.buffer, tuple(shape), strides, self.offset, self.dtype)

    def is_whole(self):
        """In order, without gaps, from the start of the buffer."""
        return self.offset == 0 and (self.size <= 1 or self.strides == contiguous(self.shape))


def replace_type(operand, dtype):
    """Buffers hold floats; the type decides what `~` and `+` mean."""
    return Operand(operand.buffer, operand.shape, operand.strides, operand.offset, dtype)


def contiguous(shape):
    """Strides of a row-major array, counted in elements."""
    strides, step = [], 1
    for length in reversed(shape):
        strides.append(step if length != 1 else 0)
        step *= length
    return tuple(reversed(strides))


def as_view(positions):
    """(offset, strides) if the positions are a regular stride through the buffer, else None."""
    if positions.size == 0:
        return None
    offset = int(positions.flat[0])
    corner = (0,) * positions.ndim
    strides = tuple(
        int(positions[corner[:axis] + (1,) + corner[axis + 1 :]]) - offset if length > 1 else 0
        for axis, length in enumerate(positions.shape)
    )
    regular = Operand(0, positions.shape, strides, offset).positions()
    return (offset, strides) if np.array_equal(regular, positions) else None


class Builder:
    """Collects buffers and kernels. The rules of `primitives` call its methods."""

    def __init__(self, constants):
        self.constants = constants  # shared by all programs of a figure
        self.sizes = []
        self.fixed = {}  # buffer → number of its constant
        self.kernels = []

    # ----- buffers -----

    def buffer(self, size):
        self.sizes.append(int(size))
        return len(self.sizes) - 1

    def fresh(self, shape, dtype=float):
        """A new buffer for a result of this shape."""
        shape = tuple(int(length) for length in shape)
        return Operand(self.buffer(np.prod(shape, dtype=int)), shape, contiguous(shape), 0, np.dtype(dtype))

    def constant(self, array):
        array = np.asarray(array)
        result = self.fresh(array.shape, array.dtype)
        self.fixed[result.buffer] = self.constants.number(array)
        return result

    def operand(self, item):
        if isinstance(item, list | tuple) and any(isinstance(each, Operand) for each in item):
            return self.assemble(lambda *serials: np.stack(serials), item)
        return item if isinstance(item, Operand) else self.constant(item)

    # ----- kernels -----

    def map(self, operation, *items):
        """An elementwise operation with broadcasting."""
        operands = [self.operand(item) for item in items]
        shape = np.broadcast_shapes(*(operand.shape for operand in operands))
        views = [operand.broadcast(shape) for operand in operands]
        result = self.fresh(shape)
        loops, strides = collapse(shape, [view.strides for view in views])
        sources = [[view.buffer, view.offset, list(steps)] for view, steps in zip(views, strides, strict=True)]
        self.kernels.append(["map", operation, result.buffer, loops, sources])
        return result

    def contract(self, a, a_labels, b, b_labels, out_labels):
        """Sum of products over the labels that are not in `out_labels`."""
        a, b = self.operand(a), self.operand(b)
        lengths = dict(zip(a_labels, a.shape, strict=True)) | dict(zip(b_labels, b.shape, strict=True))
        summed = [label for label in lengths if label not in out_labels]
        result = self.fresh([lengths[label] for label in out_labels])

        def along(operand, labels, wanted):
            steps = dict.fromkeys(wanted, 0)
            for label, stride in zip(labels, operand.strides, strict=True):
                if label in steps:
                    steps[label] += stride
            return [steps[label] for label in wanted]

        sources = [
            [operand.buffer, operand.offset, along(operand, labels, out_labels), along(operand, labels, summed)]
            for operand, labels in ((a, a_labels), (b, b_labels))
        ]
        outer = [lengths[label] for label in out_labels]
        self.kernels.append(["contract", result.buffer, outer, [lengths[label] for label in summed], sources])
        return result

    def fold(self, operation, a, axes, keepdims):
        """A reduction over `axes`."""
        a = self.operand(a)
        kept = [axis for axis in range(a.ndim) if axis not in axes]
        shape = [1 if axis in axes else length for axis, length in enumerate(a.shape)]
        result = self.fresh([a.shape[axis] for axis in kept])
        self.kernels.append(
            [
                "fold",
                operation,
                result.buffer,
                [a.shape[axis] for axis in kept],
                [a.strides[axis] for axis in kept],
                [a.shape[axis] for axis in axes],
                [a.strides[axis] for axis in axes],
                a.buffer,
                a.offset,
            ]
        )
        return self.move(lambda places: places.reshape(shape), result) if keepdims else result

    def scan(self, operation, a, axis):
        """A result as long as its input along `axis`: running sums, sorting."""
        last = self.move(lambda places: np.moveaxis(places, axis, -1), self.operand(a))
        result = self.fresh(last.shape)
        self.kernels.append(
            ["scan", operation, result.buffer, list(last.shape), last.buffer, last.offset, list(last.strides)]
        )
        return self.move(lambda places: np.moveaxis(places, -1, axis), result)

    def move(self, function, a):
        """Anything that only moves elements: `function` is applied to the array of their positions."""
        a = self.operand(a)
        positions = np.asarray(function(a.positions()))
        view = as_view(positions)
        if view is not None:
            return Operand(a.buffer, positions.shape, view[1], view[0], a.dtype)
        result = self.fresh(positions.shape, a.dtype)
        self.kernels.append(["gather", result.buffer, a.buffer, self.constants.number(positions.ravel())])
        return result

    def assemble(self, function, items, fill=0.0):
        """Several arrays into one: `function` is applied to arrays of serial numbers; −1 stands for `fill`."""
        operands = [self.operand(item) for item in items]
        serials, start = [], 0
        for operand in operands:
            serials.append(np.arange(start, start + operand.size).reshape(operand.shape))
            start += operand.size
        order = np.asarray(function(*serials))
        result = self.fresh(order.shape)
        parts, flat = [], order.ravel()
        for operand, serial in zip(operands, serials, strict=True):
            if serial.size == 0:
                continue
            places = np.flatnonzero((flat >= serial.flat[0]) & (flat <= serial.flat[-1]))
            if places.size:
                source = operand.positions().ravel()[flat[places] - serial.flat[0]]
                parts.append([operand.buffer, *self.run_of(source), *self.run_of(places)])
        self.kernels.append(["assemble", result.buffer, float(fill), parts])
        return result

    def run_of(self, places):
        """[start, step, count] of a regular run, or [null, number of a constant, count]."""
        view = as_view(places)
        if view is not None:
            return [view[0], view[1][0], len(places)]
        return [None, self.constants.number(places), len(places)]

    def look_up(self, a, base, stride, count, index, mode):
        """out[k] = a[base[k] + place · stride], where place is index[k] clipped or wrapped to 0 … count − 1."""
        index = self.operand(index)
        result = self.fresh(index.shape)
        whole = self.whole(index)
        self.kernels.append(
            [
                "look_up",
                mode,
                result.buffer,
                a.buffer,
                self.constants.number(np.ravel(base)),
                stride,
                count,
                whole.buffer,
            ]
        )
        return result

    def whole(self, a):
        """The same array, in order and without gaps, in a buffer of its own if need be."""
        a = self.operand(a)
        if a.is_whole() and self.sizes[a.buffer] == a.size:
            return a
        return replace_type(self.map("copy", a), a.dtype)


def collapse(shape, strides):
    """Merge neighbouring axes through which every operand strides evenly, so that loops are few and long."""
    loops, merged = [], [[] for _ in strides]
    for axis, length in enumerate(shape):
        if length == 1:
            continue
        steps = [each[axis] for each in strides]
        if loops and all(old[-1] == step * length for old, step in zip(merged, steps, strict=True)):
            loops[-1] *= length
            for old, step in zip(merged, steps, strict=True):
                old[-1] = step
        else:
            loops.append(length)
            for old, step in zip(merged, steps, strict=True):
                old.append(step)
    if not loops:
        return [1 if 0 not in shape else 0], [[0] for _ in strides]
    return loops, merged


class Constants:
    """The constants of a figure, each stored once in the smallest type that holds it exactly."""

    def __init__(self):
        self.arrays = []
        self.numbers = {}

    def number(self, array):
        array = smallest(np.asarray(array))
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self.numbers:
            self.numbers[key] = len(self.arrays)
            self.arrays.append(array)
        return self.numbers[key]


def smallest(array):
    """The same numbers in the smallest type that holds them exactly."""
    array = np.ascontiguousarray(array).astype(np.float64)
    for dtype in ("i1", "u1", "i2", "f4", "i4"):
        with np.errstate(all="ignore"):
            small = array.astype(dtype)
        same = np.array_equal(small.astype(np.float64), array, equal_nan=dtype == "f4")
        if same and not (dtype[0] != "f" and np.any(np.signbit(array) & (array == 0))):  # integers have no −0
            return small
    return array


def lower(program, constants):
    """The program as plain data for the page.

    Returns a dict: "inputs" name → [buffer, shape]; "buffers" sizes; "fixed" buffer → constant; "kernels";
    "values" index → [buffer, shape]; "groups" name → [indices of values, indices of kernels].
    """
    builder = Builder(constants)
    operands, made_by = {}, {}
    wanted = {ref.index for refs in program.groups.values() for ref in refs}
    for index, value in enumerate(program.values):
        before = len(builder.kernels)
        if isinstance(value, Input):
            operands[index] = builder.fresh(value.shape, value.dtype)
        elif isinstance(value, Constant):
            operands[index] = builder.constant(value.array)
        else:
            operands[index] = lower_step(builder, value, operands)
        if index in wanted and not isinstance(value, Input):
            operands[index] = builder.whole(operands[index])
        made_by[index] = range(before, len(builder.kernels))
    groups = {
        name: [[ref.index for ref in refs], sorted({k for i in program.needed(name) for k in made_by[i]})]
        for name, refs in program.groups.items()
    }
    return {
        "inputs": {
            name: [operands[index].buffer, list(value.shape)] for name, (index, value) in program.inputs.items()
        },
        "buffers": builder.sizes,
        "fixed": [[buffer, number] for buffer, number in builder.fixed.items()],
        "kernels": builder.kernels,
        "values": {index: [operands[index].buffer, list(operands[index].shape)] for index in sorted(wanted)},
        "groups": groups,
    }


def lower_step(builder, step: Step, operands):
    args, kwargs = replace((step.args, step.kwargs), lambda ref: operands[ref.index])
    result = PRIMITIVES[step.function](builder, *args, **kwargs)
    return replace_type(result, step.dtype)
