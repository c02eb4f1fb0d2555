"""A SENCO, an office and bad luck act on one school in any order; nobody's text may be lost on the way.

Every text that somebody types is a token that occurs once and belongs to one
child.  It may be gone only if somebody who saw it typed over it (sync.md 3, A3),
it is never on another child's row (A4), and once everybody rests two runs bring
the stores to agree or to be listed (A1, A2).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.strategies import DataObject
from room import Room

from senco_connect.errors import InputRefused, Stopped, TryAgain
from senco_connect.ownership import Ownership
from senco_connect.plan import Plan
from senco_connect.record import FIELDS, KEY_LABEL, Owner
from senco_connect.record.identifiers import upn_check_letter
from senco_connect.store import open_state
from senco_connect.store.verify import verify_log
from senco_connect.testing.faults import (
    Crash,
    Fault,
    Script,
    answer_lost,
    crash_after,
    crash_before,
    crash_within,
    outcome_unknown,
)
from senco_connect.testing.strategies import FIELDS_OF_A_WORLD, World, values, worlds

COLUMNS = ("", *FIELDS_OF_A_WORLD, "broad_areas", "open_issues")
TYPED = tuple(name for name in FIELDS_OF_A_WORLD if name not in {"upn", "admission_no"})
NUMBER = FIELDS["admission_no"].label
OWNED = ("surname", "sen_note", "sen_since", "diagnosis")

FAULTS: list[Callable[[], Fault]] = [
    lambda: crash_before("apply", 1), lambda: crash_after("apply", 1), lambda: crash_before("apply", 2),
    lambda: crash_after("apply", 2), lambda: crash_before("read", 3), lambda: crash_after("read", 3),
    lambda: crash_within(1, 2), lambda: answer_lost("apply", 1), lambda: outcome_unknown(1), lambda: outcome_unknown(2),
    lambda: Fault("apply", 1, None, lands=False), lambda: Fault("apply", 2, None, lands=False),
]  # fmt: skip

Row = dict[str, str]


class PeopleAtRandom(RuleBasedStateMachine):
    """One school: ``whose`` says of which child a token is, ``seen`` which tokens somebody typed over or removed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.whose: dict[str, str] = {}
        self.seen: set[str] = set()
        self.removed: list[Row] = []
        self.entered = 100
        self.room: Room

    @initialize(
        world=worlds(min_pupils=2, max_pupils=4),
        is_adopted=st.booleans(),
        owners=st.dictionaries(
            st.sampled_from(OWNED), st.sampled_from([Owner.MIS, Owner.SENCO, Owner.SHARED]), max_size=2
        ),
    )
    def a_school(self, world: World, is_adopted: bool, owners: dict[str, Owner]) -> None:
        self.room = Room(
            Path(self.folder.name),
            world.pupils,
            fields=world.fields,
            columns=COLUMNS[1:] if is_adopted else COLUMNS,
            rows=world.pupils[:2] if is_adopted else (),
            ownership=Ownership(owners),
        )

    # --- the SENCO

    @property
    def rows(self) -> list[Row]:
        return self.room.book.rows

    def a_row(self, data: DataObject) -> Row:
        return data.draw(st.sampled_from(self.rows))

    def new_text(self, data: DataObject, name: str, number: str) -> str:
        """A token, or what the field takes; text in a column of codes is no code."""
        kept = st.just("") if FIELDS[name].kind.name == "text" else values(name)
        text = data.draw(st.just("token") | kept)
        if text != "token":
            return text
        token = f"token{len(self.whose)}x"
        self.whose[token] = number
        return token

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), name=st.sampled_from(TYPED))
    def senco_types(self, data: DataObject, name: str) -> None:
        row = self.a_row(data)
        if row[NUMBER]:
            self.seen.add(row[FIELDS[name].label])
            row[FIELDS[name].label] = self.new_text(data, name, row[NUMBER])

    @rule(name=st.sampled_from(TYPED), descending=st.booleans())
    def senco_sorts(self, name: str, descending: bool) -> None:
        self.room.book.sort_by(name, descending=descending)

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def senco_copies_a_row(self, data: DataObject) -> None:
        self.rows.append(dict(self.a_row(data)))

    @precondition(lambda self: len(self.rows) > 1)
    @rule(data=st.data())
    def senco_removes_a_row(self, data: DataObject) -> None:
        place = data.draw(st.integers(0, len(self.rows) - 1))
        self.removed.append(self.rows.pop(place))

    @precondition(lambda self: self.removed)
    @rule()
    def senco_pastes_a_row_back(self) -> None:
        self.rows.append(dict.fromkeys(self.room.book.headings, "") | self.removed.pop())

    @precondition(lambda self: self.rows and KEY_LABEL in self.room.book.headings)
    @rule(data=st.data())
    def senco_clears_a_key(self, data: DataObject) -> None:
        self.a_row(data)[KEY_LABEL] = ""

    @rule(data=st.data())
    def senco_types_a_row(self, data: DataObject) -> None:
        pupil = data.draw(st.sampled_from(self.room.mis.pupils))
        row = {
            NUMBER: pupil["admission_no"],
            FIELDS["strategy_1"].label: self.new_text(data, "strategy_1", pupil["admission_no"]),
        }
        self.rows.append(dict.fromkeys(self.room.book.headings, "") | row)

    # --- the office

    @rule(data=st.data(), name=st.sampled_from(TYPED))
    def office_types(self, data: DataObject, name: str) -> None:
        place = data.draw(st.integers(0, len(self.room.mis.pupils) - 1))
        number = self.room.mis.pupils[place]["admission_no"]
        self.seen.add(self.room.mis.type(place, name, self.new_text(data, name, number)))

    @rule(data=st.data(), status=st.sampled_from(["E", "K", "N", ""]))
    def office_enters_a_child(self, data: DataObject, status: str) -> None:
        self.entered += 1
        body = f"999{self.entered:09d}"
        said = {"upn": upn_check_letter("A" + body) + body, "admission_no": f"{self.entered:06d}", "sen_status": status}
        names = {"surname": "Newchild", "forename": f"Elm{self.entered}", "dob": "2014-02-03"}
        self.room.mis.enter({**dict.fromkeys(FIELDS_OF_A_WORLD, ""), **said, **names})

    @precondition(lambda self: len(self.room.mis.pupils) > 2)
    @rule(data=st.data())
    def office_takes_a_child_off(self, data: DataObject) -> None:
        place = data.draw(st.integers(0, len(self.room.mis.pupils) - 1))
        self.seen |= set(self.room.mis.pupils.pop(place).values())

    @rule(data=st.data())
    def office_exports(self, data: DataObject) -> None:
        self.room.mis.pupils = list(data.draw(st.permutations(self.room.mis.pupils)))
        self.room.export(data.draw(st.permutations(self.room.mis.fields)))

    @rule(
        data=st.data(),
        accident=st.sampled_from(["a column", "a child", "a cell", "all values of a column", "its end", "everybody"]),
    )
    def an_export_lacks(self, data: DataObject, accident: str) -> None:
        mis, path = self.room.mis, self.room.tmp / "export.jsonl"
        whole, name = [dict(pupil) for pupil in mis.pupils], data.draw(st.sampled_from(TYPED))
        if accident == "a child":
            mis.pupils = whole[1:]
        elif accident == "everybody":
            mis.pupils = []
        elif accident == "a cell":
            mis.pupils = [whole[0] | {name: None}, *whole[1:]]  # type: ignore[dict-item]
        elif accident == "all values of a column":
            mis.pupils = [{**pupil, name: ""} for pupil in whole]
        self.room.export([f for f in mis.fields if (accident, f) != ("a column", name)])
        if accident == "its end":
            path.write_bytes(path.read_bytes()[:-20])
        mis.pupils = whole

    # --- runs

    def run_once(self, script: Script | None = None, *, approved: bool) -> None:
        with suppress(Stopped, InputRefused, TryAgain, Crash):
            self.room.run(script, approved=approved)
        with open_state(self.room.state) as state:
            # The audit log, folded, is what the register was seen to show (A17).
            verify_log(state)

    @rule(approved=st.booleans())
    def a_run(self, approved: bool) -> None:
        self.run_once(approved=approved)

    @rule(fault=st.sampled_from(FAULTS))
    def a_run_with_bad_luck(self, fault: Callable[[], Fault]) -> None:
        self.run_once(Script(fault()), approved=True)

    @rule(data=st.data(), call=st.sampled_from(["read_since", "apply", "read"]), name=st.sampled_from(TYPED))
    def a_run_while_the_senco_types(self, data: DataObject, call: str, name: str) -> None:
        """In the gap between our look and our write, and between our write and our look."""
        place, times = data.draw(st.integers(0, 9)), iter(range(100))

        def person(made: str) -> None:
            if made == call and self.rows and next(times) == 0:
                row = self.rows[place % len(self.rows)]
                self.seen.add(row[FIELDS[name].label])
                row[FIELDS[name].label] = self.new_text(data, name, row[NUMBER])

        self.run_once(Script(actor=person), approved=True)

    @rule()
    def the_state_is_lost(self) -> None:
        for file in self.room.state.iterdir() if self.room.state.exists() else ():
            file.unlink()

    @rule()
    def a_plan(self) -> None:
        before = self.room.book.cells(), self.room.cabinet.everything()
        with suppress(InputRefused):
            one, two = self.room.plan().plan, self.room.plan().plan
            assert (one.id, one.operations, one.matters) == (two.id, two.operations, two.matters)
        assert (self.room.book.cells(), self.room.cabinet.everything()) == before

    # --- what must hold

    @invariant()
    def no_text_is_lost(self) -> None:
        if hasattr(self, "room"):
            stands = {text for row in (*self.rows, *self.removed, *self.room.mis.pupils) for text in row.values()}
            assert self.whose.keys() - stands - self.seen == set()

    @invariant()
    def no_text_is_another_childs(self) -> None:
        for row in self.rows if hasattr(self, "room") else ():
            assert {self.whose[text] for text in row.values() if text in self.whose} <= {row[NUMBER]}

    @invariant()
    def no_child_has_two_folders(self) -> None:
        if hasattr(self, "room"):
            markers = [entry.marker for entry in self.room.cabinet.folders().values()]
            assert len(markers) == len(set(markers))

    def teardown(self) -> None:
        with self.folder:
            if hasattr(self, "room"):
                self.everybody_rests()

    def everybody_rests(self) -> None:
        self.room.export()
        self.run_once(approved=True)
        self.run_once(approved=True)
        planned = self.room.plan()
        if all(refusal.approvable for refusal in planned.refusals):
            assert planned.plan.is_empty
            self.stores_agree_or_are_listed(planned.plan)
        self.no_text_is_lost()
        self.no_text_is_another_childs()

    def stores_agree_or_are_listed(self, plan: Plan) -> None:
        listed = {(matter.key, matter.field) for matter in plan.matters}
        pupils = {pupil["admission_no"]: pupil for pupil in self.room.mis.pupils}
        for key, row in plan.placed.rows.items() if plan.placed else ():
            cells = self.rows[row.line - 2]
            for name in FIELDS_OF_A_WORLD if cells[NUMBER] in pupils else ():
                field = FIELDS[name]
                said = pupils[cells[NUMBER]][name]
                is_listed = {(key, ""), (key, field.label), (key, field.group.capitalize())} & listed
                if self.room.rules.ownership.owner(name) is not Owner.SENCO and not is_listed:
                    assert field.kind.compare(cells[field.label]) == field.kind.compare(said)


TestPeopleAtRandom = PeopleAtRandom.TestCase
TestPeopleAtRandom.settings = settings(
    max_examples=60 * int(os.environ.get("SENCO_TIMES", "1")),
    stateful_step_count=25,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
