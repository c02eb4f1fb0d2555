"""Save a workbook with what its formulas show, as Excel does: openpyxl alone keeps a formula or its value, not both."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

from lxml import etree
from openpyxl import Workbook

__all__ = ["Shown", "save_workbook"]

# By tab and cell ("C5"): what a formula shows.
Shown = Mapping[tuple[str, str], object]

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MADE: Final = (2026, 11, 16, 8, 0, 0)


def save_workbook(workbook: Workbook, path: Path, *, shown: Shown) -> None:
    """Write the workbook, each formula with the value it shows."""
    plain = BytesIO()
    workbook.save(plain)
    parts = {f"xl/worksheets/sheet{n}.xml": title for n, title in enumerate(workbook.sheetnames, start=1)}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name in parts:
                data = _with_values(data, {cell: value for (tab, cell), value in shown.items() if tab == parts[name]})
            new.writestr(zipfile.ZipInfo(name, _MADE), data, zipfile.ZIP_DEFLATED)


def _with_values(sheet: bytes, shown: Mapping[str, object]) -> bytes:
    root = etree.fromstring(sheet)
    for cell in _formula_cells(root):
        value = shown.get(cell.get("r", ""))
        kept = cell.find(f"{_MAIN}v")
        if value is not None and kept is not None:
            kept.text = str(value)
            if isinstance(value, str):
                cell.set("t", "str")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _formula_cells(root: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in root.iter(f"{_MAIN}c") if cell.find(f"{_MAIN}f") is not None)
