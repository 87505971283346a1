"""Which commands read which file, and options with odd values."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from tests.fuzz.grammar import ODD


class Call(NamedTuple):
    """A command over files of which one is changed.

    Parameters
    ----------
    file : str
        The file that is changed, or an empty text where an option is.
    arguments : tuple of str
        The command; ``!`` in one stands for an odd value.
    weight : int
        How often it is played.
    """

    file: str
    arguments: tuple[str, ...]
    weight: int = 4


SMALL = ("--budget", "80万", "--no-plots", "--time-limit", "5", "--out", "out")
CALLS = (
    Call("town.toml", ("validate", "town.toml"), 20),
    Call("town.toml", ("describe", "town.toml")),
    Call("town.toml", ("diff", "town.toml", "baseline")),
    Call("town.toml", ("init", "out", "--from", "town.toml")),
    Call("town.toml", ("run", "town.toml", "--no-events", "--out", "out"), 1),
    Call("tiny.toml", ("validate", "tiny.toml"), 20),
    Call("library.csv", ("validate", "town.toml"), 10),
    Call("d.csv", ("validate", "listed.toml"), 6),
    Call("study.toml", ("validate", "study.toml"), 20),
    Call("projects.csv", ("validate", "projects.csv"), 10),
    Call("projects.csv", ("allocate", "projects.csv", *SMALL), 6),
    Call("projects.csv", ("frontier", "projects.csv", *SMALL, "--points", "2"), 1),
    Call("projects.csv", ("library", "export", "projects.csv", "--out", "out/export.csv"), 2),
    Call("chinese.csv", ("validate", "chinese.csv", "--faults", "out/marked.xlsx"), 10),
    Call("projects.xlsx", ("validate", "projects.xlsx", "--faults", "out/marked.xlsx"), 16),
    Call("projects.ods", ("validate", "projects.ods"), 10),
    Call("rules.toml", ("allocate", "projects.csv", "--rules", "rules.toml", *SMALL), 20),
    Call("rules.toml", ("validate", "rules.toml"), 2),
    Call("vote.pb", ("library", "import", "vote.pb", "--out", "out/vote.csv"), 10),
    Call("decided/decision.json", ("explain", "decided", "P1"), 6),
    Call("decided/.gpss-sim.json", ("explain", "decided", "P1"), 1),
    Call("played/manifest.json", ("trace", "played", "buyer"), 2),
    Call("played/events.csv", ("trace", "played", "buyer"), 2),
    Call("played/record/months.csv", ("metrics", "played"), 2),
    Call("played/record/people.csv", ("metrics", "played"), 2),
    Call("played/record/terms.json", ("metrics", "played"), 2),
    Call("", ("validate", "town.toml", "--set", "!=!"), 4),
    Call("", ("validate", "town.toml", "--set", "demand.load=!"), 4),
    Call("", ("validate", "projects.csv", "--map", "!=!"), 3),
    Call("", ("validate", "projects.xlsx", "--sheet", "!"), 1),
    Call("", ("allocate", "projects.csv", "--budget", "!", "--out", "out", "--no-plots"), 4),
    Call("", ("allocate", "projects.csv", "--budget", "!=!", "--out", "out", "--no-plots"), 2),
    Call("", ("explain", "decided", "!"), 2),
    Call("", ("trace", "played", "!"), 2),
    Call("", ("describe", "!"), 2),
    Call("", ("run", "!"), 1),
    Call("", ("batch", "!"), 1),
    Call("", ("!", "!"), 1),
    Call("", ("diff", "!", "town.toml"), 1),
    Call("", ("init", "out", "--from", "!"), 1),
    Call("", ("frontier", "projects.csv", *SMALL, "--from", "!", "--points", "!"), 1),
)
LANGUAGE = (
    "validate",
    "allocate",
    "frontier",
    "explain",
    "batch",
    "library",
    "run",
    "init",
    "describe",
    "diff",
    "trace",
)


def drawn(luck: Random) -> Call:
    """A call, its odd values put in."""
    call = luck.choices(CALLS, [each.weight for each in CALLS])[0]
    arguments = [_filled(argument, luck) for argument in call.arguments]
    if luck.random() < 0.5 and arguments[0] in LANGUAGE:
        arguments += ["--lang", "zh"]
    return call._replace(arguments=tuple(arguments))


def _filled(argument: str, luck: Random) -> str:
    while "!" in argument:
        odd = luck.choice(ODD)[:2000].replace("\0", "").replace("!", "")
        argument = argument.replace("!", odd.encode("utf-8", "ignore").decode(), 1)
    return argument
