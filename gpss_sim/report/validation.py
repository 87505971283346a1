"""The page of stylised facts and the plot of prices, both from the tables of ``gpss-sim facts``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence, Set
from pathlib import Path

from matplotlib.figure import Figure

from gpss_sim.files import our_file, write_whole
from gpss_sim.i18n import human
from gpss_sim.report.style import BLUE, FORMATS, GREY, VERMILLION, drawing, gridded, headed, save
from gpss_sim.scenario.award import Negotiation
from gpss_sim.tabular import read_rows
from gpss_sim.validation.bargain import negotiated
from gpss_sim.validation.calibration import knobs
from gpss_sim.validation.compare import ASKED, FACTS, PRICES
from gpss_sim.validation.curve import FITTED
from gpss_sim.validation.facts import FOLDER, USES, Fact, FactVerdict, facts

PAGE, PLOT, KEPT = "validation.md", "validation_prices", "validation"
"""Names of the page, of the plot, and of the folder beside them that keeps the tables they were made from."""
TITLES = {"held out": "held out", "calibration": "in view when defaults were chosen", "built in": "built in"}
"""What each use of a fact is called."""
NOT_PLAYED = "not looked at"
Row = dict[str, str]


def read_tables(folder: Path) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows of ``facts.csv``, of ``prices.csv``, and of ``calibration.csv`` if it is there."""
    asked = folder / ASKED
    return _rows(folder / FACTS), _rows(folder / PRICES), _rows(asked) if asked.exists() else []


def _rows(path: Path) -> list[Row]:
    return read_rows(path, ())


def markdown(folder: Path) -> str:
    """The page of two tables."""
    found, prices, asked = read_tables(folder)
    page = (FOLDER / "page.md").read_text("utf-8")
    parts = {
        "counts": _summary(folder),
        "overview": _overview(found),
        **{use: "\n".join(_told(fact, found) for fact in facts() if fact.use == use) for use in USES},
        "asked": _asked_of_parameters(asked),
        "prices": _prices(prices),
        "spread": _spread(prices[0]),
        "negotiated": _negotiated(prices[0]),
        "plot": f"{PLOT}.png",
    }
    for name, text in parts.items():
        page = page.replace(f"<!-- {name} -->", text)
    return page


def _of(fact: Fact, found: Sequence[Row]) -> list[Row]:
    return [row for row in found if row["fact"] == str(fact.number)]


def overall(fact: Fact, rows: Sequence[Row]) -> str:
    """Verdict on a fact: it misses if one of the checks of its criterion does, holds if all do."""
    beside = {check.what for check in fact.checks if check.beside}
    verdicts = [row["verdict"] for row in rows if row["check"] not in beside]
    if not verdicts:
        return NOT_PLAYED
    if FactVerdict.MISSES in verdicts:
        return FactVerdict.MISSES.value
    return FactVerdict.HOLDS.value if set(verdicts) == {FactVerdict.HOLDS} else FactVerdict.OPEN.value


def counts(folder: Path) -> Iterator[tuple[str | int, ...]]:
    """Facts by use and verdict, with a header; those not looked at are left out."""
    found = read_tables(folder)[0]
    verdicts = [(fact.use, overall(fact, _of(fact, found))) for fact in facts()]
    yield ("facts", *FactVerdict)
    for use, title in TITLES.items():
        yield (title, *(verdicts.count((use, verdict.value)) for verdict in FactVerdict))


def _summary(folder: Path) -> str:
    header, *rows = ("| " + " | ".join(map(str, row)) + " |" for row in counts(folder))
    return "\n".join([header, "|---|---|---|---|", *rows])


def _overview(found: Sequence[Row]) -> str:
    lines = ["| fact | pattern | use | verdict |", "|---|---|---|---|"]
    for fact in facts():
        verdict = overall(fact, _of(fact, found))
        lines.append(f"| [{fact.number}](#fact-{fact.number}) | {fact.pattern} | {TITLES[fact.use]} | **{verdict}** |")
    return "\n".join(lines)


def _told(fact: Fact, found: Sequence[Row]) -> str:
    lines = [f"### Fact {fact.number}\n", f"{fact.pattern}.\n"]
    lines += [f"*Target*: {fact.target}. *Looked for in*: {fact.where}.\n"]
    rows = _of(fact, found)
    if rows:
        lines += ["| what | asked | simulated | verdict |", "|---|---|---|---|"]
        beside = {check.what for check in fact.checks if check.beside}
        lines += [f"| {row['check']} | {_asked(row)} | {_interval(row)} | {_weighed(row, beside)} |" for row in rows]
        lines.append("")
    return "\n".join([*lines, f"{fact.why}\n"])


