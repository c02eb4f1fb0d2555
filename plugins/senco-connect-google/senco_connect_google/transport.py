"""The one way to Google: one session, deadlines on every call, nothing sent twice unasked, a dry run that can't write.

Used by the register directly and by google-api-python-client through ``as_http``.
An answer of 400 and more becomes an error of the library, with nothing of the
request or the answer in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

import requests
from requests.adapters import HTTPAdapter

from senco_connect.adapters import Tools
from senco_connect.errors import ConfigProblem, Stopped, TryAgain
from senco_connect_google.policies import Effort, Kind, Pace, Passing, Trouble, kind_of
from senco_connect_google.problems import (
    OVERLOADED,
    REVOKED,
    AlreadyThere,
    OutcomeUnknown,
    cause_of,
    is_rate,
    json_object,
)

__all__ = ["DRIVE", "SHEETS", "Login", "Reply", "Request", "Transport", "check_endpoint", "shared_transport"]

SHEETS: Final = "https://sheets.googleapis.com"
DRIVE: Final = "https://www.googleapis.com"
_CONNECT: Final = 10.0
# Sheets works on a request for up to three minutes (google.md 7): to hang up earlier makes a write's outcome unknown.
_READ: Final = {Kind.READ: 65.0, Kind.WRITE: 185.0}
_TOTAL: Final = {Kind.READ: 130.0, Kind.WRITE: 240.0}
_LARGEST: Final = 200_000_000
_PIECE: Final = 65_536
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class Request(NamedTuple):
    """A call as it is sent.  ``is_late`` says that the thing asked for was made just now and may not be shown yet."""

    verb: str
    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = {}
    is_late: bool = False

    @property
    def kind(self) -> Kind:
        """Whether it writes."""
        return kind_of(self.verb, urlsplit(self.url).path)

    @property
    def service(self) -> str:
        """Whose quota it takes from."""
        return "sheets" if urlsplit(self.url).path.startswith("/v4/spreadsheets") else "drive"


class Reply(NamedTuple):
    """An answer below 400, read whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """Give the object that was answered; an answer without a body is an empty one."""
        return (json_object(self.body) or {}) if self.body.strip() else {}


class Login:
    """Bears the credentials; a token is fetched when it is needed, and once more when Google refuses it."""

    def __init__(self, credentials: Any) -> None:
        self._credentials = credentials

    def token(self, session: requests.Session, *, anew: bool = False) -> str:
        """Give a token that is still good; AccessRefused where there is none to be had."""
        if anew or not self._credentials.valid:
            self._refresh(session)
        return str(self._credentials.token)

    def _refresh(self, session: requests.Session) -> None:
        from google.auth.exceptions import GoogleAuthError, TransportError  # noqa: PLC0415
        from google.auth.transport.requests import Request as AuthRequest  # noqa: PLC0415

        try:
            self._credentials.refresh(AuthRequest(session=session))
        except GoogleAuthError as error:
            if isinstance(error, TransportError) or getattr(error, "retryable", False):
                raise Passing(Trouble.FAULT) from None
            raise REVOKED.raised() from None


def check_endpoint(endpoint: str) -> str:
    """Let no token go anywhere but to Google, or to an emulator on this machine."""
    if endpoint and urlsplit(endpoint).hostname not in _LOOPBACK:
        raise ConfigProblem(
            "Only an emulator on this machine may stand in for Google.",
            'Leave "endpoint" out, or name one such as http://127.0.0.1:8080.',
            code="X718",
        )
    return endpoint.rstrip("/")


