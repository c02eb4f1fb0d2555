"""The emulator as a test holds it: a world, a server on a free port, and handles for what happens around a client."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from senco_connect_emulator.app import App
from senco_connect_emulator.clock import Clock
from senco_connect_emulator.exchange import Request
from senco_connect_emulator.faults import Faults
from senco_connect_emulator.identity import Account
from senco_connect_emulator.log import Log
from senco_connect_emulator.server import serving
from senco_connect_emulator.switches import Switches
from senco_connect_emulator.window import Window, photograph
from senco_connect_emulator.world import World

if TYPE_CHECKING:
    from senco_connect_emulator.people import Person

__all__ = ["SCOPES", "Emulator", "People"]

SCOPES = tuple(f"https://www.googleapis.com/auth/{name}" for name in ("drive", "spreadsheets", "documents"))


class Emulator:
    """A Google of its own, on this machine, for as long as the ``with`` block lasts."""

    def __init__(self, *, clock: Clock | None = None, switches: Switches | None = None, seed: str = "senco") -> None:
        self.world = World(clock=clock, switches=switches, seed=seed)
        self.app = App(self.world, Window(self.world))
        self.url = ""
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self.url = self._open.enter_context(serving(self.app))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def log(self) -> Log:
        """What was asked, what it answered and what it cost."""
        return self.world.log

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""
        return self.world.faults

    @property
    def clock(self) -> Clock:
        """The time that the world goes by."""
        return self.world.clock

    @property
    def people(self) -> People:
        """The people who act on their own: ``google.people["head@school.example"]``."""
        return People(self.world)

    def photograph(self, path: Path, *, spreadsheet_id: str = "", **query: Any) -> Path:
        """Take a PNG of a spreadsheet's page in the window, or of Drive's, as somebody (``who``); needs Chromium."""
        return photograph(self.url, path, spreadsheet_id=spreadsheet_id, **query)

    def between(self, act: Callable[[Request], None]) -> Callable[[Request], None]:
        """Let ``act`` happen before each request is answered; may be used as a decorator."""
        self.app.between.append(act)
        return act

    def add_user(self, email: str, name: str = "") -> Account:
        """Let a person exist."""
        return self.world.directory.add_user(email, name)

    def add_group(self, email: str, members: Iterable[str] = ()) -> None:
        """Let a group exist."""
        self.world.directory.add_group(email, members)

    def add_service_account(self, email: str, *, delegated: Iterable[str] = ()) -> dict[str, str]:
        """Let a service account exist; gives a key file.  ``delegated`` are the scopes it may use in anybody's name."""
        key = self.world.directory.add_service_account(email, token_uri=f"{self.url}/token")
        self.world.directory.allow_delegation(email, delegated)
        return key

    def token(self, email: str, scopes: Iterable[str] = SCOPES) -> str:
        """Give an access token for somebody, who is made a user where unknown: a login without the ceremony."""
        directory = self.world.directory
        return directory.issue(directory.identity(email, scopes), now=self.world.clock.seconds)

    def require_honest(self) -> None:
        """Raise AssertionError where a test met what is not built, set up a fault in vain or broke the emulator."""
        assert not self.app.broken, f"the emulator broke: {self.app.broken[0]!r}"
        assert not self.app.unbuilt, f"met what the emulator does not do: {sorted(set(self.app.unbuilt))}"
        assert not self.faults.unfired, f"no request met these faults: {self.faults.unfired}"


class People:
    """Whoever exists, by address, as somebody who acts without any client."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __getitem__(self, email: str) -> Person:
        # What people can do is needed by few, and stands on all three services.
        from senco_connect_emulator.people import Person  # noqa: PLC0415

        self._world.directory.add_user(email)
        return Person(self._world, email)
