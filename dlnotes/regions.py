"""Linear regions: what one hidden layer can represent, and what a fixed basis cannot.

- Change coordinates by hand. (to_polar, from_polar)
- Build a network that passes through given points. (hinge_network, hinge_interpolant, hinge_sum,
  interpolation_error)
- Test a measure with a hidden unit. (integral)
- Bound the error of learned and of fixed basis functions. (barron_bound, fixed_basis_rate, barron_constant, step_error)
- Count the regions that hyperplanes cut. (max_regions, count_regions, count_pieces, line_through, count_plane_regions)
- Count the features of a polynomial and of a grid. (n_monomials, n_products)
- Classify by the majority in a box. (block_index, count_blocks, block_predict, block_learning)
- Measure balls, shells and cubes. (log_gamma, sphere_area, ball_to_cube, shell_share, cube_edge)
- Find where a Gaussian lives. (radial_log_pdf, radial_pdf, radial_mode, radial_local, radial_mean, radial_std,
  radial_mass)
- Slide a blob along an image, and count its dimensions. (blob_images, pca, pca_scores, components_for,
  two_nn_dimension)

Shapes. Points are rows: `x` is (..., D_i) or (N, D_i). A hidden unit or hyperplane is a row of `theta` (D, D_i + 1),
bias first: theta_0 + theta_1 x_1 + ... Counting is exact: a float is a fraction, and fractions are added and
multiplied without rounding.
"""

from fractions import Fraction
from math import comb

import numpy as np

# ----- features by hand -----


def to_polar(x):
    """Distance from the origin, and angle in (-pi, pi].

    x: (..., 2). Returns r (...) and angle (...). Source: lecture notes, section 3 (with erratum E12).
    """
    check_pairs(x)
    return np.hypot(x[..., 0], x[..., 1]), np.arctan2(x[..., 1], x[..., 0])


def from_polar(r, angle):
    """The point at this distance and angle. r, angle: (...). Returns (..., 2)."""
    return np.stack([r * np.cos(angle), r * np.sin(angle)], axis=-1)


def check_pairs(x):
    """Raise ValueError unless the last axis holds the two coordinates of points of the plane."""
    if np.shape(x)[-1:] != (2,):
        raise ValueError(f"`x` (shape {np.shape(x)}) must hold points of the plane, shape (..., 2).")


# ----- universal approximation in one dimension -----


def hinge_network(joints, values):
    """The ReLU network that passes through the points (joints, values) and is straight in between.

    joints: (n + 1,), ascending; values: (n + 1,). Returns the offset and the weights (n,) of units relu(x - joint), one
    for each joint but the last. Source: the lecture map, section L3.1.
    """
    if np.shape(joints) != np.shape(values) or len(np.shape(joints)) != 1 or np.shape(joints)[0] < 2:
        raise ValueError(
            f"`joints` (shape {np.shape(joints)}) and `values` (shape {np.shape(values)}) must be two equal rows of 2 "
            "or more."
        )
    slopes = np.diff(values) / np.diff(joints)
    return values[0], np.concatenate([slopes[:1], np.diff(slopes)])


def hinge_interpolant(f, n):
    """The ReLU network with n units that agrees with f at 0, 1/n, ..., 1.

    f: a function of an array; n: a whole number. Returns offset, weights (n,) and joints (n,).
    """
    grid = np.arange(n + 1) / n
    offset, weights = hinge_network(grid, f(grid))
    return offset, weights, grid[:-1]


def hinge_sum(x, offset, weights, joints):
    """offset + sum of weights * relu(x - joints). x: (...); weights, joints: (n,). Returns (...)."""
    return offset + np.maximum(np.expand_dims(x, -1) - joints, 0) @ weights


def interpolation_error(f, joints, samples=16):
    """Largest distance between f and the network through f at the joints, looked for at `samples` places per piece.

    f: a function of an array; joints: (n + 1,), ascending. Returns a number.
    """
    left, right = joints[:-1, None], joints[1:, None]  # (n, 1)
    share = np.arange(samples) / samples
    chord = f(left) * (1 - share) + f(right) * share  # (n, samples)
    return np.max(np.abs(chord - f(left + (right - left) * share)))


