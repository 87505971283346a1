"""Decisions in a process of their own: first the list, then the reasons and the digest where nothing newer waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from gpss_sim.allocation import Budget, Outcome, Problem, Project, Rules, allocate
from gpss_sim.allocation.explain.reasons import reasons
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.validate import overcommitted, unusable
from gpss_sim.allocation.results.decision import FILE, save
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Language, breach_name, rule_name, said_all

PATIENCE = 20.0
"""Longest search for a conflict of rules [s]."""


@dataclass(frozen=True, slots=True)
class DeskLibrary:
    """Projects and rules as they go to a process that decides.

    Parameters
    ----------
    version : int
        Tells one library from the next; the process keeps the last one.
    """

    version: int
    projects: tuple[Project, ...]
    rules: Rules


@dataclass(frozen=True, slots=True)
class GrantList:
    """Who is bought, for how much, and who comes next.

    Parameters
    ----------
    status : mapping of str to str
        ``selected``, ``reserve`` or ``rejected`` by id.
    granted : mapping of str to int [fen]
        Of the selected.
    selected, reserve : tuple of str
        Ids in order.
    """

    status: Mapping[str, str] = field(default_factory=dict)
    granted: Mapping[str, int] = field(default_factory=dict)
    selected: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """What becomes of the budget.

    Parameters
    ----------
    spent, total, free : int [fen]
        Spent, granted, and what may be spent after reserve and commitments.
    """

    spent: int = 0
    total: int = 0
    free: int = 0


@dataclass(frozen=True, slots=True)
class BenefitUse:
    """Benefit, unweighted.

    Parameters
    ----------
    selected : float
        Of all that is selected.
    by_urgency : mapping of int to (float, float)
        Of what is selected and of what is offered, by urgency.
    """

    selected: float = 0.0
    by_urgency: Mapping[int, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the desk shows of an outcome.

    Parameters
    ----------
    verdict, policy : str
    listed : GrantList
    money : BudgetUse
    benefit : BenefitUse
    seconds : float [s]
    faults : tuple of Fault
        Why there was nothing to decide: projects, money and rules do not fit together.
    """

    verdict: str
    policy: str
    listed: GrantList = GrantList()
    money: BudgetUse = BudgetUse()
    benefit: BenefitUse = BenefitUse()
    seconds: float = 0.0
    faults: tuple[Fault, ...] = ()

    @property
    def has_answer(self) -> bool:
        """Whether there is a list."""
        return self.verdict not in ("infeasible", "no_answer", "refused")


@dataclass(frozen=True, slots=True)
class Background:
    """What comes after a decision.

    Parameters
    ----------
    reasons : mapping of str to str
        A sentence for every project offered.
    digest : str
        Of the decision's file, as ``gpss-sim allocate`` writes it.
    conflict : tuple of str
        Rules that cannot hold together, each with what it asks for.
    """

    reasons: Mapping[str, str]
    digest: str
    conflict: tuple[str, ...] = ()


_KEPT: dict[str, DeskLibrary | Problem] = {}
"""The last library and its problem, so that a move of the budget sends the money alone."""


def decide(
    waiting: Callable[[], bool], library: DeskLibrary | int, budget: Budget, policy: str, lang: Language
) -> Iterator[Decision | Background]:
    """Decide; then, unless another request waits, give the reasons and the digest.

    Parameters
    ----------
    waiting : callable
        Whether another request waits.
    library : Library or int
        A new library, or the version of the one this process has.
    """
    try:
        problem = _problem(library, budget)
        faults = (*unusable(problem), *overcommitted(problem))
    except InputError as error:
        yield Decision("refused", policy, faults=error.faults)
        return
    if faults:
        yield Decision("refused", policy, faults=faults)
        return
    outcome = allocate(problem, policy)
    yield _decision(problem, outcome)
    if waiting():
        return
    conflict = () if outcome.has_answer else _conflict(problem, outcome, lang)
    yield Background(said_all(reasons(problem, outcome), lang), digest(problem, outcome), conflict)


