"""``gpss-sim batch`` and ``gpss-sim reproduce`` as a user meets them."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from gpss_sim.cli import main
from gpss_sim.study import model, replay
from gpss_sim.study.store import FILE, Store
from tests.study.fake import EXPERIMENT, MODEL, write_experiment
from tests.study.process import alter


@pytest.fixture(autouse=True)
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The market is replaced by three numbers, and its report by a page of one word."""

    def write_report(folder: Path, plan: object, metrics: object, findings: object, store: Store, lang: str) -> None:
        (folder / "report.html").write_text(f"{len(store.runs())} runs")

    page = ModuleType("gpss_sim.report.batch")
    page.write_report = write_report  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gpss_sim.report.batch", page)
    monkeypatch.setattr(model, "market", lambda: MODEL)
    monkeypatch.setattr(replay, "market", lambda: MODEL)


@pytest.fixture
def experiment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return str(write_experiment(tmp_path))


def call(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def test_findings_are_printed_plain_and_whole(experiment: str) -> None:
    result = call("batch", experiment, "--workers", "1")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    untitled = "formal × post, formal × project, competitive × post, competitive × project… compared"
    assert lines[:2] == [untitled, "Fiscal years 2–5, 4 replications, seed 7."]
    heading = lines.index("# gain [points] (primary outcome; more is better)")
    assert lines[heading + 1].split("\t")[:3] == ["design point", "mean", "95% interval"]
    cells = lines[heading + 2].split("\t")
    assert (cells[0], cells[3:6], cells[6]) == ("formal/post", ["", "", ""], "4")
    assert lines[heading + 4].startswith("competitive/post\t")
    assert any(line.startswith("competitive/post does better than formal/post on gain: ") for line in lines)
    assert (
        "The differences of the primary outcomes from formal/post, 5 in all, lie in their intervals at once with 95% "
        "confidence." in lines
    )
    assert lines[-3:] == [
        "report\tresults/study/report.html",
        "plots\tresults/study/plots",
        "tables\tresults/study/comparisons.csv",
    ]
    assert Path("results/study/report.html").read_text() == "24 runs"
    assert result.stderr.splitlines()[0] == "0 of 24 runs"
    assert result.stderr.splitlines()[-1] == "24 of 24 runs"


def test_findings_in_chinese(experiment: str) -> None:
    result = call("batch", experiment, "--workers", "1", "--lang", "zh")
    assert "# 收益 [分]（主要结果；越大越好）" in result.stdout
    assert "在收益上，竞争性购买 × 岗位 优于 形式性购买 × 岗位：" in result.stdout


def test_assumed_differences_without_the_rules_alone_are_warned_of_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    quick = ("--workers", "1", "--replications", "1")
    text = EXPERIMENT.replace("[levers]", '[study.set]\n"rules.overlays" = ["errands_for_favour"]\n[levers]')
    lines = call("batch", str(write_experiment(tmp_path, text)), *quick).stdout.splitlines()
    assert lines[2].startswith("Warning: what follows is rules + assumed differences (label A): errands_for_favour.")
    assert '  "rules.overlays" = { "rules only" = [], "errands_for_favour" = ["errands_for_favour"] }' in lines[3:7]
    assert "Warning" not in call("batch", str(write_experiment(tmp_path)), *quick, "--force").stdout


def test_precision_that_is_not_reached_is_told_on_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = EXPERIMENT.replace("replications = 4", 'until = { gain = "1%" }\nmaximum = 20')
    path = str(write_experiment(tmp_path, text))
    line = call("batch", path, "--workers", "1").stdout.splitlines()[2]
    assert line.startswith("Warning: 6 of 6 targets of precision are not met after 20 replications: gain of ")
    assert "1% was asked" in line
    assert "further replications are needed: --replications " in line
    chinese = call("batch", path, "--workers", "1", "--lang", "zh").stdout.splitlines()[2]
    assert "注意：20次重复后，6项精度目标中有6项未达到" in chinese
    assert "收益" in chinese
    assert " × " in chinese
    assert "gain" not in chinese


def test_the_policy_chosen_is_told_in_chinese_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = EXPERIMENT.replace(
        "replications = 4", 'select = { indifference = "0.5", first = 10, step = 5 }\nmaximum = 100'
    )
    path = str(write_experiment(tmp_path, text))
    chinese = call("batch", path, "--workers", "1", "--lang", "zh").stdout.splitlines()[2]
    assert chinese.startswith(("选定：竞争性购买 × ", "注意：重复100次后仍未选定：竞争性购买 × "))
    assert "收益" in chinese
    assert "gain" not in chinese


def test_words_agree_with_their_number(experiment: str) -> None:
    told = call("batch", experiment, "--workers", "1", "--replications", "1").stdout
    assert "1 replication, seed 7." in told
    assert "at once" not in told
    assert "minutes on 1 worker\t" in call("batch", experiment, "--dry-run", "--workers", "1").stdout


def test_a_dry_run_writes_nothing(experiment: str) -> None:
    result = call("batch", experiment, "--dry-run", "--workers", "2")
    assert result.exit_code == 0, result.output
    rows = dict(line.split("\t") for line in result.stdout.splitlines())
    assert (rows["design points"], rows["replications"], rows["runs"]) == ("6", "4", "24")
    assert rows["runs still to play"] == "24"
    assert {"seconds a run", "minutes on 2 workers", "disk, MB"} < set(rows)
    assert not Path("results").exists()


def test_a_dry_run_counts_what_is_stored(experiment: str) -> None:
    call("batch", experiment, "--workers", "1")
    result = call("batch", experiment, "--dry-run", "--replications", "5")
    assert "runs still to play\t6" in result.stdout


def test_a_faulty_experiment_is_exit_2_with_every_fault(tmp_path: Path) -> None:
    path = write_experiment(tmp_path, EXPERIMENT.replace("seed", "sed").replace("gain", "gian"))
    result = call("batch", str(path))
    assert result.exit_code == 2
    assert "did you mean 'seed'?" in result.stderr
    assert "Traceback" not in result.output


def test_another_seed_in_the_same_folder_is_exit_2_unless_forced(experiment: str) -> None:
    call("batch", experiment, "--workers", "1")
    refused = call("batch", experiment, "--workers", "1", "--seed", "8")
    assert refused.exit_code == 2
    assert "seed = 8: the runs here were made with 7 (give another --out, or --force to begin anew)" in refused.stderr
    assert call("batch", experiment, "--workers", "1", "--seed", "8", "--force").exit_code == 0


def test_failed_runs_are_told_on_standard_error(experiment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TROUBLE", "raise formal 2")
    result = call("batch", experiment, "--workers", "1")
    assert result.exit_code == 0
    assert "Warning: formal/post, replication 2 failed: RuntimeError: trouble in formal 2" in result.stderr
    assert "Warning: 2 runs failed; their tracebacks are in results/study/failures.csv" in result.stderr


def test_failed_runs_of_a_part_are_told_where_it_is_played(experiment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TROUBLE", "raise formal 2")
    result = call("batch", experiment, "--workers", "1", "--shard", "1/2", "--out", "part")
    assert result.exit_code == 0
    assert "Warning: formal/post, replication 2 failed: RuntimeError: trouble in formal 2" in result.stderr
    assert "Warning: 1 run failed; its traceback is in part/store.sqlite" in result.stderr
    last = call("batch", experiment, "--workers", "1", "--shard", "13/24", "--out", "last")
    assert last.exit_code == 3
    assert "the only run failed" in last.stderr


def test_no_run_at_all_is_exit_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TROUBLE", "raise formal 0")
    text = EXPERIMENT.replace('["formal", "competitive", "direct"]', '["formal"]').replace(
        '["competitive/project", "competitive/post"]', ""
    )
    path = write_experiment(tmp_path, text.replace("pairs = []", ""))
    result = call("batch", str(path), "--out", str(tmp_path / "out"), "--replications", "1", "--workers", "1")
    assert result.exit_code == 3
    assert "all 2 runs failed" in result.stderr
    assert (tmp_path / "out" / "runs.csv").exists()


def test_ctrl_c_is_exit_130_and_says_what_is_kept(experiment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add = Store.add

    def interrupted(self: Store, *args: object) -> None:
        add(self, *args)  # type: ignore[arg-type]
        if len(self.runs()) == 5:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "add", interrupted)
        result = call("batch", experiment, "--workers", "1")
    assert result.exit_code == 130
    assert "the same command continues" in result.stderr
    resumed = call("batch", experiment, "--workers", "1")
    assert resumed.exit_code == 0
    assert resumed.stderr.startswith("5 of 24 runs\n")


def test_reproduce_holds_and_then_does_not(experiment: str) -> None:
    call("batch", experiment, "--workers", "1")
    folder = "results/study"
    good = call("reproduce", folder, "--all", "--workers", "1")
    assert (good.exit_code, good.stdout) == (0, "24 of 24 runs came out the same (24 stored).\n")
    alter(
        Path(folder) / FILE,
        "UPDATE measures SET value = 0 WHERE run = 3 AND metric = 'gain' AND year = '2-5' AND district = ''",
    )
    bad = call("reproduce", folder, "--all", "--workers", "1")
    assert bad.exit_code == 1
    assert "23 of 24 runs came out the same" in bad.stdout
    assert "results/study/runs.csv is not what the store gives." in bad.stdout


def test_reproduce_of_what_is_no_study_is_exit_2(tmp_path: Path) -> None:
    assert call("reproduce", str(tmp_path)).exit_code == 2
    assert call("reproduce", str(tmp_path / "gone")).exit_code == 2


def test_a_sampled_study_is_told_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = EXPERIMENT.replace('pairs = [["competitive/project", "competitive/post"]]\n', "samples = 8\n")
    path = str(write_experiment(tmp_path, text + '[factors]\n"demand.load" = { low = 0.8, high = 1.3 }\n'))
    lines = call("batch", path, "--workers", "1", "--replications", "2").stdout.splitlines()
    heading = lines.index("# gain [points] (primary outcome; more is better)")
    assert lines[heading + 1] == "design point\tmean over rows\tlowest row\thighest row\trows"
    assert [line.split("\t")[0] for line in lines[heading + 2 : heading + 8]][:2] == ["formal/post", "formal/project"]
    assert any(line.startswith("competitive/post against formal/post on gain: ") for line in lines)
    assert any(line.startswith("What moves ") or line.startswith("No factor is told from luck") for line in lines)


IDLE = """
[study]
scenario = "small_city"
[levers]
"rules.methods.open_tender.min_bidders" = [1, 3]
[design]
replications = 2
[outcomes]
primary = ["PRIMARY"]
"""


def test_a_lever_that_moves_nothing_is_told_before_and_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    why = "the method open_tender is for purchases above 750,000 yuan, and the largest here is 732,842 yuan"
    lever = "rules.methods.open_tender.min_bidders"
    real = str(write_experiment(tmp_path, IDLE.replace("PRIMARY", "quality")))
    checked = call("validate", real)
    assert checked.exit_code == 0
    assert checked.stderr.startswith(f"Warning: {lever} can move nothing: {why}; used: competitive_consultation")
    fake = str(write_experiment(tmp_path, IDLE.replace("PRIMARY", "gain")))
    assert f"{lever} can move nothing: {why}" in call("batch", fake, "--dry-run", "--workers", "1").stderr
    lines = call("batch", fake, "--workers", "1").stdout.splitlines()
    assert lines[2].startswith(f"Warning: {lever} moves nothing: in every run every indicator is the same")
    assert why in lines[2]


def test_a_flip_is_found_told_and_written_once(experiment: str) -> None:
    args = ("flip", experiment, "demand.load", "--from", "0.7", "--to", "1.3", "--policy", "competitive/post")
    small = (*args, "--points", "2", "--tolerance", "0.2", "--replications", "3", "--workers", "1")
    result = call(*small)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "demand.load\tcompetitive/post minus formal/post [points]\tinterval"
    assert lines[-2].startswith("The difference of competitive/post from formal/post on gain changes its sign at ")
    assert Path("results/study_flip/flip.csv").is_file()
    assert call(*small).exit_code == 2, "a result is not replaced without --force"
    for wrong in (("--from", "2"), ("--to", "nan"), ("--tolerance", "0")):
        assert call(*small, *wrong).exit_code == 2
