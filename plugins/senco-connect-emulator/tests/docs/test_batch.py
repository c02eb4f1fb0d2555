"""What holds of every batch: revisions, write control, kinds that are not built."""

from __future__ import annotations

import pytest
from senco_connect_emulator.errors import Refused

INSERT = {"insertText": {"location": {"index": 1}, "text": "x"}}


@pytest.mark.fact("R", "9")
def test_a_stale_revision_is_refused_by_name(docs) -> None:
    stale = docs.get()["revisionId"]
    docs.update(INSERT)
    words = docs.refused(INSERT, control={"requiredRevisionId": stale})
    assert words == f"The required revision ID '{stale}' does not match the latest revision."
    assert docs.paragraphs() == ["x\n"]


@pytest.mark.fact("D")
def test_the_answer_names_the_revision_that_came_of_it(docs) -> None:
    answer = docs.update(INSERT, control={"requiredRevisionId": docs.get()["revisionId"]})
    assert answer["documentId"] == docs.id
    assert answer["writeControl"] == {"requiredRevisionId": docs.get()["revisionId"]}
    docs.update(INSERT, control=answer["writeControl"])
    assert docs.paragraphs() == ["xx\n"]


@pytest.mark.fact("D")
def test_an_older_revision_may_be_the_target(docs) -> None:
    old = docs.get()["revisionId"]
    docs.update(INSERT)
    docs.update(INSERT, control={"targetRevisionId": old})
    assert docs.paragraphs() == ["xx\n"]
    assert "unknown" in docs.refused(INSERT, control={"targetRevisionId": "unknown"})


def test_a_batch_makes_the_file_newer(docs) -> None:
    before = docs.world.drive.files[docs.id]["version"]
    docs.update(INSERT, INSERT)
    assert docs.world.drive.files[docs.id]["version"] == before + 1


@pytest.mark.fact("R")
def test_replies_mirror_requests(docs) -> None:
    answer = docs.update(INSERT, {"createNamedRange": {"name": "n", "range": {"startIndex": 1, "endIndex": 2}}})
    assert answer["replies"][0] == {}
    assert answer["replies"][1]["createNamedRange"]["namedRangeId"].startswith("kix.")


def test_a_kind_that_is_not_built_is_marked(docs) -> None:
    with pytest.raises(Refused) as caught:
        docs.update({"mergeTableCells": {}})
    assert (caught.value.code, caught.value.built) == (400, False)


@pytest.mark.fact("C")
def test_a_request_of_two_kinds_is_refused(docs) -> None:
    assert "(oneof)" in docs.refused({**INSERT, "deleteTab": {"tabId": "t.0"}})


@pytest.mark.fact("R")
def test_what_cannot_be_suggested_is_refused_before_anything_else(docs) -> None:
    words = docs.refused({"deleteHeader": {"headerId": "kix.none"}}, control={"writeMode": "SUGGEST"})
    assert words == "Invalid requests[0].deleteHeader: Request does not support application as suggestion."


def test_every_kind_is_one_of_the_discovery_documents() -> None:
    from senco_connect_emulator.contract import services
    from senco_connect_emulator.docs.batch.edit import KINDS

    assert set(KINDS) <= set(services()["docs"].schemas["Request"]["properties"])
    assert len(KINDS) == 36
