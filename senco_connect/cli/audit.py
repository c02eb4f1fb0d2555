"""senco audit: prove that the state and its log are what was written."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.auditing import Verified, verify_school
from senco_connect.cli.options import config_option, json_option
from senco_connect.cli.output import print_json, print_words, school_at
from senco_connect.errors import StateNotTrusted

__all__ = ["command"]


@click.group("audit")
def command() -> None:
    """Prove that the state and its audit log are what was written."""


@command.command("verify")
@config_option
@json_option
def verify(config: Path, as_json: bool) -> int:
    """Check each entry of the audit log, each row of the state and the mark on the register.

    Says that all holds, or names the first entry that does not and ends with exit code 7.
    """
    with school_at(config) as school:
        try:
            verified = verify_school(school)
        except StateNotTrusted as problem:
            if as_json:
                told = {"code": problem.code, "entry": problem.line, "words": problem.what, "cure": problem.cure}
                print_json({"holds": False, **told})
            raise
    if as_json:
        print_json({"holds": True, **verified._asdict()})
    else:
        print_words(_words(verified))
    return 0


def _words(verified: Verified) -> str:
    if not verified.rows:
        return "There is no state yet; the first plan makes it."
    mark = f", and the register names entry {verified.mark}" if verified.mark else ""
    return f"All holds: {verified.entries:,} entries of the audit log, {verified.rows:,} rows of the state{mark}."
