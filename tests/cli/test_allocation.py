"""The commands of the budget decision, as people call them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gpss_sim.cli import main

LIBRARY = "id,urgency,benefit,cost_2027,cost_2028\na,5,10,100,50\nb,4,8,100,0\n=c,1,3,0,10\n"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, [*words])


def decide(out: Path, *words: str) -> Result:
    return call("allocate", "example", "--budget", "1000万", "--out", str(out), "--no-plots", *words)


def test_allocate_writes_what_the_contract_says(tmp_path: Path) -> None:
    result = decide(tmp_path / "o")
    assert result.exit_code == 0, result.output
    content = (tmp_path / "o/allocation.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert list(rows[0]) == ["id", "status", "amount", "posts", "tier", "rank", "reason"]
    assert len(rows) == 40
    summary = json.loads((tmp_path / "o/summary.json").read_text(encoding="utf-8"))
    assert summary["verdict"] == "proven_optimal"
    assert (summary["objective"], summary["bound"], summary["gap"]) == (None, None, None)
    spent = sum(round(100 * float(row["amount"])) for row in rows if row["status"] == "selected")
    assert spent == round(100 * summary["spent"]) <= 1_000_000_000
    assert [tier["tier"] for tier in summary["tiers"]] == [5, 4, 3, 2, 1]


def test_plots_and_workbook_are_written(tmp_path: Path) -> None:
    result = call("allocate", "example", "--budget", "1000万", "--out", str(tmp_path / "o"), "--lang", "zh")
    assert result.exit_code == 0, result.output
    written = {path.name for path in (tmp_path / "o").rglob("*")}
    assert {"waterfall.png", "by_district.svg", "by_domain.png", "allocation.xlsx"} <= written


def test_the_same_call_gives_the_same_bytes_and_never_overwrites(tmp_path: Path) -> None:
    decide(tmp_path / "a", "--policy", "weighted")
    decide(tmp_path / "b", "--policy", "weighted")
    assert (tmp_path / "a/allocation.csv").read_bytes() == (tmp_path / "b/allocation.csv").read_bytes()
    again = decide(tmp_path / "a")
    assert again.exit_code == 2
    assert "exists already" in again.output


def test_no_answer_is_exit_3_with_files_and_the_conflict(tmp_path: Path) -> None:
    result = call("allocate", "example", "--budget", "1000", "--out", str(tmp_path / "o"))
    assert result.exit_code == 3
    assert "mandatory G15" in result.output
    assert json.loads((tmp_path / "o/summary.json").read_text(encoding="utf-8"))["verdict"] == "infeasible"


def test_a_list_that_breaks_rules_is_not_said_to_prove_that_no_list_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("id,urgency,benefit,cost\na,5,9,60\nb,4,8,50\nc,3,7,50\n", encoding="utf-8")
    (tmp_path / "r.toml").write_text('[[limit]]\nname = "all of it"\nmin = 100\n', encoding="utf-8")
    common = ["allocate", str(tmp_path / "l.csv"), "--rules", str(tmp_path / "r.toml"), "--out", str(tmp_path / "o")]
    ranked = [*common, "--budget", "100", "--policy", "rank-and-cut", "--no-plots", "--force"]
    result = call(*ranked, "--lang", "zh")
    assert result.exit_code == 3
    assert "违反：all of it：支出60元，低于100元" in result.output
    assert "没有任何方案" not in result.output
    told = call(*common, "--budget", "99", "--policy", "rank-and-cut", "--no-plots", "--force").output
    assert "no list keeps all the rules. In conflict: budget (99.00); all of it (100.00)." in told


@pytest.mark.parametrize(
    ("budget", "told"),
    [("1000", "write 2027=AMOUNT"), ("2027=1000", "year 2028"), ("2027=x", "must be an amount in yuan")],
)
def test_years_need_their_own_money(tmp_path: Path, budget: str, told: str) -> None:
    (tmp_path / "l.csv").write_text(LIBRARY.replace("=c", "c"), encoding="utf-8")
    result = call("allocate", str(tmp_path / "l.csv"), "--budget", budget, "--out", str(tmp_path / "o"))
    assert result.exit_code == 2
    assert told in result.output


def test_all_years_or_none_and_neutral_cells(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(LIBRARY.replace("=c", "'=c"), encoding="utf-8")
    words = ["--budget", "2027=100", "--budget", "2028=60", "--out", str(tmp_path / "o"), "--no-plots"]
    result = call("allocate", str(tmp_path / "l.csv"), *words)
    assert result.exit_code == 0, result.output
    text = (tmp_path / "o/allocation.csv").read_text(encoding="utf-8-sig")
    assert "a,selected,150.00" in text
    assert "\n'=c,selected,10.00" in text


def test_explain_and_frontier(tmp_path: Path) -> None:
    decide(tmp_path / "o")
    told = call("explain", str(tmp_path / "o"), "G06")
    assert told.exit_code == 0, told.output
    assert "comes in if it costs 110999.99 yuan less" in told.output
    unknown = call("explain", str(tmp_path / "o"), "G99")
    assert unknown.exit_code == 2
    words = ["--budget", "1000万", "--points", "5", "--out", str(tmp_path / "f"), "--policy", "weighted"]
    result = call("frontier", "example", *words)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader((tmp_path / "f/frontier.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert list(rows[0]) == ["budget", "objective", "bound", "verdict"]
    values = [float(row["objective"]) for row in rows]
    assert values == sorted(values)
    assert {row["verdict"] for row in rows} == {"proven_optimal"}


def test_all_explanations_are_written_and_not_searched_for_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gpss_sim.allocation.explain.explainer import Explainer

    (tmp_path / "l.csv").write_text(LIBRARY.replace("=c", "c"), encoding="utf-8")
    out = str(tmp_path / "o")
    money = ["--budget", "2027=150", "--budget", "2028=60"]
    assert call("allocate", str(tmp_path / "l.csv"), *money, "--out", out, "--no-plots").exit_code == 0
    assert call("explain", out).exit_code == 2
    assert call("explain", out, "--all").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "o/explanations.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["id"], row["status"]) for row in rows] == [("a", "in"), ("b", "out"), ("c", "in")]
    assert "more budget in each of 2027, 2028" in rows[1]["budget"]
    monkeypatch.setattr(Explainer, "explain", lambda *_: pytest.fail("was on file"))
    told = call("explain", out, "b", "--lang", "zh")
    assert told.exit_code == 0, told.output
    assert "未入选" in told.output


def test_chinese_is_chinese_throughout(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    out = tmp_path / "o"
    result = call("allocate", "example", "--budget", "1000万", "--out", str(out), "--lang", "zh")
    assert "紧急优先：已证明最优" in result.output
    assert "proven" not in result.output
    book = load_workbook(out / "allocation.xlsx")
    assert book.sheetnames == ["决定", "未入选", "来源与年度", "区与领域", "其他预算", "各种口径", "假设"]
    assert "5级未满足效益" in [cell.value for cell in book["各种口径"][1]]
    poor = call("allocate", "example", "--budget", "30万", "--out", str(tmp_path / "p"), "--lang", "zh")
    assert poor.exit_code == 3
    assert "“预算”放宽5.4万元" in poor.output


def test_the_workbook_is_chinese_where_the_library_is_unless_asked_otherwise(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    first = {}
    for name, options in (("own", ()), ("asked", ("--lang", "en"))):
        decide(tmp_path / name, "--no-plots", *options)
        first[name] = load_workbook(tmp_path / name / "allocation.xlsx").sheetnames[0]
    assert first == {"own": "决定", "asked": "decision"}


def test_the_other_readings_say_what_they_leave_unmet(tmp_path: Path) -> None:
    decide(tmp_path / "o")
    summary = json.loads((tmp_path / "o/summary.json").read_text(encoding="utf-8"))
    asked = {
        urgency: row["benefit_by_urgency"][urgency] + row["unmet_by_urgency"][urgency]
        for row in summary["policies"]
        for urgency in "54321"
    }
    for row in summary["policies"]:
        for urgency, everything in asked.items():
            assert row["benefit_by_urgency"][urgency] + row["unmet_by_urgency"][urgency] == pytest.approx(everything)
    assert {row["policy"] for row in summary["policies"]} == {"urgency-first", "weighted", "rank-and-cut", "core-plus"}


def test_a_misspelt_source_is_told(tmp_path: Path) -> None:
    result = call("allocate", "example", "--budget", "fiscla=600万", "--out", str(tmp_path / "o"))
    assert result.exit_code == 2
    assert "did you mean 'fiscal'?" in result.output


def test_library_commands(tmp_path: Path) -> None:
    template = tmp_path / "t.xlsx"
    assert call("library", "template", str(template)).exit_code == 0
    assert call("library", "template", str(template)).exit_code == 2
    assert call("library", "export", "example", "--out", str(tmp_path / "l.csv"), "--lang", "zh").exit_code == 0
    result = call("library", "import", str(tmp_path / "none.pb"), "--out", str(tmp_path / "x.csv"))
    assert result.exit_code == 2
    assert "there is no such file" in result.output


def test_a_project_may_be_called_by_its_name(tmp_path: Path) -> None:
    out = str(tmp_path / "o")
    decide(Path(out), "--no-plots")
    assert call("explain", out, "社区助餐").output == call("explain", out, "G06").output
    several = call("explain", out, "家庭综合")
    assert several.exit_code == 2
    assert "G19 家庭综合服务中心东, G20" in several.output
    assert call("explain", out, "没有这个").exit_code == 2


def test_last_year_s_list_is_set_beside_today_s(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    last = tmp_path / "last.csv"
    last.write_text(
        "编号,项目名称,区,紧急程度,金额,受益人数\n1,居家养老服务一片区,东城区,5,700000,600\n2,旧项目,东城区,5,1,1\n",
        "utf-8",
    )
    told = decide(tmp_path / "o", "--no-plots", "--last", str(last))
    assert told.exit_code == 0, told.output
    rows = list(csv.DictReader((tmp_path / "o/last.csv").read_text("utf-8-sig").splitlines()))
    found = {(row["name"], row["kind"]): row["difference"] for row in rows}
    assert found["居家养老服务一片区", "amount changed"] == "80000.00"
    assert found["旧项目", "dropped"] == "-1.00"
    assert "against last time" not in load_workbook(tmp_path / "o/allocation.xlsx").sheetnames
    assert "与上次比较" in load_workbook(tmp_path / "o/allocation.xlsx").sheetnames
    beside = call("compare", str(last), str(tmp_path / "o"), "--lang", "zh")
    assert "金额变化1个，新进19个，退出1个" in beside.output


def test_steady_plans_only_add(tmp_path: Path) -> None:
    decide(tmp_path / "o", "--no-plots", "--steady")
    rows = list(csv.DictReader((tmp_path / "o/steady.csv").read_text("utf-8-sig").splitlines()))
    assert [row["share"] for row in rows] == ["90%", "95%", "100%", "105%", "110%"]
    assert {row["dropped"] for row in rows} == {""}
