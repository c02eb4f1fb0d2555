"""What a plan says of one school at one moment: bound to its inputs, absences told apart, nothing written twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence

import pytest

from senco_connect.batch import CellWrite, Link, NewColumn, NewRow, RenameFolder
from senco_connect.folders import FILING, name_token
from senco_connect.identity import Identifiers, Placed
from senco_connect.memory import AGREED, Standing
from senco_connect.ownership import MIS, REGISTER, Ownership
from senco_connect.plan import Inputs, Plan, Rules, make_plan
from senco_connect.record import MISSING, Owner
from senco_connect.remembered import Remembered
from senco_connect.snapshot import SET_ASIDE, Finding, Folder, FolderSnapshot, Row, Snapshot
from senco_connect.tokens import Tokens

SECRET = b"s" * 32
TOKENS = Tokens(SECRET)
FIELDS = ("upn", "admission_no", "surname", "forename", "dob", "tutor", "sen_status")

Pupil = Mapping[str, str]


def pupil(number: int, **said: str) -> dict[str, str]:
    """An invented child with SEN support; what is said stands, the rest is made from the number."""
    made = {
        "upn": f"UPN{number}",
        "admission_no": f"{number:04d}",
        "surname": f"Testchild{number}",
        "forename": f"Alder{number}",
        "dob": f"2012-03-{number:02d}",
        "tutor": "Ms Sample",
        "sen_status": "K",
    }
    return {**made, **said}


def keyed(number: int, **said: str) -> dict[str, str]:
    return {"": f"KEY{number}", **pupil(number, **said)}


def snapshot(*rows: Pupil, fields: Sequence[str] = FIELDS, **said: object) -> Snapshot:
    """A store that shows these rows; "" is the key column."""
    made = [
        Row(row.get("", ""), line, tuple(row.get(name, MISSING) for name in fields))
        for line, row in enumerate(rows, start=2)
    ]
    return Snapshot(tuple(fields), made, "any", writable=frozenset(fields))._replace(**said)  # type: ignore[arg-type]


def remembering(*pupils: Pupil, in_export: bool = True, in_register: bool = True) -> Remembered:
    """A state after a run that left these pupils at rest in every store."""
    memory = Remembered(SECRET, lineage="ours", serial=3)
    shown = snapshot(*pupils)
    reader = Identifiers(shown, TOKENS)
    for row in shown.rows:
        key = row.key or f"KEY{row.line - 1}"
        memory.standings[key] = Standing(in_export, in_register)
        tokens = {n: TOKENS.value(key, n, str(v)) for n, v in shown.cells(row)}
        for store in (MIS, REGISTER, AGREED) if in_register else (MIS,):
            memory.tokens[store, key] = dict(tokens)
        memory.holders |= dict.fromkeys(reader.all(row), key)
    return memory


def planned(
    memory: Remembered,
    source: Snapshot,
    register: Snapshot | None = None,
    *,
    folders: FolderSnapshot | None = None,
    rules: Rules | None = None,
    at_rest: Sequence[str] = (),
) -> Plan:
    return make_plan(Inputs(memory, source, register, folders, rules or Rules(Ownership()), frozenset(at_rest)))


def kinds(plan: Plan) -> list[tuple[str, str]]:
    return [(m.kind, m.key) for m in plan.matters]


# --- bound to its inputs


def test_a_plan_is_another_one_as_soon_as_any_of_its_inputs_is() -> None:
    memory = remembering(pupil(1))
    base = Inputs(memory, snapshot(pupil(1)), snapshot(keyed(1)), FolderSnapshot((), "f"), Rules(Ownership()))
    assert base.register is not None
    others = [
        base,
        base._replace(source=base.source._replace(digest="other")),
        base._replace(register=base.register._replace(digest="other")),
        base._replace(register=None),
        base._replace(folders=FolderSnapshot((), "other")),
        base._replace(folders=None),
        base._replace(rules=Rules(Ownership({"tutor": Owner.SENCO}))),
        base._replace(rules=Rules(Ownership(enforced=frozenset({"tutor"})))),
        base._replace(rules=Rules(Ownership(), include=frozenset("K"))),
        base._replace(rules=Rules(Ownership(), configuration="other")),
    ]
    ids = [make_plan(inputs).id for inputs in others]
    memory.serial += 1
    ids.append(make_plan(base).id)
    memory.lineage = "other"
    ids.append(make_plan(base).id)
    assert len(set(ids)) == len(ids)
    assert make_plan(base).id == ids[-1]
    assert {len(one) for one in ids} == {8}


def test_the_digest_of_the_default_rules_is_the_same_in_each_version() -> None:
    """It is kept in the state: another one would stop the next run of every school, to ask who changed the owners."""
    assert Rules(Ownership()).digest() == "d8ca90dbf49aa5fc"


def test_a_plan_says_what_it_is_bound_to() -> None:
    bound = planned(remembering(pupil(1)), snapshot(pupil(1)), snapshot(keyed(1), digest="r")).inputs
    assert (bound["export"], bound["register"], bound["folders"], bound["state"]) == ("any", "r", "", "ours:3")


# --- absent is not gone


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        (snapshot(pupil(2)), ["KEY1"]),
        (snapshot(pupil(2), same=True), []),
        (snapshot(pupil(2), partial=True), []),
        (snapshot(pupil(2), unchanged=frozenset(["KEY1"])), []),
        (snapshot(pupil(1, admission_no="0002")), []),
    ],
    ids=["gone", "the same export", "a report of some", "unchanged", "its line is in doubt"],
)
def test_a_pupil_is_missing_only_from_a_whole_new_export_that_says_nothing_of_them(
    source: Snapshot, missing: list[str]
) -> None:
    register = snapshot(keyed(1), keyed(2))
    plan = planned(remembering(pupil(1), pupil(2)), source, register)
    assert plan.missing == missing
    assert [key for kind, key in kinds(plan) if kind == "not in the export"] == missing
    assert [op for op in plan.operations if getattr(op, "key", "") == "KEY1"] == []


def test_a_doubt_about_a_register_row_says_nothing_of_the_export() -> None:
    plan = planned(remembering(pupil(1), pupil(2)), snapshot(pupil(2)), snapshot(keyed(1), keyed(1), keyed(2)))
    assert plan.missing == ["KEY1"]
    assert [kind for kind, _ in kinds(plan)] == ["key twice in the register"] * 2


@pytest.mark.parametrize(
    ("source", "is_listed"),
    [(snapshot(pupil(2)), True), (snapshot(pupil(1), pupil(2)), False), (snapshot(pupil(2), partial=True), False)],
    ids=["still gone", "came back", "a report of some"],
)
def test_who_was_gone_before_is_listed_as_long_as_they_have_a_row(source: Snapshot, is_listed: bool) -> None:
    memory = remembering(pupil(1), pupil(2))
    memory.standings["KEY1"] = Standing(False, True)
    plan = planned(memory, source, snapshot(keyed(1), keyed(2)))
    assert plan.missing == []
    assert kinds(plan) == ([("not in the export", "KEY1")] if is_listed else [])
    without_row = planned(memory, source, snapshot(keyed(2)))
    assert kinds(without_row) == ([] if is_listed else [("row removed", "KEY1")])


@pytest.mark.parametrize(
    ("source", "status", "is_listed"),
    [
        (snapshot(pupil(1), pupil(2)), "K", True),
        (snapshot(pupil(1, sen_status="N"), pupil(2)), "N", False),
        (snapshot(pupil(1, sen_status=""), pupil(2)), "", False),
        (snapshot(pupil(1), pupil(2), fields=FIELDS[:6]), "K", True),
        (snapshot(pupil(2), unchanged=frozenset(["KEY1"])), "K", True),
        (snapshot(pupil(2), unchanged=frozenset(["KEY1"])), "N", False),
        (snapshot(pupil(2), unchanged=frozenset(["KEY1"])), None, True),
        (snapshot(pupil(2)), "K", False),
    ],
    ids=["SEN", "none", "blank", "no such column", "unchanged", "unchanged, none", "nothing known", "gone"],
)
def test_a_removed_row_is_listed_where_the_mis_has_the_pupil_with_sen(
    source: Snapshot, status: str | None, is_listed: bool
) -> None:
    memory = remembering(pupil(1, sen_status=status or ""), pupil(2))
    if status is None:
        del memory.tokens[MIS, "KEY1"]
    plan = planned(memory, source, snapshot(keyed(2)))
    assert kinds(plan) == ([("row removed", "KEY1")] if is_listed else [])
    assert [op for op in plan.operations if isinstance(op, NewRow)] == []


@pytest.mark.parametrize("include", ["EKM", "EK", "K"])
def test_a_removed_row_of_a_pupil_of_whom_the_mis_says_n_is_settled_whatever_the_key(include: str) -> None:
    """N and M have one token: a MIS says N of a pupil who is monitored, and means nobody who must be listed."""
    memory = remembering(*(pupil(n, sen_status="N") for n in range(1, 13)))
    source = snapshot(unchanged=frozenset(memory.standings))
    assert kinds(planned(memory, source, snapshot(), rules=Rules(Ownership(), frozenset(include)))) == []


def test_a_row_whose_key_was_cleared_is_found_by_its_numbers_and_not_removed() -> None:
    plan = planned(remembering(pupil(1)), snapshot(pupil(1)), snapshot(pupil(1)))
    assert (kinds(plan), [type(op) for op in plan.operations]) == ([], [Link])


def test_a_row_is_removed_only_where_a_register_is_read_and_the_row_was_there() -> None:
    both = snapshot(pupil(1), pupil(2))
    assert kinds(planned(remembering(pupil(1), pupil(2)), both, None)) == []
    waiting = remembering(pupil(1), pupil(2))
    waiting.standings["KEY1"] = Standing(True, False, waiting=True)
    assert kinds(planned(waiting, both, snapshot(keyed(2)))) == []
    copied = snapshot(keyed(1), keyed(1), keyed(2))
    assert {kind for kind, _ in kinds(planned(remembering(pupil(1), pupil(2)), both, copied))} == {
        "key twice in the register"
    }


def test_what_the_mis_says_of_a_pupil_whose_row_was_removed_is_agreed_and_told() -> None:
    memory = remembering(pupil(1))
    plan = planned(memory, snapshot(pupil(1, tutor="Mr Other")), snapshot())
    assert [(c.key, c.field, c.new) for c in plan.changes] == [("KEY1", "tutor", "Mr Other")]
    assert plan.learned["KEY1"][AGREED]["tutor"] == TOKENS.value("KEY1", "tutor", "Mr Other")
    assert (plan.quiet["KEY1"], plan.rows) == (b"", {})


# --- doubts, as people read them


def test_a_doubt_says_where_it_is_and_whom_it_may_be_about() -> None:
    known = remembering(pupil(1), pupil(2))
    source = snapshot(pupil(1, admission_no="0002"), pupil(3, upn="", admission_no=""))
    register = snapshot(pupil(1, admission_no="0002"), pupil(9, upn="", admission_no=""))
    plan = planned(known, source, register)
    told = {(m.kind, m.key, m.shown, m.words.startswith("The row fits nobody")) for m in plan.matters}
    assert told == {
        ("identifiers disagree", "", (("export", "row 2"), ("may be", "KEY1 or KEY2")), False),
        ("no identifier", "", (("export", "row 3"),), False),
        ("no key", "", (("register", "row 2"), ("may be", "KEY1 or KEY2")), False),
        ("no key", "", (("register", "row 3"),), True),
    }


def test_a_key_that_is_not_ours_is_told_as_such_also_where_its_numbers_are_nobodys() -> None:
    plan = planned(remembering(pupil(1)), snapshot(pupil(1)), snapshot(keyed(1), {**pupil(9), "": "ANY"}))
    assert [(m.kind, m.words.startswith("The row's pupil key is not one of ours")) for m in plan.matters] == [
        ("unknown key", True)
    ]


def test_a_doubt_about_one_pupil_bears_their_key() -> None:
    known = remembering(pupil(1))
    source = snapshot(pupil(1), findings=(Finding(SET_ASIDE, "a cell begins like a formula", 2),))
    plan = planned(known, source, snapshot({"": "ANY", **pupil(1)}))
    assert [(m.kind, m.key, m.shown) for m in plan.matters] == [
        ("set aside", "KEY1", (("export", "row 2"),)),
        ("unknown key", "KEY1", (("register", "row 2"),)),
    ]


def test_new_and_rekeyed_pupils_are_named_in_order() -> None:
    lines = [pupil(n) for n in (5, 4, 6)] + [pupil(n, upn=f"NEW{n}") for n in (2, 1, 3)]
    plan = planned(remembering(pupil(1), pupil(2), pupil(3)), snapshot(*lines))
    assert (len(plan.joined), plan.joined) == (3, sorted(plan.joined))
    assert plan.rekeyed == ["KEY1", "KEY2", "KEY3"]


# --- pupils whom only the export shows


@pytest.mark.parametrize(
    "fields",
    [FIELDS, (*FIELDS[:5], "sen_status"), (*FIELDS, "sen_note"), ("upn", *FIELDS[:0:-1])],
    ids=["same", "fewer", "more", "in another order"],
)
def test_news_of_a_pupil_without_a_row_is_what_differs_whatever_columns_the_export_has(fields: Sequence[str]) -> None:
    dob = "2012-04-01"
    for number in range(1, 9):
        memory = remembering(pupil(number, sen_status="N"), in_register=False)
        shown = {**pupil(number, sen_status="N", dob=dob), "sen_note": "unheard of"}
        plan = planned(memory, snapshot(shown, fields=fields), snapshot(fields=fields))
        assert [(c.key, c.field, c.old, c.new, c.line) for c in plan.changes] == [("KEY1", "dob", MISSING, dob, 2)]
        assert list(plan.rows) == ["KEY1"]


def test_a_cell_that_the_export_no_longer_shows_and_a_pupil_nobody_knew_are_no_news() -> None:
    memory = remembering(pupil(1, sen_status="N"), in_register=False)
    line = {name: text for name, text in pupil(1, sen_status="N").items() if name != "tutor"}
    assert planned(memory, snapshot(line, pupil(2)), snapshot()).changes == []


class Asked(Remembered):
    """A memory that notes who is fetched together."""

    fetched: tuple[str, ...] = ()

    def prefetch(self, keys: Collection[str]) -> None:
        self.fetched = (*self.fetched, *sorted(keys))


def test_everybody_who_is_looked_at_is_fetched_in_one_go() -> None:
    """One by one, a first run over two thousand pupils would take minutes."""
    known = remembering(pupil(1), pupil(2), pupil(3))
    memory = Asked(SECRET, standings=known.standings, tokens=known.tokens, holders=known.holders)
    planned(memory, snapshot(pupil(1), pupil(2)), snapshot(keyed(2), keyed(3)))
    assert memory.fetched == ("KEY1", "KEY2", "KEY3")


# --- the register


def test_a_row_that_shows_a_child_who_is_new_in_the_export_is_that_childs() -> None:
    register = snapshot({**pupil(3, upn="", admission_no=""), "": "KEY1"})
    plan = planned(remembering(pupil(1)), snapshot(pupil(1), pupil(3, sen_status="N")), register)
    assert kinds(plan) == [("key fits another pupil", "KEY1")]


def test_a_new_row_with_something_open_is_looked_at_when_it_is_there() -> None:
    finding = Finding("F020", "a code that is not known here", 2, "Tutor", "tutor")
    plan = planned(Remembered(SECRET), snapshot(pupil(1, tutor="?"), findings=(finding,)), snapshot())
    assert ([type(op) for op in plan.operations], len(plan.matters), plan.quiet) == ([NewRow], 1, {})


def test_a_pupil_with_sen_who_never_had_a_row_gets_one() -> None:
    plan = planned(Remembered(SECRET), snapshot(pupil(1), pupil(2, sen_status="N")), snapshot())
    assert [type(op) for op in plan.operations] == [NewRow]
    assert plan.operations[0].values["surname"] == "Testchild1"  # type: ignore[union-attr]


def test_a_pupil_whose_row_is_in_doubt_gets_no_second_one() -> None:
    memory = remembering(pupil(1), in_register=False)
    plan = planned(memory, snapshot(pupil(1)), snapshot(pupil(9, upn="", admission_no="0001"), keyed(1), keyed(1)))
    assert [op for op in plan.operations if isinstance(op, NewRow)] == []


@pytest.mark.parametrize("has_keys", [True, False])
def test_a_register_without_a_key_column_gets_one_before_anything_else(has_keys: bool) -> None:
    rows = [{n: v for n, v in keyed(number, tutor="").items() if n != ""} for number in (2, 1)]
    plan = planned(
        remembering(pupil(1), pupil(2)), snapshot(pupil(1), pupil(2), pupil(3)), snapshot(*rows, has_keys=has_keys)
    )
    order = [type(op) for op in plan.operations]
    assert order == [*([] if has_keys else [NewColumn]), Link, Link, NewRow, *([CellWrite] * order.count(CellWrite))]
    links = [op for op in plan.operations if isinstance(op, Link)]
    assert [(op.key, op.line, sorted(op.expect)) for op in links] == [
        ("KEY1", 3, ["admission_no", "dob", "forename", "surname", "upn"]),
        ("KEY2", 2, ["admission_no", "dob", "forename", "surname", "upn"]),
    ]


def test_a_link_expects_nothing_of_a_cell_that_is_not_shown() -> None:
    row = {n: v for n, v in pupil(1).items() if n != "dob"}
    plan = planned(remembering(pupil(1)), snapshot(pupil(1)), snapshot(row))
    assert [sorted(op.expect) for op in plan.operations if isinstance(op, Link)] == [
        ["admission_no", "forename", "surname", "upn"]
    ]


def test_a_row_that_leaves_nothing_to_decide_is_remembered_as_it_stands() -> None:
    register = snapshot(keyed(1), keyed(2, tutor="typed"))
    plan = planned(remembering(pupil(1), pupil(2)), snapshot(pupil(1), pupil(2)), register)
    assert plan.quiet["KEY1"] == TOKENS.line("KEY1", FIELDS, register.rows[0].values)
    assert plan.quiet["KEY2"] == b""
    assert [kind for kind, _ in kinds(plan)] == ["held"]
    written = planned(remembering(pupil(1)), snapshot(pupil(1, tutor="Mr Other")), snapshot(keyed(1)))
    assert [type(op) for op in written.operations] == [CellWrite]
    assert (written.matters, written.quiet["KEY1"]) == ([], b"")


def test_a_row_at_rest_is_looked_at_only_where_the_export_has_news_of_it() -> None:
    memory = remembering(pupil(1), pupil(2))
    register = snapshot(keyed(1, tutor="typed"), keyed(2, tutor="typed"))
    source = snapshot(pupil(1), unchanged=frozenset(["KEY2"]))
    plan = planned(memory, source, register, at_rest=["KEY1", "KEY2"])
    assert kinds(plan) == [("held", "KEY1")]


DERIVED = (*FIELDS, "open_issues", "sync_state")


def test_what_is_derived_for_a_row_is_written_where_something_is_open_and_noted_where_it_stands() -> None:
    memory = remembering(pupil(1), pupil(2), pupil(3))
    rows = [
        {**keyed(1, tutor="typed"), "open_issues": "", "sync_state": ""},
        {**keyed(2), "open_issues": "0", "sync_state": "in step"},
        {**keyed(3), "open_issues": "", "sync_state": ""},
    ]
    source = snapshot(pupil(1), pupil(2), unchanged=frozenset(["KEY3"]))
    plan = planned(memory, source, snapshot(*rows, fields=DERIVED), at_rest=["KEY3"])
    cells = [(op.key, op.field, op.value) for op in plan.operations if isinstance(op, CellWrite)]
    assert cells == [("KEY1", "open_issues", "1"), ("KEY1", "sync_state", "needs a person")]
    assert plan.learned["KEY2"][REGISTER]["open_issues"] == TOKENS.value("KEY2", "open_issues", "0")
    assert "KEY3" not in plan.quiet
    assert plan.quiet["KEY2"] != b"" == plan.quiet["KEY1"]


def test_a_derived_cell_that_a_person_typed_over_is_listed_and_its_row_looked_at_again() -> None:
    row = {**keyed(1), "open_issues": "many", "sync_state": "in step"}
    plan = planned(remembering(pupil(1)), snapshot(pupil(1)), snapshot(row, fields=DERIVED))
    assert [m.key for m in plan.matters] == ["KEY1"]
    assert plan.quiet["KEY1"] == b""


def test_a_pupil_without_a_row_whose_status_nobody_understands_is_looked_at_again() -> None:
    finding = Finding("F020", "a code that is not known here", 2, "SEN", "sen_status")
    memory = remembering(pupil(1), in_register=False)
    plan = planned(memory, snapshot(pupil(1, sen_status="?"), findings=(finding,)), snapshot())
    assert (kinds(plan), plan.quiet) == ([("not understood", "KEY1")], {"KEY1": b""})


# --- the list of open matters


@pytest.mark.parametrize("register", [None, snapshot(keyed(1))], ids=["no register", "register"])
def test_at_rest_nothing_would_be_written(register: Snapshot | None) -> None:
    plan = planned(
        remembering(pupil(1)),
        snapshot(pupil(1)),
        register,
        folders=FolderSnapshot((), "f", complete=True) if register is None else None,
    )
    assert (plan.is_empty, plan.lists_matters, plan.knows_matters) == (True, "", True)


def test_the_open_matters_are_listed_when_they_change_and_when_there_are_none_any_more() -> None:
    memory = remembering(pupil(1), pupil(2))
    source, typed = snapshot(pupil(1), pupil(2)), snapshot(keyed(1, tutor="typed"), keyed(2))
    first = planned(memory, source, typed)
    assert (first.is_empty, first.operations, len(first.lists_matters) > 8) == (False, [], True)
    memory.facts["matters"] = first.lists_matters
    assert planned(memory, source, typed).is_empty
    again = planned(memory, source, snapshot(keyed(1, tutor="typed otherwise"), keyed(2)))
    assert again.lists_matters not in ("", first.lists_matters)
    settled = planned(memory, source, snapshot(keyed(1), keyed(2)))
    assert (settled.lists_matters, settled.is_empty) == ("none", False)


@pytest.mark.parametrize(
    ("bears", "written", "is_marked"),
    [("", "ours:3", False), ("ours:3", "ours:3", False), ("ours:2", "ours:3", True), ("zzzz:2", "ours:3", True),
     ("alien:2", "ours:3", True), ("ours:3", "", True)],
)  # fmt: skip
def test_a_register_that_bears_another_mark_than_ours_is_marked_anew(bears: str, written: str, is_marked: bool) -> None:
    memory = remembering(pupil(1))
    # What is read is never the very object that the state gives.
    memory.facts["stamp"] = "".join([*written])
    plan = planned(memory, snapshot(pupil(1)), snapshot(keyed(1), stamp=bears))
    assert (plan.lists_matters, plan.is_empty) == (("none", False) if is_marked else ("", True))


def test_a_plan_that_only_makes_folders_is_not_empty() -> None:
    plan = planned(remembering(pupil(1)), snapshot(pupil(1)), snapshot(keyed(1)), folders=FolderSnapshot((), "f"))
    assert ([op.name for op in plan.folder_operations], plan.operations, plan.is_empty) == (
        ["TESTCHILD1 Alder1 · KEY1"],
        [],
        False,
    )


def test_matters_are_in_one_order_whatever_the_order_of_the_rows() -> None:
    memory = remembering(*(pupil(n) for n in (1, 2, 3)))
    rows = [keyed(n, tutor=f"typed {n}") for n in (1, 2, 3)]
    source, unlisted = snapshot(*(pupil(n) for n in (1, 2, 3))), FolderSnapshot((), "f", complete=False)
    plans = [planned(memory, source, snapshot(*order), folders=unlisted) for order in (rows, rows[::-1])]
    assert [m.kind for m in plans[0].matters] == ["folders not listed", "held", "held", "held"]
    assert plans[0].matters == plans[1].matters


# --- folders


def named(memory: Remembered, source: Snapshot, register: Snapshot, *folders: Folder) -> dict[str, str]:
    """The folder names a plan would give, by pupil key."""
    plan = planned(memory, source, register, folders=FolderSnapshot(folders, "f"))
    return {op.key: op.name for op in plan.folder_operations}


def test_a_folder_is_named_as_the_register_shows_the_pupil_after_the_run() -> None:
    memory = remembering(pupil(1), pupil(2), pupil(3))
    source = snapshot(pupil(1, surname="Married"), pupil(2), pupil(3), pupil(4))
    register = snapshot(keyed(1), keyed(2, surname="Typed"), pupil(3))
    made = named(memory, source, register)
    new = next(key for key in made if not key.startswith("KEY"))
    assert made == {
        "KEY1": "MARRIED Alder1 · KEY1",
        "KEY2": "TYPED Alder2 · KEY2",
        "KEY3": "TESTCHILD3 Alder3 · KEY3",
        new: f"TESTCHILD4 Alder4 · {new}",
    }


@pytest.mark.parametrize("shown", [("forename",), ("surname",), ()], ids=["forename", "surname", "neither"])
def test_a_register_without_both_names_leaves_a_folders_name_to_the_mis(shown: tuple[str, ...]) -> None:
    fields = tuple(n for n in FIELDS if n not in {"surname", "forename"} - set(shown))
    register = snapshot(keyed(1), fields=fields)
    assert named(remembering(pupil(1)), snapshot(pupil(1, dob="2012-03-01")), register) == {
        "KEY1": "TESTCHILD1 Alder1 · KEY1"
    }


def test_a_register_of_nothing_but_names_gives_them() -> None:
    register = snapshot(keyed(1, surname="Typed"), fields=("surname", "forename"))
    assert named(remembering(pupil(1)), snapshot(pupil(1)), register) == {"KEY1": "TYPED Alder1 · KEY1"}


def test_a_row_whose_surname_is_not_shown_leaves_the_whole_name_to_the_mis() -> None:
    row = {n: v for n, v in keyed(1, forename="Typed").items() if n != "surname"}
    source = snapshot(pupil(1, dob="2012-03-01"))
    assert named(remembering(pupil(1)), source, snapshot(row)) == {"KEY1": "TESTCHILD1 Alder1 · KEY1"}


def test_a_pupil_whose_name_nobody_shows_gets_no_folder() -> None:
    register = snapshot({n: v for n, v in keyed(1).items() if n != "surname"})
    unchanged = snapshot(unchanged=frozenset(["KEY1"]))
    assert named(remembering(pupil(1)), unchanged, register) == {}
    nameless = snapshot(pupil(1), fields=("upn", "admission_no", "sen_status"))
    assert named(remembering(pupil(1)), nameless, register) == {}


def test_a_name_that_we_gave_is_learned_and_renamed_with_the_pupil() -> None:
    memory = remembering(pupil(1))
    folder = Folder("id1", "KEY1", "TESTCHILD1 Alder1 · KEY1")
    tree = FolderSnapshot((folder,), "f")
    plan = planned(memory, snapshot(pupil(1)), snapshot(keyed(1)), folders=tree)
    assert plan.learned["KEY1"][FILING] == {"name": name_token(folder.name, "KEY1", TOKENS)}
    assert plan.learned["KEY1"][REGISTER]["tutor"] == TOKENS.value("KEY1", "tutor", "Ms Sample")
    memory.tokens[FILING, "KEY1"] = plan.learned["KEY1"][FILING]
    married = planned(memory, snapshot(pupil(1, surname="Married")), snapshot(keyed(1)), folders=tree)
    assert [(type(op), op.name) for op in married.folder_operations] == [(RenameFolder, "MARRIED Alder1 · KEY1")]


def test_a_folder_is_not_made_beside_one_that_bears_a_name_from_a_row_that_may_be_the_pupils() -> None:
    """One row has the key and the new name, the other neither: the folder of a lost state is called as that one."""
    rows = snapshot(keyed(1, surname="Married"), {**pupil(1), "": "ANY"})
    other = Folder("id1", "OLD", "TESTCHILD1 Alder1 · OLD")
    source = snapshot(pupil(1, surname="Married"))
    plan = planned(remembering(pupil(1)), source, rows, folders=FolderSnapshot((other,), "f"))
    assert plan.folder_operations == []
    assert ("folder of an unknown key", "KEY1") in kinds(plan)


def test_a_pupil_at_rest_has_their_folders_name_learned_too() -> None:
    tree = FolderSnapshot((Folder("id1", "KEY1", "TESTCHILD1 Alder1 · KEY1"),), "f")
    source = snapshot(unchanged=frozenset(["KEY1"]))
    plan = planned(remembering(pupil(1)), source, snapshot(keyed(1)), folders=tree, at_rest=["KEY1"])
    assert list(plan.learned) == ["KEY1"]
    assert list(plan.learned["KEY1"]) == [FILING]


def test_a_pupil_with_something_open_about_their_folder_is_looked_at_again() -> None:
    """What the MIS calls the pupil decides it, and a row at rest has no line of the export read."""
    keyless, *strangers = (
        Folder("f1", "", "TESTCHILD1 Alder1"),
        Folder("f2", "KEY9", "Any"),
        Folder("f3", "KEY9", "Any"),
    )
    tree = FolderSnapshot((keyless, *strangers), "f")
    source = snapshot(pupil(1), pupil(2))
    plan = planned(remembering(pupil(1), pupil(2)), source, snapshot(keyed(1), keyed(2)), folders=tree)
    assert kinds(plan) == [("folder twice", "KEY9"), ("folder without a key", "KEY1")]
    assert {key: bool(quiet) for key, quiet in plan.quiet.items()} == {"KEY1": False, "KEY2": True}


def test_without_a_register_no_folder_is_made_and_no_row_is_out_of_place() -> None:
    plan = planned(remembering(pupil(1)), snapshot(pupil(1)), None, folders=FolderSnapshot((), "f"))
    assert plan.placed == Placed({}, {}, (), scrambled=0)
    assert (plan.folder_operations, plan.lists_matters) == ([], "")


# --- a state that was lost


def test_the_registers_keys_are_believed_where_the_state_knows_nothing() -> None:
    plan = planned(Remembered(SECRET), snapshot(pupil(1)), snapshot({**keyed(1), "": "KEYA"}))
    assert (list(plan.learned), plan.operations, plan.matters) == (["KEYA"], [], [])


# --- after a run that was cut off


class Sent(Remembered):
    """A state whose last run was cut off once its batch had landed: a tutor had been written."""

    def sent(self, stamp: str) -> Mapping[tuple[str, str], bytes]:
        return {("KEY1", "tutor"): TOKENS.value("KEY1", "tutor", "Mr New")} if stamp == "landed" else {}


def after_a_cut(tutor: str, stamp: str = "landed", *others: Pupil) -> Plan:
    known = remembering(pupil(1, tutor=""))
    memory = Sent(**{f.name: getattr(known, f.name) for f in dataclasses.fields(known)})
    memory.tokens[AGREED, "KEY1"]["tutor"] = TOKENS.value("KEY1", "tutor", "Mr New")
    register = snapshot(keyed(1, tutor=tutor), *others, stamp=stamp)
    rules = Rules(Ownership({"tutor": Owner.SHARED}))
    return planned(memory, snapshot(pupil(1, tutor="Mr New")), register, rules=rules)


@pytest.mark.parametrize(
    ("stamp", "written"), [("landed", []), ("before", ["Mr New"])], ids=["it had arrived", "it never arrived"]
)
def test_a_cell_that_shows_what_it_did_before_the_batch_landed_was_put_back(stamp: str, written: list[str]) -> None:
    plan = after_a_cut("", stamp)
    assert [op.value for op in plan.operations if isinstance(op, CellWrite)] == written


def test_what_a_cut_off_run_wrote_to_a_row_in_doubt_is_remembered() -> None:
    plan = after_a_cut("Mr New", "landed", keyed(1))
    assert plan.learned["KEY1"][REGISTER]["tutor"] == TOKENS.value("KEY1", "tutor", "Mr New")


# --- whose row it is


def test_a_batch_tells_what_each_row_it_writes_to_shows_of_its_child() -> None:
    plan = planned(
        remembering(pupil(1), pupil(2)), snapshot(pupil(1, tutor="Mr New"), pupil(2)), snapshot(keyed(1), keyed(2))
    )
    signs = {name: pupil(1)[name] for name in ("upn", "admission_no", "surname", "forename", "dob")}
    assert plan.children == {"KEY1": signs}
