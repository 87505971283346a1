"""Every kind of case by the name under which ``python -m tests.corpus NAME`` tries it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from tests.corpus import books, formats, names, numbers, options, own, sizes, tables, tomls
from tests.corpus.case import Case

Made = Callable[[Path], Iterator[Case]]


def _of(*makers: Callable[[], Iterator[Case]]) -> Made:
    return lambda valid: chain.from_iterable(maker() for maker in makers)


KINDS: Mapping[str, Made] = {
    "numbers": _of(numbers.cases),
    "tables": _of(tables.quoted, tables.rows, tables.encodings),
    "options": _of(options.budgets, options.settings),
    "paths": _of(options.paths),
    "books": _of(books.damage, books.dressed, books.markup, books.formats),
    "toml": _of(tomls.syntax, tomls.values, tomls.shapes),
    "own": own.files,
    "stores": own.stores,
    "names": _of(names.tables),
    "texts": _of(names.scenarios),
    "formats": _of(formats.elections, formats.tables),
    "sizes": _of(sizes.cases),
}
