"""Commands that read and tell load neither solvers nor plots: what they import is asserted, not how long it takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gpss_sim.cli import COMMANDS
from tests.layers import ROOT

COMPUTING = {"numpy", "scipy", "pandas", "SALib", "simpy"}
DRAWING = {"matplotlib", "fontTools", "jinja2", "xlsxwriter", "openpyxl", "rich"}
SOLVING = {"pulp", "highspy", "gpss_sim.allocation.search.decide"}
PLAYING = {"gpss_sim.market.world", "gpss_sim.simulate", "gpss_sim.study.batch"}

SCENARIO_ONLY = (
    "list scenarios",
    "list methods",
    "validate baseline",
    "describe baseline",
    "describe demand.load",
    "describe negotiated",
    "describe competitive",
    "diff baseline shanghai",
)
WITH_INDICATORS = (  # indicators are functions of arrays: numpy, and nothing else
    "list metrics",
    "list experiments",
    "validate shanghai_modes",
    "describe success",
    "describe R05",
)

PROBE = """
import sys
{first}
from gpss_sim.cli import main
try:
    main(sys.argv[1:])
finally:
    print("loaded", *sys.modules)
"""


def loaded(command: str, first: str = "") -> set[str]:
    """Modules in a process of its own after a command."""
    program = [sys.executable, "-c", PROBE.format(first=first), *command.split()]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told, *modules = done.stdout.splitlines()[-1].split()
    assert told == "loaded"
    return {*modules}


@pytest.mark.parametrize("command", SCENARIO_ONLY)
def test_what_reads_a_scenario_computes_nothing(command: str) -> None:
    assert loaded(command) & (COMPUTING | DRAWING | SOLVING | PLAYING) == set()


@pytest.mark.parametrize("command", WITH_INDICATORS)
def test_what_names_indicators_evaluates_none(command: str) -> None:
    assert loaded(command) & (COMPUTING | DRAWING | SOLVING | PLAYING) <= {"numpy"}


def test_one_budget_is_decided_without_a_solver(tmp_path: Path) -> None:
    library = tmp_path / "library.csv"
    library.write_text("id,urgency,benefit,cost\na,5,10,1000\nb,5,9,1000\nc,4,8,500\n", "utf-8")
    command = f"allocate {library} --budget 1500 --no-plots --out {tmp_path / 'out'}"
    found = loaded(command) & (COMPUTING | {"pulp", "highspy", "matplotlib", "fontTools", "rich"})
    assert found <= {"numpy"}, "the value is proved with arrays"


def test_a_run_loads_neither_frames_nor_distributions(tmp_path: Path) -> None:
    """Both take longer to load than a small city to play, and every worker would load them anew."""
    found = loaded(f"run small_city --years 1 --out {tmp_path / 'out'}")
    assert found & {"pandas", "scipy.stats", "pulp", "highspy", "matplotlib"} == set()


def test_the_overview_imports_no_command() -> None:
    commands = {entry.target.split(":")[0] for entry in COMMANDS.values()}
    assert loaded("--help") & commands == set()


def test_the_probe_sees_what_is_loaded() -> None:
    assert {"numpy", "gpss_sim.simulate"} <= loaded("--help", first="import numpy, gpss_sim.simulate")
