"""The example package of the docs, installed: its indicator, its rule, its scenario; and packages that are broken."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from gpss_sim.study.identity import code_version
from tests.layers import ROOT

WITH_PLUGIN = """
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from gpss_sim.study.identity import code_version
results = run(load_scenario("tests/study/town", ["calendar.years=1", "calendar.reference_year=false"]))
rows = {row.metric: row.value for row in evaluate(results)}
method = load_scenario("night_city").rules.methods["telephone"]
print(rows["very_urgent"] > 0, rows["very_urgent"] < rows["arrived"], method.days == 2, code_version())
"""
EXAMPLE = ROOT / "docs/how-to/plugin_example"
BUDGET = ("--budget", "60万", "--rules", "rules.toml", "--no-plots", "--out", "o")
METADATA = "Metadata-Version: 2.1\nName: gpss-night\nVersion: 0.1.0\n"
LIBRARY = "id,urgency,cost,benefit\na,5,300000,10\nb,4,200000,9\nc,3,100000,8\n"


def installed(folder: Path, points: str = "", source: Path = EXAMPLE) -> Path:
    """A folder with the example as an installer leaves it: the package and its metadata."""
    site = folder / "site"
    (site / "gpss_night-0.1.0.dist-info").mkdir(parents=True)
    (site / "gpss_night-0.1.0.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: gpss-night\nVersion: 0.1.0\n"
    )
    (site / "gpss_night-0.1.0.dist-info/entry_points.txt").write_text(points or entry_points(source))
    for path in (source / "gpss_night").rglob("*"):
        if path.suffix in (".py", ".toml"):
            target = site / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return site


def entry_points(source: Path) -> str:
    """The entry points that the example's own pyproject.toml names."""
    groups = tomllib.loads((source / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    lines = []
    for group, points in groups.items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
    return "\n".join(lines) + "\n"


def call(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}
    command = [sys.executable, "-m", "gpss_sim", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def python(site: Path, program: str) -> list[str]:
    """What a program prints, word by word, where the package is installed."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("plugin"))


def test_its_rule_is_kept_by_the_list(site: Path, tmp_path: Path) -> None:
    (tmp_path / "library.csv").write_text(LIBRARY)
    (tmp_path / "rules.toml").write_text('[[largest]]\nname = "small ones"\namount = "25万"\n')
    done = call(site, tmp_path, "allocate", "library.csv", *BUDGET)
    assert done.returncode == 0, done.stderr
    chosen = (tmp_path / "o/allocation.csv").read_text("utf-8-sig")
    assert "2 of 3 projects" in done.stdout
    assert "small ones" in chosen


def test_its_scenario_has_a_method_of_its_own_and_is_found_by_name(site: Path, tmp_path: Path) -> None:
    done = call(site, tmp_path, "validate", "night_city")
    assert done.returncode == 0, done.stderr
    told = python(site, WITH_PLUGIN)
    assert told[:3] == ["True", "True", "True"]
    assert told[3] != code_version()


@pytest.mark.parametrize(
    ("points", "arguments", "told"),
    [
        ("[gpss_sim.metrics]\nx = gpss_none.x\n", ("list", "metrics"), "No module named 'gpss_none'"),
        ("[gpss_sim.scenarios]\nx = gpss_none.x\n", ("validate", "small_city"), "there is no such package"),
    ],
)
def test_a_broken_package_is_named(points: str, arguments: tuple[str, ...], told: str, tmp_path: Path) -> None:
    done = call(installed(tmp_path, points), tmp_path, *arguments)
    assert done.returncode == 2
    assert "the plug-in gpss-night 0.1.0" in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
