"""The parts that need no Google: content, rectangles, gates, marks, and where a batch landed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from senco_connect_google.book import Book, Tab
from senco_connect_google.config import DriveConfig, SheetsConfig, id_in
from senco_connect_google.content import cell_content
from senco_connect_google.credentials import load_credentials, scopes_for
from senco_connect_google.kept import TURN, Turn, id_for, kept, marker, pass_gate, turn_of
from senco_connect_google.landing import Capture, wrong_places
from senco_connect_google.ledger import Ledger
from senco_connect_google.look import BOOK, TAB, look_at
from senco_connect_google.problems import NO_KEY, cause_of, reason_of
from senco_connect_google.sheet_requests import quoted, rectangles

from senco_connect.adapters import Mark
from senco_connect.errors import ConfigProblem, RegisterRefused, SencoError

CELLS = st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=30)


@given(CELLS)
def test_rectangles_hold_every_cell_once_and_no_other(cells: set[tuple[int, int]]) -> None:
    held = [(line, column) for area in rectangles(cells) for line in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)]  # fmt: skip
    assert sorted(held) == sorted(cells)


def test_a_block_is_one_rectangle() -> None:
    assert len(rectangles({(line, column) for line in range(1, 2_000) for column in range(1, 60)})) == 1


@pytest.mark.parametrize("text", ["=1+1", "+44 7700", "-3", "@home", "\t=1", "＝1+1", "0012", "1-2", "1E5"])
def test_text_is_sent_as_a_string_whatever_it_looks_like(text: str) -> None:
    assert cell_content("diagnosis", text, like="").value == {"stringValue": text}


@pytest.mark.parametrize(
    ("field", "text", "like", "value"),
    [
        ("dob", "2015-04-03", "", {"numberValue": 42097}),
        ("dob", "2015-04-03?", "", {"stringValue": "2015-04-03?"}),
        ("year_group", "10", 7, {"numberValue": 10}),
        ("year_group", "10", "7", {"stringValue": "10"}),
        ("attendance", "95.2", "", {"numberValue": 95.2}),
        ("attendance", "nan", "", {"stringValue": "nan"}),
        ("eal", "true", "Y", {"stringValue": "Y"}),
        ("eal", "true", True, {"boolValue": True}),
        ("eal", "false", 1, {"numberValue": 0}),
        ("", "P234567", 1, {"stringValue": "P234567"}),
        ("diagnosis", "", "", {}),
        ("diagnosis", "half \ud800", "", {"stringValue": "half \ufffd"}),
    ],
)
def test_a_column_keeps_its_own_way_of_writing(field: str, text: str, like: object, value: dict[str, Any]) -> None:
    assert cell_content(field, text, like=like).value == value


def test_a_tab_of_any_name_is_quoted() -> None:
    assert quoted("O'Neill's; A1:B2") == "'O''Neill''s; A1:B2'"


def test_an_address_from_a_browser_is_as_good_as_an_id() -> None:
    assert id_in("https://drive.google.com/drive/u/0/folders/1AbCdEfGhIjKl?usp=sharing") == "1AbCdEfGhIjKl"
    with pytest.raises(ValueError, match="neither"):
        id_in("SEN register")
    with pytest.raises(ValueError, match="spreadsheet"):
        SheetsConfig("sheets", "")
    with pytest.raises(ValueError, match="no field"):
        SheetsConfig("sheets", "1AbCdEfGhIjKl", columns={"Shoe size": "shoe_size"})
    with pytest.raises(ValueError, match="neither"):
        DriveConfig("drive", "03 Pupils")


def test_the_least_scopes_are_asked_for() -> None:
    assert [scope.rpartition("/")[2] for scope in scopes_for("sheets", "made here")] == ["spreadsheets", "drive.file"]
    assert [scope.rpartition("/")[2] for scope in scopes_for("drive", "made here")] == ["drive.file"]
    assert [scope.rpartition("/")[2] for scope in scopes_for("drive", "drive")] == ["drive"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"type": "canary"}', '{"type": "service_account"}'])
def test_a_key_file_that_is_none_says_nothing_of_itself(content: str, tmp_path: Path) -> None:
    path = tmp_path / "canary.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigProblem) as refused:
        load_credentials(path, ["scope"])
    assert refused.value.code == NO_KEY.code
    assert "canary" not in str(refused.value)


def test_an_authorized_user_file_needs_no_key(tmp_path: Path) -> None:
    path = tmp_path / "user.json"
    told = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}
    path.write_text(json.dumps(told), "utf-8")
    assert load_credentials(path, ["scope"]).refresh_token == "r"


def test_the_finer_reason_is_the_one_that_counts() -> None:
    body = {"error": {"status": "PERMISSION_DENIED", "details": [{}, {"reason": "SERVICE_DISABLED"}]}}
    assert reason_of(json.dumps(body).encode()) == "SERVICE_DISABLED"
    assert cause_of(403, json.dumps(body).encode(), service="sheets").code == "X702"
    assert cause_of(400, b"You are trying to edit a protected cell or object.", service="sheets").code == "X714"


@given(st.binary(max_size=60), st.integers(400, 599), st.sampled_from(["sheets", "drive"]))
def test_whatever_google_answers_becomes_an_error_with_a_cure(body: bytes, status: int, service: str) -> None:
    error = cause_of(status, body, service=service).raised()
    assert isinstance(error, SencoError)
    assert error.cure


# --- what is kept


def book(*kept_values: tuple[str, str], **more: Any) -> Book:
    metadata = [{"metadataId": n, "metadataKey": k, "metadataValue": v} for n, (k, v) in enumerate(kept_values, start=1)]
    return Book({"spreadsheetId": "b1", "developerMetadata": metadata, **more})


@pytest.mark.parametrize("mark", [Mark(), Mark(41, "a1b2", 3), Mark(7, "at: work", 0)])
def test_a_turn_reads_back(mark: Mark) -> None:
    assert turn_of(book((TURN, Turn(9, mark).text))) == Turn(9, mark)


@pytest.mark.parametrize("text", ["", "1:2", "x:1:2:me", "-1:1:1:me"])
def test_a_turn_that_is_none_is_the_first(text: str) -> None:
    assert turn_of(book((TURN, text))) == Turn()


def test_a_gate_is_passed_from_one_version_to_the_next() -> None:
    gate = {"protectedRangeId": id_for("b1", "gate 3"), "range": {}}
    seen = book((TURN, "3:0:0:"), sheets=[{"properties": {"title": "x"}, "protectedRanges": [gate]}])
    taken, given_, told = pass_gate(seen, turn_of(seen).after(), {"sheetId": 0})
    assert taken == {"deleteProtectedRange": {"protectedRangeId": id_for("b1", "gate 3")}}
    assert given_["addProtectedRange"]["protectedRange"]["protectedRangeId"] == id_for("b1", "gate 4")
    assert told["updateDeveloperMetadata"]["developerMetadata"] == {"metadataValue": "4:0:0:"}


def test_old_markers_of_batches_are_dropped() -> None:
    seen = book(*[("senco.batch", f"s:{n}") for n in range(10)])
    assert [next(iter(request)) for request in marker(seen, "s:11")] == [
        "createDeveloperMetadata", *["deleteDeveloperMetadata"] * 3,
    ]  # fmt: skip


def test_what_is_kept_already_is_not_written() -> None:
    assert list(kept(book(("k", "v")), "k", "v")) == []
    assert list(kept(book(), "k", "")) == []


def test_a_copy_of_the_spreadsheet_is_refused() -> None:
    with pytest.raises(RegisterRefused) as refused:
        look_at(book((BOOK, "another")), SheetsConfig("sheets", "1AbCdEfGhIjKl"))
    assert refused.value.code == "X731"


def test_a_register_whose_tab_is_gone_is_refused() -> None:
    with pytest.raises(RegisterRefused) as refused:
        look_at(book((BOOK, "b1"), (TAB, "99")), SheetsConfig("sheets", "1AbCdEfGhIjKl"))
    assert refused.value.code == "X732"


def test_ids_that_were_fixed_are_there_after_a_crash(tmp_path: Path) -> None:
    Ledger(tmp_path).fix("P1", ["a", "b"])
    assert Ledger(tmp_path).ids("P1") == ["a", "b"]
    (tmp_path / ".senco-drive-ids.json").write_text("[1", "utf-8")
    assert Ledger(tmp_path).ids("P1") == []


# --- where a batch landed


def tab(*rows: list[Any], formulas: dict[tuple[int, int], str] | None = None) -> Tab:
    made = Tab({"properties": {}})
    made.grid = [list(row) for row in rows]
    made.formulas = formulas or {}
    return made


BEFORE = tab(["Key", "Need"], ["k1", "a"], ["k2", "b"])
WRITES = Capture(1, {(2, 2): frozenset({1}), (3, 2): frozenset({1})})


def test_what_stood_there_as_it_was_looked_at_was_written_rightly() -> None:
    assert wrong_places(WRITES, BEFORE, tab(["Key", "Need"], ["k1", "a"], ["k2", "b"])) == set()


@pytest.mark.parametrize(
    ("seen", "wrong"),
    [
        (tab(["Key", "Need"], ["k1", "typed"], ["k2", "b"]), {(2, 2)}),
        (tab(["Key", "Need"], ["k2", "b"], ["k1", "a"]), {(2, 2), (3, 2)}),
        (tab(["Key", "Other"], ["k1", "a"], ["k2", "b"]), {(2, 2), (3, 2)}),
        (tab(["Key", "Need"], ["k1", "a"]), {(3, 2)}),
        (tab(["Key", "Need"], ["k1", "a"], ["k2", "b"], formulas={(3, 2): "=1"}), {(3, 2)}),
        (None, {(2, 2), (3, 2)}),
    ],
)
def test_what_stood_there_otherwise_was_written_over(seen: Tab | None, wrong: set[tuple[int, int]]) -> None:
    assert wrong_places(WRITES, BEFORE, seen) == wrong
