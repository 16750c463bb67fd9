"""Record what an ordinary NumPy function does.

- Make a stand-in for each input. (Recording.input)
- Call the function on stand-ins; every NumPy operation is written down. (StandIn)
- Pick from a table by a computed index. (look_up)
- Take the record. (Recording.program)

A stand-in carries the value it has at the start, so NumPy itself works out every shape, type and constant, and a
figure that fails at its start state fails while it is declared.
"""

import difflib
import inspect

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from . import composites
from .errors import RecordingError
from .primitives import PRIMITIVES, REQUIRED, Static, astype, getitem
from .program import Constant, Input, Program, Ref, Step, replace


class Recording:
    """The values of one program, as they are recorded."""

    def __init__(self):
        self.values = []
        self.known = {}  # what was already computed → its Ref, so that nothing is recorded twice

    def input(self, name, start):
        """A stand-in for the input `name`, whose value is `start` while recording."""
        start = np.asarray(start)
        return StandIn(self, self.append(Input(name, start.shape, start.dtype)), start)

    def constant(self, array):
        """The Ref of a constant; equal constants share one."""
        array = np.asarray(array)
        key = ("constant", array.dtype.str, array.shape, array.tobytes())
        if key not in self.known:
            self.known[key] = self.append(Constant(array))
        return self.known[key]

    def append(self, value):
        self.values.append(value)
        return Ref(len(self.values) - 1)

    def record(self, function, args, kwargs):
        """Write down one operation; returns the stand-in for its result."""
        check_arguments(function, args, kwargs)
        results = {}
        args, kwargs = self.referring(args, results), self.referring(kwargs, results)
        key = fingerprint((function, args, kwargs))
        with np.errstate(all="ignore"):
            value = np.asarray(function(*replace(args, lambda r: results[r]), **replace(kwargs, lambda r: results[r])))
        if key not in self.known:
            self.known[key] = self.append(Step(function, args, kwargs, value.shape, value.dtype))
        return StandIn(self, self.known[key], value)

    def referring(self, structure, results):
        """Replace stand-ins and arrays by Refs, and note their values in `results`."""
        if isinstance(structure, StandIn):
            results[structure.ref] = structure.value
            return structure.ref
        if isinstance(structure, np.generic):
            return structure.item()
        if isinstance(structure, np.ndarray):
            ref = self.constant(structure)
            results[ref] = self.values[ref.index].array
            return ref
        if isinstance(structure, tuple | list):
            return type(structure)(self.referring(item, results) for item in structure)
        if isinstance(structure, dict):
            return {name: self.referring(item, results) for name, item in structure.items()}
        return structure

    def ref(self, array):
        """The Ref of a stand-in or of a constant array."""
        return array.ref if isinstance(array, StandIn) else self.constant(array)

    def program(self, groups):
        """groups: name → list of stand-ins and arrays. What no group needs is left out."""
        groups = {name: tuple(self.ref(array) for array in arrays) for name, arrays in groups.items()}
        return without_unused(Program(tuple(self.values), groups))


def without_unused(program):
    """Drop the values that no group needs, and number the rest anew. Inputs stay."""
    needed = {index for group in program.groups for index in program.needed(group)}
    needed |= {index for index, _ in program.inputs.values()}
    number = {old: new for new, old in enumerate(sorted(needed))}

    def renumber(structure):
        return replace(structure, lambda ref: Ref(number[ref.index]))

    values = [
        Step(v.function, renumber(v.args), renumber(v.kwargs), v.shape, v.dtype) if isinstance(v, Step) else v
        for v in (program.values[index] for index in sorted(needed))
    ]
    return Program(tuple(values), {name: renumber(refs) for name, refs in program.groups.items()})


def fingerprint(structure):
    """A hashable description: equal operations on equal values have equal fingerprints."""
    if isinstance(structure, tuple | list):
        return tuple(fingerprint(item) for item in structure)
    if isinstance(structure, dict):
        return tuple((name, fingerprint(item)) for name, item in sorted(structure.items()))
    if isinstance(structure, slice):
        return ("slice", structure.start, structure.stop, structure.step)
    return (type(structure), structure)  # True and 1 are different axes


def check_arguments(function, args, kwargs):
    """Refuse an operation without a row, or an argument that its row does not know."""
    if function not in PRIMITIVES:
        refuse_unknown(function)
    signature = inspect.signature(PRIMITIVES[function])
    parameters = list(signature.parameters.values())[1:]  # the first is the builder
    try:
        bound = signature.replace(parameters=parameters).bind(*args, **kwargs)
    except TypeError as error:
        names = ", ".join(parameter.name for parameter in parameters)
        raise RecordingError(
            f"`{name_of(function)}` cannot be recorded like this ({error}).", f"It takes: {names}."
        ) from None
    if function in REQUIRED:
        argument, allowed, reason = REQUIRED[function]
        if bound.arguments.get(argument) not in allowed:
            choices = " or ".join(f'{argument}="{value}"' for value in allowed)
            raise RecordingError(f"`{name_of(function)}` needs {choices}: {reason}.", "Add it.")


