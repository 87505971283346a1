"""Who wins where an award is captured."""

from __future__ import annotations

from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.procurement.award import insider
from gpss_sim.streams import Streams
from tests.market.town import ASH, BIRCH, CEDAR, HOME, town


def test_a_captured_award_goes_to_the_best_connected() -> None:
    """Chance .5 times .7 not transparent, against the project's own number."""
    offers = [Offer(ASH, 1.0, 80, 0), Offer(BIRCH, 0.9, 90, 0), Offer(CEDAR, 0.8, 85, 0)]
    state = town("budget.amount=0", "market.leakage.capture=0.5", "rules.modes.open.transparency=0.3")
    luck = Streams(1, 0)
    connections = {k: luck.uniform("connection", key) for k, key in enumerate(("ash", "birch", "cedar"))}
    outcomes = []
    for year in range(1, 40):
        found = insider(state.procurement_desk, state.projects[HOME], year, offers)
        captured = bool(luck.uniforms("capture", "home", year, n=1)[0] < 0.35)
        outcomes.append(captured)
        assert (found is not None) is captured
        assert found is None or found.agency == max(connections, key=connections.__getitem__)
    assert True in outcomes
    assert False in outcomes
    assert insider(state.procurement_desk, state.projects[HOME], 1, []) is None
    assert insider(town("budget.amount=0").procurement_desk, state.projects[HOME], 1, offers) is None
