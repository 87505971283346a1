"""The catalogue: both languages complete, every text used, every name of the rulebook told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Formatter

import pytest

from gpss_sim.i18n import called, text, words
from gpss_sim.i18n.catalogues import translations
from gpss_sim.metrics import METRICS
from gpss_sim.report.words import Words, scale
from gpss_sim.scenario.catalogue import entries
from gpss_sim.scenario.digest import TOLD_ONLY
from gpss_sim.scenario.document import shipped_names
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.registries import REGISTRIES
from gpss_sim.scenario.rulebook import Form, Mode
from gpss_sim.scenario.schema import Scenario
from tests.layers import ROOT

TEXTS = translations("report", "en").keys
RULES, TABLES, UNITS = (words("words", kind, "zh") for kind in ("rule", "table", "unit"))
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


def test_every_rule_has_a_chinese_name() -> None:
    fields = [*Mode.model_fields, *Form.model_fields, *Method.model_fields]
    assert [name for name in fields if name not in RULES] == [], "add to words.po, rule"


@pytest.mark.parametrize("place", [name for name in shipped_names() if "/" not in name])
def test_what_a_scenario_that_ships_names_is_called_in_chinese(place: str) -> None:
    rules = load_scenario(place).rules
    named = [*rules.modes, *rules.forms, *rules.methods, *(form.staffing for form in rules.forms.values())]
    assert nameless(named) == [], "add to words.po, name"


@pytest.mark.parametrize("path", REGISTRIES)
def test_every_policy_is_called_in_chinese(path: str) -> None:
    assert nameless(name for name in REGISTRIES[path] if name[0].isalpha()) == [], "add to words.po, value"


def nameless(names: Iterable[str]) -> list[str]:
    """Names that a Chinese reader would read in English."""
    return sorted({name for name in names if called(name, "zh") == name})


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
