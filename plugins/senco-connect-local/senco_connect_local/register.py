"""The register as an Excel workbook on disk.

Read with calamine; written by changing only the named cells inside the
worksheet's XML, so that everything else in the workbook is the same afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from senco_connect.adapters import Adopts, Batch, Leases, Mark, Outcome, Powers, Proposal, Result
from senco_connect.snapshot import Snapshot
from senco_connect_local.config import XlsxConfig
from senco_connect_local.files import clear_leftover, make_file, not_there, read_file, refuse_if_open, replace_file
from senco_connect_local.lease_file import LeaseFile
from senco_connect_local.look import look_at
from senco_connect_local.reading import snapshot

__all__ = ["XlsxRegister"]


class XlsxRegister(Adopts, Leases):
    """A register in an .xlsx file."""

    name = "xlsx"
    title = "Excel workbook"
    Config = XlsxConfig
    config: XlsxConfig

    @property
    def path(self) -> Path:
        """Where the workbook is; a link to it is followed, so that the link stays one."""
        return (self.tools.folder / self.config.file).resolve()

    def read(self) -> Snapshot:
        """Read the whole register; it may be open in Excel."""
        return snapshot(look_at(read_file(self.path), self.config))

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        """Apply a batch whole.

        Raises Locked while the workbook is open or another run's to write, and
        RegisterRefused where it can't be kept whole; if somebody saves meanwhile,
        everything is STALE.
        """
        # From the first look to the last step: nobody can take the lease in between.
        with LeaseFile(self.path).guarded(batch.fence):
            return self._applied(batch)

    def read_mark(self) -> Mark:
        """Look who may write the workbook."""
        if not self.path.exists():
            raise not_there()
        return LeaseFile(self.path).read()

    def write_mark(self, expect: Mark, mark: Mark) -> bool:
        """Write who may, if it is as expected."""
        return LeaseFile(self.path).write(expect, mark)

    def _applied(self, batch: Batch) -> Sequence[Outcome]:
        # lxml is loaded here, where something is written, not on every run.
        from senco_connect_local.apply import applied  # noqa: PLC0415

        path = self.path
        clear_leftover(path)
        refuse_if_open(path)
        seen = read_file(path)
        new, outcomes = applied(seen, batch, self.config)
        if new == seen or replace_file(path, new, seen=seen):
            return outcomes
        return [Outcome(o.id, Result.STALE, "somebody saved the workbook meanwhile") for o in batch.operations]

    def powers(self) -> Powers:
        """Say that a batch is one change, and that the key column is guarded but not locked."""
        return Powers(atomic=True, conditional=True, protects=False, max_bytes=50_000_000)

    def exists(self) -> bool:
        """Whether the workbook is there."""
        return self.path.exists()

    def propose(self) -> Proposal:
        """Propose a field for each heading that people use."""
        from senco_connect_local.proposal import propose_columns  # noqa: PLC0415

        return propose_columns(read_file(self.path), self.config)

    def create(self) -> None:
        """Make an empty register; RegisterRefused where a file stands already."""
        # openpyxl is loaded here: it is used once in a register's life.
        from senco_connect_local.create import new_workbook  # noqa: PLC0415

        make_file(self.path, new_workbook(self.tools.now()))
