"""Final accounts by source: every purpose in its column, worked out by hand."""

from __future__ import annotations

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
    moves = [(0.0, "source", "budget", "lottery", 500), (YEAR + 1, "budget", "procurement", "lottery", 20)]
    first, second = final_accounts(moves)
    assert (first.closing, second.opening, second.buying, second.closing) == (500, 500, 20, 480)
