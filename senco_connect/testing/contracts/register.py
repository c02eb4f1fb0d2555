"""The rules for a register: it writes what it was told where it was told, and nothing that a person typed is lost."""

from __future__ import annotations

from pathlib import Path

from senco_connect.adapters import CellWrite, Link, Mark, Matter, NewColumn, NewRow, Result
from senco_connect.errors import Locked, SencoError
from senco_connect.record import BLANK, FIELDS, MISSING
from senco_connect.testing.contracts.base import untold
from senco_connect.testing.contracts.desk import (
    COLUMNS,
    PUPILS,
    STAMP,
    TRAY,
    Desk,
    RegisterBench,
    changed,
    column,
    heading,
    leasing,
    line_of,
    shown,
    table,
)

__all__ = ["Desk", "RegisterContract"]

BIRCH, CEDAR, ALDER = PUPILS
NEWCOMER = {"forename": "Rowan", "surname": "Testchild-Beck", "dob": "2017-05-06", "sen_status": "K", "diagnosis": ""}
UNKEYED = (BIRCH, CEDAR._replace(key=""), ALDER)

# One text for each kind of field, each of them one that a spreadsheet likes to make something else of.
TRAPS = {
    "text": ("0012", "1-2", "1E5", "TRUE", "MAR1", "O’Neill, “Zoë”", "first line\nsecond line"),
    "link": ("https://example.invalid/a?b=1&c=2",),
    "admission number": ("000123",),
    "UPN": ("H801200001001",),
    "ULN": ("1000000027",),
    "day": ("2015-04-03", "2016-12-31"),
    "yes or no": ("true", "false"),
    "number": ("12.5", "7"),
    "year group": ("R", "10"),
    "SEN status": ("E",),
    "SEN type": ("SPLD",),
    "sex": ("F",),
    "enrolment status": ("M",),
}
FORMULAS = ("=1+1", "+44 7700 900000", "-3", "@home", '=HYPERLINK("https://example.invalid","x")')


