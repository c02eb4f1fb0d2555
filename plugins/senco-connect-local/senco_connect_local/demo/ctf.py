"""Write the roll as the MIS does: a full common transfer file of version 25 (dfe.md 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from senco_connect_local.demo.people import ESTAB, LA, SCHOOL, Child, Need

__all__ = ["ctf_file"]


def ctf_file(children: Iterable[Child], made_at: datetime) -> bytes:
    """Give the bytes of a CTF that shows these children and says when it was made.

    It has no classes: the Department never asked for them.
    """
    root = Element("CTfile")
    _add_header(SubElement(root, "Header"), made_at)
    pupils = SubElement(root, "CTFpupilData")
    for child in children:
        _add_child(SubElement(pupils, "Pupil"), child)
    indent(root)
    text: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return text


def _add_header(header: Element, made_at: datetime) -> None:
    _add(header, "DocumentName", "Common Transfer File")
    _add(header, "CTFversion", "25.0")
    _add(header, "DateTime", made_at.isoformat(timespec="seconds"))
    _add(header, "DocumentQualifier", "full")
    _add(header, "SupplierID", "EXAMPLE")
    school = SubElement(header, "SourceSchool")
    _add_school(school)
    _add(school, "AcademicYear", "2026")
    # A file from a school to itself: how a roll leaves one program for another.
    destination = SubElement(header, "DestSchool")
    _add(destination, "LEA", LA)
    _add(destination, "Estab", ESTAB)


def _add_school(parent: Element) -> None:
    _add(parent, "LEA", LA)
    _add(parent, "Estab", ESTAB)
    _add(parent, "SchoolName", SCHOOL)


def _add_child(pupil: Element, child: Child) -> None:
    _add(pupil, "UPN", child.upn)
    _add(pupil, "Surname", child.surname)
    _add(pupil, "Forename", child.forename)
    _add_day(pupil, "DOB", child.born)
    _add(pupil, "Sex", child.sex)
    _add_details(SubElement(pupil, "BasicDetails"), child)
    if child.has_meals:
        _add_meals(SubElement(pupil, "FSMhistory"), child)
    _add(SubElement(pupil, "LookedAfter"), "InCare", "true" if child.in_care else "false")
    _add_sen(SubElement(pupil, "SENhistory"), child)
    stay = SubElement(SubElement(pupil, "SchoolHistory"), "School")
    _add_school(stay)
    _add_day(stay, "EntryDate", child.joined)


def _add_details(details: Element, child: Child) -> None:
    _add(details, "PreferredSurname", child.surname)
    _add(details, "PreferredForename", child.known_as)
    _add(details, "NCyearActual", str(child.year))
    language = SubElement(SubElement(details, "Languages"), "Type")
    _add(language, "LanguageType", "F")
    _add(language, "Language", child.language)
    _add(details, "EnrolStatus", "C")


def _add_meals(history: Element, child: Child) -> None:
    # A period without an end is still running.
    period = SubElement(history, "FSMinstance")
    _add_day(period, "FSMstartDate", child.joined)
    _add(period, "UKcountry", "ENG")


def _add_sen(history: Element, child: Child) -> None:
    """Add the status and the ranked needs; a child without SEN has status N and neither a date nor needs."""
    period = SubElement(history, "SEN")
    if child.since and child.is_sen:
        _add_day(period, "StartDate", child.since)
    _add(period, "SENprovision", child.status)
    if child.is_sen:
        needs = SubElement(history, "SENneeds")
        for rank, need in enumerate(child.needs, start=1):
            _add_need(SubElement(needs, "SENneed"), rank, need)


def _add_need(element: Element, rank: int, need: Need) -> None:
    _add_day(element, "NeedStartDate", need.since)
    _add(element, "SENtypeRank", str(rank))
    _add(element, "SENtype", need.code)


def _add_day(parent: Element, tag: str, day: date) -> None:
    _add(parent, tag, day.isoformat())


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text
