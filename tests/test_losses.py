"""The mathematics of losses, against reference values, PyTorch, finite differences, extremes and its own laws."""

import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dlnotes import data, linear, losses

X_A, Y_A = data.five_points()
X_B, Y_B = data.five_answers()
BEST_B = np.array([-0.62269, 1.090426])
TWO_BUMPS = ((0.5, 0.5), (-2.0, 2.0), (0.6, 0.6))

# ----- strategies -----

numbers = st.floats(-5, 5)
scores_of_any_size = st.floats(-1000, 1000)
widths = st.floats(0.1, 5)


def vectors(elements, low=2, high=6):
    return st.integers(low, high).flatmap(lambda n: arrays(float, n, elements=elements))


def distributions(k):
    return arrays(float, k, elements=st.floats(0.01, 1)).map(lambda weights: weights / np.sum(weights))


def pairs(count=2):
    return st.integers(2, 6).flatmap(lambda k: st.tuples(*[distributions(k)] * count))


@st.composite
def classifications(draw):
    """Scores (N, k) of any size, and a class for every row."""
    N, k = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    return draw(arrays(int, N, elements=st.integers(0, k - 1))), draw(arrays(float, (N, k), elements=numbers))


@st.composite
def yes_or_no_problems(draw):
    """x (N,) or (N, features), y of zeros and ones, phi."""
    N, features = draw(st.integers(2, 6)), draw(st.integers(1, 3))
    x = draw(arrays(float, (N, features), elements=numbers))
    y, phi = (
        draw(arrays(int, N, elements=st.integers(0, 1))),
        draw(arrays(float, features + 1, elements=st.floats(-2, 2))),
    )
    return (x[:, 0] if features == 1 else x), y, phi


def slope(function, x, h=1e-6):
    """Central differences of a function of one array, one element at a time."""
    x = np.asarray(x, dtype=float)
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.reshape([(function(x + s) - function(x - s)) / (2 * h) for s in steps], x.shape)


def torch_gradient(function, *inputs):
    """Gradients of a PyTorch function's sum with respect to each of its inputs."""
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in inputs]
    return [g.numpy() for g in torch.autograd.grad(function(*tensors).sum(), tensors)]


# ----- reference values -----


@pytest.mark.parametrize(
    ("scores", "probabilities", "per_class"),
    [
        ((1, 2, 3), (0.090031, 0.244728, 0.665241), (2.407606, 1.407606, 0.407606)),
        ((1000, 1001, 1002), (0.090031, 0.244728, 0.665241), (2.407606, 1.407606, 0.407606)),
        ((2, 1, 0.1), (0.659001, 0.242433, 0.098566), (0.41703, 1.41703, 2.31703)),
    ],
)
def test_softmax_and_cross_entropy_of_three_scores(scores, probabilities, per_class):
    scores = np.array(scores, dtype=float)
    np.testing.assert_allclose(losses.softmax(scores), probabilities, atol=1e-6)
    np.testing.assert_allclose(losses.cross_entropy(np.arange(3), np.tile(scores, (3, 1))), per_class, atol=1e-6)


@pytest.mark.parametrize(
    ("temperature", "probabilities"),
    [
        (0.5, (0.863777, 0.1169, 0.019323)),
        (2, (0.501688, 0.304289, 0.194023)),
        (10, (0.366059, 0.331224, 0.302716)),
    ],
)
def test_a_higher_temperature_flattens_the_softmax(temperature, probabilities):
    np.testing.assert_allclose(losses.softmax(np.array([2, 1, 0.1]) / temperature), probabilities, atol=1e-6)


def test_the_denominator_sums_exponentials_of_scores_not_of_indices():  # erratum E29
    scores = np.array([1.0, 2.0, 3.0])
    assert np.sum(np.exp(scores) / np.sum(np.exp(np.arange(3)))) == pytest.approx(2.718282, abs=1e-6)
    assert np.sum(losses.softmax(scores)) == pytest.approx(1, abs=1e-15)


def test_the_gradient_of_the_cross_entropy_is_predicted_minus_observed():
    gradient = losses.cross_entropy_grad(2, np.array([0.5, -1, 2]))
    np.testing.assert_allclose(gradient, (0.17529, 0.039113, -0.214403), atol=1e-6)


def test_the_sigmoid_is_a_softmax_of_two_scores_one_of_which_is_zero():
    assert losses.sigmoid(1.7) == pytest.approx(0.845535, abs=1e-6)
    assert losses.softmax(np.array([1.7, 0]))[0] == pytest.approx(losses.sigmoid(1.7), abs=1e-15)


