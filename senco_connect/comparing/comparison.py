"""What two exports say differently, as lines for people and as a document for programs.

Pure.  Values are shown: a comparison is asked for by somebody who holds both files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from senco_connect.identity import Doubt
from senco_connect.record import FIELDS
from senco_connect.snapshot import Finding
from senco_connect.telling.findings import finding_document
from senco_connect.telling.line import Line, counted, label_of, printable

__all__ = ["Comparison", "Difference", "Person", "comparison_document", "comparison_lines", "comparison_words"]


class Person(NamedTuple):
    """A pupil as one export shows them: number (UPN, else the next best), name, line."""

    upn: str
    name: str
    line: int


class Difference(NamedTuple):
    """A field that the two exports show differently; ``line`` is that of the new one."""

    upn: str
    name: str
    field: str
    old: str
    new: str
    line: int


class Comparison(NamedTuple):
    """What the new export says otherwise than the old one.

    ``rekeyed`` pairs a pupil in the old export with the same pupil, under a new
    number, in the new one.  ``same`` counts the pupils who are alike in both.
    ``doubts`` are rows of either ("old", "new") that could not be matched,
    ``findings`` what is doubtful about the new rows that differ, ``gone`` and
    ``added`` the fields that only the old or only the new one shows.
    """

    joined: tuple[Person, ...]
    missing: tuple[Person, ...]
    rekeyed: tuple[tuple[Person, Person], ...]
    differences: tuple[Difference, ...]
    same: int
    doubts: tuple[tuple[str, Doubt], ...]
    findings: tuple[Finding, ...]
    gone: tuple[str, ...]
    added: tuple[str, ...]


def comparison_lines(found: Comparison) -> list[Line]:
    """Tell a comparison by name of pupil, with values and who decides each field."""
    lines = [Line(sign, key, printable(name), printable(words)) for sign, key, name, words in _lines(found)]
    return sorted(lines, key=lambda line: (bool(line.key), line.name.casefold(), line.key))


def _lines(found: Comparison) -> Iterator[tuple[str, str, str, str]]:
    for number, name, line in found.joined:
        yield "+", number, name, f"joined (line {line})"
    for number, name, line in found.missing:
        yield "=", number, name, f"is not in the new export (line {line} of the old)"
    for old, new in found.rekeyed:
        yield "~", new.upn, new.name, f"the number was {old.upn} before (line {new.line})"
    yield from map(_difference, found.differences)
    for which, doubt in found.doubts:
        yield "!", "", "", f"line {doubt.line} of the {which} export: {doubt.kind}"
    for which, names in (("old", found.gone), ("new", found.added)):
        yield from (("!", "", "", f"only the {which} export shows {label_of(name)}") for name in names)


def _difference(found: Difference) -> tuple[str, str, str, str]:
    upn, name, field, old, new, line = found
    moved = f"{old or 'blank'} → {new or 'blank'}"
    return "~", upn, name, f"{label_of(field)}: {moved} ({FIELDS[field].owner.value}; line {line})"


def comparison_words(found: Comparison) -> str:
    """Say a comparison in a sentence of counts."""
    changed = len({d.upn for d in found.differences})
    return (
        f"{counted(len(found.differences), 'change')} for {counted(changed, 'pupil')}, {len(found.joined)} joined, "
        f"{len(found.missing)} missing, {len(found.rekeyed)} with a new number, {found.same} alike."
    )


def comparison_document(found: Comparison) -> dict[str, Any]:
    """Give a comparison for programs, in the words of a plan's document."""
    return {
        "changes": [_without_name(difference) for difference in found.differences],
        "joined": [_without_name(who) for who in found.joined],
        "missing": [_without_name(who) for who in found.missing],
        "rekeyed": [{**_without_name(new), "former_upn": old.upn} for old, new in found.rekeyed],
        "doubts": [{"export": which, "line": doubt.line, "kind": doubt.kind} for which, doubt in found.doubts],
        "findings": finding_document(found.findings),
        "gone": list(found.gone),
        "added": list(found.added),
        "same": found.same,
    }


def _without_name(found: Person | Difference) -> dict[str, Any]:
    return {name: value for name, value in found._asdict().items() if name != "name"}
