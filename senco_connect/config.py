"""Read senco.toml: every problem at once, each with its place and its cure.

pydantic checks the file when it changes; a file already checked is taken as it
was, so that a quiet run starts quickly.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from senco_connect import __version__
from senco_connect.adapters import Adapter, AdapterConfig, Filing, Register, Source
from senco_connect.errors import ConfigProblem
from senco_connect.ownership import Ownership
from senco_connect.record import FIELDS, GROUPS, Owner
from senco_connect.registry import load_adapter, target_of
from senco_connect.store.secret import private_file

if TYPE_CHECKING:
    from senco_connect.guards import Limits
    from senco_connect.plan import Rules

__all__ = ["Config", "Part", "load_config", "load_sources"]

STATE_FOLDER = ".senco"
_KINDS: dict[str, type[Adapter]] = {"register": Register, "filing": Filing}
_Built = TypeVar("_Built")
_OWNERS = {"mis": Owner.MIS, "senco": Owner.SENCO, "both": Owner.SHARED}


class Part(NamedTuple):
    """One adapter that the file names: its place there, its class and its checked configuration."""

    place: str
    adapter: type[Adapter]
    config: AdapterConfig


class Config(NamedTuple):
    """A school's configuration, ready to use."""

    folder: Path
    name: str
    laestab: str
    state: Path
    sources: tuple[Part, ...]
    register: Part | None
    filing: Part | None
    rules: Rules
    limits: Limits


def load_config(path: Path) -> Config:
    """Read and check a configuration file, or raise one ConfigProblem that lists all that is wrong."""
    return _read(path, _built)


def load_sources(path: Path) -> tuple[Part, ...]:
    """Give the sources alone, as ``load_config`` does: enough to look at a file, and sooner there."""
    return _read(path, _sources)


def _read(path: Path, build: Callable[[Path, Mapping[str, Any]], _Built]) -> _Built:
    try:
        body = path.read_bytes()
    except OSError:
        raise ConfigProblem(
            "There is no senco.toml here.", "Run `senco init` in the school's folder, or name the file with --config.",
            code="E023",
        ) from None  # fmt: skip
    digest = blake2b(body + __version__.encode(), digest_size=16).hexdigest()
    checked = _Checked(path.parent)
    # What was checked once may not fit an adapter that was changed since: then it is checked anew.
    with suppress(KeyError, TypeError, ValueError):
        return build(path.parent, checked.recall(digest))
    kept = _check(_parsed(body))
    checked.keep(digest, kept)
    return build(path.parent, kept)


def _parsed(body: bytes) -> dict[str, Any]:
    import tomllib

    try:
        raw = tomllib.loads(body.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = str(error).rpartition("(")[2].rstrip(")") if "line" in str(error) else "its text"
        raise ConfigProblem(
            f"senco.toml is not valid TOML ({line}).", "Correct that line; it must be saved as UTF-8.", code="E024"
        ) from None
    # As it is kept: a day that was written without quotes is text.
    parsed: dict[str, Any] = json.loads(json.dumps(raw, default=str))
    return parsed


class _Checked:
    """Remembers beside the state that a file, byte for byte, was checked and what it said."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / STATE_FOLDER / "checked.json"

    def recall(self, digest: str) -> Mapping[str, Any]:
        """Give what was kept for this digest; raises KeyError or ValueError where there is nothing of it."""
        try:
            kept: dict[str, Mapping[str, Any]] = json.loads(self._path.read_bytes())
        except OSError:
            raise KeyError from None
        return kept[digest]

    def keep(self, digest: str, config: Mapping[str, Any]) -> None:
        # No state folder yet, kept elsewhere or not to be written: then the file is simply checked each time.
        if self._path.parent.is_dir():
            with suppress(OSError):
                self._path.write_text(json.dumps({digest: config}), encoding="utf-8")
                private_file(self._path)


def _check(raw: dict[str, Any]) -> dict[str, Any]:
    """Check a parsed file with pydantic; give it back with the addresses of its adapters."""
    from senco_connect.config_file import problems_of

    targets: dict[str, str] = {}
    problems = list(problems_of(raw))
    parts = {place: part for place, part in _parts(raw) if isinstance(part, dict)}
    for place, part in parts.items():
        try:
            targets[place] = target_of(str(part.get("adapter", "")))
            adapter, kind = load_adapter(targets[place]), _KINDS.get(place, Source)
            if issubclass(adapter, kind):
                problems += problems_of(part, kind=adapter.Config, place=place)
            else:
                problems.append(f"{place}.adapter: {adapter.title} is not a {kind.__name__.lower()}.")
        except ConfigProblem as problem:
            problems.append(f"{place}.adapter: {problem.what} {problem.cure}")
    if problems:
        raise ConfigProblem(
            f"senco.toml has {len(problems)} problem{'s' if len(problems) > 1 else ''}.",
            "Correct these, then run `senco check`.",
            code="E025",
            also=problems,
        )
    return {"file": raw, "targets": targets}


def _parts(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    sources = raw.get("sources", {})
    if isinstance(sources, dict):
        yield from ((f"sources.{name}", part) for name, part in sources.items())
    for place in ("register", "filing"):
        if place in raw:
            yield place, raw[place]


def _sources(folder: Path, kept: Mapping[str, Any]) -> tuple[Part, ...]:
    del folder
    places = ((place, part) for place, part in _parts(kept["file"]) if place.startswith("sources."))
    return tuple(_part(place, part, kept["targets"][place]) for place, part in places)


def _built(folder: Path, kept: Mapping[str, Any]) -> Config:
    # The engine, which whoever only looks at a file has no use for.
    from senco_connect.guards import Limits
    from senco_connect.plan import Rules

    raw, targets = kept["file"], kept["targets"]
    parts = {place: _part(place, part, targets[place]) for place, part in _parts(raw)}
    school = raw["school"]
    owners = {n: _OWNERS[word] for name, word in raw.get("owners", {}).items() for n in _decided_with(name)}
    enforced = frozenset(n for name in school.get("enforce", ()) for n in _decided_with(name))
    sections = tuple(getattr(parts["filing"].config, "sections", ())) if "filing" in parts else ()
    include = frozenset(school.get("include", ("E", "K", "M")))
    configuration = blake2b(repr((__version__, kept)).encode(), digest_size=8).hexdigest()
    return Config(
        folder=folder,
        name=school.get("name", ""),
        laestab=school.get("laestab", ""),
        state=folder / school.get("state", STATE_FOLDER),
        sources=tuple(part for place, part in parts.items() if place.startswith("sources.")),
        register=parts.get("register"),
        filing=parts.get("filing"),
        rules=Rules(Ownership(owners, enforced), include, sections, configuration),
        limits=Limits(**raw.get("guards", {})),
    )


def _decided_with(name: str) -> tuple[str, ...]:
    # A ranking is one value: what is said of one of its fields is said of all.
    return GROUPS.get(FIELDS[name].group, (name,))


def _part(place: str, raw: Mapping[str, Any], target: str) -> Part:
    adapter = load_adapter(target)
    known = {f.name for f in fields(adapter.Config)}
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in raw.items() if name in known}
    return Part(place, adapter, adapter.Config(**values))