def integral(activation, y, theta, places, weights):
    """The integral of activation(y x + theta) over the measure that puts `weights` on `places`.

    y, theta: (...), of shapes that broadcast; places, weights: (n,). Returns (...). Source: lecture notes, section 3.1
    (with erratum E13).
    """
    return activation(np.expand_dims(y, -1) * places + np.expand_dims(theta, -1)) @ weights


# ----- how fast: learned and fixed basis functions -----


def barron_bound(C, r, n):
    """Mean squared error that n learned sigmoidal units are sure to reach on a ball of radius r: (2 r C)^2 / n.

    C: the function's Barron constant. Source: Barron 1993; lecture notes, section 3.1 (with erratum E14).
    """
    return (2 * r * C) ** 2 / n


def fixed_basis_rate(n, d):
    """The order below which no n fixed basis functions get, for the worst function of Barron's class in d dimensions.

    Source: Barron 1993; lecture notes, section 3.1 (with erratum E15).
    """
    return n ** (-2.0 / d)


def barron_constant(d):
    """Barron's constant of exp(-|x|^2 / 2) in d dimensions, which is the mean length of a normal vector.

    d: a whole number or an array of them. Source: the lecture map, item L3.1-T2.
    """
    return np.sqrt(2) * np.exp(log_gamma((d + 1) / 2) - log_gamma(d / 2))


def step_error(values, n):
    """Lowest mean squared error of a staircase with n steps, which means n + 1 constant pieces.

    Exact, by dynamic programming over the place of the last step. values: (N,), a function at equally spaced places;
    n: a whole number. Returns a number.
    """
    sums, squares = (np.concatenate([[0.0], np.cumsum(values**power)]) for power in (1, 2))
    start, end = np.indices((len(sums), len(sums)))
    length = np.maximum(end - start, 1)
    cost = squares[end] - squares[start] - (sums[end] - sums[start]) ** 2 / length  # of one piece from start to end
    cost = np.where(start <= end, cost, np.inf)
    lowest = cost[0]  # for each end, with one piece
    for _ in range(n):
        lowest = np.min(lowest[:, None] + cost, axis=0)
    return max(lowest[-1], 0.0) / len(values)


# ----- regions -----


def max_regions(Di, D):
    """The most regions that D hyperplanes can cut from a space of Di dimensions: the sum of binomials (D, 0..Di).

    Di, D: whole numbers. Returns a whole number, exact at any size. Source: lecture notes, section 3.2 (with erratum
    E16).
    """
    if Di < 0 or D < 0:
        raise ValueError(f"`Di` ({Di}) and `D` ({D}) must not be negative.")
    return sum(comb(D, j) for j in range(Di + 1))


def count_regions(theta):
    """The number of regions into which the hyperplanes theta_0 + theta_1 x_1 + ... = 0 cut the whole space.

    Exact for the numbers as they are stored, degenerate arrangements included: every hyperplane adds as many regions
    as the earlier ones cut from it. A row without slopes is no hyperplane and cuts nothing.

    theta: (D, Di + 1), finite. Returns a whole number. Source: Zaslavsky 1975; lecture notes, section 3.2.
    """
    return count_cut(distinct(as_fractions(theta)))


def count_pieces(theta, phi):
    """The number of linear pieces of the network sum of phi * relu(theta_0 + theta_1 x_1 + ...).

    A hyperplane cuts the function only if the bends of its units do not cancel; a unit with weight 0 bends nothing.

    theta: (D, Di + 1); phi: (D,). Returns a whole number. Source: the lecture map, item L3.2-C1.
    """
    if np.shape(phi) != np.shape(theta)[:1]:
        raise ValueError(f"`phi` (shape {np.shape(phi)}) must have one weight per unit, shape {np.shape(theta)[:1]}.")
    bends = {}
    for row, weight in zip(as_fractions(theta), as_fractions([phi])[0], strict=True):
        if any(row[1:]):
            plane, scale = normalised(row)
            bends[plane] = bends.get(plane, 0) + weight * abs(scale)
    return count_cut([plane for plane, bend in bends.items() if bend])


def as_fractions(rows):
    """Rows of finite numbers as exact fractions, so that counting regions needs no tolerance."""
    if not np.all(np.isfinite(rows)):
        raise ValueError("The parameters must be finite numbers.")
    return [[Fraction(value) for value in row] for row in np.asarray(rows).tolist()]


