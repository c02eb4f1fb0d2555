"""Tell an undo before it is done, with values, and after it, without.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from senco_connect.apply import Applied
from senco_connect.record import FIELDS
from senco_connect.telling.document import Document, plan_document, run_document
from senco_connect.telling.line import Line, counted, printable
from senco_connect.telling.lines import applied_lines, plan_lines
from senco_connect.telling.shown import Shown
from senco_connect.telling.totals import counts_of
from senco_connect.undo import BACK, FOLDER, Kept, Undo
from senco_connect.undoing import PlannedUndo

__all__ = ["undo_document", "undo_lines", "undo_words", "undone_document", "undone_lines", "undone_words"]

_STAYS = {
    "NewRow": (
        "new row",
        "Delete in the workbook what should not be there; a pupil with SEN is then listed once more.",
    ),
    "NewColumn": ("new column", "Delete it in the workbook if nobody wants it."),
    "Link": ("pupil key", "Clear the key cell of a row that is not that pupil's."),
    "NewFolder": ("new folder", "Take out what is in it and delete it by hand."),
    "derived": ("derived cell", "The next run works it out anew."),
}


def undo_lines(undo: PlannedUndo) -> list[Line]:
    """Tell what an undo would put back, and what it would leave and why, by name of pupil, with values."""
    plan, inputs, _ = undo.planned
    shown = Shown(plan, inputs)
    kept = [_kept(one, printable(shown.name(one.key))) for one in undo.undo.kept]
    return sorted([*plan_lines(undo.planned), *kept], key=lambda line: (line.name.casefold(), line.key))


def _kept(kept: Kept, name: str = "") -> Line:
    return Line("=" if kept.why == BACK else "!", kept.key, name, f"{_label(kept.what)}: left as it is, {kept.why}")


def _label(what: str) -> str:
    if what == FOLDER:
        return "folder name"
    return FIELDS[what].label if what in FIELDS else what.capitalize()


def undo_words(undo: Undo) -> list[str]:
    """Say what stays as the run made it, and how much would be put back."""
    counts = counts_of(undo.plan)
    put = ", ".join(
        counted(n, one) for n, one in ((counts.cells, "cell"), (counts.folders_renamed, "folder name")) if n
    )
    total = f"Undo {undo.plan.id} of run {undo.run}: {put or 'nothing'} to put back{_left(undo)}."
    return [*_staying(undo), total]


def undone_lines(undo: PlannedUndo, applied: Applied) -> list[Line]:
    """Tell what was put back for each pupil, and what was left and why; no values."""
    lines = [*applied_lines(undo.planned, applied), *map(_kept, undo.undo.kept)]
    return sorted(lines, key=lambda line: line.key)


def undone_words(undo: Undo, applied: Applied) -> list[str]:
    """Say in a sentence each what stays, and what was put back and left."""
    busy = f", {len(applied.left)} not written" if applied.left else ""
    return [*_staying(undo), f"{counted(len(applied.done), 'change')} put back{busy}{_left(undo)}."]


def _left(undo: Undo) -> str:
    return f", {len(undo.kept)} left as they are" if undo.kept else ""


def _staying(undo: Undo) -> Iterator[str]:
    for kind, (one, cure) in _STAYS.items():
        if number := undo.stays.get(kind, 0):
            yield (
                f"{counted(number, one)} not undone: nothing is deleted. {cure}"
                if kind != "derived"
                else (f"{counted(number, one)} not undone. {cure}")
            )


def undo_document(undo: PlannedUndo) -> Document:
    """Give everything that an undo would do, for programs; with values."""
    told = plan_document(undo.planned)
    parts = {name: told[name] for name in ("id", "inputs", "operations", "folders", "refusals")}
    return {"undoes": undo.undo.run, **parts, **_rest(undo.undo)}


def undone_document(undo: PlannedUndo, applied: Applied) -> Document:
    """Give what an undo did and left; no values."""
    told = run_document(undo.planned, applied)
    return {"undoes": undo.undo.run, **{name: told[name] for name in ("id", "done", "left")}, **_rest(undo.undo)}


def _rest(undo: Undo) -> Document:
    kept = [{"key": one.key, "what": one.what, "why": one.why} for one in undo.kept]
    return {"kept": kept, "stays": {_STAYS[kind][0]: number for kind, number in undo.stays.items()}}
