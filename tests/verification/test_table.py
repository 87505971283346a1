"""The table of rows: closed forms against printed values, names, seeds."""

from __future__ import annotations

import pytest

from gpss_sim.errors import InputError
from gpss_sim.scenario.document import shipped_names
from gpss_sim.verification.row import ONCE
from gpss_sim.verification.table import CASES, choose, names

# Values as printed in the table of evidence (§1).
PRINTED = {
    "T1.bidders_2.price_ratio": 0.93333333,
    "T1.bidders_4.price_ratio": 0.88,
    "T1.bidders_5.price_ratio": 0.86666667,
    "T1.bidders_6.price_ratio": 0.85714286,
    "T1.bidders_8.price_ratio": 0.84444444,
    "T1.bidders_2.price_variance": 0.02357023**2,
    "T1.bidders_3.price_variance": 0.02581989**2,
    "T1.bidders_5.price_variance": 0.02253745**2,
    "T1.reserve_1.awarded_share": 0.75,
    "T1.reserve_3.awarded_share": 0.984375,
    "T1.reserve_1.price_ratio": 1.0,
    "T1.reserve_2.price_ratio": 92 / 95,
    "T1.reserve_3.price_ratio": 89.642857 / 95,
    "T1.reserve_5.price_ratio": 86.642229 / 95,
    "T3.formula.offer_2": 91.130435,
    "T5.nash_half.price_ratio": 0.95,
    "T5.take_it_or_leave_it_100.awarded_share": 0.5,
    "T5.take_it_or_leave_it_110.price_ratio": 95 / 110,
    "T5.auction_of_two.gain": 16.666667 / 110,
    "T6.queue.waited_share": 0.554113,
    "T6.queue.queue_length": 2.216450,
    "T6.queue_large.wait": 0.846184,
    "T6.queue_large.utilisation": 0.96,
    "T6.queue_patience.waited_share": 0.454890,
    "T6.queue_patience.utilisation": 0.755494,
    "T6.queue_overload.wait": 0.810820,
    "T6.queue_overload.queue_length": 4.864918,
    "T6.queue_large_patience.wait": 0.096473,
    "T6.queue_large_patience.gave_up_share": 0.032158,
    "T6.queue_large_overload.waited_share": 0.989210,
    "T6.queue_large_overload.gave_up_share": 0.250357,
    "T6.patience_as_service.waited_share": 0.371163,
    "T6.loss.gave_up_share": 0.199067,
    "T6.loss_exponential.gave_up_share": 0.121661,
    "T7.nearly_constant.wait": 2.0,
    "T7.lognormal.wait": 2.5,
    "T7.exponential.wait": 4.0,
    "T7.gamma.wait": 6.0,
    "T7.two_classes.wait_urgent": 1.142857,
    "T7.two_classes.wait_others": 5.714286,
    "T9.library_urgency_first.benefit": 325,
    "T9.library_rank_and_cut.benefit": 303,
    "T10.threshold.score": 80.901904,
    "T10.threshold.pass_rate": 0.881076,
    "T10.one_rater.pass_rate": 0.725747,
    "T10.winner.score": 79.843741,
    "T12.lots_10.hhi": 0.118,
    "T13.staff.vacancy": 0.024206,
}
EXACT = {name: row.exact for case in CASES.values() for name, row in zip(names(case), case.rows, strict=True)}


@pytest.mark.parametrize("row", PRINTED)
def test_closed_forms_give_the_printed_values(row: str) -> None:
    assert EXACT[row] == pytest.approx(PRINTED[row], rel=2e-6, abs=5e-7)


def test_names_and_seeds_are_their_own() -> None:
    assert len(EXACT) == sum(len(case.rows) for case in CASES.values()) > 100
    assert len({case.seed for case in CASES.values()}) == len(CASES)


def test_every_scenario_of_the_folder_is_used_and_ships() -> None:
    used = {case.scenario for case in CASES.values()} - {""}
    assert used == {name for name in shipped_names() if name.startswith("verification/")}


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
def test_quick_is_a_part_of_full(case: object) -> None:
    size = case.size  # type: ignore[attr-defined]
    assert size == ONCE or 6 <= size.quick < size.full or (size.quick, size.full) == (0, 1)  # only in full


def test_rows_are_chosen_by_name_or_beginning() -> None:
    assert [name for _, name in choose(["T6.queue.wait"])] == ["T6.queue.wait"]
    assert {name.partition(".")[0] for _, name in choose(["T9", "T13.ban_1"])} == {"T9", "T13"}
    assert len(choose(["T1"])) < len(choose(["T1", "T10"]))
    assert len(choose([])) == len(EXACT)
    with pytest.raises(InputError, match=r"did you mean 'T6\.queue'"):
        choose(["T6.queu"])
