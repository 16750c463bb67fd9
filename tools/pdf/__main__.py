"""Print the built book: `python tools/pdf`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this folder's name is the package's

from pdf.build import BUILT, TARGET, build  # noqa: E402

if __name__ == "__main__":
    if not (BUILT / "index.html").exists():
        sys.exit("There is no built book yet: run `make book` first.")
    for problem in build(BUILT, TARGET):
        print(problem)
    print(f"The book on paper: {TARGET.as_uri()}")
