"""What several releases of one contracting process come to, as the standard merges them.

References
----------
Open Contracting Partnership (2020). Open Contracting Data Standard 1.1.5, "Merging".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import reduce
from typing import Any

DEEPEST = 60
"""Levels to which releases are merged; what lies deeper is replaced whole."""


def merged(releases: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Releases of one process as one: tables field by field, lists by the ids of their entries, later over earlier.

    >>> tender = {"date": "2026-01-01T00:00:00Z", "tender": {"id": "1", "procurementMethod": "open"}}
    >>> merged([{"date": "2026-03-01T00:00:00Z", "tender": {"id": "1", "status": "complete"}}, tender])["tender"]
    {'id': '1', 'procurementMethod': 'open', 'status': 'complete'}
    """
    ordered = sorted(releases, key=lambda release: instant(release.get("date")) or _NEVER)
    return reduce(lambda before, later: _tables(before, later, DEEPEST), ordered, {})


def instant(text: Any) -> datetime | None:
    """A date or date-time of ISO 8601, in universal time where it names no zone; None for anything else.

    >>> instant("2026-01-01T08:00:00+08:00") == instant("2026-01-01"), instant("1/2/2026")
    (True, None)
    """
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None


_NEVER = datetime.min.replace(tzinfo=UTC)


def _tables(before: dict[str, Any], later: dict[str, Any], levels: int) -> dict[str, Any]:
    both = before | {key: _value(before.get(key), value, levels - 1) for key, value in later.items()}
    return {key: value for key, value in both.items() if value is not None}


def _value(before: Any, later: Any, levels: int) -> Any:
    if levels > 0 and isinstance(before, dict) and isinstance(later, dict):
        return _tables(before, later, levels)
    if levels > 0 and isinstance(before, list) and isinstance(later, list) and _have_ids([*before, *later]):
        found = {str(entry["id"]): entry for entry in before}
        for entry in later:
            found[str(entry["id"])] = _tables(found.get(str(entry["id"]), {}), entry, levels)
        return list(found.values())
    return later


def _have_ids(entries: list[Any]) -> bool:
    return all(isinstance(entry, dict) and isinstance(entry.get("id"), str | int) for entry in entries)
