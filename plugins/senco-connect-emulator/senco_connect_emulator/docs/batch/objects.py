"""The requests that put in what takes one index and is no text: breaks, images, people, links to files, footnotes."""

from __future__ import annotations

from senco_connect_emulator.docs.batch.edit import Edit, Json, Place, kind, paragraph_end
from senco_connect_emulator.docs.batch.text import style_at
from senco_connect_emulator.docs.defaults import points
from senco_connect_emulator.docs.model import BODY, END, OBJECT, SECTION, TABLE, Mark, new_paragraph
from senco_connect_emulator.errors import invalid

__all__: list[str] = []

_NO_IMAGE = (
    "There was a problem retrieving the image. The provided image should be publicly accessible, within size limit, "
    "and in supported formats."
)


def _object(place: Place, thing: Json) -> Mark:
    return Mark(OBJECT, style_at(place.marks, place.at), thing)


def _in_body(edit: Edit, request: Json, what: str) -> Place:
    place = edit.insertion(request)
    if place.segment != BODY:
        raise invalid(f"{what} can only be inserted inside the body.")
    return place


def _newline(edit: Edit, place: Place) -> Mark:
    return edit.fresh(place.marks[paragraph_end(place.marks, place.at)])


@kind("insertPageBreak")
def insert_page_break(edit: Edit, request: Json) -> Json:
    """Insert a page break and a newline after it."""
    place = _outside_tables(edit, request, "Page breaks")
    edit.insert(place, [_object(place, {"pageBreak": {}}), _newline(edit, place)])
    return {}


def _outside_tables(edit: Edit, request: Json, what: str) -> Place:
    place = _in_body(edit, request, what)
    before = [mark.char for mark in place.marks[: place.at]]
    if before.count(TABLE) > before.count(END):
        raise invalid(f"{what} cannot be inserted inside a table.")
    return place


@kind("insertSectionBreak")
def insert_section_break(edit: Edit, request: Json) -> Json:
    """Insert a newline and begin a section after it."""
    place = _outside_tables(edit, request, "Section breaks")
    first = place.marks[0].thing["sectionStyle"]
    style = {**first, "sectionType": request.get("sectionType", "CONTINUOUS")}
    edit.insert(place, [_newline(edit, place), Mark(SECTION, {}, {"sectionStyle": style})])
    return {}


@kind("insertInlineImage")
def insert_image(edit: Edit, request: Json) -> Json:
    """Insert an image by its address.  It is not fetched: only its address and size are kept."""
    uri = request.get("uri", "")
    if not uri.startswith(("https://", "http://")) or len(uri) > 2048:
        raise invalid(_NO_IMAGE)
    place, id = edit.insertion(request), edit.new_id()
    edit.insert(place, [_object(place, {"inlineObjectElement": {"inlineObjectId": id}})])
    place.tab.inline_objects[id] = _inline_object(id, _embedded(uri, request))
    return {"objectId": id}


def _inline_object(id: str, embedded: Json) -> Json:
    return {"objectId": id, "inlineObjectProperties": {"embeddedObject": embedded}}


def _embedded(uri: str, request: Json) -> Json:
    size = {"height": points(150), "width": points(150), **request.get("objectSize", {})}
    border = {"color": {"color": {"rgbColor": {}}}, "width": points(), "dashStyle": "SOLID"}
    border["propertyState"] = "NOT_RENDERED"
    margins = {f"margin{side}": points(9) for side in ("Top", "Bottom", "Right", "Left")}
    image = {"contentUri": uri, "sourceUri": uri, "cropProperties": {}}
    return {"imageProperties": image, "embeddedObjectBorder": border, "size": size, **margins}


@kind("replaceImage")
def replace_image(edit: Edit, request: Json) -> Json:
    """Exchange an image's address; its size stays."""
    tab, id = edit.tab(request.get("tabId")), request.get("imageObjectId", "")
    if id not in tab.inline_objects:
        raise invalid(f"The image with ID {id} was not found.")
    old = tab.inline_objects[id]["inlineObjectProperties"]["embeddedObject"]
    image = {**old["imageProperties"], "contentUri": request.get("uri", ""), "sourceUri": request.get("uri", "")}
    tab.inline_objects[id] = _inline_object(id, {**old, "imageProperties": image})
    return {}


@kind("insertPerson")
def insert_person(edit: Edit, request: Json) -> Json:
    """Insert a chip that names a person."""
    place, properties = edit.insertion(request), request.get("personProperties", {})
    if "email" not in properties:
        raise invalid("The email of the person must be specified.")
    edit.insert(place, [_object(place, {"person": {"personId": edit.new_id(), "personProperties": properties}})])
    return {}


@kind("insertRichLink")
def insert_rich_link(edit: Edit, request: Json) -> Json:
    """Insert a chip that links to a file."""
    place, properties = edit.insertion(request), request.get("richLinkProperties", {})
    edit.insert(place, [_object(place, {"richLink": {"richLinkId": edit.new_id(), "richLinkProperties": properties}})])
    return {}


@kind("createFootnote")
def create_footnote(edit: Edit, request: Json) -> Json:
    """Insert a reference in the body and make the footnote: a space and a newline."""
    place, id = _in_body(edit, request, "Footnotes"), edit.new_id()
    number = str(len(place.tab.footnotes) + 1)
    edit.insert(place, [_object(place, {"footnoteReference": {"footnoteId": id, "footnoteNumber": number}})])
    place.tab.footnotes.append(id)
    place.tab.segments[id] = [Mark(" ", {}, {}), new_paragraph()]
    return {"footnoteId": id}
