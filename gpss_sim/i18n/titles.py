"""Titles as they stand inside a sentence."""

from __future__ import annotations


def inside(title: str) -> str:
    """A title as it reads inside a sentence.

    >>> inside("Wait of urgent recipients"), inside("HHI of contracts")
    ('wait of urgent recipients', 'HHI of contracts')
    """
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
