"""Deep networks: layers that fold their input, and exact counts of the pieces that folding makes.

- Compute a network, layer by layer. (relu, mlp, layers)
- Build one: from shallow networks, or at random. (shallow_as_mlp, composed_as_deep, iterated, random_mlp)
- Fold an interval. (fold, fold_net, tent_net)
- Count parameters, and bound the number of pieces. (n_params_mlp, max_pieces, max_pieces_shallow, montufar_bound)
- Walk along a line and find every joint. (trace_line, joints_1d, pieces_by_layer, count_pieces_1d, along_segment)
- Cut the plane into regions. (cells_2d, polygons, polygon_areas,
  bent_lines, count_regions_2d)

A network is two lists, `betas` and `omegas`: layer k computes f_k = beta_k + omega_k h_k and h_{k+1} = relu(f_k), and
the last layer has no relu. With widths D_0 (inputs), D_1, ..., D_K (hidden), D_{K+1} (outputs), beta_k is (D_{k+1},)
and omega_k is (D_{k+1}, D_k). Inputs are (..., D_0): the last axis holds the coordinates, axes before it are points.
"""

from math import comb, prod

import numpy as np

from dlnotes.shallow import relu

# ----- networks -----


def layers(x, betas, omegas):
    """Every pre-activation and every activation of a network.

    x: (..., D_0). Returns f_0 ... f_K, where f_k is (..., D_{k+1}) and f_K the output, and h_0 ... h_K, where h_k is
    (..., D_k) and h_0 = x. Source: the lecture map, item L4.2-F1.
    """
    check_network(x, betas, omegas)
    fs, hs = [], [x]
    for beta, omega in zip(betas, omegas, strict=True):
        fs.append(hs[-1] @ omega.T + beta)
        hs.append(relu(fs[-1]))
    return fs, hs[:-1]


def mlp(x, betas, omegas):
    """The output of a network. x: (..., D_0). Returns (..., D_{K+1}). Source: the lecture map, item L4.2-F1."""
    fs, _ = layers(x, betas, omegas)
    return fs[-1]


def check_network(x, betas, omegas):
    """Raise ValueError unless every layer takes what the one before it gives. Arguments as in `layers`."""
    width = np.shape(x)[-1:]
    for k, (beta, omega) in enumerate(zip(betas, omegas, strict=True)):
        rows, columns = np.shape(omega)
        if np.shape(beta) != (rows,):
            raise ValueError(
                f"`betas[{k}]` (shape {np.shape(beta)}) must have one number per row of `omegas[{k}]`, {rows}."
            )
        if width != (columns,):
            raise ValueError(f"`omegas[{k}]` (shape {(rows, columns)}) must have one column per input, here {width}.")
        width = (rows,)


def shallow_as_mlp(theta, phi):
    """A shallow network as lists of biases and weights.

    theta: (D, 1 + D_0), phi: (1 + D,) or (D_out, 1 + D), the bias first in every row. Returns betas, omegas.
    """
    theta, phi = np.asarray(theta, dtype=float), np.atleast_2d(np.asarray(phi, dtype=float))
    if phi.shape[1] != theta.shape[0] + 1:
        raise ValueError(f"`phi` (shape {phi.shape}) must have 1 + {theta.shape[0]} columns, one per unit and a bias.")
    return [theta[:, 0], phi[:, 0]], [theta[:, 1:], phi[:, 1:]]


def composed_as_deep(first, second):
    """Two networks, one after the other, as a single network: the two linear maps in the middle become one.

    first, second: (betas, omegas) each; the outputs of `first` are the inputs of `second`. Returns betas, omegas.
    Source: the lecture map, item L4.1-F2 (erratum E24).
    """
    (betas, omegas), (next_betas, next_omegas) = first, second
    if np.shape(next_omegas[0])[1] != np.shape(omegas[-1])[0]:
        raise ValueError(
            f"the first network has {np.shape(omegas[-1])[0]} outputs, the second {np.shape(next_omegas[0])[1]} inputs."
        )
    psi_0 = next_betas[0] + next_omegas[0] @ betas[-1]
    psi = next_omegas[0] @ omegas[-1]
    return [*betas[:-1], psi_0, *next_betas[1:]], [*omegas[:-1], psi, *next_omegas[1:]]


