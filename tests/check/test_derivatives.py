"""The derivatives that the checks of chapters 06 to 10 compare with, against PyTorch."""

import numpy as np
import torch

from dlnotes import check


def tensors(*arrays):
    return [torch.tensor(each, requires_grad=True) for each in arrays]


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-9)


def test_adam_is_that_of_pytorch_for_gradients_that_are_known_beforehand():
    for _, (gradients, start, rate, beta, gamma, epsilon) in check.sgd.adam.cases():
        (phi,) = tensors(start)
        optimiser = torch.optim.Adam([phi], lr=rate, betas=(beta, gamma), eps=epsilon)
        for gradient in gradients:
            phi.grad = torch.tensor(gradient)
            optimiser.step()
        close(check.sgd.adam.reference(gradients, start, rate, beta, gamma, epsilon)[-1], phi.detach())


def test_the_gradients_of_a_convolution_are_those_of_pytorch():
    for _, (x, w, g, padding) in check.convolution.conv1d_grad.cases():
        signal, kernel = tensors(x, w)
        z = torch.nn.functional.conv1d(signal[None, None], kernel[None, None], padding=padding)
        z.backward(torch.tensor(g)[None, None])
        dx, dw = check.convolution.conv1d_grad.reference(x, w, g, padding)
        close(dx, signal.grad)
        close(dw, kernel.grad)


def test_the_mean_gradients_of_a_network_are_those_of_pytorch():
    for _, (x, y, betas, omegas) in check.backprop.gradients.cases():
        biases, weights = tensors(*betas), tensors(*omegas)
        h = torch.tensor(x)
        for beta, omega in zip(biases, weights, strict=True):
            f = h @ omega.T + beta
            h = torch.tanh(f)
        torch.mean(torch.sum((f - torch.tensor(y)) ** 2, dim=1)).backward()
        for ours, theirs in zip(
            check.backprop.gradients.reference(x, y, betas, omegas), (biases, weights), strict=True
        ):
            for derivative, leaf in zip(ours, theirs, strict=True):
                close(derivative, leaf.grad)


def test_the_gradient_by_a_matrix_that_is_used_twice_is_that_of_pytorch():
    for _, (x, y, omega) in check.backprop.tied.cases():
        (weight,) = tensors(omega)
        output = weight @ torch.relu(weight @ torch.tensor(x))
        torch.sum((output - torch.tensor(y)) ** 2).backward()
        close(check.backprop.tied.reference(x, y, omega), weight.grad)


def test_the_gradient_through_time_is_that_of_pytorch():
    rng = np.random.default_rng(0)
    xs, grad_hs, omega_hh, omega_hx = (rng.normal(size=shape) for shape in ((5, 2), (5, 3), (3, 3), (3, 2)))
    recurrent, into = tensors(omega_hh, omega_hx)
    hs = [torch.zeros(3, dtype=torch.float64)]
    for x in torch.tensor(xs):
        hs.append(torch.tanh(recurrent @ hs[-1] + into @ x))
    hs = torch.stack(hs)
    torch.sum(hs[1:] * torch.tensor(grad_hs)).backward()
    by_hh, by_hx = check.sequences.through_time.reference(xs, hs.detach().numpy(), grad_hs, omega_hh)
    close(by_hh, recurrent.grad)
    close(by_hx, into.grad)


def test_the_gradients_of_attention_are_those_of_pytorch():
    rng = np.random.default_rng(0)
    S, V, dY = (rng.normal(size=shape) for shape in ((4, 3), (2, 4), (2, 3)))
    scores, values = tensors(S, V)
    shares = torch.softmax(scores, dim=0)
    (values @ shares).backward(torch.tensor(dY))
    by_values, by_scores = check.attention.attend_grad.reference(shares.detach().numpy(), V, dY)
    close(by_values, values.grad)
    close(by_scores, scores.grad)
