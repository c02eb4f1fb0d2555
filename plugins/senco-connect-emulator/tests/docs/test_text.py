"""Inserting, deleting and replacing text."""

from __future__ import annotations

import pytest


def insert(text: str, index: int = 1, **location) -> dict:
    return {"insertText": {"location": {"index": index, **location}, "text": text}}


def delete(start: int, end: int, **where) -> dict:
    return {"deleteContentRange": {"range": {"startIndex": start, "endIndex": end, **where}}}


def replace(text: str, by: str, **more) -> dict:
    return {"replaceAllText": {"containsText": {"text": text, "matchCase": True}, "replaceText": by, **more}}


def style(start: int, end: int, **text_style) -> dict:
    fields = ",".join(text_style)
    return {"updateTextStyle": {"range": {"startIndex": start, "endIndex": end}, "textStyle": text_style, "fields": fields}}


@pytest.mark.fact("D")
def test_a_line_end_makes_a_paragraph_like_the_one_it_is_put_into(docs) -> None:
    docs.write("Aims")
    heading = {"range": {"startIndex": 1, "endIndex": 2}, "paragraphStyle": {"namedStyleType": "HEADING_1"}, "fields": "namedStyleType"}
    docs.update({"updateParagraphStyle": heading}, insert(" now\nlater", 5))
    content = [element["paragraph"] for element in docs.get()["body"]["content"] if "paragraph" in element]
    assert docs.paragraphs() == ["Aims now\n", "later\n"]
    assert [one["paragraphStyle"]["namedStyleType"] for one in content] == ["HEADING_1", "HEADING_1"]
    assert len({one["paragraphStyle"]["headingId"] for one in content}) == 2


@pytest.mark.fact("D")
def test_text_takes_on_the_style_before_it(docs) -> None:
    docs.write("plain bold")
    docs.update(style(7, 11, bold=True), insert("er", 11), insert("very ", 7))
    [paragraph] = [one["paragraph"] for one in docs.get()["body"]["content"] if "paragraph" in one]
    runs = [(one["textRun"]["content"], one["textRun"]["textStyle"]) for one in paragraph["elements"]]
    assert runs == [("plain very ", {}), ("bolder", {"bold": True}), ("\n", {})]


@pytest.mark.fact("D")
def test_control_characters_and_private_ones_are_stripped(docs) -> None:
    docs.write("a\x00b\r\nc\ue000d\te")
    assert docs.paragraphs() == ["ab\n", "cd\te\n"]


@pytest.mark.fact("R")
@pytest.mark.parametrize("index", [2, 99])
def test_an_index_beyond_the_end_is_named(docs, index: int) -> None:
    assert docs.refused(insert("x", index)) == (
        f"Invalid requests[0].insertText: Index {index} must be less than the end index of the referenced segment, 2."
    )


@pytest.mark.fact("R")
def test_text_cannot_go_before_the_first_section_break(docs) -> None:
    assert docs.refused(insert("x", 0)) == (
        "Invalid requests[0].insertText: The insertion index must be inside the bounds of an existing paragraph. "
        "You can still create new paragraphs by inserting newlines."
    )


@pytest.mark.fact("R")
def test_there_must_be_text_to_insert(docs) -> None:
    assert docs.refused(insert("")) == (
        "Invalid requests[0].insertText: Insert text requests must specify text to insert."
    )


@pytest.mark.fact("R")
def test_text_cannot_go_inside_an_emoji(docs) -> None:
    docs.write("😀")
    assert docs.refused(insert("x", 2)).endswith("The insertion index cannot be within a grapheme cluster.")


@pytest.mark.fact("R")
def test_requests_see_what_those_before_them_did(docs) -> None:
    docs.write("0123456789")
    docs.update(insert("AAAA", 1), insert("B", 5))
    assert docs.paragraphs() == ["AAAAB0123456789\n"]


@pytest.mark.fact("D", "9")
def test_a_batch_that_fails_changes_nothing(docs) -> None:
    docs.write("kept")
    revision = docs.get()["revisionId"]
    assert docs.refused(insert("x"), delete(1, 99)).startswith("Invalid requests[1].deleteContentRange: Index 99 must")
    assert docs.paragraphs() == ["kept\n"]
    assert docs.get()["revisionId"] == revision


@pytest.mark.fact("R")
def test_the_last_newline_stays(docs) -> None:
    docs.write("abc")
    assert docs.refused(delete(1, 5)) == (
        "Invalid requests[0].deleteContentRange: The range cannot include the newline character at the end of the segment."
    )


@pytest.mark.fact("R")
def test_an_empty_range_is_refused(docs) -> None:
    docs.write("abc")
    assert docs.refused(delete(2, 2)) == "Invalid requests[0].deleteContentRange: The range should not be empty."


@pytest.mark.fact("R")
def test_the_first_section_break_cannot_be_deleted(docs) -> None:
    docs.write("abc")
    assert docs.refused(delete(0, 2)).endswith("Cannot operate on the first section break in the document.")


@pytest.mark.fact("D")
def test_half_an_emoji_cannot_be_deleted(docs) -> None:
    docs.write("a😀b")
    for start, end in ((1, 3), (3, 5)):
        assert "Invalid deletion range" in docs.refused(delete(start, end))
    docs.update(delete(2, 4))
    assert docs.paragraphs() == ["ab\n"]


@pytest.mark.fact("R")
def test_the_newline_before_a_table_cannot_be_deleted(docs) -> None:
    docs.update({"insertTable": {"rows": 1, "columns": 1, "location": {"index": 1}}})
    assert docs.refused(delete(1, 2)) == (
        "Invalid requests[0].deleteContentRange: Invalid deletion range. Cannot delete the requested range."
    )


