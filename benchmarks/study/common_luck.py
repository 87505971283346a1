"""What it is worth that luck belongs to people: the variance of a difference between two policies, paired and not.

    python benchmarks/study/common_luck.py [--replications N] [--workers N]

Posts only: one station, people come, wait and are served; the policy adds slots. Paired, both policies meet the same
people with the same luck; unpaired, every run has its own people. The interval of the ratio is that of 2,000 resamples
of replications (percentiles, 95 %); both columns come from the same runs. *At most* is the ratio if the two policies
moved together perfectly: where one of them makes waits nearly constant, pairing cannot say more than the other alone.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np

import gpss_sim as gp
from gpss_sim.streams import Floats

STATION = Path(__file__).parents[2] / "scenarios" / "verification" / "queue.toml"
SHORT = {"calendar.years": 4, "delivery.caseload": 20, "demand.arrivals_per_year": 6_570}
"""The queue that every simulator is given: 20 slots, 18 arrivals and 20 completions a day."""
CHANGES: dict[str, dict[str, object]] = {
    "21 slots instead of 20": {"delivery.caseload": 21},
    "22 slots instead of 20": {"delivery.caseload": 22},
}
OUTCOMES = ("wait", "waited_share", "utilisation")
RESAMPLES = 2_000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=60)
    parser.add_argument("--workers", type=int, default=0)
    asked = parser.parse_args()
    print("| policy | outcome | variance unpaired / paired | 95 % | at most |\n|---|---|---|---|---|")
    before = _outcomes({}, asked.replications, asked.workers)
    for name, change in CHANGES.items():
        after = _outcomes(change, asked.replications, asked.workers)
        for outcome in OUTCOMES:
            ratio, low, high = _worth(after[outcome], before[outcome])
            most = _most(after[outcome], before[outcome])
            print(f"| {name} | {outcome} | {ratio:.1f} | {low:.1f} to {high:.1f} | {most:.1f} |", flush=True)


def _outcomes(change: dict[str, object], replications: int, workers: int) -> dict[str, Floats]:
    """Values of each outcome by replication."""
    with tempfile.TemporaryDirectory() as folder:
        study = gp.study(
            STATION,
            settings={**SHORT, **change},
            levers={"rules.term": [30]},
            outcomes=list(OUTCOMES),
            replications=replications,
            workers=workers,
            out=Path(folder) / "study",
        )
        return {outcome: study.runs.sort_values("replication")[outcome].to_numpy(float) for outcome in OUTCOMES}


def _worth(after: Floats, before: Floats) -> tuple[float, float, float]:
    """Ratio of the two variances with its interval."""
    draw = np.random.default_rng(0)
    again = [_ratio(after[rows], before[rows]) for rows in draw.integers(len(after), size=(RESAMPLES, len(after)))]
    low, high = np.nanquantile(again, [0.025, 0.975])
    return _ratio(after, before), float(low), float(high)


def _most(after: Floats, before: Floats) -> float:
    """Ratio of the variances if the two moved together perfectly."""
    one, other = float(np.std(after, ddof=1)), float(np.std(before, ddof=1))
    return (one**2 + other**2) / (one - other) ** 2 if one != other else float("inf")


def _ratio(after: Floats, before: Floats) -> float:
    unpaired = float(np.var(after, ddof=1) + np.var(before, ddof=1))
    paired = float(np.var(after - before, ddof=1))
    return unpaired / paired if paired else float("inf")


if __name__ == "__main__":
    main()
