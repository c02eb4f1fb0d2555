"""Chromium, driven over its DevTools protocol: a WebSocket of a few lines, so that no package is needed for it."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from senco_connect_emulator.window.picture import QUIET

PATIENCE = 20.0


class Browser:
    """One headless browser with one page."""

    def __init__(self, path: str, profile: Path, *, dark: bool = False) -> None:
        self._process = subprocess.Popen(
            [path, *QUIET, "--remote-debugging-port=0", f"--user-data-dir={profile}", "--window-size=1280,800", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        port = self._port(profile / "DevToolsActivePort")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=PATIENCE) as answer:
            page = next(one for one in json.load(answer) if one["type"] == "page")
        self._socket = _connected(port, "/" + page["webSocketDebuggerUrl"].split("/", 3)[3])
        self._asked = 0
        self.problems: list[str] = []
        # What is typed into the next prompt.
        self.answer = ""
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        if dark:
            self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])

    def _port(self, path: Path) -> int:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if path.exists() and (lines := path.read_text(encoding="utf-8").split()):
                return int(lines[0])
            time.sleep(0.05)
        raise TimeoutError("The browser did not start.")

    def close(self) -> None:
        """End the browser."""
        self._socket.close()
        self._process.terminate()
        self._process.wait(PATIENCE)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for what it answers."""
        self._asked += 1
        _send(self._socket, json.dumps({"id": self._asked, "method": method, "params": params}))
        while True:
            told = json.loads(_received(self._socket))
            if told.get("id") == self._asked:
                return told.get("result", {"result": {}})
            self._note(told)

    def _note(self, told: dict[str, Any]) -> None:
        if told.get("method") == "Runtime.exceptionThrown":
            self.problems.append(told["params"]["exceptionDetails"]["text"])
        elif told.get("method") == "Log.entryAdded" and told["params"]["entry"]["level"] == "error":
            self.problems.append(told["params"]["entry"]["text"])
        elif told.get("method") == "Page.javascriptDialogOpening":
            # A prompt waits for an answer while the command that opened it is still awaited.
            self._asked += 1
            answer = {"accept": True, "promptText": self.answer}
            _send(self._socket, json.dumps({"id": self._asked, "method": "Page.handleJavaScriptDialog", "params": answer}))
            self._asked -= 1

    def go(self, url: str) -> None:
        """Open a page and wait until it has started."""
        self.ask("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && typeof watch === 'function'")

    def value(self, script: str) -> Any:
        """Give what an expression comes to in the page."""
        told = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until an expression holds."""
        end = time.monotonic() + PATIENCE
        # A page that is just being left or opened has nothing to say yet.
        whole = f"(async () => {{ try {{ return Boolean(await ({script})); }} catch {{ return false; }} }})()"
        while not self.value(whole):
            assert time.monotonic() < end, f"{script} did not come to hold"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            text = {"text": "\r" if key == "Enter" else key} if len(key) == 1 or key == "Enter" else {}
            code = {"Enter": 13, "Tab": 9, "Escape": 27, "F2": 113, "Delete": 46}.get(key, 0)
            self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
            self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def write(self, text: str) -> None:
        """Put text into what has the focus."""
        self.ask("Input.insertText", text=text)

    def picture(self, path: Path) -> None:
        """Take a PNG of the page."""
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))


def _connected(port: int, path: str) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), PATIENCE)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
             f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", ""]  # fmt: skip
    sock.sendall("\r\n".join(lines).encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += sock.recv(1)
    assert b" 101 " in head, head
    return sock


def _send(sock: socket.socket, text: str) -> None:
    body, mask = text.encode(), os.urandom(4)
    size = struct.pack("!B", 0x80 | len(body)) if len(body) < 126 else struct.pack("!BQ", 0x80 | 127, len(body))
    sock.sendall(b"\x81" + size + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(body)))


def _received(sock: socket.socket) -> bytes:
    whole = b""
    while True:
        first, second = _exactly(sock, 2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(_exactly(sock, 2 if size == 126 else 8), "big")
        whole += _exactly(sock, size)
        if first & 0x80:
            return whole


def _exactly(sock: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = sock.recv(size - len(found))
        assert more, "The browser hung up."
        found += more
    return found
