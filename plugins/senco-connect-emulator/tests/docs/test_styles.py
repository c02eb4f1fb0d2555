"""Styling text, paragraphs, lists, the page."""

from __future__ import annotations

import pytest

RANGE = {"startIndex": 1, "endIndex": 4}


def runs(docs) -> list[tuple[str, dict]]:
    content = [one["paragraph"] for one in docs.get()["body"]["content"] if "paragraph" in one]
    return [(run["textRun"]["content"], run["textRun"]["textStyle"]) for one in content for run in one["elements"]]


def paragraph_styles(docs) -> list[dict]:
    return [one["paragraph"]["paragraphStyle"] for one in docs.get()["body"]["content"] if "paragraph" in one]


@pytest.mark.fact("D")
def test_a_field_that_is_named_and_not_given_is_unset(docs) -> None:
    docs.write("abc def")
    docs.update({"updateTextStyle": {"range": RANGE, "textStyle": {"bold": True, "italic": True}, "fields": "bold,italic"}})
    docs.update({"updateTextStyle": {"range": RANGE, "textStyle": {}, "fields": "bold"}})
    assert runs(docs) == [("abc", {"italic": True}), (" def\n", {})]


@pytest.mark.fact("D")
def test_what_the_named_style_has_anyway_is_not_kept(docs) -> None:
    docs.write("abc")
    style = {"fontSize": {"magnitude": 11, "unit": "PT"}, "bold": False}
    docs.update({"updateTextStyle": {"range": RANGE, "textStyle": style, "fields": "*"}})
    assert runs(docs) == [("abc\n", {})]


@pytest.mark.fact("D")
def test_a_link_is_blue_and_underlined(docs) -> None:
    docs.write("abc")
    docs.update({"updateTextStyle": {"range": RANGE, "textStyle": {"link": {"url": "https://school.example"}}, "fields": "link"}})
    assert runs(docs)[0][1]["underline"] is True
    docs.update({"updateTextStyle": {"range": RANGE, "textStyle": {}, "fields": "link"}})
    assert runs(docs) == [("abc\n", {})]


@pytest.mark.fact("R")
def test_an_empty_link_is_refused(docs) -> None:
    docs.write("abc")
    request = {"updateTextStyle": {"range": RANGE, "textStyle": {"link": {}}, "fields": "link"}}
    assert docs.refused(request) == "Invalid requests[0].updateTextStyle: Links must include at least one type."


@pytest.mark.fact("R")
def test_a_mask_must_name_a_field(docs) -> None:
    docs.write("abc")
    assert docs.refused({"updateTextStyle": {"range": RANGE, "textStyle": {"bold": True}}}) == (
        "Invalid requests[0].updateTextStyle: At least one field must be listed in 'fields'. "
        "(Use '*' to indicate all fields.)"
    )
    assert "Invalid field: blod" in docs.refused({"updateTextStyle": {"range": RANGE, "textStyle": {}, "fields": "blod"}})


@pytest.mark.fact("D")
def test_a_paragraph_is_styled_that_the_range_only_touches(docs) -> None:
    docs.write("one\ntwo\nthree")
    request = {"range": {"startIndex": 4, "endIndex": 6}, "paragraphStyle": {"alignment": "CENTER"}, "fields": "alignment"}
    docs.update({"updateParagraphStyle": request})
    assert [style.get("alignment") for style in paragraph_styles(docs)] == ["CENTER", "CENTER", None]


@pytest.mark.fact("R")
def test_a_heading_has_an_id_and_loses_it_again(docs) -> None:
    docs.write("abc")
    for name in ("HEADING_1", "NORMAL_TEXT"):
        docs.update({"updateParagraphStyle": {"range": RANGE, "paragraphStyle": {"namedStyleType": name}, "fields": "namedStyleType"}})
        [style] = paragraph_styles(docs)
        assert style["namedStyleType"] == name
        assert style.get("headingId", "").startswith("h.") is (name == "HEADING_1")


@pytest.mark.fact("D")
def test_leading_tabs_say_how_deep_an_item_is_and_go(docs) -> None:
    docs.write("one\n\ttwo\nthree")
    docs.update({"createParagraphBullets": {"range": {"startIndex": 1, "endIndex": 12}, "bulletPreset": "BULLET_DISC_CIRCLE_SQUARE"}})
    assert docs.paragraphs() == ["one\n", "two\n", "three\n"]
    bullets = [one["paragraph"]["bullet"] for one in docs.get()["body"]["content"] if "paragraph" in one]
    assert [bullet.get("nestingLevel") for bullet in bullets] == [None, 1, None]
    [(list_id, told)] = docs.get()["lists"].items()
    assert {bullet["listId"] for bullet in bullets} == {list_id}
    levels = told["listProperties"]["nestingLevels"]
    assert len(levels) == 9
    assert (levels[0]["glyphSymbol"], levels[0]["glyphFormat"]) == ("●", "%0")


@pytest.mark.fact("D")
def test_an_item_joins_the_list_before_it_where_the_preset_is_the_same(docs) -> None:
    docs.write("one\ntwo\nthree")
    for start, end, preset in ((1, 4, "NUMBERED_DECIMAL_NESTED"), (5, 8, "NUMBERED_DECIMAL_NESTED"), (9, 12, "BULLET_CHECKBOX")):
        docs.update({"createParagraphBullets": {"range": {"startIndex": start, "endIndex": end}, "bulletPreset": preset}})
    assert len(docs.get()["lists"]) == 2


def test_an_item_becomes_a_paragraph_again(docs) -> None:
    docs.write("one")
    docs.update({"createParagraphBullets": {"range": RANGE, "bulletPreset": "BULLET_CHECKBOX"}})
    docs.update({"deleteParagraphBullets": {"range": RANGE}})
    [paragraph] = [one["paragraph"] for one in docs.get()["body"]["content"] if "paragraph" in one]
    assert "bullet" not in paragraph
    assert paragraph["paragraphStyle"]["indentStart"] == {"magnitude": 36, "unit": "PT"}


def test_the_page_is_styled(docs) -> None:
    size = {"height": {"magnitude": 842, "unit": "PT"}, "width": {"magnitude": 595, "unit": "PT"}}
    docs.update({"updateDocumentStyle": {"documentStyle": {"pageSize": size}, "fields": "pageSize"}})
    assert docs.get()["documentStyle"]["pageSize"] == size
    assert docs.get()["documentStyle"]["marginTop"] == {"magnitude": 72, "unit": "PT"}


def test_a_named_style_is_changed(docs) -> None:
    style = {"namedStyleType": "HEADING_1", "textStyle": {"fontSize": {"magnitude": 30, "unit": "PT"}}}
    docs.update({"updateNamedStyle": {"namedStyle": style, "fields": "named_style_type,text_style.font_size"}})
    found = next(one for one in docs.get()["namedStyles"]["styles"] if one["namedStyleType"] == "HEADING_1")
    assert found["textStyle"] == {"fontSize": {"magnitude": 30, "unit": "PT"}}
    assert found["paragraphStyle"]["keepWithNext"] is True
