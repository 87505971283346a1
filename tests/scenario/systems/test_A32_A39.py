"""Rules of consultation, of internal limits, of other services and other countries, with and without (A32 to A39)."""

from __future__ import annotations

from statistics import fmean

from tests.scenario.systems.lived import (
    BY_PRICE,
    FEW_PEOPLE,
    days_of,
    first_attempts,
    lived,
    lived_in_full,
    paid,
    yuan,
)


def test_A32_consultation_asks_for_three_suppliers() -> None:
    """Among 32 agencies every purchase is consulted on; it fails with fewer than three offers, or two if so set."""
    for least in (3, 2):
        change = f"rules.methods.competitive_consultation.min_bidders={least}"
        state = lived_in_full("consultation_2014", FEW_PEOPLE, change, "agencies.number=32", every=3)
        rows = list(first_attempts(state).values())
        assert {row.method for row in rows} == {"competitive_consultation"}
        assert {(row.bidders >= least, str(row.result)) for row in rows} == {(True, "awarded"), (False, "failed")}


def test_A32_above_the_limit_of_tenders_it_needs_an_approval() -> None:
    told = lived("consultation_2014", every=3)
    before = days_of(lived("consultation_2014", "rules.methods.competitive_consultation.approval_days=0", every=3))
    rows, after = first_attempts(told), days_of(told)
    found = {(rows[name].ceiling > yuan(500_000), round(after[name] - before[name])) for name in before.keys() & after}
    assert found == {(True, 15), (False, 0)}


BANDS = ((50_000, "own_purchase"), (100_000, "approved_plan"), (1_000_000.01, "competitive_consultation"))


def test_A33_each_of_four_bands_has_its_procedure_with_amounts_on_the_limits() -> None:
    """50,000 and 100,000 belong above, a million below; with one row alone everything is tendered."""
    state = lived("internal_thresholds", "rules.estimate_error=0")
    rows = first_attempts(state).values()
    for row in rows:
        band = next((name for limit, name in BANDS if row.ceiling < yuan(limit)), "open_tender")
        assert row.method == band
    assert {yuan(amount) for amount in (50_000, 100_000, 1_000_000)} <= {row.ceiling for row in rows}
    assert len({row.method for row in rows}) == 4


def test_A36_the_published_standard_is_paid_whatever_is_offered() -> None:
    """60,000 yuan a post; as a package the same service is sold below its ceiling."""

    def prices(*changes: str) -> set[float]:
        state = lived("qinghai_health", "rules.estimate_error=0", *changes, every=4)
        return {contract.terms.price / contract.posts / yuan(60_000) for contract in state.contracts}

    assert prices() == {1}
    assert min(prices("rules.form=project")) < 1


def test_A37_what_is_partly_commercial_gets_a_fifth_of_its_cost() -> None:
    """Services for the vulnerable are bought in full; without the channel the others would be too."""

    def highest(*changes: str) -> dict[str, float]:
        state = lived("yubei_subsidy", "rules.estimate_error=0", *changes)
        found: dict[str, float] = {}
        for project in state.projects:
            share = project.ceiling(state.scenario, 1) / project.estimate.reference(state.scenario, 1)
            found[project.template.domain] = max(share, found.get(project.template.domain, 0))
        bought = {c.project.template.domain for c in state.contracts}
        assert "partly_commercial" in bought
        assert (paid(state, "agency", "private") > 0) is (found["partly_commercial"] < 1)
        return found

    assert {domain: round(share, 6) for domain, share in highest().items()}["partly_commercial"] == 0.2
    assert set(highest("rules.channels=[]").values()) == {1}


def test_A37_who_falls_short_is_paid_in_proportion() -> None:
    """Between the line of a bar, 0, and that of a pass, 100, a score earns its part of what is held back."""

    def had(reduction: str) -> int:
        lines = ("assessment.bar_line=0", "assessment.pass_line=100", "assessment.excellent_line=100")
        state = lived("yubei_subsidy", "calendar.years=2", *lines, f"payment.reduction={reduction}")
        return paid(state, "agency", "committed")

    assert had("all_or_nothing") < had("proportional")


def test_A38_a_reward_is_paid_for_success_alone() -> None:
    """Where few talents come the reward is a small part of what a flat price pays; the tendered item costs the same."""

    def money(per_case: str) -> tuple[int, int]:
        by_price = ("rules.modes.special.price_weight=1", *BY_PRICE)
        form = f"rules.forms.reward.per_case={per_case}"
        state = lived_in_full("haimen_talent", "demand.load=0.02", form, *by_price, every=2)
        rewards = {contract.id for contract in state.contracts if contract.project.template.domain == "referral"}
        moved = [e for e in state.ledger.entries if e.account_from == "committed" and e.account_to[:6] == "agency"]
        return sum(e.amount for e in moved if e.contract in rewards), sum(e.amount for e in moved)

    (reward, total), (flat, flat_total) = money("true"), money("false")
    assert 0 < reward < flat / 2
    assert total - reward == flat_total - flat > 0


def test_A38_training_is_paid_by_result_and_by_how_scarce_the_trade_is() -> None:
    """All, three quarters or half of the cost; fewer who pass, less money."""

    def played(load: float) -> tuple[dict[str, set[float]], int]:
        state = lived("tianjin_training", f"demand.load={load}", "rules.estimate_error=0")
        shares: dict[str, set[float]] = {}
        for c in state.contracts:
            share = round(c.terms.price / c.project.estimate.reference(state.scenario, 1), 6)
            shares.setdefault(c.project.template.domain, set()).add(share)
        return shares, paid(state, "agency", "committed")

    (shares, many), (_, few) = played(0.6), played(0.2)
    assert shares == {"very_scarce": {1.0}, "scarce": {0.75}, "fairly_scarce": {0.5}}
    assert few < many


def test_A39_each_instrument_buys_in_its_own_way() -> None:
    """Open bidding lowers the price, a grant does not; a subsidy needs fees beside it, a voucher admits two."""
    states = {
        mode: lived("foreign_instruments", f"rules.mode={mode}", *form, every=4)
        for mode, form in {
            "contracting_out": (),
            "negotiated_award": (),
            "block_grant": (),
            "subsidy": (),
            "voucher": ("rules.form=voucher",),
        }.items()
    }
    price = {mode: fmean(c.terms.price / c.terms.ceiling for c in state.contracts) for mode, state in states.items()}
    methods = {mode: {row.method for row in first_attempts(state).values()} for mode, state in states.items()}
    offers = {mode: fmean(row.bidders for row in first_attempts(state).values()) for mode, state in states.items()}
    assert price["contracting_out"] < price["block_grant"] == 1
    assert methods["negotiated_award"] == {"competitive_negotiation"}
    assert methods["contracting_out"] == {"open_tender"}
    assert offers["contracting_out"] > offers["negotiated_award"] <= 1
    assert {mode for mode, state in states.items() if paid(state, "agency", "private")} == {"subsidy"}
    serving = {
        len({c.agency for c in project.letting.contracts})
        for project in states["voucher"].projects
        if project.letting.contracts
    }
    assert max(serving) == 2