def compose(function, args, kwargs):
    """Call the body that stands for `function` while recording."""
    body = composites.COMPOSITES[function]
    try:
        inspect.signature(body).bind(*args, **kwargs)
    except TypeError as error:
        names = ", ".join(inspect.signature(body).parameters)
        raise RecordingError(
            f"`{name_of(function)}` cannot be recorded like this ({error}).", f"It takes: {names}."
        ) from None
    return body(*args, **kwargs)


def refuse_unknown(function):
    known = sorted({name_of(row) for row in [*PRIMITIVES, *composites.COMPOSITES]})
    near = difflib.get_close_matches(name_of(function), known, n=3, cutoff=0.75)
    hint = f"Near it: {', '.join(near)}. " if near else ""
    if "linalg" in (getattr(function, "__module__", "") or ""):
        hint = (
            "If the matrix does not move, invert it beforehand: `np.linalg.pinv(A) @ y`; else write the formula out. "
        )
    raise RecordingError(
        f"`{name_of(function)}` has no row in the table of operations that a page can replay.",
        f"{hint}The whole table is `PRIMITIVES` in dlnotes/live/primitives.py and `COMPOSITES` beside it.",
    )


def name_of(function):
    module = (getattr(function, "__module__", "") or "").split(".")[0]
    if function.__name__ in ("erf", "expit"):
        return f"scipy.special.{function.__name__}"
    within = "linalg." if "linalg" in (getattr(function, "__module__", "") or "") else ""
    return f"np.{within}{function.__name__}" if module in ("numpy", "") else function.__name__


REDUCTIONS = {
    "add": np.sum,
    "multiply": np.prod,
    "maximum": np.max,
    "minimum": np.min,
    "logical_or": np.any,
    "logical_and": np.all,
}


