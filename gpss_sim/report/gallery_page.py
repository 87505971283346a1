"""The gallery of studies in both languages: question, what was expected, what was found, one plot; from kept tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from gpss_sim.files import our_file, write_whole
from gpss_sim.i18n import LANGUAGES, Language, human
from gpss_sim.report.kept_pages import KeptPages
from gpss_sim.report.plots.dots import Dot, dot_plot
from gpss_sim.report.sentences import sentences
from gpss_sim.report.style import drawing, picture, settle
from gpss_sim.report.words import Words
from gpss_sim.study.experiment_file import titles
from gpss_sim.study.gallery import KeptStudy, outcomes, read
from gpss_sim.study.model import Measures
from gpss_sim.study.verdicts import verdict

PAGES: dict[Language, str] = {"en": "gallery.md", "zh": "gallery.zh.md"}
DATA, PLOTS = Path("data") / "studies", Path("images") / "studies"
"""Folders of kept tables and of plots, beside the page."""
FILES = KeptPages(PAGES, DATA, PLOTS)
MANY = 12
"""Policies from which on a table is ranked and sentences are left to it."""


def write_pages(names: Sequence[str], tables: Path, target: Path, metrics: Measures) -> list[Path]:
    """Write the gallery in both languages, a plot a study, and copies of the tables.

    Parameters
    ----------
    names : sequence of str
        Studies in their order.
    tables : Path
        Folder with a kept table a study.
    target : Path
        Folder of the page.
    metrics : Measures
        Indicators by name.
    """
    with our_file(tables):
        found = {name: read(tables, name, metrics) for name in names}
    (target / PLOTS).mkdir(parents=True, exist_ok=True)
    (target / DATA).mkdir(parents=True, exist_ok=True)
    for name, kept in found.items():
        if kept is None:
            continue
        write_whole(target / PLOTS / f"{name}.png", plot(kept, metrics))
        table = tables / f"{name}.csv"
        if table.resolve() != (target / DATA / table.name).resolve():
            shutil.copyfile(table, target / DATA / table.name)
    for language, page in PAGES.items():
        write_whole(target / page, markdown(found, metrics, language))
    return [target / PAGES[language] for language in LANGUAGES]


def markdown(found: Mapping[str, KeptStudy | None], metrics: Measures, language: Language) -> str:
    """The page of one language."""
    words = Words(language)
    title, first, again = words("gallery.title"), words("gallery.first"), words("gallery.again")
    parts = [f"# {title}\n", f"{first}\n", f"{again}\n"]
    for name, kept in found.items():
        parts += _study(name, kept, metrics, words)
    return "\n".join(parts).rstrip("\n") + "\n"


def _study(name: str, kept: KeptStudy | None, metrics: Measures, words: Words) -> Iterator[str]:
    english, chinese = titles(name)
    yield f"## {chinese if words.language == 'zh' else english}\n"
    if kept is None:
        yield words("gallery.unplayed", name=name) + "\n"
        return
    study = kept.plan.experiment.study
    expected = study.expects_zh if words.language == "zh" else study.expects
    yield words("gallery.expected", text=expected) + "\n"
    facts = {"name": name, "city": study.scenario, "n": str(kept.findings.replications)}
    yield words("gallery.played", **facts, points=str(len(kept.plan.points))) + "\n"
    yield f"![{name}]({(PLOTS / f'{name}.png').as_posix()})\n"
    many = len({point.policy for point in kept.plan.points}) >= MANY
    if not many:
        yield from _answers(kept, metrics, words)
    yield from _table(kept, metrics, words, ranked=many)
    if told := _lacks(kept, words):
        yield from (f"- {text}" for text in told)
        yield ""


def _lacks(kept: KeptStudy, words: Words) -> list[str]:
    """What rulebooks put into the city needed and it does not have."""
    name = kept.plan.experiment
    return [f"{words.policy(policy, name)}: {what.said(words.language)}" for policy, what in kept.plan.lacks()]


def _answers(kept: KeptStudy, metrics: Measures, words: Words) -> Iterator[str]:
    experiment = kept.plan.experiment

    def name(policy: str) -> str:
        return words.policy(policy, experiment)

    primary = experiment.outcomes.primary
    for each in sentences(kept.plan, metrics, kept.findings, words.language, primary, name=name, unit=words.unit):
        yield f"- {each.text}"
    yield ""


def _table(kept: KeptStudy, metrics: Measures, words: Words, *, ranked: bool) -> Iterator[str]:
    """Means of all outcomes fixed in advance, the first with its difference from the baseline."""
    plan, findings, names = kept.plan, kept.findings, outcomes(kept.plan)
    first = names[0]
    heads = [words.title(metrics[each]) for each in names]
    levers = " / ".join(f"`{path}`" for path in plan.experiment.levers)
    policy = words("gallery.policy") + (f" ({levers})" if levers else "")
    heads.insert(1, words("gallery.difference"))
    yield f"| {policy} | " + " | ".join(heads) + " |"
    yield "|---" * (len(heads) + 1) + "|"
    points = list(plan.points)
    if ranked:
        sign = -1 if metrics[first].better == "more" else 1
        points.sort(key=lambda point: sign * findings.estimates[point.name, first].mean)
    shifts = {each.point: each for each in findings.findings if each.metric == first and not _pair(kept, each.point)}
    best = {each: _best(kept, each, metrics[each].better) for each in names}
    for point in points:
        cells = [_mean(kept, point.name, each, best[each]) for each in names]
        difference = words("gallery.baseline")
        if point.name in shifts:
            at = shifts[point.name].difference.estimate
            shown = verdict(shifts[point.name], metrics[first].better)
            mark = "**" if shown.value in ("better", "worse") else ""
            difference = f"{mark}{human(at.mean, sign=True)}{mark}"
            difference += f" [{human(at.low, sign=True)}, {human(at.high, sign=True)}]"
        yield f"| {words.point(point, plan.experiment)} | {cells[0]} | {difference} | " + " | ".join(cells[1:]) + " |"
    yield ""


def _pair(kept: KeptStudy, point: str) -> bool:
    """Whether a design point belongs to the baseline itself."""
    chosen = kept.plan.experiment.design.baseline or kept.plan.points[0].policy
    return any(each.name == point and each.policy == chosen for each in kept.plan.points)


def _best(kept: KeptStudy, metric: str, better: str) -> float | None:
    means = [kept.findings.estimates[point.name, metric].mean for point in kept.plan.points]
    known = [mean for mean in means if mean == mean]
    if not better or not known or min(known) == max(known):
        return None
    return max(known) if better == "more" else min(known)


def _mean(kept: KeptStudy, point: str, metric: str, best: float | None) -> str:
    mean = kept.findings.estimates[point, metric].mean
    return f"**{human(mean)}**" if best is not None and mean == best else human(mean)


def plot(kept: KeptStudy, metrics: Measures) -> bytes:
    """Levels of the first primary outcome at every design point, with intervals, named as in the file."""
    metric = metrics[outcomes(kept.plan)[0]]
    with drawing():
        figure = Figure(figsize=(7.2, 0.9 + 0.24 * len(kept.plan.points)), dpi=100)
        ax = figure.subplots()
        dots = []
        for point in kept.plan.points:
            found = kept.findings.estimates[point.name, metric.name]
            dots.append(Dot(point.name, found, human(found.mean)) if found.n else None)
        dot_plot(ax, dots)
        ax.set_xlabel(f"{metric.name} [{metric.unit}]")
        settle(figure)
        return picture(figure, "png")
