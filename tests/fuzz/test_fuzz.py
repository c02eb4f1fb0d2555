"""Whatever the bytes: read whole or refused in our own words, within two seconds and 150 MB.

A slice with fixed numbers; `make fuzz` tries the millions.  What was ever found
lies in found/ and is tried each time.
"""

from __future__ import annotations

import hashlib
import json
import runpy
import subprocess
import sys
import time
import warnings
from pathlib import Path
from random import Random

import pytest
from batch import FOUND, NAMES, At, Tally, input_of, target_of, tried
from figures import summary, write_page
from mutation import Kit, mutated
from target import ALL, CANARY, Broken, Target, check_refusal, check_snapshot

from senco_connect.errors import InputRefused
from senco_connect.snapshot import Finding, Row, Snapshot

SLICE = {"csv": 800, "xml": 1_500, "mapper": 800, "xlsx": 120}
KEPT = sorted(FOUND.glob("*/*.bin"))


@pytest.fixture(autouse=True)
def _quiet() -> None:
    # A workbook that is changed may hold two parts of one name, of which zipfile warns.
    warnings.filterwarnings("ignore", category=UserWarning, module="zipfile")


@pytest.mark.parametrize("name", NAMES)
def test_whatever_the_input_it_is_read_or_refused(name: str) -> None:
    tally = tried(target_of(name), range(SLICE[name]))
    assert tally.findings == {}
    assert tally.verdicts.keys() & {"accepted", "export accepted, register accepted"}, "some are read"


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_found_once_is_not_found_again(path: Path) -> None:
    target_of(path.parent.name).look(path.read_bytes(), ALL)


@pytest.mark.parametrize("name", NAMES)
def test_the_seeds_stand_every_check(name: str) -> None:
    target = target_of(name)
    assert {target.look(seed, ALL) for seed in target.seeds}


