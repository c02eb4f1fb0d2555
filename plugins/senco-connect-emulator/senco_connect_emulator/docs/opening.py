"""Open a document for somebody, and put away what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from senco_connect_emulator.call import Call
from senco_connect_emulator.docs.model import Document
from senco_connect_emulator.errors import Refused

if TYPE_CHECKING:
    from senco_connect_emulator.identity import Identity
    from senco_connect_emulator.world import World

__all__ = ["new_revision", "open_document", "save_document"]


def open_document(call: Call, *, writing: bool = False) -> Document:
    """Find the document that a call names, if the caller may read it, or write to it."""
    document_id = call.params["documentId"]
    call.world.drive.require(call.who, document_id, "writer" if writing else "reader", style="docs")
    document = call.world.documents.get(document_id)
    if document is None:
        raise Refused(400, "This operation is not supported for this document", status="FAILED_PRECONDITION")
    return document


def save_document(world: World, document: Document, who: Identity) -> None:
    """Keep a changed copy in place of the document it was made from: it has a new revision, the Drive file is newer."""
    document.revisions.append(new_revision(world))
    world.documents[document.id] = document
    world.drive.touch(document.id, who)


def new_revision(world: World) -> str:
    """Give a revision id as Docs makes them."""
    return "ALm37B" + world.ids.text(28)
