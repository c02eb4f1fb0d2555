"""Named ranges, and who may change what is protected."""

from __future__ import annotations

from typing import Any

import pytest

TEACHER, SENCO = "teacher@school.example", "senco@school.example"
PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you"
    " need to edit."
)


@pytest.mark.fact("R", "6")
def test_a_named_range_has_an_id_of_digits(desk: Any, area: Any) -> None:
    told = desk.one("addNamedRange", namedRange={"name": "needs", "range": area(0, 2, 0, 2)})["namedRange"]
    assert told.pop("namedRangeId").isdigit()
    place = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    assert told == {"name": "needs", "range": place}
    desk.fill(["E"])
    assert desk.values("needs") == [["E"]]


@pytest.mark.fact("C")
def test_a_name_is_given_once_and_is_no_cell(desk: Any, area: Any) -> None:
    desk.one("addNamedRange", namedRange={"name": "needs", "range": area(0, 2)})
    said = desk.refused({"addNamedRange": {"namedRange": {"name": "needs", "range": area(0, 1)}}})
    assert said.endswith("Cannot add named range with name needs, a named range with that name already exists.")
    for name in ("A1", "R1C1", "two words", "1st", ""):
        assert desk.refused({"addNamedRange": {"namedRange": {"name": name, "range": area(0, 1)}}})


def test_a_named_range_is_renamed_and_deleted(desk: Any, area: Any) -> None:
    named_id = desk.one("addNamedRange", namedRange={"name": "needs", "range": area(0, 2)})["namedRange"]["namedRangeId"]
    desk.one("updateNamedRange", namedRange={"namedRangeId": named_id, "name": "plans"}, fields="name")
    assert desk.get()["namedRanges"] == [{"namedRangeId": named_id, "name": "plans", "range": {"startRowIndex": 0, "endRowIndex": 2}}]
    desk.one("deleteNamedRange", namedRangeId=named_id)
    assert desk.refused({"deleteNamedRange": {"namedRangeId": named_id}})


def protect(desk: Any, **told: Any) -> int:
    return int(desk.one("addProtectedRange", protectedRange=told)["protectedRange"]["protectedRangeId"])


def write(row: int, column: int = 0) -> dict[str, Any]:
    return {"updateCells": {"start": {"rowIndex": row, "columnIndex": column}, "rows": [{"values": [{"note": "x"}]}], "fields": "note"}}


def allowed(desk: Any, request: Any, who: str = TEACHER) -> bool:
    status, told = desk.api.ask("POST", ":batchUpdate", {"requests": [request]}, who=who)
    assert status == 200 or told["error"]["message"].endswith(PROTECTED)
    return bool(status == 200)


@pytest.mark.fact("R", "6")
def test_who_protects_may_edit_and_is_told_so(desk: Any, area: Any) -> None:
    told = desk.one("addProtectedRange", protectedRange={"range": area(0, 2, 0, 2)})["protectedRange"]
    assert list(told) == ["protectedRangeId", "range", "requestingUserCanEdit", "editors"]
    assert told["editors"] == {"users": [SENCO]}
    assert desk.sheet()["protectedRanges"] == [told]


@pytest.mark.fact("C", "4")
def test_a_writer_who_is_no_editor_is_refused_and_the_whole_batch_with_them(desk: Any, area: Any) -> None:
    protect(desk, range=area(0, 2, 0, 2))
    said = desk.refused(write(5), write(1), who=TEACHER)
    assert said == f"Invalid requests[1].updateCells: {PROTECTED}"
    assert desk.cell("A6") == {}
    assert allowed(desk, write(1), SENCO)
    assert allowed(desk, write(2))
    told = desk.api.told("GET", "", who=TEACHER)["sheets"][0]["protectedRanges"][0]
    assert "requestingUserCanEdit" not in told and "editors" not in told


@pytest.mark.parametrize(
    "request_",
    [
        {"repeatCell": {"range": {"startRowIndex": 1, "endRowIndex": 9}, "cell": {"note": "x"}, "fields": "note"}},
        {"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}},
        {"sortRange": {"range": {"startRowIndex": 0}, "sortSpecs": [{"dimensionIndex": 0}]}},
        {"mergeCells": {"range": {"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 1}}},
        {"copyPaste": {"source": {"startRowIndex": 8, "endRowIndex": 9}, "destination": {"startRowIndex": 0, "endRowIndex": 1}}},
        {"setDataValidation": {"range": {"startRowIndex": 1, "endRowIndex": 2}}},
        {"pasteData": {"coordinate": {}, "data": "x", "delimiter": ","}},
    ],
)
def test_there_is_no_way_around_a_protection(desk: Any, area: Any, request_: Any) -> None:
    desk.fill(["b"], ["a"], ["c"])
    protect(desk, range=area(0, 2, 0, 2))
    assert not allowed(desk, request_)
    assert allowed(desk, request_, SENCO)


def test_editors_groups_and_the_domain_may_be_let_in(desk: Any, area: Any) -> None:
    desk.world.directory.add_group("staff@school.example", [TEACHER])
    for row, editors in enumerate([{"users": [TEACHER]}, {"groups": ["staff@school.example"]}, {"domainUsersCanEdit": True}]):
        protect(desk, range=area(row, row + 1), editors=editors)
        assert allowed(desk, write(row))
    protect(desk, range=area(4, 5), warningOnly=True)
    assert allowed(desk, write(4))


@pytest.mark.fact("D", "6")
def test_a_sheet_is_protected_but_for_some_ranges(desk: Any, area: Any) -> None:
    protect(desk, range={"sheetId": 0}, unprotectedRanges=[area(2, 4)])
    assert not allowed(desk, write(0))
    assert allowed(desk, write(3))
    assert not allowed(desk, {"insertDimension": {"range": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}}})
    assert desk.refused({"addProtectedRange": {"protectedRange": {"range": area(0, 9), "unprotectedRanges": [area(2, 4)]}}})


@pytest.mark.fact("R", "6")
def test_a_warning_has_no_editors(desk: Any, area: Any) -> None:
    request = {"addProtectedRange": {"protectedRange": {"range": area(0, 1), "warningOnly": True, "editors": {"users": [SENCO]}}}}
    assert desk.refused(request).endswith("addProtectedRange: ProtectedRange is warningOnly. Editors cannot be set on it.")


def test_only_who_may_edit_may_lift_a_protection(desk: Any, area: Any) -> None:
    protected_id = protect(desk, range=area(0, 2))
    assert not allowed(desk, {"deleteProtectedRange": {"protectedRangeId": protected_id}})
    new = {"protectedRangeId": protected_id, "description": "keys", "editors": {"users": [TEACHER]}}
    desk.one("updateProtectedRange", protectedRange=new, fields="description,editors")
    told = desk.sheet()["protectedRanges"][0]
    assert told["description"] == "keys" and set(told["editors"]["users"]) == {SENCO, TEACHER}
    assert allowed(desk, {"deleteProtectedRange": {"protectedRangeId": protected_id}})


def test_a_protected_sheet_is_not_renamed_or_deleted_by_others(desk: Any, area: Any) -> None:
    desk.one("addSheet", properties={"sheetId": 5})
    protect(desk, range={"sheetId": 5})
    rename = {"updateSheetProperties": {"properties": {"sheetId": 5, "title": "x"}, "fields": "title"}}
    assert not allowed(desk, rename)
    assert not allowed(desk, {"deleteSheet": {"sheetId": 5}})
    assert allowed(desk, rename, SENCO)
