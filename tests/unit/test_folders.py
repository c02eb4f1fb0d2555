"""One folder for each pupil on the register, found by its mark, renamed only while its name is ours."""

from __future__ import annotations

import pytest

from senco_connect.batch import NewFolder, RenameFolder
from senco_connect.folders import FILING, folder_name, name_token, plan_folders
from senco_connect.identity import CALLED, called_token
from senco_connect.remembered import Remembered
from senco_connect.snapshot import Folder, FolderSnapshot
from senco_connect.tokens import Tokens

TOKENS = Tokens(b"s" * 32)
NAMES = {"KEY1": ("Testchild", "Alder")}
OURS = folder_name("KEY1", "Testchild", "Alder")


def memory(**given: str) -> Remembered:
    """A state that remembers the names it gave."""
    tokens = {(FILING, key): {"name": name_token(name, key, TOKENS)} for key, name in given.items()}
    return Remembered(b"s" * 32, tokens=tokens)


def planned(*folders: Folder, names=NAMES, given: dict[str, str] | None = None, complete: bool = True):
    shown = FolderSnapshot(folders, "any", complete=complete)
    return plan_folders(shown, names, memory(**(given or {})), TOKENS, sections=("01 Profile",))


def test_a_pupil_without_a_folder_gets_one_with_its_sections() -> None:
    operations, matters, *_ = planned()
    assert [(op.key, op.name, op.sections) for op in operations if isinstance(op, NewFolder)] == [
        ("KEY1", OURS, ("01 Profile",))
    ]
    assert matters == []


def test_a_folder_name_holds_name_and_key_and_no_number() -> None:
    assert folder_name("KEY1", "Müller", "Zoë") == "MÜLLER Zoë · KEY1"
    assert folder_name("KEY1", "Müller", "") == "MÜLLER · KEY1"


def test_a_pupil_without_a_name_gets_no_folder() -> None:
    assert planned(names={"KEY1": ("", "")}) == ([], [], {}, 0)


def test_a_folder_is_followed_wherever_it_went() -> None:
    assert planned(Folder("id1", "KEY1", "Old friend"), given={"KEY1": OURS}) == ([], [], {}, 0)


class CutOff(Remembered):
    """A state whose last run was cut off before it noted the folder's name."""

    def meant_names(self, key: str) -> tuple[bytes, ...]:
        return (name_token(OURS, key, TOKENS),)


def test_a_name_that_a_cut_off_run_was_to_give_is_ours_and_is_noted_though_the_row_is_in_doubt() -> None:
    shown, before = FolderSnapshot((Folder("id1", "KEY1", OURS),), "any", complete=True), CutOff(b"s" * 32)
    (operation,), *_ = plan_folders(shown, {"KEY1": ("Newname", "Alder")}, before, TOKENS, sections=())
    assert isinstance(operation, RenameFolder)
    assert plan_folders(shown, {}, before, TOKENS, sections=()).learned == {"KEY1": name_token(OURS, "KEY1", TOKENS)}


def test_a_folder_under_our_own_name_follows_a_new_one() -> None:
    (operation,), *_ = planned(Folder("id1", "KEY1", OURS), names={"KEY1": ("Newname", "Alder")}, given={"KEY1": OURS})
    assert isinstance(operation, RenameFolder)
    assert (operation.folder, operation.expect, operation.name) == (
        "id1",
        OURS,
        folder_name("KEY1", "Newname", "Alder"),
    )


@pytest.mark.parametrize("given", [{}, {"KEY1": "another name"}], ids=["of a lost state", "given by a person"])
def test_a_folder_under_a_name_that_is_not_known_to_be_ours_keeps_it(given: dict[str, str]) -> None:
    assert planned(Folder("id1", "KEY1", OURS), names={"KEY1": ("Newname", "Alder")}, given=given) == ([], [], {}, 0)


def test_a_name_given_to_one_pupil_is_not_ours_on_another_pupils_folder() -> None:
    assert name_token(OURS, "KEY1", TOKENS) != name_token(OURS, "KEY2", TOKENS)


def test_two_folders_of_one_pupil_are_listed_and_neither_is_touched() -> None:
    folders = [Folder("id1", "KEY1", OURS), Folder("id2", "KEY1", "copy")]
    operations, matters, *_ = planned(*folders, names={"KEY1": ("Newname", "Alder")}, given={"KEY1": OURS})
    assert (operations, [(m.kind, m.key) for m in matters]) == ([], [("folder twice", "KEY1")])


def test_a_tree_that_was_not_listed_whole_proves_no_absence() -> None:
    operations, matters, *_ = planned(complete=False)
    assert (operations, [m.kind for m in matters]) == ([], ["folders not listed"])