class RegisterContract(RegisterBench):
    """Every rule that a Register keeps."""

    # --- reading

    def test_a_register_that_is_not_there_is_refused_when_it_is_read(self, tmp_path: Path) -> None:
        """``senco check`` makes every adapter: opening the file then would lock the SENCO out of it."""
        register = self.open_desk(tmp_path, []).register()
        try:
            register.read()
        except SencoError:
            return
        raise AssertionError("a register that is not there was read")

    def test_reading_twice_gives_the_same(self, tmp_path: Path) -> None:
        """Nobody touched the sheet: a plan made from it must still hold."""
        desk = self.open_desk(tmp_path, table())
        assert desk.register().read() == desk.register().read()

    def test_any_edit_changes_the_digest(self, tmp_path: Path) -> None:
        """The digest is how ``apply`` knows that the SENCO typed something after the plan was shown."""
        desk = self.open_desk(tmp_path, table())
        before = desk.register().read().digest
        desk.type(3, heading("diagnosis"), "typed since")
        assert desk.register().read().digest != before

    def test_values_are_canonical(self, tmp_path: Path) -> None:
        """A person writes 3/4/2015 and "SEN support": the same facts as before, and no edit."""
        typed = BIRCH._replace(dob="03/04/2015", sen_status="SEN Support", diagnosis="  none on file ")
        desk = self.open_desk(tmp_path, table([typed]))
        expected = {field: getattr(BIRCH, field) for field in COLUMNS[1:]}
        assert self.seen(desk) == {BIRCH.key: expected}

    def test_what_cannot_be_read_is_kept_and_told(self, tmp_path: Path) -> None:
        """A SENCO wrote "K? ask EP" as a status: those words are a fact, not a mistake to wipe."""
        desk = self.open_desk(tmp_path, table([BIRCH._replace(sen_status="K? ask EP")]))
        snapshot = desk.register().read()
        assert shown(snapshot)[BIRCH.key]["sen_status"] == "K? ask EP"
        assert [(finding.line, finding.field) for finding in snapshot.findings] == [(2, "sen_status")]

    def test_a_column_that_is_not_there_is_missing_and_not_blank(self, tmp_path: Path) -> None:
        """A column was deleted: read as blank, every value of it would count as cleared by a person."""
        desk = self.open_desk(tmp_path, table())
        snapshot = desk.register().read()
        absent = FIELDS.keys() - set(COLUMNS)
        assert not {f for row in snapshot.rows for f, v in snapshot.cells(row) if f in absent and v is not MISSING}

    def test_a_blank_line_is_no_pupil(self, tmp_path: Path) -> None:
        """People leave lines between classes; each would be a child without a name to ask about."""
        desk = self.open_desk(tmp_path, table())
        desk.insert_row(3)
        assert len(desk.register().read().rows) == len(PUPILS)

    def test_lines_are_counted_as_a_person_counts_them(self, tmp_path: Path) -> None:
        """ "Line 5" in a message must be line 5 on the SENCO's screen."""
        desk = self.open_desk(tmp_path, table())
        desk.insert_row(3)
        on_screen = {pupil.key: line_of(desk.cells(), pupil.key) for pupil in PUPILS}
        assert {row.key: row.line for row in desk.register().read().rows if row.key} == on_screen

    # --- writing a cell

    def test_a_written_cell_is_shown_and_nothing_else_changes(self, tmp_path: Path) -> None:
        """One status was to be written; a tool that rewrote the sheet undid an afternoon's work beside it."""
        desk = self.open_desk(tmp_path, table())
        before = self.seen(desk)
        results = self.apply(desk.register(), _write(BIRCH.key, "sen_status", "K", "E"))
        assert results == {"sen_status": Result.DONE}
        assert changed(before, self.seen(desk)) == {f"{BIRCH.key} sen_status": "E"}

    def test_a_cell_can_be_made_blank(self, tmp_path: Path) -> None:
        """A diagnosis was withdrawn: blank is a value to write, not nothing to do."""
        desk = self.open_desk(tmp_path, table())
        self.apply(desk.register(), _write(BIRCH.key, "diagnosis", BIRCH.diagnosis, BLANK))
        assert self.seen(desk)[BIRCH.key]["diagnosis"] == BLANK

    def test_a_cell_that_shows_something_else_is_left_as_it_is(self, tmp_path: Path) -> None:
        """The SENCO typed into the very cell after the plan was made: her text stays, and the plan is stale."""
        desk = self.open_desk(tmp_path, table())
        desk.type(2, heading("diagnosis"), "typed since")
        results = self.apply(desk.register(), _write(BIRCH.key, "diagnosis", BIRCH.diagnosis, "from the MIS"))
        assert results == {"diagnosis": Result.STALE}
        assert column(desk.cells(), heading("diagnosis"))[BIRCH.key] == "typed since"

    def test_what_is_stale_is_left_out_and_the_rest_is_written(self, tmp_path: Path) -> None:
        """One busy cell must not keep forty other children's changes waiting."""
        desk = self.open_desk(tmp_path, table())
        stale = _write(BIRCH.key, "diagnosis", "never shown", "x")
        self.apply(desk.register(), stale, _write(CEDAR.key, "sen_status", "N", "K"))
        assert self.seen(desk)[CEDAR.key]["sen_status"] == "K"

    def test_cells_that_are_one_value_are_written_together_or_not_at_all(self, tmp_path: Path) -> None:
        """The SENCO typed the second need while the ranking was on its way: half of each is nobody's ranking."""
        desk = self.open_desk(tmp_path, table())
        before = desk.cells()
        first = _write(BIRCH.key, "sen_status", "K", "E")._replace(group="both")
        second = _write(BIRCH.key, "diagnosis", "never shown", "x")._replace(group="both")
        results = self.apply(desk.register(), first, second)
        assert Result.DONE not in results.values()
        assert desk.cells() == before

    def test_cells_that_are_one_value_reach_a_row_that_gets_its_key_with_them(self, tmp_path: Path) -> None:
        """A kept register was taken over, and the needs of its children stayed blank until the next night."""
        desk = self.open_desk(tmp_path, table(UNKEYED))
        first = _write(CEDAR.key, "sen_status", CEDAR.sen_status, "E")._replace(group="both")
        second = _write(CEDAR.key, "diagnosis", CEDAR.diagnosis, "x")._replace(group="both")
        alone = _write(CEDAR.key, "surname", CEDAR.surname, "Newname")
        results = self.apply(desk.register(), _link(CEDAR.key), first, second, alone)
        assert results["sen_status"] == results["diagnosis"] == results["surname"]

    def test_a_key_that_is_on_no_row_is_not_written(self, tmp_path: Path) -> None:
        """A person removed the row: it must not come back half filled."""
        desk = self.open_desk(tmp_path, table())
        before = desk.cells()
        results = self.apply(desk.register(), _write("PZZZ999", "sen_status", "", "K"))
        assert Result.DONE not in results.values()
        assert desk.cells() == before

    def test_a_key_that_is_on_two_rows_is_not_written(self, tmp_path: Path) -> None:
        """Somebody copied a row to keep a version: nobody can say which of the two is the child."""
        desk = self.open_desk(tmp_path, table([*PUPILS, BIRCH]))
        before = desk.cells()
        results = self.apply(desk.register(), _write(BIRCH.key, "sen_status", "K", "E"))
        assert Result.DONE not in results.values()
        assert desk.cells() == before

    def test_rows_that_moved_since_reading_misplace_nothing(self, tmp_path: Path) -> None:
        """The SENCO sorted by name while the plan was on screen, and a need landed on another child."""
        desk = self.open_desk(tmp_path, table())
        # One adapter reads and writes: what it remembers of lines is wrong by then.
        register = desk.register()
        before = shown(register.read())
        desk.sort(heading("forename"))
        desk.insert_row(2)
        self.apply(register, _write(CEDAR.key, "diagnosis", CEDAR.diagnosis, "of Cedar"))
        after = {key: cells for key, cells in self.seen(desk).items() if key}
        assert changed(before, after) == {f"{CEDAR.key} diagnosis": "of Cedar"}

    def test_a_row_that_shows_another_child_now_is_not_written_to(self, tmp_path: Path) -> None:
        """The names were sorted without their keys while the plan was on screen: a need landed on another child."""
        desk = self.open_desk(tmp_path, table())
        desk.type(2, heading("surname"), CEDAR.surname)
        before = desk.cells()
        results = self.apply(
            desk.register(),
            _write(BIRCH.key, "sen_status", "K", "E"),
            children={BIRCH.key: {"surname": BIRCH.surname, "dob": BIRCH.dob}},
        )
        assert results == {"sen_status": Result.STALE}
        assert desk.cells() == before

    def test_a_child_whose_name_is_written_is_no_other_child(self, tmp_path: Path) -> None:
        """The answer got lost after a surname had changed: the second try found a stranger on the row."""
        desk = self.open_desk(tmp_path, table())
        writes = (_write(BIRCH.key, "surname", BIRCH.surname, "Newname"), _write(BIRCH.key, "sen_status", "K", "E"))
        children = {BIRCH.key: {"surname": BIRCH.surname, "dob": BIRCH.dob}}
        for _ in range(2):
            results = self.apply(desk.register(), *writes, children=children)
            assert results == {"surname": Result.DONE, "sen_status": Result.DONE}

    def test_text_like_a_formula_arrives_as_text(self, tmp_path: Path) -> None:
        """ "=1+1 is how he starts" became an error in the cell, and a planted formula can send data away."""
        desk = self.open_desk(tmp_path, table())
        for text in FORMULAS:
            present = str(self.seen(desk)[CEDAR.key]["diagnosis"])
            self.apply(desk.register(), _write(CEDAR.key, "diagnosis", present, text))
            assert self.seen(desk)[CEDAR.key]["diagnosis"] == text

    def test_every_kind_of_value_reads_back_as_written(self, tmp_path: Path) -> None:
        """Written, it looked different when read, so it was written again every night: 000123 became 123."""
        fields = {kind: next(f.name for f in FIELDS.values() if f.kind.name == kind) for kind in TRAPS}
        desk = self.open_desk(tmp_path, table([("PAAA222", *[""] * (len(fields) + 1))], (BLANK, *fields.values())))
        for kind, field in fields.items():
            for text in TRAPS[kind]:
                present = str(self.seen(desk, [field])["PAAA222"][field])
                self.apply(desk.register(), _write("PAAA222", field, present, text))
                back = str(self.seen(desk, [field])["PAAA222"][field])
                assert FIELDS[field].kind.compare(back) == FIELDS[field].kind.compare(text), f"{kind}: {back!r}"

    # --- rows, keys and columns

    def test_a_new_row_is_added_with_its_cells(self, tmp_path: Path) -> None:
        """A child joined: one row more, with everything the plan showed, and the others where they were."""
        desk = self.open_desk(tmp_path, table())
        before = self.seen(desk)
        results = self.apply(desk.register(), NewRow("new", "PDDD555", NEWCOMER, "joined"))
        assert results == {"new": Result.DONE}
        assert self.seen(desk) == before | {"PDDD555": NEWCOMER}

    def test_a_key_is_linked_to_the_row_that_still_shows_the_child(self, tmp_path: Path) -> None:
        """A register that people kept for years is adopted by writing keys beside their rows."""
        desk = self.open_desk(tmp_path, table(UNKEYED))
        results = self.apply(desk.register(), _link(CEDAR.key))
        assert results == {"link": Result.DONE}
        assert desk.cells()[2][0] == CEDAR.key

    def test_no_key_is_linked_to_a_row_that_shows_another_child(self, tmp_path: Path) -> None:
        """The rows were sorted between the question and the answer: the key would have joined two children."""
        desk = self.open_desk(tmp_path, table([pupil._replace(key="") for pupil in PUPILS]))
        desk.sort(heading("forename"))
        desk.insert_row(2)
        self.apply(desk.register(), _link(CEDAR.key))
        keyed = [line[1] for line in desk.cells()[1:] if line[0]]
        assert keyed in ([], [CEDAR.forename])

    def test_a_register_without_keys_gets_them_in_one_batch(self, tmp_path: Path) -> None:
        """Adopting a register adds the key column and fills it: in order, or every row is left without its key."""
        desk = self.open_desk(tmp_path, table([pupil[1:] for pupil in PUPILS], COLUMNS[1:]))
        self.apply(desk.register(), NewColumn("column", BLANK, "to know rows by"), _link(CEDAR.key))
        snapshot = desk.register().read()
        assert snapshot.has_keys
        assert sorted(row.key for row in snapshot.rows) == ["", "", CEDAR.key]

    def test_a_new_column_stands_at_the_right_end(self, tmp_path: Path) -> None:
        """People know their sheet by heart and their formulas count columns: nothing may shift."""
        desk = self.open_desk(tmp_path, table())
        before = desk.cells()[0]
        results = self.apply(desk.register(), NewColumn("new", "key_adult", "asked for"))
        assert results == {"new": Result.DONE}
        assert desk.cells()[0] == [*before, heading("key_adult")]

    def test_columns_of_people_stay_as_they_are(self, tmp_path: Path) -> None:
        """The tray colours were nobody's business but the class team's, until they were gone."""
        desk = self.open_desk(tmp_path, table(UNKEYED))
        before = [line[-1] for line in desk.cells()]
        self.apply(desk.register(), _link(CEDAR.key), NewRow("new", "PDDD555", NEWCOMER, "joined"))
        place = desk.cells()[0].index(TRAY)
        assert [line[place] for line in desk.cells() if any(line)][: len(before)] == before

    # --- the batch

    def test_a_batch_applied_twice_changes_nothing_more(self, tmp_path: Path) -> None:
        """The answer got lost and the batch was sent again: a retry doubled every row."""
        desk = self.open_desk(tmp_path, table(UNKEYED))
        batch = (
            NewColumn("column", "key_adult", "asked for"),
            _link(CEDAR.key),
            NewRow("row", "PDDD555", NEWCOMER, "joined"),
            _write(BIRCH.key, "sen_status", "K", "E"),
        )
        self.apply(desk.register(), *batch)
        once = desk.cells()
        self.apply(desk.register(), *batch)
        assert desk.cells() == once

    def test_there_is_one_outcome_for_each_operation_in_order(self, tmp_path: Path) -> None:
        """Outcomes are matched with what was sent: one too few, and a failed write counts as done."""
        desk = self.open_desk(tmp_path, table())
        operations = (
            _write(CEDAR.key, "sen_status", "N", "K"),
            _write(BIRCH.key, "diagnosis", "never shown", "x"),
            NewRow("row", "PDDD555", NEWCOMER, "joined"),
        )
        outcomes = self.outcomes(desk.register(), *operations)
        assert [outcome.id for outcome in outcomes] == [operation.id for operation in operations]

    def test_open_matters_are_shown_until_they_are_settled(self, tmp_path: Path) -> None:
        """What waits for a person stands on the Issues tab as it is now, not as it once was."""
        desk = self.open_desk(tmp_path, table())
        matter = Matter("conflict", BIRCH.key, "sen_status", (("mis", "N"), ("sheet", "K")), "both", "Which one holds?")
        self.apply(desk.register(), matters=[matter])
        assert any("Which one holds?" in line for line in desk.matters())
        self.apply(desk.register())
        assert not any("Which one holds?" in line for line in desk.matters())

    def test_a_batch_that_lists_no_matters_leaves_those_that_are_listed(self, tmp_path: Path) -> None:
        """An undo looks at no export: it can't tell what is open, and must not seem to say that nothing is."""
        desk = self.open_desk(tmp_path, table())
        matter = Matter("conflict", BIRCH.key, "sen_status", (("mis", "N"), ("sheet", "K")), "both", "Which one holds?")
        self.apply(desk.register(), matters=[matter])
        listed = desk.matters()
        self.apply(desk.register(), _write(BIRCH.key, "sen_status", "K", "E"), matters=None)
        assert desk.matters() == listed

    def test_the_stamp_reads_back(self, tmp_path: Path) -> None:
        """The stamp tells an old copy of the register, or one from another machine, before it is written over."""
        desk = self.open_desk(tmp_path, table())
        self.apply(desk.register(), _write(BIRCH.key, "sen_status", "K", "E"))
        assert desk.register().read().stamp == STAMP

    # --- two machines; for a register that leases

    def test_the_mark_that_was_written_last_is_shown(self, tmp_path: Path) -> None:
        """Another machine must see that a run is at work, and the heartbeat by which it knows that it lives."""
        desk = self.open_desk(tmp_path, table())
        assert leasing(desk).read_mark() == Mark()
        mark = Mark(41, "a1b2c3d4e5f6", 3)
        assert leasing(desk).write_mark(Mark(), mark)
        assert leasing(desk).read_mark() == mark

    def test_a_mark_is_written_only_over_the_expected_one(self, tmp_path: Path) -> None:
        """Two machines start at 6:30: the second one may not write its mark over that of the first."""
        desk = self.open_desk(tmp_path, table())
        first, second = leasing(desk), leasing(desk)
        assert first.write_mark(first.read_mark(), Mark(1, "first"))
        assert not second.write_mark(Mark(), Mark(1, "second"))
        assert leasing(desk).read_mark().holder == "first"

    def test_a_batch_of_a_run_that_lost_the_lease_is_refused_whole(self, tmp_path: Path) -> None:
        """A laptop woke up and went on with yesterday's plan, under a lease that another machine has since taken."""
        desk = self.open_desk(tmp_path, table())
        lost, now = Mark(1, "paused"), Mark(2, "awake")
        leasing(desk).write_mark(Mark(), lost)
        leasing(desk).write_mark(lost, now)
        assert refused(self, desk, lost.fence)
        leasing(desk).write_mark(now, Mark(2))
        assert refused(self, desk, now.fence)

    def test_a_batch_without_a_lease_is_refused_while_a_run_holds_the_register(self, tmp_path: Path) -> None:
        """A script that knows no lease wrote into the middle of another machine's run."""
        desk = self.open_desk(tmp_path, table())
        leasing(desk).write_mark(Mark(), Mark(1, "at work"))
        assert refused(self, desk, "")
        leasing(desk).write_mark(Mark(1, "at work"), Mark(1))
        assert self.apply(desk.register(), _write(BIRCH.key, "sen_status", "K", "E")) == {"sen_status": Result.DONE}

    def test_a_batch_of_the_holder_is_written_whatever_its_heartbeat(self, tmp_path: Path) -> None:
        """The heartbeat moves on while a run is at work; it is the number and the holder that tell whose turn it is."""
        desk = self.open_desk(tmp_path, table())
        mark = Mark(7, "at work", 5)
        leasing(desk).write_mark(Mark(), mark)
        results = self.apply(desk.register(), _write(BIRCH.key, "sen_status", "K", "E"), fence=mark.fence)
        assert results == {"sen_status": Result.DONE}

    # --- what it says

    def test_its_words_say_nothing_of_a_child(self, tmp_path: Path) -> None:
        """Outcomes and findings are logged: "shows 'seen by CAMHS' now" was read by a help desk."""
        desk = self.open_desk(
            tmp_path, table([*PUPILS, ALDER, BIRCH._replace(key="PEEE666", sen_status="canary-cell")])
        )
        outcomes = self.outcomes(
            desk.register(),
            _write(BIRCH.key, "diagnosis", "never shown", "canary-value"),
            _write(ALDER.key, "diagnosis", ALDER.diagnosis, "canary-value"),
            _write("PZZZ999", "diagnosis", "", "canary-value"),
            _link(CEDAR.key),
        )
        findings = desk.register().read().findings
        secrets = {"canary-cell", "canary-value", *(text for p in PUPILS for text in p[1:4]), BIRCH.diagnosis}
        assert untold(secrets, [*(o.why for o in outcomes), *(f.words for f in findings)])


def refused(bench: RegisterBench, desk: Desk, fence: str) -> bool:
    """Whether a batch that bears this fence is refused, and nothing of it written."""
    before = desk.cells()
    try:
        bench.apply(desk.register(), _write(CEDAR.key, "sen_status", "N", "K"), fence=fence)
    except Locked:
        return desk.cells() == before
    return False


def _write(key: str, field: str, expect: str, value: str) -> CellWrite:
    return CellWrite(field, key, field, expect, value, "the plan says so")


def _link(key: str) -> Link:
    return Link("link", key, 3, {"forename": CEDAR.forename, "surname": CEDAR.surname}, "a person said so")
