"""documents.batchUpdate: every request on a copy of the document, and all of them or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.docs.batch import lists, objects, ranges, segments, styles, tables, text
from senco_connect_emulator.docs.batch.edit import KINDS, Edit
from senco_connect_emulator.docs.model import Document
from senco_connect_emulator.errors import Refused, not_built

if TYPE_CHECKING:
    from senco_connect_emulator.ids import Ids

__all__ = ["apply_requests"]

# Imported so that their kinds are registered.
_MODULES = (lists, objects, ranges, segments, styles, tables, text)
# Kinds that answer with something.
_REPLIES = {
    "addDocumentTab", "createFooter", "createFootnote", "createHeader", "createNamedRange", "insertInlineImage",
    "replaceAllText",
}  # fmt: skip


def apply_requests(document: Document, ids: Ids, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Carry out requests, in order, on the document given, and give the replies; one that fails raises Refused."""
    edit = Edit(document, ids)
    return [_applied(edit, place, request) for place, request in enumerate(requests)]


def _applied(edit: Edit, place: int, request: dict[str, Any]) -> dict[str, Any]:
    kinds = list(request)
    if len(kinds) > 1:
        words = f"oneof field 'request' is already set. Cannot set '{kinds[1]}'"
        raise Refused(400, f"Invalid value at 'requests[{place}]' (oneof), {words}")
    if not kinds:
        raise Refused(400, f"Invalid requests[{place}]: No request set.")
    [name] = kinds
    if name not in KINDS:
        raise not_built(f"the request {name} of documents.batchUpdate")
    try:
        reply = KINDS[name](edit, request[name])
    except Refused as refused:
        raise Refused(400, f"Invalid requests[{place}].{name}: {refused.message}", built=refused.built) from None
    return {name: reply} if name in _REPLIES else {}
