"""What goes wrong in a school, one accident a function: exports, registers, state, configuration, folders, typing.

An accident hurts a school's folder and says which exit codes are its; what is
done to the school's files is done on disk, as it would be there.
"""

from __future__ import annotations

import io
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import openpyxl
from secret_school import HEADINGS, LAESTAB, Pupil, SecretSchool, as_ctf, as_workbook

__all__ = ["of_an_export", "Accident", "accidents"]

Hurt = Callable[[SecretSchool], None]
_DOCUMENT = bytes.fromhex("d0cf11e0a1b11ae1")


class Accident(NamedTuple):
    """What was done, to what, how, and the exit codes that are right for it."""

    name: str
    store: str
    hurt: Hurt
    codes: frozenset[int]


# --- bytes of an export


def _replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda whole: whole.replace(old, new, 1)


def _in_a_line(number: int, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def hurt(whole: bytes) -> bytes:
        lines = whole.split(b"\r\n")
        lines[number] = change(lines[number])
        return b"\r\n".join(lines)

    return hurt


def _open_quote(line: bytes) -> bytes:
    mark = b"\t" if b"\t" in line else b","
    cells = line.split(mark)
    return mark.join([*cells[:2], b'"' + cells[2], *cells[3:]])


def _html(whole: bytes) -> bytes:
    cells = b"".join(b"<td>" + cell + b"</td>" for cell in whole.split(b"\r\n")[3].replace(b"\t", b",").split(b","))
    return b"<html><body><table><tr>" + cells + b"</tr></table></body></html>"


def _mojibake(whole: bytes) -> bytes:
    return whole.replace(b"SLCN", "Ã©Ã¨Ã¼â€™â€œÃ¶ÃŸÃ¤".encode()).replace(b" Road", "Ã©Ã¨Ã¼â€™â€œ Road".encode())


TEXT_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "an open quote": _in_a_line(5, _open_quote),
    "a quote inside a cell that is not closed": _in_a_line(7, lambda line: line + b'"x"y'),
    "a ragged row": _in_a_line(6, lambda line: line + line),
    "a short row": _in_a_line(6, lambda line: line[:30]),
    "a NUL": _in_a_line(8, lambda line: line[:20] + b"\0" + line[20:]),
    "cut in a cell": lambda whole: whole[: int(len(whole) * 0.6)],
    "no bytes": lambda whole: b"",
    "HTML under another name": _html,
    "a workbook under another name": lambda whole: _DOCUMENT + whole,
    "letters of no encoding": _in_a_line(4, lambda line: line[:25] + b"\x81\xfe\x8d\x9d" + line[25:]),
    "UTF-16 cut in a letter": lambda whole: whole.decode().encode("utf-16")[:-1],
    "UTF-16 taken for UTF-8": lambda whole: b"\xef\xbb\xbf" + whole.decode().encode("utf-16-le"),
    "garbled letters": _mojibake,
    "a cell without end": _in_a_line(9, lambda line: line.replace(b" Road", b" Road" * 9_000)),
    "a quoted cell without end": _in_a_line(9, lambda line: _open_quote(line) + b"\r\n" + line * 2_000),
    "no headings": lambda whole: whole.split(b"\r\n", 1)[1],
    "a title instead of headings": lambda whole: whole.split(b"\r\n", 2)[1] + b"\r\n" + whole.split(b"\r\n", 1)[1],
    "headings of nothing": _in_a_line(0, lambda line: b"a,b,c" + b"," * (line.count(b",") - 2)),
    "two headings for the UPN": _replaced(b"Home address", b"UPN"),
    "two headings for the surname": _replaced(b"Home address", b"Surname"),
}


def _zipped(whole: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None], more: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed:
                new.writestr(*changed)
        for name, body in more.items():
            new.writestr(name, body)
    return stream.getvalue()


