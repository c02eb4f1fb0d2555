"""Where a source is tried: its samples, what they should read as, and files that are like them but not quite."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any, ClassVar

import pytest

from senco_connect.adapters import Answer, ReadFile, Source, Tools
from senco_connect.errors import SencoError
from senco_connect.record import BLANK, Missing, Value
from senco_connect.snapshot import Row, Snapshot
from senco_connect.testing.contracts import delimited
from senco_connect.testing.contracts.base import Contract

__all__ = ["SourceBench", "cells", "described", "expected_path"]

EXPECTED = ".expected.json"


class SourceBench(Contract):
    """What the author of a source names, and how the rules read with it.

    ``samples`` is a folder, looked for beside the test file and then above it;
    ``options`` are what the adapter's part of senco.toml holds besides the file;
    ``answers`` is what identify says of the adapter's own files.
    """

    adapter: ClassVar[type[Source]]
    samples: ClassVar[str | Path]
    options: ClassVar[Mapping[str, Any]] = {}
    answers: ClassVar[Answer] = Answer.YES

    def lacking_columns(self, content: bytes) -> Iterator[bytes]:
        """Give the sample once for each column, without it; override this for what is no delimited text."""
        return delimited.columns_taken_out(content)

    def other_headings(self, content: bytes) -> Iterator[bytes]:
        """Give the sample once for each column, under another heading."""
        return delimited.headings_renamed(content)

    def other_orders(self, content: bytes) -> Iterator[bytes]:
        """Give the sample with its records in another order, each of them byte for byte the same."""
        return delimited.records_reversed(content)

    @classmethod
    def sample_files(cls) -> list[Path]:
        """List the samples; a folder without any is an error, for it would prove nothing."""
        # The class is defined in the author's test file, so a path from there means the same in every working folder.
        here = Path(str(sys.modules[cls.__module__].__file__))
        folder = next((up / cls.samples for up in here.parents if (up / cls.samples).is_dir()), here)
        found = sorted(p for p in folder.glob("*") if p.is_file() and not p.name.endswith(EXPECTED))
        if not found:
            raise pytest.UsageError(f"{cls.__name__}: there is no sample in {cls.samples}")
        return found

    @classmethod
    def readable_files(cls) -> list[Path]:
        """List the samples that are not there to be refused."""
        return [sample for sample in cls.sample_files() if not _is_refused(sample)]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a rule once for each sample; while expected files are written anew, the other rules wait."""
        regenerating = metafunc.config.getoption("--senco-regenerate", default=False)
        files = {"sample": list if regenerating else self.readable_files, "any_sample": self.sample_files}
        for name in files.keys() & set(metafunc.fixturenames):
            found = files[name]()
            metafunc.parametrize(name, found, ids=[path.name for path in found])

    def source(self, path: Path) -> Source:
        """Make the adapter as the library would for this file."""
        kind: Any = self.adapter.Config
        return self.adapter(kind(adapter=self.adapter.name, file=str(path), **self.options), Tools(path.parent))

    def read(self, path: Path) -> Snapshot:
        """Read a file whole."""
        return self.source(path).read(ReadFile(path))

    def read_or_refuse(self, path: Path) -> Snapshot | SencoError:
        """Read a file, or give the refusal; anything else that is raised is the adapter's fault."""
        try:
            return self.read(path)
        except SencoError as refusal:
            return refusal

    def variant(self, sample: Path, content: bytes, folder: Path) -> Path:
        """Put other content into a file with the sample's suffix."""
        path = folder / f"variant{sample.suffix}"
        path.write_bytes(content)
        return path


def expected_path(sample: Path) -> Path:
    """Name the file that says what a sample reads as."""
    return sample.with_name(sample.name + EXPECTED)


def _is_refused(sample: Path) -> bool:
    path = expected_path(sample)
    return path.exists() and "refused" in json.loads(path.read_text(encoding="utf-8"))


def cells(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Walk the cells that show a text, as (field, text)."""
    for row in snapshot.rows:
        # A row of the wrong width is another rule's story.
        for field, value in zip(snapshot.fields, row.values, strict=False):
            if isinstance(value, str) and value:
                yield field, value


def described(answer: Snapshot | SencoError) -> dict[str, Any]:
    """Describe what came of a sample, as its expected file does.

    A row holds what is not blank, null where a cell is MISSING.  What changes
    from machine to machine (digests, the file's own time) is left out, and so
    are the words of a refusal.
    """
    if isinstance(answer, SencoError):
        where = {"code": answer.code, "line": answer.line, "column": answer.column}
        return {"refused": {"error": type(answer).__name__, **where}}
    return {
        "fields": list(answer.fields),
        "rows": [_row(answer, row) for row in answer.rows],
        "school": {"laestab": answer.laestab, "urn": answer.urn},
        "partial": answer.partial,
        "unused": list(answer.unused),
        "findings": [list(finding) for finding in answer.findings],
    }


def _row(snapshot: Snapshot, row: Row) -> dict[str, Any]:
    pairs = zip_longest(snapshot.fields, row.values, fillvalue=BLANK)
    shown = {field: _plain(value) for field, value in pairs if value != BLANK}
    return {"line": row.line, **({"key": row.key} if row.key else {}), **shown}


def _plain(value: Value) -> str | None:
    return None if isinstance(value, Missing) else value