def normalised(row):
    """The same hyperplane with its first slope equal to 1, and the factor that was taken out."""
    scale = next(slope for slope in row[1:] if slope)
    return tuple(value / scale for value in row), scale


def distinct(rows):
    """The hyperplanes among `rows`, each once."""
    return list(dict.fromkeys(normalised(row)[0] for row in rows if any(row[1:])))


def count_cut(planes):
    """1 for the empty space, and for every hyperplane the regions that the earlier ones cut from it."""
    return 1 + sum(count_cut(distinct([restrict(other, plane) for other in planes[:i]]))
                   for i, plane in enumerate(planes))  # fmt: skip


def restrict(other, plane):
    """`other` as seen inside `plane`: solve `plane` for its first variable with a slope, and put that in."""
    pivot = next(i for i in range(1, len(plane)) if plane[i])
    rest = [mine - other[pivot] * its for mine, its in zip(other, plane, strict=True)]
    return rest[:pivot] + rest[pivot + 1 :]


def line_through(p, q):
    """The line through two points, as (theta_0, theta_1, theta_2); whole numbers stay whole.

    p, q: (..., 2). Returns (..., 3); all zeros if the points coincide.
    """
    check_pairs(p), check_pairs(q)
    slope_1, slope_2 = q[..., 1] - p[..., 1], p[..., 0] - q[..., 0]
    return np.stack([-slope_1 * p[..., 0] - slope_2 * p[..., 1], slope_1, slope_2], axis=-1)


def count_plane_regions(lines):
    """The number of regions into which lines cut the plane, without branching: `count_regions` for figures.

    A line adds one region more than it has distinct crossings with earlier lines. Exact for whole numbers whose
    products stay below 2^53. lines: (D, 3), rows (theta_0, theta_1, theta_2). Returns a number.
    """
    if np.ndim(lines) != 2 or np.shape(lines)[1] != 3:
        raise ValueError(f"`lines` (shape {np.shape(lines)}) must have three numbers per line, shape (D, 3).")
    D = len(lines)
    c, a, b = lines[:, 0], lines[:, 1], lines[:, 2]
    turn = np.outer(a, b) - np.outer(b, a)  # (D, D): 0 where parallel
    shift = np.outer(b, c) - np.outer(c, b), np.outer(c, a) - np.outer(a, c)
    is_line, crosses = (a != 0) | (b != 0), turn != 0
    same = ~crosses & (shift[0] == 0) & (shift[1] == 0) & is_line
    meet = np.reshape(shift[0], (D, D, 1)) * a + np.reshape(shift[1], (D, D, 1)) * b + np.reshape(turn, (D, D, 1)) * c
    earlier = np.tri(D, k=-1, dtype=bool)  # [d, e]: e comes before d
    # [d, e, k]: line k, before e, passes through the crossing of d and e
    seen = (meet == 0) & np.expand_dims(crosses, 1) & np.reshape(earlier, (1, D, D))
    first = crosses & earlier & ~np.any(seen, axis=-1)
    is_new = is_line & ~np.any(same & earlier, axis=-1)
    return 1 + np.sum(is_new * (1 + np.sum(first, axis=-1)))


# ----- fixed basis functions -----


def n_monomials(D, M):
    """How many different monomials of degree at most M there are in D variables: binomial (D + M, M).

    D, M: whole numbers. Returns a whole number. Source: lecture notes, section 3 (with erratum E18).
    """
    return comb(D + M, M)


def n_products(D, M):
    """How many terms the sums over i_1, ..., i_m have for m = 0 to M, when no order is merged: 1 + D + ... + D^M.

    D, M: whole numbers. Returns a whole number.
    """
    return sum(D**m for m in range(M + 1))


def block_index(x, m):
    """The number of the block that holds each point, when every axis of the unit cube is cut into m parts.

    x: (N, D), from 0 to 1; m: a whole number. Returns (N,) whole numbers below m^D. Source: lecture notes, section 3
    (with erratum E19).
    """
    check_unit_cube(x)
    part = np.minimum((x * m).astype(int), m - 1)  # the right end belongs to the last part
    return part @ (m ** np.arange(np.shape(x)[1]))


