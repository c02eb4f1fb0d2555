"""Spreadsheets made, read and copied from; grid data."""

from __future__ import annotations

from typing import Any

import pytest
from senco_connect_emulator.call import Call
from senco_connect_emulator.contract import services
from senco_connect_emulator.drive.editors import EDITORS, SPREADSHEET
from senco_connect_emulator.errors import Refused
from senco_connect_emulator.sheets.creating import create_spreadsheet


def create(desk: Any, body: Any, email: str = "senco@school.example") -> Any:
    method = next(one for one in services()["sheets"].methods if one.id == "sheets.spreadsheets.create")
    who = desk.world.directory.identity(email, ["https://www.googleapis.com/auth/drive"])
    return create_spreadsheet(Call(method, {}, body, who, desk.world))


@pytest.mark.fact("R", "6")
def test_a_new_spreadsheet_is_told_with_its_defaults(desk: Any) -> None:
    told = create(desk, {"properties": {"title": "Register"}})
    assert list(told) == ["spreadsheetId", "properties", "sheets", "spreadsheetUrl"]
    properties = told["properties"]
    assert {name: properties[name] for name in ("title", "locale", "autoRecalc", "timeZone")} == {
        "title": "Register", "locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT",
    }  # fmt: skip
    assert properties["defaultFormat"]["textFormat"]["bold"] is False
    assert len(properties["spreadsheetTheme"]["themeColors"]) == 9
    grid = {"rowCount": 1000, "columnCount": 26}
    assert told["sheets"] == [{"properties": {"sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID", "gridProperties": grid}}]
    assert told["spreadsheetUrl"] == f"https://docs.google.com/spreadsheets/d/{told['spreadsheetId']}/edit"
    assert desk.world.drive.files[told["spreadsheetId"]]["name"] == "Register"


