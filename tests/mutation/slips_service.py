"""Mistakes in staff, queues, scores and effort, by the test that works the number out."""

from __future__ import annotations

from tests.mutation.slip import Slip

STAFF, SERVICE, QUEUE = "market.test_staffing:", "market.test_service:", "market.test_recipients:"
SCORE, STATE, DEMAND = "market.test_assessment:", "market.test_state:", "market.test_demand:"
RULES = "market.policies.test_rules:"

SLIPS = (
    Slip(
        "late pay moves no worker",
        "market.staffing:hazard",
        "(late - LATE_REFERENCE)",
        "(LATE_REFERENCE - LATE_REFERENCE)",
        (
            STAFF + "test_late_pay_drives_workers_away",
            SERVICE + "test_late_pay_raises_turnover_of_the_contract",
        ),
    ),
    Slip(
        "late pay not told to the contract",
        "market.world:_months",
        "agency.late_share(state.now) if agency.invoices else 0.0",
        "0.0",
        ("market.test_world:test_a_month_knows_how_much_money_is_late",),
    ),
    Slip(
        "no money is ever late",
        "market.agency:Agency.late_share",
        "unpaid += amount if paid > now else 0",
        "unpaid += 0",
        ("market.test_agency:test_late_money_is_that_of_the_last_quarter_not_yet_there",),
    ),
    Slip(
        "wage surplus from the whole margin",
        "market.staffing:plan_staff",
        "margin - SURPLUS_FREE",
        "margin",
        (
            STAFF + "test_what_exceeds_five_per_cent_of_margin_raises_wages_and_hires",
            STAFF + "test_a_margin_of_five_per_cent_is_kept",
        ),
    ),
    Slip(
        "overload at one's own diversion",
        "market.service:monthly_tick",
        "staffing.ADMIN_REFERENCE",
        "contract.book.diverted",
        (SERVICE + "test_overload_is_measured_at_the_reference_diversion",),
    ),
    Slip(
        "diverted hours twice",
        "market.staffing:slots_of",
        "(1 - diverted)",
        "(1 - diverted) ** 2",
        (STAFF + "test_slots_lose_diverted_time_once", SERVICE + "test_the_time_diverted_costs_slots_once"),
    ),
    Slip(
        "turnover reference 0",
        "market.service:quality_now",
        "contract.turnover - 0.18",
        "contract.turnover - 0",
        (SERVICE + "test_quality_is_base_capability_effort_idea_less_turnover_above_18_per_cent",),
    ),
    Slip(
        "contracts open fully staffed",
        "market.tender:_wait_and_live",
        "state.scenario.delivery.startup_staffing",
        "1.0",
        ("market.test_tender:test_a_package_opens_with_three_fifths_of_its_seats",),
    ),
    Slip(
        "new seats always filled",
        "market.staffing:Team.resize",
        "draws[s] < share",
        "draws[s] < 1",
        (
            STAFF + "test_new_seats_are_filled_by_their_draws_and_old_ones_stay",
            "market.test_life:test_a_package_opens_with_a_share_of_its_seats_by_their_own_luck",
        ),
    ),
    Slip(
        "a paused case restarts",
        "market.recipients:Queues._resume",
        "self._cases[contract.id].add(now, self.due(i), i)",
        "self._cases[contract.id].add(now, now + self._duration[i], i)",
        (QUEUE + "test_a_paused_case_goes_on_where_it_was_left",),
    ),
    Slip(
        "no break at a change of agency",
        "market.recipients:Queues._resume",
        "self._last_agency[self.server[i]] != contract.agency",
        "False",
        (QUEUE + "test_another_agency_breaks_continuity_and_the_same_does_not",),
    ),
    Slip(
        "who is taken off the agenda is called all the same",
        "market.agenda:Agenda.clear",
        "self._days.clear()",
        "pass",
        ("market.test_agenda:test_a_cleared_agenda_stays_silent_and_can_be_filled_again",),
    ),
    Slip(
        "cases counted twice",
        "market.choosing:ChoosingQueues._begin",
        "contract.started += 1",
        "contract.started += 2",
        ("market.test_choosing:test_cases_are_counted_as_they_begin_and_end_and_chosen_by_quality",),
    ),
    Slip(
        "urgency counted from the other end",
        "market.demand:_draw",
        "urgency=1 + np.searchsorted",
        "urgency=5 - np.searchsorted",
        (DEMAND + "test_urgency_by_cumulated_shares",),
    ),
    Slip(
        "open cases as long as any",
        "market.demand:_draw",
        'residual=kind == "opening"',
        "residual=False",
        (DEMAND + "test_open_lognormal_cases_are_length_biased",),
    ),
    Slip(
        "cells need as their posts, whatever the length of cases",
        "market.layout:lay_out_cells",
        "own * fiscal.MONTHS / scenario.city.domains[domains.index(template.domain)].duration",
        "own * fiscal.MONTHS / 5",
        (DEMAND + "test_the_rate_of_a_cell_follows_what_its_templates_can_complete",),
    ),
    Slip(
        "raters' stream shared",
        "market.luck:Luck.score_noise",
        '"raters", occasion, year',
        '"raters", "", year',
        (SCORE + "test_every_contract_has_a_panel_of_its_own",),
    ),
    Slip(
        "a panel as noisy as one rater",
        "market.evaluation:spread_of_score",
        " / raters_of(state, contract) ** 0.5",
        "",
        (SCORE + "test_a_score_is_quality_and_the_mean_error_of_the_panel",),
    ),
    Slip(
        "the last tranche is paid whatever the score",
        "market.assessment:_settle_year",
        "if payment.tied_to_score else 1.0",
        "if False else 1.0",
        (SCORE + "test_a_failure_costs_the_last_fifth_and_one_per_cent",),
    ),
    Slip(
        "record dilution dropped",
        "market.agency:Agency.weight",
        "rules.record_dilution *",
        "0 *",
        ("market.test_agency:test_one_score_weighs_less_the_more_contracts_are_held",),
    ),
    Slip(
        "sign of the switching cost in the decision",
        "market.policies.renewals:Standing.beaten",
        "> self.switching_cost",
        "> -self.switching_cost",
        (
            RULES + "test_an_incumbent_is_beaten_by_more_than_the_switching_cost",
            SCORE + "test_the_switching_cost_protects_the_incumbent",
        ),
    ),
    Slip(
        "sign of the switching cost in the threat",
        "market.effort:renewal_line",
        "alternative - switching_cost",
        "alternative + switching_cost",
        ("market.test_effort:test_the_score_below_which_the_buyer_would_switch",),
    ),
    Slip(
        "the incumbent is at a disadvantage where the buyer invites",
        "market.state:BuyerRoll.standing",
        "+ bonus",
        "- bonus",
        (STATE + "test_the_buyer_favours_the_incumbent_by_the_cost_of_switching",),
    ),
    Slip(
        "effort that costs nothing to lose",
        "market.stakes:settle_effort",
        "rules.breach.effort_loss * agency.experience.breaches",
        "rules.breach.effort_loss",
        ("market.test_effort:test_a_breach_suffered_costs_effort",),
    ),
    Slip(
        "the pass line itself does not pass",
        "market.policies.reductions:AllOrNothing.share",
        "score >= lines.passing",
        "score > lines.passing",
        (
            SCORE + "test_a_pass_earns_the_last_fifth",
            "market.test_effort:test_how_much_of_the_last_tranche_a_score_earns",
        ),
    ),
    Slip(
        "volume beyond the target earns more",
        "market.policies.dimensions:Volume.value",
        "min(report.volume, 1.0)",
        "report.volume",
        (RULES + "test_what_a_dimension_looks_at",),
    ),
    Slip(
        "who obliges is not diverted",
        "market.policies.administration:Obliging.diverted",
        "limit * favour / total",
        "limit * slope / total",
        (RULES + "test_time_diverted_by_who_decides",),
    ),
    Slip(
        "far agencies are nearer",
        "market.policies.choices:logit_shares",
        "(not option.near)",
        "option.near",
        (RULES + "test_choice_by_luck_in_the_order_of_options",),
    ),
)
