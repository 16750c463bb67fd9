"""Deep Learning Notes: the mathematics of the book, its figures, and the engine that draws them.

- Compute: one module per chapter, NumPy only. (linear, …)
- Show: the figures of each chapter. (figures)
- Declare a figure of your own. (live)
"""
