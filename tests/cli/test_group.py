"""The command group: overview, unknown names, and what each kind of error ends in."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner, Result

from gpss_sim import __version__
from gpss_sim.cli import COMMANDS, main
from gpss_sim.cli.lazy import CommandEntry, LazyGroup
from gpss_sim.errors import Fault, InputError, NoAnswerError
from gpss_sim.files import ALLOW_OUTSIDE
from gpss_sim.i18n import current

FAULTS = [
    Fault("a.toml", "rules.price", "nahs", "a price rule", "did you mean 'nash'?"),
    Fault("a.toml", "x", "", "y"),
]
ENDINGS = {
    "one fault": (
        InputError(FAULTS[:1]),
        2,
        "Error: a.toml: rules.price = nahs: a price rule (did you mean 'nash'?)\n",
    ),
    "two faults": (InputError(FAULTS), 2, f"Error: 2 faults\n  {FAULTS[0]}\n  {FAULTS[1]}\n"),
    "no answer": (NoAnswerError("infeasible"), 3, "Error: infeasible\n"),
    "Ctrl-C": (KeyboardInterrupt(), 130, "Interrupted.\n"),
    "declined prompt": (click.Abort(), 130, "Interrupted.\n"),
    "missing file": (
        FileNotFoundError(errno.ENOENT, "No such file", "b.csv"),
        2,
        "Error: b.csv: No such file or directory\n",
    ),
}


def test_a_file_that_is_wrong_everywhere_does_not_flood_the_screen() -> None:
    result = call(group_raising(InputError(FAULTS * 500)), "fail")
    lines = result.stderr.splitlines()
    assert lines[0] == "Error: 1000 faults"
    assert lines[-1] == "  and 800 more"
    assert len(lines) == 202


def group_raising(error: BaseException) -> LazyGroup:
    """A group whose only command raises `error`."""

    def fail() -> None:
        raise error

    group = LazyGroup("g", table={})
    group.table["fail"] = CommandEntry("unused:unused", "")
    language = click.Option(["--lang"])
    group.get_command = lambda ctx, name: click.Command(name, callback=lambda lang: fail(), params=[language])
    return group


def call(group: click.Group, *args: str) -> Result:
    return CliRunner().invoke(group, args)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_error_ends_in_its_code_and_a_message(ending: str) -> None:
    error, code, message = ENDINGS[ending]
    result = call(group_raising(error), "fail")
    assert (result.exit_code, result.stderr, result.stdout) == (code, message, "")


OURS = [ZeroDivisionError("x"), RecursionError(), MemoryError(), KeyError("a"), ValueError(), EOFError()]


@pytest.mark.parametrize("error", OURS, ids=[type(error).__name__ for error in OURS])
def test_a_fault_of_the_program_itself_is_one_sentence_and_shown_in_full_when_asked(error: Exception) -> None:
    result = call(group_raising(error), "fail")
    assert (result.exit_code, result.stdout) == (70, "")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    debugged = call(group_raising(error), "fail", "--debug")
    assert debugged.exit_code == 70
    assert type(error).__name__ in debugged.stderr.split("Traceback (most recent call last):")[-1]


OF_THE_SYSTEM = {
    "full output": (OSError(errno.ENOSPC, "No space left"), 74, "the output cannot be written: No space left"),
    "full disk": (OSError(errno.ENOSPC, "No space left on device", "a.csv"), 74, "a.csv: No space left on device"),
    "no rights": (PermissionError(errno.EACCES, "Permission denied", "a.csv"), 2, "a.csv: Permission denied"),
    "store": (sqlite3.OperationalError("database is full"), 74, "the run store cannot be read or written"),
    "encoding": (UnicodeEncodeError("gbk", "\u2014", 0, 1, "no"), 70, "a text cannot be written in the encoding"),
}


@pytest.mark.parametrize("name", OF_THE_SYSTEM)
def test_failures_of_the_system_are_told_in_both_languages(name: str) -> None:
    error, code, said = OF_THE_SYSTEM[name]
    result = call(group_raising(error), "fail")
    assert result.exit_code == code
    assert said in result.stderr
    assert call(group_raising(error), "fail", "--lang=zh").stderr.startswith("错误：")


def test_an_unknown_command_is_refused_with_the_nearest_name() -> None:
    group = group_raising(NoAnswerError(""))
    result = call(group, "fial")
    assert result.exit_code == 2
    assert "No such command 'fial'. did you mean 'fail'?" in result.stderr


def test_an_unknown_option_is_refused() -> None:
    assert call(main, "--sed").exit_code == 2


def test_version_is_printed() -> None:
    result = call(main, "--version")
    assert (result.exit_code, result.stdout) == (0, f"gpss-sim, version {__version__}\n")


def test_a_command_whose_module_is_missing_is_not_offered() -> None:
    table = {
        "here": CommandEntry("gpss_sim.errors:x", "s"),
        "gone": CommandEntry("gpss_sim.cli.no_such_room:command", "s"),
    }
    assert list(LazyGroup("g", table=table).table) == ["here"]


@pytest.mark.parametrize("name", main.table)
def test_a_command_says_what_the_overview_says(name: str) -> None:
    command = COMMANDS[name].load()
    assert isinstance(command, click.Command)
    assert (command.help or "").split("\n")[0] == COMMANDS[name].summary


@pytest.mark.parametrize("name", main.table)
def test_every_command_explains_itself(name: str) -> None:
    result = call(main, name, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_the_overview_imports_no_heavy_library() -> None:
    program = (
        "import sys; from click.testing import CliRunner; from gpss_sim.cli import main;"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0;"
        "print(*sorted({'numpy', 'pandas', 'pydantic', 'simpy', 'pulp', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("arguments", [["schema"], ["--help"], ["describe", "--help"]])
def test_a_reader_that_goes_away_ends_a_command_quietly(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    program = [sys.executable, "-c", "from gpss_sim.cli import main; main()", *arguments]
    done = subprocess.run(program, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_language_of_one_command_is_not_that_of_the_next() -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "zh", "--allow-outside", "list"])
    assert current() == "en"
    assert not ALLOW_OUTSIDE.get()
