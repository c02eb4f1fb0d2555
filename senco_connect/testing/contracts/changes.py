"""The rules for a source that passes over records it has seen before (ReadsChanges)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from senco_connect.adapters import ReadFile, ReadsChanges
from senco_connect.errors import SencoError
from senco_connect.snapshot import Snapshot
from senco_connect.testing.contracts.bench import SourceBench

__all__ = ["ChangesRules", "Remembered"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was accepted last time: digests of raw records under one layout, each with its pupil's key."""

    secret: bytes
    layout: str = ""
    accepted: Mapping[bytes, str] = field(default_factory=dict)

    def records(self, layout: str) -> Mapping[bytes, str]:
        """Give the digests, if the layout is the one they were accepted under."""
        return self.accepted if layout == self.layout else {}


class ChangesRules(SourceBench):
    """What must hold so that skipping is never more than a way to save time."""

    secret = b"a secret of this school"

    def test_what_is_known_needs_no_rows(self, sample: Path) -> None:
        """On a quiet day nothing changed: no row is read, and nobody counts as gone."""
        known = self._known(sample)
        again = self._read_since(sample, known)
        assert list(again.rows) == [
            row for row in self._read_since(sample, Remembered(self.secret)).rows if not row.raw
        ]
        assert again.unchanged == set(known.accepted.values())

    def test_one_changed_record_gives_that_row_alone(self, sample: Path) -> None:
        """One child's need changed overnight: that row is read as in full, the others are named unchanged."""
        known = self._known(sample)
        rows = self._read_since(sample, Remembered(self.secret)).rows
        for changed in known.accepted:
            others = {raw: key for raw, key in known.accepted.items() if raw != changed}
            again = self._read_since(sample, replace(known, accepted=others))
            assert list(again.rows) == [row for row in rows if row.raw in (changed, b"")]
            assert again.unchanged == set(others.values())

    def test_a_record_is_known_wherever_it_stands(self, sample: Path, tmp_path: Path) -> None:
        """The office sorts its report: not one record changed, so not one may be read as new."""
        known = self._known(sample)
        variants = list(self.other_orders(sample.read_bytes()))
        if not variants:
            pytest.skip("no delimited text: override other_orders to try this rule")
        for content in variants:
            again = self._read_since(self.variant(sample, content, tmp_path), known)
            assert again.unchanged == set(known.accepted.values())

    def test_another_heading_makes_nothing_known(self, sample: Path, tmp_path: Path) -> None:
        """A column was renamed: the same bytes mean something else now, and must be read."""
        layout = self._known(sample).layout
        variants = list(self.other_headings(sample.read_bytes()))
        if not variants:
            pytest.skip("no delimited text: override other_headings to try this rule")
        for content in variants:
            path = self.variant(sample, content, tmp_path)
            if not isinstance(self.read_or_refuse(path), SencoError):
                assert self._read_since(path, Remembered(self.secret)).layout != layout

    def test_digests_of_records_are_keyed(self, sample: Path) -> None:
        """A bare digest of "Alder, SEMH" can be found by trying all names: a stolen state would tell it."""
        ours = self._read_since(sample, Remembered(self.secret)).rows
        theirs = self._read_since(sample, Remembered(b"another school's")).rows
        assert not {row.raw for row in ours if row.raw} & {row.raw for row in theirs}

    def test_reading_what_changed_agrees_with_reading_all(self, sample: Path) -> None:
        """The first run reads everything by either way: it must not matter which was taken."""
        whole, since = self.read(sample), self._read_since(sample, Remembered(self.secret))
        assert since.fields == whole.fields
        assert [row.values for row in since.rows] == [row.values for row in whole.rows]

    def _read_since(self, path: Path, known: Remembered) -> Snapshot:
        source = self.source(path)
        if not isinstance(source, ReadsChanges):
            pytest.skip("this source reads whole files only")
        return source.read_since(ReadFile(path), known)

    def _known(self, sample: Path) -> Remembered:
        first = self._read_since(sample, Remembered(self.secret))
        digests = {row.raw: f"key{n}" for n, row in enumerate(first.rows) if row.raw}
        # A workbook, or a pupil of several lines, may well be read whole each time.
        if not digests:
            pytest.skip("this sample is of a form whose records have no digests")
        return Remembered(self.secret, first.layout, digests)
