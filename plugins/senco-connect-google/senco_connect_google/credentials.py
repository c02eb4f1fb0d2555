"""Who the library is to Google: a service account's key file, or no key at all, always with the least scopes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Literal

from senco_connect_google.problems import NO_DEFAULT, NO_KEY

__all__ = ["Access", "load_credentials", "scopes_for"]

Access = Literal["made here", "drive"]
_SHEETS: Final = "https://www.googleapis.com/auth/spreadsheets"
_OURS: Final = "https://www.googleapis.com/auth/drive.file"
_DRIVE: Final = "https://www.googleapis.com/auth/drive"


def scopes_for(service: str, access: Access) -> tuple[str, ...]:
    """Give the scopes that a register ("sheets") or a filing ("drive") needs.

    The whole drive is asked for only where senco.toml says so: folders that
    people made are seen by nothing less.
    """
    files = _DRIVE if access == "drive" else _OURS
    return (_SHEETS, files) if service == "sheets" else (files,)


def load_credentials(path: Path | None, scopes: Sequence[str]) -> Any:
    """Load a key file, an authorized-user file or a workload identity; without a path, what the machine itself has.

    Raises ConfigProblem, which says nothing of the path or of what stands in the file.
    """
    if path is None:
        return _of_this_machine(scopes)
    try:
        told = json.loads(path.read_text("utf-8"))
        return _KINDS[told["type"]](told, list(scopes))
    except (OSError, ValueError, KeyError, TypeError):
        raise NO_KEY.raised() from None


def _of_this_machine(scopes: Sequence[str]) -> Any:
    # google-auth is loaded here: `senco check` makes adapters and asks nobody.
    import google.auth  # noqa: PLC0415
    from google.auth.exceptions import DefaultCredentialsError  # noqa: PLC0415

    try:
        credentials, _ = google.auth.default(scopes=list(scopes))
    except DefaultCredentialsError:
        raise NO_DEFAULT.raised() from None
    return credentials


def _service_account(told: dict[str, Any], scopes: list[str]) -> Any:
    kind: Any = import_module("google.oauth2.service_account").Credentials
    return kind.from_service_account_info(told, scopes=scopes)


def _authorized_user(told: dict[str, Any], scopes: list[str]) -> Any:
    kind: Any = import_module("google.oauth2.credentials").Credentials
    return kind.from_authorized_user_info(told, scopes=scopes)


def _workload(told: dict[str, Any], scopes: list[str]) -> Any:
    load: Any = import_module("google.auth").load_credentials_from_dict
    return load(told, scopes=scopes)[0]


_KINDS: Final = {
    "service_account": _service_account,
    "authorized_user": _authorized_user,
    "external_account": _workload,
    "external_account_authorized_user": _workload,
    "impersonated_service_account": _workload,
}
