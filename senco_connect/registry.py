"""Find adapters by entry point; only those that the configuration names are ever loaded."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, cast

from senco_connect.adapters import Adapter
from senco_connect.errors import ConfigProblem

__all__ = ["GROUP", "Installed", "installed_adapters", "load_adapter", "target_of"]

GROUP = "senco_connect.adapters"


class Installed(NamedTuple):
    """An adapter that is installed: its name in senco.toml, where it comes from, and its code's address."""

    name: str
    distribution: str
    version: str
    target: str


def installed_adapters() -> tuple[Installed, ...]:
    """List what is installed, without loading any of it."""
    # Reading the metadata of every distribution costs more than a quiet plan: only when asked.
    from importlib.metadata import entry_points

    found = []
    for point in entry_points(group=GROUP):
        dist = point.dist
        found.append(Installed(point.name, dist.name if dist else "", dist.version if dist else "", point.value))
    return tuple(sorted(set(found)))


def target_of(name: str) -> str:
    """Give the address ("module:class") of an adapter, or raise ConfigProblem."""
    installed = installed_adapters()
    for adapter in installed:
        if adapter.name == name:
            return adapter.target
    names = ", ".join(a.name for a in installed) or "none"
    # What was typed is not repeated: it may be anything, a child's name too.
    raise ConfigProblem("No adapter is called that.", f"Installed are: {names}. Install its plugin.", code="E021")


def load_adapter(target: str) -> type[Adapter]:
    """Import an adapter class from its address."""
    module, _, name = target.partition(":")
    try:
        loaded = getattr(import_module(module), name)
    except (ImportError, AttributeError, SyntaxError, ValueError) as error:
        raise ConfigProblem(
            "An adapter that the configuration names can't be loaded.", "Install its plugin again.", code="E022"
        ) from error
    return cast("type[Adapter]", loaded)
