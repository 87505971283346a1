"""Birth, books and death of agencies: founding, yearly accounts, closure, dissolution (equations 12.6, 14.1, 14.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simpy.events import Timeout

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.agency import ACTIVE, DISSOLVED, POTENTIAL, Agency
from gpss_sim.market.agencies.offers import credit_line, monthly_wage
from gpss_sim.market.agencies.population import opening_cash
from gpss_sim.market.policies import ENTRIES
from gpss_sim.market.policies.entries import FASTEST
from gpss_sim.market.purposes import Purpose
from gpss_sim.market.record import AgencyYearRow
from gpss_sim.market.state import State
from gpss_sim.market.statuses import EventKind
from gpss_sim.streams import Streams

NEWCOMER_YEARS = 2.0


def found(state: State, agency: Agency) -> None:
    """An agency opens with its endowment."""
    agency.status = ACTIVE
    agency.last_contract = state.now
    within_reach = state.posts_within_reach[agency.id]
    cash = opening_cash(agency.profile, state.scenario.agencies, monthly_wage(state), within_reach)
    if agency.profile.kind != "department":
        state.ledger.move(state.now, "endowment", agency.account, cash)
    if agency.profile.newcomer:
        welcome(state, agency)
    state.record.event(state.now, EventKind.FOUNDED, agency.account, agency.profile.kind)


def found_in_time(state: State, agency: Agency) -> None:
    """Let an agency open on its day; now, if that day has passed."""
    wait = agency.profile.founded - state.now
    if wait <= 0:
        found(state, agency)
    else:
        Timeout(state.env, wait, agency).callbacks.append(lambda event: found(state, event._value))


def welcome(state: State, agency: Agency) -> None:
    """A newcomer is helped: start-up aid, and what it learnt in the incubator, from the budget."""
    growth = state.scenario.market.growth
    payroll = min(agency.profile.scale, state.posts_within_reach[agency.id]) * monthly_wage(state)
    state.purse.spend_free(state.now, agency.account, round(growth.aid * payroll))
    state.purse.spend_free(state.now, "support", money.to_fen(growth.incubation_cost))
    agency.experience.skill += growth.incubation


def earn_elsewhere(state: State, agency: Agency) -> None:
    """Gifts and fees of a month."""
    share = state.scenario.market.growth.other_income
    if share and agency.profile.kind == "independent":
        workers = min(agency.profile.scale, max(state.posts_within_reach[agency.id], agency.posts))
        state.ledger.move(state.now, "donors", agency.account, round(share * workers * monthly_wage(state)))


def has_run_out_of_cash(state: State, agency: Agency) -> bool:
    """Whether it was below its credit line at enough month ends in a row, so that it closes (equation 12.6)."""
    below = state.ledger.balances[agency.account] < -credit_line(state, agency)
    agency.months_below = agency.months_below + 1 if below else 0
    return agency.months_below >= state.scenario.payment.closure_months


def year_ends(state: State, first_year: int, streams: Streams) -> Iterator[Any]:
    """Between the last month end of a year and the buyer's first hour of the next: books, dissolution, founding."""
    # Nothing was seen yet: newcomers are taken to do as well as everybody.
    _announce(state, first_year, streams, ENTRIES[state.scenario.market.entry_rule]().pace(1.0, 1.0))
    for year in range(first_year, state.scenario.calendar.years):
        yield Timeout(state.env, fiscal.year_start(year + 1) + fiscal.OFFICE_HOUR / 2 - state.env.now)
        pace = _pace(state)
        close_books(state, year)
        _penalise(state, year)
        _dissolve(state)
        _announce(state, year + 1, streams, pace)


def close_books(state: State, year: int) -> None:
    """Write every agency's year; this year's mean score stands for missing records in the next."""
    payroll = monthly_wage(state)
    for agency in state.agencies:
        if agency.status == POTENTIAL:
            continue
        state.record.agency_years.append(
            AgencyYearRow(
                year=year,
                agency=agency.id,
                kind=agency.profile.kind,
                age=(state.now - agency.profile.founded) / fiscal.YEAR,
                contracts=len(agency.contracts),
                posts=agency.posts,
                cash=state.ledger.balances[agency.account],
                payroll=round(payroll * agency.posts),
                record=float("nan") if agency.record is None else agency.record,
                barred=agency.barred_until > state.now,
                status=agency.status,
            )
        )
    if state.scores_this_year:
        state.mean_score = sum(state.scores_this_year) / len(state.scores_this_year)
        state.scores_this_year = []


def _penalise(state: State, year: int) -> None:
    """The registrar's penalties and missed inspections of a year; who is clean for how long is asked at admission."""
    chance = state.scenario.agencies.offences
    for agency in state.agencies if chance else ():
        working = agency.status == ACTIVE and agency.profile.kind == "independent"
        if working and state.luck.offence(agency.profile.key, year) < chance:
            agency.experience.offended = state.now
            state.record.event(state.now, EventKind.PENALISED, agency.account)


def _dissolve(state: State) -> None:
    """Independent agencies without a contract for long dissolve."""
    limit = state.scenario.market.dormant_years * fiscal.YEAR
    for agency in state.agencies:
        idle = agency.status == ACTIVE and not agency.contracts and agency.profile.kind == "independent"
        if idle and state.now - agency.last_contract >= limit:
            agency.status = DISSOLVED
            state.record.event(state.now, EventKind.DISSOLVED, agency.account)


def _pace(state: State) -> float:
    """Pace of founding by the entry rule: newcomers' share with a contract against everybody's."""
    active = [a for a in state.agencies if a.status == ACTIVE and a.profile.kind == "independent"]
    young = [a for a in active if state.now - a.profile.founded < NEWCOMER_YEARS * fiscal.YEAR and a.profile.newcomer]
    everybody = sum(bool(a.contracts) for a in active) / len(active) if active else 0.0
    newcomers = sum(bool(a.contracts) for a in young) / len(young) if young else everybody
    return ENTRIES[state.scenario.market.entry_rule]().pace(newcomers, everybody)


def _announce(state: State, year: int, streams: Streams, pace: float) -> None:
    """Those possible newcomers of a year who enter at this pace will open on their day."""
    for agency in state.agencies:
        profile = agency.profile
        if agency.status != POTENTIAL or not profile.newcomer or fiscal.year_of(profile.founded) != year:
            continue
        if profile.scale < state.scenario.market.growth.entry_scale:
            continue
        if streams.uniform(Purpose.ENTRY, profile.key) < pace / FASTEST:
            found_in_time(state, agency)
