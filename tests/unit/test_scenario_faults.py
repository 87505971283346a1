"""Malformed scenarios and the exact words in which each is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.scenario.load import load_scenario
from tests.scenario_files import TINY, case, write

# Name of the case: (what the file changes, what is said).
VALUES = {
    "too much": ("[budget]\ngrowth = 5", "case.toml:3: budget.growth = 5: must be less than 1"),
    "too little": ("[rules.modes.open]\nraters = 0", "case.toml:3: rules.modes.open.raters = 0: must be at least 1"),
    "above a share": ("[demand]\nmandated_share = 1.5", "case.toml:3: demand.mandated_share = 1.5: must be at most 1"),
    "not above zero": ("[demand]\nload = 0", "case.toml:3: demand.load = 0: must be more than 0"),
    "text for a number": ('[demand]\nload = "1.2"', "case.toml:3: demand.load = 1.2: must be a number"),
    "truth for a number": ("[demand]\nload = true", "case.toml:3: demand.load = true: must be a number"),
    "fraction for a whole": (
        "[rules.modes.open]\nraters = 1.5",
        "case.toml:3: rules.modes.open.raters = 1.5: must be a whole number",
    ),
    "number for truth": (
        "[payment]\ntied_to_score = 1",
        "case.toml:3: payment.tied_to_score = 1: must be true or false",
    ),
    "number for text": ("[city]\nname = 3", "case.toml:3: city.name = 3: must be text"),
    "not a number": ("[demand]\nload = nan", "case.toml:3: demand.load = nan: must be a finite number"),
    "infinite": ("[demand]\nload = inf", "case.toml:3: demand.load = inf: must be a finite number"),
    "value for a table": ("demand = 3", "case.toml:2: demand = 3: must be a table"),
    "value for a list": ("[payment]\nschedule = 3", "case.toml:3: payment.schedule = 3: must be a list"),
    "empty list": (
        "[rules]\nthresholds = []",
        "case.toml:3: rules.thresholds = []: must have at least 1 entry",
    ),
    "long list": (
        "[demand]\nurgency_shares = [0.2, 0.2, 0.2, 0.2, 0.1, 0.1]",
        "case.toml:3: demand.urgency_shares = [0.2, 0.2, 0.2, 0.2, 0.1, 0.1]: must have at most 5 entries",
    ),
    "short pair": (
        "[payment]\nschedule = [[0, 0.5], [12]]",
        "case.toml:3: payment.schedule[1][1]: is missing",
    ),
    "no such choice": (
        '[calendar]\nsavings = "reserv"',
        "case.toml:3: calendar.savings = reserv: must be one of 'reserve' or 'lapse' (did you mean 'reserve'?)",
    ),
    "a name that is a path": (
        'name = "../../else"',
        "case.toml:2: name = ../../else: must be a plain name, without / or other signs that paths are made of",
    ),
    "growth without end": (
        "[demand]\ngrowth = 0.49\n[calendar]\nyears = 40",
        "case.toml:3: demand.growth = 0.49: makes arrivals grow 8,461,566-fold in 40 years; at most 50-fold",
    ),
    "empty name": (
        '[[agencies.listed]]\nid = ""',
        "case.toml:3: agencies.listed[0].id: must not be empty",
    ),
}

NAMES = {
    "unknown key": (
        "[demand]\nlod = 1.2",
        "case.toml:3: demand.lod: is no key of [demand]; allowed: load, arrivals_per_year, heterogeneity, growth, "
        "urgency_shares, mandated_share, patience_scale, duration, open_cases, "
        "survey_bias, survey_sd, consultation, choice, extra (did you mean 'load'?)",
    ),
    "unknown table": (
        "[demnd]\nload = 1.2",
        "case.toml:2: demnd: is no key of a scenario; allowed: name, title, title_zh, calendar, city, demand, budget, "
        "rules, market, agencies, delivery, assessment, payment, random, sources, templates (did you mean 'demand'?)",
    ),
    "unfinished mode": (
        '[rules.modes.opn]\nseller = "eligible"\nprocedure = "talk"',
        "case.toml:2: rules.modes.opn.price: is missing: price rule: how the price forms (did you mean 'open'?)",
    ),
    "unknown mode": (
        '[rules]\nmode = "opem"',
        "case.toml:3: rules.mode = opem: must be one of [rules.modes]: open, told (did you mean 'open'?)",
    ),
    "unknown form": (
        '[rules]\nform = "post"',
        "case.toml:3: rules.form = post: must be one of [rules.forms]: package",
    ),
    "unknown procedure": (
        '[rules.modes.told]\nprocedure = "tlak"',
        "case.toml:3: rules.modes.told.procedure = tlak: must be one of [rules.methods] or 'rulebook': "
        "tender, talk, rulebook (did you mean 'talk'?)",
    ),
    "unknown price rule": (
        '[rules.modes.told]\nprice = "bud"',
        "case.toml:3: rules.modes.told.price = bud: must be a registered price rule: "
        "payroll, budget_line, negotiated, bid, request (did you mean 'bid'?)",
    ),
    "unknown next method": (
        '[rules.methods.tender]\non_failure = "talks"',
        "case.toml:3: rules.methods.tender.on_failure = talks: must be one of [rules.methods]: tender, talk "
        "(did you mean 'talk'?)",
    ),
    "reserved method": (
        "[rules.methods.rulebook]\ndays = 1",
        "case.toml:2: rules.methods.rulebook: is no name for a method: it stands for the choice by amount",
    ),
    "unknown overlay": (
        '[rules]\noverlays = ["bussy"]',
        "case.toml:3: rules.overlays[0] = bussy: must be one of [rules.overlay]: busy (did you mean 'busy'?)",
    ),
    "overlay of an unknown form": (
        '[rules.overlay.busy]\nform = "packages"',
        "case.toml:3: rules.overlay.busy.form = packages: must be one of [rules.forms]: package "
        "(did you mean 'package'?)",
    ),
    "overlay of no field": (
        '[rules.overlay.busy.set]\n"delivery.admin_tim" = 0.1',
        "case.toml:3: rules.overlay.busy.set.delivery.admin_tim: must be the path of a field "
        "(did you mean 'delivery.admin_time'?)",
    ),
    "source of no field": (
        '[sources]\n"demand.lod" = "A guess"',
        "case.toml:3: sources.demand.lod: must be the path of a field or table (did you mean 'demand.load'?)",
    ),
    "source without a label": (
        '[sources]\n"demand.load" = "my guess"',
        "case.toml:3: sources.demand.load = my guess: must begin with F (seen), R (recalled), D (derived) or "
        "A (assumed), then say where from",
    ),
}

TIES = {
    "urgency shares": (
        "[demand]\nurgency_shares = [0.2, 0.2, 0.2, 0.2, 0.1]",
        "case.toml:3: demand.urgency_shares: shares must sum to 1, they sum to 0.9",
    ),
    "tranches": (
        "[payment]\nschedule = [[0, 0.5], [6, 0.6]]",
        "case.toml:3: payment.schedule: shares must sum to 1, they sum to 1.1",
    ),
    "tranches out of order": (
        "[payment]\nschedule = [[6, 0.5], [0, 0.5]]",
        "case.toml:3: payment.schedule = [6, 0]: months due must rise from 0",
    ),
    "sources of money": (
        "[budget.sources]\nfiscal = 0.5",
        "case.toml:2: budget.sources: shares must sum to 1, they sum to 0.5",
    ),
    "thresholds that fall": (
        '[rules]\nthresholds = [{upto = 5, method = "talk"}, {upto = 5, method = "talk"}, '
        '{upto = inf, method = "talk"}]',
        "case.toml:3: rules.thresholds[1].upto = 5: must be more than the row before (5)",
    ),
    "thresholds that end": (
        '[rules]\nthresholds = [{upto = 5, method = "talk"}]',
        "case.toml:3: rules.thresholds[0].upto = 5: must be inf in the last row, so that every amount has a method",
    ),
    "a threshold's method": (
        '[rules]\nthresholds = [{upto = inf, method = "tendr"}]',
        "case.toml:3: rules.thresholds[0].method = tendr: must be one of [rules.methods]: tender, talk "
        "(did you mean 'tender'?)",
    ),
    "failures in a circle": (
        '[rules.methods.talk]\non_failure = "tender"',
        "tiny.toml:42: rules.methods.tender.on_failure = talk: must not run in a circle: tender → talk → tender\n"
        "case.toml:3: rules.methods.talk.on_failure = tender: must not run in a circle: talk → tender → talk",
    ),
    "shortest above usual": (
        "[rules.methods.talk]\ndays_low = 30",
        "case.toml:3: rules.methods.talk.days_low = 30: must be at most days (20)",
    ),
    "longest below usual": (
        "[rules.methods.talk]\ndays_high = 10",
        "case.toml:3: rules.methods.talk.days_high = 10: must be at least days (20)",
    ),
    "too few invited": (
        "[rules.methods.tender]\ninvited = 2",
        "case.toml:3: rules.methods.tender.invited = 2: must be at least min_bidders (3)",
    ),
    "ends of a range": (
        "[assessment]\npass_line = 95",
        "case.toml:3: assessment.pass_line = 95: must be at most assessment.excellent_line (90)",
    ),
    "a recipient of nowhere": (
        '[[demand.extra]]\ndistrict = "nort"\ndomain = "youth"\nday = 3',
        "case.toml:3: demand.extra[0].district = nort: must be a district of the city: north (did you mean 'north'?)",
    ),
    "an agency of nowhere": (
        '[[agencies.listed]]\nid = "x"\ndomains = "youth; elderly"',
        "case.toml:4: agencies.listed[0].domains = elderly: must be domains of the city, separated by ;: youth",
    ),
    "twins": (
        '[[agencies.listed]]\nid = "x"\n[[agencies.listed]]\nid = "x"',
        "case.toml:5: agencies.listed[1].id = x: stands in the table twice",
    ),
    "nothing to buy": (
        "templates = []",
        "case.toml: city.library: must name a CSV file of project templates, or [[templates]] be listed",
    ),
}

CASES = VALUES | NAMES | TIES


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    return str(caught.value)


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_told_in_words(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    change, said = CASES[name]
    assert refusal(case(tmp_path, change)) == said


def test_the_small_scenario_itself_is_sound(tmp_path: Path) -> None:
    assert load_scenario(write(tmp_path) / "tiny.toml").rules.mode == "open"


def test_all_faults_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules between fields are checked too while single values are broken, and say nothing of those."""
    monkeypatch.chdir(tmp_path)
    change = """
[demand]
lod = 1
urgency_shares = [1, 0, 0, 0, 1]
load = "x"
[rules]
mode = "opne"
[rules.modes.told]
raters = 0
[budget.sources]
fiscal = "all"
"""
    assert refusal(case(tmp_path, change)).split("\n") == [
        "case.toml:6: demand.load = x: must be a number",
        "case.toml:4: demand.lod: is no key of [demand]; allowed: load, arrivals_per_year, heterogeneity, growth, "
        "urgency_shares, mandated_share, patience_scale, duration, open_cases, "
        "survey_bias, survey_sd, consultation, choice, extra (did you mean 'load'?)",
        "case.toml:12: budget.sources.fiscal = all: must be a number",
        "case.toml:10: rules.modes.told.raters = 0: must be at least 1",
        "case.toml:8: rules.mode = opne: must be one of [rules.modes]: open, told (did you mean 'open'?)",
        "case.toml:5: demand.urgency_shares: shares must sum to 1, they sum to 2",
    ]