@pytest.mark.parametrize(
    ("score", "y", "loss"),
    [(0, 1, 0.693147), (2, 1, 0.126928), (2, 0, 2.126928), (-3, 1, 3.048587), (800, 0, 800), (-800, 0, 0)],
)
def test_binary_losses(score, y, loss):
    assert losses.bce_with_logits(y, float(score)) == pytest.approx(loss, abs=1e-6)


def test_one_probability_for_all_is_best_at_the_share_of_ones():  # erratum E28
    y = np.array([1, 1, 0, 1])
    total = [np.sum(losses.bce_with_logits(y, losses.logit(p))) for p in (0.74, 0.75, 0.76)]
    assert np.argmin(total) == 1
    assert total[1] == pytest.approx(2.249341, abs=1e-6)


def test_the_logistic_fit_of_five_answers():
    assert losses.logistic_nll(X_B, Y_B, BEST_B) == pytest.approx(2.421967, abs=1e-6)
    np.testing.assert_allclose(losses.logistic_grad(X_B, Y_B, BEST_B), 0, atol=1e-5)
    assert losses.logistic_nll(X_B, Y_B, np.zeros(2)) == pytest.approx(5 * math.log(2), abs=1e-12)
    np.testing.assert_allclose(losses.logistic_grad(X_B, Y_B, np.zeros(2)), (0.5, -2), atol=1e-12)


def test_newtons_method_lands_on_the_logistic_fit():
    phi = np.zeros(2)
    for _ in range(10):
        phi = phi - np.linalg.solve(losses.logistic_hessian(X_B, phi), losses.logistic_grad(X_B, Y_B, phi))
    np.testing.assert_allclose(phi, BEST_B, atol=1e-6)


@pytest.mark.parametrize(("phi", "nll"), [((1.4, 0.8), 6.394693), ((0, 0), 32.094693), ((1, 1), 6.594693)])
def test_with_normal_noise_of_width_1_the_likelihood_is_a_constant_plus_the_squares(phi, nll):  # erratum E26
    total = np.sum(losses.nll_normal(Y_A, linear.predict(X_A, np.array(phi)), 1.0))
    assert total == pytest.approx(nll, abs=1e-6)
    assert total == pytest.approx(4.594693 + 2.5 * linear.mse(X_A, Y_A, np.array(phi)), abs=1e-6)


def test_the_best_width_is_the_root_of_the_mean_squared_error():
    line = linear.predict(X_A, np.array([1.4, 0.8]))
    best = np.sqrt(0.72)
    total = [np.sum(losses.nll_normal(Y_A, line, width)) for width in (best - 0.001, best, best + 0.001)]
    assert best == pytest.approx(0.848528, abs=1e-6)
    assert total[1] == pytest.approx(6.273432, abs=1e-6)
    assert np.argmin(total) == 1


def test_the_normal_prefers_the_mean_and_the_laplace_the_median():  # erratum E26
    y, centres = np.array([1.0, 2, 3, 4, 10]), np.linspace(0, 10, 1001)[:, None]
    best = [centres[np.argmin(np.sum(nll(y, centres + 0 * y, 1.0), axis=1)), 0] for nll in
            (losses.nll_normal, losses.nll_laplace)]  # fmt: skip
    np.testing.assert_allclose(best, [4, 3], atol=1e-9)


def test_the_best_rate_of_a_poisson_is_the_mean_count():
    y = np.array([0, 2, 1, 5])
    total = [np.sum(losses.nll_poisson(y, math.log(rate))) for rate in (1.99, 2, 2.01)]
    assert np.argmin(total) == 1
    assert total[1] == pytest.approx(7.935461, abs=1e-6)


@pytest.mark.parametrize(
    ("p", "q", "forward", "reverse"),
    [
        ((0.5, 0.5), (0.9, 0.1), 0.510826, 0.368064),
        ((0.7, 0.2, 0.1), (0.5, 0.3, 0.2), 0.085123, 0.092033),
        ((0.3, 0.7), (0.7, 0.3), 0.338919, 0.338919),
    ],
)
def test_the_divergence_depends_on_the_order_but_not_for_every_pair(p, q, forward, reverse):  # erratum E31
    p, q = np.array(p), np.array(q)
    assert losses.kl_discrete(p, q) == pytest.approx(forward, abs=1e-6)
    assert losses.kl_discrete(q, p) == pytest.approx(reverse, abs=1e-6)


