"""Losses as negative log-likelihoods.

- Turn any score into a probability, and back. (sigmoid, softplus, logit)
- Turn several scores into several probabilities. (softmax, log_softmax, log_sum_exp)
- Score a prediction against what was observed. (nll_normal, nll_laplace, nll_poisson, bce_with_logits, cross_entropy)
- Say which way the prediction should move. (nll_normal_grad, nll_laplace_grad, nll_poisson_grad, bce_with_logits_grad,
  cross_entropy_grad)
- Classify with a linear score. (logistic_nll, logistic_grad, logistic_hessian)
- Draw the most probable line when noise has heavy tails. (fit_laplace)
- Count bits and nats. (entropy, cross_entropy_dist, kl_discrete, kl_normal, entropy_normal)
- Compare one normal density with a mixture of several. (log_mixture, kl_mixture_to_normal, kl_normal_to_mixture)

Shapes. `y` holds N observations and is (N,) or one number; what the network predicts for them is (..., N), and axes
before the last one are a grid of models that results keep. Scores of k classes add a last axis of length k. Losses are
returned one per observation, in nats: add them up for the likelihood of a whole data set.
"""

import math

import numpy as np

from dlnotes import linear
from dlnotes.shallow import sigmoid, softplus

# ----- from scores to probabilities -----


def logit(probability):
    """Log-odds, log(p / (1 - p)): the inverse of `sigmoid`. probability: any shape, strictly inside 0 to 1."""
    return np.log(probability) - np.log1p(-probability)


def log_sum_exp(scores, axis=-1, keepdims=False):
    """log(sum(exp(scores))) along `axis`, without overflow.

    scores: any shape, finite. Returns that shape without `axis`, or with 1 in its place.
    """
    highest = np.max(scores, axis=axis, keepdims=True)
    total = highest + np.log(np.sum(np.exp(scores - highest), axis=axis, keepdims=True))
    return total if keepdims else np.squeeze(total, axis=axis)


def log_softmax(scores, axis=-1):
    """Logarithms of the probabilities that `softmax` gives, exact where those underflow to 0.

    scores: any shape. Returns the same shape.
    """
    shifted = scores - np.max(scores, axis=axis, keepdims=True)  # the result is the same, and exp cannot overflow
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def softmax(scores, axis=-1):
    """Turn scores into probabilities that sum to one along `axis`.

    scores: any shape. Returns the same shape. Source: lecture notes, section 5 (with erratum E29).
    """
    weights = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return weights / np.sum(weights, axis=axis, keepdims=True)


# ----- negative log-likelihoods, one per observation -----


def nll_normal(y, mean, std):
    """-log of the normal density at y.

    y: (N,); mean, std: (..., N), std above 0. Returns (..., N). Source: lecture notes, section 5 (with erratum E26).
    """
    z = standard_score(y, mean, std)
    return np.log(std) + math.log(2 * math.pi) / 2 + z**2 / 2


def nll_normal_grad(y, mean, std):
    """Derivatives of `nll_normal` with respect to mean and std: two arrays (..., N)."""
    z = standard_score(y, mean, std)
    return -z / std, (1 - z**2) / std


def nll_laplace(y, centre, scale):
    """-log of the Laplace density at y: the absolute error, where the normal has the square.

    y: (N,); centre, scale: (..., N), scale above 0. Returns (..., N).
    """
    return np.log(2 * scale) + np.abs(standard_score(y, centre, scale))


def nll_laplace_grad(y, centre, scale):
    """Derivatives of `nll_laplace` with respect to centre (0 at the kink) and scale: two arrays (..., N)."""
    z = standard_score(y, centre, scale)
    return -np.sign(z) / scale, (1 - np.abs(z)) / scale


def nll_poisson(y, log_rate):
    """-log of the probability of a count, `exp(log_rate)` being the expected one.

    y: (N,), whole numbers from 0, plain; log_rate: (..., N), any numbers up to 700. Returns (..., N).
    """
    check_observations(y, log_rate)
    return np.exp(log_rate) - y * log_rate + log_factorial(y)


def nll_poisson_grad(y, log_rate):
    """Derivative of `nll_poisson` with respect to log_rate: expected minus observed count, (..., N)."""
    check_observations(y, log_rate)
    return np.exp(log_rate) - y


