"""Tables, breaks, images, named ranges, headers, footers, tabs."""

from __future__ import annotations

import pytest


def insert(text: str, index: int = 1, **location) -> dict:
    return {"insertText": {"location": {"index": index, **location}, "text": text}}


def table(docs) -> dict:
    return next(one["table"] for one in docs.get()["body"]["content"] if "table" in one)


def cell(row: int, column: int, start: int = 2) -> dict:
    return {"tableStartLocation": {"index": start}, "rowIndex": row, "columnIndex": column}


@pytest.mark.fact("R")
def test_a_table_begins_one_index_after_its_place_and_its_cells_hold_a_paragraph(docs) -> None:
    docs.update({"insertTable": {"rows": 2, "columns": 2, "location": {"index": 1}}})
    element = docs.get()["body"]["content"][2]
    assert (element["startIndex"], element["endIndex"]) == (2, 13 + 1)
    starts = [one["content"][0]["startIndex"] for row in element["table"]["tableRows"] for one in row["tableCells"]]
    assert starts == [5, 7, 10, 12]
    assert element["table"]["tableStyle"] == {"tableColumnProperties": [{"widthType": "EVENLY_DISTRIBUTED"}] * 2}


@pytest.mark.fact("R")
def test_cells_take_on_the_style_of_the_text_around_a_new_table(docs) -> None:
    docs.write("bold")
    style = {"range": {"startIndex": 1, "endIndex": 5}, "textStyle": {"bold": True}, "fields": "bold"}
    docs.update({"updateTextStyle": style}, {"insertTable": {"rows": 1, "columns": 1, "location": {"index": 1}}})
    [cell] = table(docs)["tableRows"][0]["tableCells"]
    assert cell["content"][0]["paragraph"]["elements"][0]["textRun"]["textStyle"] == {"bold": True}


@pytest.mark.fact("D")
def test_text_cannot_go_at_a_tables_start(docs) -> None:
    docs.update({"insertTable": {"rows": 1, "columns": 1, "location": {"index": 1}}})
    for index in (2, 3, 4):
        assert "must be inside the bounds of an existing paragraph" in docs.refused(insert("x", index))
    docs.update(insert("x", 5))
    assert table(docs)["tableRows"][0]["tableCells"][0]["endIndex"] == 7


def test_rows_and_columns_are_inserted_and_deleted(docs) -> None:
    docs.update({"insertTable": {"rows": 1, "columns": 1, "location": {"index": 1}}}, insert("here", 5))
    docs.update({"insertTableRow": {"tableCellLocation": cell(0, 0), "insertBelow": True}})
    docs.update({"insertTableColumn": {"tableCellLocation": cell(0, 0)}})
    told = table(docs)
    assert (told["rows"], told["columns"]) == (2, 2)
    assert told["tableRows"][0]["tableCells"][1]["content"][0]["paragraph"]["elements"][0]["textRun"]["content"] == "here\n"
    docs.update({"deleteTableColumn": {"tableCellLocation": cell(0, 0)}}, {"deleteTableRow": {"tableCellLocation": cell(1, 0)}})
    assert (table(docs)["rows"], table(docs)["columns"]) == (1, 1)
    docs.update({"deleteTableRow": {"tableCellLocation": cell(0, 0)}})
    assert not any("table" in one for one in docs.get()["body"]["content"])


@pytest.mark.fact("R")
def test_a_place_where_no_table_begins_is_refused(docs) -> None:
    words = docs.refused({"insertTableRow": {"tableCellLocation": cell(0, 0, start=1)}})
    assert words == "Invalid requests[0].insertTableRow: The provided table start location is invalid."


