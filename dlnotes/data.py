"""The data sets of the book.

- Five points that can be checked by hand. (five_points)
- Body-mass index and diabetes, 442 patients. (diabetes)
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
