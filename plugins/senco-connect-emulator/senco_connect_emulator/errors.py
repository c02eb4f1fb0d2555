"""What Google answers when it refuses: one exception, and the two shapes of body in which it is told.

Sheets and Docs tell a canonical status and details; Drive tells a reason and a
domain for each error, and a status only about who may ask at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["NOT_BUILT", "Refused", "error_body", "forbidden", "invalid", "not_built", "not_found"]

# The header of an answer to what the emulator does not know how to do: a test that meets one fails.
NOT_BUILT = "X-Senco-Emulator"

STATUS = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 501: "UNIMPLEMENTED", 503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}  # fmt: skip
REASON = {
    400: "badRequest", 401: "authError", 403: "forbidden", 404: "notFound", 409: "conflict", 429: "rateLimitExceeded",
    500: "internalError", 503: "backendError",
}  # fmt: skip


class Refused(Exception):
    """A request that Google refuses, with all that either shape of body needs."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: str = "",
        reason: str = "",
        domain: str = "global",
        location: tuple[str, str] = ("", ""),
        details: Sequence[dict[str, Any]] = (),
        told: str = "",
        help: str = "",
        headers: tuple[tuple[str, str], ...] = (),
        built: bool = True,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.shows_status = bool(status)
        self.status = status or STATUS.get(code, "UNKNOWN")
        self.reason = reason or REASON.get(code, "backendError")
        self.domain = domain
        self.location, self.location_type = location
        self.details = list(details)
        # Drive's list of errors sometimes says it in other words than the message.
        self.told = told or message
        self.help = help
        self.headers = headers
        self.built = built


def invalid(
    message: str, *, field: str = "", reason: str = "badRequest", location: tuple[str, str] = ("", "")
) -> Refused:
    """Make a 400; ``field`` names what a BadRequest detail points to."""
    violation = {"field": field, "description": message} if field else {"description": message}
    kind = "type.googleapis.com/google.rpc.BadRequest"
    details = [{"@type": kind, "fieldViolations": [violation]}] if field else []
    return Refused(400, message, reason=reason, details=details, location=location)


def not_found(message: str = "Requested entity was not found.", *, parameter: str = "") -> Refused:
    """Make a 404; Drive says which parameter named nothing."""
    return Refused(404, message, location=(parameter, "parameter") if parameter else ("", ""))


def forbidden(message: str = "The caller does not have permission", *, reason: str = "forbidden") -> Refused:
    """Make a 403 with Drive's reason for it."""
    return Refused(403, message, reason=reason)


def not_built(what: str) -> Refused:
    """Make the answer to what Google can do and the emulator can't: no retry helps, and a test that sees it fails."""
    return Refused(400, f"senco-emulator does not implement {what}.", built=False)


def error_body(refused: Refused, *, lists_errors: bool) -> dict[str, Any]:
    """Give the JSON body: Drive's (``lists_errors``) or that of Sheets and Docs."""
    error: dict[str, Any] = {"code": refused.code, "message": refused.message}
    if lists_errors:
        told = {"message": refused.told, "domain": refused.domain, "reason": refused.reason}
        if refused.location:
            told |= {"location": refused.location, "locationType": refused.location_type}
        if refused.help:
            told["extendedHelp"] = refused.help
        error["errors"] = [told]
        if refused.code in {401, 429} or refused.details or refused.shows_status:
            error["status"] = refused.status
    else:
        error["status"] = refused.status
    if refused.details:
        error["details"] = refused.details
    return {"error": error}
