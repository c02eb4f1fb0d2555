"""The emulator as an ASGI application: requests come in, meet their faults, are answered and logged.

Everything between a request's last byte and its answer happens without a pause,
so that no request sees another half done.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import partial
from typing import Any

from senco_connect_emulator.answering import LOGINS, Step
from senco_connect_emulator.batching import answer_batch, is_batch
from senco_connect_emulator.contract import Route, find_route
from senco_connect_emulator.docs import handlers as docs
from senco_connect_emulator.drive import handlers as drive
from senco_connect_emulator.exchange import Request, Response, headers_around
from senco_connect_emulator.faults import Fault
from senco_connect_emulator.hanging_up import hang_up
from senco_connect_emulator.log import Entry
from senco_connect_emulator.sheets import handlers as sheets
from senco_connect_emulator.uploads import Uploads
from senco_connect_emulator.world import World

__all__ = ["App"]

# The three register what answers their methods when they are imported.
SERVICES = (sheets, drive, docs)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Pages = Callable[[Scope, Receive, Send], Awaitable[None]]


class App:
    """Serves one world.  ``pages`` answers what is no API call: the window.

    ``between`` holds what is called before each request that a client sends, ``changed`` what is called after each
    that may have changed the world, ``unbuilt`` what was asked for and does not exist, ``broken`` what went wrong in
    the emulator itself.
    """

    def __init__(self, world: World, pages: Pages | None = None) -> None:
        self.world = world
        self.uploads = Uploads(world)
        self.between: list[Callable[[Request], None]] = []
        self.changed: list[Callable[[], None]] = []
        self.unbuilt: list[str] = []
        self.broken: list[Exception] = []
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if self._pages is not None and scope["path"].startswith("/window"):
            await self._pages(scope, receive, send)
            self._tell(scope["method"])
            return
        try:
            await self._served(scope, receive, send)
        finally:
            # The server answers 500 to what is our own fault, which a client would take for Google's and retry.
            if isinstance(problem := sys.exception(), Exception):
                self.broken.append(problem)

    def answer(self, request: Request) -> Response:
        """Answer a request that came whole, or one call of a batch."""
        name, route = self._routed(request)
        return self._met(request, (name, route), self.world.faults.take(name, request))

    async def _served(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            return
        request = _request(scope, body)
        place = self._routed(request)
        fault = self.world.faults.take(place[0], request)
        if fault and fault.waits_before:
            await asyncio.sleep(fault.waits_before)
        response = self._met(request, place, fault)
        if fault and fault.waits_after:
            await asyncio.sleep(fault.waits_after)
        if response.status:
            date = self.world.date(fault.clock_error if fault else 0)
            await _send(response, headers_around(place[0], date), send, cut=_is(fault, "cut"))
        if not response.status or _is(fault, "cut"):
            await hang_up(scope, receive, breaking=_is(fault, "reset"))

    def _routed(self, request: Request) -> tuple[str, Route | None]:
        if session := self.uploads.session(request):
            return session.method.id, Route(session.method, {}, uploads=True)
        if route := find_route(request.verb, request.path):
            return route.method.id, route
        return "token" if request.path in LOGINS else "batch" if is_batch(request) else "", None

    def _met(self, request: Request, place: tuple[str, Route | None], fault: Fault | None) -> Response:
        name, route = place
        if not request.part:
            for act in self.between:
                act(request)
        step = Step(self.world, self.uploads, request, route)
        normally: Callable[[], Response] = step.response
        if name == "batch":
            normally = partial(answer_batch, request, self.answer)
        response = fault.answer(normally) if fault else normally()
        self.unbuilt += step.unbuilt
        self.world.log.append(
            Entry(
                name, request.verb, request.path, response.status, step.who, *step.cost,
                len(response.body), len(request.body), request.part, step.applied,
            )
        )  # fmt: skip
        if step.applied:
            self._tell(request.verb)
        return response

    def _tell(self, verb: str) -> None:
        if verb != "GET":
            for tell in self.changed:
                tell()


def _is(fault: Fault | None, kind: str) -> bool:
    return fault is not None and fault.rule.kind == kind


async def _body(receive: Receive) -> bytes | None:
    """Take the whole body; None where the client went away before it had sent it."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _request(scope: Scope, body: bytes) -> Request:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    origin = f"{scope['scheme']}://{headers.get('host', 'localhost')}"
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    verb = str(headers.get("x-http-method-override", scope["method"])).upper()
    query = scope["query_string"].decode("latin-1")
    if verb != scope["method"] and "x-www-form-urlencoded" in headers.get("content-type", ""):
        # A query too long for an address travels as a form.
        query, body = "&".join(filter(None, (query, body.decode("latin-1")))), b""
    return Request(verb, path, query, headers, body, origin)


async def _send(response: Response, around: Iterable[tuple[str, str]], send: Send, *, cut: bool) -> None:
    told = (*response.headers, *around, ("content-length", str(len(response.body))))
    headers = [(name.encode(), value.encode("latin-1")) for name, value in told]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    body = response.body[: len(response.body) // 2] if cut else response.body
    await send({"type": "http.response.body", "body": body, "more_body": cut})
