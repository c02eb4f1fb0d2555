"""Whatever a batch does not name is the same afterwards, byte for byte and cell by cell, for two other readers."""

from __future__ import annotations

import re
from typing import Any

import openpyxl
import pytest
from python_calamine import load_workbook

from senco_connect.adapters import CellWrite, Matter, NewColumn, NewRow, Outcome, Result
from senco_connect.errors import RegisterRefused

WRITE = CellWrite("w", "key3", "sen_status", "", "K", "agreed")
NEW = NewRow("n", "key9", {"surname": "Newly"}, "joined")
COLUMN = NewColumn("c", "key_adult", "asked for")
MATTER = Matter("conflict", "key1", "next_review", (("MIS", "2026-05-01"), ("register", "x")), "both", "Choose one")

MAY_CHANGE = {"xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"}
# What a new Issues tab adds to the list of parts.
ALSO_FOR_A_TAB = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet3.xml"}


def cell_facts(cell: Any) -> tuple[Any, ...]:
    comment = cell.comment.text if cell.comment else None
    looks = [repr(part) for part in (cell.font, cell.fill, cell.border, cell.alignment)]
    return cell.value, cell.data_type, cell.number_format, *looks, comment


def facts(book) -> dict[str, Any]:
    """Give all that openpyxl sees of the register's tab and of the workbook, cell by cell."""
    workbook = openpyxl.load_workbook(book.path)
    sheet = workbook["SEN Register"]
    found: dict[str, Any] = {cell.coordinate: cell_facts(cell) for row in sheet.iter_rows() for cell in row}
    found["widths"] = {letter: dimension.width for letter, dimension in sheet.column_dimensions.items()}
    found["hidden lines"] = [line for line, dimension in sheet.row_dimensions.items() if dimension.hidden]
    found["merged"] = [str(area) for area in sheet.merged_cells.ranges]
    found["filter"] = sheet.auto_filter.ref
    found["rules"] = {str(area.sqref): [rule.formula for rule in area.rules] for area in sheet.conditional_formatting}
    found["summary"] = [[cell.value for cell in row] for row in workbook["Summary"].iter_rows()]
    found["charts"] = len(workbook["Summary"]._charts)
    return found


def stored_values(book) -> dict[str, Any]:
    """Give what calamine reads, stored results of formulas too."""
    workbook = load_workbook(str(book.path))
    return {
        f"{name}!{line},{column}": cell
        for name in workbook.sheet_names
        if name != "Issues"
        for line, row in enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1)
        for column, cell in enumerate(row, start=1)
        if cell != ""
    }


