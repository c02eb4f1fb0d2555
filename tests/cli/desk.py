"""What somebody does who runs the command: exports, edits the register, types `senco`."""

from __future__ import annotations

import contextlib
import csv
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from senco_connect.cli.main import senco
from senco_connect.record.identifiers import upn_check_letter

HEADINGS = {
    "UPN": "upn", "Adno": "admission_no", "Surname": "surname", "Forename": "forename", "DOB": "dob", "Year": "year_group",
    "Class": "registration_group", "SEN Status": "sen_status", "Primary Need": "need_1",
}  # fmt: skip

Pupil = Mapping[str, str]


def upn(number: int) -> str:
    """Make a UPN that nobody can have: authority 001 is a dummy."""
    body = f"0019999{number:05d}"
    return upn_check_letter("A" + body) + body


def _is_mark(path: Path) -> bool:
    return path.name.endswith(".senco-lease")


class Desk:
    """One school's folder, and the command run in it as a technician does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def copied_from(self, other: Path) -> Desk:
        shutil.copytree(other, self.folder)
        return self

    def __call__(self, *words: str, input: str | None = None) -> Result:
        with contextlib.chdir(self.folder):
            return CliRunner().invoke(senco, words, input=input)

    # --- the MIS office

    def pupils(self) -> list[dict[str, str]]:
        """Twelve invented pupils, every third with SEN support."""
        return [self.pupil(number) for number in range(1, 13)]

    def pupil(self, number: int, **said: str) -> dict[str, str]:
        is_sen = number % 3 == 0
        cells = (
            upn(number), f"{number:06d}", f"Inventedname{number}", f"Zoë{number}", f"{number % 28 + 1:02d}/03/2015", "5",
            f"{number % 2 + 5}Oak", "K" if is_sen else "N", "SLCN" if is_sen else "",
        )  # fmt: skip
        return {**dict(zip(HEADINGS, cells, strict=True)), **said}

    def export(
        self, pupils: Iterable[Pupil], name: str = "export.csv", headings: Iterable[str] = tuple(HEADINGS)
    ) -> Path:
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(headings), extrasaction="ignore", restval="")
            writer.writeheader()
            writer.writerows(pupils)
        return path

    def export_with(
        self, changes: Mapping[int, Pupil], *, without: Iterable[int] = (), more: Iterable[Pupil] = ()
    ) -> Path:
        """Export anew: pupils by number (from 1) say something else, are gone, or are more."""
        gone = set(without)
        kept = [self.pupil(n, **changes.get(n, {})) for n in range(1, 13) if n not in gone]
        return self.export([*kept, *more])

    # --- the SENCO

    def type(self, surname: str, heading: str, text: str) -> None:
        """Type into the register."""
        book = load_workbook(self.folder / "SEN.xlsx")
        sheet = book["Register"]
        row, column = self._find(sheet, surname, heading)
        sheet.cell(row, column).value = text
        book.save(self.folder / "SEN.xlsx")

    def shows(self, surname: str, heading: str) -> str:
        """Read a cell of the register."""
        sheet = load_workbook(self.folder / "SEN.xlsx")["Register"]
        row, column = self._find(sheet, surname, heading)
        return str(sheet.cell(row, column).value or "")

    def _find(self, sheet, surname: str, heading: str) -> tuple[int, int]:
        top = next(row for row in sheet.iter_rows() if any(cell.value == "Surname" for cell in row))
        headings = {str(cell.value): cell.column for cell in top}
        row = next(
            r for r in range(top[0].row + 1, sheet.max_row + 1) if sheet.cell(r, headings["Surname"]).value == surname
        )
        return row, headings[heading]

    def key(self, surname: str) -> str:
        return self.shows(surname, "Pupil key")

    # --- what anybody can see

    def everything(self) -> dict[str, bytes]:
        """Every byte outside the state folder, but for the mark by which two machines are kept apart."""
        paths = (path for path in sorted(self.folder.rglob("*")) if ".senco" not in path.parts and not _is_mark(path))
        return {path.name: path.read_bytes() if path.is_file() else b"" for path in paths}

    def told_values(self, result: Result) -> list[str]:
        """The pupils' texts that an output tells; codes and figures too short to mean anybody are left out."""
        texts = {
            text
            for pupil in self.pupils()
            for name, text in pupil.items()
            if name in ("UPN", "Surname", "Forename", "DOB")
        }
        return sorted(text for text in texts if text in result.output)
