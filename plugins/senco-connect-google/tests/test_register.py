"""The sheet register beyond the contract: lost answers, two machines, copies, aids, adoption and a new register."""

from __future__ import annotations

from typing import Any

import pytest
from senco_connect_google.config import SheetsConfig
from senco_connect_google.our_tabs import NOTE
from senco_connect_google.register import SheetsRegister

from senco_connect.adapters import Batch, CellWrite, Link, Mark, Matter, NewColumn, NewRow, Outcome, Result
from senco_connect.errors import AccessRefused, Locked, RegisterRefused
from senco_connect.record import FIELDS, KEY_LABEL

ROBOT = "register@invented-school.iam.gserviceaccount.com"
STATUS = FIELDS["sen_status"].label
LINES = [
    [KEY_LABEL, "Surname", "Forename", "DOB", STATUS, "Our notes"],
    ["PAAA222", "Testchild-Moor", "Birch", "03/04/2015", "K", "amber tray"],
    ["PBBB333", "Testchild-Fell", "Cedar", "30/11/2016", "N", "=LEN(B3)"],
]


class Book:
    def __init__(self, office: Any, lines: Any = LINES) -> None:
        self.office = office
        self.id = office.spreadsheet("SEN register")
        if lines:
            office.ask(
                "PUT", f"/v4/spreadsheets/{self.id}/values/A1", {"values": lines}, valueInputOption="USER_ENTERED"
            )

    def register(self, **more: Any) -> SheetsRegister:
        told = {"spreadsheet": self.id} | more
        return SheetsRegister(
            SheetsConfig("sheets", credentials="key.json", endpoint=self.office.google.url, **told), self.office.tools()
        )

    def apply(self, *operations: Any, stamp: str = "s:1", matters: Any = (), fence: str = "") -> list[Outcome]:
        return list(self.register().apply(Batch(operations, matters, stamp, fence)))

    def values(self, place: str, render: str = "FORMATTED_VALUE") -> list[list[str]]:
        told = self.office.ask("GET", f"/v4/spreadsheets/{self.id}/values/{place}", valueRenderOption=render)
        return list(told.get("values", []))

    def told(self, fields: str) -> Any:
        return self.office.ask("GET", f"/v4/spreadsheets/{self.id}", fields=fields)

    def do(self, *requests: Any) -> None:
        self.office.ask("POST", f"/v4/spreadsheets/{self.id}:batchUpdate", {"requests": requests})

    def trouble(self, method: str, kind: Any, **more: Any) -> None:
        from senco_connect_emulator.faults import Rule

        self.office.google.faults.add(Rule(method, kind, **more))


@pytest.fixture
def book(office: Any) -> Book:
    return Book(office)


def status(key: str, expect: str, value: str) -> CellWrite:
    return CellWrite(f"{key} status", key, "sen_status", expect, value, "the MIS says so")


BATCH = "sheets.spreadsheets.batchUpdate"


# --- answers that get lost


@pytest.mark.parametrize("kind", ["drop", "reset", "cut", "truncated", "html", 500, 502, 503, 504, 408])
def test_a_batch_whose_answer_got_lost_is_made_once(book: Book, kind: Any) -> None:
    book.trouble(BATCH, kind, when="after")
    new = NewRow("new", "PCCC444", {"surname": "Testchild-Tarn"}, "joined")
    outcomes = book.apply(status("PAAA222", "K", "E"), new)
    assert [outcome.result for outcome in outcomes] == [Result.DONE, Result.DONE]
    assert [line[0] for line in book.values("A2:A9")] == ["PAAA222", "PBBB333", "PCCC444"]
    assert book.values("E2") == [["E"]]
    reads = book.office.google.log.of("sheets.spreadsheets.get")
    assert len([entry for entry in reads if entry.who == ROBOT]) == 2


