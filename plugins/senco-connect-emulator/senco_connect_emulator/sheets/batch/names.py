"""Named ranges and protected ranges."""

from __future__ import annotations

import re

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.batch.fields import changed, read_fields
from senco_connect_emulator.sheets.batch.kinds import Json, Step, applies, area, whole_range
from senco_connect_emulator.sheets.batch.tables import table_named
from senco_connect_emulator.sheets.copying import object_id
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.parts import dropped, only, some, swapped, without
from senco_connect_emulator.sheets.protection import may_edit, owner_of, refuse_protected
from senco_connect_emulator.sheets.proto import spoken, stored

__all__ = ["named"]

_NAME = re.compile(r"[A-Za-z_\u00c0-\uffff][\w\u00c0-\uffff.]{0,249}")
_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|true|false", re.IGNORECASE)


@applies("addNamedRange")
def add_named_range(step: Step, asked: Json) -> Json:
    """Give a range a name."""
    given = asked.get("namedRange", {})
    _check_name(step.book, given.get("name", ""), None)
    into = area(step.book, given.get("range", {}))
    named_id = given.get("namedRangeId") or object_id(step.world, text=True)
    if any(one["namedRangeId"] == named_id for one in step.book.named_ranges):
        raise invalid(f"A named range with id {named_id} already exists.")
    told = {"namedRangeId": named_id, "name": given["name"], "range": whole_range(into.sheet, given.get("range", {}))}
    step.book.named_ranges.append(told)
    return {"namedRange": spoken(told)}


def _check_name(book: Book, name: str, but: Json | None) -> None:
    if not _NAME.fullmatch(name) or _CELL.fullmatch(name):
        raise invalid(f"Invalid name: {name}")
    if any(one is not but and one["name"].casefold() == name.casefold() for one in book.named_ranges):
        raise invalid(f"Cannot add named range with name {name}, a named range with that name already exists.")


@applies("updateNamedRange")
def update_named_range(step: Step, asked: Json) -> None:
    """Change a named range's name or what it names."""
    given = asked.get("namedRange", {})
    fields = {
        name: inner
        for name, inner in read_fields(asked.get("fields", ""), "NamedRange").items()
        if name != "namedRangeId"
    }
    old = named(step.book, given.get("namedRangeId", ""))
    new = only(given, fields)
    if "name" in fields:
        _check_name(step.book, given.get("name", ""), old)
    told = changed(old, new, fields)
    told["range"] = whole_range(area(step.book, told.get("range", {})).sheet, told.get("range", {}))
    step.book.named_ranges = swapped(step.book.named_ranges, old, told)


@applies("deleteNamedRange")
def delete_named_range(step: Step, asked: Json) -> None:
    """Take a name away from its range."""
    old = named(step.book, asked.get("namedRangeId", ""))
    step.book.named_ranges = dropped(step.book.named_ranges, old)


def named(book: Book, named_id: str) -> Json:
    """Find a named range by its id, or refuse."""
    for one in book.named_ranges:
        if one["namedRangeId"] == named_id:
            return one
    raise invalid(f"No named range with id: {named_id}")


@applies("addProtectedRange")
def add_protected_range(step: Step, asked: Json) -> Json:
    """Protect a range, a named range, a table or a whole sheet; who asks and the owner may always edit it."""
    given = asked.get("protectedRange", {})
    protected_id = given.get("protectedRangeId") or step.world.ids.number()
    if any(one["protectedRangeId"] == protected_id for sheet in step.book.sheets for one in sheet.protected):
        raise invalid(f"A protected range with id {protected_id} already exists.")
    sheet, told = _protection(step, {**given, "protectedRangeId": protected_id})
    sheet.protected.append(told)
    return {"protectedRange": _told(told)}


def _protection(step: Step, given: Json) -> tuple[Sheet, Json]:
    if given.get("warningOnly") and given.get("editors"):
        raise invalid("ProtectedRange is warningOnly. Editors cannot be set on it.")
    place = _place(step.book, given)
    sheet = area(step.book, place).sheet
    free = [whole_range(area(step.book, one).sheet, one) for one in given.get("unprotectedRanges", ())]
    if free and place.keys() - {"sheetId"}:
        raise invalid("Unprotected ranges can only be set on protected sheets.")
    told = {"protectedRangeId": given["protectedRangeId"], "range": whole_range(sheet, place)}
    told |= some(only(given, {"namedRangeId", "tableId", "description", "warningOnly"}) | {"unprotectedRanges": free})
    if not given.get("warningOnly"):
        told["editors"] = _editors(step, given.get("editors", {}))
    return sheet, told


def _place(book: Book, given: Json) -> Json:
    if given.get("namedRangeId"):
        return dict(named(book, given["namedRangeId"])["range"])
    if given.get("tableId"):
        return dict(table_named(book, given["tableId"])[1]["range"])
    if "range" not in given:
        raise invalid("Must specify a range, a named range or a table to protect.")
    return dict(given["range"])


def _editors(step: Step, given: Json) -> Json:
    always = [email for email in (owner_of(step.world, step.book), step.who.email) if email]
    users = dict.fromkeys([*given.get("users", ()), *always])
    return stored("Editors", {**given, "users": list(users)})


def _told(told: Json) -> Json:
    rest = without(spoken(told), "editors")
    return {**rest, "requestingUserCanEdit": True, **({"editors": told["editors"]} if "editors" in told else {})}


@applies("updateProtectedRange")
def update_protected_range(step: Step, asked: Json) -> None:
    """Change what the fields name of a protection, which only those may whom it lets in."""
    given = asked.get("protectedRange", {})
    fields = read_fields(asked.get("fields", ""), "ProtectedRange")
    sheet, old = _protected(step, given.get("protectedRangeId", 0))
    told = changed(old, given, without(fields, "protectedRangeId"))
    if "editors" not in fields and told.get("warningOnly"):
        told.pop("editors", None)
    other, told = _protection(step, told)
    if other is sheet:
        sheet.protected = swapped(sheet.protected, old, told)
    else:
        sheet.protected = dropped(sheet.protected, old)
        other.protected.append(told)


@applies("deleteProtectedRange")
def delete_protected_range(step: Step, asked: Json) -> None:
    """Take a protection away, which only those may whom it lets in."""
    sheet, old = _protected(step, asked.get("protectedRangeId", 0))
    sheet.protected = dropped(sheet.protected, old)


def _protected(step: Step, protected_id: int) -> tuple[Sheet, Json]:
    for sheet in step.book.sheets:
        for one in sheet.protected:
            if one["protectedRangeId"] == protected_id:
                if not may_edit(step.world, step.book, one, step.who):
                    raise refuse_protected()
                return sheet, one
    raise invalid(f"No protected range with id: {protected_id}")