@pytest.mark.parametrize("name", NAMES)
def test_an_input_is_the_same_each_time(name: str) -> None:
    """In another process too: a finding is named by its number."""
    words = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import batch, hashlib;"
        f" t = batch.target_of({name!r}); print(hashlib.sha256(b''.join(batch.input_of(t, n) for n in range(20))).hexdigest())"
    )
    here = hashlib.sha256(b"".join(input_of(target_of(name), n) for n in range(20))).hexdigest()
    said = subprocess.run([sys.executable, "-W", "ignore", "-c", words], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == here


# --- the harness finds what it is there for


def aimed_at(look) -> Target:
    return Target("csv", [b"seed"], look, lambda data, chance: mutated(data, chance, Kit([b"x"], [b"y"], b",")), ())


@pytest.mark.parametrize("error", [ValueError("x"), BaseException("a parser's panic"), Broken("x"), MemoryError()])
def test_whatever_leaves_a_reader_is_a_finding(error: BaseException, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr("batch.FOUND", tmp_path)

    def look(data: bytes, turn: int) -> str:
        raise error

    tally = tried(aimed_at(look), range(5))
    assert [len(numbers) for numbers in tally.findings.values()] == [5]
    assert list(tmp_path.glob("csv/*.bin")), "and it is kept"


def test_what_takes_too_long_or_too_much_is_a_finding(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr("batch.FOUND", tmp_path)
    monkeypatch.setattr("batch.MOST_SECONDS", -1.0)
    assert list(tried(aimed_at(lambda data, turn: "accepted"), range(1)).findings) == ["past -1 s"]
    monkeypatch.setattr("batch.MOST_SECONDS", 60.0)
    monkeypatch.setattr("batch.MOST_GROWTH", -1)
    assert list(tried(aimed_at(lambda data, turn: "accepted"), range(1)).findings) == ["past 150 MB"]


@pytest.mark.parametrize(
    "refusal",
    [
        InputRefused(f"It holds {CANARY}."),
        InputRefused("It is broken.", also=[CANARY]),
        InputRefused("It is broken.", column=CANARY),
        InputRefused("It is broken.", line=9),
        InputRefused("It is broken.", line=0),
    ],
)
def test_a_refusal_that_tells_of_the_file_is_a_finding(refusal: InputRefused) -> None:
    with pytest.raises(Broken):
        check_refusal(refusal, 8)


def test_a_cause_that_a_traceback_would_print_is_a_finding() -> None:
    try:
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            raise InputRefused("It is broken.") from error
    except InputRefused as refusal:
        with pytest.raises(Broken):
            check_refusal(refusal, 8)


@pytest.mark.parametrize(
    "snapshot",
    [
        Snapshot(("surname",), [Row("", 9, ("x",))], ""),
        Snapshot(("surname",), [Row("", 1, ())], ""),
        Snapshot(("no such field",), [], ""),
        Snapshot((), [], "", findings=(Finding("F030", CANARY, 1),)),
    ],
)
def test_a_snapshot_that_is_out_of_shape_is_a_finding(snapshot: Snapshot) -> None:
    with pytest.raises(Broken):
        check_snapshot(snapshot, 8)


def test_changes_stay_within_the_longest_input() -> None:
    kit = Kit([b"x" * 5_000], [b"y"], b",", 6_000)
    assert max(len(mutated(b"seed,", Random(n), kit)) for n in range(500)) <= 6_000


# --- a million of them


MAIN = runpy.run_path(str(Path(__file__).with_name("__main__.py")), run_name="fuzz")


def test_a_run_goes_on_where_the_last_one_stopped() -> None:
    waiting = MAIN["_waiting"]
    assert waiting(250, 100, []) == [range(100), range(100, 200), range(200, 250)]
    assert waiting(250, 100, [range(100)]) == [range(100, 200), range(200, 250)]
    assert waiting(250, 100, [range(40), range(100, 200)]) == [range(40, 100), range(200, 250)], "behind what ended it"
    assert waiting(450, 100, [range(200, 250), range(100), range(100, 200)]) == [
        range(250, 300),
        range(300, 400),
        range(400, 450),
    ]
    assert waiting(250, 100, [range(100), range(100, 200), range(200, 250)]) == []


def test_a_process_that_ends_or_never_comes_back_is_a_finding(monkeypatch, tmp_path: Path) -> None:
    """A parser in another language takes the whole process with it; its input is made again from its number."""
    monkeypatch.setitem(MAIN["_Running"].is_over.__globals__, "STATE", tmp_path)
    monkeypatch.setattr("batch.FOUND", tmp_path / "found")
    running = MAIN["_Running"]("xml", 0, 1_000_000)
    while At.read(running.place) is None:
        time.sleep(0.01)
    running.process.kill()
    running.process.wait()
    assert running.is_over()
    (line,) = (tmp_path / "xml.jsonl").read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    ((what, (number,)),) = told["findings"].items()
    assert what.startswith("ended the process")
    assert told["count"] == number + 1
    assert [path.read_bytes() for path in (tmp_path / "found").glob("xml/*")] == [input_of(target_of("xml"), number)]


def test_the_figures_take_their_own_place_on_the_page(monkeypatch, tmp_path: Path) -> None:
    path = tmp_path / "proof.md"
    path.write_text(
        "# Proof\n\n## Before\n\nx\n\n## Fuzzing\n\nwhat was measured before\n\n## After\n\ny\n", encoding="utf-8"
    )
    monkeypatch.setattr("figures.PAGE", path)
    tally = Tally("xlsx", 0, 3, verdicts={"export accepted, register X201": 2, "export F020, register X106": 1})
    for _ in range(2):
        write_page([summary("xlsx", 100_000, [tally])], [], "code")
    text = path.read_text(encoding="utf-8")
    assert text.count("## Fuzzing") == 1
    assert "measured before" not in text
    assert text.startswith("# Proof\n\n## Before\n\nx\n\n## Fuzzing\n")
    assert text.endswith("\n\n## After\n\ny\n")
    assert "| xlsx | 3 | 100,000 | 2 | 1 | 0 |" in text
    assert "export: accepted 2, F020 1; register: X201 2, X106 1" in text
