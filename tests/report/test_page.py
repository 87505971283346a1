"""The page: complete, in both languages, self-contained, escaped, and its numbers are those of the tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gpss_sim.i18n import LANGUAGES, correlated, human
from gpss_sim.report.board import Board
from gpss_sim.report.html import Picture, edition, not_drawn, page
from gpss_sim.report.page.checks import assumed, region_table, transition
from gpss_sim.report.page.groups import groups
from gpss_sim.report.page.outcome_sections import findings
from gpss_sim.report.page.overlays import overlays
from gpss_sim.report.page.rules import differing_rules, equal, held_equal, rules
from gpss_sim.report.readings import unaccompanied
from gpss_sim.report.words import Words
from gpss_sim.scenario.compare import compare
from gpss_sim.scenario.compare import held_equal as count_rows
from gpss_sim.scenario.load import load_scenario
from tests.report.boards import HEAD, MODES, OUTCOMES, OVERLAYS, board_of, numbers

MANIFEST = {
    "study": "study", "code": "0.1+abc", "seed": 3, "replications": 5, "runs": 40, "run_seconds": 1.5, "failed": [],
    "python": "3.11", "platform": "any", "written": "2000-01-01", "libraries": {"numpy": "2"},
    "sha256": {"runs.csv": "ab12"}, "design_points": {"formal/post": "cd34"},
}  # fmt: skip
EN, ZH = Words("en"), Words("zh")


class Reader(HTMLParser):
    """Headings, tables and addresses of a page, in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.tables: list[list[list[str]]] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attributes if name in ("src", "href", "action", "data")]
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("td", "th"):
            self.tables[-1][-1][-1] += data


@pytest.fixture(scope="module")
def text(board: Board) -> str:
    picture = Picture("outcomes", 'a "finding" & more', b"<svg/>")
    return page([edition(board, Words(each), [picture], Path("my results"), MANIFEST) for each in LANGUAGES], "zh")


def test_the_page_needs_nothing_but_itself(text: str) -> None:
    reader = Reader(text)
    assert {address.split(",")[0] for address in reader.addresses} == {"data:image/svg+xml;base64"}
    assert "script" not in reader.tags
    assert "link" not in reader.tags
    assert re.findall(r"https?://", text) == []
    assert "default-src 'none'" in text


def test_both_languages_are_in_it_and_one_is_chosen(text: str) -> None:
    assert text.count("<main ") == 2
    assert 'id="choose-zh" checked' in text
    assert 'id="choose-en" checked' not in text
    assert '<html lang="zh">' in text
    reader = Reader(text)
    assert len(reader.tables) % 2 == 0
    half = len(reader.tables) // 2
    shapes = [[(len(table), len(table[0])) for table in part] for part in (reader.tables[:half], reader.tables[half:])]
    assert shapes[0] == shapes[1]


def test_what_users_write_is_escaped(text: str) -> None:
    assert "Which &lt;b&gt;choice&lt;/b&gt; &amp; why?" in text
    assert "<b>" not in text
    assert 'alt="a &#34;finding&#34; &amp; more"' in text
    assert re.search(r"gpss-sim batch \S*/study\.toml --out &#39;my results&#39; --replications 5 --seed 3", text)


def test_the_first_table_is_what_differs(text: str) -> None:
    first = Reader(text).tables[0]
    assert first[0] == ["rule", "meaning", "direct", "formal", "non-competitive", "competitive"]
    assert ["seller", "seller rule: who may sell", "department", "dependent", "invited", "eligible"] in first


def test_every_rule_that_differs_is_listed_and_nothing_else(board: Board) -> None:
    modes = board.scenario("formal/post").rules.modes.values()
    found = [rule for rule in differing_rules(board) if rule.part == "mode in force"]
    listed = {rule.name: list(dict.fromkeys(rule.values.values())) for rule in found}
    fields = type(next(iter(modes))).model_fields
    assert set(listed) == {name for name in fields if len({str(getattr(mode, name)) for mode in modes}) > 1}
    assert listed["raters"] == ["1", "3"]
    counts = {table: (equal, other) for table, equal, other in held_equal(board)}
    assert counts.pop("rules")[1] == 2
    assert all(other == 0 for _, other in counts.values())


