"""What the audit log says that the register showed: written as lines of an event, and folded back together.

A line of fields ("=dob surname") goes before the lines of the pupils who showed
something new there: key and packed tokens.  "#" begins the digest that is left
of a pupil who was erased.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping

from senco_connect.store.reading import unpack

__all__ = ["replay", "seen_lines"]


def seen_lines(seen: Mapping[str, Mapping[str, bytes]]) -> Iterator[str]:
    """Write, by pupil and field, the tokens that were not known before."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for key, cells in seen.items():
        alike.setdefault(tuple(sorted(cells)), []).append(key)
    for fields, keys in alike.items():
        yield f"={' '.join(fields)}"
        for key in keys:
            packed = b"".join(seen[key][name] for name in fields)
            yield f"{key} {b64encode(packed).decode()}"


def replay(events: Iterable[str]) -> dict[str, dict[str, bytes]]:
    """Fold events, oldest first, into the register's shadow: the tokens by pupil and field."""
    shadow: dict[str, dict[str, bytes]] = {}
    for event in events:
        fields: tuple[str, ...] = ()
        for line in event.split("\n")[1:]:
            if line.startswith("="):
                fields = tuple(line[1:].split(" "))
            elif not line.startswith("#"):
                key, _, packed = line.partition(" ")
                shadow.setdefault(key, {}).update(unpack(fields, b64decode(packed)))
    return shadow
