"""Who is let in: every way past the guard that the desk's own address leaves open."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from gpss_sim.desk.guard import LARGEST_BODY, Guard, Keys

PORT = 8765
OWN = f"127.0.0.1:{PORT}"


class Inner:
    """The application behind the guard: notes what reaches it."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.body = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached.append(scope["path"])
        if scope["type"] == "http":
            while (message := await receive())["type"] == "http.request":
                self.body += len(message.get("body", b""))
                if not message.get("more_body"):
                    break
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})


def ask(
    guard: Guard,
    headers: dict[str, str],
    path: str = "/",
    query: str = "",
    kind: str = "http",
    body: list[bytes] | None = None,
) -> list[MutableMapping[str, Any]]:
    """Ask once; return what is answered."""
    sent: list[MutableMapping[str, Any]] = []
    parts = list(body or [b""])

    async def receive() -> MutableMapping[str, Any]:
        if kind == "websocket":
            return {"type": "websocket.connect"}
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "path": path, "query_string": query.encode(), "headers": pairs, "method": "GET"}
    asyncio.run(guard(scope, receive, send))
    return sent


@pytest.fixture
def desk() -> tuple[Guard, Inner, Keys]:
    inner, keys = Inner(), Keys()
    return Guard(inner, PORT, keys), inner, keys


def let_in(guard: Guard, keys: Keys) -> str:
    """Exchange a token for a cookie."""
    start = ask(guard, {"host": OWN}, query=f"token={keys.token()}")[0]
    headers = dict(start["headers"])
    assert (start["status"], headers[b"location"]) == (303, b"/")
    given = headers[b"set-cookie"].decode()
    assert "HttpOnly" in given
    assert "SameSite=Strict" in given
    return given.split(";")[0]


def test_a_token_opens_once(desk: tuple[Guard, Inner, Keys]) -> None:
    guard, inner, keys = desk
    token = keys.token()
    assert ask(guard, {"host": OWN}, query=f"token={token}")[0]["status"] == 303
    assert ask(guard, {"host": OWN}, query=f"token={token}")[0]["status"] == 403
    assert not inner.reached


def test_a_cookie_is_asked_for_everywhere(desk: tuple[Guard, Inner, Keys]) -> None:
    guard, inner, keys = desk
    for path in ("/", "/_nicegui/x", "/anything"):
        assert ask(guard, {"host": OWN}, path)[0]["status"] == 403
    assert ask(guard, {"host": OWN, "cookie": "gpss_desk=guess"})[0]["status"] == 403
    assert ask(guard, {"host": OWN, "cookie": "gpss_desk="})[0]["status"] == 403
    assert not inner.reached
    assert ask(guard, {"host": OWN, "cookie": let_in(guard, keys)}, "/page")[0]["status"] == 200
    assert inner.reached == ["/page"]


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", "", f"127.0.0.1.evil:{PORT}"]
)
def test_another_name_of_this_machine_is_refused(desk: tuple[Guard, Inner, Keys], host: str) -> None:
    """DNS rebinding: the browser believes that this is the other site."""
    guard, inner, keys = desk
    mine = let_in(guard, keys)
    assert ask(guard, {"host": host, "cookie": mine})[0]["status"] == 403
    assert ask(guard, {"cookie": mine})[0]["status"] == 403
    assert ask(guard, {"host": host}, query=f"token={keys.token()}")[0]["status"] == 403
    assert not inner.reached


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"http://localhost:{PORT + 1}", f"https://{OWN}"])
def test_another_page_is_refused(desk: tuple[Guard, Inner, Keys], origin: str) -> None:
    """The socket takes any origin by itself; the guard does not."""
    guard, inner, keys = desk
    headers = {"host": OWN, "cookie": let_in(guard, keys), "origin": origin}
    assert ask(guard, headers)[0]["status"] == 403
    assert ask(guard, headers, "/_nicegui_ws/socket.io", kind="websocket") == [
        {"type": "websocket.close", "code": 1008}
    ]
    assert not inner.reached
    ask(guard, headers | {"origin": f"http://{OWN}"}, "/_nicegui_ws/socket.io", kind="websocket")
    assert inner.reached == ["/_nicegui_ws/socket.io"]


def test_a_socket_needs_the_cookie(desk: tuple[Guard, Inner, Keys]) -> None:
    guard, inner, _ = desk
    assert ask(guard, {"host": OWN}, kind="websocket") == [{"type": "websocket.close", "code": 1008}]
    assert not inner.reached


def test_uploads_are_capped_whatever_they_say(desk: tuple[Guard, Inner, Keys]) -> None:
    guard, inner, keys = desk
    mine = {"host": OWN, "cookie": let_in(guard, keys)}
    assert ask(guard, mine | {"content-length": str(LARGEST_BODY + 1)})[0]["status"] == 413
    assert ask(guard, mine | {"content-length": "many"})[0]["status"] == 413
    assert not inner.reached
    part = b"x" * (LARGEST_BODY // 4)
    ask(guard, mine, "/upload", body=[part] * 8)
    assert inner.body <= LARGEST_BODY


def test_pages_load_nothing_from_elsewhere(desk: tuple[Guard, Inner, Keys]) -> None:
    guard, _, keys = desk
    start = ask(guard, {"host": OWN, "cookie": let_in(guard, keys)})[0]
    policy = dict(start["headers"])[b"content-security-policy"].decode()
    assert policy.startswith("default-src 'self'")
    assert "http" not in policy
    assert f"ws://{OWN}" in policy


def test_another_window_opens_the_same_session() -> None:
    keys = Keys()
    first = keys.open(keys.token())
    assert first is not None
    second, stranger = keys.open(keys.token(first)), keys.open(keys.token())
    assert second is not None
    assert stranger is not None
    assert second != first
    assert keys.session(second) == keys.session(first) != keys.session(stranger)
