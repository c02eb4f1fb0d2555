"""A field is declared once: one more line in record/pupil.py, and every part of the library has it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = [ROOT / "senco_connect", *sorted((ROOT / "plugins").glob("*/senco_connect_*"))]

BEFORE = "    tracker = text("
ADDED = '    suspected_need = coded("Suspected need", kinds.NEED, column=True, aliases="Need being looked into")\n'

# Run beside the copy: what each part of the library makes of the declaration.
ASKS = """
import io, json, sys
from pathlib import Path
import openpyxl
from senco_connect.adapters import Tools
from senco_connect.ownership import Ownership
from senco_connect.record import FIELDS
from senco_connect.record.headings import name_columns
from senco_connect.record.models import pupil_from_values
from senco_connect.record.schema import csv_profile, field_table, json_schema
from senco_connect_local.config import XlsxConfig
from senco_connect_local.register import XlsxRegister

register = XlsxRegister(XlsxConfig("xlsx", "register.xlsx"), Tools(Path(sys.argv[1])))
register.create()
book = openpyxl.load_workbook(register.path)
tops = [cell for sheet in book for row in sheet.iter_rows(max_row=5) for cell in row]
shown = [(cell.value, cell.column_letter, cell.parent.title) for cell in tops if cell.value == "Suspected need"]
ranges = [str(rule.sqref) for sheet in book for rule in sheet.data_validations.dataValidation if rule.type == "list"]
print(json.dumps({
    "schema": json_schema()["properties"].get("suspected_need"),
    "profile": [c for c in csv_profile()["fields"] if c["name"] == "suspected_need"],
    "table": [line for line in field_table().splitlines() if "`suspected_need`" in line],
    "headings": [c.field for c in name_columns(["UPN", "Need being looked into"]).columns],
    "model": pupil_from_values("P234567", {"suspected_need": "HI"}).suspected_need,
    "owner": Ownership({}).owner("suspected_need").value,
    "workbook": shown,
    "dropdowns": ranges,
    "read": "suspected_need" in register.read().fields,
    "codes": [c.code for c in FIELDS["suspected_need"].kind.codes.live()],
}))
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the library says that differs from ours by the one line alone."""
    copy = tmp_path_factory.mktemp("a copy")
    for package in PACKAGES:
        shutil.copytree(package, copy / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    declarations = copy / "senco_connect" / "record" / "pupil.py"
    source = declarations.read_text(encoding="utf-8")
    assert source.count(BEFORE) == 1
    declarations.write_text(source.replace(BEFORE, ADDED + BEFORE), encoding="utf-8")
    school = tmp_path_factory.mktemp("a school")
    said = subprocess.run(
        [sys.executable, "-c", ASKS, str(school)],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        check=True,
    )
    answers: dict[str, Any] = json.loads(said.stdout)
    return answers


def test_the_field_is_in_the_json_schema(library: dict[str, Any]) -> None:
    assert library["schema"]["title"] == "Suspected need"
    assert {"const": "HI", "title": "Hearing impairment"} in library["schema"]["oneOf"]


def test_the_field_is_in_the_csv_profile_with_its_codes(library: dict[str, Any]) -> None:
    (column,) = library["profile"]
    assert column["title"] == "Suspected need"
    assert column["constraints"]["enum"] == library["codes"]


def test_the_field_is_in_the_table_of_the_docs(library: dict[str, Any]) -> None:
    (line,) = library["table"]
    assert "Need being looked into" in line


def test_the_field_is_found_under_its_headings_in_an_export(library: dict[str, Any]) -> None:
    assert library["headings"] == ["upn", "suspected_need"]


def test_a_python_user_gets_the_field_typed(library: dict[str, Any]) -> None:
    assert library["model"] == "HI"


def test_the_merge_knows_who_decides_the_field(library: dict[str, Any]) -> None:
    assert library["owner"] == "SENCO"


def test_a_new_register_has_the_column_and_reads_it(library: dict[str, Any]) -> None:
    assert [heading for heading, _, _ in library["workbook"]] == ["Suspected need"]
    assert library["read"]


def test_a_new_register_offers_the_codes_in_a_dropdown(library: dict[str, Any]) -> None:
    ((_, column, _),) = library["workbook"]
    assert [cells for cells in library["dropdowns"] if cells.startswith(column)] != []
