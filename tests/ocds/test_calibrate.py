"""Quantities of a market from releases: known numbers come back, and what is not said is not guessed."""

from __future__ import annotations

import json
import math
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from gpss_sim.errors import InputError
from gpss_sim.ocds.calibrate import AwardSeen, CalibratedValue, awards_of, estimates, price_over, read_releases
from gpss_sim.ocds.tables import COLUMNS, read_awards
from gpss_sim.scenario.load import load_scenario


def release(
    number: int, bidders: int, price: float, supplier: str = "a", method: str = "open", days: int = 20
) -> dict[str, Any]:
    """A process of one award; the estimate is 100."""
    day = f"2020-{1 + number // 28:02}"
    return {
        "ocid": f"o-{number}",
        "date": f"2020-12-01T00:00:{number % 60:02}Z",
        "buyer": {"id": "b"},
        "tender": {
            "title": "counselling",
            "procurementMethod": "open",
            "numberOfTenderers": bidders,
            "value": {"amount": 100, "currency": "CNY"},
            "tenderPeriod": {"startDate": f"{day}-01T00:00:00Z"},
        },
        "awards": [
            {
                "status": "active",
                "date": f"{day}-{1 + days:02}T00:00:00Z",
                "value": {"amount": price, "currency": "CNY"},
                "suppliers": [{"id": "a"}],
            }
        ],
    }


def found(releases: list[dict[str, Any]]) -> dict[tuple[str, str], CalibratedValue]:
    return {(each.name, each.group): each for each in estimates(awards_of(releases))}


def test_known_numbers_come_back() -> None:
    told = found([release(n, 2 + n % 3, 90 + n % 3, days=10 + n % 5) for n in range(15)])
    assert told["bidders", ""].value == pytest.approx(3)
    assert told["price_ratio", ""].value == pytest.approx(0.91)
    assert told["price_ratio", "4 bidders"].value == pytest.approx(0.92)
    assert told["days", ""].value == 12
    assert told["days", ""].low == 11
    assert told["days", ""].high == 13
    assert told["method", "open"].value == 1
    assert told["method", "open"].low == pytest.approx(15 / (15 + 1.959964**2), abs=1e-6)  # Wilson, n of n
    assert told["reaward", ""].value == 1


def test_the_interval_of_a_mean_is_student_s() -> None:
    mean = found([release(1, 2, 90), release(2, 4, 90)])["bidders", ""]
    assert (mean.low, mean.high) == pytest.approx((3 - 12.7062, 3 + 12.7062), abs=1e-3)
    assert math.isnan(found([release(1, 2, 90)])["bidders", ""].low)


def test_what_is_not_said_is_not_guessed() -> None:
    silent = release(1, 3, 90)
    del silent["tender"]["value"], silent["tender"]["numberOfTenderers"], silent["tender"]["tenderPeriod"]
    other = release(2, 3, 90)
    other["awards"][0]["value"]["currency"] = "PHP"
    told = found([silent, other])
    assert ("price_ratio", "") not in told
    assert told["bidders", ""].number == 1
    assert told["days", ""].number == 1


def test_releases_records_and_lists_are_read_the_last_of_a_process_counts(tmp_path: Path) -> None:
    early, late = release(1, 3, 90), release(1, 5, 90) | {"date": "2021-01-01T00:00:00Z"}
    for name, content in {
        "package": {"releases": [late, early]},
        "list": [early, late],
        "records": {"records": [{"ocid": "o-1", "releases": [early], "compiledRelease": late}]},
    }.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
        [award] = awards_of(read_releases([tmp_path / f"{name}.json"]))
        assert award.bidders == 5
    (tmp_path / "none.json").write_text('{"a": [1, null]}')
    with pytest.raises(InputError, match="holds no release"):
        read_releases([tmp_path / "none.json"])


@pytest.mark.parametrize("odd", [7, "x", None, [], {}, {"amount": "1"}, {"amount": True, "currency": "CNY"}])
@pytest.mark.parametrize("key", ["tender", "awards", "buyer"])
def test_odd_releases_are_read_for_what_they_say(key: str, odd: object) -> None:
    estimates(awards_of([release(1, 3, 90) | {key: odd}, release(2, 3, 90)]))


def test_what_a_run_exports_is_read_again(played: Path, tmp_path: Path) -> None:
    CliRunner().invoke(main, ["export", "ocds", str(played), "--out", str(tmp_path / "out")])
    told = {(e.name, e.group): e for e in estimates(awards_of(read_releases([tmp_path / "out/records.json"])))}
    assert told["bidders", "open"].value == 2
    assert told["price_ratio", "2 bidders"].value == pytest.approx(211045.86 / 220000)
    assert told["days", "direct"].value == pytest.approx(30)


