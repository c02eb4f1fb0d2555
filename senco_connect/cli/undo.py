"""senco undo: put back what a run wrote and nobody changed since."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from senco_connect.cli.options import config_option, json_option
from senco_connect.cli.output import print_json, print_lines, print_refusals, print_words, school_at
from senco_connect.school import Undone
from senco_connect.telling.totals import APPROVAL, run_exit_code
from senco_connect.telling.undone import (
    undo_document,
    undo_lines,
    undo_words,
    undone_document,
    undone_lines,
    undone_words,
)
from senco_connect.undoing import PlannedUndo

__all__ = ["command"]


@click.command("undo")
@click.argument("run")
@click.option("--approve", default="", metavar="UNDO_ID", help="Do it, as the undo of this id was shown.")
@config_option
@json_option
def command(run: str, approve: str, config: Path, as_json: bool) -> int:
    """Show what an undo of RUN would put back, with the values, and ask before it is done.

    RUN is a run's id as senco status shows it, the part before its dash, or
    "last". A value that somebody changed since is left and listed. Where there
    is no terminal nothing is written without --approve. Exit codes: 0; 1 where
    something could not be written; 3 where a guard trips or nobody has approved.
    """
    if approve:
        return _do(run, approve, config, is_approved=True, as_json=as_json)
    with school_at(config) as school:
        planned = school.plan_undo(run)
    _show(planned, as_json=as_json)
    plan, _, tripped = planned.planned
    if plan.is_empty and not tripped:
        return 0
    if any((as_json, tripped, not sys.stdin.isatty())):
        return APPROVAL
    click.confirm("Do it?", abort=True)
    # The run by its own id: "last" may be another one by now.
    return _do(planned.undo.run, plan.id, config, is_approved=False, as_json=False)


def _do(run: str, undo_id: str, config: Path, *, is_approved: bool, as_json: bool) -> int:
    with school_at(config) as school:
        undone = school.undo(run, undo_id, approved=is_approved)
    _say(undone, as_json=as_json)
    return run_exit_code(undone.planned.planned, undone.applied)


def _show(planned: PlannedUndo, *, as_json: bool) -> None:
    if as_json:
        print_json(undo_document(planned))
        return
    undo, (plan, _, refusals) = planned
    print_lines(undo_lines(planned))
    print_refusals(refusals)
    print_words(*undo_words(undo))
    if not plan.is_empty and all(refusal.approvable for refusal in refusals):
        print_words(f"To do it: senco undo {undo.run} --approve {plan.id}")


def _say(undone: Undone, *, as_json: bool) -> None:
    planned, applied = undone
    if as_json:
        print_json(undone_document(planned, applied))
        return
    print_lines(undone_lines(planned, applied))
    print_words(*undone_words(planned.undo, applied))