class Transport:
    """Sends calls.  ``is_dry`` makes one that lets no write leave, whoever asks."""

    def __init__(self, login: Login, tools: Tools, *, endpoint: str = "", is_dry: bool = False) -> None:
        self.endpoint = check_endpoint(endpoint)
        self.is_dry = is_dry
        self._login = login
        self._tools = tools
        # Two logins with scopes of their own are one account to Google.
        self._effort, self._pace = _limits(tools)
        self._session = _session()

    def send(self, request: Request) -> Reply:
        """Send a call and see it through.

        A write whose outcome nobody can tell raises OutcomeUnknown; one whose
        id exists already, AlreadyThere; a refusal the error that its reason means.
        """
        kind = request.kind
        if self.is_dry and kind is Kind.WRITE:
            raise Stopped("This is a dry run: a write was held back.", "Use `senco apply` to write.", code="X719")
        self._effort.enter()
        try:
            return self._effort.tries(kind, is_late=request.is_late)(self._once, request)
        except Passing as passing:
            raise _given_up(passing, kind, request) from None

    def ask(self, verb: str, url: str, body: Mapping[str, Any] | None = None, **params: Any) -> dict[str, Any]:
        """Send JSON and give the JSON that comes back."""
        query = urlencode([("prettyPrint", "false"), *_pairs(params)])
        sent = None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"content-type": "application/json"} if sent is not None else {}
        return self.send(Request(verb, f"{url}?{query}", sent, headers)).json()

    def _once(self, request: Request) -> Reply:
        kind = request.kind
        self._pace.keep(request.service, kind)
        try:
            reply = self._answered(request)
            if reply.status == 401:
                # Refused before anything was done, so that a write may go again too.
                reply = self._answered(request, anew=True)
            self._judge(reply, request)
        except Passing as passing:
            self._effort.note(passing)
            raise
        self._effort.note(None)
        return reply

    def _answered(self, request: Request, *, anew: bool = False) -> Reply:
        token = self._login.token(self._session, anew=anew)
        headers = {**request.headers, "authorization": f"Bearer {token}"}
        deadline = self._tools.monotonic() + _TOTAL[request.kind]
        try:
            with self._session.request(
                request.verb, self._placed(request.url), data=request.body, headers=headers,
                timeout=(_CONNECT, _READ[request.kind]), stream=True, allow_redirects=False,
            ) as answer:  # fmt: skip
                return Reply(answer.status_code, answer.headers, self._read(answer, deadline))
        except (requests.RequestException, OSError):
            raise Passing(Trouble.FAULT) from None

    def _read(self, answer: requests.Response, deadline: float) -> bytes:
        pieces, size = [], 0
        for piece in answer.iter_content(_PIECE):
            pieces.append(piece)
            size += len(piece)
            # A server that drips keeps every read short and the whole for ever.
            if self._tools.monotonic() > deadline or size > _LARGEST:
                raise Passing(Trouble.FAULT)
        return b"".join(pieces)

    def _placed(self, url: str) -> str:
        for origin in (SHEETS, DRIVE) if self.endpoint else ():
            if url.startswith(origin):
                return self.endpoint + url.removeprefix(origin)
        return url

    def _judge(self, reply: Reply, request: Request) -> None:
        status, body = reply.status, reply.body
        if status < 400:
            is_json = "json" in reply.headers.get("content-type", "json")
            if status >= 300 or (body.strip() and (not is_json or json_object(body) is None)):
                raise Passing(Trouble.FAULT)
            return
        if is_rate(status, body):
            raise Passing(Trouble.RATE, _asked_wait(reply))
        if status >= 500 or status == 408:
            raise Passing(Trouble.FAULT, _asked_wait(reply) if request.kind is Kind.READ else None)
        if status == 404 and request.is_late:
            raise Passing(Trouble.LATE)
        if status == 409:
            raise AlreadyThere("What was to be made is there already.", "Run again.", code="X720")
        raise cause_of(status, body, service=request.service).raised()

    def as_http(self) -> _Http:
        """Give what google-api-python-client takes as ``http``."""
        return _Http(self)


class _Http:
    """Looks like an httplib2.Http, which is what sends a POST twice by itself."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def request(
        self, uri: str, method: str = "GET", body: str | bytes | None = None, headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> tuple[Any, bytes]:  # fmt: skip
        """Send one call; whatever is refused has become an error of the library before it gets here."""
        sent = body.encode() if isinstance(body, str) else body
        kept = {name: value for name, value in (headers or {}).items() if name.lower() != "content-length"}
        reply = self._transport.send(Request(method, uri, sent, kept))
        told = {name.lower(): value for name, value in reply.headers.items()}
        response: Any = import_module("httplib2").Response
        return response({**told, "status": str(reply.status)}), reply.body

    def close(self) -> None:
        """Nothing to close: the session is the transport's."""


def _session() -> requests.Session:
    session = requests.Session()
    # urllib3 would send again by itself; and a .netrc would put its password in place of the token.
    adapter = HTTPAdapter(max_retries=0, pool_maxsize=2)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.auth = lambda prepared: prepared
    return session


def _given_up(passing: Passing, kind: Kind, request: Request) -> Exception:
    if passing.trouble is Trouble.LATE:
        return cause_of(404, b"", service=request.service).raised()
    if passing.trouble is Trouble.FAULT and kind is Kind.WRITE:
        return OutcomeUnknown(
            "Google took a write and gave no answer that can be believed.",
            "Run again: the next run looks whether it arrived.",
            code="X721",
        )
    if passing.trouble is Trouble.RATE:
        return TryAgain(
            "Google's quota of calls is used up, and did not come back in time.", "Run again in some minutes.",
            code="X722",
        )  # fmt: skip
    return OVERLOADED.raised()


def _asked_wait(reply: Reply) -> float | None:
    asked = reply.headers.get("retry-after", "")
    # A date would need a clock that agrees with Google's.
    return min(float(asked), 600.0) if asked.isdecimal() else None


def _pairs(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    lists = ((name, value if isinstance(value, (list, tuple)) else [value]) for name, value in params.items())
    return [(name, str(one).lower() if isinstance(one, bool) else str(one)) for name, many in lists for one in many]


@lru_cache(maxsize=8)
def _limits(tools: Tools) -> tuple[Effort, Pace]:
    return Effort(tools), Pace(tools)


@lru_cache(maxsize=8)
def shared_transport(key: str, scopes: tuple[str, ...], tools: Tools, endpoint: str) -> Transport:
    """Give the transport of these credentials and scopes, one for all calls of a school's runs."""
    from pathlib import Path  # noqa: PLC0415

    from senco_connect_google.credentials import load_credentials  # noqa: PLC0415

    path = tools.folder / Path(key) if key else None
    return Transport(Login(load_credentials(path, scopes)), tools, endpoint=endpoint)
