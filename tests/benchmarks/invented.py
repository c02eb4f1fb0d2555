"""Invent pupils, and write them as the files that a school's systems write.

Nobody here is real.  The same number always gives the same child, so two files
of one school differ only where they are meant to.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from random import Random

from senco_connect.record import FIELDS
from senco_connect.record.identifiers import upn_check_letter

__all__ = ["NARROW", "WIDE", "change_class", "change_each", "ctf", "pupils", "shuffled", "table"]

NARROW = (
    "upn", "admission_no", "mis_id", "surname", "forename", "middle_names", "preferred_forename", "dob", "sex",
    "year_group", "registration_group", "tutor", "enrolment_status", "admission_date", "pupil_premium", "fsm", "fsm6",
    "eal", "looked_after", "attendance", "service_child", "ethnicity", "first_language", "address", "town", "postcode",
    "contact_name", "contact_phone", "contact_email", "sen_status", "sen_since", "need_1", "need_1_since", "need_2",
    "need_2_since", "sen_unit", "ehcp", "next_review",
)  # fmt: skip
WIDE = (
    *NARROW, "ever_in_care", "eal_stage", "medical", "sen_until", "sen_flag", "need_3", "need_3_since",
    "resourced_provision", "ehcp_since", "sen_note", "provisions", "last_review", "funded_hours", "outcomes",
    "external_agencies", "access_arrangements", "reading_age", "spelling_age", "standard_score", "last_contact",
    "strategies", "notes",
)  # fmt: skip

_SURNAMES = [
    "".join(parts) for parts in product(("Alder", "Bram", "Corn", "Dun", "Elm"), ("by", "ford", "ley", "wick"))
]
_FORENAMES = ["Ada", "Bryn", "Cai", "Dilys", "Edie", "Finn", "Gwen", "Hal", "Isla", "Jory", "Zoë", "Niamh", "Renée"]
_WORDS = [
    "reads with",
    "a partner,",
    "likes a",
    "quiet corner;",
    'uses the "blue" card',
    "and",
    "rests",
    "when it's loud",
]
_NEEDS = ["SPLD", "MLD", "SEMH", "SLCN", "ASD", "HI", "VI", "PD"]

Pupil = dict[str, str]


def pupils(count: int, fields: Iterable[str], *, on_register: float = 0.2) -> Iterator[Pupil]:
    """Invent pupils, each with these fields; this share of them is on the register."""
    wanted = [(name, _MADE.get(name) or _of_kind(FIELDS[name].kind.name)) for name in fields]
    for number in range(count):
        chance = Random(number)
        child = {"number": str(number), "status": _status(chance, on_register)}
        yield {name: made(child, chance) for name, made in wanted}


def _status(chance: Random, on_register: float) -> str:
    drawn = chance.random()
    return "E" if drawn < on_register / 5 else "K" if drawn < on_register else "N"


def _upn(child: Pupil, chance: Random) -> str:
    digits = f"801{int(child['number']):09d}"
    return upn_check_letter(f"A{digits}") + digits


def _day(child: Pupil, chance: Random) -> str:
    return f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/20{chance.randint(10, 24)}"


def _words(child: Pupil, chance: Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(0, 4)))


def _yes_or_no(child: Pupil, chance: Random) -> str:
    return chance.choice(("Yes", "No"))


def _sen_only(made: Callable[[Pupil, Random], str]) -> Callable[[Pupil, Random], str]:
    return lambda child, chance: "" if child["status"] == "N" else made(child, chance)


_MADE: dict[str, Callable[[Pupil, Random], str]] = {
    "upn": _upn,
    "admission_no": lambda child, chance: f"{int(child['number']):07d}",
    "mis_id": lambda child, chance: f"M{child['number']}",
    "surname": lambda child, chance: f"{chance.choice(_SURNAMES)}-{chance.choice(_SURNAMES)}",
    "forename": lambda child, chance: chance.choice(_FORENAMES),
    "sex": lambda child, chance: chance.choice("FM"),
    "year_group": lambda child, chance: str(7 + int(child["number"]) % 5),
    "registration_group": lambda child, chance: f"{7 + int(child['number']) % 5}{chance.choice('ABCDEF')}",
    "enrolment_status": lambda child, chance: "C",
    "attendance": lambda child, chance: f"{chance.uniform(60, 100):.1f}",
    "contact_email": lambda child, chance: f"home{child['number']}@example.org",
    "sen_status": lambda child, chance: child["status"],
    "need_1": _sen_only(lambda child, chance: chance.choice(_NEEDS)),
    "need_2": lambda child, chance: "",
    "need_3": lambda child, chance: "",
    "need_2_since": lambda child, chance: "",
    "need_3_since": lambda child, chance: "",
    "ehcp": lambda child, chance: "Yes" if child["status"] == "E" else "No",
}  # fmt: skip


def _of_kind(kind: str) -> Callable[[Pupil, Random], str]:
    made = {
        "day": _sen_only(_day),
        "yes or no": _yes_or_no,
        "number": lambda child, chance: str(chance.randint(60, 140)),
    }
    return made.get(kind, _words)


_MADE["dob"] = _MADE["admission_date"] = _day


# --- a week later


def change_class(roll: Iterable[Pupil], *, one_in: int) -> Iterator[Pupil]:
    """Move every so many-th pupil to another class; no one else changes."""
    for place, pupil in enumerate(roll):
        yield pupil | {"registration_group": "Z" + pupil["registration_group"]} if place % one_in == 0 else pupil


def change_each(roll: Iterable[Pupil]) -> Iterator[Pupil]:
    """Give everybody another attendance."""
    return (pupil | {"attendance": f"{float(pupil['attendance']) - 1:.1f}"} for pupil in roll)


def shuffled(roll: Iterable[Pupil]) -> list[Pupil]:
    """Put the same pupils in another order."""
    mixed = list(roll)
    Random(1).shuffle(mixed)
    return mixed


# --- files


def table(path: Path, roll: Iterable[Pupil]) -> None:
    """Write pupils as CSV, or as XLSX if the name says so."""
    if path.suffix == ".xlsx":
        _workbook(path, roll)
        return
    rows = iter(roll)
    first = next(rows)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow([FIELDS[name].label for name in first])
        writer.writerow(first.values())
        writer.writerows(pupil.values() for pupil in rows)


def _workbook(path: Path, roll: Iterable[Pupil]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    for place, pupil in enumerate(roll):
        if place == 0:
            sheet.append([FIELDS[name].label for name in pupil])
        sheet.append(list(pupil.values()))
    book.save(path)


_CTF_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<CTfile><Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion>
<DateTime>2025-11-03T09:00:00</DateTime><DocumentQualifier>full</DocumentQualifier>
<SourceSchool><LEA>801</LEA><Estab>4999</Estab><SchoolName>Elmby School</SchoolName></SourceSchool>
<DestSchool><LEA>XXX</LEA><Estab>XXXX</Estab></DestSchool></Header><CTFpupilData>
"""
_CTF_PUPIL = """<Pupil><UPN>{upn}</UPN><Surname>{surname}</Surname><Forename>{forename}</Forename><DOB>{dob}</DOB>
<Sex>{sex}</Sex><BasicDetails><PreferredForename>{forename}</PreferredForename><NCyearActual>{year_group}</NCyearActual>
<Ethnicity>WBRI</Ethnicity><EnrolStatus>C</EnrolStatus></BasicDetails><LookedAfter><InCare>false</InCare></LookedAfter>
<SENhistory><SEN><StartDate>2023-01-09</StartDate><SENprovision>K</SENprovision></SEN>
<SEN><StartDate>2025-06-16</StartDate><SENprovision>E</SENprovision></SEN><SENneeds><SENneed><SENtypeRank>1</SENtypeRank>
<SENtype>SLCN</SENtype></SENneed><SENneed><SENtypeRank>2</SENtypeRank><SENtype>HI</SENtype></SENneed></SENneeds></SENhistory>
<Address><AddressLines><AddressLine1>1 Sample Row</AddressLine1><AddressLine2>Elmby</AddressLine2></AddressLines>
<PostCode>ZZ99 9ZZ</PostCode></Address><Contacts><Contact><Order>1</Order><Surname>{surname}</Surname>
<Forename>Morgan</Forename><Relationship>PAM</Relationship><Responsibility>true</Responsibility>
<Phones><Phone><TelephoneType>M</TelephoneType><PhoneNo>07700900123</PhoneNo></Phone></Phones></Contact></Contacts>
<Attendance><YearData><Year>2025</Year><LEA>801</LEA><Estab>4999</Estab><SessionsPossible>110</SessionsPossible>
<SessionsAttended>103</SessionsAttended></YearData></Attendance><StageAssessments>{results}</StageAssessments>
<SchoolHistory><School><LEA>801</LEA><Estab>2001</Estab><SchoolName>Elmby Primary School</SchoolName>
<EntryDate>2018-09-05</EntryDate><LeavingDate>2025-07-18</LeavingDate><LastSchool>true</LastSchool></School><School>
<LEA>801</LEA><Estab>4999</Estab><SchoolName>Elmby School</SchoolName><EntryDate>2025-09-03</EntryDate></School>
</SchoolHistory></Pupil>
"""
# A full CTF bears the results of the stages behind a pupil (dfe.md 3.3); those of a Year 7 are a dozen.
_CTF_RESULTS = (
    "<KeyStage><Stage>KS2</Stage>"
    + "".join(
        f"<StageAssessment><Locale>ENG</Locale><Year>2025</Year><Subject>{subject}</Subject><Method>{method}</Method>"
        f"<Component>{part}</Component><ResultStatus>R</ResultStatus><ResultQualifier>NS</ResultQualifier>"
        "<Result>104</Result></StageAssessment>"
        for subject in ("ENG", "MAT", "REA", "GPS")
        for method, part in (("TT", "SUB"), ("TT", "LEV"), ("TA", "SUB"))
    )
    + "</KeyStage>"
)


def ctf(path: Path, roll: Iterable[Pupil], *, results: str = _CTF_RESULTS) -> None:
    """Write pupils as a common transfer file (CTF 25), all of them with the same needs."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_CTF_HEAD)
        for pupil in roll:
            day, month, year = pupil["dob"].split("/")
            stream.write(_CTF_PUPIL.format_map(pupil | {"dob": f"{year}-{month}-{day}", "results": results}))
        stream.write("</CTFpupilData></CTfile>\n")
