"""The desk's server: on the loopback address, behind the guard, one session a browser."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from gpss_sim.desk.guard import Guard, Keys, cookie
from gpss_sim.desk.session import Prepare, Session
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Language, Message
from gpss_sim.library.sheets.memory import beside

HOST = "127.0.0.1"
PORT = 8765
TRIES = 20
"""Ports that are tried from the first on, where none is asked for."""
PATIENCE = 30.0
"""How long the server waits for a browser that lost its connection [s]."""


def free_port(asked: int | None) -> int:
    """A port of the loopback address.

    Raises
    ------
    InputError
        If the port that is asked for is taken, or all that are tried.
    """
    for port in [asked] if asked is not None else [*range(PORT, PORT + TRIES), 0]:
        with socket.socket() as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise InputError([Fault("--port", "port", str(asked or PORT), Message("desk.port"))])


def serve(
    port: int,
    lang: Language,
    library: Path | None = None,
    prepare: Prepare | None = None,
    *,
    show: bool = True,
    ready: Callable[[str], None] = print,
) -> None:
    """Serve the desk until it is interrupted.

    Parameters
    ----------
    port : int
        Of the loopback address; no other address is ever listened on.
    library : Path or None
        Laid on the desk of every new session.
    prepare : callable, optional
        Sets its money and rules.
    show : bool
        Open the address in the browser.
    ready : callable
        Is handed the address, with its token, when the server answers.
    """
    # NiceGUI reads this when it is imported; the desk keeps nothing there, and nothing is left in the current folder.
    os.environ.setdefault("NICEGUI_STORAGE_PATH", str(Path(tempfile.gettempdir()) / "gpss-desk-unused"))
    from nicegui import app, ui

    from gpss_sim.desk.page.frame import build

    keys = Keys()
    sessions: dict[str, Session] = {}

    def address() -> str:
        return f"http://{HOST}:{port}/?token={keys.token()}"

    def another(key: str) -> Callable[[], str]:
        return lambda: f"http://{HOST}:{port}/?token={keys.token(key)}"

    def session_of(key: str) -> Session:
        if key not in sessions:
            made = sessions[key] = Session(lang)
            made.warm()
            if library is not None:
                _lay(made, library, prepare)
        return sessions[key]

    @ui.page("/", response_timeout=20, reconnect_timeout=PATIENCE)
    def index() -> None:
        key = cookie(ui.context.client.request.headers.get("cookie", ""))
        build(session_of(keys.session(key)), another(key))

    def end() -> None:
        for session in sessions.values():
            session.close()

    app.add_middleware(Guard, port=port, keys=keys)
    app.on_startup(lambda: ready(address()))
    app.on_shutdown(end)
    ui.run(
        host=HOST,
        port=port,
        reload=False,
        show=f"/?token={keys.token()}" if show else False,
        tailwind=False,
        show_welcome_message=False,
        title="gpss-sim desk",
        reconnect_timeout=PATIENCE,
        uvicorn_logging_level="error",
        language="zh-CN" if lang == "zh" else "en-US",
    )


def _lay(session: Session, path: Path, prepare: Prepare | None) -> None:
    """Lay a copy of a file on a new desk: what is said of its columns there is not kept beside the original."""
    copy = session.take(path.name, path.read_bytes())
    if beside(path).is_file():
        beside(copy).write_bytes(beside(path).read_bytes())
    if prepare is not None:
        session.sheet.begin = copy, prepare
    session.read(copy)
