"""What an installed wheel carries, and what the locks pin."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from gpss_sim.resources import Kind, shipped
from tests.layers import ROOT
from tools.bill import pins, plain

LOCKS = ["requirements.lock", "requirements-peers.lock", "requirements-extras.lock"]
KINDS: tuple[Kind, ...] = ("scenarios", "experiments")


def files_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder into which a freshly built wheel was unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize("kind", KINDS)
def test_the_wheel_carries_every_shipped_file(installed: Path, tmp_path: Path, kind: Kind) -> None:
    program = f"from gpss_sim.resources import shipped; print(shipped({kind!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = Path(done.stdout.strip())
    assert installed in found.parents
    assert files_below(found) == files_below(ROOT / kind) != []
    for name in files_below(found):
        assert (found / name).read_bytes() == (ROOT / kind / name).read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_checkout_uses_the_top_level_folders(kind: Kind) -> None:
    assert shipped(kind) == ROOT / kind


def test_the_wheel_carries_the_package_and_nothing_else(installed: Path) -> None:
    tops = {path.name.split("-")[0] for path in installed.iterdir()}
    assert tops == {"gpss_sim"}
    assert (installed / "gpss_sim" / "py.typed").is_file()


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-solvers.lock"])
def test_a_lock_names_versions_and_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|@|--(?:extra-)?index|--find-links|--trusted", text)
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==[^ ]+( ;.*?)? \\\n +--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize(
    ("lock", "extra"),
    [(LOCKS[0], "dev"), (LOCKS[1], "peers"), (LOCKS[2], "cluster"), (LOCKS[2], "parquet"), (LOCKS[2], "fast")],
)
def test_a_lock_pins_what_the_project_names(lock: str, extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {_name(text) for text in [*project["dependencies"], *project["optional-dependencies"][extra]]}
    assert named <= _pins(ROOT / lock).keys()


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_the_locks_agree(lock: str) -> None:
    everything, others = _pins(ROOT / LOCKS[0]), _pins(ROOT / lock)
    shared = everything.keys() & others.keys()
    assert {name: everything[name] for name in shared} == {name: others[name] for name in shared}


def _pins(lock: Path) -> dict[str, list[str]]:
    pins: dict[str, list[str]] = {}
    for name, rest in re.findall(r"^([a-z0-9.-]+)==(.*) \\$", lock.read_text("utf-8"), re.MULTILINE):
        pins.setdefault(name, []).append(rest)
    return pins


def _name(requirement: str) -> str:
    return re.split(r"[ <>=!~;\[]", requirement)[0].lower()


CHOICE = {"docutils": "BSD License; GNU General Public License (GPL); Public Domain"}
"""Packages whose parts have licences of their own; what docutils has under the GPL, an editor mode, is left out."""


def test_no_package_has_a_licence_that_binds_what_uses_it() -> None:
    rows = [line.split("|")[1:4] for line in (ROOT / "licences.md").read_text("utf-8").splitlines()[2:]]
    assert _pinned() <= {(plain(name.strip()), version.strip()) for name, version, _ in rows}
    for name, _, licence in rows:
        if CHOICE.get(name.strip()) == licence.strip():
            continue
        assert not re.search(r"(?<![LM])GPL|Affero|UNKNOWN", licence), f"{name}: {licence}"


def test_the_bill_of_materials_names_every_pinned_package() -> None:
    parts = json.loads((ROOT / "sbom.json").read_text("utf-8"))["components"]
    assert _pinned() <= {(plain(part["name"]), part["version"]) for part in parts}


def _pinned() -> set[tuple[str, str]]:
    """What any lock pins for any system, Python or purpose."""
    found = {(pin.name, pin.version) for pin in pins()}
    assert {"colorama", "orloge", "pulp"} <= {name for name, _ in found}
    return found
