"""The reader of pages notices what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import Block, Step, blocks_of, steps_of
from tests.docs.session import Session

PAGE = """Text
```console exit=2 slow
$ gpss-sim nonsense
```
- item
  ```toml file=a.toml
  x = 1
  ```
"""

WRONG = {
    "another output": Block("console", "$ gpss-sim --version\ngpss-sim, version 999\n", 1),
    "another exit code": Block("console", "$ gpss-sim nonsense\n", 1),
    "a failure that is expected but does not come": Block("console", "$ gpss-sim --version\n", 1, {"exit": "2"}),
    "an early command fails": Block("console", "$ gpss-sim nonsense\n$ gpss-sim --version\n", 1),
    "a program that is not run": Block("console", "$ curl x\n", 1),
    "an unknown target": Block("console", "$ make nonsense\n", 1),
    "another output in the shell": Block("console", "$ gpss-sim --version | cat\nnothing\n", 1),
    "a doctest that fails": Block("python", ">>> 1 + 1\n3\n", 1),
    "a program that fails": Block("python", "assert 1 + 1 == 3\n", 1),
}
RIGHT = {
    "output with ellipsis": Block("console", "$ gpss-sim --version\ngpss-sim, version ...\n", 1),
    "no output shown": Block("console", "$ gpss-sim --version\n", 1),
    "a failure that is told": Block("console", "$ gpss-sim nonsense\nUsage: ...'nonsense'...\n", 1, {"exit": "2"}),
    "a pipe": Block("console", "$ gpss-sim --version | cut -c1-8\ngpss-sim\n", 1),
    "a target": Block("console", "$ make help\n", 1),
    "a doctest": Block("python", ">>> 1 + 1\n2\n", 1),
    "only shown": Block("sh", "$ curl x\n", 1),
}


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.chdir(tmp_path)
    return Session(tmp_path, "page.md")


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_noticed(session: Session, case: str) -> None:
    with pytest.raises(AssertionError):
        session.run(WRONG[case])


@pytest.mark.parametrize("case", RIGHT)
def test_what_is_right_passes(session: Session, case: str) -> None:
    session.run(RIGHT[case])


def test_blocks_share_names_and_files(session: Session) -> None:
    session.run(Block("python", "x = 2\n", 1))
    session.run(Block("python", ">>> y = x + 1\n", 1))
    session.run(Block("toml", "z = 3\n", 1, {"file": "b/a.toml"}))
    session.run(Block("python", ">>> y, open('b/a.toml').read()\n(3, 'z = 3\\n')\n", 1))


def test_fences_are_read_with_their_options() -> None:
    assert blocks_of(PAGE) == [
        Block("console", "$ gpss-sim nonsense\n", 2, {"exit": "2", "slow": ""}),
        Block("toml", "x = 1\n", 6, {"file": "a.toml"}),
    ]


def test_an_unknown_option_of_a_fence_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1: a fence knows"):
        blocks_of("```console skip\n$ x\n```\n")


def test_steps_are_split_at_prompts() -> None:
    assert steps_of("$ a\n1\n2\n$ b\n") == [Step("a", "1\n2\n"), Step("b", "")]
    with pytest.raises(ValueError, match="begins with"):
        steps_of("a\n")
