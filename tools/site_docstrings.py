"""Docstrings as the site reads them: a doctest is an example, whatever section it stands in."""

from __future__ import annotations

import re
from typing import Any

import griffe

_DOCTEST = re.compile(r"^>>> ", re.MULTILINE)


class DoctestsAreExamples(griffe.Extension):
    """Gives doctests that stand in no section of examples one of their own."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Rewrite the docstring of an object before it is parsed."""
        docstring = obj.docstring
        if docstring is None or "Examples\n---" in docstring.value:
            return
        if first := _DOCTEST.search(docstring.value):
            before, after = docstring.value[: first.start()], docstring.value[first.start() :]
            docstring.value = f"{before.rstrip()}\n\nExamples\n--------\n{after}"
