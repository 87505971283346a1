"""How projects are bought is looked at anew each year: by maturity, and by who is admitted now (facts R52, R18)."""

from __future__ import annotations

from gpss_sim.market.buyers.buyer_view import ReviewView
from gpss_sim.market.buyers.maturity import review_pilots
from gpss_sim.scenario.purchase import purchase_of


def choose_instruments(view: ReviewView) -> None:
    """At a year's opening: pilots are reviewed, then each project that nobody serves on a longer term is bought by the
    row of the channel table that fits it now."""
    review_pilots(view)
    rules = view.scenario.rules
    if all(row.suppliers is None for row in rules.channels):
        return
    for project in view.projects:
        if project.letting.is_let_beyond(view.year) or project.letting.in_procurement:
            continue
        noise, suppliers = project.bought.rater_noise, view.directory.suppliers(project.index)
        project.bought = purchase_of(rules, project.template, project.is_pilot, noise, suppliers)
