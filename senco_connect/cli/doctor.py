"""senco doctor: look for what is wrong with the set-up of this machine."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.cli.options import config_option, json_option
from senco_connect.cli.output import print_json, print_words
from senco_connect.doctor import Check, examine

__all__ = ["command"]


@click.command("doctor")
@config_option
@json_option
def command(config: Path, as_json: bool) -> int:
    """Check Python, the adapters, the state folder, the audit log, the locks and the stores, with a cure for each.

    The exit code is that of the first thing that is not well.
    """
    if as_json:
        checks = list(examine(config))
        print_json([{**check._asdict(), "is_well": check.is_well} for check in checks])
    else:
        checks = list(map(_shown, examine(config)))
    return next((check.exit_code for check in checks if not check.is_well), 0)


def _shown(check: Check) -> Check:
    mark = click.style("ok ", fg="green") if check.is_well else click.style("bad", fg="red")
    click.echo(f"{mark}  {check.name}: {check.words}")
    print_words(f"     {check.cure}" if check.cure else "")
    return check
