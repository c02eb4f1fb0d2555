"""Read every store whole and say what was understood of it, before anything is planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from senco_connect.adapters import Adapter, AdapterConfig, ReadFile, Source, Tools
from senco_connect.choosing import best_source
from senco_connect.errors import SencoError
from senco_connect.join import join
from senco_connect.observing import Stores, newest_file
from senco_connect.run import Planned
from senco_connect.school import School
from senco_connect.snapshot import Finding, FolderSnapshot, Snapshot
from senco_connect.telling.findings import finding_document
from senco_connect.telling.totals import counts_of

__all__ = ["Preflight", "StoreReport", "check_export", "check_school", "report_document"]


class StoreReport(NamedTuple):
    """What was understood of one store.

    ``used`` pairs headings with fields, ``unused`` are the headings of columns
    that were dropped; where the store could not be read
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
    """Read one export, with no school around it; raises what the adapter raises."""
    return _told("export", source, source.read(file))


def _reports(stores: Stores, tools: Tools) -> Iterator[StoreReport]:
    exports: list[Snapshot] = []
    for name, source in stores.sources:
        yield _tried(name, source, partial(_read_export, name, source, tools, exports))
    if len(exports) > 1:
        together = join(exports)
        alone = {finding for export in exports for finding in export.findings}
        found = tuple(finding for finding in together.findings if finding not in alone)
        yield StoreReport("the exports together", "joined by identifier", len(together.rows), findings=found)
    for name, store in (("register", stores.register), ("filing", stores.filing)):
        if store is not None:
            yield _tried(name, store, store.read)


def _read_export(name: str, source: Source, tools: Tools, read: list[Snapshot]) -> Snapshot:
    read.append(source.read(newest_file(name, source, tools)))
    return read[-1]


def _tried(name: str, store: Adapter, read: Callable[[], Snapshot | FolderSnapshot]) -> StoreReport:
    try:
        return _told(name, store, read())
    except SencoError as problem:
        return StoreReport(name, store.title, problem=problem)


def _told(name: str, store: Adapter, shown: Snapshot | FolderSnapshot) -> StoreReport:
    if isinstance(shown, FolderSnapshot):
        return StoreReport(name, store.title, len(shown.folders), findings=shown.findings)
    used = tuple((heading, field) for field, heading in shown.headings)
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
    return School(school.config._replace(sources=parts), school.tools)


def _reading(config: Any, file: ReadFile) -> AdapterConfig:
    changed: AdapterConfig = replace(config, file=str(file.path))
    return changed


def report_document(checked: Preflight) -> dict[str, Any]:
    """Give what was understood, for programs; no values."""
    return {
        "stores": [_report(report) for report in checked.stores],
        "refusals": [refusal._asdict() for refusal in checked.planned.refusals] if checked.planned else [],
        "counts": counts_of(checked.planned.plan)._asdict() if checked.planned else None,
    }


def _report(report: StoreReport) -> dict[str, Any]:
    problem = report.problem
    return {
        "store": report.store,
        "rows": report.rows,
        "used": [{"heading": heading, "field": field} for heading, field in report.used],
        "unused": list(report.unused),
        "findings": finding_document(report.findings),
        "problem": {"code": problem.code, "words": str(problem), "exit_code": problem.exit_code} if problem else None,
    }
