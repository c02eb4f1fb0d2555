"""senco check: say what was understood of every store, or how two exports differ."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.cli.options import Existing, config_option, json_option

__all__ = ["command"]


@click.command("check")
@click.argument("export", required=False, type=Existing())
@click.option(
    "--against", type=Existing(), metavar="OLD",
    help="Compare EXPORT with this older one, and nothing else.",
)  # fmt: skip
@config_option
@json_option
def command(export: Path | None, against: Path | None, config: Path, as_json: bool) -> int:
    """Read every store whole and say what was understood: counts, columns, findings, guards. Writes nothing.

    EXPORT is looked at instead of the configured export; where there is no
    senco.toml yet, it is looked at alone. With --against, two exports are
    compared value by value.
    """
    if against is not None:
        from senco_connect.cli.compared import print_comparison

        return print_comparison(export, against, config, as_json=as_json)
    from senco_connect.cli.checked import print_check

    return print_check(export, config, as_json=as_json)
