"""Adapters that are each wrong in one way; LIARS says which rule of the kit has to notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from senco_connect.adapters import (
    Adapter,
    Answer,
    Batch,
    CellWrite,
    FolderBatch,
    Known,
    Link,
    Mark,
    Match,
    NewColumn,
    NewFolder,
    NewRow,
    Outcome,
    ReadFile,
    RenameFolder,
    Result,
)
from senco_connect.errors import InputRefused
from senco_connect.record import BLANK, FIELDS, KEY_LABEL, Reading
from senco_connect.snapshot import Finding, FolderSnapshot, Row, Snapshot
from senco_connect.testing.contracts.changes import Remembered
from senco_connect.testing.memory import MemoryFiling, MemoryRegister, MemorySource, Workbook
from senco_connect.testing.memory.source import Export

DONE = (Result.DONE, "")
STALE = (Result.STALE, "")
TICKS = count()


# --- sources


class IsNeverSure(MemorySource):
    """Says MAYBE of its own files."""

    def identify(self, file: ReadFile) -> Match:
        match = super().identify(file)
        return match._replace(answer=Answer.MAYBE) if match.answer is Answer.YES else match


class LooksAtTheFirstByte(MemorySource):
    """Thinks that every file has one."""

    def identify(self, file: ReadFile) -> Match:
        return super().identify(file) if file.head()[0] else Match(Answer.NO, "it begins with nought")


class ReadsNothingAsNobody(MemorySource):
    """Takes an empty file for an export without pupils."""

    def read(self, file: ReadFile) -> Snapshot:
        return super().read(file) if file.size else Snapshot((), (), "of nothing")


class DropsAccents(MemorySource):
    """Loses letters on the way."""

    def _reading(self, field: str, cell: object) -> Reading:
        return super()._reading(field, str(cell).replace("ë", "e"))


class ReadsTheClock(MemorySource):
    """Says that an export was made when it was read."""

    def read(self, file: ReadFile) -> Snapshot:
        return super().read(file)._replace(made_at=str(next(TICKS)))


class OpensAtOnce(MemorySource):
    """Looks at its file as soon as it is made."""

    def __init__(self, config, tools) -> None:
        super().__init__(config, tools)
        ReadFile(tools.folder / config.file).head()


class EndsRowsEarly(MemorySource):
    """Leaves off the blank cell at the end of a line."""

    def _snapshot(self, export, records) -> Snapshot:
        snapshot = super()._snapshot(export, records)
        rows = [r._replace(values=r.values[:-1]) if r.values[-1] == BLANK else r for r in snapshot.rows]
        return snapshot._replace(rows=rows)


class InventsAField(MemorySource):
    """Provides a field that the record doesn't have."""

    def _snapshot(self, export, records) -> Snapshot:
        return _with_blank(super()._snapshot(export, records), ["shoe_size"])


class ReadsAbsentAsBlank(MemorySource):
    """Gives every pupil all fields of the record."""

    def _snapshot(self, export, records) -> Snapshot:
        snapshot = super()._snapshot(export, records)
        return _with_blank(snapshot, [field for field in FIELDS if field not in snapshot.fields])


def _with_blank(snapshot: Snapshot, fields: Sequence[str]) -> Snapshot:
    rows = [row._replace(values=(*row.values, *[BLANK] * len(fields))) for row in snapshot.rows]
    return snapshot._replace(fields=(*snapshot.fields, *fields), rows=rows)


class KeepsTheOfficesSpelling(MemorySource):
    """Hands on what the file says."""

    def _reading(self, field: str, cell: object) -> Reading:
        return Reading(str(cell).strip())


class DigestsTheFirstLine(MemorySource):
    """Takes an export of the same day and size for the same export."""

    def read(self, file: ReadFile) -> Snapshot:
        return super().read(file)._replace(digest=f"{file.head().splitlines()[:1]} {file.size}")


