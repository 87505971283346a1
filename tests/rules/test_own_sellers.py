"""The buyer's own sellers: what they are paid, their slack, what they can take on, what a score means to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.agency import wage_of
from gpss_sim.market.agencies.offers import consider, notice_of
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.contracts.terms import Arrangement, Commitment, Terms
from gpss_sim.market.delivery.lifecycle import sign
from gpss_sim.market.delivery.service import set_capacity
from gpss_sim.market.procurement.supplier_register import SupplierRegister
from gpss_sim.market.rulebook.held_back import held_back_share
from gpss_sim.market.rulebook.in_house import affordable
from gpss_sim.market.state import State
from gpss_sim.market.world import build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.compare import compare, differing
from gpss_sim.scenario.load import load_scenario
from tests.city import load, play
from tests.rules.market import EAST_ELDERLY, project

ALIKE = ("agencies.theta_low=0.8", "agencies.theta_high=0.8", "agencies.omega=0", "agencies.wage_sd=0")
"""Every agency needs four fifths of the reference staff and pays the market wage."""


def unit(state: State, kind: str) -> int:
    """The department's, or the founded, agency of the east."""
    return next(a.id for a in state.agencies if a.profile.kind == kind and a.profile.home == 0)


def cost(folder: Path, form: str, *overrides: str, kind: str = "department") -> float:
    state, target = project(folder, EAST_ELDERLY, "rules.mode=direct", f"rules.form={form}", *ALIKE, *overrides)
    notice = notice_of(state.agency_view, target, state.scenario.rules.methods["in_house"])
    return consider(notice, state.agencies[unit(state, kind)]).cost


@pytest.mark.parametrize(
    ("form", "wage", "slack", "expected"),
    [
        ("post", 1.0, 0.0, 0.8 + 0.12),
        ("post", 1.1, 0.0, 0.8 * 1.1 + 0.12),
        ("post", 1.1, 0.25, 0.8 * 1.1 + 0.12),
        ("project", 1.0, 0.0, 0.8 * 0.8 + 0.12),
        ("project", 1.1, 0.0, 0.8 * 0.8 * 1.1 + 0.12),
        ("project", 1.1, 0.25, 0.8 * 1.25 * 0.8 * 1.1 + 0.12),
    ],
)
def test_what_is_set_aside_for_the_department(
    form: str, wage: float, slack: float, expected: float, tmp_path: Path
) -> None:
    """Staff needed, times slack where it decides on staffing, times wages of four fifths; and overhead."""
    overrides = (f"rules.in_house_wage={wage}", f"agencies.department.slack={slack}")
    assert cost(tmp_path, form, *overrides) == pytest.approx(expected)


def test_the_wage_of_the_department_is_nobody_elses(tmp_path: Path) -> None:
    state, _ = project(tmp_path, EAST_ELDERLY, "rules.in_house_wage=1.2", "agencies.wage_sd=0")
    form = state.scenario.rules.forms["project"]
    paid = {a.profile.kind: wage_of(state.scenario, form, a.profile, 1) for a in state.agencies}
    assert paid == pytest.approx({"independent": 1.0, "dependent": 1.0, "department": 1.2})


@pytest.mark.parametrize("wage", [0.9, 1.0, 1.3])
def test_what_is_paid_to_the_department_is_its_wage(wage: float, tmp_path: Path) -> None:
    """Nobody leaves and every seat is filled: four fifths of the reference staff at the wage, year after year."""
    scenario = load(
        tmp_path,
        "rules.mode=direct",
        "rules.form=project",
        *ALIKE,
        f"rules.in_house_wage={wage}",
        "agencies.department.slack=0",
        "delivery.leaving=0",
        "delivery.startup_staffing=1",
        "calendar.reference_year=false",
    )
    results, _ = play(scenario)
    state = results.world.state
    whole = {c.id: c for c in state.contracts if c.settles_payroll and c.term_year >= 1 and c.book.sums.months >= 1}
    assert whole
    first = next(iter(whole.values()))
    paid = sum(e.amount for e in state.ledger.entries if e.contract == first.id and e.account_to == "wages")
    years = (first.workforce.paid_until - opened(first)) / fiscal.YEAR
    assert paid == pytest.approx(money.to_fen(first.project.template.cost) * 0.8 * 0.8 * wage * years, rel=1e-4)


def opened(contract: Contract) -> float:
    """Day on which a contract opened."""
    return contract.book.start - fiscal.YEAR * (contract.term_year - 1)


