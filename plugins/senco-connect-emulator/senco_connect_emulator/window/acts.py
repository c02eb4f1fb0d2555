"""What a person can do in the window, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from senco_connect_emulator.errors import Refused
from senco_connect_emulator.people import OnSheet, Person
from senco_connect_emulator.sheets.a1 import column_letters

__all__ = ["act"]

Json = dict[str, Any]


def act(person: Person, told: Json) -> str:
    """Do what the window asks for; give "" or, where it can't be done, why."""
    try:
        ACTS[told["do"]](person, told)
    except Refused as refused:
        return refused.message
    except (KeyError, LookupError, TypeError, ValueError):
        return "That can't be done here."
    return ""


def _tab(person: Person, told: Json) -> OnSheet:
    return OnSheet(person, str(told["file"]), int(told["tab"]))


def _type(person: Person, told: Json) -> None:
    _tab(person, told).type(str(told["cell"]), str(told["text"]))


def _clear(person: Person, told: Json) -> None:
    _tab(person, told).clear(str(told["cell"]))


def _paste(person: Person, told: Json) -> None:
    _tab(person, told).paste(str(told["cell"]), str(told["text"]))


def _sort(person: Person, told: Json) -> None:
    _tab(person, told).sort_rows(column_letters(int(told["column"])), descending=told.get("order") == "down")


def _rename_tab(person: Person, told: Json) -> None:
    _tab(person, told).rename_tab(str(told["text"]))


def _rename(person: Person, told: Json) -> None:
    person.rename(str(told["file"]), str(told["text"]))


def _folder(person: Person, told: Json) -> None:
    person.new_folder(str(told["text"]), str(told["file"]))


def _trash(person: Person, told: Json) -> None:
    person.trash(str(told["file"]))


def _untrash(person: Person, told: Json) -> None:
    person.untrash(str(told["file"]))


ACTS: dict[str, Callable[[Person, Json], None]] = {
    "type": _type, "clear": _clear, "paste": _paste, "sort": _sort, "rename-tab": _rename_tab, "rename": _rename,
    "folder": _folder, "trash": _trash, "untrash": _untrash,
}  # fmt: skip
