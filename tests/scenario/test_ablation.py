"""What a place sets bites: without any one of its values some indicator moves, or its SOURCES.md says why none can.

A small place here, and every fifth value of two others, by one seed; all of them, by ten, with ``make ablations``.
"""

from __future__ import annotations

import pytest

from gpss_sim.scenario.origin import Key, dotted
from tests.scenario.ablation import PLACES, excused, moved, own_fields, without
from tests.scenario.ablations_kept import NOTHING, PAGE, SAME, kept, page

SAMPLE = [("luoshan_1995", key) for key in own_fields("luoshan_1995")]
SAMPLE += [(name, key) for name in ("nanshan_2007", "beijing_consortium_16_1") for key in own_fields(name)[::5]]


@pytest.mark.parametrize(("name", "key"), SAMPLE, ids=[f"{name}-{dotted(key)}" for name, key in SAMPLE])
def test_without_a_value_some_indicator_moves(name: str, key: Key) -> None:
    assert moved(name, key, seeds=1) != "" or dotted(key) in excused(name)


@pytest.mark.parametrize("name", PLACES)
def test_what_is_excused_is_set_there(name: str) -> None:
    assert set(excused(name)) <= {dotted(key) for key in own_fields(name)}


@pytest.mark.parametrize("name", PLACES)
def test_what_is_excused_moved_nothing_when_all_were_played(name: str) -> None:
    idle = {row.field for row in kept() if row.scenario == name and row.moves == NOTHING}
    assert idle == set(excused(name))


def test_a_value_is_taken_away_alone() -> None:
    """The centre's own income is the whole budget again, and nothing else changes."""
    key: Key = ("rules", "modes", "non_competitive", "public_share")
    other = without("luoshan_1995", key)
    assert other is not None
    assert (other.rules.modes["non_competitive"].public_share, other.rules.modes["non_competitive"].bars) == (
        1.0,
        False,
    )


def test_what_would_be_so_anyway_is_told_apart() -> None:
    assert moved("beijing_consortium_16_1", ("rules", "voucher", "redemption_days"), seeds=1) == SAME


def test_a_number_that_has_to_be_there_is_replaced() -> None:
    other = without("beijing_consortium_16_1", ("rules", "methods", "invitation", "days"))
    assert other is not None
    assert other.rules.methods["invitation"].days != 14


def test_the_page_is_written_from_its_table() -> None:
    assert PAGE.read_text("utf-8") == page(kept(), {name: excused(name) for name in PLACES})


def test_what_moves_nothing_has_its_reason() -> None:
    """In the SOURCES.md of its scenario; and the table tells of fields that are set."""
    for row in kept():
        assert row.field in {dotted(key) for key in own_fields(row.scenario)}
        assert row.moves != NOTHING or row.field in excused(row.scenario)
