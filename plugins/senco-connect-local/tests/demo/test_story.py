"""The story from end to end, with all adapters: what it says is true, counted here by other means."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from senco_connect_local.demo import run_demo
from senco_connect_local.demo.entries import Entry, entries
from senco_connect_local.demo.grid import changed_cells, read_grid
from senco_connect_local.demo.ground import clear_ground
from senco_connect_local.demo.on_disk import PUPILS, REGISTER
from senco_connect_local.demo.paperwork import filed_by_hand, folder_names, hand_made_name
from senco_connect_local.demo.people import Child, Roll
from senco_connect_local.demo.person import Person
from senco_connect_local.demo.register import HEADING_LINE, TAB
from senco_connect_local.demo.stage import CTF, SETTINGS
from senco_connect_local.demo.week import Week, week_of

from senco_connect import Planned, School

MATTERS = "Issues"
KEYLESS = "folder without a key"


class Played:
    """The demo as it was told, with a copy of the register, and the folders' names, from the beginning of each scene."""

    def __init__(self, folder: Path, copies: Path) -> None:
        self.folder = folder
        self.lines: list[str] = []
        self.scenes: dict[str, Path] = {}
        self.folders: dict[Path, frozenset[str]] = {}
        self._copies = copies
        began = time.monotonic()
        run_demo(folder, self._hear)
        self.seconds = time.monotonic() - began

    def _hear(self, line: str) -> None:
        if self.lines and not self.lines[-1]:
            copy = self._copies / f"{len(self.scenes)}.xlsx"
            copy.write_bytes((self.folder / REGISTER).read_bytes())
            self.scenes[line] = copy
            self.folders[copy] = folder_names(self.folder / PUPILS)
        self.lines.append(line)

    def at(self, title: str) -> Path:
        """Give the register as it was when a scene began."""
        return next(copy for scene, copy in self.scenes.items() if scene.startswith(title))

    def scene(self, title: str) -> list[str]:
        """Give the lines of a scene."""
        start = next(n for n, line in enumerate(self.lines) if line.startswith(title))
        end = next((n for n in range(start, len(self.lines)) if not self.lines[n]), len(self.lines))
        return self.lines[start:end]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Play the demo once, in a folder whose name is awkward."""
    folder = tmp_path_factory.mktemp("démo school")
    yield Played(folder / "Schule für alle", folder)


@pytest.fixture(scope="module")
def week(roll: Roll) -> Week:
    """Give what people do in the week."""
    return week_of(roll, entries(roll))


@pytest.fixture(scope="module")
def planned(played: Played) -> Planned:
    """Plan once more, after the demo."""
    return School.open(played.folder / SETTINGS).plan()


def _open_matters(path: Path) -> list[dict[str, object]]:
    """Read the tab of open matters as a person sees it."""
    lines = [list(line) for line in openpyxl.load_workbook(path)[MATTERS].iter_rows(values_only=True)]
    return [dict(zip(map(str, lines[1]), line, strict=True)) for line in lines[2:] if any(line)]


def _keys(path: Path) -> dict[str, str]:
    """Give the pupil key of each admission number in the register."""
    headings, *lines = read_grid(path)[HEADING_LINE - 1 :]
    number, key = headings.index("Adm No"), headings.index("Pupil key")
    return {f"{int(float(str(line[number]))):06d}": str(line[key]) for line in lines}


def test_it_takes_less_than_half_a_minute(played: Played) -> None:
    assert played.seconds < 30


def test_the_first_run_adds_rows_and_types_over_nothing(played: Played) -> None:
    before, after = read_grid(played.at("Monday. What")), read_grid(played.at("A week"))
    assert [change for change in changed_cells(before, after) if change.old != ""] == []
    assert len(after) == len(before) + 14


def test_the_first_run_leaves_styles_comments_and_formulas(played: Played) -> None:
    before, after = _looks(played.at("Monday. What")), _looks(played.at("A week"))
    assert len(before) > 2_000
    assert [place for place, looks in before.items() if looks != after[place]] == []


def _looks(path: Path) -> dict[str, tuple[object, ...]]:
    """Give font, fill, number format, comment and formula of each cell that holds something."""
    cells = (cell for row in openpyxl.load_workbook(path)[TAB].iter_rows() for cell in row if cell.value is not None)
    return {
        c.coordinate: (
            c.style_id and repr((c.font, c.fill, c.number_format)),
            c.comment and c.comment.text,
            c.data_type == "f" and c.value,
        )
        for c in cells
    }


def test_a_second_plan_says_0_changes(played: Played) -> None:
    assert all(played.scene(scene)[-1].endswith(": 0 changes.") for scene in ("The plan was read", "Monday again"))


def test_the_week_changes_exactly_twelve_class_cells(played: Played, week: Week) -> None:
    changes = changed_cells(read_grid(played.at("Monday again")), read_grid(played.at("Tuesday")))
    assert Counter(change.heading for change in changes) == {"Tutor base": 12}
    now = Person(played.at("Tuesday"))
    assert [now.sees(child.admission_no, "Tutor base") for child in week.moved] == [child.form for child in week.moved]


def test_the_nine_human_edits_stand(played: Played, week: Week) -> None:
    final = Person(played.folder / REGISTER)
    assert len(week.edits) == 9
    assert [final.sees(e.admission_no, e.heading) for e in week.edits] == [e.value for e in week.edits]
    assert len({(edit.admission_no, edit.heading) for edit in week.edits}) == 9


def test_every_edit_of_the_week_changes_its_cell(played: Played, week: Week) -> None:
    """An edit that types what stood there already would prove nothing."""
    before = Person(played.at("A week passes"))
    assert all(before.sees(edit.admission_no, edit.heading) != edit.value for edit in week.edits)


def test_the_sort_the_new_column_and_the_new_heading_stay(played: Played) -> None:
    grid = read_grid(played.folder / REGISTER)
    headings = grid[HEADING_LINE - 1]
    assert headings[6:8] == ["Trip consent", "Tutor base"]
    surnames = [str(line[headings.index("Surname")]).casefold() for line in grid[HEADING_LINE:]]
    assert all(one <= next_ for one, next_ in pairwise(surnames))


def test_the_dispute_is_one_open_matter_with_both_values_and_an_owner(played: Played, week: Week) -> None:
    key = _keys(played.at("Tuesday"))[week.disputed.admission_no]
    (matter,) = [matter for matter in _open_matters(played.at("Tuesday")) if matter["Pupil key"] == key]
    assert (matter["Field"], matter["In the MIS"], matter["In the register"]) == ("SEN status", "N", "E")
    assert matter["Who acts"]


def test_the_dispute_clears_itself_when_the_mis_agrees(played: Played, week: Week) -> None:
    key = _keys(played.folder / REGISTER)[week.disputed.admission_no]
    assert key not in {matter["Pupil key"] for matter in _open_matters(played.folder / REGISTER)}
    before, after = read_grid(played.at("Tuesday")), read_grid(played.folder / REGISTER)
    assert changed_cells(before, after) == []


def test_a_matter_that_the_senco_answered_is_gone(played: Played) -> None:
    """She typed SpLD where "dyslexia?" was: the MIS says the same, so there is nothing left to ask."""
    before, after = (_open_matters(played.at(scene)) for scene in ("A week", "Tuesday"))
    assert [matter["In the register"] for matter in before].count("dyslexia?") == 3
    assert [matter["In the register"] for matter in after].count("dyslexia?") == 2


def test_after_the_story_everything_is_at_rest(planned: Planned) -> None:
    assert planned.plan.is_empty
    assert planned.refusals == ()


def _keyless(path: Path) -> set[object]:
    return {matter["Pupil key"] for matter in _open_matters(path) if matter["Matter"] == KEYLESS}


def _with_name_of(child: Child, folders: frozenset[str]) -> list[str]:
    """List the folders that bear both names of a child, whoever made them."""
    names = {child.surname.casefold(), child.forename.casefold()}
    return [folder for folder in folders if all(name in folder.casefold() for name in names)]


def test_a_pupil_whose_folder_was_made_by_hand_gets_no_second_one(played: Played, roll: Roll) -> None:
    by_hand = filed_by_hand(roll.sen)
    after = played.folders[played.at("A week")]
    assert [_with_name_of(child, after) for child in by_hand] == [[hand_made_name(child)] for child in by_hand]
    keys = _keys(played.at("A week"))
    assert _keyless(played.at("A week")) == {keys[child.admission_no] for child in by_hand}
    assert len(after) == 153


def test_a_folder_that_got_its_key_is_known_by_it_and_left_as_it_is(played: Played, week: Week) -> None:
    keys = _keys(played.folder / REGISTER)
    named = {f"{hand_made_name(child)} · {keys[child.admission_no]}" for child in week.keyed}
    assert named <= folder_names(played.folder / PUPILS)
    before, after = (_keyless(played.at(scene)) for scene in ("A week", "Tuesday"))
    assert before - after == {keys[child.admission_no] for child in week.keyed}
    assert len(after) == 4


def test_after_the_week_no_folder_is_made_or_renamed(played: Played) -> None:
    people = played.folders[played.at("Monday again")]
    assert folder_names(played.folder / PUPILS) == people
    assert sum("blue file" in name for name in people) == 1
    assert len(people) == 153


def test_what_lies_in_folders_made_by_hand_is_left(played: Played, roll: Roll) -> None:
    names = {hand_made_name(child) for child in filed_by_hand(roll.sen)}
    folders = [path for path in (played.folder / PUPILS).iterdir() if path.name.partition(" · ")[0] in names]
    assert [[paper.suffix for paper in folder.iterdir()] for folder in folders] == [[".txt", ".txt"]] * 6


def test_monitoring_agrees_with_a_mis_that_says_no_sen(played: Played, lines: tuple[Entry, ...]) -> None:
    (watched,) = (entry.child for entry in lines if entry.cells["SEN status"] == "M")
    final = played.folder / REGISTER
    assert Person(final).sees(watched.admission_no, "SEN status") == "M"
    for register in (played.at("A week"), final):
        assert _keys(register)[watched.admission_no] not in {matter["Pupil key"] for matter in _open_matters(register)}


def test_the_explanation_tells_the_old_value_the_new_one_the_line_and_the_rule(played: Played) -> None:
    words = " ".join(played.scene("How did this cell come about"))
    assert all(part in words for part in ("→ 9", "export line", "rule 6", "done"))


def test_what_it_says_counts_what_was_counted_here(played: Played) -> None:
    second = played.scene("Monday again")
    assert any(line.strip() == "~ 12 cells: 12 × Class" for line in second)
    assert any("12 cells of the register differ" in line and '"Tutor base"' in line for line in second)
    assert any(line.strip().startswith("9 of the SENCO's 9 edits stand") for line in second)
    assert any("2 are known by the key they got, 4 still wait" in line for line in second)
    assert any(line.strip().startswith("0 open matters are about the pupil who is M") for line in played.lines)


def test_it_is_short_enough_to_be_read(played: Played) -> None:
    assert len(played.lines) <= 72


def test_no_line_names_a_place_on_this_machine(played: Played) -> None:
    assert not [line for line in played.lines if str(played.folder) in line or str(Path.home()) in line]


def test_it_can_be_played_again_in_its_own_folder(played: Played, tmp_path: Path) -> None:
    demo = tmp_path / played.folder.name
    clear_ground(demo)
    (demo / "leftover.txt").write_bytes(b"of the last time")
    again = Played(demo, tmp_path)
    assert not (demo / "leftover.txt").exists()
    assert (demo / CTF).read_bytes() == (played.folder / CTF).read_bytes()
    assert _without_ids(again.lines) == _without_ids(played.lines)


def _without_ids(lines: list[str]) -> list[str]:
    """Leave out what chance makes: ids of plans, and keys of pupils with the examples that they put in order."""
    return [line for line in lines if not re.search(r"P[2-9A-Z]{6}|[0-9a-f]{8}|^    ", line)]
