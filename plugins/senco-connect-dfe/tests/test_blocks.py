"""Address, contact and stay: each is shown whole, so that no half of two is ever put together."""

from __future__ import annotations

import pytest

LINES = "<AddressLines><AddressLine1>1 Sample Row</AddressLine1><AddressLine2>Testford</AddressLine2></AddressLines>"
PARTS = (
    "<BS7666Address><SAON>Flat 2</SAON><PAON>14</PAON><Street>Sample Row</Street><Locality>Eastside</Locality>"
    "<Town>Testford</Town></BS7666Address>"
)


def contact(order: str, name: str, more: str = "") -> str:
    return f"<Contact>{order}<Surname>Exampleby</Surname><Forename>{name}</Forename>{more}</Contact>"


def school(estab: str, days: str) -> str:
    return f"<School><LEA>001</LEA><Estab>{estab}</Estab>{days}</School>"


def values(snapshot, *fields: str) -> list[list[object]]:
    """What each row holds of these fields, None where it is not shown."""
    shown = [[snapshot.value(row, field) for field in fields] for row in snapshot.rows]
    return [[value if isinstance(value, str) else None for value in row] for row in shown]


def test_lines_of_an_address_are_joined(bench) -> None:
    shown = bench.pupil(f"<Address>{LINES}<PostCode>ZZ99 9ZZ</PostCode></Address>")
    assert (shown["address"], shown["postcode"]) == ("1 Sample Row, Testford", "ZZ99 9ZZ")
    assert "town" not in shown, "lines don't tell which of them is the town"


def test_empty_lines_leave_no_commas(bench) -> None:
    lines = "<AddressLine1> 1 Sample Row </AddressLine1><AddressLine2/><AddressLine3>Testford</AddressLine3>"
    shown = bench.pupil(f"<Address><AddressLines>{lines}</AddressLines></Address>")
    assert shown["address"] == "1 Sample Row, Testford"


def test_the_parts_of_an_address_are_joined_but_for_the_town(bench) -> None:
    shown = bench.pupil(f"<Address>{PARTS}<PostCode>ZZ99 9ZZ</PostCode></Address>")
    assert shown["address"] == "Flat 2, 14 Sample Row, Eastside"
    assert (shown["town"], shown["postcode"]) == ("Testford", "ZZ99 9ZZ")


def test_the_post_town_stands_in_for_the_town(bench) -> None:
    parts = "<BS7666Address><PAON>14</PAON><Street>Sample Row</Street><PostTown>Testford</PostTown></BS7666Address>"
    assert bench.pupil(f"<Address>{parts}</Address>")["town"] == "Testford"


def test_who_moved_to_an_address_without_a_postcode_keeps_no_old_one(bench) -> None:
    with_code, without = f"<Address>{LINES}<PostCode>ZZ99 9ZZ</PostCode></Address>", f"<Address>{LINES}</Address>"
    assert values(bench.pupils(with_code, without, ""), "postcode") == [["ZZ99 9ZZ"], [""], [None]]


def test_a_system_that_gives_no_postcodes_shows_none(bench) -> None:
    """Blank for every pupil would be a column of wrongs; the system has no such element, and says nothing."""
    assert "postcode" not in bench.pupils(f"<Address>{LINES}</Address>").fields


def test_the_contact_called_first_is_read_wherever_it_stands(bench) -> None:
    second = contact("<Order>2</Order>", "Alex", "<Phones><Phone><PhoneNo>07700900002</PhoneNo></Phone></Phones>")
    first = contact("<Order>1</Order>", "Morgan", "<Phones><Phone><PhoneNo>07700900001</PhoneNo></Phone></Phones>")
    unordered = contact("", "Kim")
    shown = bench.pupil(f"<Contacts>{unordered}{second}{first}</Contacts>")
    assert (shown["contact_name"], shown["contact_phone"]) == ("Morgan Exampleby", "07700900001")


def test_contacts_without_an_order_are_taken_as_they_stand(bench) -> None:
    shown = bench.pupil(f"<Contacts>{contact('', 'Morgan')}{contact('', 'Alex')}</Contacts>")
    assert shown["contact_name"] == "Morgan Exampleby"


def test_a_contact_has_a_title_a_first_telephone_and_an_address_for_mail(bench) -> None:
    phones = (
        "<Phones><Phone><PhoneNo>07700900001</PhoneNo></Phone><Phone><PhoneNo>07700900002</PhoneNo></Phone></Phones>"
    )
    more = f"<Title>Dr</Title>{phones}<Email>morgan@example.invalid</Email>"
    shown = bench.pupil(f"<Contacts>{contact('<Order>1</Order>', 'Morgan', more)}</Contacts>")
    assert shown["contact_name"] == "Dr Morgan Exampleby"
    assert shown["contact_phone"] == "07700900001"
    assert shown["contact_email"] == "morgan@example.invalid"


def test_a_new_contact_does_not_keep_the_old_ones_telephone(bench) -> None:
    """A call about a child must not go to somebody else."""
    phone = "<Phones><Phone><PhoneNo>07700900001</PhoneNo></Phone></Phones>"
    snapshot = bench.pupils(
        f"<Contacts>{contact('', 'Morgan', phone)}</Contacts>", f"<Contacts>{contact('', 'Kim')}</Contacts>"
    )
    assert values(snapshot, "contact_phone") == [["07700900001"], [""]]


def test_an_empty_list_of_contacts_says_nothing(bench) -> None:
    assert not bench.pupil("<Contacts/>").keys() & {"contact_name", "contact_phone", "contact_email"}


def test_the_surname_of_a_contact_is_not_the_childs(bench) -> None:
    contacts = "<Contacts><Contact><Surname>Someone</Surname><Gender>M</Gender></Contact></Contacts>"
    shown = bench.pupil(contacts)
    assert (shown["surname"], shown["sex"]) == ("Exampleby", "F")


def test_entry_and_leaving_are_those_of_the_school_that_made_the_file(bench) -> None:
    before = school("1111", "<EntryDate>2019-09-02</EntryDate><LeavingDate>2021-07-20</LeavingDate>")
    here = school("9999", "<EntryDate>2021-09-06</EntryDate>")
    shown = bench.pupil(f"<SchoolHistory>{before}{here}</SchoolHistory>")
    assert shown["admission_date"] == "2021-09-06"
    assert "leaving_date" not in shown


@pytest.mark.parametrize("order", [1, -1])
def test_who_came_back_has_left_no_longer(bench, order) -> None:
    stays = [
        school("9999", "<EntryDate>2021-09-06</EntryDate><LeavingDate>2023-07-20</LeavingDate>"),
        school("9999", "<EntryDate>2025-09-01</EntryDate>"),
    ][::order]
    leaver = school("9999", "<EntryDate>2020-09-01</EntryDate><LeavingDate>2026-07-20</LeavingDate>")
    histories = [f"<SchoolHistory>{''.join(stays)}</SchoolHistory>", f"<SchoolHistory>{leaver}</SchoolHistory>"]
    assert values(bench.pupils(*histories), "admission_date", "leaving_date") == [
        ["2025-09-01", ""],
        ["2020-09-01", "2026-07-20"],
    ]


def test_a_history_of_other_schools_says_nothing_of_ours(bench) -> None:
    """A leaver's file from elsewhere must not give its own dates of entry as ours."""
    shown = bench.pupil(f"<SchoolHistory>{school('1111', '<EntryDate>2019-09-02</EntryDate>')}</SchoolHistory>")
    assert "admission_date" not in shown
