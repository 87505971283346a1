"""What the market declares: the purposes of its random streams and the events of its log, each listed once."""

from __future__ import annotations

from gpss_sim.market.purposes import Purpose
from gpss_sim.market.statuses import EventKind, closed_event

CLOSED = closed_event("")
"""Ending of the events that close a procedure."""

ENTITIES = (
    "recipients.demand.Cell",
    "recipients.demand.People",
    "recipients.queues.Queues",
    "agencies.agency.Profile",
    "agencies.agency.Abilities",
    "agencies.agency.Motives",
    "agencies.agency.LegalStanding",
    "agencies.agency.Agency",
    "contracts.contract.CityProject",
    "contracts.cost_estimate.CostEstimate",
    "contracts.contract.Letting",
    "contracts.contract.Initiative",
    "contracts.terms.Terms",
    "contracts.terms.Arrangement",
    "contracts.contract.Contract",
    "contracts.staffing.Workforce",
    "contracts.staffing.Team",
    "recipients.case_count.CaseCount",
    "contracts.terms.CommittedFunds",
    "contracts.terms.Commitment",
    "treasury.purse.Purse",
    "agencies.beliefs.Beliefs",
    "agencies.directory.Directory",
    "state.State",
)
"""Entities of the model: ``module.class`` below the market, in the order of the page."""


def streams() -> list[str]:
    """Purposes of all named streams, in alphabetical order."""
    return sorted(purpose.value for purpose in Purpose)


def logged() -> list[str]:
    """Events that the market writes to its log, in alphabetical order."""
    return sorted([*(kind.value for kind in EventKind), CLOSED])


def events() -> list[str]:
    """Every event of a log, in the order of a life; `` closed`` stands for the closing of any procedure."""
    return [*map(str, EventKind), CLOSED]
