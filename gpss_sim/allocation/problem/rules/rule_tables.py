"""What tables of a rules file are made of: amounts, shares, counts, and the projects a rule speaks of."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo

from gpss_sim.i18n import Message
from gpss_sim.library.columns import FIRST_YEAR, LAST_YEAR
from gpss_sim.numbers import read_amount, read_number, read_whole

ProjectField = Literal["domain", "group", "district", "form", "agency"]
FIELDS: tuple[ProjectField, ...] = ("domain", "group", "district", "form", "agency")
MOST = 10**12
"""Most of anything that a rule counts: people, projects, posts."""

_AMOUNT = BeforeValidator(read_amount)
Amount = Annotated[int, _AMOUNT]
"""An amount, written in yuan (2000000) or in words ("200万"), held in fen."""
Ratio = Annotated[Decimal, BeforeValidator(partial(read_number, low=0, high=1))]
"""A share, 0 to 1."""
Size = Annotated[Decimal, BeforeValidator(partial(read_number, low=0))]
"""A number not below zero, exactly as written."""
Count = Annotated[int, BeforeValidator(partial(read_whole, low=0, high=MOST))]
Positive = Annotated[int, BeforeValidator(partial(read_whole, low=1, high=MOST))]
Year = Annotated[int, BeforeValidator(partial(read_whole, low=FIRST_YEAR, high=LAST_YEAR))]


def _visible(name: str) -> str:
    if not name.strip():
        raise ValueError(Message("rules.blank"))
    return name


Name = Annotated[str, AfterValidator(_visible)]
"""A name by which a rule is told."""
Truth = Annotated[bool, Field(strict=True)]


class RuleTable(BaseModel):
    """A table of the rules file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Where(RuleTable):
    """The projects a rule speaks of: every field given must match one of its values."""

    domain: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_is_a_list(cls, data: object) -> object:
        if isinstance(data, dict) and (nothing := [k for k, v in data.items() if v == []]):
            raise ValueError(Message("rules.selects_nothing", key=str(nothing[0])))
        return {k: (v,) if isinstance(v, str) else v for k, v in data.items()} if isinstance(data, dict) else data


def table_of(annotation: Any) -> type[RuleTable] | None:
    """Return the table behind ``Table``, ``tuple[Table, ...]`` or ``Table | None``; None where there is none."""
    parts = get_args(annotation) or (annotation,)
    return next((part for part in parts if isinstance(part, type) and issubclass(part, RuleTable)), None)


def amount_keys(table: type[RuleTable]) -> tuple[str, ...]:
    """Keys of a table that hold amounts of money."""
    return tuple(name for name, field in table.model_fields.items() if _is_amount(field))


def _is_amount(field: FieldInfo) -> bool:
    parts: tuple[Any, ...] = get_args(field.annotation)
    return _AMOUNT in field.metadata or any(_AMOUNT in getattr(part, "__metadata__", ()) for part in parts)
