"""A spreadsheet as XLSX, where openpyxl is installed, and as a plain PDF."""

from __future__ import annotations

import importlib
import io
from typing import Any

from senco_connect_emulator.errors import not_built
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.rendering import Reader, effective

__all__ = ["PDF", "XLSX", "as_pdf", "as_workbook"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
_LINES_A_PAGE, _LETTERS_A_LINE = 60, 100


def as_workbook(book: Book) -> bytes:
    """Give every sheet with values and formulas; looks are left out."""
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError:
        raise not_built("the export as XLSX without openpyxl") from None
    workbook: Any = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for sheet in book.sheets:
        page = workbook.create_sheet(sheet.title[:31])
        for row, column, cell in sheet.cells():
            entered = cell.get("userEnteredValue", {})
            value = entered.get("formulaValue") or next(iter(effective(book, sheet, row, column).values()), None)
            if isinstance(value, (str, int, float)):
                page.cell(row + 1, column + 1).value = value
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def as_pdf(book: Book) -> bytes:
    """Give every sheet's text, a row a line, so many lines a page."""
    return _document([_page(lines) for sheet in book.sheets for lines in _pages(book, sheet)])


def _pages(book: Book, sheet: Sheet) -> list[list[str]]:
    rows = Reader(book, sheet).rows(0, 0, sheet.row_count, sheet.column_count)
    texts = [["" if value is None else str(value) for value in row] for row in rows] or [[""]]
    lines = ["  ".join(row)[:_LETTERS_A_LINE] for row in texts]
    return [lines[at : at + _LINES_A_PAGE] for at in range(0, len(lines), _LINES_A_PAGE)]


def _page(lines: list[str]) -> bytes:
    shown = (
        line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        for line in lines
    )
    return b"BT /F1 9 Tf 11 TL 40 800 Td " + b" ".join(b"(" + line + b") Tj T*" for line in shown) + b" ET"


def _document(pages: list[bytes]) -> bytes:
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font,
    ]
    for place, content in enumerate(pages):
        tail = f"/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * place} 0 R >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {tail}".encode())
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    head = f"xref\n0 {count}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + (head + tail).encode()
