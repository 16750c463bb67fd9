"""JupyterLab with one notebook, for the tests and the benchmarks.

- Start a server of its own, and stop it again. (serve)
- Open a notebook and run all its cells. (open_notebook)
- Run code in its kernel, as another cell would. (run)
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = [
    "--no-browser",
    "--allow-root",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--IdentityProvider.token=",
    "--ServerApp.port_retries=0",
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve(folder):
    """The address of a JupyterLab in `folder` that knows no settings but its own."""
    port, home = free_port(), folder / ".jupyter"
    settings = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    settings |= {f"JUPYTERLAB_{name}_DIR": str(home / name) for name in ("SETTINGS", "WORKSPACES")}
    settings["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {name: value for name, value in os.environ.items() if name != "DLNOTES_HOST"} | settings
    command = [sys.executable, "-m", "jupyter", "lab", *OPTIONS, f"--port={port}", f"--ServerApp.root_dir={folder}"]
    with open(folder / "lab.log", "wb") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield wait_for(f"http://127.0.0.1:{port}", server, folder / "lab.log")
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(address, server, log):
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2).close()
            return address
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


def write_notebook(path, *cells):
    """Each cell is code, or Markdown if it starts with `#`."""
    make = {True: nbformat.v4.new_markdown_cell, False: nbformat.v4.new_code_cell}
    notebook = nbformat.v4.new_notebook(cells=[make[cell.startswith("#")](cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, path)


def open_notebook(page, address, name):
    page.goto(f"{address}/lab/tree/{name}")
    page.wait_for_function(
        "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'", timeout=90_000
    )
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")


def run(page, code):
    """Run code in the kernel; returns what it prints."""
    return page.evaluate(
        """async (code) => {
            const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            let printed = "";
            const future = kernel.requestExecute({ code });
            future.onIOPub = ({ header, content }) => {
                if (header.msg_type === "stream") printed += content.text;
                if (header.msg_type === "error") printed += content.evalue;
            };
            await future.done;
            return printed;
        }""",
        code,
    )
