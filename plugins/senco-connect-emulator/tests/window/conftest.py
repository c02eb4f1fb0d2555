"""A served world with a register, a folder and a document, to be looked at through the window."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest
from senco_connect_emulator.app import App
from senco_connect_emulator.people import Person
from senco_connect_emulator.server import serving
from senco_connect_emulator.window import Window
from senco_connect_emulator.world import World

SENCO, HEAD = "senco@school.example", "head@school.example"
SCRIPT = '<script>document.title = "run"</script><img src=x onerror=alert(1)>'


class Seen(NamedTuple):
    """What an address answered."""

    status: int
    text: str
    headers: dict[str, str]


class Shown:
    """The served window."""

    def __init__(self, url: str, world: World) -> None:
        self.url, self.world = url, world
        self.senco = Person(world, SENCO)
        self.folder = self.senco.new_folder("Pupils")
        self.register = self.senco.new_spreadsheet("Register", self.folder)
        self.tab = self.senco.sheet(self.register)
        rows = [["Key", "Name", "Status"], ["P1", "Dev Instance", "K"], ["P2", "Ada Example", "E"], ["P3", "Cara Sample", "N"]]
        self.tab.paste("A1", rows)

    def address(self, path: str, who: str = SENCO, **query: object) -> str:
        """Make an address of the window."""
        return f"{self.url}/window/{quote(path)}?{urlencode({'who': who, **query})}"

    def get(self, path: str, who: str = SENCO, **query: object) -> Seen:
        """Fetch a page."""
        return _seen(urllib.request.Request(self.address(path, who, **query)))

    def act(self, who: str = SENCO, headers: dict[str, str] | None = None, **told: Any) -> Seen:
        """Do something as the window's script does."""
        body = json.dumps({"who": who, **told}).encode()
        told_headers = {"Content-Type": "application/json", **(headers or {})}
        return _seen(urllib.request.Request(f"{self.url}/window/act", body, told_headers))


def _seen(request: urllib.request.Request) -> Seen:
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return Seen(answer.status, answer.read().decode(), dict(answer.headers))
    except urllib.error.HTTPError as problem:
        with problem:
            return Seen(problem.code, problem.read().decode(), dict(problem.headers))


@pytest.fixture
def shown() -> Iterator[Shown]:
    """Serve a world with a few things in it."""
    world = World()
    world.directory.add_user(SENCO, "Sam Senco")
    world.directory.add_user(HEAD, "Hazel Head")
    with serving(App(world, Window(world))) as url:
        yield Shown(url, world)
