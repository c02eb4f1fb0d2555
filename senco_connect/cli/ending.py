"""How a command ends: each way of failing has one sentence and one exit code.

What the library raises on purpose says itself what happened and what to do.
Anything else is a defect, of which only the type and the place are shown: its
message and its locals may hold what a cell holds (safety.md rules 34 and 35).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from types import TracebackType

import click

from senco_connect.errors import SencoError

__all__ = ["ended", "speak_utf8"]

_STOPPED = "Stopped. What was written stays; the same command goes on from there."
_DEFECT = "This is a defect of {package}: {kind} at {place}. Nothing of its content is shown. Please report this line."


def speak_utf8() -> None:
    """Write UTF-8 on every system; a character that can't be written is replaced, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def ended(run: Callable[[], object], *, debug: bool = False) -> int:
    """Run a command to its end; give the exit code, having said on stderr why it is not 0."""
    try:
        code = run()
        sys.stdout.flush()
    except SencoError as problem:
        _say(_with_code(problem))
        return problem.exit_code
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say(_STOPPED)
        return 1
    except BrokenPipeError:
        # Whoever read has gone; Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as defect:
        # Not one of ours: whatever it is, its text must not reach a screen or a log.
        _say(_told(defect, debug))
        return 1
    return code if isinstance(code, int) else 0


def _say(words: str) -> None:
    click.echo(words, err=True)


def _with_code(problem: SencoError) -> str:
    first, *more = str(problem).splitlines()
    return "\n".join([f"{first} [{problem.code}]" if problem.code else first, *more])


def _told(defect: Exception, debug: bool) -> str:
    places = list(_places(defect.__traceback__))
    # The last of our own frames; below it there is only what it called.
    where = next((place for place in reversed(places) if place.startswith("senco_connect")), places[-1])
    told = _DEFECT.format(package=where.partition(".")[0], kind=type(defect).__name__, place=where)
    return "\n  ".join([told, *places]) if debug else told


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        yield f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