def iterated(network, times):
    """A network fed with its own output again and again, as a single deep network.

    network: (betas, omegas) with as many outputs as inputs; times: 1 or more. Returns betas, omegas.
    """
    whole = network
    for _ in range(times - 1):
        whole = composed_as_deep(whole, network)
    return whole


def random_mlp(widths, rng):
    """A network at He's starting point: weights with variance 2 / fan-in; biases of standard deviation 1, not 0, so
    that the joints do not all lie at the origin.

    widths: (D_0, ..., D_{K+1}); rng: a NumPy generator. Returns betas, omegas.
    """
    omegas = [
        rng.normal(0, np.sqrt(2 / fan_in), (out, fan_in)) for fan_in, out in zip(widths, widths[1:], strict=False)
    ]
    return [rng.normal(0, 1, out) for out in widths[1:]], omegas


# ----- folding -----


def fold(x):
    """Fold [-1, 1] in three: up, down, up, each third onto the whole interval. Any shape. Source: the lecture map,
    item L4.1-E1.
    """
    return -1 + 3 * relu(x + 1) - 6 * relu(x + 1 / 3) + 6 * relu(x - 1 / 3)


def fold_net(amount=1.0):
    """The fold as a network of three units; `amount` goes from 0 (the identity on [-1, 1]) to 1 (`fold`).

    amount: a number. Returns betas, omegas.
    """
    weights = np.stack([1 + 2 * amount, -6 * amount, 6 * amount])
    return [np.array([1, 1 / 3, -1 / 3]), np.array([-1.0])], [np.ones((3, 1)), np.reshape(weights, (1, 3))]


def tent_net():
    """The tent map of [0, 1], up to 1 at 1/2 and down again, as a network of two units. Returns betas, omegas."""
    return shallow_as_mlp([[0, 1], [-0.5, 1]], [0, 2, -4])


# ----- counting without looking -----


def n_params_mlp(widths):
    """How many biases and weights a network has. widths: (D_0, ..., D_{K+1}). Returns a whole number."""
    return sum(out * (fan_in + 1) for fan_in, out in zip(widths, widths[1:], strict=False))


def max_pieces(hidden):
    """An upper bound on the linear pieces of a network with one input: the product of all D_k + 1.

    hidden: (D_1, ..., D_K). Returns a whole number. Source: the lecture map, section L4.2 (erratum E23).
    """
    return prod(width + 1 for width in hidden)


def max_pieces_shallow(n_params):
    """The most pieces that a shallow network from one input to one output can make with so many parameters.

    D units cost 3 D + 1 parameters and give at most D + 1 pieces. n_params: 1 or more. Returns a whole number.
    """
    if n_params < 1:
        raise ValueError(f"`n_params` ({n_params}) must be 1 or more: the output always has a bias.")
    return (n_params - 1) // 3 + 1


