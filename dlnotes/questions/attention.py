"""Questions on attention. Their numbers are computed by `dlnotes.attention`."""

import numpy as np

from dlnotes import attention
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

query, keys, values = np.array([[1.0]]), np.array([[np.log(3), 0.0]]), np.array([[4.0, 0.0]])
mixed = attention.attend(query, keys, values, scale=1)[2]
spread = np.sqrt(64)  # a sum of 64 products, each of variance 1

check_yourself = Quiz(
    "check_attention",
    [
        Numeric(
            text=r"A query has the scores $\log3$ and 0 with two keys, whose values are 4 and 0. What is its output?",
            value=mixed[0, 0],
            tolerance=0.01,
            wrong={
                4: "The softmax is not the choice of the best. How much does the second key get?",
                2: "That is the plain mean, as if both scores were equal.",
                4 * np.log(3): "Scores are not yet shares. What makes shares of them?",
                12: "Exponentials are not yet shares: divide by their sum.",
            },
            otherwise="Exponentiate both scores, and divide by their sum.",
            why=r"The shares are $\frac{3}{4}$ and $\frac{1}{4}$.",
        ),
        SingleChoice(
            text="You shuffle the tokens of a text. There are no positions and no mask. What does self-attention put "
            "out?",
            right="The same outputs, shuffled in the same way",
            wrong={
                "The same outputs in the old order": "Output $n$ belongs to the query of token $n$. Where has the "
                "token gone?",
                "Other outputs, since the sentence has another meaning": "Each output is a sum over all tokens. Does "
                "a sum know the order of its terms?",
                "The mean of all values, for every token": "That happens when all scores are equal. Have scores "
                "become equal?",
            },
            why="Scores depend on pairs of tokens alone, so rows and columns of the attention only change places.",
        ),
        Numeric(
            text="One head of self-attention with $D=D_q=8$, for texts of 100 tokens. How many parameters do "
            "its three maps have?",
            value=attention.n_params_attention(8),
            wrong={
                21600: "All tokens use the same maps.",
                192: "The maps are affine.",
                72: "That is one of them.",
                640_800: "That would be a dense layer from all numbers to all numbers.",
            },
            otherwise="Queries, keys and values: what does each of these maps consist of?",
            why=r"$3\cdot(8\cdot8+8)=216$, for texts of any length.",
        ),
        Numeric(
            text="The 64 entries of a query and of a key are independent, with mean 0 and variance 1. What is the "
            "standard deviation of their score, before it is divided?",
            value=spread,
            wrong={
                64: "That is its variance.",
                1: "So it is after dividing.",
                0.125: "That is what scores are divided by, upside down.",
            },
            otherwise="The score is a sum of 64 products. What is the variance of one product?",
            why=r"Variances add up to 64, and $\sqrt{64}=8$: this is why scores are divided by $\sqrt{D_q}$.",
        ),
        MultipleChoice(
            text="One head of self-attention gets the causal mask; columns belong to queries. What is true?",
            right={
                "The first output is the value of the first token": "Whom may the first token see?",
                "One pass over a text trains a prediction at every place": "Does any place see its own answer?",
                "Every column of the attention still sums to 1": "What does the softmax do with the scores that are "
                "left?",
            },
            wrong={
                "Every row of the attention sums to 1": "Over what does the softmax run, keys or queries?",
                "The output of the last token changes when the mask is added": "Which keys does the mask hide from "
                "the last token?",
            },
            why="The mask takes keys away from early queries before the softmax; the last query keeps them all.",
        ),
        SingleChoice(
            text="You go from 4 heads to 8 and leave $D$ as it is. What happens to the number of parameters?",
            right="Nothing",
            wrong={
                "It doubles": "Each head gets fewer rows of queries, keys and values. How many?",
                "It is halved": "The heads are smaller, and there are more of them.",
                "It grows by a second map of outputs": "The outputs of all heads are stacked and mixed by one map.",
            },
            why="The same $D$ rows are dealt out among more heads; only the number of softmaxes changes.",
        ),
        SingleChoice(
            text="A language model was trained for 250 steps without the causal mask. Its loss is far lower than that "
            "of its twin with the mask, and it writes nonsense. Why?",
            right="In training the next letter stood in its input",
            wrong={
                "It has learned the training text by heart": "That takes long training on little text. This model was "
                "ahead after 250 steps.",
                "It needs a lower temperature to write": "Temperature sharpens what the model knows. Does it know "
                "anything when nothing stands behind the last letter?",
                "Without the mask it has fewer parameters": "How many parameters does a mask have?",
            },
            why="It learned to look one place ahead. When it writes, there is nothing ahead: a low loss is worth "
            "nothing if the input contains the target.",
        ),
    ],
)