class TrustsTheCount(MemorySource):
    """Reads as many records as the first line promises."""

    def read(self, file: ReadFile) -> Snapshot:
        lines = file.head().splitlines()
        if self.identify(file).answer is Answer.YES:
            lines[self._json(lines[0], line=1).get("pupils", 0)]
        return super().read(file)


class FillsDown(MemorySource):
    """Takes a blank cell for one that is merged with the cell above."""

    def read(self, file: ReadFile) -> Snapshot:
        return _filled_down(super().read(file))

    def read_since(self, file: ReadFile, known: Known) -> Snapshot:
        return _since(_filled_down(super().read_since(file, Remembered(known.secret))), known)


def _filled_down(snapshot: Snapshot) -> Snapshot:
    rows: list[Row] = []
    for row in snapshot.rows:
        above = rows[-1].values if rows else row.values
        rows.append(row._replace(values=tuple(a if v == BLANK else v for v, a in zip(row.values, above, strict=True))))
    return snapshot._replace(rows=rows)


def _since(whole: Snapshot, known: Known) -> Snapshot:
    accepted = known.records(whole.layout)
    return whole._replace(
        rows=[row for row in whole.rows if row.raw not in accepted],
        unchanged=frozenset(accepted[row.raw] for row in whole.rows if row.raw in accepted),
    )


class QuotesWhatItCannotRead(MemorySource):
    """Shows the line that is broken."""

    def _json(self, text: bytes, *, line: int):
        try:
            return super()._json(text, line=line)
        except InputRefused:
            raise InputRefused(f"Line {line} is not JSON: {text.decode(errors='replace')}") from None


class StartsAgainWhenNothingChanged(MemorySource):
    """Takes "nothing new" for "nothing read"."""

    def read_since(self, file: ReadFile, known: Known) -> Snapshot:
        snapshot = super().read_since(file, known)
        return snapshot if snapshot.rows else snapshot._replace(rows=super().read(file).rows)


class CountsWhatChanged(MemorySource):
    """Numbers the rows that it gives, and not the lines of the file."""

    def read_since(self, file: ReadFile, known: Known) -> Snapshot:
        snapshot = super().read_since(file, known)
        return snapshot._replace(rows=[row._replace(line=n) for n, row in enumerate(snapshot.rows, start=2)])


class KnowsARecordByItsLine(MemorySource):
    """Takes a record that moved for another one."""

    def read_since(self, file: ReadFile, known: Known) -> Snapshot:
        whole = super().read_since(file, Remembered(known.secret))
        rows = [row._replace(raw=row.raw + bytes([row.line])) for row in whole.rows]
        return _since(whole._replace(rows=rows), known)


class ForgetsTheHeadings(MemorySource):
    """Compares bytes, whatever they mean."""

    def _export(self, file: ReadFile) -> Export:
        return _Headless(*super()._export(file))


class _Headless(Export):
    layout = "always the same"


class HasNoSecret(MemorySource):
    """Digests records as anybody could."""

    def read_since(self, file: ReadFile, known: Remembered) -> Snapshot:
        return super().read_since(file, replace(known, secret=b""))


class ReadsLessOfWhatChanged(MemorySource):
    """Passes over the notes where only changes are wanted."""

    def read_since(self, file: ReadFile, known: Known) -> Snapshot:
        snapshot = super().read_since(file, known)
        rows = [row._replace(values=row.values[:-1]) for row in snapshot.rows]
        return snapshot._replace(fields=snapshot.fields[:-1], rows=rows)


# --- registers


class OpensTheBookAtOnce(MemoryRegister):
    """Reads the register as soon as it is made."""

    def __init__(self, config, tools) -> None:
        super().__init__(config, tools)
        self.read()


class WritesHalfAValue(MemoryRegister):
    """Takes each cell for a value of its own."""

    def _half_values(self, book, operations) -> set[str]:
        return set()


class StampsTheTime(MemoryRegister):
    """Says that a register was made when it was read."""

    def read(self) -> Snapshot:
        return super().read()._replace(made_at=str(next(TICKS)))


