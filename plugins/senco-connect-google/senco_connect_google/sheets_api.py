"""The calls of Sheets that the library makes: read a spreadsheet; change it in one step and see what it shows then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL

from senco_connect.errors import Stopped
from senco_connect_google.book import LIGHT_MASK, MASK, Book
from senco_connect_google.gspread_client import client_over
from senco_connect_google.problems import OutcomeUnknown
from senco_connect_google.sheet_requests import quoted
from senco_connect_google.transport import Transport

__all__ = ["MALFORMED", "Sheets"]

# What Google answers to a batch that no longer fits: a tab renamed or gone, a gate passed by another.
MALFORMED: Final = "X712"


class Sheets:
    """One spreadsheet."""

    def __init__(self, transport: Transport, id: str) -> None:
        self._client = client_over(transport)
        self.id = id
        self._ranges: list[str] = []

    def read(self, *, anew: bool = False) -> Book:
        """Read every cell that is ours to look at, in one call.

        Once the tabs are known, only ours are asked for whole: people may keep large ones beside the register.
        ``anew`` looks at all of them again.
        """
        if self._ranges and not anew:
            try:
                return self._asked(MASK, ranges=self._ranges)
            except Stopped as error:
                # A tab was renamed or removed since: then all are looked at.
                if error.code != MALFORMED:
                    raise
        return self._asked(MASK)

    def read_marks(self) -> Book:
        """Read what the library keeps with the spreadsheet, and no cell."""
        return self._asked(LIGHT_MASK)

    def look_only_at(self, book: Book, whole: Collection[int]) -> None:
        """Ask for these tabs from now on, and for one cell of each other one, without which it is not told of."""
        self._ranges = _ranges(_tabs_after((), book), whole)

    def change(self, requests: Sequence[dict[str, Any]], book: Book, *, whole: Collection[int] = ()) -> Book:
        """Make a change in one step; give the spreadsheet right after it, with the cells of the ``whole`` tabs.

        ``book`` is what the change was made from.  Raises OutcomeUnknown where nobody can say whether it was made.
        """
        body: dict[str, Any] = {"requests": list(requests), "includeSpreadsheetInResponse": True}
        if whole:
            body |= {"responseIncludeGridData": True, "responseRanges": _ranges(_tabs_after(requests, book), whole)}
        # gspread's own batch_update takes no mask, and the whole spreadsheet would come back.
        url = SPREADSHEET_BATCH_UPDATE_URL % self.id
        fields = f"updatedSpreadsheet({MASK if whole else LIGHT_MASK})"
        answer = self._client.request("post", url, {"fields": fields}, json=body).json()
        if "updatedSpreadsheet" not in answer:
            raise OutcomeUnknown("Google did not show what the register looks like now.", "Run again.", code="X723")
        return Book(answer["updatedSpreadsheet"])

    def _asked(self, mask: str, **params: Any) -> Book:
        return Book(dict(self._client.fetch_sheet_metadata(self.id, {"fields": mask, **params})))


def _tabs_after(requests: Sequence[dict[str, Any]], book: Book) -> list[tuple[int, str]]:
    made = [request["addSheet"]["properties"] for request in requests if "addSheet" in request]
    return [*((tab.id, tab.title) for tab in book.tabs), *((new["sheetId"], new["title"]) for new in made)]


def _ranges(tabs: Iterable[tuple[int, str]], whole: Collection[int]) -> list[str]:
    return [quoted(title) if id in whole else f"{quoted(title)}!A1" for id, title in tabs]
