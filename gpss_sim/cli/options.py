"""Types of options: numbers by the one reader of numbers, told in its words."""

from __future__ import annotations

from typing import Any

import click

from gpss_sim.i18n import current, said
from gpss_sim.numbers import NumberError, narrow, read_number, read_real, read_whole

LANG = click.option(
    "--lang", type=click.Choice(("en", "zh")), default=current, help="Language.  [default: GPSS_SIM_LANG, else LANG]"
)
MOST = 10**9
"""Largest number of anything that a command counts."""
MOST_SEED = 10**15 - 1


class WholeNumber(click.ParamType):
    """A whole number within bounds.

    Parameters
    ----------
    low, high : int
        Bounds.
    """

    name = "integer"

    def __init__(self, low: int, high: int = MOST) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number."""
        try:
            return read_whole(value, self.low, self.high)
        except NumberError as error:
            self.fail(f"'{value}' {said(error.message, current())}", param, ctx)


class Real(click.ParamType):
    """A finite number.

    Parameters
    ----------
    above : int, optional
        What it must be more than.
    """

    name = "number"

    def __init__(self, above: int | None = None) -> None:
        self.above = above

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the number."""
        try:
            return read_real(value, above=self.above)
        except NumberError as error:
            self.fail(f"'{value}' {said(error.message, current())}", param, ctx)


class Seconds(click.ParamType):
    """A time above zero, at most ten million seconds (four months)."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the number."""
        try:
            return read_real(value, above=0, high=10**7)
        except NumberError as error:
            self.fail(f"'{value}' {said(error.message, current())}", param, ctx)


class Share(click.ParamType):
    """A share such as 80 % or 0.8, above zero and at most 100."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the share."""
        text = narrow(str(value))
        hundredth = text.endswith("%")
        try:
            share = read_number(text.removesuffix("%"), above=0, high=10_000 if hundredth else 100)
        except NumberError:
            self.fail(f"'{value}' is no share: write 80% or 0.8", param, ctx)
        return float(share / 100 if hundredth else share)


class Shard(click.ParamType):
    """Part I of N parts: ``2/5``."""

    name = "i/n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read the two numbers."""
        first, _, second = str(value).partition("/")
        try:
            number, of = read_whole(first, 1, MOST), read_whole(second, 1, MOST)
        except NumberError as error:
            self.fail(f"'{value}' {error.message}", param, ctx)
        if number > of:
            self.fail(f"'{value}' is no part of {of}", param, ctx)
        return number, of
