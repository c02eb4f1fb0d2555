"""Every planted mistake is whole and fits; three are planted here, all of them by `make mutants`."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from matrix import matrix
from page import PAGE, section, section_of
from planted import FOLDER, ROOT, Mutant, places_of, planted
from trial import apply_patch, failing_unplanted, run_checks, try_all, whole_copy

MUTANTS = planted()
OF_THE_MODEL = (
    "two-way", "clock", "relist", "acks-on-conflict", "ack-on-send", "refill", "by-position", "no-compare", "ack-first",
    "paired-create", "blind-create", "no-guard", "auto-delete", "absent-is-blank", "no-serial", "absent-settles",
    "no-scramble-check", "blind-import",
)  # fmt: skip
PLANTED_HERE = ("two-way", "ack-first", "held-overwritten")

each_mutant = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="a patch is applied by git")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_copy(tmp_path_factory.mktemp("mutants") / "whole")


def test_the_eighteen_mistakes_of_the_model_and_ten_of_our_own_are_planted() -> None:
    names = [mutant.name for mutant in MUTANTS]
    assert tuple(names[:18]) == OF_THE_MODEL
    assert len(names) >= 28
    assert [m.number for m in MUTANTS] == list(range(1, len(names) + 1))
    assert len(set(names)) == len(names)


@each_mutant
def test_a_patch_fits_in_one_place_alone(mutant: Mutant) -> None:
    """With few lines around it a patch could slip to another place, and be killed there for another reason."""
    assert {name: set(places) for name, places in places_of(mutant).items()} == {name: {1} for name in mutant.files}


@needs_git
@each_mutant
def test_a_patch_applies(mutant: Mutant, tmp_path: Path) -> None:
    before = {name: (ROOT / name).read_text(encoding="utf-8") for name in mutant.files}
    for name in before:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    apply_patch(mutant, tmp_path)
    assert [name for name in before if (tmp_path / name).read_text(encoding="utf-8") == before[name]] == []
    for name in before:
        compile((tmp_path / name).read_bytes(), name, "exec")


def test_every_named_check_exists(whole: Path) -> None:
    for mutant in MUTANTS:
        path, _, name = mutant.check.partition("::")
        assert f"def {name.partition('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8"), mutant.name
        assert (whole / path).exists(), mutant.name


def test_each_danger_has_a_check_of_its_own() -> None:
    assert [check for check, times in Counter(mutant.check for mutant in MUTANTS).items() if times > 1] == []


@needs_git
def test_some_mistakes_are_planted_and_noticed(whole: Path) -> None:
    chosen = [mutant for mutant in MUTANTS if mutant.name in PLANTED_HERE]
    assert failing_unplanted(chosen, whole) == []
    assert [(tried.mutant.name, tried.verdict) for tried in try_all(chosen, whole, jobs=1)] == [
        (name, "killed") for name in PLANTED_HERE
    ]


def test_the_page_shows_the_table_as_it_is() -> None:
    """Otherwise run `make mutants`, which writes it."""
    assert section_of(PAGE.read_text(encoding="utf-8")) == section(MUTANTS)


# --- the runner itself


def patch_of(tmp: Path, text: str, name: str = "01-made-up.patch") -> Mutant:
    (tmp / name).write_text(text, encoding="utf-8")
    return planted(tmp)[0]


HEADER = "Mistake: one\nWould do: two\nStands for: three\nKilled by: tests/test_small.py::test_{}\n\n"
PATCH = "--- a/senco_connect/small.py\n+++ b/senco_connect/small.py\n@@ -1 +1 @@\n-ONE = 1\n+ONE = {}\n"
CHECKS = """
import pytest
from senco_connect.small import ONE

def test_of_it():
    assert ONE == 1

def test_of_nothing():
    assert ONE

def test_that_stumbles():
    (1, 2, 3)[ONE]

def test_that_expects_a_refusal():
    with pytest.raises(ZeroDivisionError):
        1 / (ONE - 1)

@pytest.mark.parametrize("times", [0, 1])
def test_of_several(times):
    assert ONE * times in (0, 1)
