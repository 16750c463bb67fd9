"""The code exercises of chapter 05.

- Turn scores into probabilities, however large they are. (softmax)
- Score a yes or no, however sure the network is. (binary_cross_entropy)
- Score one class of several. (cross_entropy)
- Count the bits that a wrong code wastes. (wasted_bits)
"""

import numpy as np

from dlnotes import losses
from dlnotes.check.exercise import Exercise, draw

# ----- softmax -----


def scores_of_classes(rng):
    yield "three scores", np.array([1.0, 2.0, 3.0])
    yield "large scores", np.array([1000.0, 1001.0, 1002.0])
    yield "random", draw(rng, 5)
    yield "a batch, low scores and high ones", np.array([[-1000.0, -1001.0, -1003.0], [1000.0, 1001.0, 1000.0]])
    yield "random, a batch", draw(rng, 4, 3)
    yield "random, a batch of batches", draw(rng, 2, 3, 4)


def no_shift(scores):
    return np.exp(scores) / np.sum(np.exp(scores), axis=-1, keepdims=True)


def one_maximum_for_all(scores):
    return no_shift(scores - np.max(scores))


def wrong_axis(scores):
    return losses.softmax(scores, axis=0)


def sum_over_all(scores):
    weights = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return weights / np.sum(weights)


def over_all(scores):
    return losses.softmax(scores.ravel()).reshape(scores.shape)


def not_divided(scores):
    return np.exp(scores - np.max(scores, axis=-1, keepdims=True))


def without_exp(scores):
    return scores / np.sum(scores, axis=-1, keepdims=True)


softmax = Exercise(
    gives="probabilities that sum to 1 along the last axis, in the shape of scores",
    reference=losses.softmax,
    inputs=scores_of_classes,
    mistakes={
        "The exponentials of large scores overflow: subtract the largest score first, which changes nothing else.": (
            no_shift
        ),
        "Each row needs its own largest score: minus that of the whole batch, all weights of a row may become 0.": (
            one_maximum_for_all
        ),
        "Wrong axis: the first axis holds the examples; the probabilities of one example lie along the last.": (
            wrong_axis
        ),
        "The sum runs over the whole batch: `axis=-1, keepdims=True` gives every example its own.": sum_over_all,
        "All scores of a batch share one softmax: take maximum and sum along the last axis.": over_all,
        "The weights are not divided by their sum yet.": not_divided,
        "The scores themselves are divided by their sum; take their exponentials first.": without_exp,
    },
)

# ----- yes or no -----


def answers_and_scores(rng):
    yield "the chapter's scores", np.array([1, 1, 0, 1, 0]), np.array([0.0, 2.0, 2.0, -3.0, 0.5])
    yield "very sure", np.array([1, 0, 1, 0]), np.array([800.0, 800.0, -800.0, -800.0])
    for N in (3, 6, 10):
        yield "random", rng.integers(0, 2, N), np.round(rng.normal(0, 3, N), 2)


def by_probabilities(y, score):
    p = 1 / (1 + np.exp(-score))
    return -np.where(y == 1, np.log(p), np.log(1 - p))


def by_probabilities_and_products(y, score):
    p = 1 / (1 + np.exp(-score))
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def exp_overflows(y, score):
    return np.log(1 + np.exp(score)) - y * score


def exp_overflows_below(y, score):
    return np.log(1 + np.exp(-score)) + (1 - y) * score


def answers_exchanged(y, score):
    return losses.bce_with_logits(1 - y, score)


def mean_of_all(y, score):
    return np.mean(losses.bce_with_logits(y, score))


def sum_of_all(y, score):
    return np.sum(losses.bce_with_logits(y, score))


def yes_only(y, score):
    return y * losses.softplus(-score)


def in_bits(y, score):
    return losses.bce_with_logits(y, score) / np.log(2)


SURE = "Where the network is very sure, the probability is rounded to 0 or 1, and its logarithm is lost: "

binary_cross_entropy = Exercise(
    gives="the loss of each observation in nats, an array (N,)",
    reference=losses.bce_with_logits,
    inputs=answers_and_scores,
    mistakes={
        f"{SURE}work with the score itself, log(1 + exp(±score)).": by_probabilities,
        f"{SURE}work with the score itself, and note that 0 times infinity is nan.": by_probabilities_and_products,
        "exp overflows for a large positive score: `np.logaddexp(0, score)` is log(1 + exp(score)) without it.": (
            exp_overflows
        ),
        "exp overflows for a large negative score: `np.logaddexp(0, -score)` is log(1 + exp(-score)) without it.": (
            exp_overflows_below
        ),
        "Yes and no are exchanged: a high score must cost little where y = 1.": answers_exchanged,
        "This is the mean over all observations; one loss for each is asked for.": mean_of_all,
        "This is the sum over all observations; one loss for each is asked for.": sum_of_all,
        "Observations with y = 0 cost nothing here: the term with 1 - y is missing.": yes_only,
        "These are bits: use the natural logarithm.": in_bits,
    },
)

