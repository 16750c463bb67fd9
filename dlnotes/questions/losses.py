"""Questions on losses. Their numbers are computed by `dlnotes.losses`."""

import numpy as np

from dlnotes import losses
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

source, code = np.array([0.25, 0.25, 0.5]), np.array([0.5, 0.25, 0.25])
nats, doubled = losses.kl_discrete(source, code), losses.logit(0.8) + np.log(2)

check_yourself = Quiz(
    "check_losses",
    [
        Numeric(
            text="A network gives three classes the scores $(2,0,0)$, and the first class is observed. What is the "
            "cross-entropy, in nats, to two decimals?",
            value=losses.cross_entropy(0, np.array([2.0, 0, 0])),
            tolerance=0.006,
            wrong={
                0.787: "That is the probability of the observed class. How does it become a loss?",
                2.24: "So much another class would have cost. The score of the observed one is missing.",
                0.35: "That is the loss in bits.",
            },
            otherwise=r"$\ell=-z_y+\log\sum_je^{z_j}$: put in the scores.",
            why=r"$-2+\log(e^2+2)=0.24$.",
        ),
        SingleChoice(
            text="A softmax gives $p=(0.7,0.2,0.1)$, and the second class is observed. What is the gradient of the "
            "loss with respect to the scores?",
            right="$(0.7,-0.8,0.1)$",
            wrong={
                "$(-0.7,0.8,-0.1)$": "Descent goes against the gradient. Which score should it raise?",
                "$(0,-5,0)$": "So much for the probabilities, of which only one is in the loss. A score changes all "
                "three.",
                "$(0,-0.8,0)$": "Raise the first score a little. Does the probability of the second class stay?",
            },
            why="It is predicted minus observed, and its entries sum to 0.",
        ),
        MultipleChoice(
            text="Least squares is maximum likelihood. Under which assumptions?",
            right={
                "the noise is normal": "With Laplace noise another loss comes out. What is the logarithm of the "
                "density of the noise?",
                "the width of the noise is the same at every point": "With known widths that differ, what stands "
                "before each square?",
                "the answers are independent, given the inputs": "Why is the likelihood of all answers a product?",
            },
            wrong={
                "the inputs are normally distributed": "Does the likelihood say anything about how the inputs arise?",
                "the model is a line": "The square came from the density of the noise. Where did the form of the mean "
                "enter?",
            },
            why="The logarithm of a product of normal densities of one width is a sum of squares, up to constants; "
            "for which function, does not matter.",
        ),
        SingleChoice(
            text="Logistic regression without a penalty, on data that a threshold separates without an error. What "
            "does gradient descent do?",
            right="The loss tends to 0 while the weights grow without end",
            wrong={
                "It converges to weights with the loss 0": "Which finite score has a probability of exactly 1?",
                "It stops once every answer is on the right side": "The gradient of an example is $\\lambda-y$. Is "
                "that zero once the sign is right?",
                "It converges to the weights of least squares": "Least squares punishes a score that is too good. "
                "What does this loss do?",
            },
            why="A steeper curve is always better, so there is no minimum. A price on large weights makes one.",
        ),
        Numeric(
            text=r"A source has the probabilities $\frac{1}{4},\frac{1}{4},\frac{1}{2}$. Its code was made for "
            r"$\frac{1}{2},\frac{1}{4},\frac{1}{4}$. How many bits per symbol does the wrong code waste?",
            value=nats / np.log(2),
            tolerance=0.005,
            unit="bits",
            wrong={
                losses.cross_entropy_dist(source, code) / np.log(2): "That is the mean length of its words. How long "
                "would they be in the best code?",
                losses.entropy(source) / np.log(2): "That is the mean length in the best code. What does the wrong "
                "one spend?",
                nats: "That is right in nats. One bit is $\\log2$ nats.",
            },
            otherwise=r"The words of the code are 1, 2 and 2 bits long. Weigh them by what really occurs.",
            why="The wrong code spends 1.75 bits where 1.5 would do; the difference is the divergence.",
        ),
        SingleChoice(
            text=r"The data $p$ have two bumps, the model $q$ is a single normal density. Which $q$ makes "
            r"$\mathrm{KL}(p\Vert q)$ smallest, the divergence of maximum likelihood?",
            right="A wide one that covers both bumps and the gap",
            wrong={
                "A narrow one that sits on one of the bumps": r"What density does it give to the data of the other "
                r"bump, and what is the logarithm of that?",
                "A narrow one in the gap, at the mean of all data": "The mean is right. What density does it give "
                "to the data of either bump?",
                "Any; the divergence cannot be made 0": "It cannot be made 0, and still some $q$ come closer. What "
                "does it cost to be nearly 0 where the data lie?",
            },
            why=r"Wherever $p$ is large, $\log(p/q)$ must not be: this direction punishes missing what happens.",
        ),
        Numeric(
            text=r"A model says yes with probability 0.8. Its score rises by $\log2$. What does it say now?",
            value=losses.sigmoid(doubled),
            tolerance=0.004,
            wrong={
                1.6: "A probability cannot be that large. What is doubled is something else.",
                0.9: "You have halved the probability of a no. What is it that one unit of the score multiplies?",
                0.96: "That would take odds of 24 to 1. What are the odds at 0.8?",
            },
            otherwise=r"The score is the logarithm of the odds, $\frac{\lambda}{1-\lambda}$.",
            why="The odds rise from 4 to 8, and odds of 8 to 1 are a probability of 8/9.",
        ),
    ],
)
