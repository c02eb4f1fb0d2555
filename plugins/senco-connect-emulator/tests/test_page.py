"""The page about the emulator names what is not built, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from senco_connect_emulator.app import App
from senco_connect_emulator.call import METHODS
from senco_connect_emulator.contract import services
from senco_connect_emulator.docs.batch.edit import KINDS as DOCUMENT_KINDS
from senco_connect_emulator.sheets.batch.kinds import KINDS as SHEET_KINDS
from senco_connect_emulator.switches import Switches
from senco_connect_emulator.troubles import STATUSES

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "adapters" / "emulator.md").read_text(encoding="utf-8")


def listed(row: str) -> set[str]:
    """The names in a row of the table."""
    [cells] = re.findall(rf"^\| {row} \| (.*) \|$", PAGE, re.MULTILINE)
    return set(re.findall(r"`([^`]+)`", cells))


def test_the_methods_that_are_not_built_are_named() -> None:
    assert App is not None
    missing = {one.id.removeprefix("drive.") for one in services()["drive"].methods if one.id not in METHODS}
    for name in listed("Drive methods"):
        found = {one for one in missing if one == name or (name.endswith("*") and one.startswith(name[:-1]))}
        assert found, name
        missing -= found
    assert missing == set()


@pytest.mark.parametrize(("row", "service", "kinds"), [("Sheets requests", "sheets", SHEET_KINDS), ("Docs requests", "docs", DOCUMENT_KINDS)])
def test_the_requests_that_are_not_built_are_named(row: str, service: str, kinds: dict[str, object]) -> None:
    assert listed(row) == services()[service].schemas["Request"]["properties"].keys() - kinds.keys()


def test_what_is_built_is_counted() -> None:
    drive = services()["drive"].methods
    built = sum(one.id in METHODS for one in drive)
    assert f"| Sheets v4 | all {len(services()['sheets'].methods)} | {len(SHEET_KINDS)} of 74 |" in PAGE
    assert f"| Drive v3 | {built} of {len(drive)} | |" in PAGE
    assert f"| Docs v1 | all {len(services()['docs'].methods)} | {len(DOCUMENT_KINDS)} of 53 |" in PAGE


def test_every_switch_is_on_the_page_with_its_setting() -> None:
    words = {True: "yes", False: "no"}
    for name in Switches.names():
        value = getattr(Switches(), name)
        assert f"| `{name}` | {words[value] if isinstance(value, bool) else f'{value:g}'} |" in PAGE


def test_every_status_that_a_fault_may_have_is_on_the_page() -> None:
    assert f"| {', '.join(map(str, sorted(STATUSES)))} |" in PAGE
