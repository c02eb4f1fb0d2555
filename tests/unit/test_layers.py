"""Arrows of import point one way, and what decides touches nothing outside itself.

Counted are imports at the top of a module and inside its functions; an import
for type checkers alone is not an arrow.  The front (`senco_connect/__init__.py`)
loads its names when they are used, so it stands at the bottom.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

# From the ground up: a part may import those before it, and nothing after it.
DECIDES = (
    "errors", "codesets", "record", "snapshot", "batch", "tokens", "memory", "remembered", "ownership", "merge", "identity", "join",
    "pupils", "computed", "rows", "folder_names", "folders", "layout", "lines", "plan", "guards", "explain", "undo", "lease",
)  # fmt: skip
ACTS = (
    "adapters", "excerpt", "registry", "catalogue", "leasing", "apply", "store", "observing", "run", "undoing", "listing",
    "telling", "comparing", "config_file", "config", "choosing", "school", "preflight", "setup", "config_text", "status",
    "auditing", "doctor", "schedule",
    "testing", "cli",
)  # fmt: skip
ORDER = ("", *DECIDES, *ACTS)

# What a plugin may know of the core: the contract.  Its tests may use the kit as well.
CONTRACT = frozenset({"record", "snapshot", "errors", "adapters", "codesets", "layout", "folder_names", "lines"})

OUTSIDE = {
    "asyncio", "click", "csv", "glob", "google", "http", "io", "logging", "os", "pathlib", "random", "requests", "rich",
    "secrets", "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
    "zipfile",
}  # fmt: skip
TOUCHES = {
    "open", "print", "input", "now", "today", "utcnow", "write_text", "write_bytes", "read_text", "read_bytes", "mkdir",
    "unlink",
}  # fmt: skip

ROOT = Path(__file__).resolve().parents[2]
Sources = Mapping[str, ast.Module]


def _sources(package: Path) -> Sources:
    found = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = ast.parse(path.read_text(encoding="utf-8"))
    return found


CORE = _sources(ROOT / "senco_connect")
PLUGINS = {path.name: _sources(path) for path in (ROOT / "plugins").glob("*/senco_connect_*")}


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a module, leaving out what only a type checker runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from (inner for child in node.orelse for inner in (child, *_statements(child)))
            continue
        yield node
        yield from _statements(node)


def _imported(tree: ast.Module, modules: Collection[str] = ()) -> Iterator[str]:
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                # "from senco_connect.record import kinds" names a module of the package, not the package.
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules else node.module


def _arrows(sources: Sources) -> Iterator[tuple[str, str]]:
    for name, tree in sources.items():
        for target in set(_imported(tree, sources)) & sources.keys():
            if target != name:
                yield name, target


def _part(module: str) -> str:
    return module.partition(".")[2].partition(".")[0]


def _arrows_up(sources: Sources) -> list[str]:
    place = {part: number for number, part in enumerate(ORDER)}
    return sorted(
        f"{name} -> {target}" for name, target in _arrows(sources) if place[_part(name)] < place[_part(target)]
    )


def _circles(sources: Sources) -> list[str]:
    """Take away, again and again, the modules that import none of those left, or that none of them imports."""
    left = set(sources)
    arrows = list(_arrows(sources))
    while True:
        live = [(name, target) for name, target in arrows if {name, target} <= left]
        round_and_round = {name for name, _ in live} & {target for _, target in live}
        if round_and_round == left:
            return sorted(left)
        left = round_and_round


def _touches(tree: ast.Module) -> Iterator[str]:
    yield from (name for name in _imported(tree) if name.partition(".")[0] in OUTSIDE)
    for node in _statements(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            yield from [f"{called}()"] if called in TOUCHES else []


def test_every_part_of_the_core_has_its_place_in_the_order() -> None:
    assert {_part(name) for name in CORE} - set(ORDER) == set()


def test_no_arrow_points_up() -> None:
    assert _arrows_up(CORE) == []


@pytest.mark.parametrize("sources", [CORE, *PLUGINS.values()], ids=["senco_connect", *PLUGINS])
def test_no_modules_import_each_other_in_a_circle(sources: Sources) -> None:
    assert not _circles(sources), "\n".join(_circles(sources))


def test_what_decides_touches_neither_disk_nor_clock_nor_chance() -> None:
    found = {name: list(_touches(tree)) for name, tree in CORE.items() if _part(name) in DECIDES}
    assert {name: touched for name, touched in found.items() if touched} == {}


def test_the_core_imports_no_plugin() -> None:
    imported = {target for tree in CORE.values() for target in _imported(tree)}
    assert [target for target in imported if target.startswith("senco_connect_")] == []


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plugin_knows_the_contract_and_no_other_plugin(plugin: str) -> None:
    strange = [
        f"{name} -> {target}"
        for name, tree in PLUGINS[plugin].items()
        for target in _imported(tree)
        if target.startswith("senco_connect")
        and target.partition(".")[0] != plugin
        and not (target == "senco_connect" or _part(target) in CONTRACT)
    ]
    assert strange == []


def _written(**modules: str) -> Sources:
    return {f"senco_connect.{name.replace('__', '.')}": ast.parse(text) for name, text in modules.items()}


def test_an_arrow_up_inside_a_function_is_seen() -> None:
    sources = _written(merge="def f():\n    from senco_connect.plan import Plan\n", plan="")
    assert _arrows_up(sources) == ["senco_connect.merge -> senco_connect.plan"]


def test_a_circle_of_three_is_seen() -> None:
    sources = _written(
        record="from senco_connect.record.a import X",
        record__a="from senco_connect.record import b",
        record__b="import senco_connect.record.c",
        record__c="from senco_connect.record.a import X",
        record__d="from senco_connect.record.a import X",
    )
    assert [name.rpartition(".")[2] for name in _circles(sources)] == ["a", "b", "c"]


def test_a_look_at_the_clock_is_seen() -> None:
    assert list(_touches(ast.parse("from datetime import datetime\nat = datetime.now()"))) == ["now()"]
