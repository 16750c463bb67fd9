"""Questions on linear regions. Their numbers are computed by `dlnotes.regions`."""

import numpy as np

from dlnotes import regions
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

two_parallel = [[0, 1, 0], [1, 1, 0], [0, 0, 1], [0.5, 1, 1]]  # bias first
length = regions.radial_mode(1000, 1.0)


def error(n):
    """Of n hinges that follow a parabola."""
    return regions.interpolation_error(np.square, np.linspace(0, 1, n + 1))


order = np.log2(error(10) / error(20))

check_yourself = Quiz(
    "check_regions",
    [
        Numeric(
            text="Four lines in the plane: just one pair is parallel, and no three meet in a point. How many regions?",
            value=regions.count_regions(two_parallel),
            wrong={
                11: "That is the bound for four lines in general position. Which crossing is missing here?",
                16: "So many patterns four units have. Do all of them occur in a plane?",
                9: "Put the lines down one after the other: each adds one region more than it has crossings with the "
                "older ones.",
                12: "The fourth line would have to pass through all six regions of the first three. How many lines "
                "does it cross?",
            },
            otherwise="Put the lines down one by one. How many regions does each of them cut in two?",
            why="They add 1, 1, 3 and 4 regions to the one plane at the start: the second never meets the first.",
        ),
        Numeric(
            text="Four hidden units in general position, and ten inputs. How many regions?",
            value=regions.max_regions(10, 4),
            wrong={
                11: "So many regions four lines make in a plane. What is different in ten dimensions?",
                1024: "Patterns are made of units, not of inputs.",
                5: "So many pieces four joints make on a line. Here there is more room.",
                386: r"In $R(D,D_i)$ the number of hyperplanes stands above in the binomials; you have exchanged the "
                "two.",
            },
            otherwise=r"Add up $\binom{D}{j}$ for $j=0,\dots,D_i$. What are the terms with $j>D$?",
            why=r"With fewer hyperplanes than dimensions every pattern occurs: $2^4=16$.",
        ),
        SingleChoice(
            text=r"A shallow ReLU network follows $\sin x$ on $[-\pi,\pi]$ to within $0.001$, and all its joints lie "
            "there. What do you know of it at $x=100$?",
            right="It is on a straight line, which tells nothing about the sine",
            wrong={
                r"It is within $0.001$ there, too, by the approximation theorem": "On which set does the theorem "
                "promise anything?",
                "It repeats the period that it has learned": "Between two joints a network is straight. How many "
                r"joints are there beyond $\pi$?",
                "It stays between $-1$ and $1$, as the sine does": "Which slope does the last piece have, and what "
                "keeps it from being other than 0?",
            },
            why="Behind the last joint there is one piece, with whatever slope it has. The theorem speaks of a "
            "compact set.",
        ),
        Numeric(
            text="Ten hinges, evenly spaced, follow a smooth curve to within $0.02$. About how many are needed for "
            "$0.0002$?",
            value=10 * 100 ** (1 / order),
            tolerance=5,
            wrong={
                1000: "That would be right if the error fell like $1/n$. What does doubling the hinges do?",
                20: "Twice as many hinges leave a quarter of the error. You need a hundredth.",
                40: "Two doublings leave a sixteenth of the error. Go on.",
            },
            otherwise=r"The error is at most $\frac{h^2}{8}$ times the largest second derivative, and $h$ is the "
            "distance between two joints.",
            why=r"The error falls like $n^{-2}$, so a hundredth of it takes ten times as many hinges.",
        ),
        MultipleChoice(
            text=r"Vectors are drawn from $\mathcal{N}(0,I)$ in 1000 dimensions. What is true?",
            right={
                f"Nearly all have a length near {length:.1f}": "The most likely length is the root of $D-1$. How "
                "wide is the shell around it?",
                "Their density is largest at the origin": "The density and the mass are two things. Which formula "
                "has a factor for the room that there is?",
            },
            wrong={
                "Most of them lie close to the origin": "How much room is there within distance 1 of the origin, in "
                "1000 dimensions?",
                "The shell of likely lengths is ten times as thick as in 10 dimensions": r"Take the second derivative "
                r"of $\log p(r)$ at the mode. Does it depend on $D$?",
            },
            why=r"The shell moves out like $\sqrt{D}$ and keeps its width, while the origin stays the densest point "
            "with next to no room around it.",
        ),
        Numeric(
            text="In 100 dimensions, how long is the edge of a cube that holds half of the volume of the unit cube?",
            value=regions.cube_edge(0.5, 100),
            tolerance=0.004,
            wrong={
                0.5: r"A cube of this edge has the volume $0.5^{100}$. How long must the edge be for a half?",
                0.005: "A volume is a product of edges, not a sum of them.",
                0.707: "That is right in two dimensions.",
            },
            otherwise="The volume is the edge to the power of the dimension. Solve for the edge.",
            why=r"$0.5^{1/100}$: it spans more than 99 % of every axis.",
        ),
        Numeric(
            text=r"With $n$ fixed basis functions in 20 dimensions, the worst squared error is of order "
            r"$(1/n)^{2/d}$. What is this multiplied by if you double $n$?",
            value=regions.fixed_basis_rate(2, 20),
            tolerance=0.005,
            wrong={
                0.5: "That is the factor with learned units, in any dimension. What is the exponent here?",
                0.25: "That is the factor on a line. You are in 20 dimensions.",
                2 ** (2 / 20): "The error becomes smaller. Can the factor be above 1?",
                0.1: "That is the exponent. What is $1/2$ to this power?",
            },
            otherwise="Put $2n$ in the place of $n$ and divide.",
            why=r"$2^{-2/20}=0.933$: twice the functions buy 7 %.",
        ),
        SingleChoice(
            text="A polynomial of order 3 in 100 inputs gets 100 inputs more. How many times as many "
            "coefficients does it have then?",
            right="about 8 times as many",
            wrong={
                "about twice as many": "A monomial is a product of up to three inputs. How many choices does "
                "each factor have?",
                r"about $2^{100}$ times as many": r"There are $m^D$ boxes, and these grow so. A product of three "
                "inputs leaves far fewer choices.",
                "about 3 times as many": "The order says how many inputs are multiplied, not how often they are "
                "counted.",
            },
            why=r"For a fixed order the number is about $D^3/3!$, a power of the dimension and no exponential.",
        ),
    ],
)
