"""Present what was understood of every store."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.adapters import ReadFile
from senco_connect.choosing import source_for
from senco_connect.cli.output import print_findings, print_json, print_refusals, print_words, progress, school_at
from senco_connect.preflight import Preflight, StoreReport, check_export, check_school, report_document
from senco_connect.telling.line import counted, label_of
from senco_connect.telling.totals import exit_code, news_words, total_words

__all__ = ["print_check"]


def print_check(export: Path | None, config: Path, *, as_json: bool) -> int:
    """Check a school, or an export alone, and print what was understood; give the exit code."""
    if export is not None and not config.is_file():
        file = ReadFile(export)
        with progress():
            checked = Preflight((check_export(source_for(file, config), file),), None)
    else:
        with school_at(config) as school:
            checked = check_school(school, export)
    if as_json:
        print_json(report_document(checked))
    else:
        _print(checked)
    if checked.problem is not None:
        return checked.problem.exit_code
    return exit_code(checked.planned) if checked.planned else 0


def _print(checked: Preflight) -> None:
    for report in checked.stores:
        _print_store(report)
    if checked.planned is not None:
        print_refusals(checked.planned.refusals)
        plan = checked.planned.plan
        print_words(news_words(plan), f"A run would make {total_words(plan)}")


def _print_store(report: StoreReport) -> None:
    found = counted(report.rows, "folder" if report.store == "filing" else "row")
    click.echo(f"{click.style(report.store, bold=True)} ({report.title}): {found}")
    if report.problem is not None:
        click.echo(f"  {click.style('refused', fg='red')}: {report.problem}")
    if report.used:
        click.echo(f"  read: {', '.join(map(_column, report.used))}")
    if report.unused:
        click.echo(f"  not read: {', '.join(report.unused)}")
    print_findings(report.findings)


def _column(used: tuple[str, str]) -> str:
    heading, label = used[0], label_of(used[1])
    return heading if heading == label else f"{heading} → {label}"
