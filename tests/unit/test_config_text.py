"""senco.toml says what the draft says, whatever the headings are, and is the file of nobody else."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from senco_connect_local.register import XlsxRegister
from senco_connect_mis.table import GenericTable

from senco_connect.config import load_config
from senco_connect.config_text import config_text, write_school
from senco_connect.errors import ConfigProblem
from senco_connect.setup import Column, Draft, DraftPart

EXPORT = "UPN,Surname\nT001999900003,Madeup\n"


def draft(folder: Path = Path(), *, name: str = "", columns: tuple[Column, ...] = (), register: str = "") -> Draft:
    parts = [DraftPart("sources.table", GenericTable, {"file": "export.csv"}, columns)]
    if register:
        parts.append(DraftPart("register", XlsxRegister, {"file": register}))
    return Draft(folder, name, "", tuple(parts))


def test_each_heading_stands_with_its_field_and_what_is_left_out_with_the_reason() -> None:
    columns = (
        Column("SEN status#2", "sen_status", "its usual heading"),
        Column("Locker", "", "no field has\nthis heading"),
    )
    assert config_text(draft(columns=columns)).splitlines()[-4:] == [
        "[sources.table.columns]",
        '# heading = field; "" is not read',
        '"SEN status#2" = "sen_status"',
        'Locker = ""  # no field has this heading',
    ]


# No file name and no cell can hold half a letter that UTF-8 has no bytes for.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(headings=st.lists(TEXTS, unique=True), name=TEXTS)
def test_any_heading_and_any_name_come_back_as_they_were(headings: list[str], name: str) -> None:
    columns = tuple(Column(heading, "surname" if n % 2 else "", "why\nnot") for n, heading in enumerate(headings))
    read = tomllib.loads(config_text(draft(name=name, columns=columns)))
    assert read["school"]["name"] == name
    assert read["sources"]["table"].get("columns", {}) == {column.heading: column.field for column in columns}


def test_the_school_is_written_with_its_state_and_a_checked_configuration(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(EXPORT)
    file = write_school(draft(tmp_path, name="A School", register="Règister.xlsx"))
    assert load_config(file).name == "A School"
    assert (tmp_path / "Règister.xlsx").exists()
    assert (tmp_path / ".senco" / "checked.json").exists()


def test_nothing_is_written_over_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "senco.toml").write_text("mine")
    with pytest.raises(ConfigProblem):
        write_school(draft(tmp_path))
    assert (tmp_path / "senco.toml").read_text() == "mine"


def test_a_configuration_that_is_wrong_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="1 problem"):
        write_school(draft(tmp_path, register="r.xlsx")._replace(laestab="12"))
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="no letters"):
        write_school(draft(tmp_path, register="r\udce9.xlsx"))
    assert list(tmp_path.iterdir()) == []
