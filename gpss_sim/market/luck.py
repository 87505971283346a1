"""Luck that belongs to an agency, a project and an occasion; each stream is opened once and read by position."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from gpss_sim import fiscal
from gpss_sim.market.policies.costs import power_quantile
from gpss_sim.market.purposes import Purpose
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.payment import Payment
from gpss_sim.streams import Floats, Streams

ATTEMPTS = 8
RATERS = 30


class Luck:
    """Draws by name; the same whatever policy is in force.

    Parameters
    ----------
    streams : Streams
        Streams of the replication.
    projects : int
        Number of projects; draws about (agency, project) are read at the project's place.
    exponent : float
        Exponent of the power family of cost draws; 1: uniform.
    """

    def __init__(self, streams: Streams, projects: int, exponent: float = 1.0) -> None:
        self.streams = streams
        self._exponent = exponent
        self._projects = projects
        self._rows: dict[tuple[Purpose, str, int], list[float]] = {}
        self._pairs: dict[tuple[Purpose, str, int, int], Floats] = {}
        self._year = 0
        self._boldness: dict[str, float] = {}

    def _row(self, purpose: Purpose, key: str, year: int, n: int) -> list[float]:
        name = (purpose, key, year)
        row = self._rows.get(name)
        if row is None or len(row) < n:  # a longer reading of a stream begins with the shorter one
            self._forget(year)
            row = self._rows[name] = self.streams.uniforms(purpose, key, year, n=n).tolist()
        return row

    def _pair(
        self, purpose: Purpose, agency: str, project: int, year: int, attempt: int = 0, attempts: int = 1
    ) -> float:
        """The number of an agency, a project and one of its attempts."""
        name = (purpose, agency, year, attempt)
        row = self._pairs.get(name)
        if row is None:
            self._forget(year)
            drawn = self.streams.uniforms(purpose, agency, year, n=self._projects * attempts)
            row = self._pairs[name] = drawn if attempts == 1 else drawn[attempt::attempts].copy()
        return float(row[project])

    def _forget(self, year: int) -> None:
        """Let go of what was read in earlier years: agencies times projects fill the memory of a large city."""
        if year > self._year:
            self._rows, self._pairs, self._year = {}, {}, year

    def _one(self, purpose: Purpose, key: str, year: int) -> float:
        return self._row(purpose, key, year, 1)[0]

    def cost_draw(self, agency: str, project: int, year: int) -> float:
        """Omega: idiosyncratic cost on [−1, 1) (to be scaled), uniform where the exponent is 1."""
        draw = self._pair(Purpose.OMEGA, agency, project, year)
        return 2 * float(power_quantile(np.asarray(draw), self._exponent)) - 1

    def bid_cost(self, agency: str, project: int, year: int, sd: float) -> float:
        """Factor of a bid's cost, lognormal with median 1."""
        return float(np.exp(sd * ndtri(self._pair(Purpose.BID_COST, agency, project, year))))

    def offer_noise(self, agency: str, project: int, year: int, attempt: int) -> float:
        """Standard normal error of the raters on a written offer."""
        return float(ndtri(self._pair(Purpose.OFFER_RATERS, agency, project, year, attempt % ATTEMPTS, ATTEMPTS)))

    def claim_noise(self, agency: str, project: int, year: int) -> float:
        """Standard normal error of what an agency claims in a written offer."""
        return float(ndtri(self._pair(Purpose.CLAIM, agency, project, year)))

    def boldness(self, agency: str) -> float:
        """How much an agency is inclined to overstate itself: exponential with mean 1."""
        known = self._boldness.get(agency)
        if known is None:
            known = self._boldness[agency] = float(-np.log1p(-self.streams.uniform(Purpose.BOLDNESS, agency)))
        return known

    def offer_lot(self, agency: str, project: int, year: int) -> float:
        """Lottery number of an offer."""
        return self._pair(Purpose.AWARD_LOT, agency, project, year)

    def partners(self, agency: str) -> float:
        """Uniform by which agencies line up to stand together, the same in every tender."""
        return self.streams.uniform(Purpose.PARTNERS, agency)

    def connection(self, agency: str) -> float:
        """How well an agency is connected, uniform."""
        return self.streams.uniform(Purpose.CONNECTION, agency)

    def capture(self, project: str, year: int) -> float:
        """Uniform that decides whether an award is captured."""
        return self._one(Purpose.CAPTURE, project, year)

    def score_noise(self, occasion: str, year: int, raters: int) -> float:
        """Mean of the standard normal errors of the first `raters` raters of an assessment."""
        return _mean_error(self._row(Purpose.RATERS, occasion, year, RATERS), raters)

    def review_noise(self, occasion: str, year: int, raters: int) -> float:
        """The same for the second panel, after an objection."""
        return _mean_error(self._row(Purpose.REVIEW, occasion, year, RATERS), raters)

    def witness_noise(self, occasion: str, year: int, witnesses: int) -> float:
        """The same for recipients who take part in an assessment."""
        return _mean_error(self._row(Purpose.WITNESSES, occasion, year, RATERS), witnesses)

    def breach(self, project: str, year: int) -> float:
        """Uniform that decides whether a contract year is hit by a one-sided change."""
        return self._one(Purpose.BREACH, project, year)

    def lot(self, project: str) -> float:
        """Lottery number of a project in the reference year."""
        return self.streams.uniform(Purpose.LOT, project)

    def invitation(self, agency: str, project: int, year: int) -> float:
        """Lottery number of an agency in the draw of suppliers."""
        return self._pair(Purpose.INVITATION, agency, project, year)

    def idea(self, agency: str, project: int, year: int) -> float:
        """Standard normal worth of an agency's own idea for a project."""
        return float(ndtri(self._pair(Purpose.IDEA, agency, project, year)))

    def gate(self, name: str, agency: str, project: int, year: int, attempt: int) -> tuple[float, float]:
        """Uniform and standard normal number of an application at a gate; of a project where `agency` is empty."""
        row = self._row(Purpose.GATE, f"{name}/{agency}", year, 2 * self._projects * ATTEMPTS)
        place = 2 * (project * ATTEMPTS + attempt % ATTEMPTS)
        return row[place], float(ndtri(row[place + 1]))

    def challenge(self, project: str, year: int, attempt: int) -> list[float]:
        """Uniforms that decide whether an award is challenged, the answer, whether one complains, and the decision."""
        place = 4 * (attempt % ATTEMPTS)
        return self._row(Purpose.CHALLENGE, project, year, 4 * ATTEMPTS)[place : place + 4]

    def offence(self, agency: str, year: int) -> float:
        """Uniform that decides whether an agency is penalised in a year."""
        return self._one(Purpose.OFFENCE, agency, year)

    def reevaluation(self, year: int) -> float:
        """Standard normal error of what finance reads in the scores of a year."""
        return float(ndtri(self._one(Purpose.REEVALUATION, "", year)))

    def dummies(self, project: str, year: int, attempt: int) -> float:
        """Uniform that decides whether friends make up missing bidders."""
        return self._row(Purpose.DUMMIES, project, year, ATTEMPTS)[attempt % ATTEMPTS]

    def splitting(self, project: str, year: int) -> float:
        """Uniform that decides whether the buyer splits a project under a limit."""
        return self._one(Purpose.SPLITTING, project, year)

    def survey_error(self, project: str, year: int) -> float:
        """Standard normal error of the needs survey."""
        return float(ndtri(self._one(Purpose.SURVEY, project, year)))

    def expert_error(self, project: str, year: int, experts: int) -> float:
        """Mean of the standard normal errors of the experts who appraise a project."""
        return _mean_error(self._row(Purpose.APPRAISAL, project, year, RATERS), experts)

    def panel(self, project: str, year: int, experts: int, pool: int) -> list[int]:
        """Numbers of the experts drawn from a pool of `pool` for one project, in the order of their lots."""
        lots = self._row(Purpose.EXPERT_LOT, project, year, pool)[:pool]
        return sorted(range(pool), key=lambda expert: (lots[expert], expert))[:experts]

    def severity(self, expert: int) -> float:
        """How generous an expert is by nature, standard normal, the same for every project and year."""
        return float(ndtri(self._one(Purpose.EXPERT_SEVERITY, str(expert), 0)))

    def application(self, project: str, year: int) -> float:
        """Uniform that decides whether a host unit or an agency applies for a project."""
        return self._one(Purpose.APPLICATION, project, year)

    def readiness(self, project: str, year: int) -> float:
        """Uniform part of the year before a draw that has gone by when an application is ready."""
        return self._one(Purpose.READINESS, project, year)

    def idea_lot(self, agency: str, project: int, year: int) -> float:
        """Lottery number by which agencies come with an idea."""
        return self._pair(Purpose.IDEA_LOT, agency, project, year)

    def inspection(self, project: str, year: int) -> float:
        """Uniform that decides whether an application passes its inspection."""
        return self._one(Purpose.INSPECTION, project, year)

    def soundness(self, project: str) -> float:
        """Standard normal worth of a project's design, for good."""
        return float(ndtri(self.streams.uniform(Purpose.SOUNDNESS, project)))

    def appraisal_score(self, project: str, year: int, experts: int) -> float:
        """Mean of the standard normal errors of the experts who score a project."""
        return _mean_error(self._row(Purpose.APPRAISAL_SCORE, project, year, RATERS), experts)

    def estimate_review(self, project: str, year: int) -> float:
        """Standard normal error of the review of an estimate."""
        return float(ndtri(self._one(Purpose.ESTIMATE_REVIEW, project, year)))

    def withdrawal(self, project: str, year: int) -> float:
        """Uniform that decides whether a project is withdrawn from the library."""
        return self._one(Purpose.WITHDRAWAL, project, year)

    def asked(self, project: str, year: int) -> float:
        """Uniform that decides whether an agency is asked to deliver its own idea."""
        return self._one(Purpose.ASKED, project, year)

    def emergency(self, project: str, year: int) -> float:
        """Uniform that decides whether, and when, a project becomes an emergency."""
        return self._one(Purpose.EMERGENCY, project, year)

    def review(self, project: str, year: int) -> float:
        """Standard normal error of the review of a pilot's maturity."""
        return float(ndtri(self._one(Purpose.MATURITY, project, year)))

    def will(self, project: str, year: int) -> float:
        """Standard normal leaning of a leader towards a project."""
        return float(ndtri(self._one(Purpose.WILL, project, year)))

    def turnover(self, project: str, year: int, seats: int) -> list[float]:
        """Two uniforms (leaving, filling) a seat and month: seat s, month m at 24 s + 2 m; 24 s + m at the opening."""
        return self._row(Purpose.TURNOVER, project, year, 24 * max(seats, 1))

    def opening_seats(self, project: str, year: int, seats: int) -> list[float]:
        """One uniform a seat: whether it is filled when a contract opens."""
        return self._row(Purpose.OPENING_STAFF, project, year, max(seats, 1))[:seats]

    def procedure_days(self, method: Method, project: str, year: int, attempt: int) -> float:
        """Days of a procedure [day]: triangular between its shortest, usual and longest duration."""
        low = method.days if method.days_low is None else method.days_low
        high = method.days if method.days_high is None else method.days_high
        return fiscal.tick(
            _triangular(
                low, method.days, high, self._row(Purpose.PROCEDURE, project, year, ATTEMPTS)[attempt % ATTEMPTS]
            )
        )

    def payment_delay(self, project: str, year: int, tranche: int, rules: Payment) -> float:
        """Delay of a tranche [day]: zero, or lognormal if late (equation 12.1; evidence 2A)."""
        late, size = self._row(Purpose.PAYMENT, project, year, 2 * 64)[2 * tranche : 2 * tranche + 2]
        if late >= rules.late_probability or rules.late_median == 0:
            return 0.0
        return fiscal.tick(fiscal.months(rules.late_median * float(np.exp(rules.late_sd * ndtri(size)))))


def _mean_error(draws: list[float], number: int) -> float:
    return float(ndtri(draws[:number]).mean())


def _triangular(low: float, mode: float, high: float, u: float) -> float:
    if high <= low:
        return mode
    cut = (mode - low) / (high - low)
    if u < cut:
        return low + float(np.sqrt(u * (high - low) * (mode - low)))
    return high - float(np.sqrt((1 - u) * (high - low) * (high - mode)))
