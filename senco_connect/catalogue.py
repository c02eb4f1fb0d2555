"""Say what is installed: each adapter's kind and title, or why it can't be loaded; and the demo."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import MISSING, fields
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from senco_connect.adapters import Adapter, Filing, Register, Source
from senco_connect.errors import ConfigProblem
from senco_connect.registry import GROUP, Installed, installed_adapters, load_adapter

__all__ = ["Listed", "adapters_of_kind", "list_adapters", "load_demo", "needing_only"]

DEMOS = "senco_connect.demos"

_KINDS: dict[str, type[Adapter]] = {"source": Source, "register": Register, "filing": Filing}

Demo = Callable[[Path, Callable[[str], None]], Any]


class Listed(NamedTuple):
    """An installed adapter; ``kind`` and ``title`` are "" and ``adapter`` is None where ``problem`` says why."""

    installed: Installed
    kind: str
    title: str
    adapter: type[Adapter] | None
    problem: str = ""


def list_adapters() -> tuple[Listed, ...]:
    """Load every installed adapter and describe it; one that can't be loaded spoils nothing."""
    return tuple(map(_listed, installed_adapters()))


def _listed(installed: Installed) -> Listed:
    try:
        adapter = load_adapter(installed.target)
    except ConfigProblem as problem:
        return Listed(installed, "", "", None, str(problem))
    kind = next((name for name, base in _KINDS.items() if issubclass(adapter, base)), "")
    return Listed(installed, kind, adapter.title, adapter)


def adapters_of_kind(kind: type[Adapter]) -> tuple[type[Adapter], ...]:
    """Give the installed adapters of a kind that can be loaded, by name."""
    return tuple(adapter for adapter in _loaded() if issubclass(adapter, kind))


def _loaded() -> Iterator[type[Adapter]]:
    # It costs more than to read an export that a configuration describes: only where there is none.
    from importlib.metadata import entry_points

    # Name and version of each distribution are not asked for: reading them takes longer than loading it.
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        with suppress(ConfigProblem):
            yield load_adapter(point.value)


def needing_only(kind: type[Adapter], settings: Collection[str]) -> tuple[type[Adapter], ...]:
    """Give the installed adapters of a kind whose part of senco.toml needs no more than these settings."""
    return tuple(adapter for adapter in adapters_of_kind(kind) if _needed(adapter) <= {*settings})


def _needed(adapter: type[Adapter]) -> set[str]:
    asked = fields(adapter.Config)
    return {f.name for f in asked if f.default is MISSING and f.default_factory is MISSING}


def load_demo(name: str = "local") -> Demo:
    """Load a demo by entry point, or raise ConfigProblem."""
    from importlib.metadata import entry_points

    for point in entry_points(group=DEMOS, name=name):
        module, _, attribute = point.value.partition(":")
        demo: Demo = getattr(import_module(module), attribute)
        return demo
    raise ConfigProblem("The demo is not installed.", "Install senco-connect-local, which has it.", code="E027")
