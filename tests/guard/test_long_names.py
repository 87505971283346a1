"""A name that is too long for the system names no file: the sentence says where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main

LONG = "x" * 5_000
CALLS = {
    "a scenario that a scenario extends": ("town.toml", f'extends = "{LONG}"\nname = "t"\n', ["validate"], "extends"),
    "a scenario of a study": (
        "s.toml",
        f'[study]\nscenario = "{LONG}"\n[outcomes]\nprimary = ["wait"]\n',
        ["validate"],
        "scenario",
    ),
    "a table of a scenario": (
        "t.toml",
        f'extends = "small_city"\n[city]\nlibrary = "{LONG}.csv"\n',
        ["validate"],
        "library",
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_file_that_names_too_long_a_name_is_told_with_its_key(name: str, tmp_path: Path) -> None:
    file, content, command, key = CALLS[name]
    (tmp_path / file).write_text(content, encoding="utf-8")
    told = CliRunner().invoke(main, [*command, str(tmp_path / file)])
    assert told.exit_code == 2, told.output
    assert file in told.output
    assert key in told.output


@pytest.mark.parametrize(
    "command",
    [
        "validate",
        "run",
        "batch",
        "allocate --budget 1",
        "plan --budget 1",
        "describe",
        "claims",
        "explain",
        "compare a",
        "init --from",
    ],
)
def test_a_name_on_the_command_line_that_is_too_long_is_no_accident(command: str, tmp_path: Path) -> None:
    told = CliRunner().invoke(main, [*command.split(), LONG])
    assert told.exit_code == 2, told.output
    assert "too long" not in told.output
