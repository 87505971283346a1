"""Studies: designs, replications, paired comparisons, and a store that survives.

``run_batch`` runs an experiment; ``read_results`` looks at one that was run; ``reproduce`` runs it
again and compares.
"""

import sys
from typing import TYPE_CHECKING

from gpss_sim.lazy_exports import CallablePackage, lazy_exports

if TYPE_CHECKING:
    from gpss_sim.study.batch import BatchResult, run_batch
    from gpss_sim.study.experiment_file import load_experiment
    from gpss_sim.study.findings import Finding, Findings
    from gpss_sim.study.plan import StudyPlan
    from gpss_sim.study.replay import Reproduction, reproduce
    from gpss_sim.study.results import read_results

__all__ = [
    "BatchResult",
    "Finding",
    "Findings",
    "Reproduction",
    "StudyPlan",
    "load_experiment",
    "read_results",
    "reproduce",
    "run_batch",
]
__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "BatchResult": "gpss_sim.study.batch",
        "Finding": "gpss_sim.study.findings",
        "Findings": "gpss_sim.study.findings",
        "StudyPlan": "gpss_sim.study.plan",
        "Reproduction": "gpss_sim.study.replay",
        "load_experiment": "gpss_sim.study.experiment_file",
        "read_results": "gpss_sim.study.results",
        "reproduce": "gpss_sim.study.replay",
        "run_batch": "gpss_sim.study.batch",
    },
)


CALLED = "gpss_sim.api.studies:study"
sys.modules[__name__].__class__ = CallablePackage
