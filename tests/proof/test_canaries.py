"""A slice of the failing paths; `python tests/proof/canaries.py` walks them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from accidents import Accident
from canaries import Path_, Templates, every_path, typed_paths, walk
from secret_school import SecretSchool

from senco_connect.errors import InputRefused

PATHS = [*typed_paths()[::5], *every_path(2)[::45]]


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    yield Templates(tmp_path_factory.mktemp("schools"), 7)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_what_stops_a_run_tells_nothing_that_the_school_holds(path: Path_, templates: Templates) -> None:
    walked = walk(path, templates)
    assert (walked.leaks, walked.wrong) == ((), ())


def test_nor_does_it_in_a_process_of_its_own(templates: Templates) -> None:
    walked = walk(next(p for p in PATHS if p.accident.store == "export"), templates, as_process=True)
    assert (walked.leaks, walked.wrong) == ((), ())
    assert walked.code is not None


def test_most_paths_of_the_slice_fail_at_all(templates: Templates) -> None:
    few = PATHS[::6]
    assert sum(walk(path, templates).code is not None for path in few) > len(few) / 2


def test_a_leak_is_seen_in_each_channel(templates: Templates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What an error says, what a logger says, what stays in a temporary file: each would be found."""
    import logging
    import tempfile

    from senco_connect_mis.table import GenericTable

    def leaky(source: GenericTable, *asked: object) -> None:
        body = Path(str(source.tools.folder / source.config.file)).read_text(encoding="utf-8")  # type: ignore[attr-defined]
        word = body.splitlines()[1].split(",")[2]
        logging.getLogger("senco_connect_mis").debug(word)
        with tempfile.NamedTemporaryFile("w", delete=False) as left:
            left.write(word)
        raise InputRefused(f"{word} is refused.", "Do this.")

    templates.copy("csv", tmp_path)
    monkeypatch.setattr(GenericTable, "read", leaky)
    monkeypatch.setattr(GenericTable, "read_since", leaky)
    # One byte more, or the last export is not read again.
    longer = Accident("longer", "export", _a_line_longer, frozenset({8}))
    path = Path_("csv", longer, "sync", ())
    seen = {leak.partition(":")[0].split()[0] for leak in walk(path, templates).leaks}
    assert {"stderr", "log", "traceback", "raised"} <= seen
    assert any(channel.startswith("tmp") for channel in seen)


def _a_line_longer(school: SecretSchool) -> None:
    school.export.write_bytes(school.export.read_bytes() + b"\r\n")