def montufar_bound(D_i, D, K):
    """So many regions the best network with K hidden layers of D units and D_i inputs has at least.

    Returns a whole number. Source: Montúfar, Pascanu, Cho and Bengio, "On the number of linear regions of deep neural
    networks", NeurIPS 2014.
    """
    if D_i > D:
        raise ValueError(f"`D` ({D}) must be at least `D_i` ({D_i}).")
    return (D // D_i) ** (D_i * (K - 1)) * sum(comb(D, j) for j in range(D_i + 1))


# ----- along a line -----

SAME = 1e-12  # joints closer than this (as angles) are one joint
LEVEL = 1e-9  # slopes that differ by less, relative to the steepest, are one slope


def trace_line(betas, omegas, low=-np.inf, high=np.inf, thin=True):
    """Walk along the input line and stop wherever a unit crosses zero, one layer after the other.

    On each stretch between neighbouring places every unit is linear, so its values at the two ends say exactly where it
    crosses zero. A place is a pair (x, t) that stands for the input x / t: if every bias is multiplied by t, relu
    networks scale along, and plus and minus infinity are ordinary places, (1, 0) and (-1, 0).

    betas, omegas: a network with one input; low, high: the stretch to walk along. Returns a list with, for each layer
    k, places (n, 2) in order, values of h_{k+1} there (n, D_{k+1}), and its slopes between them (n - 1, D_{k+1}); the
    last entry is the output's. thin=False keeps places that coincide, so that the shapes depend on no value.
    """
    if np.shape(omegas[0])[1] != 1:
        raise ValueError(f"`omegas[0]` has {np.shape(omegas[0])[1]} columns; a walk along a line needs one input.")
    ends = [np.array([low, 1.0]) if np.isfinite(low) else np.array([-1.0, 0.0]), np.array([0.0, 1.0])]
    ends += [np.array([high, 1.0]) if np.isfinite(high) else np.array([1.0, 0.0])]
    places = np.stack(ends if np.isinf(low) and np.isinf(high) else ends[::2])
    values, slopes, trace = places[:, :1], np.ones((len(places) - 1, 1)), []
    for k, (beta, omega) in enumerate(zip(betas, omegas, strict=True)):
        values = values @ omega.T + places[:, 1:] * beta  # (n, D)
        slopes = slopes @ omega.T  # (n - 1, D)
        if k < len(omegas) - 1:
            places, values, slopes = stop_at_zeros(places, values, slopes)
            if thin:
                new = gaps(places) > SAME
                places, values, slopes = places[np.append(True, new)], values[np.append(True, new)], slopes[new]
            active = values[1:] + values[:-1] > 0  # in the middle of each stretch
            values, slopes = relu(values), slopes * active
        trace.append((places, values, slopes))
    return trace


def stop_at_zeros(places, values, slopes):
    """Put a new place wherever a column of `values` changes sign between two rows.

    places: (n, 2); values: (n, D); slopes: (n - 1, D). Returns the same with (n - 1)(D + 1) + 1 rows: every stretch
    gets D + 1 parts, and where a column does not change sign the part is empty.
    """
    left, right = values[:-1], values[1:]
    crosses = np.sign(left) * np.sign(right) < 0
    share = np.where(crosses, left / np.where(crosses, left - right, 1), 1)  # of the stretch, until the crossing
    share = np.concatenate([np.zeros((len(left), 1)), np.sort(share, axis=1)], axis=1)  # (n - 1, D + 1)

    def refine(table):
        inner = table[:-1, None] + share[:, :, None] * (table[1:] - table[:-1])[:, None]  # (n - 1, D + 1, columns)
        return np.concatenate([np.reshape(inner, (-1, np.shape(table)[1])), table[-1:]])

    return refine(places), refine(values), np.repeat(slopes, np.shape(share)[1], axis=0)


def gaps(places):
    """The angle between neighbouring places, as its sine. places: (n, 2). Returns (n - 1,)."""
    (x, t), (next_x, next_t) = places[:-1].T, places[1:].T
    return (next_x * t - x * next_t) / np.sqrt((x**2 + t**2) * (next_x**2 + next_t**2))


def bends(places, slopes):
    """Where two neighbouring stretches that are not empty differ in slope.

    places: (n, 2); slopes: (n - 1, D). Returns the order that puts the empty stretches last, and, for each stretch but
    the first in that order, whether it begins with a bend, (n - 2,).
    """
    empty = gaps(places) <= SAME
    order = np.argsort(np.where(empty, 1, 0), kind="stable")
    sorted_slopes = np.take(slopes, order, axis=0, mode="clip")
    is_real = np.take(~empty, order, axis=0, mode="clip")
    steepest = np.max(np.where(np.expand_dims(empty, 1), 0, np.abs(slopes)))
    change = np.max(np.abs(sorted_slopes[1:] - sorted_slopes[:-1]), axis=1)
    return order, (change > LEVEL * steepest) & is_real[1:]


def pieces_by_layer(betas, omegas, low=-np.inf, high=np.inf, thin=True):
    """The number of linear pieces of h_1, ..., h_K, each taken as one vector of functions, and of the output.

    betas, omegas: a network with one input. Returns a list of K + 1 whole numbers.
    """
    trace = trace_line(betas, omegas, low, high, thin)
    return [1 + np.sum(bends(places, slopes)[1]) for places, _, slopes in trace]


def count_pieces_1d(betas, omegas, low=-np.inf, high=np.inf, thin=True):
    """The number of linear pieces of a network with one input, exactly. Returns a whole number."""
    places, _, slopes = trace_line(betas, omegas, low, high, thin)[-1]
    return 1 + np.sum(bends(places, slopes)[1])


def joints_1d(betas, omegas, low=-np.inf, high=np.inf):
    """Where the output of a network with one input changes its slope. Returns (pieces - 1,), in order."""
    places, _, slopes = trace_line(betas, omegas, low, high)[-1]
    order, starts = bends(places, slopes)
    x, t = places[order[1:][starts]].T
    return x / t


def along_segment(betas, omegas, start, end):
    """A network seen along the straight way from `start` to `end`, as a network with the one input s in [0, 1].

    start, end: (D_0,). Returns betas, omegas, whose output at s is that of the given network at
    start + s (end - start).
    """
    first_beta, first_omega = betas[0] + omegas[0] @ start, omegas[0] @ (end - start)
    return [first_beta, *betas[1:]], [np.reshape(first_omega, (-1, 1)), *omegas[1:]]


# ----- in the plane -----


def on_off_patterns(D):
    """All ways in which D units can be off (0) or on (1). Returns (2^D, D)."""
    return (np.arange(2**D)[:, None] >> np.arange(D)) % 2


def maps_by_pattern(betas, omegas, patterns):
    """What each layer computes of the input while the units of the layers before are on or off as given: affine maps.

    betas, omegas: of the first layers, or of all; patterns: (c, units of all these layers but the last, or more).
    Returns, for each layer k, weights (c, D_{k+1}, D_0) and biases (c, D_{k+1}).
    """
    weights = np.broadcast_to(omegas[0], (len(patterns), *np.shape(omegas[0])))
    biases = np.broadcast_to(betas[0], (len(patterns), *np.shape(betas[0])))
    maps, seen = [(weights, biases)], 0
    for beta, omega in zip(betas[1:], omegas[1:], strict=True):
        D = np.shape(omega)[1]
        gate = patterns[:, seen : seen + D]  # (c, D_k)
        weights, biases = omega @ (gate[:, :, None] * weights), (gate * biases) @ omega.T + beta
        maps.append((weights, biases))
        seen += D
    return maps


def cells_2d(betas, omegas, box):
    """The possible cells of the plane for some hidden layers, each as a set of half-planes; most cells are empty.

    betas, omegas: of the hidden layers, D_0 = 2, together U units; box: (x_low, x_high, y_low, y_high). Returns
    patterns (c, U) and half-planes normals · x + offsets >= 0, all of which hold in the cell, with normals (c, m, 2),
    offsets (c, m), c = 2^U and m = U + 4.
    """
    patterns = on_off_patterns(sum(np.shape(omega)[0] for omega in omegas))
    weights, biases = zip(*maps_by_pattern(betas, omegas, patterns), strict=True)
    signs, c = 2 * patterns - 1, len(patterns)
    walls = [np.broadcast_to(side, (c, *np.shape(side))) for side in box_sides(box)]
    normals = np.concatenate([signs[:, :, None] * np.concatenate(weights, axis=1), walls[0]], axis=1)
    offsets = np.concatenate([signs * np.concatenate(biases, axis=1), walls[1]], axis=1)
    return patterns, normals, offsets


def box_sides(box):
    """A box as four half-planes. Returns normals (4, 2), offsets (4,)."""
    x_low, x_high, y_low, y_high = box
    return np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]]), np.stack([-x_low, x_high, -y_low, y_high])


