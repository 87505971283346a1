"""Complete the bill of materials and the list of licences with what the locks pin for other systems and purposes.

``python tools/bill.py sbom.json licences.md``, by a Python whose pip is new, after both were made of an environment,
which holds only what one lock pins for one system and one Python. What is missing is asked of the index by pip, which
installs nothing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LATER = "3.13"
"""Python for which pins are looked up that the oldest one does not take."""
LEFT_OUT = ("externalReferences", "description", "tools")
"""What a bill of ours does without: addresses, descriptions, the tools that made it."""
READ = {"ciw": "MIT", "orloge": "MIT", "pythran": "BSD-3-Clause"}
"""Licences read in the files of distributions whose metadata name none."""
COLUMNS = ("Name", "Version", "License")


class Pin(NamedTuple):
    """A distribution that a lock pins; `marker` says where it is installed, and is empty for everywhere."""

    name: str
    version: str
    marker: str


def pins(folder: Path = ROOT) -> list[Pin]:
    """What the locks of a folder pin, each name and version once, sorted."""
    found: dict[tuple[str, str], Pin] = {}
    for lock in sorted(folder.glob("requirements*.lock")):
        for line in re.findall(r"^[a-z0-9].*", lock.read_text("utf-8"), re.MULTILINE):
            pin, _, marker = line.removesuffix("\\").partition(" ; ")
            name, _, version = pin.strip().partition("==")
            found.setdefault((name, version), Pin(name, version, marker.strip()))
    return [found[key] for key in sorted(found)]


def plain(name: str) -> str:
    """Name of a distribution as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def slim(value: Any) -> Any:
    """The same without the keys left out, at any depth."""
    if isinstance(value, dict):
        return {key: slim(entry) for key, entry in value.items() if key not in LEFT_OUT}
    return [slim(entry) for entry in value] if isinstance(value, list) else value


def metadata(wanted: list[Pin]) -> list[dict[str, Any]]:
    """What the index says of each pin."""
    later = [pin for pin in wanted if "python_full_version >= '3.12'" in pin.marker]
    here = [pin for pin in wanted if pin not in later]
    return [
        *_asked(here, []),
        *_asked(later, ["--python-version", LATER, "--only-binary", ":all:", "--target", "build/none"]),
    ]


def _asked(wanted: list[Pin], options: list[str]) -> list[dict[str, Any]]:
    first = list({pin.name: pin for pin in wanted}.values())  # pip takes one version of each at a time
    if len(first) < len(wanted):
        return [*_asked(first, options), *_asked([pin for pin in wanted if pin not in first], options)]
    if not wanted:
        return []
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--dry-run"]
    command += ["--ignore-installed", "--ignore-requires-python", "--no-deps", "--report", "-", *options]
    done = subprocess.run(
        [*command, *(f"{pin.name}=={pin.version}" for pin in wanted)], check=True, stdout=subprocess.PIPE
    )
    return [entry["metadata"] for entry in json.loads(done.stdout)["install"]]


def licence(told: dict[str, Any]) -> str:
    """Licence of a distribution: the expression, else the classifiers, else the first line of the text."""
    if expression := told.get("license_expression") or READ.get(plain(told["name"])):
        return str(expression)
    named = [each.split(" :: ")[-1] for each in told.get("classifier", []) if each.startswith("License :: ")]
    named = [each for each in named if each != "OSI Approved"]
    text = str(told.get("license") or "").strip().splitlines()
    return "; ".join(sorted(named)) or (text[0][:80] if text else "UNKNOWN")


def component(told: dict[str, Any]) -> dict[str, Any]:
    """A distribution as the bill names it."""
    name, version = str(told["name"]), str(told["version"])
    return {
        "bom-ref": f"{name}=={version}",
        "licenses": [{"license": {"acknowledgement": "declared", "name": licence(told)}}],
        "name": name,
        "purl": f"pkg:pypi/{plain(name)}@{version}",
        "type": "library",
        "version": version,
    }


def complete(bill: Path, licences: Path) -> None:
    """Write both files anew with every pin of the locks."""
    parts = slim(json.loads(bill.read_text("utf-8")))
    named = {(plain(part["name"]), part["version"]) for part in parts["components"]}
    more = metadata([pin for pin in pins() if (pin.name, pin.version) not in named])
    parts["components"] = sorted([*parts["components"], *map(component, more)], key=lambda part: part["bom-ref"])
    bill.write_text(json.dumps(parts, indent=1) + "\n", "utf-8")
    lines = licences.read_text("utf-8").splitlines()[2:]
    rows = {tuple(cell.strip() for cell in line.split("|")[1:4]) for line in lines if line.strip()}
    rows |= {(told["name"], told["version"], licence(told)) for told in more}
    ordered = sorted(rows, key=lambda row: (row[2], row[0].lower(), row[1]))
    wide = [max(len(row[k]) for row in (COLUMNS, *ordered)) for k in range(3)]
    shown = [" | ".join(cell.ljust(size) for cell, size in zip(row, wide, strict=True)) for row in (COLUMNS, *ordered)]
    shown.insert(1, "-|-".join("-" * size for size in wide))
    rule = shown[1].join(("|-", "-|"))
    licences.write_text("\n".join([f"| {shown[0]} |", rule, *(f"| {row} |" for row in shown[2:])]) + "\n", "utf-8")


if __name__ == "__main__":
    complete(Path(sys.argv[1]), Path(sys.argv[2]))