def test_cells_rows_and_columns_are_styled(docs) -> None:
    docs.update({"insertTable": {"rows": 2, "columns": 2, "location": {"index": 1}}})
    colour = {"backgroundColor": {"color": {"rgbColor": {"red": 1}}}}
    width = {"widthType": "FIXED_WIDTH", "width": {"magnitude": 90, "unit": "PT"}}
    part = {"tableCellLocation": cell(0, 0), "rowSpan": 1, "columnSpan": 2}
    docs.update(
        {"updateTableCellStyle": {"tableRange": part, "tableCellStyle": colour, "fields": "backgroundColor"}},
        {"pinTableHeaderRows": {"tableStartLocation": {"index": 2}, "pinnedHeaderRowsCount": 1}},
        {"updateTableColumnProperties": {"tableStartLocation": {"index": 2}, "columnIndices": [1], "tableColumnProperties": width, "fields": "*"}},
    )
    told = table(docs)
    shades = [[one["tableCellStyle"]["backgroundColor"] for one in row["tableCells"]] for row in told["tableRows"]]
    assert shades == [[colour["backgroundColor"]] * 2, [{}, {}]]
    assert [row["tableRowStyle"].get("tableHeader") for row in told["tableRows"]] == [True, None]
    assert told["tableStyle"]["tableColumnProperties"] == [{"widthType": "EVENLY_DISTRIBUTED"}, width]


@pytest.mark.fact("D")
def test_a_page_break_is_followed_by_a_newline(docs) -> None:
    docs.write("ab")
    docs.update({"insertPageBreak": {"location": {"index": 2}}})
    first = docs.get()["body"]["content"][1]["paragraph"]["elements"]
    assert [sorted(set(one) - {"startIndex", "endIndex"}) for one in first] == [["textRun"], ["pageBreak"], ["textRun"]]
    assert docs.paragraphs() == ["a\n", "b\n"]


@pytest.mark.fact("D")
def test_a_page_break_belongs_in_the_body(docs) -> None:
    [reply, _] = docs.update(
        {"createHeader": {"type": "DEFAULT"}}, {"insertTable": {"rows": 1, "columns": 1, "location": {"index": 1}}}
    )["replies"]
    header = reply["createHeader"]["headerId"]
    assert docs.refused({"insertPageBreak": {"location": {"index": 0, "segmentId": header}}})
    assert docs.refused({"insertPageBreak": {"location": {"index": 5}}})
    assert docs.refused({"insertSectionBreak": {"location": {"index": 5}, "sectionType": "CONTINUOUS"}})


def test_an_image_is_kept_by_its_address(docs) -> None:
    size = {"width": {"magnitude": 40, "unit": "PT"}, "height": {"magnitude": 30, "unit": "PT"}}
    image = {"uri": "https://school.example/crest.png", "objectSize": size, "location": {"index": 1}}
    [reply] = docs.update({"insertInlineImage": image})["replies"]
    id = reply["insertInlineImage"]["objectId"]
    embedded = docs.get()["inlineObjects"][id]["inlineObjectProperties"]["embeddedObject"]
    assert embedded["size"] == size
    assert docs.get()["body"]["content"][1]["paragraph"]["elements"][0]["inlineObjectElement"]["inlineObjectId"] == id


@pytest.mark.fact("R")
def test_an_image_without_an_address_is_refused(docs) -> None:
    words = docs.refused({"insertInlineImage": {"uri": "crest.png", "location": {"index": 1}}})
    assert "There was a problem retrieving the image." in words


@pytest.mark.fact("D")
def test_a_named_range_moves_with_its_text(docs) -> None:
    docs.write("Dear parent")
    docs.update({"createNamedRange": {"name": "who", "range": {"startIndex": 6, "endIndex": 12}}})
    docs.update(insert("My "))
    [told] = docs.get()["namedRanges"]["who"]["namedRanges"]
    assert told["ranges"] == [{"startIndex": 9, "endIndex": 15, "tabId": "t.0"}]


@pytest.mark.fact("D")
def test_the_content_of_a_named_range_is_replaced(docs) -> None:
    docs.write("Dear parent!")
    docs.update({"createNamedRange": {"name": "who", "range": {"startIndex": 6, "endIndex": 12}}})
    for text in ("carer", "guardian"):
        docs.update({"replaceNamedRangeContent": {"namedRangeName": "who", "text": text}})
        assert docs.paragraphs() == [f"Dear {text}!\n"]