FAR = 1e6  # farther than any box
THIN = 1e-9  # shorter edges and smaller areas count as none


def clip_lines(line_normals, line_offsets, normals, offsets):
    """The part of each line, line_normal · x + line_offset = 0, that lies in a set of half-planes.

    line_normals: (..., 2); line_offsets: (...); normals: (..., m, 2); offsets: (..., m). Returns the two ends, (..., 2)
    each, with the positive side of the line on the left, and whether anything is left, (...).
    """
    squared = np.sum(line_normals**2, axis=-1)
    is_line = squared > THIN**2
    safe = np.where(is_line, squared, 1)
    foot = -np.expand_dims(line_offsets / safe, -1) * line_normals
    along = np.stack([line_normals[..., 1], -line_normals[..., 0]], axis=-1) / np.expand_dims(np.sqrt(safe), -1)
    rise = np.sum(normals * np.expand_dims(along, -2), axis=-1)  # (..., m)
    height = np.sum(normals * np.expand_dims(foot, -2), axis=-1) + offsets
    parallel = np.abs(rise) <= 1e-12 * np.sqrt(np.sum(normals**2, axis=-1))
    meets = np.clip(-height / np.where(parallel, 1, rise), -FAR, FAR)
    enter = np.max(np.where(~parallel & (rise > 0), meets, -FAR), axis=-1)
    leave = np.min(np.where(~parallel & (rise < 0), meets, FAR), axis=-1)
    allowed = np.all(~parallel | (height >= -THIN), axis=-1)
    left = is_line & allowed & (leave - enter > THIN)
    start, end = (foot + np.expand_dims(np.where(left, t, 0), -1) * along for t in (enter, leave))
    return start, end, left


