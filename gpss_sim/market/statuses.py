"""What is known of recipients, agencies, needs and tenders, and the kinds of events: every word listed once."""

from __future__ import annotations

from enum import StrEnum

EXPECTED, WAITING, SERVED, PAUSED, COMPLETED, GAVE_UP, INTERRUPTED = range(7)
"""What can become of a recipient, as the small numbers kept in the column of states."""

STATES = ("expected", "waiting", "served", "paused", "completed", "gave up", "interrupted")
"""The same in words, at the place of its number."""


class AgencyStatus(StrEnum):
    """Where an agency stands: not founded yet, at work, closed for lack of cash, dissolved for lack of contracts."""

    POTENTIAL = "potential"
    ACTIVE = "active"
    CLOSED = "closed"
    DISSOLVED = "dissolved"


class NeedStatus(StrEnum):
    """What the draw of a year made of a project."""

    SELECTED = "selected"
    RESERVE = "reserve"
    CONTINUING = "continuing"
    REJECTED = "rejected"


class TenderResult(StrEnum):
    """How one attempt at procuring a project ended."""

    AWARDED = "awarded"
    FAILED = "failed"


class EventKind(StrEnum):
    """Kinds of events of the log; a procedure that closed goes by the name of its method, see :func:`closed_event`."""

    ARRIVED = "arrived"
    WAITS = "waits"
    SERVICE_STARTED = "service started"
    PAUSED = "paused"
    RESUMED = "resumed"
    COMPLETED = "completed"
    GAVE_UP = "gave up"
    INTERRUPTED = "interrupted"
    GRANTED = "granted"
    LAPSED_MONEY = "lapsed money"
    NO_LIST = "no list"
    FOUNDED = "founded"
    DISSOLVED = "dissolved"
    CLOSED = "closed"
    SIGNED = "signed"
    OPENED = "opened"
    PAID = "paid"
    ASSESSED = "assessed"
    BARRED = "barred"
    CHANGED_BY_THE_BUYER = "changed by the buyer"
    ENDED = "ended"
    LAPSED = "lapsed"
    UNFUNDED = "unfunded"
    LIBRARY = "library"
    EMERGENCY = "emergency"
    GATE = "gate"
    CHALLENGED = "challenged"
    PENALISED = "penalised"
    COMMENDED = "commended"
    EVALUATED_BY_FINANCE = "evaluated by finance"
    MATURED = "matured"
    NOT_YET_MATURE = "not yet mature"
    PILOT_ENDED = "pilot ended"


def closed_event(method: str) -> str:
    """Kind of the event that a procedure of a method closed.

    >>> closed_event("open_tender")
    'open_tender closed'
    """
    return f"{method} closed"
