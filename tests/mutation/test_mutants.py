"""The mutator changes what it says, one thing at a time, and the sampler plays what it draws."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.layers import ROOT
from tests.mutation.mutants import module_of, mutants_in, text_of
from tests.mutation.sample import KILLED, chosen, equivalent, files, interval, read, report, stages_for

TEXT = '''"""Words."""
LINE = 4
@decorated("left alone")
def share(part: int | None, whole=2):
    """Words."""
    if part > LINE and not whole:
        raise ValueError("left alone")
    thing.note = part
    thing.tell(zip("it", strict=True))
    return min(part / whole, -1)
'''


def changes() -> list[str]:
    return [f"{m.function}: {m.before} → {m.after}" for m in mutants_in(TEXT, "market/x.py")]


def test_what_is_changed_and_what_is_left_alone() -> None:
    assert sorted(changes()) == sorted(
        [
            "<module>: 4 → 5",
            "share: 2 → 3",
            "share: if part > LINE and (not whole) → if not (part > LINE and (not whole))",
            "share: part > LINE and (not whole) → part > LINE or not whole",
            "share: part > LINE → part >= LINE",
            "share: not whole → whole",
            "share: thing.note = part → pass",
            "share: thing.tell(zip('it', strict=True)) → pass",
            "share: 'it' → 'it_'",
            "share: min(part / whole, -1) → max(part / whole, -1)",
            "share: part / whole → part * whole",
            "share: -1 → 1",
            "share: 1 → 2",
        ]
    )


def test_a_text_holds_one_change() -> None:
    plain = ast.unparse(ast.parse(TEXT)).splitlines()
    for mutant in mutants_in(TEXT, "market/x.py"):
        lines = text_of(TEXT, mutant).splitlines()
        assert [a for a, b in zip(plain, lines, strict=True) if a != b], mutant.name
        assert len([a for a, b in zip(plain, lines, strict=True) if a != b]) == 1


def test_equivalent_mutants_exist_and_have_a_reason() -> None:
    names = {mutant.name for file in files() for mutant in mutants_in(read(file), file)}
    assert not equivalent().keys() - names
    assert all(equivalent().values())


def test_a_sample_is_of_its_size_and_its_seed() -> None:
    first, again, other = chosen(20, 1, []), chosen(20, 1, []), chosen(20, 2, [])
    assert [m.name for m in first] == [m.name for m in again] != [m.name for m in other]
    assert len(first) == 20
    assert {m.file for m in chosen(10_000, 1, ["market/rulebook/in_house.py"])} == {"market/rulebook/in_house.py"}


def test_a_folder_is_changed_in_its_init_file() -> None:
    assert module_of("allocation/explain/__init__.py") == "gpss_sim.allocation.explain"
    assert module_of("allocation/explain/change.py") == "gpss_sim.allocation.explain.change"


def test_a_rooms_own_tests_come_first() -> None:
    own, rest = stages_for("market/delivery/breach.py")
    assert own == ["tests/market/delivery/test_payments.py"]
    assert "tests/hand" in rest
    own, rest = stages_for("allocation/search/few_fit.py")
    assert own[0] == "tests/allocation/search/test_few_fit.py"
    assert "tests/allocation/search/test_rival.py" in own
    assert "tests/allocation" in rest


def test_the_interval_of_a_share() -> None:
    """Wilson: 170 of 200."""
    assert interval(170, 200) == pytest.approx((0.79394, 0.89286), abs=1e-5)
    assert "all" in report([(mutants_in(TEXT, "market/x.py")[0], KILLED)])


@pytest.mark.slow
def test_the_command_plays_a_mutant() -> None:
    command = [
        sys.executable,
        "-m",
        "tests.mutation.sample",
        "--n",
        "1",
        "--trust-tests",
        "--file",
        "market/delivery/breach.py",
    ]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.startswith(KILLED)
    assert "1 of    1 = 100.0%" in told
