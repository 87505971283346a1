"""Rules that tie several fields of a scenario together, one function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gpss_sim.scenario.checks import allocation, channel_checks, city, rulebook_checks
from gpss_sim.scenario.checks.common import Broken
from gpss_sim.scenario.schema import Scenario

CHECKS: tuple[Callable[[Scenario], Iterator[Broken]], ...] = (
    rulebook_checks.choices_exist,
    rulebook_checks.policies_exist,
    rulebook_checks.awards_fit_their_weight,
    rulebook_checks.methods_are_whole,
    rulebook_checks.assessment_is_whole,
    rulebook_checks.thresholds_are_a_ladder,
    rulebook_checks.overlays_are_whole,
    channel_checks.channels_are_whole,
    channel_checks.exceptions_are_whole,
    channel_checks.buyers_are_whole,
    channel_checks.envelopes_name_what_exists,
    channel_checks.sorts_are_known,
    channel_checks.templates_fit_the_rules,
    allocation.budget_rules_fit,
    city.shares_sum_to_one,
    city.costing_is_whole,
    city.ranges_are_in_order,
    city.arrivals_stay_countable,
    city.posts_stay_countable,
    city.the_name_is_one,
    city.there_is_a_library,
    city.ids_are_unique,
    city.records_fit_the_city,
    city.sources_speak_of_fields,
)
"""Every rule between fields, in the order in which faults are told."""


def broken_rules(scenario: Scenario) -> list[Broken]:
    """Every rule broken between fields that are each valid alone."""
    return [broken for check in CHECKS for broken in check(scenario)]
