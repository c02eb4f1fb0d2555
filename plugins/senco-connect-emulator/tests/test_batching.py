"""Many calls in one request: each is answered as if it had come alone."""

from __future__ import annotations

import json
from email.message import Message
from email.parser import BytesParser
from typing import Any

import pytest

CONTENT_TYPE = 'multipart/mixed; boundary="===part=="'


def body_of(*parts: tuple[str, str], end: str = "\r\n") -> bytes:
    """Write a batch of (content id, inner request)."""
    text = ""
    for id, inner in parts:
        headers = ["Content-Type: application/http", "MIME-Version: 1.0", "Content-Transfer-Encoding: binary"]
        text += end.join(["--===part==", *headers, *([f"Content-ID: {id}"] if id else []), "", inner, ""])
    return (text + "--===part==--").encode()


def call(line: str, body: str = "", **headers: str) -> str:
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{line} HTTP/1.1\r\nContent-Type: application/json\r\n{told}\r\n{body}"


def answers(response: Any) -> list[tuple[str, int, dict[str, str], str]]:
    """Read a batch's answer as googleapiclient does: (content id, status, headers, body) of each part."""
    head = f"Content-Type: {dict(response.headers)['content-type']}\r\n\r\n".encode()
    whole = BytesParser().parsebytes(head + response.body)
    return [_answer(part) for part in whole.get_payload()]


def _answer(part: Message) -> tuple[str, int, dict[str, str], str]:
    status, _, rest = part.get_payload().partition("\n")
    inner = BytesParser().parsebytes(rest.encode())
    headers = {name.lower(): value for name, value in inner.items()}
    return part["Content-ID"], int(status.split()[1]), headers, inner.get_payload()


def send(spine: Any, *parts: tuple[str, str], path: str = "/batch/drive/v3", **headers: str) -> Any:
    headers.setdefault("content_type", CONTENT_TYPE)
    return spine.send("POST", path, body_of(*parts), **headers)


@pytest.mark.fact("R")
@pytest.mark.parametrize("path", ["/batch", "/batch/drive/v3", "/batch/sheets/v4"])
def test_each_part_is_answered_under_its_id(spine: Any, path: str) -> None:
    parts = ("<a + 1>", call("GET /drive/v3/files/F?alt=json")), ("<a + 2>", call("GET /v4/spreadsheets/B"))
    response = send(spine, *parts, path=path)
    assert response.status == 200
    told = answers(response)
    assert [(id, status) for id, status, _, _ in told] == [("<response-a + 1>", 200), ("<response-a + 2>", 200)]
    assert json.loads(told[0][3]) == {"id": "1", "name": "echo"}
    assert told[0][2]["content-type"] == "application/json; charset=UTF-8"


def test_the_answer_has_the_shape_of_googles(spine: Any) -> None:
    response = send(spine, ("<x>", call("GET /drive/v3/files/F")))
    boundary = dict(response.headers)["content-type"].partition("boundary=")[2]
    head = f"--{boundary}\r\nContent-Type: application/http\r\nContent-ID: <response-x>\r\n\r\nHTTP/1.1 200 OK\r\n"
    assert response.body.startswith(head.encode())
    assert response.body.endswith(f"--{boundary}--\r\n".encode())


def test_a_body_reaches_its_method(spine: Any) -> None:
    send(spine, ("<1>", call("POST /drive/v3/files?supportsAllDrives=true", '{"name": "Élan"}')))
    assert spine.calls[0].body == {"name": "Élan"}
    assert spine.calls[0].params["supportsAllDrives"] is True


def test_a_part_that_fails_leaves_the_others_alone(spine: Any) -> None:
    parts = [call("GET /drive/v3/files?pageSize=0"), call("DELETE /drive/v3/files/F"), call("GET /drive/v3/files/F")]
    told = answers(send(spine, *((f"<{at}>", part) for at, part in enumerate(parts))))
    assert [status for _, status, _, _ in told] == [400, 204, 200]
    assert told[1][3] == ""


