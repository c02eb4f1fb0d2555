"""``senco-emulator``: a person starts it, points a client at it, and finds the world again tomorrow."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from senco_connect_emulator.cli import main
from senco_connect_emulator.keeping import load, save
from senco_connect_emulator.world import World

FOLDER = {"name": "Élan", "mimeType": "application/vnd.google-apps.folder"}


@contextmanager
def running(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start the command; gives the origin that it prints."""
    command = [sys.executable, "-m", "senco_connect_emulator", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        # A line that never comes is waited for no longer than this.
        watch = threading.Timer(30, process.kill)
        watch.start()
        try:
            yield process.stdout.readline().strip(), process
        finally:
            watch.cancel()
            process.kill()


def ask(origin: str, path: str, body: Any = None, token: str = "rehearsal") -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(origin + path, data, headers), timeout=10) as response:
        return json.loads(response.read())


def names(origin: str) -> list[str]:
    return [file["name"] for file in ask(origin, "/drive/v3/files?fields=files(name)")["files"]]


def until(true: Any) -> None:
    for _ in range(100):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about within five seconds")


def test_the_token_may_do_everything_in_an_empty_world() -> None:
    with running("--token", "rehearsal", "--user", "head@school.example") as (origin, _):
        assert origin.startswith("http://127.0.0.1:")
        assert ask(origin, "/drive/v3/about?fields=user")["user"]["emailAddress"] == "head@school.example"
        assert names(origin) == []
        with pytest.raises(urllib.error.HTTPError, match="401"):
            ask(origin, "/drive/v3/files", token="another")


def test_a_token_is_made_up_and_told_where_none_is_given() -> None:
    with running() as (origin, process):
        assert process.stdout is not None
        word, token = process.stdout.readline().split()
        assert word == "token"
        assert ask(origin, "/drive/v3/files", token=token)["files"] == []


def test_a_change_is_in_the_file_soon(tmp_path: Path) -> None:
    state = tmp_path / "world.json"
    with running("--token", "rehearsal", "--state", str(state)) as (origin, _):
        ask(origin, "/drive/v3/files", FOLDER)
        until(state.exists)
    assert "Élan" in state.read_text(encoding="utf-8")
    with running("--token", "rehearsal", "--state", str(state)) as (origin, _):
        assert names(origin) == ["Élan"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without telling it")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_change_just_before_the_end_is_kept(tmp_path: Path, by: signal.Signals) -> None:
    state = tmp_path / "world.json"
    with running("--token", "rehearsal", "--state", str(state)) as (origin, process):
        ask(origin, "/drive/v3/files", FOLDER)
        started = time.monotonic()
        process.send_signal(by)
        process.wait(10)
        assert time.monotonic() - started < 5
    assert "Élan" in state.read_text(encoding="utf-8")


def test_a_port_in_use_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = CliRunner().invoke(main, ["--port", str(taken.getsockname()[1]), "--token", "t"])
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert "in use" in result.output


def test_a_file_that_holds_no_world_is_left_alone(tmp_path: Path) -> None:
    state = tmp_path / "world.json"
    state.write_text("{}", encoding="utf-8")
    result = CliRunner().invoke(main, ["--port", "0", "--token", "t", "--state", str(state)])
    assert result.exit_code == 1
    assert "holds no world" in result.output
    assert state.read_text(encoding="utf-8") == "{}"


class TestKeeping:
    def test_what_is_loaded_is_what_was_saved(self, tmp_path: Path) -> None:
        world, other = World(), World(seed="other")
        who = world.directory.identity("senco@school.example")
        world.drive.new_file(who, "Register", "application/vnd.google-apps.spreadsheet")
        save(world, tmp_path / "world.json")
        assert load(other, tmp_path / "world.json")
        assert json.dumps(other.snapshot(), sort_keys=True) == json.dumps(world.snapshot(), sort_keys=True)
        assert not load(other, tmp_path / "nowhere.json")

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows puts no file in the place of one that is open")
    def test_a_reader_never_sees_half_a_file(self, tmp_path: Path) -> None:
        world, state = World(), tmp_path / "world.json"
        save(world, state)
        seen: list[int] = []
        ends = threading.Event()

        def read() -> None:
            while not ends.is_set():
                seen.append(len(json.loads(state.read_text(encoding="utf-8"))))

        reader = threading.Thread(target=read)
        reader.start()
        for at in range(50):
            world.directory.add_user(f"person{at}@school.example")
            save(world, state)
        ends.set()
        reader.join()
        assert len(set(seen)) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["world.json"]

    def test_a_world_that_can_not_be_written_leaves_the_old_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        world, state = World(), tmp_path / "world.json"
        save(world, state)
        before = state.read_bytes()
        monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError("held open")))
        with pytest.raises(PermissionError):
            save(world, state)
        assert state.read_bytes() == before
        assert [path.name for path in tmp_path.iterdir()] == ["world.json"]
