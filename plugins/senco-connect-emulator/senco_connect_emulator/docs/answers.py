"""The three methods of Docs v1."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.call import Call, answers
from senco_connect_emulator.contract import parse_mask
from senco_connect_emulator.docs.batch import apply_requests
from senco_connect_emulator.docs.model import Document
from senco_connect_emulator.docs.opening import open_document, save_document
from senco_connect_emulator.docs.reading import document_told
from senco_connect_emulator.drive.editors import DOCUMENT, EDITORS
from senco_connect_emulator.errors import Refused, invalid, not_built

__all__ = ["create_document", "get_document", "update_document"]

Json = dict[str, Any]
_UNTITLED = "Untitled document"
_INLINE, _PLAIN = "SUGGESTIONS_INLINE", "PREVIEW_WITHOUT_SUGGESTIONS"
_NO_COMMENTS = {"COMMENTS_VIEW_MODE_UNSPECIFIED", "COMMENTS_VIEW_MODE_OMITTED"}
# What Docs can't do as a suggestion, and says so before it looks at anything else.
_NEVER_SUGGESTED = {
    "addDocumentTab", "createNamedRange", "deleteFooter", "deleteHeader", "deleteNamedRange", "deleteTab",
    "updateDocumentTabProperties", "updateTableColumnProperties",
}  # fmt: skip


@answers("docs.documents.get")
def get_document(call: Call) -> Json:
    """Give a document; its content under ``tabs`` where these are asked for, by parameter or by mask."""
    document = open_document(call)
    if call.params.get("commentsViewMode", "COMMENTS_VIEW_MODE_OMITTED") not in _NO_COMMENTS:
        raise not_built("commentsViewMode of documents.get")
    edits = call.world.drive.access(call.who).at_least(document.id, "writer")
    mask = parse_mask(call.params.get("fields", ""), call.method) or {}
    tabs = call.params.get("includeTabsContent", False) or "tabs" in mask
    return document_told(document, tabs=tabs, edits=edits, view=_view(call, edits=edits))


def _view(call: Call, *, edits: bool) -> str:
    asked: str = call.params.get("suggestionsViewMode", "DEFAULT_FOR_CURRENT_ACCESS")
    if asked == "DEFAULT_FOR_CURRENT_ACCESS":
        return _INLINE if edits else _PLAIN
    if asked != _PLAIN and not edits:
        raise Refused(403, "The caller does not have permission")
    return asked


@answers("docs.documents.create")
def create_document(call: Call) -> Json:
    """Make a blank document in the caller's My Drive; only the title of what is sent counts."""
    title = call.body.get("title") or _UNTITLED
    file = call.world.drive.new_file(call.who, title, DOCUMENT)
    EDITORS[DOCUMENT].create(call.world, file["id"], title, None)
    made = call.world.documents[file["id"]]
    # A new document is told in both forms.
    return {**document_told(made, tabs=False), **document_told(made, tabs=True)}


@answers("docs.documents.batchUpdate")
def update_document(call: Call) -> Json:
    """Carry out a batch: all of it, or nothing of it."""
    document = open_document(call, writing=True)
    requests = call.body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    _check_control(document, call.body.get("writeControl", {}), requests)
    changed = document.copy()
    replies = apply_requests(changed, call.world.ids, requests)
    save_document(call.world, changed, call.who)
    control = {"requiredRevisionId": changed.revision}
    return {"replies": replies, "writeControl": control, "documentId": document.id}


def _check_control(document: Document, control: Json, requests: list[Json]) -> None:
    required, target = control.get("requiredRevisionId"), control.get("targetRevisionId")
    if required and target:
        words = "oneof field 'control' is already set. Cannot set 'targetRevisionId'"
        raise invalid(f"Invalid value at 'write_control' (oneof), {words}")
    if required and required != document.revision:
        raise invalid(f"The required revision ID '{required}' does not match the latest revision.")
    if target and target not in document.revisions:
        raise invalid(f"The target revision ID '{target}' is invalid or too far behind the latest revision.")
    if control.get("writeMode") == "SUGGEST":
        for place, request in enumerate(requests):
            for name in _NEVER_SUGGESTED.intersection(request):
                raise invalid(f"Invalid requests[{place}].{name}: Request does not support application as suggestion.")
        raise not_built("suggestions in documents.batchUpdate")
