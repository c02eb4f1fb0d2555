"""The published descriptions: true to the declaration, and to what the model accepts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from senco_connect.record import FIELDS, MISSING
from senco_connect.record.headings import name_columns
from senco_connect.record.models import Pupil, pupil_from_values
from senco_connect.record.schema import csv_profile, field_table, json_schema

SCHEMA: Any = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker(["date"]))
EVERY_FIELD = pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)


def columns() -> dict[str, dict[str, Any]]:
    described: Any = csv_profile()["fields"]
    return {column["name"]: column for column in described}


def accepted_by_pydantic(sample: Mapping[str, object]) -> bool:
    try:
        Pupil.model_validate_json(json.dumps(sample))
    except ValidationError:
        return False
    return True


# --- JSON Schema


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_the_schema_describes_every_field_and_no_other() -> None:
    assert set(SCHEMA["properties"]) == set(Pupil.model_fields)
    assert SCHEMA["required"] == ["key"]


@EVERY_FIELD
def test_a_property_has_label_owner_and_tier(field) -> None:
    described = SCHEMA["properties"][field.name]
    assert (described["title"], described["x-owner"], described["x-tier"]) == (
        field.label,
        field.owner.value,
        field.tier.value,
    )
    assert described.get("description", "") == field.doc


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.kind.codes])
def test_a_coded_property_lists_its_codes_with_their_labels(name: str) -> None:
    codes = FIELDS[name].kind.codes
    assert codes is not None
    *listed, nothing = SCHEMA["properties"][name]["oneOf"]
    assert {code["const"]: code["title"] for code in listed} == {code.code: code.label for code in codes.codes}
    assert {code["const"] for code in listed if not code.get("deprecated")} == {code.code for code in codes.live()}
    assert nothing == {"type": "null"}


SAMPLES: list[Any] = [
    "", "text", "K", "S", "SLCN", "sld", "M", "7", "R", "H801200001001", "Z801200001001", "h801200001001", "9276308686",
    "0276308686", "2015-04-03", "2015-02-30", "03/04/2015", "2015-04-03T00:00:00", "true", "false", "95.5", True, False, 0, 1,
    95.5, -3, 10**20, None, [], {}, ["K"],
]  # fmt: skip


@EVERY_FIELD
def test_the_schema_and_the_model_accept_the_same(field) -> None:
    """A partner checks a file with the schema before it is sent; here it must then be readable."""
    samples = [{"key": "P234567", field.name: sample} for sample in SAMPLES]
    assert [VALIDATOR.is_valid(s) for s in samples] == [accepted_by_pydantic(s) for s in samples]


@pytest.mark.parametrize(
    "sample",
    [
        {},
        {"key": 7},
        {"key": "P", "shoe_size": "3"},
        {"key": "P", "unread": ["upn", "x"]},
        {"key": "P", "unread": [7]},
        {"key": "P", "unread": "upn"},
    ],
)
def test_they_agree_on_the_frame_too(sample: dict[str, object]) -> None:
    assert VALIDATOR.is_valid(sample) == accepted_by_pydantic(sample)


TEXTS = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.one_of(st.text(max_size=12), st.just(MISSING)), max_size=20)


@given(TEXTS)
def test_every_pupil_is_valid_when_written(values) -> None:
    written = pupil_from_values("P234567", values).model_dump(mode="json")
    assert [error.message for error in VALIDATOR.iter_errors(written)] == []


# --- CSV


def test_the_profile_has_the_key_first_and_then_every_field_in_order() -> None:
    assert [*columns()] == ["key", *FIELDS]
    assert csv_profile()["primaryKey"] == ["key"]
    assert csv_profile()["missingValues"] == [""]


@EVERY_FIELD
def test_a_column_is_described_by_its_declaration(field) -> None:
    column = columns()[field.name]
    assert (column["title"], column["owner"], column["tier"]) == (field.label, field.owner.value, field.tier.value)
    assert column["aliases"] == list(field.aliases)
    assert (
        column["type"]
        == {"str": "string", "date": "date", "bool": "boolean", "float": "number"}[field.kind.python.__name__]
    )
    assert column["format"] == ("uri" if field.kind.name == "link" else "default")


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.kind.codes])
def test_a_coded_column_offers_the_codes_that_may_be_written(name: str) -> None:
    codes = FIELDS[name].kind.codes
    assert codes is not None
    column = columns()[name]
    assert column["constraints"]["enum"] == [code.code for code in codes.live()]
    assert column["categories"] == [{"value": code.code, "label": code.label} for code in codes.live()]


def test_identifiers_have_their_pattern_and_free_text_has_no_limits() -> None:
    assert columns()["upn"]["constraints"] == {"pattern": FIELDS["upn"].kind.schema["pattern"]}
    assert "constraints" not in columns()["surname"]


def test_a_file_with_the_profiles_names_or_titles_is_understood() -> None:
    described = [column for column in columns().values() if column["name"] != "key"]
    for part in ("name", "title"):
        naming = name_columns([column[part] for column in described])
        found = {column.text: column.field for column in naming.columns}
        assert {column[part]: column["name"] for column in described} == found


# --- the table for people


def test_the_table_has_a_line_for_each_field_in_order() -> None:
    head, rule, *lines = field_table().splitlines()
    assert head.count("|") == rule.count("|") == 8
    assert [line.split("`")[1] for line in lines] == [*FIELDS]
    assert {line.replace("\\|", "").count("|") for line in lines} == {8}


def test_a_line_says_who_decides_and_which_headings_are_known() -> None:
    (line,) = [line for line in field_table().splitlines() if line.startswith("| `mis_id`")]
    assert "| MIS id | text | MIS | B |" in line
    assert "Wonde ID" in line
    assert "ID (asked about)" in line
    (line,) = [line for line in field_table().splitlines() if line.startswith("| `surname`")]
    assert "| yes |" in line
    assert "Family Name (if no other column has it)" in line
    (line,) = [line for line in field_table().splitlines() if line.startswith("| `upn`")]
    assert "| hidden |" in line


# --- what it takes


def test_the_descriptions_need_the_standard_library_alone() -> None:
    """They are published by a build that installs nothing; and pydantic would be a third of a quiet run."""
    script = (
        "import sys; from senco_connect.record import schema; schema.json_schema(); print('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
