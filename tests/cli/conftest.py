"""A made-up school in a folder whose name has a space and an accent, and the command run in it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# The desk is shared by the command's tests alone; importlib mode has no package for it.
sys.path.insert(0, str(Path(__file__).parent))

from desk import Desk


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set up one school, once; every test works on its own copy."""
    desk = Desk(tmp_path_factory.mktemp("school") / "Élm School")
    desk.folder.mkdir()
    desk.export(desk.pupils())
    assert (
        desk("init", "--yes", "--source", "export.csv", "--new-register", "SEN.xlsx", "--folders", "Pupils").exit_code
        == 0
    )
    return desk.folder


@pytest.fixture
def desk(set_up: Path, tmp_path: Path) -> Desk:
    """A school that was set up and never run."""
    return Desk(tmp_path / "Élm School").copied_from(set_up)


@pytest.fixture(scope="session")
def in_step_once(set_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bring one school in step, once."""
    desk = Desk(tmp_path_factory.mktemp("school") / "Élm School").copied_from(set_up)
    assert desk("sync").exit_code == 0
    return desk.folder


@pytest.fixture
def in_step(in_step_once: Path, tmp_path: Path) -> Desk:
    """A school whose register and folders are in step with its export."""
    return Desk(tmp_path / "Élm School").copied_from(in_step_once)


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """A folder with nothing in it."""
    folder = tmp_path / "Nëw School"
    folder.mkdir()
    return Desk(folder)


@pytest.fixture
def process() -> Callable[..., tuple[int, str, str]]:
    """Run the command in a process of its own: exit code, stdout, stderr."""
    import os
    import subprocess

    def run(*words: str, cwd: Path, env: dict[str, str] | None = None, code: str = "") -> tuple[int, str, str]:
        program = ["-c", code] if code else ["-m", "senco_connect.cli"]
        done = subprocess.run(
            [sys.executable, *program, *words], cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
            capture_output=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    return run
