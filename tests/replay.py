"""The page's own runtime, run in Node: an independent witness for what NumPy computes."""

import json
import subprocess
from functools import cache
from pathlib import Path

import numpy as np

from dlnotes.live.figure import encode_array
from dlnotes.live.lowering import Constants, lower

FRONTEND = Path(__file__).parent.parent / "frontend"


class Replay:
    """Programs kept in one Node process."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["node", "replay.mjs"], cwd=FRONTEND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, **job):
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        reply = json.loads(self.process.stdout.readline())
        if "error" in reply:
            raise AssertionError(f"the page's runtime failed:\n{reply['error']}")
        return reply

    def load(self, name, variant, constants):
        self.ask(load=name, variant=variant, constants=constants)

    def load_program(self, name, program):
        constants = Constants()
        variant = {"program": lower(program, constants), "state": None}
        self.load(name, variant, [encode_array(array) for array in constants.arrays])

    def run(self, name, ids, *, group="draw", **job):
        """Flat arrays of the values `ids`."""
        values = self.ask(run=name, group=group, ids=list(ids), **job)["values"]
        return [np.array([float(number) for number in value]) for value in values]


@cache
def replay():
    """One Node process for all tests of a worker."""
    return Replay()


def plain(value):
    """A control's value as JSON carries it."""
    return np.asarray(value).tolist()
