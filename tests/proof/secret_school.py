"""A school whose every text is a word that occurs nowhere else, so that a word found elsewhere is a leak.

Pupils, addresses, needs, notes, what the SENCO typed, and the names of files and
folders are words made for one school; figures that tell a child (UPN, admission
number, birth date) count too.  Headings do not: they may be told.
"""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import openpyxl

from senco_connect.record.identifiers import upn_check_letter
from senco_connect.school import School

__all__ = [
    "HEADINGS",
    "LAESTAB",
    "KINDS",
    "Kind",
    "Lexicon",
    "Pupil",
    "SecretSchool",
    "as_csv",
    "as_ctf",
    "as_workbook",
]

HEADINGS = (
    "UPN", "Adno", "Legal Surname", "Legal Forename", "DOB", "Year", "Reg", "LAESTAB", "SEN Status", "SEN Start Date",
    "Primary Need", "Pupil Premium", "SEN Note", "Home address",
)  # fmt: skip
LAESTAB = "0019999"
_SYLLABLES = [c + v + e for c in ("qu", "vl", "zr", "xh", "kv", "wj") for v in "aeiou" for e in ("x", "zk", "vq", "gj")]

Pupil = dict[str, str]


class Lexicon:
    """Makes words that occur once, and knows them all: what tells a child, and what files and folders are called."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self.content: set[str] = set()
        self.places: set[str] = set()

    def word(self) -> str:
        """Make a word for a cell."""
        return self._new(self.content)

    def place(self) -> str:
        """Make a word for the name of a file or folder."""
        return self._new(self.places)

    def also(self, text: str) -> str:
        """Note that a text which is no word tells a child too."""
        self.content.add(text)
        return text

    def _new(self, known: set[str]) -> str:
        word = "".join(self._chance.choices(_SYLLABLES, k=4)).capitalize()
        known.add(word)
        return word


class Kind(NamedTuple):
    """A kind of export: its adapter and its file's ending."""

    adapter: str
    ending: str


KINDS = {
    "csv": Kind("table", "csv"), "tsv": Kind("table", "tsv"), "arbor": Kind("arbor", "csv"), "sims": Kind("sims", "csv"),
    "xlsx": Kind("table", "xlsx"), "ctf": Kind("ctf", "xml"),
}  # fmt: skip
# What each system calls the headings above; the rest is alike.
_DIALECTS = {
    "arbor": {"Adno": "Arbor Student ID", "DOB": "Date of birth", "SEN Status": "SEN status"},
    "sims": {"DOB": "Date of Birth", "Year": "Year Group", "Reg": "Reg Group"},
}


def as_csv(pupils: Iterable[Pupil], kind: str = "csv", *, headings: Sequence[str] = HEADINGS) -> bytes:
    """Write an export as text."""
    text, dialect = io.StringIO(newline=""), _DIALECTS.get(kind, {})
    writer = csv.writer(text, delimiter="\t" if kind == "tsv" else ",", lineterminator="\r\n")
    writer.writerow([dialect.get(heading, heading) for heading in headings])
    writer.writerows([pupil[heading] for heading in headings] for pupil in pupils)
    return text.getvalue().encode()


def as_workbook(pupils: Iterable[Pupil], *, headings: Sequence[str] = HEADINGS, sheets: int = 1) -> bytes:
    """Write an export as a workbook, of so many sheets alike."""
    book, rows = openpyxl.Workbook(), [[pupil[heading] for heading in headings] for pupil in pupils]
    for number in range(sheets):
        sheet = book.active if not number else book.create_sheet()
        assert sheet is not None
        for row in ([*headings], *rows):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_ctf(pupils: Iterable[Pupil], *, laestab: str = LAESTAB) -> bytes:
    """Write a common transfer file."""
    records = "".join(
        f"<Pupil><UPN>{p['UPN']}</UPN><Surname>{p['Legal Surname']}</Surname><Forename>{p['Legal Forename']}</Forename>"
        f"<DOB>{'-'.join(reversed(p['DOB'].split('/')))}</DOB><Sex>M</Sex>"
        f"<BasicDetails><NCyearActual>{p['Year']}</NCyearActual></BasicDetails><SENhistory><SEN><StartDate>2024-09-05</StartDate><SENprovision>{p['SEN Status']}</SENprovision></SEN></SENhistory>"
        f"<Address><AddressLines><AddressLine1>{p['Home address']}</AddressLine1></AddressLines></Address></Pupil>"
        for p in pupils
    )
    head = (
        "<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion>"
        f"<DateTime>2026-09-07T06:00:00</DateTime><SourceSchool><LEA>{laestab[:3]}</LEA><Estab>{laestab[3:]}</Estab>"
        "</SourceSchool></Header>"
    )
    return f'<?xml version="1.0" encoding="utf-8"?><CTfile>{head}<CTFpupilData>\n{records}</CTFpupilData></CTfile>'.encode()


