"""Play the demo: a school, a first sync, a week in which people work, a second sync, and how one cell came about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from senco_connect import Planned
from senco_connect.adapters import CellWrite, Matter
from senco_connect_local.demo.entries import Entry, entries
from senco_connect_local.demo.grid import Grid, changed_cells, read_grid
from senco_connect_local.demo.ground import clear_ground
from senco_connect_local.demo.paperwork import EARLIER, rename_folder, write_folders
from senco_connect_local.demo.people import SCHOOL, Roll, invent_roll
from senco_connect_local.demo.person import Person
from senco_connect_local.demo.register import write_register
from senco_connect_local.demo.stage import CTF, PUPILS, REGISTER, SEN_REPORT, SETTINGS, Stage
from senco_connect_local.demo.telling import key_of, matter_lines, some_cells, some_matters, summary
from senco_connect_local.demo.week import NEW_COLUMN, NEW_HEADING, Week, plan_has_come, spend_week, week_of

__all__ = ["run_demo"]

_MONDAY: Final = datetime(2026, 11, 16, 7, 30)
_NEXT_MONDAY: Final = datetime(2026, 11, 23, 7, 30)
_TUESDAY: Final = datetime(2026, 11, 24, 7, 30)


def run_demo(folder: Path, say: Callable[[str], None]) -> None:
    """Write a made-up school into the folder and play the story there, told line by line through ``say``.

    Raises ConfigProblem where the folder holds something that the demo did not make.
    """
    clear_ground(folder)
    stage = Stage(folder, say)
    roll = invent_roll()
    lines = entries(roll)
    _set_up(stage, roll, lines)
    _first_sync(stage)
    week = week_of(roll, lines)
    _week_passes(stage, week)
    written = _second_sync(stage, week)
    _mis_agrees(stage, week)
    _explain(stage, written[0])
    _look_around(stage)


def _set_up(stage: Stage, roll: Roll, lines: Sequence[Entry]) -> None:
    stage.set_up()
    stage.export(roll, _MONDAY)
    write_register(stage.register, lines)
    folders = write_folders(stage.folder / PUPILS, roll.sen)
    stage.say(f"{SCHOOL}, a made-up school. Nobody in it is real.")
    stage.tell(
        f"{CTF:<24}{len(roll.children):,} pupils, as the MIS exports its roll (CTF 25; it knows no classes)",
        f"{SEN_REPORT:<24}the MIS's report on the {len(roll.sen)} of them with SEN, a line for each need",
        f"{REGISTER:<24}{len(lines)} pupils, as the SENCO has kept them in Excel for a year",
        f"{f'{PUPILS}/{EARLIER}':<24}{folders} folders that people made by hand",
        f"{SETTINGS:<24}says what is where",
    )


def _first_sync(stage: Stage) -> None:
    stage.scene("Monday. What would a first run do? Planning writes nothing.")
    planned = stage.school().plan()
    stage.tell(*summary(planned), "For example:", *some_cells(planned, 3), *some_matters(planned))
    stage.scene("The plan was read: apply it.")
    before = read_grid(stage.register)
    applied = stage.school().apply(planned)
    stage.tell(f"{len(applied.done)} changes written and seen to be there, {len(applied.left)} left.")
    stage.tell(f"{_typed_over(before, read_grid(stage.register))} cells that held something now show something else.")
    stage.scene("Plan again.")
    stage.tell(*summary(stage.school().plan()))


# Counted by calamine, which neither the library's writer nor the demo's person uses.
def _typed_over(before: Grid, after: Grid) -> int:
    return sum(1 for change in changed_cells(before, after) if change.old != "")


def _week_passes(stage: Stage, week: Week) -> None:
    stage.scene("A week passes.")
    spend_week(Person(stage.register), week.edits)
    rename_folder(stage.folder / PUPILS, week.moved[0])
    stage.export(week.roll, _NEXT_MONDAY)
    stage.tell(
        f"The office moves {len(week.moved)} pupils of year 9 to other classes.",
        f'The SENCO sorts the register by surname, inserts the column "{NEW_COLUMN}", renames "Form" to',
        f'"{NEW_HEADING}", gives a pupil\'s folder another name, and edits {len(week.edits)} cells:',
        *(f"  {edit.heading}: {edit.value or 'cleared'} ({edit.why})" for edit in week.edits),
        "One of them is a status: she types E, for the plan has come. In the same week the office takes",
        "the pupil off SEN by mistake, meaning a namesake. Now the register says E and the MIS says N.",
    )


def _second_sync(stage: Stage, week: Week) -> list[CellWrite]:
    stage.scene("Monday again. The second run.")
    planned = stage.school().plan()
    stage.tell(*summary(planned), "For example:", *some_cells(planned, 2))
    before = read_grid(stage.register)
    stage.school().apply(planned)
    changes = changed_cells(before, read_grid(stage.register))
    # Looked up as a person would, by heading and admission number: the lines and columns have moved.
    person = Person(stage.register)
    standing = sum(person.sees(edit.admission_no, edit.heading) == edit.value for edit in week.edits)
    stage.tell(
        f"Applied. {len(changes)} cells of the register differ from before, all under "
        f'"{" and ".join(sorted({change.heading for change in changes}))}".',
        f"{standing} of the SENCO's {len(week.edits)} edits stand as she typed them.",
        "The disputed status waits for a person, with both values:",
        *(line for matter in _disputed(planned, week) for line in matter_lines(planned, matter)),
    )
    stage.tell(*summary(stage.school().plan()))
    return [op for op in planned.plan.operations if isinstance(op, CellWrite)]


def _disputed(planned: Planned, week: Week) -> list[Matter]:
    key = key_of(planned, week.disputed.upn)
    return [matter for matter in planned.plan.matters if matter.key == key]


def _mis_agrees(stage: Stage, week: Week) -> None:
    stage.scene("Tuesday. The office has put its mistake right: the MIS says E as well.")
    stage.export(plan_has_come(week), _TUESDAY)
    planned = stage.school().plan()
    still_open = len(_disputed(planned, week))
    stage.tell(*summary(planned), f"{still_open} of them are about the disputed status: it has settled itself.")
    stage.school().apply(planned)


def _explain(stage: Stage, written: CellWrite) -> None:
    stage.scene(f"How did this cell come about?  senco explain {written.key} {written.field}")
    story = stage.school().explain(written.key, written.field)
    stage.tell(story.owner, *story.now, *story.history)


def _look_around(stage: Stage) -> None:
    stage.scene("All of it is still there to look at, in the folder that you named:")
    stage.tell(
        f"{REGISTER:<24}the register, with the pupils' keys at the right end and a tab with the open matters",
        f"{PUPILS:<24}a folder for each pupil on the register; those that people made are as they were",
        f"{SETTINGS:<24}the configuration",
        "Change something in the register, or in an export, then in that folder:",
        "  senco plan        what a run would do",
        "  senco sync        do it",
        "  senco status      how things stand",
        "For your own school: senco init, in a folder of its own.",
    )
