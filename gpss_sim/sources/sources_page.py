"""The reference page of sources, written from the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gpss_sim.sources.entries import FOLDER, KINDS, Document, Source, SourceRow, documents, sources


def markdown() -> str:
    """The whole page."""
    parts = [(FOLDER / "header.md").read_text("utf-8") + "\n" + _documents()]
    for kind, title in KINDS.items():
        entries = [source for source in sources().values() if source.kind == kind]
        parts.append(f"## {title}\n\n" + _entries(entries))
        parts += [f"### {entry.key}\n\n{entry.says}.\n\n{_rows(entry.rows)}" for entry in entries if entry.rows]
    return "\n".join(parts)


def cited_document(document: Document) -> str:
    """Title, author and state of a document on one line."""
    return f"{document.title} ({document.by}; {document.state})"


def told(source: Source, cited: Callable[[Document], str] = cited_document) -> list[tuple[str, str]]:
    """An entry as pairs of words, for the terminal; empty parts are left out.

    Parameters
    ----------
    source : Source
    cited : callable
        How a document is named.
    """
    known = documents()
    rows = [("key", source.key), ("kind", KINDS[source.kind]), ("says", source.says), ("evidence", source.evidence)]
    rows += [("document", cited(known[name])) for name in source.documents]
    rows += [("literature", reference) for reference in source.literature]
    rows += [("row", " · ".join(filter(None, (r.what, r.value, r.unit, r.evidence, *r.at)))) for r in source.rows]
    rows += [("at", address) for address in source.at]
    return [(name, text) for name, text in rows if text]


def _documents() -> str:
    rows = [(d.name, d.title, d.by, d.state) for d in documents().values()]
    return _table(("short name", "title", "author, place, date", "state of the print"), rows)


def _entries(entries: Iterable[Source]) -> str:
    return _table(("key", "says", "from"), [(e.key, e.says, "; ".join(_origin(e))) for e in entries])


def _origin(entry: Source) -> Iterator[str]:
    if entry.rows:
        yield "rows below"
    yield from entry.documents
    yield from entry.literature
    if entry.evidence:
        yield entry.evidence
    yield from (f"<{address}>" for address in entry.at)


def _rows(rows: Iterable[SourceRow]) -> str:
    cells = [
        (r.what, r.value, r.range, r.unit, " ".join([r.evidence, *(f"<{address}>" for address in r.at)])) for r in rows
    ]
    return _table(("what", "value", "range", "unit", "evidence"), cells)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