class DigestsTheHeadings(MemoryRegister):
    """Takes a register with the same columns for the same register."""

    def read(self) -> Snapshot:
        return super().read()._replace(digest=" ".join(self.config.workbook.headings))


class KeepsPeoplesSpelling(MemoryRegister):
    """Hands on what the sheet says, where it can be read."""

    def _reading(self, field: str, cell: str) -> Reading:
        return super()._reading(field, cell)._replace(text=cell)


class WipesWhatItCannotRead(MemoryRegister):
    """Takes words that are no code for nothing."""

    def _reading(self, field: str, cell: str) -> Reading:
        reading = super()._reading(field, cell)
        return reading._replace(text=BLANK) if reading.problem else reading


class ShowsAbsentColumnsBlank(MemoryRegister):
    """Gives every pupil all fields of the record."""

    def read(self) -> Snapshot:
        snapshot = super().read()
        return _with_blank(snapshot, [field for field in FIELDS if field not in snapshot.fields])


class TakesBlankLinesForPupils(MemoryRegister):
    """Gives a row for every line."""

    def read(self) -> Snapshot:
        snapshot = super().read()
        blank = (BLANK,) * len(snapshot.fields)
        lines = {row.line: row for row in snapshot.rows}
        numbers = range(2, 2 + len(self.config.workbook.rows))
        return snapshot._replace(rows=[lines.get(n, Row(BLANK, n, blank)) for n in numbers])


class CountsPupilsAndNotLines(MemoryRegister):
    """Numbers the pupils from 2."""

    def read(self) -> Snapshot:
        snapshot = super().read()
        return snapshot._replace(rows=[row._replace(line=n) for n, row in enumerate(snapshot.rows, start=2)])


class WritesTheNeighbourToo(MemoryRegister):
    """Copies a written status to the next child."""

    def _write(self, book: Workbook, write: CellWrite):
        answer = super()._write(book, write)
        if answer == DONE and write.field == "sen_status" and write.value == "E" and len(book.rows) > 1:
            book.rows[1][FIELDS["sen_status"].label] = write.value
        return answer


class TakesBlankForNothingToDo(MemoryRegister):
    """Writes only what is true in Python's eyes."""

    def _write(self, book: Workbook, write: CellWrite):
        return super()._write(book, write) if write.value else DONE


class WritesOverEdits(MemoryRegister):
    """Writes whatever the cell shows now."""

    def _write(self, book: Workbook, write: CellWrite):
        rows = book.keyed(write.key)
        shown = rows[0][book.columns[write.field]] if len(rows) == 1 else write.expect
        return super()._write(book, write._replace(expect=shown))


class GivesUpAtTheFirstStaleCell(MemoryRegister):
    """Writes all or nothing."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        draft = self.config.workbook.draft()
        answers = [self._perform(draft, operation)[0] for operation in batch.operations]
        if Result.STALE not in answers:
            return super().apply(batch)
        return [Outcome(operation.id, Result.STALE) for operation in batch.operations]


class BringsRowsBack(MemoryRegister):
    """Adds a row for a key that is gone."""

    def _write(self, book: Workbook, write: CellWrite):
        if book.keyed(write.key) or write.expect:
            return super()._write(book, write)
        return self._add_row(book, NewRow(write.id, write.key, {write.field: write.value}, write.why))


class WritesTheFirstOfTwo(MemoryRegister):
    """Takes the first row with the key."""

    def _write(self, book: Workbook, write: CellWrite):
        others = book.keyed(write.key)[1:]
        for other in others:
            other[KEY_LABEL] = "hidden"
        answer = super()._write(book, write)
        for other in others:
            other[KEY_LABEL] = write.key
        return answer


class RemembersLines(MemoryRegister):
    """Writes where the row stood when it was read."""

    def read(self) -> Snapshot:
        snapshot = super().read()
        self.lines = {row.key: row.line for row in snapshot.rows}
        return snapshot

    def _write(self, book: Workbook, write: CellWrite):
        lines = getattr(self, "lines", {})
        if write.key not in lines:
            return super()._write(book, write)
        row = book.rows[lines[write.key] - 2]
        row[book.columns[write.field]] = write.value
        return DONE


class CountsTheKeysFirst(MemoryRegister):
    """Looks which rows can be written to before any of them gets its key."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        keys = {row[KEY_LABEL] for row in self.config.workbook.rows if KEY_LABEL in row}
        early = [op for op in batch.operations if isinstance(op, CellWrite) and op.group and op.key not in keys]
        rest = tuple(op for op in batch.operations if op not in early)
        done = {outcome.id: outcome for outcome in super().apply(batch._replace(operations=rest))}
        return [done.get(op.id) or Outcome(op.id, Result.STALE, "") for op in batch.operations]