# ----- one of several -----


def classes_and_scores(rng):
    yield "the chapter's scores, each class once", np.arange(3), np.tile([1.0, 2.0, 3.0], (3, 1))
    yield "very sure", np.array([0, 1, 1]), np.array([[0.0, 1000.0], [0.0, 1000.0], [1000.0, 0.0]])
    for N, k in ((2, 4), (5, 3), (8, 5)):
        yield "random", rng.integers(0, k, N), draw(rng, N, k)


def log_of_softmax(y, scores):
    return -np.log(losses.softmax(scores)[np.arange(len(y)), y])


def log_of_overflow(y, scores):
    return -np.log(no_shift(scores)[np.arange(len(y)), y])


def overflow_in_the_sum(y, scores):
    return np.log(np.sum(np.exp(scores), axis=-1)) - scores[np.arange(len(y)), y]


def mean_over_examples(y, scores):
    return np.mean(losses.cross_entropy(y, scores))


def every_class_of_every_example(y, scores):
    return -losses.log_softmax(scores)[:, y]


def likelihood(y, scores):
    return -losses.cross_entropy(y, scores)


def most_probable(y, scores):
    return losses.cross_entropy(np.argmax(scores, axis=1), scores)


def softmax_over_examples(y, scores):
    return -losses.log_softmax(scores, axis=0)[np.arange(len(y)), y]


def score_only(y, scores):
    return -scores[np.arange(len(y)), y]


cross_entropy = Exercise(
    gives="the loss of each example in nats, an array (N,)",
    reference=losses.cross_entropy,
    inputs=classes_and_scores,
    mistakes={
        "A probability that is rounded to 0 has an infinite logarithm: compute log(sum(exp)) minus the score.": (
            log_of_softmax
        ),
        "exp overflows for large scores, and infinity over infinity is nan: subtract the largest score first.": (
            log_of_overflow
        ),
        "exp overflows in the sum: take the largest score out before, and add it again after the logarithm.": (
            overflow_in_the_sum
        ),
        "This is the mean over the examples; one loss for each is asked for.": mean_over_examples,
        "`[:, y]` takes all N classes of every example; `[np.arange(N), y]` takes one of each.": (
            every_class_of_every_example
        ),
        "The sign is wrong: a loss is minus the logarithm of a probability, so never negative.": likelihood,
        "It scores the most probable class; the loss looks at the observed one, y.": most_probable,
        "Wrong axis: the probabilities of one example sum to 1, along the last axis.": softmax_over_examples,
        "The scores are no logarithms of probabilities yet: log(sum(exp(scores))) is missing.": score_only,
    },
)

# ----- bits -----


def sources_and_codes(rng):
    yield "three symbols", np.array([0.7, 0.2, 0.1]), np.array([0.5, 0.3, 0.2])
    yield "a symbol that is never sent", np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.25, 0.5])
    yield "a symbol that nobody sends or expects", np.array([0.75, 0.25, 0.0]), np.array([0.5, 0.5, 0.0])
    for k in (2, 4, 6):
        p, q = rng.uniform(0.1, 1, (2, k))
        yield "random", p / np.sum(p), q / np.sum(q)


def in_base_two(p, q):
    return losses.kl_discrete(p, q) / np.log(2)


def in_nats(p, q):
    return losses.kl_discrete(p, q)


def other_way(p, q):
    return in_base_two(q, p)


def all_bits(p, q):
    return losses.cross_entropy_dist(p, q) / np.log(2)


def zero_times_infinity(p, q):
    return np.sum(p * np.log2(p / q))


def averaged(p, q):
    return in_base_two(p, q) / len(p)


def unweighted(p, q):
    some = p > 0
    return np.sum(np.log2(p[some] / q[some]))


wasted_bits = Exercise(
    gives="how many bits per symbol the code for q wastes on symbols from p, a number",
    reference=in_base_two,
    inputs=sources_and_codes,
    mistakes={
        "These are nats: bits take the logarithm to base 2.": in_nats,
        "p and q are exchanged: symbols come from p, so p is what weighs the terms.": other_way,
        "These are all bits that are sent; the wasted ones are those beyond the entropy of p.": all_bits,
        "0 log 0 gives nan: a symbol that is never sent adds 0, so leave it out.": zero_times_infinity,
        "The terms are averaged: p already holds the weights, so add them up.": averaged,
        "Every symbol counts alike: weigh each logarithm with how often the symbol is sent, p.": unweighted,
    },
)
