"""What became of people: access, waiting, outcome, equity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gpss_sim.market.statuses import COMPLETED, GAVE_UP, INTERRUPTED
from gpss_sim.metrics.registry import CONTRACT, FROM_0, PLACE, metric

if TYPE_CHECKING:
    from gpss_sim.metrics.slices import Column, Slice

NAN = float("nan")
URGENT = 4


def mean(values: Column) -> float:
    """Mean, NaN of nothing."""
    return float(values.mean()) if len(values) else NAN


@metric("persons", "", "Recipients who arrived", "到达的服务对象", PLACE)
def arrived(s: Slice) -> float:
    """Recipients who asked for service in the period."""
    return float(len(s.people(s.within(s.tables.people["arrival"]))))


@metric("persons", "more", "Recipients whose service started", "开始接受服务的人数", CONTRACT)
def served(s: Slice) -> float:
    """Recipients whose service started in the period."""
    return float(len(s.people(s.within(s.tables.people["start"]))))


@metric("persons", "more", "Cases completed", "完成的个案", CONTRACT)
def completed(s: Slice) -> float:
    """Cases that ended with all the service they needed."""
    return float(len(_ended(s, COMPLETED)))


@metric("persons", "less", "Recipients who gave up waiting", "放弃等待的人数", PLACE)
def gave_up(s: Slice) -> float:
    """Recipients whose patience ended before service started."""
    return float(len(_ended(s, GAVE_UP)))


@metric("persons", "less", "Cases interrupted", "中断的个案", PLACE)
def interrupted(s: Slice) -> float:
    """Cases broken off because no contract followed in time."""
    return float(len(_ended(s, INTERRUPTED)))


@metric("persons", "", "Recipients waiting, served or paused at the end", "期末在册人数", PLACE)
def open_at_end(s: Slice) -> float:
    """Recipients who had arrived and not left when the period ended."""
    return _present(s, s.days[1])


@metric("persons", "", "Recipients waiting, served or paused at the start", "期初在册人数", PLACE)
def open_at_start(s: Slice) -> float:
    """Recipients who had arrived and not left when the period began."""
    return _present(s, s.days[0])


@metric("persons", "less", "Recipients waiting at the end", "期末等待人数", PLACE)
def waiting(s: Slice) -> float:
    """Recipients in the queue when the period ended."""
    people, day = s.tables.people, s.days[1]
    started = people["start"] < day
    gone = people["end"] < day
    return float(len(s.people((people["arrival"] < day) & ~started & ~gone)))


@metric(
    "share", "less", "Share of arrivals lost: gave up or interrupted", "流失比例（放弃或中断）", PLACE, bounds=FROM_0
)
def lost_share(s: Slice) -> float:
    """Recipients who gave up or were interrupted, per arrival."""
    came = arrived(s)
    return (gave_up(s) + interrupted(s)) / came if came else NAN


@metric("share", "less", "Share of arrivals who gave up", "放弃比例", PLACE, bounds=FROM_0)
def gave_up_share(s: Slice) -> float:
    """Recipients who gave up, per arrival (T6: probability of abandonment)."""
    came = arrived(s)
    return gave_up(s) / came if came else NAN


@metric("days", "less", "Wait of all who left the queue", "平均等待天数", PLACE)
def wait(s: Slice) -> float:
    """Mean days waited by all who left the queue in the period, those who gave up included (T6: Wq)."""
    return mean(_waits(s))


@metric("days", "less", "Wait of those whose service started", "接受服务者的平均等待天数", PLACE)
def wait_started(s: Slice) -> float:
    """Mean days waited by those whose service started in the period."""
    people = s.tables.people
    who = s.people(s.within(people["start"]))
    return mean(people["start"][who] - people["arrival"][who])


@metric("days", "less", "Median wait", "等待天数中位数", PLACE)
def wait_median(s: Slice) -> float:
    """Median days waited by all who left the queue."""
    days = _waits(s)
    return float(np.median(days)) if len(days) else NAN


@metric("days", "less", "Wait of the slowest tenth", "等待天数第90百分位", PLACE)
def wait_p90(s: Slice) -> float:
    """Ninetieth percentile of the days waited by all who left the queue."""
    days = _waits(s)
    return float(np.quantile(days, 0.9)) if len(days) else NAN


@metric("days", "less", "Wait of urgent recipients (urgency 4–5)", "紧急对象（4–5级）的等待天数", PLACE)
def wait_urgent(s: Slice) -> float:
    """Mean days waited by recipients of urgency 4 and 5 who left the queue."""
    return mean(_waits(s, urgent=True))


@metric("share", "less", "Share who had to wait", "需要等待的比例", PLACE)
def waited_share(s: Slice) -> float:
    """Share of arrivals of the period that found no free slot (T6: probability of waiting)."""
    people = s.tables.people
    who = s.people(s.within(people["arrival"]))
    return mean(~(people["start"][who] <= people["arrival"][who]))


@metric("persons", "less", "Mean number waiting", "平均等待人数", PLACE)
def queue_length(s: Slice) -> float:
    """Time average of the number waiting, from the days each waited within the period (equation 15.4; T6: Lq)."""
    people = s.tables.people
    begin, stop = s.days
    left = np.fmin(people["start"], people["end"])
    left = np.where(np.isnan(left), np.inf, left)
    who = s.people((people["arrival"] < stop) & (left > begin))
    spent = np.minimum(left[who], stop) - np.maximum(people["arrival"][who], begin)
    return float(spent.sum() / (stop - begin))


@metric("points", "more", "Quality of delivered service", "服务质量指数", CONTRACT)
def quality(s: Slice) -> float:
    """Mean quality index met by completed cases."""
    return mean(s.tables.people["quality"][_ended(s, COMPLETED)])


@metric("share", "more", "Success of completed cases", "个案改善率", CONTRACT)
def success(s: Slice) -> float:
    """Mean probability of improving among completed cases."""
    return mean(s.tables.people["success"][_ended(s, COMPLETED)])


@metric("persons", "more", "Recipients who improved", "得到改善的人数", CONTRACT)
def improved(s: Slice) -> float:
    """Completed cases that improved, by each recipient's own luck."""
    people, who = s.tables.people, _ended(s, COMPLETED)
    return float((people["luck"][who] < people["success"][who]).sum())


