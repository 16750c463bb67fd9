"""Questions on backpropagation. Their numbers are computed by `dlnotes.backprop`."""

import numpy as np

from dlnotes import backprop
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

biases, weights = [np.array([-1.0]), np.array([0.5])], [np.array([[1.0]]), np.array([[-2.0]])]
_, by_weights = backprop.gradients(np.array([2.0]), np.array([0.5]), biases, weights)
small = (10, 20, 5)

check_yourself = Quiz(
    "check_backprop",
    [
        Numeric(
            text=r"A chain: $x=2$, $f_0=-1+\omega_0x$ with $\omega_0=1$, $h_1=\mathrm{ReLU}[f_0]$, $f_1=0.5-2h_1$, and "
            r"the loss $(f_1-0.5)^2$. What is $d\ell/d\omega_0$?",
            value=by_weights[0][0, 0],
            wrong={
                -16: "The output is too small, and the weight in between is negative. Follow both signs.",
                8: "So much comes back to $f_0$. What does the weight multiply?",
                -4: "That is the derivative at the output. Go on to the entrance.",
                -8: "Multiply by the weight between the units, with its sign, and by the source.",
            },
            otherwise="Go forward and write down $f_0$, $h_1$, $f_1$. Then multiply from the loss to the entrance.",
            why=r"$2(f_1-0.5)=-4$ at the output, $-2\cdot(-4)=8$ at $f_0$, times the source 2.",
        ),
        MultipleChoice(
            text="One ReLU unit of a hidden layer is off for this example. For which parameters is the derivative of "
            "its loss therefore 0?",
            right={
                "its own bias": "What comes back to a unit that is off?",
                "the weights that lead into it": "They are the product of what comes back to the unit and their "
                "source.",
                "the weights that leave it": "Such a weight multiplies the output of the unit. What is it?",
            },
            wrong={
                "the biases of the units it feeds": "A bias has no source. What comes back to those units?",
                "the weights into the other units of its layer": "Do they pass through the unit that is off?",
            },
            why="Nothing that comes back passes it, and its output, the source of the weights behind it, is 0.",
        ),
        SingleChoice(
            text=r"$\partial\ell/\partial f_1$ has 3 entries and $h_1$ has 5. How is $\partial\ell/\partial\Omega_1$ "
            "made of them?",
            right=r"as an outer product, a $3\times5$ matrix",
            wrong={
                r"as an outer product, a $5\times3$ matrix": r"The derivative has the shape of $\Omega_1$, which "
                "turns $h_1$ into $f_1$.",
                "as a sum over examples, a column of 3": "That would be the derivative with respect to a bias. How "
                "many weights are there?",
                r"as the product of $\Omega_1^\top$ with the first": "That is how one goes on to the layer before. "
                "The question is about the layer itself.",
            },
            why="Destination times source: entry $(i,j)$ is derivative $i$ times activation $j$.",
        ),
        Numeric(
            text="A network has the widths 10, 20, 5. How many forward passes do central differences need for one "
            "gradient?",
            value=backprop.mults_differences(small) // backprop.mults_forward(small),
            wrong={
                325: "A central difference looks to both sides.",
                600: "Biases are parameters, too.",
                3: "About so many passes backpropagation is worth.",
                300: "Count the biases, and count both sides.",
            },
            otherwise="How many parameters are there, and how many passes for each?",
            why="It has 220 and 105 parameters, and each is wiggled to both sides.",
        ),
        SingleChoice(
            text=r"ReLU layers of equal width $D$, biases 0, weights with variance $\frac{1}{D}$ instead "
            r"of $\frac{2}{D}$. What is left of the mean square of the signal after 20 layers, each with its ReLU?",
            right="about a millionth",
            wrong={
                "half": "That is what one layer leaves. The next one does it again.",
                "a twentieth": "Layers follow one another. Do their factors add up or multiply?",
                "all of it": "So it would be without the ReLU. What does the ReLU do to the mean square?",
            },
            why=r"Each layer halves it, and $2^{-20}\approx10^{-6}$.",
        ),
        SingleChoice(
            text="In every layer all weights start at the same number, not 0, and all biases at 0. After a thousand "
            "steps of descent, what do the units of one hidden layer look like?",
            right="They are all equal",
            wrong={
                "They differ, since descent has adapted them": "Compare the derivatives of two such units in the "
                "first step, then in the second.",
                "They have not moved": "The derivatives need not be 0. But are they different?",
                "They differ only if the data are noisy": "Every unit of the layer sees the same data and sends "
                "through equal weights.",
            },
            why="Equal units get equal derivatives in every step. Chance at the start is what makes them differ.",
        ),
        SingleChoice(
            text=r"You check the gradient of a ReLU network with squared error by central differences with "
            r"$h=10^{-5}$. Of 1000 entries 999 agree to eight digits, one is off by 30 %. What is most likely?",
            right="For this parameter a unit switches between the two sides",
            wrong={
                "The step is too small, and rounding spoils it": "What would rounding have done to the other 999?",
                "The formula for the weights is wrong": "One formula serves all entries of a matrix.",
                "The step is too large for so curved a loss": "Here the loss is a parabola in "
                "each parameter, in pieces. What is a central difference of a parabola?",
            },
            why="Across a kink the difference mixes two different slopes. Try another example, or a smaller step.",
        ),
    ],
)
