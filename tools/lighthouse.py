"""Lighthouse, on pages of the built book that are served compressed, as any web server does it.

- Serve a folder compressed. (compressing_server)
- Ask Lighthouse for its marks, desktop preset. (marks)
"""

import asyncio
import json
import os
import subprocess
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, StaticFileHandler

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "frontend" / "node_modules" / "lighthouse" / "cli" / "index.js"
FULL_MARKS = ("accessibility", "best-practices", "seo")
PAGES = ("index", "chapters/03_linear_regions", "chapters/08_backprop")  # the first page and the two heaviest chapters


@contextmanager
def compressing_server(folder):
    """The address of a server with gzip: tornado, which comes with Jupyter; the standard library's cannot compress.

    Its loop starts in its own thread: the caller's thread may already run one (Playwright's).
    """
    loop, port, stop = asyncio.new_event_loop(), Future(), asyncio.Event()

    async def serve():
        handler = (r"/(.*)", StaticFileHandler, {"path": str(folder)})
        application = Application([handler], compress_response=True, log_function=lambda handler: None)
        (socket,) = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(application)
        server.add_socket(socket)
        port.set_result(socket.getsockname()[1])
        await stop.wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield f"http://127.0.0.1:{port.result(timeout=10)}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def marks(chromium, chromium_flags, address, categories):
    """category → (0 to 100, what cost points)."""
    flags = " ".join(["--headless=new", *chromium_flags])
    options = ["--preset=desktop", "--quiet", "--no-enable-error-reporting", "--output=json", f"--chrome-flags={flags}"]
    command = ["node", str(PROGRAM), address, *options, f"--only-categories={','.join(categories)}"]
    environment = os.environ | {"CHROME_PATH": str(chromium)}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"Lighthouse failed on {address}: {result.stderr}")
    report = json.loads(result.stdout)
    return {
        name: (round(100 * category["score"]), costs(report, category))
        for name, category in report["categories"].items()
    }


def costs(report, category):
    """The audits of a category that are not passed; those that do not apply have no score."""
    audits = [report["audits"][each["id"]] for each in category["auditRefs"] if each["weight"]]
    scored = [audit for audit in audits if audit["score"] is not None]
    return [f"{audit['id']}: {audit.get('displayValue', '')}" for audit in scored if audit["score"] < 1]
