"""Studies with made-up numbers: every indicator at every design point, no simulation."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from gpss_sim.metrics import METRICS
from gpss_sim.report.board import Board, read_board
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.findings import find
from gpss_sim.study.model import MeasureRow
from gpss_sim.study.plan import StudyPlan, make_plan
from gpss_sim.study.store import OK, Store, StoredRun

YEARS = ("0", "1", "2", "3", "4", "5", "2-5")
REPLICATIONS = 5

Numbers = Callable[[str, str, str, int], float]
"""(design point, metric, year, replication) → value."""

HEAD = """
[study]
title = "Which <b>choice</b> & why?"
title_zh = "哪种选择？"
scenario = "baseline"
seed = 3
"""
OUTCOMES = """
[outcomes]
primary = ["improvement_per_million"]
secondary = ["cost_per_completed", "wait_urgent", "quality", "lost_share"]
also = "all"
"""
MODES = f"""{HEAD}
[levers]
"rules.mode" = ["direct", "formal", "non_competitive", "competitive"]
"rules.form" = ["post", "project"]
[design]
baseline = "formal/post"
pairs = [["competitive/project", "competitive/post"]]
{OUTCOMES}
"""
LADDER = f"""{HEAD}
[design]
baseline = "formal"
pairs = [["competitive - seller", "competitive"], ["competitive - price", "competitive"]]
[[design.point]]
name = "formal"
set = {{ "rules.mode" = "formal" }}
[[design.point]]
name = "formal + seller"
title = "every eligible agency may sell"
title_zh = "所有合格机构均可承接"
set = {{ "rules.mode" = "formal", "rules.modes.formal.seller" = "eligible" }}
[[design.point]]
name = "formal + price"
title = "the price is bid"
title_zh = "价格由投标形成"
set = {{ "rules.mode" = "formal", "rules.modes.formal.price" = "bid" }}
[[design.point]]
name = "competitive"
set = {{ "rules.mode" = "competitive" }}
[[design.point]]
name = "competitive - seller"
set = {{ "rules.mode" = "competitive", "rules.modes.competitive.seller" = "dependent" }}
[[design.point]]
name = "competitive - price"
set = {{ "rules.mode" = "competitive", "rules.modes.competitive.price" = "budget_line" }}
{OUTCOMES}
"""
OVERLAYS = f"""{HEAD}
[levers]
"rules.mode" = ["formal", "competitive"]
[uncertainties."rules.overlays"]
"rules only" = []
"errands" = ["errands_for_favour"]
[design]
baseline = "formal"
{OUTCOMES}
"""

WORLDS = f"""{HEAD}
[levers]
"rules.mode" = ["formal", "non_competitive", "competitive"]
[uncertainties]
"demand.load" = [0.8, 0.9, 1.0, 1.1, 1.2]
[design]
baseline = "formal"
{OUTCOMES}
"""

SAMPLED = f"""{HEAD}
[levers]
"rules.mode" = ["formal", "competitive"]
[factors]
"demand.load" = {{ low = 0.9, high = 1.3 }}
"assessment.pass_line" = {{ low = 70, high = 90 }}
[design]
samples = 24
baseline = "formal"
[outcomes]
primary = ["improvement_per_million"]
secondary = ["quality"]
"""

SIZES = {
    "granted": 1_000_000.0, "paid": 880_000.0, "wages": 700_000.0, "overhead": 110_000.0, "procurement_cost": 15_000.0,
    "offers_cost": 20_000.0, "kept": 45_000.0, "lapsed": 90_000.0, "held_before": 5_000.0, "held_after": 20_000.0,
}  # fmt: skip
"""Flows of a ledger that closes: granted = paid + procurement + lapsed + more held."""


def numbers(point: str, metric: str, year: str, replication: int) -> float:
    """Every design point and indicator has a level of its own; replications differ a little."""
    if metric in SIZES:
        return SIZES[metric]
    shares = METRICS[metric].unit.startswith("share")
    level = 0.3 if shares else 40 + 7 * (len(metric) % 5)
    shift = 1 + 0.02 * (sum(map(ord, point)) % 11) + 0.01 * (int(year[0]) % 3)
    luck = math.sin(1 + replication) + 0.3 * math.cos(replication * len(point))
    return level * shift * (1 + 0.03 * luck)


def stepped(point: str, metric: str, year: str, replication: int) -> float:
    """A gain of competitive purchase in rows 13 to 24; what row that is does not depend on any factor."""
    policy, _, row = point.partition("@")
    return 40 + 5 * (policy == "competitive") * (int(row) > 12) + math.sin(int(row) + replication)


def turning(point: str, metric: str, year: str, replication: int) -> float:
    """Competitive purchase gains with the load, from 0.93 on; the others are alike."""
    policy, _, world = point.partition("@demand.load=")
    gain = 40 * (float(world) - 0.93) if policy == "competitive" else 0.0
    return numbers(world, metric, year, replication) + gain * (1 + 0.05 * math.sin(replication))


def plan_of(folder: Path, text: str) -> StudyPlan:
    """Plan of an experiment written as text."""
    file = folder / "study.toml"
    file.write_text(text, "utf-8")
    experiment: Experiment = load_experiment(file, METRICS)
    return make_plan(experiment, METRICS)


def board_of(
    folder: Path,
    text: str = MODES,
    value: Numbers = numbers,
    replications: int = REPLICATIONS,
    parts: tuple[str, ...] = (),
) -> Board:
    """A study whose store holds `value` for every indicator; by district too for each of `parts`."""
    plan = plan_of(folder, text)
    with Store(folder / "store.sqlite", write=True) as store:
        store.begin({}, [(point.name, "", "") for point in plan.points])
        for point in plan.points:
            for replication in range(replications):
                rows = [
                    MeasureRow(
                        name, year, "", "", "", "", "", value(point.name, name, year, replication), METRICS[name].unit
                    )
                    for name in METRICS
                    for year in YEARS
                ]
                local = [row for row in rows if row.year == "2-5" and "district" in METRICS[row.metric].by]
                rows += [row._replace(district=part) for row in local for part in parts]
                store.add(StoredRun(point.name, replication, f"{point.name} {replication}", OK, 0.0, "", ""), rows)
        return read_board(plan, METRICS, find(plan, METRICS, store, replications), store)
