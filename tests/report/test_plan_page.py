"""The page of a simulated plan, made from runs written by hand."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from gpss_sim.allocation import Budget, Outcome, Problem, Project, allocate
from gpss_sim.allocation.analysis.frontier import point
from gpss_sim.allocation.explain.reasons import reasons
from gpss_sim.i18n import Language, said_all
from gpss_sim.metrics.accounts import AccountRow
from gpss_sim.planning.city import ListCity, write_city
from gpss_sim.planning.measures import ALL, PLACES, DistrictField, Key, NeedMet
from gpss_sim.planning.simulated import CHOSEN, PlayedRun, Simulated, Variant
from gpss_sim.report import pdf, plan_plots
from gpss_sim.report.decision_book import DecisionFacts
from gpss_sim.report.plan_page import PlanFacts, edition, write_plan_page
from gpss_sim.report.plan_page.answer import answer, verdict
from gpss_sim.report.plan_page.facts import rounded
from gpss_sim.report.plan_page.money import accounts, steps, waterfall
from gpss_sim.report.plan_page.parts import Bars, Heat
from gpss_sim.report.plan_page.people import gained, gains, met
from gpss_sim.report.style import drawing
from gpss_sim.study.compare import Estimate

YUAN = 100
PROJECTS = [
    Project("a", 5, 300, 400_000 * YUAN, name="独居老人探访", district="东区", beneficiaries=300),
    Project("b", 3, 200, 500_000 * YUAN, name="青少年驻校", district="西区"),
    Project("c", 5, 50, 900_000 * YUAN, name="失独家庭陪伴", district="西区"),
]
MONEY = 1_000_000 * YUAN


@pytest.fixture(scope="module")
def problem() -> Problem:
    return Problem(PROJECTS, Budget.of(MONEY))


@pytest.fixture(scope="module")
def outcome(problem: Problem) -> Outcome:
    return allocate(problem)


@pytest.fixture(scope="module")
def city(problem: Problem, outcome: Outcome, tmp_path_factory: pytest.TempPathFactory) -> ListCity:
    return write_city(tmp_path_factory.mktemp("plan") / "city", problem, "small_city", outcome.posts)


def played(variant: str, replication: int, served: float, need: NeedMet) -> PlayedRun:
    values = {Key(name): 1.0 + replication for name in ALL} | {Key("served"): served}
    if variant == CHOSEN:
        values |= {Key(name, district="q01"): 7.0 for name in PLACES} | {
            Key(name, group="elderly"): 7.0 for name in PLACES
        }
    needs = {DistrictField("q01", "elderly"): need}
    accounts = (
        AccountRow(1, "lottery", 0, 100_001, 60_000 + replication, 0, 0, 10_000, 30_001 - replication),
        AccountRow(2, "lottery", 30_001 - replication, 0, 20_000, 0, 0, 10_001 - replication, 0),
    )
    return PlayedRun(variant, replication, values, {"a": 150, "b": 210}, [10_000.0] * 12, needs, accounts)


@pytest.fixture(scope="module")
def found() -> Simulated:
    runs = [played(CHOSEN, r, 350.0 + r, NeedMet(100, 80)) for r in range(4)]
    runs += [played("rank-and-cut", r, 250.0 + r, NeedMet(100, 20)) for r in range(4)]
    runs += [played("+10%", r, 350.0 + (-1) ** r, NeedMet(100, 80)) for r in range(4)]
    return Simulated(tuple(runs))


def facts(problem: Problem, outcome: Outcome, city: ListCity, found: Simulated, lang: Language) -> PlanFacts:
    dearer = problem.with_budget(problem.budget.scaled(11, 10))
    points = [point(dearer, MONEY * 11 // 10, "urgency-first", "auto")]
    told = said_all(reasons(problem, outcome), lang)
    decision = DecisionFacts(
        problem, outcome, [], points, "bureau.csv", "d" * 64, date(2027, 1, 4), "0.1.0", None, told, lang
    )
    variants = [
        Variant(CHOSEN, outcome.selected, outcome.reserve),
        Variant("rank-and-cut", ("a",)),
        Variant("+10%", ("a", "c"), (), 1.1),
    ]
    promised = {"a": 300.0, "b": 200.0}
    return PlanFacts(
        decision, found, variants, promised, city.load(), "small_city", city.assumed, 4, "gpss-sim plan bureau.csv"
    )


@pytest.fixture(scope="module")
def english(problem: Problem, outcome: Outcome, city: ListCity, found: Simulated) -> PlanFacts:
    return facts(problem, outcome, city, found, "en")


@pytest.fixture(scope="module")
def chinese(problem: Problem, outcome: Outcome, city: ListCity, found: Simulated) -> PlanFacts:
    return facts(problem, outcome, city, found, "zh")


def test_the_answer_is_three_sentences(english: PlanFacts, chinese: PlanFacts) -> None:
    bought, delivers, against = answer(english).items
    assert bought == (
        "Buy 2 of 3 projects for 900,000.00 yuan; 100,000.00 yuan is left. "
        "Left out of the most urgent class: 1 (失独家庭陪伴)."
    )
    assert "500 people; in the simulation they serve 360 (72%)" in delivers
    assert "Less than 80% of their promise in most runs: 1 (独居老人探访)." in delivers
    assert "rank-and-cut would serve 100 fewer people" in against
    assert "+10% money shows no difference in people served" in against
    assert answer(chinese).items[2].startswith("“排序截取”将少服务100人")


def test_the_waterfall_adds_up(english: PlanFacts) -> None:
    (_, total, _), *rest = steps(english)
    assert total == MONEY == sum(fen for _, fen, _ in rest)
    bars = waterfall(english).bars
    assert sum(bar.length for bar in bars[1:]) == pytest.approx(100, abs=0.05)
    assert bars[-1].start == pytest.approx(0)


def test_final_accounts_close_to_the_fen(english: PlanFacts, chinese: PlanFacts) -> None:
    for row in (rows := english.found.accounts()):
        assert row.opening + row.granted == row.service + row.buying + row.other + row.lapsed + row.closing
    assert rows[1].opening == rows[0].closing == 100_001 - 60_002 - 10_000
    table = accounts(english).table
    assert [cell.text for cell in table.cells[0]][:5] == ["1", "lottery", "0.00", "1,000.01", "600.02"]
    assert [cell.text for cell in accounts(chinese).table.cells[0]][1] == "福彩公益金"


def test_money_held_back_is_a_step(problem: Problem, english: PlanFacts) -> None:
    from gpss_sim.allocation import Rules

    rules = Rules.model_validate({"reserve": {"share": 0.05}, "commitment": [{"name": "old", "amount": 20_000}]})
    held = Problem(PROJECTS, Budget.of(MONEY), rules)
    decided = allocate(held)
    decision = replace(english.decision, problem=held, outcome=decided)
    (_, total, _), *rest = steps(replace(english, decision=decision))
    assert [label for label, _, _ in rest][:2] == ["Bound by earlier contracts", "Held in reserve"]
    assert sum(fen for _, fen, _ in rest) == total


def test_cells_say_how_much_and_whether_it_is_shown() -> None:
    assert met(Estimate(0.5, 0.4, 0.6, 4))[:2] == ("50%", 0.3)
    assert gained(Estimate(0.6, 0.5, 0.7, 4)) == ("+60", 0.6, "more")
    assert gained(Estimate(-0.06, -0.1, -0.02, 4)) == ("−6", 0.12, "less")
    assert gained(Estimate(0.1, -0.1, 0.3, 4)).tone == "quiet"
    assert met(Estimate(float("nan"), 0, 0, 0)).text == "–"


def test_a_difference_is_better_or_worse_by_its_indicator() -> None:
    up, flat = Estimate(2, 1, 3, 4), Estimate(2, -1, 5, 4)
    assert [verdict(name, up) for name in ("served", "lapsed", "paid")] == ["better", "worse", ""]
    assert verdict("served", flat) == "quiet"


def test_the_map_compares_with_rank_and_cut(english: PlanFacts) -> None:
    first, second = gains(english).blocks
    assert isinstance(first, Heat)
    assert isinstance(second, Heat)
    (name, cells), *_ = first.rows
    column = first.head.index("Services for older people") - 1
    assert (name, cells[column].text) == ("东区", "80%")
    assert second.rows[0][1][column].text == "+60"


def test_the_page_holds_both_languages_and_fetches_nothing(
    tmp_path: Path, english: PlanFacts, chinese: PlanFacts
) -> None:
    write_plan_page(tmp_path / "report.html", [english, chinese], "zh")
    text = (tmp_path / "report.html").read_text("utf-8")
    assert "<title>购买方案及其实际效果</title>" in text
    assert not re.search(r"(?:src|href)=\"?(?!data:)", text.split("<style>")[0] + text.split("</style>")[1])
    for part in ("answer", "list", "money", "people", "risk", "gains", "beside", "overturn", "assumptions", "record"):
        assert f'id="{part}-en"' in text
        assert f'id="{part}-zh"' in text
    assert "nan" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert "@page { size: A4" in text
    assert "prefers-color-scheme: dark" in text
    assert "max-width: 640px" in text


NAMES = {"SHA", "gpss", "sim", "plan", "bureau", "csv", "small", "city", "d" * 64, "core", "A", "PDF", "v"}


def test_the_chinese_edition_has_no_english_words(tmp_path: Path, chinese: PlanFacts) -> None:
    write_plan_page(tmp_path / "report.html", [chinese], "zh")
    text = (tmp_path / "report.html").read_text("utf-8").split("</head>")[1]
    words = re.findall(r"[A-Za-z]+", unescape(re.sub(r"<[^>]*>", " ", text)))
    assert set(words) - NAMES <= {"highs", "cbc", "knapsack", "auto"}


def test_every_bar_lies_within_its_track(english: PlanFacts) -> None:
    bars = [
        bar for part in edition(english).parts for block in part.blocks if isinstance(block, Bars) for bar in block.bars
    ]
    assert bars
    assert all(bar.start >= 0 and bar.start + bar.length <= 100.01 for bar in bars)


def test_plots_show_what_the_page_says(chinese: PlanFacts) -> None:
    with drawing():
        money, map_ = plan_plots.waterfall(chinese), plan_plots.need(chinese)
        people, months = plan_plots.promise(chinese), plan_plots.months(chinese)
    assert [text.get_text() for text in money.axes[0].get_yticklabels()] == ["预算", "5级项目", "3级项目", "结余"]
    assert [bar.get_width() for bar in money.axes[0].patches] == [100, 40, 50, 10]
    assert "80%" in [text.get_text() for text in map_.axes[0].texts]
    assert [bar.get_width() for bar in people.axes[0].patches] == [300, 200, 150, 210]
    assert [bar.get_height() for bar in months.axes[0].patches] == [1.0] * 12


def test_without_a_browser_there_is_no_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(pdf, "PLACES", ())
    assert pdf.print_pdf(tmp_path / "report.html", tmp_path / "report.pdf") is False


def test_numbers_are_whole_from_a_hundred_on() -> None:
    assert [rounded(value) for value in (99.96, 100.4, 0.0)] == ["100", "100", "0"]
