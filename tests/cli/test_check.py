"""`senco check` says what was understood of every store, and compares two exports."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from desk import HEADINGS, Desk, upn

from senco_connect.cli.main import senco


def test_every_store_is_counted_with_its_columns(in_step: Desk) -> None:
    done = in_step("check")
    assert done.exit_code == 0
    assert "table (Table from any system (CSV, TSV, XLSX)): 12 rows" in done.stdout
    assert "register (Excel workbook): 4 rows" in done.stdout
    assert "filing (Folders on disk): 4 folders" in done.stdout
    assert "Adno → Admission number" in done.stdout
    assert "A run would make 0 changes." in done.stdout


def test_a_column_that_is_not_read_is_named(in_step: Desk) -> None:
    rows = [{**pupil, "Locker": "12"} for pupil in in_step.pupils()]
    in_step.export(rows, headings=[*HEADINGS, "Locker"])
    assert "not read: Locker" in in_step("check").stdout


def test_a_doubtful_cell_is_told_by_code_line_and_heading_and_not_by_its_text(in_step: Desk) -> None:
    in_step.export_with({2: {"DOB": "Pancake day"}, 5: {"DOB": "Pancake day"}})
    done = in_step("check")
    assert 'F030 "DOB", 2 cells (lines 3, 6): this is not a day' in done.stdout
    assert "Pancake" not in done.output


def test_one_store_that_can_not_be_read_does_not_hide_the_others(in_step: Desk) -> None:
    (in_step.folder / "export.csv").write_bytes(b"")
    done = in_step("check")
    assert done.exit_code == 8
    assert "refused: " in done.stdout and "register (Excel workbook): 4 rows" in done.stdout


def test_guards_are_told_before_anything_is_planned(in_step: Desk) -> None:
    in_step.export_with({}, without=range(1, 9))
    done = in_step("check")
    assert done.exit_code == 3
    assert "Stopped (leavers)" in done.stdout


def test_another_export_can_be_looked_at_in_the_place_of_the_configured_one(in_step: Desk) -> None:
    in_step.export([in_step.pupil(n) for n in range(9, 13)], "new export.csv")
    done = in_step("check", "new export.csv")
    assert done.exit_code == 3 and "8 of 12 pupils" in done.stdout
    assert in_step("check").exit_code == 0


def test_an_export_can_be_looked_at_with_no_school_around_it(empty: Desk) -> None:
    empty.export(empty.pupils())
    done = empty("check", "export.csv")
    assert done.exit_code == 0
    assert "export (Table from any system (CSV, TSV, XLSX)): 12 rows" in done.stdout
    assert [path.name for path in empty.folder.iterdir()] == ["export.csv"]


def test_a_file_that_is_no_export_is_refused_with_what_each_adapter_said(empty: Desk) -> None:
    (empty.folder / "notes.csv").write_text("remember\nthe milk\n")
    done = empty("check", "notes.csv")
    assert done.exit_code == 8
    assert "No adapter knows this file." in done.stderr and "Common transfer file" in done.stderr


def test_where_two_exports_disagree_it_is_told_by_line_and_column(in_step: Desk) -> None:
    in_step.export([{"UPN": upn(3), "Class": "9Ash"}], "more.csv", ["UPN", "Class"])
    text = (in_step.folder / "senco.toml").read_text(encoding="utf-8")
    more = '\n[sources.more]\nadapter = "table"\nfile = "more.csv"\n'
    (in_step.folder / "senco.toml").write_text(text + more, encoding="utf-8")
    done = in_step("check")
    assert "the exports together (joined by identifier): 12 rows" in done.stdout
    assert 'F041 "Class", 1 cell (line 2): two exports say different things here' in done.stdout


def test_no_check_tells_a_value(in_step: Desk) -> None:
    assert in_step.told_values(in_step("check")) == []
    assert in_step.told_values(in_step("check", "--json")) == []


def test_the_document_names_stores_columns_and_findings(in_step: Desk) -> None:
    in_step.export_with({2: {"DOB": "Pancake day"}})
    document = json.loads(in_step("check", "--json").stdout)
    store = document["stores"][0]
    assert (store["store"], store["rows"], store["problem"]) == ("table", 12, None)
    assert {"heading": "Adno", "field": "admission_no"} in store["used"]
    assert [(f["code"], f["line"], f["column"]) for f in store["findings"]] == [("F030", 3, "DOB")]


def test_two_exports_are_compared_value_by_value(empty: Desk) -> None:
    empty.export(empty.pupils(), "old.csv")
    empty.export_with({3: {"Class": "9Ash", "DOB": "2015-03-04"}}, without=[5], more=[empty.pupil(40)])
    done = empty("check", "export.csv", "--against", "old.csv")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"~ {upn(3)}  Inventedname3, Zoë3  Class: 6Oak → 9Ash (MIS; line 4)",
        f"+ {upn(40)}  Inventedname40, Zoë40  joined (line 13)",
        f"= {upn(5)}  Inventedname5, Zoë5  is not in the new export (line 6 of the old)",
        "1 change for 1 pupil, 1 joined, 1 missing, 0 with a new number, 10 alike.",
    ]


def test_a_comparison_in_json_knows_pupils_by_upn(empty: Desk) -> None:
    empty.export(empty.pupils(), "old.csv")
    empty.export_with({3: {"Class": "9Ash"}, 4: {"UPN": upn(90)}}, without=[5], more=[empty.pupil(40)])
    document = json.loads(empty("check", "export.csv", "--against", "old.csv", "--json").stdout)
    assert [(c["upn"], c["field"], c["old"], c["new"], c["line"]) for c in document["changes"]] == [
        (upn(3), "registration_group", "6Oak", "9Ash", 4),
        (upn(90), "upn", upn(4), upn(90), 5),
    ]
    assert [who["upn"] for who in document["joined"]] == [upn(40)]
    assert [who["upn"] for who in document["missing"]] == [upn(5)]
    assert [(who["former_upn"], who["upn"]) for who in document["rekeyed"]] == [(upn(4), upn(90))]


def test_a_comparison_uses_the_schools_own_mapping(in_step: Desk) -> None:
    names = {**dict.fromkeys(HEADINGS), "Class": "Groupe"}
    text = (in_step.folder / "senco.toml").read_text(encoding="utf-8")
    (in_step.folder / "senco.toml").write_text(text.replace("\nClass = ", "\nGroupe = "), encoding="utf-8")
    headings = [to or name for name, to in names.items()]
    in_step.export([{**p, "Groupe": "5Oak"} for p in in_step.pupils()], "old.csv", headings)
    in_step.export([{**p, "Groupe": "6Oak"} for p in in_step.pupils()], "new.csv", headings)
    done = in_step("check", "new.csv", "--against", "old.csv")
    assert "12 changes for 12 pupils" in done.stdout and "Class: 5Oak → 6Oak" in done.stdout


def test_a_comparison_needs_the_new_export(in_step: Desk) -> None:
    assert in_step("check", "--against", "export.csv").exit_code == 2


def test_a_file_that_is_not_there_is_not_repeated(tmp_path: Path) -> None:
    """Its name may be a child's."""
    done = CliRunner().invoke(senco, ["check", str(tmp_path / "Exampleby Tamsin.csv")])
    assert (done.exit_code, "Exampleby" in done.output) == (2, False)
