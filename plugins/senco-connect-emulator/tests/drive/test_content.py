"""Bytes: uploads, downloads, revisions, conversions, exports and copies."""

from __future__ import annotations

import hashlib

import pytest

from .conftest import DOC, FOLDER, SHEET, SHORTCUT


@pytest.mark.fact("D", "8")
def test_a_blob_tells_its_size_and_sums_as_text(ada):
    told = ada.file(ada.blob("Report.final.txt", b"The pupil reads."))
    assert (told["size"], told["quotaBytesUsed"]) == ("16", "16")
    assert told["md5Checksum"] == hashlib.md5(b"The pupil reads.").hexdigest()
    assert told["sha1Checksum"] == hashlib.sha1(b"The pupil reads.").hexdigest()
    assert told["sha256Checksum"] == hashlib.sha256(b"The pupil reads.").hexdigest()
    assert told["originalFilename"] == "Report.final.txt"
    assert (told["fullFileExtension"], told["fileExtension"]) == ("final.txt", "txt")
    assert told["webContentLink"].endswith("&export=download")
    assert told["headRevisionId"]


def test_a_blob_without_bytes_is_empty(ada):
    told = ada.file(ada.ask("POST", "files", {"name": "a.txt", "mimeType": "text/plain"}).json["id"])
    assert (told["size"], told["md5Checksum"]) == ("0", hashlib.md5(b"").hexdigest())


@pytest.mark.parametrize(
    ("name", "sent", "kind"),
    [
        ("a.pdf", "application/octet-stream", "application/pdf"),
        ("a.pdf", "text/plain", "text/plain"),
        ("noise", "application/octet-stream", "application/octet-stream"),
        ("a.csv", "text/csv; charset=UTF-8", "text/csv"),
    ],
)
def test_what_a_blob_is_comes_from_what_was_sent_or_from_its_name(ada, name, sent, kind):
    assert ada.upload(b"x", sent, body={"name": name}).json["mimeType"] == kind


@pytest.mark.fact("D")
def test_media_is_given_whole_or_in_part(ada):
    file = ada.blob("a.txt", b"0123456789")
    whole = ada.get(f"files/{file}", alt="media")
    assert (whole.status, whole.body, whole.headers["content-type"]) == (200, b"0123456789", "text/plain")
    part = ada.ask("GET", f"files/{file}", headers={"range": "bytes=2-5"}, alt="media")
    assert (part.status, part.body, part.headers["content-range"]) == (206, b"2345", "bytes 2-5/10")
    assert ada.ask("GET", f"files/{file}", headers={"range": "bytes=7-"}, alt="media").body == b"789"
    assert ada.ask("GET", f"files/{file}", headers={"range": "bytes=10-"}, alt="media").status == 416


@pytest.mark.fact("R", "8")
@pytest.mark.parametrize("mime_type", [DOC, FOLDER])
def test_what_has_no_bytes_can_not_be_downloaded(ada, mime_type):
    error = ada.get(f"files/{ada.new('X', mime_type)}", alt="media").error
    assert (error["code"], error["reason"], error["location"]) == (403, "fileNotDownloadable", "alt")
    assert error["message"].startswith("Only files with binary content can be downloaded.")


@pytest.mark.fact("D")
def test_each_upload_is_a_revision(ada, world):
    file = ada.blob("a.txt", b"first")
    world.clock.move(60)
    before = ada.file(file)
    answer = ada.upload(b"second", file_id=file, fields="headRevisionId,version,md5Checksum")
    assert answer.json["headRevisionId"] != before["headRevisionId"]
    assert int(answer.json["version"]) > int(before["version"])
    told = ada.get(f"files/{file}/revisions").json
    assert told["kind"] == "drive#revisionList"
    assert set(told["revisions"][0]) == {"kind", "id", "mimeType", "modifiedTime"}
    old, new = (one["id"] for one in told["revisions"])
    assert new == answer.json["headRevisionId"]
    assert ada.get(f"files/{file}/revisions/{old}", alt="media").reason == "403 download_restricted_for_revision"
    ada.ask("PATCH", f"files/{file}/revisions/{old}", {"keepForever": True})
    assert ada.get(f"files/{file}/revisions/{old}", alt="media").body == b"first"
    assert ada.get(f"files/{file}/revisions/head", alt="media").body == b"second"
    full = ada.get(f"files/{file}/revisions/{old}", fields="size,keepForever,originalFilename,lastModifyingUser").json
    assert (full["size"], full["keepForever"], full["originalFilename"]) == ("5", True, "a.txt")
    assert full["lastModifyingUser"]["emailAddress"] == ada.email


def test_a_revision_is_kept_forever_counted_and_deleted(ada):
    file = ada.blob("a.txt", b"first")
    old = ada.file(file)["headRevisionId"]
    assert ada.ask("DELETE", f"files/{file}/revisions/{old}").reason == "403 cannotDeleteOnlyRevision"
    ada.upload(b"second", file_id=file)
    kept = ada.ask("PATCH", f"files/{file}/revisions/{old}", {"keepForever": True}, fields="keepForever")
    assert kept.json == {"keepForever": True}
    assert ada.file(file)["quotaBytesUsed"] == "11"
    assert ada.ask("PATCH", f"files/{file}/revisions/{old}", {"size": "3"}).reason == "403 fieldNotWritable"
    assert ada.ask("DELETE", f"files/{file}/revisions/{old}").status == 204
    error = ada.get(f"files/{file}/revisions/{old}").error
    assert (error["code"], error["message"], error["location"]) == (404, f"Revision not found: {old}.", "revisionId")