@pytest.mark.parametrize("kind", ["drop", 500, 503, 429, "rateLimitExceeded", "userRateLimitExceeded"])
def test_a_batch_that_got_lost_is_made_after_all(book: Book, kind: Any) -> None:
    book.trouble(BATCH, kind, when="before")
    assert [outcome.result for outcome in book.apply(status("PAAA222", "K", "E"))] == [Result.DONE]
    assert book.values("E2") == [["E"]]


def test_a_batch_that_got_lost_twice_is_unknown_and_not_there(book: Book) -> None:
    book.trouble(BATCH, "drop", times=2)
    assert [outcome.result for outcome in book.apply(status("PAAA222", "K", "E"))] == [Result.UNKNOWN]
    assert book.values("E2") == [["K"]]


@pytest.mark.parametrize("kind", ["drop", 503, "truncated"])
def test_a_read_that_got_lost_is_repeated(book: Book, kind: Any) -> None:
    book.trouble("sheets.spreadsheets.get", kind, times=2)
    assert len(book.register().read().rows) == 2


@pytest.mark.parametrize("kind", ["drop", "html", 503])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_mark_whose_answer_got_lost_is_written_once(book: Book, kind: Any, when: str) -> None:
    book.trouble(BATCH, kind, when=when)
    assert book.register().write_mark(Mark(), Mark(1, "me"))
    assert book.register().read_mark() == Mark(1, "me")


def test_a_mark_is_not_written_by_two_that_saw_the_same(book: Book) -> None:
    rival = book.register()
    acts = [lambda: rival.write_mark(Mark(), Mark(1, "rival"))]
    mine = book.register()
    read = mine._sheets.read_marks

    def late() -> Any:
        seen = read()
        if acts:
            acts.pop()()
        return seen

    mine._sheets.read_marks = late
    assert not mine.write_mark(Mark(), Mark(1, "me"))
    assert book.register().read_mark() == Mark(1, "rival")


def test_a_batch_of_a_run_that_lost_its_turn_between_look_and_write_is_refused(book: Book) -> None:
    mine, mark = book.register(), Mark(1, "me")
    assert mine.write_mark(Mark(), mark)
    change = mine._sheets.change

    def late(*given: Any, **named: Any) -> Any:
        mine._sheets.change = change
        assert book.register().write_mark(mark, Mark(2, "other"))
        return change(*given, **named)

    mine._sheets.change = late
    with pytest.raises(Locked):
        mine.apply(Batch((status("PAAA222", "K", "E"),), (), "s:1", mark.fence))
    assert book.values("E2") == [["K"]]


@pytest.mark.parametrize("refused", [True, False])
@pytest.mark.parametrize("follows", [True, False])
def test_what_is_not_settled_about_google_does_not_matter(book: Book, refused: bool, follows: bool) -> None:
    switches = book.office.google.world.switches
    switches.repeated_metadata_refused, switches.metadata_follows_sort = refused, follows
    for n, (old, new) in enumerate([("K", "E"), ("E", "N"), ("N", "K")]):
        assert [o.result for o in book.apply(status("PAAA222", old, new), stamp="the same")] == [Result.DONE], n
    where = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 6}
    book.do({"sortRange": {"range": where, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]}})
    assert [o.result for o in book.apply(status("PBBB333", "N", "K"), stamp="s:9")] == [Result.DONE]
    assert {line[0]: line[4] for line in book.values("A2:E3")} == {"PAAA222": "K", "PBBB333": "K"}


def test_markers_of_batches_do_not_pile_up(book: Book) -> None:
    for n in range(12):
        book.apply(status("PAAA222", "KE"[n % 2], "EK"[n % 2]), stamp=f"s:{n}")
    kept = book.told("developerMetadata(metadataKey)")["developerMetadata"]
    assert [meta["metadataKey"] for meta in kept].count("senco.batch") <= 8
    protected = book.told("sheets.protectedRanges")["sheets"][0]["protectedRanges"]
    assert len(protected) == 1
    assert protected[0]["warningOnly"]


# --- what people do


