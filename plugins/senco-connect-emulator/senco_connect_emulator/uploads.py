"""Uploads: bytes alone, bytes with what is said of them, and bytes that come in chunks."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

from senco_connect_emulator.call import Content
from senco_connect_emulator.contract import Method
from senco_connect_emulator.errors import Refused, not_built
from senco_connect_emulator.exchange import Request, Response
from senco_connect_emulator.identity import Identity
from senco_connect_emulator.multipart import boundary_of, headers_of, pieces_of

if TYPE_CHECKING:
    from senco_connect_emulator.world import World

__all__ = ["CHUNK", "Session", "Uploaded", "Uploads"]

CHUNK = 256 * 1024
# A session that is never finished is forgotten after a week.
LIFETIME = 7 * 24 * 3600
_RANGE = re.compile(r"bytes\s+(?:(\d+)-(\d+)|\*)/(\d+|\*)")
_BYTES = "application/octet-stream"
_LENGTH = (
    "Invalid request.  There were {sent} byte(s) in the request body.  There should have been {told} byte(s) "
    "(starting at offset {first} and ending at offset {last}) according to the Content-Range header."
)
_GAP = (
    "Invalid request.  According to the Content-Range header, the upload offset is {first} byte(s), "
    "which exceeds already uploaded size of {had} byte(s)."
)
_SMALL = (
    "Invalid request.  The number of bytes uploaded is required to be equal or greater than {chunk}, except for the "
    "final request (it's recommended to be the exact multiple of {chunk}).  The received request contained {sent} "
    "bytes, which does not meet this requirement."
)


class Uploaded(NamedTuple):
    """What has come whole: what is said of the file, and its bytes (None where there were none)."""

    metadata: Any
    media: Content | None


@dataclass(slots=True)
class Session:
    """A file on its way in chunks; ``answer`` is what finished it."""

    method: Method
    params: dict[str, Any]
    who: Identity
    metadata: Any
    mime_type: str
    ends: float
    size: int | None = None
    got: bytearray = field(default_factory=bytearray)
    answer: Response | None = None


class Uploads:
    """The uploads that are on their way."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}

    def receive(self, request: Request, method: Method, params: dict[str, Any], who: Identity) -> Response | Uploaded:
        """Take the first request of an upload: either the file is whole, or there is something to answer first."""
        _check_first(request)
        content_type = request.headers.get("content-type", "")
        kind = params.get("uploadType") or ("multipart" if content_type.startswith("multipart/") else "media")
        if kind == "resumable":
            return self._begun(request, method, params, who)
        if kind == "multipart":
            return _related(request)
        return Uploaded(None, Content(request.body, content_type or _BYTES))

    def session(self, request: Request) -> Session | None:
        """Find the session that a request goes on with; None where it speaks of none."""
        if "upload_id=" not in request.query or "/upload/" not in request.path:
            return None
        return self._sessions.get(dict(parse_qsl(request.query)).get("upload_id", ""))

    def go_on(self, session: Session, request: Request) -> Response | Uploaded:
        """Take a chunk, or tell how much has come."""
        if session.answer is not None:
            return session.answer
        if session.ends <= self._world.clock.seconds:
            raise Refused(404, "Not Found")
        if request.verb == "DELETE":
            self._sessions = {key: other for key, other in self._sessions.items() if other is not session}
            return Response(499, b"", (("content-type", "text/plain; charset=utf-8"),))
        if request.verb not in {"PUT", "POST"}:
            raise Refused(400, "Bad Request")
        return _chunk(session, request)

    def _begun(self, request: Request, method: Method, params: dict[str, Any], who: Identity) -> Response:
        key = self._world.ids.text(60)
        mime_type = request.headers.get("x-upload-content-type", "")
        session = Session(method, params, who, _json(request.body), mime_type, self._world.clock.seconds + LIFETIME)
        declared = request.headers.get("x-upload-content-length", "")
        session.size = int(declared) if declared.isdecimal() else None
        self._sessions[key] = session
        place = f"{request.origin}{request.path}?uploadType=resumable&upload_id={key}"
        return Response(200, b"", (("location", place), ("x-guploader-uploadid", key)))


def _check_first(request: Request) -> None:
    if "upload_id=" in request.query:
        # Of a session that nobody knows: to begin another would take a chunk for what is said of the file.
        raise Refused(404, "Not Found")
    if "x-goog-upload-protocol" in request.headers:
        raise not_built("the upload protocol of X-Goog-Upload headers")


def _chunk(session: Session, request: Request) -> Response | Uploaded:
    told = request.headers.get("content-range", "")
    if not told:
        session.got[:] = request.body
        return _whole(session, request)
    found = _RANGE.fullmatch(told.strip())
    if not found:
        raise _wrong("Failed to parse Content-Range header.")
    first, last, total = found.groups()
    if total != "*":
        session.size = int(total)
    if first is not None:
        _take(session, request.body, (int(first), int(last)))
    return _whole(session, request) if session.size == len(session.got) else _so_far(session)


def _take(session: Session, body: bytes, span: tuple[int, int]) -> None:
    first, last = span
    had, told, final = len(session.got), span[1] - span[0] + 1, session.size == span[1] + 1
    if told != len(body):
        raise _wrong(_LENGTH.format(sent=len(body), told=told, first=first, last=last))
    if first > had:
        raise _wrong(_GAP.format(first=first, had=had))
    if not final and len(body) < CHUNK:
        raise _wrong(_SMALL.format(chunk=CHUNK, sent=len(body)))
    session.got += body[had - first :]
    if not final:
        # What does not fill a whole chunk is to be sent again.
        del session.got[len(session.got) // CHUNK * CHUNK :]


def _so_far(session: Session) -> Response:
    had = len(session.got)
    return Response(308, b"", (("range", f"bytes=0-{had - 1}"),) if had else ())


def _whole(session: Session, request: Request) -> Uploaded:
    mime_type = session.mime_type or request.headers.get("content-type", "") or _BYTES
    return Uploaded(session.metadata, Content(bytes(session.got), mime_type))


def _related(request: Request) -> Uploaded:
    boundary = boundary_of(request.headers.get("content-type", ""))
    pieces = list(pieces_of(request.body, boundary)) if boundary else []
    if len(pieces) != 2:
        raise Refused(400, "Malformed multipart body.", reason="badContent")
    (_, metadata), (told, media) = pieces
    headers = headers_of(told)
    return Uploaded(_json(metadata), Content(_decoded(media, headers), headers.get("content-type", _BYTES)))


def _decoded(media: bytes, headers: dict[str, str]) -> bytes:
    if headers.get("content-transfer-encoding", "").lower() != "base64":
        return media
    try:
        return base64.b64decode(media, validate=False)
    except binascii.Error:
        raise Refused(400, "Malformed multipart body.", reason="badContent") from None


def _json(body: bytes) -> Any:
    if not body.strip():
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "Parse Error", reason="parseError") from None


def _wrong(words: str) -> Refused:
    return Refused(400, words)
