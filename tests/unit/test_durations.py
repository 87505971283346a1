"""The list of long files is of files that are there, and is what a report says."""

from __future__ import annotations

from pathlib import Path

from tests.durations import LONGEST, kept, long_files
from tests.layers import ROOT

REPORT = """<testsuites><testsuite>
<testcase classname="tests.unit.test_durations" name="a" time="{0}"/>
<testcase classname="tests.unit.test_durations.TestPart" name="b" time="{0}"/>
<testcase classname="tests.test_layers" name="c" time="{0}"/>
</testsuite></testsuites>"""


def test_long_files_are_there() -> None:
    assert kept()
    assert [file for file in kept() if not (ROOT / file).is_file()] == []


def test_times_of_a_file_are_added(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT.format(0.6 * LONGEST), "utf-8")
    assert long_files(tmp_path / "report.xml") == ["tests/unit/test_durations.py"]
