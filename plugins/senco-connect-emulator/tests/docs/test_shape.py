"""Whatever batches do to a document, what remains is one: every index follows the one before, every table is whole."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from senco_connect_emulator.docs.editor import export_document
from senco_connect_emulator.docs.model import Document
from senco_connect_emulator.errors import Refused

PRESETS = ("BULLET_CHECKBOX", "NUMBERED_DECIMAL_NESTED")


def checked(content: list[dict[str, Any]], at: int) -> int:
    """Walk elements, each of which must start where the one before ended; gives where the last ends."""
    for element in content:
        assert element.get("startIndex", 0) == at
        if "paragraph" in element:
            text = "".join(one.get("textRun", {}).get("content", "") for one in element["paragraph"]["elements"])
            assert text.encode() and text.endswith("\n") and text.count("\n") == 1
            for one in element["paragraph"]["elements"]:
                assert one.get("startIndex", 0) == at
                at = one["endIndex"]
        elif "table" in element:
            at = checked_table(element["table"], at + 1) + 1
        else:
            at = element["endIndex"]
        assert at == element["endIndex"]
    assert "paragraph" in content[-1]
    return at


def checked_table(table: dict[str, Any], at: int) -> int:
    assert table["rows"] == len(table["tableRows"])
    for row in table["tableRows"]:
        assert row["startIndex"] == at
        assert len(row["tableCells"]) == table["columns"] == len(table["tableStyle"]["tableColumnProperties"])
        at += 1
        for cell in row["tableCells"]:
            assert cell["startIndex"] == at
            at = checked(cell["content"], at + 1)
            assert cell["endIndex"] == at
        assert row["endIndex"] == at
    return at


def request(random: Random, content: list[dict[str, Any]]) -> dict[str, Any]:
    """Make any request, sensible or not."""
    end = content[-1]["endIndex"]
    index = random.randrange(end + 1)
    part = {"startIndex": index, "endIndex": random.randrange(index, min(end + 2, index + 12))}
    text = "".join(random.choice("ab \n😀\té") for _ in range(random.randrange(1, 8)))
    place = {"location": {"index": index}}
    tables = [one["startIndex"] for one in content if "table" in one] or [1]
    cell = {"tableCellLocation": {"tableStartLocation": {"index": random.choice(tables)}}}
    named = random.choice(("HEADING_1", "NORMAL_TEXT"))
    choices: list[dict[str, Any]] = [
        {"insertText": {**place, "text": text}}, {"deleteContentRange": {"range": part}},
        {"insertTable": {**place, "rows": 1 + index % 2, "columns": 1 + end % 2}}, {"insertPageBreak": place},
        {"replaceAllText": {"containsText": {"text": text[:2]}, "replaceText": text[::-1]}},
        {"createParagraphBullets": {"range": part, "bulletPreset": random.choice(PRESETS)}},
        {"deleteParagraphBullets": {"range": part}},
        {"updateTextStyle": {"range": part, "textStyle": {"bold": True}, "fields": "bold"}},
        {"updateParagraphStyle": {"range": part, "paragraphStyle": {"namedStyleType": named}, "fields": "namedStyleType"}},
        {"createNamedRange": {"name": "n", "range": part}}, {"replaceNamedRangeContent": {"namedRangeName": "n", "text": text}},
        {"insertTableRow": cell}, {"insertTableColumn": cell}, {"deleteTableRow": cell}, {"deleteTableColumn": cell},
        {"insertSectionBreak": {**place, "sectionType": "NEXT_PAGE"}}, {"createFootnote": place},
    ]  # fmt: skip
    return random.choice(choices)


@pytest.mark.parametrize("seed", range(12))
def test_a_document_stays_whole_whatever_is_asked(docs, seed: int) -> None:
    random, done = Random(seed), 0
    for _ in range(50):
        try:
            docs.update(request(random, docs.get()["body"]["content"]))
            done += 1
        except Refused as refused:
            assert (refused.code, refused.built) == (400, True)
        told = docs.get()
        end = checked(told["body"]["content"], 0)
        ranges = [part for named in told.get("namedRanges", {}).values() for one in named["namedRanges"] for part in one["ranges"]]
        assert all(part.get("startIndex", 0) < part["endIndex"] <= end for part in ranges)
    assert done > 10
    for kind in ("text/plain", "text/html", "application/pdf"):
        assert export_document(docs.world, docs.id, kind)
    document = docs.world.documents[docs.id]
    assert Document.restored(json.loads(json.dumps(document.snapshot()))).snapshot() == document.snapshot()
