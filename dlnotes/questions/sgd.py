"""Questions on stochastic gradient descent. Their numbers are computed by `dlnotes.sgd`."""

import numpy as np

from dlnotes import sgd
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

scattered = np.sqrt(50) * np.array([[1.0], [-1.0]] * 50)  # 100 gradients with the spread 50


def slope(phi, t):
    """A plane that rises by 1."""
    return np.ones(1)


rolled = sgd.heavy_ball(slope, np.zeros(1), rate=0.01, beta=0.9, steps=500)

check_yourself = Quiz(
    "check_sgd",
    [
        Numeric(
            text="1000 examples, batches of 64, 5 epochs. How many updates?",
            value=5 * sgd.updates_per_epoch(1000, 64),
            wrong={
                75: "The examples that are left over at the end of an epoch are not thrown away.",
                78: "An epoch ends when all cards are dealt. Does its last batch wait for the next epoch?",
                16: "So many there are in one epoch.",
                320: "That is the number of examples in five batches.",
            },
            otherwise="Deal 1000 cards in hands of 64. How many hands, and how many times?",
            why="Fifteen full batches and one of 40 make 16 updates per epoch.",
        ),
        Numeric(
            text="There are 100 examples. Gradients of single examples have a covariance of trace 50. What is the "
            "trace for means of 25 examples, dealt without replacement, to two decimals?",
            value=sgd.batch_covariance_trace(scattered, 25),
            tolerance=0.006,
            wrong={
                2: "That is right if the cards are put back after each draw. Here they are not.",
                10: "A variance is divided by the number of examples, and its root by the root.",
                1.5: "Nearly. In the factor for cards that are not put back, what stands below the line?",
            },
            otherwise=r"$\frac{S^2}{b}\cdot\frac{N-b}{N-1}$, and $S^2$ is what single examples have.",
            why=r"$\frac{50}{25}\cdot\frac{75}{99}=1.52$.",
        ),
        SingleChoice(
            text="At the best line through five points that lie off it, the full gradient is 0. You go on with "
            r"batches of one and a small constant $\alpha$. What happens?",
            right="The walker leaves the minimum and hovers around it",
            wrong={
                "Nothing, since the gradient is 0": "Which gradient is 0? Look at the five single ones.",
                "It leaves the minimum and diverges": "Farther away, the pulls to both sides are no longer in "
                "balance. Which side wins?",
                r"It stays as long as $\alpha$ is below $2/\lambda_{\mathrm{max}}$": "Below the limit, distances "
                "shrink. But what adds new ones in every step?",
            },
            why="Single gradients cancel at the minimum without being 0, so each step goes a little way towards one "
            "point.",
        ),
        SingleChoice(
            text="Of 200 noisy walkers that start near a ridge, on its wrong side, a third reach the deepest floor, "
            "nearly all of them in the first two epochs. Of 200 that start on the floor of the wrong valley none do. "
            "What does this show?",
            right="Noise can decide on which side of a ridge one goes down",
            wrong={
                "Noise frees walkers from local minima, if they are patient": "How long were the walkers on the floor "
                "patient, and how many came out?",
                "It is luck, whatever the start": "The two groups have the same luck. In what do they differ?",
                "Noise frees nobody, whatever the start": "A third of the first group did arrive. How many would "
                "have, with full steps?",
            },
            why="On a ridge a small push is enough; out of a valley the noise would have to be as large as its walls.",
        ),
        Numeric(
            text=r"Numbers with variance 9 are drawn independently, and $\phi$ goes a fifth of the way to each one. "
            r"In the long run, what is the variance of $\phi$?",
            value=sgd.noise_floor(0.2, 9.0),
            tolerance=0.02,
            wrong={
                1.8: r"That is $\alpha s^2$. In the long run the variances on both sides of the update must agree: "
                "solve for it.",
                0.9: "That is nearly right for small steps. Where has the square of the step been left out?",
                0.36: r"So much one step adds, $\alpha^2s^2$. But some of what was there before remains.",
                9: r"That is where steps of $\alpha=1$ hover.",
            },
            otherwise=r"$v=(1-\alpha)^2v+\alpha^2s^2$.",
            why=r"$\frac{\alpha s^2}{2-\alpha}=\frac{0.2\cdot 9}{1.8}=1$.",
        ),
        Numeric(
            text=r"Heavy ball, as in PyTorch: $v$ becomes $0.9v+g$, and $\phi$ becomes $\phi-0.01v$. The slope $g$ "
            "is 1 everywhere. How long are the steps in the long run?",
            value=(rolled[-2] - rolled[-1])[0],
            tolerance=0.0004,
            wrong={
                0.01: r"The first step is that long. In the form that averages, with $(1-\beta)g$, so are the steps in "
                "the long run. What does the velocity grow to in this form?",
                0.001: r"You have multiplied by $1-\beta$. Does an old velocity make a step shorter here, or longer?",
                0.019: "The second step is that long. The velocity goes on growing: towards what?",
            },
            otherwise="In the long run $v$ does not change any more. Which $v$ is that?",
            why=r"$v=0.9v+1$ has the solution 10, so every step is $0.1$: ten times the learning rate.",
        ),
        MultipleChoice(
            text="Which schedules satisfy both conditions of Robbins and Monro?",
            right={
                r"$\alpha_t=\frac{0.1}{1+t}$": "The harmonic series diverges. And its squares?",
                r"$\alpha_t=\frac{0.1}{(1+t)^{0.75}}$": r"$\sum t^{-p}$ is finite exactly for $p>1$. Look at $p$ and "
                "at $2p$.",
            },
            wrong={
                r"$\alpha_t=0.1\cdot 0.99^t$": "Add all steps up. How far can the walker ever get?",
                r"$\alpha_t=\frac{0.1}{\sqrt{1+t}}$": "Square the steps and add them up. Which series is that?",
                r"$\alpha_t=0.1$": "The walker can go any distance. What about the noise it collects?",
            },
            why=r"The sum of all steps must be infinite, that of their squares finite: among the powers "
            r"$t^{-p}$ those with $\frac{1}{2}<p\leq 1$.",
        ),
        SingleChoice(
            text=r"The first gradient is $(0.001,-100)$. Adam with $\alpha=0.01$ takes its first step. By how much "
            "do the two coordinates move?",
            right=r"$(-0.01,\ 0.01)$",
            wrong={
                r"$(-0.00001,\ 1)$": "That is a step of plain descent. By what does Adam divide?",
                r"$(-0.0000001,\ 0.01)$": "You have divided by the length of the whole gradient. Adam treats every "
                "coordinate by itself.",
                r"$(-0.032,\ 0.032)$": "Both means start at 0 and are too small at first, but not by the same factor. "
                "What makes up for that?",
            },
            why="In the first step each coordinate is divided by its own size, so only its sign is left.",
        ),
    ],
)
