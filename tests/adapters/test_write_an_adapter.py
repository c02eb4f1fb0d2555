"""The page that shows how to write an adapter shows one that works."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from senco_connect.testing import faults
from senco_connect.testing.contracts import FilingContract, RegisterContract, SourceContract
from senco_connect.testing.contracts.desk import Desk
from senco_connect.testing.contracts.filing import Shelf

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "write-an-adapter.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = re.findall(r"^\$ python -m pytest(.*)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def plugin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy every file of the page, as a reader would."""
    folder = tmp_path_factory.mktemp("a plugin of Zoë’s")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    # Named here as well, so that the test does not depend on how the library was installed.
    command = [sys.executable, "-m", "pytest", "-p", "senco_connect.testing.plugin", "-p", "no:cacheprovider", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_commands_of_the_page_end_with_every_rule_kept(plugin_folder: Path) -> None:
    results = [run(plugin_folder, *command.split()) for command in COMMANDS]
    assert [result.returncode for result in results] == [0, 0], [result.stdout[-2_000:] for result in results]
    assert "failed" not in results[1].stdout


def test_the_expected_files_say_what_the_samples_show(plugin_folder: Path) -> None:
    run(plugin_folder, "--senco-regenerate")
    read = json.loads((plugin_folder / "samples/accents_and_a_doubtful_need.csv.expected.json").read_text("utf-8"))
    torn = json.loads((plugin_folder / "samples/a_line_is_torn.csv.expected.json").read_text("utf-8"))
    assert [row["dob"] for row in read["rows"]] == ["2015-04-03", "2016-11-30", "2016-11-30"]
    assert read["unused"] == ["House"]
    assert [finding[:3] for finding in read["findings"]] == [["H001", "this is not a code of the set SEN type", 3]]
    assert torn == {"refused": {"error": "InputRefused", "code": "H004", "line": 2, "column": None}}


def test_a_changed_reading_fails_until_somebody_has_looked(plugin_folder: Path) -> None:
    run(plugin_folder, "--senco-regenerate")
    expected = plugin_folder / "samples/accents_and_a_doubtful_need.csv.expected.json"
    expected.write_text(expected.read_text("utf-8").replace("Zoë", "Zoe"), encoding="utf-8")
    result = run(plugin_folder, "-k", "reads_as_expected")
    assert result.returncode == 1
    assert "1 failed, 1 passed" in result.stdout


def test_the_entry_point_of_the_page_names_its_adapter() -> None:
    (entry,) = tomllib.loads(FILES["pyproject.toml"])["project"]["entry-points"]["senco_connect.adapters"].values()
    module, _, name = entry.partition(":")
    assert f"class {name}(Source)" in FILES[f"{module}.py"]


@pytest.mark.parametrize("contract", [SourceContract, RegisterContract, FilingContract])
def test_every_rule_is_on_the_page(contract: type) -> None:
    lines = PAGE.splitlines()
    rules = [name for name in dir(contract) if name.startswith("test_")]
    assert [rule for rule in rules if f"- {rule.removeprefix('test_').replace('_', ' ')}" not in lines] == []


def test_every_rule_on_the_page_is_one() -> None:
    listed = [line[2:] for line in PAGE.partition("## The rules")[2].splitlines() if line.startswith("- ")]
    known = {name for contract in (SourceContract, RegisterContract, FilingContract) for name in dir(contract)}
    assert [rule for rule in listed if f"test_{rule.replace(' ', '_')}" not in known] == []


@pytest.mark.parametrize("protocol", [Desk, Shelf])
def test_all_that_a_person_can_do_is_on_the_page(protocol: type) -> None:
    can = [name for name in vars(protocol) if not name.startswith("_")]
    assert can
    assert [name for name in can if f"| `{name}" not in PAGE] == []


def test_every_fault_is_on_the_page() -> None:
    makers = [name for name in faults.__all__ if name.islower()]
    assert [name for name in makers if f"| `{name}(" not in PAGE] == []