def differing(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_a_written_cell_is_all_that_differs(keyed) -> None:
    before, values, members = facts(keyed), stored_values(keyed), keyed.members()
    keyed.apply(WRITE, stamp="L/2")
    assert differing(before, facts(keyed)) == {"F6"}
    assert differing(values, stored_values(keyed)) == {"SEN Register!6,6"}
    assert differing(members, keyed.members()) <= MAY_CHANGE


def test_a_whole_batch_differs_only_where_it_says(keyed) -> None:
    before, values, members = facts(keyed), stored_values(keyed), keyed.members()
    keyed.apply(WRITE, NEW, COLUMN, matters=(MATTER,), stamp="L/2")
    changed = differing(before, facts(keyed))
    # Openpyxl lists every cell of the rectangle, the blank ones of the new line and column too.
    named = {"F6", "M3", "filter", "rules", *(f"{letter}7" for letter in "ABCDEFGHIJKLM")}
    blank = {f"M{line}" for line in (1, 2, 4, 5, 6)}
    assert changed <= named | blank
    assert named - changed <= {f"{letter}7" for letter in "CDEFGHIJKM"}
    assert differing(values, stored_values(keyed)) == {
        "SEN Register!6,6",
        "SEN Register!3,13",
        "SEN Register!7,2",
        "SEN Register!7,12",
    }
    assert differing(members, keyed.members()) <= MAY_CHANGE | ALSO_FOR_A_TAB


def test_pictures_charts_threads_and_stored_values_are_copied_as_they_are(keyed) -> None:
    before = keyed.members()
    keyed.apply(WRITE, NEW, COLUMN, matters=(MATTER,), stamp="L/2")
    after = keyed.members()
    kinds = ("xl/media/", "xl/charts/", "xl/drawings/", "xl/threadedComments/", "xl/comments", "xl/calcChain.xml")
    kept = [name for name in before if name.startswith(kinds)]
    assert len(kept) >= 6
    assert all(after[name] == before[name] for name in kept)


def test_what_the_library_does_not_know_in_the_sheet_stays(keyed, edit_member) -> None:
    extension = '<extLst><ext uri="{invented}"><x:y xmlns:x="urn:invented"/></ext></extLst></worksheet>'
    name = "xl/worksheets/sheet2.xml"
    edit_member(keyed.path, name, lambda xml: xml.replace("</worksheet>", extension))
    keyed.apply(WRITE, NEW, stamp="L/2")
    xml = keyed.members()[name].decode()
    assert "{invented}" in xml
    assert 'mc:Ignorable="x14ac"' in xml
    assert 'x14ac:dyDescent="0.25"' in xml


def test_excel_is_asked_to_calculate_when_a_cell_changed(keyed) -> None:
    """The summary counts the statuses: its stored result is behind now."""
    keyed.apply(WRITE, stamp="L/2")
    assert 'fullCalcOnLoad="1"' in keyed.members()["xl/workbook.xml"].decode()


def test_the_same_batch_again_changes_no_byte(keyed) -> None:
    batch = (COLUMN, WRITE, NEW)
    first = keyed.apply(*batch, matters=(MATTER,), stamp="L/2")
    once = keyed.path.read_bytes()
    assert keyed.apply(*batch, matters=(MATTER,), stamp="L/2") == first
    assert {o.result for o in first} == {Result.DONE}
    assert keyed.path.read_bytes() == once


def test_nothing_to_do_writes_nothing(book) -> None:
    before = book.path.stat()
    assert book.apply(stamp="") == []
    after = book.path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_stale_batch_leaves_every_cell(keyed) -> None:
    before = facts(keyed)
    outcomes = keyed.apply(WRITE._replace(expect="E"), stamp="L/2")
    assert outcomes == [Outcome("w", Result.STALE, "the cell was changed meanwhile")]
    assert facts(keyed) == before
    assert keyed.read().stamp == "L/2"


@pytest.mark.parametrize(
    ("member", "code"), [("_xmlsignatures/sig1.xml", "X301"), ("xl/revisions/revisionHeaders.xml", "X302")]
)
def test_a_workbook_that_a_change_would_break_is_read_and_not_written(keyed, rewrite, member: str, code: str) -> None:
    rewrite(keyed.path, {member: b"<x/>"})
    before = keyed.path.read_bytes()
    assert len(keyed.read().rows) == 3
    with pytest.raises(RegisterRefused) as refusal:
        keyed.apply(WRITE)
    assert refusal.value.code == code
    assert keyed.path.read_bytes() == before


def test_cells_without_addresses_are_refused_before_anything_is_written(keyed, edit_member) -> None:
    def bare(xml: str) -> str:
        return re.sub(r'<c r="[A-Z]+\d+"', "<c", xml)

    edit_member(keyed.path, "xl/worksheets/sheet2.xml", lambda xml: re.sub(r"<f>.*?</f>", "", bare(xml)))
    before = keyed.path.read_bytes()
    with pytest.raises(RegisterRefused) as refusal:
        keyed.apply(CellWrite("w", "key1", "sen_status", "K", "E", "agreed"))
    assert refusal.value.code == "X303"
    assert keyed.path.read_bytes() == before


def test_a_workbook_whose_parts_have_prefixes_is_written_too(keyed, edit_member) -> None:
    """Programs built on the OpenXML SDK write <x:c>; Excel reads them, and so do we."""

    def prefixed(xml: str) -> str:
        head, body = xml.split("<worksheet", 1)
        body = body.replace(' xmlns="http', ' xmlns:x="http', 1)
        return re.sub(r"<(/?)(?=[a-z])", r"<\1x:", f"{head}<worksheet{body}").replace("<?x:xml", "<?xml")

    edit_member(keyed.path, "xl/worksheets/sheet2.xml", prefixed)
    before = keyed.shown()
    keyed.apply(WRITE, NEW, stamp="L/2")
    assert keyed.shown()["key3"]["sen_status"] == "K"
    assert {key: row for key, row in keyed.shown().items() if key in ("key1", "key2")} == {
        key: row for key, row in before.items() if key in ("key1", "key2")
    }
