"""The register as a Google sheet.

One call reads it; one atomic batch writes it, whatever the number of pupils, and shows in
the same answer what stood there and what stands there now.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from senco_connect.adapters import Adopts, Batch, Leases, Mark, Outcome, Powers, Proposal
from senco_connect.errors import Locked, RegisterRefused, Stopped
from senco_connect.snapshot import Snapshot
from senco_connect_google.assembly import gate_range
from senco_connect_google.book import Book
from senco_connect_google.config import SheetsConfig, id_in
from senco_connect_google.kept import TURN, Turn, pass_gate, turn_of
from senco_connect_google.landing import clearing
from senco_connect_google.look import ISSUES, TAB, Look, look_at
from senco_connect_google.problems import OutcomeUnknown
from senco_connect_google.reading import snapshot
from senco_connect_google.sheets_api import MALFORMED, Sheets

if TYPE_CHECKING:
    from senco_connect_google.transport import Transport

__all__ = ["SheetsRegister"]


class SheetsRegister(Adopts, Leases):
    """A register in a Google spreadsheet."""

    name = "sheets"
    title = "Google Sheets"
    Config = SheetsConfig
    config: SheetsConfig

    def read(self) -> Snapshot:
        """Read the whole register; right after ``apply`` what that saw is given, in the moment of writing."""
        from senco_connect_google.create import refuse_trashed  # noqa: PLC0415

        book, self._seen = self._seen, None
        if book is None:
            book = self._sheets.read()
            refuse_trashed(self._transport, self._id)
        look = look_at(book, self.config)
        self._remember(look)
        self._marks = book
        return snapshot(look)

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        """Apply a batch whole, in one step of Google's.

        What was sorted or typed in that very moment stands: a cell that landed elsewhere is put back, and is STALE.
        Raises Locked for a batch of a run whose turn is over.
        """
        from senco_connect_google.sending import apply_batch  # noqa: PLC0415

        applied = apply_batch(self._sheets, self.config, batch, self.tools)
        self._seen = self._marks = applied.seen
        return applied.outcomes

    def read_mark(self) -> Mark:
        """Look who may write the register."""
        self._marks = self._sheets.read_marks()
        return turn_of(self._marks).mark

    def write_mark(self, expect: Mark, mark: Mark) -> bool:
        """Write who may, if it is as expected.

        What this run saw last is believed first: if it no longer holds, the gate refuses, and it is looked at anew.
        """
        book = self._last_seen(expect)
        for _ in range(3):
            if turn_of(book).mark != expect:
                return False
            if self._is_written(book, mark):
                return True
            book = self._sheets.read_marks()
            # The answer to an earlier try may have got lost: a holder's number is nobody else's.
            if turn_of(book).mark == mark:
                return True
        raise Locked("The register is being changed too often to be held.", "Run again in a minute.", code="X740")

    def _last_seen(self, expect: Mark) -> Book:
        book, self._marks = self._marks, None
        return book if book and turn_of(book).mark == expect else self._sheets.read_marks()

    def _is_written(self, book: Book, mark: Mark) -> bool:
        try:
            self._marks = self._write_turn(book, turn_of(book).after(mark))
        except OutcomeUnknown:
            return False
        except Stopped as error:
            # Another run came first, or a tab went: the next look tells.
            if error.code != MALFORMED:
                raise
            return False
        return True

    def powers(self) -> Powers:
        """Say that a batch is one change, that it is watched and not conditional, and that warnings guard columns."""
        return Powers(atomic=True, conditional=False, protects=True, max_bytes=2_000_000)

    def exists(self) -> bool:
        """Whether there is a register: a spreadsheet with something on it."""
        from senco_connect_google.create import is_blank  # noqa: PLC0415

        return bool(self._id) and not is_blank(self._sheets.read())

    def propose(self) -> Proposal:
        """Propose a field for each heading that people use."""
        from senco_connect_google.proposal import propose_columns  # noqa: PLC0415

        return propose_columns(self._sheets.read(), self.config)

    def create(self) -> None:
        """Lay out an empty register in the blank spreadsheet, or in a new one; RegisterRefused where it isn't blank."""
        from senco_connect_google.create import is_blank, layout_requests, made_spreadsheet  # noqa: PLC0415

        if not self._id:
            self.__dict__["_id"] = made_spreadsheet(self._transport, id_in(self.config.folder))
        book = self._sheets.read()
        if not is_blank(book):
            raise RegisterRefused(
                "Something stands in the spreadsheet already, so no new register was laid out in it.",
                "Name a blank spreadsheet, or take this one over with `senco init`.",
                code="X741",
            )
        try:
            self._sheets.change(layout_requests(book), book)
        except OutcomeUnknown:
            if is_blank(self._sheets.read()):
                raise

    def _write_turn(self, book: Book, turn: Turn) -> Book:
        tab = book.tab(book.told(TAB)) if book.told(TAB) else book.tabs[0]
        over = next((dict(p.range) for p in book.protections if self._is_gate(book, p.id)), None)
        range_ = over or gate_range((tab or book.tabs[0]).id, None, None)
        return self._sheets.change([*clearing(book), *pass_gate(book, turn, range_)], book)

    @staticmethod
    def _is_gate(book: Book, id: int) -> bool:
        from senco_connect_google.kept import id_for  # noqa: PLC0415

        return TURN in book.kept and id == id_for(book.id, f"gate {turn_of(book).version}")

    def _remember(self, look: Look) -> None:
        """Ask for the register and our own tabs alone from now on."""
        issues = [tab.id for tab in look.book.tabs if str(tab.id) == look.book.told(ISSUES)]
        self._sheets.look_only_at(look.book, {look.tab.id, *issues})

    _seen: Book | None = None
    _marks: Book | None = None

    @cached_property
    def _transport(self) -> Transport:
        from senco_connect_google.credentials import scopes_for  # noqa: PLC0415
        from senco_connect_google.transport import shared_transport  # noqa: PLC0415

        scopes = scopes_for("sheets", self.config.access)
        return shared_transport(self.config.credentials, scopes, self.tools, self.config.endpoint)

    @cached_property
    def _id(self) -> str:
        if self.config.spreadsheet:
            return id_in(self.config.spreadsheet)
        from senco_connect_google.create import found_spreadsheet  # noqa: PLC0415

        return found_spreadsheet(self._transport, id_in(self.config.folder))

    @cached_property
    def _sheets(self) -> Sheets:
        if not self._id:
            raise RegisterRefused(
                "There is no register in the folder yet.", "`senco init` makes one, or names the one you have.",
                code="X742",
            )  # fmt: skip
        return Sheets(self._transport, self._id)
