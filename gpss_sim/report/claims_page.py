"""The page of claims, in both languages, with a small plot a claim; every number from the kept tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from gpss_sim.files import our_file, write_whole
from gpss_sim.i18n import LANGUAGES, Language, human
from gpss_sim.report.kept_pages import KeptPages
from gpss_sim.report.style import BLACK, BLUE, FAINT, GREY, PALE, VERMILLION, drawing, gridded, picture, settle
from gpss_sim.report.words import Words
from gpss_sim.study.claims.claim import Claim
from gpss_sim.study.claims.kept import KeptClaim, counts, read
from gpss_sim.study.claims.settings import Placed, SettingKind
from gpss_sim.study.claims.verdict import Carried, ClaimVerdict, SettingResult
from gpss_sim.study.model import Measures

PAGES: dict[Language, str] = {"en": "claims.md", "zh": "claims.zh.md"}
DATA, PLOTS = Path("data") / "claims", Path("images") / "claims"
"""Folders of kept tables and of plots, beside the page."""
FILES = KeptPages(PAGES, DATA, PLOTS)
TONES = {
    ClaimVerdict.SUPPORTED: (BLUE, "o", BLUE),
    ClaimVerdict.REVERSED: (VERMILLION, "s", VERMILLION),
    ClaimVerdict.NONE: (BLACK, "D", "white"),
    ClaimVerdict.OPEN: (GREY, "o", "white"),
}
"""Colour, marker and filling of a setting by its verdict."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def write_pages(claims: Sequence[Claim], tables: Path, target: Path, metrics: Measures) -> list[Path]:
    """Write the page in both languages, a plot a claim, and copies of the tables.

    Parameters
    ----------
    claims : sequence of Claim
        All claims, in their order.
    tables : Path
        Folder with a kept table a claim.
    target : Path
        Folder of the page; tables and plots go to folders in it.
    metrics : Measures
        Indicators by name.

    Returns
    -------
    list of Path
        The pages.
    """
    with our_file(tables):
        found = {claim.id: read(tables, claim) for claim in claims}
    (target / PLOTS).mkdir(parents=True, exist_ok=True)
    (target / DATA).mkdir(parents=True, exist_ok=True)
    for each in found.values():
        if each is None:
            continue
        write_whole(target / PLOTS / f"{each.claim.id}.png", plot(each, metrics[each.claim.outcome].unit))
        kept = tables / f"{each.claim.id}.csv"
        if kept.resolve() != (target / DATA / kept.name).resolve():
            shutil.copyfile(kept, target / DATA / kept.name)
    for language, name in PAGES.items():
        write_whole(target / name, markdown(claims, found, metrics, language))
    return [target / PAGES[language] for language in LANGUAGES]


