"""A school of thirty invented pupils in a folder, and `senco` run there as a technician would."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from senco_connect.record.identifiers import upn_check_letter

HEADINGS = (
    "UPN", "Adno", "Legal Surname", "Legal Forename", "DOB", "Year", "Reg", "LAESTAB", "SEN Status", "SEN Start Date",
    "Primary Need", "Pupil Premium",
)  # fmt: skip
CANARY = "Canarysurname"

Pupil = dict[str, str]


def upn(number: int) -> str:
    """Make a UPN with a fitting check letter, of the dummy authority 001."""
    body = f"0019999{number:05d}"
    return upn_check_letter("A" + body) + body


def pupil(number: int, **said: str) -> Pupil:
    """Invent a pupil; every third has SEN support."""
    year = str(7 + number % 3)
    is_sen = number % 3 == 0
    cells = (
        upn(number), f"{number:06d}", f"{CANARY}{number}", f"Zoë{number}", f"{1 + number % 28:02d}/03/{2019 - int(year)}",
        year, f"{year}A", "0019999", "K" if is_sen else "N", "05/09/2024" if is_sen else "", "SLCN" if is_sen else "", "N",
    )  # fmt: skip
    return {**dict(zip(HEADINGS, cells, strict=True)), **said}


def roll(size: int = 30) -> list[Pupil]:
    """Invent the whole roll."""
    return [pupil(number) for number in range(1, size + 1)]


def as_csv(pupils: Iterable[Pupil], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Write an export."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADINGS, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(pupils)
    return text.getvalue().encode(encoding)


class School:
    """The folder, with a register and pupil folders already in step with the first export."""

    def __init__(self, folder: Path, pupils: list[Pupil] | None = None, *, adapter: str = "table") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "Pupils").mkdir()
        self.export = folder / "export.csv"
        self.export.write_bytes(as_csv(pupils or roll()))
        self.write_config(adapter)
        self.make_register()
        assert self.senco("sync").returncode == 0
        assert self.senco("sync").returncode == 0

    def write_config(self, adapter: str, file: str = "export.csv") -> None:
        (self.folder / "senco.toml").write_text(
            f'[school]\nname = "Small"\nlaestab = "0019999"\n\n[sources.mis]\nadapter = "{adapter}"\nfile = "{file}"\n\n'
            '[register]\nadapter = "xlsx"\nfile = "SEN register.xlsx"\n\n[filing]\nadapter = "folders"\nroot = "Pupils"\n',
            encoding="utf-8",
        )

    def make_register(self) -> None:
        from senco_connect.adapters import Adopts
        from senco_connect.school import School as Opened

        register = Opened.open(self.folder / "senco.toml").stores.register
        assert isinstance(register, Adopts)
        register.create()

    def senco(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "senco_connect.cli", *arguments],
            cwd=self.folder, capture_output=True, text=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def everything(self) -> dict[str, bytes]:
        """Every byte outside the state folder, but for the mark by which two machines are kept apart."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes() if path.is_file() else b"(folder)"
            for path in sorted(self.folder.rglob("*"))
            if ".senco" not in path.relative_to(self.folder).parts and path.suffix != ".senco-lease"
        }
