"""What a first look at a file tells: whether it has headings that are understood, and what they may mean."""

from __future__ import annotations

from senco_connect.adapters import Answer, Match, Proposal, ReadFile
from senco_connect.errors import InputRefused
from senco_connect_mis.columns import Vocabulary
from senco_connect_mis.file_kind import Kind, kind_of
from senco_connect_mis.header_row import Top
from senco_connect_mis.text import DELIMITERS, open_text, top_of_head

__all__ = ["proposal", "top_or_answer"]


def top_or_answer(file: ReadFile, vocabulary: Vocabulary) -> Top | Match:
    """Find the row of headings within the first 64 KiB, or give the answer that there is none to be seen."""
    try:
        if kind_of(file) is Kind.WORKBOOK:
            return Match(Answer.MAYBE, "it is a workbook, whose headings can't be seen from its first bytes")
        top = top_of_head(file.head(), vocabulary)
    except InputRefused as refusal:
        return Match(Answer.NO, refusal.what)
    return top or Match(Answer.NO, "no row near its top has headings with a name, UPN or admission number")


def proposal(file: ReadFile, vocabulary: Vocabulary, encoding: str) -> Proposal:
    """Propose a field for each heading; raises InputRefused for what is not a table of pupils."""
    is_workbook = kind_of(file) is Kind.WORKBOOK
    top, note, questions = _of_workbook(file, vocabulary) if is_workbook else _of_text(file, vocabulary, encoding)
    naming = vocabulary.naming(top.headings)
    return Proposal(vocabulary.guesses(top.headings), (*questions, *naming.questions), (note,))


def _of_text(file: ReadFile, vocabulary: Vocabulary, encoding: str) -> tuple[Top, str, tuple[str, ...]]:
    survey, delimiter, top = open_text(file, encoding, vocabulary)
    parted = f"cells are parted by {DELIMITERS[delimiter]}, letters are {survey.encoding}"
    return top, f"Headings are on line {top.line}; {parted}.", ()


def _of_workbook(file: ReadFile, vocabulary: Vocabulary) -> tuple[Top, str, tuple[str, ...]]:
    # As in reading: most exports are text.
    from senco_connect_mis.workbook import sheets_with_pupils  # noqa: PLC0415

    sheets = sheets_with_pupils(file, vocabulary)
    numbers = ", ".join(str(sheet.number) for sheet in sheets)
    question = f"Which of the sheets {numbers} is to be read? Keep it in a workbook of its own."
    top = sheets[0].top
    return top, f"Headings are in row {top.line} of sheet {sheets[0].number}.", (question,) if len(sheets) > 1 else ()