def test_divergences_in_bits():
    p, q = np.array([0.5, 0.5]), np.array([0.9, 0.1])
    bits = np.array([losses.kl_discrete(p, q), losses.kl_discrete(q, p)]) / math.log(2)
    np.testing.assert_allclose(bits, [0.736966, 0.531004], atol=1e-6)


def test_the_divergence_is_the_length_with_the_wrong_code_minus_the_best_length():  # erratum E34
    p, q = np.array([0.7, 0.2, 0.1]), np.array([0.5, 0.3, 0.2])
    assert losses.entropy(p) == pytest.approx(0.801819, abs=1e-6)
    assert losses.cross_entropy_dist(p, q) == pytest.approx(0.886941, abs=1e-6)
    difference = losses.cross_entropy_dist(p, q) - losses.entropy(p)
    assert losses.kl_discrete(p, q) == pytest.approx(difference, abs=1e-15)


def test_a_code_for_equal_shares_wastes_a_quarter_of_a_bit_on_halves_and_quarters():
    p, q = np.array([1 / 2, 1 / 4, 1 / 8, 1 / 8]), np.full(4, 1 / 4)
    lengths = [losses.entropy(p), losses.cross_entropy_dist(p, q), losses.kl_discrete(p, q), losses.kl_discrete(q, p)]
    np.testing.assert_allclose(np.array(lengths) / math.log(2), [1.75, 2, 0.25, 0.25], atol=1e-12)


def test_the_divergence_of_two_normals():
    assert losses.kl_normal(0, 1, 1, 2) == pytest.approx(0.443147, abs=1e-6)
    assert losses.kl_normal(1, 2, 0, 1) == pytest.approx(1.306853, abs=1e-6)


def test_for_counts_the_divergence_from_the_data_is_the_mean_loss_minus_a_constant():  # erratum E32
    q = np.array([3, 1, 1]) / 5
    assert losses.entropy(q) == pytest.approx(0.950271, abs=1e-6)
    drawn = np.repeat(np.arange(3), [3, 1, 1])
    for scores in np.random.default_rng(0).normal(size=(3, 3)):
        mean_loss = np.mean(losses.cross_entropy(drawn, np.tile(scores, (5, 1))))
        divergence = losses.kl_discrete(q, losses.softmax(scores))
        assert divergence + losses.entropy(q) == pytest.approx(mean_loss, abs=4e-15)


@pytest.mark.parametrize(
    ("divergence", "mean", "std", "value"),
    [
        (losses.kl_mixture_to_normal, 0, 2.08806, 0.55516),
        (losses.kl_normal_to_mixture, 1.99708, 0.60486, 0.69184),
        (losses.kl_normal_to_mixture, -1.99708, 0.60486, 0.69184),
        (losses.kl_normal_to_mixture, 0, 1.79019, 1.13838),
    ],
)
def test_the_valleys_of_both_divergences_from_two_bumps(divergence, mean, std, value):
    assert divergence(*TWO_BUMPS, mean, std) == pytest.approx(value, abs=1e-5)
    around = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = divergence(*TWO_BUMPS, mean + 0.02 * np.cos(around), std * np.exp(0.02 * np.sin(around)))
    assert np.all(ring > divergence(*TWO_BUMPS, mean, std) + 1e-5)


# ----- agreement with PyTorch -----


@given(vectors(numbers), widths)
def test_normal_and_laplace_losses_agree_with_pytorch(y, width):
    centre = y[::-1] / 2 + 0.3
    for nll, grad, family in (
        (losses.nll_normal, losses.nll_normal_grad, torch.distributions.Normal),
        (losses.nll_laplace, losses.nll_laplace_grad, torch.distributions.Laplace),
    ):
        target, wide = torch.tensor(y), np.full(len(y), width)
        theirs = -family(torch.tensor(centre), torch.tensor(wide)).log_prob(target)
        np.testing.assert_allclose(nll(y, centre, width), theirs.numpy(), rtol=1e-12, atol=1e-12)
        slopes = torch_gradient(lambda c, w, family=family, target=target: -family(c, w).log_prob(target), centre, wide)
        for ours, by_autograd in zip(grad(y, centre, wide), slopes, strict=True):
            np.testing.assert_allclose(ours, by_autograd, rtol=1e-11, atol=1e-11)


@given(vectors(numbers))
def test_poisson_losses_agree_with_pytorch(log_rate):
    y = np.arange(len(log_rate))
    target = torch.tensor(y, dtype=torch.float64)

    def theirs(s):
        return -torch.distributions.Poisson(torch.exp(s)).log_prob(target)

    np.testing.assert_allclose(losses.nll_poisson(y, log_rate), theirs(torch.tensor(log_rate)), rtol=1e-12, atol=1e-12)
    (by_autograd,) = torch_gradient(theirs, log_rate)
    np.testing.assert_allclose(losses.nll_poisson_grad(y, log_rate), by_autograd, rtol=1e-11, atol=1e-11)


