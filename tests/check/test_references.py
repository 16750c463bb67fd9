"""The answers that the book keeps for its checks alone, against PyTorch and by what they must do."""

from functools import partial

import numpy as np
import torch

from dlnotes import check, deep, linear, shallow


def test_the_gradient_by_theta_is_that_of_pytorch():
    for _, (x, y, theta, phi) in check.shallow.theta_gradient.cases():
        inputs, targets, inner, outer = (torch.tensor(each, requires_grad=True) for each in (x, y, theta, phi))
        h = torch.relu(inner[:, 0] + inputs[:, None] * inner[:, 1])
        torch.mean((outer[0] + h @ outer[1:] - targets) ** 2).backward()
        np.testing.assert_allclose(check.shallow.theta_gradient.reference(x, y, theta, phi), inner.grad, atol=1e-12)


def torch_network(x, betas, omegas):
    f = x
    for k, (beta, omega) in enumerate(zip(betas, omegas, strict=True)):
        f = torch.tensor(beta) + torch.tensor(omega) @ (torch.relu(f) if k else f)
    return f


def test_the_slope_of_a_deep_network_is_that_of_pytorch():
    for _, (x, betas, omegas) in check.deep.slope_at.cases():
        network = partial(torch_network, betas=betas, omegas=omegas)
        jacobian = torch.autograd.functional.jacobian(network, torch.tensor(x))
        np.testing.assert_allclose(check.deep.slope_at.reference(x, betas, omegas), jacobian, atol=1e-12)


def test_unit_slopes_leave_the_curve_as_it_was():
    x = np.linspace(-3, 3, 61)
    for _, (theta, phi) in check.shallow.unit_slopes.cases():
        new_theta, new_phi = check.shallow.unit_slopes.reference(theta, phi)
        np.testing.assert_allclose(shallow.shallow(x, new_theta, new_phi), shallow.shallow(x, theta, phi), atol=1e-12)
        assert np.all(np.abs(new_theta[:, 1]) == 1)


def test_the_weighted_line_is_the_least_squares_solution_of_rows_times_root_weights():
    for _, (x, y, w) in check.linear.weighted_line.cases():
        rows = np.sqrt(w)[:, None] * linear.design_matrix(x)
        fitted = linear.fit_lstsq(rows, np.sqrt(w) * y)
        np.testing.assert_allclose(check.linear.weighted_line.reference(x, y, w), fitted, atol=1e-9)


def test_a_composed_network_gives_what_the_two_give_one_after_the_other():
    for _, (first, second) in check.deep.compose.cases():
        x = np.linspace(-1, 1, 6)[:, None] * np.ones(first[1][0].shape[1])
        both = check.deep.compose.reference(first, second)
        np.testing.assert_allclose(deep.mlp(x, *both), deep.mlp(deep.mlp(x, *first), *second), atol=1e-12)
