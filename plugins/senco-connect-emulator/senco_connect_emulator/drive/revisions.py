"""revisions: the states that a file has been in; those of blobs can be read and kept for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from senco_connect_emulator.call import Call, Content, NoContent, answers
from senco_connect_emulator.drive.access import Access, insufficient
from senco_connect_emulator.drive.capabilities import require_capability
from senco_connect_emulator.drive.content import MOST_KEPT, download, sums
from senco_connect_emulator.drive.editors import GOOGLE
from senco_connect_emulator.drive.formats import EXPORTS, export_links
from senco_connect_emulator.drive.grantees import user
from senco_connect_emulator.drive.pages import page
from senco_connect_emulator.drive.reaching import reach
from senco_connect_emulator.errors import Refused, forbidden, invalid, not_found

__all__ = ["delete", "get", "list_revisions", "update"]

Json = dict[str, Any]
DEFAULTS = ("kind", "id", "mimeType", "modifiedTime")


def _reach(call: Call) -> tuple[Access, Json, list[Json]]:
    access, file = reach(call, "reader")
    require_capability(access, file, "canReadRevisions")
    revisions = access.drive.revisions.get(file["id"], [])
    if not revisions:
        raise forbidden("The file does not support revisions.", reason="revisionsNotSupported")
    return access, file, revisions


def _revision(call: Call) -> tuple[Access, Json, Json]:
    access, file, revisions = _reach(call)
    wanted = call.params["revisionId"]
    if wanted == "head":
        return access, file, revisions[-1]
    for revision in revisions:
        if revision["id"] == wanted:
            return access, file, revision
    raise not_found(f"Revision not found: {wanted}.", parameter="revisionId")


def _resource(access: Access, file: Json, told: Mapping[str, Any]) -> Json:
    names = (
        "id", "mimeType", "modifiedTime", "keepForever", "originalFilename", "md5Checksum", "size", "publishAuto",
        "published",
    )  # fmt: skip
    made: Json = {"kind": "drive#revision"} | {name: told[name] for name in names if name in told}
    made["lastModifyingUser"] = user(access.drive, told["lastModifyingUser"], access.who)
    if file["mimeType"] in EXPORTS:
        links = export_links(file["id"], file["mimeType"])
        made["exportLinks"] = {kind: f"{link}&revision={told['id']}" for kind, link in links.items()}
        made.setdefault("published", False)
    return made


def _shown(call: Call, told: Json) -> Json:
    return told if call.params.get("fields", "").strip() else {name: told[name] for name in DEFAULTS}


@answers("drive.revisions.list")
def list_revisions(call: Call) -> Json:
    """List a file's revisions, oldest first."""
    access, file, revisions = _reach(call)
    every = {one["id"]: one for one in revisions}
    ids, token = page(call, lambda: list(every), default=200)
    found = [_shown(call, _resource(access, file, every[one])) for one in ids if one in every]
    return {"kind": "drive#revisionList", "revisions": found} | ({"nextPageToken": token} if token else {})


@answers("drive.revisions.get")
def get(call: Call) -> Json | Content:
    """Give a revision, or its bytes (``alt=media``)."""
    access, file, revision = _revision(call)
    if call.params.get("alt") != "media":
        return _shown(call, _resource(access, file, revision))
    if file["mimeType"].startswith(GOOGLE):
        words = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise Refused(403, words, reason="fileNotDownloadable", location=("alt", "parameter"))
    if not revision["keepForever"] and revision["id"] != file["headRevisionId"]:
        words = "This revision cannot be downloaded by the authenticated user."
        raise forbidden(words, reason="download_restricted_for_revision")
    return download(access.drive, file["id"], revision)


@answers("drive.revisions.update")
def update(call: Call) -> Json:
    """Keep a blob's revision for good, or no longer."""
    access, file, revision = _revision(call)
    if not access.at_least(file["id"], "writer"):
        raise insufficient(call.params["fileId"])
    if call.body.keys() - {"keepForever", "publishAuto", "published", "publishedOutsideDomain", "kind"}:
        words = "The resource body includes fields which are not directly writable."
        raise forbidden(words, reason="fieldNotWritable")
    if "keepForever" in call.body:
        _check_keeping(access, file, revision, keep=call.body["keepForever"])
    revision |= {name: value for name, value in call.body.items() if name != "kind"}
    return _shown(call, _resource(access, file, revision))


def _check_keeping(access: Access, file: Json, revision: Json, *, keep: bool) -> None:
    if file["mimeType"].startswith(GOOGLE):
        raise invalid("Revisions of Docs Editors files can't be kept forever.", reason="badRequest")
    kept = sum(bool(one.get("keepForever")) for one in access.drive.revisions[file["id"]])
    if keep and not revision["keepForever"] and kept >= MOST_KEPT:
        words = "The number of revisions that are kept forever has been exceeded."
        raise forbidden(words, reason="revisionsToKeepLimitExceeded")


@answers("drive.revisions.delete")
def delete(call: Call) -> NoContent:
    """Delete a blob's revision, but never the only one."""
    access, file, revision = _revision(call)
    if not access.at_least(file["id"], "writer"):
        raise insufficient(call.params["fileId"])
    revisions = access.drive.revisions[file["id"]]
    if file["mimeType"].startswith(GOOGLE):
        raise forbidden("Revisions of this file can't be deleted.", reason="revisionDeletionNotSupported")
    if len(revisions) == 1:
        raise forbidden("The only revision of a file can't be deleted.", reason="cannotDeleteOnlyRevision")
    revisions.remove(revision)
    del access.drive.blobs[f"{file['id']} {revision['id']}"]
    last = revisions[-1]
    if file["headRevisionId"] != last["id"]:
        body = access.drive.blobs[f"{file['id']} {last['id']}"]
        access.drive.put({**file, "headRevisionId": last["id"], "size": last["size"], **sums(body)})
    return NoContent()
