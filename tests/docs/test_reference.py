"""The reference says what the code says."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
PACKAGES = [ROOT / "senco_connect", *sorted((ROOT / "plugins").glob("*/senco_connect_*"))]
NAMES = ["fields.md", "codes.md", "commands.md", "config.md", "exit-codes.md", "api.md"]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    made: dict[str, str] = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]()
    return made


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_as_new_as_the_code(pages: dict[str, str], name: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages[name], "run `make docs`"


def test_the_reference_holds_no_other_page(pages: dict[str, str]) -> None:
    assert {path.name for path in REFERENCE.iterdir()} == set(pages) == set(NAMES)


def test_every_code_that_can_be_met_has_a_heading(pages: dict[str, str]) -> None:
    sources = [p for package in PACKAGES for p in package.rglob("*.py") if "testing" not in p.parts]
    met = {code for path in sources for code in re.findall(r'"([EFX][0-9]{3})"', path.read_text(encoding="utf-8"))}
    assert met - set(re.findall(r"^## (\w+)$", pages["codes.md"], re.MULTILINE)) == set()
