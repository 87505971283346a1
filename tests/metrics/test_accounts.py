"""Final accounts by source: every purpose in its column, worked out by hand."""

from __future__ import annotations

import pytest

from gpss_sim.metrics.accounts import AccountRow, final_accounts

YEAR = 365.0


def test_every_move_stands_in_the_column_of_its_purpose() -> None:
    """1,000 granted; 600 paid for a service, 50 for buying, 30 for support, 100 lapsed: 220 stay."""
    moves = [
        (0.0, "source", "budget", "fiscal", 1_000),
        (10.0, "budget", "committed", "fiscal", 650),
        (20.0, "committed", "agency", "fiscal", 600),
        (30.0, "budget", "procurement", "fiscal", 50),
        (40.0, "budget", "support", "fiscal", 30),
        (364.0, "budget", "lapsed", "fiscal", 100),
    ]
    assert final_accounts(moves) == [AccountRow(0, "fiscal", 0, 1_000, 600, 50, 30, 100, 220)]


def test_what_stays_opens_the_next_year() -> None:
    """Also a year in which nothing moves."""
    moves = [(0.0, "source", "budget", "lottery", 500), (2 * YEAR, "budget", "procurement", "lottery", 20)]
    assert final_accounts(moves) == [
        AccountRow(0, "lottery", opening=0, granted=500, service=0, buying=0, other=0, lapsed=0, closing=500),
        AccountRow(1, "lottery", opening=500, granted=0, service=0, buying=0, other=0, lapsed=0, closing=500),
        AccountRow(2, "lottery", opening=500, granted=0, service=0, buying=20, other=0, lapsed=0, closing=480),
    ]


def test_each_source_has_its_own_account_from_the_first_year_of_any() -> None:
    moves = [(YEAR, "source", "budget", "lottery", 7), (2 * YEAR, "source", "budget", "fiscal", 5)]
    assert final_accounts(moves) == [
        AccountRow(1, "fiscal", 0, 0, 0, 0, 0, 0, 0),
        AccountRow(1, "lottery", 0, 7, 0, 0, 0, 0, 7),
        AccountRow(2, "fiscal", 0, 5, 0, 0, 0, 0, 5),
        AccountRow(2, "lottery", 7, 0, 0, 0, 0, 0, 7),
    ]


@pytest.mark.parametrize(
    ("left", "entered", "column"),
    [
        ("committed", "agency:a", "service"),
        ("committed", "support", "other"),
        ("committed", "lapsed", "lapsed"),
        ("budget", "lapsed", "lapsed"),
        ("budget", "procurement", "buying"),
        ("budget", "evaluation", "other"),
        ("budget", "agency:a", "other"),  # a reward
        ("rectification", "budget", "granted"),
        ("agency:a", "committed", "granted"),
    ],
)
def test_what_a_move_is_for(left: str, entered: str, column: str) -> None:
    (row,) = final_accounts([(3.0, left, entered, "fiscal", 1), (4.0, left, entered, "fiscal", 9)])
    amounts = {name: getattr(row, name) for name in ("granted", "service", "buying", "other", "lapsed")}
    assert amounts == {name: 10 if name == column else 0 for name in amounts}


def test_setting_aside_and_moves_of_no_source_are_no_part_of_the_accounts() -> None:
    assert final_accounts([]) == []
    assert final_accounts([(1.0, "budget", "committed", "fiscal", 3), (2.0, "committed", "budget", "fiscal", 3)]) == []
    assert final_accounts([(1.0, "committed", "agency:a", "", 3), (2.0, "agency:a", "wages", "fiscal", 3)]) == []
