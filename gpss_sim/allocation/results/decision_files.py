"""The files of a decision: allocation.csv, summary.json, decision.json."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from gpss_sim.allocation.analysis.policies_compared import PolicyView
from gpss_sim.allocation.plan.outcome import Outcome, Tier
from gpss_sim.allocation.plan.ranking import core_ids, ranking, tier_of
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.files import write_whole
from gpss_sim.money import yuan
from gpss_sim.tabular import write_csv

COLUMNS = ("id", "status", "amount", "posts", "tier", "rank", "reason")


def rows(problem: Problem, outcome: Outcome, sentences: Mapping[str, str]) -> list[tuple[object, ...]]:
    """Rows of allocation.csv: selected, reserve, rejected; each in its order, with its place in it and its reason."""
    amounts, posts = outcome.amount, outcome.posts
    core = core_ids(problem) if outcome.policy == "core-plus" else frozenset()
    ranked = [problem.projects[i].id for i in ranking(problem, outcome.policy)]
    rejected = [name for name in ranked if outcome.status[name] == "rejected"]
    return [
        (
            name,
            status,
            yuan(amounts.get(name, 0)),
            posts.get(name, 0),
            tier_of(problem.projects[problem.index[name]], core),
            rank,
            sentences.get(name, ""),
        )
        for status, names in (("selected", outcome.selected), ("reserve", outcome.reserve), ("rejected", rejected))
        for rank, name in enumerate(names, start=1)
    ]


def number(value: Fraction | None) -> int | float | None:
    """Whole numbers as such, others as the nearest float."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def summary(problem: Problem, outcome: Outcome) -> dict[str, Any]:
    """What summary.json says, amounts in yuan."""
    return {
        "budget": problem.budget.total / 100,
        "spent": outcome.spent / 100,
        "policy": outcome.policy,
        "total_benefit": number(outcome.total_benefit),
        "objective": number(outcome.objective),
        "bound": number(outcome.bound),
        "gap": outcome.gap,
        "verdict": outcome.verdict,
        "proven_optimal": outcome.verdict == "proven_optimal",
        "ties_proven": outcome.ties_proven,
        "solver": outcome.solver,
        "seconds": round(outcome.seconds, 3),
        "projects": len(problem.projects),
        "selected": len(outcome.selected),
        "tiers": [_tier(tier) for tier in outcome.tiers],
        "budget_lines": [
            {"year": line.year, "source": line.source, "amount": line.amount / 100} for line in problem.budget.lines
        ],
    }


def _tier(tier: Tier) -> dict[str, Any]:
    return {
        "tier": tier.tier,
        "benefit": number(tier.benefit),
        "bound": number(tier.bound),
        "gap": tier.gap,
        "verdict": tier.verdict,
    }


def policies(beside: Sequence[PolicyView]) -> list[dict[str, Any]]:
    """What summary.json says of the readings of urgency."""
    return [
        {
            "policy": reading.outcome.policy,
            "verdict": reading.outcome.verdict,
            "selected": len(reading.outcome.selected),
            "spent": reading.outcome.spent / 100,
            "total_benefit": number(reading.outcome.total_benefit),
            "weighted_benefit": number(reading.weighted_benefit),
            "benefit_by_urgency": {str(u): number(v) for u, v in reading.by_urgency.items()},
            "unmet_by_urgency": {str(u): number(v) for u, v in reading.unmet.items()},
            "urgency_5_left_out": list(reading.left_out),
            "only_here": list(reading.only_here),
            "not_here": list(reading.not_here),
        }
        for reading in beside
    ]


def write(
    folder: Path, problem: Problem, outcome: Outcome, extra: Mapping[str, Any], sentences: Mapping[str, str]
) -> None:
    """Write allocation.csv and summary.json; `extra` is added to the summary, `sentences` are the reasons there are."""
    write_csv(folder / "allocation.csv", COLUMNS, rows(problem, outcome, sentences))
    text = json.dumps({**summary(problem, outcome), **extra}, ensure_ascii=False, indent=2)
    write_whole(folder / "summary.json", text + "\n")
