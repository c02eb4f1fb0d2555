"""Present how two exports differ."""

from __future__ import annotations

from pathlib import Path

import click

from senco_connect.adapters import ReadFile
from senco_connect.choosing import source_for
from senco_connect.cli.output import print_findings, print_json, print_lines
from senco_connect.comparing import (
    Comparison,
    compare,
    comparison_document,
    comparison_lines,
    comparison_words,
    read_both,
)
from senco_connect.errors import ConfigProblem

__all__ = ["print_comparison"]


def print_comparison(export: Path | None, against: Path, config: Path, *, as_json: bool) -> int:
    """Compare two files and print what differs, with the values; the exit code is 0 whatever that is."""
    if export is None:
        raise ConfigProblem("Two exports are needed.", "Name the new one: senco check NEW --against OLD.", code="E012")
    old, new = ReadFile(against, "the old export"), ReadFile(export, "the new export")
    found = compare(*read_both(source_for(new, config), old, new))
    if as_json:
        print_json(comparison_document(found))
    else:
        _print(found)
    return 0


def _print(found: Comparison) -> None:
    print_lines(comparison_lines(found))
    print_findings(found.findings)
    click.echo(comparison_words(found))
