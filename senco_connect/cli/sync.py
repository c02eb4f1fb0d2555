"""senco sync: plan and apply in one go, unless a guard trips."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.cli.options import config_option, json_option
from senco_connect.cli.output import print_json, print_lines, print_words, school_at
from senco_connect.school import Synced
from senco_connect.telling.lines import applied_lines
from senco_connect.telling.totals import news_words, run_exit_code, run_words

__all__ = ["command", "print_run"]


@click.command("sync")
@click.option("--approve", default="", metavar="PLAN_ID", help="Approve a plan that a guard stopped, after reading it.")
@config_option
@json_option
def command(approve: str, config: Path, as_json: bool) -> int:
    """Plan and apply; where a guard trips nothing is written and the exit code is 3.

    Prints keys, field names and counts, never values: it may run unattended.
    """
    with school_at(config) as school:
        synced = school.sync(approved=approve)
    print_run(synced, as_json=as_json)
    return run_exit_code(*synced)


def print_run(synced: Synced, *, as_json: bool) -> None:
    """Print what a run did: lines without values, totals last."""
    planned, applied = synced
    if as_json:
        from senco_connect.telling.document import run_document

        print_json(run_document(planned, applied))
        return
    print_lines(applied_lines(planned, applied))
    print_words(news_words(planned.plan), run_words(planned, applied))
