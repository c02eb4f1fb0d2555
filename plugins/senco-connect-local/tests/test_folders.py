"""Pupil folders: found by their mark, made whole, renamed only where the name is still ours, never deleted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from senco_connect_local.config import SECTIONS, FoldersConfig
from senco_connect_local.folder_tree import MARKER
from senco_connect_local.folders import Folders

from senco_connect.adapters import FolderBatch, FolderOperation, NewFolder, Outcome, RenameFolder, Result, Tools
from senco_connect.errors import AccessRefused, Stopped
from senco_connect.folder_names import is_key, key_in_name, safe_folder_name, safe_name

NAME = "SAMPLE-POUND Zoë · k7f2"
NEEDS_LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")


@pytest.fixture
def filing(tmp_path: Path) -> Folders:
    folders = Folders(FoldersConfig("folders", "SEND/03 Pupils"), Tools(tmp_path / "Ünsere Schule"))
    folders.root.mkdir(parents=True)
    return folders


def apply(filing: Folders, *operations: FolderOperation) -> list[Outcome]:
    return list(filing.apply(FolderBatch(operations)))


def results(filing: Folders, *operations: FolderOperation) -> list[Result]:
    return [outcome.result for outcome in apply(filing, *operations)]


def new(key: str = "k7f2", name: str = NAME, sections: tuple[str, ...] = ()) -> NewFolder:
    return NewFolder("n", key, name, sections, "joined")


def rename(expect: str, name: str, *, key: str = "k7f2") -> RenameFolder:
    return RenameFolder("r", key, key, expect, name, "the surname changed")


def names(filing: Folders) -> list[tuple[str, str]]:
    return [(folder.key, folder.name) for folder in filing.read().folders if folder.key]


def tree(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


# --- making


def test_a_new_folder_has_every_section_and_its_mark(filing: Folders) -> None:
    assert results(filing, new()) == [Result.DONE]
    assert {path.name for path in (filing.root / NAME).iterdir()} == {*SECTIONS, MARKER}
    assert (filing.root / NAME / MARKER).read_text("utf-8") == "k7f2\n"


def test_the_batch_chooses_the_sections(filing: Folders) -> None:
    apply(filing, new(sections=("Plans", "Reports")))
    assert {path.name for path in (filing.root / NAME).iterdir()} == {"Plans", "Reports", MARKER}


def test_making_it_again_changes_nothing(filing: Folders) -> None:
    """A section that a person removed stays away, and a renamed folder is the same folder."""
    apply(filing, new())
    (filing.root / NAME / "10 Access arrangements").rmdir()
    (filing.root / NAME).rename(filing.root / "Zoë (new class)")
    before = tree(filing.root)
    assert results(filing, new(), new()) == [Result.DONE, Result.DONE]
    assert tree(filing.root) == before


@pytest.mark.parametrize("left_by_the_crash", [(), ("00 Index and chronology",), SECTIONS])
def test_a_half_made_folder_is_finished(filing: Folders, left_by_the_crash: tuple[str, ...]) -> None:
    (filing.root / NAME).mkdir()
    for section in left_by_the_crash:
        (filing.root / NAME / section).mkdir()
    assert results(filing, new()) == [Result.DONE]
    assert {path.name for path in (filing.root / NAME).iterdir()} == {*SECTIONS, MARKER}


def test_a_run_that_is_killed_leaves_no_half_of_a_folder_in_its_place(filing: Folders, monkeypatch) -> None:
    """The name alone bore the key, so that the next run took the folder for whole and never made its sections."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("senco_connect_local.folders.leave_mark", killed)
        apply(filing, new())
    assert names(filing) == []
    assert results(filing, new()) == [Result.DONE]
    assert names(filing) == [("k7f2", NAME)]
    assert {path.name for path in (filing.root / NAME).iterdir()} == {*SECTIONS, MARKER}
    assert [path.name for path in filing.root.iterdir()] == [NAME]


