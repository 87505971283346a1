"""The command, without starting a server."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from gpss_sim.desk import draft
from gpss_sim.desk.reading import FileReading
from gpss_sim.errors import InputError


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    done = CliRunner().invoke(main, ["desk", "--lang", "zh"])
    assert done.exit_code == 2
    assert "pip install 'gpss-sim[desk]'" in done.stderr


def test_a_port_that_is_taken_is_refused_and_another_found() -> None:
    pytest.importorskip("nicegui")
    from gpss_sim.desk.server import free_port

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError):
            free_port(port)
    assert free_port(None) > 1023


def test_it_serves_the_loopback_address_with_the_money_it_was_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A sheet is not read before the page is open, so that it can be mended there."""
    pytest.importorskip("nicegui")
    from gpss_sim.desk import server

    given: dict[str, Any] = {}
    monkeypatch.setattr(server, "serve", lambda *a, **k: given.update(arguments=a, **k))
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("编号,核报\n1,无\n", "utf-8")
    done = CliRunner().invoke(main, ["desk", str(sheet), "--budget", "12万", "--no-browser"])
    assert done.exit_code == 0, done.output
    _, lang, path, prepare = given["arguments"]
    assert (lang, path, given["show"]) == ("en", sheet, False)
    made = prepare(draft.first("x", ()), FileReading(sheet))
    assert made.budget.total == 120_000_00
    assert server.HOST == "127.0.0.1"


@pytest.mark.parametrize("wrong", [["--budget", "much"], ["--rules", "no.toml"], ["nowhere.csv"], ["--port", "80"]])
def test_what_is_wrong_is_said_before_anything_opens(wrong: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nicegui")
    from gpss_sim.desk import server

    monkeypatch.setattr(server, "serve", lambda *a, **k: pytest.fail("it opened"))
    assert CliRunner().invoke(main, ["desk", *wrong]).exit_code == 2