@pytest.mark.fact("D")
def test_a_spreadsheet_is_made_as_described(desk: Any) -> None:
    cells = [{"userEnteredValue": {"stringValue": "UPN"}, "note": "the pupil's number"}]
    sheet = {
        "properties": {"title": "Pupils", "gridProperties": {"frozenRowCount": 1}},
        "data": [{"startRow": 1, "rowData": [{"values": cells}], "columnMetadata": [{"pixelSize": 50}]}],
    }
    body = {
        "properties": {"title": "Register", "locale": "en_GB", "timeZone": "Europe/London"},
        "sheets": [sheet, {"properties": {"sheetId": 7}}],
        "namedRanges": [{"name": "keys", "range": {"sheetId": 7, "endRowIndex": 1}}],
    }
    told = create(desk, body)
    first, second = told["sheets"]
    # Only the sheet that nobody described has the id 0.
    assert first["properties"]["sheetId"] not in {0, 7} and second["properties"]["sheetId"] == 7
    assert second["properties"]["title"] == "Sheet2"
    assert first["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26, "frozenRowCount": 1}
    assert first["data"][0]["rowData"][1]["values"][0]["note"] == "the pupil's number"
    assert first["data"][0]["columnMetadata"][0]["pixelSize"] == 50
    assert told["properties"]["locale"] == "en_GB"
    assert told["namedRanges"][0]["range"] == {"sheetId": 7, "endRowIndex": 1}


@pytest.mark.fact("D")
def test_a_service_account_makes_no_spreadsheet_of_its_own(desk: Any) -> None:
    desk.world.directory.add_service_account("sync@project.iam.gserviceaccount.com", token_uri="http://localhost/token")
    files = len(desk.world.drive.files)
    with pytest.raises(Refused) as refused:
        create(desk, {}, "sync@project.iam.gserviceaccount.com")
    assert (refused.value.code, refused.value.message) == (403, "The caller does not have permission")
    assert len(desk.world.drive.files) - files <= 1


@pytest.mark.fact("R", "6")
def test_cells_are_told_only_where_they_are_asked_for(desk: Any) -> None:
    desk.fill(["x"])
    assert "data" not in desk.sheet()
    assert "data" in desk.sheet(includeGridData=True)
    assert desk.get(fields="sheets.properties.title", includeGridData=True) == {"sheets": [{"properties": {"title": "Sheet1"}}]}
    assert desk.get(fields="sheets/data/rowData/values/formattedValue") == {"sheets": [{"data": [{"rowData": [{"values": [{"formattedValue": "x"}]}]}]}]}


@pytest.mark.fact("R", "5")
def test_an_empty_cell_is_told_as_nothing(desk: Any) -> None:
    assert desk.get(ranges="A1", fields="sheets/data/rowData/values/note") == {"sheets": [{"data": [{}]}]}


def test_ranges_narrow_sheets_cells_and_merges(desk: Any, area: Any) -> None:
    desk.one("addSheet", properties={"sheetId": 5, "title": "Plans"})
    desk.fill(["a", "b"], ["c", "d"], at=(2, 1))
    desk.batch({"mergeCells": {"range": area(9, 11, 0, 1)}}, {"mergeCells": {"range": area(2, 4, 5, 6)}})
    (sheet,) = desk.get(ranges=["Sheet1!B3:F4", "A1:A1"], includeGridData=True)["sheets"]
    assert len(sheet["merges"]) == 1
    first, second = sheet["data"]
    assert (first["startRow"], first["startColumn"]) == (2, 1)
    assert [[cell["formattedValue"] for cell in row["values"]] for row in first["rowData"]] == [["a", "b"], ["c", "d"]]
    assert (len(first["rowMetadata"]), len(first["columnMetadata"])) == (2, 5)
    assert set(second) == {"rowMetadata", "columnMetadata"}


def test_rows_between_are_empty_and_those_at_the_end_left_out(desk: Any) -> None:
    desk.fill(["a"], [None], [None, "b"])
    rows = desk.sheet(includeGridData=True)["data"][0]["rowData"]
    assert len(rows) == 3
    assert rows[1] == {}
    assert rows[2]["values"][0] == {}


@pytest.mark.fact("R")
def test_a_cell_is_told_as_it_was_entered_and_as_it_comes_out(desk: Any) -> None:
    percent = {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}
    cell = {"userEnteredValue": {"formulaValue": "=1/2"}, "userEnteredFormat": percent}
    desk.one("updateCells", start={}, rows=[{"values": [cell]}], fields="*")
    told = desk.cell("A1")
    assert told["userEnteredValue"] == {"formulaValue": "=1/2"}
    assert told["effectiveValue"] == {"numberValue": 0.5}
    assert told["formattedValue"] == "50%"
    assert told["userEnteredFormat"] == percent
    effective = told["effectiveFormat"]
    assert effective["numberFormat"] == percent["numberFormat"]
    assert effective["horizontalAlignment"] == "RIGHT"
    assert effective["textFormat"]["fontFamily"] == "Arial"
    assert effective["hyperlinkDisplayType"] == "PLAIN_TEXT"


@pytest.mark.fact("R")
def test_the_effective_format_of_a_plain_cell_is_told_whole(desk: Any) -> None:
    desk.fill(["God"])
    white = {"red": 1, "green": 1, "blue": 1}
    text = {
        "foregroundColor": {}, "fontFamily": "Arial", "fontSize": 10, "bold": False, "italic": False, "strikethrough": False,
        "underline": False, "foregroundColorStyle": {"rgbColor": {}},
    }  # fmt: skip
    assert list(desk.cell("A1")["effectiveFormat"].items()) == [
        ("backgroundColor", white),
        ("padding", {"top": 2, "right": 3, "bottom": 2, "left": 3}),
        ("horizontalAlignment", "LEFT"),
        ("verticalAlignment", "BOTTOM"),
        ("wrapStrategy", "OVERFLOW_CELL"),
        ("textFormat", text),
        ("hyperlinkDisplayType", "PLAIN_TEXT"),
        ("backgroundColorStyle", {"rgbColor": white}),
    ]


@pytest.mark.fact("R")
def test_an_empty_text_is_no_value_that_is_told(desk: Any) -> None:
    desk.fill(['=""'])
    assert set(desk.cell("A1")) == {"userEnteredValue", "effectiveFormat"}


@pytest.mark.fact("R")
def test_a_date_that_a_formula_made_brings_its_format(desk: Any) -> None:
    desk.fill(["=DATE(2023,3,19)", "=A1", "=1+1"])
    assert desk.cell("A1")["effectiveFormat"]["numberFormat"] == {"type": "DATE"}
    assert desk.cell("B1")["effectiveFormat"]["numberFormat"] == {"type": "DATE"}
    assert "numberFormat" not in desk.cell("C1")["effectiveFormat"]


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("entered", "stored"),
    [
        ("=sum( sales!a3:a3 )", "=sum( Sales!A3 )"),
        ("='Sales'!B3:a2", "=Sales!A2:B3"),
        ("=sales!$d$3 + 1", "=Sales!$D$3 + 1"),
        ("=SUM(  A1 ,  'It''s'!a1:a1  )", "=SUM(  A1 ,  'It''s'!A1  )"),
        ('=if(true,"a3:a3",\'It\'\'s\'!A1)', '=if(true,"a3:a3",\'It\'\'s\'!A1)'),
        ("=Sales!3:3", "=Sales!3:3"),
        ("=SUM(Rw!$A3:$A3)", "=SUM(Rw!$A3)"),
        ("=sum(a1:a1)+ 1", "=sum(A1)+ 1"),
    ],
)
def test_a_formula_is_kept_with_its_references_tidied(desk: Any, entered: str, stored: str) -> None:
    desk.batch(*({"addSheet": {"properties": {"title": title}}} for title in ("Sales", "Rw", "It's")))
    desk.fill([entered], at=(5, 5))
    assert desk.formulas("F6") == [[stored]]


