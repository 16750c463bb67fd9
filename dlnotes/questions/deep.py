"""Questions on deep networks. Their numbers are computed by `dlnotes.deep`."""

import numpy as np

from dlnotes import deep
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

tents = deep.iterated(deep.tent_net(), 4)
betas = [np.array([-1.0, 1]), np.array([0.5]), np.array([1.0])]
omegas = [np.array([[1.0], [-1]]), np.array([[3.0, -2]]), np.array([[-2.0]])]

check_yourself = Quiz(
    "check_deep",
    [
        Numeric(
            text="Four tent maps in a row. How many $x$ between 0 and 1 are sent to exactly $0.5$?",
            value=deep.count_pieces_1d(*tents, 0, 1),
            wrong={
                8: "So many peaks there are. How often does the curve pass a height on its way to a peak and back?",
                4: "With every map the folds are folded again. They multiply.",
                15: "That is the number of joints. Count the straight stretches between 0 and 1 instead.",
            },
            otherwise="Each straight piece runs from 0 to 1 or back. How many pieces are there?",
            why=r"There are $2^4=16$ pieces, and each crosses $0.5$ once: sixteen inputs share a fate.",
        ),
        Numeric(
            text=r"A network with one input and one output has two hidden layers of ten units. How many pieces can a "
            "shallow network have at most, if it gets no more parameters?",
            value=deep.max_pieces_shallow(deep.n_params_mlp((1, 10, 10, 1))),
            wrong={
                121: "That is the bound for the deep one. Count its parameters, and spend them on one layer.",
                46: "So many units you can afford. A line that is bent at $D$ joints has how many pieces?",
                141: "That is the number of parameters. What does one hidden unit of a shallow network cost?",
                21: "Twenty units in one layer would leave most of the parameters unused.",
            },
            otherwise="First the parameters of the deep network, then $3D+1$ of them for $D$ units in one layer.",
            why="It has 141 parameters; 46 units cost 139 of them and make at most 47 pieces, against a bound of 121.",
        ),
        SingleChoice(
            text="The first network folds $[-1,1]$ in three: up, down, up. The second acts on the folded axis, and you "
            "move one of its joints to a larger $y$. What happens to the composition?",
            right="Three joints move, the middle one to the left and the others to the right",
            wrong={
                "One joint moves to the right": "How many $x$ are sent to this $y$?",
                "Three joints move to the right": "In the middle third the fold runs downwards. Which $x$ belongs to "
                "a larger $y$ there?",
                "All joints of the composition move": "The joints of the first network are where it folds. Does it "
                "know of the second?",
            },
            why="The joint appears once for each fold, mirrored where the fold runs down; no copy can be moved alone.",
        ),
        MultipleChoice(
            text="What is true of the number of linear pieces of deep networks with one input?",
            right={
                "In some families it grows exponentially with depth": "Think of folds in a row: what "
                "does each of them do to the number?",
                "With random weights it is about the number of units": "Remember the honest count: five layers of "
                "five units, drawn at random.",
            },
            wrong={
                "Training drives the number towards the bound": "Look at the walks between two digits. How many "
                "pieces of 12 000 did the trained network show?",
                "A deep network has more pieces than any shallow one with as many units": "That of a deep "
                "network may be larger. What does a typical one do?",
            },
            why="Folding opens an exponential number; typical networks, before and after training, do not use it.",
        ),
        Numeric(
            text=r"Go forward by hand. $x=2$; $\beta_0=(-1,1)$, $\Omega_0=(1,-1)$ into two ReLU units; "
            r"$\beta_1=0.5$, $\Omega_1=(3,-2)$ into one ReLU unit; $\beta_2=1$, $\Omega_2=-2$ into the output. What "
            "comes out?",
            value=deep.mlp(np.array([2.0]), betas, omegas)[0],
            wrong={
                -10: "One unit of the first layer is below zero. What does it pass on?",
                0: "The output is not passed through a ReLU.",
                -7: "The output has a bias, too.",
                -5: "The unit of the second layer has a bias.",
            },
            otherwise="Write down each layer twice: before the ReLU, and after it.",
            why=r"$h_1=(1,0)$, then $h_2=3.5$, and the output is $1-2\cdot3.5=-6$.",
        ),
        SingleChoice(
            text="A network has two inputs and two hidden layers. Where can the line bend on which a unit of the "
            "second layer is zero?",
            right="Only where it crosses a line of the first layer",
            wrong={
                "Only where two lines of the first layer cross": "One unit of the first layer that switches is "
                "enough to change the formula of the second.",
                "Anywhere, since it is a curve": "Inside a region of the first layer the pattern is fixed. What kind "
                "of function is a pre-activation of the second layer there?",
                "Nowhere, since every unit is zero on a straight line": "That is true of the first layer. What does "
                "the second layer read?",
            },
            why="Between the lines of the first layer everything is affine; at such a line one term joins or leaves.",
        ),
        Numeric(
            text="Hidden layers of three and two ReLU units, one input. How many linear pieces at most?",
            value=deep.max_pieces([3, 2]),
            wrong={
                6: "A layer of three units cuts a line into more than three pieces.",
                7: "Every piece of the first layer can be cut again by the second. Do the numbers add up?",
                8: "Two units make two cuts. Into how many parts do they cut one straight piece?",
                16: "You have doubled for each unit. How often can one unit cross zero on one straight piece?",
            },
            otherwise="The first layer makes some pieces; then each of them is cut by the units of the second.",
            why="The first layer makes at most 4 pieces, and two units cut each of them into at most 3.",
        ),
    ],
)
