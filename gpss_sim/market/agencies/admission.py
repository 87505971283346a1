"""Admission: which agencies may sell at all, one rule a function (facts B3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import NamedTuple

from gpss_sim import fiscal
from gpss_sim.market.agencies.agency import ACTIVE, Agency
from gpss_sim.scenario.eligibility import Eligibility


class AdmissionRequest(NamedTuple):
    """What is looked at when an agency asks to be admitted.

    Parameters
    ----------
    agency : Agency
    now : float [day]
    record : Callable[[], float] [points]
        Tells its credit record, or what stands for it.
    pass_line : float [points]
        Score at which a contract passes.
    listed : bool
        It stands on the registrar's preferred list of the year.
    """

    agency: Agency
    now: float
    record: Callable[[], float]
    pass_line: float
    listed: bool


def is_open(case: AdmissionRequest, rules: Eligibility) -> bool:
    """It works, and is not barred."""
    return case.agency.status == ACTIVE and case.agency.barred_until <= case.now


def has_certified_workers(case: AdmissionRequest, rules: Eligibility) -> bool:
    """Enough certified social workers (facts R20, R21)."""
    return case.agency.profile.abilities.certified >= rules.min_scale


def is_registered_long_enough(case: AdmissionRequest, rules: Eligibility) -> bool:
    """Years since registration (facts R26)."""
    return case.now - case.agency.profile.standing.registered >= rules.registration_years * fiscal.YEAR


def is_governed(case: AdmissionRequest, rules: Eligibility) -> bool:
    """Sound governance, where it is asked for (facts R26)."""
    return case.agency.profile.standing.governed or not rules.governance


def passed_last(case: AdmissionRequest, rules: Eligibility) -> bool:
    """The latest assessment reached the pass line; newcomers have none (facts R24)."""
    score = case.agency.experience.score
    return rules.last_assessment == "any" or score is None or score >= case.pass_line


def has_record(case: AdmissionRequest, rules: Eligibility) -> bool:
    """A sufficient record (facts R25)."""
    return rules.min_record == 0 or case.record() >= rules.min_record


def is_clean(case: AdmissionRequest, rules: Eligibility) -> bool:
    """No misconduct for some years (facts R22, R23)."""
    return case.now - case.agency.experience.offended >= rules.clean_years * fiscal.YEAR


def is_listed(case: AdmissionRequest, rules: Eligibility) -> bool:
    """It stands on the preferred list, where there is one (facts A12)."""
    return case.listed


RULES: tuple[Callable[[AdmissionRequest, Eligibility], bool], ...] = (
    is_open,
    has_certified_workers,
    is_registered_long_enough,
    is_governed,
    passed_last,
    has_record,
    is_clean,
    is_listed,
)
"""Every rule of admission."""


LASTING = frozenset({has_certified_workers, is_governed})
"""Rules that ask only what an agency is: what they say of it never changes."""


def asked(rules: Eligibility) -> tuple[Callable[[AdmissionRequest, Eligibility], bool], ...]:
    """The rules that can refuse anybody."""
    idle: dict[Callable[[AdmissionRequest, Eligibility], bool], bool] = {
        is_governed: not rules.governance,
        passed_last: rules.last_assessment == "any",
        has_record: rules.min_record == 0,
        is_clean: rules.clean_years == 0,
        is_listed: rules.preferred_share == 1 or rules.preferred_advice is not None,
    }
    return tuple(rule for rule in RULES if not idle.get(rule, False))


def admitted(
    case: AdmissionRequest,
    rules: Eligibility,
    conditions: Sequence[Callable[[AdmissionRequest, Eligibility], bool]] = RULES,
) -> bool:
    """Whether an agency may sell, by all rules or by those that are `asked`."""
    for rule in conditions:  # noqa: SIM110 (asked of every agency at every turn; a generator takes twice as long)
        if not rule(case, rules):
            return False
    return True


def preferred(agencies: Sequence[Agency], records: Sequence[float], share: float) -> frozenset[int]:
    """The registrar's list: the best `share` of the active agencies by record, ties by index."""
    active = [agency.id for agency in agencies if agency.status == ACTIVE]
    ranked = sorted(active, key=lambda agency: (-records[agency], agency))
    return frozenset(ranked[: ceil(share * len(ranked))])
