"""Write constraints.txt: the version of every package that is installed in this environment."""

import re
import subprocess
import sys
from pathlib import Path

HEADER = """\
# What requirements.txt brings along, pinned (by `make lock`). A constraint only counts where its package is installed
# at all, so this one list serves every platform.
"""

command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "freeze", "--exclude-editable"]
installed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
portable = re.sub(r"\+\w+$", "", installed, flags=re.MULTILINE)  # 2.13.0+cpu is 2.13.0 elsewhere
Path("constraints.txt").write_text(HEADER + portable, encoding="utf-8")
