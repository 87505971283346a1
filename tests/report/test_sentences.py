"""Sentences say what was found, in the direction that is better, and no more."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from gpss_sim.i18n import LANGUAGES, text
from gpss_sim.report.sentences import sentences
from gpss_sim.study import run_batch
from gpss_sim.study.compare import Difference, Estimate
from gpss_sim.study.findings import Finding
from gpss_sim.study.verdicts import Verdict, verdict
from tests.study.fake import EXPERIMENT, MODEL, write_experiment


def finding(mean: float, low: float, high: float, n: int = 30) -> Finding:
    nothing = Estimate(0.0, 0.0, 0.0, n)
    return Finding("m", "u", "a", "b", nothing, nothing, Difference(Estimate(mean, low, high, n), 0.5, 0.95, 7))


CASES = [
    (finding(2, 1, 3), "more", Verdict.BETTER),
    (finding(2, 1, 3), "less", Verdict.WORSE),
    (finding(-2, -3, -1), "less", Verdict.BETTER),
    (finding(-2, -3, -1), "more", Verdict.WORSE),
    (finding(2, 1, 3), "", Verdict.MORE),
    (finding(-2, -3, -1), "", Verdict.LESS),
    (finding(2, -1, 5), "more", Verdict.NOT_SHOWN),
    (finding(2, 0, 4), "more", Verdict.NOT_SHOWN),
    (finding(0, 0, 0), "more", Verdict.SAME),
    (finding(2, math.nan, math.nan, 1), "more", Verdict.UNKNOWN),
    (finding(math.nan, math.nan, math.nan, 0), "", Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("found", "better", "expected"), CASES)
def test_verdict(found: Finding, better: str, expected: Verdict) -> None:
    assert verdict(found, better) is expected


def told(tmp_path: Path, text: str, language: str) -> dict[tuple[str, str, str], str]:
    result = run_batch(write_experiment(tmp_path, text), tmp_path / "out", workers=0, replications=12, model=MODEL)
    spoken = sentences(result.plan, MODEL.metrics, result.findings, language)  # type: ignore[arg-type]
    return {(each.metric, each.policy, each.baseline): each.text for each in spoken}


def test_english(tmp_path: Path) -> None:
    found = told(tmp_path, EXPERIMENT, "en")
    assert found["gain", "competitive/post", "formal/post"].startswith(
        "competitive/post does better than formal/post on gain: "
    )
    assert found["cost", "competitive/post", "formal/post"].startswith("competitive/post does better than formal/post")
    assert found["gain", "direct/post", "formal/post"].startswith("No difference shown between direct/post and")
    assert found["size", "direct/post", "formal/post"].startswith("direct/post and formal/post are the same on size in")
    assert len(found) == 3 * 6


def test_chinese(tmp_path: Path) -> None:
    found = told(tmp_path, EXPERIMENT, "zh")
    assert found["gain", "competitive/post", "formal/post"].startswith("在收益上，competitive/post 优于 formal/post：")
    assert found["gain", "direct/post", "formal/post"].startswith(
        "在收益上，未显示 direct/post 与 formal/post 有差别："
    )


def test_worlds_that_disagree_are_told_as_depends(tmp_path: Path) -> None:
    found = told(tmp_path, EXPERIMENT + '[uncertainties]\n"demand.load" = { full = 1.2, slack = 0.8 }\n', "en")
    assert found["gain", "competitive/post", "formal/post"] == (
        "Whether competitive/post or formal/post does better on gain depends:"
        " better where demand.load=full; worse where demand.load=slack."
    )


def test_worlds_that_agree_are_told_once(tmp_path: Path) -> None:
    found = told(tmp_path, EXPERIMENT + '[uncertainties]\n"demand.load" = [1.1, 1.3]\n', "zh")
    sentence = found["gain", "competitive/post", "formal/post"]
    assert sentence.startswith("在收益上，competitive/post 优于 formal/post，在全部 2 种情形下皆然：相差 +")


def test_both_languages_know_every_verdict() -> None:
    for kind in Verdict:
        assert all(text("report", f"{part}.{kind.value}", lang) for part in ("sentence", "shown") for lang in LANGUAGES)


def test_sentences_of_no_outcome_are_none(tmp_path: Path) -> None:
    result = run_batch(write_experiment(tmp_path), tmp_path / "out", workers=0, replications=2, model=MODEL)
    assert sentences(result.plan, MODEL.metrics, result.findings, "en", ()) == []
    spoken = sentences(result.plan, MODEL.metrics, result.findings, "en", ("cost", "gain"))
    assert [each.metric for each in spoken] == ["cost"] * 6 + ["gain"] * 6
