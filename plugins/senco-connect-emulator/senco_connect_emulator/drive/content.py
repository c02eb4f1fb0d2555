"""The bytes of blobs: stored as revisions, of which the last is the file's content."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.call import Content
from senco_connect_emulator.drive.editors import EDITORS
from senco_connect_emulator.errors import forbidden

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive
    from senco_connect_emulator.identity import Identity

__all__ = ["download", "note_edit", "revised", "sums"]

Json = dict[str, Any]
MOST_KEPT = 200
# Edits of an editor's file that are closer together than this make one revision.
ONE_SITTING = timedelta(minutes=10)


def revised(drive: Drive, file: Json, who: Identity, body: bytes, *, keep: bool = False) -> Json:
    """Give a blob a new revision and return its record, which the caller stores."""
    revisions = drive.revisions.setdefault(file["id"], [])
    if keep and sum(bool(one.get("keepForever")) for one in revisions) >= MOST_KEPT:
        words = "The number of revisions that are kept forever has been exceeded."
        raise forbidden(words, reason="revisionsToKeepLimitExceeded")
    revision_id, name = "0B" + drive.world.ids.text(46), file.get("originalFilename", file["name"])
    drive.blobs[f"{file['id']} {revision_id}"] = body
    revisions.append(
        {
            "id": revision_id, "mimeType": file["mimeType"], "modifiedTime": file["modifiedTime"], "keepForever": keep,
            "lastModifyingUser": who.email, "originalFilename": name, "size": str(len(body)),
            "md5Checksum": sums(body)["md5Checksum"],
        }
    )  # fmt: skip
    return {**file, **sums(body), "size": str(len(body)), "originalFilename": name, "headRevisionId": revision_id}


def sums(body: bytes) -> dict[str, str]:
    """Give the sums by which content is told apart."""
    return {
        "md5Checksum": hashlib.md5(body, usedforsecurity=False).hexdigest(),
        "sha1Checksum": hashlib.sha1(body, usedforsecurity=False).hexdigest(),
        "sha256Checksum": hashlib.sha256(body).hexdigest(),
    }


def note_edit(drive: Drive, file: Json, who: Identity) -> None:
    """Let the revisions of an editor's file show that somebody edited it: a sitting is one revision."""
    if file["mimeType"] not in EDITORS:
        return
    revisions, now = drive.revisions.setdefault(file["id"], []), file["modifiedTime"]
    if revisions and _same_sitting(revisions[-1], who, now):
        revisions[-1]["modifiedTime"] = now
        return
    number = str(int(revisions[-1]["id"]) + 1) if revisions else "1"
    told = {"id": number, "mimeType": file["mimeType"], "modifiedTime": now, "lastModifyingUser": who.email}
    revisions.append(told)


def _same_sitting(last: Json, who: Identity, now: str) -> bool:
    passed = datetime.fromisoformat(now) - datetime.fromisoformat(last["modifiedTime"])
    return last["lastModifyingUser"] == who.email and passed < ONE_SITTING


def download(drive: Drive, file_id: str, revision: Json) -> Content:
    """Give the bytes of a revision."""
    return Content(drive.blobs[f"{file_id} {revision['id']}"], revision["mimeType"])
