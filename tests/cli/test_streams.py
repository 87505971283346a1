"""Streams that are closed, full, narrow or in another encoding, and a system that ends the program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gpss_sim.cli import show
from gpss_sim.cli.ending import INTERRUPTED, TERMINATED, UNWRITTEN, ended
from tests.study.fake import write_experiment

PROGRAM = [sys.executable, "-m", "gpss_sim"]
SHORT = ["describe", "demand.load"]
CHINESE = ["describe", "--odd", "--lang", "zh"]
WRONG = ["describe", "no_such_thing"]


def shell(line: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program under a shell line in which it is ``"$@"``."""
    command = ["bash", "-c", line, "bash", *PROGRAM, *arguments]
    return subprocess.run(command, capture_output=True, env=os.environ | environment, check=False)


@pytest.mark.parametrize("arguments", [SHORT, ["--help"], ["schema"]], ids=["table", "help", "long"])
def test_a_full_output_is_one_sentence(arguments: list[str]) -> None:
    done = shell('"$@" >/dev/full', *arguments)
    assert done.returncode == UNWRITTEN
    assert done.stderr.decode() == "Error: the output cannot be written: No space left on device\n"


@pytest.mark.parametrize(
    ("line", "arguments", "code"),
    [
        ('"$@" >&-', SHORT, 0),
        ('"$@" 2>&-', SHORT, 0),
        ('"$@" <&- >&- 2>&-', SHORT, 0),
        ('"$@" 2>&-', WRONG, 2),
        ('"$@" 2>/dev/full', WRONG, 2),
        ('"$@" >/dev/full 2>/dev/full', SHORT, UNWRITTEN),
    ],
)
def test_closed_and_full_streams_change_no_exit_code(line: str, arguments: list[str], code: int) -> None:
    done = shell(line, *arguments)
    assert done.returncode == code
    assert b"Traceback" not in done.stdout + done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("arguments", [SHORT, CHINESE, WRONG], ids=["english", "chinese", "error"])
def test_any_encoding_of_the_output_will_do(encoding: str, arguments: list[str]) -> None:
    done = shell('"$@"', *arguments, PYTHONIOENCODING=encoding)
    assert done.returncode == (2 if arguments is WRONG else 0), done.stderr
    read = "utf-8" if encoding == "ascii" else encoding  # click takes ASCII for a mistake
    assert (done.stdout + done.stderr).decode(read)


def test_an_argument_that_is_no_text_is_refused() -> None:
    done = subprocess.run([*PROGRAM, "describe", b"\xff\xfe"], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"must be text" in done.stderr


@pytest.mark.parametrize("value", ["9" * 5000, "nan", "inf", "1_0", "1e999999999", "-1", "x\x1b[31m"])
def test_values_of_options_are_read_strictly_and_shown_short(value: str) -> None:
    for option in ("--seed", "--replication", "--years"):
        done = shell('"$@"', "run", "baseline", option, value)
        assert done.returncode == 2
        assert b"\x1b" not in done.stderr
        assert len(done.stderr) < 1000


@pytest.mark.parametrize("value", ["nan", "inf", "0", "-1", "1e9", "abc"])
def test_a_time_limit_is_a_time(value: str) -> None:
    done = shell('"$@"', "allocate", "example", "--budget", "1000万", "--time-limit", value)
    assert done.returncode == 2
    assert b"--time-limit" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, TERMINATED), (signal.SIGINT, INTERRUPTED)])
def test_a_batch_that_is_ended_says_what_stands(number: int, code: int, tmp_path: Path) -> None:
    program = (
        "import sys\nfrom gpss_sim.study import model\nfrom tests.study.fake import MODEL\n"
        "model.market = lambda: MODEL\nfrom gpss_sim.cli import main\n"
        "if __name__ == '__main__': main(sys.argv[1:])\n"
    )
    experiment = write_experiment(tmp_path)
    (tmp_path / "drive.py").write_text(program)
    words = ["batch", experiment, "--out", tmp_path / "out", "--workers", "1", "--replications", "20000"]
    command = [sys.executable, tmp_path / "drive.py", *words]
    root = str(Path(__file__).resolve().parents[2])
    process = subprocess.Popen(
        list(map(str, command)), stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": root}, text=True
    )
    assert process.stderr is not None
    assert " of " in process.stderr.readline()
    assert process.stderr.readline()
    process.send_signal(number)
    told = process.stderr.read()
    assert process.wait(20) == code, told
    assert "runs are kept; the same command continues." in told
    assert "Traceback" not in told


@pytest.mark.parametrize("width", [20, 40, 60, 200])
def test_a_narrow_terminal_cuts_no_word(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    cells = ("improvement_per_million", "points a million yuan", "What a million of yuan brings about")
    show.table(("indicator", "unit", "a meaning in words"), [cells], "Indicators that matter")
    shown = capsys.readouterr().out
    assert all(word in shown for cell in cells for word in cell.split())


def test_without_colours_nothing_is_bold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    show.table(["id"], [["a"]])
    assert "\x1b[1m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    show.table(["id"], [["a"]])
    assert "\x1b" not in capsys.readouterr().out


NATIVE = "hashlib.pbkdf2_hmac('sha256', b'x', b'y', 10**9)"
"""Hours within native code that lets other threads run and hears no signal, as a solver may be."""


@pytest.mark.parametrize("work", ["time.sleep(600)", NATIVE], ids=["in Python", "in native code"])
def test_a_command_that_is_ended_says_so_wherever_it_is(work: str, tmp_path: Path) -> None:
    program = (
        "import hashlib, sys, time\nfrom gpss_sim.cli.ending import ended\n"
        f"def run():\n    print('begun', flush=True)\n    {work}\n"
        "sys.exit(ended(run, 'en'))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told.strip()) == (TERMINATED, "Ended by the system (SIGTERM).")


def test_after_a_command_signals_are_answered_as_before() -> None:
    assert ended(lambda: 0, "en") == 0
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert signal.set_wakeup_fd(-1) == -1


def test_who_answers_the_signal_already_goes_on_to() -> None:
    mine = lambda number, frame: None  # noqa: E731
    signal.signal(signal.SIGTERM, mine)
    try:
        within = []
        ended(lambda: within.append(signal.getsignal(signal.SIGTERM)), "en")
        assert within == [mine]
        assert signal.getsignal(signal.SIGTERM) is mine
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
