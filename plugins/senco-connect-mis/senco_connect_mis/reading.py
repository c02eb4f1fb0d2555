"""Read one file, from its bytes to the snapshot.

A text is first read by the cut of its bytes into records, which lets known ones
pass unread; then, if the same record stands twice, so that every row is seen;
and where the cut is no good, by the CSV reader alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from hashlib import blake2b
from typing import Final, NamedTuple, TypeVar

from senco_connect.adapters import Known, Progress, ReadFile
from senco_connect.errors import InputRefused
from senco_connect.snapshot import Snapshot
from senco_connect_mis.columns import IDENTIFIERS, Columns, Vocabulary
from senco_connect_mis.file_kind import Kind, kind_of
from senco_connect_mis.findings import CHANGED_MEANWHILE, MAPPING, PASSED_OVER, TOO_MUCH, Findings, opening
from senco_connect_mis.gate import Gate, NothingKnown, Twice
from senco_connect_mis.header_row import Top
from senco_connect_mis.limits import COLUMNS
from senco_connect_mis.needs import share_a_column
from senco_connect_mis.records import Block, RawBlock, Tangled, TextForm, parse, raw_blocks, sure_blocks
from senco_connect_mis.rows import Pupils
from senco_connect_mis.survey import digest_of
from senco_connect_mis.text import open_text

__all__ = ["Job", "read_table"]

AnyBlock = TypeVar("AnyBlock", Block, RawBlock)

# Part of every layout: raise it when the same bytes would give other values than before.
_CODE: Final = 1
_BYTES_SHOW_LINES: Final = frozenset({"utf-8", "utf-8-sig", "cp1252"})


class Job(NamedTuple):
    """A file, and how it is to be understood; ``is_partial`` judges its headings."""

    file: ReadFile
    vocabulary: Vocabulary
    encoding: str
    is_partial: Callable[[Sequence[str]], bool]
    progress: Progress


class _Table(NamedTuple):
    """The headings of a file, its columns, the digest of its bytes, and what makes records comparable."""

    top: Top
    columns: Columns
    digest: str
    layout: str


def read_table(job: Job, known: Known) -> Snapshot:
    """Read a file whole; raises InputRefused, also where the file was written to meanwhile."""
    size = job.file.size
    workbook = kind_of(job.file) is Kind.WORKBOOK
    snapshot = _read_workbook(job) if workbook else _read_text(job, known)
    if job.file.size != size:
        what = f"The size of {job.file.token} changed while it was read."
        raise InputRefused(what, "Wait until the MIS has written all of it and run again.", code=CHANGED_MEANWHILE)
    return snapshot


def _read_workbook(job: Job) -> Snapshot:
    # Most exports are text, and a quiet run should start at once.
    from senco_connect_mis.workbook import find_sheet  # noqa: PLC0415

    sheet = find_sheet(job.file, job.vocabulary)
    table = _table(job, sheet.top, digest_of(job.file), "workbook")
    pupils = _collected(job, table, [sheet.block()])
    return _snapshot(job, table, pupils)


def _read_text(job: Job, known: Known) -> Snapshot:
    survey, delimiter, top = open_text(job.file, job.encoding, job.vocabulary)
    table = _table(job, top, survey.digest, f"{survey.encoding} {delimiter}")
    form = TextForm(survey.encoding, delimiter, top.last_line, table.columns.width)
    # The rows of one pupil belong together: none of them may pass unread.
    if survey.encoding in _BYTES_SHOW_LINES and not share_a_column(table.columns.fields()):
        with suppress(Tangled):
            try:
                return _by_records(job, table, form, known)
            except Twice:
                return _by_records(job, table, form, NothingKnown(known.secret))
    return _snapshot(job, table, _collected(job, table, _told(job, sure_blocks(job.file, form))))


def _by_records(job: Job, table: _Table, form: TextForm, known: Known) -> Snapshot:
    gate = Gate(known, table.layout)
    pupils = _collected(job, table, gate.new(_told(job, raw_blocks(job.file, form.top)), form))
    if gate.sample is not None:
        pupils.note_school(parse([gate.sample], form)[0])
    return _snapshot(job, table, pupils, frozenset(gate.unchanged))


def _collected(job: Job, table: _Table, blocks: Iterable[Block]) -> Pupils:
    pupils = Pupils(table.columns, job.file.modified, Findings())
    for block in blocks:
        pupils.add(block)
    return pupils


def _told(job: Job, blocks: Iterable[AnyBlock]) -> Iterator[AnyBlock]:
    """Pass blocks on, and tell a waiting person how far they are."""
    for block in blocks:
        if block.lines:
            job.progress("reading the export", block.lines[-1], None)
        yield block


def _table(job: Job, top: Top, digest: str, form: str) -> _Table:
    if len(top.headings) > COLUMNS:
        what = f"{opening(job.file.token)} has more columns than the {COLUMNS} that can be read."
        raise InputRefused(what, "Leave columns out of the report and export again.", code=TOO_MUCH)
    columns = job.vocabulary.columns(top.headings, job.file.token)
    _check_needs(job.file.token, set(columns.fields()))
    # Whatever gives the bytes of a record their meaning: change it, and nothing is known any more.
    told = json.dumps([_CODE, form, top.headings, columns.used])
    return _Table(top, columns, digest, blake2b(told.encode(), digest_size=16).hexdigest())


def _check_needs(token: str, fields: Set[str]) -> None:
    if "need_rank" in fields and not fields & set(IDENTIFIERS):
        what = f"{opening(token)} has a row for each need, and no number that tells whose it is."
        raise InputRefused(what, "Add the UPN or the admission number to the report.", code=MAPPING)


def _snapshot(job: Job, table: _Table, pupils: Pupils, unchanged: frozenset[str] = frozenset()) -> Snapshot:
    if table.top.above:
        words = f"{table.top.above} rows above the headings were passed over"
        pupils.findings.note(PASSED_OVER, words, line=table.top.line)
    fields, rows = pupils.shown()
    return Snapshot(
        fields=fields,
        rows=rows,
        digest=table.digest,
        made_at=job.file.modified,
        laestab=pupils.school("laestab"),
        urn=pupils.school("urn"),
        layout=table.layout,
        unchanged=unchanged,
        partial=job.is_partial(table.top.headings),
        findings=pupils.findings.all(),
        unused=table.columns.unused,
        headings=tuple((field, pupils.heading(field)) for field in fields),
    )
