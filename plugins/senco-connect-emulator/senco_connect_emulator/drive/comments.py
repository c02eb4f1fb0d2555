"""comments: remarks on a file, with what they are about, and whether they are settled."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from senco_connect_emulator.call import Call, NoContent, answers
from senco_connect_emulator.drive.access import Access
from senco_connect_emulator.drive.capabilities import require_capability
from senco_connect_emulator.drive.grantees import PICTURE, user
from senco_connect_emulator.drive.pages import page
from senco_connect_emulator.drive.reaching import reach
from senco_connect_emulator.drive.writing import moment
from senco_connect_emulator.errors import Refused, forbidden, invalid, not_found

__all__ = ["changed_text", "comment_of", "remark_resource", "require_fields", "written_remark"]

Json = dict[str, Any]
_WRITABLE = {"content", "anchor", "quotedFileContent", "action", "kind"}


def require_fields(call: Call) -> None:
    """Refuse a request without a ``fields`` mask: comments and about have no default."""
    if not call.params.get("fields", "").strip():
        words = "The 'fields' parameter is required for this method."
        raise invalid(words, reason="required", location=("fields", "parameter"))


def comment_of(call: Call) -> tuple[Access, Json, Json]:
    """Give the file and the comment that a request names; one that was deleted only where it asks for such."""
    access, file = reach(call, "reader")
    comment_id = call.params["commentId"]
    for comment in access.drive.comments.get(file["id"], []):
        if comment["id"] == comment_id and (not comment["deleted"] or call.params.get("includeDeleted")):
            return access, file, comment
    raise not_found(f"Comment not found: {comment_id}.", parameter="commentId")


def written_remark(access: Access, body: Mapping[str, Any]) -> Json:
    """Make a comment or reply as a request asks for it."""
    if body.keys() - _WRITABLE:
        words = "The resource body includes fields which are not directly writable."
        raise forbidden(words, reason="fieldNotWritable")
    now = access.drive.now
    told = {name: body[name] for name in _WRITABLE - {"kind"} if name in body}
    made = {"id": "AAAA" + access.drive.world.ids.text(7), "author": access.who.email, "createdTime": now}
    return {**made, "modifiedTime": now, "deleted": False, **told}


def remark_resource(access: Access, told: Mapping[str, Any], kind: str) -> Json:
    """Give what comments and replies have in common, as answers show it; a deleted one has lost its text."""
    author = user(access.drive, told["author"], access.who)
    shown = {name: author[name] for name in ("kind", "displayName", "me")} | {"photoLink": f"{PICTURE}=s50-c-k-no"}
    made: Json = {"kind": f"drive#{kind}", "id": told["id"], "createdTime": told["createdTime"]}
    made |= {"modifiedTime": told["modifiedTime"], "author": shown, "deleted": told["deleted"]}
    if not told["deleted"] and "content" in told:
        made |= {"htmlContent": html.escape(told["content"], quote=False), "content": told["content"]}
    return made


def _resource(access: Access, told: Mapping[str, Any], *, with_deleted: bool = False) -> Json:
    made = remark_resource(access, told, "comment")
    made |= {name: told[name] for name in ("anchor", "quotedFileContent", "resolved") if name in told}
    made["replies"] = [reply_resource(access, one) for one in visible(told["replies"], with_deleted=with_deleted)]
    return made


def visible(remarks: Iterable[Json], *, with_deleted: bool) -> list[Json]:
    """Give the remarks that have not been deleted, or all of them."""
    return [one for one in remarks if with_deleted or not one["deleted"]]


def reply_resource(access: Access, told: Mapping[str, Any]) -> Json:
    """Give a reply as answers show it."""
    made = remark_resource(access, told, "reply")
    return made | ({"action": told["action"]} if "action" in told else {})


@answers("drive.comments.create")
def create(call: Call) -> Json:
    """Put a comment on a file."""
    require_fields(call)
    access, file = reach(call)
    require_capability(access, file, "canComment")
    if not call.body.get("content"):
        raise invalid("A comment's content can't be empty.", reason="required", location=("comment.content", "other"))
    made = written_remark(access, call.body) | {"replies": []}
    made.pop("action", None)
    access.drive.comments.setdefault(file["id"], []).append(made)
    return _resource(access, made)


@answers("drive.comments.get")
def get(call: Call) -> Json:
    """Give a comment with its replies."""
    require_fields(call)
    access, _, comment = comment_of(call)
    return _resource(access, comment, with_deleted=bool(call.params.get("includeDeleted")))


@answers("drive.comments.list")
def list_comments(call: Call) -> Json:
    """List the comments on a file, the last changed first."""
    require_fields(call)
    access, file = reach(call, "reader")
    with_deleted, since = bool(call.params.get("includeDeleted")), call.params.get("startModifiedTime")
    least = moment(since, "startModifiedTime") if since else ""
    found = visible(access.drive.comments.get(file["id"], ()), with_deleted=with_deleted)
    every = {one["id"]: one for one in found if one["modifiedTime"] >= least}
    order = sorted(every, key=lambda one: str(every[one]["modifiedTime"]), reverse=True)
    ids, token = page(call, lambda: order, default=20)
    shown = [_resource(access, every[one], with_deleted=with_deleted) for one in ids if one in every]
    return {"kind": "drive#commentList", "comments": shown} | ({"nextPageToken": token} if token else {})


def changed_text(access: Access, told: Json, body: Mapping[str, Any]) -> None:
    """Change the text of a remark, which its author alone may."""
    if told["author"] != access.who.email:
        words = "The authenticated user is not the author of this comment."
        raise Refused(403, words, reason="forbidden")
    if body.keys() - {"content", "kind"}:
        words = "The resource body includes fields which are not directly writable."
        raise forbidden(words, reason="fieldNotWritable")
    told |= {"content": body.get("content", told.get("content", "")), "modifiedTime": access.drive.now}


@answers("drive.comments.update")
def update(call: Call) -> Json:
    """Change a comment's text."""
    require_fields(call)
    access, _, comment = comment_of(call)
    changed_text(access, comment, call.body)
    return _resource(access, comment)


@answers("drive.comments.delete")
def delete(call: Call) -> NoContent:
    """Delete a comment: its author may, and who owns or manages the file."""
    access, file, comment = comment_of(call)
    if comment["author"] != access.who.email and not access.at_least(file["id"], "fileOrganizer"):
        raise forbidden("The authenticated user is not the author of this comment.", reason="forbidden")
    comment |= {"deleted": True, "modifiedTime": access.drive.now}
    return NoContent()
