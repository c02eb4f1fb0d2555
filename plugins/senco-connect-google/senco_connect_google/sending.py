"""Send a batch and see it through: landed where it should, put back where not, looked for where no answer came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from senco_connect.adapters import Batch, Outcome, Result, Tools
from senco_connect.errors import Stopped
from senco_connect_google.assembly import Sent, assembled
from senco_connect_google.book import Book
from senco_connect_google.config import SheetsConfig
from senco_connect_google.draft import Draft
from senco_connect_google.kept import turn_of
from senco_connect_google.landing import scratch_id
from senco_connect_google.look import ISSUES, Look, look_at
from senco_connect_google.mending import mended
from senco_connect_google.problems import OutcomeUnknown
from senco_connect_google.sheets_api import MALFORMED, Sheets
from senco_connect_google.writing import carried_out

__all__ = ["Applied", "apply_batch"]

_NOBODY_KNOWS = "no answer came, and the register does not show that it arrived"


class Applied(NamedTuple):
    """The outcomes, and the register as it was seen in the same moment; None where no such look was had.

    ``is_lost`` says that the batch was sent and did not arrive.
    """

    outcomes: list[Outcome]
    seen: Book | None
    is_lost: bool = False


def apply_batch(sheets: Sheets, config: SheetsConfig, batch: Batch, tools: Tools) -> Applied:
    """Look, work the batch out on that look, send it, see where it landed.

    A batch that Google refuses because the sheet is no longer as it was looked at, or that got lost, is worked out
    once more from a new look; the gate sees to it that only one of two is ever made.
    """
    try:
        applied = _tried(sheets, config, batch, tools)
        if not applied.is_lost:
            return applied
    except Stopped as error:
        if error.code != MALFORMED:
            raise
    return _tried(sheets, config, batch, tools)


def _tried(sheets: Sheets, config: SheetsConfig, batch: Batch, tools: Tools) -> Applied:
    look = look_at(sheets.read(), config)
    turn_of(look.book).mark.refuse_others(batch.fence)
    draft = Draft(look)
    outcomes = carried_out(draft, batch)
    sent = assembled(draft, batch, outcomes, tools.now())
    if sent is None:
        return Applied(outcomes, look.book)
    after = _seen_after(sheets, look, sent)
    if after is None:
        return Applied(_unknown(outcomes), None, is_lost=True)
    return Applied(*mended(sheets, draft, batch, outcomes, sent=sent, after=after, at=tools.now()))


def _seen_after(sheets: Sheets, look: Look, sent: Sent) -> Book | None:
    """Send; give the spreadsheet after it.  Where the answer got lost, the turn tells: it has moved by one, or not."""
    try:
        return sheets.change(sent.requests, look.book, whole=_tabs(look))
    except OutcomeUnknown:
        now = sheets.read(anew=True)
        return now if turn_of(now).version == turn_of(look.book).version + 1 else None


def _tabs(look: Look) -> set[int]:
    """Name the tabs to be shown with the answer: the register, the hidden one with what stood there, and Issues."""
    issues = [tab.id for tab in look.book.tabs if str(tab.id) == look.book.told(ISSUES)]
    return {look.tab.id, scratch_id(look.book, 0), *issues}


def _unknown(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [o._replace(result=Result.UNKNOWN, why=_NOBODY_KNOWS) if o.result is Result.DONE else o for o in outcomes]
