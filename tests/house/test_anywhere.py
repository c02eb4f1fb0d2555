"""The project runs where schools are: on Windows too, from any folder, and it tells nobody's machine."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE_HERE = {".coverage", ".git", ".venv", ".fuzz", "__pycache__", ".senco", "demo-school", "build", "dist"}
TEXTS = {".py", ".md", ".toml", ".lock", ".in", ".json", ".txt", ".csv", ".yml", ".cfg", ""}

POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "termios"}
POSIX_CALLS = {
    "os.fork", "os.forkpty", "os.getuid", "os.geteuid", "os.getgid", "os.setsid", "os.killpg", "os.mkfifo", "os.wait",
    "signal.SIGKILL", "signal.SIGHUP", "signal.SIGALRM", "signal.alarm",
}  # fmt: skip

# Names that Windows gives to devices or can't keep.
DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
NOT_ON_NTFS = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
MACHINE = re.compile(r"(?<![\w.~{}-])/(work|root|home|tmp|Users)/\w|pypi\.org|pythonhosted\.org|C:\\Users\\")


def _files(folder: Path = ROOT) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        is_ours = path.name not in MADE_HERE and not path.name.endswith(("_cache", ".egg-info"))
        if path.is_dir() and is_ours and path.name != ".hypothesis":
            yield from _files(path)
        elif path.is_file() and is_ours:
            yield path


FILES = [path.relative_to(ROOT).as_posix() for path in _files()]
ITSELF = Path(__file__).relative_to(ROOT).as_posix()
PYTHON = [name for name in FILES if name.endswith(".py")]


def _needs_posix(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in POSIX_MODULES]
        elif isinstance(node, ast.ImportFrom) and node.module in POSIX_MODULES:
            found.append(str(node.module))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found += {f"{node.value.id}.{node.attr}"} & POSIX_CALLS
    return found


def _is_guarded(source: str) -> bool:
    return "sys.platform" in source or "os.name" in source


@pytest.mark.parametrize("name", PYTHON)
def test_no_code_needs_posix_unless_it_asks_where_it_runs(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    assert not _needs_posix(source) or (_is_guarded(source) and "tests" in PurePosixPath(name).parts)


@pytest.mark.parametrize("line", ["import fcntl", "from resource import getrusage", "os.fork()", "x = signal.SIGKILL"])
def test_a_call_that_windows_lacks_is_seen(line: str) -> None:
    assert _needs_posix(line)


def test_every_file_has_a_name_that_windows_can_keep() -> None:
    parts = [(name, part) for name in FILES for part in PurePosixPath(name).parts]
    assert [name for name, part in parts if NOT_ON_NTFS.search(part) or DEVICES.match(part)] == []


def test_no_two_files_differ_in_case_alone() -> None:
    assert [name for name, count in Counter(name.casefold() for name in FILES).items() if count > 1] == []


def test_no_path_is_too_long_for_windows() -> None:
    assert [name for name in FILES if len(name) > 160] == []


@pytest.mark.parametrize("name", [name for name in FILES if PurePosixPath(name).suffix in TEXTS and name != ITSELF])
def test_nothing_names_a_machine_or_the_host_of_a_registry(name: str) -> None:
    text = (ROOT / name).read_bytes().decode("utf-8", "replace")
    assert MACHINE.findall(text) == []