class SecretSchool:
    """The folder of one school, in step with its first export, and the words in it."""

    def __init__(self, home: Path, seed: int, kind: str) -> None:
        self.words = Lexicon(seed)
        self.kind = kind
        self.held: list[sqlite3.Connection] = []
        self.names = {name: self.words.place() for name in ("school", "export", "register", "pupils")}
        self.folder = home / self.names["school"]
        self.roll = [self._pupil(number) for number in range(1, 25)]
        self.export = self.folder / f"{self.names['export']}.{KINDS[kind].ending}"
        self.register = self.folder / f"{self.names['register']}.xlsx"
        self.pupils = self.folder / self.names["pupils"]
        self.state = self.folder / ".senco"

    def _pupil(self, number: int) -> Pupil:
        words, is_sen = self.words, number % 4 == 0
        body = f"001{self.words._chance.randrange(10**9):09d}"
        year = str(7 + number % 3)
        cells = (
            # Ten figures: fewer may stand in any digest.
            words.also(upn_check_letter("A" + body) + body), words.also(f"70{self.words._chance.randrange(10**8):08d}"),
            words.word(), words.word(), words.also(f"{1 + number % 28:02d}/{1 + number % 12:02d}/{2019 - int(year)}"), year,
            f"{year}A", LAESTAB, "K" if is_sen else "N", "05/09/2024" if is_sen else "", "SLCN" if is_sen else "", "N",
            words.word() if is_sen else "", f"1 {words.word()} Road",
        )  # fmt: skip
        return dict(zip(HEADINGS, cells, strict=True))

    def written(self, pupils: Sequence[Pupil], *, headings: Sequence[str] = HEADINGS) -> bytes:
        """Write an export of this school's kind."""
        if self.kind == "ctf":
            return as_ctf(pupils)
        if self.kind == "xlsx":
            return as_workbook(pupils, headings=headings)
        return as_csv(pupils, self.kind, headings=headings)

    def settings(self) -> str:
        """Give the text of senco.toml."""
        return (
            f'[school]\nname = "A school"\nlaestab = "{LAESTAB}"\n\n[sources.mis]\nadapter = "{KINDS[self.kind].adapter}"\n'
            f'file = "{self.export.name}"\n\n[register]\nadapter = "xlsx"\nfile = "{self.register.name}"\n\n'
            f'[filing]\nadapter = "folders"\nroot = "{self.pupils.name}"\n'
        )

    def begin(self) -> None:
        """Set the school up, bring it in step, let the SENCO type, and bring it in step again."""
        self.pupils.mkdir(parents=True)
        self.export.write_bytes(self.written(self.roll))
        (self.folder / "senco.toml").write_text(self.settings(), encoding="utf-8")
        school = School.open(self.folder / "senco.toml")
        register: object = school.stores.register
        register.create()  # type: ignore[attr-defined]
        school.sync()
        self._type_notes()
        school.sync()
        school.sync()

    def _type_notes(self) -> None:
        book = openpyxl.load_workbook(self.register)
        sheet = book["Register"]
        headings = [cell.value for cell in sheet[1]]
        for heading in ("Strategy 1", "Diagnosis"):
            for line in range(2, sheet.max_row + 1):
                sheet.cell(line, headings.index(heading) + 1).value = self.words.word()
        book.save(self.register)

    def keys(self) -> list[str]:
        """Give the pupils' keys."""
        sheet = openpyxl.load_workbook(self.register, read_only=True)["Register"]
        headings, *rows = sheet.iter_rows(values_only=True)
        return [str(row[headings.index("Pupil key")]) for row in rows]

    def copied_to(self, home: Path) -> SecretSchool:
        """Give the same school in another folder."""
        copy = SecretSchool.__new__(SecretSchool)
        vars(copy).update(vars(self))
        copy.words = Lexicon(0)
        copy.words.content, copy.words.places = set(self.words.content), set(self.words.places)
        copy.folder, copy.held = home / self.folder.name, []
        shutil.copytree(self.folder, copy.folder)
        for name in ("export", "register", "pupils", "state"):
            setattr(copy, name, copy.folder / getattr(self, name).name)
        return copy

    def let_go(self) -> None:
        """Let go of what an accident holds open."""
        for held in self.held:
            held.close()

    def everything(self) -> dict[str, bytes]:
        """Every byte of what is the school's own; the state and the mark of who may write are left out."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes() if path.is_file() else b"(folder)"
            for path in sorted(self.folder.rglob("*"))
            if self.state not in (path, *path.parents) and path.suffix != ".senco-lease"
        }
