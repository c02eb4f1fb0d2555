"""senco demo: make up a school and run the whole story on it."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.catalogue import load_demo

__all__ = ["command"]


@click.command("demo")
@click.argument("folder", default="senco-demo", type=click.Path(path_type=Path, file_okay=False))
def command(folder: Path) -> int:
    """Make up a school in FOLDER, all of it invented, and run the whole story on it; what it wrote stays there."""
    load_demo()(folder, click.echo)
    return 0
