"""Read one Pupil element into canonical values.

An element that is not there was not shown (MISSING); one without text is blank.
What stands in none of the tables here is named once, and read by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from senco_connect.record import MISSING, Value
from senco_connect.snapshot import Row
from senco_connect_dfe.blocks import AddressBlock, ContactBlock, StayBlock
from senco_connect_dfe.cells import Cells, is_over
from senco_connect_dfe.header import Header
from senco_connect_dfe.notes import GIVEN_TWICE, Notes
from senco_connect_dfe.sen import SenBlock

__all__ = ["BLOCKS", "ELEMENTS", "FIELDS_READ", "PupilReader"]

# Elements of one field each.  Gender is what Sex was called before CTF 25.
ELEMENTS: Final[Mapping[str, str]] = {
    "UPN": "upn",
    "UniqueLearnerNumber": "uln",
    "Surname": "surname",
    "Forename": "forename",
    "DOB": "dob",
    "Sex": "sex",
    "Gender": "sex",
    "FormerUPN": "former_upn",
    "MiddleNames": "middle_names",
    "PreferredSurname": "preferred_surname",
    "PreferredForename": "preferred_forename",
    "NCyearActual": "year_group",
    "Ethnicity": "ethnicity",
    "ServiceChild": "service_child",
    "EnrolStatus": "enrolment_status",
    "InCare": "looked_after",
}

BLOCKS: Final[Mapping[str, tuple[str, ...]]] = {
    "Languages": ("first_language",),
    "FSMhistory": ("fsm",),
    "SENhistory": (
        "sen_status", "sen_since", "sen_until", "need_1", "need_1_since", "need_2", "need_2_since",
        "need_3", "need_3_since", "other_needs",
    ),
    "Address": ("address", "town", "postcode"),
    "Contacts": ("contact_name", "contact_phone", "contact_email"),
    "SchoolHistory": ("admission_date", "leaving_date"),
}  # fmt: skip

FIELDS_READ: Final = tuple(dict.fromkeys((*ELEMENTS.values(), *(f for fields in BLOCKS.values() for f in fields))))

_NOTHING: Final[dict[str, Value]] = dict.fromkeys(FIELDS_READ, MISSING)
# U is "unknown" and R "refused": neither says yes or no.
_NOT_SAID: Final[Mapping[str | None, Value]] = {"U": MISSING, "R": MISSING}


class PupilReader:
    """Reads the pupils of one file, one after another."""

    def __init__(self, header: Header, notes: Notes) -> None:
        self._notes = notes
        self._today = header.made_at[:10]
        self._cells = {tag: Cells(tag, field, notes) for tag, field in ELEMENTS.items()}
        self._cells["ServiceChild"] = Cells("ServiceChild", "service_child", notes, fixed=_NOT_SAID)
        self._language = Cells("Language", "first_language", notes)
        self._blocks = {
            "BasicDetails": self._read_elements,
            "LookedAfter": self._read_elements,
            "Languages": self._read_languages,
            "FSMhistory": self._read_meals,
            "SENhistory": SenBlock(notes, self._today).read,
            "Address": AddressBlock(notes).read,
            "Contacts": ContactBlock(notes).read,
            "SchoolHistory": StayBlock(notes, header.laestab).read,
        }

    def read(self, pupil: Element, line: int) -> Row | None:
        """Give the pupil's row, its values in the order of FIELDS_READ; None is a pupil who was left out."""
        notes = self._notes
        notes.line, notes.is_left_out = line, False
        record = _NOTHING.copy()
        self._read_elements(pupil, record)
        return None if notes.is_left_out else Row("", line, tuple(record.values()))

    def _read_elements(self, parent: Element, record: dict[str, Value]) -> None:
        cells_of, blocks, unused = self._cells, self._blocks, self._notes.unused
        for child in parent[:]:
            tag = child.tag
            cells = cells_of.get(tag)
            if cells is not None:
                value, field = cells[child.text], cells.field
                if record[field] is MISSING and (value or not len(child)):
                    record[field] = value
                else:
                    self._doubt(child, field, value, record)
            elif (read := blocks.get(tag)) is not None:
                read(child, record)
            elif tag not in unused:
                self._notes.pass_over(tag)

    def _doubt(self, element: Element, field: str, value: Value, record: dict[str, Value]) -> None:
        """Settle what is given again, or in elements where a text should be: it is not shown."""
        if len(element):
            self._notes.pass_over(element.tag)
        elif record[field] != value:
            record[field] = MISSING
            self._notes.add(GIVEN_TWICE, tag=element.tag, field=field)

    def _read_languages(self, block: Element, record: dict[str, Value]) -> None:
        for spoken in block[:]:
            if spoken.findtext("LanguageType") == "F":
                record["first_language"] = self._language.of(spoken)

    def _read_meals(self, block: Element, record: dict[str, Value]) -> None:
        periods = block.findall("FSMinstance")
        is_open = [period for period in periods if not is_over(period.findtext("FSMendDate"), self._today)]
        record["fsm"] = "true" if is_open else "false"
