"""Estimates of a real market as an overlay of a scenario: values with label D and the interval they rest on."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

from gpss_sim.files import write_whole
from gpss_sim.ocds.calibrate import AwardSeen, CalibratedValue
from gpss_sim.tabular import write_csv

OVERLAY, ESTIMATES = "overlay.toml", "estimates.csv"
FEWEST = 6
"""Fewest durations from which a parameter is set: with fewer no interval is known."""
METHODS = {"open": "open_tender", "limited": "invited_tender", "direct": "single_source"}
"""Procedure of the standard → method of the example city whose duration it is."""
TARGETS = ("method", "bidders", "price_ratio", "reaward")
"""Quantities that come out of the model: no parameter is set from them, a run is compared with them."""


def write_overlay(
    folder: Path, scenario: str, source: str, awards: Sequence[AwardSeen], told: Sequence[CalibratedValue]
) -> None:
    """Write ``overlay.toml`` and ``estimates.csv`` into an existing folder.

    Parameters
    ----------
    folder : Path
    scenario : str
        What the overlay extends.
    source : str
        Where the releases are from, for the sources of the values.
    awards, told : sequences
        The awards and what was estimated from them.
    """
    rows = [(e.name, e.group, e.value, e.low, e.high, e.number, e.unit) for e in told]
    write_csv(folder / ESTIMATES, ("name", "group", "value", "low", "high", "number", "unit"), rows)
    write_whole(folder / OVERLAY, overlay_text(scenario, source, awards, told))


def overlay_text(scenario: str, source: str, awards: Sequence[AwardSeen], told: Sequence[CalibratedValue]) -> str:
    """The overlay as TOML; without a duration of enough awards it sets nothing."""
    lines = [
        "# What real releases say of a market, over a scenario. D: derived from the releases named in [sources].",
        "# What comes out of the model is not set here; compare a run with:",
        *(f"#   {_sentence(each)}" for each in told if each.name in TARGETS),
        f"extends = {json.dumps(scenario, ensure_ascii=False)}",
        'name = "calibrated"',
    ]
    sources = []
    for each in told:
        method = METHODS.get(each.group)
        if each.name != "days" or method is None or each.number < FEWEST:
            continue
        days = sorted(award.days for award in awards if award.procedure == each.group and award.days is not None)
        low, high = _quantile(days, 0.05), _quantile(days, 0.95)
        lines += ["", f"[rules.methods.{method}]", f"days = {each.value:g}"]
        lines += [f"days_low = {min(low, each.value):g}", f"days_high = {max(high, each.value):g}"]
        why = f"D {source}: median of {each.number} awards, 95 % interval {each.low:g} to {each.high:g} days"
        sources.append(f'"rules.methods.{method}.days" = {json.dumps(why, ensure_ascii=False)}')
        ends = f"D {source}: 5 % and 95 % quantile of {each.number} awards"
        sources += [f'"rules.methods.{method}.{end}" = {json.dumps(ends, ensure_ascii=False)}' for end in ENDS]
    return "\n".join([*lines, *(["", "[sources]", *sources] if sources else []), ""])


ENDS = ("days_low", "days_high")


def _sentence(each: CalibratedValue) -> str:
    interval = "" if math.isnan(each.low) else f" ({each.low:.3g} to {each.high:.3g})"
    group = f", {each.group}" if each.group else ""
    return f"{each.name}{group}: {each.value:.3g}{interval} {each.unit}, {each.number} awards"


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Quantile by linear interpolation between order statistics."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
