"""Tell which source adapter a file is for: the surest answer, then the fullest mapping, then the most general."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from senco_connect.adapters import Answer, MapsColumns, Match, ReadFile, Source, Tools
from senco_connect.catalogue import needing_only
from senco_connect.errors import InputRefused
from senco_connect.excerpt import beginning_of

__all__ = ["Choice", "best_source", "installed_sources", "source_for"]

_SURE = {Answer.YES: 2, Answer.MAYBE: 1, Answer.NO: 0}


class Choice(NamedTuple):
    """The source that a file is for, and what it said of it."""

    source: Source
    match: Match


def installed_sources(tools: Tools) -> tuple[Source, ...]:
    """Make every installed source ready that needs to be told no more than its file."""
    kinds: Any = needing_only(Source, {"adapter", "file"})
    return tuple(kind(kind.Config(adapter=kind.name, file=""), tools) for kind in kinds)


def best_source(sources: Sequence[Source], file: ReadFile) -> Choice:
    """Choose among sources, or raise InputRefused with the reason of each."""
    answers = [Choice(source, source.identify(file)) for source in sources]
    surest = max((_SURE[choice.match.answer] for choice in answers), default=0)
    if not surest:
        raise _refused(answers)
    equals = [choice for choice in answers if _SURE[choice.match.answer] == surest]
    # Headings stand at the top: a mapping can be proposed without reading all of it.
    top = beginning_of(file)
    return equals[0] if len(equals) == 1 else max(equals, key=lambda choice: _fitness(choice.source, top))


def _refused(answers: Sequence[Choice]) -> InputRefused:
    return InputRefused(
        "No adapter knows this file.", "Export it as CSV or Excel, with a row of headings.", code="E082",
        also=[f"{source.title}: {match.why}" for source, match in answers],
    )  # fmt: skip


def source_for(file: ReadFile, config: Path) -> Source:
    """Give the source that reads a file: one of the school's, or of those installed where there is no configuration."""
    if not config.is_file():
        return best_source(installed_sources(Tools(config.parent)), file).source
    # Loaded only here: a file can be looked at with no school around it.
    from senco_connect.config import load_sources

    tools = Tools(config.parent)
    made = [part.adapter(part.config, tools) for part in load_sources(config)]
    sources = [source for source in made if isinstance(source, Source)]
    return sources[0] if len(sources) == 1 else best_source(sources, file).source


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
