"""Rules of the rulebook: its modes, forms, methods, thresholds and overlays fit together."""

from __future__ import annotations

import math
from collections.abc import Iterator

from gpss_sim.errors import nearest
from gpss_sim.i18n import Message
from gpss_sim.market.policies import AWARDS
from gpss_sim.market.policies.dimensions import DIMENSIONS
from gpss_sim.scenario.catalogue import ANY, field_at, paths, plain
from gpss_sim.scenario.checks.common import Broken, at_least, at_most, named, one_of, registered, sums_to_one, value_at
from gpss_sim.scenario.origin import Key, split
from gpss_sim.scenario.registries import REGISTRIES
from gpss_sim.scenario.rulebook import RULEBOOK
from gpss_sim.scenario.schema import Scenario


def policies_exist(scenario: Scenario) -> Iterator[Broken]:
    """Every policy named is registered."""
    for path, registry in REGISTRIES.items():
        if ANY in path:
            head, tail = path.split(f".{ANY}.")
            keys: list[Key] = [(*split(head), name, tail) for name in value_at(scenario, split(head))]
        else:
            keys = [split(path)]
        for key in keys:
            yield from named(key, value_at(scenario, key), registry, registered(registry))


def choices_exist(scenario: Scenario) -> Iterator[Broken]:
    """Mode, form and methods are defined in the rulebook."""
    rules = scenario.rules
    yield from named(("rules", "mode"), rules.mode, rules.modes, one_of("rules.modes"))
    yield from named(("rules", "form"), rules.form, rules.forms, one_of("rules.forms"))
    for name, mode in rules.modes.items():
        key: Key = ("rules", "modes", name, "procedure")
        yield from named(key, mode.procedure, [*rules.methods, RULEBOOK], Message("check.procedure"))
        if mode.award is not None:
            yield from named(("rules", "modes", name, "award"), mode.award, AWARDS, registered(AWARDS))
    if RULEBOOK in rules.methods:
        yield ("rules", "methods", RULEBOOK), "", Message("check.rulebook"), ""


def awards_fit_their_weight(scenario: Scenario) -> Iterator[Broken]:
    """An award rule that goes with one price weight only is given that weight, so that bidders answer it."""
    rules = scenario.rules
    cases: list[tuple[Key, str, float]] = [(("rules", "award"), rules.award.rule, rules.award.price_weight)]
    for name, mode in rules.modes.items():
        weight = rules.award.price_weight if mode.price_weight is None else mode.price_weight
        cases.append((("rules", "modes", name), mode.award or rules.award.rule, weight))
    for key, rule, weight in cases:
        wanted = AWARDS[rule].price_weight if rule in AWARDS else None
        if wanted is not None and weight != wanted:
            yield (*key, "price_weight"), plain(weight), Message("check.weight", wanted=plain(wanted), rule=rule), ""


def assessment_is_whole(scenario: Scenario) -> Iterator[Broken]:
    """Modes name evaluators that are defined; dimensions exist and their weights sum to 1."""
    rules = scenario.assessment
    for name, mode in scenario.rules.modes.items():
        if mode.evaluator:
            key: Key = ("rules", "modes", name, "evaluator")
            yield from named(key, mode.evaluator, rules.evaluators, one_of("assessment.evaluators"))
    for name in rules.dimensions:
        yield from named(("assessment", "dimensions", name), name, DIMENSIONS, registered(DIMENSIONS))
    if rules.dimensions:
        yield from sums_to_one(("assessment", "dimensions"), rules.dimensions.values())


def methods_are_whole(scenario: Scenario) -> Iterator[Broken]:
    """A method's durations are in order, its bidders suffice, and its failures end somewhere."""
    methods = scenario.rules.methods
    for name, method in methods.items():
        key: Key = ("rules", "methods", name)
        if method.days_low is not None and method.days_low > method.days:
            yield (
                (*key, "days_low"),
                plain(method.days_low),
                at_most("days", plain(method.days)),
                "",
            )
        if method.days_high is not None and method.days_high < method.days:
            yield (
                (*key, "days_high"),
                plain(method.days_high),
                at_least("days", plain(method.days)),
                "",
            )
        if method.invited is not None and method.invited < method.min_bidders:
            rule = at_least("min_bidders", method.min_bidders)
            yield (*key, "invited"), plain(method.invited), rule, ""
        if method.on_failure is not None:
            yield from named((*key, "on_failure"), method.on_failure, methods, one_of("rules.methods"))
    yield from _failures_end(scenario)


def _failures_end(scenario: Scenario) -> Iterator[Broken]:
    methods = scenario.rules.methods
    for name in methods:
        path = [name]
        while (following := methods[path[-1]].on_failure) in methods and following not in path:
            path.append(str(following))
        if following == name:
            circle = " → ".join([*path, name])
            yield ("rules", "methods", name, "on_failure"), path[-1], Message("check.circle", circle=circle), ""


def thresholds_are_a_ladder(scenario: Scenario) -> Iterator[Broken]:
    """Amounts rise from row to row, the last row has no limit, every method exists."""
    rows = scenario.rules.thresholds
    for index, row in enumerate(rows):
        key: Key = ("rules", "thresholds", index)
        yield from named((*key, "method"), row.method, scenario.rules.methods, one_of("rules.methods"))
        if index and row.upto <= rows[index - 1].upto:
            rule = Message("check.rising", before=plain(rows[index - 1].upto))
            yield (*key, "upto"), plain(row.upto), rule, ""
    if rows and rows[-1].upto != math.inf:
        rule = Message("check.last_row")
        yield ("rules", "thresholds", len(rows) - 1, "upto"), plain(rows[-1].upto), rule, ""


def overlays_are_whole(scenario: Scenario) -> Iterator[Broken]:
    """Overlays switched on are defined; what they set are fields of single values."""
    rules = scenario.rules
    for index, name in enumerate(rules.overlays):
        yield from named(("rules", "overlays", index), name, rules.overlay, one_of("rules.overlay"))
    for name, overlay in rules.overlay.items():
        key: Key = ("rules", "overlay", name)
        if overlay.mode is not None:
            yield from named((*key, "mode"), overlay.mode, rules.modes, one_of("rules.modes"))
        if overlay.form is not None:
            yield from named((*key, "form"), overlay.form, rules.forms, one_of("rules.forms"))
        for path in overlay.set:
            if field_at(split(path)) is None:
                yield (*key, "set", path), "", Message("check.field"), nearest(path, paths())
