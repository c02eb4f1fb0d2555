"""One request on its way to the function that answers it, and the table of those functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from senco_connect_emulator.contract import Method
    from senco_connect_emulator.identity import Identity
    from senco_connect_emulator.world import World

__all__ = ["METHODS", "Answer", "Call", "Content", "NoContent", "answers"]


class Content(NamedTuple):
    """Bytes that came with a request or go with an answer."""

    body: bytes
    mime_type: str
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200


class NoContent(NamedTuple):
    """An answer of 204 with nothing in it."""


class Call(NamedTuple):
    """A request that was routed, checked and let through.

    ``params`` holds path and query parameters by name, typed as the discovery
    document says (repeated ones as lists); ``body`` the request in canonical
    JSON: camelCase names, numbers as numbers, enums by name, no nulls.  ``media``
    is what was uploaded, ``origin`` the scheme and host that the client used.
    """

    method: Method
    params: dict[str, Any]
    body: dict[str, Any]
    who: Identity
    world: World
    media: Content | None = None
    origin: str = ""


Answer = dict[str, Any] | Content | NoContent
Handler = Callable[[Call], Answer]
METHODS: dict[str, Handler] = {}


def answers(*methods: str) -> Callable[[Handler], Handler]:
    """Register the function that answers these methods, named as in the discovery documents."""

    def register(handler: Handler) -> Handler:
        METHODS.update(dict.fromkeys(methods, handler))
        return handler

    return register
