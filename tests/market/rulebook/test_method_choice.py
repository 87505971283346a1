"""Which method a project is bought by, what follows its failure, and the days and costs it takes."""

from __future__ import annotations

from gpss_sim.market.rulebook import method_choice
from gpss_sim.market.rulebook.procedure_costs import attempt_cost
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.rulebook import Threshold
from tests.market.town import HOME, YARD, scenario, town


def test_the_first_limit_that_an_amount_does_not_exceed_gives_the_method() -> None:
    rules = scenario().rules.model_copy(
        update={"thresholds": (Threshold(upto=100, method="a"), Threshold(upto=500, method="b", boundary="above"))}
    )
    assert [method_choice.by_amount(rules, amount) for amount in (99, 100, 101, 499, 500, 900)] == [
        "a",
        "a",
        "b",
        "b",
        "b",
        "b",
    ]
    assert method_choice.exceeds(100, 100, "above")
    assert not method_choice.exceeds(100, 100, "below")
    assert method_choice.exceeds(101, 100, "below")


def test_every_package_costs_its_fixed_part() -> None:
    """Two packages of 12,000 yuan and one per cent of 400,000 whatever their number."""
    method = Method(days=0, buyer_cost=12_000, buyer_cost_share=0.01)
    assert attempt_cost(method, 40_000_000, 2) == (24_000 + 4_000) * 100
    assert attempt_cost(method, 40_000_000) == (12_000 + 4_000) * 100


TALK = "rules.methods.talk={days=20}"
BY_AMOUNT = 'rules.thresholds=[{upto=500_000,method="talk"},{upto=inf,method="tender"}]'


def found(*overrides: str, project: int = YARD) -> str:
    state = town(TALK, BY_AMOUNT, *overrides)
    return method_choice.method_for(state.agency_view.methods, state.projects[project], 1)


def test_who_says_by_which_method_a_project_is_bought() -> None:
    """The channel, else the mode, else the circumstance, else a sole supplier, else the amount."""
    assert (found(), found(project=HOME)) == ("talk", "tender")
    assert found("rules.modes.open.procedure=tender") == "tender"
    assert found('rules.channels=[{method="tender"}]', "rules.modes.open.procedure=talk") == "tender"
    alone = ("rules.sole_supplier=tender", "agencies.number=1", "agencies.listed=[]", "agencies.scale_sd=0")
    assert found(*alone) == "tender"
    assert found(*alone[1:]) == "talk"
    assert found("rules.sole_supplier=tender") == "talk"  # three could supply


def test_a_circumstance_decides_whatever_the_amount_and_takes_its_approval() -> None:
    urgent = 'rules.circumstances={urgent={method="talk",approval_days=7}}'
    state = town(TALK, BY_AMOUNT, urgent)
    home = state.projects[HOME]
    home.template = home.template.model_copy(update={"circumstance": "urgent"})
    assert method_choice.method_for(state.agency_view.methods, home, 1) == "talk"
    assert method_choice.committee_days(state.scenario, home) == 7
    assert method_choice.committee_days(state.scenario, state.projects[YARD]) == 0
    own = town(TALK, urgent, 'rules.mode="own"', "rules.committee={finance=9}")
    assert method_choice.committee_days(own.scenario, own.projects[HOME]) == 0  # nothing is bought


def test_what_follows_a_failure() -> None:
    rules = town(TALK, "rules.methods.tender.on_failure=talk").scenario.rules
    assert method_choice.next_method(rules, "tender", 0, 1) == ("tender", 1)
    assert method_choice.next_method(rules, "tender", 1, 2) == ("talk", 0)
    assert method_choice.next_method(rules, "talk", 0, 3) is None
    four = rules.model_copy(update={"attempts": 4})
    assert method_choice.next_method(four, "talk", 0, 3) == ("talk", 1)
    assert method_choice.next_method(four, "talk", 1, 4) is None


def test_attempts_whose_cost_is_set_aside() -> None:
    rules = town().scenario.rules
    assert method_choice.attempts_set_aside(rules, rules.methods["tender"]) == 2
    one = rules.model_copy(update={"attempts": 1})
    assert method_choice.attempts_set_aside(one, rules.methods["tender"]) == 1


def test_days_of_approval_and_publicity_for_the_amount_of_a_package() -> None:
    state = town()
    method = state.scenario.rules.methods["tender"].model_copy(
        update={"approval_days": 10.0, "approval_above": 400_000.0, "publicity_days": 5.0, "publicity_above": 399_999.0}
    )
    assert method_choice.lead_days(state.agency_view.methods, state.projects[YARD], 1, method) == 5
    assert method_choice.lead_days(state.agency_view.methods, state.projects[HOME], 1, method) == 15
