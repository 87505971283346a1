"""The procurements of a run and the offers made in them, as tables: who was asked, who offered, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gpss_sim import money
from gpss_sim.scenario.method import Method
from gpss_sim.simulate import Results

PROCUREMENTS, OFFERS = "procurements.csv", "offers.csv"
PROCUREMENT_COLUMNS = (
    "project",
    "year",
    "attempt",
    "method",
    "procedure",
    "opened",
    "closed",
    "eligible",
    "bidders",
    "minimum",
    "result",
    "winner",
    "price",
    "ceiling",
)
OFFER_COLUMNS = ("project", "year", "attempt", "agency", "price", "ceiling", "incumbent")
DECIMALS = 5
"""Days are written to the second."""


def procedure(method: Method) -> str:
    """Kind of a method in the words of procurement statistics: ``open``, ``limited`` or ``direct``.

    One offer makes a contract under a direct method; a limited one invites a number of agencies.
    """
    if method.invited is not None and method.invited > 1:
        return "limited"
    return "direct" if method.min_bidders == 1 else "open"


def procurements(results: Results) -> Iterator[Sequence[object]]:
    """One row an attempt at procuring a project, in the order in which they closed; money in yuan."""
    state, methods = results.world.state, results.scenario.rules.methods
    for row in state.record.tenders:
        yield [
            results.scenario.templates[row.project].id,
            row.year,
            row.attempt,
            row.method,
            procedure(methods[row.method]),
            round(row.opened, DECIMALS),
            round(row.closed, DECIMALS),
            row.eligible,
            row.bidders,
            row.minimum,
            row.result,
            state.agencies[row.winner].account if row.winner >= 0 else "",
            money.yuan(row.price) if row.winner >= 0 else "",
            money.yuan(row.ceiling),
        ]


def offers(results: Results) -> Iterator[Sequence[object]]:
    """One row a valid offer; money in yuan."""
    state = results.world.state
    for row in state.record.offers:
        agency = state.agencies[row.agency].account
        place = (results.scenario.templates[row.project].id, row.year, row.attempt, agency)
        yield [*place, money.yuan(row.price), money.yuan(row.ceiling), row.incumbent]
