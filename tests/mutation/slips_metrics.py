"""Mistakes in what is counted, by the test that counts it on the fingers."""

from __future__ import annotations

from tests.mutation.slip import Slip

PEOPLE, MONEY, SLICES = "metrics.test_recipients:", "metrics.test_money:", "metrics.test_slices:"
IMPROVEMENT = PEOPLE + "test_improvement_is_weight_times_the_gain_over_the_unaided_rate"

SLIPS = (
    Slip(
        "improvement weighted by urgency twice",
        "metrics.recipients:improvement",
        'people["weight"][who] *',
        'people["weight"][who] ** 2 *',
        (IMPROVEMENT,),
    ),
    Slip("unaided rate not subtracted", "metrics.recipients:improvement", " - unaided", "", (IMPROVEMENT,)),
    Slip(
        "interrupted cases counted as completed",
        "metrics.recipients:completed",
        "_ended(s, COMPLETED)",
        "_ended(s, COMPLETED)) + len(_ended(s, INTERRUPTED)",
        (PEOPLE + "test_who_came_began_and_left_in_year_1",),
    ),
    Slip(
        "who gave up did not wait",
        "metrics.recipients:_left",
        " | gave_up",
        "",
        (PEOPLE + "test_days_waited",),
    ),
    Slip(
        "change of worker helps",
        "market.recipients.outcome:success_odds",
        "- delivery.success_change",
        "+ delivery.success_change",
        (
            SLICES + "test_quality_raises_success_and_a_change_of_worker_lowers_it",
            SLICES + "test_success_of_a_case_at_the_reference",
        ),
    ),
    Slip(
        "break of continuity ignored",
        "market.recipients.outcome:success_of",
        " + breaks",
        "",
        (SLICES + "test_a_break_of_continuity_is_one_change_more",),
    ),
    Slip(
        "quality of the first month in place of the last before the end",
        "market.tables:_by_month",
        "last >= 0, last,",
        "last >= 0, first[:, None],",
        (SLICES + "test_the_month_of_the_end_is_looked_at_else_the_nearest_before_else_after",),
    ),
    Slip(
        "what is unknown read as nothing",
        "metrics.stored:_column",
        "else np.nan",
        "else 0.0",
        ("metrics.test_stored:test_a_day_that_never_came_stays_unknown",),
    ),
    Slip(
        "a period holds the day after its last",
        "metrics.slices:Slice.within",
        "day < stop",
        "day <= stop",
        (SLICES + "test_a_period_holds_its_first_day_and_not_the_day_after",),
    ),
    Slip(
        "improvement per yuan spent instead of granted",
        "metrics.money:improvement_per_million",
        "total = granted(s)",
        "total = public_money(s)",
        (MONEY + "test_improvement_per_million_granted",),
    ),
    Slip(
        "released money counted as executed",
        "metrics.money:execution_rate",
        " - released",
        "",
        (MONEY + "test_execution_counts_commitments_net_of_what_came_back",),
    ),
    Slip(
        "social cost without bidders",
        "metrics.money:social_cost_per_completed",
        " + offers_cost(s)",
        "",
        (MONEY + "test_money_per_head",),
    ),
    Slip(
        "turnover over seats instead of workers",
        "metrics.market:turnover",
        'rows["staff"].sum()',
        'rows["seats"].sum()',
        ("metrics.test_market:test_workers_seats_and_leavers",),
    ),
    Slip(
        "concentration without squares",
        "metrics.market:hhi",
        "** 2",
        "** 1",
        ("metrics.test_market:test_concentration_of_contract_value",),
    ),
    Slip(
        "days to award from the last attempt",
        "metrics.procurement:days_to_award",
        "min(opened.get((project, year), np.inf), day)",
        "day",
        ("metrics.test_procurement:test_days_run_from_the_first_attempt",),
    ),
    Slip(
        "failed attempts have prices too",
        "metrics.procurement:_awarded",
        'rows["result"] == TenderResult.AWARDED',
        'rows["result"] != ""',
        ("metrics.test_procurement:test_prices_of_awards",),
    ),
    Slip(
        "steady window from the first year",
        "metrics.evaluate:steady_years",
        "min(calendar.steady_from, calendar.years)",
        "1",
        ("metrics.test_evaluate:test_the_steady_window_begins_where_it_is_said",),
    ),
    Slip(
        "an indicator under a name not its own",
        "metrics.registry:metric",
        "name = function.__name__",
        'name = function.__name__ + "_"',
        ("metrics.test_evaluate:test_an_indicator_is_registered_under_its_own_name",),
    ),
    Slip(
        "reversals over dearer projects",
        "metrics.library:_reversed",
        '<= rows["cost"]',
        '>= rows["cost"]',
        ("metrics.test_library:test_a_reversal_is_a_more_urgent_project_left_that_takes_no_more_money",),
    ),
    Slip(
        "final accounts forget what a source held before",
        "metrics.accounts:final_accounts",
        "opening = held[source]",
        "opening = 0",
        ("hand.test_library:test_final_accounts_by_source_to_the_fen",),
    ),
)
