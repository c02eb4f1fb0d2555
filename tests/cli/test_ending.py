"""Every way of ending has a sentence and an exit code, and none tells what a cell holds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from desk import Desk

from senco_connect import errors
from senco_connect.cli.ending import ended
from senco_connect.cli.main import senco

SECRET = "Inventedname Zoë has epilepsy"


def _ended(capsys: pytest.CaptureFixture[str], run: Callable[[], object], *, debug: bool = False) -> tuple[int, str]:
    code = ended(run, debug=debug)
    return code, capsys.readouterr().err


def _raising(error: BaseException) -> Callable[[], object]:
    def run() -> object:
        name = SECRET
        assert name
        raise error

    return run


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.TryAgain, 1), (errors.ConfigProblem, 2), (errors.Stopped, 3), (errors.StalePlan, 3),
        (errors.RegisterRefused, 3), (errors.Locked, 5), (errors.AccessRefused, 6), (errors.StateNotTrusted, 7),
        (errors.InputRefused, 8),
    ],
)  # fmt: skip
def test_what_the_library_raises_ends_with_its_code_and_its_sentences(
    capsys: pytest.CaptureFixture[str], kind: type[errors.SencoError], code: int
) -> None:
    error = kind("It happened.", "Do this.", code="E999")
    assert _ended(capsys, _raising(error)) == (code, "It happened. Do this. [E999]\n")


def test_all_problems_are_listed_one_below_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    error = errors.ConfigProblem("Two problems.", "Correct them.", code="E999", also=["one", "two"])
    assert _ended(capsys, _raising(error)) == (2, "Two problems. Correct them. [E999]\n  - one\n  - two\n")


@pytest.mark.parametrize("debug", [False, True])
def test_a_defect_is_told_by_type_and_place_and_never_by_its_content(
    capsys: pytest.CaptureFixture[str], debug: bool
) -> None:
    code, told = _ended(capsys, _raising(ValueError(SECRET)), debug=debug)
    assert code == 1
    assert "This is a defect of senco_connect: ValueError at senco_connect.cli.ending:" in told
    assert not any(word in told for word in SECRET.split())


def test_debug_tells_the_way_to_a_defect(capsys: pytest.CaptureFixture[str]) -> None:
    _, told = _ended(capsys, _raising(KeyError(SECRET)), debug=True)
    assert [place.strip().partition(":")[0] for place in told.splitlines()[1:]] == [
        "senco_connect.cli.ending",
        __name__,
    ]


def test_a_defect_below_an_adapter_is_that_adapters(capsys: pytest.CaptureFixture[str]) -> None:
    scope: dict[str, object] = {"__name__": "senco_connect_other.source"}
    exec("def read():\n    return int('Inventedname')", scope)
    code, told = _ended(capsys, scope["read"])  # type: ignore[arg-type]
    assert code == 1
    assert told.startswith("This is a defect of senco_connect_other: ValueError at senco_connect_other.source:2.")
    assert "Inventedname" not in told


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), click.Abort()])
def test_a_run_that_a_person_stops_ends_with_1_and_a_sentence(
    capsys: pytest.CaptureFixture[str], stop: BaseException
) -> None:
    assert _ended(capsys, _raising(stop)) == (
        1, "Stopped. What was written stays; the same command goes on from there.\n"
    )  # fmt: skip


def test_a_result_that_is_no_number_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(lambda: None) == 0
    assert ended(lambda: 4) == 4


@pytest.mark.parametrize("words", [["bogus"], ["plan", "--bogus"], ["explain"]])
def test_a_mistyped_command_ends_with_2(words: list[str]) -> None:
    done = CliRunner().invoke(senco, words)
    assert done.exit_code == 2
    assert "Usage: senco" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["apply", "Inventedname", "Zoë.csv"], "A name with a space in it needs quotation marks."),
        (["Inventedname"], "A word is not one that is taken here."),
        (["plan", "--Inventedname"], "There is no such option."),
        (["plan", "--jsno"], "Near it: --json."),
        (["schedule", "--kind", "Inventedname"], "Choose from cron"),
        (["init", ".", "--folders", "Inventedname.csv"], "A value is not one that is taken here"),
        (["explain", "Inventedname"], "Missing argument 'FIELD...'"),
        (["check", "--against"], "'--against' requires an argument"),
    ],
)
def test_what_was_mistyped_is_not_repeated(empty: Desk, words: list[str], told: str) -> None:
    """Without quotation marks a file's name falls in words: the scheduler's log had half a child's name."""
    (empty.folder / "Inventedname.csv").touch()
    done = empty(*words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not any(word in done.output for word in ("Inventedname", "Zoë"))


def test_the_command_alone_shows_its_help(empty: Desk) -> None:
    assert "Commands:" in empty().output
    assert "Error" not in empty().output


def test_without_a_configuration_there_is_a_cure(empty: Desk) -> None:
    done = empty("plan")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "There is no senco.toml here. Run `senco init` in the school's folder, or name the file with --config. [E023]\n"
    )


@pytest.mark.parametrize("words", [["--debug", "plan"], ["plan", "--debug"]])
def test_debug_may_be_added_anywhere(empty: Desk, words: list[str]) -> None:
    assert empty(*words).stderr.startswith("There is no senco.toml here.")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells a writer of it in another way")
def test_a_reader_who_goes_away_is_no_error(in_step: Desk) -> None:
    program = [sys.executable, "-m", "senco_connect.cli", "schema"]
    run = subprocess.Popen(program, cwd=in_step.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout is not None and run.stderr is not None
    run.stdout.close()
    told = run.stderr.read()
    run.stderr.close()
    assert run.wait() == 1
    assert told == b""


def test_a_console_of_old_gets_utf8_and_no_error(
    process: Callable[..., tuple[int, str, str]], in_step: Desk, tmp_path: Path
) -> None:
    in_step.export_with({3: {"Class": "9Ł"}})
    code, told, error = process("plan", cwd=in_step.folder, env={"PYTHONIOENCODING": "cp1252:strict"})
    assert (code, error) == (0, "")
    assert "Class: 6Oak → 9Ł" in told
