"""Grants published under the 360Giving Data Standard (JSON): each grant a project that one may buy.

References
----------
360Giving Data Standard 1.4, standard.threesixtygiving.org.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import read_json, refuse
from gpss_sim.i18n import Message, listed
from gpss_sim.library.imported import Imported, distinct
from gpss_sim.library.project import Project
from gpss_sim.numbers import NumberError, read_amount

MIDDLE = 3
"""Urgency of every grant, since the standard has none."""


def read_grants(path: Path) -> Imported:
    """Read a file of grants.

    The amount applied for is the cost, else the amount awarded; it is also the benefit, so that a budget buys as much
    of what is asked as it can. The programme becomes the field, the place of the beneficiaries the district, the
    recipient the agency.

    Raises
    ------
    InputError
        If it is no file of grants, an amount cannot be read, or amounts are in several currencies.
    """
    content = read_json(path)
    grants = content.get("grants") if isinstance(content, dict) else None
    if not isinstance(grants, list) or not all(isinstance(grant, dict) for grant in grants):
        raise refuse(str(path), "library.grants")
    faults: list[Fault] = []
    left_out, kept = [], []
    for number, grant in enumerate(grants, start=1):
        name = str(grant.get("title") or grant.get("id") or number)
        key = "amountAppliedFor" if grant.get("amountAppliedFor") else "amountAwarded"
        try:
            fen = read_amount(grant.get(key) or 0)
        except NumberError as error:
            faults.append(Fault(str(path), f"grants[{number}].{key}", str(grant.get(key)), error.message))
            continue
        if fen:
            kept.append((str(grant.get("id") or f"grant-{number}"), name, fen, grant))
        else:
            left_out.append((name, Message("library.costs_nothing")))
    currencies = sorted({str(grant.get("currency") or "?") for _, _, _, grant in kept})
    if len(currencies) > 1:
        faults.append(Fault(str(path), "currency", "", Message("library.currencies", names=listed(currencies))))
    if faults:
        raise InputError(faults)
    ids = distinct([one for one, _, _, _ in kept])
    projects = tuple(
        _project(identifier, name, fen, grant) for identifier, (_, name, fen, grant) in zip(ids, kept, strict=True)
    )
    assumed = (
        Message("library.currency", name=currencies[0] if currencies else "?"),
        Message("library.urgency_middle", urgency=MIDDLE),
        Message("library.benefit_cost"),
    )
    return Imported(projects, tuple(left_out), assumed)


def _project(identifier: str, name: str, fen: int, grant: Mapping[str, Any]) -> Project:
    extra = grant.get("additional_data")
    known = extra if isinstance(extra, dict) else {}
    place = _first(grant, "beneficiaryLocation", "name") or str(known.get("recipientDistrictName") or "")
    return Project(
        identifier,
        MIDDLE,
        max(1, round(fen / 100)),
        fen,
        name=name,
        domain=_first(grant, "grantProgramme", "title"),
        district=place or _first(grant, "recipientOrganization", "addressLocality"),
        agency=_first(grant, "recipientOrganization", "name"),
    )


def _first(grant: Mapping[str, Any], table: str, field: str) -> str:
    """A field of the first entry of a list; empty where there is none."""
    entries = grant.get(table)
    first = entries[0] if isinstance(entries, list) and entries else {}
    return str(first.get(field) or "") if isinstance(first, dict) else ""
