"""senco schema: print the published descriptions."""

from __future__ import annotations

import click

from senco_connect.cli.output import print_json

__all__ = ["command"]


@click.command("schema")
@click.option(
    "--format", "form", type=click.Choice(["json", "csv", "config"]), default="json", show_default=True,
    help="json: JSON Schema of a pupil; csv: table schema of a CSV; config: JSON Schema of senco.toml.",
)  # fmt: skip
def command(form: str) -> int:
    """Print the schema of the record, or of senco.toml."""
    if form == "config":
        from senco_connect.config_file import config_schema

        print_json(config_schema())
        return 0
    from senco_connect.record.schema import csv_profile, json_schema

    print_json(csv_profile() if form == "csv" else json_schema())
    return 0
