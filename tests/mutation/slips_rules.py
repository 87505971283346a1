"""Mistakes in rules of admission, award, price and entry, by the test that works the answer out."""

from __future__ import annotations

from tests.mutation.slip import Slip

BIRTH, RULES, PRICES = "market.agencies.test_entry_exit:", "market.policies.test_rules:", "market.policies.test_prices:"

ROLES = "rules.test_roles:"

SLIPS = (
    Slip(
        "an expert who is severe and errs as much on the day as if he were not",
        "market.rulebook.expert_pool:panel_error",
        "sqrt(1 - share)",
        "sqrt(1)",
        ("market.rulebook.test_expert_pool:test_with_severity_alone_the_whole_pool_says_the_same_of_every_project",),
    ),
    Slip(
        "a gate that lets through what lies below its mark",
        "market.procurement.award_gates:_passes",
        ">= gate.pass_mark",
        ">= gate.pass_mark - 5",
        (f"{ROLES}test_R37_each_gate_can_reject",),
    ),
    Slip(
        "an award that is challenged without a loser",
        "market.procurement.challenge:suspended",
        "not rules.chance or not losers",
        "not rules.chance",
        (f"{ROLES}test_a_challenge_suspends_an_award_and_may_annul_it",),
    ),
    Slip(
        "finance rewards what it should cut",
        "market.buyers.reevaluation:_kept_after_review",
        "1 - rules.cut",
        "1 + rules.cut",
        (f"{ROLES}test_P15_finance_cuts_the_next_budget_after_a_poor_year",),
    ),
    Slip(
        "one supplier too many is asked for",
        "market.buyers.channel_review:choose_instruments",
        "view.directory.suppliers(project.index)",
        "0",
        (f"{ROLES}test_R18_an_instrument_that_needs_suppliers_is_used_where_they_are",),
    ),
    Slip(
        "a bar on the day it ends",
        "market.agencies.admission:is_open",
        "barred_until <= case.now",
        "barred_until < case.now",
        ("market.agencies.test_admission:test_a_bar_ends_on_its_day",),
    ),
    Slip(
        "the last channel decides",
        "scenario.purchase:purchase_of",
        "for channel in rules.channels if",
        "for channel in rules.channels[::-1] if",
        ("scenario.test_purchase:test_the_first_channel_that_matches_decides_what_it_says",),
    ),
    Slip(
        "an amount equal to a limit always above",
        "market.rulebook.method_choice:exceeds",
        'amount > limit if boundary == "below"',
        'amount >= limit if boundary == "below"',
        ("market.rulebook.test_method_choice:test_the_first_limit_that_an_amount_does_not_exceed_gives_the_method",),
    ),
    Slip(
        "offers too cheap are valid",
        "market.procurement.validity:is_valid",
        " or offer.price < award.cost_floor",
        "",
        ("market.procurement.test_validity:test_floors_of_quality_and_price_are_valid_themselves",),
    ),
    Slip(
        "beliefs jump",
        "market.agencies.beliefs:Beliefs.observe",
        "self.quality += pace *",
        "self.quality += 1 *",
        ("market.agencies.test_beliefs:test_beliefs_follow_what_is_seen_by_a_tenth",),
    ),
    Slip(
        "agencies open with cash for all they could ever field",
        "market.agencies.population:opening_cash",
        "min(profile.abilities.scale, within_reach)",
        "profile.abilities.scale",
        (BIRTH + "test_opening_cash_is_two_months_of_those_it_can_field_where_there_are_posts",),
    ),
    Slip(
        "who serves on starts with new workers",
        "market.delivery.lifecycle:_take_over_team",
        "contract.workforce.team.filled = old.workforce.team.filled",
        "pass",
        ("market.delivery.test_lifecycle:test_who_serves_on_keeps_its_workers",),
    ),
    Slip(
        "attempts in packages cost once",
        "market.rulebook.procedure_costs:attempt_cost",
        "packages * money",
        "money",
        ("market.rulebook.test_method_choice:test_every_package_costs_its_fixed_part",),
    ),
    Slip(
        "lots by the largest number",
        "market.policies.sellers:Drawn.candidates",
        "(roll.lot(agency, project), agency)",
        "(-roll.lot(agency, project), agency)",
        (RULES + "test_who_is_asked",),
    ),
    Slip(
        "the dearest offer wins",
        "market.policies.awards:LowestPrice.scores",
        "-offer.price",
        "offer.price",
        (RULES + "test_lots_tickets_and_lowest_prices",),
    ),
    Slip(
        "everybody asks for more than the ceiling",
        "market.policies.bidding:AtCeiling.ask",
        "cost <= 1.0",
        "cost <= 2.0",
        (RULES + "test_everybody_may_ask_for_the_ceiling",),
    ),
    Slip(
        "costs without overhead",
        "market.policies.costs:CostDistribution.of",
        " + self.overhead_share",
        "",
        (RULES + "test_the_cost_of_an_agency_and_the_quantiles_of_all",),
    ),
    Slip(
        "a newcomer's record is nothing",
        "market.policies.missing_records:Mean.stands",
        "return mean",
        "return 0.0",
        (
            RULES + "test_what_stands_for_a_missing_record",
            "market.agencies.test_directory:test_a_newcomer_has_what_the_rule_says_and_then_its_own_record",
        ),
    ),
    Slip(
        "continuation doubled",
        "market.policies.payoff:_worth",
        "continuation *",
        "2 * continuation *",
        (PRICES + "test_what_a_contract_is_worth",),
    ),
    Slip(
        "bargaining weights exchanged",
        "market.policies.prices:Negotiated.offer",
        "prospect.alpha * (1.0 - cost)",
        "(1 - prospect.alpha) * (1.0 - cost)",
        (PRICES + "test_a_bargain_divides_what_is_left_above_cost",),
    ),
)
