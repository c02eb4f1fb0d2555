"""What Drive does with documents: copy, rename, export, import."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from senco_connect_emulator.call import Content
from senco_connect_emulator.drive.editors import DOCUMENT, EDITORS
from senco_connect_emulator.errors import Refused

EDITOR = EDITORS[DOCUMENT]
PDF, TEXT = "application/pdf", "text/plain"


@pytest.fixture
def plan(docs):
    """A plan with a heading, a list, a table, a header and letters beyond Latin-1."""
    docs.write("One-page profile\nŁukasz’s strengths – reading\nreads\nwrites\n" + "many words in a row " * 30)
    title = {"range": {"startIndex": 1, "endIndex": 2}, "paragraphStyle": {"namedStyleType": "TITLE"}, "fields": "namedStyleType"}
    docs.update(
        {"updateParagraphStyle": title},
        {"createParagraphBullets": {"range": {"startIndex": 47, "endIndex": 58}, "bulletPreset": "NUMBERED_DECIMAL_NESTED"}},
        {"insertTable": {"rows": 1, "columns": 2, "endOfSegmentLocation": {}}},
    )
    start = next(one["startIndex"] for one in docs.get()["body"]["content"] if "table" in one)
    docs.update(
        {"insertText": {"location": {"index": start + 5}, "text": "Review (June)"}},
        {"insertText": {"location": {"index": start + 3}, "text": "Target"}},
        {"insertPageBreak": {"endOfSegmentLocation": {}}},
        {"insertText": {"endOfSegmentLocation": {}, "text": "Second page"}},
    )
    [reply] = docs.update({"createHeader": {"type": "DEFAULT"}})["replies"]
    where = {"index": 0, "segmentId": reply["createHeader"]["headerId"]}
    docs.update({"insertText": {"location": where, "text": "Oakfield School"}})
    return docs


@pytest.mark.fact("R")
def test_a_text_export_begins_with_a_byte_order_mark_and_has_windows_line_ends(docs) -> None:
    docs.write("one\ntwo")
    assert EDITOR.export(docs.world, docs.id, TEXT) == b"\xef\xbb\xbfone\r\ntwo"


def test_a_text_export_shows_lists_and_cells(plan) -> None:
    lines = EDITOR.export(plan.world, plan.id, TEXT).decode("utf-8-sig").split("\r\n")
    assert lines[:4] == ["One-page profile", "Łukasz’s strengths – reading", "1. reads", "2. writes"]
    assert "Target\tReview (June)" in lines
    assert lines[-2:] == ["________________", "Second page"] or lines[-1] == "Second page"


def test_a_web_page_export_escapes_text(docs) -> None:
    docs.write("<script>alert(1)</script> & more")
    page = EDITOR.export(docs.world, docs.id, "text/html").decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


def test_a_pdf_is_the_same_every_time_and_says_where_its_parts_are(plan) -> None:
    pdf = EDITOR.export(plan.world, plan.id, PDF)
    assert pdf == EDITOR.export(plan.world, plan.id, PDF)
    assert pdf.startswith(b"%PDF-1.4\n")
    table = pdf[int(pdf.split(b"startxref\n")[1].split()[0]) :].split(b"\n")
    count = int(table[1].split()[1])
    for number in range(1, count):
        place = int(table[2 + number].split()[0])
        assert pdf[place:].startswith(f"{number} 0 obj\n".encode())


@pytest.mark.fact("D", "9")
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext is not installed")
def test_a_pdf_opens_and_holds_the_text(plan, tmp_path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(EDITOR.export(plan.world, plan.id, PDF))
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")
    assert done.stderr == b""
    assert len(pages) == 3 and pages[2] == ""
    for text in ("Oakfield School", "One-page profile", "Łukasz’s strengths – reading", "1. reads", "Target", "Review (June)"):
        assert text in pages[0]
    assert "Oakfield School" in pages[1] and "Second page" in pages[1]


@pytest.mark.fact("R")
def test_a_format_that_nobody_knows_is_refused(docs) -> None:
    with pytest.raises(Refused) as caught:
        EDITOR.export(docs.world, docs.id, "image/png")
    assert (caught.value.message, caught.value.location) == ("The requested conversion is not supported.", "convertTo")


def test_a_format_that_is_not_built_is_marked(docs) -> None:
    with pytest.raises(Refused) as caught:
        EDITOR.export(docs.world, docs.id, "application/rtf")
    assert not caught.value.built


def test_a_copy_is_a_document_of_its_own(docs) -> None:
    docs.write("template")
    EDITOR.copy(docs.world, docs.id, "1copy", "Copy of Support plan")
    docs.update({"insertText": {"location": {"index": 1}, "text": "changed "}})
    copied = docs.world.documents["1copy"]
    assert (copied.id, copied.title) == ("1copy", "Copy of Support plan")
    assert copied.revisions[0] not in docs.world.documents[docs.id].revisions
    assert EDITOR.export(docs.world, "1copy", TEXT).decode("utf-8-sig") == "template"


def test_a_file_that_is_renamed_renames_the_document(docs) -> None:
    docs.world.drive.rename(docs.id, "Plan for autumn", docs.world.directory.identity("head@school.example"))
    assert docs.get()["title"] == "Plan for autumn"


def test_a_plain_text_becomes_paragraphs(docs) -> None:
    EDITOR.create(docs.world, docs.id, "Notes", Content(b"\xef\xbb\xbfone\r\ntwo\r\n", "text/plain"))
    assert docs.paragraphs() == ["one\n", "two\n"]


def test_what_is_thrown_away_is_gone(docs) -> None:
    EDITOR.discard(docs.world, docs.id)
    assert docs.id not in docs.world.documents
