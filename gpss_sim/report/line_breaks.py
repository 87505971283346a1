"""Lines of titles and axes in plots: equally long, Chinese broken where it may be."""

from __future__ import annotations

import re

_PIECE = re.compile(r"[（\[][^（）\[\]]{1,12}[）\]]|\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")
_NO_END = "（【《“‘"
_NO_START = frozenset("，。；：、）】》”’！？")


def folded(text: str, width: int) -> str:
    """Text in as few lines of at most `width` columns as it needs, about equally long.

    A Chinese character takes two columns and may end a line.

    >>> folded("one two three", 9)
    'one two\\nthree'
    >>> folded("形式性购买，竞争", 12)
    '形式性购\\n买，竞争'
    >>> folded("等待（天）", 6), folded("加权改善（人次/百万元）", 16)
    ('等待\\n（天）', '加权改善\\n（人次/百万元）')
    """
    lines = _broken(text, width)
    fewest = len(lines)
    while width > 1 and len(_broken(text, width - 1)) == fewest:
        width -= 1
    return "\n".join(_broken(text, width))


def columns(text: str) -> int:
    """Columns that a text takes: two for a Chinese character.

    >>> columns("wait"), columns("等待")
    (4, 4)
    """
    return sum(2 if sign > "\u2e80" else 1 for sign in text)


def _broken(text: str, width: int) -> list[str]:
    """Lines filled one after the other."""
    lines, line, used = [], "", 0
    for piece in _PIECE.findall(text):
        taken = columns(piece)
        if used + taken > width and line.strip() and piece not in _NO_START and not piece.isspace():
            kept = line.rstrip().rstrip(_NO_END)
            lines.append(kept)
            line = line.rstrip()[len(kept) :]
            used = 2 * len(line)
        line, used = line + piece, used + taken
    return [*lines, line.rstrip()]
