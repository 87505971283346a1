"""Ten mistakes that somebody might make in the model, each put in by replacing one function while a test runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from gpss_sim import fiscal
from gpss_sim.market.contracts import staffing
from gpss_sim.market.delivery import lifecycle, payments
from gpss_sim.market.luck import Luck
from gpss_sim.market.policies import contest
from gpss_sim.market.policies.awards import Comprehensive, Offer
from gpss_sim.market.policies.prices import Bid, Prospect
from gpss_sim.market.recipients import demand
from gpss_sim.market.recipients.queues import COMPLETED, Queues
from gpss_sim.metrics.slices import Slice


class Fault(NamedTuple):
    """A mistake: how it gets into the model, and the rows that must turn red."""

    put_in: Callable[[pytest.MonkeyPatch], None]
    rows: tuple[str, ...]


FAULTS: dict[str, Fault] = {}


def caught_by(*rows: str) -> Callable[[Callable[[pytest.MonkeyPatch], None]], Callable[[pytest.MonkeyPatch], None]]:
    def enter(put_in: Callable[[pytest.MonkeyPatch], None]) -> Callable[[pytest.MonkeyPatch], None]:
        FAULTS[put_in.__name__] = Fault(put_in, rows)
        return put_in

    return enter


@caught_by("T6.queue_patience.gave_up_share", "T6.queue_patience.wait")
def one_server_too_many(patch: pytest.MonkeyPatch) -> None:
    right = staffing.slots_of
    patch.setattr(staffing, "slots_of", lambda *given: right(*given) + 1)


@caught_by("T6.queue_patience.wait_started")
def last_come_first_served(patch: pytest.MonkeyPatch) -> None:
    right = Queues._take_next

    def take_next(self: Queues, contract: Any, now: float) -> bool:
        self.settle()
        (heap,) = [self._heaps[cell] for cell in contract.cells]
        if not heap:
            return right(self, contract, now)
        heap.sort()
        rank = heap.pop()  # of one class of urgency the largest rank came last
        self.waiting[self._cell[rank % self._n]] -= 1
        self._begin(rank % self._n, contract, now)
        return True

    patch.setattr(Queues, "_take_next", take_next)


@caught_by("T6.queue_patience.gave_up_share")
def unfinished_cases_dropped(patch: pytest.MonkeyPatch) -> None:
    right = Slice.people
    patch.setattr(Slice, "people", lambda self, mask: right(self, mask & (self.tables.people["state"] == COMPLETED)))


@caught_by("T1.bidders_3.price_ratio")
def bids_shaded_as_among_one_more(patch: pytest.MonkeyPatch) -> None:
    right = contest.Contest.wins

    def wins(self: contest.Contest, *given: Any) -> Any:
        return right(replace(self, rivals=self.rivals + 1), *given)

    patch.setattr(contest.Contest, "wins", wins)


@caught_by("T1.reserve_1.awarded_share")
def ceiling_ignored(patch: pytest.MonkeyPatch) -> None:
    def offer(self: Bid, prospect: Prospect) -> float | None:
        price = prospect.ask(replace(prospect.payoff, cost=min(prospect.cost, 1.0)))
        return None if price is None else max(price, prospect.cost)

    patch.setattr(Bid, "offer", offer)


@caught_by("T11.40_40_20_late_3_below", "T11.40_40_20_late_6_below")
def tranche_paid_twice(patch: pytest.MonkeyPatch) -> None:
    right = payments._pay_tranche

    def pay_tranche(*given: Any) -> None:
        right(*given)
        right(*given)

    patch.setattr(payments, "_pay_tranche", pay_tranche)


@caught_by("T6.queue_patience.gave_up_share")
def patience_counted_from_the_day_after(patch: pytest.MonkeyPatch) -> None:
    right = demand._patience
    patch.setattr(demand, "_patience", lambda *given: right(*given) + 1.0)


@caught_by("T13.ban_2")
def ban_one_year_short(patch: pytest.MonkeyPatch) -> None:
    right = lifecycle.end_year

    def end_year(state: Any, contract: Any) -> str:
        agency = state.agencies[contract.agency]
        before = agency.barred_until
        outcome = right(state, contract)
        if agency.barred_until != before:
            agency.barred_until -= fiscal.YEAR
        return outcome

    patch.setattr(lifecycle, "end_year", end_year)


@caught_by("T10.three_raters.pass_rate")
def noise_of_one_rater_for_all(patch: pytest.MonkeyPatch) -> None:
    right = Luck.score_noise
    patch.setattr(Luck, "score_noise", lambda self, occasion, year, raters: right(self, occasion, year, 1))


@caught_by("T1.bidders_3.price_ratio")
def price_weight_on_the_wrong_side(patch: pytest.MonkeyPatch) -> None:
    right = Comprehensive.scores

    def scores(self: Comprehensive, offers: Sequence[Offer], price_weight: float, lots: Sequence[float]) -> list[float]:
        return right(self, offers, 1 - price_weight, lots)

    patch.setattr(Comprehensive, "scores", scores)
