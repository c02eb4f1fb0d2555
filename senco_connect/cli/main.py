"""The command `senco`: which commands there are.

A command's module is imported when the command is used and not before, so that
`senco --help` loads no adapter and a quiet plan starts quickly.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from senco_connect import __version__
from senco_connect.cli.ending import ended, speak_utf8

__all__ = ["COMMANDS", "main", "senco"]

COMMANDS = {
    "init": "Set up a school: find its export, propose the mapping, write senco.toml.",
    "check": "Read every store and say what was understood; or compare two exports.",
    "plan": "Show what a run would do. Writes nothing.",
    "apply": "Do what a plan that you have read says.",
    "sync": "Plan and apply, unless a guard trips.",
    "status": "Say how things stand and what to do.",
    "undo": "Put back what a run wrote and nobody changed since.",
    "explain": "Tell how one cell came to show what it shows.",
    "audit": "Prove that the state and its log are what was written.",
    "adapters": "List the adapters that are installed.",
    "unlock": "Free the register from a run that died on another machine.",
    "schema": "Print the schema of the record or of senco.toml.",
    "schedule": "Print a ready definition for a scheduler.",
    "doctor": "Look for what is wrong with the set-up of this machine.",
    "demo": "Make up a school and run the whole story on it.",
}


class Senco(click.Group):
    """The group of all commands, each loaded when it is used; every way of ending has its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name the commands in the order in which a school meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"senco_connect.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands for the help page, without loading any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "senco",
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and leave with the exit code that says how it went."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        sys.exit(self.run(sys.argv[1:] if args is None else args))

    def run(self, args: Sequence[str]) -> int:
        """Run a command to its end and give the exit code."""
        # A command makes millions of small values, hardly a cycle, and ends: collecting costs a tenth of its time.
        gc.disable()
        # People add --debug where they noticed that they need it: at the end.
        words = [word for word in args if word != "--debug"]
        return ended(lambda: super(Senco, self).main(words, "senco", standalone_mode=False), debug=words != list(args))


@click.group(cls=Senco)
@click.version_option(__version__, prog_name="senco", message="%(prog)s %(version)s")
@click.option("--config", default="senco.toml", show_default=True, metavar="PATH", help="The school's configuration.")
@click.option("--debug", is_flag=True, help="Where something fails, say through which code; never with what content.")
def senco(config: str, debug: bool) -> None:
    """Keep a school's MIS, its SEN register and its pupil folders telling one story.

    Nothing is written before it was shown: `senco plan` shows, `senco apply`
    writes. Begin with `senco init`, or look at `senco demo`.
    """


def main() -> NoReturn:
    """Run the command that was typed."""
    speak_utf8()
    code = senco.run(sys.argv[1:])
    with suppress(OSError):
        sys.stderr.flush()
    # Everything is closed and flushed by now; taking the memory apart, value by value, would only take time.
    os._exit(code)
