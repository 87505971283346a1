"""Mistakes in money, procurement, survey and the buyer's year, by the test that works the number out."""

from __future__ import annotations

from tests.mutation.slip import Slip

PURSE, PAID, BUYER = "market.test_money:", "market.test_payments:", "market.test_buyer:"
TENDER, CREDIT, NEED = "market.test_tender:", "market.test_offers:", "market.test_survey:"
BIRTH, RULES, INDEX = "market.test_demography:", "market.policies.test_rules:", "market.test_guideline:"
PAID_ATTEMPTS = TENDER + "test_the_buyer_pays_every_attempt_from_its_budget"

SLIPS = (
    Slip(
        "procurement not charged to the budget",
        "market.tender:_pay_attempt",
        'purse.spend(state.now, "procurement", cost)',
        "cost",
        (PAID_ATTEMPTS,),
    ),
    Slip(
        "procurement charged to what lapses",
        "market.purse:Purse.spend",
        '"budget", account',
        '"lapsed", account',
        (PAID_ATTEMPTS, PURSE + "test_spending_takes_all_there_is_and_no_more"),
    ),
    Slip(
        "lapse not returned",
        "market.purse:Purse.lapse",
        "self._divide(amount)",
        "self._divide(0)",
        (
            PURSE + "test_what_is_left_lapses_to_the_treasury",
            BUYER + "test_what_was_not_used_goes_back_to_the_treasury",
        ),
    ),
    Slip(
        "one side of the ledger",
        "market.ledger:Ledger.move",
        "self.balances[account_from] -= amount",
        "pass",
        (PURSE + "test_money_leaves_one_account_and_enters_another",),
    ),
    Slip(
        "events without a log",
        "market.record:Record.event",
        "if self.log:",
        "if True:",
        (PURSE + "test_an_event_is_kept_only_where_a_log_is",),
    ),
    Slip(
        "credit halved for large agencies instead of small",
        "market.offers:credit_line",
        "scale < 10",
        "scale >= 10",
        (BIRTH + "test_the_credit_line_is_a_month_of_payroll_and_half_for_small_agencies",),
    ),
    Slip(
        "credit ignored when bidding",
        "market.offers:_cash_allows",
        " + credit_line(state, view.agency)",
        "",
        (CREDIT + "test_credit_counts_as_cash", CREDIT + "test_a_small_agency_has_half_the_credit"),
    ),
    Slip(
        "credit ignored when closing",
        "market.demography:check_cash",
        "-credit_line(state, agency)",
        "0",
        (BIRTH + "test_two_months_below_the_line_close_an_agency",),
    ),
    Slip(
        "wage index a year late",
        "market.guideline:wage_index",
        "** year",
        "** max(year - 1, 0)",
        (
            INDEX + "test_wages_grow_from_year_to_year",
            INDEX + "test_the_wage_under_a_flat_price_falls_behind",
        ),
    ),
    Slip(
        "reference cost a year late",
        "market.contract:Project.reference",
        "** year",
        "** max(year - 1, 0)",
        (INDEX + "test_reference_cost_follows_the_index_and_a_flat_ceiling_stays",),
    ),
    Slip(
        "doing it oneself costs no overhead",
        "market.in_house:in_house_cost",
        " + delivery.running_share",
        "",
        (INDEX + "test_what_it_would_cost_to_do_it_oneself",),
    ),
    Slip(
        "founding pace inverted",
        "market.policies.entries:Prospects.pace",
        "newcomers / everybody, FASTEST) if everybody > 0",
        "everybody / newcomers, FASTEST) if newcomers > 0",
        (RULES + "test_the_pace_of_founding", BIRTH + "test_founding_follows_newcomers_over_everybody"),
    ),
    Slip(
        "newcomers taken for everybody",
        "market.demography:_pace",
        "pace(newcomers, everybody)",
        "pace(everybody, newcomers)",
        (BIRTH + "test_founding_follows_newcomers_over_everybody",),
    ),
    Slip(
        "survey counts half a year",
        "market.survey:Survey._need",
        "waiting + 2 * arrivals * error",
        "waiting + arrivals * error",
        (NEED + "test_benefit_is_the_demand_of_a_year_where_the_project_could_meet_it",),
    ),
    Slip(
        "survey sees half of the half-year",
        "market.survey:Survey._half_year_arrivals",
        "fiscal.months(6)",
        "fiscal.months(3)",
        (NEED + "test_everybody_who_waits_counts_and_everybody_who_came_in_half_a_year",),
    ),
    Slip(
        "survey counts a whole year",
        "market.survey:Survey._half_year_arrivals",
        "fiscal.months(6)",
        "fiscal.months(12)",
        (NEED + "test_everybody_who_waits_counts_and_everybody_who_came_in_half_a_year",),
    ),
    Slip(
        "officials dislike what shows",
        "market.preferences:sway",
        "rules.showy * project",
        "-rules.showy * project",
        (NEED + "test_officials_taste_moves_benefit_and_rank_not_the_survey",),
    ),
    Slip(
        "reserve list reversed",
        "market.buyer:Buyer._open_year",
        "for i in plan.reserve]",
        "for i in plan.reserve[::-1]]",
        (
            BUYER + "test_projects_in_reserve_are_bought_in_their_order_from_what_is_saved",
            BUYER + "test_the_first_in_reserve_is_served_first_where_money_is_for_one",
        ),
    ),
    Slip(
        "a vacancy at the end of the line",
        "market.buyer:Buyer._on_vacancy",
        "[project, *(other for other in self._reserve if other is not project)]",
        "[*(other for other in self._reserve if other is not project), project]",
        (BUYER + "test_a_vacancy_is_first_in_line",),
    ),
    Slip(
        "next year's money is not set aside",
        "market.buyer:Buyer._prepare",
        "contract.prepared = commitment",
        "pass",
        (BUYER + "test_the_money_of_the_next_year_follows_the_index",),
    ),
    Slip(
        "tranches a month late",
        "market.payments:schedule_tranches",
        "fiscal.months(month * contract",
        "fiscal.months((month + 1) * contract",
        (PAID + "test_40_per_cent_at_the_start_and_at_half_time_the_rest_waits_for_the_score",),
    ),
    Slip(
        "a short year at the price of a whole one",
        "market.contract_year:bind_to_fiscal_year",
        "book.price -= unpaid",
        "pass",
        ("market.test_contract_year:test_a_year_that_begins_on_day_45_lasts_320_days_and_is_paid_in_proportion",),
    ),
    Slip(
        "running costs wait for the score too",
        "market.held_back:held_back_share",
        "* wages / whole",
        "* 1",
        ("market.test_held_back:test_of_a_payroll_only_wages_can_wait",),
    ),
    Slip(
        "released money is lost to this year",
        "market.payments:release_part",
        "commitment.year == state.year",
        "commitment.year != state.year",
        (PAID + "test_money_released_within_its_year_returns_to_the_budget_and_later_to_the_treasury",),
    ),
    Slip(
        "half of everything due at once",
        "market.policies.schedules:forty_forty_twenty",
        "(0.0, 0.4), (6.0, 0.4)",
        "(0.0, 0.8), (6.0, 0.0)",
        (RULES + "test_schedules_of_a_year",),
    ),
    Slip(
        "the host keeps nothing",
        "market.hosting:pay_host",
        "registration.fee *",
        "registration.fee * 0 *",
        (PAID + "test_a_host_keeps_its_fee_and_passes_money_on_later",),
    ),
    Slip(
        "transparency leaks",
        "market.leakage:leak",
        "(1 - contract.terms.mode.transparency)",
        "contract.terms.mode.transparency",
        (PAID + "test_money_leaks_as_far_as_nobody_watches",),
    ),
    Slip(
        "a breach takes time and no money",
        "market.breach:suffer_breach",
        "contract.book.price -= lost",
        "pass",
        (PAID + "test_a_breach_takes_money_time_and_promptness",),
    ),
    Slip(
        "vouchers at the price of two",
        "market.voucher:redeem",
        "cases * voucher_value",
        "2 * cases * voucher_value",
        ("market.test_voucher:test_a_claim_is_set_apart_and_paid_a_month_later",),
    ),
    Slip(
        "support at no cost",
        "market.consortium:pay_support",
        "draw(contract.terms.fee)",
        "draw(0)",
        ("market.test_consortium:test_the_support_organisation_is_paid_its_share_from_the_commitment",),
    ),
)
