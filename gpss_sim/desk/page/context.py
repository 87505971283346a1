"""One page of one browser window: its words, and who is told when the desk changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from nicegui import ui

from gpss_sim.desk.session import Session
from gpss_sim.desk.texts import text
from gpss_sim.errors import InputError

Handler = Callable[[tuple[str, ...]], Any]


class Page:
    """A window on a session. The window goes, the session stays.

    Parameters
    ----------
    session : Session
    another : callable
        Makes an address that opens the desk in another window.
    """

    def __init__(self, session: Session, another: Callable[[], str]) -> None:
        self.session, self.another = session, another
        self.client = ui.context.client
        self.chosen = ""
        self.every_column = False
        self._handlers: dict[str, list[Handler]] = {}
        session.listeners.append(self._heard)
        self.client.on_delete(self.leave)

    def t(self, code: str, **facts: object) -> str:
        """A text in the language of the session."""
        return text(self.session.lang, code, **facts)

    def on(self, topics: str, handler: Handler) -> None:
        """Call a handler when one of the topics (with blanks between) changes."""
        for topic in topics.split():
            self._handlers.setdefault(topic, []).append(handler)

    def leave(self) -> None:
        """Hear no more."""
        if self._heard in self.session.listeners:
            self.session.listeners.remove(self._heard)

    def note(self, message: str, *, kind: str = "warning") -> None:
        """Say something at the edge of the window."""
        with self.client:
            ui.notify(message, type=kind, position="top", multi_line=True)

    def refused(self, error: InputError) -> None:
        """Say why something was not taken over."""
        why = "; ".join(fault.sentence.said(self.session.lang) for fault in error.faults[:4])
        self.note(self.t("refused", why=why), kind="negative")

    def _heard(self, topic: str, ids: Iterable[str]) -> None:
        names = tuple(ids)
        with self.client:
            if topic == "note":
                ui.notify("; ".join(names), type="negative", position="top")
            for handler in self._handlers.get(topic, ()):
                handler(names)
