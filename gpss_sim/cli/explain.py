"""``gpss-sim explain``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim.cli import show
from gpss_sim.cli.allocation import LANG

if TYPE_CHECKING:
    from gpss_sim.allocation.explain import Change, Explanation

EN: dict[object, str] = {
    "in": "in",
    "out": "out",
    "instead": "would take its place",
    "displaces": "would leave if it came in",
    "loss": "weighted benefit lost by forcing it round",
    "never": "no change of this alone turns the decision",
    "open": "not found in reasonable time",
    ("cost", False): "comes in if it costs {amount} yuan less",
    ("benefit", False): "comes in with {amount} more benefit",
    ("urgency", False): "comes in with urgency {amount} higher",
    ("budget", False): "comes in with {amount} yuan more budget",
    ("cost", True): "stays in while it costs at most {amount} yuan more",
    ("benefit", True): "stays in with up to {amount} less benefit",
    ("urgency", True): "stays in with urgency up to {amount} lower",
}
ZH: dict[object, str] = {
    "in": "入选",
    "out": "未入选",
    "instead": "将由其替补",
    "displaces": "若强行列入将被挤出",
    "loss": "强行改变将损失的加权效益",
    "never": "仅改变此项无法改变结果",
    "open": "在合理时间内未找到",
    ("cost", False): "若成本降低{amount}元则入选",
    ("benefit", False): "若效益增加{amount}则入选",
    ("urgency", False): "若紧急程度提高{amount}级则入选",
    ("budget", False): "若预算增加{amount}元则入选",
    ("cost", True): "成本最多上升{amount}元仍入选",
    ("benefit", True): "效益最多下降{amount}仍入选",
    ("urgency", True): "紧急程度最多下降{amount}级仍入选",
}


@click.command("explain", epilog="Example: gpss-sim explain results/example G04")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("project", metavar="PROJECT")
@LANG
def command(folder: Path, project: str, lang: str) -> None:
    """Say why a project is in or out.

    DIR is a result of `gpss-sim allocate`, PROJECT an id of its library. Every change told was tried:
    with it the decision turns round, one fen, unit or class short of it, it does not.
    """
    from gpss_sim.allocation import allocate
    from gpss_sim.allocation.decision import load
    from gpss_sim.allocation.explain import explain

    problem, policy, solver, limit = load(folder)
    outcome = allocate(problem, policy, solver, limit)
    told = explain(problem, outcome, project, solver, limit, lang)
    show.table(("what", project), _rows(told, ZH if lang == "zh" else EN))


def _rows(told: Explanation, words: Mapping[object, str]) -> list[tuple[str, str]]:
    rows = [("status", words["in"] if told.inside else words["out"]), ("reason", told.reason)]
    if told.rivals:
        rows.append((words["instead"] if told.inside else words["displaces"], " ".join(told.rivals)))
    if told.loss is not None:
        rows.append((words["loss"], f"{float(told.loss):g}"))
    rows += [(change.kind, _sentence(change, told.inside, words)) for change in told.changes]
    rows += [(kind, words["never"]) for kind in told.impossible]
    return rows + [(kind, words["open"]) for kind in told.unsettled]


def _sentence(change: Change, inside: bool, words: Mapping[object, str]) -> str:
    from gpss_sim.money import yuan

    money = change.kind in ("cost", "budget")
    return words[change.kind, inside].format(amount=yuan(change.amount) if money else change.amount)
