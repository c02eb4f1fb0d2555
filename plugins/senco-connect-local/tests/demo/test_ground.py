"""The demo plays in a folder of its own, and throws nothing away that is not its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from senco_connect_local.demo.ground import clear_ground

from senco_connect.errors import ConfigProblem


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    clear_ground(tmp_path / "new" / "demo school")
    assert (tmp_path / "new" / "demo school").is_dir()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    clear_ground(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".senco-demo"]


def test_a_folder_that_holds_something_else_is_refused_and_left(tmp_path: Path) -> None:
    (tmp_path / "our register.xlsx").write_bytes(b"not the demo's")
    with pytest.raises(ConfigProblem) as caught:
        clear_ground(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["our register.xlsx"]
    assert "our register" not in str(caught.value)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_bytes(b"a file")
    with pytest.raises(ConfigProblem):
        clear_ground(tmp_path / "demo")
    assert (tmp_path / "demo").read_bytes() == b"a file"


def test_a_folder_of_an_earlier_demo_is_emptied(tmp_path: Path) -> None:
    clear_ground(tmp_path)
    (tmp_path / "Pupils" / "Somebody").mkdir(parents=True)
    (tmp_path / "SEN register.xlsx").write_bytes(b"old")
    clear_ground(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".senco-demo"]


def test_what_a_link_in_it_points_at_is_left(tmp_path: Path) -> None:
    demo, elsewhere = tmp_path / "demo", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "paper.txt").write_text("stays", encoding="utf-8")
    clear_ground(demo)
    try:
        (demo / "link").symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    clear_ground(demo)
    assert (elsewhere / "paper.txt").read_text(encoding="utf-8") == "stays"
