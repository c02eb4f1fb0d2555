"""files.list: which files a request looks through, which of them answer, in what order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from senco_connect_emulator.call import Call, answers
from senco_connect_emulator.clock import rfc3339
from senco_connect_emulator.drive.access import Access, no_file
from senco_connect_emulator.drive.corpora import Corpus
from senco_connect_emulator.drive.fields import asked, shown
from senco_connect_emulator.drive.matching import file_matcher
from senco_connect_emulator.drive.ordering import ordered
from senco_connect_emulator.drive.pages import page
from senco_connect_emulator.drive.places import resolved
from senco_connect_emulator.drive.query import Both, Node, Term, parse_query, terms
from senco_connect_emulator.drive.reaching import supports_drives
from senco_connect_emulator.errors import invalid

__all__ = ["list_files"]

Json = dict[str, Any]


@answers("drive.files.list")
def list_files(call: Call) -> Json:
    """List files: those that answer to ``q`` in the corpora, a page at a time."""
    drive = call.world.drive
    access = drive.access(call.who)
    ids, token = page(call, lambda: [file["id"] for file in _found(call, access)], default=100)
    names = list(asked(call, "files"))
    states = (drive.shown_in_lists(file_id) for file_id in ids)
    files = [shown(access, file, names) for file in states if file is not None]
    answer = {"kind": "drive#fileList", "incompleteSearch": False, "files": files}
    return answer | ({"nextPageToken": token} if token else {})


def _found(call: Call, access: Access) -> list[Mapping[str, Any]]:
    tree, order_by = parse_query(call.params.get("q", "")), call.params.get("orderBy", "")
    if order_by and any(term.field == "fullText" for term in terms(tree)):
        told = (
            "Sorting is not supported for queries with fullText terms. "
            "Results are always in descending relevance order."
        )
        raise invalid(told, reason="badRequest", location=("orderBy", "parameter"))
    folders = _folders(tree)
    _check_parents(call, access, folders)
    corpus, matches = Corpus(call, access, by_folder=bool(folders)), file_matcher(access, tree)
    files = _candidates(call, access, tree)
    return ordered(access, [file for file in files if corpus.holds(file) and matches(access, file)], order_by)


def _folders(tree: Node | None) -> set[str]:
    return {term.value for term in terms(tree) if isinstance(term, Term) and term.field == "parents"}


def _check_parents(call: Call, access: Access, folders: set[str]) -> None:
    """Refuse a query for what lies in a folder that is not there for the one who asks."""
    for named in folders:
        folder = access.drive.files.get(resolved(access.drive, access.who, named))
        if folder is None or not access.sees(folder) or (folder.get("driveId") and not supports_drives(call)):
            raise no_file("")


def _must_lie_in(tree: Node | None) -> str:
    """Name a folder in which everything that answers must lie; "" where the query says no such thing."""
    if isinstance(tree, Term):
        return tree.value if tree.field == "parents" else ""
    if isinstance(tree, Both):
        return _must_lie_in(tree.left) or _must_lie_in(tree.right)
    return ""


def _candidates(call: Call, access: Access, tree: Node | None) -> Iterable[Mapping[str, Any]]:
    parent = _must_lie_in(tree)
    files = access.drive.listed(resolved(access.drive, access.who, parent) if parent else "")
    lag = call.world.faults.asked(call.method.id, "list_lag")
    if lag is None:
        return files
    known_at = rfc3339(call.world.clock.now - timedelta(seconds=lag.amount))
    return (file for file in files if file["createdTime"] <= known_at)
