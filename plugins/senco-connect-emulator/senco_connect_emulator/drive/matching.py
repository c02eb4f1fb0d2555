"""Does a file, or a shared drive, answer to a query?  A tree of terms becomes one function."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.clock import rfc3339
from senco_connect_emulator.drive.access import RANK, Access, grants
from senco_connect_emulator.drive.places import resolved
from senco_connect_emulator.drive.query import Both, Either, Has, Node, Not, Term, bad_query, parse_query
from senco_connect_emulator.drive.texts import full_text

if TYPE_CHECKING:
    from senco_connect_emulator.call import Call

__all__ = ["Matches", "drive_matcher", "file_matcher"]

Json = Mapping[str, Any]
Matches = Callable[[Access, Json], bool]
Test = Callable[[Access, Term], Matches]
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def file_matcher(access: Access, tree: Node | None) -> Matches:
    """Make the function that tells whether a file answers to a query of files.list."""
    return _joined(access, tree, _FILE_TESTS) if tree else _anything


def drive_matcher(call: Call) -> Matches:
    """Make the function that tells whether a shared drive is its member's and answers to a query of drives.list."""
    tree = parse_query(call.params.get("q", ""), of_drives=True)
    access = call.world.drive.access(call.who)
    answers = _joined(access, tree, _DRIVE_TESTS) if tree else _anything
    return lambda access, told: access.at_least(told["id"], "reader") and answers(access, told)


def _anything(_: Access, __: Json) -> bool:
    return True


def _joined(access: Access, node: Node, tests: Mapping[str, Test]) -> Matches:
    if isinstance(node, Not):
        inner = _joined(access, node.inner, tests)
        return lambda access, file: not inner(access, file)
    if isinstance(node, (Both, Either)):
        left, right = _joined(access, node.left, tests), _joined(access, node.right, tests)
        if isinstance(node, Both):
            return lambda access, file: left(access, file) and right(access, file)
        return lambda access, file: left(access, file) or right(access, file)
    if isinstance(node, Has):
        return _has_property(node)
    return tests[node.field](access, node)


def _has_property(node: Has) -> Matches:
    def matches(access: Access, file: Json) -> bool:
        told = file.get(node.field, {})
        mine = told.get(access.who.app, {}) if node.field == "appProperties" else told
        return node.key in mine and node.value in {None, mine[node.key]}

    return matches


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _name(_: Access, term: Term) -> Matches:
    wanted = term.value.casefold()
    if term.operator == "=":
        return lambda _, file: file["name"].casefold() == wanted
    if term.operator == "!=":
        return lambda _, file: file["name"].casefold() != wanted
    starts = _words(term.value)
    # Each word that is asked for begins a word of the name; the middle of a word is not found.
    return lambda _, file: _begin(starts, file["name"])


def _begin(starts: list[str], name: str) -> bool:
    words = _words(name)
    return all(any(word.startswith(start) for word in words) for start in starts)


def _text(_: Access, term: Term) -> Matches:
    phrase = term.value.strip()
    wanted = _words(phrase)
    if len(phrase) > 1 and phrase[0] == phrase[-1] == '"':
        return lambda access, file: " ".join(wanted) in " ".join(_words(full_text(access.drive, file)))
    return lambda access, file: set(wanted) <= set(_words(full_text(access.drive, file)))


def _mime_type(_: Access, term: Term) -> Matches:
    if term.operator == "contains":
        return lambda _, file: term.value in file["mimeType"]
    compare = _COMPARE[term.operator]
    return lambda _, file: compare(file["mimeType"], term.value)


def _time(found: Callable[[Access, Json], str | None]) -> Test:
    def test(_: Access, term: Term) -> Matches:
        try:
            at = datetime.fromisoformat(term.value)
        except ValueError:
            raise bad_query() from None
        wanted, compare = rfc3339(at if at.tzinfo else at.replace(tzinfo=UTC)), _COMPARE[term.operator]

        def matches(access: Access, file: Json) -> bool:
            time = found(access, file)
            return time is not None and compare(time, wanted)

        return matches

    return test


def _truth(found: Callable[[Access, Json], bool]) -> Test:
    def test(_: Access, term: Term) -> Matches:
        wanted = (term.value == "true") == (term.operator == "=")
        return lambda access, file: found(access, file) is wanted

    return test


def _parents(access: Access, term: Term) -> Matches:
    parent = resolved(access.drive, access.who, term.value)
    return lambda _, file: parent in file["parents"]


def _people(least: str) -> Test:
    def test(access: Access, term: Term) -> Matches:
        wanted = (access.who.email if term.value == "me" else term.value).casefold()

        def matches(access: Access, file: Json) -> bool:
            if least == "owner":
                return str(file.get("owner", "")).casefold() == wanted
            return any(
                grant.permission.get("emailAddress", "").casefold() == wanted and RANK[grant.role] >= RANK[least]
                for grant in grants(access.drive, file)
            )

        return matches

    return test


def _visibility(_: Access, term: Term) -> Matches:
    compare = _COMPARE[term.operator]
    return lambda access, file: compare(_seen_by(access, file), term.value)


def _seen_by(access: Access, file: Json) -> str:
    found = {
        (grant.permission["type"], bool(grant.permission.get("allowFileDiscovery")))
        for grant in grants(access.drive, file)
    }
    for key, name in _VISIBILITY.items():
        if key in found:
            return name
    return "limited"


_VISIBILITY = {
    ("anyone", True): "anyoneCanFind", ("anyone", False): "anyoneWithLink", ("domain", True): "domainCanFind",
    ("domain", False): "domainWithLink",
}  # fmt: skip


def _target(_: Access, term: Term) -> Matches:
    compare = _COMPARE[term.operator]
    return lambda _, file: compare(file.get("shortcutDetails", {}).get("targetId"), term.value)


def _count(role: str) -> Test:
    def test(_: Access, term: Term) -> Matches:
        if not term.value.isdigit():
            raise bad_query()
        compare, wanted = _COMPARE[term.operator], int(term.value)

        def matches(access: Access, told: Json) -> bool:
            members = access.drive.files[told["id"]]["permissions"]
            return compare(sum(1 for one in members if role in {"", one["role"]}), wanted)

        return matches

    return test


_FILE_TESTS: dict[str, Test] = {
    "name": _name,
    "fullText": _text,
    "mimeType": _mime_type,
    "modifiedTime": _time(lambda _, file: file["modifiedTime"]),
    "createdTime": _time(lambda _, file: file["createdTime"]),
    "viewedByMeTime": _time(lambda access, file: file.get("viewed", {}).get(access.who.email)),
    "sharedWithMeTime": _time(lambda access, file: file.get("sharedWith", {}).get(access.who.email, {}).get("time")),
    "trashed": _truth(lambda access, file: access.drive.is_trashed(file)),
    "starred": _truth(lambda access, file: access.who.email in file.get("starred", ())),
    "sharedWithMe": _truth(lambda access, file: access.who.email in file.get("sharedWith", {})),
    "parents": _parents,
    "owners": _people("owner"),
    "writers": _people("writer"),
    "readers": _people("reader"),
    "visibility": _visibility,
    "shortcutDetails.targetId": _target,
}
_DRIVE_TESTS: dict[str, Test] = {
    "name": _name,
    "hidden": _truth(lambda access, told: access.who.email in told["hidden"]),
    "createdTime": _time(lambda _, told: told["createdTime"]),
    "memberCount": _count(""),
    "organizerCount": _count("organizer"),
}
