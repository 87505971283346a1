"""What lies on the desk: projects, money, rules, pins. Frozen; every change returns another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from gpss_sim.allocation import Appropriation, Budget, Problem, Project, Rules
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.allocation.problem.rules.rule_tables import Where
from gpss_sim.desk import cells
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message

Pin = Literal["in", "out"]
KEPT_OUT = "kept out by hand"
"""Name of the rule under which projects are pinned out."""
SHARE = 60
"""Budget of a sheet that names none: this share of what is asked [%]."""
ROUND = 1_000_000
"""To which such a budget is rounded [fen]."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision that is being prepared.

    Parameters
    ----------
    name : str
        Of the file, or of the example.
    projects : mapping of str to Project
        By id, in the order of the sheet.
    budget : Budget
    policy : str
    rules : Rules
        Without the pins.
    pins : mapping of str to {"in", "out"}
        Projects that are bought, or kept out, whatever the policy would say.
    struck : frozenset of str
        Projects that are not offered; they stay on the sheet, crossed out.
    years : tuple of int
        Years of the columns of money; empty for one amount.
    """

    name: str
    projects: Mapping[str, Project]
    budget: Budget
    policy: str = "urgency-first"
    rules: Rules = field(default_factory=Rules)
    pins: Mapping[str, Pin] = field(default_factory=lambda: MappingProxyType({}))
    struck: frozenset[str] = frozenset()
    years: tuple[int, ...] = ()

    @property
    def offered(self) -> tuple[Project, ...]:
        """Projects that take part."""
        return tuple(p for p in self.projects.values() if p.id not in self.struck)

    @property
    def pinned_rules(self) -> Rules:
        """The rules and the pins."""
        out = tuple(name for name, pin in self.pins.items() if pin == "out" and name not in self.struck)
        into = tuple(name for name, pin in self.pins.items() if pin == "in" and name not in self.struck)
        rules = self.rules
        if into:
            rules = rules.model_copy(update={"mandatory": tuple(dict.fromkeys((*rules.mandatory, *into)))})
        if out:
            rules = rules.adding(Limit(name=KEPT_OUT, where=Where(projects=out), max_projects=0))
        return rules

    def problem(self) -> Problem:
        """The decision.

        Raises
        ------
        InputError
            If projects, money and rules do not fit together.
        """
        return Problem(self.offered, self.budget, self.pinned_rules)


def first(name: str, projects: Sequence[Project], budget: Budget | None = None, rules: Rules | None = None) -> Draft:
    """Lay a library on the desk; without a budget the money is a share of what is asked."""
    years = tuple(sorted({year for p in projects if not isinstance(p.cost, int) for year in p.cost}))
    if budget is None:
        asked = {year: sum(p.years.get(year, 0) for p in projects) for year in (years or (None,))}
        budget = Budget(tuple(Appropriation(_rounded(fen), year) for year, fen in asked.items()))
    return Draft(name, MappingProxyType({p.id: p for p in projects}), budget, rules=rules or Rules(), years=years)


def _rounded(asked: int) -> int:
    share = asked * SHARE // 100
    return share // ROUND * ROUND or share


def edited(draft: Draft, project: str, name: str, text: str) -> Draft:
    """Change one cell.

    Raises
    ------
    InputError
        If there is no such project or cell, or it cannot hold the text.
    """
    row = _row(draft, project)
    if name not in (*cells.FIELDS, *cells.cost_fields(draft.years)):
        raise InputError([Fault(project, Message("desk.cell", name=name), text, Message("desk.no_cell"))])
    found = cells.texts(row, draft.years) | {name: text}
    if name == "beneficiaries" and row.beneficiaries == row.benefit:
        found["benefit"] = text
    changed = cells.read(found, draft.years)
    return _with(draft, {**draft.projects, project: changed})


def added(draft: Draft, values: Mapping[str, str]) -> tuple[Draft, str]:
    """Add a project at the end; return its id, which is made here."""
    number = len(draft.projects) + 1
    while f"N{number}" in draft.projects:
        number += 1
    name = f"N{number}"
    made = cells.read({"posts": "1", **values, "id": name}, draft.years)
    return _with(draft, {**draft.projects, name: made}), name


def strike(draft: Draft, projects: Iterable[str]) -> Draft:
    """Cross projects out."""
    names = {name: None for name in projects if _row(draft, name)}
    return replace(draft, struck=draft.struck | frozenset(names))


def restore(draft: Draft, projects: Iterable[str]) -> Draft:
    """Offer crossed-out projects again."""
    return replace(draft, struck=draft.struck - frozenset(projects))


def pinned(draft: Draft, project: str, pin: Pin | None) -> Draft:
    """Pin a project in or out, or leave it to the policy."""
    _row(draft, project)
    rest = {name: kept for name, kept in draft.pins.items() if name != project}
    return replace(draft, pins=MappingProxyType(rest if pin is None else {**rest, project: pin}))


def with_total(draft: Draft, fen: int) -> Draft:
    """Move the whole budget; its lines move in proportion, and what rounding leaves goes to the first."""
    total = draft.budget.total
    if total <= 0:
        line = draft.budget.lines[0]
        return replace(draft, budget=Budget((Appropriation(fen, line.year, line.source), *draft.budget.lines[1:])))
    scaled = draft.budget.scaled(fen, total)
    line, *rest = scaled.lines
    whole = Budget((Appropriation(line.amount + fen - scaled.total, line.year, line.source), *rest))
    return replace(draft, budget=whole if whole.total == fen else scaled)


def with_lines(draft: Draft, lines: Iterable[tuple[str, str, str]]) -> Draft:
    """Set the lines of the budget: year, source, amount, as the planner wrote them.

    Raises
    ------
    InputError
        With every line that is none.
    """
    words = []
    for year, source, amount in lines:
        key = ":".join(part.strip() for part in (year, source) if part.strip())
        words.append(f"{key}={amount}" if key else amount)
    return replace(draft, budget=Budget.parse(words))


def with_weight(draft: Draft, urgency: int, weight: int) -> Draft:
    """Set what one unit of benefit counts at an urgency.

    Raises
    ------
    InputError
        If the weights would fall with urgency.
    """
    weights = list(draft.rules.weights)
    weights[urgency - 1] = weight
    if weights != sorted(weights) or weight < 0:
        raise InputError([Fault("", f"weights[{urgency}]", str(weight), Message("rules.weights"))])
    return replace(draft, rules=draft.rules.model_copy(update={"weights": tuple(weights)}))


def _row(draft: Draft, project: str) -> Project:
    if project not in draft.projects:
        raise InputError([Fault(draft.name, "id", project, Message("desk.no_project"))])
    return draft.projects[project]


def _with(draft: Draft, projects: Mapping[str, Project]) -> Draft:
    return replace(draft, projects=MappingProxyType(dict(projects)))
