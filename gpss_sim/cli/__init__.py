"""The console script ``gpss-sim``: one file a command, listed here and imported when called."""

from __future__ import annotations

import os

import click

from gpss_sim import __version__
from gpss_sim.cli.lazy import CommandEntry, LazyGroup

# Pydantic looks through every installed package for plugins as it is imported; this project has none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

COMMANDS = {
    "run": CommandEntry("gpss_sim.cli.run:command", "Simulate a scenario once."),
    "batch": CommandEntry("gpss_sim.cli.batch:command", "Run an experiment: policies, replications, comparisons."),
    "merge": CommandEntry(
        "gpss_sim.cli.merge:command", "Join the parts of an experiment that several machines played."
    ),
    "reproduce": CommandEntry("gpss_sim.cli.reproduce:command", "Play runs of a result folder again and compare."),
    "assumptions": CommandEntry("gpss_sim.cli.assumptions:command", "Show how far each assumption moves a comparison."),
    "flip": CommandEntry("gpss_sim.cli.flip:command", "Find the value of a parameter at which a comparison turns."),
    "search": CommandEntry("gpss_sim.cli.search:command", "Look for the best combination of an experiment's levers."),
    "claims": CommandEntry("gpss_sim.cli.claims:command", "Put claims of the documents to the model."),
    "gallery": CommandEntry(
        "gpss_sim.cli.gallery:command", "Play the studies that ship, beside what was expected of them."
    ),
    "facts": CommandEntry("gpss_sim.cli.facts:command", "Compare the model with stylised facts."),
    "verify": CommandEntry("gpss_sim.cli.verify:command", "Compare the model with theory, row by row."),
    "diff": CommandEntry(
        "gpss_sim.cli.diff:command", "Show what differs between two scenarios and what is held equal."
    ),
    "trace": CommandEntry("gpss_sim.cli.trace:command", "Retell one recipient, tender, agency or contract."),
    "accounts": CommandEntry("gpss_sim.cli.accounts:command", "Show the final accounts of a run by source of money."),
    "metrics": CommandEntry("gpss_sim.cli.metrics:command", "Compute every indicator of a run again from its files."),
    "init": CommandEntry(
        "gpss_sim.cli.init:command", "Copy a scenario, or make one from a table of districts, for your own city."
    ),
    "allocate": CommandEntry("gpss_sim.cli.allocate:command", "Choose projects from a library under a budget."),
    "plan": CommandEntry("gpss_sim.cli.plan:command", "Decide a budget, then simulate the chosen plan."),
    "desk": CommandEntry("gpss_sim.cli.desk:command", "Open the planner's desk in the browser."),
    "compare": CommandEntry("gpss_sim.cli.compare:command", "Compare two decisions, or last year's list and today's."),
    "frontier": CommandEntry("gpss_sim.cli.frontier:command", "Show what each budget would buy."),
    "explain": CommandEntry("gpss_sim.cli.explain:command", "Say why a project is in or out."),
    "export": CommandEntry("gpss_sim.cli.export:command", "Write results in the formats of others."),
    "calibrate": CommandEntry("gpss_sim.cli.calibrate:command", "Estimate parameters from real procurement releases."),
    "validate": CommandEntry("gpss_sim.cli.validate:command", "Check scenario, experiment, library and rules files."),
    "list": CommandEntry("gpss_sim.cli.list:command", "List what ships and what is registered."),
    "describe": CommandEntry("gpss_sim.cli.describe:command", "Describe a scenario, a method or an indicator."),
    "schema": CommandEntry("gpss_sim.cli.schema:command", "Print the JSON Schema of scenario files for editors."),
    "library": CommandEntry("gpss_sim.cli.library:command", "Make, import and export project libraries."),
}


@click.group(cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gpss-sim")
def main() -> None:
    """Simulate and plan government purchase of social work services (政府购买社会工作服务).

    SCENARIO, EXPERIMENT and LIBRARY are a path or the name of one that ships; see `gpss-sim list`.

    Exit codes: 0 an answer was written, 1 a check failed, 2 bad input, 3 no answer, 70 the program failed (--debug
    anywhere shows its traceback), 74 something could not be written, 130 interrupted, 141 the reader of a pipe went
    away, 143 ended by the system.
    """