def signed(state: State, index: int, kind: str) -> Contract:
    target = state.projects[index]
    scenario, ceiling = state.scenario, target.ceiling(state.scenario, 1)
    mode, form = scenario.rules.modes["direct"], scenario.rules.forms[scenario.rules.form]
    terms = Terms(ceiling, ceiling, ceiling, 0.0, 1, Arrangement(mode, form, "in_house", scenario.rules.form, True))
    return sign(state.contract_desk, target, unit(state, kind), terms, Commitment(1, {}))


@pytest.mark.parametrize(
    ("form", "slack", "workers", "slots"),
    [("post", 0.0, 6.0, 102), ("post", 0.2, 6.0, 85), ("project", 0.0, 4.8, 102), ("project", 0.25, 6.0, 102)],
)
def test_slack_is_idle_staff_in_packages_and_lost_output_in_posts(
    form: str, slack: float, workers: float, slots: int, tmp_path: Path
) -> None:
    """Six posts of 20 cases less .15 of time: 102 slots; a fifth more staff for the same makes 85 of six heads."""
    state, _ = project(tmp_path, EAST_ELDERLY, f"rules.form={form}", *ALIKE, f"agencies.department.slack={slack}")
    contract = signed(state, EAST_ELDERLY, "department")
    assert contract.workforce.plan.workers == pytest.approx(workers)
    contract.workforce.team.resize(contract.workforce.plan.workers, [0.0] * 10, 1.0)
    contract.book.choices.diverted = 0.15
    state.queues.open(contract)
    set_capacity(state.contract_desk, contract)
    assert contract.slots == slots


@pytest.mark.parametrize(("cost_share", "scope"), [(0.0, 1.0), (0.9, 1.0), (1.0, 1.0), (1.25, 0.8)])
def test_a_payroll_above_its_line_buys_less(cost_share: float, scope: float) -> None:
    assert affordable(cost_share) == pytest.approx(scope)


def test_a_dear_department_serves_with_fewer_people_and_never_works_unpaid(tmp_path: Path) -> None:
    """At twice the wage a post costs 1.72 of the line: 1/1.72 of the staff, and every month of it is paid."""
    scenario = load(
        tmp_path,
        "rules.mode=direct",
        "rules.form=post",
        "rules.in_house_wage=2",
        "agencies.department.slack=0",
        "delivery.leaving=0",
        "delivery.startup_staffing=1",
        "calendar.reference_year=false",
    )
    results, _ = play(scenario)
    state = results.world.state
    whole = [c for c in state.contracts if c.term_year >= 2]
    assert whole
    for contract in whole:
        assert contract.workforce.plan.workers == pytest.approx(contract.posts / 1.72)
        paid = sum(e.amount for e in state.ledger.entries if e.contract == contract.id and e.account_to == "wages")
        due = (
            contract.project.estimate.cost
            * 0.8
            * 2
            / 1.72
            * (contract.workforce.paid_until - opened(contract))
            / fiscal.YEAR
        )
        assert paid == pytest.approx(due, rel=1e-4)


def test_a_dear_founded_agency_takes_the_line_and_delivers_what_it_buys(tmp_path: Path) -> None:
    """Twice the staff at 80 % of it and .12 for the rest: it costs more than its line, and cash does not stop it."""
    scenario = load(
        tmp_path,
        *ALIKE,
        "rules.mode=formal",
        "agencies.dependent.slack=1",
        "agencies.cash_months=0",
        "agencies.credit_months=0",
        "calendar.reference_year=false",
        "calendar.years=1",
    )
    contracts = play(scenario)[0].world.state.contracts
    assert contracts
    for contract in contracts:
        terms = contract.terms
        assert terms.price == terms.ceiling == terms.cost
        assert terms.scope == pytest.approx(1 / (0.8 * 0.8 * 2 + 0.12), rel=0.02)


@pytest.mark.parametrize("kind", ["department", "dependent"])
def test_drawn_like_everybody(kind: str, tmp_path: Path) -> None:
    everywhere = load(tmp_path, "agencies.domains_known=2", "agencies.reach=0.5")
    drawn = load(
        tmp_path,
        "agencies.domains_known=2",
        "agencies.reach=0.5",
        *(f"agencies.{kind}.{field}=drawn" for field in ("scale", "domains", "reach")),
    )
    cities = {}
    for name, scenario in (("all", everywhere), ("drawn", drawn)):
        cities[name] = build(scenario, planner_for(scenario.rules.selection), seed=7, replication=0).state
    profiles = {name: [a.profile for a in city.agencies if a.profile.kind == kind] for name, city in cities.items()}
    assert {len(profile.domains) for profile in profiles["all"]} == {3}
    assert {len(profile.domains) for profile in profiles["drawn"]} == {2}
    assert all(profile.abilities.scale < 1000 for profile in profiles["drawn"])
    assert all(profile.abilities.scale > 1000 for profile in profiles["all"])
    assert [profile.abilities.theta for profile in profiles["all"]] == [
        profile.abilities.theta for profile in profiles["drawn"]
    ]


