"""Tiny random cities: few districts, fields, agencies and people, every rule of the shipped example."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario

SCHEDULES = ("[[0.0, 0.4], [6.0, 0.4], [12.0, 0.2]]", "[[12.0, 1.0]]", "[[0.0, 1.0]]", "[[3.0, 0.5], [9.0, 0.5]]")


@dataclass(frozen=True)
class City:
    """A scenario file and what is set over it; told as such when a test fails."""

    text: str
    settings: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        """The scenario, read and checked."""
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "tiny.toml").write_text(self.text, "utf-8")
            return load_scenario(Path(folder) / "tiny.toml", self.settings)


@st.composite
def cities(draw: st.DrawFn) -> City:
    """A city of two years with two or three districts and fields."""
    districts, domains = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    places = [(d, f) for d in range(districts) for f in range(domains)]
    months = [draw(st.sampled_from([0.5, 1, 3, 8])) for _ in range(domains)]
    posts = [draw(st.sampled_from([1, 2, 8])) for _ in places]
    twice = draw(st.booleans())  # a second project for the first queue
    text = "\n".join(
        [
            'extends = "baseline"\nname = "tiny"\n',
            "templates = [",
            *[_template(k, place, n) for k, (place, n) in enumerate(zip(places, posts, strict=True))],
            _template(len(places), places[0], 1) if twice else "",
            "]\n[city]",
            f"districts = [{', '.join(map(_district, range(districts)))}]",
            f"domains = [{', '.join(map(_domain, range(domains), months))}]",
        ]
    )
    settings = {path: draw(values) for path, values in FIELDS.items()}
    settings["demand.extra"] = f"[{', '.join(draw(st.lists(_extra(places), max_size=4)))}]"
    return City(text, tuple(f"{path}={value}" for path, value in settings.items()))


def _extra(places: list[tuple[int, int]]) -> st.SearchStrategy[str]:
    """Somebody added by hand, often at the very moment when something else happens."""
    moments = [at + year * 365 for at in (0, 0.375, 0.5, 31, 31.375, 31.5, 100) for year in (0, 1)]
    return st.builds(
        lambda place, day: f'{{district="d{place[0]}", domain="f{place[1]}", day={day}}}',
        st.sampled_from(places),
        st.sampled_from(moments),
    )


FIELDS = {
    "calendar.years": st.just(2),
    "calendar.reference_year": st.sampled_from(["true", "false"]),
    "calendar.savings": st.sampled_from(["reserve", "lapse"]),
    "calendar.staggered_terms": st.sampled_from(["true", "false"]),
    "calendar.procurement_start": st.sampled_from([0, 120, 340]),
    "calendar.contract_year": st.sampled_from(["anniversary", "fiscal"]),
    "calendar.last_contract_day": st.sampled_from([340, 365]),
    "rules.mode": st.sampled_from(["direct", "formal", "non_competitive", "competitive"]),
    "rules.form": st.sampled_from(["post", "project"]),
    "rules.selection": st.sampled_from(["urgency-first", "rank-and-cut"]),
    "rules.term": st.integers(1, 3),
    "rules.ceiling": st.sampled_from([0.9, 1.0, 1.1]),
    "rules.switching_cost": st.sampled_from([0, 4]),
    "agencies.number": st.integers(1, 8),
    "agencies.scale_median": st.sampled_from([4, 12]),
    "agencies.domains_known": st.integers(1, 3),
    "agencies.cash_months": st.sampled_from([0, 0.5, 2]),
    "agencies.credit_months": st.sampled_from([0, 1]),
    "agencies.cost_exponent": st.sampled_from([0.5, 1, 2]),
    "agencies.newcomer_cash": st.sampled_from([0, 1]),
    "agencies.newcomer_ties": st.sampled_from([0.5, 1]),
    "budget.coverage": st.sampled_from([0.3, 0.7, 1.2]),
    "budget.growth": st.sampled_from([-0.2, 0, 0.2]),
    "budget.wage_growth": st.sampled_from([0, 0.05]),
    "demand.arrivals_per_year": st.sampled_from([0, 40, 120]),
    "demand.open_cases": st.sampled_from([0, 0.5, 1.5]),
    "demand.patience_scale": st.sampled_from([0, 0.3, 1]),
    "market.entry_per_year": st.sampled_from([0, 4]),
    "market.working_capital": st.sampled_from([0, 1]),
    "delivery.caseload": st.sampled_from([1, 3]),
    "delivery.leaving": st.sampled_from([0, 0.02, 0.2]),
    "delivery.leaving_risk": st.sampled_from([0, 0.25, 2]),
    "delivery.fill_months": st.sampled_from([0, 1.5, 6]),
    "delivery.startup_staffing": st.sampled_from([0, 0.6, 1]),
    "delivery.pause_limit": st.sampled_from([0, 20, 91]),
    "delivery.admin_rule": st.sampled_from(["fixed", "obliging"]),
    "assessment.verifiable": st.sampled_from([0, 0.5, 1]),
    "assessment.pass_line": st.sampled_from([70, 80, 90]),
    "payment.schedule": st.sampled_from(SCHEDULES),
    "payment.tied_to_score": st.sampled_from(["true", "false"]),
    "payment.late_probability": st.sampled_from([0, 0.5, 1]),
    "payment.plan": st.sampled_from(["stated", "monthly", "on_result"]),
    "payment.reduction": st.sampled_from(["all_or_nothing", "proportional", "graded"]),
    "assessment.reward": st.sampled_from([0, 0.1]),
    "assessment.objection.days": st.sampled_from([0, 20]),
    "rules.award.price_weight": st.sampled_from([0.15, 1]),
    "rules.breach.probability": st.sampled_from([0, 0.5]),
    "rules.breach.amount": st.sampled_from([0, 0.2]),
    "rules.breach.delay": st.sampled_from([0, 3]),
    "rules.breach.months": st.sampled_from([6, 12]),
    "rules.breach.penalty": st.sampled_from([0, 0.1]),
    "rules.forms.project.per_case": st.sampled_from(["false", "true"]),
    "rules.forms.project.staff_costs": st.sampled_from([1, 0.9]),
    "rules.voucher.due": st.sampled_from(["completed", "started"]),
    "rules.voucher.readiness": st.sampled_from([1, 1.2]),
    "rules.modes.competitive.admits": st.sampled_from([1, 2]),
    "rules.modes.competitive.public_share": st.sampled_from([1, 0.5]),
    "rules.consortium.members": st.sampled_from([1, 2]),
    "rules.consortium.fee": st.sampled_from([0, 0.05]),
    "rules.direct_cost_cap": st.sampled_from([1, 5]),
    "delivery.capacity_share": st.sampled_from([0, 0.05]),
    "demand.choice.rule": st.sampled_from(["free_slots", "quality_distance"]),
    "market.dummy_bids": st.sampled_from([0, 1]),
    "market.splitting": st.sampled_from([0, 1]),
    "market.leakage.share": st.sampled_from([0, 0.2]),
    "market.growth.aid": st.sampled_from([0, 2]),
    "market.growth.other_income": st.sampled_from([0, 0.2]),
    "agencies.registration.share": st.sampled_from([1, 0.5]),
    "agencies.registration.host": st.sampled_from(["true", "false"]),
    "agencies.registration.fee": st.sampled_from([0, 0.1]),
}


def _template(k: int, place: tuple[int, int], posts: int) -> str:
    where = f'id = "p{k}", district = "d{place[0]}", domain = "f{place[1]}"'
    return f"  {{ {where}, posts = {posts}, cost = {posts * 100_000}, urgency = {1 + k % 5}, benefit = {10 + k} }},"


def _district(d: int) -> str:
    return f'{{ id = "d{d}", residents = 1000 }}'


def _domain(f: int, months: float) -> str:
    return f'{{ id = "f{f}", group = "g{f}", duration = {months} }}'
