"""The catalogue: both languages complete, every text used, every name of the rulebook told."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from gpss_sim.i18n import text, words
from gpss_sim.i18n.catalogues import translations
from gpss_sim.metrics import METRICS
from gpss_sim.report.words import Words, scale
from gpss_sim.scenario.catalogue import entries
from gpss_sim.scenario.digest import TOLD_ONLY
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.rulebook import Form, Mode
from gpss_sim.scenario.schema import Scenario
from tests.layers import ROOT

TEXTS = translations("report", "en").keys
NAMES, RULES, TABLES, UNITS = (words("words", kind, "zh") for kind in ("name", "rule", "table", "unit"))
FILES = [*(ROOT / "gpss_sim" / "cli").glob("*.py")]
FILES += [file for file in sorted((ROOT / "gpss_sim" / "report").rglob("*")) if file.suffix in (".py", ".j2")]
SOURCES = "\n".join(file.read_text("utf-8") for file in FILES)
LITERAL = re.compile(r'(?:words|self|Words\(\w+\)|Words\("\w+"\))\(\s*"([a-z]+\.[^"]+)"')
COMPOSED = re.compile(r'f"([a-z]+\.)\{')


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_say_the_same_things(key: str) -> None:
    english, chinese = text("report", key, "en"), text("report", key, "zh")
    assert placeholders(english) == placeholders(chinese)
    assert not re.search("[\u3000-\u9fff]", english) or key == "page.name"


def test_every_text_asked_for_is_there() -> None:
    asked = LITERAL.findall(SOURCES)
    assert len(asked) > 60
    assert [key for key in asked if key not in TEXTS] == []


def test_no_text_is_left_over() -> None:
    literal = re.findall(r'"([a-z]+\.[^"{}]+)"', SOURCES)
    composed = tuple(COMPOSED.findall(SOURCES))
    assert [key for key in TEXTS if key not in literal and not key.startswith(composed)] == []


def test_every_unit_has_a_chinese_name() -> None:
    assert sorted({str(entry.extra("unit")) for entry in entries()} - {"", *UNITS}) == [], "add to words.po, unit"
    assert [METRICS[name].unit for name in METRICS if METRICS[name].unit not in {"", *UNITS}] == [], (
        "add to words.po, unit"
    )


def test_every_table_has_a_chinese_name() -> None:
    assert sorted(set(Scenario.model_fields) - set(TOLD_ONLY) - set(TABLES)) == [], "add to words.po, table"


def test_the_rulebook_that_ships_has_chinese_names() -> None:
    rules = load_scenario("baseline").rules
    fields = [*Mode.model_fields, *Form.model_fields, *Method.model_fields]
    chosen = ("seller", "price", "procedure", "renewal")
    values = [getattr(mode, name) for mode in rules.modes.values() for name in chosen]
    values += [form.staffing for form in rules.forms.values()]
    assert [name for name in [*fields, *values, *rules.methods] if name not in RULES] == [], "add to words.po, rule"
    assert [name for name in [*rules.modes, *rules.forms] if name not in NAMES] == [], "add to words.po, name"


@pytest.mark.parametrize(
    ("name", "english", "chinese"), [("lost_share", "%", "%"), ("closure_rate", "% a year", "%/年")]
)
def test_shares_are_shown_in_per_cent(name: str, english: str, chinese: str) -> None:
    metric = METRICS[name]
    assert scale(metric) == 100
    assert (Words("en").shown_unit(metric), Words("zh").shown_unit(metric)) == (english, chinese)
    assert Words("en").shown_unit(metric, difference=True).startswith("percentage points")


def test_unknown_names_stand_as_they_are() -> None:
    assert Words("zh").policy("my_mode/post") == "my mode × 岗位"
    assert Words("zh").unit("yuan/case") == "yuan/case"
