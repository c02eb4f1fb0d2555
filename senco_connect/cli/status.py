"""senco status: say how things stand, without a value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from senco_connect.cli.options import config_option, json_option
from senco_connect.cli.output import print_json, print_refusals, print_table, print_words, school_at
from senco_connect.status import Status, status_of
from senco_connect.telling.document import matter_document
from senco_connect.telling.lines import matter_groups
from senco_connect.telling.totals import counts_of, exit_code, news_words, next_step, total_words

__all__ = ["command"]


@click.command("status")
@config_option
@json_option
def command(config: Path, as_json: bool) -> int:
    """Say what the last runs did, what waits for a person, and whether a plan waits.

    Prints keys, field names and counts, never values; `senco plan` shows those.
    """
    with school_at(config) as school:
        status = status_of(school)
    if as_json:
        print_json(_document(status))
    else:
        _print(status)
    if status.problem is not None:
        raise status.problem
    return exit_code(status.planned) if status.planned else 0


def _print(status: Status) -> None:
    if status.runs:
        rows = ((run.id, run.at[:16].replace("T", " "), run.outcome, _counted(run.counts)) for run in status.runs)
        print_table(("run", "at", "outcome", "sent"), rows)
    print_words(f"State: serial {status.serial}.")
    if status.planned is None:
        return
    for group in matter_groups(status.planned.plan.matters):
        click.echo(f"{click.style('!', fg='red')} {group.kind} ({len(group.about)}) · {group.owner} · {group.words}")
        for key, field in group.about:
            print_words(f"    {key}  {field}".rstrip())
    plan = status.planned.plan
    print_refusals(status.planned.refusals)
    print_words(news_words(plan), f"Plan {plan.id}: {total_words(plan)}", next_step(status.planned))


def _counted(counts: str) -> str:
    kinds = json.loads(counts)
    undone = kinds.pop("undoes", "")
    told = [f"{number} {what}" for what, number in kinds.items() if number]
    return ", ".join([*([f"undo of {undone}"] if undone else []), *told])


def _document(status: Status) -> dict[str, Any]:
    runs = [{**run._asdict(), "counts": json.loads(run.counts)} for run in status.runs]
    document: dict[str, Any] = {"serial": status.serial, "runs": runs}
    if status.planned is None:
        return {**document, "plan": None}
    plan, _, refused = status.planned
    return {
        **document,
        "plan": plan.id,
        "counts": counts_of(plan)._asdict(),
        "matters": matter_document(plan.matters),
        "refusals": [refusal._asdict() for refusal in refused],
    }