def test_a_link_in_place_of_the_folder_being_made_is_not_written_through(filing: Folders, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    try:
        (filing.root / ".senco-making-k7f2").symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links here")
    assert results(filing, new()) == [Result.REFUSED]
    assert list(elsewhere.iterdir()) == []


def test_an_empty_mark_is_written_again(filing: Folders) -> None:
    (filing.root / NAME).mkdir()
    (filing.root / NAME / MARKER).touch()
    assert results(filing, new()) == [Result.DONE]
    assert (filing.root / NAME / MARKER).read_text("utf-8") == "k7f2\n"


def test_a_folder_that_people_made_by_that_name_is_left_to_them(filing: Folders) -> None:
    (filing.root / "Zoë").mkdir()
    apply(filing, new(name="Zoë"))
    assert names(filing) == [("k7f2", "Zoë · k7f2")]
    assert list((filing.root / "Zoë").iterdir()) == []


def test_papers_of_a_folder_without_a_mark_stay(filing: Folders) -> None:
    """A school that names folders our way already keeps all that is in them."""
    (filing.root / NAME).mkdir()
    (filing.root / NAME / "plan.docx").write_bytes(b"a plan")
    apply(filing, new())
    assert (filing.root / NAME / "plan.docx").read_bytes() == b"a plan"


# --- finding


def test_the_mark_says_whose_a_folder_is_and_the_name_only_without_it(filing: Folders) -> None:
    apply(filing, new())
    (filing.root / NAME).rename(filing.root / "Somebody · k9zz")
    (filing.root / "MADEUP Carys · k3aa").mkdir()
    assert names(filing) == [("k3aa", "MADEUP Carys · k3aa"), ("k7f2", "Somebody · k9zz")]


def test_folders_sorted_into_years_are_found(filing: Folders) -> None:
    apply(filing, new())
    (filing.root / "Year 7").mkdir()
    (filing.root / NAME).rename(filing.root / "Year 7" / NAME)
    assert names(filing) == [("k7f2", NAME)]
    assert results(filing, new()) == [Result.DONE]


def test_the_digest_follows_names_and_keys(filing: Folders) -> None:
    apply(filing, new())
    before = filing.read()
    (filing.root / NAME / "note.txt").touch()
    assert filing.read().digest == before.digest
    (filing.root / NAME).rename(filing.root / "Zoë")
    assert filing.read().digest != before.digest
    assert [folder.id for folder in filing.read().folders] == [folder.id for folder in before.folders]


def test_two_folders_with_one_mark_are_told_and_neither_is_touched(filing: Folders) -> None:
    apply(filing, new())
    (filing.root / "copy").mkdir()
    (filing.root / "copy" / MARKER).write_text("k7f2")
    before = tree(filing.root)
    assert [finding.code for finding in filing.read().findings] == ["X601", "X601"]
    assert results(filing, new(), rename(NAME, "x"), rename("copy", "x")) == [Result.REFUSED] * 3
    assert tree(filing.root) == before


@pytest.mark.parametrize("mark", ["", "two words", "../../etc", "x" * 300, "\x00"])
def test_a_mark_that_is_no_key_marks_nothing(filing: Folders, mark: str) -> None:
    (filing.root / "odd").mkdir()
    (filing.root / "odd" / MARKER).write_text(mark)
    assert names(filing) == []


def test_folders_of_people_are_listed_without_a_key(filing: Folders) -> None:
    """The plan looks at their names: one that was made for a pupil by hand gets no second beside it."""
    (filing.root / "Year 7" / "Pound, Zoë").mkdir(parents=True)
    assert [(f.key, f.name) for f in filing.read().folders] == [("", "Year 7"), ("", "Pound, Zoë")]


def test_a_missing_root_stops_the_run_and_is_not_made(filing: Folders) -> None:
    filing.root.rmdir()
    with pytest.raises(Stopped) as refusal:
        filing.read()
    assert refusal.value.exit_code == 3
    with pytest.raises(Stopped):
        apply(filing, new())
    assert not filing.root.exists()


def test_a_folder_that_may_not_be_read_makes_the_listing_doubtful(filing: Folders, monkeypatch) -> None:
    (filing.root / "locked").mkdir()
    check = Path.is_symlink

    def denied(path: Path) -> bool:
        if path.parent.name == "locked":
            raise PermissionError(13, "canary")
        return check(path)

    monkeypatch.setattr(Path, "is_symlink", denied)
    snapshot = filing.read()
    assert not snapshot.complete
    assert [finding.code for finding in snapshot.findings] == ["X602"]
    assert results(filing, new()) == [Result.REFUSED]
    assert tree(filing.root) == {"locked"}


def test_a_root_that_may_not_be_read_is_a_matter_of_permission(filing: Folders, monkeypatch) -> None:
    def denied(_: object) -> None:
        raise PermissionError(13, "canary")

    monkeypatch.setattr("os.scandir", denied)
    with pytest.raises(AccessRefused) as refusal:
        filing.read()
    assert "canary" not in str(refusal.value)


# --- renaming


def test_a_folder_keeps_its_papers_under_the_new_name(filing: Folders) -> None:
    apply(filing, new())
    (filing.root / NAME / "01 Profile" / "profile.docx").write_bytes(b"a profile")
    assert results(filing, rename(NAME, "POUND Zoë · k7f2")) == [Result.DONE]
    assert (filing.root / "POUND Zoë · k7f2" / "01 Profile" / "profile.docx").read_bytes() == b"a profile"
    assert results(filing, rename(NAME, "POUND Zoë · k7f2")) == [Result.DONE], "done already"


def test_a_name_that_a_person_gave_stays(filing: Folders) -> None:
    apply(filing, new())
    (filing.root / NAME).rename(filing.root / "Zoë (LEAVER)")
    assert results(filing, rename(NAME, "POUND Zoë · k7f2")) == [Result.STALE]
    assert names(filing) == [("k7f2", "Zoë (LEAVER)")]


def test_a_name_that_another_folder_has_is_refused(filing: Folders) -> None:
    apply(filing, new())
    (filing.root / "POUND Zoë · k7f2 old").mkdir()
    assert results(filing, rename(NAME, "POUND Zoë · k7f2 old")) == [Result.REFUSED]
    assert NAME in tree(filing.root)


def test_capitals_alone_can_change(filing: Folders) -> None:
    apply(filing, new())
    assert results(filing, rename(NAME, NAME.title())) == [Result.DONE]
    assert names(filing) == [("k7f2", NAME.title())]


def test_a_folder_that_is_not_there_is_stale(filing: Folders) -> None:
    assert results(filing, rename(NAME, "x")) == [Result.STALE]


def test_operations_see_what_came_before_them(filing: Folders) -> None:
    assert results(filing, new(), new(), rename(NAME, "POUND Zoë · k7f2")) == [Result.DONE] * 3
    assert names(filing) == [("k7f2", "POUND Zoë · k7f2")]


def test_a_folder_in_use_is_refused_and_the_others_go_on(filing: Folders, monkeypatch) -> None:
    apply(filing, new())
    rename_ = Path.rename

    def in_use(path: Path, target: Path) -> Path:
        if path.name == NAME:
            raise PermissionError(13, "canary")
        return rename_(path, target)

    monkeypatch.setattr(Path, "rename", in_use)
    outcomes = apply(filing, rename(NAME, "x"), new("k8aa", "OTHER Ann · k8aa"))
    assert [outcome.result for outcome in outcomes] == [Result.REFUSED, Result.DONE]
    assert "canary" not in outcomes[0].why


# --- staying inside (F17)


@NEEDS_LINKS
def test_a_link_is_told_and_not_followed(filing: Folders, tmp_path: Path) -> None:
    outside = tmp_path / "staff"
    (outside / NAME).mkdir(parents=True)
    (outside / NAME / MARKER).write_text("k7f2")
    (filing.root / "shortcut").symlink_to(outside, target_is_directory=True)
    (filing.root / NAME).symlink_to(outside / NAME, target_is_directory=True)
    before = tree(outside)
    assert names(filing) == []
    assert {finding.code for finding in filing.read().findings} == {"X603"}
    apply(filing, new())
    assert tree(outside) == before
    assert names(filing) == [("k7f2", f"{NAME} · k7f2")] or results(filing, new()) == [Result.REFUSED]


@NEEDS_LINKS
def test_a_link_in_place_of_the_mark_is_not_written_through(filing: Folders, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("keep")
    (filing.root / NAME).mkdir()
    (filing.root / NAME / MARKER).symlink_to(precious)
    assert results(filing, new()) == [Result.DONE]
    assert precious.read_text() == "keep"


@pytest.mark.parametrize("key", ["", "../../x", "a/b", ".", "k 7", "é"])
def test_a_key_that_could_lead_elsewhere_is_refused(filing: Folders, key: str) -> None:
    assert results(filing, new(key, f"Zoë · {key}")) == [Result.REFUSED]
    assert tree(filing.root) == set()


HOSTILE = {
    "../../Staff": "Staff",
    "..\\..\\Staff": "Staff",
    "C:\\Windows": "C Windows",
    "a/b|c?d*e": "a b c d e",
    "CON": "_CON",
    "com1.txt": "_com1.txt",
    "LPT²": "_LPT²",
    "\u202egnp.exe": "gnp.exe",
    "zero\u200bwidth": "zerowidth",
    "two\nlines\tand tabs": "two lines and tabs",
    "trailing. . ": "trailing",
    "O’Neill-Żółć": "O’Neill-Żółć",
    "e\u0301": "é",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_is_made_safe(text: str) -> None:
    assert safe_name(text, instead="k7f2") == HOSTILE[text]
    assert safe_name(HOSTILE[text], instead="k7f2") == HOSTILE[text], "safe names stay as they are"


@pytest.mark.parametrize("text", ["", " ", "..", ". .", "\u202e", "///"])
def test_where_nothing_is_left_of_a_name_there_is_the_key(text: str) -> None:
    assert safe_folder_name(text, "k7f2") == "k7f2"


@pytest.mark.parametrize("letter", ["x", "é", "語", "🎈"])
def test_a_long_name_is_cut_and_its_key_is_not(letter: str) -> None:
    name = safe_folder_name(letter * 300 + " · k7f2", "k7f2")
    assert key_in_name(name) == "k7f2"
    assert len(name) <= 100
    assert len(name.encode()) <= 255


def test_a_key_is_read_from_the_end_of_a_name() -> None:
    assert key_in_name("SAMPLE · POUND Zoë · k7f2") == "k7f2"
    assert key_in_name("SAMPLE Zoë") == ""
    assert key_in_name("SAMPLE Zoë · two words") == ""
    assert is_key("P234567")


def test_a_folder_that_people_made_is_listed_without_a_key(filing: Folders) -> None:
    """So that a plan can see whom it is for, and makes no second one."""
    (filing.root / "Sample, Zoë" / "Letters").mkdir(parents=True)
    folders = filing.read().folders
    assert [(folder.key, folder.name) for folder in folders] == [("", "Sample, Zoë"), ("", "Letters")]
    assert len({folder.id for folder in folders}) == 2


@pytest.mark.parametrize(
    "name", ["Zoë Sample P6TVKB2", "Zoë Sample - P6TVKB2", "Zoë_Sample_P6TVKB2", "Zoë Sample · P6TVKB2"]
)
def test_a_key_that_a_person_added_is_known_with_or_without_our_mark(filing: Folders, name: str) -> None:
    (filing.root / name).mkdir()
    assert names(filing) == [("P6TVKB2", name)]


@pytest.mark.parametrize("name", ["Alder PATTERN", "Zoë P6TVKB2 old", "Sample 2019"])
def test_a_name_that_ends_in_a_word_is_nobodys_key(filing: Folders, name: str) -> None:
    (filing.root / name).mkdir()
    assert names(filing) == []
