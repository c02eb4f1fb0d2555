"""Play the demo: a school, a first sync, a week in which people work, a second sync, and how one cell came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from senco_connect import FIELDS, Planned
from senco_connect.adapters import CellWrite, Matter
from senco_connect.record import KEY_LABEL
from senco_connect_local.demo.entries import Entry, entries
from senco_connect_local.demo.grid import Grid, changed_cells
from senco_connect_local.demo.ground import clear_ground
from senco_connect_local.demo.on_disk import PUPILS, REGISTER, OnDisk
from senco_connect_local.demo.paperwork import filed_by_hand
from senco_connect_local.demo.people import SCHOOL, Child, Roll, invent_roll
from senco_connect_local.demo.stage import CTF, SEN_REPORT, SETTINGS, Stage
from senco_connect_local.demo.telling import key_of, listed, matter_lines, some_cells, some_matters, summary
from senco_connect_local.demo.week import (
    HER_OWN,
    NEW_COLUMN,
    NEW_HEADING,
    Week,
    plan_has_come,
    spend_week,
    week_of,
)

__all__ = ["play", "run_demo"]

_MONDAY: Final = datetime(2026, 11, 16, 7, 30)
_NEXT_MONDAY: Final = datetime(2026, 11, 23, 7, 30)
_TUESDAY: Final = datetime(2026, 11, 24, 7, 30)


def run_demo(folder: Path, say: Callable[[str], None]) -> None:
    """Write a made-up school into the folder and play the story there, told line by line through ``say``.

    Raises ConfigProblem where the folder holds something that the demo did not make.
    """
    clear_ground(folder)
    stage = Stage(folder, say, OnDisk(folder))
    play(stage)
    _look_around(stage)


def play(stage: Stage) -> None:
    """Play the story in an empty folder, with register and pupil folders at the stage's place."""
    roll = invent_roll()
    lines = entries(roll)
    _set_up(stage, roll, lines)
    _first_sync(stage, lines)
    week = week_of(roll, lines)
    _week_passes(stage, week)
    written = _second_sync(stage, week)
    _mis_agrees(stage, week)
    _explain(stage, written[0])


def _set_up(stage: Stage, roll: Roll, lines: Sequence[Entry]) -> None:
    place, by_hand = stage.place, filed_by_hand(roll.sen)
    place.prepare(lines, by_hand)
    stage.set_up()
    stage.export(roll, _MONDAY)
    stage.say(f"{SCHOOL}, a made-up school. Nobody in it is real.")
    stage.tell(
        f"{CTF:<24}{len(roll.children):,} pupils, as the MIS exports its roll (CTF 25; it knows no classes)",
        f"{SEN_REPORT:<24}the MIS's report on the {len(roll.sen)} of them with SEN, a line for each need",
        f"{place.register:<24}{len(lines)} pupils, as the SENCO has kept them in {place.program} for a year",
        f"{f'{place.pupils}/':<24}{len(by_hand)} folders of pupils, made by hand",
        f"{SETTINGS:<24}says what is where",
    )


def _first_sync(stage: Stage, lines: Sequence[Entry]) -> None:
    stage.scene("Monday. What would a first run do? Planning writes nothing.")
    planned = stage.school().plan()
    (watched,) = (entry.child for entry in lines if entry.cells["SEN status"] == "M")
    stage.tell(
        *summary(planned),
        "For example:",
        *some_cells(planned, 1),
        *some_matters(planned),
        f"{len(_about(planned, watched))} open matters are about the pupil who is M (monitoring) in the register "
        "and N in the MIS: that agrees.",
        f"No folder is made for {len(_lacking_key(planned))} pupils who seem to have one: "
        "a person adds the pupil's key to its name first.",
    )
    stage.scene("The plan was read: apply it.")
    before = stage.place.read_grid()
    applied = stage.school().apply(planned)
    stage.tell(
        f"{len(applied.done)} changes written and seen to be there, {len(applied.left)} left.",
        f"{_typed_over(before, stage.place.read_grid())} cells that held something now show something else.",
        _once_more(stage),
    )


# Counted by a reader that neither the library nor the demo's person uses.
def _typed_over(before: Grid, after: Grid) -> int:
    return sum(1 for change in changed_cells(before, after) if change.old != "")


