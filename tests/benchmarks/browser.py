"""A browser that costs little: one kept connection, requests as bytes, nothing parsed that nobody asks for."""

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
CSRF = "b" * 32
PATIENCE = 60.0


class Failed(Exception):
    """An answer that is not what the scenario expects; it counts as an error."""


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in, or nobody (no session)."""

    id: int = 0
    session: str = ""

    @property
    def cookies(self) -> str:
        """What their browser sends."""
        return f"sessionid={self.session}; csrftoken={CSRF}" if self.session else f"csrftoken={CSRF}"


NOBODY = Person()


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    location: str = ""

    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)


class Browser(Protocol):
    """What a scenario uses: over a connection, or in this process where queries are counted."""

    async def send(self, method: str, path: str, person: Person, body: bytes, content_type: str) -> Answer:
        """One exchange."""

    async def get(self, path: str, person: Person = NOBODY, *, holds: bytes = b"") -> Answer:
        """A page that must answer 200 and hold a text."""
        return expected(await self.send("GET", path, person, b"", ""), path, {200}, holds)

    async def post(self, path: str, person: Person, data: dict[str, Any] | None = None) -> Answer:
        """A form; the answer is the page or the way to it."""
        body = urlencode(data or {}, doseq=True).encode()
        kind = "application/x-www-form-urlencoded"
        return expected(await self.send("POST", path, person, body, kind), path, {200, 302}, b"")

    async def call(self, method: str, path: str, person: Person, data: Any = None) -> Answer:
        """A call with JSON."""
        body = json.dumps(data).encode() if data is not None else b""
        return expected(await self.send(method, path, person, body, "application/json"), path, {200, 201}, b"")


def expected(answer: Answer, path: str, statuses: set[int], holds: bytes) -> Answer:
    """The answer, if it is one; raises Failed."""
    if answer.status not in statuses:
        raise Failed(f"{path} answered {answer.status} {answer.location} {answer.body[:200]!r}")
    if holds and holds not in answer.body:
        raise Failed(f"{path} does not hold {holds!r}")
    return answer


class _Wire(asyncio.Protocol):
    """One connection: collects an answer until it is whole."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Answer] | None = None
        self.received = bytearray()
        self.head, self.whole = 0, 0
        self.chunked = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(ConnectionResetError("the server closed the connection"))

    def begin(self, request: bytes) -> "asyncio.Future[Answer]":
        self.received.clear()
        self.head = self.whole = 0
        self.waiting = asyncio.get_running_loop().create_future()
        assert self.transport is not None
        self.transport.write(request)
        return self.waiting

    def data_received(self, data: bytes) -> None:
        self.received += data
        if not self.head:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return
            self.head = end + 4
            headers = bytes(self.received[:end])
            length = _LENGTH.search(headers)
            self.chunked = length is None and _CHUNKED.search(headers) is not None
            self.whole = self.head + int(length[1]) if length else self.head
        complete = self.received.endswith(b"\r\n0\r\n\r\n") if self.chunked else len(self.received) >= self.whole
        if complete and self.waiting is not None and not self.waiting.done():
            head = bytes(self.received[: self.head])
            location = _LOCATION.search(head)
            where = location[1].decode() if location else ""
            self.waiting.set_result(Answer(int(head[9:12]), bytes(self.received[self.head :]), where))


class Connection(Browser):
    """A browser over a kept connection."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.wire: _Wire | None = None

    async def send(self, method: str, path: str, person: Person, body: bytes, content_type: str) -> Answer:
        """One exchange. A connection that the server closed while it lay idle is opened anew."""
        request = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: {person.cookies}\r\n"
            "Accept: text/html,application/json\r\nAccept-Language: en\r\n"
        )
        if method != "GET":
            request += f"X-CSRFToken: {CSRF}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
        raw = request.encode() + b"\r\n" + body
        fresh = self.wire is None or self.wire.transport is None
        try:
            return await self._exchange(raw)
        except ConnectionResetError:
            if fresh:
                raise
            return await self._exchange(raw)

    async def _exchange(self, raw: bytes) -> Answer:
        if self.wire is None or self.wire.transport is None:
            _transport, self.wire = await asyncio.get_running_loop().create_connection(_Wire, self.host, self.port)
        return await asyncio.wait_for(self.wire.begin(raw), PATIENCE)

    def close(self) -> None:
        """Let the connection go."""
        if self.wire is not None and self.wire.transport is not None:
            self.wire.transport.close()
