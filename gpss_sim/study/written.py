"""What is wrong with the levers, uncertainties and factors of an experiment, as far as its file alone tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gpss_sim.errors import Fault, nearest
from gpss_sim.i18n import Message
from gpss_sim.numbers import NumberError
from gpss_sim.study.crossing import grouped
from gpss_sim.study.experiment import Choices, Experiment, Factor
from gpss_sim.study.model import Measures
from gpss_sim.study.precision import target
from gpss_sim.study.targets import sequential

At = Callable[..., Fault]
"""(key of the file, value given, rule, hint) → fault."""
POWERS = ("sobol", "saltelli")
"""Samples whose rows are balanced only where their number is a power of two."""


def written_faults(experiment: Experiment, at: At) -> Iterator[Fault]:
    """Every fault of levers, uncertainties, factors and of how the design combines them."""
    yield from _choice_faults(experiment, at)
    yield from _factor_faults(experiment, at)
    yield from _zip_faults(experiment, at)
    yield from _fraction_faults(experiment, at)
    yield from _when_faults(experiment, at)
    yield from _sample_faults(experiment, at)


def _tables(experiment: Experiment) -> dict[str, Mapping[str, Any]]:
    return {"levers": experiment.levers, "uncertainties": experiment.uncertainties, "factors": experiment.factors}


def _choice_faults(experiment: Experiment, at: At) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for table, written in _tables(experiment).items():
        for path, choices in written.items():
            if not choices:
                yield at((table, path), "", Message("design.empty"))
            if path in seen:
                yield at((table, path), "", Message("design.twice", table=seen[path]))
            seen.setdefault(path, table)


def _factor_faults(experiment: Experiment, at: At) -> Iterator[Fault]:
    set_by = {path: f"{table}" for table, written in _tables(experiment).items() for path in written}
    for path, factor in experiment.factors.items():
        place = ("factors", path)
        yield from _range_faults(place, factor, at)
        for other in factor.together:
            if other in set_by:
                yield at((*place, "together"), other, Message("design.twice", table=set_by[other]))


def _range_faults(place: tuple[str, ...], factor: Factor, at: At) -> Iterator[Fault]:
    low, high = factor.low, factor.high
    if factor.values is not None:
        if low is not None or high is not None or factor.log:
            yield at(place, "", Message("design.both"))
        if not factor.values:
            yield at((*place, "values"), "", Message("design.empty"))
    elif low is None or high is None:
        yield at(place, "", Message("design.half"))
    elif low >= high:
        yield at((*place, "low"), low, Message("design.upside_down", high=high))
    elif factor.log and low <= 0:
        yield at((*place, "low"), low, Message("design.log"))


def _zip_faults(experiment: Experiment, at: At) -> Iterator[Fault]:
    home = {path: table for table in ("levers", "uncertainties") for path in getattr(experiment, table)}
    seen: list[str] = []
    for place, paths in enumerate(experiment.design.zip):
        key = ("design", "zip", place)
        for path in paths:
            if path not in home:
                yield at(key, path, Message("design.zip_stranger"), nearest(path, home))
            elif path in seen:
                yield at(key, path, Message("design.zip_twice"))
        seen += paths
        known = [path for path in paths if path in home]
        if len({home[path] for path in known}) > 1:
            yield at(key, ", ".join(known), Message("design.zip_mixed"))
        sizes = {path: len(getattr(experiment, home[path])[path]) for path in known}
        if len(set(sizes.values())) > 1:
            told = ", ".join(f"{path}: {size}" for path, size in sizes.items())
            yield at(key, "", Message("design.zip_sizes", sizes=told))


def _fraction_faults(experiment: Experiment, at: At) -> Iterator[Fault]:
    if experiment.design.crossing != "fractional":
        return
    levers: Mapping[str, Choices] = experiment.levers
    for group in grouped(levers, experiment.design.zip):
        size = len(levers[group[0]])
        if size != 2:
            yield at(("levers", group[0]), "", Message("design.two", size=size))
        if group[0] in experiment.design.when:
            yield at(("design", "when", group[0]), "", Message("design.fraction_when"))


def _when_faults(experiment: Experiment, at: At) -> Iterator[Fault]:
    paths = {path: written[path] for written in _tables(experiment).values() for path in written}
    named = [path for point in experiment.design.point for path in point.set]
    known = [*paths, *named, *experiment.study.set]
    for path, conditions in experiment.design.when.items():
        key = ("design", "when", path)
        if path not in paths:
            yield at(key, "", Message("design.when_stranger"), nearest(path, paths))
        for other, allowed in conditions.items():
            if other not in known:
                yield at((*key, other), "", Message("design.set_nowhere"), nearest(other, known))
            if not allowed:
                yield at((*key, other), "", Message("design.empty"))


def _sample_faults(experiment: Experiment, at: At) -> Iterator[Fault]:
    design, given = experiment.design, experiment.design.model_fields_set
    for key in ("sampling", "samples", "levels", "luck"):
        if key in given and not experiment.factors:
            yield at(("design", key), getattr(design, key), Message("design.no_factors"))
    if experiment.factors and design.sampling in POWERS and design.samples & (design.samples - 1):
        below = 1 << (design.samples.bit_length() - 1)
        rule = Message("design.power", sampling=design.sampling, below=below, above=2 * below)
        yield at(("design", "samples"), design.samples, rule)


def select_faults(experiment: Experiment, metrics: Measures, at: At) -> Iterator[Fault]:
    """Every fault of ``[design.select]``."""
    design, select = experiment.design, experiment.design.select
    key = ("design", "select")
    if not design.chooses:
        if select.model_fields_set:
            yield at((*key, "indifference"), "", Message("select.indifference"))
        return
    outcome = select.outcome or experiment.outcomes.primary[0]
    if outcome not in metrics:
        yield at((*key, "outcome"), outcome, Message("metric.unknown"), nearest(outcome, metrics))
    elif not metrics[outcome].better:
        yield at((*key, "outcome"), outcome, Message("select.direction"))
    try:
        target(select.indifference)
    except NumberError as error:
        yield at((*key, "indifference"), select.indifference, Message("until.form", why=error.message))
    if experiment.factors or experiment.uncertainties:
        yield at(key, "", Message("select.worlds"))
    if sequential(design):
        yield at(key, "", Message("select.until"))
    if select.procedure == "ocba" and not select.runs:
        yield at((*key, "runs"), select.runs, Message("select.runs"))
    if select.first > design.maximum:
        yield at((*key, "first"), select.first, Message("select.first", maximum=design.maximum))
