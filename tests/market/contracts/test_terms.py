"""What is agreed and noted where nothing else is said, and how money set aside is drawn."""

from __future__ import annotations

import pytest

from gpss_sim.market.contracts.terms import Arrangement, Commitment, MonthSums, Terms, YearBook, YearChoices
from tests.market.town import scenario


def test_a_book_begins_empty_with_a_whole_year_ahead() -> None:
    book = YearBook(730.0)
    assert (book.price, book.put_off, book.waiting) == (0, 0.0, 0)
    for part in (book.choices, book.sums):
        noted = {name: getattr(part, name) for name in type(part).__slots__}
        assert noted == dict.fromkeys(noted, 0)
    assert (len(YearChoices.__slots__), len(MonthSums.__slots__)) == (5, 6)
    assert (book.end, book.pace, book.mean_quality, book.yearly_price) == (1095.0, 1.0, 0.0, 0.0)


def test_quality_is_the_mean_of_the_months_and_the_price_that_of_a_year() -> None:
    book = YearBook(0.0, sums=MonthSums(158.0, 2), price=300, pace=0.5, length=182.5)
    assert (book.mean_quality, book.yearly_price, book.end) == (79.0, 600.0, 182.5)


def test_who_says_nothing_of_it_brings_no_money_and_no_idea_and_delivers_it_all() -> None:
    rules = scenario().rules
    terms = Terms(9, 9, 9, 0.0, 3, Arrangement(rules.modes["open"], rules.forms["package"], "tender", "package", False))
    assert (terms.private, terms.scope, terms.idea, terms.fee) == (0, 1.0, 0.0, 0)


@pytest.mark.parametrize(("asked", "drawn"), [(-1, {}), (0, {}), (1, {"a": 1, "b": 0}), (8, {"a": 3, "b": 2})])
def test_a_draw_takes_what_there_is_down_to_one_fen(asked: int, drawn: dict[str, int]) -> None:
    held = Commitment(1, {"a": 3, "b": 2})
    assert held.draw(asked) == drawn
    assert held.remaining == {"a": 3 - drawn.get("a", 0), "b": 2 - drawn.get("b", 0)}
    assert held.holders == 1
