"""Uploads: bytes alone, bytes with what is said of them, and bytes that come in chunks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from senco_connect_emulator.uploads import CHUNK

FILES = "/upload/drive/v3/files"
SMALL = (
    "Invalid request.  The number of bytes uploaded is required to be equal or greater than 262144, except for the "
    "final request (it's recommended to be the exact multiple of 262144).  The received request contained 1000 bytes, "
    "which does not meet this requirement."
)


def related(metadata: bytes, media: bytes, *, end: bytes = b"\r\n", encoding: bytes = b"") -> bytes:
    lines = [b"--cut", b"Content-Type: application/json; charset=UTF-8", b"", metadata, b"--cut", b"Content-Type: text/csv"]
    lines += [b"Content-Transfer-Encoding: " + encoding] if encoding else []
    return end.join([*lines, b"", media, b"--cut--"])


class Sending:
    """A file on its way in chunks."""

    def __init__(self, spine: Any, body: Any = None, **headers: str) -> None:
        self.spine = spine
        sent = b"" if body is None else json.dumps(body).encode()
        self.begun = spine.send("POST", f"{FILES}?uploadType=resumable&fields=id", sent, **headers)
        self.place = dict(self.begun.headers)["location"].removeprefix("http://127.0.0.1:8086")

    def chunk(self, first: int, body: bytes, total: Any, verb: str = "PUT") -> Any:
        told = f"bytes {first}-{first + len(body) - 1}/{total}" if body else f"bytes */{total}"
        return self.spine.send(verb, self.place, body, content_range=told, authorization="")


class TestAtOnce:
    @pytest.mark.fact("R", "8")
    def test_bytes_alone(self, spine: Any) -> None:
        assert spine.send("POST", f"{FILES}?uploadType=media", b"a,b\n", content_type="text/csv").status == 200
        call = spine.calls[0]
        assert (call.media.body, call.media.mime_type, call.body) == (b"a,b\n", "text/csv", {})

    @pytest.mark.fact("D", "8")
    @pytest.mark.parametrize("end", [b"\r\n", b"\n"])
    def test_bytes_with_what_is_said_of_them(self, spine: Any, end: bytes) -> None:
        body = related('{"name": "Élan"}'.encode(), b"a,b\r\n\r\nc,d\r\n", end=end)
        headers = {"content_type": 'multipart/related; boundary="cut"'}
        assert spine.send("POST", f"{FILES}?uploadType=multipart", body, **headers).status == 200
        call = spine.calls[0]
        assert (call.body, call.media.body, call.media.mime_type) == ({"name": "Élan"}, b"a,b\r\n\r\nc,d\r\n", "text/csv")

    def test_bytes_may_come_as_base64(self, spine: Any) -> None:
        body = related(b"{}", b"YSxiCg==", encoding=b"base64")
        spine.send("PATCH", f"{FILES}/F?uploadType=multipart", body, content_type="multipart/related; boundary=cut")
        assert (spine.calls[0].method.id, spine.calls[0].media.body) == ("drive.files.update", b"a,b\n")

    def test_bytes_that_look_like_a_boundary_inside_a_line_are_bytes(self, spine: Any) -> None:
        body = related(b"{}", b"x--cut\r\ny")
        spine.send("POST", f"{FILES}?uploadType=multipart", body, content_type="multipart/related; boundary=cut")
        assert spine.calls[0].media.body == b"x--cut\r\ny"

    @pytest.mark.parametrize("body", [b"", b"--cut\r\n\r\n{}\r\n--cut--", related(b"{}", b"x")[:-7], b"nothing"])
    def test_a_body_with_a_part_missing_is_refused(self, spine: Any, body: bytes) -> None:
        response = spine.send("POST", f"{FILES}?uploadType=multipart", body, content_type="multipart/related; boundary=cut")
        assert (response.status, json.loads(response.body)["error"]["message"]) == (400, "Malformed multipart body.")
        assert spine.calls == []

    def test_what_is_said_of_a_file_must_be_json(self, spine: Any) -> None:
        headers = {"content_type": "multipart/related; boundary=cut"}
        response = spine.send("POST", f"{FILES}?uploadType=multipart", related(b"{name}", b"x"), **headers)
        assert json.loads(response.body)["error"]["errors"][0]["reason"] == "parseError"


class TestInChunks:
    @pytest.mark.fact("D", "8")
    def test_the_first_request_gives_the_place_to_send_to(self, spine: Any) -> None:
        sending = Sending(spine, {"name": "x"}, x_upload_content_type="text/csv")
        assert (sending.begun.status, sending.begun.body) == (200, b"")
        assert sending.place.startswith(f"{FILES}?uploadType=resumable&upload_id=")
        assert spine.calls == []

    @pytest.mark.fact("D", "8")
    def test_chunks_are_answered_with_how_much_has_come_and_the_last_with_the_file(self, spine: Any) -> None:
        data = bytes(range(256)) * 2500
        sending = Sending(spine, {"name": "x"}, x_upload_content_type="text/csv")
        for first in (0, CHUNK):
            response = sending.chunk(first, data[first : first + CHUNK], len(data))
            assert (response.status, dict(response.headers)["range"]) == (308, f"bytes=0-{first + CHUNK - 1}")
        response = sending.chunk(2 * CHUNK, data[2 * CHUNK :], len(data))
        assert (response.status, json.loads(response.body)) == (200, {"id": "1"})
        call = spine.calls[0]
        assert (call.body, call.media.body, call.media.mime_type) == ({"name": "x"}, data, "text/csv")
        assert call.who.email == "senco@school.example"

    @pytest.mark.fact("D", "8")
    def test_the_whole_may_come_in_one_request(self, spine: Any) -> None:
        sending = Sending(spine)
        assert spine.send("PUT", sending.place, b"whole", content_type="text/plain").status == 200
        assert (spine.calls[0].media.body, spine.calls[0].media.mime_type) == (b"whole", "text/plain")

    @pytest.mark.fact("D", "8")
    def test_a_client_may_ask_how_much_has_come(self, spine: Any) -> None:
        sending = Sending(spine)
        assert sending.chunk(0, b"", 600_000).headers == ()
        sending.chunk(0, b"x" * CHUNK, 600_000)
        response = sending.chunk(0, b"", 600_000)
        assert (response.status, dict(response.headers)["range"]) == (308, f"bytes=0-{CHUNK - 1}")

    @pytest.mark.fact("D")
    def test_the_total_may_be_unknown_until_the_end(self, spine: Any) -> None:
        sending = Sending(spine)
        assert sending.chunk(0, b"x" * CHUNK, "*").status == 308
        assert sending.chunk(CHUNK, b"yz", CHUNK + 2).status == 200
        assert len(spine.calls[0].media.body) == CHUNK + 2

    def test_what_does_not_fill_a_whole_chunk_is_to_be_sent_again(self, spine: Any) -> None:
        response = Sending(spine).chunk(0, b"x" * (CHUNK + 100), 600_000)
        assert dict(response.headers)["range"] == f"bytes=0-{CHUNK - 1}"

    @pytest.mark.fact("R", "8")
    def test_a_chunk_that_is_too_small_is_refused(self, spine: Any) -> None:
        response = Sending(spine).chunk(0, b"x" * 1000, 600_000)
        assert (response.status, json.loads(response.body)["error"]["message"]) == (400, SMALL)

    def test_what_came_before_may_come_again(self, spine: Any) -> None:
        sending = Sending(spine)
        sending.chunk(0, b"x" * CHUNK, CHUNK + 1)
        sending.chunk(0, b"x" * CHUNK, CHUNK + 1)
        assert sending.chunk(CHUNK, b"y", CHUNK + 1).status == 200
        assert spine.calls[0].media.body == b"x" * CHUNK + b"y"

    def test_a_chunk_that_leaves_a_gap_is_refused(self, spine: Any) -> None:
        response = Sending(spine).chunk(CHUNK, b"x" * CHUNK, 600_000)
        assert "exceeds already uploaded size of 0 byte(s)" in json.loads(response.body)["error"]["message"]

    def test_a_chunk_of_another_length_than_it_says_is_refused(self, spine: Any) -> None:
        sending = Sending(spine)
        assert spine.send("PUT", sending.place, b"xy", content_range="bytes 0-9/10").status == 400
        assert spine.send("PUT", sending.place, b"xy", content_range="0-1/2").status == 400

    def test_a_finished_upload_answers_again_and_makes_no_second_file(self, spine: Any) -> None:
        sending = Sending(spine)
        first, again = sending.chunk(0, b"xy", 2), sending.chunk(0, b"", 2)
        assert (again.status, again.body) == (200, first.body)
        assert len(spine.calls) == 1

    @pytest.mark.fact("D")
    def test_a_session_is_forgotten_after_a_week(self, spine: Any) -> None:
        sending = Sending(spine)
        spine.clock.move(7 * 24 * 3600)
        assert sending.chunk(0, b"xy", 2).status == 404

    def test_an_upload_can_be_given_up(self, spine: Any) -> None:
        sending = Sending(spine)
        assert spine.send("DELETE", sending.place).status == 499
        assert sending.chunk(0, b"xy", 2).status == 404

    @pytest.mark.fact("D", "8")
    def test_an_update_comes_in_chunks_too(self, spine: Any) -> None:
        begun = spine.send("PATCH", f"{FILES}/F?uploadType=resumable", b'{"name": "new"}')
        place = dict(begun.headers)["location"].removeprefix("http://127.0.0.1:8086")
        spine.send("PUT", place, b"xy", content_range="bytes 0-1/2")
        call = spine.calls[0]
        assert (call.method.id, call.params["fileId"], call.body) == ("drive.files.update", "F", {"name": "new"})

    def test_only_the_first_request_costs_quota(self, spine: Any) -> None:
        Sending(spine).chunk(0, b"xy", 2)
        assert [(entry.method, entry.units) for entry in spine.world.log] == [
            ("drive.files.create", 50),
            ("drive.files.create", 0),
        ]


class TestDownloads:
    @pytest.mark.parametrize(
        "asked, status, body, told",
        [
            ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
            ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
            ("bytes=7-", 206, b"789", "bytes 7-9/10"),
            ("bytes=-2", 206, b"89", "bytes 8-9/10"),
            ("bytes=10-", 416, b"", "bytes */10"),
            ("lines=1-2", 200, b"0123456789", None),
        ],
    )
    def test_a_part_of_a_file(self, spine: Any, asked: str, status: int, body: bytes, told: str | None) -> None:
        response = spine.send("GET", "/drive/v3/files/F?alt=media", range=asked)
        assert (response.status, response.body) == (status, body)
        assert dict(response.headers).get("content-range") == told
