"""The page of five places before and now is written from its table, and one place plays as the table says."""

from __future__ import annotations

import pytest

from tests.scenario.before_after import ORDER, PAGE, kept, measures_of, page, places, play


def test_the_page_is_written_from_its_table() -> None:
    assert PAGE.read_text("utf-8") == page(kept())


def test_every_indicator_of_every_place_is_kept() -> None:
    assert [(row.place, row.measure) for row in kept()] == [
        (place, measure) for place in places() for measure in measures_of(place)
    ]


def test_tickets_play_as_the_table_says() -> None:
    told = [row for row in kept() if row.place == "beijing_consortium_16_1"]
    for found, row in zip(play("beijing_consortium_16_1"), told, strict=True):
        assert found[2:] == pytest.approx(row[2:], rel=1e-4)


def test_where_the_poor_come_first_they_do_in_every_year_now_and_did_not_before() -> None:
    rows = [row for row in kept() if row.measure.startswith(ORDER)]
    assert len(rows) == 5
    assert {row.now for row in rows} == {0}
    assert rows[0].before == 0 < max(row.before for row in rows)