def test_a_missing_table_is_told_without_guessing_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bare.toml").write_text('name = "bare"\n')
    assert refusal(tmp_path / "bare.toml").split("\n") == [
        "bare.toml: city: is missing: districts, domains, library",
        "bare.toml: rules: is missing: the rulebook and the choice made in it",
    ]


FILES = {
    "empty": ("", "x.toml: file: must not be empty"),
    "only spaces": (" \n\n", "x.toml: file: must not be empty"),
    "not TOML": ("a = = 1", "x.toml: file: is not TOML: Invalid value (at line 1, column 5)"),
    "no text": (b"\xff\xff\xff", "x.toml: file: must be text in UTF-8 or GB18030"),
    "parent that is no name": ("extends = 3", "x.toml:1: extends = 3: must be the name or path of a scenario"),
    "parent that is missing": (
        'extends = "baselin"',
        "x.toml:1: extends = baselin: is neither a scenario file, a folder with scenario.toml, nor the name of a "
        "scenario that ships (did you mean 'baseline'?)",
    ),
    "its own parent": ('extends = "x.toml"', "x.toml:1: extends = x.toml: must not run in a circle: x.toml → x.toml"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content, said = FILES[name]
    write(tmp_path, x_toml=content)
    assert refusal(Path("x.toml")) == said


def test_a_name_that_ships_is_suggested() -> None:
    assert refusal(Path("shanghia")).endswith("nor the name of a scenario that ships (did you mean 'shanghai'?)")


def test_the_line_told_is_the_line_of_the_key(tmp_path: Path) -> None:
    """Wherever the broken value stands in a long file, its own line is told."""
    lines = TINY.replace("days = 45", "days = -45").splitlines()
    (tmp_path / "long.toml").write_text("\n".join(["# remark"] * 30 + lines))
    assert f"long.toml:{31 + lines.index('days = -45')}: rules.methods.tender.days = -45" in refusal(
        tmp_path / "long.toml"
    )