def test_with_keep_revision_forever_an_upload_stays(ada):
    file = ada.upload(b"first", body={"name": "a.txt"}, keepRevisionForever=True).json["id"]
    told = ada.get(f"files/{file}/revisions", fields="revisions(keepForever)").json
    assert told == {"revisions": [{"keepForever": True}]}


def test_two_hundred_revisions_may_be_kept_and_no_more(ada):
    file = ada.blob("a.txt", b"0")
    for number in range(200):
        assert ada.upload(b"%d" % number, file_id=file, keepRevisionForever=True).status == 200
    assert ada.upload(b"x", file_id=file, keepRevisionForever=True).status == 403


def test_a_document_has_revisions_without_bytes(ada, ben, world):
    file = ada.new("Plan", DOC)
    ada.share(file, ben.email, "writer")
    for who, minutes in ((ada, 1), (ada, 1), (ben, 1), (ben, 60)):
        world.clock.move(60 * minutes)
        world.drive.touch(file, who.who)
    told = ada.get(f"files/{file}/revisions", fields="revisions(id,lastModifyingUser/emailAddress,exportLinks)").json
    assert [one["id"] for one in told["revisions"]] == ["1", "2", "3"]
    assert "application/pdf" in told["revisions"][0]["exportLinks"]
    assert ada.get(f"files/{file}/revisions/1", alt="media").reason == "403 fileNotDownloadable"
    assert ada.ask("DELETE", f"files/{file}/revisions/1").reason == "403 revisionDeletionNotSupported"


def test_a_folder_has_no_revisions_and_a_reader_sees_none(ada, ben):
    folder, file = ada.new("Plans"), ada.blob("a.txt")
    ada.share(file, ben.email, "reader")
    assert ada.get(f"files/{folder}/revisions").status == 403
    assert ben.get(f"files/{file}/revisions").reason == "403 insufficientFilePermissions"


@pytest.mark.fact("D")
def test_csv_becomes_a_spreadsheet_and_text_a_document(ada, world):
    sheet = ada.upload(b"UPN,Name\r\nA1,Amira\r\n", "text/csv", body={"name": "Export", "mimeType": SHEET}).json["id"]
    assert world.books[sheet].sheets[0].cell(1, 1)["userEnteredValue"] == {"stringValue": "Amira"}
    text = ada.upload(b"Dear parents", "text/plain", body={"name": "Letter", "mimeType": DOC}).json["id"]
    assert b"Dear parents" in ada.get(f"files/{text}/export", mimeType="text/plain").body


@pytest.mark.fact("D")
def test_a_conversion_that_drive_does_not_offer_is_refused_and_leaves_nothing(ada):
    answer = ada.upload(b"a,b", "text/csv", body={"name": "X", "mimeType": DOC})
    assert (answer.status, answer.error["message"]) == (400, "The requested conversion is not supported.")
    answer = ada.upload(b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body={"name": "X", "mimeType": DOC})
    assert answer.headers["X-Senco-Emulator"] == "not implemented"
    assert ada.names() == []


@pytest.mark.fact("D", "8")
def test_exports_of_a_document(ada):
    file = ada.new("Plan", DOC)
    pdf = ada.get(f"files/{file}/export", mimeType="application/pdf")
    assert (pdf.status, pdf.headers["content-type"], pdf.body[:5]) == (200, "application/pdf", b"%PDF-")
    error = ada.get(f"files/{file}/export").error
    assert (error["message"], error["reason"]) == ("Required parameter: mimeType", "required")
    error = ada.get(f"files/{file}/export", mimeType="image/png").error
    assert (error["code"], error["message"]) == (400, "The requested conversion is not supported.")


@pytest.mark.fact("R", "8")
def test_only_editors_files_are_exported(ada):
    error = ada.get(f"files/{ada.blob('a.txt', b'x')}/export", mimeType="application/pdf").error
    assert (error["code"], error["reason"]) == (403, "fileNotExportable")
    assert error["message"] == "Export only supports Docs Editors files."


@pytest.mark.fact("D", "7")
def test_an_export_has_ten_megabytes_at_most(ada, monkeypatch):
    monkeypatch.setattr("senco_connect_emulator.drive.exporting.MOST_BYTES", 10)
    error = ada.get(f"files/{ada.new('Plan', DOC)}/export", mimeType="application/pdf").error
    assert (error["code"], error["reason"]) == (403, "exportSizeLimitExceeded")
    assert error["message"] == "This file is too large to be exported."