@metric("weighted persons", "more", "Urgency-weighted improvement gained", "按紧急程度加权的改善收益", CONTRACT)
def improvement(s: Slice) -> float:
    """Sum over completed cases of urgency weight times the gain in the probability of improving."""
    people, who = s.tables.people, _ended(s, COMPLETED)
    unaided = s.tables.terms.unaided
    return float((people["weight"][who] * (people["success"][who] - unaided)).sum())


@metric("share", "less", "Inequality of access between districts (Gini)", "区际可及性基尼系数")
def gini_districts(s: Slice) -> float:
    """Gini coefficient over districts of the share of arrivals that was served."""
    return gini(_served_shares(s))


@metric("share", "more", "Share served in the worst district", "最差区的服务比例", bounds=FROM_0)
def worst_district(s: Slice) -> float:
    """Smallest share of arrivals that was served, over districts."""
    shares = _served_shares(s)
    return float(shares.min()) if len(shares) else NAN


def gini(values: Column) -> float:
    """Gini coefficient of non-negative values; 0 is equal (equation 15.5).

    >>> gini(np.array([1.0, 1.0, 1.0]))
    0.0
    """
    n = len(values)
    if n == 0 or values.sum() == 0:
        return NAN
    ranked = np.sort(values)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ranked / (n * ranked.sum()))


def _served_shares(s: Slice) -> Column:
    people, districts = s.tables.people, len(s.tables.values["district"])
    who = people["district"]
    came = np.bincount(who[s.within(people["arrival"])], minlength=districts)
    began = np.bincount(who[s.within(people["start"])], minlength=districts)
    return np.asarray(began[came > 0] / came[came > 0])


def _ended(s: Slice, state: int) -> Column:
    people = s.tables.people
    return s.people((people["state"] == state) & s.within(people["end"]))


def _present(s: Slice, day: float) -> float:
    people = s.tables.people
    gone = (people["state"] >= COMPLETED) & (people["end"] < day)
    return float(len(s.people((people["arrival"] < day) & ~gone)))


def _left(s: Slice) -> Column:
    """Who left the queue in the period: service started, or patience ended."""
    people = s.tables.people

    def found() -> Column:
        gave_up = (people["state"] == GAVE_UP) & s.within(people["end"])
        return s.people(s.within(people["start"]) | gave_up)

    return s.once("left the queue", found)


def _waits(s: Slice, urgent: bool = False) -> Column:
    people, who = s.tables.people, _left(s)
    if urgent:
        who = who[people["urgency"][who] >= URGENT]
    until = np.where(np.isnan(people["start"][who]), people["end"][who], people["start"][who])
    return np.asarray(until - people["arrival"][who])
