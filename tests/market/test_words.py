"""Event kinds, statuses and purposes of draws are listed once: no other place of the market spells one out."""

from __future__ import annotations

import ast
from enum import StrEnum
from pathlib import Path

import pytest

from gpss_sim.i18n import LANGUAGES, words
from gpss_sim.market import statuses
from gpss_sim.market.ledger import Account
from gpss_sim.market.purposes import Purpose
from gpss_sim.market.statuses import AgencyStatus, EventKind, NeedStatus, TenderResult, closed_event
from tests.layers import ROOT

MARKET = ROOT / "gpss_sim/market"
DRAWS = ("_row", "_one", "uniform", "uniforms", "exponentials", "open", "draw")


def spelt(tree: ast.Module) -> list[str]:
    """Texts given as the purpose of a draw, or as the kind of an event."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        place = 0 if name in DRAWS else 1 if name == "event" else None
        if place is not None and len(node.args) > place:
            told = node.args[place]
            if isinstance(told, ast.JoinedStr) or (isinstance(told, ast.Constant) and isinstance(told.value, str)):
                found.append(ast.unparse(told))
    return found


@pytest.mark.parametrize("path", sorted(MARKET.rglob("*.py")), ids=lambda path: path.relative_to(MARKET).as_posix())
def test_no_file_spells_a_purpose_or_an_event(path: Path) -> None:
    assert spelt(ast.parse(path.read_text("utf-8"))) == []


def test_a_planted_word_is_found() -> None:
    planted = 'streams.uniform("luck", 1)\nstate.record.event(now, f"{name} closed", name)\nself._row("x", 1)\n'
    assert spelt(ast.parse(planted)) == ["'luck'", "f'{name} closed'", "'x'"]


def test_every_event_has_its_sentence() -> None:
    composed = {"closing", "failing", "other"}
    for lang in LANGUAGES:
        assert words("chronicle", "phrase", lang).keys() == {*map(str, EventKind)} | composed
    assert closed_event("open_tender") == "open_tender closed"


def test_every_purpose_and_kind_is_used() -> None:
    """A purpose that nothing draws for would be described in the documentation of the model all the same."""
    places = [*MARKET.rglob("*.py"), *(ROOT / "gpss_sim/chronicle").rglob("*.py")]
    nodes = [node for path in places for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    used = {(n.value.id, n.attr) for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)}
    assert [kind.name for kind in Purpose if ("Purpose", kind.name) not in used] == []
    assert [kind.name for kind in EventKind if ("EventKind", kind.name) not in used] == []


@pytest.mark.parametrize("kind", [Account, Purpose, EventKind, AgencyStatus, NeedStatus, TenderResult])
def test_a_word_says_its_name(kind: type[StrEnum]) -> None:
    """Files, logs and streams show the name in small letters, spaces between."""
    assert [str(each) for each in kind] == [each.name.lower().replace("_", " ") for each in kind]


def test_states_of_recipients_stand_at_their_number() -> None:
    numbers = {name: value for name, value in vars(statuses).items() if isinstance(value, int)}
    assert sorted(numbers.values()) == list(range(len(statuses.STATES)))
    assert {name.lower().replace("_", " "): place for name, place in numbers.items()} == {
        state: place for place, state in enumerate(statuses.STATES)
    }


def test_a_purpose_is_the_text_of_its_stream() -> None:
    assert len({*Purpose}) == len(Purpose)
    assert "/".join(("1", Purpose.OFFER_RATERS)) == "1/offer raters"
