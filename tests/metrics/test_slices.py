"""What a run's tables say of recipients, months and money, set down by hand."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.recipients.queues import COMPLETED, SERVED
from gpss_sim.market.record import AgencyYearRow, ContractYearRow, MonthRow, NeedRow, TenderRow
from gpss_sim.market.world import World
from gpss_sim.metrics.slices import Slice, Tables, columns, tabulate
from tests.market.town import BIRCH, CEDAR, HOME, YARD, running, world

CAME = 'demand.extra=[{district="north",domain="youth",day=3},{district="south",domain="care",day=5}]'
MIDDLE = -20.0
"""Half a month before a month's end [day]."""


def logistic(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def served(place: World, breaks: int = 0, day: float = 520.0) -> Contract:
    """The recipient of the north completes on a day with a contract of the yard, after `breaks` of continuity."""
    queues, made = place.state.queues, running(place.state, YARD, BIRCH)
    queues.state[0], queues.start[0], queues.end[0], queues.server[0] = COMPLETED, 400.0, day, made.id
    queues.breaks[0] = breaks
    return made


def month(contract: int, number: int, quality: float, turnover: float) -> MonthRow:
    return MonthRow(number, contract, 3, 4, 60, 50, quality, turnover, 1.0, 0.25, 1)


def success_of(place: World) -> float:
    return float(tabulate(place).people["success"][0])


def test_success_of_a_case_at_the_reference() -> None:
    """Quality 80, 18 % turnover over 4 of 12 months and no break: .06 changes, .03 fewer than .09."""
    place = world(CAME)
    made = served(place)
    place.state.record.months.append(month(made.id, 17, 80.0, 0.18))
    odds = log(0.66 / 0.34) - 1.0 * (0.18 * 4 / 12 - 0.09)
    assert success_of(place) == pytest.approx(logistic(odds), abs=1e-9)
    assert success_of(place) == pytest.approx(0.66669, abs=1e-5)


def test_quality_raises_success_and_a_change_of_worker_lowers_it() -> None:
    """Ten points are .35 of log odds; turnover of 48 % over 4 months adds a tenth of a change."""
    place = world(CAME)
    made = served(place)
    place.state.record.months.append(month(made.id, 17, 90.0, 0.48))
    odds = log(0.66 / 0.34) + 0.35 - (0.16 - 0.09)
    assert success_of(place) == pytest.approx(logistic(odds), abs=1e-9)


def test_a_break_of_continuity_is_one_change_more() -> None:
    place = world(CAME)
    made = served(place, breaks=1)
    place.state.record.months.append(month(made.id, 17, 80.0, 0.18))
    odds = log(0.66 / 0.34) - (0.06 + 1 - 0.09)
    assert success_of(place) == pytest.approx(logistic(odds), abs=1e-9)


def test_only_completed_cases_have_an_outcome() -> None:
    place = world(CAME)
    made = served(place)
    place.state.queues.state[0] = SERVED
    place.state.record.months.append(month(made.id, 17, 80.0, 0.18))
    assert np.isnan(tabulate(place).people["success"]).all()


def test_the_month_of_the_end_is_looked_at_else_the_nearest_before_else_after() -> None:
    place = world(CAME)
    made = served(place, day=17.5 * 365 / 12)
    for number, quality in ((14, 61.0), (16, 62.0), (18, 63.0)):
        place.state.record.months.append(month(made.id, number, quality, 0.1))
    assert tabulate(place).people["quality"][0] == 62.0
    place.state.queues.end[0] = 18.0 * 365 / 12 + 1
    assert tabulate(place).people["quality"][0] == 63.0
    place.state.queues.end[0] = 13.0 * 365 / 12
    assert tabulate(place).people["quality"][0] == 61.0


def test_without_a_month_quality_is_the_base_and_nobody_leaves() -> None:
    place = world(CAME)
    served(place)
    assert tabulate(place).people["quality"][0] == 74.0
    assert success_of(place) == pytest.approx(logistic(log(0.66 / 0.34) - 0.035 * 6 + 0.09), abs=1e-9)


def test_people_carry_the_weight_of_their_urgency_and_their_place() -> None:
    people = tabulate(world(CAME, "demand.urgency_shares=[0,0,0,0,1]")).people
    assert people["weight"].tolist() == [4.0, 4.0]
    values = tabulate(world(CAME)).values
    assert [values["district"][k] for k in people["district"]] == ["north", "south"]
    assert [values["group"][k] for k in people["group"]] == ["young", "old"]
    assert [values["domain"][k] for k in people["domain"]] == ["youth", "care"]


def two_contracts() -> tuple[World, Tables]:
    place = world(CAME)
    yard, home = running(place.state, YARD, BIRCH), running(place.state, HOME, CEDAR, form_name="posts")
    state = place.state
    state.record.months += [month(yard.id, 12, 70.0, 0.1), month(home.id, 12, 80.0, 0.2), month(home.id, 24, 90.0, 0.3)]
    state.record.needs += [NeedRow(1, YARD, 2, 3.0, 3, 4.0, "selected"), NeedRow(1, HOME, 2, 5.0, 3, 4.0, "reserve")]
    state.record.agency_years.append(AgencyYearRow(1, BIRCH, "independent", 3.0, 1, 4.0, 5, 6, 80.0, False, "active"))
    state.ledger.move(400, "committed", "agency:birch", 700, contract=yard.id)
    state.ledger.move(730, "committed", "agency:cedar", 50, contract=home.id)
    state.ledger.move(500, "budget", "procurement", 30)
    state.queues.state[0], state.queues.start[0], state.queues.server[0] = SERVED, 400.0, yard.id
    return place, tabulate(place)


def test_a_period_holds_its_first_day_and_not_the_day_after() -> None:
    cut = Slice(two_contracts()[1], 1, 1)
    assert cut.days == (365.0, 730.0)
    assert cut.years == 1
    assert Slice(cut.tables, 1, 3).years == 3
    assert cut.within(np.array([364.9, 365.0, 729.9, 730.0, np.nan])).tolist() == [False, True, True, False, False]
    assert cut.rows(cut.tables.months)["quality"].tolist() == [70.0, 80.0]
    assert Slice(cut.tables, 2, 2).rows(cut.tables.months)["quality"].tolist() == [90.0]


def test_money_flows_within_the_period_and_the_breakdown() -> None:
    _, tables = two_contracts()
    assert Slice(tables, 1, 1).flow("committed", "agency") == 700
    assert Slice(tables, 1, 2).flow("committed", "agency") == 750
    assert Slice(tables, 1, 2, "district", "south").flow("committed", "agency") == 50
    assert Slice(tables, 1, 2, "district", "south").flow("budget", "procurement") == 0
    assert Slice(tables, 1, 1).flow("budget", "procurement") == 30


def test_a_balance_is_what_came_less_what_went_before_the_day() -> None:
    _, tables = two_contracts()
    set_aside = 400_000_00 + 1_000_000_00
    assert Slice(tables, 1, 1).balance("committed", 365.0) == 0
    assert Slice(tables, 1, 1).balance("committed", 400.0) == set_aside
    assert Slice(tables, 1, 1).balance("committed", 730.0) == set_aside - 700
    assert Slice(tables, 1, 1).balance("committed", 730.5) == set_aside - 750


def test_tables_are_cut_by_contract_by_project_and_by_form() -> None:
    _, tables = two_contracts()
    assert Slice(tables, 1, 2, "district", "north").rows(tables.months)["quality"].tolist() == [70.0]
    assert Slice(tables, 1, 2, "form", "posts").rows(tables.months)["quality"].tolist() == [80.0, 90.0]
    assert Slice(tables, 1, 1, "group", "old").rows(tables.needs)["surveyed"].tolist() == [5.0]
    assert Slice(tables, 1, 1, "form", "package").people(np.array([True, True])).tolist() == [0]
    assert Slice(tables, 1, 1, "form", "posts").people(np.array([True, True])).tolist() == []
    assert Slice(tables, 1, 1, "domain", "care").people(np.array([True, True])).tolist() == [1]


def test_contract_years_are_cut_by_form_and_by_method() -> None:
    """Their own columns of the two are words; what they are cut by is that of the contract."""
    place = world(CAME)
    running(place.state, YARD, BIRCH)
    running(place.state, HOME, CEDAR, form_name="posts", method="talk")
    said = ("package", "tender", 100, 120, 90, 4.0, 0.01, 0.15, 0.0, 2, 78.0, 82.0, True, "continues")
    place.state.record.contract_years += [
        ContractYearRow(contract, project, BIRCH, 1, 1, 400.0, 700.0, *said) for contract, project in enumerate((0, 1))
    ]
    tables = tabulate(place)
    assert not {"form", "method"} & tables.contract_years.keys()
    for by, value, found in (("form", "posts", [1]), ("method", "tender", [0]), ("method", "talk", [1])):
        assert Slice(tables, 1, 1, by, value).rows(tables.contract_years)["contract"].tolist() == found


def test_tenders_and_contracts_share_the_names_of_methods() -> None:
    """A method of a failed tender has no contract; its own column of numbers says which it is."""
    place = world(CAME)
    running(place.state, YARD, BIRCH, method="talk")
    said = (4, 3, 3, "failed", -1, 0, 100, 12_000_00, 4_000, -1, 1.0, 1, 0, 160)
    place.state.record.tenders.append(TenderRow(YARD, 1, 0, "tender", 370.0, 410.0, *said))
    tables = tabulate(place)
    assert tables.values["method"] == ["talk", "tender"]
    assert tables.tenders["method"].tolist() == [1]
    assert tables.codes["method"].tolist() == [0]


def test_what_is_made_once_is_kept() -> None:
    cut = Slice(two_contracts()[1], 1, 1)
    assert cut.once("number", lambda: np.array([1])) is cut.once("number", lambda: np.array([2]))


def test_columns_of_no_rows_have_their_names() -> None:
    assert {name: len(column) for name, column in columns([], MonthRow).items()} == dict.fromkeys(MonthRow._fields, 0)


def test_a_domain_whose_projects_all_name_another_group_is_of_no_group() -> None:
    place = world(CAME)
    yard = place.state.projects[YARD]
    yard.template = yard.template.model_copy(update={"group": "street"})
    tables = tabulate(place)
    assert tables.values["group"] == ["old", "street"]
    assert tables.people["group"].tolist() == [-1, 0]
    assert tables.codes["group"].tolist() == [1, 0]
