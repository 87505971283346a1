"""The list of long files is of files that are there, and is what a report says."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import pytest_collection_modifyitems
from tests.durations import LONGEST, kept, long_files
from tests.layers import ROOT

REPORT = """<testsuites><testsuite>
<testcase classname="tests.unit.test_durations" name="a" time="{0}"/>
<testcase classname="tests.unit.test_durations.TestPart" name="b" time="{0}"/>
<testcase classname="tests.test_layers" name="c" time="{0}"/>
<testcase classname="tests.unit.test_slack" name="d" time="{1}"/>
</testsuite></testsuites>"""


def test_long_files_are_there() -> None:
    assert kept()
    assert [file for file in kept() if not (ROOT / file).is_file()] == []


def test_times_of_a_file_are_added(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT.format(0.6 * LONGEST, 3 * LONGEST), "utf-8")
    assert long_files(tmp_path / "report.xml") == ["tests/unit/test_slack.py", "tests/unit/test_durations.py"]


def test_the_longest_file_is_begun_first() -> None:
    class Item:
        def __init__(self, path: str) -> None:
            self.path = ROOT / path

    longest, *_, shortest = kept()
    items = [Item(path) for path in ("tests/unit/test_durations.py", shortest, longest, "tests/unit/test_slack.py")]
    pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    told = [item.path.relative_to(ROOT).as_posix() for item in items]
    assert told == [longest, shortest, "tests/unit/test_durations.py", "tests/unit/test_slack.py"]
