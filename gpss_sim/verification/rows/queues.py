"""Rows of T6, T7, T8: posts as servers. The unit of time is a day."""

from __future__ import annotations

from collections.abc import Callable

from gpss_sim import fiscal
from gpss_sim.verification.row import Reading, Size, TheoryCase, TheoryRow, metric
from gpss_sim.verification.theory import batch, single_server
from gpss_sim.verification.theory.queue import Queue, found_busy_without_limit, lost

YEARS = 20
FORGOTTEN = {"queue_large": 2}
"""Years that are dropped, where it is not one: near saturation a queue forgets slowly."""
WORKER = Size(8, 150)


def _little(years: int) -> TheoryRow:
    """Number waiting over arrivals to the wait times their mean wait: one, but for who waits at either end."""

    def ratio(reading: Reading) -> float:
        left = reading("served") + reading("gave_up")
        return left * reading("wait") / (reading("queue_length") * years * fiscal.YEAR)

    return TheoryRow("little", 1.0, "(served + gave_up) · wait / (queue_length · days)", ratio)


def _station(scenario: str, queue: Queue, size: Size) -> TheoryCase:
    rows = [
        metric("waited_share", queue.waits),
        metric("wait", queue.wait),
        metric("queue_length", queue.length),
        metric("utilisation", queue.utilisation),
        _little(YEARS - FORGOTTEN.get(scenario, 1)),
    ]
    if queue.reneging:
        rows += [metric("gave_up_share", queue.gives_up), metric("wait_started", queue.wait_of_the_served)]
    else:
        rows.append(metric("wait_p90", queue.wait_quantile(0.9)))
    return TheoryCase(f"T6.{scenario}", f"verification/{scenario}", tuple(rows), size)


def _pooled() -> TheoryCase:
    queue = Queue(10, 8, 1)
    rows = (
        metric("waited_share", queue.waits),
        metric("wait", queue.wait),
        metric("wait_p90", queue.wait_quantile(0.9)),
    )
    return TheoryCase("T6.pooled", "verification/queue_pooled", rows, Size(8, 205))


def _patience_as_service() -> TheoryCase:
    row = metric("waited_share", found_busy_without_limit(5, 4))
    days = repr(1 / fiscal.WEEK)
    return TheoryCase(
        "T6.patience_as_service",
        "verification/queue_patience",
        (row, metric("utilisation", Queue(5, 4, 1, 1).utilisation)),
        Size(8, 190),
        (f"demand.patience_scale={float(days) / (4 / fiscal.WEEK)!r}",),
    )


def _turned_away(name: str, slots: int, load: int, runs: int, settings: tuple[str, ...] = ()) -> TheoryCase:
    rows = (
        metric("gave_up_share", lost(slots, load)),
        metric("utilisation", load * (1 - lost(slots, load)) / slots),
    )
    given = (f"delivery.caseload={slots}", f"demand.arrivals_per_year={load * fiscal.YEAR}", *settings)
    return TheoryCase(f"T6.{name}", "verification/queue_loss", rows, Size(8, runs), given)


def _one_worker(name: str, cv: float, settings: tuple[str, ...], size: Size) -> TheoryCase:
    rows = (metric("wait", single_server.wait(0.8, 1, cv)), metric("waited_share", 0.8))
    return TheoryCase(f"T7.{name}", "verification/queue_single", rows, size, settings)


DOMAIN = 'city.domains=[{{id="care",group="all",duration=0.03287671232876712,patience=0,cv={cv}}}]'


def _urgent(shares: tuple[float, ...]) -> str:
    return f"demand.urgency_shares={list(shares)}"


def _classes_before_one_worker() -> TheoryCase:
    first, second = single_server.class_waits(0.8, (0.3, 0.5))
    rows = (
        metric("wait_urgent", first),
        metric("wait", single_server.mean_wait((first, second), (0.3, 0.5))),
        TheoryRow("wait_others", second, "(wait − 3/8 · wait_urgent) · 8/5", _others(0.375)),
    )
    settings = ("demand.duration=exponential", _urgent((0.625, 0, 0, 0, 0.375)))
    return TheoryCase("T7.two_classes", "verification/queue_single", rows, Size(8, 480), settings)


def _others(share: float) -> Callable[[Reading], float]:
    """Wait of the less urgent, from that of all and that of the urgent `share`."""
    return lambda reading: (reading("wait") - share * reading("wait_urgent")) / (1 - share)


def _five_classes_before_five_slots() -> TheoryCase:
    delay = Queue(5, 4, 1).waits / 5
    waits = single_server.class_waits(delay, (0.16,) * 5)
    rows = (
        metric("wait_urgent", single_server.mean_wait(waits[:2], (1, 1))),
        metric("wait", single_server.mean_wait(waits, (1,) * 5)),
        metric("waited_share", Queue(5, 4, 1).waits),
    )
    return TheoryCase("T7.five_classes", "verification/queue", rows, Size(8, 520), (_urgent((0.2,) * 5),))


def _batch(start: int, days: int, runs: int) -> TheoryCase:
    opening = start + days + 0.5
    share = opening / fiscal.YEAR
    rows = (
        TheoryRow("wait_of_the_early", batch.wait(opening), "wait / waited_share", _of_those_who_waited),
        metric("waited_share", share),
    )
    settings = (f"calendar.procurement_start={start}", f"rules.methods.none.days={days}")
    return TheoryCase(f"T8.opening_on_day_{opening:g}", "verification/batch", rows, Size(8, runs), settings)


def _of_those_who_waited(reading: Reading) -> float:
    return reading("wait") / reading("waited_share")


CASES = (
    _station("queue", Queue(5, 4, 1), Size(8, 230)),
    _station("queue_large", Queue(75, 18, 0.25), Size(6, 42)),
    _station("queue_patience", Queue(5, 4, 1, 0.25), Size(8, 590)),
    _station("queue_overload", Queue(5, 6, 1, 0.25), Size(6, 200)),
    _station("queue_large_patience", Queue(75, 18, 0.25, 1 / 3), Size(6, 45)),
    _station("queue_large_overload", Queue(75, 25, 0.25, 1 / 3), Size(6, 70)),
    _pooled(),
    _patience_as_service(),
    _turned_away("loss", 5, 4, 155),
    _turned_away("loss_exponential", 10, 8, 138, ("demand.duration=exponential",)),
    _one_worker("nearly_constant", 0.001, (DOMAIN.format(cv=0.001),), WORKER),
    _one_worker("lognormal", 0.5, (), WORKER),
    _one_worker("exponential", 1.0, ("demand.duration=exponential",), WORKER),
    _one_worker("gamma", 2**0.5, ("demand.duration=gamma", DOMAIN.format(cv=2**0.5)), WORKER),
    _classes_before_one_worker(),
    _five_classes_before_five_slots(),
    _batch(120, 60, 250),
    _batch(30, 0, 920),
)