@pytest.mark.fact("D", "8")
def test_a_copy_lies_beside_the_original_and_belongs_to_who_made_it(ada, ben):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", b"text", parents=[folder], properties={"year": "4"}, description="First")
    ada.share(folder, ben.email, "writer")
    copy = ben.file(ben.ask("POST", f"files/{file}/copy", {"properties": {"year": "5", "term": "1"}}).json["id"])
    assert copy["name"] == "Copy of a.txt"
    assert copy["parents"] == [folder]
    assert copy["ownedByMe"] is True
    assert copy["properties"] == {"year": "5", "term": "1"}
    assert copy["md5Checksum"] == ada.file(file)["md5Checksum"]
    assert ada.ask("POST", f"files/{file}/copy", {"name": "b.txt", "parents": ["root"]}).json["name"] == "b.txt"


def test_a_copy_out_of_a_folder_that_one_only_reads_lies_in_my_drive(ada, ben):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", b"text", parents=[folder])
    ada.share(folder, ben.email, "reader")
    copy = ben.file(ben.ask("POST", f"files/{file}/copy", {}).json["id"])
    assert copy["parents"] == [ben.file("root")["id"]]


def test_documents_spreadsheets_and_shortcuts_are_copied_with_what_is_in_them(ada, world):
    text = ada.upload(b"Dear parents", "text/plain", body={"name": "Letter", "mimeType": DOC}).json["id"]
    copy = ada.ask("POST", f"files/{text}/copy", {"name": "Letter 2"}).json["id"]
    assert world.documents[copy].title == "Letter 2"
    assert b"Dear parents" in ada.get(f"files/{copy}/export", mimeType="text/plain").body
    sheet = ada.new("Register", SHEET)
    assert world.books[ada.ask("POST", f"files/{sheet}/copy", {}).json["id"]].title == "Copy of Register"
    link = ada.new("Way", SHORTCUT, shortcutDetails={"targetId": text})
    copy = ada.ask("POST", f"files/{link}/copy", {}).json["id"]
    assert ada.file(copy)["shortcutDetails"]["targetId"] == text


def test_a_folder_is_not_copied(ada):
    assert ada.ask("POST", f"files/{ada.new('Plans')}/copy", {}).reason == "403 cannotCopyFile"


def test_a_copy_may_take_the_open_comments_along(ada):
    file = ada.blob("a.txt", b"x")
    ada.ask("POST", f"files/{file}/comments", {"content": "Open"}, fields="id")
    copy = ada.ask("POST", f"files/{file}/copy", {}, copyComments=True).json["id"]
    assert len(ada.get(f"files/{copy}/comments", fields="comments(content)").json["comments"]) == 1


def test_a_csv_blob_is_copied_into_a_spreadsheet(ada, world):
    file = ada.blob("a.csv", b"UPN\r\nA1\r\n", "text/csv")
    copy = ada.ask("POST", f"files/{file}/copy", {"mimeType": SHEET}).json["id"]
    assert world.books[copy].sheets[0].cell(1, 0)["userEnteredValue"] == {"stringValue": "A1"}
    assert ada.ask("POST", f"files/{file}/copy", {"mimeType": DOC}).status == 400


@pytest.mark.fact("D")
def test_a_locked_file_keeps_its_content(ada):
    file = ada.blob("a.txt", b"x")
    ada.change(file, {"contentRestrictions": [{"readOnly": True, "reason": "Final"}]})
    told = ada.file(file)["contentRestrictions"][0]
    assert (told["readOnly"], told["reason"], told["type"]) == (True, "Final", "globalContentRestriction")
    assert told["restrictingUser"]["emailAddress"] == ada.email
    assert ada.upload(b"y", file_id=file).status == 403
    ada.change(file, {"contentRestrictions": [{"readOnly": False}]})
    assert "contentRestrictions" not in ada.file(file)
    assert ada.upload(b"y", file_id=file).status == 200


@pytest.mark.fact("D")
def test_readers_take_no_copy_of_what_is_for_writers_alone(ada, ben):
    blob, text = ada.blob("a.txt", b"x"), ada.new("Plan", DOC)
    for file in (blob, text):
        ada.share(file, ben.email, "commenter")
        ada.change(file, {"copyRequiresWriterPermission": True})
    assert ben.file(blob)["capabilities"]["canDownload"] is False
    assert ben.file(blob)["viewersCanCopyContent"] is False
    assert ben.get(f"files/{blob}", alt="media").reason == "403 cannotDownloadFile"
    assert ben.get(f"files/{text}/export", mimeType="text/plain").reason == "403 cannotExportFile"
    assert ben.ask("POST", f"files/{blob}/copy", {}).reason == "403 cannotCopyFile"
    assert ada.get(f"files/{blob}", alt="media").status == 200


@pytest.mark.fact("R")
def test_a_spreadsheet_made_from_a_table_has_a_sheet_of_its_name_with_an_id_of_its_own(ada, world):
    book = world.books[ada.upload(b"a,1", "text/csv", body={"name": "Marks.csv", "mimeType": SHEET}).json["id"]]
    sheet = book.sheets[0].properties
    assert sheet["title"] == "Marks"
    assert sheet["sheetId"] > 0
    assert sheet["gridProperties"] == {"rowCount": 1000, "columnCount": 26}
    assert book.properties["timeZone"] == "America/Los_Angeles"