def check_unit_cube(x):
    """Raise ValueError unless every row is a point of the unit cube."""
    if np.ndim(x) != 2 or np.min(x, initial=0) < 0 or np.max(x, initial=1) > 1:
        raise ValueError(f"`x` (shape {np.shape(x)}) must hold points of the unit cube, one per row.")


def count_blocks(x, m):
    """How many of the m^D blocks hold at least one point. x: (N, D), m: a whole number. Returns a whole number."""
    return len(np.unique(block_index(x, m)))


def block_predict(X, y, x, m):
    """For each new point, the class of most training points in its block.

    X: (N, D) and y: (N,), 1 or -1: training; x: (n, D): new points. Returns (n,): 1, -1, or 0 where the block is empty
    or tied.
    """
    blocks, place = np.unique(block_index(X, m), return_inverse=True)
    votes = np.bincount(place, weights=y)
    asked = block_index(x, m)
    nearest = np.minimum(np.searchsorted(blocks, asked), len(blocks) - 1)
    return np.where(blocks[nearest] == asked, np.sign(votes[nearest]), 0)


def block_learning(X, y, x, m, sizes):
    """`block_predict` and the number of blocks that are hit, after each of several numbers of training points.

    X: (N, D), y: (N,), x: (n, D), as in `block_predict`; sizes: (k,), ascending. Returns (k, n) and (k,).
    """
    blocks, place = np.unique(block_index(X, m), return_inverse=True)
    asked = block_index(x, m)
    nearest = np.minimum(np.searchsorted(blocks, asked), len(blocks) - 1)
    is_known = blocks[nearest] == asked
    votes, counts, answers, hit = np.zeros(len(blocks)), np.zeros(len(blocks)), [], []
    for start, end in zip([0, *sizes[:-1]], sizes, strict=True):
        votes += np.bincount(place[start:end], weights=y[start:end], minlength=len(blocks))
        counts += np.bincount(place[start:end], minlength=len(blocks))
        answers.append(np.where(is_known, np.sign(votes[nearest]), 0))
        hit.append(np.count_nonzero(counts))
    return np.stack(answers), np.array(hit)


# ----- balls, shells and cubes -----

LANCZOS = (
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
)  # fmt: skip


def log_gamma(z):
    """Logarithm of the gamma function for z of 1/2 or more, by Lanczos's series.

    z: (...). Returns (...), with an error of about 1e-15 times the larger of 1 and the result.
    """
    base = z + 6.5
    series = LANCZOS[0] + sum(c / (z + k) for k, c in enumerate(LANCZOS[1:]))
    return (z - 0.5) * np.log(base) - base + np.log(np.sqrt(2 * np.pi) * series)


def sphere_area(D):
    """Area of the unit sphere in D dimensions: 2 (two points) for D = 1, the circumference 2 pi for D = 2, ...

    D: a whole number or an array of them. Source: lecture notes, section 3.
    """
    return np.exp(log_sphere_area(D))


def log_sphere_area(D):
    """Logarithm of `sphere_area`, which for large D is too small a number to be written."""
    return np.log(2) + D / 2 * np.log(np.pi) - log_gamma(D / 2)


def ball_to_cube(D):
    """Volume of a ball divided by that of the cube around it. D: a whole number or an array of them."""
    return np.exp(log_sphere_area(D) - np.log(D) - D * np.log(2))


def shell_share(epsilon, D):
    """Share of a ball's volume in its outer shell, whose thickness is epsilon times the radius."""
    return 1 - (1 - epsilon) ** D


def cube_edge(share, D):
    """Edge of the cube that holds this share of the unit cube's volume."""
    return share ** (1 / D)


# ----- where a Gaussian lives -----


def radial_log_pdf(r, D, sigma):
    """Logarithm of `radial_pdf`, which neither overflows nor underflows. r above 0."""
    return log_sphere_area(D) + (D - 1) * np.log(r) - D / 2 * np.log(2 * np.pi * sigma**2) - (r / sigma) ** 2 / 2


def radial_pdf(r, D, sigma):
    """Density of the length of a normal vector with D components of standard deviation sigma, at lengths r above 0.

    r: (...); D: a whole number; sigma: a number. Returns (...). Source: lecture notes, section 3 (with erratum E20).
    """
    return np.exp(radial_log_pdf(r, D, sigma))


