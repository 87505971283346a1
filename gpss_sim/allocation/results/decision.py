"""A decision on file: everything that led to it, so that it can be explained and taken again."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from gpss_sim.allocation.problem.budget import Budget, Line
from gpss_sim.allocation.search.decide import outcome as judged
from gpss_sim.allocation.search.result import Found
from gpss_sim.allocation.plan.outcome import Outcome, Tier
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.library.project import Project, exact
from gpss_sim.allocation.problem.rules import Rules
from gpss_sim.errors import Fault, InputError

FILE = "decision.json"
_TEXTS = ("name", "domain", "group", "district", "form", "agency")
_LISTS = ("sources", "requires", "excludes")


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it was taken.

    Parameters
    ----------
    problem : Problem
    outcome : Outcome
        The list that was written, whatever a fresh search would find.
    solver : str
    limit : float or None [s]
        How it was searched for, and how fresh decisions are taken.
    digest : str
        Of the file.
    """

    problem: Problem
    outcome: Outcome
    solver: str
    limit: float | None
    digest: str


def save(folder: Path, problem: Problem, outcome: Outcome, solver: str, limit: float | None) -> None:
    """Write projects, money, rules, the list and how it was found; benefits as fractions."""
    data = {
        "policy": outcome.policy,
        "solver": solver,
        "time_limit": limit,
        "budget": [{"amount": ln.amount, "year": ln.year, "source": ln.source} for ln in problem.budget.lines],
        "rules": problem.rules.model_dump(mode="json", exclude_defaults=True),
        "projects": [_written(p) for p in problem.projects],
        "verdict": outcome.verdict,
        "ties_proven": outcome.ties_proven,
        "posts": dict(outcome.posts),
        "tiers": [
            {"tier": t.tier, "benefit": str(t.benefit), "bound": None if t.bound is None else str(t.bound)}
            | {"verdict": t.verdict}
            for t in outcome.tiers
        ],
    }
    lines = (f" {_json(key)}: {_listed(value)}" for key, value in _in_yuan(data).items())
    (folder / FILE).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _listed(value: object) -> str:
    """JSON of a value, a list with one entry a line; ``indent`` would leave the fast encoder unused."""
    if not isinstance(value, list) or not value:
        return _json(value)
    return "[\n" + ",\n".join(f"  {_json(entry)}" for entry in value) + "\n ]"


def load(folder: Path) -> Decision:
    """Read a decision back.

    Raises
    ------
    InputError
        If the folder holds no decision.
    """
    path = folder / FILE
    try:
        content = path.read_bytes()
        data = json.loads(content)
        lines = tuple(Line(line["amount"], line["year"], line["source"]) for line in data["budget"])
        projects = [_read(row) for row in data["projects"]]
        problem = Problem(projects, Budget(lines), Rules.model_validate(data["rules"]))
        found = judged(problem, data["policy"], _found(problem, data), perf_counter())
        kept = replace(found, verdict=data["verdict"])
        return Decision(problem, kept, data["solver"], data["time_limit"], sha256(content).hexdigest())
    except FileNotFoundError:
        raise InputError([Fault(str(path), "file", "", "this folder holds no result of allocate")]) from None
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise InputError([Fault(str(path), "file", "", f"is damaged ({error}): allocate again")]) from None


def _found(problem: Problem, data: dict[str, Any]) -> Found:
    """What the search had brought home."""
    stages = [
        Tier(t["tier"], Fraction(t["benefit"]), None if t["bound"] is None else Fraction(t["bound"]), t["verdict"])
        for t in data["tiers"]
    ]
    posts = {problem.index[name]: n for name, n in data["posts"].items()}
    answered = data["verdict"] not in ("infeasible", "no_answer")
    return Found(posts if answered else None, stages, data["verdict"] == "infeasible", data["ties_proven"])


def _written(p: Project) -> dict[str, Any]:
    row: dict[str, Any] = {"id": p.id, "urgency": p.urgency, "benefit": str(exact(p.benefit))}
    row["cost"] = p.cost if isinstance(p.cost, int) else {str(y): fen for y, fen in sorted(p.cost.items())}
    row |= {key: getattr(p, key) for key in _TEXTS if getattr(p, key)}
    row |= {key: list(getattr(p, key)) for key in _LISTS if getattr(p, key)}
    return row | {"posts": p.posts, "min_posts": p.min_posts, "mandatory": p.mandatory}


def _read(row: dict[str, Any]) -> Project:
    cost = row["cost"] if isinstance(row["cost"], int) else {int(y): fen for y, fen in row["cost"].items()}
    texts: dict[str, Any] = {key: row.get(key, "") for key in _TEXTS}
    lists: dict[str, Any] = {key: tuple(row.get(key, ())) for key in _LISTS}
    return Project(
        row["id"],
        row["urgency"],
        Fraction(row["benefit"]),
        cost,
        posts=row["posts"],
        min_posts=row["min_posts"],
        mandatory=row["mandatory"],
        **texts,
        **lists,
    )


def _in_yuan(data: dict[str, Any]) -> dict[str, Any]:
    """Amounts of rules as they are written in a rules file, in yuan; `Rules` reads them back."""
    rules = data["rules"]
    for table, keys in (("limit", ("min", "max")), ("commitment", ("amount",))):
        for row in rules.get(table, []):
            row |= {key: row[key] / 100 for key in keys if row.get(key) is not None}
    if "amount" in rules.get("reserve", {}):
        rules["reserve"]["amount"] /= 100
    return data
