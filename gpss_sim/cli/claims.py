"""``gpss-sim claims``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.failed_runs import Failure, tell_failures
from gpss_sim.cli.options import LANG, WholeNumber
from gpss_sim.cli.progress import Meter
from gpss_sim.i18n import Language

if TYPE_CHECKING:
    from gpss_sim.study.claims.claim import Claim

OUT = Path("results") / "claims"
KIND = "claims"


@click.command("claims", epilog="Example: gpss-sim claims M05 M06 --replications 20")
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option("--replications", type=WholeNumber(2), default=8, show_default=True, help="Of each side of each setting.")
@click.option("--base", is_flag=True, help="The city itself alone: no other worlds, nothing switched off.")
@click.option("--check", is_flag=True, help="Read the files and say what would be played; play nothing.")
@click.option("--workers", type=WholeNumber(0), help="Worker processes, 0 for none.  [default: one a processor]")
@click.option(
    "--from",
    "tables",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Play nothing; write the pages of the tables in this folder.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help=f"Folder.  [default: {OUT}]")
@click.option("--force", is_flag=True, help="With --from, replace pages of others.")
@LANG
def command(
    names: tuple[str, ...],
    replications: int,
    base: bool,
    check: bool,
    workers: int | None,
    tables: Path | None,
    out: Path | None,
    force: bool,
    lang: Language,
) -> None:
    """Put claims of the documents to the model.

    Each ID (M05, or a file) is a claim: a contrast of two sides in the city where the claim speaks, in other worlds,
    and with rules switched off. The verdict is a property of the model under the parameters stated. A run that several
    claims need is played once; the same command in the same folder continues, and more replications extend it. A page
    in both languages, a plot a claim and tables are written; with --from they are written from tables kept earlier.
    """
    from gpss_sim.metrics import METRICS
    from gpss_sim.report.claims_page import DATA, FILES, write_pages
    from gpss_sim.study.claims.claim_files import choose, load_claim, load_claims

    files = choose(names)
    claims = load_claims(files, METRICS)
    if check:
        _check(list(zip(claims, files, strict=True)), replications, base)
        return
    target = out or OUT
    if tables is None:
        folders.check(target, KIND, again=True)
        with folders.held(target, KIND):
            _play(list(zip(claims, files, strict=True)), target, replications, workers, base)
        tables = target / DATA
    every = load_claims(choose([]), METRICS)
    shown = {claim.id: claim for claim in (*every, *(load_claim(path, METRICS) for path in files))}
    mark = folders.read_mark(target)
    if mark is None or mark.kind != KIND:
        folders.refuse_existing(FILES.written(shown, tables, target), force=force)
    target.mkdir(parents=True, exist_ok=True)
    pages = write_pages(list(shown.values()), tables, target, METRICS)
    _report(claims, tables, lang)
    for page in pages:
        show.written(page, "page")
    show.written(target / DATA, "tables")


def _check(claims: list[tuple[Claim, Path]], replications: int, base: bool) -> None:
    from gpss_sim.study.claims.play import Atlas

    atlas = Atlas(claims)
    runs = len(atlas.tasks(replications, base=base))
    silent = len(claims) - len(atlas.claims)
    show.say("cli.claims", count=len(atlas.claims), silent=silent, runs=runs)


def _play(claims: list[tuple[Claim, Path]], target: Path, replications: int, workers: int | None, base: bool) -> None:
    from gpss_sim.report.claims_page import DATA
    from gpss_sim.study.claims import kept
    from gpss_sim.study.claims.cache import FILE, Cache
    from gpss_sim.study.claims.play import Atlas
    from gpss_sim.study.identity import code_version
    from gpss_sim.study.model import market
    from gpss_sim.study.runner import usable_cores
    from gpss_sim.study.tables import FAILURES

    atlas, cores = Atlas(claims), usable_cores() if workers is None else workers
    with Meter("runs", kept=True) as meter, Cache(target / FILE) as cache:
        for claim in atlas.play(market(), cache, replications, cores, meter, base=base):
            values = atlas.values(claim, cache, replications)
            kept.write(target / DATA, claim, values, atlas.seed, code_version())
    kept.write_failures(target / FAILURES, atlas.failed, atlas.seed)
    failures = [Failure(f"{run.claim}, {run.setting}, {run.side}", run.replication, run.error) for run in atlas.failed]
    tell_failures(failures, target / FAILURES)


def _report(claims: list[Claim], tables: Path, lang: Language) -> None:
    """Verdicts of the claims asked for, and how many of each."""
    from gpss_sim.report.claims_page import on_what
    from gpss_sim.report.words import Words
    from gpss_sim.study.claims.kept import counts, read

    words = Words(lang)
    found = {claim.id: read(tables, claim) for claim in claims}
    rows = []
    for claim in claims:
        one = found[claim.id]
        verdict = "silent" if claim.silent is not None else "not_played" if one is None else one.verdict.value
        says = claim.says_zh if lang == "zh" else claim.says
        rows.append((claim.id, words(f"atlas.{verdict}"), says, on_what(one, words) if one else ""))
    show.table([words(f"atlas.{name}") for name in ("claim", "verdict", "says", "turning")], rows)
    told = (f"{words(f'atlas.{name}')} {number}" for name, number in counts(found, claims).items() if number)
    click.echo(words("plain.and").join(told))
