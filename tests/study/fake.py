"""A model of three numbers behind the market's signatures: quick, and its differences are known.

``gain`` differs between modes by a constant, whose sign turns where demand is slack; ``cost`` is in yuan and
lower is better; ``size`` has no better direction and is unknown in every fifth replication. Trouble is ordered
through the environment, which worker processes inherit: ``FAKE_TROUBLE="raise formal 3"``, ``FAKE_SLEEP="0.02"`` [s].
"""

from __future__ import annotations

import math
import os
import time
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

from gpss_sim.registry import Registry
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Streams
from gpss_sim.study.model import MeasureRow, Model

ADVANTAGE = {"direct": 0.0, "formal": 0.0, "non_competitive": 2.0, "competitive": 5.0}
YEARS = ("1", "2", "3", "4", "5", "1-5", "2-5")

EXPERIMENT = """
[study]
scenario = "baseline"
seed = 7
[levers]
"rules.mode" = ["formal", "competitive", "direct"]
"rules.form" = ["post", "project"]
[design]
replications = 4
baseline = "formal/post"
pairs = [["competitive/project", "competitive/post"]]
[outcomes]
primary = ["gain"]
secondary = ["cost"]
also = ["size"]
"""


class FakeMetric(NamedTuple):
    name: str
    unit: str
    better: str
    title_en: str
    title_zh: str


METRICS: Registry[FakeMetric] = Registry("metric")
for metric in (
    FakeMetric("gain", "points", "more", "gain", "收益"),
    FakeMetric("cost", "yuan/case", "less", "cost of a case", "每案费用"),
    FakeMetric("size", "share", "", "size", "规模"),
):
    METRICS.register(metric.name)(metric)


def play(scenario: Scenario, seed: int, replication: int, breakdown: bool) -> list[MeasureRow]:
    trouble(scenario.rules.mode, replication)
    time.sleep(float(os.environ.get("FAKE_SLEEP", "0")))
    luck = Streams(seed, replication)
    common = NormalDist().inv_cdf(luck.uniform("common"))
    own = NormalDist().inv_cdf(luck.uniform("own", scenario.rules.mode, scenario.rules.form))
    sign = 1 if scenario.demand.load >= 1 else -1
    gain = 10 + sign * ADVANTAGE[scenario.rules.mode] + 3 * common + 0.5 * own
    values = {"gain": gain, "cost": 1000 - 10 * gain, "size": math.nan if replication % 5 == 4 else common}
    whole = [row(name, year, value) for name, value in values.items() for year in YEARS]
    return whole + [row("gain", "2-5", gain / 2, district="d01")] * breakdown


def row(metric: str, year: str, value: float, district: str = "") -> MeasureRow:
    return MeasureRow(metric, year, district, "", "", "", "", value, METRICS[metric].unit)


def trouble(mode: str, replication: int) -> None:
    kind, _, where = os.environ.get("FAKE_TROUBLE", "").partition(" ")
    if where != f"{mode} {replication}":
        return
    if kind == "die":
        os._exit(9)
    raise RuntimeError(f"trouble in {where}")


MODEL = Model(play, METRICS)


def write_experiment(folder: Path, text: str = EXPERIMENT) -> Path:
    path = folder / "study.toml"
    path.write_text(text, "utf-8")
    return path
