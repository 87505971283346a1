from __future__ import annotations

import pytest

from gpss_sim.allocation import Budget, Project, Rules
from gpss_sim.allocation.problem.rules.file import read_rules
from gpss_sim.desk import cells, commands, draft, rule_forms
from gpss_sim.errors import InputError
from gpss_sim.library import read_library
from tests.desk.desks import PROJECTS, small


def test_a_sheet_without_a_budget_starts_with_a_share_of_what_is_asked() -> None:
    made = draft.first("x", PROJECTS)
    assert made.budget.total == 1_080_000_00
    by_year = draft.first("x", [Project("a", 1, 1, {2027: 100_00, 2028: 300_00})])
    assert [(line.year, line.amount) for line in by_year.budget.lines] == [(2027, 60_00), (2028, 180_00)]


def test_an_edit_is_read_as_a_cell_of_a_file_is() -> None:
    changed = draft.edited(small(), "c", "cost", "45.4万")
    assert changed.projects["c"].cost == 454_000_00
    assert small().projects["c"].cost == 400_000_00, "the draft that was is as it was"
    with pytest.raises(InputError) as error:
        draft.edited(small(), "c", "urgency", "6")
    (fault,) = error.value.faults
    assert (fault.file, fault.value) == ("c", "6")
    assert "单元格urgency" in fault.sentence.said("zh")


def test_people_served_and_benefit_move_together_where_one_is_the_other() -> None:
    assert draft.edited(small(), "a", "beneficiaries", "66").projects["a"].benefit == 66
    apart = draft.edited(small(), "a", "benefit", "7")
    assert draft.edited(apart, "a", "beneficiaries", "66").projects["a"].benefit == 7


@pytest.mark.parametrize(("project", "cell"), [("z", "name"), ("a", "id"), ("a", "colour"), ("a", "cost_2027")])
def test_what_is_no_cell_is_refused(project: str, cell: str) -> None:
    with pytest.raises(InputError):
        draft.edited(small(), project, cell, "1")


def test_struck_and_added_projects() -> None:
    without = draft.strike(small(), ["a", "b"])
    assert [p.id for p in without.offered] == ["c", "d"]
    assert [p.id for p in draft.restore(without, ["a"]).offered] == ["a", "c", "d"]
    more, name = draft.added(without, {"name": "新", "urgency": "4", "benefit": "9", "cost": "10万"})
    assert more.projects[name].total == 100_000_00
    assert draft.added(more, {"name": "又新", "urgency": "4", "benefit": "9", "cost": "10万"})[1] != name


def test_pins_are_rules_of_the_decision() -> None:
    from gpss_sim.allocation import allocate

    made = small(900_000_00)
    assert allocate(made.problem()).selected == ("a", "d")
    pinned = draft.pinned(draft.pinned(made, "a", "out"), "c", "in")
    assert allocate(pinned.problem()).selected == ("b", "c")
    free = draft.pinned(draft.pinned(pinned, "a", None), "c", None)
    assert allocate(free.problem()).selected == ("a", "d")


def test_a_budget_moves_whole_and_line_by_line() -> None:
    lines = draft.with_lines(small(), [("", "fiscal", "60万"), ("", "lottery", "400000")])
    assert lines.budget.total == 1_000_000_00
    half = draft.with_total(lines, 500_000_00)
    assert [line.amount for line in half.budget.lines] == [300_000_00, 200_000_00]
    assert draft.with_total(draft.with_total(small(), 0), 7_00).budget.total == 7_00
    thirds = draft.with_lines(small(), [("2027", "", "1"), ("2028", "", "2")])
    assert [line.amount for line in draft.with_total(thirds, 1_00).budget.lines] == [34, 66]
    with pytest.raises(InputError):
        draft.with_lines(small(), [("", "fiscal", "much")])


def test_weights_do_not_fall() -> None:
    assert draft.with_weight(small(), 5, 20).rules.weights == (1, 2, 4, 8, 20)
    with pytest.raises(InputError):
        draft.with_weight(small(), 5, 3)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (("district", "*", "max_share", "30%"), {"each": "district", "max_share": 0.3}),
        (("domain", "youth", "min", "20万"), {"min": 200_000_00}),
        (("agency", "*", "max_projects", "2"), {"each": "agency", "max_projects": 2}),
    ],
)
def test_a_form_makes_a_limit(form: tuple[str, str, str, str], said: dict[str, object]) -> None:
    (rule,) = rule_forms.with_limit(small(), *form).rules.active
    for key, value in said.items():
        assert float(getattr(rule, key)) == value if isinstance(value, float) else getattr(rule, key) == value
    twice = rule_forms.with_limit(rule_forms.with_limit(small(), *form), *form)
    assert len(twice.rules.active) == 2, "two rules of the same words have two names"
    assert rule_forms.without_rule(twice, rule.name).rules.active == (twice.rules.active[1],)


@pytest.mark.parametrize("amount", ["much", "130%", "-1", ""])
def test_what_is_no_limit_is_refused(amount: str) -> None:
    with pytest.raises(InputError):
        rule_forms.with_limit(small(), "district", "*", "max_share", amount)


RULES = {
    "weights": [1, 2, 3, 4, 5],
    "mandatory": ["a"],
    "continuing": ["b"],
    "split_sources": False,
    "ranking": {"by": "benefit", "threshold": "1.5"},
    "reserve": {"share": "0.03", "amount": "1.5万"},
    "commitment": [{"name": '引号"与\\', "amount": "0.01"}],
    "limit": [{"name": "东区", "where": {"district": "东区"}, "max_share": "0.333", "min": "2万"}],
    "overlap": [{"name": "same", "where": {"domain": "youth"}, "steps": [{"up_to": 60, "rate": 1}], "beyond": "0.4"}],
    "exclusive": [{"name": "one", "projects": ["a", "b"], "at_most": 1}],
    "fairness": {"name": "fair", "population": {"东区": 10, "西区": 20}, "goal": "max-min"},
}


def test_rules_are_written_as_they_are_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    rules = Rules.model_validate(RULES)
    (tmp_path / "rules.toml").write_text(rule_forms.rules_toml(rules), "utf-8")
    assert read_rules(tmp_path / "rules.toml") == rules
    assert rule_forms.rules_toml(Rules()) == ""


def test_the_library_is_written_as_it_is_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    odd = draft.edited(draft.edited(small(), "a", "name", "=1+1"), "b", "benefit", "33.25")
    more, _ = draft.added(
        odd, {"name": "岗位", "urgency": "2", "benefit": "9", "cost": "0.01", "posts": "3", "min_posts": "1"}
    )
    commands.write_inputs(tmp_path, more)
    back = {p.id: p for p in read_library(tmp_path / commands.LIBRARY).projects}
    assert set(back) == set(more.projects)
    for name, project in more.projects.items():
        assert cells.texts(back[name], ()) == cells.texts(project, ()), name


def test_every_line_of_the_budget_is_an_option() -> None:
    made = draft.with_lines(small(), [("2027", "fiscal", "60万"), ("2028", "", "0.01")])
    options = commands.budget_options(made)
    assert options == ["--budget", "2027:fiscal=600000.00", "--budget", "2028=0.01"]
    assert Budget.parse(options[1::2]) == made.budget
