"""Which test files take long: ``python -m tests.durations REPORT`` renews the list that ``pytest --quick`` passes over.

REPORT is what ``pytest --junitxml REPORT`` wrote of the whole suite, which begins with these files, the longest
first, so that no worker is left with a long one when the others have finished.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.layers import ROOT

KEPT = ROOT / "tests" / "long_files.txt"
LONGEST = 1.0
"""Longest time [s] of a file, all its tests together, that is no long one."""


def long_files(report: Path) -> list[str]:
    """Files of a report that take longer than :data:`LONGEST`, as paths in the project, the longest first.

    Raises
    ------
    FileNotFoundError
        If the report names a test that stands in no file.
    """
    times: defaultdict[str, float] = defaultdict(float)
    for case in ET.parse(report).iter("testcase"):
        times[_file(case.attrib["classname"])] += float(case.attrib["time"])
    return sorted((file for file, seconds in times.items() if seconds > LONGEST), key=lambda file: (-times[file], file))


@cache
def kept() -> dict[str, int]:
    """Files of the kept list, each with its place."""
    return {file: place for place, file in enumerate(KEPT.read_text("utf-8").split())}


def _file(name: str) -> str:
    """Path of the file in which a module or a class of it stands."""
    parts = name.split(".")
    while parts:
        path = Path(*parts).with_suffix(".py")
        if (ROOT / path).is_file():
            return path.as_posix()
        parts.pop()
    raise FileNotFoundError(name)


if __name__ == "__main__":
    KEPT.write_text("\n".join(long_files(Path(sys.argv[1]))) + "\n", "utf-8")
