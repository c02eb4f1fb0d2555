"""The token endpoint: a signed assertion or a refresh token for an access token."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

from senco_connect_emulator.identity.directory import LIFETIME, Account, Directory
from senco_connect_emulator.identity.keys import signed_by

if TYPE_CHECKING:
    from senco_connect_emulator.world import World

__all__ = ["answer_token"]

AUDIENCE = "https://oauth2.googleapis.com/token"
_AUDIENCES = {AUDIENCE, "https://www.googleapis.com/oauth2/v4/token", "https://accounts.google.com/o/oauth2/token"}
_ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_SCOPE = "https://www.googleapis.com/auth/"
_NOT_SHORT = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)
_NO_DELEGATION = (
    "Client is unauthorized to retrieve access tokens using this method, "
    "or client not authorized for any of the scopes requested."
)
# How far a client's clock may be off.
_LEEWAY = 300


class _Turned(Exception):
    """A login that is refused."""

    def __init__(self, error: str, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.error, self.words, self.status = error, words, status


class _Claim(NamedTuple):
    header: dict[str, Any]
    claims: dict[str, Any]
    signed: bytes
    signature: bytes


def answer_token(world: World, body: bytes) -> tuple[int, bytes]:
    """Answer a login: the status and the JSON body."""
    form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        told = _granted(world, form)
    except _Turned as turned:
        return turned.status, _json({"error": turned.error, "error_description": turned.words})
    return 200, _json(told)


def _granted(world: World, form: dict[str, str]) -> dict[str, Any]:
    kind = form.get("grant_type", "")
    if kind == _ASSERTION:
        return _by_assertion(world, form.get("assertion", ""))
    if kind == "refresh_token":
        return _by_refresh_token(world, form)
    if not kind:
        raise _Turned("invalid_request", "Required parameter is missing: grant_type")
    raise _Turned("unsupported_grant_type", f"Invalid grant_type: {kind}")


def _by_assertion(world: World, assertion: str) -> dict[str, Any]:
    directory, now = world.directory, world.clock.seconds
    claim = _read(assertion)
    account = directory.account(str(claim.claims.get("iss", "")))
    if account is None or account.kind != "serviceAccount":
        raise _Turned("invalid_grant", "Invalid grant: account not found")
    # The order is the real endpoint's: a client with two faults is told of the first.
    _require_signature(claim, account)
    _require_time(claim.claims, now)
    scopes = _scopes(claim.claims)
    _require_audience(claim.claims)
    who = directory.identity(_subject(directory, account, claim.claims, scopes), scopes, account.app)
    if not all(scope.startswith(_SCOPE) for scope in scopes):
        return {"id_token": _id_token(account, scopes, now)}
    return {"access_token": directory.issue(who, now=now), "expires_in": LIFETIME, "token_type": "Bearer"}


def _read(assertion: str) -> _Claim:
    signed, _, signature = assertion.rpartition(".")
    try:
        header, claims = (json.loads(_decoded(part)) for part in signed.split("."))
        mark = _decoded(signature)
    except (ValueError, binascii.Error):
        raise _Turned("invalid_request", "Bad Request") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise _Turned("invalid_request", "Bad Request")
    return _Claim(header, claims, signed.encode(), mark)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _require_signature(claim: _Claim, account: Account) -> None:
    pem = account.keys.get(str(claim.header.get("kid", "")))
    if claim.header.get("alg") != "RS256" or pem is None or not signed_by(pem, claim.signed, claim.signature):
        raise _Turned("invalid_grant", "Invalid JWT Signature.")


def _require_time(claims: dict[str, Any], now: float) -> None:
    made, ends = _seconds(claims.get("iat")), _seconds(claims.get("exp"))
    if made is None:
        raise _Turned("invalid_grant", "Invalid JWT: iat (issued at) is not set.")
    if ends is None:
        raise _Turned("invalid_grant", "Invalid JWT: exp (expiration time) is not set.")
    if made > now + _LEEWAY or ends < now - _LEEWAY or not 0 < ends - made <= 3600 + _LEEWAY:
        raise _Turned("invalid_grant", _NOT_SHORT)


def _seconds(value: Any) -> float | None:
    if isinstance(value, str) and value.isdecimal():
        return float(value)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _scopes(claims: dict[str, Any]) -> frozenset[str]:
    scopes = frozenset(str(claims.get("scope", "")).split())
    if not scopes:
        raise _Turned("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return scopes


def _require_audience(claims: dict[str, Any]) -> None:
    if claims.get("aud") not in _AUDIENCES:
        raise _Turned("invalid_grant", "Invalid JWT: Failed audience check.")


def _id_token(account: Account, scopes: frozenset[str], now: float) -> str:
    # Scopes that are none are taken for the audience of an ID token; nobody here checks its signature.
    claims = {
        "aud": " ".join(sorted(scopes)), "azp": account.email, "email": account.email, "email_verified": True,
        "exp": int(now) + 3600, "iat": int(now), "iss": "https://accounts.google.com", "sub": account.client_id,
    }  # fmt: skip
    parts = (json.dumps({"alg": "RS256", "typ": "JWT"}), json.dumps(claims), "unsigned")
    return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts)


def _subject(directory: Directory, account: Account, claims: dict[str, Any], scopes: frozenset[str]) -> str:
    subject = str(claims.get("sub") or claims.get("prn") or account.email)
    if subject.lower() == account.email.lower():
        return account.email
    if not scopes <= set(account.allowed):
        raise _Turned("unauthorized_client", _NO_DELEGATION, 401)
    if not directory.in_domain(subject) or directory.account(subject) is None:
        raise _Turned("invalid_grant", "Invalid email or User ID")
    return subject


def _by_refresh_token(world: World, form: dict[str, str]) -> dict[str, Any]:
    held = world.directory.consented(form.get("refresh_token", ""))
    if held is None:
        raise _Turned("invalid_grant", "Bad Request")
    email, scopes = held
    asked = frozenset(form.get("scope", "").split()) or scopes
    if not asked <= scopes:
        raise _Turned("invalid_scope", "Bad Request")
    token = world.directory.issue(world.directory.identity(email, asked), now=world.clock.seconds)
    return {"access_token": token, "expires_in": LIFETIME, "scope": " ".join(sorted(asked)), "token_type": "Bearer"}


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, indent=2).encode() + b"\n"
