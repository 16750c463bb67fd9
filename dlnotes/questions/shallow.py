"""Questions on shallow networks. Their numbers are computed by `dlnotes.shallow`."""

import numpy as np

from dlnotes import shallow
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

theta, phi = np.array([[-1.0, 1], [2, -1], [-3, 1]]), np.array([0.0, 2, 1, -3])

check_yourself = Quiz(
    "check_shallow",
    [
        SingleChoice(
            text=r"A ReLU unit has $\theta_0=3$ and $\theta_1=-2$, and the outer weight $\phi=-1$. What does it add "
            "to the curve?",
            right="a slope of 2, to the left of $x=1.5$",
            wrong={
                "a slope of −2, to the left of $x=1.5$": "Two signs meet here, that of the inner and that of the "
                "outer weight.",
                "a slope of 2, to the right of $x=1.5$": "Put in $x=2$. Is the unit on there?",
                "a slope of 2, to the left of $x=-1.5$": r"At the joint $\theta_0+\theta_1x$ must vanish. Does it?",
            },
            why="The unit is on where $3-2x>0$, and there it adds $-(3-2x)$, which rises by 2.",
        ),
        Numeric(
            text=r"Three ReLU units: $\theta=(-1,1),\ (2,-1),\ (-3,1)$, bias first, and the outer weights 2, 1, "
            r"$-3$. What is the slope of the network at $x=1.5$?",
            value=shallow.local_map(np.array([1.5]), theta, phi)[0, 1],
            wrong={
                3: "You have added the outer weights of the units that are on. Each multiplies the slope of its unit.",
                2: r"Look at unit 2 again: $2-x$ at $x=1.5$.",
                -2: "One of these units is off at $x=1.5$ and has no say in the slope.",
                0: "That is the sum of all outer weights. Which units are on, and in which direction do they run?",
            },
            otherwise="First the pattern: which of the three lines are above zero at $x=1.5$?",
            why=r"Units 1 and 2 are on, and $2\cdot 1+1\cdot(-1)=1$.",
        ),
        Numeric(
            text="A shallow network has 10 inputs and 3 outputs. How many parameters does one more hidden unit cost?",
            value=shallow.n_params_shallow(10, 6, 3) - shallow.n_params_shallow(10, 5, 3),
            wrong={
                11: "These are its own parameters. But somebody has to listen to it.",
                13: "One wire of each hidden unit comes from the node that always says 1.",
                10: "A unit has more than its weights, and its output goes somewhere.",
                17: "The offsets of the outputs are there already.",
            },
            otherwise="Count wires: those that lead into the new unit, and those that leave it.",
            why="Ten weights and a bias lead into it, and each of the three outputs gets one weight more.",
        ),
        SingleChoice(
            text=r"In one ReLU unit you turn all signs: $\theta_0$, $\theta_1$ and $\phi$ are multiplied by $-1$. "
            "What happens to the curve?",
            right="The unit faces the other way, and at its joint the curve bends by the opposite amount",
            wrong={
                "Nothing, since two signs cancel": r"Positive factors pass through the corner of the ReLU. Try "
                "$z=1$ with the factor $-1$.",
                "The joint moves to the other side of 0": r"The joint is where $\theta_0+\theta_1x=0$. Turn both "
                "signs in this equation.",
                "The curve is turned upside down": "The other units and the offset have not changed. What has become "
                "of this one term?",
            },
            why=r"The joint stays, the unit is on at its other side, and the bend is $|\theta_1|\phi$, which has "
            "changed its sign.",
        ),
        MultipleChoice(
            text="Two outputs read the same three hidden units, of one input. In what can they differ?",
            right={
                "the slopes of their pieces": "Each output has outer weights of its own. What do these tilt?",
                "the number of joints that can be seen": "What does an output with the outer weight 0 notice of a "
                "joint?",
                "their values at $x=0$": "Each output has an offset of its own.",
            },
            wrong={
                "the place of a joint that both show": "A joint is where a unit switches. To whom does the unit "
                "belong?",
                "the units that are on at a given $x$": "Whether a unit is on is decided before anybody reads it.",
            },
            why=r"Joints and patterns belong to the hidden units; an output chooses how much it bends, "
            r"$|\theta_{d1}|\phi_{jd}$, and where it starts.",
        ),
        SingleChoice(
            text="Ten inputs, two hidden units, ten outputs, and no activation function. Multiplied out, the network "
            r"is one $10\times10$ matrix, and an offset. What can be said of the rank of the matrix?",
            right="It is at most 2",
            wrong={
                "It is 10, as the matrix is square": "Every input goes through the two numbers in the middle. How "
                "many directions can come out?",
                "It is 2": "Usually. But may the second layer ignore just what the first one sends?",
                "It can be 4, two from each layer": "The two layers come one after the other. Can the second "
                "make a direction that the first has lost?",
            },
            why="A product cannot have a larger rank than a factor, and both factors have at most 2.",
        ),
        SingleChoice(
            text="A step was too long: all ReLU units are now off for every example. Training goes on, with the "
            "squared error. What moves?",
            right="Only the offset, until the output is the mean of the answers",
            wrong={
                "Everything, since the loss is large": r"Follow the gradient from the loss to $\theta$. Which slope "
                "does it meet at the ReLU?",
                "The outer weights, which can still adapt": "The gradient of an outer weight is a product. With what "
                "is it multiplied?",
                "Nothing at all": "One parameter reaches the output without passing through a unit.",
            },
            why="A unit that is off has output 0 and slope 0, so neither its own parameters nor its outer weight get "
            "a gradient.",
        ),
    ],
)
