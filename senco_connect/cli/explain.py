"""senco explain: tell how one cell came to show what it shows."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.cli.options import config_option, json_option
from senco_connect.cli.output import print_json, print_words, school_at
from senco_connect.telling.line import label_of, printable

__all__ = ["command"]


@click.command("explain")
@click.argument("key")
@click.argument("field", nargs=-1, required=True)
@config_option
@json_option
def command(key: str, field: tuple[str, ...], config: Path, as_json: bool) -> int:
    """Tell the story of one cell: the pupil by KEY, FIELD by its name or heading ("SEN status").

    Shows who decides the field, what waits, and what past runs did, with values.
    """
    with school_at(config) as school:
        told = school.explain(key, " ".join(field))
    if as_json:
        print_json(told._asdict())
        return 0
    click.secho(f"{told.pupil} · {label_of(told.field)}", bold=True)
    print_words(told.owner, *(f"Now: {printable(words)}" for words in told.now))
    print_words(*(f"Before: {printable(words)}" for words in told.history))
    return 0
