"""A decision on file: everything that led to it, so that it can be explained and taken again."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from gpss_sim.allocation.budget import Budget, Line
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.project import Project, exact
from gpss_sim.allocation.rules import Rules
from gpss_sim.errors import Fault, InputError

FILE = "decision.json"
_TEXTS = ("name", "domain", "group", "district", "form", "agency")
_LISTS = ("sources", "requires", "excludes")


def save(folder: Path, problem: Problem, policy: str, solver: str, limit: float | None) -> None:
    """Write projects, money, rules and the manner of choosing; amounts in fen, benefits as fractions."""
    data = {
        "policy": policy,
        "solver": solver,
        "time_limit": limit,
        "budget": [{"amount": ln.amount, "year": ln.year, "source": ln.source} for ln in problem.budget.lines],
        "rules": problem.rules.model_dump(mode="json", exclude_defaults=True),
        "projects": [_written(p) for p in problem.projects],
    }
    text = json.dumps(_in_yuan(data), ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def load(folder: Path) -> tuple[Problem, str, str, float | None]:
    """Read a decision back: problem, policy, solver, limit.

    Raises
    ------
    InputError
        If the folder holds no decision.
    """
    path = folder / FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        lines = tuple(Line(line["amount"], line["year"], line["source"]) for line in data["budget"])
        projects = [_read(row) for row in data["projects"]]
        problem = Problem(projects, Budget(lines), Rules.model_validate(data["rules"]))
        return problem, data["policy"], data["solver"], data["time_limit"]
    except FileNotFoundError:
        raise InputError([Fault(str(path), "file", "", "this folder holds no result of allocate")]) from None
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise InputError([Fault(str(path), "file", "", f"is damaged ({error}): allocate again")]) from None


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