@given(vectors(scores_of_any_size), st.integers(0, 63))
def test_binary_cross_entropy_agrees_with_pytorch_even_for_huge_scores(score, bits):
    y = (bits >> np.arange(len(score))) & 1
    target = torch.tensor(y, dtype=torch.float64)

    def theirs(f):
        return torch.nn.functional.binary_cross_entropy_with_logits(f, target, reduction="none")

    np.testing.assert_allclose(losses.bce_with_logits(y, score), theirs(torch.tensor(score)), rtol=1e-12, atol=1e-12)
    (by_autograd,) = torch_gradient(theirs, score)
    np.testing.assert_allclose(losses.bce_with_logits_grad(y, score), by_autograd, rtol=0, atol=1e-12)


@given(classifications(), st.sampled_from([1.0, 200.0]))
def test_cross_entropy_agrees_with_pytorch_even_for_huge_scores(problem, size):
    y, scores = problem[0], size * problem[1]
    target = torch.tensor(y)

    def theirs(z):
        return torch.nn.functional.cross_entropy(z, target, reduction="none")

    np.testing.assert_allclose(losses.cross_entropy(y, scores), theirs(torch.tensor(scores)), rtol=1e-12, atol=1e-12)
    (by_autograd,) = torch_gradient(theirs, scores)
    np.testing.assert_allclose(losses.cross_entropy_grad(y, scores), by_autograd, rtol=0, atol=1e-12)


@given(classifications())
def test_softmax_and_its_logarithm_agree_with_pytorch_along_any_axis(problem):
    _, scores = problem
    for axis in (0, 1, -1):
        theirs = torch.softmax(torch.tensor(scores), axis), torch.log_softmax(torch.tensor(scores), axis)
        np.testing.assert_allclose(losses.softmax(scores, axis=axis), theirs[0], rtol=1e-12)
        np.testing.assert_allclose(losses.log_softmax(scores, axis=axis), theirs[1], rtol=1e-12, atol=1e-12)
        total = torch.logsumexp(torch.tensor(scores), axis)
        np.testing.assert_allclose(losses.log_sum_exp(scores, axis=axis), total, rtol=1e-12, atol=1e-12)


@given(yes_or_no_problems())
def test_the_gradient_and_hessian_of_logistic_regression_agree_with_pytorch(problem):
    x, y, phi = problem
    X, target = torch.tensor(linear.design_matrix(x)), torch.tensor(y, dtype=torch.float64)

    def theirs(p):
        return torch.nn.functional.binary_cross_entropy_with_logits(X @ p, target, reduction="sum")

    assert losses.logistic_nll(x, y, phi) == pytest.approx(theirs(torch.tensor(phi)).item(), rel=1e-12, abs=1e-12)
    (by_autograd,) = torch_gradient(theirs, phi)
    np.testing.assert_allclose(losses.logistic_grad(x, y, phi), by_autograd, rtol=1e-11, atol=1e-11)
    hessian = torch.autograd.functional.hessian(theirs, torch.tensor(phi))
    np.testing.assert_allclose(losses.logistic_hessian(x, phi), hessian, rtol=1e-10, atol=1e-10)


@given(pairs(), numbers, widths, numbers, widths)
def test_divergences_and_entropies_agree_with_pytorch(pair, mean1, std1, mean2, std2):
    from torch.distributions import Categorical, Normal, kl_divergence

    p, q = pair
    theirs = kl_divergence(Categorical(torch.tensor(p)), Categorical(torch.tensor(q)))
    assert losses.kl_discrete(p, q) == pytest.approx(theirs.item(), abs=1e-12)
    assert losses.entropy(p) == pytest.approx(Categorical(torch.tensor(p)).entropy().item(), abs=1e-12)
    first, second = (Normal(torch.tensor(m).double(), torch.tensor(s).double())
                     for m, s in ((mean1, std1), (mean2, std2)))  # fmt: skip
    divergence = kl_divergence(first, second).item()
    assert losses.kl_normal(mean1, std1, mean2, std2) == pytest.approx(divergence, rel=1e-6, abs=1e-6)
    assert losses.entropy_normal(std1) == pytest.approx(first.entropy().item(), abs=1e-6)


