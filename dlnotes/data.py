"""The data sets of the book.

- Five points that can be checked by hand. (five_points)
- Body-mass index and diabetes, 442 patients. (diabetes)
- Flavanoids and colour of 178 wines. (wine)
- Five yes-or-no answers on a line. (five_answers)
- Size and texture of 569 tumours, benign or malignant. (tumours)
- Petals of 150 flowers of three species. (petals)
- Handwritten digits, 1797 small images. (digits)
- Twenty-eight points on a wave packet. (wave_packet)
- Small talk in which names come back, and the names. (small_talk, some_name)
"""

import numpy as np


def five_points():
    """Five points near a line: small enough to do every sum by hand.

    Returns x (5,) and y (5,). The best line is 1.4 + 0.8 x, with mean squared error 0.72.
    """
    return np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 2.0, 5.0, 4.0])


def diabetes():
    """Body-mass index of 442 diabetes patients, and how far the disease had progressed a year later.

    Returns bmi (442,), in kg/m², and progression (442,), a score between 25 and 346. Source: Efron, Hastie, Johnstone
    and Tibshirani, "Least Angle Regression", Annals of Statistics 32 (2004); the copy that scikit-learn brings along.
    """
    from sklearn.datasets import load_diabetes  # slow to import, and only this function needs it

    table = load_diabetes(scaled=False)
    return table.data[:, table.feature_names.index("bmi")], table.target


def wine():
    """Flavanoids and colour intensity of 178 Italian wines, a relation that no straight line describes.

    Returns flavanoids (178,), between 0.34 and 5.08, and colour (178,), between 1.28 and 13. Source: Forina et al.,
    PARVUS (1988), by way of the UCI repository; the copy that scikit-learn brings along.
    """
    from sklearn.datasets import load_wine

    table = load_wine()
    flavanoids, colour = (table.data[:, table.feature_names.index(name)] for name in ("flavanoids", "color_intensity"))
    return flavanoids, colour


def five_answers():
    """Five places and a yes or no at each: small enough to do every sum by hand.

    Returns x (5,) and y (5,), 1 for yes. No threshold on x separates the two kinds.
    """
    return np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), np.array([0, 0, 1, 0, 1])


def tumours():
    """Cell nuclei of 569 breast tumours under the microscope, and what the tumours turned out to be.

    Returns features (569, 2), the mean radius and the mean texture of the nuclei, and malignant (569,), 1 for yes.
    Source: Street, Wolberg and Mangasarian, "Nuclear feature extraction for breast tumor diagnosis" (1993); the copy
    that scikit-learn brings along, which writes 0 for malignant.
    """
    from sklearn.datasets import load_breast_cancer

    table = load_breast_cancer()
    columns = [list(table.feature_names).index(name) for name in ("mean radius", "mean texture")]
    return table.data[:, columns], 1 - table.target


def petals():
    """Length and width of the petals of 150 irises, in cm, and their species.

    Returns features (150, 2) and species (150,): 0 setosa, 1 versicolor, 2 virginica, 50 of each. Source: Fisher, "The
    use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936); the copy of scikit-learn.
    """
    from sklearn.datasets import load_iris

    table = load_iris()
    columns = [table.feature_names.index(f"petal {side} (cm)") for side in ("length", "width")]
    return table.data[:, columns], table.target


def digits():
    """Handwritten digits, scanned and reduced to 8 by 8 pixels.

    Returns images (1797, 64), grey levels from 0 to 16, row by row, and labels (1797,). Source: Alpaydin and Kaynak,
    "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository (1998), the part for testing; the copy
    that scikit-learn brings along.
    """
    from sklearn.datasets import load_digits  # slow to import, and only this function needs it

    table = load_digits()
    return table.data, table.target


def wave_packet():
    """Twenty-eight points of the Gabor model with parameters (0, 16.6), without noise.

    Returns x (28,), from -15 to 15, and y (28,).
    """
    x = -15 + 30 * np.arange(28) / 27
    u = 0.06 * 16.6 * x
    return x, np.sin(u) * np.exp(-(u**2) / 32)


CONSONANTS, VOWELS = "bcdfghjklmnpqrstvwxyz", "aeiou"
THINGS, COLOURS = ("cat", "dog", "hat", "car", "pen", "box"), ("red", "blue", "green", "black")


def some_name(rng):
    """A name of 2 to 7 letters that can be pronounced, more or less: there are millions. rng: a NumPy generator."""
    name = ""
    for syllable in range(rng.integers(1, 4)):
        consonant = CONSONANTS[rng.integers(21)]
        if syllable == 0 and rng.random() < 0.2:
            consonant = ""
        elif syllable > 0 and rng.random() < 0.25:  # two consonants, often the same twice
            consonant += consonant if rng.random() < 0.5 else CONSONANTS[rng.integers(21)]
        name += consonant + VOWELS[rng.integers(5)]
    if len(name) < 3 or rng.random() < 0.4:
        name += CONSONANTS[rng.integers(21)]
    return name[:7]


def small_talk(sentences, rng):
    """A made-up text: people say their name, are greeted by it, and some of them own something.

    sentences: how many; rng: a NumPy generator. Returns a string of small letters, spaces and the marks . and !
    """
    text = []
    for _ in range(sentences):
        name = some_name(rng)
        text.append(f"my name is {name}. hello {name}! ")
        if rng.random() < 0.5:
            colour, thing = COLOURS[rng.integers(len(COLOURS))], THINGS[rng.integers(len(THINGS))]
            text.append(f"{name} has a {colour} {thing}. ")
    return "".join(text)
