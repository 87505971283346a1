"""Thresholds, exclusions, no-skip, quotas and a second way down, as officials rank and cut."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest

from gpss_sim.allocation import Outcome, Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.idle import idle_rules
from gpss_sim.allocation.analysis.participatory_budgets import CUTS, Ballot, BallotProject
from gpss_sim.allocation.explain.explainer import explain
from gpss_sim.allocation.explain.reasons import reasons
from gpss_sim.errors import InputError

VOTES = {"by": "benefit", "use_urgency": False}


def project(name: str, votes: int, cost: int, district: str = "N") -> Project:
    return Project(name, 1, votes, cost * 100, district=district)


LIBRARY = [project("A", 9, 40), project("B", 8, 40), project("C", 7, 40, "S"), project("D", 6, 30, "S")]


def ranked(money: int, tables: dict[str, Any], library: list[Project] | None = None) -> Outcome:
    return allocate(Problem(library or LIBRARY, money * 100, Rules.model_validate(tables)), "rank-and-cut")


def chosen(money: int, **tables: Any) -> set[str]:
    tables["ranking"] = VOTES | tables.get("ranking", {})
    return set(ranked(money, tables).selected)


def quota(**more: Any) -> list[dict[str, Any]]:
    return [{"name": "north", "where": {"district": "N"}} | more]


def test_a_quota_binds_the_way_down_and_a_second_one_lifts_it() -> None:
    assert chosen(120) == {"A", "B", "C"}
    assert chosen(120, quota=quota(max=40)) == {"A", "C", "D"}
    assert chosen(150, quota=quota(max=40)) == {"A", "C", "D"}
    assert chosen(150, quota=quota(max=40), ranking={"second_pass": True}) == {"A", "B", "C", "D"}
    assert chosen(150, quota=quota(max_projects=0)) == {"C", "D"}
    assert chosen(100, quota=quota(max_share="0.39")) == {"C", "D"}
    assert chosen(100, quota=[{"name": "each", "each": "district", "max_projects": 1}]) == {"A", "C"}


def test_what_must_be_bought_and_what_a_floor_asks_for_is_counted_and_not_refused() -> None:
    floor = [{"name": "floor", "where": {"district": "N"}, "min_projects": 2}]
    assert chosen(150, quota=quota(max_projects=0), limit=floor) == {"A", "B", "C", "D"}
    assert chosen(150, quota=quota(max=40), mandatory=["B"]) == {"B", "C", "D"}


def test_other_readings_do_not_know_it() -> None:
    problem = Problem(LIBRARY, 8_000, Rules.model_validate({"quota": quota(max=0)}))
    for policy in ("weighted", "urgency-first", "core-plus"):
        assert allocate(problem, policy).selected == ("A", "B")


def test_the_reason_and_the_reserve_list_name_the_quota() -> None:
    outcome = ranked(150, {"ranking": VOTES, "quota": quota(max=40)})
    problem = outcome.plan.problem
    assert reasons(problem, outcome)["B"] == "kept out by north"
    assert outcome.status["B"] == "rejected"
    assert outcome.reserve == ()
    told = explain(problem, outcome, "B")
    assert "budget" in told.impossible
    assert {change.kind: change.amount for change in told.changes}["benefit"] == 2


def test_nobody_waits_below_the_threshold() -> None:
    for tables in ({}, {"quota": quota(max=999)}):
        outcome = ranked(40, {"ranking": VOTES | {"threshold": 7}, **tables})
        assert (outcome.selected, outcome.reserve, outcome.status["D"]) == (("A",), ("B", "C"), "rejected")


def test_what_a_quota_cannot_mean_is_refused_or_told() -> None:
    with pytest.raises(ValueError, match="there is no"):
        Rules.model_validate({"ranking": {"second_pass": True}})
    with pytest.raises(ValueError, match="must say max"):
        Rules.model_validate({"quota": [{"name": "nothing"}]})
    with pytest.raises(ValueError, match="north"):
        Rules.model_validate({"quota": [*quota(max=1), *quota(max=2)]})
    with pytest.raises(InputError, match=r"nobody|no project"):
        ranked(100, {"quota": [{"name": "west", "where": {"district": "W"}, "max": 1}]})
    for end in ({"max": 80}, {"max_projects": 2}):
        found = ranked(100, {"quota": quota(**end)}).plan.problem
        assert [str(idle) for idle in idle_rules(found)] == [
            "'north' has no effect: no list of these projects could break it"
        ]


def ballot(luck: Random) -> Ballot:
    candidates = tuple(
        BallotProject(f"p{k}", 100 * luck.randint(1, 9), Fraction(luck.randint(1, 6)), luck.choice("xy"))
        for k in range(luck.randint(1, 9))
    )
    pairs = list(combinations([c.id for c in candidates], 2))
    return Ballot(
        candidates,
        100 * luck.randint(1, 40),
        Fraction(luck.randint(0, 3)),
        tuple((name, 100 * luck.randint(0, 15)) for name in "xy" if any(c.category == name for c in candidates)),
        tuple(luck.sample(pairs, min(len(pairs), luck.randint(0, 2)))),
    )


def rules_for(name: str, given: Ballot) -> Rules:
    ranking = VOTES | {"skip": name != "no-skip", "threshold": str(given.threshold)}
    pairs = [{"name": f"pair {k}", "projects": list(pair)} for k, pair in enumerate(given.exclusive)]
    caps = [{"name": c, "where": {"domain": c}, "max": fen / 100} for c, fen in given.caps]
    tables: dict[str, Any] = {"ranking": ranking}
    if name != "no-skip":
        tables |= {"exclusive": pairs, "quota": caps}
    if name == "two-pass" and caps:
        ranking["second_pass"] = True
    return Rules.model_validate(tables)


@pytest.mark.parametrize("name", list(CUTS))
def test_the_replay_of_officials_and_the_keys_of_a_rules_file_give_the_same_list(name: str) -> None:
    """The second pass of the replay knows no exclusions: lists of ballots without them are compared."""
    luck = Random(name)
    for _ in range(60):
        given = ballot(luck)
        if name == "two-pass":
            given = Ballot(given.candidates, given.budget, given.threshold, given.caps)
        library = [Project(c.id, 1, int(c.votes), c.cost, domain=c.category) for c in given.candidates]
        mine = allocate(Problem(library, given.budget, rules_for(name, given)), "rank-and-cut")
        assert set(mine.selected) == CUTS[name](given)
