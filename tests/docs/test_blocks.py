"""Every command shown in the docs runs, and prints what the page says.

Each page runs from top to bottom in a folder of its own:

    ```csv export.csv      the block is saved under that name; as a workbook, if the name says so
    ```console             each `$ ` line is run; what follows is what it prints, "..." stands for anything
    ```python              the `>>> ` lines are run as doctests

Pupil keys and plan ids differ from machine to machine: wherever the page shows one,
any is right, and the same one is used where the page uses it again.  What a person
does to the register in a spreadsheet program is told to the test in a comment:
<!-- in register.xlsx, row Alderby, Strategy 1: a quiet seat -->
A page may go on from where another ends: <!-- goes on from ../tutorial.md -->
`senco-emulator` is left running until the page ends, on another port than the page's 8086.
"""

from __future__ import annotations

import csv
import doctest
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook, load_workbook

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("plugins/*/*.md"))]
STEP = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<file>[\w.-]+))?\n(?P<text>.*?)^```$"
    r"|^<!-- goes on from (?P<page>\S+) -->$"
    r"|^<!-- in (?P<book>[^,\n]+), row (?P<row>.+?), (?P<heading>.+?): (?P<words>.*?) -->$",
    re.MULTILINE | re.DOTALL,
)
KEY, PLAN = r"\bP[A-Z2-9]{6}\b", r"\b[0-9a-f]{8}\b"
TOKEN = re.compile(f"{KEY}|{PLAN}")
# The port that pages name, as senco-emulator takes it where none is given.
PORT = "8086"
ANY_LINES = r"(?:.*\n)*?"
# Done, stopped by a guard, or open matters wait: each is an ending that a page may show.
ENDINGS = {0, 3, 4}
# Pages whose blocks are another test's: its name stands beside.
TESTED_ELSEWHERE = {"docs/how-to/write-an-adapter.md": "tests/adapters/test_write_an_adapter.py"}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


class Spoken(NamedTuple):
    """A command and what the page says that it prints ("" says nothing)."""

    command: str
    prints: str


def _spoken(block: str) -> Iterator[Spoken]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, prints = part.partition("\n")
        yield Spoken(command, prints.strip("\n"))


class Reader:
    """Somebody who follows a page in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ended = 0
        self.port = _free_port()
        self.serving: list[subprocess.Popen[str]] = []
        self.real: dict[str, str] = {}

    def read(self, page: Path) -> None:
        for step in STEP.finditer(page.read_text(encoding="utf-8").replace(PORT, self.port)):
            if step["page"]:
                self.read(page.parent / step["page"])
            else:
                self.follow(step)

    def follow(self, step: re.Match[str]) -> None:
        if step["book"]:
            _type_into(self.folder / step["book"], step["row"], step["heading"], step["words"])
        elif step["file"]:
            _save(self.folder / step["file"], step["text"])
        elif step["kind"] == "console":
            for spoken in _spoken(step["text"]):
                self.say(spoken)
        elif step["kind"] == "python" and ">>> " in step["text"]:
            self.try_out(step["text"])

    def say(self, spoken: Spoken) -> None:
        program, *words = [self.real.get(word, word) for word in shlex.split(spoken.command)]
        if program == "make":
            assert set(words) <= TARGETS
        elif program == "cd":
            self.folder = self.folder / words[0]
        elif program == "echo":
            assert spoken.prints == str(self.ended)
        elif program == "senco-emulator":
            self.serve(words, spoken)
        else:
            assert program == "senco", f"the docs run only senco, senco-emulator, make, cd and echo: {spoken.command}"
            self.run(words, spoken)

    def run(self, words: list[str], spoken: Spoken) -> None:
        senco = [sys.executable, "-m", "senco_connect.cli", *words]
        environment = {**os.environ, "COLUMNS": "120", "PYTHONUTF8": "1"}
        done = subprocess.run(
            senco, check=False, cwd=self.folder, env=environment, capture_output=True, text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self.ended = done.returncode
        said = (done.stdout + done.stderr).strip("\n")
        assert self.ended in ENDINGS or spoken.prints, f"$ {spoken.command}\nended with {self.ended}:\n{said}"
        if spoken.prints:
            alike = _matched(said, spoken.prints)
            assert alike is not None, f"$ {spoken.command}\nprinted:\n{said}"
            self.real |= alike

    def serve(self, words: list[str], spoken: Spoken) -> None:
        emulator = [sys.executable, "-u", "-m", "senco_connect_emulator", *words]
        served = subprocess.Popen(
            emulator, cwd=self.folder, env={**os.environ, "PYTHONUTF8": "1"}, stdout=subprocess.PIPE, text=True,
            encoding="utf-8", stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self.serving.append(served)
        assert served.stdout is not None
        said = "".join(served.stdout.readline() for _ in spoken.prints.splitlines())
        assert _matched(said, spoken.prints) is not None, f"$ {spoken.command}\nprinted:\n{said}"

    def close(self) -> None:
        for served in self.serving:
            served.terminate()
            served.communicate()

    def try_out(self, text: str) -> None:
        here = Path.cwd()
        os.chdir(self.folder)
        try:
            example = doctest.DocTestParser().get_doctest(text, {}, "page", None, 0)
            assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example).failed == 0
        finally:
            os.chdir(here)


def _free_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


def _save(file: Path, text: str) -> None:
    if file.suffix == ".xlsx":
        book = Workbook()
        for row in csv.reader(text.splitlines()):
            book.worksheets[0].append(row)
        book.save(file)
    else:
        file.write_text(text, encoding="utf-8")


def _matched(said: str, shown: str) -> dict[str, str] | None:
    """Give the real key or id for each that is shown; None where something else was said."""
    tokens = TOKEN.findall(shown)
    pattern = "".join(ANY_LINES if line == "..." else _one_line(line) for line in shown.splitlines())
    for token in tokens:
        pattern = pattern.replace(token, f"({KEY if token[0] == 'P' else PLAN})", 1)
    found = re.fullmatch(pattern, "".join(f"{_spaced(line)}\n" for line in said.splitlines()))
    return dict(zip(tokens, found.groups(), strict=True)) if found else None


def _one_line(shown: str) -> str:
    return re.escape(_spaced(shown)).replace(re.escape("..."), ".*?") + "\n"


def _spaced(line: str) -> str:
    return " ".join(line.split())


def _type_into(book: Path, row: str, heading: str, words: str) -> None:
    opened = load_workbook(book)
    cells = [cell for sheet in opened for line in sheet.iter_rows() for cell in line]
    line = next(cell for cell in cells if cell.value == row)
    column = next(cell for cell in cells if cell.value == heading and cell.parent is line.parent)
    line.parent.cell(line.row, column.column, words or None)
    opened.save(book)


def _runs(page: Path) -> bool:
    if page.relative_to(ROOT).as_posix() in TESTED_ELSEWHERE:
        return False
    text = page.read_text(encoding="utf-8")
    return any(step["kind"] in {"console", "python"} for step in STEP.finditer(text))


@pytest.mark.parametrize("page", [*filter(_runs, PAGES)], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_the_page_shows_is_what_happens(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a school, é"
    folder.mkdir()
    reader = Reader(folder)
    try:
        reader.read(page)
    finally:
        reader.close()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_command_is_shown_where_it_is_not_run(page: Path) -> None:
    fenced = re.findall(r"^```(\w*)[^\n]*\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert [kind for kind, text in fenced if text.startswith(("$ ", "senco ")) and kind != "console"] == []


def test_a_page_that_is_tested_elsewhere_is() -> None:
    for page, test in TESTED_ELSEWHERE.items():
        assert Path(page).name in (ROOT / test).read_text(encoding="utf-8")


def test_other_output_than_the_page_shows_is_noticed() -> None:
    assert _matched("1 pupil\n2 pupils", "1 pupil\n... pupils") == {}
    assert _matched("1 pupil\n2 pupils", "1 pupil\n3 pupils") is None


def test_a_key_that_the_page_shows_stands_for_the_one_that_was_made() -> None:
    said = "+ PAAAAA2  new row\nPlan 0123abcd: 1 change"
    assert _matched(said, "+ PBBBBB3  new row\nPlan ...: 1 change") == {"PBBBBB3": "PAAAAA2"}