def polygons(normals, offsets):
    """The corners of each cell, counter-clockwise; a corner that is repeated stands for a half-plane without an edge.

    normals: (c, m, 2); offsets: (c, m). Returns (c, m, 2), all zeros where the cell is empty.
    """
    c, m = np.shape(offsets)
    every = np.broadcast_to(normals[:, None], (c, m, m, 2)), np.broadcast_to(offsets[:, None], (c, m, m))
    _, ends, is_edge = clip_lines(normals, offsets, *every)
    order = np.argsort(np.arctan2(normals[:, :, 1], normals[:, :, 0]), axis=1, kind="stable")
    is_edge = np.take_along_axis(np.where(is_edge, 1, 0), order, axis=1)
    x, y = (np.take_along_axis(ends[:, :, axis], order, axis=1) for axis in (0, 1))
    latest = np.maximum.accumulate(is_edge * np.arange(1, m + 1), axis=1)  # the last edge so far, from 1; 0: none yet
    latest = np.where(latest > 0, latest, latest[:, -1:])
    places = np.maximum(latest - 1, 0)
    corners = [np.where(latest > 0, np.take_along_axis(each, places, axis=1), 0) for each in (x, y)]
    return np.stack(corners, axis=-1)


def polygon_areas(corners):
    """Areas by the shoelace formula. corners: (c, m, 2), counter-clockwise. Returns (c,)."""
    x, y = corners[:, :, 0], corners[:, :, 1]
    return np.sum(x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1), axis=1) / 2


def bent_lines(betas, omegas, box):
    """Where the units of the last given layer switch: straight in each cell of the layers before, and bent between.

    betas, omegas: of two or more hidden layers, D_0 = 2; box: (x_low, x_high, y_low, y_high). Returns starts and ends,
    both (cells, D, 2), and whether the piece exists, (cells, D).
    """
    patterns, normals, offsets = cells_2d(betas[:-1], omegas[:-1], box)
    weights, biases = maps_by_pattern(betas, omegas, patterns)[-1]  # (c, D, 2), (c, D)
    shape = (*np.shape(biases), np.shape(offsets)[1])  # (c, D, m)
    inside = np.broadcast_to(normals[:, None], (*shape, 2)), np.broadcast_to(offsets[:, None], shape)
    return clip_lines(weights, biases, *inside)


def count_regions_2d(betas, omegas, box):
    """How many cells of the hidden layers `betas`, `omegas` lie in a box, at least in part. Returns a whole number."""
    _, normals, offsets = cells_2d(betas, omegas, box)
    return np.sum(polygon_areas(polygons(normals, offsets)) > THIN)