def test_the_overlay_is_a_scenario_with_its_sources(tmp_path: Path) -> None:
    file = tmp_path / "releases.json"
    file.write_text(json.dumps([release(n, 2 + n % 3, 90, days=10 + n % 5) for n in range(15)]))
    done = CliRunner().invoke(main, ["calibrate", "--ocds", str(file), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    scenario = load_scenario(tmp_path / "out/overlay.toml")
    assert scenario.rules.methods["open_tender"].days == 12
    assert scenario.sources["rules.methods.open_tender.days"].startswith("D ")
    assert "11 to 13" in scenario.sources["rules.methods.open_tender.days"]
    table = (tmp_path / "out/estimates.csv").read_text("utf-8-sig")
    assert table.splitlines()[0] == "name,group,value,low,high,number,unit"


def test_a_price_far_from_its_estimate_is_no_ratio() -> None:
    """In published releases an award of 10,132,897.23 stands over an estimate of 420,037.92."""
    assert price_over(10_132_897.23, 420_037.92) is None
    assert price_over(1.0, 11.0) is None
    assert price_over(95.0, 100.0) == 0.95


def test_releases_of_one_process_are_merged_by_date_whatever_their_order(tmp_path: Path) -> None:
    whole = release(1, 4, 90)
    tender = whole | {"awards": None, "date": "2020-01-01T00:00:00+08:00"}
    award = {"ocid": whole["ocid"], "date": "2020-06-01", "tender": {"id": "1", "status": "complete"}}
    award["awards"] = [dict(each, id="a") for each in whole["awards"]]
    amended = {"ocid": whole["ocid"], "date": "2020-07-01", "awards": [{"id": "a", "title": "amended"}], "buyer": None}
    for number, order in enumerate(([tender, award, amended], [amended, award, tender])):
        (tmp_path / f"{number}.json").write_text(json.dumps({"releases": order}))
        [seen] = awards_of(read_releases([tmp_path / f"{number}.json"]))
        assert (seen.bidders, seen.procedure, seen.buyer) == (4, "open", "")
        assert seen.ratio == pytest.approx(awards_of([whole])[0].ratio)
        assert seen.days == awards_of([whole])[0].days


def test_who_is_not_named_or_dated_is_not_awarded_again() -> None:
    def again(**changes: str) -> bool:
        award = AwardSeen("d1", "s", "elderly", "open", 3, None, None, "2026-01-01")
        return any(e.name == "reaward" for e in estimates([award, replace(award, date="2026-02-01", **changes)]))

    assert again()
    assert not any(again(**{name: ""}) for name in ("buyer", "supplier", "subject"))
    undated = AwardSeen("d1", "s", "elderly", "open", 3, None, None, "1/2/2026")
    assert not any(e.name == "reaward" for e in estimates([undated, undated]))


@pytest.mark.parametrize(
    ("column", "cell"), [("bidders", "2.5"), ("date", "2/1/2020"), ("date", "2020年2月"), ("days", "inf")]
)
def test_a_table_of_awards_is_read_strictly(column: str, cell: str, tmp_path: Path) -> None:
    row = dict.fromkeys(COLUMNS, "") | {"buyer": "b", column: cell}
    (tmp_path / "a.csv").write_text(f"{','.join(COLUMNS)}\n{','.join(row.values())}\n", "utf-8")
    with pytest.raises(InputError, match=f"row 2, column {column}"):
        read_awards(tmp_path / "a.csv")


def test_a_packed_file_is_told_as_such(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "releases.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("releases.json", json.dumps([release(n, 3, 90) for n in range(20)]))
    with pytest.raises(InputError, match="is packed"):
        read_releases([tmp_path / "releases.zip"])


@pytest.mark.parametrize(
    ("tender", "bids", "number"),
    [
        ({"numberOfTenderers": "3"}, {}, 3),
        ({"numberOfTenderers": 3.0}, {}, 3),
        ({"numberOfTenderers": 10**400}, {}, None),
        ({"numberOfTenderers": True}, {"details": [{}, {}]}, 2),
        ({}, {"statistics": [{"measure": "bidders", "value": 4}], "details": [{}]}, 4),
        ({"numberOfTenderers": 2}, {"statistics": [{"measure": "bids", "value": 4}]}, 2),
        ({}, {"statistics": [{"measure": "validBids", "value": 4}, 7]}, None),
    ],
)
def test_bidders_are_counted_as_told(tender: dict[str, Any], bids: dict[str, Any], number: int | None) -> None:
    [award] = awards_of([{"ocid": "o", "tender": tender, "bids": bids, "awards": [{}]}])
    assert award.bidders == number


def test_what_is_estimated_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "releases.json"
    file.write_text(json.dumps([release(n, 2 + n % 3, 90, days=10 + n % 5) for n in range(15)]))
    asked = ["calibrate", "--ocds", str(file), "--out", str(tmp_path / "out"), "--lang", "zh"]
    done = CliRunner().invoke(main, asked)
    rows = {tuple(line.split("\t")[:2]) for line in done.output.splitlines()}
    assert {("采购方式 method", "公开"), ("成交价与估价之比 price_ratio", "3家")} <= rows
    assert CliRunner().invoke(main, ["calibrate", "--help", "--lang", "zh"]).output.count("[默认：") == 3
