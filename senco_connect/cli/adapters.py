"""senco adapters: list what is installed."""

from __future__ import annotations

import click

from senco_connect.catalogue import list_adapters
from senco_connect.cli.options import json_option
from senco_connect.cli.output import print_json, print_table

__all__ = ["command"]


@click.command("adapters")
@json_option
def command(as_json: bool) -> int:
    """List the adapters that senco.toml may name, and where each comes from."""
    listed = list_adapters()
    if as_json:
        print_json([
            {**one.installed._asdict(), "kind": one.kind, "title": one.title, "problem": one.problem or None}
            for one in listed
        ])  # fmt: skip
        return 0
    rows = (
        (one.installed.name, one.kind, one.title or one.problem, one.installed.distribution, one.installed.version)
        for one in listed
    )
    print_table(("name", "kind", "title", "distribution", "version"), rows)
    return 0
