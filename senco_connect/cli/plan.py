"""senco plan: show what a run would do."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.cli.options import config_option, json_option
from senco_connect.cli.output import print_json, print_lines, print_refusals, print_words, school_at
from senco_connect.run import Planned
from senco_connect.telling.lines import cure_lines, plan_lines
from senco_connect.telling.totals import exit_code, news_words, next_step, total_words

__all__ = ["command", "print_plan"]


@click.command("plan")
@config_option
@json_option
def command(config: Path, as_json: bool) -> int:
    """Show what a run would do, pupil by pupil, with the values. Writes nothing.

    Signs: + is new, ~ changes, ! needs a person, = is news that leads to no write.
    Exit codes: 0; 3 where a guard trips; 4 where conflicts wait.
    """
    with school_at(config) as school:
        planned = school.plan()
    if as_json:
        from senco_connect.telling.document import plan_document

        print_json(plan_document(planned))
    else:
        print_plan(planned)
    return exit_code(planned)


def print_plan(planned: Planned) -> None:
    """Print a whole plan: its lines, the news, the guards that tripped, the totals and what to do."""
    print_lines(plan_lines(planned))
    print_lines(cure_lines(planned.plan))
    print_refusals(planned.refusals)
    print_words(news_words(planned.plan), f"Plan {planned.plan.id}: {total_words(planned.plan)}", next_step(planned))
