"""Nothing is deleted or replaced that is not ours, and a result appears as a whole or not at all."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from gpss_sim import folders
from gpss_sim.cli import main
from gpss_sim.errors import InputError
from gpss_sim.metrics import METRICS
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.gallery import studies
from tests.scenario_files import case, write

LIBRARY = "id,urgency,benefit,cost\na,5,10,100\nb,3,4,50\nc,2,9,70\n"
ELECTION = (
    "META\nkey;value\nbudget;5\ncategories;x\nbudget_per_category;3\n"
    "PROJECTS\nproject_id;cost;votes;category\n1;2;1;x\n"
)
MINE = b"years of work"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a library, an election and a small scenario, in which the commands are called."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, library_csv=LIBRARY, election_pb=ELECTION)
    return tmp_path


COMMANDS = {
    "allocate": ["allocate", "library.csv", "--budget", "150", "--no-plots"],
    "frontier": ["frontier", "library.csv", "--budget", "150", "--points", "2", "--nested", "--no-plots"],
    "run": ["run", "tiny.toml", "--years", "1"],
}
WRITTEN = {"allocate": "allocation.csv", "frontier": "nested.csv", "run": "metrics.csv"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_foreign_folder_is_left_alone_even_with_force(command: str, place: Path) -> None:
    (place / "out" / "plots").mkdir(parents=True)
    for name in ("results.xlsx", "plots/budget.png", "manifest.json", WRITTEN[command]):
        (place / "out" / name).write_bytes(MINE)
    before = contents(place / "out")
    for force in ([], ["--force"]):
        result = call(*COMMANDS[command], "--out", "out", *force)
        assert result.exit_code == 2
        assert "holds files that gpss-sim did not write" in result.output
    assert contents(place / "out") == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_result_is_replaced_with_force_alone_and_spares_other_files(command: str, place: Path) -> None:
    assert call(*COMMANDS[command], "--out", "out").exit_code == 0
    before = contents(place / "out")
    assert call(*COMMANDS[command], "--out", "out").exit_code == 2
    assert contents(place / "out") == before
    (place / "out" / "notes.txt").write_bytes(MINE)
    (place / "out" / WRITTEN[command]).write_bytes(b"ours, damaged")
    assert call(*COMMANDS[command], "--out", "out", "--force").exit_code == 0
    after = contents(place / "out")
    assert after["notes.txt"] == MINE
    assert after[WRITTEN[command]] == before[WRITTEN[command]]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("other", COMMANDS)
def test_results_of_two_kinds_do_not_mix(command: str, other: str, place: Path) -> None:
    if command == other:
        return
    assert call(*COMMANDS[command], "--out", "out").exit_code == 0
    before = contents(place / "out")
    result = call(*COMMANDS[other], "--out", "out", "--force")
    assert result.exit_code == 2
    assert f"holds a result of {command}," in result.output
    assert contents(place / "out") == before


def test_a_file_of_the_user_in_our_folder_is_not_replaced(place: Path) -> None:
    assert call(*COMMANDS["allocate"], "--out", "out").exit_code == 0
    (place / "out" / "core.csv").write_bytes(MINE)
    before = contents(place / "out")
    result = call(*COMMANDS["allocate"], "--out", "out", "--force", "--in-depth")
    assert result.exit_code == 2
    assert "was not written by gpss-sim" in result.output
    assert contents(place / "out") == before


def test_a_failure_leaves_nothing_that_looks_whole(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gpss_sim.allocation.results import decision_files

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "summary.json")

    monkeypatch.setattr(decision_files, "write", full)
    result = call(*COMMANDS["allocate"], "--out", "deep/out")
    assert result.exit_code == 74
    assert not (place / "deep" / "out").exists()
    assert list((place / "deep").iterdir()) == []


def test_a_refusal_writes_nothing(place: Path) -> None:
    assert call("allocate", "library.csv", "--budget", "1,5", "--out", "out").exit_code == 2
    assert not (place / "out").exists()


def test_no_answer_is_written_whole(place: Path) -> None:
    (place / "r.toml").write_text('mandatory = ["a"]')
    result = call("allocate", "library.csv", "--budget", "1", "--rules", "r.toml", "--out", "out")
    assert result.exit_code == 3
    assert json.loads((place / "out/summary.json").read_text("utf-8"))["verdict"] == "infeasible"


FILES = {
    "import": (["library", "import", "election.pb", "--out", "new.csv"], ["new.csv", "new.rules.toml"]),
    "export": (["library", "export", "library.csv", "--out", "new.csv"], ["new.csv"]),
    "template": (["library", "template", "new.xlsx"], ["new.xlsx"]),
    "schema": (["schema", "--out", "new.json"], ["new.json"]),
    "odd": (["describe", "--odd", "--out", "new.md"], ["new.md"]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_replaced_with_force_alone(name: str, place: Path) -> None:
    words, files = FILES[name]
    for file in files:
        (place / file).write_bytes(MINE)
        result = call(*words)
        assert result.exit_code == 2, result.output
        assert "exists already" in result.output
        assert (place / file).read_bytes() == MINE
        (place / file).unlink()
    assert call(*words).exit_code == 0
    assert call(*words, "--force").exit_code == 0


def test_explanations_replace_only_their_own(place: Path) -> None:
    call(*COMMANDS["allocate"], "--out", "out")
    (place / "out" / "explanations.csv").write_bytes(MINE)
    result = call("explain", "out", "--all")
    assert (result.exit_code, (place / "out" / "explanations.csv").read_bytes()) == (2, MINE)
    (place / "out" / "explanations.csv").unlink()
    assert [call("explain", "out", "--all").exit_code for _ in range(2)] == [0, 0]


HOSTILE = [
    "../../x",
    "/x/y",
    "..",
    ".",
    "a/b",
    "a\\b",
    "con",
    "NUL.txt",
    "x\0",
    "x\n",
    " x",
    "x.",
    "~root",
    "\u202ex",
    "x" * 101,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_do_not_lead_out_of_the_results(name: str, place: Path) -> None:
    told = json.dumps(name)
    study = f'[study]\nname = {told}\nscenario = "tiny.toml"\n[outcomes]\nprimary = ["wait"]\n'
    (place / "study.toml").write_text(study, "utf-8")
    with pytest.raises(InputError, match="must be a plain name"):
        load_experiment("study.toml", METRICS)
    case(place, f"name = {told}".replace("name =", "#\nname =", 1))
    assert call("run", "case.toml").exit_code == 2
    assert not (place / "results").exists()


@pytest.mark.parametrize("library", ["..", ".", "../place/.", "library.csv/../library.csv"])
def test_the_name_of_a_library_stays_inside(library: str) -> None:
    from gpss_sim.cli.budget_decision import result_name

    assert folders.is_plain_name(result_name(library))


@given(st.text(max_size=20))
def test_a_plain_name_is_a_folder_inside(name: str) -> None:
    if folders.is_plain_name(name):
        assert (Path("/a/results") / name).parent == Path("/a/results")
        assert Path(name).name == name


@given(st.text(max_size=60) | st.dictionaries(st.text(), st.lists(st.text() | st.integers())).map(json.dumps))
def test_a_mark_that_cannot_be_believed_is_none(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "mark"
    folder.mkdir(exist_ok=True)
    (folder / folders.MARK).write_text(content, "utf-8", "surrogatepass")
    mark = folders.read_mark(folder)
    assert mark is None or all(".." not in Path(name).parts for name in mark.files)


def test_a_mark_does_not_lead_out(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(MINE)
    (tmp_path / "out").mkdir()
    mark = {"kind": "run", "files": ["../mine"]}
    (tmp_path / "out" / folders.MARK).write_text(json.dumps(mark))
    with pytest.raises(InputError), folders.result(tmp_path / "out", "run", force=True):
        pass
    assert (tmp_path / "mine").read_bytes() == MINE


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("linked", [False, True])
def test_a_folder_may_be_a_disk_of_its_own(
    command: str, linked: bool, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = place / "disk"
    disk.mkdir()
    (place / "link").symlink_to("disk")

    def guarded(move: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
        def moved(old: Path, new: Path) -> None:
            ends = {Path(path).resolve().is_relative_to(disk) for path in (old, new)}
            if len(ends) > 1:
                raise OSError(errno.EXDEV, "Invalid cross-device link", str(old), None, str(new))
            move(old, new)

        return moved

    monkeypatch.setattr(os, "rename", guarded(os.rename))
    monkeypatch.setattr(os, "replace", guarded(os.replace))
    result = call(*COMMANDS[command], "--out", "link" if linked else "disk")
    assert result.exit_code == 0, result.output
    assert (disk / WRITTEN[command]).exists()
    assert not list(disk.glob(".*.part"))


@pytest.mark.parametrize("leads", ["nowhere", "link"])
def test_a_link_that_leads_nowhere_is_told_first(leads: str, place: Path) -> None:
    (place / "link").symlink_to(leads)
    for arguments in (*COMMANDS.values(), ["init"]):
        result = call(*arguments, *(["link"] if arguments == ["init"] else ["--out", "link"]))
        assert (result.exit_code, result.output.count("leads nowhere")) == (2, 1)
        assert result.output.startswith("Error: link")


def test_what_a_stopped_command_left_is_no_file_of_others(place: Path) -> None:
    (place / "out" / ".gpss-sim.abc.part").mkdir(parents=True)
    assert call(*COMMANDS["allocate"], "--out", "out").exit_code == 0


@pytest.mark.parametrize(("command", "page"), [("claims", "claims.md"), ("gallery", "gallery.md")])
def test_pages_of_kept_tables_replace_nothing_of_others(command: str, page: str, place: Path) -> None:
    tables = place / "kept"
    tables.mkdir()
    result = call(command, "--from", "kept", "--out", "mine")
    assert (result.exit_code, result.output) == (2, "Error: kept: --from: holds no table that was kept\n")
    for name in ("M05", studies()[0]):
        (tables / f"{name}.csv").write_text("")
    (place / "mine").mkdir(exist_ok=True)
    (place / "mine" / page).write_bytes(MINE)
    result = call(command, "--from", "kept", "--out", "mine")
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: mine/{page}")
    assert contents(place / "mine") == {page: MINE}


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(place: Path) -> None:
    result = call("schema", "--out", "nowhere/schema.json")
    assert (result.exit_code, result.output) == (2, "Error: nowhere/schema.json: No such file or directory\n")