def _weighed(row: Row, beside: Set[str]) -> str:
    """The verdict of a check, in brackets where the criterion does not ask for it."""
    return f"({row['verdict']}; beside the criterion)" if row["check"] in beside else row["verdict"]


def _asked(row: Row) -> str:
    low, high = row["bound_low"], row["bound_high"]
    if low and high:
        return f"{human(float(low))} to {human(float(high))}"
    return f"≥ {human(float(low))}" if low else f"≤ {human(float(high))}"


def _interval(row: Row) -> str:
    if not row["value"]:
        return "no run has a value"
    if not row["ci_low"]:
        return human(float(row["value"]))
    value, low, high = (human(float(row[name])) for name in ("value", "ci_low", "ci_high"))
    return f"{value} [{low}, {high}], n = {row['n']}"


def _asked_of_parameters(rows: Sequence[Row]) -> str:
    lines = [
        "| fact | measure | band (size seen) | parameter | stands at | measured there | size needs | in its range |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row, knob in ((row, knob) for row in rows for knob in knobs() if row["fact"] == str(knob.fact)):
        cells = (
            f"[{knob.fact}](#fact-{knob.fact})",
            f"`{knob.measure}`",
            f"{row['band_low']} to {row['band_high']} ({row['target']})",
            f"`{knob.parameter}`",
            row["stands_at"],
            f"{_numbers(row, 'measured', 'measured_low', 'measured_high')}: {row['verdict']}",
            _value_asked(row),
            _reading(row),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *(f"- Fact {knob.fact}: {knob.why}" for knob in knobs())])


def _value_asked(row: Row) -> str:
    if not row["asked"]:
        return "–"
    if not row["ci_low"]:
        return f"{human(float(row['asked']))} (no bounds: the slope is not told from none), n = {row['n']}"
    return f"{_numbers(row, 'asked', 'ci_low', 'ci_high')}, n = {row['n']}"


def _numbers(row: Row, *names: str) -> str:
    value, low, high = (human(float(row[name])) for name in names)
    return f"{value} [{low}, {high}]"


def _reading(row: Row) -> str:
    """Which values of the parameter's range meet the fact, by the mean line."""
    if not row["asked"]:
        return "the parameter does not move it"
    within = f"of {row['range_low']} to {row['range_high']}"
    if not row["meets_from"]:
        return f"no value {within} meets the fact"
    return f"{human(float(row['meets_from']))} to {human(float(row['meets_to']))} {within} meet the fact"


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
    def told(name: str) -> str:
        value, low, high = (f"{float(row[name + end]):.3f}" for end in ("", "_low", "_high"))
        return f"**{value}** [{low}, {high}]"

    disagreement = f"rows disagree {float(row['disagreement']):.1f} times as much as chance allows"
    return f"spread {told('spread')}, error {told('error')} ({disagreement})"


def _negotiated(row: Row) -> str:
    """What bargaining at the default weight gives at the estimated spread, beside what was seen (T5)."""
    seen, weight = negotiated(), Negotiation().alpha
    price = 1 - (1 - weight) * float(row["spread"]) / 2
    return (
        f"Negotiated contracts cost {seen.mean:.3f} of the estimate; Nash bargaining at the default weight of {weight} "
        f"gives {price:.3f} at this spread (T5)."
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
    spread, of_estimate = (f"{float(prices[0][name]):.2f}" for name in ("spread", "error"))
    title = f"Price by number of bidders, at the fitted cost spread of {spread} and error of estimates of {of_estimate}"
    note = "Contracts of ministries with nonprofits (evidence 2F): means and standard deviations are fitted together."
    return headed(figure, title, note)


def written(folder: Path, target: Path) -> list[Path]:
    """Files that :func:`write_pages` would write."""
    kept = target / KEPT
    copied = () if folder.resolve() in (target.resolve(), kept.resolve()) else (FACTS, PRICES, ASKED)
    return [target / PAGE, *(target / f"{PLOT}.{form}" for form in FORMATS), *(kept / name for name in copied)]


def write_pages(folder: Path, target: Path) -> Path:
    """Write the page and the plot of the tables in `folder` into `target`; the tables are kept beside them.

    Returns
    -------
    Path
        Where the tables are: `folder` itself, or its copy in `target`.
    """
    with our_file(folder):
        page = markdown(folder)
    write_whole(target / PAGE, page)
    with drawing(), our_file(folder):
        save(price_plot(read_tables(folder)[1]), target, PLOT)
    kept = target / KEPT
    if folder.resolve() in (target.resolve(), kept.resolve()):
        return folder
    kept.mkdir(exist_ok=True)
    for name in (FACTS, PRICES, ASKED):
        (kept / name).unlink(missing_ok=True)
        if (folder / name).exists():
            shutil.copyfile(folder / name, kept / name)
    return kept
