"""What goes wrong on purpose: rules that say which request meets which trouble, before or after it had its effect.

The server asks for each request, whole or part of a batch, whether a rule meets it.
Some kinds are not the server's but Drive's own and are asked for by name where they
belong, with ``faults.asked(call.method.id, kind)``, which gives the rule or None:

``short_page``     fewer files on a page than there are, with a nextPageToken (``amount``: how many, may be 0)
``expired_token``  the page token is refused as one that is too old
``list_lag``       a file that is younger than ``amount`` seconds is not in the list
``repeat``         the first file of a page was on the page before
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from senco_connect_emulator.exchange import Request, Response
from senco_connect_emulator.troubles import REASONS, STATUSES, page, trouble

__all__ = ["ASKED", "Fault", "Faults", "Rule"]

ASKED = frozenset({"short_page", "expired_token", "list_lag", "repeat"})
# What happens to a connection, or to its only answer, happens to no part of a batch alone.
CONNECTION = frozenset({"drop", "reset", "cut", "stall", "date"})
BODY = frozenset({"truncated", "html"})


@dataclass(slots=True)
class Rule:
    """Which requests meet which trouble.

    ``method`` is a method's id, the beginning of some with a star at the end (``drive.*``), ``token`` for a login,
    ``batch`` for a batch as a whole, or "" for all; ``where`` may look closer.  Of the requests that fit, the ``nth``
    and those after it meet the trouble, ``times`` of them (None: all).

    ``kind`` is a status (401, 408, 429, 500, 502, 503, 504), the reason of a refusal (``userRateLimitExceeded``), or
    ``drop`` (the connection ends without an answer), ``reset`` (it breaks), ``cut`` (it ends in the middle of the
    answer), ``stall`` (``amount`` seconds pass), ``date`` (the answer's clock is off by ``amount`` seconds),
    ``truncated`` (half the JSON), ``html`` (a page instead of JSON, with ``status``), or one that Drive asks for.
    For a status, ``amount`` is the Retry-After in seconds.

    ``when`` is "before" the request has its effect, which it then hasn't, or "after".  A stall before it lets it have
    its effect late; a cut, truncated or misdated answer always comes after it.
    """

    method: str
    kind: int | str
    nth: int = 1
    times: int | None = 1
    when: Literal["before", "after"] = "before"
    amount: float = 0
    status: int = 502
    where: Callable[[Request], bool] | None = None
    met: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind not in STATUSES.keys() | REASONS.keys() | CONNECTION | BODY | ASKED:
            raise ValueError(f"no such trouble: {self.kind!r}")

    def fits(self, method: str) -> bool:
        """Whether it is about this method."""
        if self.method.endswith("*"):
            return method.startswith(self.method[:-1])
        return self.method in {"", method}

    def fires(self) -> bool:
        """Count a request that fits; whether this is one that meets the trouble."""
        self.met += 1
        if self.met < self.nth or (self.times is not None and self.fired >= self.times):
            return False
        self.fired += 1
        return True


class Fault(NamedTuple):
    """A rule that met a request to this method."""

    rule: Rule
    method: str

    @property
    def waits_before(self) -> float:
        """For how long nothing happens at first."""
        return self.rule.amount if (self.rule.kind, self.rule.when) == ("stall", "before") else 0.0

    @property
    def waits_after(self) -> float:
        """For how long the answer is kept back."""
        return self.rule.amount if (self.rule.kind, self.rule.when) == ("stall", "after") else 0.0

    @property
    def clock_error(self) -> float:
        """By how much the answer's Date is wrong."""
        return self.rule.amount if self.rule.kind == "date" else 0.0

    def answer(self, normally: Callable[[], Response]) -> Response:
        """Give what the client gets to see; the request has its effect only where the rule lets it."""
        kind = self.rule.kind
        if kind in {"stall", "date", "cut"}:
            return normally()
        if kind == "truncated":
            response = normally()
            return response._replace(body=response.body[: len(response.body) // 2])
        if self.rule.when == "after":
            normally()
        if kind in {"drop", "reset"}:
            return Response(0, b"", ())
        return page(self.rule.status) if kind == "html" else trouble(kind, self.method, self.rule.amount)


class Faults:
    """The rules in force; the first that meets a request has it."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def add(self, rule: Rule) -> Rule:
        """Put a rule in force."""
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self.rules.clear()

    @property
    def unfired(self) -> list[Rule]:
        """The rules that no request has met: a test that set one up and never met it has tested nothing."""
        return [rule for rule in self.rules if not rule.fired]

    def take(self, method: str, request: Request) -> Fault | None:
        """Give what this request meets; each rule that fits counts it."""
        if not self.rules:
            return None
        apart = ASKED | CONNECTION if request.part else ASKED
        fitting = [rule for rule in self.rules if rule.kind not in apart and rule.fits(method)]
        firing = [rule for rule in fitting if (rule.where is None or rule.where(request)) and rule.fires()]
        return Fault(firing[0], method) if firing else None

    def asked(self, method: str, kind: str) -> Rule | None:
        """Give the rule that wants this of a method now; for the kinds that the method's own code brings about."""
        fitting = [rule for rule in self.rules if rule.kind == kind and rule.fits(method)]
        return next((rule for rule in fitting if rule.fires()), None)
