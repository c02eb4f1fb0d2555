"""Say what Google's refusals mean to a school: which error of the library, what happened, and the cure.

Nothing of an answer is quoted (safety.md rule 34): its words may hold an
address, a file's name or a cell.  The reason, a word of Google's own, decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from senco_connect.errors import AccessRefused, ConfigProblem, RegisterRefused, SencoError, Stopped, TryAgain

__all__ = [
    "NO_DEFAULT", "NO_KEY", "OVERLOADED", "REVOKED", "AlreadyThere", "Cause", "OutcomeUnknown", "cause_of", "is_rate",
    "json_object", "reason_of",
]  # fmt: skip


class OutcomeUnknown(TryAgain):
    """A write was sent and no answer came that can be believed: it may have happened or not."""


class AlreadyThere(Stopped):
    """What was to be made bears an id that exists: an earlier try made it."""


class Cause(NamedTuple):
    """The error that a refusal becomes."""

    error: type[SencoError]
    what: str
    cure: str
    code: str

    def raised(self) -> SencoError:
        """Make the error."""
        return self.error(self.what, self.cure, code=self.code)


_RATE_REASONS: Final = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_RATE_WORDS: Final = re.compile(rb'"message": ?"(User )?Rate Limit Exceeded"|"message": ?"Quota exceeded for')

_REFUSED: Final = Cause(
    AccessRefused,
    "Google refused access to the spreadsheet or the shared drive.",
    "Share it with the account whose key senco.toml names: the spreadsheet as editor, the drive as content manager.",
    "X701",
)
_NOT_ENABLED: Final = Cause(
    AccessRefused,
    "The Google Sheets API or the Google Drive API is not enabled in the project of this account.",
    "Enable both in the Google Cloud console, under APIs and services, wait five minutes, and run again.",
    "X702",
)
_SCOPE: Final = Cause(
    AccessRefused,
    "The credentials were given for less than this needs.",
    'Sign in again with the scopes of docs/google.md, or set "access" to "drive" for folders that people made.',
    "X703",
)
_STORAGE: Final = Cause(
    AccessRefused,
    "The account may own no files, or the storage is full.",
    "Keep register and folders in a shared drive: a service account owns nothing outside one.",
    "X704",
)
_DAILY: Final = Cause(
    TryAgain,
    "Today's share of Google's quota is used up.",
    "Run again tomorrow, or ask for more quota in the Google Cloud console.",
    "X705",
)
_SHARING: Final = Cause(
    TryAgain, "Google lets this account share nothing more today.", "Run again tomorrow.", "X706"
)
_POLICY: Final = Cause(
    AccessRefused,
    "A policy of the school's Google domain forbids this.",
    "Ask the administrator to allow this account in the Admin console, under Apps, Drive.",
    "X707",
)
_DRIVE_FULL: Final = Cause(
    Stopped,
    "The shared drive or one of its folders holds as much as Google allows.",
    "Move last years' folders to another shared drive.",
    "X708",
)
_REVOKED: Final = Cause(
    AccessRefused,
    "Google does not accept the credentials: the key was deleted, the account disabled, or the token revoked.",
    "Make a new key, or sign in again, and put it where senco.toml says.",
    "X709",
)
_NO_SPREADSHEET: Final = Cause(
    RegisterRefused,
    "The register's spreadsheet is not there, or is not shared with this account.",
    'Share it with the account, or correct "spreadsheet" in senco.toml; a new one is never made unasked.',
    "X710",
)
_NO_FOLDER: Final = Cause(
    Stopped,
    "A folder or the shared drive is not there, or this account is no member of the drive.",
    'Add the account to the shared drive as content manager, or correct "folder" in senco.toml.',
    "X711",
)
_OUR_FAULT: Final = Cause(
    Stopped,
    "Google refused the request as malformed, so nothing of it was done.",
    "Run again; if it happens twice, report it with this code.",
    "X712",
)
_OVERLOADED: Final = Cause(
    TryAgain, "Google did not answer, or answered with a fault of its own.", "Run again in some minutes.", "X713"
)
_PROTECTED: Final = Cause(
    AccessRefused,
    "A protected range or sheet keeps this account from writing the register.",
    "Add the account to those who may edit it, under Data, Protected sheets and ranges.",
    "X714",
)

_BY_REASON: Final[Mapping[str, Cause]] = {
    "SERVICE_DISABLED": _NOT_ENABLED,
    "accessNotConfigured": _NOT_ENABLED,
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": _SCOPE,
    "insufficientPermissions": _SCOPE,
    "insufficientScopes": _SCOPE,
    "appNotAuthorizedToFile": _SCOPE,
    "storageQuotaExceeded": _STORAGE,
    "dailyLimitExceeded": _DAILY,
    "dailyLimitExceededUnreg": _DAILY,
    "quotaExceeded": _DAILY,
    "sharingRateLimitExceeded": _SHARING,
    "domainPolicy": _POLICY,
    "teamDriveFileLimitExceeded": _DRIVE_FULL,
    "teamDriveHierarchyTooDeep": _DRIVE_FULL,
    "myDriveHierarchyDepthLimitExceeded": _DRIVE_FULL,
    "numChildrenInNonRootLimitExceeded": _DRIVE_FULL,
}
_BY_WORDS: Final = (
    (b"protected cell", _PROTECTED),
    (b"insufficient authentication scopes", _SCOPE),
    (b"storage quota", _STORAGE),
    (b"Daily Limit Exceeded", _DAILY),
)
REVOKED: Final = _REVOKED
OVERLOADED: Final = _OVERLOADED
NO_KEY: Final = Cause(
    ConfigProblem,
    "The file with the credentials can't be read, or is of no kind that is known.",
    'Put a service account key or an authorized-user file where "credentials" says, or leave it out.',
    "X715",
)
NO_DEFAULT: Final = Cause(
    ConfigProblem,
    "This machine has no credentials of its own for Google.",
    'Name a key file under "credentials", or set up workload identity as in docs/google.md.',
    "X716",
)


def json_object(body: bytes) -> dict[str, Any] | None:
    """Read an answer; None where it is cut, HTML, or no object."""
    try:
        read = json.loads(body)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def reason_of(body: bytes) -> str:
    """Give Google's word for a refusal; the finer one where there are two."""
    error = (json_object(body) or {}).get("error")
    if not isinstance(error, dict):
        return ""
    told = [*_reasons(error, "details"), *_reasons(error, "errors"), str(error.get("status", ""))]
    return next(filter(None, told), "")


def _reasons(error: Mapping[str, Any], where: str) -> list[str]:
    listed = error.get(where)
    return [str(one.get("reason", "")) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def is_rate(status: int, body: bytes) -> bool:
    """Whether a call was refused for coming too soon, and so was not done."""
    if status == 429:
        return True
    return status == 403 and (reason_of(body) in _RATE_REASONS or _RATE_WORDS.search(body) is not None)


def cause_of(status: int, body: bytes, *, service: str) -> Cause:
    """Settle what a refusal by this service ("sheets", "drive") means."""
    if known := _BY_REASON.get(reason_of(body)):
        return known
    # Sheets often gives its words alone.
    if told := next((cause for words, cause in _BY_WORDS if words in body), None):
        return told
    return _by_status(status, _NO_SPREADSHEET if service == "sheets" else _NO_FOLDER)


def _by_status(status: int, nothing_there: Cause) -> Cause:
    known = {400: _OUR_FAULT, 401: _REVOKED, 403: _REFUSED, 404: nothing_there, 410: nothing_there, 429: _OVERLOADED}
    return known.get(status, _OVERLOADED if status >= 500 else _OUR_FAULT)
