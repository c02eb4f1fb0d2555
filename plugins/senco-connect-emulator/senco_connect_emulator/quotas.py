"""What a request costs, and when it is too much: a bucket for each user, one for the project, filled each minute."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from senco_connect_emulator.clock import Clock
from senco_connect_emulator.contract import Method
from senco_connect_emulator.errors import Refused
from senco_connect_emulator.identity import Identity
from senco_connect_emulator.identity.directory import PROJECT_NUMBER

__all__ = ["Cost", "Quotas", "exceeded"]

MINUTE = 60
_HIGHER = "https://cloud.google.com/docs/quotas/help/request_increase"


class Cost(NamedTuple):
    """What a request counts for: Sheets and Docs count reads and writes, Drive counts units."""

    reads: int = 0
    writes: int = 0
    units: int = 0


class _Limit(NamedTuple):
    user: int
    project: int


# By service and by what is counted, in a minute.
LIMITS = {
    ("sheets", "Read"): _Limit(60, 300),
    ("sheets", "Write"): _Limit(60, 300),
    ("docs", "Read"): _Limit(300, 3000),
    ("docs", "Write"): _Limit(60, 600),
    ("drive", "Query"): _Limit(325_000, 1_000_000),
}
_READ, _WRITE = Cost(reads=1), Cost(writes=1)
_DOWNLOAD = Cost(units=200)
# What reads although it is a POST.
_READING = ("get", "search", "batchGet", "getByDataFilter", "batchGetByDataFilter")
_UNITS = {"get": 5, "list": 100, "download": 200, "export": 200}
_EDITS = {"POST", "PATCH", "PUT", "DELETE"}


class Quotas:
    """Counts what everybody spends.  With ``enforced`` turned off costs are told as before and nothing is refused."""

    def __init__(self, clock: Clock) -> None:
        self.enforced = True
        self.limits = dict(LIMITS)
        self._clock = clock
        self._minute = -1
        self._spent: Counter[tuple[str, str, str]] = Counter()

    def spend(self, method: Method, who: Identity, *, media: bool = False) -> Cost:
        """Count a request: its reads, writes and units; ``media`` tells that a file's bytes go with the answer.

        Raises Refused where a bucket is empty.
        """
        cost = _DOWNLOAD if media and method.gives_media else cost_of(method)
        kind = "Read" if cost.reads else "Write" if cost.writes else "Query"
        if self.enforced:
            self._take(method.service, kind, who, sum(cost))
        return cost

    def refill(self) -> None:
        """Forget what was spent in this minute."""
        self._spent.clear()

    def _take(self, service: str, kind: str, who: Identity, amount: int) -> None:
        minute = int(self._clock.seconds // MINUTE)
        if minute != self._minute:
            self._minute = minute
            self._spent.clear()
        limit = self.limits[service, kind]
        user, project = (service, kind, who.email), (service, kind, "")
        if self._spent[user] + amount > limit.user:
            raise exceeded(service, kind, limit.user, per_user=True)
        if self._spent[project] + amount > limit.project:
            raise exceeded(service, kind, limit.project, per_user=False)
        self._spent[user] += amount
        self._spent[project] += amount


def cost_of(method: Method) -> Cost:
    """Tell what one request of a method costs."""
    verb = method.id.rpartition(".")[2]
    if method.service != "drive":
        return _READ if method.verb == "GET" or verb in _READING else _WRITE
    return Cost(units=_UNITS.get(verb, 50 if method.verb in _EDITS else 5))


def exceeded(service: str, kind: str, limit: int, *, per_user: bool = True) -> Refused:
    """Make the refusal that tells which bucket is empty; ``kind`` is Read or Write."""
    if service == "drive":
        return _drive_exceeded(per_user=per_user)
    whose = "user" if per_user else "project"
    name = f"{kind}RequestsPerMinutePer{whose.capitalize()}"
    words = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute per {whose}' "
        f"of service '{service}.googleapis.com' for consumer 'project_number:{PROJECT_NUMBER}'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": f"{service}.googleapis.com",
            "consumer": f"projects/{PROJECT_NUMBER}",
            "quota_metric": f"{service}.googleapis.com/{kind.lower()}_requests",
            "quota_limit": name,
            "quota_limit_value": str(limit),
            "quota_location": "global",
            "quota_unit": "1/min/{project}/{user}" if per_user else "1/min/{project}",
        },
    }
    link = {"description": "Request a higher quota limit.", "url": _HIGHER}
    return Refused(429, words, details=[info, {"@type": "type.googleapis.com/google.rpc.Help", "links": [link]}])


def _drive_exceeded(*, per_user: bool) -> Refused:
    if not per_user:
        return Refused(403, "Rate Limit Exceeded", reason="rateLimitExceeded", domain="usageLimits")
    console = f"https://console.developers.google.com/apis/api/drive.googleapis.com/quotas?project={PROJECT_NUMBER}"
    words = (
        "User Rate Limit Exceeded. Rate of requests for user exceed configured project quota. You may consider "
        "re-evaluating expected per-user traffic to the API and adjust project quota limits accordingly. You may "
        f"monitor aggregate quota usage and adjust limits in the API Console: {console}"
    )
    return Refused(403, words, reason="userRateLimitExceeded", domain="usageLimits", help=console)
