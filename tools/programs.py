"""The two programs that pip does not bring: a Chromium, for the tests and the PDF, and Node, for the tests.

    python tools/programs.py                both
    python tools/programs.py chromium       only the one

- Find a Chromium. (chromium)
- Find Node with npm. (node)
- Install what is missing, or say in one line what to install. (main)
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
OLDEST_NODE = 18
IS_ROOT = os.name == "posix" and os.geteuid() == 0


def runs(command):
    """Whether `command` starts at all: some systems put a placeholder on the PATH."""
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def downloaded_chromium():
    """Where Playwright puts its own Chromium, whether it is there or not."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def chromium():
    """The path of a Chromium that starts, or None."""
    for path in filter(None, map(shutil.which, CHROMIUM_NAMES)):
        if runs([path, "--version"]):
            return path
    path = downloaded_chromium()
    return path if Path(path).exists() and runs([path, "--version"]) else None


def node():
    """The path of a Node that is new enough and has npm, or None."""
    path = shutil.which("node")
    if not path or not shutil.which("npm"):
        return None
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return path if int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE else None


def apt_install(*packages):
    """Install Debian or Ubuntu packages if this system has them and lets us."""
    sudo = [] if IS_ROOT else ["sudo", "-n"]
    if shutil.which("apt-get") and (not sudo or shutil.which("sudo")):
        subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False)
        subprocess.run([*sudo, "apt-get", "install", "-y", "-qq", *packages], check=False)


def main(*wanted):
    missing = []
    if "chromium" in wanted and not chromium():
        apt_install("chromium")
        if not chromium():
            with_libraries = ["--with-deps"] if IS_ROOT else []
            subprocess.run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], check=False)
        missing += [] if chromium() else ["Chromium (or Google Chrome)"]
    if "node" in wanted and not node():
        apt_install("nodejs", "npm")
        missing += [] if node() else [f"Node {OLDEST_NODE} or newer with npm"]
    if missing:
        sys.exit(f"{' and '.join(missing)} must be on the PATH: please install that first.")


if __name__ == "__main__":
    main(*sys.argv[1:] or ["chromium", "node"])
