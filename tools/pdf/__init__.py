"""The whole book as one PDF, printed by Chromium from the built pages.

    python tools/pdf          after `make book`; writes _build/pdf/deep-learning-notes.pdf

The built pages are put together into one document (document.py), which is typeset and printed twice (printer.py): the
second time with the page numbers that the first one found. What Chromium cannot say is added in the end (finish.py).
"""