class BelievesTheKey(MemoryRegister):
    """Writes to the row that bears the key, whoever stands on it now."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        return super().apply(batch._replace(children={}))


class ForgetsWhatItRenames(MemoryRegister):
    """Takes a child whose name it has just written for another."""

    def _to_strangers(self, book: Workbook, batch: Batch):
        others = (op for op in batch.operations if isinstance(op, CellWrite) and op.field not in ("surname", "dob"))
        return super()._to_strangers(book, batch._replace(operations=tuple(others)))


class LetsTheSheetCalculate(MemoryRegister):
    """Writes as if somebody typed."""

    def _write(self, book: Workbook, write: CellWrite):
        answer = super()._write(book, write)
        if write.value.startswith("="):
            book.keyed(write.key)[0][book.columns[write.field]] = "2"
        return answer


class WritesAmericanDays(MemoryRegister):
    """Puts the month first."""

    def _write(self, book: Workbook, write: CellWrite):
        answer = super()._write(book, write)
        if answer == DONE and FIELDS[write.field].kind.name == "day":
            year, month, day = write.value.split("-")
            book.keyed(write.key)[0][book.columns[write.field]] = f"{month}/{day}/{year}"
        return answer


class AddsRowsWithoutTheLastCell(MemoryRegister):
    """Stops one cell early."""

    def _add_row(self, book: Workbook, new: NewRow):
        return super()._add_row(book, new._replace(values={**new.values, "sen_status": BLANK}))


class LinksOneLineTooLow(MemoryRegister):
    """Checks the line that was asked about, then writes beneath it."""

    def _link(self, book: Workbook, link: Link):
        answer = super()._link(book, link)
        if answer == DONE:
            right, below = book.rows[link.line - 2 : link.line]
            right[KEY_LABEL], below[KEY_LABEL] = below[KEY_LABEL], right[KEY_LABEL]
        return answer


class LinksUnseen(MemoryRegister):
    """Writes the key into the line, whoever is there."""

    def _link(self, book: Workbook, link: Link):
        return super()._link(book, link._replace(expect={}))


class AddsColumnsLast(MemoryRegister):
    """Does the cells before the columns."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        in_order = [operation.id for operation in batch.operations]
        cells_first = sorted(batch.operations, key=lambda operation: isinstance(operation, NewColumn))
        answers = super().apply(batch._replace(operations=tuple(cells_first)))
        return sorted(answers, key=lambda answer: in_order.index(answer.id))


class PutsColumnsFirst(MemoryRegister):
    """Adds a new column on the left."""

    def _add_column(self, book: Workbook, new: NewColumn):
        is_new = new.field not in book.columns
        answer = super()._add_column(book, new)
        if is_new:
            book.headings.insert(1, book.headings.pop())
        return answer


class TidiesUpForPeople(MemoryRegister):
    """Blanks the columns that it doesn't know when it adds a row."""

    def _add_row(self, book: Workbook, new: NewRow):
        for row in book.rows:
            row |= {h: BLANK for h in book.headings if h not in book.columns.values()}
        return super()._add_row(book, new)


class AddsRowsBlindly(MemoryRegister):
    """Adds a new row whether or not it is there."""

    def _add_row(self, book: Workbook, new: NewRow):
        hidden = book.keyed(new.key)
        for row in hidden:
            row[KEY_LABEL] = "hidden"
        answer = super()._add_row(book, new)
        for row in hidden:
            row[KEY_LABEL] = new.key
        return answer