@pytest.mark.fact("D")
def test_a_part_without_a_login_uses_that_of_the_whole(spine: Any) -> None:
    other = spine.token_of("head@school.example")
    send(spine, ("<1>", call("GET /drive/v3/files/F")), ("<2>", call("GET /drive/v3/files/F", authorization=f"Bearer {other}")))
    assert [one.who.email for one in spine.calls] == ["senco@school.example", "head@school.example"]


def test_a_part_may_name_the_whole_address_and_lines_may_end_as_anybody_likes(spine: Any) -> None:
    inner = "GET https://www.googleapis.com/drive/v3/files/F\nAccept: application/json\n\n"
    response = spine.send("POST", "/batch/drive/v3", body_of(("<1>", inner), end="\n"), content_type=CONTENT_TYPE)
    assert [status for _, status, _, _ in answers(response)] == [200]


def test_a_part_without_an_id_is_answered_without_one(spine: Any) -> None:
    assert [id for id, _, _, _ in answers(send(spine, ("", call("GET /drive/v3/files/F"))))] == [None]


@pytest.mark.fact("R", "7")
def test_a_download_inside_a_batch_is_sent_elsewhere(spine: Any) -> None:
    _, status, headers, _ = answers(send(spine, ("<1>", call("GET /drive/v3/files/F?alt=media"))))[0]
    assert (status, headers["location"]) == (302, "http://127.0.0.1:8086/download/drive/v3/files/F?alt=media")
    assert spine.calls == []
    assert spine.send("GET", headers["location"].removeprefix("http://127.0.0.1:8086")).body == b"0123456789"


@pytest.mark.fact("R", "7")
def test_what_is_beyond_a_hundred_calls_is_refused_part_by_part(spine: Any) -> None:
    told = answers(send(spine, *((f"<{at}>", call("GET /drive/v3/files/F")) for at in range(102))))
    assert [status for _, status, _, _ in told] == [200] * 100 + [403] * 2
    assert "Exceeds allowed inner batch requests soft limit" in told[-1][3]


@pytest.mark.fact("D", "7")
def test_each_call_costs_what_it_costs_alone_and_the_whole_is_one_round_trip(spine: Any) -> None:
    send(spine, *((f"<{at}>", call("GET /drive/v3/files")) for at in range(5)))
    log = spine.world.log
    assert sum(entry.units for entry in log.of("drive.files.list")) == 500
    assert log.round_trips == 1
    assert [entry.part for entry in log] == [True] * 5 + [False]


@pytest.mark.parametrize("content_type", ["multipart/mixed", "application/json"])
def test_a_batch_without_a_boundary_is_refused(spine: Any, content_type: str) -> None:
    assert send(spine, ("<1>", call("GET /drive/v3/files/F")), content_type=content_type).status == 400


def test_a_batch_of_nothing_is_refused(spine: Any) -> None:
    assert send(spine).status == 400


@pytest.mark.fact("R", "2")
def test_googles_own_client_reads_the_answers(spine: Any) -> None:
    from googleapiclient.http import BatchHttpRequest, HttpRequest
    from httplib2 import Response

    class Http:
        def request(self, uri: str, method: str, body: str, headers: dict[str, str]) -> Any:
            target = uri.removeprefix("http://127.0.0.1:8086")
            names = {name.replace("-", "_"): value for name, value in headers.items()}
            response = spine.send(method, target, body.encode(), **names)
            return Response({**dict(response.headers), "status": str(response.status)}), response.body

    seen: list[Any] = []
    batch = BatchHttpRequest(lambda *told: seen.append(told), batch_uri="http://127.0.0.1:8086/batch/drive/v3")
    for verb, path in (("GET", "files/F"), ("GET", "files?pageSize=0"), ("DELETE", "files/F")):
        uri = f"http://127.0.0.1:8086/drive/v3/{path}"
        batch.add(HttpRequest(None, lambda _, content: content, uri, verb))
    batch.execute(http=Http())
    assert [error.resp.status if error else 200 for _, _, error in seen] == [200, 400, 200]
