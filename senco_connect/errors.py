"""Say what went wrong, where, and what to do about it.

    SencoError
    ├── TryAgain          1   something passing: run the same command again
    ├── ConfigProblem     2   senco.toml or the command line has to change
    ├── Stopped           3   a guard: nothing was written, a person decides
    │   ├── StalePlan         the plan no longer fits what the stores show
    │   └── RegisterRefused   the workbook can't be trusted or kept whole
    ├── Locked            5   somebody else holds the file or the run
    ├── AccessRefused     6   no permission
    ├── StateNotTrusted   7   the state is damaged, older or from elsewhere
    └── InputRefused      8   the export is not one that can be read whole

Exit 0 is done, and 4 is not an error but a result: conflicts wait.  The
numbers are those of docs/reference/exit-codes.md.  A message never holds the
content of a cell, a name or a path: only tokens, counts, lines and headings.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

__all__ = [
    "AccessRefused",
    "ConfigProblem",
    "InputRefused",
    "Locked",
    "RegisterRefused",
    "SencoError",
    "StalePlan",
    "StateNotTrusted",
    "Stopped",
    "TryAgain",
]


class SencoError(Exception):
    """Base of everything the library raises on purpose.

    ``what`` happened and ``cure`` are whole sentences; ``code`` is stable and
    has a heading in docs/reference/codes.md.  ``line`` counts from 1 as a person
    would count it in the file; ``column`` is a heading, never a value.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        what: str,
        cure: str = "",
        *,
        code: str = "",
        line: int | None = None,
        column: str | None = None,
        also: Iterable[str] = (),
    ) -> None:
        self.what = what
        self.cure = cure
        self.code = code
        self.line = line
        self.column = column
        self.also = tuple(also)
        super().__init__(what)

    @property
    def __context__(self) -> None:
        """Nothing: what it was raised from may quote a cell or a path, and some who report errors look there."""
        return None

    @__context__.setter
    def __context__(self, raised_from: BaseException | None) -> None:
        """Let contextlib and others, who put errors in a chain, try."""

    def __str__(self) -> str:
        """Give the one sentence of what happened and where, then the cure, then further findings."""
        parts = [self.what, self.cure, *self.also]
        return "\n".join([" ".join(p for p in parts[:2] if p), *(f"  - {more}" for more in self.also)])


class TryAgain(SencoError):
    """A passing fault; the same command may go through later."""

    exit_code = 1


class ConfigProblem(SencoError):
    """The configuration or the command line has to change."""

    exit_code = 2


class Stopped(SencoError):
    """A guard tripped: nothing was written anywhere."""

    exit_code = 3


class StalePlan(Stopped):
    """What the plan was made from has changed since."""


class RegisterRefused(Stopped):
    """The register can't be read without doubt, or can't be saved without loss."""


class Locked(SencoError):
    """The file is open elsewhere, or another run is at work."""

    exit_code = 5


class AccessRefused(SencoError):
    """Permission to read or write is missing."""

    exit_code = 6


class StateNotTrusted(SencoError):
    """The state is damaged, rolled back, newer than this version, or another school's."""

    exit_code = 7


class InputRefused(SencoError):
    """The export can't be read whole and without doubt; nothing of it was used."""

    exit_code = 8
