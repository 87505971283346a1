"""A decision on file: everything that led to it, so that it can be explained and taken again."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any, cast, get_args

from gpss_sim.allocation.milp.solvers import SOLVERS
from gpss_sim.allocation.plan.outcome import Outcome, Tier, Verdict
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.budget import Appropriation, Budget
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules import Rules
from gpss_sim.allocation.problem.rules.rule_tables import amount_keys, table_of
from gpss_sim.allocation.search.decide import outcome as judged
from gpss_sim.allocation.search.result import SearchResult
from gpss_sim.errors import InputError, reason
from gpss_sim.files import parse_json, read_bytes, refuse, write_whole
from gpss_sim.library.columns import FIRST_YEAR, LAST_YEAR
from gpss_sim.library.project import Project, exact
from gpss_sim.library.record import MOST_POSTS
from gpss_sim.numbers import MOST_FEN, read_fraction, read_real, read_whole

FILE = "decision.json"
VERDICTS = get_args(Verdict)
_TEXTS = ("name", "domain", "group", "district", "form", "agency")
_LISTS = ("sources", "requires", "excludes")
_SEAL = ',\n "digest": '
"""Before the digest of all that stands in front of it."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class SavedDecision:
    """A decision as it was taken.

    Parameters
    ----------
    problem : Problem
    outcome : Outcome
        The plan that was written, whatever a fresh search would find.
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
    """Write projects, money, rules, the plan and how it was found; benefits as fractions."""
    data = {
        "policy": outcome.policy,
        "solver": solver,
        "time_limit": limit,
        "budget": [{"amount": ln.amount, "year": ln.year, "source": ln.source} for ln in problem.budget.lines],
        "rules": _in_yuan(problem.rules),
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
    text = ",\n".join(f" {_json(key)}: {_listed(value)}" for key, value in data.items())
    write_whole(folder / FILE, f"{{\n{text}{_SEAL}{_json(_digest(text))}\n}}\n")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _as_written(content: str, digest: str) -> bool:
    """Whether a file holds what was written, by the digest at its end."""
    text = content.replace("\r\n", "\n").rpartition(_SEAL)[0].removeprefix("{\n")
    return _digest(text) == digest


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def _listed(value: object) -> str:
    """JSON of a value, a list with one entry a line; ``indent`` would leave the fast encoder unused."""
    if not isinstance(value, list) or not value:
        return _json(value)
    return "[\n" + ",\n".join(f"  {_json(entry)}" for entry in value) + "\n ]"


def load(folder: Path) -> SavedDecision:
    """Read a decision back.

    Raises
    ------
    InputError
        If the folder holds no decision.
    """
    path = folder / FILE
    if not path.exists():
        raise refuse(str(path), "decision.missing")
    content = read_bytes(path)
    try:
        text = content.decode()
        data = parse_json(text, str(path))
        found = _decision(data, sha256(content).hexdigest())
        if not _as_written(text, _text(data["digest"])):
            raise refuse(str(path), "decision.altered")
        return found
    except InputError as error:
        raise InputError(replace(fault, file=str(path)) for fault in error.faults) from None
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise refuse(str(path), "decision.damaged", why=reason(error)) from None


def _decision(data: dict[str, Any], digest: str) -> SavedDecision:
    """The decision that a file says; any error of Python's own means that it is damaged."""
    lines = tuple(
        Appropriation(
            _fen(row["amount"]), _year(row["year"]), _text(row["source"]) if row["source"] is not None else None
        )
        for row in data["budget"]
    )
    problem = Problem([_read(row) for row in data["projects"]], Budget(lines), Rules.model_validate(data["rules"]))
    policy, solver, verdict = _text(data["policy"]), _text(data["solver"]), _verdict(data["verdict"])
    if solver not in ("auto", *SOLVERS):
        raise ValueError(f"no solver {solver}")
    limit = None if data["time_limit"] is None else read_real(data["time_limit"], above=0)
    found = judged(problem, policy, _found(problem, data), perf_counter())
    return SavedDecision(problem, replace(found, verdict=verdict), solver, limit, digest)


def _fen(value: object) -> int:
    return read_whole(value, 0, MOST_FEN)


def _year(value: object) -> int | None:
    return None if value is None else read_whole(value, FIRST_YEAR, LAST_YEAR)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value


def _verdict(value: object) -> Verdict:
    if value not in VERDICTS:
        raise ValueError(f"no verdict {value}")
    return cast(Verdict, value)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r:.40} is neither true nor false")
    return value


def _found(problem: Problem, data: dict[str, Any]) -> SearchResult:
    """The result of the search, as it was saved."""
    stages = [
        Tier(
            t["tier"] if isinstance(t["tier"], str) else read_whole(t["tier"], 1, 5),
            read_fraction(t["benefit"]),
            None if t["bound"] is None else read_fraction(t["bound"]),
            _verdict(t["verdict"]),
        )
        for t in data["tiers"]
    ]
    posts = {name: read_whole(n, 0, problem.projects[problem.index[name]].posts) for name, n in data["posts"].items()}
    plan = Plan.of(problem, posts) if data["verdict"] not in ("infeasible", "no_answer") else None
    return SearchResult(plan, tuple(stages), data["verdict"] == "infeasible", _truth(data["ties_proven"]))


def _written(p: Project) -> dict[str, Any]:
    row: dict[str, Any] = {"id": p.id, "urgency": p.urgency, "benefit": str(exact(p.benefit))}
    row["cost"] = p.cost if isinstance(p.cost, int) else {str(y): fen for y, fen in sorted(p.cost.items())}
    row |= {key: getattr(p, key) for key in _TEXTS if getattr(p, key)}
    row |= {key: list(getattr(p, key)) for key in _LISTS if getattr(p, key)}
    return row | {"posts": p.posts, "min_posts": p.min_posts, "mandatory": p.mandatory}


def _read(row: dict[str, Any]) -> Project:
    years = row["cost"]
    cost = {read_whole(year): _fen(fen) for year, fen in years.items()} if isinstance(years, dict) else _fen(years)
    texts: dict[str, Any] = {key: _text(row.get(key, "")) for key in _TEXTS}
    lists: dict[str, Any] = {key: tuple(map(_text, row.get(key, ()))) for key in _LISTS}
    posts = read_whole(row["posts"], 1, MOST_POSTS)
    return Project(
        _text(row["id"]),
        read_whole(row["urgency"], 1, 5),
        read_fraction(row["benefit"]),
        cost,
        posts=posts,
        min_posts=None if row["min_posts"] is None else read_whole(row["min_posts"], 1, posts),
        mandatory=_truth(row["mandatory"]),
        **texts,
        **lists,
    )


def _in_yuan(rules: Rules) -> dict[str, Any]:
    """Rules as a rules file holds them, amounts in yuan; `Rules` reads them back."""
    data = rules.model_dump(mode="json", exclude_defaults=True)
    for key, field in type(rules).model_fields.items():
        table = table_of(field.annotation)
        if table is not None and key in data:
            names = amount_keys(table)
            for row in data[key] if isinstance(data[key], list) else [data[key]]:
                row |= {name: row[name] / 100 for name in names if row.get(name) is not None}
    return data