def markdown(
    claims: Sequence[Claim], found: Mapping[str, KeptClaim | None], metrics: Measures, language: Language
) -> str:
    """The page of one language."""
    words = Words(language)
    silent = [claim for claim in claims if claim.silent is not None]
    told = [each for each in found.values() if each is not None]
    unplayed = [claim for claim in claims if claim.silent is None and found[claim.id] is None]
    parts = [f"# {words('atlas.title')}\n", f"{words('atlas.first')}\n", _precision(told, words)]
    parts += [f"{words('atlas.again')}\n", f"## {words('atlas.overview')}\n", *_overview(claims, found, words)]
    parts += [f"\n## {words('atlas.one_claim')}\n"]
    parts += ["\n".join(_section(each, metrics, words)) for each in told]
    parts += [f"## {words('atlas.silence')}\n", *_silence(silent, words)]
    if unplayed:
        parts += [f"\n## {words('atlas.unplayed')}\n", *(f"- **{c.id}** {_said(c, words)}" for c in unplayed)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _said(claim: Claim, words: Words) -> str:
    return claim.says_zh if words.language == "zh" else claim.says


def _text(setting: Placed, words: Words) -> str:
    text = setting.zh if words.language == "zh" else setting.en
    return words("atlas.off", text=text) if setting.kind is SettingKind.OFF else text


def _precision(told: Sequence[KeptClaim], words: Words) -> str:
    numbers = [cell.difference.estimate.n for each in told for _, cell in each.cells] or [0]
    most = max(each.replications for each in told) if told else 0
    fewest = min((number for number in numbers if number > 0), default=0)
    played = str(most) if fewest == most else words("atlas.range", fewest=str(fewest), most=str(most))
    return words("atlas.precision", n=played, told=str(len(told)), smallest="1 %") + "\n"


def _overview(claims: Sequence[Claim], found: Mapping[str, KeptClaim | None], words: Words) -> Iterator[str]:
    yield f"| {words('atlas.verdict')} | {words('atlas.number')} |\n|---|---|"
    for name, number in counts(found, claims).items():
        yield f"| {words(f'atlas.{name}')} | {number} |"
    yield ""
    yield f"| {words('atlas.claim')} | {words('atlas.says')} | {words('atlas.verdict')} | {words('atlas.turning')} |"
    yield "|---|---|---|---|"
    for each in (one for one in found.values() if one is not None):
        anchor = f"[{each.claim.id}](#{each.claim.id.lower()})"
        verdict = words(f"atlas.{each.verdict.value}")
        yield f"| {anchor} | {_said(each.claim, words)} | **{verdict}** | {on_what(each, words)} |"


def on_what(found: KeptClaim, words: Words) -> str:
    """On what the verdict rests: worlds that tell something else, the value at which it turns, rules that carry it."""
    told = []
    if found.verdict is ClaimVerdict.DEPENDS:
        told = [
            f"{_text(setting, words)}: {words(f'atlas.{cell.verdict.value}')}"
            for setting, cell in found.cells
            if setting.kind is not SettingKind.OFF and cell.verdict is not ClaimVerdict.OPEN
        ]
    if found.turns and found.claim.turn is not None:
        values = words("plain.and").join(map(human, found.turns))
        told.append(words("atlas.turns", name=f"`{found.claim.turn.path}`", values=values))
    for setting, answer in found.carried:
        if answer is Carried.BY_IT:
            told.append(words("atlas.rests", text=setting.zh if words.language == "zh" else setting.en))
    return words("plain.semicolon").join(told)


def _section(found: KeptClaim, metrics: Measures, words: Words) -> Iterator[str]:
    claim = found.claim
    yield f"### {claim.id}\n"
    yield f"{_said(claim, words)} **{words(f'atlas.{found.verdict.value}')}**\n"
    yield words("atlas.source", source=claim.source, basis=words(f"atlas.basis_{claim.basis}")) + "\n"
    yield _contrast(claim, metrics, words) + "\n"
    if note := claim.note_zh if words.language == "zh" else claim.note:
        yield f"{note}\n"
    yield f"![{claim.id}: {words('atlas.plot')}]({(PLOTS / f'{claim.id}.png').as_posix()})\n"
    columns = ("setting", "without", "with", "difference", "replications", "verdict")
    yield "| | " + " | ".join(words(f"atlas.{name}") for name in columns) + " |"
    yield "|---|---|---|---|---|---|---|"
    for letter, (setting, cell) in zip(LETTERS, found.cells, strict=False):
        yield f"| {letter} | {_text(setting, words)} | {_row(cell, words)} |"
    yield ""
    for line in _conclusions(found, words):
        yield f"- {line}"
    yield ""


def _contrast(claim: Claim, metrics: Measures, words: Words) -> str:
    assert claim.where is not None
    assert claim.with_ is not None
    assert claim.without is not None
    chinese, metric = words.language == "zh", metrics[claim.outcome]
    condition = claim.where.zh if chinese else claim.where.en
    where = words("atlas.condition", text=condition) if condition else ""
    outcome = metric.title_zh if chinese else metric.title_en
    if claim.year is not None:
        outcome += words("atlas.in_year", year=claim.year)
    facts = {
        "with": claim.with_.zh if chinese else claim.with_.en,
        "without": claim.without.zh if chinese else claim.without.en,
        "city": claim.where.scenario,
        "where": where,
        "outcome": outcome,
        "unit": words.unit(metric.unit),
        "sign": claim.sign.replace("-", "−"),
    }
    return words("atlas.contrast", **facts)


def _row(cell: SettingResult, words: Words) -> str:
    found = cell.difference.estimate
    interval = f"{human(found.mean, sign=True)} [{human(found.low, sign=True)}, {human(found.high, sign=True)}]"
    means = f"{human(cell.without.mean)} | {human(cell.with_.mean)}"
    return f"{means} | {interval} | {found.n} | {words(f'atlas.{cell.verdict.value}')}"


def _conclusions(found: KeptClaim, words: Words) -> Iterator[str]:
    turn = found.claim.turn
    if turn is not None and sum(setting.kind is SettingKind.TURN for setting, _ in found.cells) > 1:
        values = words("plain.and").join(map(human, found.turns))
        yield words("atlas.turns_at" if values else "atlas.turns_not", name=f"`{turn.path}`", values=values)
    cells = dict((setting.name, cell) for setting, cell in found.cells)
    for setting, answer in found.carried:
        text = setting.zh if words.language == "zh" else setting.en
        if answer is Carried.BY_IT:
            yield words("atlas.carried", text=text, verdict=words(f"atlas.{cells[setting.name].verdict.value}"))
        else:
            yield words("atlas.not_carried" if answer is Carried.NOT_BY_IT else "atlas.carried_open", text=text)
    if found.missing:
        yield words("atlas.missing", names=words("plain.semicolon").join(_text(each, words) for each in found.missing))


def _silence(claims: Sequence[Claim], words: Words) -> Iterator[str]:
    yield f"| {words('atlas.claim')} | {words('atlas.says')} | {words('atlas.reason')} |\n|---|---|---|"
    for claim in claims:
        assert claim.silent is not None
        reason = claim.silent.zh if words.language == "zh" else claim.silent.en
        yield f"| {claim.id} | {_said(claim, words)} | {reason} |"


def plot(found: KeptClaim, unit: str) -> bytes:
    """Differences of one claim by setting, as a picture that needs no words: letters are those of the table."""
    with drawing():
        figure = Figure(figsize=(4.6, 0.62 + 0.22 * len(found.cells)), dpi=100)
        draw(figure, found, unit)
        settle(figure)
        return picture(figure, "png")


def draw(figure: Figure, found: KeptClaim, unit: str) -> None:
    """Draw the differences of one claim; the side expected is shaded."""
    ax = figure.subplots()
    ends = [0.0]
    for row, (setting, cell) in enumerate(found.cells):
        at = cell.difference.estimate
        colour, marker, filling = TONES.get(cell.verdict, TONES[ClaimVerdict.OPEN])
        if at.n == 0:
            continue
        if at.n > 1:
            style = "-" if setting.kind is not SettingKind.OFF else ":"
            ax.plot([at.low, at.high], [row, row], color=colour, linewidth=1.6, linestyle=style)
            ends += [at.low, at.high]
        ax.plot([at.mean], [row], marker=marker, markersize=5, color=colour, markerfacecolor=filling)
        ends.append(at.mean)
    low, high = min(ends), max(ends)
    room = 0.08 * (high - low) or 1.0
    ax.set_xlim(low - room, high + room)
    expected = (0, high + room) if found.claim.sign == "+" else (low - room, 0)
    ax.axvspan(*expected, color=FAINT, linewidth=0)
    ax.axvline(0, color=GREY, linewidth=1)
    ax.set_ylim(len(found.cells) - 0.5, -0.5)
    ax.set_yticks(range(len(found.cells)), list(LETTERS[: len(found.cells)]))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    gridded(ax, "x")
    ax.grid(True, axis="x", color=PALE, linewidth=0.4)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(f"{found.claim.outcome} [{unit}]")
