"""The demo's story in Google and on files: told in the same words, ended with the same cells and folders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from senco_connect_emulator import Emulator
from senco_connect_local.demo.register import HEADING_LINE

from demos.google.comparing import Ending, compare
from demos.google.rehearsal import Rehearsal

ROOT = Path(__file__).resolve().parents[2]


class Played:
    """The story in both places: its lines, its two ends, and the Google in which it was played."""

    def __init__(self, google: Emulator, folder: Path) -> None:
        self.google = google
        self.folder = folder
        self.lines: list[str] = []
        self.lines_on_files: list[str] = []
        self.rehearsal = Rehearsal(google, folder, self.lines.append)
        self.rehearsal.play()
        self.ending = self.rehearsal.ending()
        self.on_files = self.rehearsal.on_files(self.lines_on_files.append)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Play both once."""
    with Emulator() as google:
        yield Played(google, tmp_path_factory.mktemp("demo") / "Schule für alle")
        google.require_honest()


def _copy(ending: Ending) -> Ending:
    return Ending([list(line) for line in ending.grid], dict(ending.folders))


def _plain(lines: list[str]) -> list[str]:
    """Leave out what chance makes, with the examples that it puts in order, and what the two places are called."""
    lines = [line for line in lines if not re.search(r"P[2-9A-Z]{6}|[0-9a-f]{8}|^    ", line)]
    return [re.sub(r"Google Sheets|Excel|SEN register(\.xlsx)? +", "…", line) for line in lines]


def test_the_register_and_the_folders_come_to_the_same(played: Played) -> None:
    compared = compare(played.on_files, played.ending)
    assert compared.differing == ()
    assert (compared.pupils, compared.folders) == (154, 153)
    assert compared.cells > compared.filled > 2_500
    assert compared.contents == 147 * 4 + 6 * 2


def test_it_is_told_in_the_same_words(played: Played) -> None:
    assert _plain(played.lines) == _plain(played.lines_on_files)
    assert len(_plain(played.lines)) > 30


def test_everything_went_over_http_as_a_service_account(played: Played) -> None:
    writes = [entry for entry in played.google.log if entry.applied and entry.verb != "GET" and entry.method != "token"]
    assert {entry.who.partition("@")[0] for entry in writes} == {"senco-connect"}
    # For each of 147 new folders one call, one for each of its four sections, and one that says that it is whole.
    assert len([entry for entry in writes if entry.method.startswith("drive.")]) == 147 * 6
    # Of three runs each takes, holds and gives back its turn beside the one step that writes.
    assert len([entry for entry in writes if entry.method.startswith("sheets.")]) <= 3 * 4 + 2


def test_senco_toml_is_one_that_a_technician_would_write(played: Played) -> None:
    told = (played.folder / "senco.toml").read_text(encoding="utf-8")
    assert 'adapter = "sheets"' in told and 'adapter = "drive"' in told
    assert f'endpoint = "{played.google.url}"' in told
    assert "PRIVATE KEY" not in told


def test_a_cell_that_differs_is_noticed(played: Played) -> None:
    other = _copy(played.ending)
    other.grid[HEADING_LINE + 7][2] = "Somebodyelse"
    assert len(compare(played.on_files, other).differing) == 1


def test_a_line_that_is_missing_is_noticed(played: Played) -> None:
    other = _copy(played.ending)
    del other.grid[-1]
    differing = compare(played.on_files, other).differing
    assert len([words for words in differing if words.startswith("cell")]) == len(other.grid[HEADING_LINE - 1])


def test_a_key_on_another_childs_line_is_noticed_by_whose_folder_it_is(played: Played) -> None:
    other = _copy(played.ending)
    key = other.grid[HEADING_LINE - 1].index("Pupil key")
    one, next_ = other.grid[HEADING_LINE], other.grid[HEADING_LINE + 1]
    one[key], next_[key] = next_[key], one[key]
    assert any(words.startswith("folder") for words in compare(played.on_files, other).differing)


def test_a_folder_or_a_section_that_differs_is_noticed(played: Played) -> None:
    name = next(iter(played.ending.folders))
    others = {other: inside for other, inside in played.ending.folders.items() if other != name}
    without = played.ending._replace(folders=others)
    assert len(compare(played.on_files, without).differing) == 1
    emptied = played.ending._replace(folders={**played.ending.folders, name: frozenset()})
    assert len(compare(played.on_files, emptied).differing) == 1


def test_it_tells_how_the_two_ended_in_numbers(played: Played) -> None:
    said: list[str] = []
    rehearsal = Rehearsal(played.google, played.folder, said.append)
    rehearsal.tell(compare(played.on_files, played.ending))
    told = "\n".join(said[1:6])
    assert told.endswith("0 differences, cell for cell and folder for folder.")
    assert told in (ROOT / "README.md").read_text(encoding="utf-8")
    other = _copy(played.ending)
    other.grid[HEADING_LINE + 7][2] = "Somebodyelse"
    rehearsal.tell(compare(played.on_files, other))
    assert any(line.strip() == "1 differences." for line in said)


def test_without_a_browser_it_says_that_there_is_no_picture(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setenv("PATH", "")
    Rehearsal(played.google, played.folder, said.append).take_picture(played.folder / "none.png")
    assert said == ["No picture was taken. No Chromium is installed, and only that can take pictures of the window."]
    assert not (played.folder / "none.png").exists()
