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
- Handwritten digits, 1797 small images. (digits, digit_images)
- Digits drawn by a formula, with a round brush. (pen, pen_digit)
- A photograph in grey. (photograph)
- Small talk in which names come back, and the names. (small_talk, some_name)
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


def digit_images():
    """The digits as images with grey levels from 0 to 1. Returns images (1797, 8, 8) and labels (1797,)."""
    images, labels = digits()
    return images.reshape(-1, 8, 8) / 16, labels


def arc(x, y, width, height, start, end):
    """Points on an ellipse around (x, y), between two angles in degrees: 0 is on the right, 90 below."""
    angles = np.deg2rad(np.linspace(start, end, 21))
    return np.stack([x + width / 2 * np.cos(angles), y + height / 2 * np.sin(angles)], axis=-1)


STROKES = {  # of each digit, in a box from (0, 0), top left, to (1, 1)
    0: [arc(0.5, 0.5, 0.64, 0.96, 0, 360)],
    1: [[(0.3, 0.2), (0.55, 0), (0.55, 1)]],
    2: [[*arc(0.5, 0.27, 0.64, 0.54, 190, 400), (0.15, 1), (0.88, 1)]],
    3: [arc(0.45, 0.26, 0.66, 0.52, 200, 450), arc(0.45, 0.74, 0.72, 0.52, 270, 510)],
    4: [[(0.6, 0), (0.12, 0.65), (0.9, 0.65)], [(0.66, 0.35), (0.66, 1)]],
    5: [[(0.82, 0), (0.25, 0), (0.2, 0.45), *arc(0.47, 0.68, 0.7, 0.64, 225, 500)]],
    6: [[(0.65, 0), (0.3, 0.4), *arc(0.5, 0.7, 0.6, 0.6, 190, 550)]],
    7: [[(0.15, 0), (0.85, 0), (0.4, 1)], [(0.35, 0.55), (0.85, 0.5)]],
    8: [arc(0.5, 0.25, 0.54, 0.5, 90, 450), arc(0.5, 0.75, 0.64, 0.5, -90, 270)],
    9: [arc(0.5, 0.3, 0.6, 0.6, 0, 360), [(0.75, 0.5), (0.6, 1)]],
}


def pen(strokes, height=24, left=6, top=4, brush=2.0, slant=0.0):
    """Strokes drawn with a round brush on a sheet of 32 by 32 cells.

    strokes: lists of points in a box from (0, 0), top left, to (1, 1); height, left, top: of the box, in cells; brush:
    the radius, in cells; slant: how far it leans to the right, as a share of the height. Returns (32, 32), 1 where
    there is ink.
    """
    y, x = np.mgrid[0:32, 0:32] + 0.5
    ink = np.zeros((32, 32), dtype=bool)
    for stroke in strokes:
        places = np.array(stroke, dtype=float) * height * np.array([0.8, 1.0])
        places = places + [left, top] - np.outer(places[:, 1] - height / 2, [slant, 0])
        for (x0, y0), (dx, dy) in zip(places, np.diff(places, axis=0), strict=False):
            share = np.clip(((x - x0) * dx + (y - y0) * dy) / max(dx**2 + dy**2, 1e-12), 0, 1)
            ink |= (x - x0 - share * dx) ** 2 + (y - y0 - share * dy) ** 2 <= brush**2
    return ink.astype(float)


def pen_digit(digit, height=24, left=6, top=4, brush=2.0, slant=0.0):
    """A digit drawn with a round brush, as a hand might draw it; the options are those of `pen`. Returns (32, 32)."""
    return pen(STROKES[digit], height, left, top, brush, slant)


def photograph():
    """The roofs of a Chinese temple in grey, reduced to a quarter of the size.

    Returns (106, 160), grey levels from 0 to 255. Source: a photograph by "china.jpg" of scikit-learn's sample images.
    """
    from sklearn.datasets import load_sample_image  # slow to import, and only this function needs it

    colours = load_sample_image("china.jpg")[:424].astype(float)  # (424, 640, 3)
    grey = colours @ np.array([0.299, 0.587, 0.114])
    return np.round(grey.reshape(106, 4, 160, 4).mean(axis=(1, 3)))


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