def test_modes_of_the_same_rules_share_a_column(tmp_path: Path) -> None:
    same = "".join(
        f'"rules.modes.formal.{name}" = {value}\n'
        for name, value in {
            "seller": '"eligible"', "price": '"bid"', "procedure": '"rulebook"', "raters": 3,
            "renewal": '"best_alternative"', "bars": "true",
        }.items()
    )  # fmt: skip
    text = f'{HEAD}[study.set]\n{same}[levers]\n"rules.mode" = ["formal", "competitive"]\n{OUTCOMES}'
    section = rules(board_of(tmp_path, text), EN)
    assert section.tables == []
    assert section.texts == ["No rule differs."]


def test_a_lever_that_applies_sometimes_has_its_place_among_the_others(tmp_path: Path) -> None:
    text = f"""{HEAD}
[levers]
"rules.mode" = ["formal", "competitive"]
"rules.modes.competitive.raters" = [1, 3]
"rules.term" = [1, 3]
"rules.form" = ["post", "project"]
[design.when."rules.modes.competitive.raters"]
"rules.mode" = ["competitive"]
{OUTCOMES}"""
    section = rules(board_of(tmp_path, text), EN)
    assert [table.head[2:] for table in section.tables] == [
        ["formal", "competitive × 1", "competitive × 3"],
        ["formal", "competitive"],
        ["post", "project"],
        ["formal", "competitive"],
        ["1", "3"],
    ]


def test_numbers_on_the_page_are_those_found(board: Board) -> None:
    table = findings(board, EN).tables[0]
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.cells}
    for finding in board.against_baseline("improvement_per_million"):
        found, level = finding.difference, board.estimate(finding.point, "improvement_per_million")
        cells = rows[EN.policy(finding.point)]
        assert cells[0] == human(level.mean)
        assert cells[2] == human(found.estimate.mean, sign=True)
        assert cells[3] == f"[{human(found.estimate.low, sign=True)},\u00a0{human(found.estimate.high, sign=True)}]"
        assert cells[5:] == [correlated(found.correlation), "5"]
    assert rows["formal × post"][2] == "baseline"


def test_colours_follow_the_verdict(tmp_path: Path) -> None:
    shift = {"competitive/post": 10.0, "direct/post": -10.0}
    board = board_of(tmp_path, value=lambda point, _m, _y, replication: 50 + replication + shift.get(point, 0.0))
    marks = {row[0].text: row[3].mark for row in findings(board, EN).tables[0].cells}
    assert marks["competitive × post"] == "better"
    assert marks["direct × post"] == "worse"
    assert marks["formal × project"] == "quiet"
    costs = {row[0].text: row[3].mark for row in findings(board, EN).tables[1].cells}
    assert costs["competitive × post"] == "worse"


def test_rules_only_stand_beside_rules_with_assumed_differences(tmp_path: Path) -> None:
    effect = {"competitive@rules.overlays=rules only": 4.0, "competitive@rules.overlays=errands": 9.0}
    board = board_of(tmp_path, OVERLAYS, lambda point, _m, _y, replication: 50 + replication + effect.get(point, 0.0))
    table = overlays(board, EN).tables[0]
    assert table.head[1::3] == ["rules only", "rules + errands_for_favour"]
    rows = {row[0].text: [cell.text for cell in row] for row in table.cells}
    assert rows["competitive"][1:3] == ["56.0", "+4.00"]
    assert rows["competitive"][4:6] == ["61.0", "+9.00"]


def test_without_assumed_differences_the_page_says_so_and_offers_them(board: Board) -> None:
    section = overlays(board, EN)
    assert section.texts[0].startswith("No assumed difference between modes or forms is switched on")
    offered = {row[0].text for row in section.tables[0].cells}
    assert offered == set(load_scenario("baseline").rules.overlay)


def test_a_study_without_the_rules_alone_warns_first_and_says_how_to_run_them(tmp_path: Path) -> None:
    on = MODES.replace("seed = 3", 'seed = 3\nset = { "rules.overlays" = ["errands_for_favour"] }')
    board = board_of(tmp_path, on)
    text = page([edition(board, Words(each), [], Path("results"), MANIFEST) for each in LANGUAGES], "en")
    warning = "Warning: what follows is rules + assumed differences (label A): errands_for_favour."
    assert 0 < text.index(warning) < text.index("What was found")
    [(_, lines)] = overlays(board, EN).commands
    setting, command = lines.split("\n\n")
    folder = tmp_path / "both"
    folder.mkdir()
    both = board_of(folder, f"{MODES}\n{setting}\n")
    assert unaccompanied(both.plan) == ()
    assert both.worlds == ("rules.overlays=rules only", "rules.overlays=errands_for_favour")
    assert command == f"gpss-sim batch {board.plan.experiment.file} --out results/study_both"
    assert warning not in page([edition(both, EN, [], Path("results"), MANIFEST)], "en")


