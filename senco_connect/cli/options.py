"""The options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["config_option", "json_option"]


def _chosen_before() -> str:
    return str(click.get_current_context().find_root().params.get("config", "senco.toml"))


config_option = click.option(
    "--config", type=click.Path(path_type=Path), default=_chosen_before, metavar="PATH",
    help="The school's configuration (senco.toml).",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
