"""Texts with their facts filled in; whole numbers choose the forms of words."""

from __future__ import annotations


class Count(int):
    """A whole number that chooses the form of a word: ``{n} {n:replication|replications}``.

    >>> "{n} {n:run|runs}".format(n=Count(1)), "{n} {n:run|runs}".format(n=Count(2))
    ('1 run', '2 runs')
    """

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return super().__format__(spec)
        one, many = spec.split("|")
        return one if self == 1 else many


def fill(pattern: str, **facts: object) -> str:
    """A text with its {facts} filled in; whole numbers choose the forms of words, see :class:`Count`.

    >>> fill("{n} {n:run|runs} of {what}", n=1, what="x")
    '1 run of x'
    """
    return pattern.format(**{name: Count(value) if isinstance(value, int) else value for name, value in facts.items()})