class AnswersTheRowsFirst(MemoryRegister):
    """Groups the operations by kind, and the answers too."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        answers = super().apply(batch)
        rows = {operation.id for operation in batch.operations if isinstance(operation, NewRow)}
        return sorted(answers, key=lambda answer: answer.id not in rows)


class PilesUpMatters(MemoryRegister):
    """Adds to the Issues tab and takes nothing off."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        if batch.matters is None:
            return super().apply(batch)
        return super().apply(batch._replace(matters=(*self.config.workbook.matters, *batch.matters)))


class TakesNoListForAnEmptyOne(MemoryRegister):
    """Takes a batch that says nothing of open matters to say that there are none."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        return super().apply(batch._replace(matters=batch.matters or ()))


class ForgetsTheStamp(MemoryRegister):
    """Leaves no trace of the run."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        return super().apply(batch._replace(stamp=""))


class SaysWhatTheCellShows(MemoryRegister):
    """Explains a stale cell with its text."""

    def _write(self, book: Workbook, write: CellWrite):
        result, why = super()._write(book, write)
        rows = book.keyed(write.key)
        return result, f"{why}: {rows[0][book.columns[write.field]]}" if rows and why else why


class KeepsNoHeartbeat(MemoryRegister):
    """Notes who holds it, and not that they live."""

    def write_mark(self, expect: Mark, mark: Mark) -> bool:
        return super().write_mark(expect, mark._replace(beat=0) if mark.number > 40 else mark)


class MarksWithoutLooking(MemoryRegister):
    """Lets whoever comes last be the holder."""

    def write_mark(self, expect: Mark, mark: Mark) -> bool:
        return super().write_mark(self.read_mark(), mark)


class TakesAnyFence(MemoryRegister):
    """Thinks that whoever bears a fence has the lease."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        return super().apply(batch._replace(fence=self.read_mark().fence) if batch.fence else batch)


class NeedsNoFence(MemoryRegister):
    """Lets those in who never asked."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        return super().apply(batch if batch.fence else batch._replace(fence=self.read_mark().fence))


class WantsTheFirstBeat(MemoryRegister):
    """Takes a holder that has beaten since for another one."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        Mark(beat=self.read_mark().beat).refuse_others("another" if self.read_mark().beat else "")
        return super().apply(batch)


# --- filings


class ListsAtOnce(MemoryFiling):
    """Looks into the cabinet as soon as it is made."""

    def __init__(self, config, tools) -> None:
        super().__init__(config, tools)
        config.cabinet.entries[config.cabinet.root]


class DigestsTheTime(MemoryFiling):
    """Takes the same folders for others."""

    def read(self) -> FolderSnapshot:
        return super().read()._replace(digest=str(next(TICKS)))


class MakesNoSections(MemoryFiling):
    """Makes the folder and leaves the rest to people."""

    def _make(self, new: NewFolder):
        return super()._make(new._replace(sections=new.sections[1:]))


class LooksForTheName(MemoryFiling):
    """Takes a folder for made when one has its name."""

    def _is_made(self, new: NewFolder) -> bool:
        return new.name in self.config.cabinet.folders()


class KnowsFoldersByName(MemoryFiling):
    """Gives a renamed folder another id."""

    def read(self) -> FolderSnapshot:
        snapshot = super().read()
        return snapshot._replace(folders=tuple(f._replace(id=f"{f.id} {f.name}") for f in snapshot.folders))

    def _rename(self, change: RenameFolder):
        return super()._rename(change._replace(folder=change.folder.split(" ")[0]))


class MakesAFreshFolderForANewName(MemoryFiling):
    """Renames by making another folder, with what it thinks is in there."""

    def _rename(self, change: RenameFolder):
        answer = super()._rename(change)
        documents = [path for path in self.config.cabinet.entries if path.endswith("report.txt")]
        for path in documents:
            self.config.cabinet.remove(path)
        return answer


class RenamesAnyway(MemoryFiling):
    """Puts its own name back."""

    def _rename(self, change: RenameFolder):
        names = {entry.id: name for name, entry in self.config.cabinet.folders().items()}
        return super()._rename(change._replace(expect=names.get(change.folder, "")))


class TidiesUp(MemoryFiling):
    """Throws away the folders that are nobody's."""

    def _make(self, new: NewFolder):
        cabinet = self.config.cabinet
        for name in [name for name, entry in cabinet.folders().items() if not entry.marker]:
            cabinet.remove(f"{cabinet.root}/{name}")
        return super()._make(new)


