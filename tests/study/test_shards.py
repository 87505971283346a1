"""Parts of a study joined: the same bytes as on one machine, and what is not one study is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.study import run_batch
from gpss_sim.study.shards import merge, play_shard
from gpss_sim.study.store import FILE, Store
from tests.study.fake import EXPERIMENT, MODEL, write_experiment
from tests.study.process import tables


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_experiment(tmp_path_factory.mktemp("experiment"))


@pytest.fixture(scope="module")
def expected(experiment: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("expected")
    run_batch(experiment, out, workers=0, replications=5, model=MODEL)
    return tables(out)


def parts(experiment: Path, folder: Path, of: int, replications: int = 5) -> list[Path]:
    for number in range(1, of + 1):
        play_shard(experiment, (number, of), folder / f"{number}", workers=0, replications=replications, model=MODEL)
    return [folder / f"{number}" for number in range(1, of + 1)]


@pytest.mark.parametrize("of", [1, 2, 7])
def test_joined_parts_are_the_study(experiment: Path, expected: dict[str, bytes], tmp_path: Path, of: int) -> None:
    found, taken = merge(tmp_path / "out", parts(experiment, tmp_path, of)[::-1], model=MODEL)
    assert taken == 30
    assert found.findings.replications == 5
    assert tables(tmp_path / "out") == expected
    with Store(tmp_path / "out" / FILE) as store:
        assert len(store.runs()) == 30


def test_parts_share_the_runs_without_overlap(experiment: Path, tmp_path: Path) -> None:
    runs = []
    for part in parts(experiment, tmp_path, 4):
        with Store(part / FILE) as store:
            runs.append({(run.design_point, run.replication) for run in store.runs()})
    assert [len(each) for each in runs] == [8, 8, 7, 7]
    assert len(set.union(*runs)) == 30


def test_a_part_given_twice_or_joined_later_changes_nothing(
    experiment: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    one, two, three = parts(experiment, tmp_path, 3)
    with pytest.raises(InputError, match="10 of 30 runs are missing"):
        merge(tmp_path / "out", [one, two, one], model=MODEL)
    merge(tmp_path / "out", [three, two], model=MODEL)
    assert tables(tmp_path / "out") == expected


def test_an_ordinary_batch_plays_what_a_part_left(experiment: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    play_shard(experiment, (2, 3), tmp_path / "out", workers=0, replications=5, model=MODEL)
    assert run_batch(experiment, tmp_path / "out", workers=0, replications=5, model=MODEL).played == 20
    assert tables(tmp_path / "out") == expected


def test_parts_of_two_studies_are_refused(experiment: Path, tmp_path: Path) -> None:
    one = parts(experiment, tmp_path / "a", 2)[0]
    other = tmp_path / "b"
    play_shard(experiment, (2, 2), other, workers=0, replications=5, seed=8, model=MODEL)
    with pytest.raises(InputError, match="is another study"):
        merge(tmp_path / "out", [one, other], model=MODEL)


def test_a_part_of_another_code_is_told_as_such(
    experiment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play_shard(experiment, (1, 1), tmp_path / "part", workers=0, model=MODEL)
    monkeypatch.setattr("gpss_sim.study.folder.code_version", lambda: "0.1.0+other")
    with pytest.raises(InputError, match=r"part: code version = .*0\.1\.0\+other"):
        merge(tmp_path / "all", [tmp_path / "part"], model=MODEL)


def test_a_study_whose_length_is_found_on_the_way_has_no_parts(tmp_path: Path) -> None:
    text = EXPERIMENT.replace("replications = 4", 'until = { gain = "5%" }')
    with pytest.raises(InputError, match=r"design\.until"):
        play_shard(write_experiment(tmp_path, text), (1, 2), tmp_path / "out", workers=0, model=MODEL)


def test_a_part_that_is_left_out_is_missed_even_where_it_held_the_last_replications(tmp_path: Path) -> None:
    text = EXPERIMENT.replace('["formal", "competitive", "direct"]', '["formal"]').replace(
        'pairs = [["competitive/project", "competitive/post"]]', ""
    )
    every = parts(write_experiment(tmp_path, text), tmp_path, 6, replications=3)
    with pytest.raises(InputError, match="2 of 6 runs are missing, first formal/post, replication 2"):
        merge(tmp_path / "out", every[:4], model=MODEL)
    found, taken = merge(tmp_path / "out", every[4:], model=MODEL)
    assert (found.findings.replications, taken) == (3, 2)


def test_a_part_knows_its_failed_runs(experiment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TROUBLE", "raise formal 1")
    part = play_shard(experiment, (1, 2), tmp_path / "part", workers=0, replications=2, model=MODEL)
    assert [(run.design_point, run.replication) for run in part.failed] == [("formal/post", 1)]
    assert (part.played, part.good) == (6, 5)
