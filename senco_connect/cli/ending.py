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
        _say(_mistyped(problem))
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


def _mistyped(problem: click.ClickException) -> str:
    """Say what a command does not take, and not what was typed: a word too many may be half of a file's name."""
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    if context and problem.message == context.get_help():
        # Nothing was typed at all.
        return problem.message
    usage = [context.get_usage(), f"Try '{context.command_path} --help' for help.", ""] if context else []
    return "\n".join([*usage, f"Error: {' '.join(filter(None, _mistake(problem)))}"])


def _mistake(problem: click.ClickException) -> Iterator[str]:
    # These two name an option or an argument of ours; what the others say repeats what was typed.
    if isinstance(problem, (click.MissingParameter, click.BadOptionUsage)):
        yield problem.format_message()
    elif isinstance(problem, click.BadParameter):
        yield "A value is not one that is taken here" + (
            f": {problem.param_hint or _hint(problem)}." if problem.param else "."
        )
        choice = getattr(problem.param, "type", None)
        yield f"Choose from {', '.join(map(str, choice.choices))}." if isinstance(choice, click.Choice) else ""
    elif isinstance(problem, click.NoSuchOption):
        near = problem.possibilities or ()
        yield "There is no such option."
        yield f"Near it: {', '.join(sorted(near))}." if near else ""
    else:
        yield "A word is not one that is taken here. A name with a space in it needs quotation marks."


def _hint(problem: click.BadParameter) -> str:
    assert problem.param is not None
    return problem.param.get_error_hint(problem.ctx)


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
