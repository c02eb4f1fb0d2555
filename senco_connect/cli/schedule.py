"""senco schedule: print a definition for a scheduler."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from senco_connect import __version__
from senco_connect.cli.options import config_option
from senco_connect.schedule import KINDS, Job, definition, moment

__all__ = ["command"]


def _here() -> str:
    return "windows" if sys.platform == "win32" else "cron"


@click.command("schedule")
@click.option("--at", default="06:30", show_default=True, metavar="HH:MM", help="The time of day.")
@click.option("--kind", type=click.Choice(KINDS), default=_here, help="Which scheduler; by default this system's.")
@config_option
def command(at: str, kind: str, config: Path) -> int:
    """Print a ready definition that runs `senco sync` daily, for this school's folder. Installs nothing."""
    named = () if config.name == "senco.toml" else ("--config", config.name)
    job = Job((*_program(), *named), str(config.resolve().parent), *moment(at), version=__version__)
    click.echo(definition(kind, job), nl=False)
    return 0


def _program() -> tuple[str, ...]:
    script = Path(sys.executable).with_name("senco.exe" if sys.platform == "win32" else "senco")
    return (str(script),) if script.exists() else (sys.executable, "-m", "senco_connect.cli")
