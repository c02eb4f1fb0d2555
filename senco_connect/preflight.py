"""Read every store whole and say what was understood of it, before anything is planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from senco_connect.adapters import Adapter, AdapterConfig, ReadFile, Source, Tools
from senco_connect.choosing import best_source
from senco_connect.errors import SencoError
from senco_connect.record import FIELDS
from senco_connect.run import Planned, Stores, newest_file
from senco_connect.school import School
from senco_connect.snapshot import Finding, FolderSnapshot, Snapshot

__all__ = ["Group", "Preflight", "StoreReport", "check_export", "check_school", "grouped"]


class StoreReport(NamedTuple):
    """What was understood of one store.

    ``used`` pairs headings with the labels of their fields, ``unused`` are the
    headings of columns that were dropped; where the store could not be read
    ``problem`` says why and the rest is empty.
    """

    store: str
    title: str
    rows: int = 0
    used: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    problem: SencoError | None = None


class Preflight(NamedTuple):
    """The report of each store, and the plan that a run would make; None where a store could not be read."""

    stores: tuple[StoreReport, ...]
    planned: Planned | None

    @property
    def problem(self) -> SencoError | None:
        """The first store's problem."""
        return next((report.problem for report in self.stores if report.problem), None)


class Group(NamedTuple):
    """Findings of one code about one column: what they say, how many cells it is about, and the first lines."""

    code: str
    column: str
    words: str
    cells: int
    lines: tuple[int, ...]


def grouped(findings: Sequence[Finding], *, lines: int = 5) -> tuple[Group, ...]:
    """Gather findings that say the same of one column, with the first few of their lines."""
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.code, finding.column, finding.words), []).append(finding)
    return tuple(
        Group(*about, len(each), tuple(f.line for f in each if f.line is not None)[:lines])
        for about, each in sorted(found.items())
    )


def check_school(school: School, export: Path | None = None) -> Preflight:
    """Read all stores of a school, one problem not hiding another; then plan.

    ``export`` stands in for the configured export of the source that knows it best.
    """
    school = _with_export(school, export) if export else school
    reports = tuple(_reports(school.stores, school.tools))
    if any(report.problem for report in reports):
        return Preflight(reports, None)
    return Preflight(reports, school.plan())


def check_export(source: Source, file: ReadFile) -> StoreReport:
    """Read one export, with no school around it."""
    return _source_report("export", source, file)


def _reports(stores: Stores, tools: Tools) -> Iterator[StoreReport]:
    for name, source in stores.sources:
        try:
            yield _source_report(name, source, newest_file(name, source, tools))
        except SencoError as problem:
            yield StoreReport(name, source.title, problem=problem)
    for name, store in (("register", stores.register), ("filing", stores.filing)):
        if store is not None:
            try:
                yield _told(name, store, store.read())
            except SencoError as problem:
                yield StoreReport(name, store.title, problem=problem)


def _source_report(name: str, source: Source, file: ReadFile) -> StoreReport:
    return _told(name, source, source.read(file))


def _told(name: str, store: Adapter, shown: Snapshot | FolderSnapshot) -> StoreReport:
    if isinstance(shown, FolderSnapshot):
        return StoreReport(name, store.title, len(shown.folders), findings=shown.findings)
    used = tuple((heading, FIELDS[field].label) for field, heading in shown.headings)
    return StoreReport(name, store.title, len(shown.rows), used, shown.unused, shown.findings)


def _with_export(school: School, export: Path) -> School:
    """Give the school as if this file were the configured export of the source that knows it best."""
    file = ReadFile(export.resolve())
    sources = dict(zip((part.place for part in school.config.sources), school.stores.sources, strict=True))
    chosen = best_source([source for _, source in sources.values()], file).source
    parts = tuple(
        part._replace(config=_reading(part.config, file)) if sources[part.place][1] is chosen else part
        for part in school.config.sources
    )
    return School(replace(school.config, sources=parts), school.tools)


def _reading(config: Any, file: ReadFile) -> AdapterConfig:
    changed: AdapterConfig = replace(config, file=str(file.path))
    return changed
