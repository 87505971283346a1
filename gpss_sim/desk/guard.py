"""Who may talk to the desk: this machine alone, under its own name, with a key that was given once.

The desk listens on the loopback address. That does not keep out pages of other sites that the same browser shows (they
can send requests to any address, and rename their own host to this one), so every request is checked: the host it asks
for, the origin it comes from, and a cookie that is given in exchange for the token of the address printed at the start.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HOSTS = ("127.0.0.1", "localhost")
COOKIE = "gpss_desk"
LARGEST_BODY = 24 * 1024 * 1024
"""Largest request [byte]: the largest file and what a form wraps round it."""
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://{host}; worker-src 'self' blob:; "
    "frame-ancestors 'none'; form-action 'self'; base-uri 'self'"
)
"""What a page may load: nothing from elsewhere."""


def fresh_secret() -> str:
    """A word that nobody can guess; from the system, not from the streams of the model."""
    return os.urandom(24).hex()


class Keys:
    """Tokens that open the desk once, and the keys of the browsers they let in.

    A token belongs to a new session, or to one that is open already: then another window shows the same desk.
    """

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    def token(self, key: str = "") -> str:
        """Make a token for one opening: of a new session, or of the session of a key."""
        made = fresh_secret()
        self._tokens[made] = self.session(key) if key else fresh_secret()
        return made

    def open(self, token: str) -> str | None:
        """Use a token up: a key of its session, or None."""
        for known in list(self._tokens):
            if hmac.compare_digest(known.encode(), token.encode()):
                key = fresh_secret()
                self._keys[key] = self._tokens.pop(known)
                return key
        return None

    def known(self, key: str) -> bool:
        """Whether this is the key of a browser that was let in."""
        return any(hmac.compare_digest(each.encode(), key.encode()) for each in self._keys)

    def session(self, key: str) -> str:
        """Name of the session that a key opens."""
        return self._keys[key]


class Guard:
    """Refuse every request that does not come from the desk's own page.

    Parameters
    ----------
    app : ASGI application
    port : int
    keys : Keys
    """

    def __init__(self, app: App, port: int, keys: Keys) -> None:
        self.app, self.port, self.keys = app, port, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        why = self._refusal(headers)
        if why:
            await _refuse(scope, receive, send, 403, why)
            return
        if scope["type"] == "http" and await self._opened(scope, send):
            return
        if not self.keys.known(cookie(headers.get("cookie", ""))):
            await _refuse(scope, receive, send, 403, "Open the desk with the address that the terminal shows.")
            return
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        if _length(headers) > LARGEST_BODY:
            await _refuse(scope, receive, send, 413, "The file is too large.")
            return
        await self.app(scope, _capped(receive), _with_policy(send, headers["host"]))

    def _refusal(self, headers: dict[str, str]) -> str:
        """Why a request is refused; empty where it may pass."""
        allowed = [f"{host}:{self.port}" for host in HOSTS]
        if headers.get("host", "") not in allowed:
            return "This is not the address of the desk."
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{headers['host']}":
            return "This request comes from another page."
        return ""

    async def _opened(self, scope: Scope, send: Send) -> bool:
        """Exchange a token for a cookie, and lead to the page."""
        token = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        key = self.keys.open(token) if token and scope["path"] == "/" else None
        if key is None:
            return False
        given = f"{COOKIE}={key}; Path=/; HttpOnly; SameSite=Strict"
        await send(
            {
                "type": "http.response.start",
                "status": 303,
                "headers": [
                    (b"location", b"/"),
                    (b"set-cookie", given.encode()),
                    (b"cache-control", b"no-store"),
                    (b"referrer-policy", b"no-referrer"),
                ],
            }
        )
        await send({"type": "http.response.body", "body": b""})
        return True


def cookie(header: str) -> str:
    """The key of a session from a cookie header.

    >>> cookie("a=1; gpss_desk=ff")
    'ff'
    """
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def _length(headers: dict[str, str]) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isdecimal() and len(text) < 20 else LARGEST_BODY + 1


def _capped(receive: Receive) -> Receive:
    """Stop reading a request that is longer than it may be, whatever it said of its length."""
    read = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return counted


def _with_policy(send: Send, host: str) -> Send:
    policy = POLICY.format(host=host).encode()
    extra = [
        (b"content-security-policy", policy),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    ]

    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *extra]}
        await send(message)

    return sent


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    body = f"{why}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