@pytest.mark.fact("R")
def test_a_link_in_a_part_of_a_text_looks_like_one(desk: Any) -> None:
    runs = [{"format": {"link": {"uri": "https://school.example/a"}}}, {"startIndex": 5, "format": {}}]
    cell = {"userEnteredValue": {"stringValue": "alpha bravo"}, "textFormatRuns": runs}
    desk.one("updateCells", start={}, rows=[{"values": [cell]}], fields="userEnteredValue,textFormatRuns")
    blue = {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
    first, second = desk.cell("A1")["textFormatRuns"]
    assert first == {"format": {"foregroundColor": blue, "underline": True, "foregroundColorStyle": {"rgbColor": blue}, **runs[0]["format"]}}
    assert second == runs[1]


def test_an_error_is_a_value_with_a_text(desk: Any) -> None:
    desk.fill(["=1/0"])
    told = desk.cell("A1")
    assert told["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert told["formattedValue"] == "#DIV/0!"


def test_a_link_is_told(desk: Any) -> None:
    desk.fill(['=HYPERLINK("https://school.example/7","plan")', "plain"])
    told = desk.cell("A1")
    assert (told["hyperlink"], told["formattedValue"]) == ("https://school.example/7", "plan")
    assert told["effectiveFormat"]["hyperlinkDisplayType"] == "LINKED"
    assert told["effectiveFormat"]["textFormat"]["link"] == {"uri": "https://school.example/7"}
    assert told["effectiveFormat"]["textFormat"]["underline"] is True
    assert "hyperlink" not in desk.cell("B1")


@pytest.mark.fact("D")
def test_a_sheet_is_copied_into_another_spreadsheet(desk: Any) -> None:
    desk.fill(["x", "=A1"])
    other = create(desk, {"properties": {"title": "Other"}})["spreadsheetId"]
    told = desk.api.told("POST", "/sheets/0:copyTo", {"destinationSpreadsheetId": other})
    assert (told["title"], told["index"]) == ("Copy of Sheet1", 1)
    copied = desk.world.books[other].sheets[1]
    assert copied.id == told["sheetId"] != 0
    assert copied.cell(0, 1) == {"userEnteredValue": {"formulaValue": "=A1"}}


def test_drive_exports_copies_and_names_a_spreadsheet(desk: Any) -> None:
    desk.fill(["UPN", "Name"], ["A1", 'Ada "A", Smith'], [None, "é"])
    hooks = EDITORS[SPREADSHEET]
    assert hooks.export(desk.world, desk.api.id, "text/csv").decode() == 'UPN,Name\r\nA1,"Ada ""A"", Smith"\r\n,é'
    assert hooks.export(desk.world, desk.api.id, "text/tab-separated-values").decode() == 'UPN\tName\r\nA1\tAda "A", Smith\r\n\té'
    assert hooks.export(desk.world, desk.api.id, "application/pdf").startswith(b"%PDF-1.4")
    hooks.copy(desk.world, desk.api.id, "other", "Copy of Register")
    assert desk.world.books["other"].title == "Copy of Register"
    assert desk.world.books["other"].sheets[0].rows == desk.book.sheets[0].rows
    hooks.rename(desk.world, "other", "New")
    assert desk.world.books["other"].title == "New"
    hooks.discard(desk.world, "other")
    assert "other" not in desk.world.books


def test_an_uploaded_table_is_read_as_if_typed(desk: Any) -> None:
    from senco_connect_emulator.call import Content

    EDITORS[SPREADSHEET].create(desk.world, "new", "pupils.csv", Content(b"\xef\xbb\xbfUPN,Born\r\n0123,2015-09-01\r\n", "text/csv"))
    sheet = desk.world.books["new"].sheets[0]
    assert sheet.title == "pupils"
    assert sheet.cell(1, 0)["userEnteredValue"] == {"numberValue": 123}
    assert sheet.cell(1, 1)["userEnteredFormat"]["numberFormat"]["type"] == "DATE"
