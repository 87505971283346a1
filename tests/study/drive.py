"""Run a batch from a process of its own: MODEL (fake or market) EXPERIMENT OUT WORKERS REPLICATIONS.

Prints the number of finished runs as it grows.
"""

from __future__ import annotations

import sys

from gpss_sim.study import run_batch
from tests.study.fake import MODEL

MODELS = {"fake": MODEL, "market": None}


def tell(done: int, _total: int) -> None:
    print(done, flush=True)


if __name__ == "__main__":
    model, experiment, out, workers, replications = sys.argv[1:]
    run_batch(experiment, out, workers=int(workers), replications=int(replications), progress=tell, model=MODELS[model])
