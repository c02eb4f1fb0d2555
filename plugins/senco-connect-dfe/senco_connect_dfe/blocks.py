"""Read the blocks of a pupil that say one thing in several elements, each of them whole.

Half of an old address beside half of a new one is wrong, and so is one contact's
telephone beside another's name: what a block that is shown lacks is blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from senco_connect.record import BLANK, Value
from senco_connect_dfe.cells import Cells, small_number, text_of
from senco_connect_dfe.notes import Notes

__all__ = ["AddressBlock", "ContactBlock", "StayBlock"]

_BS7666: Final = ("SAON", "PAON", "Street", "Locality", "Town", "PostTown")
_NAME: Final = ("Title", "Forename", "Surname")
_LAST: Final = 100


class AddressBlock:
    """Reads an Address: lines as they were typed, or the parts of a BS 7666 address."""

    def __init__(self, notes: Notes) -> None:
        self._address = Cells("Address", "address", notes)
        self._town = Cells("Town", "town", notes)
        self._postcode = Cells("PostCode", "postcode", notes)

    def read(self, block: Element, record: dict[str, Value]) -> None:
        """Put address, town and postcode into the record; lines don't tell the town apart."""
        lines, parts = block.find("AddressLines"), block.find("BS7666Address")
        if lines is not None:
            record["address"] = self._address[_joined(", ", [line.text or "" for line in lines[:]])]
            record["town"] = BLANK
        elif parts is not None:
            self._read_parts(parts, record)
        record["postcode"] = self._postcode[block.findtext("PostCode")]

    def _read_parts(self, parts: Element, record: dict[str, Value]) -> None:
        saon, paon, street, locality, town, post_town = (text_of(parts, tag) for tag in _BS7666)
        record["address"] = self._address[_joined(", ", [saon, _joined(" ", [paon, street]), locality])]
        record["town"] = self._town[town or post_town]


class ContactBlock:
    """Reads Contacts: the one that the school calls first."""

    def __init__(self, notes: Notes) -> None:
        self._name = Cells("Contact", "contact_name", notes)
        self._phone = Cells("PhoneNo", "contact_phone", notes)
        self._email = Cells("Email", "contact_email", notes)

    def read(self, block: Element, record: dict[str, Value]) -> None:
        """Put name, first telephone and e-mail of the contact with the lowest Order into the record."""
        contacts = block.findall("Contact")
        if not contacts:
            return
        first = min(contacts, key=_order) if len(contacts) > 1 else contacts[0]
        phone = next(first.iter("PhoneNo"), None)
        record["contact_name"] = self._name[_joined(" ", [first.findtext(tag, "") for tag in _NAME])]
        record["contact_phone"] = BLANK if phone is None else self._phone[phone.text]
        record["contact_email"] = self._email[first.findtext("Email")]


class StayBlock:
    """Reads SchoolHistory: the latest stay at the school that made the file."""

    def __init__(self, notes: Notes, laestab: str) -> None:
        self._authority, self._establishment = laestab[:3], laestab[3:]
        self._entry = Cells("EntryDate", "admission_date", notes)
        self._leaving = Cells("LeavingDate", "leaving_date", notes)

    def read(self, block: Element, record: dict[str, Value]) -> None:
        """Put the days of entry and leaving into the record, if this school is in the history."""
        stays = [school for school in block[:] if self._is_here(school)]
        if not stays:
            return
        stay = max(stays, key=_entry) if len(stays) > 1 else stays[0]
        record["admission_date"] = self._entry.of(stay)
        # Somebody who came back has left no longer.
        record["leaving_date"] = self._leaving[stay.findtext("LeavingDate")]

    def _is_here(self, school: Element) -> bool:
        return school.findtext("Estab") == self._establishment and school.findtext("LEA") == self._authority


def _joined(mark: str, parts: Iterable[str]) -> str:
    return mark.join(filter(None, map(str.strip, parts)))


def _entry(school: Element) -> str:
    return text_of(school, "EntryDate")


def _order(contact: Element) -> int:
    return small_number(contact.findtext("Order")) or _LAST
