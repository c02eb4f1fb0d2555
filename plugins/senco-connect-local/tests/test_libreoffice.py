"""A second spreadsheet program opens what we wrote, shows the same, and saves it without losing our marks."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest

from senco_connect.adapters import CellWrite, Matter, NewColumn, NewRow, Result

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def saved_by_libreoffice(book):
    folder = book.path.parent / "saved"
    command = ["soffice", "--headless", f"-env:UserInstallation={folder.as_uri()}-profile", "--convert-to"]
    subprocess.run(
        [*command, "xlsx", "--outdir", str(folder), str(book.path)], check=True, capture_output=True, timeout=60
    )
    return replace(book, path=folder / book.path.name)


def test_marks_stamp_and_cells_outlive_libreoffice(keyed) -> None:
    matter = Matter("conflict", "key1", "dob", (("mis", "x"),), "both", "Choose one")
    new = NewRow("n", "key9", {"surname": "=Newly", "dob": "2014-01-02", "pupil_premium": "true"}, "joined")
    keyed.apply(NewColumn("c", "key_adult", "asked for"), new, matters=(matter,), stamp="L/7")
    saved = saved_by_libreoffice(keyed)
    assert saved.shown() == keyed.shown()
    assert saved.read().stamp == "L/7"
    before = saved.path.read_bytes()
    assert saved.apply(matters=(matter,), stamp="L/7") == []
    assert saved.path.read_bytes() == before
    outcomes = saved.apply(CellWrite("w", "key9", "key_adult", "", "Ms Nobody", "agreed"), stamp="L/8")
    assert outcomes[0].result is Result.DONE
    assert saved.shown()["key9"]["key_adult"] == "Ms Nobody"
