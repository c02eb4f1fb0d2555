"""How a person acts: through the functions that answer the API, in their own name, without HTTP, quota or log."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import senco_connect_emulator.app  # noqa: F401  (registers the methods)
from senco_connect_emulator.call import METHODS, Call
from senco_connect_emulator.contract import Method, check_body, services

if TYPE_CHECKING:
    from senco_connect_emulator.identity import Identity
    from senco_connect_emulator.world import World

__all__ = ["Actor"]

_SCOPES = tuple(f"https://www.googleapis.com/auth/{name}" for name in ("drive", "spreadsheets", "documents"))


class Actor:
    """Somebody with the whole window before them."""

    def __init__(self, world: World, email: str) -> None:
        self.world = world
        self.email = email

    @property
    def who(self) -> Identity:
        """The person, as the services know them."""
        return self.world.directory.identity(self.email, _SCOPES)

    def do(self, method: str, body: dict[str, Any] | None = None, **params: Any) -> dict[str, Any]:
        """Do what a method does, such as ``drive.files.update``; raises Refused where the person may not."""
        found = _methods()[method]
        answer = METHODS[method](Call(found, params, check_body(found, body), self.who, self.world))
        return answer if isinstance(answer, dict) else {}


@cache
def _methods() -> dict[str, Method]:
    return {method.id: method for service in services().values() for method in service.methods}