def bce_with_logits(y, score):
    """Binary cross-entropy: -log of the probability that `sigmoid(score)` gives to y.

    y: (N,), 0 or 1, or a probability of 1; score: (..., N), log-odds. Returns (..., N). Source: lecture notes,
    section 5 (with erratum E28).
    """
    check_observations(y, score)
    return y * softplus(-score) + (1 - y) * softplus(score)


def bce_with_logits_grad(y, score):
    """Derivative of `bce_with_logits` with respect to score: predicted minus observed, (..., N)."""
    check_observations(y, score)
    return sigmoid(score) - y


def cross_entropy(y, scores):
    """-log of the probability that `softmax(scores)` gives to the class y.

    y: (N,), classes 0 to k - 1, plain; scores: (..., N, k). Returns (..., N). Source: lecture notes, section 5 (with
    erratum E29).
    """
    check_observations(y, scores[..., 0])
    observed = one_hot(y, np.shape(scores)[-1]) > 0
    return -np.sum(np.where(observed, log_softmax(scores), 0.0), axis=-1)


def cross_entropy_grad(y, scores):
    """Derivatives of `cross_entropy` with respect to scores: predicted minus observed, (..., N, k)."""
    check_observations(y, scores[..., 0])
    return softmax(scores) - one_hot(y, np.shape(scores)[-1])


def one_hot(y, k):
    """A row of k numbers for every class: 1 at its place, 0 elsewhere. y: (...), plain. Returns (..., k)."""
    y = np.asarray(y)
    if y.dtype.kind not in "iu" or np.any((y < 0) | (y >= k)):
        raise ValueError(f"`y` must hold whole numbers from 0 to {k - 1}, one per class; it holds {y.tolist()}.")
    return (np.arange(k) == y[..., None]).astype(float)


def standard_score(y, centre, width):
    """How many widths y lies above the centre. Divides before anything is squared, so that no tiny width underflows."""
    check_observations(y, centre)
    check_observations(y, width)
    return (y - centre) / width


def log_factorial(y):
    """log(y!) of every count. y: any shape, whole numbers. Returns the same shape."""
    return np.reshape([math.lgamma(count + 1) for count in np.ravel(y)], np.shape(y))


def check_observations(y, predicted):
    """(N, 1) against (N,) would broadcast to N × N losses without a word."""
    shape, last = np.shape(y), np.shape(predicted)[np.ndim(predicted) - np.ndim(y) :]
    if shape != last and np.size(predicted) > 1:
        raise ValueError(f"`y` (shape {shape}) must have one number per prediction (shape {np.shape(predicted)}).")


# ----- classify with a linear score -----


def logistic_nll(x, y, phi):
    """Sum of the binary cross-entropies of logistic regression, whose log-odds are `phi_0 + phi_1 x_1 + ...`.

    x: (N,) or (N, features); y: (N,), 0 or 1; phi: (..., D). Returns (...). Source: lecture notes, section 5 (with
    erratum E28).
    """
    return np.sum(bce_with_logits(y, linear.predict(x, phi)), axis=-1)


def logistic_grad(x, y, phi):
    """Gradient of `logistic_nll` with respect to phi: (..., D)."""
    return bce_with_logits_grad(y, linear.predict(x, phi)) @ linear.design_matrix(x)


def logistic_hessian(x, phi):
    """Matrix of second derivatives of `logistic_nll`, never negative in any direction: it does not depend on y.

    x: (N,) or (N, features); phi: (D,). Returns (D, D).
    """
    X, probability = linear.design_matrix(x), sigmoid(linear.predict(x, phi))
    return X.T @ (np.reshape(probability * (1 - probability), (-1, 1)) * X)


def fit_laplace(x, y):
    """The line with the smallest sum of absolute errors, the most probable one under Laplace noise.

    Some best line passes through two of the points, so all pairs are tried.

    x, y: (N,), the x all different. Returns (2,), intercept and slope.
    """
    if len(np.shape(x)) != 1 or np.shape(x) != np.shape(y) or np.shape(x)[0] < 2:
        raise ValueError(
            f"`x` (shape {np.shape(x)}) and `y` (shape {np.shape(y)}) must be two equal rows of 2 or more."
        )
    first, second = np.triu_indices(np.shape(x)[0], 1)
    slopes = (y[second] - y[first]) / (x[second] - x[first])
    lines = np.stack([y[first] - slopes * x[first], slopes], axis=-1)  # (pairs, 2)
    errors = np.sum(np.abs(linear.residuals(x, y, lines)), axis=-1)
    return np.take(lines, np.argmin(errors), axis=0, mode="clip")


