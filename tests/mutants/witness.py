"""Run checks inside a copy of the project and write down which failed, by what, and where.

Started in a process of its own: python witness.py COPY REPORT [what pytest takes ...]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest


class Seen:
    """What became of each check: "passed", "noticed" (an assertion of the check failed) or how else it ended.

    ``where`` names the function whose assertion it was: of a machine, the invariant.
    """

    def __init__(self, copy: Path) -> None:
        self.copy = copy
        self.outcomes: dict[str, str] = {}
        self.where: dict[str, str] = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        answered: Any = yield
        report = answered.get_result()
        if report.skipped:
            self.outcomes[item.nodeid] = "skipped"
        elif call.excinfo is not None:
            self.outcomes[item.nodeid] = self._failure(item.nodeid, call.excinfo, call.when)
        elif call.when == "call":
            self.outcomes.setdefault(item.nodeid, "passed")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.outcomes[report.nodeid] = "could not be collected"

    def _failure(self, nodeid: str, found: pytest.ExceptionInfo[BaseException], when: str) -> str:
        errors = list(_leaves(found.value))
        self.where[nodeid] = next((name for e in errors for name in self._asserting(e)), "")
        if when == "call" and all(self._is_noticed(e) for e in errors):
            return "noticed"
        return f"{when} ended with {type(errors[0]).__name__}"

    def _is_noticed(self, error: BaseException) -> bool:
        # `pytest.raises` says by an exception of its own that nothing was raised.
        return isinstance(error, pytest.fail.Exception) or (
            isinstance(error, AssertionError) and any(self._asserting(error))
        )

    def _asserting(self, error: BaseException) -> Iterator[str]:
        """Name the function of the tests that asserted; an assertion of the product's own is not the check's."""
        trace, last = error.__traceback__, None
        while trace is not None:
            last, trace = trace.tb_frame.f_code, trace.tb_next
        if last is not None and "tests" in _parts(Path(last.co_filename), self.copy):
            yield last.co_name


def _parts(path: Path, folder: Path) -> tuple[str, ...]:
    return path.relative_to(folder).parts if path.is_relative_to(folder) else ()


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def main() -> int:
    """Make sure that the copy is what is imported, run, and write the report."""
    copy, report, *asked = sys.argv[1:]
    root = Path(copy).resolve()
    packages = [root / "senco_connect", *root.glob("plugins/*/senco_connect_*")]
    for package in packages:
        # Found, not imported: pytest wants to see the first import of a plugin itself.
        found = find_spec(package.name)
        if found is None or not Path(str(found.origin)).resolve().is_relative_to(package):
            print(f"{package.name} would be imported from elsewhere", file=sys.stderr)
            return 3
    seen = Seen(root)
    pytest.main(asked, plugins=[seen])
    Path(report).write_text(json.dumps({"outcomes": seen.outcomes, "where": seen.where}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
