"""With --lang zh no command speaks English: help, errors, tables, sentences, progress."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from gpss_sim.cli import COMMANDS, main
from gpss_sim.i18n import words
from tests.layers import ROOT

SHEET = """编号,项目名称,区,紧急程度,金额,受益人数
1,独居老人探访,东湖街道,5,400000,300
2,青少年驻校社工,临江街道,4,500000,260
3,残疾人社区康复,临江街道,3,300000,120
"""
RULES = '[[limit]]\nname = "东湖上限"\nmax = 1000\nwhere = { district = "东湖街道" }\n'
CONFLICT = 'mandatory = ["1"]\n' + RULES
STUDY = """[study]
scenario = "small_city"
title_zh = "两种模式"
[levers]
"rules.mode" = ["formal", "competitive"]
[design]
replications = 2
[outcomes]
primary = ["wait"]
"""
SAME = re.compile(
    r"`[^`]*`|--[\w-]+(=\S*)?|例：(?s:.*)|gpss-sim[ \w./-]*|\S+\.(csv|toml|xlsx|json|html|pdf|sqlite|pb|md|png)\b"
)
"""What is the same in both languages: options, examples, files."""
PHRASE = re.compile(r"\b[A-Za-z][a-z]+(?: [a-z]{2,})+\b")
SMALL = re.compile(
    r"\b(the|a|an|is|are|be|must|not|no|of|to|with|or|for|from|by|it|this|that|than|at|in|on|as|allowed|unknown"
    r"|Error|Warning|Usage|Options|written|Wrote|left|did|you|Try|help|yes|True|False|None|inf|nan)\b"
)
"""Words that no identifier of this project is made of alone."""


def english(text: str) -> list[str]:
    """English in an output: phrases, small words, and words of tables that have a Chinese."""
    plain = SAME.sub(" ", text)
    cells = {cell.strip() for line in text.splitlines() for cell in line.split("\t")}
    return [*PHRASE.findall(plain), *SMALL.findall(plain), *sorted(cells & words("words", "heading", "zh").keys())]


Call = Callable[..., str]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command in Chinese and return all that it printed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bureau.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "wrong.csv").write_text(SHEET.replace("500000", "待定"), encoding="utf-8")
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "conflict.toml").write_text(CONFLICT, encoding="utf-8")
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")

    def run(line: str, code: int = 0, name: str = "") -> str:
        with pytest.raises(SystemExit) as ended:
            main([*line.split(), *([name] if name else []), "--lang", "zh"], prog_name="gpss-sim")
        seen = capsys.readouterr()
        assert (ended.value.code or 0) == code, seen.err
        return seen.out + seen.err

    return run


def commands() -> list[str]:
    """Every command with those of its groups."""
    found = []
    for name, entry in COMMANDS.items():
        command = entry.load()
        found += [f"{name} {each}" for each in command.commands] if isinstance(command, click.Group) else [name]
    return found


@pytest.mark.parametrize("name", [*commands(), "", "library", "export"])
def test_help_is_chinese(name: str, call: Call) -> None:
    told = call(f"{name} --help".strip())
    assert told.startswith("用法：")
    assert english(told) == []


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_a_chinese_line(name: str) -> None:
    assert name in words("help", "summary", "zh")


WRONG = {
    "allocate": 2,
    "alocate": 2,
    "allocate bureau.csv --bugdet 3": 2,
    "allocate bureau.csv": 2,
    "allocate bureau.csv --budget 90万 --policy best": 2,
    "allocate bureau.csv --budget 九十": 2,
    "allocate bureau.csv --budget": 2,
    "allocate bureau.csv --budget 90万 --time-limit soon": 2,
    "allocate nowhere.csv --budget 90万": 2,
    "allocate wrong.csv --budget 90万": 2,
    "allocate bureau.csv bureau.csv --budget 90万": 2,
    "allocate bureau.csv --budget 90万 --rules conflict.toml --no-plots": 3,
    "validate wrong.csv --faults marked.xlsx": 2,
    "run small_city --years x": 2,
    "run small_city --set demand=1": 2,
    "run nowhere": 2,
    "trace nowhere agency:1": 2,
    "describe": 2,
    "describe demand.laod": 2,
    "flip study.toml demand.load --from 2 --to 1": 2,
    "frontier bureau.csv --budget 90万 --from 150% --to 50%": 2,
    "compare bureau.csv nowhere": 2,
    "explain nowhere 1": 2,
    "reproduce nowhere": 2,
    "library import bureau.csv --out x.csv": 2,
    "list nothing": 2,
}


@pytest.mark.parametrize("line", WRONG)
def test_errors_are_chinese(line: str, call: Call) -> None:
    assert english(call(line, WRONG[line])) == []


RIGHT = (
    "allocate bureau.csv --budget 90万 --steady --last bureau.csv --no-plots --out list",
    "allocate bureau.csv --budget 90万 --rules rules.toml --no-plots --out list",
    "frontier bureau.csv --budget 90万 --points 3 --no-plots --out line",
    "compare bureau.csv bureau.csv",
    "validate bureau.csv small_city study.toml",
    "library export bureau.csv --out out.csv",
    "library status bureau.csv",
    "library template empty.xlsx",
    "list scenarios",
    "list experiments",
    "list methods",
    "list metrics",
    "describe served",
    "describe eligible",
    "diff small_city --set-a rules.mode=formal --set-b rules.mode=competitive",
    "init mine --from small_city",
    f"facts --from {ROOT}/docs/validation --out seen",
    f"claims --from {ROOT}/docs/data/claims --out seen",
    f"gallery post_vs_project rulebooks --from {ROOT}/docs/data/studies --out seen",
)


PLACES = ("baseline", "shanghai", "qinghai_health", "suzhou_anhui")


@pytest.mark.parametrize("place", PLACES)
def test_a_scenario_is_described_in_chinese(place: str, call: Call) -> None:
    rows = [line.split("\t") for line in call(f"describe {place}").splitlines()]
    told = [row for row in rows if not row[0].endswith((".name", ".title", ".name_en"))]
    text = "\n".join("\t".join(row[1:] if len(row) > 4 else row) for row in told)
    assert english(re.sub(r"(?<=[\u4e00-\u9fff] )[a-z_]+", "", text)) == []  # a code behind its meaning


def test_every_source_of_a_shipped_scenario_has_a_chinese() -> None:
    from gpss_sim.i18n import cited
    from gpss_sim.scenario.account import account
    from gpss_sim.scenario.document import shipped_names

    known = re.compile(r"`[^`]*`|SOURCES\.md|channels = \[\]|false|delivery\.costing")
    told = {cited(row.source, "zh") for name in shipped_names() for row in account(name)}
    assert [each for each in told if re.search("[a-z]{2,}", known.sub("", each))] == []


REFERENCES = re.compile(
    r"^(文献|地址)\t.*|https?://\S+|Domberger|Petersen|Hodge|Savas|Friedman|slideplayer", re.MULTILINE
)
"""What an entry of the sources names in the language it was written in."""


@pytest.mark.parametrize("key", ["R05", "F030", "M43", "G16", "X01", "P06", "A23", "2A", "2B", "T3", "equation 17.1"])
def test_an_entry_of_the_sources_is_chinese(key: str, call: Call) -> None:
    told = call(f"describe {key}") if " " not in key else call("describe", name=key)
    assert english(REFERENCES.sub(" ", told)) == []


@pytest.mark.parametrize("line", RIGHT)
def test_answers_are_chinese(line: str, call: Call) -> None:
    assert english(call(line)) == []


def test_explanations_are_chinese(call: Call) -> None:
    call("allocate bureau.csv --budget 90万 --no-plots --out list")
    assert english(call("explain list 残疾人社区康复") + call("explain list 1") + call("explain list --all")) == []


def test_a_run_and_its_stories_are_chinese(call: Call) -> None:
    ran = call("run small_city --years 1 --set rules.mode=direct --set calendar.reference_year=false --out out")
    told = call("accounts out") + call("metrics out") + call("trace out buyer") + call("trace out agency:I001")
    assert english(ran + told) == []


@pytest.mark.parametrize(
    ("name", "value", "chinese"),
    [("GPSS_SIM_LANG", "zh", True), ("GPSS_SIM_LANG", "en", False), ("LANG", "zh_CN.UTF-8", True)],
)
def test_the_environment_chooses(
    name: str, value: str, chinese: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for each in ("GPSS_SIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        main(["allocate"])
    assert ("错误" in capsys.readouterr().err) is chinese


@pytest.mark.parametrize("name", commands())
def test_places_of_arguments_are_chinese(name: str, call: Call) -> None:
    told = call(f"{name} --help").split("\n  例：")[0]
    assert [place for place in places(name) if re.search(rf"\b{place}\b", told)] == [], "add to help.po, metavar"


def places(name: str) -> list[str]:
    """What English help calls the arguments of a command: DIR, ENTITY."""
    first, *rest = name.split()
    command = COMMANDS[first].load()
    for each in rest:
        assert isinstance(command, click.Group)
        command = command.commands[each]
    shown = [
        param.metavar or (param.name or "").upper() for param in command.params if param.param_type_name == "argument"
    ]
    return re.findall("[A-Z]{2,}", " ".join(shown))


def shown_words(path: Path) -> Iterator[str]:
    """Headings, titles and words of tables that a command spells out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) in ("show.table", "show.word", "show.written")):
            continue
        for given in node.args:
            for cell in given.elts if isinstance(given, ast.Tuple | ast.List) else [given]:
                if isinstance(cell, ast.Constant) and isinstance(cell.value, str):
                    yield cell.value


