"""The gallery: every study says beforehand what is expected, and the page is that of the kept tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.metrics import METRICS
from gpss_sim.report.gallery_page import DATA, PAGES, PLOTS, markdown, plot
from gpss_sim.study import gallery
from gpss_sim.study.experiment_file import find_experiment, load_experiment
from gpss_sim.study.gallery import KeptStudy, outcomes, read, studies
from tests.layers import ROOT

NAMES = [
    *("assessment_noise", "budget_cut_and_growth", "consortium_break_even", "library_order", "library_rules"),
    *("market_thickness", "minimum_staff_3_8", "payment_delay", "post_vs_project", "price_weight", "rulebook_parts"),
    *("rulebooks", "scoring_70_30", "seed_fund", "shanghai_channels", "shanghai_formal_share", "three_bidder_rule"),
    *("thresholds", "urgency_rules", "voucher_supply"),
]
KEPT = ROOT / "docs" / DATA


def test_studies_say_what_is_expected_in_both_languages() -> None:
    assert studies() == NAMES
    texts = [find_experiment(name).read_text("utf-8") for name in NAMES]
    assert all("\nexpects = " in text and "\nexpects_zh = " in text for text in texts)


@pytest.fixture(scope="module")
def kept() -> dict[str, KeptStudy | None]:
    return {name: read(KEPT, name, METRICS) for name in NAMES}


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_that_of_the_kept_tables(language: str, kept: dict[str, KeptStudy | None]) -> None:
    page = markdown(kept, METRICS, language)  # type: ignore[arg-type]
    assert (ROOT / "docs" / PAGES[language]).read_text("utf-8") == page  # type: ignore[index]
    assert all((ROOT / "docs" / PLOTS / f"{name}.png").is_file() for name, found in kept.items() if found)


def test_findings_come_back_from_the_kept_table(tmp_path: Path, kept: dict[str, KeptStudy | None]) -> None:
    first = kept["price_weight"]
    assert first is not None
    gallery.write(tmp_path, first.plan, first.findings, "code")
    again = read(tmp_path, "price_weight", METRICS)
    assert again is not None
    assert again.findings.findings == first.findings.findings
    assert outcomes(again.plan) == ("improvement_per_million", "price_ratio", "quality", "cost_per_completed")
    assert plot(again, METRICS).startswith(b"\x89PNG")


def test_a_table_of_another_study_is_refused(tmp_path: Path, kept: dict[str, KeptStudy | None]) -> None:
    first = kept["price_weight"]
    assert first is not None
    gallery.write(tmp_path, first.plan, first.findings, "code")
    path = tmp_path / "price_weight.csv"
    path.write_text(path.read_text("utf-8-sig").replace("\n0.6,", "\n0.7,"), "utf-8-sig")
    with pytest.raises(InputError, match="play it again"):
        read(tmp_path, "price_weight", METRICS)


def test_a_study_without_a_table_is_not_played(tmp_path: Path) -> None:
    assert read(tmp_path, "price_weight", METRICS) is None
    assert load_experiment("price_weight", METRICS).study.expects
