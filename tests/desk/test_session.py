"""A desk without a browser: what pages are told, and that nothing is lost on the way."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from gpss_sim.desk import commands, draft, reading, replay, simulated, views
from gpss_sim.desk.session import Session
from gpss_sim.errors import InputError
from tests.desk.desks import quiet, small, until


def test_a_session() -> None:
    """Laid, decided, edited during a decision, undone, kept: one process for all of it."""

    async def play() -> None:
        session, told = quiet(Session("zh")), []
        session.listeners.append(lambda topic, ids: told.append((topic, tuple(ids))))
        try:
            session.lay(small(900_000_00))
            await until(lambda: bool(session.last.background.digest))
            assert session.decision is not None
            assert session.decision.listed.selected == ("a", "d")
            assert ("rows", ("a", "b", "c", "d")) in told
            assert set(session.last.background.reasons) == set("abcd")
            assert not session.moves.any

            # Three edits while a decision runs: none is lost, and the last decision has all of them.
            for name, cell, text in (("a", "cost", "50万"), ("b", "urgency", "4"), ("d", "name", "新名")):
                assert session.draft is not None
                session.change(draft.edited(session.draft, name, cell, text), [name])
            await until(lambda: not session.processes.decider.busy)
            assert session.draft is not None
            assert [session.draft.projects[n].total for n in "ab"] == [500_000_00, 500_000_00]
            assert session.draft.projects["b"].urgency == 4
            assert session.draft.projects["d"].name == "新名"
            assert session.decision.listed.selected == ("a", "c")
            assert session.moves.entered == ("c",)
            assert session.moves.left == ("d",)

            # Only rows that show something else are sent.
            told.clear()
            session.change(draft.with_total(session.draft, 1_400_000_00), money_alone=True)
            await until(lambda: not session.processes.decider.busy)
            assert session.decision.listed.selected == ("a", "b", "c")
            assert [ids for topic, ids in told if topic == "rows"] == [("b",)]
            assert "frontier" not in [topic for topic, _ in told]

            digest = session.last.background.digest
            session.keep("方案")
            asked = session.edits.asked_total
            session.change(draft.edited(session.draft, "c", "cost", "1元"), ["c"])
            assert session.edits.asked_total < asked
            session.step_back()
            assert session.edits.asked_total == asked
            session.step_back()
            await until(lambda: not session.processes.decider.busy)
            assert session.decision.listed.selected == ("a", "c")
            assert session.last.background.digest != digest
            session.take_up("方案")
            await until(lambda: not session.processes.decider.busy)
            assert session.last.background.digest == digest

            # Nothing fits: the rules in conflict are named, and the desk goes on.
            session.change(draft.pinned(draft.with_total(session.draft, 10_00), "a", "in"))
            await until(lambda: not session.processes.decider.busy)
            assert session.decision.verdict == "infeasible"
            assert session.last.background.conflict
            session.step_back()
            await until(lambda: not session.processes.decider.busy)
            assert session.last.background.digest == digest
        finally:
            session.close()
        assert not session.folder.path.exists()

    asyncio.run(play())


def test_what_does_not_fit_together_is_said() -> None:
    async def play() -> None:
        session = quiet(Session("en"))
        try:
            needs = draft.edited(small(), "a", "requires", "b")
            session.lay(draft.strike(needs, ["b"]))
            await until(lambda: session.decision is not None)
            assert session.decision is not None
            assert session.decision.verdict == "refused"
            assert "b" in session.decision.faults[0].sentence.said("en")
        finally:
            session.close()

    asyncio.run(play())


SHEET = "序号,项目名称,轻重缓急,核报,服务人数\n1,送餐,高,60,60\n2,探访,低,50,50\n合计,,,110,110\n"


def test_a_mapping_is_mended_and_the_money_stays() -> None:
    """A sheet that cannot be read shows its columns; what is said of one is taken; money outlives another reading."""

    async def play() -> None:
        session = quiet(Session("zh"))
        session.processes.decider.ask = lambda *_, **__: None  # type: ignore[method-assign]
        try:
            path = session.take("../申报表.csv", SHEET.encode("gb18030"))
            assert path.parent.parent == session.folder.path
            session.read(path)
            await until(lambda: session.sheet.reading is not None)
            assert session.sheet.reading is not None
            assert session.draft is None
            assert [use.heading for use in session.sheet.reading.uses] == SHEET.split("\n")[0].split(",")
            assert "成本" in session.sheet.reading.faults[0].sentence.said("zh")
            session.read(path, "", {"D": "cost:万元"})
            await until(lambda: session.draft is not None)
            assert session.draft is not None
            assert [p.total for p in session.draft.projects.values()] == [600_000_00, 500_000_00]
            session.change(draft.with_total(session.draft, 70_000_00))
            session.read(path, "", {"D": "cost:元"})
            await until(lambda: session.edits.asked_total == 110_00)
            assert session.draft.budget.total == 70_000_00
        finally:
            session.close()

    asyncio.run(play())


ODD_WORDS = "项目名称,轻重缓急,金额（元）,服务人数\n送餐,火烧眉毛,60,60\n探访,一般,50,50\n读书会,慢慢来,40,30\n"


def test_words_for_urgency_are_told_and_kept() -> None:
    """Words of no scale are asked for; what is said of them is kept beside the file and shown with the others."""

    async def play() -> None:
        session = quiet(Session("zh"))
        session.processes.decider.ask = lambda *_, **__: None  # type: ignore[method-assign]
        try:
            path = session.take("申报表.csv", ODD_WORDS.encode())
            session.read(path)
            await until(lambda: session.sheet.reading is not None)
            assert session.sheet.reading is not None
            assert session.sheet.reading.words == (("火烧眉毛", None), ("慢慢来", None))
            session.read(path, words={"火烧眉毛": 5, "慢慢来": 1})
            await until(lambda: session.draft is not None)
            assert session.draft is not None
            assert [p.urgency for p in session.draft.projects.values()] == [5, 2, 1]
            assert dict(session.sheet.reading.words) == {"火烧眉毛": 5, "一般": 2, "慢慢来": 1}
            session.read(path, words={"一般": 3})
            await until(lambda: session.draft is not None and [*session.draft.projects.values()][1].urgency == 3)
            assert [p.urgency for p in session.draft.projects.values()] == [5, 3, 1], "what was said before stays"
        finally:
            session.close()

    asyncio.run(play())


@pytest.mark.parametrize("name", ["a.exe", "", "../.xlsx", "list"])
def test_files_of_another_kind_are_refused(name: str) -> None:
    with pytest.raises(InputError):
        reading.safe_name(name)


def test_the_command_line_gives_the_same_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pins, a struck project, an edit, a rule and two lines of money."""
    from gpss_sim.desk import decide, rule_forms

    made = draft.strike(draft.pinned(draft.pinned(small(), "a", "out"), "d", "in"), ["b"])
    made = rule_forms.with_limit(draft.edited(made, "c", "cost", "38.5万"), "district", "西区", "max_share", "90%")
    made = draft.with_lines(made, [("", "fiscal", "60万"), ("", "lottery", "40万")])
    library = decide.DeskLibrary(1, made.offered, made.pinned_rules)
    _, background = decide.decide(lambda: False, library, made.budget, made.policy, "zh")
    commands.write_inputs(tmp_path, made)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, commands.allocate_options(tmp_path, made, "zh"))
    assert done.exit_code == 0, done.output
    content = (tmp_path / "decision" / "decision.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == background.digest == commands.digest_of(tmp_path / "decision")


def test_a_plan_is_simulated_by_the_command_and_replayed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = draft.edited(small(), "a", "sources", "财政资金")
    commands.write_inputs(tmp_path, made)
    purchase = commands.PurchaseSettings("small_city", mode="formal", form="project", replications=2)
    options = commands.plan_options(tmp_path, made, "en", purchase)
    assert 'mode = "formal"' in (tmp_path / commands.SCENARIO).read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [*options, "--workers", "1", "--no-plots"])
    assert done.exit_code == 0, done.output
    found = simulated.read(tmp_path / "plan")
    assert found.replications == 2
    assert found.values["served"].mean > 0
    assert {"-10%", "+10%"} <= set(found.beside)
    assert set(found.districts) <= {"东区", "西区"}
    (shown,) = replay.replay(lambda: False, tmp_path / "plan", 0)
    assert shown.weeks == 52
    assert set(shown.districts) == {"东区", "西区"}
    assert {bar.kind for bar in shown.bars} >= {"tender", "contract"}
    assert all(0 <= bar.start <= bar.end <= shown.weeks for bar in shown.bars)
    paid = [float(row) for row in _first_run(tmp_path)]
    assert sum(shown.paid) == pytest.approx(sum(paid), rel=1e-9)