def test_headings_of_tables_are_chinese() -> None:
    told = {text for path in (ROOT / "gpss_sim/cli").glob("*.py") for text in shown_words(path) if text}
    assert len(told) > 30
    assert sorted(told - words("words", "heading", "zh").keys()) == [], "add to words.po, heading"


@pytest.mark.parametrize(
    ("line", "told", "not_told"),
    [
        ("describe demand.load", ["类型\t数\n", "公式2.2\t城市和单元的到达人数"], ["number", "Arrivals"]),
        ("describe city.domains", ["表的列表"], ["list of", "table"]),
        ("describe rules.award.rule", ["B4\t评分与选择投标的规则"], ["Rules on scoring"]),
        ("describe B4", ["类别\t文献所述", "内容\t评分与选择投标的规则", "文件\t《"], ["kind", "says"]),
        ("diff small_city baseline", ["一区；常住人口=1600000", "区县=d01"], ["name=", "First", "Small"]),
    ],
)
def test_what_stands_behind_fields_is_told_in_chinese(
    line: str, told: list[str], not_told: list[str], call: Call
) -> None:
    text = call(line)
    assert [part for part in told if part not in text] == []
    assert [part for part in not_told if part in text.replace("Small city\tExample city", "")] == []


def test_a_wrong_call_is_told_on_one_line(call: Call) -> None:
    assert "“cities”不在可选值之中：'scenarios', 'experiments', 'methods', 'metrics'。\n" in call("list cities", 2)