@pytest.mark.fact("D")
def test_a_named_range_is_deleted_by_name_or_id(docs) -> None:
    docs.write("abc")
    for _ in range(2):
        docs.update({"createNamedRange": {"name": "twice", "range": {"startIndex": 1, "endIndex": 2}}})
    docs.update({"deleteNamedRange": {"name": "twice"}})
    assert "namedRanges" not in docs.get()
    docs.update({"deleteNamedRange": {"name": "twice"}})


@pytest.mark.fact("R")
def test_a_named_range_must_be_named(docs) -> None:
    assert docs.refused({"deleteNamedRange": {}}) == (
        "Invalid requests[0].deleteNamedRange: ID or name for named range must be set."
    )


@pytest.mark.fact("D")
def test_a_document_has_one_default_header(docs) -> None:
    [reply] = docs.update({"createHeader": {"type": "DEFAULT"}})["replies"]
    id = reply["createHeader"]["headerId"]
    docs.update(insert("Oakfield School", 0, segmentId=id))
    told = docs.get()
    assert told["documentStyle"]["defaultHeaderId"] == id
    assert told["headers"][id]["content"][0]["endIndex"] == 16
    assert docs.refused({"createHeader": {"type": "DEFAULT"}}) == (
        "Invalid requests[0].createHeader: Default header already exists."
    )
    docs.update({"deleteHeader": {"headerId": id}})
    assert "headers" not in docs.get()
    assert "defaultHeaderId" not in docs.get()["documentStyle"]


def test_tabs_are_added_renamed_and_deleted(docs) -> None:
    [first, _] = docs.update(
        {"addDocumentTab": {"tabProperties": {"title": "Front", "index": 0}}}, {"addDocumentTab": {"tabProperties": {}}}
    )["replies"]
    id = first["addDocumentTab"]["tabProperties"]["tabId"]
    docs.update({"updateDocumentTabProperties": {"tabProperties": {"tabId": id, "title": "Cover"}, "fields": "title"}})
    tabs = [tab["tabProperties"] for tab in docs.get(includeTabsContent=True)["tabs"]]
    assert [(tab["title"], tab["index"]) for tab in tabs] == [("Cover", 0), ("Tab 1", 1), ("Tab 3", 2)]
    docs.update({"deleteTab": {"tabId": id}}, {"deleteTab": {"tabId": tabs[2]["tabId"]}})
    assert docs.refused({"deleteTab": {"tabId": "t.0"}})


def test_a_tab_below_another_is_told_as_its_child(docs) -> None:
    docs.update({"addDocumentTab": {"tabProperties": {"title": "Inner", "parentTabId": "t.0"}}})
    [tab] = docs.get(includeTabsContent=True)["tabs"]
    [child] = tab["childTabs"]
    assert (child["tabProperties"]["nestingLevel"], child["tabProperties"]["parentTabId"]) == (1, "t.0")


def test_chips_footnotes_and_sections_take_an_index(docs) -> None:
    docs.update(
        {"insertPerson": {"location": {"index": 1}, "personProperties": {"email": "head@school.example"}}},
        {"insertRichLink": {"location": {"index": 2}, "richLinkProperties": {"uri": "https://docs.google.com/x"}}},
        {"createFootnote": {"location": {"index": 3}}},
        {"insertSectionBreak": {"location": {"index": 4}, "sectionType": "NEXT_PAGE"}},
    )
    told = docs.get()
    kinds = [sorted(set(one) - {"startIndex", "endIndex"}) for one in told["body"]["content"][1]["paragraph"]["elements"]]
    assert kinds == [["person"], ["richLink"], ["footnoteReference"], ["textRun"]]
    assert told["body"]["content"][2]["sectionBreak"]["sectionStyle"]["sectionType"] == "NEXT_PAGE"
    assert len(told["footnotes"]) == 1
