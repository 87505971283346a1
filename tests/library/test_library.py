"""Libraries, good and bad: nothing is lost, every fault is told where it stands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.allocation import Problem, allocate
from gpss_sim.allocation.problem.rules.file import read_rules
from gpss_sim.cli.library_import import import_
from gpss_sim.errors import InputError
from gpss_sim.library import read_library
from gpss_sim.library.pabulib import read_pabulib, rules_text
from gpss_sim.library.save import chinese_heading, write_library
from gpss_sim.resources import shipped

HEAD = "id,urgency,benefit,cost,requires\n"
BAD = [
    ("", "is empty"),
    (HEAD, "no project"),
    ("id,urgancy,benefit,cost\na,1,1,1\n", "is it 'urgancy'?"),
    (HEAD + "a,6,1,1,\n", "row 2, column urgency = 6: must be a whole number from 1 to 5"),
    (HEAD + "a,1,x,1,\n", "row 2, column benefit = x: must be a number"),
    (HEAD + "a,1,1,0,\n", "row 2, column cost = 0: must be more than zero"),
    (HEAD + "a,1,1,-5,\n", "row 2, column cost = -5: must not be negative"),
    (HEAD + "a,1,1,999999999,\n", "placeholder"),
    (HEAD + "a,1,1,=1+1,\n", "row 2, column D = =1+1: is a formula"),
    (HEAD + "a,1,1,1,\na,1,1,1,\n", "row 3, column id = a: stands already in row 2"),
    (HEAD + "a,1,1,1,bb\nb,1,1,1,\n", "row 2, column requires = bb: is no id in this library"),
    (HEAD + "a,1,1,1,b\nb,1,1,1,c\nc,1,1,1,a\n", "a requires b requires c requires a: goes round in a circle"),
    (HEAD + "a,1,nan,1,\n", "must be a finite number"),
    (HEAD + ",1,1,1,\n", "row 2, column id: is missing"),
    ("id,urgency,benefit,cost,cost_2027\na,1,1,1,1\n", "stands beside cost_<year>"),
    ("id,urgency,benefit,cost,cost\na,1,1,1,1\n", "column cost stands twice"),
    (HEAD + "a,1,1,1,,too,much\n", "more cells than the header"),
]


@pytest.mark.parametrize(("text", "told"), BAD)
def test_a_bad_library_ends_in_a_clear_sentence(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "library.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r".") as error:
        read_library(path)
    assert told in str(error.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "library.csv"
    path.write_text(HEAD + "a,9,x,-1,\nb,0,1,1,\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_library(path)
    assert len(error.value.faults) == 4


def test_a_repeated_id_is_told_whatever_else_is_wrong_in_its_row(tmp_path: Path) -> None:
    path = tmp_path / "library.csv"
    path.write_text(HEAD + "a,1,1,0,\na,1,1,5,\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 3, column id = a: stands already in row 2"):
        read_library(path)


def test_unknown_ids_of_a_long_library_are_told_at_once(tmp_path: Path) -> None:
    """The nearest name is looked up for the first ones only: each look-up reads every id."""
    path = tmp_path / "library.csv"
    path.write_text(HEAD + "".join(f"p{k},1,1,1,q{k}\n" for k in range(2_000)), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_library(path)
    assert len(error.value.faults) == 2_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headers_units_and_encodings(tmp_path: Path, encoding: str) -> None:
    text = "编号,项目名称,轻重缓急,受益人数,成本（万元）,资金来源,是否必保\nP1,居家养老,5,120,45.5,财政；福彩,是\n"
    path = tmp_path / "library.csv"
    path.write_bytes(text.encode(encoding))
    (project,) = read_library(path).projects
    assert (project.name, project.cost, project.benefit) == ("居家养老", 45_500_000, 120)
    assert (project.sources, project.mandatory) == (("财政", "福彩"), True)


def test_a_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "library.csv"
    path.write_text(
        HEAD + "".join(f"p{k},{k % 5 + 1},{k % 97},{k % 89 + 1},\n" for k in range(100_000)), encoding="utf-8"
    )
    assert len(read_library(path).projects) == 100_000


def test_a_project_dearer_than_every_budget_stays_out_with_its_reason() -> None:
    from gpss_sim.allocation import Project
    from gpss_sim.allocation.explain.reasons import reasons

    problem = Problem([Project("huge", 5, 9, 10**14), Project("small", 1, 1, 50)], 100)
    outcome = allocate(problem)
    assert outcome.selected == ("small",)
    assert outcome.status["huge"] == "rejected"
    assert reasons(problem, outcome)["huge"].startswith("costs 1000000000000.00, more than")


def test_what_ships_is_the_same_library_in_both_languages(tmp_path: Path) -> None:
    folder = shipped("scenarios") / "libraries" / "example"
    english, chinese = (read_library(folder / name).projects for name in ("library.csv", "library_zh.csv"))
    assert len(english) == 40
    outcomes = [allocate(Problem(projects, 1_000_000_000)) for projects in (english, chinese)]
    assert outcomes[0].posts == outcomes[1].posts
    write_library(tmp_path / "again.csv", english, chinese_heading)
    again = read_library(tmp_path / "again.csv").projects
    assert allocate(Problem(again, 1_000_000_000)).posts == outcomes[0].posts
    ruled = Problem(english, 1_000_000_000, read_rules(folder / "rules.toml"))
    assert allocate(ruled).verdict == "proven_optimal"


def test_the_template_is_a_library(tmp_path: Path) -> None:
    from gpss_sim.report.library_template import write_template

    for lang in ("en", "zh"):
        write_template(tmp_path / f"{lang}.xlsx", lang)
        assert [p.urgency for p in read_library(tmp_path / f"{lang}.xlsx").projects] == [5]


def test_a_formula_in_a_workbook_is_told(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "f.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "urgency", "benefit", "cost"])
        sheet.write_row(1, 0, ["a", 5, 10])
        sheet.write_formula(1, 3, "=1+1")
    with pytest.raises(InputError, match="row 2, column D = =1\\+1: is a formula"):
        read_library(tmp_path / "f.xlsx")


RULES = [
    ("limits = []", "is no key here", "did you mean 'limit'?"),
    ('[[limit]]\nname = "x"\nmaximum = 3', "is no key here; allowed: name, where", ""),
    ('[[limit]]\nname = "x"', "needs one of min, max", ""),
    ('[[limit]]\nname = "x"\nmin = 3\nmax = 2', "floor 300 lies above its cap 200", ""),
    ('[[staff]]\nname = "x"', "staff[1].available: is missing", ""),
    ("weights = [5, 1, 1, 1, 1]", "must not fall with urgency", ""),
    ("weights = [", "is not TOML", ""),
]


@pytest.mark.parametrize(("text", "told", "hint"), RULES)
def test_rules_are_strict(tmp_path: Path, text: str, told: str, hint: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_rules(path)
    assert told in str(error.value)
    assert hint in str(error.value)


PB = """META
key;value
budget;1000
categories;sport,care
budget_per_category;600,700
PROJECTS
project_id;cost;votes;name;category;selected
1;400;30;"Playground; new";sport;1
2;999999999;20;Withdrawn;care;0
3;0;10;Free;care;2
4;1;5.5;Nearly free;"care,sport";0
VOTES
voter_id;vote
1;1
"""


def test_pabulib_traps(tmp_path: Path) -> None:
    (tmp_path / "a.pb").write_text(PB, encoding="utf-8")
    election = read_pabulib(tmp_path / "a.pb")
    assert [p.id for p in election.projects] == ["1", "4"]
    assert [name for name, _ in election.left_out] == ["2", "3"]
    assert election.officials == ("1",)
    assert election.budget == 100_000
    assert election.projects[0].name == "Playground; new"
    assert election.projects[1].benefit * 2 == 11
    (tmp_path / "r.toml").write_text(rules_text(election), encoding="utf-8")
    rules = read_rules(tmp_path / "r.toml")
    assert [(rule.where.domain, rule.max) for rule in rules.limit] == [(("sport",), 60_000), (("care",), 70_000)]


SCORED = """META
key;value
budget;1000
min_project_score_threshold;5.5
PROJECTS
project_id;cost;votes;score
a;9999999;3;9
b;8888888;9;3
c;700;2;8
d;600;1;8
VOTES
"""


def test_an_election_is_read_as_officials_use_it(tmp_path: Path) -> None:
    """By score; just under ten million is a price where others cost as much, and a threshold is a rule."""
    path = tmp_path / "a.pb"
    path.write_text(SCORED.replace("budget;1000", "budget;9000000"), encoding="utf-8")
    election = read_pabulib(path)
    assert [(p.id, p.benefit) for p in election.projects] == [("a", 9), ("b", 3), ("c", 8), ("d", 8)]
    path.write_text(SCORED, encoding="utf-8")
    election = read_pabulib(path)
    assert [name for name, _ in election.left_out] == ["a", "b"]
    (tmp_path / "r.toml").write_text(rules_text(election), encoding="utf-8")
    rules = read_rules(tmp_path / "r.toml")
    assert (rules.ranking.by, rules.ranking.use_urgency, rules.ranking.threshold) == ("benefit", False, Decimal("5.5"))
    assert allocate(Problem(election.projects, election.budget, rules), "rank-and-cut").selected == ("d",)


def test_the_rule_of_a_file_ends_its_list(tmp_path: Path) -> None:
    path = tmp_path / "a.pb"
    for rule, bought in (("greedy", ("d",)), ("greedy-no-skip", ())):
        path.write_text(SCORED.replace("budget;1000", f"rule;{rule}\nbudget;650").replace("c;700;2;8", "c;700;2;9"))
        election = read_pabulib(path)
        (tmp_path / "r.toml").write_text(rules_text(election), encoding="utf-8")
        problem = Problem(election.projects, election.budget, read_rules(tmp_path / "r.toml"))
        assert allocate(problem, "rank-and-cut").selected == bought


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("d;600;1;8", "c;600;1;8", "row 10, column project_id = c"),
        ("c;700;2;8", "c;700;2;-8", "row 9, column score = -8"),
        ("c;700;2;8", "c;700;-2;", "row 9, column votes = -2"),
        ("threshold;5.5", "threshold;nan", "META, min_project_score_threshold = nan"),
        ("threshold;5.5", "threshold;1/0", "META, min_project_score_threshold = 1/0"),
        ("budget;1000", "budget;abc", "META, budget = abc"),
        ("c;700;2;8", "c;1/0;2;8", "row 9, column cost = 1/0"),
        ("c;700;2;8", "c;700;2;abc", "row 9, column score = abc"),
        ("votes;score\na;9999999;3;9", "votes;score;selected\na;9999999;3;9;yes", "row 7, column selected = yes"),
    ],
)
def test_what_an_election_cannot_say(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SCORED
    (tmp_path / "a.pb").write_text(SCORED.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_pabulib(tmp_path / "a.pb")
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("num_projects;abc", "META, num_projects = abc must be a number; it was passed over"),
        ("num_projects;5", "META says 5 projects; the file has 4"),
        ("num_projects;4", ""),
        ("max_length;nan", "META, max_length = nan must be a finite number; it was passed over"),
    ],
)
def test_a_number_that_decides_nothing_is_told_where_it_cannot_be(tmp_path: Path, field: str, told: str) -> None:
    (tmp_path / "a.pb").write_text(SCORED.replace("budget;1000", f"budget;1000\n{field}"), encoding="utf-8")
    assert list(read_pabulib(tmp_path / "a.pb").remarks) == ([told] if told else [])


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("greedy", ""),
        ("greedy-threshold", ""),
        ("greedy-no-skip", ""),
        ("unknown", "META does not say by which rule"),
        ("greedy-custom", "up to the first project that does not fit"),
        ("greedy-exclusive", "[[exclusive]]"),
        ("equalshares/add1", "the officials did not decide by a ranking"),
        ("abc", "the officials did not decide by a ranking"),
    ],
)
def test_the_import_says_where_officials_decided_by_another_rule(tmp_path: Path, rule: str, told: str) -> None:
    (tmp_path / "a.pb").write_text(SCORED.replace("budget;1000", f"budget;1000\nrule;{rule}"), encoding="utf-8")
    done = CliRunner().invoke(import_, [str(tmp_path / "a.pb"), "--out", str(tmp_path / f"{len(rule)}.csv")])
    assert done.exit_code == 0, done.output
    if told:
        assert told in done.output
    else:
        assert "META" not in done.output


def test_every_real_election_is_read(outside_data: Path) -> None:
    files = sorted((outside_data / "pabulib").glob("*.pb"))
    assert files
    for path in files:
        election = read_pabulib(path)
        assert allocate(Problem(election.projects, election.budget), "weighted").verdict == "proven_optimal"


def test_caps_of_a_real_city_cost_what_was_found_before(outside_data: Path, tmp_path: Path) -> None:
    """Kleine Wereld: 3,802 votes with caps per category, 4,096 without, 12,779 left idle by the caps."""
    from gpss_sim.allocation import Rules

    election = read_pabulib(outside_data / "pabulib/Netherlands_Amsterdam_166.pb")
    (tmp_path / "r.toml").write_text(rules_text(election), encoding="utf-8")
    alike = {"weights": (1, 1, 1, 1, 1)}
    capped = read_rules(tmp_path / "r.toml").model_copy(update=alike)
    with_caps, without = (
        allocate(Problem(election.projects, election.budget, rules), "weighted") for rules in (capped, Rules(**alike))
    )
    assert (with_caps.objective, without.objective) == (3802, 4096)
    assert election.budget - with_caps.spent == 1_277_900
