"""Long lists in pages: what a token stands for is remembered for some hours and worth nothing to another question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from senco_connect_emulator.errors import invalid

if TYPE_CHECKING:
    from senco_connect_emulator.call import Call

__all__ = ["Page", "page"]

LIFETIME = 3 * 3600.0
# A question is the same when these are; pages may differ in size and fields.
_FREE = {"pageToken", "pageSize", "fields", "alt", "prettyPrint", "key", "quotaUser"}


class Page(NamedTuple):
    """The rest of a list: the question that it answers, the ids that are left, until when it is known.

    ``before`` is the last id of the page before.
    """

    question: str
    ids: list[str]
    expires: float
    before: str = ""


def page(call: Call, all_of_them: Callable[[], list[str]], *, default: int) -> tuple[list[str], str]:
    """Give the ids on the page that a request asks for, the first or that of its token, and the token of the next."""
    token, question = call.params.get("pageToken", ""), _question(call)
    ids = _remembered(call, token, question) if token else all_of_them()
    size = call.params.get("pageSize", default)
    if short := call.world.faults.asked(call.method.id, "short_page"):
        size = min(size, int(short.amount))
    if not ids[size:]:
        return ids, ""
    pages, now = call.world.drive.pages, call.world.clock.seconds
    for old in [token for token, one in pages.items() if one.expires <= now]:
        del pages[old]
    following = "~!!~" + call.world.ids.text(60)
    pages[following] = Page(question, ids[size:], now + LIFETIME, ids[size - 1] if size else "")
    return ids[:size], following


def _question(call: Call) -> str:
    asked = sorted((name, value) for name, value in call.params.items() if name not in _FREE)
    return repr((call.method.id, call.who.email, asked))


def _remembered(call: Call, token: str, question: str) -> list[str]:
    found, faults = call.world.drive.pages.get(token), call.world.faults
    is_old = found is None or found.expires <= call.world.clock.seconds
    if found is None or is_old or found.question != question or faults.asked(call.method.id, "expired_token"):
        raise invalid("Invalid Value", reason="invalid", location=("pageToken", "parameter"))
    again = found.before and faults.asked(call.method.id, "repeat")
    return [found.before, *found.ids] if again else found.ids
