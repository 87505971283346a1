"""Fields of service by name: a library may hold the ids under which scenarios know them."""

from __future__ import annotations

import csv
from functools import cache

from gpss_sim.i18n import Language
from gpss_sim.resources import shipped

SCENARIO = "baseline"
FURTHER = {
    "community": "社区治理",
    "family": "家庭综合服务",
    "health": "医务社会工作",
    "justice": "司法社会工作",
    "relief": "社会救助",
}
"""Fields of libraries that no scenario has → Chinese."""


def field_name(text: str, lang: Language) -> str:
    """A field as the reader calls it: in Chinese the name of an id, anything else as it stands.

    >>> field_name("elderly", "zh"), field_name("elderly", "en"), field_name("为老服务", "zh")
    ('为老服务', 'elderly', '为老服务')
    """
    return _names().get(text, text) if lang == "zh" else text


@cache
def _names() -> dict[str, str]:
    """Id → Chinese name, of the fields that ship."""
    with (shipped("scenarios") / SCENARIO / "domains.csv").open(encoding="utf-8-sig", newline="") as file:
        return FURTHER | {row["id"]: row["name_zh"] for row in csv.DictReader(file) if row.get("name_zh")}