class StandIn(NDArrayOperatorsMixin):
    """Stands in for an array while a function is recorded.

    It has the array's shape and type; what is done to it with NumPy is written down.
    """

    def __init__(self, recording, ref, value):
        self.recording, self.ref, self.value = recording, ref, value

    shape = property(lambda self: self.value.shape)
    dtype = property(lambda self: self.value.dtype)
    ndim = property(lambda self: self.value.ndim)
    size = property(lambda self: self.value.size)
    T = property(lambda self: np.transpose(self))

    def __array_ufunc__(self, ufunc, method, *args, **kwargs):
        if kwargs.get("out") is not None:
            self.refuse("An operation that writes into an array cannot be recorded", "Make a new array: `a = a + b`.")
        if method == "reduce" and ufunc.__name__ in REDUCTIONS:
            kwargs = {"axis": 0} | {name: kwargs[name] for name in ("axis", "keepdims") if name in kwargs}
            return REDUCTIONS[ufunc.__name__](*args, **kwargs)
        if method == "accumulate" and ufunc in composites.ACCUMULATIONS:
            return composites.ACCUMULATIONS[ufunc](*args, **{"axis": 0} | kwargs)
        if method == "outer":
            a, b = args
            return ufunc(np.reshape(a, np.shape(a) + (1,) * np.ndim(b)), b)
        if method != "__call__":
            self.refuse(
                f"`np.{ufunc.__name__}.{method}` has no row in the table of operations",
                "Write it with sums, products and slices.",
            )
        if ufunc in composites.COMPOSITES:
            return compose(ufunc, args, kwargs)
        return self.recording.record(ufunc, args, kwargs)

    def __array_function__(self, function, types, args, kwargs):
        if function in composites.SHAPE_ONLY:
            return function(*values_of(args), **values_of(kwargs))
        if function in composites.COMPOSITES:
            return compose(function, args, kwargs)
        kwargs = {name: value for name, value in kwargs.items() if value is not np._NoValue}
        return self.recording.record(function, args, kwargs)

    def __getitem__(self, key):
        parts = key if isinstance(key, tuple) else (key,)
        for part in parts:
            if isinstance(part, StandIn) and part.dtype == bool:
                self.refuse(
                    "A computed mask would give a shape that depends on a control",
                    "Keep the shape: `np.where(mask, a, 0)`.",
                )
            if isinstance(part, StandIn):
                self.refuse(
                    "A computed index cannot stand in brackets, where NumPy and the page differ at the edges",
                    'Write `np.take(a, index, axis=0, mode="clip")` or `mode="wrap"`.',
                )
        return self.recording.record(getitem, (self, Static(key)), {})

    def __setitem__(self, key, value):
        self.refuse(
            "Assignment into an array cannot be recorded",
            "Build a new one: `np.where(np.arange(len(a)) == i, value, a)` or `np.concatenate([...])`.",
        )

    def __iter__(self):
        if self.ndim == 0:
            raise TypeError("iteration over a 0-d array")
        return (self[index] for index in range(self.shape[0]))

    def __len__(self):
        if self.ndim == 0:
            raise TypeError("len() of unsized object")
        return self.shape[0]

    def __bool__(self):
        self.refuse(
            "A figure's function cannot branch on a value that the reader can move",
            "Compute both branches and choose: `np.where(condition, a, b)`; or declare the control with "
            "`structural=True`, which records the function once per value.",
        )

    def __float__(self):
        self.refuse(
            "`float()` or `np.array([...])` would freeze the value at its start",
            "Leave it as it is, and join values with `np.stack([a, b])`.",
        )

    __complex__ = __float__

    def __int__(self):
        self.refuse(
            "`int()` would freeze the value at its start",
            "Write `a.astype(int)`; for a shape or a loop count declare the control with `structural=True`.",
        )

    def __index__(self):
        self.refuse(
            "A shape, a loop count or a list index cannot depend on a control that is not structural",
            "Declare the control with `structural=True`; to pick from a table write "
            '`look_up(table, index, mode="clip")`.',
        )

    def __array__(self, *args, **kwargs):
        self.refuse(
            "NumPy was asked for plain numbers (`np.array`, `np.asarray`, or a function outside NumPy)",
            "Join values with `np.stack([a, b])`; write `a + np.zeros(n)` for `np.full(n, a)`; "
            "pick from a table with `look_up(table, index)`; use NumPy's own functions.",
        )

    def __format__(self, spec):
        self.refuse(
            "A number written into a text would stay as it was at the start",
            'Write `text(x, y, "slope {:.2f}", slope)`.',
        )

    __str__ = lambda self: self.__format__("")  # noqa: E731

    def __repr__(self):
        return f"StandIn({self.ref}, shape={self.shape}, dtype={self.dtype})"

    def refuse(self, problem, remedy):
        names = ", ".join(f"`{name}`" for name in self.controls())
        raise RecordingError(f"{problem} (here it depends on {names})." if names else f"{problem}.", remedy)

    def controls(self):
        """Names of the inputs this value depends on."""
        program = Program(tuple(self.recording.values), {"this": (self.ref,)})
        return [v.name for v in (program.values[i] for i in program.needed("this")) if isinstance(v, Input)]

    def astype(self, dtype):
        return self.recording.record(astype, (self, np.dtype(dtype).name), {})

    def copy(self):
        return self

    def reshape(self, *shape):
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def transpose(self, *axes):
        return np.transpose(self, (axes[0] if len(axes) == 1 else axes) or None)

    def ravel(self):
        return np.reshape(self, -1)

    flatten = ravel


def method_of(function):
    def method(self, *args, **kwargs):
        return function(self, *args, **kwargs)

    method.__name__ = function.__name__
    return method


for _function in (
    np.sum,
    np.mean,
    np.max,
    np.min,
    np.prod,
    np.argmax,
    np.argmin,
    np.any,
    np.all,
    np.var,
    np.std,
    np.cumsum,
    np.cumprod,
    np.dot,
    np.clip,
    np.round,
    np.take,
    np.repeat,
    np.squeeze,
    np.swapaxes,
    np.argsort,
    np.trace,
    np.diagonal,
):
    setattr(StandIn, {"amax": "max", "amin": "min"}.get(_function.__name__, _function.__name__), method_of(_function))


def look_up(table, index, mode="clip"):
    """Rows of `table` at a computed, whole `index`; what lies outside is clipped, or wrapped with mode="wrap".

    It is `np.take(table, index, axis=0, mode=mode)`, which NumPy cannot record when only the index is a stand-in.
    """
    if isinstance(index, StandIn):
        return index.recording.record(np.take, (table, index), {"axis": 0, "mode": mode})
    return np.take(table, index, axis=0, mode=mode)


def values_of(structure):
    if isinstance(structure, StandIn):
        return structure.value
    if isinstance(structure, tuple | list):
        return type(structure)(values_of(item) for item in structure)
    if isinstance(structure, dict):
        return {name: values_of(item) for name, item in structure.items()}
    return structure
