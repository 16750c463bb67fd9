"""The code exercises of chapter 03.

- Find the network of hinges that runs through given points. (hinges)
- Count the regions that some inputs fall into. (count_patterns)
- Number the boxes of a grid. (box_number)
- Find out how many principal components are needed. (components_needed)
"""

import numpy as np

from dlnotes import regions, shallow
from dlnotes.check.exercise import Exercise, draw

# ----- hinges -----


def polylines(rng):
    yield "equal steps", np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0, 2.0])
    yield "two points", np.array([1.0, 3.0]), np.array([5.0, 1.0])
    for n in (3, 5, 9):
        yield "random", np.cumsum(np.round(rng.uniform(0.1, 2, n), 2)), draw(rng, n)


def slopes_for_changes(joints, values):
    return values[0], np.diff(values) / np.diff(joints)


def steps_ignored(joints, values):
    return regions.hinge_network(np.arange(len(joints)), values)


def no_offset(joints, values):
    return 0.0, regions.hinge_network(joints, values)[1]


def first_slope_lost(joints, values):
    offset, weights = regions.hinge_network(joints, values)
    return offset, np.append(0.0, weights[1:])


def first_slope_left_out(joints, values):
    offset, weights = regions.hinge_network(joints, values)
    return offset, weights[1:]


def changes_reversed(joints, values):
    offset, weights = regions.hinge_network(joints, values)
    return offset, np.append(weights[:1], -weights[1:])


hinges = Exercise(
    gives="the offset, and an array with a weight for each joint but the last",
    reference=regions.hinge_network,
    inputs=polylines,
    mistakes={
        "These are the slopes of the pieces; a weight is the change of slope at its joint.": slopes_for_changes,
        "A slope is rise over run: the steps between the joints are not all 1.": steps_ignored,
        "The offset is the value at the first joint, where every hinge is still 0.": no_offset,
        "The first weight is the first slope: to the left of all hinges the slope is 0.": first_slope_lost,
        "Off by one: n + 1 joints need n hinges, and the first of them gives the first slope.": (first_slope_left_out),
        "A change of slope is the slope after the joint minus the slope before it.": changes_reversed,
    },
)

# ----- patterns -----


def inputs_and_units(rng):
    plane = np.array([[0.5, 0.5], [-1.0, 2.0], [2.0, 2.0], [0.1, 0.2], [-1.0, -1.0]])
    yield "three lines", plane, np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [-1.0, 1.0, 1.0]])
    yield "a line of inputs", np.arange(-3.0, 4.0)[:, None], np.array([[1.5, 1.0], [0.5, -1.0]])
    for N, D_i, D in ((10, 2, 3), (40, 2, 4), (60, 3, 5)):
        yield "random", draw(rng, N, D_i), draw(rng, D, D_i + 1)


def patterns_seen(x, theta):
    return len(np.unique(shallow.pattern(x, theta), axis=0))


def without_bias(x, theta):
    return patterns_seen(x, theta * (np.arange(theta.shape[1]) > 0))


def how_many_are_on(x, theta):
    return len(np.unique(np.sum(shallow.pattern(x, theta), axis=1)))


def all_possible(x, theta):
    return 2 ** len(theta)


def most_regions(x, theta):
    return regions.max_regions(x.shape[1], len(theta))


def every_value(x, theta):
    return len(np.unique(shallow.hidden(x, theta), axis=0))


count_patterns = Exercise(
    gives="how many different on/off patterns the hidden units show at the inputs, a whole number",
    reference=patterns_seen,
    inputs=inputs_and_units,
    mistakes={
        "The biases `theta[:, 0]` are left out: all boundaries run through the origin.": without_bias,
        "It counts how many units are on; which ones are on matters too.": how_many_are_on,
        "That is the number of conceivable patterns, 2^D; most of them are at no input.": all_possible,
        "That is the largest possible number of regions; count those that hold an input.": most_regions,
        "Inputs with the same pattern differ in the values of their units: compare on and off only.": every_value,
    },
)

# ----- boxes -----


def points_in_the_cube(rng):
    yield "the middle and the corners", np.array([[0.5, 0.5], [0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), 3
    yield "one axis", np.array([[0.0], [0.3], [0.5], [0.99]]), 4
    for N, D, m in ((4, 2, 5), (10, 3, 4), (10, 4, 2)):
        yield "random", np.round(rng.uniform(size=(N, D)), 2), m


def end_outside(x, m):
    return np.floor(x * m).astype(int) @ m ** np.arange(x.shape[1])


def last_axis_first(x, m):
    return regions.block_index(x[:, ::-1], m)


def parts_added(x, m):
    return np.sum(np.minimum(x * m, m - 1).astype(int), axis=1)


def rounded(x, m):
    return np.minimum(np.round(x * m), m - 1).astype(int) @ m ** np.arange(x.shape[1])


def one_part_too_few(x, m):
    return np.floor(x * (m - 1)).astype(int) @ m ** np.arange(x.shape[1])


def counted_from_one(x, m):
    return regions.block_index(x, m) + 1


box_number = Exercise(
    gives="the number of the box of each point, an array (N,) of whole numbers",
    reference=regions.block_index,
    inputs=points_in_the_cube,
    mistakes={
        "Off by one at the end: x = 1 falls out of the cube; it belongs to the last part.": end_outside,
        "The axes are in the wrong order: a step along the first axis adds 1, along the second m.": last_axis_first,
        "Different boxes get the same number: the parts must count 1, m, m², … before they are added.": parts_added,
        "A part begins at its left end: round down, not to the nearest.": rounded,
        "An axis has m parts of length 1/m, not m - 1.": one_part_too_few,
        "Off by one: the first box has the number 0.": counted_from_one,
    },
)

# ----- components -----


def clouds(rng):
    line = np.arange(6.0)
    yield "points on a line", np.stack([line, 2 * line, 3 - line], axis=1), 0.9
    for N, D, share in ((30, 4, 0.8), (40, 8, 0.9), (40, 8, 0.5), (60, 12, 0.95)):
        yield "random", draw(rng, N, D) * 0.8 ** np.arange(D) + np.arange(D), share


def needed(X, share):
    return regions.components_for(regions.pca(X)[2], share)


def not_centred(X, share):
    return regions.components_for(np.linalg.svd(X)[1] ** 2, share)


def not_squared(X, share):
    return regions.components_for(np.sqrt(regions.pca(X)[2]), share)


def one_too_few(X, share):
    return needed(X, share) - 1


def one_too_many(X, share):
    return needed(X, share) + 1


def no_components(X, share):
    return regions.components_for(np.sort(np.var(X, axis=0))[::-1], share)


def smallest_first(X, share):
    return regions.components_for(regions.pca(X)[2][::-1], share)


components_needed = Exercise(
    gives="the smallest number of principal components that hold this share of the variance",
    reference=needed,
    inputs=clouds,
    mistakes={
        "The mean of each column is not subtracted, so the first component points to the mean.": not_centred,
        "Variances are the squares of the singular values.": not_squared,
        "Off by one: an index counts from 0, so the first component alone is index 0 but the number 1.": one_too_few,
        "Off by one: the sum that reaches the share is already enough.": one_too_many,
        "These are the variances of the columns; components are other directions, and need not follow the axes.": (
            no_components
        ),
        "The smallest variances come first: `np.linalg.eigh` sorts upwards.": smallest_first,
    },
)
