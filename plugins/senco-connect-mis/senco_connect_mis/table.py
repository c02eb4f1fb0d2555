"""Read a table of pupils that any system exported: CSV, TSV or XLSX.

What the file is, how its letters are written and where its headings stand is
found by looking at the bytes; what its columns mean is told by the school's
mapping, else by the usual headings.  An adapter of one system is a small class
on top: the marks it is known by, and its reports with headings of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from senco_connect.adapters import Answer, Known, MapsColumns, Match, Proposal, ReadFile, ReadsChanges
from senco_connect.errors import AccessRefused, TryAgain
from senco_connect.record.headings import plain_heading
from senco_connect.snapshot import Snapshot
from senco_connect_mis.findings import opening

# An export that is the last one, byte for byte, is not read: then nothing of this is loaded.
if TYPE_CHECKING:
    from senco_connect_mis.columns import Vocabulary
    from senco_connect_mis.header_row import Top

__all__ = ["GenericTable", "Report"]


class Report(NamedTuple):
    """A report known by its ``marks``, headings that stand in it together.

    ``words`` are headings that in it mean these fields ("" leaves one out);
    ``partial`` says that it lists some pupils of the school only.
    """

    marks: frozenset[str]
    words: Mapping[str, str]
    partial: bool = False

    def is_of(self, headings: Sequence[str]) -> bool:
        """Whether these are headings of this report."""
        return set(map(plain_heading, self.marks)) <= set(map(plain_heading, headings))


class GenericTable(MapsColumns, ReadsChanges):
    """A table with a row of headings, one row for each pupil or for each need of a pupil."""

    name = "table"
    title = "Table from any system (CSV, TSV, XLSX)"
    signature: ClassVar[frozenset[str]] = frozenset()
    """Headings that only this system writes."""
    reports: ClassVar[tuple[Report, ...]] = ()
    """Reports of this system in which headings have a meaning of their own."""

    def identify(self, file: ReadFile) -> Match:
        """Tell by the headings within the first 64 KiB; those of a workbook lie further in."""
        from senco_connect_mis.first_look import top_or_answer  # noqa: PLC0415

        found = top_or_answer(file, self._vocabulary())
        return found if isinstance(found, Match) else self._match(found)

    def read(self, file: ReadFile) -> Snapshot:
        """Read every row; raises InputRefused, ConfigProblem for a mapping that can't be."""
        from senco_connect_mis.gate import NothingKnown  # noqa: PLC0415

        return self.read_since(file, NothingKnown())

    def read_since(self, file: ReadFile, known: Known) -> Snapshot:
        """Read the rows whose bytes are not among those accepted last time; workbooks are read whole."""
        from senco_connect_mis.reading import Job, read_table  # noqa: PLC0415

        try:
            job = Job(file, self._vocabulary(), self.config.encoding, self._is_partial, self.tools.progress)
            return read_table(job, known)
        except PermissionError:
            raise AccessRefused(f"There is no permission to read {file.token}.", "Ask who owns the folder.") from None
        except OSError:
            raise TryAgain(f"{opening(file.token)} can't be read now.", "Close it elsewhere and run again.") from None

    def propose(self, file: ReadFile) -> Proposal:
        """Propose a field for each heading; raises InputRefused for what is not a table of pupils."""
        from senco_connect_mis.first_look import proposal  # noqa: PLC0415

        # A mapping is what comes of this, so one that is there already has no say.
        return proposal(file, self._vocabulary({}), self.config.encoding)

    def _vocabulary(self, columns: Mapping[str, str] | None = None) -> Vocabulary:
        from senco_connect_mis.columns import Vocabulary  # noqa: PLC0415

        return Vocabulary(self.config.columns if columns is None else columns, self._words)

    def _words(self, headings: Sequence[str]) -> Mapping[str, str]:
        return {h: f for report in self.reports if report.is_of(headings) for h, f in report.words.items()}

    def _is_partial(self, headings: Sequence[str]) -> bool:
        return any(report.partial for report in self.reports if report.is_of(headings))

    def _match(self, top: Top) -> Match:
        understood = f"{top.score} of its {len(top.headings)} headings are understood"
        if not self.signature:
            return Match(Answer.MAYBE, understood)
        marks = {plain_heading(h) for h in self.signature} & {plain_heading(h) for h in top.headings}
        # One of them may stand in another system's report, where a school designs its own.
        if len(marks) > 1:
            return Match(Answer.YES, f"{len(marks)} of its headings are ones that {self.title} writes")
        if marks or self.config.columns:
            return Match(Answer.MAYBE, understood)
        return Match(Answer.NO, f"no heading is one that only {self.title} writes")
