"""A template is filled by Google's own client: copy, replace, export.  Everything goes over a socket."""

from __future__ import annotations

import json
from contextlib import closing
from importlib.resources import files
from typing import Any

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError
from senco_connect_emulator.emulator import Emulator

HEAD = "head@school.example"
DOCUMENT = "application/vnd.google-apps.document"


@pytest.fixture
def google():
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def docs(google):
    with closing(client(google, "docs", "v1")) as made:
        yield made


@pytest.fixture
def drive(google):
    with closing(client(google, "drive", "v3")) as made:
        yield made


def client(google: Emulator, name: str, version: str) -> Any:
    """Build Google's client for a service, pointed at the emulator as the reference says."""
    path = files("googleapiclient.discovery_cache.documents").joinpath(f"{name}.{version}.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    document |= {"rootUrl": google.url + "/", "baseUrl": f"{google.url}/{document['servicePath']}"}
    document.pop("mtlsRootUrl", None)
    return build_from_document(document, credentials=Credentials(google.token(HEAD)))


@pytest.mark.fact("D", "9")
def test_a_template_is_copied_filled_and_exported(docs, drive) -> None:
    template = docs.documents().create(body={"title": "Template"}).execute()["documentId"]
    text = {"insertText": {"location": {"index": 1}, "text": "Support plan for {{name}}\nReview: {{date}}"}}
    docs.documents().batchUpdate(documentId=template, body={"requests": [text]}).execute()
    copied = drive.files().copy(fileId=template, body={"name": "Plan"}).execute()
    tags = {"{{name}}": "Ada Example", "{{date}}": "1 July", "{{school}}": "Oakfield"}
    requests = [
        {"replaceAllText": {"containsText": {"text": tag, "matchCase": True}, "replaceText": value}} for tag, value in tags.items()
    ]
    told = docs.documents().batchUpdate(documentId=copied["id"], body={"requests": requests}).execute()
    counts = [reply["replaceAllText"].get("occurrencesChanged") for reply in told["replies"]]
    assert counts == [1, 1, None]
    text = drive.files().export(fileId=copied["id"], mimeType="text/plain").execute()
    assert text.decode("utf-8-sig") == "Support plan for Ada Example\r\nReview: 1 July"
    assert drive.files().export(fileId=copied["id"], mimeType="application/pdf").execute().startswith(b"%PDF-")
    assert docs.documents().get(documentId=copied["id"]).execute()["title"] == "Plan"
    assert "{{name}}" in drive.files().export(fileId=template, mimeType="text/plain").execute().decode()


@pytest.mark.fact("D")
def test_a_document_is_made_through_drive(docs, drive) -> None:
    made = drive.files().create(body={"name": "Notes", "mimeType": DOCUMENT}).execute()
    assert docs.documents().get(documentId=made["id"]).execute()["title"] == "Notes"


@pytest.mark.fact("R")
def test_a_refusal_comes_with_its_status(docs) -> None:
    document = docs.documents().create(body={}).execute()["documentId"]
    bad = {"deleteContentRange": {"range": {"startIndex": 1, "endIndex": 2}}}
    with pytest.raises(HttpError) as caught:
        docs.documents().batchUpdate(documentId=document, body={"requests": [bad]}).execute()
    words = "Invalid requests[0].deleteContentRange: The range cannot include the newline character at the end of the segment."
    assert json.loads(caught.value.content)["error"] == {"code": 400, "message": words, "status": "INVALID_ARGUMENT"}


@pytest.mark.fact("C")
def test_a_name_that_docs_does_not_know_is_refused(docs) -> None:
    document = docs.documents().create(body={}).execute()["documentId"]
    with pytest.raises(HttpError) as caught:
        docs.documents().batchUpdate(documentId=document, body={"requests": [{"insertWords": {}}]}).execute()
    words = "Invalid JSON payload received. Unknown name \"insertWords\" at 'requests[0]': Cannot find field."
    assert json.loads(caught.value.content)["error"]["message"] == words
