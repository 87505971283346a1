"""The page of stylised facts and the plot of prices, both from the tables of ``gpss-sim facts``."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from gpss_sim.report.style import BLUE, GREY, VERMILLION, drawing, gridded, headed, save
from gpss_sim.study.sentences import human
from gpss_sim.validation.calibration import knobs
from gpss_sim.validation.compare import ASKED, FACTS, PRICES
from gpss_sim.validation.curve import FITTED
from gpss_sim.validation.facts import FOLDER, Fact, Verdict, facts

PAGE, PLOT = "validation.md", "validation_prices"
Row = dict[str, str]


def read_tables(folder: Path) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows of ``facts.csv``, of ``prices.csv``, and of ``calibration.csv`` if it is there."""
    asked = folder / ASKED
    return _rows(folder / FACTS), _rows(folder / PRICES), _rows(asked) if asked.exists() else []


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def markdown(folder: Path) -> str:
    """The page of two tables."""
    found, prices, asked = read_tables(folder)
    page = (FOLDER / "page.md").read_text("utf-8")
    parts = {
        "counts": _counts(found),
        "overview": _overview(found),
        "calibration": "\n".join(_told(fact, found) for fact in facts() if fact.use == "calibration"),
        "validation": "\n".join(_told(fact, found) for fact in facts() if fact.use == "validation"),
        "asked": _asked_of_parameters(asked),
        "prices": _prices(prices),
        "spread": _spread(prices[0]),
        "plot": f"{PLOT}.png",
    }
    for name, text in parts.items():
        page = page.replace(f"<!-- {name} -->", text)
    return page


def _of(fact: Fact, found: Sequence[Row]) -> list[Row]:
    return [row for row in found if row["fact"] == str(fact.number)]


def overall(fact: Fact, rows: Sequence[Row]) -> str:
    """Verdict on a fact: it misses if one of its checks does, holds if all do."""
    verdicts = [row["verdict"] for row in rows]
    if not verdicts:
        return "not looked at" if fact.checks else "by construction"
    if Verdict.MISSES in verdicts:
        return Verdict.MISSES.value
    return Verdict.HOLDS.value if set(verdicts) == {Verdict.HOLDS} else Verdict.OPEN.value


def _counts(found: Sequence[Row]) -> str:
    verdicts = [overall(fact, _of(fact, found)) for fact in facts()]
    return ", ".join(f"{kind}: {verdicts.count(kind)}" for kind in dict.fromkeys(verdicts))


def _overview(found: Sequence[Row]) -> str:
    lines = ["| fact | pattern | used for | verdict |", "|---|---|---|---|"]
    for fact in facts():
        verdict = overall(fact, _of(fact, found))
        lines.append(f"| [{fact.number}](#fact-{fact.number}) | {fact.pattern} | {fact.use} | **{verdict}** |")
    return "\n".join(lines)


def _told(fact: Fact, found: Sequence[Row]) -> str:
    lines = [f"### Fact {fact.number}\n", f"{fact.pattern}.\n"]
    lines += [f"*Target*: {fact.target}. *Looked for in*: {fact.where}.\n"]
    rows = _of(fact, found)
    if rows:
        lines += ["| what | asked | simulated | verdict |", "|---|---|---|---|"]
        lines += [f"| {row['check']} | {_asked(row)} | {_interval(row)} | {row['verdict']} |" for row in rows]
        lines.append("")
    return "\n".join([*lines, f"{fact.why}\n"])


def _asked(row: Row) -> str:
    low, high = row["bound_low"], row["bound_high"]
    if low and high:
        return f"{human(float(low))} to {human(float(high))}"
    return f"≥ {human(float(low))}" if low else f"≤ {human(float(high))}"


def _interval(row: Row) -> str:
    if not row["ci_low"]:
        return human(float(row["value"]))
    value, low, high = (human(float(row[name])) for name in ("value", "ci_low", "ci_high"))
    return f"{value} [{low}, {high}], n = {row['n']}"


def _asked_of_parameters(rows: Sequence[Row]) -> str:
    lines = [
        "| fact | measure | seen | parameter | stands at | range | would have to be | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row, knob in ((row, knob) for row in rows for knob in knobs() if row["fact"] == str(knob.fact)):
        cells = (
            f"[{knob.fact}](#fact-{knob.fact})",
            f"`{knob.measure}`",
            row["target"],
            f"`{knob.parameter}`",
            row["stands_at"],
            f"{row['range_low']} to {row['range_high']}",
            _value_asked(row),
            _reading(row),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *(f"- Fact {knob.fact}: {knob.why}" for knob in knobs())])


