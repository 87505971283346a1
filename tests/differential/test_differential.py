"""Two hundred random decisions against enumeration; ``python -m tests.differential`` compares twenty thousand."""

from __future__ import annotations

from functools import cache

import pytest

from gpss_sim.allocation.plan import plan as plans
from tests.differential.brute import Brute
from tests.differential.cases import Case
from tests.differential.compare import WORDS, Tally, answer_faults, problem_of, referee_fault, run

CASES = 200


@cache
def tally() -> Tally:
    return run(CASES, 1)


def test_solver_and_referee_agree_with_enumeration() -> None:
    found = tally()
    assert found.faults == []
    assert found.cases > 0.8 * CASES
    assert 0.1 * CASES < found.infeasible < 0.7 * CASES
    assert found.doubtful < 0.1 * CASES


def test_every_family_was_broken_alone_and_refused() -> None:
    assert set(tally().refused) == set(WORDS)


def test_a_referee_that_passes_everything_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "audit", lambda *_: [])
    given = Case([_project("A", 500)], [(None, None, 400)])
    assert "the referee says []" in referee_fault(problem_of(given), {"A": 1}, Brute(given).broken({"A": 1}))


def test_a_worse_answer_is_noticed() -> None:
    given = Case([_project("A", 500), _project("B", 500)], [(None, None, 500)])
    better = Case([_project("A", 500), _project("B", 500) | {"benefit": 9}], [(None, None, 500)])
    brute = Brute(better)
    best = max((b for b in brute.lists() if not brute.broken(b)), key=brute.key)
    assert best == {"B": 1}
    assert answer_faults(problem_of(given), "weighted", brute, best) == ["chose {'A': 1}, best is {'B': 1}"]
    assert answer_faults(problem_of(better), "weighted", brute, best) == []


def _project(name: str, cost: int) -> dict[str, object]:
    texts = dict.fromkeys(("domain", "district", "agency"), "x")
    links: dict[str, object] = dict.fromkeys(("sources", "requires", "excludes"), ())
    numbers = {"urgency": 5, "benefit": 3, "cost": cost, "posts": 1, "min_posts": 1, "mandatory": False}
    return {"id": name, **texts, **links, **numbers}
