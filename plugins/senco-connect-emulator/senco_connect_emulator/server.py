"""The emulator as a server on a real socket: in a thread for tests, in the foreground for a person."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from senco_connect_emulator.app import App
from senco_connect_emulator.hanging_up import TRANSPORT

__all__ = ["listen", "serve", "serving"]

# Clients keep a connection for minutes; one that is closed on them surfaces as a broken pipe.
KEEP_ALIVE = 600


class _Protocol(HttpToolsProtocol):
    """Lets a fault hang up on a client: the application finds the connection in its scope."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope[TRANSPORT] = self.transport  # type: ignore[literal-required]


class _Server(uvicorn.Server):
    """Says when it has stopped: a signal that ended it ends the process right after."""

    def __init__(self, app: App, stopped: Callable[[], None]) -> None:
        asgi: Any = app
        config = uvicorn.Config(
            asgi, http=_Protocol, loop="asyncio", lifespan="off", log_config=None, access_log=False, ws="none",
            timeout_keep_alive=KEEP_ALIVE, server_header=False, date_header=False, proxy_headers=False,
        )  # fmt: skip
        super().__init__(config)
        self._stopped = stopped

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        self._stopped()


def listen(port: int = 0) -> socket.socket:
    """Open a port on this machine alone; 0 takes any that is free."""
    # Named as TCP, so that asyncio turns off Nagle's delay, which would hold back the second half of each answer.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        # There it would let two servers share a port.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("127.0.0.1", port))
        sock.listen(128)
    except OSError:
        sock.close()
        raise
    return sock


def serve(app: App, sock: socket.socket, *, stopped: Callable[[], None] = lambda: None) -> None:
    """Serve until interrupted; ``stopped`` is called once nothing is served any more."""
    _Server(app, stopped).run(sockets=[sock])


@contextlib.contextmanager
def serving(app: App) -> Iterator[str]:
    """Serve in a thread; gives the origin, such as http://127.0.0.1:40001."""
    server, sock = _Server(app, lambda: None), listen()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, name="senco-emulator", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(10)
        sock.close()
