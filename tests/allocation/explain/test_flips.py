"""What an explanation says of the smallest change, against enumeration that shares no code with the package."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from gpss_sim.allocation import allocate
from gpss_sim.allocation.explain import Explanation, explain
from tests.differential.brute import Brute, Doubtful
from tests.differential.cases import Case, case
from tests.differential.compare import problem_of


def inside(given: Case, name: str) -> bool | None:
    """Whether the best list has a project; None where no list keeps the rules."""
    brute = Brute(given)
    best = max((bought for bought in brute.lists() if not brute.broken(bought)), key=brute.key, default=None)
    return None if best is None else name in best


def moved(given: Case, name: str, kind: str, amount: int) -> Case:
    """The case with one number of a project, or all its money, higher by an amount."""
    if kind == "budget":
        return replace(given, lines=[(year, source, fen + amount) for year, source, fen in given.lines])
    rows = [row | {kind: row[kind] + amount} if row["id"] == name else row for row in given.projects]
    return replace(given, projects=rows)


def plain(luck: Random) -> Case:
    """A case of one year and no more than five projects, so that one number is one amount."""
    while True:
        found = case(luck)
        if all(isinstance(p["cost"], int) for p in found.projects) and 2 <= len(found.projects) <= 5:
            return found


def claims(given: Case, told: Explanation) -> list[tuple[str, int, bool]]:
    """What has to hold if an explanation is right: kind, how much the number is moved, whether the project is in."""
    found = []
    for change in told.changes:
        if not change.proven or (change.kind == "budget" and len(given.lines) > 1):
            continue
        sign = (1 if told.inside else -1) * (1 if change.kind == "cost" else -1)
        found.append((change.kind, sign * change.amount, True))
        if told.inside or change.amount > 1:
            found.append((change.kind, sign * (change.amount + (1 if told.inside else -1)), False))
    now = next(p for p in given.projects if p["id"] == told.id)
    urgency = now["urgency"]
    if "urgency" in told.impossible:
        others = range(1, urgency) if told.inside else range(urgency + 1, 6)
        found += [("urgency", other - urgency, told.inside) for other in others]
    ends = {"cost": (1, 10**9), "benefit": (0, 10**9), "urgency": (1, 5)}
    return [row for row in found if row[0] not in ends or ends[row[0]][0] <= now[row[0]] + row[1] <= ends[row[0]][1]]


def test_a_change_flips_the_decision_where_it_says_and_no_unit_sooner() -> None:
    held: Counter[str] = Counter()
    for number in range(40):
        luck = Random(f"flips {number}")
        given = plain(luck)
        problem = problem_of(given)
        outcome = allocate(problem, given.policy)
        if not outcome.settled:
            continue
        for name in luck.sample(sorted(problem.index), 2):
            told = explain(problem, outcome, name)
            for kind, amount, expected in claims(given, told):
                try:
                    found = inside(moved(given, name, kind, amount), name)
                except Doubtful:
                    continue
                if found is not None:
                    assert found is expected, f"{number}: {name} {kind} {amount:+}, {told.changes}"
                    held[kind] += 1
    assert min(held[kind] for kind in ("cost", "benefit", "urgency", "budget")) >= 10, held
