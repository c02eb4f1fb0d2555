"""Print lines and JSON; show progress on a terminal and nothing without one."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from senco_connect.guards import Refusal
    from senco_connect.school import School
    from senco_connect.snapshot import Finding
    from senco_connect.telling.line import Line

__all__ = [
    "print_findings", "print_json", "print_lines", "print_refusals", "print_table", "print_words", "progress",
    "school_at",
]  # fmt: skip

_COLOURS = {"+": "green", "~": "yellow", "!": "red"}
_PATIENCE = 0.5
_LINES_AT_ONCE = 500


def print_json(document: object) -> None:
    """Print a document as JSON in plain ASCII, which no console spoils."""
    click.echo(json.dumps(document, indent=2))


def print_lines(lines: Iterable[Line]) -> None:
    """Print lines under one another, the pupil named once."""
    shown = _shown(lines)
    # Each echo flushes: a plan that changes everybody has sixty thousand lines.
    while some := list(islice(shown, _LINES_AT_ONCE)):
        click.echo("\n".join(some))


def _shown(lines: Iterable[Line]) -> Iterator[str]:
    before = ""
    signs = {sign: click.style(sign, fg=colour) for sign, colour in _COLOURS.items()}
    for sign, key, name, words in lines:
        who = f"{key}  {name}" if name else key
        first = " " * len(who) if who == before else who
        before = who
        yield f"{signs.get(sign, sign)} {f'{first}  ' if who else ''}{words}"


def print_words(*sentences: str) -> None:
    """Print each sentence that says something on a line of its own."""
    for sentence in filter(None, sentences):
        click.echo(sentence)


def print_refusals(refusals: Iterable[Refusal]) -> None:
    """Print the guards that tripped: their numbers and the cure."""
    for refusal in refusals:
        click.echo(f"{click.style('Stopped', fg='red')} ({refusal.guard}): {refusal.words} {refusal.cure}")


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings, those that say the same together."""
    from senco_connect.telling.findings import group_words, grouped

    for group in grouped(findings):
        click.echo(f"  {click.style('?', fg='yellow')} {group_words(group)}")


@contextmanager
def school_at(config: Path) -> Iterator[School]:
    """Open a school, with progress on a terminal while the block runs."""
    from senco_connect.school import School

    with progress() as shown:
        yield School.open(config, progress=shown)


@contextmanager
def progress() -> Iterator[_Progress]:
    """Give a progress that is shown on stderr while the block runs, if that is a terminal."""
    shown = _Progress(time.monotonic() + _PATIENCE if sys.stderr.isatty() else float("inf"))
    try:
        yield shown
    finally:
        shown.stop()


class _Progress:
    """Bars that appear only for work that takes long enough to wonder about."""

    def __init__(self, starts: float) -> None:
        self._starts = starts
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, words: str, done: int, total: int | None) -> None:
        if time.monotonic() < self._starts:
            return
        bars = self._bars or self._begin()
        if words not in self._tasks:
            self._tasks[words] = bars.add_task(words, total=total)
        bars.update(self._tasks[words], completed=done, total=total)

    def _begin(self) -> Bars:
        from rich.console import Console
        from rich.progress import Progress

        self._bars = Progress(console=Console(stderr=True), transient=True)
        self._bars.start()
        return self._bars

    def stop(self) -> None:
        if self._bars is not None:
            self._bars.stop()


def print_table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a table as wide as the terminal allows."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings)
    for row in rows:
        table.add_row(*map(Text, row))
    Console(file=sys.stdout).print(table)