@pytest.mark.fact("R")
def test_the_empty_paragraph_before_a_table_goes_with_the_newline_before_it(docs) -> None:
    docs.write("Head")
    heading = {"range": {"startIndex": 1, "endIndex": 2}, "paragraphStyle": {"namedStyleType": "HEADING_1"}, "fields": "namedStyleType"}
    docs.update({"updateParagraphStyle": heading}, insert("\n", 5))
    docs.update({"insertTable": {"rows": 1, "columns": 1, "location": {"index": 6}}}, delete(5, 6))
    content = docs.get()["body"]["content"]
    assert ["paragraph" in content[1], "table" in content[2]] == [True, True]
    assert content[1]["paragraph"]["paragraphStyle"]["namedStyleType"] == "HEADING_1"


@pytest.mark.fact("D")
def test_a_part_of_a_table_cannot_be_deleted_but_all_of_it_can(docs) -> None:
    docs.update({"insertTable": {"rows": 2, "columns": 2, "location": {"index": 1}}})
    table = docs.get()["body"]["content"][2]
    for start, end in ((2, 4), (3, 8), (5, 6), (12, 14)):
        assert "Invalid deletion range" in docs.refused(delete(start, end))
    docs.update(delete(table["startIndex"], table["endIndex"]))
    assert docs.paragraphs() == ["\n", "\n"]


@pytest.mark.fact("D")
def test_a_cells_content_can_be_deleted(docs) -> None:
    docs.update({"insertTable": {"rows": 1, "columns": 1, "location": {"index": 1}}}, insert("ab", 5), delete(5, 7))
    assert docs.get()["body"]["content"][2]["endIndex"] == 7


def test_joining_two_paragraphs_keeps_the_firsts_style(docs) -> None:
    docs.write("Head\nBody")
    heading = {"range": {"startIndex": 1, "endIndex": 2}, "paragraphStyle": {"namedStyleType": "HEADING_2"}, "fields": "namedStyleType"}
    docs.update({"updateParagraphStyle": heading}, delete(5, 6))
    [paragraph] = [one["paragraph"] for one in docs.get()["body"]["content"] if "paragraph" in one]
    assert docs.paragraphs() == ["HeadBody\n"]
    assert paragraph["paragraphStyle"]["namedStyleType"] == "HEADING_2"


@pytest.mark.fact("D", "9")
def test_replacing_tells_how_often(docs) -> None:
    docs.write("{{name}} reads. {{name}} writes. {{Name}}")
    [reply] = docs.update(replace("{{name}}", "Ada"))["replies"]
    assert reply == {"replaceAllText": {"occurrencesChanged": 2}}
    assert docs.paragraphs() == ["Ada reads. Ada writes. {{Name}}\n"]


@pytest.mark.fact("R", "9")
def test_replacing_nothing_tells_no_number(docs) -> None:
    assert docs.update(replace("{{name}}", "Ada"))["replies"] == [{"replaceAllText": {}}]


@pytest.mark.fact("D", "9")
def test_the_case_of_letters_does_not_count_unless_it_is_asked_to(docs) -> None:
    docs.write("NEED need Need")
    docs.update({"replaceAllText": {"containsText": {"text": "need"}, "replaceText": "x"}})
    assert docs.paragraphs() == ["x x x\n"]


def test_a_replacement_looks_like_what_it_replaces(docs) -> None:
    docs.write("a {{b}} c")
    docs.update(style(3, 8, bold=True), replace("{{b}}", "longer text"))
    [paragraph] = [one["paragraph"] for one in docs.get()["body"]["content"] if "paragraph" in one]
    assert [one["textRun"]["content"] for one in paragraph["elements"]] == ["a ", "longer text", " c\n"]
    assert paragraph["elements"][1]["textRun"]["textStyle"] == {"bold": True}


def test_replacing_reaches_cells_headers_and_footnotes(docs) -> None:
    [header, footnote, _] = docs.update(
        {"createHeader": {"type": "DEFAULT"}},
        {"createFootnote": {"location": {"index": 1}}},
        {"insertTable": {"rows": 1, "columns": 1, "endOfSegmentLocation": {}}},
    )["replies"]
    header_id, footnote_id = header["createHeader"]["headerId"], footnote["createFootnote"]["footnoteId"]
    docs.update(insert("{{x}}", 0, segmentId=header_id), insert("{{x}}", 0, segmentId=footnote_id), insert("{{x}}", 6))
    assert docs.update(replace("{{x}}", "y"))["replies"][0]["replaceAllText"]["occurrencesChanged"] == 3


def test_a_search_does_not_go_beyond_a_paragraph(docs) -> None:
    docs.write("one\ntwo")
    assert docs.update(replace("one\ntwo", "x"))["replies"] == [{"replaceAllText": {}}]


@pytest.mark.fact("D", "9")
def test_replacing_may_be_kept_to_named_tabs(docs) -> None:
    [reply] = docs.update({"addDocumentTab": {"tabProperties": {"title": "Second"}}})["replies"]
    second = reply["addDocumentTab"]["tabProperties"]["tabId"]
    docs.update(insert("tag"), insert("tag", tabId=second), replace("tag", "x", tabsCriteria={"tabIds": [second]}))
    assert docs.paragraphs() == ["tag\n"]
    assert docs.refused(replace("x", "y", tabsCriteria={"tabIds": ["t.none"]})).startswith("Invalid requests[0].replaceAllText: ")


@pytest.mark.fact("R")
def test_a_segment_that_does_not_exist_is_named(docs) -> None:
    assert docs.refused(insert("x", 0, segmentId="kix.none")) == (
        "Invalid requests[0].insertText: Segment with ID kix.none was not found. "
        "If a segment ID is provided, it must be a header, footer or footnote ID."
    )
