"""What Drive asks of Docs: make, copy, name, export and throw away the document of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from senco_connect_emulator.docs.batch.text import clean
from senco_connect_emulator.docs.exporting import exported_html, exported_text
from senco_connect_emulator.docs.model import BODY, Document, marks_of, new_document
from senco_connect_emulator.docs.opening import new_revision
from senco_connect_emulator.docs.printing import exported_pdf
from senco_connect_emulator.drive.editors import DOCUMENT, EDITORS, EditorHooks
from senco_connect_emulator.errors import Refused, not_built

if TYPE_CHECKING:
    from senco_connect_emulator.call import Content
    from senco_connect_emulator.world import World

__all__ = ["copy_document", "export_document", "make_document"]

_EXPORTS = {"text/plain": exported_text, "text/html": exported_html, "application/pdf": exported_pdf}
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOT_BUILT = {
    _OFFICE, "application/vnd.oasis.opendocument.text", "application/rtf", "application/zip", "application/epub+zip",
    "text/markdown",
}  # fmt: skip


def make_document(world: World, file_id: str, name: str, upload: Content | None) -> None:
    """Make the document of a new file: empty, or of a plain text."""
    document = new_document(file_id, name, new_revision(world))
    if upload is not None:
        if not upload.mime_type.startswith("text/plain"):
            raise not_built(f"the import of {upload.mime_type} into a document")
        _fill(document, upload.body.decode("utf-8-sig", "replace"))
    world.documents[file_id] = document


def _fill(document: Document, text: str) -> None:
    body = document.tabs[0].segments[BODY]
    # A text that ends with a line's end fills its last line, as any other does.
    lines = clean(text.replace("\r\n", "\n").replace("\r", "\n")).removesuffix("\n")
    body[1:1] = marks_of(lines, {}, body[1])


def copy_document(world: World, source_id: str, file_id: str, name: str) -> None:
    """Make the document of a copied file; its history begins with it."""
    document = world.documents[source_id].copy()
    document.id, document.title, document.revisions = file_id, name, [new_revision(world)]
    world.documents[file_id] = document


def export_document(world: World, file_id: str, mime_type: str) -> bytes:
    """Give a document in another format."""
    if mime_type in _NOT_BUILT:
        raise not_built(f"the export of a document as {mime_type}")
    if mime_type not in _EXPORTS:
        words = "The requested conversion is not supported."
        raise Refused(400, words, reason="badRequest", location=("convertTo", "parameter"))
    return _EXPORTS[mime_type](world.documents[file_id])


def _rename(world: World, file_id: str, name: str) -> None:
    document = world.documents[file_id].copy()
    document.title = name
    world.documents[file_id] = document


def _discard(world: World, file_id: str) -> None:
    world.documents.pop(file_id, None)


EDITORS[DOCUMENT] = EditorHooks(make_document, copy_document, export_document, _rename, _discard)
