"""Kill a batch at random moments until it has finished, and compare its tables: python -m tests.study.kills --kills 20.

Each time the command is started again and killed (`kill -9`, the whole process group) a random time after its first
finished run. Says how many runs each kill left, and ends with 1 where a byte differs from an undisturbed batch.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from gpss_sim.streams import Streams
from gpss_sim.study import run_batch
from tests.study.fake import MODEL, write_experiment
from tests.study.process import at_work, drive, stored, tables

REPLICATIONS = 40


def main(kills: int, seed: int) -> int:
    """Run, kill, compare; return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, out = write_experiment(folder), folder / "out"
        run_batch(path, folder / "whole", workers=0, replications=REPLICATIONS, model=MODEL)
        there = 0
        moments = Streams(seed, 0).uniforms("moment of the kill", n=kills)
        for number, moment in enumerate(moments, start=1):
            process = drive("fake", path, out, 2, REPLICATIONS, FAKE_SLEEP="0.1")
            at_work(process, there + 1)
            time.sleep(0.4 * float(moment))
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            there = stored(out)
            print(f"kill {number}: {there} runs kept", flush=True)
        run_batch(path, out, workers=0, replications=REPLICATIONS, model=MODEL)
        same = tables(out) == tables(folder / "whole")
    print("the same bytes" if same else "other bytes")
    return 0 if same else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sys.exit(main(asked.kills, asked.seed))
