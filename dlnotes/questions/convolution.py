"""Questions on convolution. Their numbers are computed by `dlnotes.convolution`."""

import numpy as np

from dlnotes import convolution as conv
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

x, w = np.array([1, 2, 0, 3]), np.array([2, 1, -1])
layers = [(3, 1, 1), (3, 1, 1), (2, 2, 1), (3, 1, 1)]  # kernel size, stride, dilation

check_yourself = Quiz(
    "check_convolution",
    [
        Numeric(
            text="Compute as networks do: $x=(1,2,0,3)$, $w=(2,1,-1)$, one zero at either end, stride 1. What is the "
            "second output?",
            value=conv.conv1d(x, w, padding=1)[1],
            wrong={
                -1: "That is the first output.",
                1: "You have turned the kernel round, or moved one place too far.",
                3: "That is the last output. Where does the window of the second one begin?",
            },
            otherwise="Lay the kernel with its middle on the second input, multiply, and add.",
            why=r"$2\cdot 1+1\cdot 2-1\cdot 0=4$.",
        ),
        Numeric(
            text="32 inputs, a kernel of size 3 with dilation 4, stride 2, no padding. How many outputs?",
            value=int(conv.out_length(32, 3, 2, 0, 4)),
            wrong={
                15: "How many inputs does the kernel span, with three zeros between its weights?",
                11: "Nearly. Either the window that starts at the first input is missing, or the kernel has been "
                "taken to span 12 inputs.",
                24: "So many windows fit. Which of them are computed?",
                10: "The kernel spans $d(k-1)+1$ inputs, which is less than $dk$.",
            },
            otherwise="First the span of the kernel, then the number of windows that fit, then every second one.",
            why="The kernel spans 9 inputs, 24 windows fit, and every second one is computed.",
        ),
        Numeric(
            text=r"A convolution from 3 to 16 channels with kernels of $5\times5$. How many parameters?",
            value=conv.n_params_conv(3, 16, 5, dims=2),
            wrong={
                1200: "Those are the weights.",
                416: "Each output channel has a kernel for each input channel.",
                1248: "Biases belong to output channels, not to pairs of channels.",
                256: "The kernel has two dimensions here.",
            },
            otherwise="How many kernels are there, how many weights does each have, and who has a bias?",
            why=r"$3\cdot 16\cdot 25+16=1216$, whatever the size of the image.",
        ),
        MultipleChoice(
            text="A signal on a circle is shifted by one place. For which layers is the output shifted by one place "
            "as well, for every signal?",
            right={
                "circular convolution with stride 1": "Write down output $i$ of the shifted signal, indices modulo "
                "$N$.",
                "a ReLU, applied to every value": "What is done to each value alone: can it know where the value "
                "stands?",
                r"a $1\times1$ convolution over channels": "It looks at one place only, in the same way at every "
                "place.",
            },
            wrong={
                "circular convolution with stride 2": "After a shift by one, are the same sums computed at all?",
                "convolution with zeros outside": "Let a spike leave at one end and come back at the other.",
                "a fully connected layer": "It has a weight for every pair of places. Are any two of them tied?",
            },
            why="Equivariance needs the same weights at every place, an output at every place, and no ends.",
        ),
        Numeric(
            text="Two convolutions with kernels of size 3, then pooling of pairs with stride 2, then a third "
            "convolution of size 3. How many inputs does one output see?",
            value=int(conv.receptive_field(layers)[-1]),
            wrong={
                8: "Behind the pooling, neighbours are no longer one input apart.",
                7: "What does the pooling do to the distance between neighbours, and does it see more itself?",
                9: "A pooling of pairs is a window of two, as well as a stride.",
                11: "The stride counts for the layers behind it, not for the pooling itself.",
            },
            otherwise="Go from layer to layer: each adds its size minus one, times the distance of neighbours.",
            why=r"$1+2+2+1+2\cdot 2=10$: behind the pooling a step is worth two inputs.",
        ),
        SingleChoice(
            text="The weights of a kernel sum to 0. You add 10 to every pixel of the image. What happens to the "
            "feature map, away from the borders?",
            right="Nothing",
            wrong={
                "It grows by 10": "What does this kernel answer to an area that is 10 everywhere?",
                "It grows by 10 times the largest weight": "All weights see the 10, and not all have the same sign.",
                "Edges become fainter": "An edge is a difference between pixels. Has it changed?",
            },
            why="The layer is linear, and its answer to a flat area is the pixels' value times the sum of the weights.",
        ),
        SingleChoice(
            text="One weight of a kernel is used at all places of a signal. How do the places enter the derivative of "
            "the loss with respect to it?",
            right="Their contributions are added",
            wrong={
                "Their contributions are averaged": "The weight reaches the loss in many ways at once. What does the "
                "chain rule do where ways meet?",
                "The largest counts, as in max pooling": "Pooling chooses an output. Does the kernel choose a place?",
                "Each place has a derivative of its own": "There would be as many, if each place had a weight of its "
                "own. How many numbers are there to train?",
            },
            why=r"$\partial L/\partial w_j=\sum_i g_i\,x_{i+j-c}$: again a sliding sum.",
        ),
    ],
)