def _value_asked(row: Row) -> str:
    if not row["asked"]:
        return "–"
    value, low, high = (human(float(row[name])) for name in ("asked", "ci_low", "ci_high"))
    return f"{value} [{low}, {high}], n = {row['n']}"


def _reading(row: Row) -> str:
    """What the value asked for says of the one that stands."""
    if not row["asked"]:
        return "the parameter does not move it"
    stands, value, least, most = (float(row[name]) for name in ("stands_at", "asked", "range_low", "range_high"))
    if not least <= value <= most:
        return "no value of its range meets the fact"
    low, high = float(row["ci_low"]), float(row["ci_high"])
    return "the value in force lies within" if low <= stands <= high else "the value in force lies outside"


def _prices(prices: Sequence[Row]) -> str:
    lines = [
        "| bidders | contracts | observed price / estimate (s.e.) | simulated | sd observed | sd simulated | used |",
        "|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *_price_rows(prices)])


def _price_rows(prices: Sequence[Row]) -> Iterator[str]:
    for row in prices:
        seen = f"{float(row['observed']):.3f} ({float(row['observed_error']):.3f})" if row["observed"] else ""
        spread = f"{float(row['observed_sd']):.3f}" if row["observed"] else ""
        used = "fitted" if int(row["bidders"]) in FITTED else "not fitted" if seen else ""
        simulated = f"{float(row['simulated']):.3f} | {spread} | {float(row['simulated_sd']):.3f}"
        yield f"| {row['bidders']} | {row['contracts']} | {seen} | {simulated} | {used} |"


def _spread(row: Row) -> str:
    value, low, high = (f"{float(row[name]):.3f}" for name in ("spread", "spread_low", "spread_high"))
    return (
        f"**{value}** [{low}, {high}] (rows disagree {float(row['disagreement']):.1f} times as much as chance allows)"
    )


def price_plot(prices: Sequence[Row]) -> Figure:
    """Observed and simulated price by number of bidders; draw it within :func:`gpss_sim.report.style.drawing`."""
    figure = Figure(figsize=(8.5, 4.4))
    ax = figure.subplots()
    seen = [row for row in prices if row["observed"]]
    for row in seen:
        n, mean, error = int(row["bidders"]), float(row["observed"]), 1.96 * float(row["observed_error"])
        ax.plot([n, n], [mean - error, mean + error], color=VERMILLION, linewidth=1.6)
        fill = VERMILLION if n in FITTED else "white"
        ax.plot([n], [mean], "s", color=VERMILLION, markerfacecolor=fill, markersize=7)
    ax.plot([int(row["bidders"]) for row in prices], [float(row["simulated"]) for row in prices], "-o", color=BLUE)
    ax.set_xlabel("bidders")
    ax.set_ylabel("mean price over ceiling (or estimate)")
    ax.set_xticks([int(row["bidders"]) for row in prices])
    gridded(ax, "y")
    last_seen, last = seen[-1], prices[-1]
    ax.annotate(
        "observed (95 %)",
        (5, float(last_seen["observed"])),
        xytext=(8, -16),
        textcoords="offset points",
        color=VERMILLION,
    )
    ax.annotate(
        "simulated", (10, float(last["simulated"])), xytext=(-8, 8), textcoords="offset points", ha="right", color=BLUE
    )
    ax.axhline(1, color=GREY, linewidth=0.8)
    value, low, high = (f"{float(prices[0][name]):.2f}" for name in ("spread", "spread_low", "spread_high"))
    title = f"A cost spread of {value} of the ceiling [{low}, {high}] draws the observed curve from two to five bidders"
    note = "Contracts of ministries with nonprofits (evidence 2F); filled: used for the estimate; hollow: not used."
    return headed(figure, title, note)


def write_pages(folder: Path, target: Path) -> None:
    """Write the page and the plot of the tables in `folder` into `target`."""
    (target / PAGE).write_text(markdown(folder), "utf-8")
    with drawing():
        save(price_plot(read_tables(folder)[1]), target, PLOT)
