"""How limits grow with the grant: against small steps of it."""

from __future__ import annotations

from random import Random

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.milp.growth import last_slope_change, line_growth, slope_change


def problem(luck: Random) -> Problem:
    projects = [Project(f"p{k}", 3, 1, 5, sources=("fiscal",) if k % 2 else ()) for k in range(3)]
    lines: dict[object, int] = {"fiscal": luck.randint(0, 20)}
    if luck.random() < 0.7:
        lines[(None, None)] = luck.randint(0, 30)
    tables: dict[str, object] = {"reserve": {"share": luck.choice((0, 0.5))}}
    if luck.random() < 0.5:
        tables["commitment"] = [{"name": "old", "amount": luck.randint(0, 40) / 100, "source": "fiscal"}]
    return Problem(projects, lines, Rules.model_validate(tables))


def test_a_line_grows_as_it_is_said_to() -> None:
    luck = Random(1)
    for _ in range(60):
        decision = problem(luck)
        more = decision.raised(2)
        for line, grown in zip(decision.money.lines, more.money.lines, strict=True):
            before = decision.left(decision.budget.line(line.year, line.source))
            if not -2 <= before < 0:  # there it fills up on the way
                assert grown.amount - line.amount == 2 * line_growth(decision, line)


def test_limits_change_slope_where_they_are_said_to() -> None:
    luck = Random(2)
    changed = 0
    for _ in range(60):
        decision = problem(luck)
        end = last_slope_change(decision)
        at = slope_change(decision, end)
        assert slope_change(decision.raised(end), 50) is None
        if at is None:
            continue
        changed += 1
        assert slope_change(decision, at) == at
        assert at == 1 or slope_change(decision, at - 1) is None
    assert changed > 10
