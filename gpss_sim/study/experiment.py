"""What an experiment file may say: study, levers, uncertainties, factors, design, outcomes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import PrivateAttr

from gpss_sim.scenario.fields import Table, param
from gpss_sim.scenario.origin import Key

Choices = tuple[Any, ...] | dict[str, Any]
"""Values of a lever: a list, or a table that gives each value a name."""


class StudySettings(Table):
    """What is asked, of which city, with which luck."""

    name: str = param("", "name of the study and of its result folder; that of the file if left out")
    title: str = param("", "the question in English")
    title_zh: str = param("", "the question in Chinese")
    expects: str = param(
        "", "what is expected, in English, written before it is played; such a study is in the gallery"
    )
    expects_zh: str = param("", "the same in Chinese")
    scenario: str = param(..., "scenario every design point starts from: a name that ships or a path", min_length=1)
    seed: int | None = param(None, "seed of the study; that of the scenario if left out", ge=0)
    set: dict[str, Any] = param({}, "values set in every design point, by field path")


class Select(Table):
    """Choosing one policy: which runs are played follows from what has been seen."""

    outcome: str = param("", "outcome by which policies are chosen; the first primary one if left out")
    indifference: str = param(
        "", "smallest lead worth finding: '2%' of the baseline's mean, or an amount; nothing is chosen without"
    )
    probability: float = param(
        0.95, "probability of choosing right, at least, where the best leads by that", gt=0.5, lt=1
    )
    procedure: Literal["sequential", "ocba"] = param(
        "sequential", "a race with that guarantee, or `runs` runs shared where they help most"
    )
    first: int = param(20, "replications of every policy before any leaves or is given more", ge=5, le=10_000)
    step: int = param(10, "replications between two looks; runs handed out at a time under `ocba`", ge=1, le=10_000)
    runs: int = param(0, "runs in all under `ocba`", ge=0, le=10_000_000)


class Search(Table):
    """Looking for the best combination of levers, of which the first values are today's."""

    constraints: dict[str, str] = param(
        {}, "outcome → what it must keep: '<= today', '>= 0.4'; in every world, in the mean of replications"
    )
    against: Literal["mean", "worst", "regret"] = param(
        "mean", "what counts over worlds: their mean, the worst, or the least regret"
    )
    indifference: str = param("1%", "smallest lead worth finding: a share of today's mean, or an amount")
    first: int = param(4, "replications of the screening and of the first halving", ge=3, le=1000)
    most: int = param(64, "most replications of any policy", ge=5, le=10_000)
    candidates: int = param(256, "policies that enter the halving, beside those of the screening", ge=4, le=100_000)
    finalists: int = param(12, "policies that enter the race", ge=2, le=200)


class Point(Table):
    """One named point of the design: what it sets that differs from the scenario."""

    name: str = param(..., "name of the design point", min_length=1)
    title: str = param("", "what it is, in English")
    title_zh: str = param("", "what it is, in Chinese")
    set: dict[str, Any] = param({}, "values by field path")


class Factor(Table):
    """A quantity or a choice that a sampled design spreads over its range."""

    low: int | float | None = param(None, "lower end; whole numbers at both ends make every value whole")
    high: int | float | None = param(None, "upper end")
    log: bool = param(False, "whether equal ratios, rather than equal differences, are equally likely")
    values: Choices | None = param(None, "values, each equally likely, in place of a range; a table names them")
    together: tuple[str, ...] = param((), "further field paths that are set to the same value")


class Design(Table):
    """Which points are run, how often, and which are compared."""

    crossing: Literal["full", "fractional", "one_at_a_time"] = param("full", "how levers are combined")
    zip: tuple[tuple[str, ...], ...] = param((), "levers that change together, value by value")
    when: dict[str, dict[str, tuple[Any, ...]]] = param(
        {}, "lever or factor → the values of others under which it is set; else it stays as in the scenario"
    )
    sampling: Literal["latin_hypercube", "sobol", "saltelli", "morris"] = param(
        "latin_hypercube", "how factors are spread over their ranges"
    )
    samples: int = param(64, "rows of the sample; blocks of `saltelli`, trajectories of `morris`", ge=2, le=100_000)
    levels: int = param(4, "levels of a range under `morris`; even, all are equally likely", ge=2, le=100)
    luck: int = param(0, "luck of the sample; another number draws another one", ge=0)

    replications: int = param(30, "replications of every design point", ge=1, le=100_000)
    until: dict[str, str] = param(
        {}, "stop when every mean is known this well: outcome → '5%' of the mean, or an amount in its unit"
    )
    until_difference: dict[str, str] = param(
        {}, "the same for every difference compared: '5%' of the mean it is taken from, or an amount"
    )
    until_ratio: dict[str, str] = param({}, "the same for every ratio of two means compared: '5%' of it, or a number")
    select: Select = param(Select, "choice of one policy")
    maximum: int = param(200, "most replications where precision or `select` decides", ge=20, le=100_000)
    baseline: str = param("", "design point the others are compared with; the first if left out")
    pairs: tuple[tuple[str, str], ...] = param((), "further comparisons: [design point, the one it is compared with]")
    point: tuple[Point, ...] = param((), "named points, crossed with the levers where both are given")

    @property
    def chooses(self) -> bool:
        """Whether one policy is to be chosen."""
        return bool(self.select.indifference)


class Outcomes(Table):
    """What is looked at; fixed before any result is seen."""

    primary: tuple[str, ...] = param(..., "outcomes whose intervals hold together", min_length=1)
    secondary: tuple[str, ...] = param((), "outcomes fixed in advance beside them")
    also: tuple[str, ...] | Literal["all"] = param((), "descriptive outcomes; 'all' for every metric there is")
    controls: tuple[str, ...] = param((), "control variates: metrics of known mean, whose luck is taken out of means")
    breakdown: bool = param(False, "keep every metric also by district, group, domain, form and method; slower")
    level: float = param(0.95, "confidence level", gt=0.5, lt=1)


class Experiment(Table):
    """A study as written in its file: frozen, complete, names checked."""

    study: StudySettings = param(..., "the question")
    levers: dict[str, Choices] = param({}, "what government sets: field path → values, all combinations")
    uncertainties: dict[str, Choices] = param({}, "what it does not set: field path → values, all combinations")
    factors: dict[str, Factor] = param({}, "what is sampled: field path → range or values")
    design: Design = param(Design, "points, replications, comparisons")
    search: Search = param(Search, "how the best combination of levers is looked for")
    outcomes: Outcomes = param(..., "outcomes")

    _file: str = PrivateAttr("experiment")
    _lines: dict[Key, int] = PrivateAttr(default_factory=dict)

    @property
    def file(self) -> str:
        """File it was read from, as messages name it."""
        return self._file

    def line(self, key: Key) -> int | None:
        """Line on which a key of the file stands, or None."""
        return self._lines.get(key)

    def read_from(self, file: str, lines: dict[Key, int] | None = None) -> Experiment:
        """The same experiment, remembering its file, and the line of each key, for messages."""
        copy = self.model_copy()
        copy._file, copy._lines = file, lines or {}
        return copy