@pytest.mark.parametrize("kind", ["department", "dependent"])
@pytest.mark.parametrize(("scale", "asked"), [(5, False), (6, True)])
def test_who_has_not_the_staff_is_not_asked(kind: str, scale: int, asked: bool, tmp_path: Path) -> None:
    """The project takes six posts."""
    state, target = project(
        tmp_path,
        EAST_ELDERLY,
        f"agencies.{kind}.scale=drawn",
        "agencies.scale_sd=0",
        f"agencies.scale_median={scale}",
    )
    own = unit(state, kind)
    state.agencies[own].status = "active"
    roll = SupplierRegister(state.directory, state.luck, {(kind, target.index): own})
    found = roll.department(target.index) if kind == "department" else roll.dependent(target.index)
    assert (found == own) is asked


def test_reach_that_is_drawn_leaves_projects_without_the_buyers_own(tmp_path: Path) -> None:
    """At a reach of none no project has a department; with reach as a mandate every project has one."""
    for reach, bought in (("all", True), ("drawn", False)):
        scenario = load(
            tmp_path,
            "rules.mode=direct",
            "agencies.reach=0",
            f"agencies.department.reach={reach}",
            "calendar.years=1",
            "calendar.reference_year=false",
        )
        results, _ = play(scenario)
        assert bool(results.world.state.contracts) is bought


@pytest.mark.parametrize(
    ("mode", "form", "tied", "share"),
    [
        ("competitive", "project", "true", 0.2),
        ("direct", "project", "true", 0.25 * 0.8 / 0.92),
        ("direct", "post", "true", 0.25 * 0.8 / 0.92),
        ("direct", "project", "false", 0.0),
        ("competitive", "project", "false", 0.0),
    ],
)
def test_what_waits_for_the_score(mode: str, form: str, tied: str, share: float, tmp_path: Path) -> None:
    """A fifth of a price; of a payroll, the quarter of the pay that the rule holds back, .80 of .92 being pay."""
    scenario = load(tmp_path, "payment.payroll_held_back=0.25", f"payment.tied_to_score={tied}")
    rules = scenario.rules
    assert held_back_share(scenario, rules.modes[mode], rules.forms[form]) == pytest.approx(share)


@pytest.mark.parametrize(("line", "paid"), [(0, 1.0), (100, 0.75)])
def test_pay_that_waits_is_paid_or_lost_by_the_score(line: float, paid: float, tmp_path: Path) -> None:
    """A quarter waits: everybody passes a line of 0 and nobody one of 100."""
    scenario = load(
        tmp_path,
        "rules.mode=direct",
        "rules.form=post",
        "payment.payroll_held_back=0.25",
        f"assessment.pass_line={line}",
        f"assessment.excellent_line={max(line, 90)}",
        f"assessment.bar_line={min(line, 70)}",
        "agencies.department.slack=0",
        "delivery.leaving=0",
        "delivery.startup_staffing=1",
        "calendar.reference_year=false",
        "calendar.years=3",
    )
    results, rows = play(scenario)
    state = results.world.state
    assert next(row.value for row in rows if row.metric == "unaccounted") == 0
    ended = [row for row in state.record.contract_years if row.outcome != "running" and row.term_year == 1]
    assert ended
    for row in ended:
        contract = state.contracts[row.contract]
        got = sum(
            e.amount
            for e in state.ledger.entries
            if e.contract == row.contract and e.account_to == "wages" and row.start < e.day <= row.end
        )
        assert got == pytest.approx(contract.project.estimate.cost * 0.8 * paid, rel=1e-3)


def test_a_department_works_harder_where_its_pay_waits_for_the_score(tmp_path: Path) -> None:
    effort = []
    for share in (0.0, 0.2):
        scenario = load(tmp_path, "rules.mode=direct", f"payment.payroll_held_back={share}")
        _, rows = play(scenario)
        effort.append(next(row.value for row in rows if (row.metric, row.year) == ("effort", "1-2")))
    assert effort[1] > effort[0]


def test_diff_prints_what_sets_the_buyers_own_apart() -> None:
    """Slack, size, fields and reach of the seller in force, whatever the name of the mode."""
    direct, open_ = (load_scenario("baseline", [f"rules.mode={mode}"]) for mode in ("direct", "competitive"))
    rows = {row.field: (row.a, row.b) for row in differing(compare(direct, open_)) if row.table == "seller in force"}
    assert rows == {
        "slack": ("0.16", "0"),
        "scale": ("unlimited", "drawn"),
        "domains": ("all", "drawn"),
        "reach": ("all", "drawn"),
    }
