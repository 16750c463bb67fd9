"""The data sets of the book.

- Five points that can be checked by hand. (five_points)
- Body-mass index and diabetes, 442 patients. (diabetes)
- Flavanoids and colour of 178 wines. (wine)
- Five yes-or-no answers on a line. (five_answers)
- Size and texture of 569 tumours, benign or malignant. (tumours)
- Petals of 150 flowers of three species. (petals)
- Handwritten digits, 1797 small images. (digits)
- Twenty-eight points on a wave packet. (wave_packet)
- Eleven words about a cat, to count by hand. (eleven_words)
- Stories of fourteen words, and four more that are kept for the test. (small_stories)
- The Zen of Python, a short text that never changes. (zen)
- Prose from Python's own manual, to learn from and to be tested on. (manual_words)
- Made up: two classes of points in the plane, in four arrangements. (CLOUDS, two_classes)
"""

import codecs
import contextlib
import io
import re

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


def eleven_words():
    """Eleven words of which seven are different: small enough to count by hand. Returns a list of words."""
    return ["the", "cat", "sat", "on", "the", "mat", "the", "cat", "ate", "the", "rat"]


def small_stories():
    """Sentences about three animals and three places to sit. A full stop is a word of its own.

    Returns training (20 sentences) and held-out (4 sentences), each as one list of words, 14 of them different.
    """
    training = """
        the cat sat on the mat .  the dog sat on the rug .  a bird sat on the sofa .  the cat slept on a rug .
        a dog slept on the mat .  the bird slept on the rug .  a cat sat on a sofa .  the dog slept on the sofa .
        a bird sat on a mat .  the cat saw a bird .  the dog saw the cat .  a bird saw the dog .
        the dog chased a cat .  a cat chased the bird .  the cat chased the dog .  a dog saw a bird .
        the bird sat on the rug .  the cat slept on the sofa .  a dog sat on a mat .  the bird saw a cat ."""
    held_out = "a cat slept on the mat .  the dog sat on a sofa .  the bird chased the dog .  a dog saw the cat ."
    return training.split(), held_out.split()


def zen():
    """The twenty lines that `import this` prints, which are the same in every Python. Returns one text."""
    with contextlib.redirect_stdout(io.StringIO()):
        import this
    return codecs.decode(this.s, "rot13")


def manual_words():
    """Words of the help texts that Python brings along; small letters, and a full stop is a word.

    Every paragraph of prose is taken once, and every tenth one is kept for the test. The texts differ a little from one
    version of Python to the next. Returns training (about 34 000 words) and held-out (about 4 000), two lists.
    """
    from pydoc_data.topics import topics

    paragraphs = dict.fromkeys(" ".join(part.split()) for name in sorted(topics) for part in topics[name].split("\n\n"))
    is_prose = [text for text in paragraphs if text.endswith(".") and len(text) > 80 and not re.search(">>>|::=", text)]
    words = [re.findall(r"[a-z]+|\.", text.lower()) for text in is_prose]
    training = [word for i, part in enumerate(words) if i % 10 != 9 for word in part]
    return training, [word for part in words[9::10] for word in part]


CLOUDS = ("circle", "exclusive or", "two heaps", "spiral")


def two_classes(kind, count, rng):
    """Points in the square from -2 to 2 that belong to two classes in turn: 1, 0, 1, 0, …

    kind: one of `CLOUDS`; count: how many; rng: a NumPy generator. Returns points (count, 2) and classes (count,), 0 or
    1. Only the heaps can be separated by a straight line.
    """
    classes = (np.arange(count) + 1) % 2
    if kind == "circle":  # class 1 inside, class 0 around it
        radius = np.where(classes == 1, 0.9 * np.sqrt(rng.uniform(size=count)), rng.uniform(1.25, 1.85, count))
        angle = rng.uniform(-np.pi, np.pi, count)
    elif kind == "spiral":  # two arms, half a turn apart
        share = np.sqrt((np.arange(count) // 2 + 0.5) / (count / 2))
        radius, angle = 1.85 * share, 1.6 * 2 * np.pi * share + np.pi * classes
    elif kind == "exclusive or":  # class 1 where the coordinates have one sign
        size = rng.uniform(0.12, 1.85, (count, 2))
        sign = rng.choice([-1.0, 1.0], count)
        return np.stack([sign * size[:, 0], sign * (2 * classes - 1) * size[:, 1]], axis=1), classes
    elif kind == "two heaps":
        return (2 * classes - 1)[:, None] * 0.85 + rng.normal(0, 0.33, (count, 2)).clip(-1, 1), classes
    else:
        raise ValueError(f"`kind` must be one of {', '.join(CLOUDS)}, not {kind!r}.")
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), classes
