"""replies: answers to a comment; one with an action settles the comment or opens it again."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.call import Call, NoContent, answers
from senco_connect_emulator.drive.access import Access
from senco_connect_emulator.drive.capabilities import require_capability
from senco_connect_emulator.drive.comments import (
    changed_text,
    comment_of,
    reply_resource,
    require_fields,
    visible,
    written_remark,
)
from senco_connect_emulator.drive.pages import page
from senco_connect_emulator.errors import forbidden, invalid, not_found

__all__ = ["create", "delete", "get", "list_replies", "update"]

Json = dict[str, Any]
_SETTLES = {"resolve": True, "reopen": False}


def _reply(call: Call) -> tuple[Access, Json]:
    access, _, comment = comment_of(call)
    for reply in comment["replies"]:
        if reply["id"] == call.params["replyId"] and (not reply["deleted"] or call.params.get("includeDeleted")):
            return access, reply
    raise not_found(f"Reply not found: {call.params['replyId']}.", parameter="replyId")


@answers("drive.replies.create")
def create(call: Call) -> Json:
    """Reply to a comment."""
    require_fields(call)
    access, file, comment = comment_of(call)
    require_capability(access, file, "canComment")
    action = call.body.get("action")
    if action is not None and action not in _SETTLES:
        raise invalid("Invalid Value", reason="invalid", location=("reply.action", "other"))
    if not call.body.get("content") and not action:
        raise invalid("A reply's content can't be empty.", reason="required", location=("reply.content", "other"))
    made = written_remark(access, call.body)
    comment["replies"].append(made)
    comment["modifiedTime"] = made["modifiedTime"]
    if action:
        comment["resolved"] = _SETTLES[action]
    return reply_resource(access, made)


@answers("drive.replies.get")
def get(call: Call) -> Json:
    """Give a reply."""
    require_fields(call)
    return reply_resource(*_reply(call))


@answers("drive.replies.list")
def list_replies(call: Call) -> Json:
    """List the replies to a comment, oldest first."""
    require_fields(call)
    access, _, comment = comment_of(call)
    with_deleted = bool(call.params.get("includeDeleted"))
    every = {one["id"]: one for one in visible(comment["replies"], with_deleted=with_deleted)}
    ids, token = page(call, lambda: list(every), default=20)
    found = [reply_resource(access, every[one]) for one in ids if one in every]
    return {"kind": "drive#replyList", "replies": found} | ({"nextPageToken": token} if token else {})


@answers("drive.replies.update")
def update(call: Call) -> Json:
    """Change a reply's text."""
    require_fields(call)
    access, reply = _reply(call)
    changed_text(access, reply, call.body)
    return reply_resource(access, reply)


@answers("drive.replies.delete")
def delete(call: Call) -> NoContent:
    """Delete a reply, which its author alone may."""
    access, reply = _reply(call)
    if reply["author"] != access.who.email:
        raise forbidden("The authenticated user is not the author of this reply.", reason="forbidden")
    reply |= {"deleted": True, "modifiedTime": access.drive.now}
    return NoContent()