def test_the_density_of_a_mixture_agrees_with_pytorch():
    from torch.distributions import Categorical, MixtureSameFamily, Normal

    shares, means, stds = (torch.tensor(row, dtype=torch.float64) for row in ((0.3, 0.7), (-1, 2), (0.5, 1.5)))
    x = np.linspace(-6, 9, 101)
    theirs = MixtureSameFamily(Categorical(shares), Normal(means, stds)).log_prob(torch.tensor(x))
    np.testing.assert_allclose(losses.log_mixture(x, (0.3, 0.7), (-1, 2), (0.5, 1.5)), theirs, rtol=1e-12)


# ----- by finite differences -----


@pytest.mark.parametrize(
    ("loss", "grad"),
    [
        (lambda f: losses.bce_with_logits(1, f), lambda f: losses.bce_with_logits_grad(1, f)),
        (lambda f: losses.bce_with_logits(0.3, f), lambda f: losses.bce_with_logits_grad(0.3, f)),
        (lambda s: losses.nll_poisson(3, s), lambda s: losses.nll_poisson_grad(3, s)),
        (lambda m: losses.nll_normal(0.7, m, 0.9), lambda m: losses.nll_normal_grad(0.7, m, 0.9)[0]),
        (lambda w: losses.nll_normal(0.7, 2.0, w), lambda w: losses.nll_normal_grad(0.7, 2.0, w)[1]),
        (lambda m: losses.nll_laplace(0.7, m, 0.9), lambda m: losses.nll_laplace_grad(0.7, m, 0.9)[0]),
        (lambda w: losses.nll_laplace(0.7, 2.0, w), lambda w: losses.nll_laplace_grad(0.7, 2.0, w)[1]),
        (lambda z: losses.softplus(z), lambda z: losses.sigmoid(z)),
        (lambda z: losses.sigmoid(z), lambda z: losses.sigmoid(z) * (1 - losses.sigmoid(z))),
    ],
)
def test_a_gradient_is_the_slope_of_its_loss(loss, grad):
    for at in (0.4, 1.3, 2.6):
        assert grad(at) == pytest.approx((loss(at + 1e-6) - loss(at - 1e-6)) / 2e-6, abs=1e-8)


@given(classifications())
def test_the_gradient_of_the_cross_entropy_is_its_slope(problem):
    y, scores = problem
    by_differences = slope(lambda z: np.sum(losses.cross_entropy(y, z)), scores)
    np.testing.assert_allclose(losses.cross_entropy_grad(y, scores), by_differences, atol=1e-7)


@given(yes_or_no_problems())
def test_the_hessian_of_logistic_regression_is_the_slope_of_its_gradient(problem):
    x, y, phi = problem
    steps = 1e-5 * np.eye(len(phi))
    slopes = [(losses.logistic_grad(x, y, phi + s) - losses.logistic_grad(x, y, phi - s)) / 2e-5 for s in steps]
    np.testing.assert_allclose(losses.logistic_hessian(x, phi), slopes, atol=1e-6)


# ----- extremes: warnings are errors, so nothing may overflow on the way -----


def test_scores_of_a_thousand_give_exact_losses_and_finite_gradients():
    score = np.array([1000.0, -1000.0, 1000.0, -1000.0])
    y = np.array([0, 1, 1, 0])
    np.testing.assert_array_equal(losses.bce_with_logits(y, score), [1000, 1000, 0, 0])
    np.testing.assert_array_equal(losses.bce_with_logits_grad(y, score), [1, -1, 0, 0])
    np.testing.assert_array_equal(losses.sigmoid(score[:2]), [1, 0])
    scores = np.array([[1000.0, -1000.0, 0.0]] * 3)
    np.testing.assert_array_equal(losses.cross_entropy(np.arange(3), scores), [0, 2000, 1000])
    np.testing.assert_array_equal(losses.cross_entropy_grad(1, scores[0]), [1, -1, 0])
    np.testing.assert_array_equal(losses.log_softmax(scores[0]), [0, -2000, -1000])


def test_a_tiny_loss_keeps_its_digits():
    assert losses.bce_with_logits(1, 40.0) == pytest.approx(math.exp(-40), rel=1e-12)
    assert losses.sigmoid(-700.0) == pytest.approx(math.exp(-700), rel=1e-12)


