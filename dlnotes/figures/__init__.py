"""The figures of the book, one module per chapter: `figures.linear.fit_by_hand`."""

from . import deep as deep
from . import linear as linear
from . import losses as losses
from . import regions as regions
from . import shallow as shallow
