"""How many small requests a second the emulator answers on one core, beside a server that only says hello.

    python plugins/senco-connect-emulator/tests/throughput.py [TURNS]

Each server is a process of its own with one thread that works; the client is another. It asks for two cells
(``spreadsheets.values.get``) over four connections that stay open. "A second" is one of the clock; "a second of its own"
one in which the server's process was at work, which says the same on a machine that others use too.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple

import uvicorn
from senco_connect_emulator.emulator import Emulator
from senco_connect_emulator.server import listen

REQUESTS, CONNECTIONS, WARM = 4000, 4, 400
WANTED = 1000
HELLO = b'{\n  "hello": "world"\n}\n'


class Rate(NamedTuple):
    """Requests a second: of the clock's, and of the server's own."""

    by_clock: float
    by_work: float


# --- the two servers, each in its own process


def serve_emulator() -> None:
    """Serve a register; the first line says where and how to ask, then each line that comes in is answered with the time
    that this process has worked.
    """
    with Emulator() as google:
        google.world.quotas.enforced = False
        senco = google.people["senco@school.example"]
        book = senco.new_spreadsheet("Register")
        senco.sheet(book).paste("A1", [["UPN", "Status"]])
        path = f"/v4/spreadsheets/{book}/values/Sheet1!A1:B1"
        _tell(google.url.rpartition(":")[2], path, google.token("senco@school.example"))


def serve_hello() -> None:
    """Serve one answer to everything, with the same server."""

    async def hello(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"application/json; charset=UTF-8"), (b"content-length", str(len(HELLO)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": HELLO})

    sock = listen()
    config = uvicorn.Config(
        hello, http="httptools", loop="asyncio", lifespan="off", log_config=None, access_log=False, ws="none",
        timeout_keep_alive=600, server_header=False, date_header=False, proxy_headers=False,
    )  # fmt: skip
    threading.Thread(target=uvicorn.Server(config).run, kwargs={"sockets": [sock]}, daemon=True).start()
    _tell(str(sock.getsockname()[1]), "/", "none")


def _tell(port: str, path: str, token: str) -> None:
    print(json.dumps([int(port), path, token]), flush=True)
    for _ in sys.stdin:
        print(time.process_time(), flush=True)


# --- the client


class Line:
    """A connection that stays open, as little as a client can be."""

    def __init__(self, port: int, request: bytes) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._request = request
        self._left = b""

    def send(self) -> None:
        """Send the request."""
        self._socket.sendall(self._request)

    def answer(self) -> bytes:
        """Wait for the answer and give its body."""
        while (end := self._left.find(b"\r\n\r\n")) < 0:
            self._more()
        head = self._left[:end].lower()
        assert head.startswith(b"http/1.1 200"), self._left
        size = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(self._left) < end + 4 + size:
            self._more()
        body, self._left = self._left[end + 4 : end + 4 + size], self._left[end + 4 + size :]
        return body

    def _more(self) -> None:
        got = self._socket.recv(65536)
        assert got, "the server has hung up"
        self._left += got

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


@contextmanager
def started(name: str) -> Iterator[tuple[list[Line], subprocess.Popen[str]]]:
    """Start a server in another process, and open the connections to it."""
    command = [sys.executable, __file__, name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port, path, token = json.loads(process.stdout.readline())
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        lines = [Line(port, request) for _ in range(CONNECTIONS)]
        try:
            yield lines, process
        finally:
            for line in lines:
                line.close()
            assert process.stdin is not None
            process.stdin.close()


def worked(process: subprocess.Popen[str]) -> float:
    """For how long the server's process has worked."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("?\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def ask(lines: list[Line], requests: int) -> bytes:
    """Send so many requests, one at a time on each connection; gives the last answer."""
    body = b""
    for _ in range(requests // len(lines)):
        for line in lines:
            line.send()
        for line in lines:
            body = line.answer()
    return body


def measured(name: str) -> Rate:
    """Start a server, warm it up, and measure it."""
    with started(name) as (lines, process):
        body = ask(lines, WARM)
        assert name == "hello" or json.loads(body)["values"] == [["UPN", "Status"]]
        work, start = worked(process), time.perf_counter()
        ask(lines, REQUESTS)
        seconds = time.perf_counter() - start
        return Rate(REQUESTS / seconds, REQUESTS / (worked(process) - work))


def main(turns: int) -> None:
    """Measure both in turns, and tell the medians."""
    found = [(measured("emulator"), measured("hello")) for _ in range(turns)]
    ours, hello = zip(*found, strict=True)
    print(f"values.get over {CONNECTIONS} open connections, {REQUESTS} requests, median of {turns} turns")
    for words, place in (("a second", 0), ("a second of its own", 1)):
        mine, reference = median(rate[place] for rate in ours), median(rate[place] for rate in hello)
        ratio = median(h[place] / o[place] for o, h in found)
        print(f"requests {words}: {mine:,.0f}; hello {reference:,.0f}, {ratio:.1f} times as many")
    best = max(rate.by_clock for rate in ours)
    print(f"best turn: {best:,.0f} a second; wanted: {WANTED:,}")


if __name__ == "__main__":
    told = sys.argv[1] if len(sys.argv) > 1 else "5"
    if told in {"emulator", "hello"}:
        {"emulator": serve_emulator, "hello": serve_hello}[told]()
    else:
        main(int(told))
