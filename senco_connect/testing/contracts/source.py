"""The rules for a source: it reads whole or not at all, says what it saw and makes nothing up."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from senco_connect.adapters import Answer, ReadFile
from senco_connect.errors import SencoError
from senco_connect.record import BLANK, FIELDS, MISSING
from senco_connect.snapshot import Snapshot
from senco_connect.testing.contracts.base import told_by, untold
from senco_connect.testing.contracts.bench import cells, described, expected_path
from senco_connect.testing.contracts.changes import ChangesRules

__all__ = ["SourceContract"]

_WORDS = frozenset({"text", "link", "UPN", "ULN", "day", "admission number"})
# Shorter texts ("6M") stand in any message by chance.
_SHORTEST_SECRET = 5


class SourceContract(ChangesRules):
    """Every rule that a Source keeps; rules of ReadsChanges are passed over where it is none."""

    def test_it_knows_its_own_samples(self, sample: Path) -> None:
        """A technician drops a file into the folder and must be told at once what it is."""
        match = self.source(sample).identify(ReadFile(sample))
        assert match.answer is self.answers, match.why
        assert match.why, "identify gives its reason"

    def test_it_never_trips_over_a_foreign_file(self, tmp_path: Path) -> None:
        """All adapters look at each file: one that raises on somebody else's takes the others down with it."""
        for name, content in _foreign_files().items():
            path = tmp_path / name
            path.write_bytes(content)
            assert self.source(path).identify(ReadFile(path)).answer is not Answer.YES, name

    def test_a_foreign_file_is_refused(self, tmp_path: Path) -> None:
        """An empty download was once read as a school without pupils, and everybody had left."""
        for name, content in _foreign_files().items():
            path = tmp_path / name
            path.write_bytes(content)
            assert isinstance(self.read_or_refuse(path), SencoError), f"{name} was read"

    def test_a_sample_reads_as_expected(self, any_sample: Path, pytestconfig: pytest.Config) -> None:
        """The author read this file once and found it right; ``--senco-regenerate`` writes it anew to be read again."""
        found = described(self.read_or_refuse(any_sample))
        expected = expected_path(any_sample)
        if pytestconfig.getoption("--senco-regenerate", default=False):
            expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        assert expected.exists(), "run pytest with --senco-regenerate, then read what it wrote"
        assert found == json.loads(expected.read_text(encoding="utf-8"))

    def test_reading_twice_gives_the_same(self, sample: Path) -> None:
        """A plan is shown in the morning and applied at noon: the same file must say the same thing."""
        assert self.read(sample) == self.read(sample)

    def test_making_it_touches_nothing(self, tmp_path: Path) -> None:
        """``senco check`` makes every adapter of the config: a share that is offline must not hang it."""
        # Nothing is there, so whoever looks is found out.
        nowhere = tmp_path / "offline" / "export.csv"
        self.source(nowhere)
        assert list(tmp_path.iterdir()) == []

    def test_every_row_has_a_cell_for_each_field(self, sample: Path) -> None:
        """A row that ended early once put each child's need under the neighbour's heading."""
        snapshot = self.read(sample)
        assert {len(row.values) for row in snapshot.rows} <= {len(snapshot.fields)}

    def test_every_field_is_one_of_the_record(self, sample: Path) -> None:
        """A misspelt field would be read every night and reach nobody."""
        snapshot = self.read(sample)
        assert set(snapshot.fields) <= FIELDS.keys()
        assert len(set(snapshot.fields)) == len(snapshot.fields), "each field stands once"

    def test_values_are_canonical(self, sample: Path) -> None:
        """Two spellings of one fact look like an edit, and an edit is asked about: 3/4/15 is 2015-04-03."""
        for field, text in cells(self.read(sample)):
            kind = FIELDS[field].kind
            assert kind.read(text).text == text, f"{field} is not in its canonical form ({kind.name})"

    def test_any_changed_byte_changes_the_digest(self, sample: Path, tmp_path: Path) -> None:
        """The digest alone says "this export is the one you had": a correction must not be passed over."""
        before = self.read(sample).digest
        for content in _flipped(sample.read_bytes()):
            answer = self.read_or_refuse(self.variant(sample, content, tmp_path))
            assert isinstance(answer, SencoError) or answer.digest != before

    def test_a_cut_file_is_refused_or_reads_as_another(self, sample: Path, tmp_path: Path) -> None:
        """A download that broke off must never crash the run, nor pass for the whole file."""
        before = self.read(sample).digest
        for content in _cut(sample.read_bytes()):
            answer = self.read_or_refuse(self.variant(sample, content, tmp_path))
            assert isinstance(answer, SencoError) or answer.digest != before

    def test_a_column_that_is_gone_is_missing_and_not_blank(self, sample: Path, tmp_path: Path) -> None:
        """A report lost its SEN column: read as blank, the register would lose every status."""
        shown = {field for field, _ in cells(self.read(sample))}
        variants = list(self.lacking_columns(sample.read_bytes()))
        if not variants:
            pytest.skip("no delimited text: override lacking_columns to try this rule")
        for content in variants:
            answer = self.read_or_refuse(self.variant(sample, content, tmp_path))
            emptied = isinstance(answer, Snapshot) and {f for f in answer.fields if f in shown and _is_empty(answer, f)}
            assert not emptied, f"read as blank instead of MISSING: {emptied}"

    def test_the_order_of_records_does_not_matter(self, sample: Path, tmp_path: Path) -> None:
        """An office sorts its report by class one day: no child may take anything from the line above."""
        before = self.read(sample)
        variants = list(self.other_orders(sample.read_bytes()))
        if not variants:
            pytest.skip("no delimited text: override other_orders to try this rule")
        for content in variants:
            after = self.read(self.variant(sample, content, tmp_path))
            assert sorted(repr(row.values) for row in after.rows) == sorted(repr(row.values) for row in before.rows)

    def test_its_words_say_nothing_of_a_child(self, sample: Path, tmp_path: Path) -> None:
        """Logs go to support desks: a parser's message quoted the line it could not read, and so a name."""
        secrets = {text for field, text in cells(self.read(sample)) if _is_secret(field, text)} | {"canary-file"}
        content = sample.read_bytes()
        for changed in (content, *_gnawed(content)):
            path = tmp_path / f"canary-file{sample.suffix}"
            path.write_bytes(changed)
            answer = self.read_or_refuse(path)
            said = [f.words for f in answer.findings] if isinstance(answer, Snapshot) else [told_by(answer)]
            said.append(self.source(path).identify(ReadFile(path)).why)
            assert untold(secrets, said), "a message holds the content of a cell, or the file's name"


