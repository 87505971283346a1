"""Running what the facts need, and writing down what was found: three tables from which the page is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from math import isinf
from pathlib import Path

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message, listed
from gpss_sim.study import BatchResult, run_batch
from gpss_sim.study.compare import estimate
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.findings import column
from gpss_sim.study.model import Model, market
from gpss_sim.tabular import write_csv
from gpss_sim.validation.calibration import knobs, write_calibration
from gpss_sim.validation.curve import Curve, CurveParameters, Fit, at, fit, observed, quantities
from gpss_sim.validation.facts import FOLDER, Check, Fact, facts, find, judge
from gpss_sim.validation.measures import model

CITY, TENDER, CALIBRATION = "city", "tender", "calibration"
FACTS, PRICES, ASKED = "facts.csv", "prices.csv", "calibration.csv"
LEVEL = 0.95
BIDDERS = tuple(range(1, 11))


def compare(
    out: Path,
    replications: int,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    numbers: Sequence[int] = (),
    *,
    force: bool = False,
) -> None:
    """Run the studies, or what is missing of them, and write ``facts.csv``, ``prices.csv``, ``calibration.csv``.

    The last is left out where no fact is asked for that was in view when defaults were chosen.

    Parameters
    ----------
    out : Path
        Folder; a study each has its own folder in it.
    replications : int
        Of every design point.
    workers : int, optional
        Worker processes; one a processor if left out.
    progress : callable, optional
        Told (runs done, runs in all).
    numbers : sequence of int
        Facts to look at; all if empty. Each choice has its own study of the city, so that one folder holds many.
    force : bool
        Begin anew what another version of the code has played.

    Raises
    ------
    InputError
        If a number is no fact, or a folder holds runs of another version.
    """

    def run(name: str, chosen: Model, study: Experiment) -> BatchResult:
        return run_batch(
            study,
            out / name,
            workers=workers,
            replications=replications,
            force=force,
            progress=progress,
            model=chosen,
        )

    asked = chosen_facts(numbers)
    market_model, with_measures = market(), model()
    tender = run(TENDER, market_model, load_experiment(FOLDER / f"{TENDER}.toml", market_model.metrics))
    points = {point for fact in asked for check in fact.checks for _, point in needed(check)}
    place = city_folder(numbers, asked)
    city = run(place, with_measures, _restricted(points, with_measures)) if points else None
    (out / ASKED).unlink(missing_ok=True)
    if {knob.fact for knob in knobs()} & {fact.number for fact in asked}:
        read = load_experiment(FOLDER / f"{CALIBRATION}.toml", with_measures.metrics)
        write_calibration(out / ASKED, run(CALIBRATION, with_measures, read), LEVEL)
    found = fit(curve(tender, "price_ratio"), curve(tender, "price_ratio_sd"), LEVEL)
    write_prices(out / PRICES, tender, found)
    write_facts(out / FACTS, asked, city, tender, found)


def chosen_facts(numbers: Sequence[int]) -> list[Fact]:
    """The facts of these numbers, all where there are none.

    Raises
    ------
    InputError
        If a number is no fact of the list.
    """
    known = [fact.number for fact in facts()]
    rule = Message("facts.unknown", names=listed(map(str, known)))
    faults = [Fault("facts", "--only", str(number), rule) for number in numbers if number not in known]
    if faults:
        raise InputError(faults)
    return [fact for fact in facts() if not numbers or fact.number in numbers]


def city_folder(numbers: Sequence[int], asked: Sequence[Fact]) -> str:
    """Folder of the city's study: one for all facts, one for each choice of them."""
    return "_".join([CITY, *(str(fact.number) for fact in asked)]) if numbers else CITY


def _restricted(points: Set[str], chosen: Model) -> Experiment:
    """The study of the city with those of its points that are needed; the first is always there."""
    study = load_experiment(FOLDER / f"{CITY}.toml", chosen.metrics)
    kept = tuple(point for place, point in enumerate(study.design.point) if not place or point.name in points)
    return study.model_copy(update={"design": study.design.model_copy(update={"point": kept})}).read_from(study.file)


def curve(tender: BatchResult, metric: str, replication: int | None = None) -> Curve:
    """Simulated values by number of bidders and setting: means over replications, or those of one."""
    settings = list(dict.fromkeys(point.name.rsplit("/", 1)[0] for point in tender.plan.points))

    def value(setting: str, bidders: int) -> float:
        values = column(tender.findings.values, f"{setting}/{bidders}", metric, tender.findings.replications)
        return estimate(values, LEVEL).mean if replication is None else values[replication]

    def read(name: str) -> CurveParameters:
        spread, error = name.split(" ± ")
        return CurveParameters(float(spread), float(error))

    return {n: {read(setting): value(setting, n) for setting in settings} for n in BIDDERS}


def write_facts(path: Path, asked: Sequence[Fact], city: BatchResult | None, tender: BatchResult, found: Fit) -> None:
    """Write what was found for every check of the facts asked for; ``each`` has the value of every replication."""
    prices = _derived(tender, found)
    header = ["fact", "check", "value", "ci_low", "ci_high", "n", "bound_low", "bound_high", "verdict", "seed", "each"]
    write_csv(path, header, _facts(asked, city, tender.plan.seed, prices))


def _facts(
    asked: Sequence[Fact], city: BatchResult | None, seed: int, prices: Mapping[str, Sequence[float]]
) -> Iterator[list[object]]:
    for fact in asked:
        for check in fact.checks:
            if check.derived or city is None:
                values, luck = prices[check.derived], seed
            else:
                values, luck = find(check, city.findings), city.plan.seed
            value = estimate(values, LEVEL)
            each = json.dumps(values)
            bounds = [None if isinf(bound) else bound for bound in (check.low, check.high)]
            verdict = judge(value, check.low, check.high)
            found = (value.mean, value.low, value.high, value.n)
            yield [fact.number, check.what, *found, *bounds, verdict.value, luck, each]


def _derived(tender: BatchResult, found: Fit) -> dict[str, list[float]]:
    """Quantities of the price curve at the estimated setting, replication by replication."""
    by_replication = []
    for replication in range(tender.findings.replications):
        means = curve(tender, "price_ratio", replication)
        by_replication.append(quantities({n: at(means, n, found.setting) for n in BIDDERS}))
    return {name: [one[name] for one in by_replication] for name in by_replication[0]}


def write_prices(path: Path, tender: BatchResult, found: Fit) -> None:
    """Write observed and simulated prices by number of bidders at the estimated setting."""
    means, spreads = curve(tender, "price_ratio"), curve(tender, "price_ratio_sd")
    header = ["bidders", "contracts", "observed", "observed_error", "observed_sd", "simulated", "simulated_sd"]
    about = [value for e in (found.spread, found.error) for value in (e.mean, e.low, e.high)] + [found.disagreement]
    known = {row.bidders: row for row in observed()}
    rows = []
    for n in BIDDERS:
        row = known.get(n)
        seen = [row.contracts, row.mean, row.error, row.sd] if row else [None] * 4
        rows.append([n, *seen, *(at(each, n, found.setting) for each in (means, spreads)), *about])
    estimated = [f"{name}{end}" for name in ("spread", "error") for end in ("", "_low", "_high")]
    write_csv(path, [*header, *estimated, "disagreement"], rows)


def needed(check: Check) -> list[tuple[str, str]]:
    """(measure, design point) pairs a check looks at."""
    named = [(name, point) for _, name, point in check.terms]
    for name, one, other in (check.wins or {}).values():
        named += [(name, one), (name, other)]
    return named
