"""What sources can pay: cuts, the plan's own flow, and an independent search agree."""

from __future__ import annotations

from functools import cache
from itertools import product
from random import Random

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.milp import funding_cuts as room
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.funding_cuts import funding_cuts
from gpss_sim.allocation.plan.audit import audit
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.budget import Appropriation
from tests.allocation.milp.small import every_plan, with_plan


def problem(luck: Random, split: bool = True) -> Problem:
    yearly = luck.random() < 0.4
    sources = ["fiscal", "lottery", "gifts"]
    projects = [
        Project(
            f"p{k}",
            3,
            1,
            {2027: luck.randint(1, 5), 2028: luck.randint(0, 5)} if yearly else luck.randint(1, 6),
            sources=tuple(luck.sample(sources, luck.randint(0, 2))),
        )
        for k in range(4)
    ]
    years = [2027, 2028] if yearly else [None]
    lines = {(y, s): luck.randint(0, 8) for y in years for s in luck.sample(sources, luck.randint(1, 3))}
    if luck.random() < 0.3:
        lines = {**lines, **{(y, None): luck.randint(0, 12) for y in years}}
    if yearly and luck.random() < 0.3:
        lines[None, "fiscal"] = luck.randint(0, 8)
    return Problem(projects, lines, Rules(split_sources=split))


def payable(plan: Plan) -> bool:
    """Whether every fen finds a source, by trying every amount of every source for one project after the other."""
    problem = plan.problem
    lines = problem.budget.lines
    named = [line for line in lines if line.source]
    needs = [(y, i, fen) for i in plan.posts for y, fen in problem.projects[i].years.items() if fen]

    def others(line: Appropriation) -> int:
        """Money of a general line that is of no named source."""
        return max(0, line.amount - sum(n.amount for n in named if None in (n.year, line.year) or n.year == line.year))

    @cache
    def go(k: int, left: tuple[int, ...], free: tuple[int, ...]) -> bool:
        if k == len(needs):
            return True
        year, i, fen = needs[k]
        able = [s for s in problem.eligible(i) if problem.payable(year, s)]
        for split in product(range(fen + 1), repeat=max(0, len(able) - 1)):
            parts = (*split, fen - sum(split)) if able else ()
            if not able or parts[-1] < 0:
                continue
            rest, spare = list(left), list(free)
            for s, part in zip(able, parts, strict=True):
                for n, line in enumerate(lines):
                    if line.covers(year, s or None) and (line.source is None or line.source == s):
                        rest[n] -= part
                        spare[n] -= part if s not in problem.budget.sources and line.source is None else 0
            if min(rest) >= 0 and min(spare) >= 0 and go(k + 1, tuple(rest), tuple(spare)):
                return True
        return False

    spare = tuple(others(line) if line.source is None else 0 for line in lines)
    return go(0, tuple(line.amount for line in lines), spare)


def test_cuts_and_flow_pass_exactly_what_can_be_paid() -> None:
    luck = Random(4)
    answers = set()
    for _ in range(25):
        decision = problem(luck)
        cuts = funding_cuts(decision)
        assert cuts is not None
        general = [line for line in decision.money.lines if line.source is None]
        for plan in every_plan(decision):
            within = all(decision.spent(plan.posts, range(4), line.year) <= line.amount for line in general)
            held = all(
                sum(decision.spent(plan.posts, members, year) for year, members in cut.needs) <= cut.amount
                for cut in cuts
            )
            able = payable(plan)
            assert (held and within) == able, plan.by_id
            assert plan.feasible == able
            answers.add(able)
    assert answers == {True, False}


def test_where_cuts_are_too_many_money_flows(monkeypatch: object) -> None:
    """The program says the same with cuts and with flows."""
    luck = Random(9)
    for _ in range(6):
        decision = problem(luck)
        by_cuts = build(decision.with_budget(decision.budget))
        most, room.MOST = room.MOST, 0
        try:
            assert funding_cuts(decision) is None
            by_flow = build(decision)
        finally:
            room.MOST = most
        for plan in every_plan(decision):
            assert with_plan(by_cuts, plan).status == with_plan(by_flow, plan).status


def test_unsplit_projects_have_one_source_each() -> None:
    luck = Random(11)
    for _ in range(12):
        decision = problem(luck, split=False)
        program = build(decision)
        for plan in every_plan(decision):
            assert (with_plan(program, plan).status == "optimal") == plan.feasible, plan.by_id
            for name in plan.by_id if plan.feasible and plan.funding else ():
                assert len({source for (p, _, source), fen in (plan.funding or {}).items() if p == name and fen}) == 1


def test_a_general_line_pays_other_sources_only_beyond_the_named_ones() -> None:
    """Of 100 fen 60 are fiscal: only 40 are there for the lottery's project at 90, which the solver may not buy."""
    library = [Project("L", 5, 9, 90, sources=("lottery",)), Project("F", 5, 1, 60, sources=("fiscal",))]
    decision = Problem(library, {(None, None): 100, (None, "fiscal"): 60})
    for policy in ("urgency-first", "weighted", "rank-and-cut"):
        assert allocate(decision, policy).posts == {"F": 1}
    wrong = {("L", None, "lottery"): 90}
    assert {breach.rule for breach in audit(decision, {decision.index["L"]: 1}, wrong)} == {"eligible sources"}
    assert allocate(decision.with_budget({(None, None): 150, (None, "fiscal"): 60})).posts == {"F": 1, "L": 1}
