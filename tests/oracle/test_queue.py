"""T6: posts as the servers of a queue; Erlang C, and Erlang A where people lose patience.

Start-up: a run begins at the mean number of open cases, its contract opens at noon of the first day, and the steady
window of the scenario drops the first year or two, many times what the queue needs to forget its start. Standard
errors come from independent replications, for waits within a run are correlated; no two rows share a seed.

How fine the net is: a load that were 2 % off in the model would be told from the right one. Long waits near
saturation vary so much that nothing finer can be asked in seconds; there the load moves them most.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.oracle.simulated import LIMIT, of_replications, run, window

MISTAKE = 0.02
REPLICATIONS = 12


class Row(NamedTuple):
    """Slots, arrivals a day, completions a day and slot, reneging a day; the printed oracle values."""

    scenario: str
    slots: int
    arrivals: float
    service: float
    reneging: float
    waited_share: float
    wait: float
    queue_length: float
    gave_up_share: float
    utilisation: float


ROWS = [
    Row("queue", 5, 4, 1, 0, 0.554113, 0.554113, 2.216450, 0, 0.80),
    Row("queue_large", 75, 18, 0.25, 0, 0.634638, 0.846184, 15.231316, 0, 0.96),
    Row("queue_patience", 5, 4, 1, 0.25, 0.454890, 0.222528, 0.890110, 0.055632, 0.755494),
    Row("queue_overload", 5, 6, 1, 0.25, 0.881022, 0.810820, 4.864918, 0.202705, 0.956754),
    Row("queue_large_patience", 75, 18, 0.25, 1 / 3, 0.352657, 0.096473, 1.736516, 0.032158, 0.929129),
    Row("queue_large_overload", 75, 25, 0.25, 1 / 3, 0.989210, 0.751070, 18.776746, 0.250357, 0.999525),
]
MEASURES = ("waited_share", "wait", "queue_length", "gave_up_share", "utilisation")
SEES = ("wait", "queue_length", "gave_up_share")
"""Measures that tell a load 2 % too high; the others hardly move near saturation, or are read at month ends only."""


def erlang(slots: int, arrivals: float, service: float, reneging: float) -> dict[str, float]:
    """The stationary birth-and-death queue; endless patience where `reneging` is 0."""
    logs = [0.0]
    while logs[-1] > max(logs) - 60 or len(logs) <= slots:
        n = len(logs)
        logs.append(logs[-1] + math.log(arrivals / (min(n, slots) * service + max(n - slots, 0) * reneging)))
    weights = [math.exp(log - max(logs)) for log in logs]
    chance = [weight / sum(weights) for weight in weights]
    queue = sum((n - slots) * p for n, p in enumerate(chance) if n > slots)
    return {
        "waited_share": sum(chance[slots:]),
        "wait": queue / arrivals,
        "queue_length": queue,
        "gave_up_share": reneging * queue / arrivals,
        "utilisation": sum(min(n, slots) * p for n, p in enumerate(chance)) / slots,
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.scenario)
def test_the_formula_gives_the_printed_values(row: Row) -> None:
    found = erlang(*row[1:5])
    assert {name: getattr(row, name) for name in MEASURES} == pytest.approx(found, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize(("index", "row"), list(enumerate(ROWS)), ids=[row.scenario for row in ROWS])
def test_queues_behave_as_theory_says(
    index: int, row: Row, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    seeds = range(1_000 * (index + 1), 1_000 * (index + 1) + REPLICATIONS)
    runs = [run(tmp_path, f"verification/{row.scenario}", seed=seed) for seed in seeds]
    period = window(runs[0])
    assert {found["slots", period, ""] for found in runs} == {float(row.slots)}
    heavier = erlang(row.slots, row.arrivals * (1 + MISTAKE), row.service, row.reneging)
    for name in MEASURES:
        truth = getattr(row, name)
        values = [found[name, period, ""] for found in runs]
        if truth == 0:
            assert not any(values)
            continue
        estimate = of_replications(values)
        record_property(f"z of {name}", estimate.z(truth))
        assert abs(estimate.z(truth)) < LIMIT, f"{name}: {estimate.mean} +- {estimate.error}, not {truth}"
        assert name not in SEES or estimate.sees(heavier[name] - truth), f"{name}: +- {estimate.error} is too wide"
