"""The money: one line for each amount somebody granted, for a year, a source, both or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message
from gpss_sim.library.columns import FIRST_YEAR, LAST_YEAR
from gpss_sim.money import yuan
from gpss_sim.numbers import NumberError, narrow, read_amount

Grant = int | Mapping[int | str | tuple[int | None, str | None], int]
_SOURCE = r"(?P<{}>[^\d\s:=+\-.][^:=]*)"
_KEY = re.compile(rf"(?P<year>[0-9]{{4}})(?::{_SOURCE.format('of_year')})?|{_SOURCE.format('source')}")


@dataclass(frozen=True, slots=True)
class Appropriation:
    """An amount that spending in a year, or from a source, may not exceed.

    Parameters
    ----------
    amount : int [fen]
    year : int or None
        Fiscal year, None for all years together.
    source : str or None
        Source of money, None for all sources together.
    """

    amount: int
    year: int | None = None
    source: str | None = None

    @property
    def name(self) -> str:
        """How the planner wrote it: ``budget 2027:fiscal``."""
        return " ".join(
            ["budget", ":".join(str(part) for part in (self.year, self.source) if part is not None)]
        ).strip()

    def covers(self, year: int | None, source: str | None) -> bool:
        """Whether money of `source` spent in `year` counts; a library without years has one year, any."""
        return (None in (self.year, year) or self.year == year) and self.source in (None, source)


@dataclass(frozen=True, slots=True)
class Budget:
    """All lines together; every one of them holds."""

    lines: tuple[Appropriation, ...]

    @classmethod
    def of(cls, grant: Grant | Budget) -> Budget:
        """Read an amount in fen, or amounts by year, source or (year, source).

        >>> Budget.of({(2027, "fiscal"): 100}).lines[0].name
        'budget 2027:fiscal'
        """
        if isinstance(grant, Budget):
            return grant
        if isinstance(grant, int):
            return cls((Appropriation(grant),))
        lines = []
        for key, amount in grant.items():
            year, source = key if isinstance(key, tuple) else (key, None) if isinstance(key, int) else (None, key)
            lines.append(Appropriation(amount, year, source))
        return cls(tuple(lines))

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Budget:
        """Read ``45000000``, ``4500万``, ``2027=8000000``, ``fiscal=6000000``, ``2027:fiscal=…``.

        Raises
        ------
        InputError
            Naming every text that is not a budget, and lines given twice.
        """
        lines: list[Appropriation] = []
        faults: list[Fault] = []
        for text in texts:
            key, equals, amount = narrow(text).rpartition("=")
            match = _KEY.fullmatch(key.strip())
            if equals and match is None:
                faults.append(Fault("--budget", "key", text, Message("budget.form")))
                continue
            year = int(match["year"]) if match and match["year"] else None
            if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
                rule = Message("library.year", low=FIRST_YEAR, high=LAST_YEAR)
                faults.append(Fault("--budget", "year", text, rule))
                continue
            try:
                fen = read_amount(amount)
            except NumberError as error:
                faults.append(Fault("--budget", "amount", text, error.message))
                continue
            line = Appropriation(fen, year, (match["of_year"] or match["source"]) if match else None)
            if any((line.year, line.source) == (old.year, old.source) for old in lines):
                faults.append(Fault("--budget", line.name, text, Message("budget.twice")))
            lines.append(line)
        if not lines and not faults:
            faults.append(Fault("--budget", "amount", "", Message("budget.none")))
        if faults:
            raise InputError(faults)
        return cls(tuple(lines))

    @property
    def years(self) -> tuple[int, ...]:
        """Years named by any line, ascending."""
        return tuple(sorted({line.year for line in self.lines if line.year is not None}))

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources named by any line, in order of code points."""
        return tuple(sorted({line.source for line in self.lines if line.source is not None}))

    @property
    def total(self) -> int:
        """Most that can be spent over all years [fen]."""
        return self.granted(None)

    def granted(self, year: int | None) -> int:
        """Most that can be spent in a year, or over all [fen]: by general lines and by sources."""
        general = [line.amount for line in self.lines if line.source is None and line.year == year]
        if year is None and self.years:
            general.append(sum(self.granted(y) for y in self.years))
        by_source = sum(line.amount for line in self.lines if line.source is not None and line.year == year)
        return min(general) if general else by_source

    def growth(self, year: int | None) -> int:
        """How much the money granted for a year, or for all, grows with every fen more on each open line."""
        return self.raised(1).granted(year) - self.granted(year)

    def scaled(self, numerator: int, denominator: int) -> Budget:
        """Every line times a fraction, rounded down to the fen; of no money, every open line raised to it."""
        if not denominator:
            return self.raised(numerator)
        return Budget(
            tuple(Appropriation(ln.amount * numerator // denominator, ln.year, ln.source) for ln in self.lines)
        )

    def line(self, year: int | None, source: str | None) -> Appropriation:
        """Return the line of a year and a source."""
        return next(line for line in self.lines if (line.year, line.source) == (year, source))

    @property
    def open_lines(self) -> tuple[Appropriation, ...]:
        """Lines that more money enters: general ones, and those of a source where its year has no general line."""
        years = {line.year for line in self.lines if line.source is None}
        return tuple(ln for ln in self.lines if ln.source is None or not years & {ln.year, None})

    def raised(self, extra: int) -> Budget:
        """Every open line raised by `extra` fen."""
        grown = set(self.open_lines)
        return Budget(
            tuple(Appropriation(ln.amount + extra, ln.year, ln.source) if ln in grown else ln for ln in self.lines)
        )

    def __str__(self) -> str:
        return "; ".join(f"{line.name} {yuan(line.amount)}" for line in self.lines)
