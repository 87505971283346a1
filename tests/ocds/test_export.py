"""A run as releases and records: valid by the standard's schema, and with the run's own money and bids."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from tests.ocds.conftest import validator
from tests.records import seal


@pytest.fixture(scope="module", name="out")
def _out(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("ocds") / "out"
    done = CliRunner().invoke(main, ["export", "ocds", str(played), "--out", str(out), "--first-year", "2012"])
    assert done.exit_code == 0, done.output
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def compiled(out: Path) -> list[dict[str, Any]]:
    records = json.loads((out / "records.json").read_text("utf-8"))["records"]
    return [record["compiledRelease"] for record in records]


@pytest.mark.parametrize(
    ("name", "schema"), [("releases", "release-package-schema"), ("records", "record-package-schema")]
)
def test_packages_are_valid_by_the_schema(out: Path, name: str, schema: str) -> None:
    package = json.loads((out / f"{name}.json").read_text("utf-8"))
    assert [error.message for error in validator(schema).iter_errors(package)] == []
    package[name][0]["ocid"] = 7
    assert [*validator(schema).iter_errors(package)]


def empty(value: object) -> bool:
    """Whether something empty stands in a value: the standard leaves it out."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value in ({}, [], "", None) or any(map(empty, inner))


def test_a_record_is_what_its_releases_come_to(out: Path) -> None:
    for record in json.loads((out / "records.json").read_text("utf-8"))["records"]:
        last = record["releases"][-1]
        named = {"id": f"{record['ocid']}-{last['date']}", "tag": ["compiled"]}
        assert record["compiledRelease"] == last | named
        assert not any(map(empty, record["releases"]))


def test_every_payment_of_the_run_stands_there_once(played: Path, out: Path) -> None:
    paid = Counter(row["amount"] for row in rows(played / "events.csv") if row["event"] == "paid")
    told = Counter(
        f"{transaction['value']['amount']:.2f}"
        for release in compiled(out)
        for contract in release.get("contracts", [])
        for transaction in contract.get("implementation", {}).get("transactions", [])
    )
    assert told == paid


def test_bids_awards_and_contracts_are_those_of_the_run(played: Path, out: Path) -> None:
    found = compiled(out)
    bids = [bid for release in found for bid in release.get("bids", {}).get("details", [])]
    assert Counter(f"{bid['value']['amount']:.2f}" for bid in bids) == Counter(
        row["price"] for row in rows(played / "offers.csv")
    )
    events = rows(played / "events.csv")
    signed = Counter(row["amount"] for row in events if row["event"] == "signed")
    contracts = [contract for release in found for contract in release.get("contracts", [])]
    assert Counter(f"{contract['value']['amount']:.2f}" for contract in contracts) == signed
    ended = [row["entity"] for row in events if row["event"] == "ended"]
    assert sum(contract["status"] == "terminated" for contract in contracts) == len(ended)
    for release in found:
        for contract in release.get("contracts", []):
            award = next(award for award in release["awards"] if award["id"] == contract["awardID"])
            assert award["suppliers"][0]["id"] in {party["id"] for party in release["parties"]}


def test_a_failed_procurement_is_cancelled_and_the_next_one_refers_to_it(out: Path) -> None:
    found = compiled(out)
    failed = {release["ocid"] for release in found if release.get("tender", {}).get("status") == "unsuccessful"}
    related = [each for release in found for each in release.get("relatedProcesses", [])]
    assert failed
    assert {each["identifier"] for each in related if each["relationship"] == ["unsuccessfulProcess"]} == failed
    assert all(not release.get("awards") for release in found if release["ocid"] in failed)


def test_releases_follow_one_another_and_have_ids_of_their_own(out: Path) -> None:
    releases = json.loads((out / "releases.json").read_text("utf-8"))["releases"]
    assert len({release["id"] for release in releases}) == len(releases)
    for ocid in {release["ocid"] for release in releases}:
        dates = [release["date"] for release in releases if release["ocid"] == ocid]
        assert dates == sorted(dates)
    assert min(release["date"] for release in releases).startswith("2012-01-01")


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    seal(tmp_path, kind="batch")
    done = CliRunner().invoke(main, ["export", "ocds", str(tmp_path), "--lang", "zh"])
    assert done.exit_code == 2
    assert "不是一次运行的记录" in done.output


@pytest.mark.parametrize("odd", [{"seed": "x"}, {"seed": 1.5}, {"replication": None}, {"scenario": 3}])
def test_a_manifest_with_other_values_is_damaged(odd: dict[str, Any], tmp_path: Path) -> None:
    seal(tmp_path, **{"scenario": "town", "seed": 1, "replication": 0} | odd)
    done = CliRunner().invoke(main, ["export", "ocds", str(tmp_path)])
    assert (done.exit_code, "manifest.json: file: is damaged" in done.output) == (2, True)
