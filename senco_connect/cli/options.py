"""The options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from senco_connect.errors import ConfigProblem

__all__ = ["Existing", "config_option", "json_option"]


def _chosen_before() -> str:
    return str(click.get_current_context().find_root().params.get("config", "senco.toml"))


config_option = click.option(
    "--config", type=click.Path(path_type=Path), default=_chosen_before, metavar="PATH",
    help="The school's configuration (senco.toml).",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


class Existing(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.5 on only
    """A path that has to be there; unlike click's own, it is not repeated where it is not: a file may bear a name."""

    name = "path"

    def __init__(self, *, is_folder: bool = False) -> None:
        self.is_folder = is_folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ARG002
        """Give the path, or raise ConfigProblem."""
        path = Path(value)
        if not (path.is_dir() if self.is_folder else path.is_file()):
            what = param.human_readable_name if param else "an argument"
            kind = "folder" if self.is_folder else "file"
            raise ConfigProblem(f"There is no {kind} where {what} says.", "Check how it is written.", code="E009")
        return path
