"""The figures of the book, one module per chapter: `figures.linear.fit_by_hand`."""

from . import linear as linear
from . import regions as regions
