"""Tell how many small mistakes in a module its tests would notice: a mutation score.

    pytest -p no:xdist -p tests.mutation.score --mutate senco_connect/merge.py tests/unit/merge

Loaded into pytest, this collects the tests once and watches which functions each
of them calls.  Then each mutant (a changed operator, comparison, number,
condition or loop, as cosmic-ray's operators make them) is put into a forked
child, which runs the tests that call the changed function, quickest first,
until one fails.  Nothing on disk is changed.  POSIX only: it forks.

Left out, as no test could tell them from the code: changed annotations, which
nothing evaluates, and what Python does not compile or compiles to the same.
"""

from __future__ import annotations

import ast
import inspect
import json
import os
import random
import signal
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, ModuleType
from typing import Any, NamedTuple, NoReturn

import pytest
from _pytest.runner import runtestprotocol
from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast

if sys.platform != "win32":
    import resource

__all__ = ["pytest_addoption", "pytest_runtestloop"]

# Exit codes of a child; one that a signal ended is a mutant that ran for ever.
SURVIVED, KILLED, NO_MUTANT, UNREACHED, FAULT = range(5)
OUTCOMES = ("survived", "killed", "no mutant", "survived: no test calls it", "could not be tried")
MEMORY = 4 << 30


class Place(NamedTuple):
    """One change that can be made: the parsed node, and which of its operator's changes."""

    node: Any
    operator: Any
    index: int
    line: int


class _Test(NamedTuple):
    seconds: float
    item: pytest.Item


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the switches of a campaign."""
    group = parser.getgroup("mutation")
    group.addoption("--mutate", help="the module to change, as a path")
    group.addoption("--mutants", type=int, default=0, help="try this many, drawn at random with a fixed seed (0: all)")
    group.addoption("--budget", type=float, default=3.0, help="seconds of tests, as first measured, for one mutant")
    group.addoption("--mutation-report", default=os.devnull, help="write a JSON line for each mutant here")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the campaign in place of the tests."""
    path = session.config.getoption("--mutate")
    if path and os.name != "posix":
        raise pytest.UsageError("a mutation score is measured where processes fork: Linux or macOS")
    if path:
        with Path(session.config.getoption("--mutation-report")).open("w", encoding="utf-8") as report:
            counts = _campaign(session, path, report)
        tried = sum(counts.values()) - counts["no mutant"]
        killed = counts["killed"] + counts["killed by the clock"]
        sys.stdout.write(f"\n{path}: {tried} mutants, {killed} killed, {tried - killed} survived, ")
        sys.stdout.write(f"score {100 * killed / max(1, tried):.1f} %\n{dict(counts)}\n")
    return True if path else None


def _campaign(session: pytest.Session, path: str, report: Any) -> Counter[str]:
    campaign = _Campaign(path, _calls(session, path), budget=session.config.getoption("--budget"))
    wanted = session.config.getoption("--mutants")
    places = list(_places(campaign.source))
    if wanted:
        random.Random(path).shuffle(places)
    counts: Counter[str] = Counter()
    for place in places:
        outcome, text = campaign.tried(place)
        counts[outcome] += 1
        if outcome != "no mutant":
            said = {"outcome": outcome, "line": place.line, "operator": type(place.operator).__name__, "text": text}
            report.write(json.dumps(said, ensure_ascii=False) + "\n")
            report.flush()
        if wanted and sum(counts.values()) - counts["no mutant"] == wanted:
            break
    return counts


def _calls(session: pytest.Session, path: str) -> dict[str, list[_Test]]:
    """Run each test once; give those that call a function of the module, by its name."""
    file, calls = str(Path(path).resolve()), defaultdict(list)
    for item in session.items:
        called: set[str] = set()

        def note(frame: Any, event: str, _: Any, called: set[str] = called) -> None:
            if event == "call" and frame.f_code.co_filename == file:
                called.add(frame.f_code.co_qualname.split(".<locals>")[0])

        began = time.process_time()
        sys.setprofile(note)
        passed = _passes(item)
        sys.setprofile(None)
        if not passed:
            raise pytest.UsageError(f"{item.nodeid} fails without any mutant")
        # What a module does when it is imported is every test's business.
        for name in ("", *called):
            calls[name].append(_Test(time.process_time() - began, item))
    return calls


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def _places(source: str) -> Iterator[Place]:
    annotated = set(_annotated(source))
    nodes = list(ast_nodes(get_ast(source)))
    for name in sorted(plugins.operator_names()):
        kind = plugins.get_operator(name)
        if kind.arguments():
            continue
        operator = kind()
        for node in nodes:
            for index, (start, _) in enumerate(operator.mutation_positions(node)):
                if start not in annotated:
                    yield Place(node, operator, index, start[0])


def _annotated(source: str) -> Iterator[tuple[int, int]]:
    for node in ast.walk(ast.parse(source)):
        for name in ("annotation", "returns"):
            inside = getattr(node, name, None)
            if inside is not None:
                yield from (
                    (line, column)
                    for line in range(inside.lineno, inside.end_lineno + 1)
                    for column in range(inside.col_offset, inside.end_col_offset)
                )