@pytest.mark.parametrize("width", [1e-12, 1e-100, 1e-300])
def test_a_width_near_zero_gives_the_right_loss_wherever_it_can_be_written_down(width):
    constant = math.log(width) + math.log(2 * math.pi) / 2
    assert losses.nll_normal(3.0, 3.0, width) == pytest.approx(constant, abs=1e-9)
    assert losses.nll_normal(width, 0.0, width) == pytest.approx(constant + 0.5, abs=1e-9)
    assert losses.nll_laplace(width, 0.0, width) == pytest.approx(math.log(2 * width) + 1, abs=1e-9)
    np.testing.assert_array_equal(losses.nll_normal_grad(3.0, 3.0, width), [0, 1 / width])
    assert losses.kl_normal(0.0, width, width, width) == pytest.approx(0.5, abs=1e-12)


def test_a_point_far_outside_a_narrow_density_costs_the_square_of_its_distance():
    assert losses.nll_normal(1.0, 0.0, 1e-100) == pytest.approx(5e199, rel=1e-12)
    assert losses.nll_laplace(1.0, 0.0, 1e-300) == pytest.approx(1e300, rel=1e-12)


def test_a_rate_that_vanishes_costs_its_logarithm_for_every_count():
    np.testing.assert_allclose(losses.nll_poisson(np.array([0, 1, 3]), -1000.0), [0, 1000, 3000 + math.log(6)])


def test_a_mixture_has_a_logarithm_where_its_density_underflows():
    far = losses.log_mixture(np.array([100.0]), *TWO_BUMPS)
    assert far == pytest.approx(math.log(0.5) - math.log(0.6 * math.sqrt(2 * math.pi)) - (98 / 0.6) ** 2 / 2, rel=1e-12)


def test_a_product_of_likelihoods_underflows_where_the_sum_of_logarithms_does_not():
    y, score = np.ones(2000), np.zeros(2000)
    assert np.prod(losses.sigmoid(score)) == 0
    assert np.sum(losses.bce_with_logits(y, score)) == pytest.approx(2000 * math.log(2))


# ----- probabilities -----


@given(vectors(scores_of_any_size), scores_of_any_size)
def test_softmax_sums_to_one_keeps_the_order_and_ignores_a_constant_added_to_all_scores(scores, shift):
    p = losses.softmax(scores)
    assert np.sum(p) == pytest.approx(1, abs=1e-12)
    assert np.all(p >= 0)
    assert np.all(np.diff(p[np.argsort(scores, kind="stable")]) >= 0)
    np.testing.assert_allclose(losses.softmax(scores + shift), p, atol=1e-10)


@given(scores_of_any_size)
def test_sigmoids_of_opposite_scores_add_up_to_one(score):
    assert losses.sigmoid(score) + losses.sigmoid(-score) == pytest.approx(1, abs=1e-12)


@given(st.floats(1e-6, 1 - 1e-6))
def test_the_logit_undoes_the_sigmoid(p):
    assert losses.sigmoid(losses.logit(p)) == pytest.approx(p, rel=1e-9)


@given(numbers, st.integers(0, 1))
def test_two_classes_are_one_answer(score, y):
    two = losses.cross_entropy(y, np.array([0.0, score]))
    assert two == pytest.approx(losses.bce_with_logits(y, score), abs=1e-12)


@given(classifications())
def test_the_gradients_of_the_cross_entropy_add_up_to_zero_and_are_at_most_one(problem):
    gradient = losses.cross_entropy_grad(*problem)
    np.testing.assert_allclose(np.sum(gradient, axis=-1), 0, atol=1e-12)
    assert np.all(np.abs(gradient) <= 1)


@given(st.integers(2, 8))
def test_equal_scores_cost_the_logarithm_of_the_number_of_classes(k):
    assert losses.cross_entropy(k - 1, np.full(k, 7.0)) == pytest.approx(math.log(k), abs=1e-12)


# ----- densities -----


@pytest.mark.parametrize("nll", [losses.nll_normal, losses.nll_laplace])
def test_densities_integrate_to_one(nll):
    y = np.linspace(-60, 60, 240001)
    assert np.trapezoid(np.exp(-nll(y, 0.3, 1.4)), y) == pytest.approx(1, abs=1e-6)


def test_the_probabilities_of_all_counts_add_up_to_one():
    assert np.sum(np.exp(-losses.nll_poisson(np.arange(80), 2.5))) == pytest.approx(1, abs=1e-12)


@given(vectors(numbers, low=3), widths)
def test_the_width_of_normal_noise_does_not_move_the_best_line(y, width):
    x = np.arange(len(y), dtype=float)
    best = linear.fit_exact(x, y)
    other = best + np.array([0.1, -0.05])
    total = [np.sum(losses.nll_normal(y, linear.predict(x, phi), width)) for phi in (best, other)]
    excess = len(y) * (linear.mse(x, y, other) - linear.mse(x, y, best)) / (2 * width**2)
    assert total[1] - total[0] == pytest.approx(excess, rel=1e-6, abs=1e-9)


