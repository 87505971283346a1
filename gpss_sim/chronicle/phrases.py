"""What each kind of event says, as a sentence about the entity it happened to."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One line of ``events.csv`` as text."""

    day: str
    event: str
    entity: str
    counterparty: str
    amount: str


PHRASES = {
    "arrived": "{entity} asked for service in {other}, urgency {amount} of 5",
    "waits": "{entity} found no free place and began to wait",
    "service started": "{entity} began service under {other} after {amount} days of waiting",
    "paused": "{entity} was left without service when {other} ended",
    "resumed": "{entity} went on under {other}",
    "completed": "{entity} had all the service needed, under {other}",
    "gave up": "{entity} gave up waiting",
    "interrupted": "{entity} was lost: no contract followed in time",
    "granted": "{entity} was granted a budget; {amount} yuan are now in it",
    "lapsed money": "{entity} gave {amount} unused yuan back to the treasury",
    "no list": "{entity} found no list that keeps its rules and bought nothing new",
    "founded": "{entity} was founded ({other})",
    "dissolved": "{entity} dissolved after years without a contract",
    "closed": "{entity} closed for lack of cash, with debts of {amount} yuan",
    "signed": "{entity} was signed with {other} at {amount} yuan a year",
    "opened": "{entity} opened for {other} with {amount} workers",
    "paid": "{entity}: {amount} yuan reached {other}",
    "assessed": "{entity} by {other} scored {amount} points",
    "barred": "{entity} was barred for {amount} years after {other}",
    "changed by the buyer": "{entity} was changed by the buyer, at the cost of {amount} of its price",
    "ended": "{entity} ended ({other}); {amount} cases were left open",
    "lapsed": "{entity} found no contract this year",
    "unfunded": "{entity} was awarded, but the money no longer sufficed",
    "library": "{entity}: {other}",
    "emergency": "{entity} became an emergency: {other}",
    "matured": "{entity} was found mature with {amount} points and moves to the ordinary budget",
    "not yet mature": "{entity} was reviewed with {amount} points and stays a pilot",
    "pilot ended": "{entity} was reviewed with {amount} points for the last time and is tried no longer",
}
CLOSED, FAILED = " closed", "failed"


def sentence(row: Row) -> str:
    """One event in words, without its day.

    >>> sentence(Row("45.5", "open_tender closed", "project:P1", "agency:I7", "4"))
    'project:P1: open_tender drew 4 offers and was won by agency:I7.'
    >>> sentence(Row("3.0", "gave up", "recipient:d01/youth-7", "", ""))
    'recipient:d01/youth-7 gave up waiting.'
    """
    if row.event.endswith(CLOSED):
        result = "failed" if row.counterparty == FAILED else f"was won by {row.counterparty}"
        return f"{row.entity}: {row.event.removesuffix(CLOSED)} drew {row.amount} offers and {result}."
    phrase = PHRASES.get(row.event, "{entity}: " + row.event + " {other} {amount}")
    other = row.counterparty or "a contract that cannot be told"
    return f"{phrase.format(entity=row.entity, other=other, amount=_plain(row.amount))}."


def _plain(amount: str) -> str:
    """An amount as people read it: at most two decimals.

    >>> _plain("81.23456"), _plain("4"), _plain("12.50")
    ('81.23', '4', '12.50')
    """
    whole, point, decimals = amount.partition(".")
    return f"{float(amount):.2f}" if point and len(decimals) > 2 else f"{whole}{point}{decimals}"
