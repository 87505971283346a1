"""Birth, books and death of agencies: founding, yearly accounts, closure, dissolution (equations 12.6, 14.1, 14.2)."""

from __future__ import annotations

from collections.abc import Iterator

from simpy.events import Event, Timeout

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.agency import ACTIVE, DISSOLVED, POTENTIAL, Agency
from gpss_sim.market.agencies.offers import credit_line, monthly_wage
from gpss_sim.market.agencies.population import opening_cash
from gpss_sim.market.agencies.view import RegistrarView
from gpss_sim.market.policies import ENTRIES
from gpss_sim.market.policies.entries import FASTEST
from gpss_sim.market.purposes import Purpose
from gpss_sim.market.record import AgencyYearRow
from gpss_sim.market.statuses import EventKind
from gpss_sim.streams import Streams

NEWCOMER_YEARS = 2.0


def found(registrar: RegistrarView, agency: Agency) -> None:
    """An agency opens with its endowment."""
    agency.status = ACTIVE
    agency.last_contract = registrar.now
    within_reach = registrar.posts_within_reach[agency.id]
    cash = opening_cash(
        agency.profile, registrar.scenario.agencies, monthly_wage(registrar.scenario, registrar.year), within_reach
    )
    if agency.profile.kind != "department":
        registrar.ledger.move(registrar.now, "endowment", agency.account, cash)
    if agency.profile.newcomer:
        welcome(registrar, agency)
    registrar.record.event(registrar.now, EventKind.FOUNDED, agency.account, agency.profile.kind)


def found_in_time(registrar: RegistrarView, agency: Agency) -> None:
    """Let an agency open on its day; now, if that day has passed."""
    wait = agency.profile.founded - registrar.now
    if wait <= 0:
        found(registrar, agency)
    else:
        Timeout(registrar.env, wait, agency).callbacks.append(lambda event: found(registrar, event._value))


def welcome(registrar: RegistrarView, agency: Agency) -> None:
    """A newcomer is helped: start-up aid, and what it learnt in the incubator, from the budget."""
    growth = registrar.scenario.market.growth
    payroll = min(agency.profile.abilities.scale, registrar.posts_within_reach[agency.id]) * monthly_wage(
        registrar.scenario, registrar.year
    )
    registrar.grants.spend_free(registrar.now, agency.account, round(growth.aid * payroll))
    registrar.grants.spend_free(registrar.now, "support", money.to_fen(growth.incubation_cost))
    agency.experience.skill += growth.incubation


def earn_elsewhere(registrar: RegistrarView, agency: Agency) -> None:
    """Gifts and fees of a month."""
    share = registrar.scenario.market.growth.other_income
    if share and agency.profile.kind == "independent":
        workers = min(agency.profile.abilities.scale, max(registrar.posts_within_reach[agency.id], agency.posts))
        registrar.ledger.move(
            registrar.now,
            "donors",
            agency.account,
            round(share * workers * monthly_wage(registrar.scenario, registrar.year)),
        )


def has_run_out_of_cash(registrar: RegistrarView, agency: Agency) -> bool:
    """Whether it was below its credit line at enough month ends in a row, so that it closes (equation 12.6)."""
    below = registrar.ledger.balances[agency.account] < -credit_line(registrar.scenario, agency, registrar.year)
    agency.months_below = agency.months_below + 1 if below else 0
    return agency.months_below >= registrar.scenario.payment.closure_months


def year_ends(registrar: RegistrarView, first_year: int, streams: Streams) -> Iterator[Event]:
    """Between the last month end of a year and the buyer's first hour of the next: books, dissolution, founding."""
    # Nothing was seen yet: newcomers are taken to do as well as everybody.
    _announce(registrar, first_year, streams, ENTRIES[registrar.scenario.market.entry_rule]().pace(1.0, 1.0))
    for year in range(first_year, registrar.scenario.calendar.years):
        yield Timeout(registrar.env, fiscal.year_start(year + 1) + fiscal.OFFICE_HOUR / 2 - registrar.env.now)
        pace = _pace(registrar)
        close_books(registrar, year)
        _penalise(registrar, year)
        _dissolve(registrar)
        _announce(registrar, year + 1, streams, pace)


def close_books(registrar: RegistrarView, year: int) -> None:
    """Write every agency's year; this year's mean score stands for missing records in the next."""
    payroll = monthly_wage(registrar.scenario, registrar.year)
    for agency in registrar.directory.agencies:
        if agency.status == POTENTIAL:
            continue
        registrar.record.agency_years.append(
            AgencyYearRow(
                year=year,
                agency=agency.id,
                kind=agency.profile.kind,
                age=(registrar.now - agency.profile.founded) / fiscal.YEAR,
                contracts=len(agency.contracts),
                posts=agency.posts,
                cash=registrar.ledger.balances[agency.account],
                payroll=round(payroll * agency.posts),
                record=float("nan") if agency.record is None else agency.record,
                barred=agency.barred_until > registrar.now,
                status=agency.status,
            )
        )
    registrar.directory.close_year()


def _penalise(registrar: RegistrarView, year: int) -> None:
    """The registrar's penalties and missed inspections of a year; who is clean for how long is asked at admission."""
    chance = registrar.scenario.agencies.offences
    for agency in registrar.directory.agencies if chance else ():
        working = agency.status == ACTIVE and agency.profile.kind == "independent"
        if working and registrar.luck.offence(agency.profile.key, year) < chance:
            agency.experience.offended = registrar.now
            registrar.record.event(registrar.now, EventKind.PENALISED, agency.account)


def _dissolve(registrar: RegistrarView) -> None:
    """Independent agencies without a contract for long dissolve."""
    limit = registrar.scenario.market.dormant_years * fiscal.YEAR
    for agency in registrar.directory.agencies:
        idle = agency.status == ACTIVE and not agency.contracts and agency.profile.kind == "independent"
        if idle and registrar.now - agency.last_contract >= limit:
            agency.status = DISSOLVED
            registrar.record.event(registrar.now, EventKind.DISSOLVED, agency.account)


def _pace(registrar: RegistrarView) -> float:
    """Pace of founding by the entry rule: newcomers' share with a contract against everybody's."""
    active = [a for a in registrar.directory.agencies if a.status == ACTIVE and a.profile.kind == "independent"]
    young = [
        a for a in active if registrar.now - a.profile.founded < NEWCOMER_YEARS * fiscal.YEAR and a.profile.newcomer
    ]
    everybody = sum(bool(a.contracts) for a in active) / len(active) if active else 0.0
    newcomers = sum(bool(a.contracts) for a in young) / len(young) if young else everybody
    return ENTRIES[registrar.scenario.market.entry_rule]().pace(newcomers, everybody)


def _announce(registrar: RegistrarView, year: int, streams: Streams, pace: float) -> None:
    """Those possible newcomers of a year who enter at this pace will open on their day."""
    for agency in registrar.directory.agencies:
        profile = agency.profile
        if agency.status != POTENTIAL or not profile.newcomer or fiscal.year_of(profile.founded) != year:
            continue
        if profile.abilities.scale < registrar.scenario.market.growth.entry_scale:
            continue
        if streams.uniform(Purpose.ENTRY, profile.key) < pace / FASTEST:
            found_in_time(registrar, agency)
