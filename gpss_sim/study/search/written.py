"""What a search writes and says: the rulebook as a file, every policy looked at, effects of levers, sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path

from gpss_sim.files import write_whole
from gpss_sim.i18n import InBoth, Message, human
from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.search.find import Answer
from gpss_sim.study.search.landscape import Landscape, Policy
from gpss_sim.study.search.levers import Levers, overlay
from gpss_sim.study.tables import FAILURES, last_and_whole
from gpss_sim.tabular import write_csv

Naming = Callable[[str], str]
BEST, POLICIES, EFFECTS = "best.toml", "policies.csv", "effects.csv"


def write(folder: Path, levers: Levers, landscape: Landscape, answer: Answer) -> None:
    """Write the rulebook found, every policy with its score, the effects of the screening, and runs that failed."""
    write_whole(folder / BEST, overlay(levers, answer.best, folder / BEST))
    names = [group[0] for group in levers.space.groups]
    write_csv(folder / POLICIES, [*names, "replications", "score", "breaks_a_constraint"], _policies(levers, landscape))
    write_csv(folder / EFFECTS, ["lever", "value", "effect", "low", "high", "kept"], _effects(levers, answer))

    (folder / FAILURES).unlink(missing_ok=True)
    if levers.errors:
        columns = [*names, "world", "replication", "seed", "error", "traceback"]
        write_csv(folder / FAILURES, columns, _failures(levers))


def failed(levers: Levers) -> list[tuple[str, int, str]]:
    """Runs that failed: what is not as today and the world, replication, traceback."""
    return [
        (", ".join([*(f"{p} = {v}" for p, v in _moved(levers, run.policy).items()), str(run.world + 1)]), *run[2:])
        for run in levers.errors.values()
    ]


def _failures(levers: Levers) -> Iterator[list[object]]:
    for run in levers.errors.values():
        told = last_and_whole(run.error)
        yield [*levers.space.named(run.policy).values(), run.world + 1, run.replication, levers.seed, *told]


def _policies(levers: Levers, landscape: Landscape) -> Iterator[list[object]]:
    for policy in landscape.policies:
        n = landscape.replications(policy)
        score = float(landscape.scores([policy], n)[0]) * (levers.sign if landscape.against != "regret" else 1)
        yield [*levers.space.named(policy).values(), n, score, landscape.broken([policy], n)[0]]


def _effects(levers: Levers, answer: Answer) -> Iterator[list[object]]:
    for lever, found in enumerate(answer.screened.effects):
        for level, each in enumerate(found, start=1):
            policy = tuple(level if place == lever else 0 for place in range(len(levers.space.groups)))
            name, value = levers.space.groups[lever][0], levers.space.named(policy)[levers.space.groups[lever][0]]
            ends = sorted((levers.sign * each.low, levers.sign * each.high))
            yield [name, value, levers.sign * each.mean, *ends, lever in answer.screened.active]


def sentences(
    levers: Levers, answer: Answer, field: Naming = str, value: Naming = str, unit: Naming = str
) -> list[Message]:
    """What was found, in words.

    Parameters
    ----------
    levers : Levers
    answer : Answer
    field, value, unit : callable, optional
        What a field, a value of it and a unit are called.
    """
    metric = levers.model.metrics[levers.outcome]
    title = InBoth(metric.title_en, metric.title_zh)
    if not any(answer.best):
        told = [Message("search.today", met=answer.met)]
    else:
        moved = _moved(levers, answer.best).items()
        set_to = [Message("search.lever", field=field(path), value=value(each)) for path, each in moved]
        policy = reduce(lambda a, b: Message("search.both", first=a, second=b), set_to)
        facts = {"met": answer.met, "policy": policy, "outcome": title, "unit": unit(metric.unit)}
        facts |= {"n": answer.replications}
        told = [Message("search.found", **facts, gain=_signed(levers, answer.gain), **_ends(levers, answer.gain))]
    if not answer.settled:
        told.append(Message("search.open", number=len(answer.finalists), n=answer.replications))
    for each in answer.reverted:
        loss = Estimate(-each.loss.mean, -each.loss.high, -each.loss.low, each.loss.n)
        name = field(levers.space.groups[each.lever][0])
        told.append(Message("search.back", lever=name, loss=_signed(levers, loss), **_ends(levers, loss)))
    return [*told, *_losses(levers, answer)]


def _moved(levers: Levers, policy: Policy) -> dict[str, str]:
    """Levers that are not at today's value."""
    moved = [group[0] for group, level in zip(levers.space.groups, policy, strict=True) if level]
    return {path: value for path, value in levers.space.named(policy).items() if path in moved}


def _signed(levers: Levers, found: Estimate) -> str:
    return human(levers.sign * found.mean, sign=True)


def _ends(levers: Levers, found: Estimate) -> dict[str, str]:
    low, high = sorted((levers.sign * found.low, levers.sign * found.high))
    return {"low": human(low, sign=True), "high": human(high, sign=True)}


def _losses(levers: Levers, answer: Answer) -> Iterator[Message]:
    """Outcomes fixed in advance on which the answer does worse than today in the mean over worlds."""
    listed, today = levers.space.experiment.outcomes, levers.space.today
    for outcome in dict.fromkeys([*listed.primary[1:], *listed.secondary]):
        metric = levers.model.metrics[outcome]
        if not metric.better or not any(answer.best):
            continue
        n = answer.replications
        mine, its = (levers.raw(each, outcome, 2 * n)[n:] for each in (answer.best, today))
        found = estimate([one - other for one, other in zip(mine, its, strict=True)], 0.95)
        worse = found.high < 0 if metric.better == "more" else found.low > 0
        if worse:
            ends = {"low": human(found.low, sign=True), "high": human(found.high, sign=True)}
            title = InBoth(metric.title_en, metric.title_zh)
            yield Message("search.loses", outcome=title, loss=human(found.mean, sign=True), **ends)
