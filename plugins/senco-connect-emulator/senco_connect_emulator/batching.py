"""Batches: many calls in one request, answered in one response, each as if it had come alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b
from http.client import responses
from typing import NamedTuple

from senco_connect_emulator.errors import Refused, error_body
from senco_connect_emulator.exchange import Request, Response, json_body
from senco_connect_emulator.multipart import boundary_of, halves, headers_of, pieces_of

__all__ = ["answer_batch", "is_batch"]

MOST = 100
_PATHS = re.compile(r"/batch(/[a-z]+/v\d+)?/?")
_ORIGIN = re.compile(r"^https?://[^/]+")


class _Part(NamedTuple):
    id: str
    request: Request


def is_batch(request: Request) -> bool:
    """Whether a request is a batch."""
    return request.path.startswith("/batch") and request.verb == "POST" and bool(_PATHS.fullmatch(request.path))


def answer_batch(request: Request, one: Callable[[Request], Response]) -> Response:
    """Answer each part with ``one``, in the order in which they stand."""
    try:
        parts = _parts(request)
    except Refused as refused:
        return Response(refused.code, json_body(error_body(refused, lists_errors=True)))
    boundary = "batch_" + blake2b(request.body, digest_size=16).hexdigest()
    told = [
        _told(part, one(part.request) if place < MOST else _too_many(), boundary) for place, part in enumerate(parts)
    ]
    body = b"".join(told) + f"--{boundary}--\r\n".encode()
    return Response(200, body, (("content-type", f"multipart/mixed; boundary={boundary}"),))


def _parts(request: Request) -> list[_Part]:
    boundary = boundary_of(request.headers.get("content-type", ""))
    if not boundary:
        raise Refused(400, "Failed to parse batch request, error: Missing boundary in Content-Type header.")
    parts = [_part(headers_of(outer), inner, request) for outer, inner in pieces_of(request.body, boundary)]
    if not parts:
        raise Refused(400, "Failed to parse batch request, error: 0 items. Received batch body: ")
    return parts


def _part(outer: dict[str, str], inner: bytes, whole: Request) -> _Part:
    line, _, rest = inner.lstrip().partition(b"\n")
    words = line.decode("latin-1").split()
    if len(words) < 2:
        raise Refused(400, "Failed to parse batch request, error: Invalid request line.")
    block, body = halves(rest)
    headers = headers_of(block)
    if "authorization" in whole.headers:
        headers.setdefault("authorization", whole.headers["authorization"])
    path, _, query = _ORIGIN.sub("", words[1]).partition("?")
    verb = headers.get("x-http-method-override", words[0]).upper()
    return _Part(outer.get("content-id", ""), Request(verb, path, query, headers, body, whole.origin, part=True))


def _too_many() -> Response:
    refused = Refused(403, " Exceeds allowed inner batch requests soft limit. Please retry.")
    return Response(403, json_body(error_body(refused, lists_errors=True)))


def _told(part: _Part, response: Response, boundary: str) -> bytes:
    lines = [f"--{boundary}", "Content-Type: application/http"]
    if part.id:
        lines.append(f"Content-ID: {_answering(part.id)}")
    lines += ["", f"HTTP/1.1 {response.status} {_phrase(response.status)}"]
    lines += [f"{name.title()}: {value}" for name, value in response.headers]
    # Even one without a body: Google's client fails on a part that has no header.
    lines.append(f"Content-Length: {len(response.body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + response.body + b"\r\n"


def _answering(content_id: str) -> str:
    return f"<response-{content_id[1:]}" if content_id.startswith("<") else f"response-{content_id}"


def _phrase(status: int) -> str:
    return responses.get(status, "")
