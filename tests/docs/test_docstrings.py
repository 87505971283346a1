"""Examples in docstrings run."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from tests.docs.session import FLAGS
from tests.layers import read

MODULES = sorted(name for name, source in read().items() if ">>> " in source.text)


@pytest.mark.parametrize("name", [*MODULES, "tests.layers", "tests.docs.blocks"])
def test_examples_of_a_module(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    for example in doctest.DocTestFinder().find(import_module(name)):
        runner.run(example, out=told.append)
    assert runner.tries > 0
    assert not runner.failures, "".join(told)