@given(vectors(numbers, low=3), arrays(float, (20, 2), elements=numbers))
def test_no_line_has_a_smaller_sum_of_absolute_errors_than_the_best_one_for_laplace_noise(y, others):
    x = np.arange(len(y), dtype=float)

    def total(phi):
        return np.sum(np.abs(linear.residuals(x, y, phi)), axis=-1)

    best = losses.fit_laplace(x, y)
    near = best + 0.01 * others
    assert np.all(total(best) <= np.concatenate([total(others), total(near)]) + 1e-9)


def test_a_far_off_second_point_turns_the_normal_line_and_leaves_the_laplace_line_alone():
    outlier = np.where(X_A == 1, 9.5, Y_A)
    np.testing.assert_allclose(losses.fit_laplace(X_A, Y_A), [1, 0.75], atol=1e-12)
    np.testing.assert_allclose(losses.fit_laplace(X_A, outlier), [1, 0.75], atol=1e-12)
    np.testing.assert_allclose(linear.fit_exact(X_A, outlier), [4, 0.15], atol=1e-12)


# ----- logistic regression -----


@given(yes_or_no_problems(), arrays(float, 4, elements=st.floats(-2, 2)), st.floats(0, 1))
def test_the_logistic_loss_is_convex(problem, other, share):
    x, y, phi = problem
    other = other[: len(phi)]
    between = losses.logistic_nll(x, y, share * phi + (1 - share) * other)
    chord = share * losses.logistic_nll(x, y, phi) + (1 - share) * losses.logistic_nll(x, y, other)
    assert between <= chord + 1e-9
    assert np.all(np.linalg.eigvalsh(losses.logistic_hessian(x, phi)) >= -1e-9)


@given(yes_or_no_problems())
def test_the_logistic_loss_of_a_map_of_models_is_the_loss_of_each_model(problem):
    x, y, phi = problem
    grid = phi + np.linspace(-1, 1, 6).reshape(2, 3, 1)
    each = [[losses.logistic_nll(x, y, model) for model in row] for row in grid]
    np.testing.assert_allclose(losses.logistic_nll(x, y, grid), each, rtol=1e-12, atol=1e-12)
    assert losses.logistic_grad(x, y, grid).shape == grid.shape


def test_answers_that_a_threshold_separates_have_no_best_curve():
    apart = np.sort(Y_B)
    total = [losses.logistic_nll(X_B, apart, s * np.array([-0.5, 1])) for s in (1, 10, 100, 1000)]
    assert np.all(np.diff(total) < 0)
    assert total[-1] == pytest.approx(0, abs=1e-100)


# ----- information -----


@given(pairs())
def test_a_divergence_is_never_negative_and_zero_for_equal_distributions(pair):
    p, q = pair
    assert losses.kl_discrete(p, q) >= -1e-15
    assert losses.kl_discrete(p, p) == 0


@given(pairs())
def test_a_divergence_is_at_least_half_the_squared_distance(pair):
    p, q = pair
    assert losses.kl_discrete(p, q) >= np.sum(np.abs(p - q)) ** 2 / 2 - 1e-12  # Pinsker


@given(pairs())
def test_the_cross_entropy_is_the_entropy_plus_the_divergence(pair):
    p, q = pair
    assert losses.cross_entropy_dist(p, q) == pytest.approx(losses.entropy(p) + losses.kl_discrete(p, q), abs=1e-12)


@given(pairs())
def test_entropy_is_largest_for_equal_shares(pair):
    p, _ = pair
    assert 0 <= losses.entropy(p) <= math.log(len(p)) + 1e-12


def test_a_divergence_is_no_distance():
    p, q, r = np.array([0.5, 0.5]), np.array([0.25, 0.75]), np.array([0.1, 0.9])
    assert losses.kl_discrete(p, r) > losses.kl_discrete(p, q) + losses.kl_discrete(q, r)


def test_what_never_happens_costs_nothing_and_what_was_excluded_costs_infinitely_much():
    certain, even = np.array([1.0, 0.0]), np.array([0.5, 0.5])
    assert losses.entropy(certain) == 0
    assert losses.kl_discrete(certain, even) == pytest.approx(math.log(2))
    assert losses.kl_discrete(even, certain) == math.inf
    assert losses.cross_entropy_dist(even, certain) == math.inf
    assert losses.kl_discrete(certain, certain) == 0


