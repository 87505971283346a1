"""Rows of an XLSX that its author set aside: hidden, or struck through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from posixpath import normpath

from gpss_sim.library.sheets.containers import Parts

_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\bname="(?P<name>[^"]*)"[^>]*?\b\w+:id="(?P<id>[^"]*)"')
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ROW = re.compile(r"<(?:\w+:)?row\b(?P<head>[^>]*?)(?:/>|>(?P<cells>.*?)</(?:\w+:)?row>)", re.DOTALL)
_CELL = re.compile(r"<(?:\w+:)?c\b(?P<head>[^>]*)>(?=<)")
_FONT = re.compile(r"<(?:\w+:)?font\b[^>]*?(?:/>|>(?P<inner>.*?)</(?:\w+:)?font>)", re.DOTALL)
_STRUCK = re.compile(r'<(?:\w+:)?strike\b(?![^>]*val="(?:0|false)")')


def set_aside(parts: Parts) -> dict[str, frozenset[int]]:
    """Rows from 0, by sheet; empty for what is no XLSX.

    Parameters
    ----------
    parts : dict of str to bytes
        The file, unpacked.
    """
    struck = _struck_styles(_text(parts, "xl/styles.xml"))
    return {
        name: frozenset(_rows(_text(parts, path), struck))
        for name, path in _paths(parts)
        if path in parts and (b'hidden="' in parts[path] or struck)
    }


def _text(parts: Parts, name: str) -> str:
    return parts.get(name, b"").decode("utf-8", "replace")


def _paths(parts: Parts) -> Iterator[tuple[str, str]]:
    """Name of every sheet and the part that holds it."""
    targets = {
        _attribute(tag, "Id"): _attribute(tag, "Target")
        for tag in _RELATION.findall(_text(parts, "xl/_rels/workbook.xml.rels"))
    }
    for found in _SHEET.finditer(_text(parts, "xl/workbook.xml")):
        target = targets.get(found["id"], "")
        yield unescape(found["name"]), target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _struck_styles(styles: str) -> frozenset[str]:
    """Numbers of the cell formats whose font is struck through."""
    fonts, _, rest = styles.partition("</fonts>")
    struck = {str(k) for k, font in enumerate(_FONT.finditer(fonts)) if _STRUCK.search(font["inner"] or "")}
    formats = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", rest, re.DOTALL)
    found = re.findall(r"<(?:\w+:)?xf\b[^>]*>", formats[0]) if formats and struck else []
    return frozenset(str(k) for k, tag in enumerate(found) if _attribute(tag, "fontId") in struck)


def _rows(sheet: str, struck: frozenset[str]) -> Iterator[int]:
    for found in _ROW.finditer(sheet):
        number = _attribute(found["head"], "r")
        hidden = _attribute(found["head"], "hidden") in ("1", "true")
        filled = [_attribute(cell["head"], "s") for cell in _CELL.finditer(found["cells"] or "")]
        if number.isdigit() and (hidden or (struck and filled and 2 * sum(s in struck for s in filled) > len(filled))):
            yield int(number) - 1
