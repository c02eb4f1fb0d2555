"""What holds for any text, any order of columns and any order of work."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from senco_connect_local.config import XlsxConfig
from senco_connect_local.content import cell_content, escaped
from senco_connect_local.register import XlsxRegister

from senco_connect.adapters import Batch, CellWrite, NewRow, Result, Tools
from senco_connect.record import FIELDS, KEY_LABEL

FAST = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COLUMNS = ("surname", "forename", "dob", "sen_status", "pupil_premium", "attendance", "year_group", "notes")
VALUES = {
    "surname": st.sampled_from(["Sample", "O’Fiction", "=Madeup"]),
    "forename": st.sampled_from(["Zoë", "Ben", "1-2"]),
    "dob": st.dates(date(2005, 1, 1), date(2022, 1, 1)).map(date.isoformat),
    "sen_status": st.sampled_from(["K", "E", "N", "K?"]),
    "pupil_premium": st.sampled_from(["true", "false"]),
    "attendance": st.sampled_from(["95.2", "100", "0"]),
    "year_group": st.sampled_from(["7", "R", "11"]),
    "notes": st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
}
PUPIL = st.fixed_dictionaries(VALUES)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def empty_register(folder: Path, columns: tuple[str, ...]) -> XlsxRegister:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append([KEY_LABEL, *(FIELDS[field].label for field in columns)])
    workbook.save(folder / "register.xlsx")
    return XlsxRegister(XlsxConfig("xlsx", "register.xlsx"), Tools(folder))


def shown(register: XlsxRegister) -> dict[str, dict[str, Any]]:
    snapshot = register.read()
    return {row.key: dict(snapshot.cells(row)) for row in snapshot.rows}


def canonical(pupil: dict[str, str]) -> dict[str, str]:
    return {field: FIELDS[field].kind.read(text).text for field, text in pupil.items()}


@FAST
@given(pupils=st.lists(PUPIL, min_size=1, max_size=6), columns=st.permutations(COLUMNS))
def test_what_is_written_is_what_is_read(folder: Path, pupils: list[dict[str, str]], columns: list[str]) -> None:
    register = empty_register(folder, tuple(columns))
    rows = [NewRow(f"n{n}", f"key{n}", pupil, "joined") for n, pupil in enumerate(pupils)]
    outcomes = register.apply(Batch(tuple(rows), (), "L:1"))
    assert {outcome.result for outcome in outcomes} == {Result.DONE}
    found = shown(register)
    for row in rows:
        assert {f: FIELDS[f].kind.compare(t) for f, t in canonical(dict(row.values)).items()} == {
            f: FIELDS[f].kind.compare(t) for f, t in found[row.key].items()
        }


@FAST
@given(pupils=st.lists(PUPIL, min_size=2, max_size=6), seed=st.integers(0, 1_000))
def test_the_order_of_writes_does_not_matter(folder: Path, pupils: list[dict[str, str]], seed: int) -> None:
    """Every edit is a token of its own, so a value in a wrong row or column would show (sync.md A13)."""
    ends = []
    for shuffle in (False, True):
        register = empty_register(folder, COLUMNS)
        register.apply(Batch(tuple(NewRow(f"n{n}", f"key{n}", p, "") for n, p in enumerate(pupils)), (), "L:1"))
        seen = shown(register)
        writes = [
            CellWrite(f"{key}.{field}", key, field, str(text), f"token {key} {field}", "agreed")
            for key, cells in seen.items()
            for field, text in cells.items()
            if field in ("surname", "forename", "notes")
        ]
        if shuffle:
            random.Random(seed).shuffle(writes)
        outcomes = register.apply(Batch(tuple(writes), (), "L:2"))
        assert {outcome.result for outcome in outcomes} == {Result.DONE}
        ends.append(shown(register))
    assert ends[0] == ends[1]
    assert all(cells["notes"] == f"token {key} notes" for key, cells in ends[0].items())


@given(st.text(max_size=200))
def test_escaped_text_holds_nothing_that_xml_refuses(text: str) -> None:
    allowed = {"\t", "\n"}
    assert all(c in allowed or ord(c) >= 0x20 for c in escaped(text))
    assert not any(0xD800 <= ord(c) <= 0xDFFF or ord(c) in (0xFFFE, 0xFFFF) for c in escaped(text))


@given(st.dates(date(1900, 3, 1), date(2999, 12, 31)), st.booleans())
def test_a_day_is_counted_from_the_workbooks_first_day(day: date, from_1904: bool) -> None:
    content = cell_content("dob", day.isoformat(), like="", from_1904=from_1904)
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    if day >= first:
        assert (content.type, content.shows) == ("n", "day")
        assert date.fromordinal(first.toordinal() + int(content.text)) == day
    else:
        assert content.type == "inlineStr"


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "about 95", "９５"])
def test_what_is_no_plain_number_stays_text(text: str) -> None:
    assert cell_content("attendance", text, like="", from_1904=False).type == "inlineStr"


@pytest.mark.parametrize("text", ["007", "1234567890123456", "1.0", "+7", "1E5"])
def test_digits_that_a_number_would_change_stay_text(text: str) -> None:
    assert cell_content("year_group", text, like=7.0, from_1904=False).type == "inlineStr"