class TakesNamesAsTheyCome(MemoryFiling):
    """Makes a path of whatever it is given."""

    def _free_name(self, name: str, key: str) -> str:
        return name if name.startswith("..") else super()._free_name(name, key)


class TakesTheFirstOfTwoFolders(MemoryFiling):
    """Sees nothing odd in two folders with one key."""

    def read(self) -> FolderSnapshot:
        return super().read()._replace(findings=())


class AnswersForNewFoldersFirst(MemoryFiling):
    """Groups the operations by kind, and the answers too."""

    def apply(self, batch: FolderBatch) -> Sequence[Outcome]:
        made = {operation.id for operation in batch.operations if isinstance(operation, NewFolder)}
        return sorted(super().apply(batch), key=lambda answer: answer.id not in made)


class SaysWhatTheFolderIsCalled(MemoryFiling):
    """Names the two folders of one child."""

    def read(self) -> FolderSnapshot:
        snapshot = super().read()
        names = ", ".join(folder.name for folder in snapshot.folders)
        return snapshot._replace(findings=tuple(Finding(f.code, f"{f.words}: {names}") for f in snapshot.findings))


LIARS: dict[type[Adapter], str] = {
    IsNeverSure: "test_it_knows_its_own_samples",
    LooksAtTheFirstByte: "test_it_never_trips_over_a_foreign_file",
    ReadsNothingAsNobody: "test_a_foreign_file_is_refused",
    DropsAccents: "test_a_sample_reads_as_expected",
    ReadsTheClock: "test_reading_twice_gives_the_same",
    OpensAtOnce: "test_making_it_touches_nothing",
    EndsRowsEarly: "test_every_row_has_a_cell_for_each_field",
    InventsAField: "test_every_field_is_one_of_the_record",
    KeepsTheOfficesSpelling: "test_values_are_canonical",
    DigestsTheFirstLine: "test_any_changed_byte_changes_the_digest",
    TrustsTheCount: "test_a_cut_file_is_refused_or_reads_as_another",
    ReadsAbsentAsBlank: "test_a_column_that_is_gone_is_missing_and_not_blank",
    FillsDown: "test_the_order_of_records_does_not_matter",
    QuotesWhatItCannotRead: "test_its_words_say_nothing_of_a_child",
    StartsAgainWhenNothingChanged: "test_what_is_known_needs_no_rows",
    CountsWhatChanged: "test_one_changed_record_gives_that_row_alone",
    KnowsARecordByItsLine: "test_a_record_is_known_wherever_it_stands",
    ForgetsTheHeadings: "test_another_heading_makes_nothing_known",
    HasNoSecret: "test_digests_of_records_are_keyed",
    ReadsLessOfWhatChanged: "test_reading_what_changed_agrees_with_reading_all",
    OpensTheBookAtOnce: "test_a_register_that_is_not_there_is_refused_when_it_is_read",
    StampsTheTime: "test_reading_twice_gives_the_same",
    DigestsTheHeadings: "test_any_edit_changes_the_digest",
    KeepsPeoplesSpelling: "test_values_are_canonical",
    WipesWhatItCannotRead: "test_what_cannot_be_read_is_kept_and_told",
    ShowsAbsentColumnsBlank: "test_a_column_that_is_not_there_is_missing_and_not_blank",
    TakesBlankLinesForPupils: "test_a_blank_line_is_no_pupil",
    CountsPupilsAndNotLines: "test_lines_are_counted_as_a_person_counts_them",
    WritesTheNeighbourToo: "test_a_written_cell_is_shown_and_nothing_else_changes",
    TakesBlankForNothingToDo: "test_a_cell_can_be_made_blank",
    WritesOverEdits: "test_a_cell_that_shows_something_else_is_left_as_it_is",
    WritesHalfAValue: "test_cells_that_are_one_value_are_written_together_or_not_at_all",
    GivesUpAtTheFirstStaleCell: "test_what_is_stale_is_left_out_and_the_rest_is_written",
    BringsRowsBack: "test_a_key_that_is_on_no_row_is_not_written",
    WritesTheFirstOfTwo: "test_a_key_that_is_on_two_rows_is_not_written",
    RemembersLines: "test_rows_that_moved_since_reading_misplace_nothing",
    CountsTheKeysFirst: "test_cells_that_are_one_value_reach_a_row_that_gets_its_key_with_them",
    BelievesTheKey: "test_a_row_that_shows_another_child_now_is_not_written_to",
    ForgetsWhatItRenames: "test_a_child_whose_name_is_written_is_no_other_child",
    LetsTheSheetCalculate: "test_text_like_a_formula_arrives_as_text",
    WritesAmericanDays: "test_every_kind_of_value_reads_back_as_written",
    AddsRowsWithoutTheLastCell: "test_a_new_row_is_added_with_its_cells",
    LinksOneLineTooLow: "test_a_key_is_linked_to_the_row_that_still_shows_the_child",
    LinksUnseen: "test_no_key_is_linked_to_a_row_that_shows_another_child",
    AddsColumnsLast: "test_a_register_without_keys_gets_them_in_one_batch",
    PutsColumnsFirst: "test_a_new_column_stands_at_the_right_end",
    TidiesUpForPeople: "test_columns_of_people_stay_as_they_are",
    AddsRowsBlindly: "test_a_batch_applied_twice_changes_nothing_more",
    AnswersTheRowsFirst: "test_there_is_one_outcome_for_each_operation_in_order",
    PilesUpMatters: "test_open_matters_are_shown_until_they_are_settled",
    TakesNoListForAnEmptyOne: "test_a_batch_that_lists_no_matters_leaves_those_that_are_listed",
    ForgetsTheStamp: "test_the_stamp_reads_back",
    KeepsNoHeartbeat: "test_the_mark_that_was_written_last_is_shown",
    MarksWithoutLooking: "test_a_mark_is_written_only_over_the_expected_one",
    TakesAnyFence: "test_a_batch_of_a_run_that_lost_the_lease_is_refused_whole",
    NeedsNoFence: "test_a_batch_without_a_lease_is_refused_while_a_run_holds_the_register",
    WantsTheFirstBeat: "test_a_batch_of_the_holder_is_written_whatever_its_heartbeat",
    SaysWhatTheCellShows: "test_its_words_say_nothing_of_a_child",
    ListsAtOnce: "test_making_it_touches_nothing",
    DigestsTheTime: "test_reading_twice_gives_the_same",
    MakesNoSections: "test_a_new_folder_is_made_with_its_sections",
    LooksForTheName: "test_a_folder_is_never_made_twice",
    KnowsFoldersByName: "test_a_folder_that_a_person_renamed_is_followed",
    MakesAFreshFolderForANewName: "test_a_folder_is_renamed_with_all_that_is_in_it",
    RenamesAnyway: "test_a_name_that_a_person_gave_is_left",
    TidiesUp: "test_nothing_of_people_is_deleted",
    TakesNamesAsTheyCome: "test_hostile_names_stay_inside",
    TakesTheFirstOfTwoFolders: "test_a_copied_folder_is_told",
    AnswersForNewFoldersFirst: "test_there_is_one_outcome_for_each_operation_in_order",
    SaysWhatTheFolderIsCalled: "test_its_words_say_nothing_of_a_child",
}