def _member(end: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda whole: _zipped(whole, lambda name, body: (name, change(body) if name.endswith(end) else body), {})


def _without(end: str) -> Callable[[bytes], bytes]:
    return lambda whole: _zipped(whole, lambda name, body: None if name.endswith(end) else (name, body), {})


def _flipped(share: float) -> Callable[[bytes], bytes]:
    def hurt(whole: bytes) -> bytes:
        at = int(len(whole) * share)
        return whole[:at] + bytes(255 - byte for byte in whole[at : at + 40]) + whole[at + 40 :]

    return hurt


_DTD = b'<!DOCTYPE x [<!ENTITY e "Road"><!ENTITY f SYSTEM "file:///c:/boot.ini">]>'
PACKAGE_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda whole: whole[: len(whole) // 2],
    "no bytes": lambda whole: b"",
    "bytes turned over": _flipped(0.2),
    "a directory of parts turned over": _flipped(0.93),
    "locked with a password": lambda whole: _DOCUMENT + whole,
    "macros": lambda whole: _zipped(whole, lambda n, b: (n, b), {"xl/vbaProject.bin": b"macro"}),
    "a bomb": _member("sheet1.xml", lambda body: body + b" " * (40 << 20)),
    "a document type": _member("sheet1.xml", lambda body: body.replace(b"<worksheet", _DTD + b"<worksheet", 1)),
    "a sheet cut in a row": _member("sheet1.xml", lambda body: body[: len(body) // 2]),
    "a sheet that is text": _member("sheet1.xml", lambda body: b"not a sheet at all"),
    "a workbook part cut": _member("xl/workbook.xml", lambda body: body[:40]),
    "no workbook part": _without("xl/workbook.xml"),
    "no sheet": _without("sheet1.xml"),
    "another package": lambda whole: _zipped(whole, lambda n, b: (f"word/{n}", b), {}),
}
MARKUP_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "cut in a pupil": lambda whole: whole[: int(len(whole) * 0.6)],
    "no bytes": lambda whole: b"",
    "a document type": lambda whole: whole.replace(b"<CTfile>", _DTD.replace(b"x [", b"CTfile [") + b"<CTfile>", 1),
    "another root": lambda whole: whole.replace(b"CTfile>", b"Report>"),
    "a version too old": _replaced(b"25.0", b"3.0"),
    "a tag that nothing closes": _replaced(b"</Surname>", b""),
    "a tag without end": _replaced(b"<Forename>", b"<Forename"),
    "nested without end": _replaced(b"<Sex>", b"<a>" * 3_000 + b"<Sex>"),
    "an unknown entity": _replaced(b" Road", b"&Road;"),
    "letters of no encoding": _replaced(b" Road", b" \xff\xfe Road"),
    "an encoding that is none": _replaced(b'"utf-8"', b'"wobble-9"'),
    "no list of pupils": lambda whole: whole.replace(b"CTFpupilData", b"CTFotherData"),
    "bytes turned over": _flipped(0.5),
}


# --- rows of an export


def _each(**changes: str) -> Callable[[list[Pupil]], list[Pupil]]:
    named = {key.replace("_", " "): text for key, text in changes.items()}
    return lambda roll: [{**pupil, **named} for pupil in roll]


def _some(count: int, change: Callable[[Pupil, int], Pupil]) -> Callable[[list[Pupil]], list[Pupil]]:
    return lambda roll: [change(p, n) if n < count else p for n, p in enumerate(roll)]


ROWS: dict[str, Callable[[list[Pupil]], list[Pupil]]] = {
    "no pupils": lambda roll: [],
    "another school": _each(LAESTAB="0018888"),
    "a year group missing": lambda roll: [p for p in roll if p["Year"] != "8"],
    "most gone": lambda roll: roll[:6],
    "eight gone": lambda roll: roll[8:],
    "birth dates changed": _some(6, lambda p, n: {**p, "DOB": f"0{n + 1}/0{n + 1}/2009"}),
    "names of others": lambda roll: [{**p, "Legal Surname": q["Legal Surname"]} for p, q in zip(roll, roll[1:] + roll[:1], strict=True)],
    "names turned over": lambda roll: [{**p, "Legal Surname": p["Legal Surname"][::-1]} for p in roll],
    "statuses cleared": lambda roll: [{**p, "SEN Status": "N"} for p in roll],
}  # fmt: skip
GUARDED_COLUMNS = ("SEN Note", "Year", "SEN Status", "Legal Forename")

# What sets a line aside or is told of it, without stopping a run: each is put in an export that a guard stops.
SEASONINGS: dict[str, Callable[[Pupil, SecretSchool], Pupil]] = {
    "a formula in a name": lambda p, s: {**p, "Legal Surname": f'=HYPERLINK("http://{p["Legal Surname"]}.example")'},
    "a formula in a number": lambda p, s: {**p, "Adno": f"+{p['Adno']}"},
    "one UPN twice": lambda p, s: {**p, "UPN": s.roll[0]["UPN"]},
    "one number twice": lambda p, s: {**p, "Adno": s.roll[0]["Adno"]},
    "a UPN that is none": lambda p, s: {**p, "UPN": s.words.word()},
    "a temporary UPN": lambda p, s: {**p, "UPN": s.words.also(f"{p['UPN'][:-1]}A")},
    "a birth date that is a name": lambda p, s: {**p, "DOB": s.words.word()},
    "a birth date of 1904": lambda p, s: {**p, "DOB": "03/03/1904"},
    "a status that is a note": lambda p, s: {**p, "SEN Status": s.words.word()},
    "a need that is a note": lambda p, s: {**p, "Primary Need": s.words.word()},
    "a year that is a name": lambda p, s: {**p, "Year": s.words.word()},
    "an error of Excel": lambda p, s: {**p, "Legal Forename": "#REF!"},
    "a number in Excel's short form": lambda p, s: {**p, "Adno": "1.23E+13"},
    "no identifier": lambda p, s: {**p, "UPN": "", "Adno": ""},
    "a path for a name": lambda p, s: {**p, "Legal Surname": f"..\\..\\{p['Legal Surname']}/x"},
    "letters that turn round": lambda p, s: {**p, "Legal Surname": f"\u202e{p['Legal Surname']}\u200b"},
    "a line break in a name": lambda p, s: {**p, "Legal Surname": f"{p['Legal Surname']}\n{p['Legal Forename']}"},
}  # fmt: skip


def _export(change: Callable[[bytes], bytes]) -> Hurt:
    def hurt(school: SecretSchool) -> None:
        school.export.write_bytes(change(school.export.read_bytes()))

    return hurt


def _rows(change: Callable[[list[Pupil]], list[Pupil]]) -> Hurt:
    def hurt(school: SecretSchool) -> None:
        roll = change([dict(pupil) for pupil in school.roll])
        laestab = roll[0]["LAESTAB"] if roll else LAESTAB
        school.export.write_bytes(as_ctf(roll, laestab=laestab) if school.kind == "ctf" else school.written(roll))

    return hurt


def _without_column(heading: str) -> Hurt:
    def hurt(school: SecretSchool) -> None:
        school.export.write_bytes(school.written(school.roll, headings=[h for h in HEADINGS if h != heading]))

    return hurt


def _blank_column(heading: str) -> Hurt:
    return _rows(_each(**{heading: ""}))


def _seasoned(season: Callable[[Pupil, SecretSchool], Pupil], stop: str) -> Hurt:
    def hurt(school: SecretSchool) -> None:
        _rows(lambda roll: ROWS[stop]([season(p, school) if n in (3, 5) else p for n, p in enumerate(roll)]))(school)

    return hurt


def _older(school: SecretSchool) -> None:
    from senco_connect.school import School

    old = school.export.read_bytes()
    newer = [{**school.roll[1], "Reg": "9Z"}, *school.roll[:1], *school.roll[2:]]
    if school.kind == "ctf":
        newer[0]["Year"] = "9"
    school.export.write_bytes(school.written(newer))
    School.open(school.folder / "senco.toml").sync()
    school.export.write_bytes(old)


def _two_sheets(school: SecretSchool) -> None:
    school.export.write_bytes(as_workbook(school.roll, sheets=2))


def _gone(school: SecretSchool) -> None:
    school.export.unlink()


def _a_folder(store: str) -> Hurt:
    def hurt(school: SecretSchool) -> None:
        path: Path = getattr(school, store)
        path.unlink()
        path.mkdir()

    return hurt


def of_an_export(kind: str) -> list[Accident]:
    """Give what may be wrong with an export of this kind."""
    raw = {"xlsx": PACKAGE_BYTES, "ctf": MARKUP_BYTES}.get(kind, TEXT_BYTES)
    found = [Accident(name, "export", _export(change), frozenset({8, 3})) for name, change in raw.items()]
    found += [Accident(name, "export", _rows(change), frozenset({3})) for name, change in ROWS.items()]
    found.append(Accident("older", "export", _older, frozenset({3})))
    found.append(Accident("gone", "export", _gone, frozenset({8, 2})))
    found.append(Accident("a folder in its place", "export", _a_folder("export"), frozenset({8, 6, 2})))
    if kind == "xlsx":
        found.append(Accident("two sheets of pupils", "export", _two_sheets, frozenset({8})))
    if kind != "ctf":
        found += [Accident(f"without {h}", "export", _without_column(h), frozenset({3, 8})) for h in GUARDED_COLUMNS]
        found += [Accident(f"{h} blank", "export", _blank_column(h), frozenset({3, 8})) for h in GUARDED_COLUMNS[:3]]
        found += [
            Accident(f"{name}, and {stop}", "export", _seasoned(season, stop), frozenset({3, 8}))
            for name, season in SEASONINGS.items()
            for stop in ("a year group missing", "statuses cleared")
        ]
    return found


# --- the register


def _register(change: Callable[[bytes], bytes]) -> Hurt:
    def hurt(school: SecretSchool) -> None:
        school.register.write_bytes(change(school.register.read_bytes()))

    return hurt


def _sheet(change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> Hurt:  # type: ignore[name-defined]
    def hurt(school: SecretSchool) -> None:
        book = openpyxl.load_workbook(school.register)
        change(book["Register"])
        book.save(school.register)

    return hurt


def _column_of(sheet, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def _retitled(heading: str, text: str) -> Hurt:
    return _sheet(lambda sheet: setattr(sheet.cell(1, _column_of(sheet, heading)), "value", text))


def _keys_turned(sheet) -> None:
    place = _column_of(sheet, "Pupil key")
    keys = [sheet.cell(line, place).value for line in range(2, sheet.max_row + 1)]
    for line, key in enumerate(keys[1:] + keys[:1], start=2):
        sheet.cell(line, place).value = key


def _typed_over(sheet) -> None:
    place, other = _column_of(sheet, "Strategy 1"), _column_of(sheet, "Surname")
    for line in range(2, sheet.max_row + 1):
        sheet.cell(line, place).value = sheet.cell(line, other).value


def _surnames_over(sheet) -> None:
    place, other = _column_of(sheet, "Surname"), _column_of(sheet, "Diagnosis")
    for line in range(2, sheet.max_row + 1):
        sheet.cell(line, place).value = sheet.cell(line, other).value


def _lock_file(school: SecretSchool) -> None:
    (school.folder / f"~${school.register.name}").write_text(school.words.word(), encoding="utf-8")


def _two_registers(school: SecretSchool) -> None:
    school.register.unlink()
    shutil.copy(school.export, school.register)


REGISTERS: dict[str, tuple[Hurt, frozenset[int]]] = {
    **{name: (_register(change), frozenset({3, 8})) for name, change in PACKAGE_BYTES.items()},
    "gone": (lambda school: school.register.unlink(), frozenset({3})),
    "a folder in its place": (_a_folder("register"), frozenset({3, 6})),
    "open in Excel": (_lock_file, frozenset({5})),
    "the export in its place": (_two_registers, frozenset({3, 8, 2})),
    "its rows gone": (_sheet(lambda sheet: sheet.delete_rows(2, sheet.max_row)), frozenset({3})),
    "its headings gone": (_sheet(lambda sheet: sheet.delete_rows(1)), frozenset({3})),
    "a row over its headings": (_sheet(lambda sheet: [sheet.move_range("A2:Z2", rows=-1)][0]), frozenset({3})),
    "the key's heading gone": (_retitled("Pupil key", ""), frozenset({3})),
    "two headings alike": (_retitled("Forename", "Surname"), frozenset({3})),
    "two status headings": (_retitled("Diagnosis", "SEN status"), frozenset({3})),
    "keys left behind by a sort": (_sheet(_keys_turned), frozenset({3})),
    "typed over": (_sheet(_typed_over), frozenset({3})),
    "surnames typed over": (_sheet(_surnames_over), frozenset({3})),
}


# --- the state


def _database(change: Callable[[bytes], bytes]) -> Hurt:
    def hurt(school: SecretSchool) -> None:
        path = school.state / "state.sqlite"
        path.write_bytes(change(path.read_bytes()))

    return hurt


def _statement(text: str) -> Hurt:
    def hurt(school: SecretSchool) -> None:
        with sqlite3.connect(school.state / "state.sqlite") as connection:
            connection.execute(text)
        connection.close()

    return hurt


def _another_state(school: SecretSchool) -> None:
    from senco_connect.school import School

    shutil.rmtree(school.state)
    away = school.register.with_name("away")
    school.register.rename(away)
    text = (school.folder / "senco.toml").read_text(encoding="utf-8")
    other = School.open(school.folder / "senco.toml")
    other.stores.register.create()  # type: ignore[union-attr]
    other.sync()
    away.replace(school.register)
    assert text


def _a_file(school: SecretSchool) -> None:
    shutil.rmtree(school.state)
    school.state.write_text(school.words.word(), encoding="utf-8")


def _short_secret(school: SecretSchool) -> None:
    (school.state / "secret").write_bytes(b"short")


def _another_run(school: SecretSchool) -> None:
    held = sqlite3.connect(school.state / "lock.sqlite", isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    school.held.append(held)


STATES: dict[str, tuple[Hurt, frozenset[int]]] = {
    **{
        f"a bit of page {page} turned over": (_database(_flipped(page / 40)), frozenset({7, 3}))
        for page in range(1, 39, 4)
    },
    "cut": (_database(lambda whole: whole[: len(whole) // 3]), frozenset({7})),
    "no database": (_database(lambda whole: b"\x07 not a database" * 400), frozenset({7})),
    "newer": (_statement("PRAGMA user_version = 99"), frozenset({7})),
    "a table gone": (_statement("DROP TABLE cells"), frozenset({7})),
    "a row changed": (_statement("UPDATE meta SET value = '999' WHERE name = 'serial'"), frozenset({7})),
    "its secret gone": (lambda school: (school.state / "secret").unlink(), frozenset({7})),
    "its secret short": (_short_secret, frozenset({7})),
    "another school's": (_another_state, frozenset({7})),
    "a file in its place": (_a_file, frozenset({6})),
    "another run at work": (_another_run, frozenset({5, 3})),
}


# --- the configuration


def _settings(change: Callable[[str, SecretSchool], str]) -> Hurt:
    def hurt(school: SecretSchool) -> None:
        path = school.folder / "senco.toml"
        path.write_text(change(path.read_text(encoding="utf-8"), school), encoding="utf-8")

    return hurt


def _setting(old: str, new: str) -> Hurt:
    """Put a line in the place of another; {} is a word that must not be told."""
    return _settings(lambda text, school: text.replace(old, new.format(school.words.place(), school.words.place()), 1))


def _value(name: str, section: str) -> tuple[Hurt, frozenset[int]]:
    return _setting(f"[{section}]", f'[{section}]\n{name} = "{{}} {{}}"'), frozenset({2})


CONFIGS: dict[str, tuple[Hurt, frozenset[int]]] = {
    "gone": (lambda school: (school.folder / "senco.toml").unlink(), frozenset({2})),
    "not TOML": (_setting("[school]", "[school]\n{} {} =="), frozenset({2})),
    "a text not closed": (_setting('name = "A school"', 'name = "{} {}'), frozenset({2})),
    "a name without quotes": (_setting('name = "A school"', "name = {}"), frozenset({2})),
    "a path with backslashes": (_setting('[filing]', '[filing]\nkeep = "C:\\{}\\u12"'), frozenset({2})),
    "not UTF-8": (lambda school: (school.folder / "senco.toml").write_bytes(f'[school]\nname = "{school.words.word()}é"\n'.encode("cp1252")), frozenset({2})),
    **{f"school.{name} a name": _value(name, "school") for name in ("include", "enforce", "unknown")},
    "school.laestab a name": (_setting(f'laestab = "{LAESTAB}"', 'laestab = "{}"'), frozenset({2})),
    "school.include a list of names": (_setting("[school]", '[school]\ninclude = ["{}", "{}"]'), frozenset({2})),
    "school.enforce a list of names": (_setting("[school]", '[school]\nenforce = ["{}"]'), frozenset({2})),
    "school.name a table": (_setting('name = "A school"', 'name = {{ of = "{}" }}'), frozenset({2})),
    "school.state a name": (_setting("[school]", '[school]\nstate = "senco.toml/{}"'), frozenset({6})),
    "a source's adapter a name": (_setting("[sources.mis]\nadapter = ", '[sources.mis]\nadapter = "{}" # '), frozenset({2})),
    "a source's file a name": (_setting("file = ", 'file = "{} {}.csv" # '), frozenset({8})),
    "a source's file a pattern": (_setting("file = ", 'file = "{}/**/{}*[" # '), frozenset({8})),
    "a source's file a table": (_setting("file = ", 'file = ["{}"] # '), frozenset({2})),
    "a source's setting unknown": (_setting("[sources.mis]", '[sources.mis]\nwobble = "{}"'), frozenset({2})),
    "a source that is a text": (_settings(lambda text, s: text.replace("[sources.mis]", f'[sources]\nmore = "{s.words.word()}"\n[sources.mis]')), frozenset({2})),
    "no sources": (_settings(lambda text, s: text.replace("[sources.mis]", "[filing2]")), frozenset({2})),
    "the register a text": (_settings(lambda text, s: f'register = "{s.words.word()}"\n' + text.replace("[register]", "[register2]")), frozenset({2})),
    "a register that is a source": (_setting('adapter = "xlsx"', 'adapter = "table"'), frozenset({2})),
    "a register's file a name": (_setting('adapter = "xlsx"\nfile = ', 'adapter = "xlsx"\nfile = "{} {}.xlsx" # '), frozenset({3})),
    "a register's tab a name": (_setting('adapter = "xlsx"', 'adapter = "xlsx"\nsheet = "{}"'), frozenset({2, 3})),
    "a register's columns names": (_setting("[filing]", '[register.columns]\nSurname = "{}"\n[filing]'), frozenset({2})),
    "a register's columns a text": (_setting('adapter = "xlsx"', 'adapter = "xlsx"\ncolumns = "{}"'), frozenset({2})),
    "folders at a name": (_setting("root = ", 'root = "{} {}" # '), frozenset({3})),
    "folders with sections of another type": (_setting("[filing]", '[filing]\nsections = "{}"'), frozenset({2})),
    "an owner that is a name": (_setting("[filing]", '[owners]\nsurname = "{}"\n[filing]'), frozenset({2})),
    "owners that are a text": (_settings(lambda text, s: f'owners = "{s.words.word()}"\n{text}'), frozenset({2})),
    "a guard that is a name": (_setting("[filing]", '[guards]\nleavers = "{}"\n[filing]'), frozenset({2})),
    "guards that are a text": (_settings(lambda text, s: f'guards = "{s.words.word()}"\n{text}'), frozenset({2})),
    "a URL for a file": (_setting("file = ", 'file = "https://{}.example/{}?key=1" # '), frozenset({8})),
    "owners changed": (_setting("[filing]", '[owners]\nsurname = "both"\n[filing]'), frozenset({3})),
}  # fmt: skip


# --- the folders


def _root_is_a_file(school: SecretSchool) -> None:
    shutil.rmtree(school.pupils)
    school.pupils.write_text(school.words.word(), encoding="utf-8")


FOLDERS: dict[str, tuple[Hurt, frozenset[int]]] = {
    "gone": (lambda school: shutil.rmtree(school.pupils), frozenset({3})),
    "a file in their place": (_root_is_a_file, frozenset({3, 6})),
}


def accidents(kind: str, *, whole: bool) -> list[Accident]:
    """Give what may be wrong in a school with exports of this kind; ``whole`` with what is alike for all kinds."""
    found = of_an_export(kind)
    if whole:
        for store, table in (("register", REGISTERS), ("state", STATES), ("config", CONFIGS), ("folders", FOLDERS)):
            found += [Accident(name, store, hurt, codes) for name, (hurt, codes) in table.items()]
        found += [_together(a, b) for a, b in _pairs(found)]
    return found


def _pairs(found: list[Accident]) -> list[tuple[Accident, Accident]]:
    """Pair accidents of two stores: one problem may hide another, or be told with it."""
    chance, stores = Random(1), ("export", "register", "folders")
    of = {store: [a for a in found if a.store == store] for store in stores}
    pairs = [(chance.choice(of["export"]), chance.choice(of["register"])) for _ in range(12)]
    return [*pairs, *((chance.choice(of["export"]), folder) for folder in of["folders"])]


def _together(a: Accident, b: Accident) -> Accident:
    def hurt(school: SecretSchool) -> None:
        a.hurt(school)
        b.hurt(school)

    return Accident(f"{a.store} {a.name}, and {b.name}", f"{b.store} too", hurt, a.codes | b.codes)