@given(numbers, widths, numbers, widths)
def test_the_divergence_of_normals_is_the_mean_of_the_difference_of_their_logarithms(mean1, std1, mean2, std2):
    def difference(x):
        return losses.nll_normal(0.0, mean2 - x, std2) - losses.nll_normal(0.0, mean1 - x, std1)

    average = losses.normal_average(difference, mean1, std1)
    assert losses.kl_normal(mean1, std1, mean2, std2) == pytest.approx(average, rel=1e-9, abs=1e-9)
    assert losses.kl_normal(mean1, std1, mean2, std2) >= -1e-12


@given(numbers, widths)
def test_a_mixture_of_one_is_a_normal(mean, std):
    one = ((1.0,), (0.4,), (0.8,))
    forward, reverse = losses.kl_normal(0.4, 0.8, mean, std), losses.kl_normal(mean, std, 0.4, 0.8)
    assert losses.kl_mixture_to_normal(*one, mean, std) == pytest.approx(forward, rel=1e-9, abs=1e-9)
    assert losses.kl_normal_to_mixture(*one, mean, std) == pytest.approx(reverse, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("mean", "std"), [(0.0, 2.1), (1.3, 0.5), (-4, 4.4)])
def test_divergences_from_two_bumps_agree_with_a_fine_sum(mean, std):
    x = np.linspace(-50, 50, 400001)
    log_p, log_q = losses.log_mixture(x, *TWO_BUMPS), -losses.nll_normal(0.0, mean - x, std)
    forward = np.trapezoid(np.exp(log_p) * (log_p - log_q), x)
    reverse = np.trapezoid(np.exp(log_q) * (log_q - log_p), x)
    assert losses.kl_mixture_to_normal(*TWO_BUMPS, mean, std) == pytest.approx(forward, rel=1e-7)
    assert losses.kl_normal_to_mixture(*TWO_BUMPS, mean, std) == pytest.approx(reverse, rel=1e-7)


@given(widths, widths)
def test_the_forward_fit_has_the_mean_and_the_variance_of_the_mixture(first, second):
    mixture = ((0.3, 0.7), (-1.0, 2.0), (first, second))
    mean = 0.3 * -1 + 0.7 * 2
    std = np.sqrt(0.3 * (first**2 + (-1 - mean) ** 2) + 0.7 * (second**2 + (2 - mean) ** 2))
    assume(std < 5)
    lowest = losses.kl_mixture_to_normal(*mixture, mean, std)
    around = losses.kl_mixture_to_normal(
        *mixture, mean + np.array([0.05, -0.05, 0, 0]), std + np.array([0, 0, 0.05, -0.05])
    )
    assert np.all(around > lowest)


# ----- bad input -----


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: losses.bce_with_logits(np.ones((4, 1)), np.zeros(4)), r"`y` \(shape \(4, 1\)\) .*\(shape \(4,\)\)"),
        (lambda: losses.bce_with_logits_grad(np.ones(3), np.zeros((2, 4))), r"`y` \(shape \(3,\)\) .* \(2, 4\)"),
        (lambda: losses.nll_normal(np.ones(4), np.zeros((4, 1)), 1.0), r"`y` \(shape \(4,\)\) .* \(4, 1\)"),
        (lambda: losses.nll_normal(np.ones(4), np.zeros(4), np.ones((4, 1))), r"`y` \(shape \(4,\)\) .* \(4, 1\)"),
        (lambda: losses.nll_poisson(np.ones(2), np.zeros(3)), r"`y` \(shape \(2,\)\) .*\(shape \(3,\)\)"),
        (lambda: losses.cross_entropy(np.zeros(2, int), np.zeros((3, 4))), r"`y` \(shape \(2,\)\) .*\(shape \(3,\)\)"),
        (lambda: losses.cross_entropy(3, np.zeros(3)), r"whole numbers from 0 to 2.* holds 3"),
        (lambda: losses.cross_entropy(-1, np.zeros(3)), r"whole numbers from 0 to 2.* holds -1"),
        (lambda: losses.cross_entropy(np.array([0.5]), np.zeros((1, 3))), r"whole numbers from 0 to 2.* holds \[0.5\]"),
        (lambda: losses.kl_discrete(np.ones(2) / 2, np.ones(3) / 3), r"`p` \(shape \(2,\)\) and `q` \(shape \(3,\)\)"),
        (lambda: losses.fit_laplace(X_A, Y_A[:4]), r"`x` \(shape \(5,\)\) and `y` \(shape \(4,\)\)"),
    ],
)
def test_bad_shapes_and_classes_are_refused_with_the_rule_and_what_was_given(call, message):
    with pytest.raises(ValueError, match=message):
        call()
