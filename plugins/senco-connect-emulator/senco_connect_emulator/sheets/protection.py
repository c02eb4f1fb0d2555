"""Who may change a protected range, and the refusal of those who may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.errors import Refused, invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.model import Book, Sheet

if TYPE_CHECKING:
    from senco_connect_emulator.identity import Identity
    from senco_connect_emulator.world import World

__all__ = ["PROTECTED", "guard", "guard_sheet", "may_edit", "overlaps", "owner_of", "refuse_protected"]

Json = dict[str, Any]
PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection"
    " if you need to edit."
)


def may_edit(world: World, book: Book, protected: Json, who: Identity) -> bool:
    """Tell whether somebody may change what is protected: its editors, their groups, and who owns the spreadsheet."""
    if protected.get("warningOnly"):
        return True
    editors, email = protected.get("editors", {}), who.email.casefold()
    users, groups = editors.get("users", ()), {group.casefold() for group in editors.get("groups", ())}
    if email in map(str.casefold, (*users, owner_of(world, book))):
        return True
    if groups & world.directory.groups_of(who.email):
        return True
    return bool(editors.get("domainUsersCanEdit")) and world.directory.in_domain(who.email)


def owner_of(world: World, book: Book) -> str:
    """Give the address of the spreadsheet's owner; nobody's in a shared drive."""
    return str(world.drive.files.get(book.id, {}).get("owner", ""))


def guard(world: World, book: Book, area: Area, who: Identity) -> None:
    """Refuse a change inside an area of which a part is protected against who asks."""
    for protected in area.sheet.protected:
        if _covers(protected, area) and not may_edit(world, book, protected, who):
            raise refuse_protected()


def guard_sheet(world: World, book: Book, sheet: Sheet, who: Identity) -> None:
    """Refuse a change to a sheet that is protected as a whole: its name, its rows and columns, its deletion."""
    for protected in sheet.protected:
        if protected.get("range", {}).keys() <= {"sheetId"} and not may_edit(world, book, protected, who):
            raise refuse_protected()


def refuse_protected() -> Refused:
    """Make the refusal."""
    return invalid(PROTECTED)


def _covers(protected: Json, area: Area) -> bool:
    if not overlaps(protected.get("range", {}), area):
        return False
    return not any(_holds(free, area) for free in protected.get("unprotectedRanges", ()))


def overlaps(told: Json, area: Area) -> bool:
    """Tell whether a GridRange on the area's sheet has a cell in common with it; an open edge reaches to the end."""
    return bool(
        told.get("startRowIndex", 0) < area.bottom
        and told.get("endRowIndex", area.bottom) > area.top
        and told.get("startColumnIndex", 0) < area.right
        and told.get("endColumnIndex", area.right) > area.left
    )


def _holds(told: Json, area: Area) -> bool:
    return bool(
        told.get("startRowIndex", 0) <= area.top
        and told.get("endRowIndex", area.bottom) >= area.bottom
        and told.get("startColumnIndex", 0) <= area.left
        and told.get("endColumnIndex", area.right) >= area.right
    )