# ----- information -----


def entropy(p):
    """Mean number of nats that a message from p needs at least: -sum(p log p), with 0 log 0 = 0.

    p: (..., k), probabilities. Returns (...).
    """
    return cross_entropy_dist(p, p)


def cross_entropy_dist(p, q):
    """Mean number of nats that messages from p need with the best code for q: -sum(p log q).

    p, q: (..., k), probabilities. Returns (...); infinite where q excludes what p allows. Source: lecture notes,
    section 5 (with errata E33 and E34).
    """
    check_outcomes(p, q)
    nats = -p * np.log(np.where(q > 0, q, 1.0))
    return np.sum(np.where((p > 0) & (q <= 0), np.inf, nats), axis=-1)


def kl_discrete(p, q):
    """Nats per message that the code for q wastes on messages from p: sum(p log(p / q)).

    p, q: (..., k), probabilities. Returns (...); infinite where q excludes what p allows. Source: lecture notes,
    section 5 (with errata E31 to E34).
    """
    check_outcomes(p, q)
    nats = p * (np.log(np.where(p > 0, p, 1.0)) - np.log(np.where(q > 0, q, 1.0)))
    return np.sum(np.where((p > 0) & (q <= 0), np.inf, nats), axis=-1)


def check_outcomes(p, q):
    """Raise ValueError unless both distributions have the same outcomes on their last axis."""
    if np.shape(p)[-1:] != np.shape(q)[-1:] or np.ndim(p) == 0:
        raise ValueError(f"`p` (shape {np.shape(p)}) and `q` (shape {np.shape(q)}) must end in the same outcomes.")


def entropy_normal(std):
    """Entropy of a normal density, in nats; negative if it is narrow. std: any shape. Returns the same shape."""
    return np.log(std) + math.log(2 * math.pi * math.e) / 2


def kl_normal(mean1, std1, mean2, std2):
    """KL divergence of the second normal density from the first, in nats.

    Four numbers, or arrays that broadcast; std above 0. Returns their common shape.
    """
    ratio = std1 / std2
    return (ratio**2 + ((mean1 - mean2) / std2) ** 2 - 1) / 2 - np.log(ratio)


# ----- one normal density for a mixture of several -----

NODES = np.linspace(-8.5, 8.5, 681)  # the trapezoidal rule is exact to rounding for anything as smooth as a bell
WEIGHTS = np.exp(-(NODES**2) / 2) * (NODES[1] - NODES[0]) / math.sqrt(2 * math.pi)


def normal_average(function, mean, std):
    """The mean of function(x) for x with a normal density.

    function: takes (..., n), returns the same shape; mean, std: numbers or arrays (...). Returns (...).
    """
    return function(np.expand_dims(mean, -1) + np.expand_dims(std, -1) * NODES) @ WEIGHTS


def log_mixture(x, shares, means, stds):
    """Logarithm of the density of a mixture of normals, also where the density itself underflows.

    x: any shape; shares, means, stds: (components,), plain. Returns the shape of x.
    """
    terms = [
        math.log(share) - math.log(std) - ((x - mean) / std) ** 2 / 2
        for share, mean, std in zip(shares, means, stds, strict=True)
    ]
    return log_sum_exp(np.stack(terms), axis=0) - math.log(2 * math.pi) / 2


def kl_mixture_to_normal(shares, means, stds, mean, std):
    """KL divergence of the normal q from the mixture p, KL(p‖q): large where p is likely and q is not.

    shares, means, stds: (components,), plain; mean, std: numbers or arrays (...). Returns (...).
    """
    surprise = sum(
        share * (kl_normal(m, s, mean, std) + entropy_normal(s))
        for share, m, s in zip(shares, means, stds, strict=True)
    )  # -E_p[log q], in closed form
    inner = sum(
        share * normal_average(lambda x: log_mixture(x, shares, means, stds), m, s)
        for share, m, s in zip(shares, means, stds, strict=True)
    )
    return surprise + inner


def kl_normal_to_mixture(shares, means, stds, mean, std):
    """KL divergence of the mixture p from the normal q, KL(q‖p): large where q is likely and p is not.

    shares, means, stds: (components,), plain; mean, std: numbers or arrays (...). Returns (...).
    """
    return -entropy_normal(std) - normal_average(lambda x: log_mixture(x, shares, means, stds), mean, std)
