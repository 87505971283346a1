"""Reading claim files: every fault at once, outcomes and settings checked against what there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import is_file, parse_toml, read_text
from gpss_sim.i18n import Message, listed
from gpss_sim.refusals import refused
from gpss_sim.resources import shipped
from gpss_sim.scenario.catalogue import plain
from gpss_sim.scenario.faults import no_key
from gpss_sim.scenario.fields import Table
from gpss_sim.scenario.origin import shown
from gpss_sim.study.claims.claim import Claim, ClaimCity, ClaimSetting, Side, Silent, Turn
from gpss_sim.study.experiment_file import ExperimentSource, frozen
from gpss_sim.study.model import Measures

FOLDER = "claims"
"""Folder of the claim files among the experiments that ship."""
NEEDED = ("where", "without", "with", "outcome", "sign")
"""What a claim has to say that is played."""
TABLES: dict[str, type[Table]] = {
    "silent": Silent,
    "where": ClaimCity,
    "without": Side,
    "with": Side,
    "worlds": ClaimSetting,
    "turn": Turn,
    "off": ClaimSetting,
}
"""Tables of a claim file by name."""


def shipped_claims() -> list[Path]:
    """Files of the claims that ship, in their order."""
    return sorted((shipped("experiments") / FOLDER).glob("*.toml"))


def choose(names: Sequence[str], files: Sequence[Path] | None = None) -> list[Path]:
    """Files of the claims of these numbers, or of these paths; all that ship where there are none.

    Raises
    ------
    InputError
        If a name is neither a file nor the number of a claim; the message gives the nearest.
    """
    known = {path.stem: path for path in (shipped_claims() if files is None else files)}
    faults, found = [], []
    for name in names:
        path = known.get(name.upper()) or (Path(name) if is_file(name) else None)
        if path is None:
            rule = Message("claim.unknown", known=listed(known))
            faults.append(Fault("claims", "ID", name, rule, nearest(name.upper(), known)))
        else:
            found.append(path)
    if faults:
        raise InputError(faults)
    return list(dict.fromkeys(found)) or list(known.values())


def load_claims(files: Sequence[Path], metrics: Measures) -> list[Claim]:
    """Read claims; every fault of every file is told.

    Raises
    ------
    InputError
        With every fault found.
    """
    claims: dict[str, Claim] = {}
    faults: list[Fault] = []
    for path in files:
        try:
            claim = load_claim(path, metrics)
        except InputError as error:
            faults += error.faults
            continue
        if claim.id in claims:
            faults.append(Fault(shown(path), "id", claim.id, Message("claim.twice")))
        claims[claim.id] = claim
    if faults:
        raise InputError(faults)
    return list(claims.values())


def load_claim(path: Path, metrics: Measures) -> Claim:
    """Read one claim file.

    Parameters
    ----------
    path : Path
        The file; it bears the number of its claim.
    metrics : Measures
        Indicators that the outcome may name.

    Raises
    ------
    InputError
        With every fault found.
    """
    text = read_text(path, shown(path))
    source, data = ExperimentSource(path, text), parse_toml(text, shown(path))
    try:
        claim = Claim.model_validate(frozen(data), strict=True)
    except ValidationError as error:
        raise InputError(list(dict.fromkeys(_fault(detail, source) for detail in error.errors()))) from None
    if faults := list(_faults(claim, path, metrics, source)):
        raise InputError(faults)
    return claim


def _fault(detail: ErrorDetails, source: ExperimentSource) -> Fault:
    key = tuple(part for part in detail["loc"] if not (isinstance(part, str) and "[" in part))
    kind = detail["type"]
    if kind == "extra_forbidden":
        table: type[Table] = TABLES.get(str(key[0]), Claim) if len(key) > 1 else Claim
        names = [field.alias or name for name, field in table.model_fields.items()]
        return source.fault(key, "", no_key(key[:-1], names, "claim"), nearest(str(key[-1]), names))
    if kind == "missing":
        table = TABLES.get(str(key[0]), Claim) if len(key) > 1 else Claim
        what = next(f.description for name, f in table.model_fields.items() if (f.alias or name) == key[-1])
        return source.fault(key, "", Message("schema.missing", what=str(what)))
    if kind == "string_pattern_mismatch":
        return source.fault(key, plain(detail["input"]), Message("claim.number"))
    return source.fault(key, plain(detail["input"]), refused(kind, detail.get("ctx")))


def _faults(claim: Claim, path: Path, metrics: Measures, source: ExperimentSource) -> Iterator[Fault]:
    if path.stem != claim.id:
        yield source.fault(("id",), claim.id, Message("claim.file", file=path.name))
    said = {name: getattr(claim, "with_" if name == "with" else name) for name in NEEDED}
    if claim.silent is not None:
        for name in (*(name for name, value in said.items() if value), *(["worlds"] if claim.worlds else [])):
            yield source.fault((name,), "", Message("claim.silent"))
        return
    for name in (name for name, value in said.items() if not value):
        yield source.fault((name,), "", Message("claim.missing"))
    if claim.outcome and claim.outcome not in metrics:
        yield source.fault(("outcome",), claim.outcome, Message("metric.unknown"), nearest(claim.outcome, metrics))
    if claim.without is not None and claim.with_ is not None and claim.without.set == claim.with_.set:
        yield source.fault(("with", "set"), "", Message("claim.same"))
    yield from _idle(claim, source)
    if claim.turn is not None and list(claim.turn.values) != sorted(dict.fromkeys(claim.turn.values)):
        yield source.fault(("turn", "values"), plain(claim.turn.values), Message("claim.rising"))


def _idle(claim: Claim, source: ExperimentSource) -> Iterator[Fault]:
    """Settings of other worlds that a side of the contrast sets again, so that they would change nothing there."""
    sides = [side.set for side in (claim.without, claim.with_) if side is not None]
    asked: list[tuple[tuple[str | int, ...], dict[str, object]]] = [
        (("worlds", k), each.set) for k, each in enumerate(claim.worlds)
    ]
    asked += [(("off", k), each.set) for k, each in enumerate(claim.off)]
    asked += [(("turn",), {claim.turn.path: None})] if claim.turn is not None else []
    for key, values in asked:
        for path in (path for path in values if any(path in side for side in sides)):
            yield source.fault((*key, "set"), path, Message("claim.idle"))
