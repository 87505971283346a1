"""``gpss-sim library ballots``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import click

from gpss_sim.cli import show
from gpss_sim.cli.budget_decision import FORCE
from gpss_sim.cli.options import LANG
from gpss_sim.cli.sheets import check_free
from gpss_sim.i18n import Language, Message
from gpss_sim.money import yuan
from gpss_sim.planning.list_files import read_list

COLUMNS = ("list", "funded", "spent", "votes", "unserved", "each", "fair")


@click.command("ballots", epilog="Example: gpss-sim library ballots election.pb")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--list", "lists", multiple=True, metavar="LIST", help="A decision's folder, or a sheet; may be repeated."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write who funds which project (CSV).")
@FORCE
@LANG
def command(file: Path, lists: tuple[str, ...], out: Path | None, force: bool, lang: Language) -> None:
    """Compare lists by what single voters get of them.

    FILE is a participatory-budget file (Pabulib) with its ballots. Beside the officials' list stand the list down the
    votes, the methods of equal shares and of Phragmén, and the lists you name.
    """
    from gpss_sim.allocation.analysis.participatory_budgets import CUTS, Ballot, BallotProject
    from gpss_sim.allocation.analysis.proportional import METHODS, proportionality, total_points
    from gpss_sim.library.ballots import read_ballots
    from gpss_sim.library.pabulib import read_pabulib
    from gpss_sim.tabular import write_csv

    if out is not None:
        check_free(out, force, ".csv")
    election = read_pabulib(file)
    costs = {p.id: p.cost for p in election.projects if isinstance(p.cost, int)}
    groups = read_ballots(file, costs)
    for remark in election.remarks:
        click.echo(remark.said(lang), err=True)
    votes = total_points(costs, groups)
    candidates = tuple(BallotProject(name, cost, votes[name]) for name, cost in costs.items())
    ballot = Ballot(candidates, election.budget, Fraction(election.threshold))
    found: dict[str, Sequence[str]] = {}
    if election.officials:
        found[Message("ballots.officials").said(lang)] = [name for name in election.officials if name in costs]
    found[Message("ballots.down").said(lang)] = sorted(CUTS["skip"](ballot))
    for method, said in (("equal-shares", "ballots.shares"), ("phragmen", "ballots.phragmen")):
        found[Message(said).said(lang)] = METHODS[method](costs, election.budget, groups)
    for name in lists:
        found[name] = [entry.id for entry in read_list(name).chosen]
    rows = []
    for name, chosen in found.items():
        have = [each for each in dict.fromkeys(chosen) if each in costs]
        fair = proportionality(costs, election.budget, groups, have)
        money, points = sum(costs[each] for each in have), sum(votes[each] for each in have)
        shares = (f"{float(fair.unserved):.1%}", f"{float(fair.funded):.2f}", f"{float(fair.fair_share):.1%}")
        rows.append((name, str(len(have)), yuan(money), f"{float(points):g}", *shares))
    show.table([Message(f"ballots.{column}").said(lang) for column in COLUMNS], rows)
    voters = sum(group.voters for group in groups)
    click.echo(Message("ballots.voters", voters=voters, projects=len(costs), budget=yuan(election.budget)).said(lang))
    if out is not None:
        write_csv(out, ("id", "cost", "votes", *found), _members(costs, votes, found))
        click.echo(f"{Message('ballots.written').said(lang)}\t{out}")


def _members(
    costs: Mapping[str, int], votes: Mapping[str, Fraction], found: Mapping[str, Sequence[str]]
) -> list[tuple[object, ...]]:
    """One row a project: 1 under each list that funds it, else 0."""
    return [
        (name, yuan(fen), f"{float(votes[name]):g}", *(int(name in chosen) for chosen in found.values()))
        for name, fen in costs.items()
    ]