def test_overlays_as_a_lever_without_the_rules_alone_are_warned_of(tmp_path: Path) -> None:
    on = OVERLAYS.replace('"rules only" = []\n', "").replace("[uncertainties.", "[levers.")
    on = on.replace('[levers]\n"rules.mode" = ["formal", "competitive"]\n', "").replace('"formal"', '"errands"')
    assert unaccompanied(board_of(tmp_path, on).plan) == ("errands_for_favour",)


def test_plots_that_lack_outcomes_are_named_with_what_they_lack(board: Board, tmp_path: Path) -> None:
    small = board_of(tmp_path, MODES.replace('also = "all"', 'also = ["cash_months"]'))
    assert not_drawn(small, EN).startswith("Not drawn: health of the market, where the money went.")
    assert "cash_months" not in not_drawn(small, EN)
    assert "closure_rate" in not_drawn(small, ZH)
    assert not_drawn(board, EN) == ""


def test_fields_are_counted_as_the_comparison_of_two_scenarios_counts_them(tmp_path: Path) -> None:
    board = board_of(tmp_path, f'{HEAD}[levers]\n"rules.mode" = ["formal", "competitive"]\n{OUTCOMES}')
    rows = compare(*board.plan.scenarios)
    counted = [row for row in count_rows(rows) if not row[0].endswith("in force")]
    assert held_equal(board) == counted


def test_no_english_is_left_in_the_chinese_tables_of_rules(board: Board) -> None:
    tables = [*rules(board, ZH).tables, *equal(board, ZH).tables]
    cells = [cell.text for table in tables for row in table.cells for cell in row]
    assert "单一来源采购（不超过 100000 元）、竞争性磋商（不超过 750000 元）、公开招标（金额不限）" in cells
    assert [cell for cell in cells if re.search("[a-z]{2,}", cell)] == []


def test_rules_are_told_in_words_with_what_files_write_in_small_print(board: Board) -> None:
    cells = {cell.text: cell.code for table in rules(board, EN).tables for row in table.cells for cell in row}
    assert cells["best alternative"] == "best_alternative"
    assert cells["yes"] == ""
    ladder = "single source up to 100,000 yuan, competitive consultation up to 750,000 yuan, open tender for any amount"
    assert cells[ladder].endswith("open_tender up to inf")
    assert not [text for text in cells if "_" in text and "rules." not in text]


def test_tables_show_every_world_by_its_name(tmp_path: Path) -> None:
    worlds = MODES.replace("[design]", '[uncertainties]\n"demand.load" = [0.5, 1.5]\n[design]')

    def value(point: str, name: str, year: str, replication: int) -> float:
        return numbers(point, name, year, replication) * (2 if "1.5" in point else 1)

    board = board_of(tmp_path, worlds, value, parts=("east", "west"))
    for section in (transition(board, EN), region_table(board, EN), groups(board, EN)):
        assert section is not None
        assert not any("Shown:" in text for text in section.texts)
        one, other = section.tables[:2]
        assert ("demand.load=0.5" in one.caption, "demand.load=1.5" in other.caption) == (True, True)
        assert [cell.text for cell in one.cells[0]] != [cell.text for cell in other.cells[0]]


def test_one_replication_claims_no_intervals(tmp_path: Path) -> None:
    assert findings(board_of(tmp_path, replications=1), EN).texts == []


def test_two_replications_claim_no_correlation(tmp_path: Path) -> None:
    section = findings(board_of(tmp_path, replications=2), EN)
    assert len(section.texts) == 1
    assert section.tables[0].cells[0][6].text == "–"


def test_who_gains_is_told_where_runs_kept_the_parts(board: Board, tmp_path: Path) -> None:
    assert groups(board, EN) is None
    kept = groups(board_of(tmp_path, parts=("east", "west")), ZH)
    assert kept is not None
    assert [row[0].text for row in kept.tables[0].cells] == ["east", "west"]
    assert len(kept.tables[0].head) == 2 + 7


def test_assumptions_are_those_labelled_so() -> None:
    scenario = load_scenario("baseline")
    fields = [row[0] for row in assumed(scenario, EN)]
    labelled = {path for path, source in scenario.sources.items() if source.startswith("A ")}
    told = {path for path, source in scenario.sources.items() if not source.startswith("A ")}
    assert len(fields) == len(set(fields)) > 20
    assert "assessment.effort_max" in fields or "rules.switching_cost" in fields
    assert not told & set(fields)
    assert any(field.startswith(tuple(labelled)) for field in fields)
