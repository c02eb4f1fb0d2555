"""Find out how a text is written: encoding, delimiter, and where its headings are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TextIO

from senco_connect.adapters import ReadFile
from senco_connect.errors import InputRefused
from senco_connect_mis.columns import Vocabulary
from senco_connect_mis.findings import NO_HEADINGS
from senco_connect_mis.header_row import Line, Top, find_top
from senco_connect_mis.limits import TOP_ROWS
from senco_connect_mis.records import lines_of
from senco_connect_mis.survey import Survey, likely_encoding, survey_text

__all__ = ["DELIMITERS", "Text", "open_text", "top_of_head"]

DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}


class Text(NamedTuple):
    """A text whose headings were found: what its bytes are, what parts its cells, its row of headings."""

    survey: Survey
    delimiter: str
    top: Top


def open_text(file: ReadFile, configured: str, vocabulary: Vocabulary) -> Text:
    """Find encoding, delimiter and headings, or raise InputRefused.

    The delimiter is the one that gives the headings best understood.
    """
    survey = survey_text(file, configured)
    with file.open() as stream:
        text = io.TextIOWrapper(stream, survey.encoding, newline="")
        found = _best_top(text, vocabulary)
    if not found:
        raise InputRefused(
            f"None of the first {TOP_ROWS} rows of {file.token} has headings with a name, UPN or admission number.",
            "Add headings to the report in the MIS, or name its columns in senco.toml (senco init asks).",
            code=NO_HEADINGS,
        )
    return Text(survey, *found)


def top_of_head(head: bytes, vocabulary: Vocabulary) -> Top | None:
    """Find the headings in the first bytes of a text, whatever letters may be garbled; None where there are none."""
    text = io.StringIO(head.decode(likely_encoding(head), errors="replace"), newline="")
    found = _best_top(text, vocabulary)
    return found[1] if found else None


def _best_top(text: TextIO, vocabulary: Vocabulary) -> tuple[str, Top] | None:
    found = []
    # A comma wins a draw: it comes first, and max keeps the first of equals.
    for delimiter in DELIMITERS:
        text.seek(0)
        top = find_top(_readable(lines_of(text, delimiter, "")), vocabulary)
        found += [(delimiter, top)] if top else []
    return max(found, key=lambda each: each[1].score, default=None)


def _readable(lines: Iterable[Line]) -> Iterator[Line]:
    # Under a wrong delimiter quotes make no sense; under the right one the fault is named when rows are read.
    try:
        yield from lines
    except InputRefused:
        return
