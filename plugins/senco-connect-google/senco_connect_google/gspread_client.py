"""gspread with the library's one transport under it: its calls are sent once, in our pace, and refused in our words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from gspread.http_client import HTTPClient

from senco_connect_google.transport import Transport

__all__ = ["client_over"]


class _Answer(NamedTuple):
    """An answer as gspread asks about it; whatever was refused has become an error of the library before."""

    told: dict[str, Any]
    ok: bool = True

    def json(self) -> dict[str, Any]:
        return self.told


class _Session:
    """Stands where gspread keeps a session of its own, which has no deadline and knows no quota."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Mapping[str, Any] | None = None,
        **others: Any,
    ) -> _Answer:
        """Send a call of Sheets; what gspread would do beside that, such as uploads, is not for this transport."""
        if any(value is not None for value in others.values()):
            raise NotImplementedError("only JSON is sent through this client")
        return _Answer(self._transport.ask(method.upper(), url, json, **(params or {})))


def client_over(transport: Transport) -> HTTPClient:
    """Give gspread's client, whose only way out is the transport."""
    # gspread asks for credentials only where it has to make a session of its own.
    without_credentials: Any = None
    session: Any = _Session(transport)
    return HTTPClient(without_credentials, session=session)
