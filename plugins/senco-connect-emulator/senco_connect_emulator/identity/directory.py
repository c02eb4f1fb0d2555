"""The domain's directory: who exists, who is in which group, which client may act for whom, which tokens are out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from senco_connect_emulator.identity.keys import new_key, private_pem, public_pem
from senco_connect_emulator.ids import Ids, number_of

__all__ = ["Account", "Directory", "Grant", "Identity"]

# One OAuth project is enough: what an app keeps private to itself is told apart by Identity.app.
PROJECT = "senco-rehearsal"
PROJECT_NUMBER = "415926535897"
LIFETIME = 3599


class Identity(NamedTuple):
    """Who makes a request.  ``kind`` is "user" or "serviceAccount"; ``app`` the OAuth project that asks for them."""

    email: str
    kind: str
    scopes: frozenset[str]
    name: str
    permission_id: str
    app: str = PROJECT_NUMBER


@dataclass(slots=True)
class Account:
    """Somebody who can log in.

    ``keys`` are a service account's public keys by their ids, ``allowed`` the scopes it may ask for in the name of
    the domain's people.
    """

    email: str
    kind: str
    name: str
    permission_id: str
    client_id: str = ""
    app: str = PROJECT_NUMBER
    keys: dict[str, str] = field(default_factory=dict)
    allowed: list[str] = field(default_factory=list)


class Grant(NamedTuple):
    """A token that is out: whose, what it allows, until when."""

    who: Identity
    expires: float


class Directory:
    """One domain and whoever its people share with.  Addresses are compared without regard to case."""

    def __init__(self, ids: Ids, domain: str = "school.example") -> None:
        self.domain = domain
        self._ids = ids
        self._accounts: dict[str, Account] = {}
        self._groups: dict[str, list[str]] = {}
        self._access: dict[str, Grant] = {}
        self._refresh: dict[str, tuple[str, str]] = {}

    def add_user(self, email: str, name: str = "") -> Account:
        """Let a person exist; a second time changes nothing."""
        if known := self.account(email):
            return known
        told = name or email.partition("@")[0].replace(".", " ").title()
        return self._add(Account(email, "user", told, number_of(email)))

    def add_service_account(self, email: str, *, token_uri: str, app: str = PROJECT_NUMBER) -> dict[str, str]:
        """Let a service account exist and give a new key file for it, as the console offers it for download."""
        account = self.account(email)
        if account is None:
            client_id = str(10**20 + self._ids.number())
            account = self._add(Account(email, "serviceAccount", email, number_of(email), client_id, app))
        key, key_id = new_key(), self._ids.hexadecimal(40)
        account.keys[key_id] = public_pem(key)
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": key_id,
            "private_key": private_pem(key),
            "client_email": email,
            "client_id": account.client_id,
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": token_uri,
            "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
            "client_x509_cert_url": f"https://www.googleapis.com/robot/v1/metadata/x509/{email.replace('@', '%40')}",
            "universe_domain": "googleapis.com",
        }

    def add_group(self, email: str, members: Iterable[str] = ()) -> None:
        """Let a group exist, with these members, people or other groups."""
        self._groups[email.lower()] = [member.lower() for member in members]

    def allow_delegation(self, service_account: str, scopes: Iterable[str]) -> None:
        """Let a service account act for anybody of the domain within these scopes, as an admin console does."""
        self._accounts[service_account.lower()].allowed = sorted(scopes)

    def account(self, email: str) -> Account | None:
        """Find somebody."""
        return self._accounts.get(email.lower())

    def accounts(self) -> list[Account]:
        """Give everybody, in the order in which they came."""
        return list(self._accounts.values())

    def is_group(self, email: str) -> bool:
        """Whether an address is a group's."""
        return email.lower() in self._groups

    def groups(self) -> dict[str, list[str]]:
        """Give the groups with their members."""
        return {group: list(members) for group, members in self._groups.items()}

    def groups_of(self, email: str) -> frozenset[str]:
        """Give the groups that somebody is in, through other groups too."""
        found: set[str] = set()
        names = {email.lower()}
        while names:
            names = {group for group, members in self._groups.items() if names.intersection(members)} - found
            found |= names
        return frozenset(found)

    def in_domain(self, email: str) -> bool:
        """Whether an address is one of the domain's own; a service account's never is."""
        return email.lower().endswith("@" + self.domain)

    def identity(self, email: str, scopes: Iterable[str] = (), app: str = "") -> Identity:
        """Tell who somebody is, with these scopes; whoever is unknown is made a user."""
        account = self.account(email) or self.add_user(email)
        return Identity(
            account.email, account.kind, frozenset(scopes), account.name, account.permission_id, app or account.app
        )

    def issue(self, who: Identity, *, now: float, token: str = "", lifetime: float = LIFETIME) -> str:
        """Give out an access token."""
        token = token or "ya29.c." + self._ids.text(60)
        self._access[token] = Grant(who, now + lifetime)
        return token

    def grant(self, token: str) -> Grant | None:
        """Find what a token stands for, whether it has expired or not."""
        return self._access.get(token)

    def revoke(self, email: str) -> None:
        """Let all of somebody's tokens be worthless from now on."""
        mine = email.lower()
        self._access = {token: grant for token, grant in self._access.items() if grant.who.email.lower() != mine}
        self._refresh = {token: held for token, held in self._refresh.items() if held[0].lower() != mine}

    def consent(self, email: str, scopes: Iterable[str]) -> str:
        """Let a person agree to an app's scopes; gives the refresh token of an authorized_user file."""
        token = "1//" + self._ids.text(60)
        self._refresh[token] = (email, " ".join(sorted(scopes)))
        return token

    def consented(self, refresh_token: str) -> tuple[str, frozenset[str]] | None:
        """Find whom a refresh token stands for, and the scopes."""
        found = self._refresh.get(refresh_token)
        return (found[0], frozenset(found[1].split())) if found else None

    def _add(self, account: Account) -> Account:
        self._accounts[account.email.lower()] = account
        return account

    def snapshot(self) -> dict[str, Any]:
        """Give who exists, as JSON; access tokens are short-lived and not kept."""
        accounts = [asdict(account) for account in self._accounts.values()]
        return {"domain": self.domain, "accounts": accounts, "groups": self.groups(), "refresh": dict(self._refresh)}

    def restore(self, told: dict[str, Any]) -> None:
        """Take it back."""
        self.domain = told["domain"]
        self._accounts = {one["email"].lower(): Account(**one) for one in told["accounts"]}
        self._groups = {group: list(members) for group, members in told["groups"].items()}
        self._refresh = {token: (held[0], held[1]) for token, held in told["refresh"].items()}
