"""The rules for a filing: one folder for each pupil, followed wherever people take it, and nothing thrown away."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol

from senco_connect.adapters import Filing, FolderBatch, FolderOperation, NewFolder, Outcome, RenameFolder, Result
from senco_connect.snapshot import Folder
from senco_connect.testing.contracts.base import Contract, untold

__all__ = ["FilingContract", "Shelf"]

KEY, NAME = "PAAA222", "TESTCHILD-MOOR Birch · PAAA222"
NEW_NAME = "TESTCHILD-HILL Birch · PAAA222"
SECTIONS = ("Plans", "Reports")
HOSTILE_NAMES = (
    "../Outside", "..\\Outside", "/Outside", "C:\\Outside", "a/b/c", "..", ".", " ", "CON", "nul.txt", "trailing. ",
    "\u202egnp.exe", "two\nlines", "x" * 300,
)  # fmt: skip
_DEVICES = {"AUX", "CON", "NUL", "PRN", "COM1", "LPT1"}
_LONGEST_NAME = 255


class Shelf(Protocol):
    """A place for folders, and a person who uses it by its own means and never by the adapter's.

    Paths are parted by "/" and start at a place that holds ``root`` and more:
    a document of pupil folder F is ``root/F/plan.txt``.
    """

    @property
    def root(self) -> str:
        """Name the folder that holds the pupil folders."""

    def filing(self) -> Filing:
        """Open the filing anew, as another run would; no IO yet."""

    def everything(self) -> Mapping[str, bytes | None]:
        """List every path there is, with its content; a folder has None."""

    def put(self, path: str, content: bytes) -> None:
        """Save a document."""

    def rename(self, old: str, new: str) -> None:
        """Rename a folder."""

    def copy(self, old: str, new: str) -> None:
        """Copy a folder with everything in it, whatever the library left there too."""


class FilingContract(Contract, ABC):
    """Every rule that a Filing keeps."""

    @abstractmethod
    def open_shelf(self, folder: Path) -> Shelf:
        """Make a shelf in the folder with an empty root, a person's folder "root/Old plans" and something beside root.

        "root/Old plans/plan.txt" is a document of theirs, and so is whatever
        stands beside the root.
        """

    @abstractmethod
    def open_nowhere(self, folder: Path) -> Filing:
        """Make the adapter for a root that can't be reached."""

    def test_making_it_touches_nothing(self, tmp_path: Path) -> None:
        """``senco check`` makes every adapter of the config: a drive that is offline must not hang it."""
        before = sorted(tmp_path.rglob("*"))
        self.open_nowhere(tmp_path)
        assert sorted(tmp_path.rglob("*")) == before

    def test_reading_twice_gives_the_same(self, tmp_path: Path) -> None:
        """Nobody moved a folder: a plan made from the list must still hold."""
        shelf = self._with_folder(tmp_path)
        assert shelf.filing().read() == shelf.filing().read()

    def test_a_new_folder_is_made_with_its_sections(self, tmp_path: Path) -> None:
        """A child joined: their folder is there, found under their key, with a place for each kind of paper."""
        shelf = self._with_folder(tmp_path)
        assert [(folder.key, folder.name) for folder in _keyed(shelf)] == [(KEY, NAME)]
        assert {f"{shelf.root}/{NAME}/{section}" for section in SECTIONS} <= shelf.everything().keys()

    def test_a_folder_is_never_made_twice(self, tmp_path: Path) -> None:
        """The answer got lost, the SENCO renamed the folder, the next run made another: reports went to both."""
        shelf = self._with_folder(tmp_path)
        _apply(shelf, _new())
        shelf.rename(f"{shelf.root}/{NAME}", f"{shelf.root}/Birch T")
        _apply(shelf, _new())
        assert [folder.key for folder in _keyed(shelf)] == [KEY]

    def test_a_folder_that_a_person_renamed_is_followed(self, tmp_path: Path) -> None:
        """Names belong to people: the link to a folder must outlive every new one."""
        shelf = self._with_folder(tmp_path)
        before = _keyed(shelf)
        shelf.rename(f"{shelf.root}/{NAME}", f"{shelf.root}/Birch T")
        assert _keyed(shelf) == [folder._replace(name="Birch T") for folder in before]

    def test_a_folder_is_renamed_with_all_that_is_in_it(self, tmp_path: Path) -> None:
        """A surname changed: the same folder under its new name, every report still inside."""
        shelf = self._with_folder(tmp_path)
        shelf.put(f"{shelf.root}/{NAME}/Reports/report.txt", b"a report")
        (folder,) = _keyed(shelf)
        outcomes = _apply(shelf, _rename(folder, NEW_NAME))
        assert [outcome.result for outcome in outcomes] == [Result.DONE]
        assert [(folder.key, folder.name) for folder in _keyed(shelf)] == [(KEY, NEW_NAME)]
        assert shelf.everything()[f"{shelf.root}/{NEW_NAME}/Reports/report.txt"] == b"a report"

    def test_a_name_that_a_person_gave_is_left(self, tmp_path: Path) -> None:
        """The SENCO wrote "Birch (LEAVER)" on it: that name is hers, and the plan is stale."""
        shelf = self._with_folder(tmp_path)
        (folder,) = _keyed(shelf)
        shelf.rename(f"{shelf.root}/{NAME}", f"{shelf.root}/Birch (LEAVER)")
        outcomes = _apply(shelf, _rename(folder, NEW_NAME))
        assert [outcome.result for outcome in outcomes] == [Result.STALE]
        assert f"{shelf.root}/Birch (LEAVER)" in shelf.everything()

    def test_nothing_of_people_is_deleted(self, tmp_path: Path) -> None:
        """Folders without a key looked like rubbish to a tidy tool; they were six years of plans."""
        shelf = self.open_shelf(tmp_path)
        before = dict(shelf.everything())
        _apply(shelf, _new())
        (folder,) = _keyed(shelf)
        _apply(shelf, _rename(folder, NEW_NAME))
        assert before.items() <= shelf.everything().items()

    def test_hostile_names_stay_inside(self, tmp_path: Path) -> None:
        """A name comes from a file that anybody may have sent: "../Staff" must not reach the staff's folder."""
        shelf = self.open_shelf(tmp_path)
        before = set(shelf.everything())
        for n, name in enumerate(HOSTILE_NAMES):
            _apply(shelf, NewFolder(f"o{n}", f"P{n:06d}", name, (name,), "joined"))
        made = {PurePosixPath(path) for path in shelf.everything().keys() - before}
        assert all(path.parts[0] == shelf.root for path in made)
        assert not [str(path) for path in made if not all(map(_is_plain, path.parts))]
        # Refused is as good as made safe; made and not found again is neither.
        assert len(_keyed(shelf)) == sum(len(path.parts) == 2 for path in made)

    def test_a_copied_folder_is_told(self, tmp_path: Path) -> None:
        """Somebody copied a folder to keep a version: two folders say that they are the child's."""
        shelf = self._with_folder(tmp_path)
        before = shelf.filing().read().findings
        shelf.copy(f"{shelf.root}/{NAME}", f"{shelf.root}/Birch (copy)")
        assert len(shelf.filing().read().findings) > len(before)

    def test_there_is_one_outcome_for_each_operation_in_order(self, tmp_path: Path) -> None:
        """Outcomes are matched with what was sent: one too few, and a failed write counts as done."""
        shelf = self._with_folder(tmp_path)
        (folder,) = _keyed(shelf)
        operations = (
            _rename(folder._replace(name="never so"), "x"),
            NewFolder("two", "PBBB333", "Cedar", (), "joined"),
        )
        assert [outcome.id for outcome in _apply(shelf, *operations)] == [operation.id for operation in operations]

    def test_its_words_say_nothing_of_a_child(self, tmp_path: Path) -> None:
        """Outcomes and findings are logged, and the name of a folder is the name of a child."""
        shelf = self._with_folder(tmp_path)
        (folder,) = _keyed(shelf)
        shelf.copy(f"{shelf.root}/{NAME}", f"{shelf.root}/canary-copy")
        shelf.rename(f"{shelf.root}/{NAME}", f"{shelf.root}/canary-name")
        outcomes = _apply(shelf, _rename(folder, "canary-wish"), _rename(folder._replace(id="gone"), "canary-wish"))
        findings = shelf.filing().read().findings
        assert untold({"canary", "TESTCHILD"}, [*(o.why for o in outcomes), *(f.words for f in findings)])

    def _with_folder(self, folder: Path) -> Shelf:
        shelf = self.open_shelf(folder)
        _apply(shelf, _new())
        return shelf


def _new() -> NewFolder:
    return NewFolder("new", KEY, NAME, SECTIONS, "joined")


def _rename(folder: Folder, name: str) -> RenameFolder:
    return RenameFolder("rename", folder.key, folder.id, folder.name, name, "the surname changed")


def _apply(shelf: Shelf, *operations: FolderOperation) -> list[Outcome]:
    return list(shelf.filing().apply(FolderBatch(operations)))


def _keyed(shelf: Shelf) -> list[Folder]:
    """List the folders that are some pupil's."""
    return [folder for folder in shelf.filing().read().folders if folder.key]


def _is_plain(name: str) -> bool:
    """Whether a name is of one level and one that every disk takes."""
    legal = name == name.strip(" .") and len(name) <= _LONGEST_NAME and not set('\\:*?"<>|') & set(name)
    shown = all(unicodedata.category(c) not in ("Cc", "Cf") for c in name)
    return legal and shown and name.partition(".")[0].strip().upper() not in _DEVICES
