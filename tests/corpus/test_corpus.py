"""The corpus notices what is wrong, and a sample of it is right; all of it: ``python -m tests.corpus``."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from tests.corpus import numbers, tables
from tests.corpus.__main__ import trial
from tests.corpus.case import Case, End, answered, complaint, either, either_of, reads, refused, sums_to
from tests.corpus.kinds import KINDS
from tests.fuzz import seeds
from tests.fuzz.player import Player


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text("cost\n5.00\n")
    (tmp_path / "a.json").write_text('{"budget": 5}')
    return tmp_path


@pytest.mark.parametrize(
    ("right", "code", "text", "wrong"),
    [
        (refused("a.csv"), 2, "Error: a.csv: row 2", ""),
        (refused("a.csv"), 2, "Error: it went wrong", "does not tell 'a.csv'"),
        (refused("a.csv"), 0, "", "not refused: exit code 0"),
        (refused(), 2, "x" * 30_000, "30000 characters of refusal"),
        (answered("5"), 0, "4", "does not tell '5'"),
        (either("a.csv"), 3, "", ""),
        (either("a.csv"), 70, "", "exit code 70"),
        (either_of("a.csv", "b.csv"), 2, "b.csv", ""),
        (either_of("a.csv", "b.csv"), 2, "c.csv", "does not tell 'a.csv'"),
        (reads("a.csv", "cost", "5.00"), 0, "", ""),
        (reads("a.csv", "cost", "6.00"), 0, "", "misread: ['5.00'] for ['6.00']"),
        (sums_to("a.json", "budget", 6), 0, "", "misread: 5 for 6"),
    ],
)
def test_what_is_wrong_is_noticed(right, code: int, text: str, wrong: str, folder: Path) -> None:
    assert right(End(code, text, 0.1, folder)) == wrong


@pytest.mark.parametrize(
    ("code", "text", "changed", "wrong"),
    [
        (0, "", [], ""),
        (70, "Traceback (most recent call last)", [], "exit code 70"),
        ("hang", "", [], "exit code -9"),
        (0, "", ["town.toml"], "touches town.toml"),
        (2, "Error: \x1b[31m", [], "control characters in the output"),
    ],
)
def test_what_holds_for_every_command(code: object, text: str, changed: list[str], wrong: str, folder: Path) -> None:
    case = Case("kind", "name", ("validate", "a.csv"), either())
    assert complaint(case, code, text, 0.1, folder, changed) == wrong


def test_every_case_has_a_name_of_its_own_in_its_kind() -> None:
    made = [case for name, cases in KINDS.items() if name not in ("own", "stores") for case in cases(Path())]
    assert len(made) > 5000
    asked = Counter((case.kind, case.arguments, tuple(sorted(case.files.items()))) for case in made)
    assert asked.total() - len(asked) < 200


@pytest.mark.parametrize("cases", [numbers.cases, tables.quoted, tables.rows, tables.encodings])
def test_a_sample_is_right(cases, tmp_path: Path) -> None:
    valid = tmp_path / "valid"
    (valid / "out").mkdir(parents=True)
    seeds.write(valid)
    player = Player()
    try:
        wrong = {case.name: found for case in islice(cases(), 0, None, 31) if (found := trial(case, valid, player)[0])}
    finally:
        player.close()
    assert wrong == {}
