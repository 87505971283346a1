"""What each kind of event says, as a sentence about the entity it happened to."""

from __future__ import annotations

from collections.abc import Iterator

from gpss_sim import fiscal
from gpss_sim.chronicle.story import EventLine, Story
from gpss_sim.i18n import Language, called, words
from gpss_sim.market.statuses import TenderResult, closed_event

CLOSED, FAILED = closed_event(""), TenderResult.FAILED


def told(story: Story, lang: Language = "en") -> Iterator[tuple[str, str, str]]:
    """(fiscal year, day of the year, sentence) of each event of a story."""
    for row in story.rows:
        day = float(row.day)
        yield str(fiscal.year_of(day)), f"{fiscal.day_of_year(day):.1f}", sentence(row, lang)


def sentence(row: EventLine, lang: Language = "en") -> str:
    """One event in words, without its day.

    >>> sentence(EventLine("45.5", "open_tender closed", "project:P1", "agency:I7", "4"))
    'project:P1: open_tender drew 4 offers and was won by agency:I7.'
    >>> sentence(EventLine("3.0", "gave up", "recipient:d01/youth-7", "", ""))
    'recipient:d01/youth-7 gave up waiting.'
    >>> sentence(EventLine("45.5", "open_tender closed", "project:P1", "agency:I7", "4"), "zh")
    '项目P1：公开招标收到4份响应，由机构I7中选。'
    """
    phrases, event = words("chronicle", "phrase", lang), str(row.event)
    facts = {"method": "", "event": event}
    if event.endswith(CLOSED):
        facts["method"] = _method(event.removesuffix(CLOSED), lang)
        event = "failing" if row.counterparty == FAILED else "closing"
    elif event not in phrases:
        event = "other"
    other = entity_name(row.counterparty or "a contract that cannot be told", lang)
    entity = entity_name(row.entity, lang)
    spoken = phrases[event].format(entity=entity, other=other, amount=_plain(row.amount), **facts)
    return spoken + words("chronicle", "sign", lang)["stop"]


def entity_name(name: str, lang: Language) -> str:
    """An entity as the reader calls it: its kind in words, its identifier as it stands.

    >>> entity_name("agency:I007", "zh"), entity_name("agency:I007", "en")
    ('机构I007', 'agency:I007')
    """
    kind, _, rest = name.partition(":")
    kinds = words("chronicle", "kind", lang)
    return f"{kinds[kind]}{rest}" if kind in kinds else words("chronicle", "word", lang).get(name, name)


def event_name(event: str, lang: Language) -> str:
    """An event as a heading; in Chinese a short word where there is one.

    >>> event_name("gave up", "zh"), event_name("gave up", "en")
    ('放弃等待', 'gave up')
    """
    return words("chronicle", "event", lang).get(event, event)


def _method(name: str, lang: Language) -> str:
    """A procurement method as stories call it: by the name it has in a rulebook, unless stories have a better one."""
    return words("chronicle", "word", lang).get(name) or called(name, lang, "rule")


def _plain(amount: str) -> str:
    """An amount as people read it: at most two decimals.

    >>> _plain("81.23456"), _plain("4"), _plain("12.50")
    ('81.23', '4', '12.50')
    """
    whole, point, decimals = amount.partition(".")
    return f"{float(amount):.2f}" if point and len(decimals) > 2 else f"{whole}{point}{decimals}"
