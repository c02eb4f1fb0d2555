"""A definition runs the command that was meant, in the folder that was meant, whatever is in their names."""

from __future__ import annotations

import json
import re
import shlex
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco_connect.errors import ConfigProblem
from senco_connect.schedule import KINDS, Job, definition, moment

PATHS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" %$&'\"\\"), min_size=1)


def job(program: str = "/opt/senco", folder: str = "/srv/Élm School", config: str = "") -> Job:
    named = ("--config", config) if config else ()
    return Job((program, *named), folder, 6, 30, version="1.2.3")


@pytest.mark.parametrize(
    ("text", "read"), [("06:30", (6, 30)), ("6:05", (6, 5)), ("23:59", (23, 59)), ("00:00", (0, 0))]
)
def test_a_time_of_day_is_read(text: str, read: tuple[int, int]) -> None:
    assert moment(text) == read


@pytest.mark.parametrize("text", ["24:00", "6", "6:5", "06:60", "half six", "06:30:00", ""])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ConfigProblem):
        moment(text)


@given(program=PATHS, folder=PATHS, config=PATHS)
def test_the_shell_that_cron_starts_gets_every_word_whole(program: str, folder: str, config: str) -> None:
    line = definition("cron", job(program, folder, config)).splitlines()[1]
    assert line.startswith("30 6 * * * ")
    # cron itself ends a command at a bare % and takes the backslash before it away.
    assert not re.search(r"(?<!\\)%", line)
    words = shlex.split(line.removeprefix("30 6 * * * ").replace("\\%", "%"))
    assert words == ["cd", folder, "&&", program, "--config", config, "sync"]


@given(program=PATHS, folder=PATHS, config=PATHS)
def test_systemd_gets_every_word_whole(program: str, folder: str, config: str) -> None:
    lines = definition("systemd", job(program, folder, config)).split("\n")
    [started] = [line.removeprefix("ExecStart=") for line in lines if line.startswith("ExecStart=")]
    words = [_unquoted(word) for word in re.findall(r'"(?:[^"\\]|\\.)*"', started)]
    assert words == [program, "--config", config, "sync"]
    assert f"WorkingDirectory={folder.replace('%', '%%')}" in lines
    assert "OnCalendar=*-*-* 06:30:00" in lines


def _unquoted(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word[1:-1]).replace("%%", "%").replace("$$", "$")


@given(program=PATHS, folder=PATHS, config=PATHS)
def test_windows_gets_every_word_whole(program: str, folder: str, config: str) -> None:
    task = ElementTree.fromstring(definition("windows", job(program, folder, config)))
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    found = {name: task.findtext(f".//{space}{name}") for name in ("Command", "Arguments", "WorkingDirectory")}
    assert (found["Command"], found["WorkingDirectory"]) == (program, folder)
    assert _taken_apart(str(found["Arguments"])) == ["--config", config, "sync"]
    assert task.findtext(f".//{space}StartBoundary", "").endswith("T06:30:00")


def _taken_apart(line: str) -> list[str]:
    """Take a command line apart as a Windows program does: 2n backslashes and a quotation mark are n and a border."""
    words, word, quoted, place = [], "", False, 0
    while place < len(line):
        slashes = len(line) - place - len(line[place:].lstrip("\\"))
        after = line[place + slashes : place + slashes + 1]
        word += "\\" * (slashes // 2 if after == '"' else slashes)
        place += slashes
        if after == '"' and slashes % 2:
            word += '"'
        elif after == '"':
            quoted = not quoted
        elif after == " " and not quoted:
            words.append(word)
            word = ""
        else:
            word += after
        place += 1
    return [*words, word]


@given(folder=PATHS, config=PATHS)
def test_a_container_platform_gets_every_word_whole(folder: str, config: str) -> None:
    lines = [line.strip() for line in definition("container", job("/opt/senco", folder, config)).splitlines()]
    said = dict(line.split(": ", 1) for line in lines if ": " in line and not line.startswith(("#", "-")))
    assert json.loads(said["command"]) == ["senco", "--config", config, "sync"]
    assert json.loads(said["workingDir"]) == json.loads(said["mountPath"]) == folder
    assert said["schedule"] == '"30 6 * * *"' and said["image"] == '"senco-connect:1.2.3"'


@pytest.mark.parametrize("kind", KINDS)
def test_every_definition_says_where_it_goes(kind: str) -> None:
    assert re.search(r"crontab -e|systemctl|schtasks|kubectl", definition(kind, job()))
