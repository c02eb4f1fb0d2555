"""People type, sort and insert between the library's look and its write: their edit stands, nothing is in a wrong row."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from senco_connect_google.config import SheetsConfig
from senco_connect_google.register import SheetsRegister

from senco_connect.adapters import Batch, CellWrite, Link, NewColumn, NewRow, Operation, Outcome, Result
from senco_connect.record import FIELDS, KEY_LABEL
from senco_connect.snapshot import Snapshot

DIAGNOSIS = FIELDS["diagnosis"].label
TEXTS = ("strategy_1", "strategy_2", "diagnosis")
HEADINGS = [KEY_LABEL, FIELDS["surname"].label, *(FIELDS[field].label for field in TEXTS), "Tray"]
KEYS = [f"P{letter * 5}2" for letter in "DBFACE"]
HEAD = "senco@school.example"


def lines(keys: Sequence[str] = KEYS) -> list[list[str]]:
    """Lay out a sheet in which every cell tells whose it is and which."""
    return [HEADINGS, *([key, f"Testchild {key}", *(f"{key}.{field}" for field in TEXTS), f"tray {key}"] for key in keys)]


class Room:
    """A register, a person who acts in the middle of a call, and what is left afterwards."""

    def __init__(self, office: Any, told: Sequence[Sequence[str]]) -> None:
        self.office = office
        self.id = office.spreadsheet("SEN register")
        self.width = max(map(len, told))
        office.ask(
            "PUT", f"/v4/spreadsheets/{self.id}/values/A1", {"values": list(map(list, told))}, valueInputOption="RAW"
        )
        self.acts: dict[int, Callable[[], None]] = {}
        self.writes = 0
        office.google.between(self._act)

    def _act(self, request: Any) -> None:
        if request.path.endswith(":batchUpdate"):
            act = self.acts.pop(self.writes, None)
            self.writes += 1
            if act:
                act()

    def meanwhile(self, act: Callable[[], None], *, write: int = 0) -> None:
        """Let a person act right before the write with this number is carried out."""
        self.acts[self.writes + write] = act

    def do(self, **request: Any) -> None:
        """Change the sheet as a person, between two calls."""
        from senco_connect_emulator.sheets.batch import apply_requests

        world = self.office.google.world
        book = world.books[self.id].copy()
        apply_requests(world, book, [request], world.directory.identity(HEAD, ["https://www.googleapis.com/auth/drive"]))
        world.books[self.id] = book

    def cells(self) -> list[list[str]]:
        shown = self.office.ask("GET", f"/v4/spreadsheets/{self.id}/values/A1:Z60").get("values", [])
        wide = max(map(len, shown), default=0)
        return [line + [""] * (wide - len(line)) for line in shown]

    def by_key(self) -> dict[str, dict[str, str]]:
        headings, *rows = self.cells()
        place = headings.index(KEY_LABEL)
        return {row[place]: dict(zip(headings, row, strict=True)) for row in rows if row[place]}

    def register(self) -> SheetsRegister:
        config = SheetsConfig("sheets", self.id, credentials="key.json", endpoint=self.office.google.url)
        return SheetsRegister(config, self.office.tools())

    def read(self) -> Snapshot:
        return self.register().read()

    def apply(self, *operations: Operation, stamp: str = "s:1", **more: Any) -> dict[str, Outcome]:
        batch = Batch(operations, (), stamp, **more)
        return {outcome.id: outcome for outcome in self.register().apply(batch)}

    # --- what a person does

    def sort(self, column: int = 0) -> None:
        book = self.office.google.world.books[self.id].sheets[0]
        where = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": max(2, len(book.rows)), "startColumnIndex": 0,
                 "endColumnIndex": self.width + 2}  # fmt: skip
        self.do(sortRange={"range": where, "sortSpecs": [{"dimensionIndex": column, "sortOrder": "ASCENDING"}]})

    def insert(self, line: int, *, kind: str = "ROWS") -> None:
        where = {"sheetId": 0, "dimension": kind, "startIndex": line - 1, "endIndex": line}
        self.do(insertDimension={"range": where, "inheritFromBefore": line > 1})

    def delete(self, line: int) -> None:
        self.do(deleteDimension={"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": line - 1, "endIndex": line}})

    def type(self, line: int, column: int, text: str) -> None:
        value = {"formulaValue": text} if text.startswith("=") else {"stringValue": text}
        start = {"sheetId": 0, "rowIndex": line - 1, "columnIndex": column - 1}
        rows = [{"values": [{"userEnteredValue": value}]}]
        self.do(updateCells={"start": start, "rows": rows, "fields": "userEnteredValue"})


@pytest.fixture
def room(office: Any) -> Room:
    room = Room(office, lines())
    room.apply(write(KEYS[0], "diagnosis", f"{KEYS[0]}.diagnosis", f"{KEYS[0]}.diagnosis"), stamp="s:0")
    return room


def write(key: str, field: str, expect: str, value: str, **more: Any) -> CellWrite:
    return CellWrite(f"{key} {field}", key, field, expect, value, "the plan says so", **more)


def ours(*keys: str, field: str = "diagnosis") -> list[CellWrite]:
    return [write(key, field, f"{key}.{field}", f"{key}.{field} ours") for key in keys]


def nothing_is_in_a_wrong_row(room: Room) -> None:
    headings = {FIELDS[field].label: field for field in TEXTS}
    for key, row in room.by_key().items():
        for heading, field in headings.items():
            if heading in row:
                assert row[heading].removesuffix(" ours") == f"{key}.{field}", (key, row[heading])
        assert row["Tray"] in (f"tray {key}", f"Tray of {key}")


def test_a_sort_in_the_moment_of_writing_puts_nothing_in_a_wrong_row(room: Room) -> None:
    room.meanwhile(room.sort)
    outcomes = room.apply(*ours(*KEYS[:3]))
    nothing_is_in_a_wrong_row(room)
    assert [line[0] for line in room.cells()[1:]] == sorted(KEYS)
    # F stays where it was, so what was meant for it arrived.
    assert {o.id.split()[0]: o.result for o in outcomes.values()} == {
        KEYS[0]: Result.STALE, KEYS[1]: Result.DONE if sorted(KEYS)[1] == KEYS[1] else Result.STALE,
        KEYS[2]: Result.STALE,
    }  # fmt: skip
    assert {o.result for o in room.apply(*ours(*KEYS[:3]), stamp="s:2").values()} == {Result.DONE}
    assert [room.by_key()[key][DIAGNOSIS] for key in KEYS[:3]] == [f"{key}.diagnosis ours" for key in KEYS[:3]]


@pytest.mark.parametrize("line", [1, 2, 3, 7])
def test_a_line_pushed_in_puts_nothing_in_a_wrong_row(room: Room, line: int) -> None:
    room.meanwhile(lambda: room.insert(line))
    room.apply(*ours(*KEYS))
    if line > 1:
        nothing_is_in_a_wrong_row(room)
    assert all(o.result is Result.DONE for o in room.apply(*ours(*KEYS), stamp="s:2").values())
    assert sorted(line[4] for line in room.cells() if line[4].endswith("ours")) == sorted(f"{k}.diagnosis ours" for k in KEYS)


def test_a_line_taken_out_puts_nothing_in_a_wrong_row(room: Room) -> None:
    room.meanwhile(lambda: room.delete(3))
    outcomes = room.apply(*ours(*KEYS))
    nothing_is_in_a_wrong_row(room)
    assert set(room.by_key()) == set(KEYS) - {KEYS[1]}
    assert outcomes[f"{KEYS[1]} diagnosis"].result is not Result.DONE


def test_a_column_pushed_in_puts_nothing_in_a_wrong_column(room: Room) -> None:
    room.meanwhile(lambda: room.insert(2, kind="COLUMNS"))
    outcomes = room.apply(*ours(*KEYS))
    nothing_is_in_a_wrong_row(room)
    assert {o.result for o in outcomes.values()} == {Result.STALE}
    assert {o.result for o in room.apply(*ours(*KEYS), stamp="s:2").values()} == {Result.DONE}


def test_what_a_person_types_into_the_very_cell_stands(room: Room) -> None:
    room.meanwhile(lambda: room.type(2, 5, "typed just now"))
    outcomes = room.apply(*ours(*KEYS[:2]))
    assert room.by_key()[KEYS[0]][DIAGNOSIS] == "typed just now"
    assert [outcomes[f"{key} diagnosis"].result for key in KEYS[:2]] == [Result.STALE, Result.DONE]
    again = room.apply(*ours(KEYS[0]), stamp="s:2")
    assert again[f"{KEYS[0]} diagnosis"].result is Result.STALE
    assert room.by_key()[KEYS[0]][DIAGNOSIS] == "typed just now"


def test_a_formula_that_a_person_types_into_the_very_cell_stands(room: Room) -> None:
    room.meanwhile(lambda: room.type(2, 5, '=B2&" said"'))
    room.apply(*ours(KEYS[0]))
    told = room.office.ask(
        "GET", f"/v4/spreadsheets/{room.id}/values/E2", valueRenderOption="FORMULA"
    )
    assert told["values"] == [['=B2&" said"']]


def test_what_a_person_types_while_it_is_put_back_stands_too(room: Room) -> None:
    room.meanwhile(lambda: room.type(2, 5, "typed first"))
    room.meanwhile(lambda: room.type(2, 5, "typed then"), write=1)
    room.apply(*ours(KEYS[0]))
    assert room.by_key()[KEYS[0]][DIAGNOSIS] == "typed then"


def test_a_second_sort_while_it_is_put_back_puts_nothing_in_a_wrong_row(room: Room) -> None:
    room.meanwhile(room.sort)
    room.meanwhile(lambda: room.insert(2), write=1)
    room.meanwhile(lambda: room.insert(4), write=2)
    room.apply(*ours(*KEYS))
    nothing_is_in_a_wrong_row(room)


def test_half_of_a_value_is_not_left_behind(room: Room) -> None:
    room.meanwhile(lambda: room.type(2, 4, "typed just now"))
    key = KEYS[0]
    first, second = (
        write(key, field, f"{key}.{field}", f"{key}.{field} ours", group="both") for field in ("strategy_2", "diagnosis")
    )
    outcomes = room.apply(first, second)
    assert {o.result for o in outcomes.values()} == {Result.STALE}
    assert room.cells()[1][3:5] == ["typed just now", f"{key}.diagnosis"]


def test_a_key_does_not_land_on_another_child(office: Any) -> None:
    room = Room(office, [line[1:] for line in lines()])
    room.meanwhile(lambda: room.sort(0))
    links = [Link(key, key, n, {"surname": f"Testchild {key}"}, "a person said so") for n, key in enumerate(KEYS, 2)]
    outcomes = room.apply(NewColumn("c", "", "to know rows by"), *links)
    assert all(row["Surname"] == f"Testchild {key}" for key, row in room.by_key().items())
    assert {o.result for id, o in outcomes.items() if id != "c"} <= {Result.STALE, Result.DONE}
    room.apply(*links, stamp="s:2")
    assert set(room.by_key()) == set(KEYS)
    assert all(row["Surname"] == f"Testchild {key}" for key, row in room.by_key().items())


def test_a_new_line_lies_over_nothing(room: Room) -> None:
    room.meanwhile(lambda: room.type(8, 6, "a note of ours"))
    new = NewRow("n", "PZZZZZ2", {"surname": "Testchild New", "diagnosis": "PZZZZZ2.diagnosis"}, "joined")
    assert room.apply(new)["n"].result is Result.DONE
    assert ["", "", "", "", "", "a note of ours"] in room.cells()
    assert room.by_key()["PZZZZZ2"]["Surname"] == "Testchild New"


@pytest.mark.parametrize("kind", ["ROWS", "COLUMNS"])
@pytest.mark.parametrize("is_known", [True, False])
def test_headings_that_moved_in_the_moment_of_writing_leave_nothing_behind(
    office: Any, kind: str, is_known: bool
) -> None:
    room = Room(office, lines())
    if is_known:
        room.apply(*ours(KEYS[5]), stamp="s:0")
    before = [[cell for cell in line if cell] for line in room.cells() if any(line)]
    room.meanwhile(lambda: room.insert(1, kind=kind))
    new = NewRow("n", "PZZZZZ2", {"surname": "Testchild New", "diagnosis": "PZZZZZ2.diagnosis"}, "joined")
    column = NewColumn("c", "key_adult", "asked for")
    outcomes = room.apply(column, new, *ours(*KEYS[:2]))
    assert {outcome.result for outcome in outcomes.values()} == {Result.STALE}
    assert [[cell for cell in line if cell] for line in room.cells() if any(line)] == before
    assert {o.result for o in room.apply(column, new, *ours(*KEYS[:2]), stamp="s:2").values()} == {Result.DONE}
    snapshot = room.read()
    shown = {row.key: snapshot.value(row, "diagnosis") for row in snapshot.rows}
    assert shown["PZZZZZ2"] == "PZZZZZ2.diagnosis"
    assert shown[KEYS[0]] == f"{KEYS[0]}.diagnosis ours"


def test_a_tab_that_is_renamed_meanwhile_is_followed(room: Room) -> None:
    renamed = {"properties": {"sheetId": 0, "title": "Our register"}, "fields": "title"}
    room.meanwhile(lambda: room.do(updateSheetProperties=renamed))
    assert {o.result for o in room.apply(*ours(*KEYS)).values()} == {Result.DONE}


def test_what_was_put_back_is_told_on_the_changes_tab(room: Room) -> None:
    room.meanwhile(room.sort)
    room.apply(*ours(*KEYS[:1]))
    told = room.office.ask("GET", f"/v4/spreadsheets/{room.id}/values/Changes")["values"]
    assert any("put back" in " ".join(line) for line in told)


ACTS = st.one_of(
    st.tuples(st.just("sort"), st.integers(0, 4)),
    st.tuples(st.just("insert"), st.integers(2, 8)),
    st.tuples(st.just("delete"), st.integers(2, 8)),
    st.tuples(st.just("column"), st.integers(2, 6)),
    st.tuples(st.just("type"), st.tuples(st.integers(2, 8), st.integers(2, 6))),
)


class TestAnySchedule:
    @pytest.fixture(autouse=True)
    def _opened(self, office: Any) -> None:
        self.office = office

    @settings(max_examples=int(os.environ.get("RACES", "25")), deadline=None, phases=[Phase.explicit, Phase.generate])
    @given(
        acts=st.lists(st.tuples(st.integers(0, 4), ACTS), max_size=5),
        keys=st.sets(st.sampled_from(KEYS), min_size=1),
        fields=st.sets(st.sampled_from(TEXTS), min_size=1),
    )
    @example(
        acts=[(0, ("sort", 3)), (3, ("insert", 5)), (4, ("sort", 2)), (2, ("insert", 2)), (1, ("column", 4))],
        keys={"PFFFFF2", "PAAAAA2", "PDDDDD2"}, fields=set(TEXTS),
    )  # fmt: skip
    @example(
        acts=[(0, ("column", 2)), (1, ("sort", 0))], keys=set(KEYS), fields={"strategy_1"},
    )  # fmt: skip
    def test_no_edit_is_lost_and_no_value_is_in_a_wrong_row(self, acts: Any, keys: Any, fields: Any) -> None:
        self.office.google.app.between.clear()
        room = Room(self.office, lines())
        typed: dict[str, str] = {}
        for n, (at, (kind, told)) in enumerate(acts):
            room.acts.setdefault(at, lambda n=n, kind=kind, told=told: self._act(room, typed, n, kind, told))
        writes = [w for key in sorted(keys) for field in sorted(fields) for w in ours(key, field=field)]
        for stamp in ("s:1", "s:2"):
            room.apply(*writes, stamp=stamp)
        room.acts.clear()
        self._look(room, typed)

    def _act(self, room: Room, typed: dict[str, str], n: int, kind: str, told: Any) -> None:
        sheet = self.office.google.world.books[room.id].sheets[0]

        def shown(line: int, column: int) -> str:
            return str((sheet.cell(line - 1, column - 1) or {}).get("userEnteredValue", {}).get("stringValue", ""))

        if kind == "type":
            line, column = told
            heading = shown(1, column)
            typed.pop(shown(line, column), None)
            # Whoever types over a cell replaces what was typed there before, seen or not yet put back.
            where = f"{shown(line, 1)} {heading}"
            for text in [text for text, place in typed.items() if place == where and shown(line, 1)]:
                del typed[text]
            room.type(line, column, f"typed {n}")
            typed[f"typed {n}"] = where
        elif kind == "column":
            room.insert(told, kind="COLUMNS")
        elif kind == "delete":
            key = shown(told, 1)
            for text in [text for text, place in typed.items() if key and place.startswith(f"{key} ")]:
                del typed[text]
            for column in range(1, 15):
                typed.pop(shown(told, column), None)
            room.delete(told)
        else:
            {"sort": room.sort, "insert": room.insert}[kind](told)

    def _look(self, room: Room, typed: dict[str, str]) -> None:
        headings, *rows = room.cells()
        fields = {FIELDS[field].label: field for field in TEXTS}
        for row in rows:
            for heading, text in zip(headings, row, strict=True):
                if text.startswith("typed"):
                    assert typed.pop(text) == f"{row[0]} {heading}"
                elif "." in text:
                    assert text.removesuffix(" ours") == f"{row[0]}.{fields.get(heading)}"
        assert typed == {}, "an edit is lost"
