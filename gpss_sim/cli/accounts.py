"""``gpss-sim accounts``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim.cli import show
from gpss_sim.cli.options import LANG

HEADS = {
    "en": ("year", "source", "opening", "granted", "service", "buying", "other", "lapsed", "closing"),
    "zh": ("年度", "来源", "年初", "拨入", "服务支出", "采购成本", "其他支出", "收回", "年末"),
}
TITLES = {"en": "Final accounts by source, yuan", "zh": "分来源决算（元）"}


@click.command("accounts", epilog="Example: gpss-sim accounts results/baseline")
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@LANG
def command(directory: Path, lang: str) -> None:
    """Show the final accounts of a run by source of money.

    DIR is a folder that gpss-sim run wrote. In yuan, of every source and year: what it held at the beginning, what was
    granted, what service, buying and everything else took, what lapsed, and what it holds at the end; committed money
    that is not paid yet is held.
    """
    from gpss_sim.chronicle.ledger_file import read_ledger
    from gpss_sim.metrics.accounts import final_accounts
    from gpss_sim.money import yuan
    from gpss_sim.report.decision_book.facts import SOURCE_NAMES

    rows = [
        (
            str(row.year),
            SOURCE_NAMES.get(row.source, (row.source,) * 2)[lang == "zh"],
            *(yuan(amount) for amount in row[2:]),
        )
        for row in final_accounts(read_ledger(directory))
    ]
    show.table(HEADS[lang], rows, TITLES[lang])