def _is_secret(field: str, text: str) -> bool:
    return len(text) >= _SHORTEST_SECRET and FIELDS[field].kind.name in _WORDS


def _is_empty(snapshot: Snapshot, field: str) -> bool:
    return all(snapshot.value(row, field) in (BLANK, MISSING) for row in snapshot.rows) and any(
        snapshot.value(row, field) == BLANK for row in snapshot.rows
    )


def _foreign_files() -> dict[str, bytes]:
    """Give what a downloads folder holds besides exports."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as pack:
        pack.writestr("photo.txt", "no export")
    return {
        "empty.csv": b"",
        "random.csv": random.Random(1).randbytes(4_096),
        "page.html": b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Session over</body></html>",
        "archive.zip": archive.getvalue(),
        "broken.zip": archive.getvalue()[:30],
        "zeros.csv": bytes(1_024),
        "note.txt": "Bring a coat.\n".encode("utf-16"),
        "settings.json": b'{"window": [800, 600]}',
    }


def _cut(content: bytes) -> Iterator[bytes]:
    """Give the file broken off at eight places, the last but one byte among them."""
    places = {len(content) * eighth // 8 for eighth in range(1, 8)} | {len(content) - 1}
    return (content[:place] for place in sorted(places))


def _flipped(content: bytes) -> Iterator[bytes]:
    """Give the file with one bit changed, at sixteen places from the first byte to the last."""
    places = {(len(content) - 1) * part // 15 for part in range(16)}
    return (content[:n] + bytes([content[n] ^ 1]) + content[n + 1 :] for n in sorted(places))


def _gnawed(content: bytes) -> Iterator[bytes]:
    """Give the file with three bytes gone, at thirty-two places from the first byte to the last."""
    # Few bytes, so that the file stays what it is and the parser gets as far as the damage.
    places = {(len(content) - 3) * part // 31 for part in range(32)}
    return (content[:n] + content[n + 3 :] for n in sorted(places))
