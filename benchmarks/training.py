"""One training step of a 2-8-8-1 tanh network with a batch of 10: recorded, in NumPy, and in PyTorch.

- The step as ordinary NumPy, which is also what is recorded. (step)
- Microseconds per step, three ways. (measure)
"""

import time
from types import SimpleNamespace

import numpy as np

from dlnotes import backprop
from dlnotes.live.figure import State, encode_array
from dlnotes.live.lowering import Constants, lower
from dlnotes.live.tracing import Recording
from dlnotes.live.variant import record_state

WIDTHS, BATCH, RATE = (2, 8, 8, 1), 10, 0.03
ROUNDS = 30


def data():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(BATCH, 2))
    return x, np.sign(x[:, :1] * x[:, 1:])  # exclusive or


INPUTS, TARGETS = data()


def start():
    betas, omegas = backprop.he_init(WIDTHS, np.random.default_rng(1), 1.0)
    return {f"beta{k}": each for k, each in enumerate(betas)} | {f"omega{k}": each for k, each in enumerate(omegas)}


def step(state, rate):
    """Forward, backward, and one step of gradient descent on the mean of squares."""
    betas = [state.beta0, state.beta1, state.beta2]
    omegas = [state.omega0, state.omega1, state.omega2]
    d_betas, d_omegas = backprop.gradients(INPUTS, TARGETS, betas, omegas, "tanh", share=1 / BATCH)
    after = {f"beta{k}": betas[k] - rate * d_betas[k] for k in range(3)}
    return after | {f"omega{k}": omegas[k] - rate * d_omegas[k] for k in range(3)}


def recorded():
    """The step as the page receives it: (variant, constants)."""
    recording = Recording()
    values = {"rate": recording.input("rate", np.asarray(RATE))}
    groups, _ = record_state(recording, State(start, step), values)
    constants = Constants()
    program = recording.program(groups)
    variant = {"program": lower(program, constants), "state": {"names": [f"state.{name}" for name in start()]}}
    return variant, [encode_array(array) for array in constants.arrays]


def in_numpy(steps):
    state = start()
    for _ in range(steps):
        state = step(SimpleNamespace(**state), RATE)
    return state


def in_page(steps, replay):
    """Times in µs per step by the page's runtime in Node."""
    replay.load("training", *recorded())
    return replay.ask(time="training", steps=steps, inputs={"rate": RATE})["microseconds"]


def in_torch(steps):
    """The same step in PyTorch, eager, with autograd and SGD. Returns a function that runs `steps` of them."""
    import torch

    torch.set_num_threads(1)
    x, y = torch.tensor(INPUTS), torch.tensor(TARGETS)
    layers = []
    for before, after in zip(WIDTHS, WIDTHS[1:], strict=False):
        layers += [torch.nn.Linear(before, after, dtype=torch.float64), torch.nn.Tanh()]
    network = torch.nn.Sequential(*layers[:-1])
    optimiser = torch.optim.SGD(network.parameters(), RATE)

    def run():
        for _ in range(steps):
            optimiser.zero_grad()
            torch.mean((network(x) - y) ** 2).backward()
            optimiser.step()

    return run


def timed(run, steps):
    """µs per step, one number per round, after a warm-up."""
    run()
    times = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        run()
        times.append((time.perf_counter() - before) * 1e6 / steps)
    return times


def measure(replay, steps=200):
    """name → µs per step, ROUNDS numbers each."""
    return {
        "recorded NumPy step, replayed by the page's runtime": in_page(10 * steps, replay),
        "the same function in NumPy": timed(lambda: in_numpy(steps), steps),
        "PyTorch eager": timed(in_torch(steps), steps),
    }
