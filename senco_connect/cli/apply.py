"""senco apply: do what a plan says that somebody has read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from senco_connect.cli.options import config_option, json_option
from senco_connect.cli.output import school_at
from senco_connect.cli.plan import print_plan
from senco_connect.cli.sync import print_run
from senco_connect.errors import ConfigProblem
from senco_connect.telling.totals import run_exit_code

__all__ = ["command"]


@click.command("apply")
@click.argument("plan_id", default="")
@click.option("--approve", default="", metavar="PLAN_ID", help="Approve a plan that a guard stopped, after reading it.")
@config_option
@json_option
def command(plan_id: str, approve: str, config: Path, as_json: bool) -> int:
    """Do what the plan PLAN_ID says, if it still is the plan; without an id, show the plan and ask.

    Prints keys, field names and counts, never values.
    """
    if not (plan_id or approve):
        plan_id = _agreed_to(config)
    with school_at(config) as school:
        synced = school.sync(plan_id, approved=approve)
    print_run(synced, as_json=as_json)
    return run_exit_code(*synced)


def _agreed_to(config: Path) -> str:
    if not sys.stdin.isatty():
        raise ConfigProblem("There is nobody here to ask.", "Name the plan: senco apply PLAN_ID.", code="E011")
    with school_at(config) as school:
        planned = school.plan()
    print_plan(planned)
    click.confirm("Do it?", abort=True)
    return planned.plan.id