def _first_run(folder: Path) -> list[float]:
    """Payments of replication 0, by the planning tables' own reckoning."""
    from gpss_sim.allocation.results.decision import load
    from gpss_sim.market.buyers.planning_year import ListPlanner
    from gpss_sim.metrics.evaluate import evaluate
    from gpss_sim.scenario.load import load_scenario
    from gpss_sim.simulate import run

    outcome = load(folder / "plan").outcome
    scenario = load_scenario(folder / "plan" / "city")
    results = run(scenario, replication=0, planner=ListPlanner(outcome.selected, outcome.reserve))
    return [row.value for row in evaluate(results) if row.metric == "paid" and row.year == "1"]


def test_rows_and_tiles() -> None:
    made = draft.pinned(draft.strike(small(), ["b"]), "a", "in")
    shown = views.rows(made, None, "zh")
    assert [row["id"] for row in shown] == list("abcd"), "struck rows stay on the sheet"
    assert (shown[0]["pin"], shown[1]["status"]) == ("必买", "已划去")
    assert views.pin_of("必买", "zh") == "in"
    assert views.by_district(made, None) == {"东区": (600_000_00, 0, 1, 0), "西区": (700_000_00, 0, 2, 0)}
    fields = [column["field"] for column in views.columns(made, "en", every=True)]
    assert len(fields) == len(set(fields))
    assert {"id", "cost", "granted", "requires"} <= set(fields)