"""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A project of one line, with checks good and bad."""
    place = tmp_path / "whole"
    (place / "senco_connect" / "testing").mkdir(parents=True)
    (place / "tests").mkdir()
    # The plugin stands there because pytest loads it by its entry point.
    for name in ("__init__.py", "testing/__init__.py", "testing/plugin.py"):
        (place / "senco_connect" / name).touch()
    (place / "senco_connect" / "small.py").write_bytes(b"ONE = 1\n")
    (place / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = ["--import-mode=importlib"]\n')
    (place / "tests" / "test_small.py").write_text(CHECKS, encoding="utf-8")
    yield place


@needs_git
@pytest.mark.parametrize(
    ("check", "becomes", "verdict"),
    [
        ("of_it", "2", "killed"),
        ("that_expects_a_refusal", "2", "killed"),
        ("of_several", "2", "killed"),
        ("of_nothing", "2", "SURVIVED"),
        ("that_stumbles", "4", "call ended with IndexError"),
        ("of_it", "(", "the check could not be run"),
        ("that_is_not_there", "2", "the check could not be run"),
    ],
)
def test_only_an_assertion_of_the_named_check_kills(
    small: Path, tmp_path: Path, check: str, becomes: str, verdict: str
) -> None:
    mutant = patch_of(tmp_path, HEADER.format(check) + PATCH.format(becomes))
    (tried,) = try_all([mutant], small, jobs=1)
    assert tried.verdict == verdict


@needs_git
def test_a_matrix_counts_what_each_check_notices(small: Path, tmp_path: Path) -> None:
    mutant = patch_of(tmp_path, HEADER.format("of_it") + PATCH.format("2"))
    rows = matrix([mutant], small, checks="tests", jobs=1).splitlines()[2:]
    assert {row.split(" | ")[0].strip("| "): row.split(" | ")[1] for row in rows} == {
        "test_of_it": "1", "test_of_nothing": "0", "test_of_several": "1", "test_that_expects_a_refusal": "1",
        "test_that_stumbles": "0",
    }  # fmt: skip


@needs_git
def test_a_patch_that_fits_no_more_is_an_error(small: Path, tmp_path: Path) -> None:
    mutant = patch_of(tmp_path, HEADER.format("of_it") + PATCH.format("2"))
    (small / "senco_connect" / "small.py").write_text("ONE = 1.0\n")
    (tried,) = try_all([mutant], small, jobs=1)
    assert "does not apply any more" in tried.verdict


@needs_git
def test_a_check_that_fails_without_a_mistake_proves_nothing(small: Path, tmp_path: Path) -> None:
    (small / "senco_connect" / "small.py").write_text("ONE = 3\n")
    mutant = patch_of(tmp_path, HEADER.format("of_it") + PATCH.format("2"))
    assert failing_unplanted([mutant], small) == ["tests/test_small.py::test_of_it"]


def test_checks_that_would_see_other_code_are_not_run(small: Path) -> None:
    """A folder of that name without code: Python goes on to the code that is installed."""
    shutil.rmtree(small / "senco_connect")
    (small / "senco_connect").mkdir()
    with pytest.raises(RuntimeError, match="be imported from elsewhere"):
        run_checks(small, ["tests"])


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("01-made-up.patch", "Mistake: one\nWould do: two\nKilled by: x::y\n"),
        ("01-made-up.patch", "Would do: two\nMistake: one\nStands for: three\nKilled by: x::y\n"),
        ("1-made-up.patch", HEADER),
    ],
    ids=["one heading is missing", "in another order", "a number of one figure"],
)
def test_a_header_that_is_not_whole_is_an_error(tmp_path: Path, name: str, header: str) -> None:
    with pytest.raises(ValueError, match=name.replace(".", r"\.")):
        patch_of(tmp_path, header + PATCH, name)


def test_the_folder_holds_nothing_but_the_runner_and_the_patches() -> None:
    others = {"README.md", "__main__.py", "conftest.py", "matrix.py", "page.py", "planted.py", "trial.py", "witness.py"}
    names = {path.name for path in FOLDER.iterdir() if path.is_file()}
    assert {n for n in names if not n.endswith(".patch")} == others | {"test_mutants.py"}
