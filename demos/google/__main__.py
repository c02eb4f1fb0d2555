"""``python -m demos.google``: play the story on the emulator, prove that it ends as on files, show the window."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from senco_connect_emulator import Emulator

from demos.google.comparing import compare
from demos.google.rehearsal import PICTURE, Rehearsal
from senco_connect.errors import SencoError


@click.command()
@click.argument("folder", default="demo-google", type=click.Path(path_type=Path, file_okay=False))
@click.option("--open", "look", is_flag=True, help="Serve the window at the end, and open a browser, until Ctrl-C.")
@click.option("--picture", type=click.Path(path_type=Path, dir_okay=False), help="Where the window's picture goes.")
def main(folder: Path, *, look: bool, picture: Path | None) -> None:
    """Play the demo in FOLDER with the register as a Google spreadsheet and the pupil folders in Drive."""
    with Emulator() as google:
        rehearsal = Rehearsal(google, folder, click.echo)
        try:
            rehearsal.play()
        except SencoError as error:
            raise click.ClickException(str(error)) from None
        compared = compare(rehearsal.on_files(_unheard), rehearsal.ending())
        rehearsal.tell(compared)
        rehearsal.take_picture(picture or folder / PICTURE)
        rehearsal.keep()
        if look:
            rehearsal.look()
    sys.exit(bool(compared.differing))


def _unheard(_: str) -> None:
    """Let nobody hear it: the same lines have been told."""


main()
