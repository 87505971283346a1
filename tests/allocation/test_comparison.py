"""Two lists side by side, and where more money turns a list over."""

from __future__ import annotations

import pytest

from gpss_sim.allocation import Problem, Project, allocate
from gpss_sim.allocation.analysis.frontier import frontier
from gpss_sim.allocation.analysis.turnover import turnover
from gpss_sim.allocation.explain.reasons import shortage
from gpss_sim.allocation.results.comparison import chosen_list, compare, listing
from gpss_sim.i18n import aloud, said


def project(key: str, cost: int, name: str = "", district: str = "", urgency: int = 3, benefit: int = 10) -> Project:
    return Project(key, urgency, benefit, cost, name=name, district=district)


def kinds(before: list[Project], after: list[Project]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in compare(chosen_list(before), chosen_list(after)):
        found.setdefault(each.kind, []).append(each.entry.name)
    return found


def test_a_project_is_known_by_name_and_place_whatever_its_number() -> None:
    before = [project("1", 5, "探访", "东区"), project("2", 7, "助餐", "西区")]
    after = [project("1", 7, "助餐", "西区"), project("2", 6, "探访", "东区"), project("3", 1, "康复", "东区")]
    assert kinds(before, after) == {"continued": ["助餐"], "changed": ["探访"], "new": ["康复"]}


def test_two_of_one_name_are_told_apart_by_their_district() -> None:
    before = [project("1", 5, "探访", "东区"), project("2", 5, "探访", "西区")]
    after = [project("8", 5, "探访", "西区")]
    differences = compare(chosen_list(before), chosen_list(after))
    assert [(each.kind, each.entry.district) for each in differences] == [("continued", "西区"), ("dropped", "东区")]


def test_one_id_is_one_project_only_where_the_names_are_alike() -> None:
    before = [project("A1", 5, "独居老人上门探访"), project("A2", 5, "社区助餐")]
    after = [project("A1", 5, "独居老人上门探访服务"), project("A2", 5, "青少年禁毒")]
    assert kinds(before, after) == {
        "continued": ["独居老人上门探访服务"],
        "new": ["青少年禁毒"],
        "dropped": ["社区助餐"],
    }


def test_what_is_dropped_carries_the_reason_of_the_later_list() -> None:
    projects = [project("a", 60, "甲", benefit=20), project("b", 50, "乙")]
    small, large = (Problem(projects, money) for money in (60, 50))
    before, after = (listing(p, allocate(p, "urgency-first")) for p in (small, large))
    dropped, new = (next(d for d in compare(before, after) if d.kind == kind) for kind in ("dropped", "new"))
    assert dropped.why == after.entries[-1].reason != ""
    assert said(new.why, "zh").startswith("上次未入选：")
    assert dropped.granted == (60, 0)


def test_where_more_money_buys_less_the_pair_is_found() -> None:
    projects = [project("much", 60, benefit=100, urgency=1), project("urgent", 100, benefit=5, urgency=5)]
    points = list(frontier(Problem(projects, 60), [60, 100, 160], "urgency-first"))
    pair = turnover(points)
    assert pair is not None
    assert (pair.less.budget, pair.more.budget, pair.out, pair.into) == (60, 100, ("much",), ("urgent",))
    assert pair.falls
    assert pair.lost == 95


def test_where_money_only_adds_there_is_no_turnover() -> None:
    points = list(frontier(Problem([project("a", 50), project("b", 50)], 50), [50, 100], "urgency-first"))
    assert turnover(points) is None


def test_what_is_lacking_is_the_price_less_what_is_left() -> None:
    problem = Problem([project("a", 60, benefit=20), project("b", 50)], 100)
    outcome = allocate(problem, "urgency-first")
    assert shortage(problem, outcome, "b") == 10
    assert shortage(problem, outcome, "a") is None


@pytest.mark.parametrize(
    ("fen", "told"), [(100_000_000, "100万元"), (76_543_200, "76.5432万元"), (1_000_001, "1.000001万元"), (50, "0.5元")]
)
def test_amounts_are_read_aloud_exactly(fen: int, told: str) -> None:
    assert aloud(fen, "zh") == told
