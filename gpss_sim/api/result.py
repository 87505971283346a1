"""A finished experiment as frames, sentences and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from gpss_sim.api.frames import TEXTS, as_html, figures, framed, read_table
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message, listed
from gpss_sim.study.record import as_written

if TYPE_CHECKING:
    import pandas as pd

    from gpss_sim.report.board import Board
    from gpss_sim.study.findings import Findings
    from gpss_sim.study.model import Measures
    from gpss_sim.study.plan import StudyPlan

Language = Literal["en", "zh"]
BREAKDOWNS = ("district", "group", "domain", "form", "method")
"""What indicators may be broken down by."""


class Study:
    """A finished experiment, read from its folder.

    Parameters
    ----------
    folder : Path
        Where its tables, report and plots stand.
    plan : Plan
        What was run and compared.
    findings : Findings
        What was found.
    metrics : Measures
        Units, directions and titles of the indicators.
    errors : dict
        (design point, replication) → traceback of every failed run.
    """

    def __init__(
        self,
        folder: Path,
        plan: StudyPlan,
        findings: Findings,
        metrics: Measures,
        errors: Mapping[tuple[str, int], str] | None = None,
    ) -> None:
        self.folder, self.plan, self.findings, self.metrics = folder, plan, findings, metrics
        self.errors = dict(errors or {})

    @property
    def units(self) -> dict[str, str]:
        """Unit of each outcome."""
        return dict(self.findings.units)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run: design point, replication, levers, outcomes over the steady window."""
        return self._table("runs.csv", self.units)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row a design point and outcome: mean with its interval."""
        return self._table("summary.csv", self.units)

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        """One row a comparison and outcome: paired difference with its simultaneous interval, correlation."""
        return self._table("comparisons.csv", self.units)

    @cached_property
    def sensitivity(self) -> pd.DataFrame:
        """Indices of the factors of a sample; empty where nothing is sampled."""
        return self._table("sensitivity.csv")

    @cached_property
    def boxes(self) -> pd.DataFrame:
        """Regions of the factors in which a policy does better; empty where nothing is sampled."""
        return self._table("boxes.csv")

    @cached_property
    def information(self) -> pd.DataFrame:
        """Expected value of knowing each factor; empty where nothing is sampled."""
        return self._table("information.csv")

    @cached_property
    def selection(self) -> pd.DataFrame:
        """Policies by place where one was to be chosen; empty elsewhere."""
        return self._table("selection.csv")

    @cached_property
    def failures(self) -> pd.DataFrame:
        """Failed runs with seed and traceback; empty where there are none."""
        return read_table(self.folder / "failures.csv")

    def _table(self, name: str, units: Mapping[str, str] | None = None) -> pd.DataFrame:
        """A table as it was written; empty where the study has none of that name."""
        path = as_written(self.folder, name)
        return framed([], [], units or {}) if path is None else read_table(path, units)

    def values(self, year: str | None = None) -> pd.DataFrame:
        """Every indicator that was measured, of the whole city.

        Parameters
        ----------
        year : str, optional
            A year or window: ``"3"``, ``"2-5"``; the steady window if left out.

        Returns
        -------
        pandas.DataFrame
            One row a run (design point, replication), one column an indicator.
        """
        from gpss_sim.study.store import FILE, Store

        with Store(self.folder / FILE, check=False) as store:
            rows = list(store.values(year or self.plan.window))
        long = framed(rows, ("design_point", "replication", "metric", "value"), {})
        frame = long.pivot(index=["design_point", "replication"], columns="metric", values="value")
        frame.attrs["units"] = {name: self.metrics[name].unit for name in frame.columns if name in self.metrics}
        return frame

    def parts(self, by: str, metric: str | None = None) -> pd.DataFrame:
        """Every indicator by one breakdown, over the steady window: who gains and who loses.

        Parameters
        ----------
        by : str
            ``"district"``, ``"group"``, ``"domain"``, ``"form"`` or ``"method"``.
        metric : str, optional
            One indicator; all that were broken down if left out.

        Returns
        -------
        pandas.DataFrame
            One row a run, indicator and part; empty where the study was run without ``breakdown=True``.

        Raises
        ------
        InputError
            If there is no such breakdown.

        Examples
        --------
        >>> import gpss_sim as gp
        >>> short = {"calendar.years": 1, "calendar.reference_year": False, "agencies.number": 12}
        >>> who = gp.study("small_city", levers={"rules.form": ["post", "project"]}, outcomes="served",
        ...                settings=short, replications=1, breakdown=True, out="who")
        >>> served = who.parts("district", "served").pivot(index="district", columns="design_point", values="value")
        >>> served.index.tolist()
        ['centre', 'hills', 'river']
        """
        from gpss_sim.study.store import FILE, Store

        if by not in BREAKDOWNS:
            raise InputError([Fault("parts", "by", by, Message("check.one_of", allowed=listed(BREAKDOWNS)))])
        with Store(self.folder / FILE, check=False) as store:
            rows = [row for row in store.breakdown(by, self.plan.window) if metric is None or row[2] == metric]
        frame = framed(rows, ("design_point", "replication", "metric", by, "value"), {})
        frame.attrs["units"] = {name: self.metrics[name].unit for name in frame["metric"].unique()}
        return frame

    @cached_property
    def board(self) -> Board:
        """Everything a plot reads: means of every year, comparisons, parts."""
        from gpss_sim.report.board import read_board
        from gpss_sim.study.store import FILE, Store

        with Store(self.folder / FILE, check=False) as store:
            return read_board(self.plan, self.metrics, self.findings, store)

    def sentences(self, lang: Language = "en") -> list[str]:
        """What was found: the policy chosen, if one was to be; a sentence for each comparison fixed in advance."""
        from gpss_sim.report.alarm_names import alarm_names
        from gpss_sim.report.sentences import sentences
        from gpss_sim.report.surface_text import surface_sentences
        from gpss_sim.report.words import Words
        from gpss_sim.study.alarms import chosen

        words, experiment = Words(lang), self.plan.experiment
        names = alarm_names(self.plan, self.metrics)
        first = [told.said(lang)] if (told := chosen(self.findings, names)) is not None else []

        def name(policy: str) -> str:
            return policy if lang == "en" else words.policy(policy, experiment)

        if self.findings.surface is not None:
            return [*first, *surface_sentences(self.plan, self.metrics, self.findings, lang, name)]
        outcomes = (*experiment.outcomes.primary, *experiment.outcomes.secondary)
        rest = sentences(self.plan, self.metrics, self.findings, lang, outcomes, name=name, unit=words.unit)
        return [*first, *(each.text for each in rest)]

    def alarms(self, lang: Language = "en") -> list[str]:
        """What a reader must know first: levers that move nothing, precision not reached."""
        from gpss_sim.report.alarm_names import alarm_names
        from gpss_sim.study.alarms import alarms

        names = alarm_names(self.plan, self.metrics)
        return [each.said(lang) for each in alarms(self.plan, self.findings, names)]

    def report(self, lang: Language = "en") -> Path:
        """Write plots, ``report.html`` and the workbook into the folder; return the page."""
        from gpss_sim.report.batch import write_report
        from gpss_sim.study.store import FILE, Store

        with Store(self.folder / FILE, check=False) as store:
            return write_report(self.folder, self.plan, self.metrics, self.findings, store, lang)

    def to_parquet(self) -> list[Path]:
        """Write every table of the folder as Parquet beside its CSV, units in the metadata of the schema.

        Raises
        ------
        InputError
            If pyarrow is not installed (``gpss-sim[parquet]``).
        """
        from gpss_sim import folders
        from gpss_sim.study.folder import TABLE_FILES
        from gpss_sim.tabular import write_parquet

        there = [self.folder / name for name in TABLE_FILES if (self.folder / name).is_file()]
        made = [write_parquet(path, self.units, TEXTS) for path in there]
        folders.record(self.folder, [path.name for path in made])
        return made

    def __repr__(self) -> str:
        name, points = self.plan.experiment.study.name, len(self.plan.points)
        failed = f", {len(self.findings.failed)} runs failed" if self.findings.failed else ""
        return f"<study {name}: {points} design points, {self.findings.replications} replications{failed}>"

    def _repr_html_(self) -> str:
        """A table for notebooks: primary outcomes with differences, and what to know first."""
        level = f"{self.plan.experiment.outcomes.level:.0%}"
        head = ("outcome", "unit", "design point", "mean", f"{level} interval", "difference", "simultaneous interval")
        return as_html(repr(self).strip("<>"), head, self._rows(), " ".join(self.alarms()))

    def _rows(self) -> Iterator[tuple[str, ...]]:
        compared = {(found.point, found.metric): found.difference.estimate for found in self.findings.findings[::-1]}
        for metric in self.plan.experiment.outcomes.primary:
            for point in self.plan.points:
                mean, found = self.findings.estimates[point.name, metric], compared.get((point.name, metric))
                ends = f"{figures(mean.low)} … {figures(mean.high)}"
                other = (
                    ("", "")
                    if found is None
                    else (figures(found.mean), f"{figures(found.low)} … {figures(found.high)}")
                )
                yield metric, self.units[metric], point.name, figures(mean.mean), ends, *other
