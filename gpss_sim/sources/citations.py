"""Keys that a text cites."""

from __future__ import annotations

import re

_SECTIONS = r"(?: §\d+(?:, §\d+)*)?"
_KEY = re.compile(
    rf"(?P<spec>\b(?:model_equations|model\.md|reference model){_SECTIONS})"
    r"|(?P<fact>§3,? facts? \d+(?:(?:, | and )\d+)*)"
    r"|(?<![\w§.])(?P<plain>2[A-F](?:\.\d{1,2})?|T\d{1,2}|F\d{3}|[RMXG]\d{2}|[ABE]\d{1,2}|(?<=facts )P\d{1,2})(?![\w%])"
)


def citations(text: str) -> list[str]:
    """Keys cited by a text, in the order of their first mention.

    >>> citations("facts A9, R05; evidence 2E.7 and §3 fact 16; model_equations §3, §7; T13")
    ['A9', 'R05', '2E.7', '§3 fact 16', 'model_equations §3', 'model_equations §7', 'T13']
    """
    return list(dict.fromkeys(key for match in _KEY.finditer(text) for key in _keys(match)))


def _keys(match: re.Match[str]) -> list[str]:
    if match["plain"]:
        return [match["plain"]]
    numbers = re.findall(r"\d+", match[0].replace("§3", "", 1) if match["fact"] else match[0])
    if match["fact"]:
        return [f"§3 fact {number}" for number in numbers]
    name = "model.md" if match[0].startswith("model.md") else "model_equations"
    return [f"{name} §{number}" for number in numbers] or [name]
