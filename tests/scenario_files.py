"""A small valid scenario, and a way to write variations of it."""

from __future__ import annotations

from pathlib import Path

TINY = """\
name = "tiny"

[[city.districts]]
id = "north"
residents = 100_000

[[city.domains]]
id = "youth"
group = "youth"
duration = 4

[[templates]]
id = "north_youth"
district = "north"
domain = "youth"
posts = 3
cost = 300_000

[rules]
mode = "open"
form = "package"
thresholds = [{ upto = inf, method = "tender" }]

[rules.modes.open]
seller = "eligible"
price = "bid"
procedure = "rulebook"

[rules.modes.told]
seller = "dependent"
price = "budget_line"
procedure = "talk"
renewal = "certain"

[rules.forms.package]
staffing = "by_agency"
fixed_price = false

[rules.methods.tender]
days = 45
min_bidders = 3
on_failure = "talk"

[rules.methods.talk]
days = 20

[rules.overlay.busy]
mode = "told"
set = { "delivery.admin_time" = 0.4 }
why = "errands"
"""
"""One district, one domain, one template; ``tiny.toml`` in the folder of a test."""


def write(folder: Path, **files: str | bytes) -> Path:
    """Write ``tiny.toml`` and `files` (``case_toml`` becomes ``case.toml``); return the folder."""
    for name, text in {"tiny_toml": TINY, **files}.items():
        content = text.encode() if isinstance(text, str) else text
        (folder / ".".join(name.rsplit("_", 1))).write_bytes(content)
    return folder


def case(folder: Path, change: str, **files: str | bytes) -> Path:
    """Write a file that changes the small scenario: `change` begins on line 2."""
    write(folder, case_toml=f'extends = "tiny.toml"\n{change}', **files)
    return folder / "case.toml"
