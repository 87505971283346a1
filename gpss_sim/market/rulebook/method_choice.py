"""The choice of a procurement method: by channel, circumstance, sole supplier or amount (facts B1, B2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gpss_sim import money
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.luck import Luck
from gpss_sim.market.policies import PRICES
from gpss_sim.market.rulebook.procedure_costs import attempt_cost
from gpss_sim.scenario.channels import Circumstance
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.rulebook import RULEBOOK, Boundary, Rulebook, Threshold
from gpss_sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class MethodView:
    """What decides on how a project is bought.

    Parameters
    ----------
    scenario : Scenario
        The rulebook.
    luck : Luck
        Whether a buyer splits a purchase.
    eligible : callable
        Agencies admitted to a project now, by the project's place in the library.
    """

    scenario: Scenario
    luck: Luck
    eligible: Callable[[int], list[int]]


def exceeds(amount: float, limit: float, boundary: Boundary) -> bool:
    """Whether an amount lies above a limit [same unit]; an amount equal to it does where it belongs above."""
    return amount > limit if boundary == "below" else amount >= limit


def exceeds_row(rules: Rulebook, amount: float, row: Threshold) -> bool:
    """Whether an amount [yuan] lies above a row of the thresholds."""
    return exceeds(amount, row.upto, row.boundary or rules.boundary)


def by_amount(rules: Rulebook, amount: float) -> str:
    """Method of the first row of the thresholds that an amount [yuan] does not exceed."""
    fitting = (row.method for row in rules.thresholds if not exceeds_row(rules, amount, row))
    return next(fitting, rules.thresholds[-1].method)


def method_for(view: MethodView, project: CityProject, year: int) -> str:
    """Name of the method: the channel's, the mode's own, or by the rulebook."""
    rules = view.scenario.rules
    if project.bought.method is not None:
        return project.bought.method
    if project.mode.procedure != RULEBOOK:
        return project.mode.procedure
    if (exception := circumstance_of(rules, project)) is not None:
        return exception.method
    if rules.sole_supplier is not None and len(view.eligible(project.index)) == 1:
        return rules.sole_supplier
    return by_amount(rules, _ceiling(view.scenario, project, year) / packages(view, project, year))


def next_method(rules: Rulebook, name: str, repeated: int, made: int) -> tuple[str, int] | None:
    """Method of the attempt after a failure, and how often it was used before; None where the buyer gives up.

    Parameters
    ----------
    rules : Rules
    name : str
        Method that failed.
    repeated : int
        How often it had been repeated.
    made : int [attempts]
        Attempts at the project this year.
    """
    method = rules.methods[name]
    if rules.attempts is not None and made >= rules.attempts:
        return None
    if repeated < method.repeats:
        return name, repeated + 1
    if method.on_failure is not None:
        return method.on_failure, 0
    return None if rules.attempts is None else (name, repeated + 1)


def attempts_set_aside(rules: Rulebook, method: Method) -> int:
    """Attempts whose cost is set aside with the ceiling: the first and its repetitions by the same method."""
    planned = 1 + method.repeats
    return planned if rules.attempts is None else min(planned, rules.attempts)


def circumstance_of(rules: Rulebook, project: CityProject) -> Circumstance | None:
    """The circumstance that decides on a project's method, where the rulebook is asked at all."""
    return rules.circumstances.get(project.template.circumstance) if _by_rulebook(project) else None


def packages(view: MethodView, project: CityProject, year: int) -> int:
    """Into how many purchases the buyer splits a project: two, if each then stays under a limit (facts R03–R06)."""
    rules, market = view.scenario.rules, view.scenario.market
    if market.splitting == 0 or not _by_rulebook(project):
        return 1
    amount = _ceiling(view.scenario, project, year)
    passed = [row for row in rules.thresholds if exceeds_row(rules, amount, row)]
    if not passed or amount > passed[-1].upto * (1 + market.splitting_reach):
        return 1
    if exceeds_row(rules, amount / 2, passed[-1]):
        return 1
    return 2 if view.luck.splitting(project.template.id, year) < market.splitting else 1


def buying_cost(view: MethodView, project: CityProject, year: int, method: Method) -> int:
    """The buyer's cost of one attempt [fen]."""
    return attempt_cost(method, project.ceiling(view.scenario, year), packages(view, project, year))


def lead_days(view: MethodView, project: CityProject, year: int, method: Method) -> float:
    """Days of approval and publicity that a method takes for a project, beside its own steps [day]."""
    boundary = view.scenario.rules.boundary
    amount = _ceiling(view.scenario, project, year) / packages(view, project, year)
    days = method.approval_days if exceeds(amount, method.approval_above, boundary) else 0.0
    if exceeds(amount, method.publicity_above, boundary):
        days += method.publicity_days
    return days


def committee_days(scenario: Scenario, project: CityProject) -> float:
    """Days before a procurement begins: the departments' committee, finance's approval of an exception [day]."""
    rules = scenario.rules
    if PRICES[project.mode.price].settles_payroll:  # nothing is bought
        return 0.0
    sittings = [0.0, *rules.committee.values()]
    days = max(sittings) if rules.committee_joint else sum(sittings)
    exception = circumstance_of(rules, project)
    days += project.bought.approval_days
    return days + (exception.approval_days if exception else 0.0)


def _by_rulebook(project: CityProject) -> bool:
    return project.bought.method is None and project.mode.procedure == RULEBOOK


def _ceiling(scenario: Scenario, project: CityProject, year: int) -> float:
    return project.ceiling(scenario, year) / money.FEN_PER_YUAN
