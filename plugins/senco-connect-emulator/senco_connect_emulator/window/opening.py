"""The window of a world, which costs nothing until somebody looks through it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from senco_connect_emulator.world import World

__all__ = ["Window"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Window:
    """An ASGI application for everything under /window; its pages are loaded at the first request."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._pages: Starlette | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._pages is None:
            from senco_connect_emulator.window.pages import pages_of  # noqa: PLC0415

            self._pages = pages_of(self._world)
        await self._pages(scope, receive, send)
