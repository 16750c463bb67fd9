"""The code exercises of chapter 04.

- Write two networks as one. (compose)
- Find the linear map that a network is around a point. (slope_at)
- Count the pieces of a curve. (count_pieces)
"""

import numpy as np

from dlnotes import deep
from dlnotes.check.exercise import Exercise, draw

# ----- two networks in a row -----


def draw_network(rng, *widths):
    outs, ins = widths[1:], widths[:-1]
    return [draw(rng, out) for out in outs], [draw(rng, out, fan_in) for out, fan_in in zip(outs, ins, strict=True)]


def pairs(rng):
    yield "two folds", deep.fold_net(), deep.fold_net()
    for first, second in (((1, 2, 1), (1, 3, 1)), ((2, 3, 2), (2, 2, 1)), ((3, 2, 3), (3, 4, 2))):
        yield "random", draw_network(rng, *first), draw_network(rng, *second)


def joined(first, second, middle_bias, middle_weights):
    (betas, omegas), (next_betas, next_omegas) = first, second
    return (
        [*betas[:-1], middle_bias, *next_betas[1:]],
        [*omegas[:-1], middle_weights, *next_omegas[1:]],
    )


def one_layer_too_many(first, second):
    return [*first[0], *second[0]], [*first[1], *second[1]]


def bias_left_behind(first, second):
    return joined(first, second, second[0][0], second[1][0] @ first[1][-1])


def biases_added(first, second):
    return joined(first, second, second[0][0] + first[0][-1], second[1][0] @ first[1][-1])


def second_bias_lost(first, second):
    return joined(first, second, second[1][0] @ first[0][-1], second[1][0] @ first[1][-1])


def first_output_dropped(first, second):
    return joined(first, second, second[0][0], second[1][0])


def swapped(first, second):
    return deep.composed_as_deep(second, first)


compose = Exercise(
    gives="betas and omegas of one network that does what `first` and then `second` do",
    reference=deep.composed_as_deep,
    inputs=pairs,
    mistakes={
        "One layer too many, and with it a ReLU between the two networks, where there is none: "
        "the two linear maps in the middle become one.": one_layer_too_many,
        "The output bias of the first network is lost: the second one multiplies it by its first weights.": (
            bias_left_behind
        ),
        "The output bias of the first network is added as it is: multiply it by the weights behind it.": biases_added,
        "The first bias of the second network is missing in the middle.": second_bias_lost,
        "The output layer of the first network is dropped: multiply the two weight matrices in the middle.": (
            first_output_dropped
        ),
        "The order is wrong: what comes out of `first` goes into `second`.": swapped,
    },
)

# ----- the linear map around a point -----


def places_in_networks(rng):
    yield "the middle of the fold", np.array([0.1]), *deep.fold_net()
    yield "the left end of the fold", np.array([-0.9]), *deep.fold_net()
    for widths in ((2, 3, 2), (3, 4, 4, 2), (2, 3, 3, 3, 2)):
        yield "random", draw(rng, widths[0]), *draw_network(rng, *widths)


def product_of_gates(x, betas, omegas, gate=lambda f: f > 0):
    fs, _ = deep.layers(x, betas, omegas)
    slope = omegas[0]
    for f, omega in zip(fs, omegas[1:], strict=False):
        slope = omega @ (gate(f)[:, None] * slope)
    return slope


def no_gates(x, betas, omegas):
    return product_of_gates(x, betas, omegas, gate=np.ones_like)


def values_as_gates(x, betas, omegas):
    return product_of_gates(x, betas, omegas, gate=deep.relu)


def gate_on_the_output(x, betas, omegas):
    return (deep.mlp(x, betas, omegas) > 0)[:, None] * product_of_gates(x, betas, omegas)


def biases_lost(x, betas, omegas):
    return product_of_gates(x, [0 * beta for beta in betas], omegas)


def slope_transposed(x, betas, omegas):
    return product_of_gates(x, betas, omegas).T


slope_at = Exercise(
    gives="the derivatives of all outputs by all inputs at x, an array with a row per output",
    reference=product_of_gates,
    inputs=places_in_networks,
    mistakes={
        "Units that are off pass nothing on: put a 0 or 1 for each unit between the matrices.": no_gates,
        "Between the matrices stands the derivative of the ReLU, 0 or 1, not its value.": values_as_gates,
        "The output has no ReLU, so nothing switches it off.": gate_on_the_output,
        "The biases are left out; they add nothing to a slope, but decide which units are on.": biases_lost,
        "It is transposed: a row per output, a column per input.": slope_transposed,
    },
)

# ----- pieces -----


def curves(rng):
    fold = np.array([-1.0, -1 / 3, 1 / 3, 1.0])
    yield "the fold, with a place in the middle", np.insert(fold, 2, 0.0), deep.fold(np.insert(fold, 2, 0.0))
    yield "a straight line, places at unequal distances", np.array([0.0, 0.1, 0.5, 1.7]), np.array([1.0, 1.3, 2.5, 6.1])
    for n in (8, 12, 20):
        x = np.cumsum(np.round(rng.uniform(0.1, 1, n), 2))
        slopes = np.repeat(rng.choice([-2.0, 0.3, 0.7], n), rng.integers(1, 4, n))[: n - 1]
        yield "random", x, np.cumsum([0, *slopes * np.diff(x)])


def pieces_of(x, y, tolerance=1e-9):
    slopes = np.diff(y) / np.diff(x)
    return 1 + int(np.sum(np.abs(np.diff(slopes)) > tolerance))


def joints_only(x, y):
    return pieces_of(x, y) - 1


def steps_ignored(x, y):
    return pieces_of(np.arange(len(x)), y)


def rounding_counts(x, y):
    return pieces_of(x, y, tolerance=0.0)


def slopes_counted_once(x, y):
    return len(np.unique(np.round(np.diff(y) / np.diff(x), 9)))


def places_counted(x, y):
    return len(x) - 1


def turns_only(x, y):
    return 1 + int(np.sum(np.diff(np.sign(np.diff(y))) != 0))


count_pieces = Exercise(
    gives="the number of straight pieces of the curve through the points, a whole number",
    reference=pieces_of,
    inputs=curves,
    mistakes={
        "Off by one: it counts the joints, and there is one piece more than joints.": joints_only,
        "A slope is rise over run: the places are not equally far apart.": steps_ignored,
        "Rounding errors count as joints: ask whether slopes differ by more than a small number.": rounding_counts,
        "Two pieces may have the same slope: count the changes from one to the next.": slopes_counted_once,
        "Not every place is a joint: neighbours with the same slope belong to one piece.": places_counted,
        "Only turns between up and down are counted; a joint may also make a climb steeper.": turns_only,
    },
)
