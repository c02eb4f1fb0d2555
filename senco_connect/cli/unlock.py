"""senco unlock: free the register from a run that died."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.cli.options import config_option
from senco_connect.cli.output import print_words, school_at

__all__ = ["command"]


@click.command("unlock")
@click.argument("number")
@config_option
def command(number: str, config: Path) -> int:
    """Free the register from the run that holds it under NUMBER, without waiting until its lease has run out.

    Only where that machine is known to be dead. A run that comes back all the same is refused.
    """
    with school_at(config) as school:
        school.unlock(number)
    print_words("The register is free.")
    return 0