def _problem(library: DeskLibrary | int, budget: Budget) -> Problem:
    """The decision; only money has changed where the library is the one that is kept."""
    kept, last = _KEPT.get("library"), _KEPT.get("problem")
    if isinstance(library, int):
        if not isinstance(kept, DeskLibrary) or kept.version != library:
            raise LookupError(f"library {library} was never sent to this process")
        library = kept
        if isinstance(last, Problem) and _same_lines(last.budget, budget):
            return last.with_money(budget)
    _KEPT["library"] = library
    _KEPT.pop("problem", None)
    problem = Problem(library.projects, budget, library.rules)
    _KEPT["problem"] = problem
    return problem


def _same_lines(one: Budget, other: Budget) -> bool:
    """Whether two budgets differ in amounts alone."""
    return [(ln.year, ln.source) for ln in one.lines] == [(ln.year, ln.source) for ln in other.lines]


def _decision(problem: Problem, outcome: Outcome) -> Decision:
    of: dict[int, list[float]] = {urgency: [0.0, 0.0] for urgency in (5, 4, 3, 2, 1)}
    for i, p in enumerate(problem.projects):
        whole = float(p.benefit)
        of[p.urgency][1] += whole
        if i in outcome.plan:
            of[p.urgency][0] += whole * outcome.plan.posts[i] / p.posts
    return Decision(
        outcome.verdict,
        outcome.policy,
        GrantList(dict(outcome.status), outcome.amount, outcome.selected, outcome.reserve),
        BudgetUse(outcome.spent, problem.budget.total, problem.money.total),
        BenefitUse(float(outcome.total_benefit), {urgency: (got, asked) for urgency, (got, asked) in of.items()}),
        outcome.seconds,
    )


def _conflict(problem: Problem, outcome: Outcome, lang: Language) -> tuple[str, ...]:
    from gpss_sim.allocation.analysis.conflict import conflict, conflict_amounts

    names = conflict(problem, Deadline.of(PATIENCE))
    amounts = said_all(conflict_amounts(problem, names), lang)
    told = [rule_name(name, lang) + (f" ({amounts[name]})" if amounts.get(name) else "") for name in names]
    return tuple(told) or tuple(breach_name(breach, lang) for breach in outcome.conflict)


def digest(problem: Problem, outcome: Outcome) -> str:
    """Digest of the decision's file, as the command line writes it."""
    with TemporaryDirectory() as folder:
        save(Path(folder), problem, outcome, "auto", None)
        return sha256((Path(folder) / FILE).read_bytes()).hexdigest()


def frontier(
    waiting: Callable[[], bool],
    library: DeskLibrary | int,
    budget: Budget,
    policy: str,
    shares: tuple[int, ...],
    limit: float,
) -> Iterator[tuple[int, float, float, int]]:
    """What budgets around today's buy, one at a time: share [%], benefit, urgent benefit left out, projects.

    Parameters
    ----------
    shares : tuple of int [%]
    limit : float [s]
        Of all of them together; those beyond it are left out.
    """
    try:
        base = _problem(library, budget)
    except InputError:
        return
    deadline = Deadline.of(limit)
    total = base.budget.total
    urgent = sum(float(p.benefit) for p in base.projects if p.urgency >= 4)
    for share in shares:
        if deadline.over or waiting():
            return
        problem = base.with_money(base.budget.scaled(total * share // 100, total)) if total else base
        outcome = allocate(problem, policy, "auto", deadline.part(0.5))
        if outcome.has_answer:
            met = sum(
                float(p.benefit) * outcome.plan.posts[i] / p.posts
                for i, p in enumerate(problem.projects)
                if p.urgency >= 4 and i in outcome.plan
            )
            yield share, float(outcome.total_benefit), urgent - met, len(outcome.selected)
