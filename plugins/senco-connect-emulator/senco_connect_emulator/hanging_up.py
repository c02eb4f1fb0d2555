"""Ends a connection without an answer, as a network does."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

__all__ = ["TRANSPORT", "hang_up"]

# The name by which the server leaves the connection in the scope of a request.
TRANSPORT = "senco.transport"
# Two shorts on Windows, two ints elsewhere: linger, for no time at all.
_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


async def hang_up(
    scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[MutableMapping[str, Any]]], *, breaking: bool
) -> None:
    """Close the connection; ``breaking`` lets the client see a reset instead of an end."""
    transport = scope[TRANSPORT]
    if breaking:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        transport.abort()
    else:
        transport.close()
    # The server takes an application that returns without an answer for broken, unless the client is gone.
    while (await receive())["type"] != "http.disconnect":
        pass
