"""Questions on sequences. Their numbers are computed by `dlnotes.sequences`."""

import numpy as np

from dlnotes import data, sequences
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

words = data.eleven_words()  # the cat sat on the mat the cat ate the rat
known = sequences.vocabulary(words)
ids = sequences.encode(words, known)
cat_sat = sequences.encode(["cat", "sat"], known)[None]
gates = np.array([0.95] * 10 + [0.1])

check_yourself = Quiz(
    "check_sequences",
    [
        Numeric(
            text="“the cat sat on the mat the cat ate the rat” has seven different words. With add-one smoothing, how "
            "probable is “sat” after “cat”?",
            value=sequences.ngram_prob(ids, cat_sat, len(known), k=1)[0],
            tolerance=0.003,
            wrong={
                0.5: "That is the share without smoothing.",
                2 / 3: "You have added one above the line and one below. How many counts were raised below?",
                1 / 9: "This pair does occur in the text.",
                2 / 11: "Four times a word follows “the”. How often does one follow “cat”?",
            },
            otherwise="Raise every count by one: that of this pair, and that of each word which could follow.",
            why=r"$\frac{1+1}{2+7}=\frac{2}{9}$.",
        ),
        Numeric(
            text=r"A model gave the three words that came the probabilities $\frac{1}{2},\frac{1}{4},\frac{1}{8}$. "
            "What is its perplexity?",
            value=float(sequences.perplexity(np.array([0.5, 0.25, 0.125]))),
            tolerance=0.02,
            wrong={
                64: "That is one over the probability of all three together. How many words are they?",
                14 / 3: "You have taken the plain mean of 2, 4 and 8. Perplexity takes a mean of logarithms.",
                2: "That is the cross-entropy per word, in bits.",
                24 / 7: "You have turned the mean probability upside down. Probabilities of a row are multiplied.",
            },
            otherwise="Turn the geometric mean of the probabilities upside down.",
            why=r"$64^{1/3}=4$: as undecided as among four equally likely words.",
        ),
        SingleChoice(
            text="Counted without smoothing, a 4-gram model has perplexity 1.6 on the text it was counted on, and an "
            "infinite one on held-out text of the same kind. Why?",
            right="A single run of four words that was never counted is enough",
            wrong={
                "It guesses blindly on new text": "Guessing blindly has the perplexity of the size of the vocabulary, "
                "which is finite.",
                "Held-out sentences are longer": "Perplexity is a mean per word.",
                "Its vocabulary is too small": "Every word may be known. What else must have been seen?",
            },
            why="What was never seen gets probability 0, and one factor 0 makes the whole text impossible.",
        ),
        Numeric(
            text="A recurrent network has $D_x=10$ inputs, $D_h=20$ units and $D_o=5$ outputs. It reads texts of 1000 "
            "steps. How many parameters does it have?",
            value=sequences.n_params_rnn(10, 20, 5),
            wrong={
                725_000: "Every step uses the same weights.",
                700: "Both the state and the output have a bias.",
                325: "The state also reads the state before it.",
                775: "The last product does not need the inputs: an output reads the state alone.",
            },
            otherwise=r"What does each of the $D_h$ units read, and what does each of the $D_o$ outputs read?",
            why=r"$20\cdot(10+20+1)=620$ and $5\cdot(20+1)=105$, for texts of any length.",
        ),
        Numeric(
            text="In an additive memory the forget gate is 0.95 in ten steps and 0.1 in one. How much of the gradient "
            "comes back through them?",
            value=sequences.kept_share(gates)[0],
            tolerance=0.002,
            wrong={
                0.599: "That is what ten steps leave. And the eleventh?",
                0.1: "A leak of 5 % is small, but there are ten of them.",
                0.873: "Gates along the memory do not average.",
                0.05: "You have added the leaks of the ten steps up. They multiply.",
            },
            otherwise="Along the memory the derivative is the product of the forget gates.",
            why=r"$0.95^{10}\cdot0.1=0.06$: the same gate decides about memory and gradient.",
        ),
        MultipleChoice(
            text="A text is read in pieces of 50 steps. From piece to piece the state is kept but detached: it goes "
            "on, its history does not. What is true of this truncated backpropagation through time?",
            right={
                "The state still carries what came earlier": "What is cut, the way forward or the way back?",
                "Its gradient is biased": "What is left out is always the share of the same steps, the distant ones.",
            },
            wrong={
                "What is cut off averages out over many texts": "Noise averages out. Is the share of the distant past "
                "as often positive as negative, whatever the task?",
                "Its gradient has the right sign, only the wrong size": r"Look at the table of shares: what is the "
                r"sum after one step, and after two?",
                "The network cannot use anything older than 50 steps": "It is not trained to. But may what it learned "
                "for 50 steps hold for longer?",
            },
            why="Only the gradient is cut: the number goes on, its history does not, and the distant past is missing "
            "in every step of training.",
        ),
        SingleChoice(
            text=r"$h_t=\tanh(3h_{t-1})$, starting at $0.1$. After fifty steps $\partial h_{50}/\partial h_0$ is "
            r"about $5\cdot10^{-72}$, although $3>1$. Why?",
            right="The state goes to nearly 1, and where tanh has such values it is flat",
            wrong={
                "It is a rounding error; the gradient explodes": r"$3^{50}$ is right for a linear unit. Which factor "
                "does tanh bring to each step?",
                r"The state dies away to 0": "Near 0, a step multiplies the state by about 3. Does it get smaller?",
                "Any product of fifty numbers is small": "It depends on whether they are below 1. Which is it here?",
            },
            why=r"Each step multiplies by $3(1-h_t^2)$, and at $h\approx0.995$ that is about $0.03$.",
        ),
    ],
)
