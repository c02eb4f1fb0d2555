"""The code keeps its shape: short modules, short functions, plain words.

Code lines are lines with code on them: no blanks, comments or docstrings.
Splitting a thought to meet a number is worse than missing it: change the number
here, in the same commit, and say why.
"""

from __future__ import annotations

import ast
import io
import math
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

MODULE_MEDIAN, MODULE_NINE_IN_TEN, MODULE_MOST = 120, 300, 400
FUNCTION_MEDIAN, FUNCTION_NINE_IN_TEN, FUNCTION_MOST = 7, 22, 60
NESTING_NINE_IN_TEN, BRANCHES_NINE_IN_TEN, PARAMETERS_NINE_IN_TEN = 2, 6, 4
PUBLIC_NAMES_MOST = 40
DOCUMENTED_LEAST = 0.90
BROAD_HANDLERS_MOST = 3

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = [ROOT / "senco_connect", *sorted((ROOT / "plugins").glob("*/senco_connect_*")), ROOT / "demos"]
VAGUE = re.compile(r"utils?\b|helpers?\b|managers?\b", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.Assert, ast.match_case)
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
BREAKS = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.COMMENT}

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module:
    """One source file, read once."""

    def __init__(self, path: Path) -> None:
        self.name = path.relative_to(ROOT).as_posix()
        self.source = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.source)
        self.code = _code_lines(self.source) - _docstring_lines(self.tree)

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def length(self, function: Function) -> int:
        return len(self.code & set(range(function.lineno, (function.end_lineno or 0) + 1)))


def _code_lines(source: str) -> set[int]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {line for t in tokens if t.type not in BREAKS for line in range(t.start[0], t.end[0] + 1)}


def _docstring_lines(tree: ast.Module) -> set[int]:
    words = [n for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)]
    return {line for n in words for line in range(n.lineno, (n.end_lineno or 0) + 1)}


MODULES = {package: [Module(path) for path in sorted(package.rglob("*.py"))] for package in PACKAGES}
EVERY = [module for modules in MODULES.values() for module in modules]
each_package = pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)


def _at(share: float, numbers: Iterable[int]) -> int:
    """Give the number that this share of the numbers does not pass."""
    ordered = sorted(numbers)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else 0


def _depth(node: ast.AST, inside: int = 0) -> int:
    deepest = inside
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            # An elif is an If inside the else of an If: no deeper for a reader.
            chained = isinstance(child, ast.If) and isinstance(node, ast.If) and child in node.orelse
            deepest = max(deepest, _depth(child, inside + (isinstance(child, BLOCKS) and not chained)))
    return deepest


def _branches(function: Function) -> int:
    """Count the ways through a function: McCabe's number, each "and" and each "if" of a comprehension counted."""
    ways = 1
    for node in ast.walk(function):
        ways += isinstance(node, BRANCHES)
        ways += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        ways += 1 + len(node.ifs) if isinstance(node, ast.comprehension) else 0
    return ways


def _parameters(function: Function) -> int:
    given = function.args
    names = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs) if a.arg not in {"self", "cls"}]
    return len(names)


@each_package
def test_modules_are_short(package: Path) -> None:
    lengths = {module.name: len(module.code) for module in MODULES[package]}
    assert [name for name, length in lengths.items() if length > MODULE_MOST] == []
    assert _at(0.5, lengths.values()) <= MODULE_MEDIAN
    assert _at(0.9, lengths.values()) <= MODULE_NINE_IN_TEN


@each_package
def test_functions_are_short(package: Path) -> None:
    lengths = {f"{m.name}:{f.lineno} {f.name}": m.length(f) for m in MODULES[package] for f in m.functions()}
    assert [name for name, length in lengths.items() if length > FUNCTION_MOST] == []
    assert _at(0.5, lengths.values()) <= FUNCTION_MEDIAN
    assert _at(0.9, lengths.values()) <= FUNCTION_NINE_IN_TEN


@each_package
def test_functions_are_simple(package: Path) -> None:
    functions = [f for m in MODULES[package] for f in m.functions()]
    assert _at(0.9, map(_depth, functions)) <= NESTING_NINE_IN_TEN
    assert _at(0.9, map(_branches, functions)) <= BRANCHES_NINE_IN_TEN
    assert _at(0.9, map(_parameters, functions)) <= PARAMETERS_NINE_IN_TEN


@each_package
def test_a_package_says_what_its_public_names_do(package: Path) -> None:
    public = [node for module in MODULES[package] for node in _public(module.tree.body)]
    silent = [node.name for node in public if not ast.get_docstring(node)]
    assert len(silent) <= (1 - DOCUMENTED_LEAST) * len(public), silent


def _public(body: Sequence[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            yield from _public(node.body) if isinstance(node, ast.ClassDef) else ()


@pytest.mark.parametrize("module", EVERY, ids=lambda module: module.name)
def test_a_module_exports_few_names(module: Module) -> None:
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["__all__"]:
            assert len(ast.literal_eval(node.value)) <= PUBLIC_NAMES_MOST


def _defined(module: Module) -> Iterator[str]:
    yield Path(module.name).stem
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def test_no_name_is_as_vague_as_a_drawer() -> None:
    assert [(m.name, name) for m in EVERY for name in _defined(m) if VAGUE.search(name)] == []


def test_nothing_is_marked_as_unfinished() -> None:
    assert [m.name for m in EVERY if UNFINISHED.search(m.source)] == []


def test_errors_are_caught_narrowly() -> None:
    caught = [
        f"{module.name}:{node.lineno}"
        for module in EVERY
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
    ]
    assert len(caught) <= BROAD_HANDLERS_MOST, caught


def test_a_long_function_is_measured_without_its_docstring_and_comments() -> None:
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    # Three.\n\n    return [\n        4,\n    ]\n'
    assert _code_lines(source) - _docstring_lines(ast.parse(source)) == {1, 8, 9, 10}


def test_the_share_of_a_measure_is_what_that_share_does_not_pass() -> None:
    assert [_at(share, range(1, 11)) for share in (0.5, 0.9, 1.0)] == [5, 9, 10]
