"""Tell which source adapter a file is for: the surest answer, then the fullest mapping, then the most general."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any, NamedTuple

from senco_connect.adapters import Answer, MapsColumns, Match, ReadFile, Source, Tools
from senco_connect.catalogue import adapters_of_kind
from senco_connect.errors import InputRefused

__all__ = ["Choice", "best_source", "installed_sources"]

_SURE = {Answer.YES: 2, Answer.MAYBE: 1, Answer.NO: 0}


class Choice(NamedTuple):
    """The source that a file is for, and what it said of it."""

    source: Source
    match: Match


def installed_sources(tools: Tools) -> tuple[Source, ...]:
    """Make every installed source ready that needs to be told no more than its file."""
    kinds: Any = adapters_of_kind(Source)
    return tuple(kind(kind.Config(adapter=kind.name, file=""), tools) for kind in kinds if _needs_only_a_file(kind))


def _needs_only_a_file(kind: Any) -> bool:
    asked = {f.name for f in fields(kind.Config) if f.default is MISSING and f.default_factory is MISSING}
    return asked <= {"adapter", "file"}


def best_source(sources: Sequence[Source], file: ReadFile) -> Choice:
    """Choose among sources, or raise InputRefused with the reason of each."""
    answers = [Choice(source, source.identify(file)) for source in sources]
    surest = max((_SURE[choice.match.answer] for choice in answers), default=0)
    if not surest:
        raise InputRefused(
            "No adapter knows this file.", "Export it as CSV or Excel, with a row of headings.", code="E082",
            also=[f"{source.title}: {match.why}" for source, match in answers],
        )  # fmt: skip
    equals = [choice for choice in answers if _SURE[choice.match.answer] == surest]
    # Asking for a mapping reads the whole file: only where it decides.
    return equals[0] if len(equals) == 1 else max(equals, key=lambda choice: _fitness(choice.source, file))


def _fitness(source: Source, file: ReadFile) -> tuple[int, int, int]:
    """Fewest questions, most columns named; of equals the general adapter, on which the others are built."""
    general = -len(type(source).__mro__)
    if not isinstance(source, MapsColumns):
        return 0, 0, general
    try:
        proposal = source.propose(file)
    except InputRefused:
        return -sys.maxsize, 0, general
    return -len(proposal.questions), sum(1 for column in proposal.columns if column.field), general
