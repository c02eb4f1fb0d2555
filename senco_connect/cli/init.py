"""senco init: find a school's stores, show the mapping, ask what is open, write senco.toml."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from senco_connect.cli.options import Existing
from senco_connect.cli.output import print_table, print_words
from senco_connect.config_text import refuse_if_there, write_school
from senco_connect.errors import ConfigProblem
from senco_connect.setup import Column, Draft, DraftPart, Question, Wish, draft_of, tried
from senco_connect.telling.line import counted, label_of, printable

__all__ = ["command"]

_FILE = Existing()
_NEW = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("init")
@click.argument("folder", default=".", type=Existing(is_folder=True))
@click.option("--source", "sources", multiple=True, type=_FILE, help="An export of the MIS; may be given again.")
@click.option("--register", type=_FILE, help="The workbook that people keep.")
@click.option("--new-register", type=_NEW, help="Make an empty register here.")
@click.option("--folders", type=_FOLDER, help="The folder that holds, or is to hold, the pupil folders.")
@click.option("--school", "name", default="", help="The school's name.")
@click.option("--laestab", default="", help="Its LA and establishment number, seven figures.")
@click.option("--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a heading means.")
@click.option("--yes", is_flag=True, help="Accept the proposal; where it has a question, stop with the question.")
@click.option("--force", is_flag=True, help="Write over a senco.toml that is there.")
def command(folder: Path, yes: bool, force: bool, **told: Any) -> int:
    """Set up the school in FOLDER: its exports and register are looked for there unless they are named.

    Shows what each heading is taken for, asks what is open, and writes senco.toml
    with the whole mapping in it, for you to change.
    """
    refuse_if_there(folder, force=force)
    draft = draft_of(_wish(folder, **told))
    for part in draft.parts:
        _show(part)
    if not draft.has_register:
        print_words("No register is named: plans will tell news and write nothing (--register, --new-register).")
    draft = tried(_without_questions(draft, yes=yes))
    if not (yes or _is_agreed()):
        print_words("Nothing is written.")
        return 1
    write_school(draft, force=force)
    print_words("senco.toml is written.", "Next: senco check, then senco plan.")
    return 0


def _is_agreed() -> bool:
    try:
        return click.confirm("Write senco.toml?", default=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise ConfigProblem("There is nobody here to ask.", "To accept the proposal, add --yes.", code="E011") from None


def _wish(
    folder: Path, *, new_register: Path | None, register: Path | None, columns: tuple[str, ...], **told: Any
) -> Wish:
    if new_register is not None and new_register.exists():
        raise ConfigProblem("The new register is there already.", "Name it with --register.", code="E017")
    pairs = (column.rpartition("=") for column in columns)
    means = {heading: field.strip() for heading, _, field in pairs}
    return Wish(folder, register=register or new_register, columns=means, **told)


def _show(part: DraftPart) -> None:
    where = next(iter(part.settings.values()))
    click.echo(f"{click.style(part.place, bold=True)}: {printable(where)} · {part.adapter.title}, for {part.why}")
    for note in part.notes:
        click.echo(f"  {note}")
    if part.columns:
        print_table(("heading", "field", "why"), map(_row, part.columns))
        named = sum(1 for column in part.columns if column.field)
        click.echo(f"  {named} of {counted(len(part.columns), 'heading')} are read.")


def _row(column: Column) -> tuple[str, str, str]:
    return printable(column.heading), label_of(column.field) if column.field else "–", column.why


def _without_questions(draft: Draft, *, yes: bool) -> Draft:
    for question in draft.questions:
        if yes or not question.choices:
            raise _unanswered(draft)
        try:
            heading = _asked(question)
        except click.Abort:
            if sys.stdin.isatty():
                raise
            raise _unanswered(draft) from None
        draft = draft.answered(question, heading)
    return draft


def _asked(question: Question) -> str:
    click.echo(f"{question.place}: {question.words}")
    choices = [*question.choices, "none of them"]
    for number, choice in enumerate(choices, start=1):
        click.echo(f"  {number}  {printable(choice)}")
    number = click.prompt("Number", type=click.IntRange(1, len(choices)))
    return "" if number == len(choices) else choices[number - 1]


def _unanswered(draft: Draft) -> ConfigProblem:
    asked = [
        f"{question.place}: {question.words} {' or '.join(question.choices)}".rstrip() for question in draft.questions
    ]
    return ConfigProblem(
        "The proposal has questions that a person must answer.",
        'Run senco init in a terminal, or answer with --column "HEADING=FIELD".',
        code="E018",
        also=asked,
    )
