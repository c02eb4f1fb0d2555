"""A register on somebody's desk: the sheet that the rules are tried on, and the person who edits it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from senco_connect.adapters import Batch, Leases, Matter, Operation, Outcome, Register, Result
from senco_connect.record import BLANK, FIELDS, KEY_LABEL, Value
from senco_connect.snapshot import Snapshot
from senco_connect.testing.contracts.base import Contract

__all__ = ["COLUMNS", "PUPILS", "STAMP", "TRAY", "Desk", "RegisterBench", "heading", "table"]

STAMP = "a1b2c3d4:7"
TRAY = "Tray colour"
COLUMNS = (BLANK, "forename", "surname", "dob", "sen_status", "diagnosis")


class Pupil(NamedTuple):
    """An invented child as a line of the sheet."""

    key: str
    forename: str
    surname: str
    dob: str
    sen_status: str
    diagnosis: str
    tray: str


PUPILS = (
    Pupil("PAAA222", "Birch", "Testchild-Moor", "2015-04-03", "K", "none on file", "amber"),
    # The formula is the class team's own, and has to stand there afterwards.
    Pupil("PBBB333", "Cedar", "Testchild-Fell", "2016-11-30", "N", "", "=LEN(B3)"),
    Pupil("PCCC444", "Alder", "Testchild-Tarn", "2014-01-09", "E", "seen in spring", "green"),
)


def heading(field: str) -> str:
    """Give the heading of a field; "" is the key column."""
    return FIELDS[field].label if field else KEY_LABEL


def table(pupils: Sequence[Sequence[str]] = PUPILS, columns: Sequence[str] = COLUMNS) -> list[list[str]]:
    """Lay out a sheet: the headings, with a column of the people's own at the end, then the lines."""
    return [[*map(heading, columns), TRAY], *map(list, pupils)]


class Desk(Protocol):
    """A person at the register: what they see and what they do, by the sheet's own means and never by the adapter's.

    Lines count as on screen: the headings are line 1.
    """

    def register(self) -> Register:
        """Open the register anew, as another run would; no IO yet."""

    def cells(self) -> list[list[str]]:
        """Give every cell of the pupils' sheet as it shows, the headings first."""

    def type(self, line: int, heading: str, text: str) -> None:
        """Type a text over a cell."""

    def sort(self, heading: str) -> None:
        """Sort the whole lines below the headings by a column, A to Z."""

    def insert_row(self, line: int) -> None:
        """Push in a blank line above this one."""

    def matters(self) -> Sequence[str]:
        """Give the lines that the Issues tab shows."""


class RegisterBench(Contract, ABC):
    """What the author of a register supplies, and how the rules write with it."""

    @abstractmethod
    def open_desk(self, folder: Path, lines: Sequence[Sequence[str]]) -> Desk:
        """Put a sheet with these lines into the folder and sit a person down at it; no lines is no register at all."""

    def apply(
        self,
        register: Register,
        *operations: Operation,
        matters: Sequence[Matter] | None = (),
        fence: str = "",
        children: Mapping[str, Mapping[str, str]] | None = None,
    ) -> dict[str, Result]:
        """Apply operations as one batch; give the result of each by its id."""
        outcomes = self.outcomes(register, *operations, matters=matters, fence=fence, children=children)
        return {outcome.id: outcome.result for outcome in outcomes}

    def outcomes(
        self,
        register: Register,
        *operations: Operation,
        matters: Sequence[Matter] | None = (),
        fence: str = "",
        children: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Sequence[Outcome]:
        """Apply operations as one batch; give its outcomes as they came."""
        listed = None if matters is None else tuple(matters)
        return register.apply(Batch(operations, listed, STAMP, fence, children or {}))

    def seen(self, desk: Desk, fields: Sequence[str] = COLUMNS[1:]) -> dict[str, dict[str, Value]]:
        """Read the register anew: what it shows in these fields, by key."""
        return shown(desk.register().read(), fields)


def leasing(desk: Desk) -> Leases:
    """Open the register anew, as one that leases; a rule about leases does not concern another."""
    register = desk.register()
    if not isinstance(register, Leases):
        pytest.skip("this register has no lease to take")
    return register


def shown(snapshot: Snapshot, fields: Sequence[str] = COLUMNS[1:]) -> dict[str, dict[str, Value]]:
    """Give what a snapshot shows in these fields, by key."""
    return {row.key: {field: snapshot.value(row, field) for field in fields} for row in snapshot.rows}


def column(cells: Sequence[Sequence[str]], name: str) -> dict[str, str]:
    """Give one column as a person sees it, by the text of the first column."""
    place = cells[0].index(name)
    return {line[0]: line[place] for line in cells[1:]}


def line_of(cells: Sequence[Sequence[str]], text: str) -> int:
    """Give the line on which a person finds a text."""
    return next(n for n, line in enumerate(cells, start=1) if text in line)


def changed(before: Mapping[str, Mapping[str, Value]], after: Mapping[str, Mapping[str, Value]]) -> dict[str, Value]:
    """Give the cells that differ, as "key field" -> what is shown now."""
    return {
        f"{key} {field}": value
        for key, cells in after.items()
        for field, value in cells.items()
        if before.get(key, {}).get(field) != value
    }
