"""Keys that a text cites."""

from __future__ import annotations

import re

_KEY = re.compile(
    r"\bequations? (?P<equation>\d+\.\d+(?:(?:, | and )\d+\.\d+)*)"
    r"|(?P<own>\bown choice\b)"
    r"|(?P<fact>§3,? facts? \d+(?:(?:, | and )\d+)*)"
    r"|(?<![\w§.])(?P<plain>2[A-F](?:\.\d{1,2})?|T\d{1,2}|F\d{3}|[RMXG]\d{2}|[ABE]\d{1,2}|(?<=facts )P\d{1,2})(?![\w%])"
)


def citations(text: str) -> list[str]:
    """Keys cited by a text, in the order of their first mention.

    >>> citations("facts A9, R05; evidence 2E.7 and §3 fact 16; equations 3.2, 7.1; T13")
    ['A9', 'R05', '2E.7', '§3 fact 16', 'equation 3.2', 'equation 7.1', 'T13']
    """
    return list(dict.fromkeys(key for match in _KEY.finditer(text) for key in _keys(match)))


def _keys(match: re.Match[str]) -> list[str]:
    if match["plain"] or match["own"]:
        return [match["plain"] or match["own"]]
    if match["equation"]:
        return [f"equation {number}" for number in re.findall(r"\d+\.\d+", match["equation"])]
    return [f"§3 fact {number}" for number in re.findall(r"\d+", match["fact"].replace("§3", "", 1))]
