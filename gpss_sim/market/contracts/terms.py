"""What was agreed in a contract, the money set aside for a year of it, and what is noted while the year lasts."""

from __future__ import annotations

from dataclasses import dataclass, field

from gpss_sim import fiscal, money
from gpss_sim.scenario.rulebook import Form, Mode


@dataclass(slots=True)
class Commitment:
    """Money set aside for one contract year, by source [fen]; contracts that stand side by side hold it together."""

    year: int
    remaining: dict[str, int]
    holders: int = 1

    @property
    def total(self) -> int:
        """What is left of it [fen]."""
        return sum(self.remaining.values())

    def draw(self, amount: int) -> dict[str, int]:
        """Take up to `amount` fen, in proportion to what each source has left."""
        total = self.total
        amount = min(amount, total)
        if amount <= 0:
            return {}
        parts = money.split(amount, list(self.remaining.values()))
        drawn = dict(zip(self.remaining, parts, strict=True))
        for source, part in drawn.items():
            self.remaining[source] -= part
        return drawn


@dataclass(slots=True)
class CommittedFunds:
    """Money set aside for the years of one contract.

    Parameters
    ----------
    commitments : list of Commitment
        Of the years that have begun, the one that runs last; claims on vouchers come first.
    prepared : Commitment or None
        For the next year, before it begins.
    """

    commitments: list[Commitment] = field(default_factory=list)
    prepared: Commitment | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Under which rules a contract was made, whatever becomes of the project's way of buying later.

    Parameters
    ----------
    mode, form : Mode, Form
        Purchase mode and funding form.
    method : str
        Name of the procedure that led to it.
    form_name : str
    settles_payroll : bool
        The buyer pays the payroll itself instead of a price.
    """

    mode: Mode
    form: Form
    method: str
    form_name: str
    settles_payroll: bool


@dataclass(slots=True)
class Terms:
    """What was agreed.

    Parameters
    ----------
    price, ceiling, cost : int [fen]
        Price, published ceiling and expected cost of a year, as far as public money is concerned.
    omega : float
        The agency's cost draw for the project.
    years : int [years]
        Term.
    arrangement : Arrangement
        Under which rules it was made.
    private : int [fen]
        Fees, gifts or own funds that pay the rest of a year's cost.
    scope : float
        Share of the reference service that the money buys.
    idea : float [points]
        Worth of the agency's own idea for the project.
    fee : int [fen]
        What the support organisation of a consortium is paid a year, beside the price.
    """

    price: int
    ceiling: int
    cost: int
    omega: float
    years: int
    arrangement: Arrangement
    private: int = 0
    scope: float = 1.0
    idea: float = 0.0
    fee: int = 0


@dataclass(slots=True)
class YearChoices:
    """What the agency decides at the start of a contract year, and what it goes by.

    Parameters
    ----------
    effort : float [points]
    effort_cost : float
        Share of the price.
    diverted : float
        Share of the workers' time that goes into papers.
    threat : float
        What it loses with the next term, as a share of the price; 0 where no score decides on it.
    alternatives : int
        Other agencies that might take its place.
    """

    effort: float = 0.0
    effort_cost: float = 0.0
    diverted: float = 0.0
    threat: float = 0.0
    alternatives: int = 0


@dataclass(slots=True)
class MonthSums:
    """Sums over the months of a contract year.

    Parameters
    ----------
    quality : float [points]
        Quality index of each month.
    months : int
    open_cases : int [persons]
        Cases in service at the end of each month.
    target : float [persons]
        Cases expected of full staffing.
    filled, seats : int
        Seats with a worker in them, and all.
    """

    quality: float = 0.0
    months: int = 0
    open_cases: int = 0
    target: float = 0.0
    filled: int = 0
    seats: int = 0


@dataclass(slots=True)
class YearBook:
    """What is noted during one contract year: decisions at its start, sums over its months, its length and price.

    Parameters
    ----------
    start : float [day]
    length : float [day]
    price : int [fen]
        Of the year, after breaches.
    put_off : float [months]
        Delay of all its payments.
    pace : float [years]
        Part of a whole year that is agreed on; money for it and days on which it falls due are in proportion.
    waiting : int [fen]
        Pay that waits for the score of the year.
    choices : YearChoices
    sums : MonthSums
    """

    start: float
    length: float = fiscal.YEAR
    price: int = 0
    put_off: float = 0.0
    pace: float = 1.0
    waiting: int = 0
    choices: YearChoices = field(default_factory=YearChoices)
    sums: MonthSums = field(default_factory=MonthSums)

    @property
    def mean_quality(self) -> float:
        """Mean quality index of the months of the year [points]; 0 before the first."""
        return self.sums.quality / self.sums.months if self.sums.months else 0.0

    @property
    def end(self) -> float:
        """Day on which the year ends [day]."""
        return self.start + self.length

    @property
    def yearly_price(self) -> float:
        """What is paid for it, at the rate of a whole year [fen/year]."""
        return self.price / self.pace
