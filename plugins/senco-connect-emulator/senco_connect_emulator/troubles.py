"""The answers of a Google in trouble: what each status and each reason of a refusal looks like."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.errors import Refused, error_body
from senco_connect_emulator.exchange import JSON, Response, json_body
from senco_connect_emulator.identity.directory import PROJECT_NUMBER
from senco_connect_emulator.quotas import exceeded

__all__ = ["REASONS", "STATUSES", "page", "trouble"]

STATUSES = {
    401: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    408: "Request timed out.",
    429: "Rate Limit Exceeded",
    500: "Internal error encountered.",
    502: "Bad Gateway",
    503: "The service is currently unavailable.",
    504: "Deadline expired before operation could complete.",
}
_USAGE = "usageLimits"
# The project has not turned the API on; Sheets and Docs call that SERVICE_DISABLED.
_DISABLED = "accessNotConfigured"
# By reason: the domain, and the words where they are known.
REASONS = {
    "rateLimitExceeded": (_USAGE, "Rate Limit Exceeded"),
    "userRateLimitExceeded": (_USAGE, "User Rate Limit Exceeded"),
    "dailyLimitExceeded": (_USAGE, "Daily Limit Exceeded"),
    "sharingRateLimitExceeded": (
        "global",
        'Rate limit exceeded. User message: "These item(s) could not be shared because a rate limit was exceeded."',
    ),
    "storageQuotaExceeded": ("global", "The user's Drive storage quota has been exceeded."),
    "insufficientFilePermissions": ("global", "The user does not have sufficient permissions for this file."),
    "appNotAuthorizedToFile": ("global", "The user has not granted the app access to the file."),
    "domainPolicy": ("global", "The domain administrators have disabled Drive apps."),
    "forbidden": ("global", "The caller does not have permission"),
    "teamDriveFileLimitExceeded": ("global", "The file limit for this shared drive has been exceeded."),
    "teamDriveHierarchyTooDeep": ("global", "The shared drive hierarchy is too deep."),
    "teamDriveMembershipRequired": ("global", "The attempted action requires shared drive membership."),
    "numChildrenInNonRootLimitExceeded": ("global", "The limit for this folder's number of items has been exceeded."),
    # The older name: since limited access came, inherited permissions are refused as cannotModifyInheritedPermission.
    "cannotModifyInheritedTeamDrivePermission": (
        "global",
        "Cannot update or delete an inherited permission on a shared drive item.",
    ),
    "myDriveHierarchyDepthLimitExceeded": ("global", "Your My Drive can't contain more than 100 levels of folders."),
    "teamDrivesParentLimit": ("global", "A shared drive item must have exactly one parent."),
    "teamDrivesFolderMoveInNotSupported": ("global", "Moving folders into shared drives is not supported."),
    "invalidSharingRequest": ("global", "Bad Request. User message: \"Sorry, the mail could not be sent.\""),
    _DISABLED: (_USAGE, ""),
}
_TITLES = {"sheets": "Google Sheets API", "docs": "Google Docs API"}
_SAID = {500: "Internal Error", 503: "Backend Error"}


def page(status: int) -> Response:
    """Answer with a page for people, as Google's outermost servers do."""
    words = {429: "Sorry...", 502: "Error 502 (Server Error)!!1"}.get(status, f"Error {status}")
    body = (
        f"<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>{words}</title>\n"
        f"  <p><b>{status}.</b> <ins>That’s an error.</ins>\n"
        "  <p>The server encountered a temporary error and could not complete your request.<p>"
        "Please try again in 30 seconds.  <ins>That’s all we know.</ins>\n"
    )
    return Response(status, body.encode(), (("content-type", "text/html; charset=UTF-8"),))


def trouble(kind: int | str, method: str, retry_after: float) -> Response:
    """Answer a request to a method with a status, or with a refusal for a reason."""
    if kind == 502:
        return page(502)
    drive = not method.startswith(("sheets", "docs"))
    refused = _refused(kind, method, drive=drive)
    later = (("retry-after", str(int(retry_after))),) if retry_after else ()
    body = json_body(error_body(refused, lists_errors=drive))
    return Response(refused.code, body, (("content-type", JSON), *refused.headers, *later))


def _refused(kind: int | str, method: str, *, drive: bool) -> Refused:
    service = "drive" if drive else method.partition(".")[0]
    if isinstance(kind, str):
        return _disabled(service) if kind == _DISABLED else _for_reason(kind)
    if kind == 401:
        realm = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
        where = ("Authorization", "header")
        headers = (("www-authenticate", realm),)
        return Refused(401, STATUSES[401], told="Invalid Credentials", location=where, headers=headers)
    if kind == 429:
        return Refused(429, STATUSES[429], domain=_USAGE) if drive else exceeded(service, "Read", 60)
    return Refused(kind, _SAID.get(kind, STATUSES[kind]) if drive else STATUSES[kind])


def _for_reason(reason: str) -> Refused:
    domain, words = REASONS[reason]
    return Refused(400 if reason == "invalidSharingRequest" else 403, words, reason=reason, domain=domain)


def _disabled(service: str) -> Refused:
    host, title = f"{service}.googleapis.com", _TITLES.get(service, "Google Drive API")
    link = f"https://console.developers.google.com/apis/api/{host}/overview?project={PROJECT_NUMBER}"
    words = (
        f"{title} has not been used in project {PROJECT_NUMBER} before or it is disabled. Enable it by visiting {link} "
        "then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems "
        "and retry."
    )
    metadata = {
        "consumer": f"projects/{PROJECT_NUMBER}", "serviceTitle": title, "containerInfo": PROJECT_NUMBER,
        "activationUrl": link, "service": host,
    }  # fmt: skip
    kind = "type.googleapis.com/google.rpc."
    details: list[dict[str, Any]] = [
        {"@type": kind + "ErrorInfo", "reason": "SERVICE_DISABLED", "domain": "googleapis.com", "metadata": metadata},
        {"@type": kind + "Help", "links": [{"description": "Google developers console API activation", "url": link}]},
    ]
    console = "https://console.developers.google.com"
    return Refused(403, words, reason=_DISABLED, domain=_USAGE, help=console, details=details)
