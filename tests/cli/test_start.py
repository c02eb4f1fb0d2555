"""The command starts quickly: what a command does not need is not loaded."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from desk import Desk

from senco_connect import __version__
from senco_connect.cli.main import COMMANDS, senco

Process = Callable[..., tuple[int, str, str]]

HEAVY = (
    "pydantic",
    "rich",
    "importlib.metadata",
    "tomllib",
    "openpyxl",
    "lxml",
    "python_calamine",
    "google",
    "gspread",
)
# Runs the command in this process and then tells on stderr which modules are there.
TELL = """
import sys
from senco_connect.cli.main import senco
code = senco.run(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


def _loaded(process: Process, *words: str, cwd: Path) -> set[str]:
    code, _, told = process(*words, cwd=cwd, code=TELL)
    assert code == 0
    names = set(told.split())
    assert "senco_connect.cli.main" in names
    return names | {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_loads_no_adapter_and_nothing_of_the_engine(process: Process, tmp_path: Path, option: str) -> None:
    loaded = _loaded(process, option, cwd=tmp_path)
    assert loaded.isdisjoint(HEAVY)
    assert {name for name in loaded if name.startswith("senco_connect")} == {
        "senco_connect", "senco_connect.cli", "senco_connect.cli.main", "senco_connect.cli.ending", "senco_connect.errors",
    }  # fmt: skip


def test_a_plan_with_nothing_changed_loads_no_checker_no_tables_and_no_writer(process: Process, in_step: Desk) -> None:
    # calamine is there to read the register, and only for that.
    loaded = _loaded(process, "plan", cwd=in_step.folder)
    assert loaded & set(HEAVY) <= {"python_calamine"}


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(senco, ["--version"]).stdout == f"senco {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_page_of_help(name: str) -> None:
    done = CliRunner().invoke(senco, [name, "--help"])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: senco {name} ")
    command: click.Command = import_module(f"senco_connect.cli.{name}").command
    assert command.name == name


def test_the_help_page_lists_every_command_with_its_line() -> None:
    page = " ".join(CliRunner().invoke(senco, ["--help"]).stdout.split())
    assert all(f"{name} {line}" in page for name, line in COMMANDS.items())


def test_the_command_runs_as_a_module(process: Process, tmp_path: Path) -> None:
    code, told, _ = process("--version", cwd=tmp_path)
    assert (code, told.splitlines()) == (0, [f"senco {__version__}"])