def test_people_may_rename_move_and_add_what_they_like(book: Book) -> None:
    book.apply(status("PAAA222", "K", "E"))
    book.do(
        {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "O'Neill's list"}, "fields": "title"}},
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}},
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}}},
        {"addSheet": {"properties": {"title": "Big one"}}},
    )
    book.office.ask(
        "PUT", f"/v4/spreadsheets/{book.id}/values/'O''Neill''s list'!F3", {"values": [["Stage now"]]},
        valueInputOption="RAW",
    )  # fmt: skip
    snapshot = book.register().read()
    assert {row.key: snapshot.value(row, "sen_status") for row in snapshot.rows} == {"PAAA222": "E", "PBBB333": "N"}
    assert [o.result for o in book.apply(status("PBBB333", "N", "K"), stamp="s:2")] == [Result.DONE]


def test_a_copied_tab_is_not_the_register(book: Book) -> None:
    book.apply(status("PAAA222", "K", "E"))
    book.do({"duplicateSheet": {"sourceSheetId": 0, "insertSheetIndex": 0, "newSheetName": "Backup"}})
    book.apply(status("PAAA222", "E", "N"), stamp="s:2")
    assert book.values("Backup!E2") == [["E"]]
    assert book.values("Sheet1!E2") == [["N"]]


def test_a_copied_spreadsheet_is_refused(book: Book) -> None:
    book.apply(status("PAAA222", "K", "E"))
    copy = book.office.ask("POST", f"/drive/v3/files/{book.id}/copy", {"parents": [book.office.drive]})["id"]
    with pytest.raises(RegisterRefused) as refused:
        book.register(spreadsheet=copy).read()
    assert refused.value.code in ("X731", "X732")


def test_a_register_in_the_bin_is_refused(book: Book) -> None:
    book.office.ask("PATCH", f"/drive/v3/files/{book.id}", {"trashed": True})
    with pytest.raises(RegisterRefused) as refused:
        book.register(access="drive").read()
    assert refused.value.code == "X744"


def test_a_register_that_is_shared_no_longer_says_so(book: Book) -> None:
    book.apply(status("PAAA222", "K", "E"))
    permissions = book.office.ask("GET", f"/drive/v3/files/{book.office.drive}/permissions", fields="*")["permissions"]
    (ours,) = [p["id"] for p in permissions if p.get("emailAddress") == ROBOT]
    book.office.ask("DELETE", f"/drive/v3/files/{book.office.drive}/permissions/{ours}")
    with pytest.raises((AccessRefused, RegisterRefused)) as refused:
        book.register().read()
    assert refused.value.code in ("X701", "X710")