@pytest.mark.parametrize(
    ("name", "is_asked"),
    [
        ("Alder Testchild", True),
        ("TESTCHILD, Älder (2019)", True),
        ("testchild alder SEN papers", True),
        ("Testchild", False),
        ("Testchildren Alder", False),
        ("", False),
    ],
)
def test_a_folder_that_people_made_for_the_child_is_asked_about(name: str, is_asked: bool) -> None:
    operations, matters, *_ = planned(Folder("id1", "", name))
    assert [m.kind for m in matters] == (["folder without a key"] if is_asked else [])
    assert bool(operations) is not is_asked


def test_a_folder_that_is_called_as_we_would_call_it_is_ours_though_nobody_noted_it() -> None:
    """A run that was cut off, and a state that was lost, left no note of the names they gave."""
    assert planned(Folder("id1", "KEY1", OURS)).learned == {"KEY1": name_token(OURS, "KEY1", TOKENS)}
    assert planned(Folder("id1", "KEY1", OURS), given={"KEY1": OURS}).learned == {}
    assert planned(Folder("id1", "KEY1", "Old friend"), Folder("id2", "KEY2", OURS)).learned == {}


# --- whose a folder is, where the state knows no key


def strays(*folders: Folder, called=None, holders=None, names=NAMES, given: dict[str, str] | None = None):
    known = memory(**(given or {}))
    known.holders |= {(CALLED, token): key for token, key in (holders or {}).items()}
    shown = FolderSnapshot(folders, "any")
    return plan_folders(shown, names, known, TOKENS, sections=(), called=called or {})


BEFORE = called_token("Newname", "Alder Roe", TOKENS)
TWO = {**NAMES, "KEY2": ("Sample", "Zoë")}


@pytest.mark.parametrize("way", ["called", "holders"])
def test_a_folder_is_asked_about_by_what_the_mis_calls_a_pupil_or_called(way: str) -> None:
    told = {"called": {"called": {BEFORE: ("KEY1",)}}, "holders": {"holders": {BEFORE: "KEY1"}}}[way]
    found = strays(Folder("id1", "OLD", "NEWNAME Alder Roe · OLD"), **told)
    assert (found.operations, [(m.kind, m.key) for m in found.matters]) == ([], [("folder of an unknown key", "KEY1")])
    assert [op.key for op in strays(Folder("id1", "OLD", "NEWNAME Alder · OLD"), **told).operations] == ["KEY1"]


def test_folders_beside_whose_keys_other_pupils_stand_are_counted() -> None:
    called = {called_token(*name, TOKENS): (key,) for key, name in TWO.items()}
    moved = (Folder("id1", "KEY1", "SAMPLE Zoë · KEY1"), Folder("id2", "KEY2", "TESTCHILD Alder · KEY2"))
    assert strays(*moved, called=called, names=TWO).anothers == 2
    right = (Folder("id1", "KEY1", OURS), Folder("id2", "KEY2", "Ours 7"), Folder("id3", "OLD", "SAMPLE Zoë · OLD"))
    assert strays(*right, called=called, names=TWO).anothers == 0


def test_a_folder_that_the_library_is_known_to_have_named_is_its_keys_whoever_is_called_so_now() -> None:
    called = {called_token("Testchild", "Alder", TOKENS): ("KEY2",)}
    names = {"KEY1": ("Married", "Alder"), "KEY2": ("Testchild", "Alder")}
    found = strays(Folder("id1", "KEY1", OURS), called=called, names=names, given={"KEY1": OURS})
    assert ([type(op) for op in found.operations], found.matters) == ([RenameFolder, NewFolder], [])


def test_of_namesakes_each_has_a_folder_of_their_own() -> None:
    names = {"KEY1": ("Testchild", "Alder"), "KEY2": ("Testchild", "Alder")}
    called = {called_token("Testchild", "Alder", TOKENS): ("KEY1", "KEY2")}
    found = strays(Folder("id1", "KEY1", OURS), called=called, names=names)
    assert ([op.key for op in found.operations], found.matters, found.anothers) == (["KEY2"], [], 0)


def test_a_folder_of_a_pupil_who_has_left_is_theirs_where_the_library_named_it_and_asked_about_where_not() -> None:
    gone = Folder("id1", "GONE", "TESTCHILD Alder · GONE")
    assert [op.key for op in strays(gone, given={"GONE": gone.name}).operations] == ["KEY1"]
    assert [(m.kind, m.key) for m in strays(gone).matters] == [("folder of an unknown key", "KEY1")]
