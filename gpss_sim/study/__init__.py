"""Studies: designs, replications, paired comparisons, and a store that survives.

``run_batch`` runs an experiment; ``read_results`` looks at one that was run; ``reproduce`` runs it
again and compares.
"""

from gpss_sim.study.batch import BatchResult, run_batch
from gpss_sim.study.findings import Finding, Findings
from gpss_sim.study.load import load_experiment
from gpss_sim.study.plan import Plan
from gpss_sim.study.replay import Reproduction, reproduce
from gpss_sim.study.results import read_results
from gpss_sim.study.sentences import Sentence, sentences

__all__ = [
    "BatchResult",
    "Finding",
    "Findings",
    "Plan",
    "Reproduction",
    "Sentence",
    "load_experiment",
    "read_results",
    "reproduce",
    "run_batch",
    "sentences",
]