def _week_passes(stage: Stage, week: Week) -> None:
    stage.scene("A week passes.")
    spend_week(stage.place.senco(), week.edits)
    named = _add_keys(stage, week)
    stage.place.rename_folder(week.moved[0])
    stage.export(week.roll, _NEXT_MONDAY)
    own = Counter(edit.heading for edit in week.edits if edit.heading in HER_OWN)
    stage.tell(
        f"The office moves {len(week.moved)} pupils of year 9 to other classes.",
        f'The SENCO sorts the register by surname, inserts the column "{NEW_COLUMN}", renames "Form" to',
        f'"{NEW_HEADING}", and edits {len(week.edits)} cells:',
        *(f"  {edit.heading}: {edit.value} ({edit.why})" for edit in week.edits if edit.heading not in HER_OWN),
        f"  and in columns that are hers alone: {listed(own)}",
        "The status is disputed: she types E, for the plan has come. In the same week the office takes",
        "the pupil off SEN by mistake, meaning a namesake. Now the register says E and the MIS says N.",
        f"She gives a pupil's folder another name. To {len(named)} made by hand she adds the key that was offered:",
        f"  {' and '.join(named)}",
    )


def _add_keys(stage: Stage, week: Week) -> list[str]:
    """Let the SENCO copy keys from the register to the names of folders; give the names."""
    register = stage.place.senco()
    keys = [(child, str(register.sees(child.admission_no, KEY_LABEL))) for child in week.keyed]
    return [stage.place.add_key(child, key) for child, key in keys]


def _second_sync(stage: Stage, week: Week) -> list[CellWrite]:
    stage.scene("Monday again. The second run.")
    planned = stage.school().plan()
    stage.tell(*summary(planned), "For example:", *some_cells(planned, 1))
    before, folders = stage.place.read_grid(), stage.place.folder_names()
    stage.school().apply(planned)
    changes = changed_cells(before, stage.place.read_grid())
    # Looked up as a person would, by heading and admission number: the lines and columns have moved.
    person = stage.place.senco()
    standing = sum(person.sees(edit.admission_no, edit.heading) == edit.value for edit in week.edits)
    stage.tell(
        f"Applied. {len(changes)} cells of the register differ from before, all under "
        f'"{" and ".join(sorted({change.heading for change in changes}))}".',
        f"{standing} of the SENCO's {len(week.edits)} edits stand as she typed them.",
        _told_of_folders(planned, week, touched=len(folders ^ stage.place.folder_names())),
        "The disputed status waits for a person, with both values:",
        *(line for matter in _about(planned, week.disputed) for line in matter_lines(planned, matter)),
        _once_more(stage),
    )
    return [op for op in planned.plan.operations if isinstance(op, CellWrite)]


def _told_of_folders(planned: Planned, week: Week, *, touched: int) -> str:
    lacking = _lacking_key(planned)
    known = sum(key_of(planned, child.upn) not in lacking for child in week.keyed)
    return (
        f"{touched} folders were made or renamed. Of the {known + len(lacking)} made by hand "
        f"{known} are known by the key they got, {len(lacking)} still wait for theirs."
    )


def _mis_agrees(stage: Stage, week: Week) -> None:
    stage.scene("Tuesday. The office has put its mistake right: the MIS says E as well.")
    stage.export(plan_has_come(week), _TUESDAY)
    planned = stage.school().plan()
    still_open = len(_about(planned, week.disputed))
    stage.tell(
        f"{next(summary(planned))} {still_open} of its {len(planned.plan.matters)} open matters are about "
        "the disputed status: it has settled itself."
    )
    stage.school().apply(planned)


def _once_more(stage: Stage) -> str:
    return f"Once more: {next(summary(stage.school().plan()))}"


def _about(planned: Planned, child: Child) -> list[Matter]:
    key = key_of(planned, child.upn)
    return [matter for matter in planned.plan.matters if matter.key == key]


def _lacking_key(planned: Planned) -> frozenset[str]:
    """Give the pupils who seem to have a folder that nobody has given their key to."""
    return frozenset(matter.key for matter in planned.plan.matters if matter.kind == "folder without a key")


def _explain(stage: Stage, written: CellWrite) -> None:
    stage.scene(f'How did this cell come about?  senco explain {written.key} "{FIELDS[written.field].label}"')
    story = stage.school().explain(written.key, written.field)
    stage.tell(story.owner, *story.now, *story.history)


def _look_around(stage: Stage) -> None:
    stage.scene(f'All of it is still there to look at, in the folder "{stage.folder.resolve().name}":')
    stage.tell(
        f"{REGISTER:<24}the pupils' keys are at the right end; the tab Issues says what waits and what to do",
        f"{f'{PUPILS}/':<24}a folder for each pupil on the register; what people made and named is as they left it",
        "Change something in the register or in an export; then, in that folder, senco plan shows what a run",
        "would do, senco sync does it, and senco status says how things stand.",
        "For your own school: senco init, in a folder of its own.",
    )
