"""How a project is bought: the first row of the channel table that matches it."""

from __future__ import annotations

from typing import Any

from gpss_sim.scenario.channels import Channel
from gpss_sim.scenario.purchase import award_of, matches, purchase_of, sources_of
from tests.market.town import YARD, scenario


def template(**changes: Any) -> Any:
    return scenario().templates[YARD].model_copy(update=changes)


def test_a_channel_matches_what_it_names_and_everything_where_it_names_nothing() -> None:
    assert matches(Channel(), template())
    assert matches(Channel(template="yard", domain="youth", district="north"), template())
    assert not matches(Channel(template="home"), template())
    assert not matches(Channel(domain="youth", district="south"), template())
    assert matches(Channel(source="lottery"), template(sources="fiscal; lottery"))
    assert not matches(Channel(source="lottery"), template(sources="fiscal"))
    assert matches(Channel(circumstance="urgent"), template(circumstance="urgent"))
    assert sources_of(template(sources=" fiscal ;; lottery")) == ("fiscal", "lottery")


def test_the_first_channel_that_matches_decides_what_it_says() -> None:
    rows = '[{domain="youth",mode="line",method="tender"},{domain="youth",mode="own"},{form="flat"}]'
    rules = scenario(f"rules.channels={rows}").rules
    first, second = purchase_of(rules, template()), purchase_of(rules, template(domain="care"))
    assert (first.mode, first.method, first.form_name) == (rules.modes["line"], "tender", "package")
    assert (second.mode, second.method, second.form) == (rules.modes["open"], None, rules.forms["flat"])


def test_a_mode_may_score_offers_otherwise() -> None:
    rules = scenario("rules.modes.open.price_weight=0", "rules.modes.open.award=lot").rules
    award = award_of(rules, rules.modes["open"])
    assert (award.rule, award.price_weight, award.record_weight) == ("lot", 0.0, 0.5)
    plain = award_of(rules, rules.modes["line"])
    assert (plain.rule, plain.price_weight) == ("comprehensive", 0.15)
