"""What each kind of event says, as a sentence about the entity it happened to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gpss_sim.i18n import Language
from gpss_sim.market.statuses import EventKind, TenderResult, closed_event


class Row(NamedTuple):
    """One line of ``events.csv`` as text."""

    day: str
    event: str
    entity: str
    counterparty: str
    amount: str


PHRASES: Mapping[str, str] = {
    EventKind.ARRIVED: "{entity} asked for service in {other}, urgency {amount} of 5",
    EventKind.WAITS: "{entity} found no free place and began to wait",
    EventKind.SERVICE_STARTED: "{entity} began service under {other} after {amount} days of waiting",
    EventKind.PAUSED: "{entity} was left without service when {other} ended",
    EventKind.RESUMED: "{entity} went on under {other}",
    EventKind.COMPLETED: "{entity} had all the service needed, under {other}",
    EventKind.GAVE_UP: "{entity} gave up waiting",
    EventKind.INTERRUPTED: "{entity} was lost: no contract followed in time",
    EventKind.GRANTED: "{entity} was granted a budget; {amount} yuan are now in it",
    EventKind.LAPSED_MONEY: "{entity} gave {amount} unused yuan back to the treasury",
    EventKind.NO_LIST: "{entity} found no list that keeps its rules and bought nothing new",
    EventKind.FOUNDED: "{entity} was founded ({other})",
    EventKind.DISSOLVED: "{entity} dissolved after years without a contract",
    EventKind.CLOSED: "{entity} closed for lack of cash, with debts of {amount} yuan",
    EventKind.SIGNED: "{entity} was signed with {other} at {amount} yuan a year",
    EventKind.OPENED: "{entity} opened for {other} with {amount} workers",
    EventKind.PAID: "{entity}: {amount} yuan reached {other}",
    EventKind.ASSESSED: "{entity} by {other} scored {amount} points",
    EventKind.BARRED: "{entity} was barred for {amount} years after {other}",
    EventKind.CHANGED_BY_THE_BUYER: "{entity} was changed by the buyer, at the cost of {amount} of its price",
    EventKind.ENDED: "{entity} ended ({other}); {amount} cases were left open",
    EventKind.LAPSED: "{entity} found no contract this year",
    EventKind.UNFUNDED: "{entity} was awarded, but the money no longer sufficed",
    EventKind.LIBRARY: "{entity}: {other}",
    EventKind.EMERGENCY: "{entity} became an emergency: {other}",
    EventKind.GATE: "{entity}: {amount} applications were rejected at the gate {other}",
    EventKind.CHALLENGED: "{entity}: the award was challenged and waited {amount} days: {other}",
    EventKind.PENALISED: "{entity} was penalised by the registrar",
    EventKind.COMMENDED: "{entity} by {other} was commended: {amount} points on its record",
    EventKind.EVALUATED_BY_FINANCE: "{entity}: finance read {amount} points in the scores of the year; "
    "next budget: {other}",
    EventKind.MATURED: "{entity} was found mature with {amount} points and moves to the ordinary budget",
    EventKind.NOT_YET_MATURE: "{entity} was reviewed with {amount} points and stays a pilot",
    EventKind.PILOT_ENDED: "{entity} was reviewed with {amount} points for the last time and is tried no longer",
}
CLOSED, FAILED = closed_event(""), TenderResult.FAILED


def sentence(row: Row, lang: Language = "en") -> str:
    """One event in words, without its day.

    >>> sentence(Row("45.5", "open_tender closed", "project:P1", "agency:I7", "4"))
    'project:P1: open_tender drew 4 offers and was won by agency:I7.'
    >>> sentence(Row("3.0", "gave up", "recipient:d01/youth-7", "", ""))
    'recipient:d01/youth-7 gave up waiting.'
    >>> sentence(Row("45.5", "open_tender closed", "project:P1", "agency:I7", "4"), "zh")
    '项目P1：公开招标收到4份响应，由机构I7中选。'
    """
    if lang == "zh":
        return _chinese(row)
    if row.event.endswith(CLOSED):
        result = "failed" if row.counterparty == FAILED else f"was won by {row.counterparty}"
        return f"{row.entity}: {row.event.removesuffix(CLOSED)} drew {row.amount} offers and {result}."
    phrase = PHRASES.get(row.event, "{entity}: " + row.event + " {other} {amount}")
    other = row.counterparty or "a contract that cannot be told"
    return f"{phrase.format(entity=row.entity, other=other, amount=_plain(row.amount))}."


def entity_name(name: str, lang: Language) -> str:
    """An entity as the reader calls it: its kind in words, its identifier as it stands.

    >>> entity_name("agency:I007", "zh"), entity_name("agency:I007", "en")
    ('机构I007', 'agency:I007')
    """
    if lang == "en":
        return name
    kind, _, rest = name.partition(":")
    texts = _texts()
    return f"{texts['kinds'][kind]}{rest}" if kind in texts["kinds"] else texts["words"].get(name, name)


def event_name(event: str, lang: Language) -> str:
    """An event as a heading; in Chinese a short word where there is one.

    >>> event_name("gave up", "zh"), event_name("gave up", "en")
    ('放弃等待', 'gave up')
    """
    return event if lang == "en" else _texts()["events"].get(event, event)


def _chinese(row: Row) -> str:
    texts, event = _texts(), row.event
    facts = {"method": "", "event": event}
    if event.endswith(CLOSED):
        facts["method"] = entity_name(event.removesuffix(CLOSED), "zh")
        event = "failing" if row.counterparty == FAILED else "closing"
    elif event not in texts["phrases"]:
        event = "other"
    other = entity_name(row.counterparty or "a contract that cannot be told", "zh")
    entity = entity_name(row.entity, "zh")
    return texts["phrases"][event].format(entity=entity, other=other, amount=_plain(row.amount), **facts) + "。"


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("phrases.zh.toml").read_text("utf-8"))


def _plain(amount: str) -> str:
    """An amount as people read it: at most two decimals.

    >>> _plain("81.23456"), _plain("4"), _plain("12.50")
    ('81.23', '4', '12.50')
    """
    whole, point, decimals = amount.partition(".")
    return f"{float(amount):.2f}" if point and len(decimals) > 2 else f"{whole}{point}{decimals}"