def radial_mode(D, sigma):
    """The most likely length: sigma times the root of D - 1. Source: lecture notes, section 3 (with erratum E21)."""
    return sigma * np.sqrt(D - 1)


def radial_local(epsilon, sigma):
    """About how much smaller the density of the length is at a distance epsilon from its mode, in any dimension.

    Source: lecture notes, section 3 (with erratum E21).
    """
    return np.exp(-((epsilon / sigma) ** 2))


def radial_mean(D, sigma):
    """Mean length of a normal vector."""
    return sigma * barron_constant(D)


def radial_std(D, sigma):
    """Standard deviation of the length of a normal vector; it tends to sigma / sqrt(2)."""
    return sigma * np.sqrt(D - barron_constant(D) ** 2)


NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(64)


def radial_mass(low, high, D, sigma):
    """Probability that the length of a normal vector lies between `low` and `high`, by Gauss-Legendre quadrature.

    low of 0 or more; good to 1e-12 for intervals of a few sigma. Returns a number.
    """
    half = (high - low) / 2
    return half * np.sum(NODE_WEIGHTS * radial_pdf(low + half * (1 + NODES), D, sigma))


# ----- manifolds -----


def blob_images(t, width, size=16):
    """Images of a Gaussian blob that slides from column 4 to column 12 as t goes from 0 to 1.

    t: (...); width: standard deviation in pixels. Returns (..., size * size), row by row. Source: the lecture map,
    section L3.5.
    """
    pixels = np.arange(size)
    across = np.exp(-((pixels - np.expand_dims(4 + 8 * t, -1)) ** 2) / (2 * width**2))  # (..., columns)
    down = np.exp(-((pixels - 7.5) ** 2) / (2 * width**2))  # (rows,)
    grid = np.reshape(down, (size, 1)) * np.expand_dims(across, -2)  # (..., rows, columns)
    return np.reshape(grid, (*np.shape(t), size * size))


def pca(X):
    """Principal components of the rows of X, the strongest first.

    X: (N, D). Returns the mean (D,), the components (k, D), one per row, with k the smaller of N and D, and the
    variance along each (k,). Each component points to where its largest entry is positive.
    """
    mean = np.mean(X, axis=0)
    _, singular, components = np.linalg.svd(X - mean, full_matrices=False)
    largest = np.take_along_axis(components, np.argmax(np.abs(components), axis=1)[:, None], axis=1)
    return mean, components * np.sign(largest), singular**2 / len(X)


def pca_scores(X, k):
    """Where the rows of X lie along their first k components, and the variances, without the components themselves.

    From the N by N matrix of inner products, which is quicker than `pca` when rows are few and long. The signs of the
    components are arbitrary. X: (N, D). Returns scores (N, k) and variances (N,), descending.
    """
    centred = X - np.mean(X, axis=0)
    squares, vectors = np.linalg.eigh(centred @ centred.T)
    squares, vectors = np.maximum(squares[::-1], 0), vectors[:, ::-1]
    return vectors[:, :k] * np.sqrt(squares[:k]), squares / len(X)


def components_for(variances, share):
    """How many components are needed for this share of the variance. variances: (k,), descending. Returns a number."""
    return int(np.argmax(np.cumsum(variances) >= share * np.sum(variances))) + 1


def two_nn_dimension(X):
    """Intrinsic dimension from the two nearest neighbours of every point.

    In d dimensions the ratio of the second distance to the first exceeds q with probability q^-d; this is the d of
    highest likelihood. X: (N, D), no two rows equal. Returns a number. Source: Facco, d'Errico, Rodriguez and Laio,
    "Estimating the intrinsic dimension of datasets by a minimal neighborhood information", Sci. Rep. 7 (2017).
    """
    squares = np.sum(X**2, axis=1)
    apart = np.maximum(squares[:, None] + squares - 2 * X @ X.T, 0)
    np.fill_diagonal(apart, np.inf)
    nearest = np.argpartition(apart, 1, axis=1)[:, :2]
    first, second = np.sort(np.linalg.norm(X[:, None] - X[nearest], axis=-1), axis=1).T  # without cancellation
    if np.min(first) == 0:
        raise ValueError("No two rows of `X` may be equal.")
    return len(X) / np.sum(np.log(second / first))
