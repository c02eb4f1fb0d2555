"""Whom a bearer token stands for, and whether it allows a method; the refusals are each API's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from senco_connect_emulator.contract import Method
from senco_connect_emulator.errors import Refused
from senco_connect_emulator.identity.directory import Identity
from senco_connect_emulator.identity.names import host_of, rpc_of

if TYPE_CHECKING:
    from senco_connect_emulator.world import World

__all__ = ["identify"]

_EXPECTED = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
_UNREGISTERED = (
    "Method doesn't allow unregistered callers (callers without established identity). "
    "Please use API Key or other form of API consumer identity to call this API."
)
_REALM = 'Bearer realm="https://accounts.google.com/"'


def identify(world: World, authorization: str, method: Method) -> Identity:
    """Give who asks, or refuse: without a token, with one that is worth nothing, with too small scopes."""
    kind, _, token = authorization.partition(" ")
    if not kind:
        raise _absent(method)
    grant = world.directory.grant(token.strip()) if kind.lower() == "bearer" else None
    if grant is None or grant.expires <= world.clock.seconds:
        raise _worthless(method)
    if method.scopes.isdisjoint(grant.who.scopes):
        raise _too_small(method)
    return grant.who


def _absent(method: Method) -> Refused:
    if method.service != "docs":
        # These two can also be asked with an API key, so that somebody without either is nobody at all.
        return Refused(403, _UNREGISTERED, status="PERMISSION_DENIED")
    return Refused(
        401,
        f"Request is missing required authentication credential. {_EXPECTED}",
        details=[_info("CREDENTIALS_MISSING", method)],
        headers=(("www-authenticate", _REALM),),
    )


def _worthless(method: Method) -> Refused:
    return Refused(
        401,
        f"Request had invalid authentication credentials. {_EXPECTED}",
        told="Invalid Credentials",
        reason="authError",
        location=("Authorization", "header"),
        details=[_info("ACCESS_TOKEN_EXPIRED", method)],
        headers=(("www-authenticate", f'{_REALM}, error="invalid_token"'),),
    )


def _too_small(method: Method) -> Refused:
    wanted = " ".join(sorted(method.scopes))
    return Refused(
        403,
        "Request had insufficient authentication scopes.",
        told="Insufficient Permission",
        reason="insufficientPermissions",
        details=[_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", method)],
        headers=(("www-authenticate", f'{_REALM}, error="insufficient_scope", scope="{wanted}"'),),
    )


def _info(reason: str, method: Method) -> dict[str, object]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": host_of(method), "method": rpc_of(method)},
    }
