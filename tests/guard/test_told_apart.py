"""Files that `gpss-sim validate` is given: rules are checked as rules, and what another command reads is sent there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from gpss_sim.folders import MARK
from tests.fuzz.seeds import PABULIB, RULES, TOWN

OTHERS = {
    "vote.pb": (PABULIB, "gpss-sim library import"),
    "vote.toml": (PABULIB, "gpss-sim library import"),
    "releases.json": ('{"releases": []}', "gpss-sim calibrate --ocds"),
    f"decided/{MARK}": ('{"kind": "allocate", "files": []}', "is a result of gpss-sim allocate"),
}


def said(*arguments: object) -> tuple[int, str]:
    end = CliRunner().invoke(main, ["validate", *map(str, arguments)])
    return end.exit_code, end.output


def test_rules_are_checked_as_rules(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULES)
    code, told = said(path)
    assert code == 0
    assert "10 rules" in told
    path.write_text(RULES.replace("max_share = 0.7", "max_share = 1.7").replace("available", "avalable"))
    code, told = said(path)
    assert code == 2
    assert "limit[1].max_share" in told
    assert "staff[1].avalable" in told


def test_single_brackets_are_named(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("[limit]\nmax_share = 0.5\n")
    assert "write [[limit]] in double brackets" in said(tmp_path / "rules.toml")[1]


@pytest.mark.parametrize("name", OTHERS)
def test_what_another_command_reads_is_sent_there(name: str, tmp_path: Path) -> None:
    content, told = OTHERS[name]
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    code, text = said(path.parent if path.name == MARK else path)
    assert code == 2
    assert told in text.replace("\n", " ")


def test_years_beyond_the_horizon_are_told_by_the_option() -> None:
    end = CliRunner().invoke(main, ["run", "baseline", "--years", "41"])
    assert end.exit_code == 2
    assert "--years" in end.output
    assert "from 1 to 40" in end.output


TABLE = "编号,项目名称,紧急程度,效益,成本（元）\na,老年人居家服务,5,120,450000\nb,青少年中心,4,80,300000\n"


def export(folder: Path, content: bytes, *more: str) -> tuple[int, str]:
    (folder / "a.csv").write_bytes(content)
    end = CliRunner().invoke(main, ["validate", str(folder / "a.csv"), *more])
    return end.exit_code, end.output


@pytest.mark.parametrize("cut", [20, 45])
def test_text_in_two_encodings_is_told_with_its_line(cut: int, tmp_path: Path) -> None:
    code, told = export(tmp_path, TABLE[:cut].encode("gb18030") + TABLE[cut:].encode())
    assert code == 2
    assert "line 2" in told or "line 3" in told
    assert "is in two encodings, or damaged" in told.replace("\n", " ")


def test_a_damaged_sign_is_told_with_its_line_and_whole_text_is_read(tmp_path: Path) -> None:
    code, told = export(tmp_path, TABLE.encode()[:-30] + b"\xc3(" + TABLE.encode()[-30:])
    assert code == 2
    assert "line 3" in told
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert export(tmp_path, TABLE.encode(encoding))[0] == 0


def test_a_mapping_of_a_heading_that_is_not_there_is_refused_and_not_kept(tmp_path: Path) -> None:
    code, told = export(tmp_path, TABLE.encode(), "--map", "成夲=cost")
    assert code == 2
    assert "no column is headed so" in told
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert export(tmp_path, TABLE.encode(), "--map", "成本（元）=cost")[0] == 0
    assert export(tmp_path, TABLE.encode(), "--map", "E=cost:元")[0] == 0


def test_a_library_that_is_no_name_of_a_file_is_the_only_fault_of_its_scenario(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(TOWN.replace('"library.csv"', "5"))
    code, told = said(tmp_path / "town.toml")
    assert code == 2
    assert "city.library = 5" in told
    assert "column domain" not in told


def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("id\n", "utf-8")

    def broken(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", broken)
    code, told = said(path)
    assert code == 2
    assert f"{path}: file: cannot be read" in told