class _Campaign:
    def __init__(self, path: str, calls: dict[str, list[_Test]], *, budget: float) -> None:
        self.module = sys.modules[str(Path(path).with_suffix("")).replace("/", ".")]
        self.source = Path(path).read_text(encoding="utf-8")
        self._codes = _codes(self.source, self.module)
        self._calls = calls
        self._budget = budget

    def tried(self, place: Place) -> tuple[str, str]:
        """Give what became of a mutant, and the line as it was changed."""
        with TemporaryDirectory() as room:
            child = os.fork()
            if child == 0:
                self._as_a_child(place, Path(room))
            _, status = os.waitpid(child, 0)
            text = Path(room, "text")
            said = text.read_text(encoding="utf-8") if text.exists() else ""
        return "killed by the clock" if os.WIFSIGNALED(status) else OUTCOMES[os.WEXITSTATUS(status)], said

    def _as_a_child(self, place: Place, room: Path) -> NoReturn:
        outcome = FAULT
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            outcome = self._outcome(place, room)
        finally:
            os._exit(outcome)

    def _outcome(self, place: Place, room: Path) -> int:
        try:
            source = _mutated(place)
            codes = _codes(source, self.module)
        except (SyntaxError, AttributeError):
            # An AttributeError is cosmic-ray's own: its ExceptionReplacer knows no dotted names.
            return NO_MUTANT
        changed = {name for name in codes.keys() | self._codes.keys() if codes.get(name) != self._codes.get(name)}
        if not changed:
            return NO_MUTANT
        differing = (new for old, new in zip(self.source.splitlines(), source.splitlines(), strict=False) if old != new)
        Path(room, "text").write_text(next(differing, "").strip(), encoding="utf-8")
        tests = self._tests({""} if "" in changed else changed)
        if not tests:
            return UNREACHED
        try:
            _put_in(self.module, source if "" in changed else {name: codes[name] for name in changed})
        except Exception:
            # A module that can't be run any more fails each of its tests.
            return KILLED
        tests[0].item.config._tmp_path_factory._basetemp = room  # type: ignore[attr-defined]
        return SURVIVED if all(_passes_in_time(test) for test in tests) else KILLED

    def _tests(self, names: Any) -> list[_Test]:
        """Give the tests that call one of these, quickest first, as many as fit in the budget."""
        found = {test.item.nodeid: test for name in names for test in self._calls.get(name, ())}
        tests, spent = [], 0.0
        for test in sorted(found.values(), key=lambda test: test.seconds):
            spent += test.seconds
            if not tests or spent <= self._budget:
                tests.append(test)
        return tests


def _mutated(place: Place) -> str:
    """Change the parsed module (we are in a child: nobody else sees it) and give its text."""
    parent, root = place.node.parent, place.node.get_root_node()
    at = parent.children.index(place.node)
    changed = place.operator.mutate(place.node, place.index)
    parent.children[at : at + 1] = [] if changed is None else [changed]
    return str(root.get_code())


def _codes(source: str, module: ModuleType) -> dict[str, Any]:
    """Give the code of each function; "" has what stands outside of them and is run once."""
    with warnings.catch_warnings():
        # A warning is an error in our tests: what warns when it is compiled is no mutant that could get through.
        warnings.simplefilter("error")
        codes: dict[str, Any] = {"": []}
        _gather(compile(source, str(module.__file__), "exec"), codes)
    return codes


def _gather(code: CodeType, codes: dict[str, Any]) -> None:
    inner = [c for c in code.co_consts if isinstance(c, CodeType)]
    codes[""].append((code.co_code, code.co_names, [repr(c) for c in code.co_consts if c not in inner]))
    for c in inner:
        if c.co_flags & inspect.CO_NEWLOCALS:
            codes[c.co_qualname] = c
        else:
            _gather(c, codes)


def _put_in(module: ModuleType, new: str | dict[str, CodeType]) -> None:
    if isinstance(new, dict):
        for name, code in new.items():
            found: Any = module
            for part in name.split("."):
                found = vars(found)[part]
            inspect.unwrap(getattr(found, "fget", found)).__code__ = code
        return
    # Run the module again, and give what it makes now to all who imported the old.
    old = dict(vars(module))
    exec(compile(new, str(module.__file__), "exec"), vars(module))
    renewed = {id(old[name]): value for name, value in vars(module).items() if name in old and old[name] is not value}
    for other in list(sys.modules.values()):
        for name, value in list(getattr(other, "__dict__", {}).items()):
            if id(value) in renewed:
                setattr(other, name, renewed[id(value)])


def _passes_in_time(test: _Test) -> bool:
    # Time of the processor first: the machine may be busy with something else.
    signal.setitimer(signal.ITIMER_PROF, 5 + 10 * test.seconds)
    signal.setitimer(signal.ITIMER_REAL, 200 + 100 * test.seconds)
    return _passes(test.item)
