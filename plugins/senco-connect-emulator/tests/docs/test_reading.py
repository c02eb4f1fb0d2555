"""documents.get and documents.create answer in the shapes of the API."""

from __future__ import annotations

import json

import pytest
from senco_connect_emulator.docs.model import Document
from senco_connect_emulator.errors import Refused

READER = "reader@school.example"


@pytest.mark.fact("R")
def test_an_empty_document_is_a_section_break_and_a_paragraph(docs) -> None:
    told = docs.get()
    assert told["body"]["content"] == [
        {
            "endIndex": 1,
            "sectionBreak": {
                "sectionStyle": {
                    "columnSeparatorStyle": "NONE",
                    "contentDirection": "LEFT_TO_RIGHT",
                    "sectionType": "CONTINUOUS",
                }
            },
        },
        {
            "startIndex": 1,
            "endIndex": 2,
            "paragraph": {
                "elements": [{"startIndex": 1, "endIndex": 2, "textRun": {"content": "\n", "textStyle": {}}}],
                "paragraphStyle": {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"},
            },
        },
    ]
    assert told["suggestionsViewMode"] == "SUGGESTIONS_INLINE"
    assert not {"lists", "headers", "footers", "inlineObjects", "namedRanges", "tabs"} & set(told)


@pytest.mark.fact("D")
def test_creating_ignores_everything_but_the_title(docs) -> None:
    body = {"title": "Review", "body": {"content": [{"paragraph": {"elements": []}}]}}
    told = docs.call("create", body)
    assert told["title"] == "Review"
    assert len(told["body"]["content"]) == 2


def test_a_document_without_a_title_is_named_untitled(docs) -> None:
    told = docs.call("create")
    assert told["title"] == "Untitled document"
    assert docs.world.drive.files[told["documentId"]]["name"] == "Untitled document"


@pytest.mark.fact("R")
def test_the_named_styles_come_in_the_editors_order(docs) -> None:
    names = [style["namedStyleType"] for style in docs.get()["namedStyles"]["styles"]]
    assert names == ["NORMAL_TEXT", *(f"HEADING_{level}" for level in range(1, 7)), "TITLE", "SUBTITLE"]


@pytest.mark.fact("D")
def test_an_index_counts_utf_16_code_units(docs) -> None:
    docs.write("😀a")
    [paragraph] = [element for element in docs.get()["body"]["content"] if "paragraph" in element]
    assert (paragraph["startIndex"], paragraph["endIndex"]) == (1, 5)


@pytest.mark.fact("D", "9")
def test_the_content_is_under_tabs_where_these_are_asked_for(docs) -> None:
    told = docs.get(includeTabsContent=True)
    assert "body" not in told
    [tab] = told["tabs"]
    assert tab["tabProperties"] == {"tabId": "t.0", "title": "Tab 1", "index": 0}
    assert len(tab["documentTab"]["body"]["content"]) == 2


@pytest.mark.fact("D")
def test_a_mask_that_names_tabs_asks_for_them(docs) -> None:
    assert docs.get(fields="tabs(tabProperties(tabId))") == {"tabs": [{"tabProperties": {"tabId": "t.0"}}]}


@pytest.mark.fact("R")
def test_who_may_not_edit_is_not_told_the_revision(docs) -> None:
    file = docs.world.drive.files[docs.id]
    permission = {"id": "1", "type": "user", "role": "reader", "emailAddress": READER}
    docs.world.drive.put({**file, "permissions": [*file["permissions"], permission]})
    told = docs.get(who=READER)
    assert "revisionId" not in told
    assert told["suggestionsViewMode"] == "PREVIEW_WITHOUT_SUGGESTIONS"
    with pytest.raises(Refused) as caught:
        docs.update({"insertText": {"location": {"index": 1}, "text": "x"}}, who=READER)
    assert (caught.value.code, caught.value.message) == (403, "The caller does not have permission")


@pytest.mark.fact("R", "4")
def test_an_unknown_document_is_not_found(docs) -> None:
    with pytest.raises(Refused) as caught:
        docs.call("get", documentId="1unknown")
    assert (caught.value.code, caught.value.message) == (404, "Requested entity was not found.")


@pytest.mark.fact("R", "4")
def test_who_has_no_access_is_refused(docs) -> None:
    with pytest.raises(Refused) as caught:
        docs.get(who=READER)
    assert caught.value.code == 403


def test_a_document_is_the_same_after_a_snapshot(docs) -> None:
    docs.write("Łukasz 😀\nreads")
    docs.update(
        {"insertTable": {"rows": 1, "columns": 2, "endOfSegmentLocation": {}}},
        {"createFooter": {"type": "DEFAULT"}},
        {"createNamedRange": {"name": "pupil", "range": {"startIndex": 1, "endIndex": 4}}},
    )
    before = docs.get()
    told = json.loads(json.dumps(docs.world.documents[docs.id].snapshot()))
    docs.world.documents[docs.id] = Document.restored(told)
    assert docs.get() == before


@pytest.mark.fact("R")
def test_a_new_document_is_told_both_as_its_first_tab_and_with_its_tabs(docs):
    made = docs.call("create", {"title": "Letter"})
    assert made["tabs"][0]["tabProperties"] == {"tabId": "t.0", "title": "Tab 1", "index": 0}
    assert made["tabs"][0]["documentTab"] == {name: made[name] for name in ("body", "documentStyle", "namedStyles")}
