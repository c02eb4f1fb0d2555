"""Documents as templates, fact by fact: what may be repeated, what is a condition, what comes out."""

from __future__ import annotations

from typing import Any

import pytest

STALE = "an older revision"


def replaced(tag: str, value: str) -> dict[str, Any]:
    return {"replaceAllText": {"containsText": {"text": tag, "matchCase": True}, "replaceText": value}}


@pytest.fixture
def template(docs: Any) -> Any:
    docs.write("Support plan for {{name}}")
    return docs


@pytest.mark.fact("D", "9")
def test_a_tag_that_is_there_is_counted(template: Any) -> None:
    told = template.update(replaced("{{name}}", "Ada Example"))
    assert told["replies"] == [{"replaceAllText": {"occurrencesChanged": 1}}]


@pytest.mark.fact("R", "9")
def test_a_tag_that_is_missing_is_told_by_a_count_that_is_missing(template: Any) -> None:
    told = template.update(replaced("{{school}}", "Oakfield"))
    assert told["replies"] == [{"replaceAllText": {}}]


@pytest.mark.fact("D", "9")
def test_to_replace_a_second_time_changes_nothing(template: Any) -> None:
    for _ in range(2):
        template.update(replaced("{{name}}", "Ada Example"))
        assert template.paragraphs()[0] == "Support plan for Ada Example\n"


@pytest.mark.fact("D", "9")
def test_to_insert_a_second_time_does_it_twice(template: Any) -> None:
    for _ in range(2):
        template.update({"insertText": {"location": {"index": 1}, "text": "Draft "}})
    assert template.paragraphs()[0] == "Draft Draft Support plan for {{name}}\n"


@pytest.mark.fact("D", "9")
def test_a_batch_of_documents_is_carried_out_whole_or_not_at_all(template: Any) -> None:
    assert template.refused(replaced("{{name}}", "Ada"), {"insertText": {"location": {"index": 999}, "text": "x"}})
    assert template.paragraphs()[0] == "Support plan for {{name}}\n"


@pytest.mark.fact("D", "9")
def test_a_revision_that_is_required_must_be_the_latest(template: Any) -> None:
    revision = template.get()["revisionId"]
    template.update(replaced("{{name}}", "Ada"), control={"requiredRevisionId": revision})
    assert template.refused(replaced("Ada", "Ben"), control={"requiredRevisionId": revision})
    assert template.paragraphs()[0] == "Support plan for Ada\n"


@pytest.mark.fact("D", "9")
def test_a_document_shows_its_first_tab_unless_asked_for_tabs(template: Any) -> None:
    template.update({"addDocumentTab": {"tabProperties": {"title": "Second"}}})
    told = template.get()
    assert "tabs" not in told and "body" in told
    told = template.get(includeTabsContent=True)
    assert "body" not in told
    assert len(told["tabs"]) == 2