def test_a_column_that_was_read_and_is_gone_stops_the_run(book: Book) -> None:
    book.apply(status("PAAA222", "K", "E"))
    book.do({"deleteDimension": {"range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 4, "endIndex": 5}}})
    with pytest.raises(RegisterRefused) as refused:
        book.register().read()
    assert refused.value.code == "X202"


def test_what_people_wrote_beside_and_below_stays(book: Book) -> None:
    book.office.ask(
        "PUT", f"/v4/spreadsheets/{book.id}/values/A6", {"values": [["Ask the EP about the waiting list"]]},
        valueInputOption="RAW",
    )  # fmt: skip
    book.apply(NewRow("new", "PCCC444", {"surname": "Testchild-Tarn"}, "joined"))
    assert book.values("F2:F3", "FORMULA") == [["amber tray"], ["=LEN(B3)"]]
    assert ["Ask the EP about the waiting list"] in book.values("A1:A20")


def test_a_formula_is_never_written_over(book: Book) -> None:
    book.do({"updateCells": {
        "start": {"sheetId": 0, "rowIndex": 1, "columnIndex": 4}, "fields": "userEnteredValue",
        "rows": [{"values": [{"userEnteredValue": {"formulaValue": '="K"'}}]}],
    }})  # fmt: skip
    assert [o.result for o in book.apply(status("PAAA222", "K", "E"))] == [Result.REFUSED]
    assert book.values("E2", "FORMULA") == [['="K"']]


def test_a_sheet_that_reads_months_first_is_told(book: Book) -> None:
    book.do({"updateSpreadsheetProperties": {"properties": {"locale": "en_US"}, "fields": "locale"}})
    assert "X507" in [finding.code for finding in book.register().read().findings]


# --- matters


def test_a_disputed_cell_is_noted_and_amber_until_it_is_settled(book: Book) -> None:
    matter = Matter("conflict", "PBBB333", "SEN status", (("mis", "E"), ("register", "N")), "the SENCO", "Which holds?")
    book.apply(matters=(matter,))
    fields = "sheets(data(rowData(values(note,effectiveFormat.backgroundColor))))"
    cell = book.told(fields)["sheets"][0]["data"][0]["rowData"][2]["values"][4]
    assert cell["note"] == NOTE
    assert cell["effectiveFormat"]["backgroundColor"] == pytest.approx({"red": 1, "green": 0.753}, abs=0.01)
    assert any("Which holds?" in " ".join(line) for line in book.values("Issues"))
    book.office.google.log.clear()
    book.apply(matters=(matter,))
    assert not book.office.google.log.of(BATCH)
    book.apply(stamp="s:2")
    cell = book.told(fields)["sheets"][0]["data"][0]["rowData"][2]["values"][4]
    assert "note" not in cell
    assert cell["effectiveFormat"]["backgroundColor"] == {"red": 1, "green": 1, "blue": 1}


def test_a_note_of_a_person_is_left(book: Book) -> None:
    book.do({"updateCells": {
        "start": {"sheetId": 0, "rowIndex": 1, "columnIndex": 4}, "fields": "note",
        "rows": [{"values": [{"note": "asked home"}]}],
    }})  # fmt: skip
    matter = Matter("conflict", "PAAA222", "SEN status", (("mis", "E"),), "the SENCO", "Which holds?")
    book.apply(matters=(matter,))
    book.apply(stamp="s:2")
    cell = book.told("sheets(data(rowData(values(note))))")["sheets"][0]["data"][0]["rowData"][1]["values"][4]
    assert cell["note"] == "asked home"


def test_every_written_cell_is_listed_with_what_stood_there(book: Book) -> None:
    book.apply(status("PAAA222", "K", "E"), status("PBBB333", "N", "K"))
    assert [line[1:] for line in book.values("Changes!A3:F9")] == [
        [STATUS, "K", "E", "the MIS says so", "PAAA222"],
        [STATUS, "N", "K", "the MIS says so", "PBBB333"],
    ]
    book.apply(status("PAAA222", "E", "N"), stamp="s:2")
    assert book.values("Changes!B3:F3") == [[STATUS, "E", "N", "the MIS says so", "PAAA222"]]


# --- taking over and making new


def test_a_kept_register_is_proposed_and_taken_over_without_moving_anything(office: Any) -> None:
    kept = [["Our SEN list"], [], *[line[1:] for line in LINES]]
    book = Book(office, kept)
    proposal = book.register().propose()
    assert {c.heading: c.field for c in proposal.columns}[STATUS] == "sen_status"
    assert proposal.notes[0] == "The headings stand on line 3."
    before = book.values("A1:E5", "FORMULA")
    links = [Link(line[0], line[0], n, {"surname": line[1]}, "a person said so") for n, line in enumerate(LINES[1:], 4)]
    outcomes = book.apply(NewColumn("c", "", "to know lines by"), *links)
    assert {outcome.result for outcome in outcomes} == {Result.DONE}
    assert book.values("A1:E5", "FORMULA") == before
    assert book.values("F3:F5") == [[KEY_LABEL], ["PAAA222"], ["PBBB333"]]


def test_a_new_register_reads_and_takes_pupils(office: Any) -> None:
    book = Book(office, [])
    register = book.register()
    assert not register.exists()
    register.create()
    assert book.register().exists()
    with pytest.raises(RegisterRefused):
        book.register().create()
    values = {"surname": "Testchild", "forename": "Birch", "dob": "2015-04-03", "sen_status": "K", "eal": "true"}
    assert [o.result for o in book.apply(NewRow("n", "PAAA222", values, "joined"))] == [Result.DONE]
    snapshot = book.register().read()
    (row,) = snapshot.rows
    assert {f: snapshot.value(row, f) for f in values} == values
    tabs = [sheet["properties"] for sheet in book.told("sheets.properties")["sheets"]]
    assert [tab["title"] for tab in tabs if not tab.get("hidden")] == ["Register", "Issues", "Changes", "Lists", "How to"]
    assert book.told("properties.locale")["properties"]["locale"] == "en_GB"
    place = list(snapshot.headings).index(("dob", FIELDS["dob"].label))
    assert place >= 0
    assert "03/04/2015" in book.values("Register!A2:Z2")[0]


def test_a_register_is_made_in_its_folder_and_found_there_again(office: Any) -> None:
    folder = office.make("01 Register and reports", office.drive)
    book = Book(office, [])
    made = book.register(spreadsheet="", folder=folder)
    assert not made.exists()
    made.create()
    again = book.register(spreadsheet="", folder=folder)
    assert again.exists()
    assert again.read().rows == ()
    assert len([f for f in office.files() if f["parents"] == [folder]]) == 1


def test_new_lines_get_the_dropdowns_of_the_others(office: Any) -> None:
    book = Book(office, [])
    book.register().create()
    for n in range(3):
        book.apply(NewRow("n", f"PAAA22{n}", {"surname": f"Testchild{n}"}, "joined"), stamp=f"s:{n}")
    fields = "sheets(data(rowData(values(dataValidation.condition.type))))"
    rows = book.told(fields)["sheets"][0]["data"][0]["rowData"]
    lists = [sum("dataValidation" in cell for cell in row.get("values", ())) for row in rows[1:5]]
    assert len(set(lists)) == 1
    assert lists[0] > 0


def test_a_filter_takes_new_lines_and_columns_in(book: Book) -> None:
    where = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 6}
    book.do({"setBasicFilter": {"filter": {"range": where}}})
    book.apply(NewColumn("c", "key_adult", "asked for"), NewRow("n", "PCCC444", {"surname": "Testchild"}, "joined"))
    taken = book.told("sheets.basicFilter.range")["sheets"][0]["basicFilter"]["range"]
    assert (taken["endRowIndex"], taken["endColumnIndex"]) == (4, 7)


def test_a_sheet_that_is_full_to_its_edges_takes_a_line_and_a_column(book: Book) -> None:
    size = {"sheetId": 0, "gridProperties": {"rowCount": 3, "columnCount": 6}}
    book.do({"updateSheetProperties": {"properties": size, "fields": "gridProperties(rowCount,columnCount)"}})
    column, new = NewColumn("c", "key_adult", "asked for"), NewRow("n", "PCCC444", {"key_adult": "Ms Sample"}, "joined")
    assert [outcome.result for outcome in book.apply(column, new)] == [Result.DONE, Result.DONE]
    assert book.values("G1:G4") == [[FIELDS["key_adult"].label], [], [], ["Ms Sample"]]


def test_a_register_without_a_pupil_and_without_a_blank_line_takes_one(book: Book) -> None:
    size = {"sheetId": 0, "gridProperties": {"rowCount": 1, "columnCount": 6}}
    book.do({"updateSheetProperties": {"properties": size, "fields": "gridProperties(rowCount,columnCount)"}})
    new = NewRow("n", "PCCC444", {"surname": "Testchild", "dob": "2015-04-03"}, "joined")
    assert [outcome.result for outcome in book.apply(new)] == [Result.DONE]
    assert book.values("A2:D2") == [["PCCC444", "Testchild", "", "03/04/2015"]]
