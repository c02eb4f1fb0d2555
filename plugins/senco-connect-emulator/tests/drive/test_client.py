"""Google's own Python client, over a real socket."""

from __future__ import annotations

import io
import json
from importlib.resources import files

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaInMemoryUpload, MediaIoBaseDownload
from senco_connect_emulator.emulator import Emulator

from .conftest import FOLDER


@pytest.fixture(scope="module")
def google():
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def drive(google):
    document = json.loads(files("googleapiclient.discovery_cache.documents").joinpath("drive.v3.json").read_text("utf-8"))
    document |= {"rootUrl": google.url + "/", "baseUrl": f"{google.url}/{document['servicePath']}"}
    document.pop("mtlsRootUrl", None)
    service = build_from_document(document, credentials=Credentials(google.token("ada@school.example")))
    yield service
    service.close()


def test_folders_are_made_found_and_shared(drive):
    made = drive.drives().create(requestId="r", body={"name": "SEND"}).execute()
    wanted = drive.files().generateIds(count=1).execute()["ids"][0]
    body = {"id": wanted, "name": "Pupils", "mimeType": FOLDER, "parents": [made["id"]], "appProperties": {"key": "1"}}
    create = drive.files().create(body=body, supportsAllDrives=True, fields="id,parents,appProperties")
    assert create.execute() == {"id": wanted, "parents": [made["id"]], "appProperties": {"key": "1"}}
    with pytest.raises(HttpError) as caught:
        create.execute()
    assert caught.value.status_code == 409
    listed = drive.files().list(
        q="appProperties has { key='key' and value='1' } and trashed = false", corpora="drive", driveId=made["id"],
        supportsAllDrives=True, includeItemsFromAllDrives=True,
    ).execute()  # fmt: skip
    assert [file["name"] for file in listed["files"]] == ["Pupils"]
    permission = {"type": "user", "role": "writer", "emailAddress": "ben@school.example"}
    shared = drive.permissions().create(fileId=wanted, body=permission, supportsAllDrives=True).execute()
    drive.permissions().delete(fileId=wanted, permissionId=shared["id"], supportsAllDrives=True).execute()


def test_the_client_pages_through_a_list(drive):
    top = drive.files().create(body={"name": "Top", "mimeType": FOLDER}, fields="id").execute()["id"]
    for number in range(5):
        drive.files().create(body={"name": f"Folder {number}", "mimeType": FOLDER, "parents": [top]}).execute()
    request, names = drive.files().list(q=f"'{top}' in parents", pageSize=2, orderBy="name"), []
    while request is not None:
        answer = request.execute()
        names += [file["name"] for file in answer["files"]]
        request = drive.files().list_next(request, answer)
    assert names == [f"Folder {number}" for number in range(5)]


def test_bytes_go_up_in_chunks_and_come_down_in_chunks(drive):
    data = bytes(range(256)) * 2500
    media = MediaInMemoryUpload(data, "application/octet-stream", chunksize=256 * 1024, resumable=True)
    made = drive.files().create(body={"name": "a.bin"}, media_body=media, fields="id,size").execute()
    assert made["size"] == str(len(data))
    came, done = io.BytesIO(), False
    download = MediaIoBaseDownload(came, drive.files().get_media(fileId=made["id"]), chunksize=200_000)
    while not done:
        _, done = download.next_chunk()
    assert came.getvalue() == data


def test_a_document_is_exported(drive):
    text = MediaInMemoryUpload(b"Dear parents", "text/plain")
    body = {"name": "Letter", "mimeType": "application/vnd.google-apps.document"}
    made = drive.files().create(body=body, media_body=text).execute()
    assert drive.files().export(fileId=made["id"], mimeType="application/pdf").execute()[:5] == b"%PDF-"


def test_changes_are_followed(drive):
    token = drive.changes().getStartPageToken().execute()["startPageToken"]
    made = drive.files().create(body={"name": "New", "mimeType": FOLDER}).execute()
    answer = drive.changes().list(pageToken=token).execute()
    assert [change["fileId"] for change in answer["changes"]] == [made["id"]]
    drive.files().delete(fileId=made["id"]).execute()
    answer = drive.changes().list(pageToken=answer["newStartPageToken"]).execute()
    assert [change["removed"] for change in answer["changes"]] == [True]
