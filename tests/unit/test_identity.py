"""Which rows are the same child: UPN first, doubt sets a row aside, names prove nothing by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

import pytest

from senco_connect.identity import (
    Identifiers,
    Placed,
    Roll,
    keyed_bearers,
    place_rows,
    resolve_roll,
    rows_at_rest,
    with_names,
)
from senco_connect.memory import AGREED, Standing
from senco_connect.ownership import MIS, REGISTER
from senco_connect.record import MISSING
from senco_connect.remembered import Remembered
from senco_connect.snapshot import SET_ASIDE, Finding, Row, Snapshot
from senco_connect.tokens import Tokens

SECRET = b"s" * 32
TOKENS = Tokens(SECRET)
FIELDS = ("upn", "former_upn", "mis_id", "admission_no", "surname", "forename", "dob")

Pupil = Mapping[str, str]


def pupil(number: int, **said: str) -> dict[str, str]:
    """An invented child; what is said stands, the rest is made from the number."""
    made = {
        "upn": f"UPN{number}",
        "admission_no": f"{number:04d}",
        "surname": f"Testchild{number}",
        "forename": f"Alder{number}",
        "dob": f"2012-03-{number:02d}",
    }
    return {**dict.fromkeys(FIELDS, ""), **made, **said}


def snapshot(*rows: Pupil, fields: Sequence[str] = FIELDS, unchanged: Sequence[str] = ()) -> Snapshot:
    """A store that shows these rows; "" is the key column."""
    made = [
        Row(row.get("", ""), line, tuple(row.get(name, MISSING) for name in fields))
        for line, row in enumerate(rows, start=2)
    ]
    return Snapshot(tuple(fields), made, digest="any", unchanged=frozenset(unchanged))


TWINS = (pupil(1, surname="Twin", forename="Alder", dob="2012-05-05"),
         pupil(2, surname="Twin", forename="Alder", dob="2012-05-05"))  # fmt: skip


def remembering(*pupils: Pupil, keys: Sequence[str] = (), exported: bool = True) -> Remembered:
    """A state after an export of these pupils, whose keys are KEY1, KEY2 and on."""
    memory = Remembered(SECRET)
    shown = snapshot(*pupils)
    reader = Identifiers(shown, TOKENS)
    for number, row in enumerate(shown.rows):
        key = keys[number] if keys else f"KEY{number + 1}"
        memory.standings[key] = Standing(exported, False)
        memory.tokens[MIS, key] = {n: TOKENS.value(key, n, str(v)) for n, v in shown.cells(row)}
        memory.holders |= dict.fromkeys(reader.all(row), key)
    return memory


def found(roll: Roll) -> dict[str, int]:
    return {key: row.line for key, row in roll.rows.items()}


def doubts(of: Roll | Placed) -> list[tuple[str, int]]:
    return sorted((doubt.kind, doubt.line) for doubt in of.doubts)


# --- in an export


def test_a_pupil_of_whom_nothing_is_known_is_new_and_has_the_same_key_tomorrow() -> None:
    roll = resolve_roll(snapshot(pupil(1)), Remembered(SECRET), TOKENS)
    assert len(roll.new) == 1
    assert roll.rows == resolve_roll(snapshot(pupil(1)), Remembered(SECRET), TOKENS).rows


def test_a_pupil_is_known_by_the_upn_whatever_else_changed() -> None:
    changed = pupil(1, surname="Other", forename="Name", dob="2011-01-01", admission_no="9999")
    roll = resolve_roll(snapshot(changed), remembering(pupil(1)), TOKENS)
    assert (found(roll), roll.new, roll.rekeyed) == ({"KEY1": 2}, frozenset(), frozenset())


@pytest.mark.parametrize("number", ["1", "0001", "000001"])
def test_an_admission_number_is_the_same_without_its_zeros(number: str) -> None:
    roll = resolve_roll(snapshot(pupil(1, upn="", admission_no=number)), remembering(pupil(1)), TOKENS)
    assert found(roll) == {"KEY1": 2}


def test_two_new_lines_with_one_number_written_in_two_ways_are_one_pupil_twice() -> None:
    lines = [pupil(1, upn="", admission_no="0007"), pupil(2, upn="", admission_no="7")]
    assert doubts(resolve_roll(snapshot(*lines), Remembered(SECRET), TOKENS)) == [
        ("twice in the export", 2),
        ("twice in the export", 3),
    ]


def test_the_mis_id_finds_a_pupil_without_any_other_number() -> None:
    known = remembering(pupil(1, mis_id="M1"))
    roll = resolve_roll(snapshot(pupil(1, upn="", admission_no="", mis_id="M1")), known, TOKENS)
    assert found(roll) == {"KEY1": 2}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (pupil(1, upn="", admission_no=""), "no identifier"),
        (pupil(1, admission_no="0002"), "identifiers disagree"),
        (pupil(3, upn="UPN1", former_upn="UPN2"), "identifiers disagree"),
    ],
    ids=["none", "the number of another", "the former UPN of another"],
)
def test_a_doubtful_line_is_set_aside_and_the_others_carry_on(line: Pupil, kind: str) -> None:
    roll = resolve_roll(snapshot(line, pupil(4)), remembering(pupil(1), pupil(2), pupil(4)), TOKENS)
    assert (found(roll), doubts(roll)) == ({"KEY3": 3}, [(kind, 2)])


def test_a_doubt_names_both_pupils() -> None:
    roll = resolve_roll(snapshot(pupil(1, admission_no="0002")), remembering(pupil(1), pupil(2)), TOKENS)
    assert roll.doubts[0].keys == ("KEY1", "KEY2")


def test_a_pupil_on_two_lines_is_set_aside_also_where_one_line_is_unchanged() -> None:
    known = remembering(pupil(1), pupil(2))
    both = resolve_roll(snapshot(pupil(1), pupil(1, surname="Other"), pupil(2)), known, TOKENS)
    one = resolve_roll(snapshot(pupil(1, surname="Other"), pupil(2), unchanged=["KEY1"]), known, TOKENS)
    assert found(both) == {"KEY2": 4}
    assert found(one) == {"KEY2": 3}
    assert {doubt.kind for doubt in (*both.doubts, *one.doubts)} == {"twice in the export"}


def test_two_unknown_pupils_who_share_a_number_are_both_set_aside() -> None:
    lines = (pupil(1), pupil(2, admission_no="0001"), pupil(3))
    roll = resolve_roll(snapshot(*lines), Remembered(SECRET), TOKENS)
    assert doubts(roll) == [("identifiers disagree", 2), ("identifiers disagree", 3)]
    assert [row.line for row in roll.rows.values()] == [4]
    assert set(roll.bearers.values()) == set(roll.rows)


def test_a_former_upn_tells_who_a_pupil_was() -> None:
    line = pupil(1, upn="UPN9", former_upn="UPN1", admission_no="7777", surname="Other", dob="2010-01-01")
    roll = resolve_roll(snapshot(line), remembering(pupil(1)), TOKENS)
    assert (found(roll), roll.rekeyed) == ({"KEY1": 2}, {"KEY1"})


@pytest.mark.parametrize(
    ("said", "is_new"),
    [
        ({}, True),
        ({"surname": "Testchild1", "forename": "Alder1", "dob": "2012-03-01"}, False),
        ({"forename": "Alder1", "dob": "2012-03-01"}, False),
        ({"surname": "Testchild1", "forename": "Alder1"}, True),
    ],
    ids=["another child", "the same child", "under another surname", "a namesake"],
)
def test_a_upn_that_a_pupil_bore_by_mistake_is_that_of_the_child_who_truly_bears_it(
    said: Mapping[str, str], is_new: bool
) -> None:
    memory = remembering(pupil(1))
    memory.holders |= {("upn", TOKENS.identity("upn", "UPN9")): "KEY1"}
    roll = resolve_roll(snapshot(pupil(9, **said)), memory, TOKENS)
    assert (len(roll.new), roll.doubts, "KEY1" in roll.rows) == (int(is_new), (), not is_new)


def test_a_pupil_with_a_former_upn_alone_has_a_key_of_their_own() -> None:
    lines = [pupil(n, upn="", admission_no="", former_upn=f"OLD{n}") for n in (1, 2)]
    roll = resolve_roll(snapshot(*lines), Remembered(SECRET), TOKENS)
    assert (len(roll.rows), roll.doubts) == (2, ())


# --- a number that was given again


@pytest.mark.parametrize(
    ("said", "is_same"),
    [
        ({}, True),
        ({"surname": "Married"}, True),
        ({"forename": "Shortened"}, True),
        ({"surname": "Other", "forename": "Name"}, False),
        ({"dob": "2013-09-01"}, False),
        ({"surname": "Other", "forename": "Name", "dob": "2013-09-01"}, False),
    ],
    ids=["nothing", "surname", "forename", "both names", "birth date", "everything"],
)
def test_a_replaced_upn_is_followed_only_where_name_and_birth_date_speak_for_it(
    said: dict[str, str], is_same: bool
) -> None:
    roll = resolve_roll(snapshot(pupil(1, upn="UPN9", **said)), remembering(pupil(1)), TOKENS)
    assert found(roll) == ({"KEY1": 2} if is_same else {})
    assert roll.rekeyed == ({"KEY1"} if is_same else set())
    assert doubts(roll) == ([] if is_same else [("identifiers disagree", 2)])


@pytest.mark.parametrize(
    ("said", "is_same"),
    [
        ({"surname": "Married"}, True),
        ({"dob": "2013-09-01"}, True),
        ({"surname": "Other", "forename": "Name"}, True),
        ({"surname": "Other", "dob": "2013-09-01"}, False),
    ],
    ids=["surname", "birth date", "both names", "surname and birth date"],
)
def test_without_upns_a_number_is_followed_through_one_correction(said: dict[str, str], is_same: bool) -> None:
    roll = resolve_roll(snapshot(pupil(1, upn="", **said)), remembering(pupil(1, upn="")), TOKENS)
    assert found(roll) == ({"KEY1": 2} if is_same else {})


def test_a_upn_that_an_export_shows_for_the_first_time_is_no_contradiction() -> None:
    roll = resolve_roll(snapshot(pupil(1)), remembering(pupil(1, upn="")), TOKENS)
    assert found(roll) == {"KEY1": 2}


def test_a_replaced_upn_without_names_to_check_is_set_aside() -> None:
    line = snapshot({"upn": "UPN9", "admission_no": "0001"}, fields=("upn", "admission_no"))
    assert doubts(resolve_roll(line, remembering(pupil(1)), TOKENS)) == [("identifiers disagree", 2)]


def test_a_number_alone_is_followed_where_there_is_nothing_to_check() -> None:
    line = snapshot({"admission_no": "0001"}, fields=("admission_no",))
    assert found(resolve_roll(line, remembering(pupil(1)), TOKENS)) == {"KEY1": 2}


def test_a_number_under_a_contradicting_name_is_weighed_by_what_is_agreed_where_the_mis_shadow_is_gone() -> None:
    known = remembering(pupil(1))
    known.tokens["agreed", "KEY1"] = known.tokens.pop((MIS, "KEY1"))
    assert found(resolve_roll(snapshot(pupil(1, upn="UPN9", dob="2001-01-01")), known, TOKENS)) == {}


# --- a state that was lost


def told(*register: Pupil, fields: Sequence[str] = FIELDS) -> dict[tuple[str, bytes], str]:
    return keyed_bearers(snapshot(*register, fields=fields), Remembered(SECRET), TOKENS)


def test_the_registers_own_keys_are_believed_where_the_state_knows_nothing() -> None:
    bearers = told({"": "KEYA", **pupil(1)})
    roll = resolve_roll(snapshot(pupil(1), pupil(2)), Remembered(SECRET), TOKENS, bearers=bearers)
    assert found(roll)["KEYA"] == 2
    assert len(roll.rows) == 2


def test_a_known_key_is_the_states_matter_and_a_contested_number_nobodys() -> None:
    known = remembering(pupil(1), keys=["KEYA"])
    assert keyed_bearers(snapshot({"": "KEYA", **pupil(1)}), known, TOKENS) == {}
    twice = told({"": "KEYA", **pupil(1)}, {"": "KEYB", **pupil(2, upn="UPN1")})
    assert {kind for (kind, _), key in twice.items()} == {"admission_no", "who"}


def test_what_a_known_key_claims_too_is_nobodys() -> None:
    """Else the first run, which makes the others known, decided what the second one believes."""
    known = remembering(TWINS[0], keys=["KEYA"])
    bearers = keyed_bearers(snapshot({"": "KEYA", **TWINS[0]}, {"": "KEYB", **TWINS[1]}, TWINS[0]), known, TOKENS)
    assert {(kind, key) for (kind, _), key in bearers.items()} == {("upn", "KEYB"), ("admission_no", "KEYB")}


@pytest.mark.parametrize("order", list(permutations((0, 1))), ids=str)
def test_a_key_that_two_children_show_is_either_ones_whatever_the_order(order: tuple[int, ...]) -> None:
    rows = [{"": "KEYA", **pupil(number)} for number in (1, 2)]
    lines = snapshot(pupil(1, upn="UPN8"), pupil(2, upn="UPN9"))
    roll = resolve_roll(lines, Remembered(SECRET), TOKENS, bearers=told(*(rows[n] for n in order)))
    assert doubts(roll) == [("twice in the export", 2), ("twice in the export", 3)]


def test_a_name_is_enough_only_where_the_two_show_no_numbers_of_one_kind() -> None:
    by_number = told({"": "KEYA", "admission_no": "0001", **{n: pupil(1)[n] for n in FIELDS[4:]}}, fields=FIELDS[3:])
    same = snapshot(pupil(1), fields=("upn", *FIELDS[4:]))
    assert found(resolve_roll(same, Remembered(SECRET), TOKENS, bearers=by_number)) == {"KEYA": 2}
    twin = snapshot(pupil(1, upn="UPN2", admission_no="0002"))
    assert "KEYA" not in resolve_roll(twin, Remembered(SECRET), TOKENS, bearers=by_number).rows


def test_a_number_that_the_register_shows_beside_another_name_is_set_aside() -> None:
    bearers = told({"": "KEYA", **pupil(1)})
    line = pupil(2, admission_no="0001")
    roll = resolve_roll(snapshot(line), Remembered(SECRET), TOKENS, bearers=bearers)
    assert doubts(roll) == [("identifiers disagree", 2)]


def test_a_key_that_another_seed_has_is_not_given_again() -> None:
    """Five bytes can meet; the second pupil gets the next key, and the first keeps theirs."""
    seed_key = next(iter(resolve_roll(snapshot(pupil(1)), Remembered(SECRET), TOKENS).rows))
    taken = remembering(pupil(9), keys=[seed_key])
    roll = resolve_roll(snapshot(pupil(1)), taken, TOKENS)
    assert len(roll.rows) == 1
    assert seed_key not in roll.rows


# --- in the register


def placed(register: Snapshot, memory: Remembered, export: Snapshot | None = None) -> Placed:
    export = export or snapshot()
    roll = with_names(resolve_roll(export, memory, TOKENS), export, TOKENS)
    return place_rows(register, roll, memory, TOKENS)


def keyed(number: int, **said: str) -> dict[str, str]:
    return {"": f"KEY{number}", **pupil(number, **said)}


def test_a_row_is_found_by_its_key_wherever_it_stands() -> None:
    known = remembering(pupil(1), pupil(2))
    assert {k: r.line for k, r in placed(snapshot(keyed(2), keyed(1)), known).rows.items()} == {"KEY2": 2, "KEY1": 3}


def test_a_copied_row_sets_both_aside() -> None:
    result = placed(snapshot(keyed(1), keyed(1), keyed(2)), remembering(pupil(1), pupil(2)))
    assert (set(result.rows), doubts(result)) == (
        {"KEY2"},
        [("key twice in the register", 2), ("key twice in the register", 3)],
    )


def test_an_unknown_key_is_listed_with_the_pupil_of_its_numbers() -> None:
    result = placed(snapshot({**keyed(1), "": "ANY"}), remembering(pupil(1)))
    assert [(d.kind, d.keys) for d in result.doubts] == [("unknown key", ("KEY1",))]


@pytest.mark.parametrize("export", [(0, 1), (0,)], ids=["of both", "that tells of one"])
def test_an_unknown_key_is_listed_for_the_twin_whose_numbers_stand_beside_it(export: tuple[int, ...]) -> None:
    shown = snapshot(*(TWINS[n] for n in export))
    result = placed(snapshot({**TWINS[0], "": "ANY"}), remembering(*TWINS), shown)
    assert [(d.kind, d.keys) for d in result.doubts] == [("unknown key", ("KEY1",))]


def test_an_unknown_key_is_listed_for_everybody_who_bears_a_number_or_the_name_beside_it() -> None:
    result = placed(snapshot({**pupil(1), "admission_no": "0002", "": "ANY"}), remembering(pupil(1), pupil(2)))
    assert [d.keys for d in result.doubts] == [("KEY1", "KEY2")]
    row = {**pupil(2), "upn": pupil(1)["upn"], "admission_no": "", "": "ANY"}
    assert [d.keys for d in placed(snapshot(row), remembering(pupil(1), pupil(2))).doubts] == [("KEY1", "KEY2")]


def test_keys_that_a_sort_left_behind_are_counted() -> None:
    rows = [keyed(1), keyed(2), keyed(3)]
    moved = [{**row, "": key[""]} for row, key in zip(rows, [rows[2], rows[0], rows[1]], strict=True)]
    result = placed(snapshot(*moved), remembering(pupil(1), pupil(2), pupil(3)))
    assert (result.rows, result.scrambled) == ({}, 3)


def test_a_new_surname_is_no_scramble() -> None:
    known = remembering(pupil(1), pupil(2))
    result = placed(snapshot(keyed(1, surname="Married"), keyed(2)), known, snapshot(pupil(1), pupil(2)))
    assert (set(result.rows), result.scrambled) == ({"KEY1", "KEY2"}, 0)


def test_names_that_the_office_exchanged_are_no_scramble() -> None:
    """The MIS had the forenames of two sisters mixed up: the register still shows what it was given."""
    before = [pupil(1, surname="Twin", dob="2012-01-01"), pupil(2, surname="Twin", dob="2012-01-01")]
    after = [{**before[0], "forename": "Alder2"}, {**before[1], "forename": "Alder1"}]
    known = remembering(*before)
    for key, row in zip(("KEY1", "KEY2"), before, strict=True):
        known.tokens[REGISTER, key] = {n: TOKENS.value(key, n, row[n]) for n in FIELDS}
    result = placed(snapshot(*({"": f"KEY{n}", **row} for n, row in enumerate(before, 1))), known, snapshot(*after))
    assert (set(result.rows), result.scrambled) == ({"KEY1", "KEY2"}, 0)


@pytest.mark.parametrize("order", list(permutations((0, 1))), ids=str)
def test_twins_are_no_scramble_in_any_order_with_or_without_a_state(order: tuple[int, ...]) -> None:
    export = snapshot(*(TWINS[n] for n in order))
    rows = snapshot(*({"": f"KEY{n + 1}", **TWINS[n]} for n in order))
    assert placed(rows, remembering(*TWINS), export).scrambled == 0
    lost = Remembered(SECRET)
    roll = with_names(resolve_roll(export, lost, TOKENS, bearers=keyed_bearers(rows, lost, TOKENS)), export, TOKENS)
    assert set(place_rows(rows, roll, lost, TOKENS).rows) == {"KEY1", "KEY2"}


@pytest.mark.parametrize("order", list(permutations((0, 1))), ids=str)
def test_the_keyless_rows_of_twins_are_told_apart_by_their_numbers(order: tuple[int, ...]) -> None:
    result = placed(snapshot(*(TWINS[n] for n in order)), remembering(*TWINS), snapshot(*TWINS))
    assert {key: row.values[0] for key, row in result.links.items()} == {"KEY1": "UPN1", "KEY2": "UPN2"}


def test_without_birth_dates_the_numbers_tell_whose_row_it_is() -> None:
    fields = ("upn", "surname")
    rows = [{"": "KEY1", "upn": "UPN2", "surname": "Testchild2"}, {"": "KEY2", "upn": "UPN1", "surname": "Testchild1"}]
    assert placed(snapshot(*rows, fields=fields), remembering(pupil(1), pupil(2))).scrambled == 2
    right = [{"": "KEY1", "upn": "UPN1", "surname": "Other"}, {"": "KEY2", "upn": "unheard of", "surname": "Other"}]
    assert placed(snapshot(*right, fields=fields), remembering(pupil(1), pupil(2))).scrambled == 0


def test_a_row_at_rest_is_not_checked_again() -> None:
    known = remembering(pupil(1), pupil(2))
    register = snapshot({**keyed(2), "": "KEY1"})
    digest = TOKENS.line("KEY1", register.fields, register.rows[0].values)
    known.standings["KEY1"] = Standing(True, True, digest)
    at_rest = rows_at_rest(register, known, TOKENS)
    assert at_rest == {"KEY1"}
    assert set(place_rows(register, resolve_roll(snapshot(), known, TOKENS), known, TOKENS, at_rest=at_rest).rows) == {
        "KEY1"
    }


@pytest.mark.parametrize(
    "standing",
    [Standing(True, True, b"\0"), Standing(True, True, b"\xff" * 9), Standing(True, True, b"", waiting=True)],
)
def test_a_row_that_moved_on_or_waits_is_not_at_rest(standing: Standing) -> None:
    known = remembering(pupil(1))
    known.standings["KEY1"] = standing
    assert rows_at_rest(snapshot(keyed(1)), known, TOKENS) == frozenset()


@pytest.mark.parametrize(
    ("row", "kind", "keys"),
    [
        (pupil(1, upn="", admission_no=""), "no key", ("KEY1",)),
        (pupil(3, upn="", admission_no=""), "no key", ()),
        (pupil(1, admission_no="0002"), "no key", ("KEY1", "KEY2")),
        (pupil(1, **{n: pupil(2)[n] for n in ("surname", "forename", "dob")}), "no key", ("KEY1", "KEY2")),
    ],
    ids=["a name alone", "nobody", "numbers of two", "the number of one and the name of another"],
)
def test_a_keyless_row_that_is_not_certainly_somebodys_is_offered_its_keys(
    row: Pupil, kind: str, keys: tuple[str, ...]
) -> None:
    result = placed(snapshot(row), remembering(pupil(1), pupil(2)))
    assert (result.links, [(d.kind, d.keys) for d in result.doubts]) == ({}, [(kind, keys)])


@pytest.mark.parametrize("export", [snapshot(*TWINS, pupil(3)), snapshot(*TWINS[::-1], pupil(3))], ids=["so", "or so"])
@pytest.mark.parametrize(
    ("row", "keys"),
    [
        ({**TWINS[0], "upn": "", "admission_no": ""}, ("KEY1", "KEY2")),
        ({**TWINS[0], "admission_no": "0002"}, ("KEY1", "KEY2")),
        ({**TWINS[0], "admission_no": "0003"}, ("KEY1", "KEY3")),
        ({**TWINS[0], "upn": "", "admission_no": "0003"}, ("KEY1", "KEY2", "KEY3")),
    ],
    ids=["a name alone", "numbers of both", "numbers of one and another", "the number of another"],
)
@pytest.mark.parametrize(("key", "kind"), [("", "no key"), ("ANY", "unknown key")], ids=["no key", "unknown key"])
def test_a_row_of_twins_is_offered_both_keys_unless_its_numbers_tell(
    key: str, kind: str, row: Pupil, keys: tuple[str, ...], export: Snapshot
) -> None:
    result = placed(snapshot({**row, "": key}), remembering(*TWINS, pupil(3)), export)
    assert (result.links, [(d.kind, d.keys) for d in result.doubts]) == ({}, [(kind, keys)])


def test_a_twin_who_is_not_in_the_export_is_found_by_number_and_name_all_the_same() -> None:
    result = placed(snapshot(TWINS[0]), remembering(*TWINS), snapshot(TWINS[1]))
    assert (list(result.links), result.doubts) == (["KEY1"], ())
    knows_no_birth_date = remembering(*TWINS)
    del knows_no_birth_date.tokens[MIS, "KEY1"]["dob"]
    assert doubts(placed(snapshot(TWINS[0]), knows_no_birth_date, snapshot(TWINS[1]))) == [("no key", 2)]


def test_an_unknown_key_beside_the_numbers_of_a_twin_is_offered_that_twins() -> None:
    result = placed(snapshot({**TWINS[0], "": "ANY"}), remembering(*TWINS), snapshot(*TWINS))
    assert [d.keys for d in result.doubts] == [("KEY1",)]


@pytest.mark.parametrize(
    "others", [[pupil(1)], [keyed(1)], [keyed(1), keyed(1)]], ids=["keyless", "keyed", "keyed twice"]
)
def test_a_keyless_row_of_a_pupil_who_has_another_row_gets_no_key(others: list[Pupil]) -> None:
    result = placed(snapshot(pupil(1), *others), remembering(pupil(1)))
    assert result.links == {}
    assert ("pupil twice in the register", 2) in doubts(result)


@pytest.mark.parametrize("cell", ["", MISSING], ids=["blank", "not shown"])
def test_a_name_with_a_part_missing_is_no_name(cell: str) -> None:
    shown = Snapshot(FIELDS[4:], [Row("", 2, ("Testchild1", "Alder1", cell))], digest="any")
    assert Identifiers(shown, TOKENS).who(shown.rows[0]) is None


def test_the_order_of_an_export_changes_no_pupils_key() -> None:
    """A9: whatever the order, each line is the same pupil's, or set aside."""
    lines = [pupil(1), pupil(2, admission_no="0001"), pupil(3), pupil(3), pupil(4, upn=""), *TWINS[:1], pupil(5)]
    known = remembering(pupil(4), pupil(6))
    outcomes = set()
    for start in range(len(lines)):
        turned = [*lines[start:], *lines[:start]]
        for order in (turned, turned[::-1]):
            roll = resolve_roll(snapshot(*order), known, TOKENS)
            said = {(key, tuple(row.values)) for key, row in roll.rows.items()}
            outcomes.add((frozenset(said), tuple(sorted(d.kind for d in roll.doubts)), roll.new))
    assert len(outcomes) == 1


def test_a_line_that_was_set_aside_is_there_and_nothing_of_it_is_read() -> None:
    aside = snapshot(pupil(1, surname="=1+1"), pupil(2))
    aside = aside._replace(findings=(Finding(SET_ASIDE, "a cell begins like a formula", 2),))
    roll = resolve_roll(aside, remembering(pupil(1), pupil(2)), TOKENS)
    assert (found(roll), [(d.kind, d.keys) for d in roll.doubts]) == ({"KEY2": 3}, [("set aside", ("KEY1",))])


# --- who a row is, in doubt


def test_a_first_key_is_made_of_the_strongest_number_and_is_the_same_on_every_machine() -> None:
    roll = resolve_roll(snapshot(pupil(1), pupil(2, upn="")), Remembered(SECRET), TOKENS)
    assert found(roll) == {TOKENS.key("upn\0UPN1", 0): 2, TOKENS.key("admission_no\0" + "2", 0): 3}
    taken = remembering(pupil(9), keys=[TOKENS.key("upn\0UPN1", 0)])
    assert found(resolve_roll(snapshot(pupil(1)), taken, TOKENS)) == {TOKENS.key("upn\0UPN1", 1): 2}


class Meeting(Tokens):
    """Tokens whose first keys are all the same: five bytes meet some day."""

    def key(self, seed: str, attempt: int = 0) -> str:
        return f"P{attempt}" if attempt == 0 else super().key(seed, attempt)


@pytest.mark.parametrize("order", list(permutations((1, 2))), ids=str)
def test_two_new_pupils_whose_first_keys_meet_are_two_pupils(order: tuple[int, ...]) -> None:
    roll = resolve_roll(snapshot(*(pupil(n) for n in order)), Remembered(SECRET), Meeting(SECRET))
    assert (len(roll.rows), roll.doubts) == (2, ())


def test_a_upn_that_another_new_line_gives_as_its_former_one_sets_both_aside() -> None:
    lines = [pupil(1), pupil(2, upn="", admission_no="", former_upn="UPN1")]
    roll = resolve_roll(snapshot(*lines), Remembered(SECRET), TOKENS)
    assert (found(roll), doubts(roll)) == ({}, [("identifiers disagree", 2), ("identifiers disagree", 3)])


def test_a_new_mis_id_is_no_new_upn() -> None:
    roll = resolve_roll(snapshot(pupil(1, upn="", mis_id="M9")), remembering(pupil(1)), TOKENS)
    assert (found(roll), roll.rekeyed) == ({"KEY1": 2}, frozenset())


@pytest.mark.parametrize(("dob", "is_same"), [("2012-03-01", True), ("2012-03-02", False)])
def test_a_birth_date_alone_speaks_for_a_replaced_upn_or_against_it(dob: str, is_same: bool) -> None:
    line = snapshot(pupil(1, upn="UPN9", dob=dob), fields=("upn", "admission_no", "dob"))
    assert found(resolve_roll(line, remembering(pupil(1)), TOKENS)) == ({"KEY1": 2} if is_same else {})


def test_a_number_that_the_register_shows_beside_the_same_name_is_followed() -> None:
    bearers = told({"": "KEYA", **pupil(1)})
    line = snapshot(pupil(1, upn=""))
    assert found(resolve_roll(line, Remembered(SECRET), TOKENS, bearers=bearers)) == {"KEYA": 2}


def test_a_upn_that_the_register_shows_is_followed_whatever_else_changed() -> None:
    bearers = told({"": "KEYA", **pupil(1)})
    line = snapshot(pupil(1, surname="Other", dob="2011-01-01"))
    assert found(resolve_roll(line, Remembered(SECRET), TOKENS, bearers=bearers)) == {"KEYA": 2}


def strange(number: int) -> dict[str, str]:
    """The row of a known key that shows a child nobody heard of."""
    said = {"upn": "", "admission_no": "", "surname": "Newcomer", "forename": f"Birch{number}", "dob": "2013-01-01"}
    return keyed(number, **said)


@pytest.mark.parametrize(
    ("swapped", "unheard", "scrambled"), [(0, 1, 0), (0, 2, 0), (0, 3, 3), (2, 2, 2), (2, 3, 5), (2, 0, 2)]
)
def test_one_or_two_new_names_may_be_new_children_and_three_are_a_sort(
    swapped: int, unheard: int, scrambled: int
) -> None:
    rows = [{**pupil(2), "": "KEY1"}, {**pupil(1), "": "KEY2"}][:swapped] + [strange(n) for n in range(3, 3 + unheard)]
    result = placed(snapshot(*rows), remembering(*(pupil(n) for n in range(1, 7))))
    assert (result.rows, result.scrambled) == ({}, scrambled)
    assert [d.kind for d in result.doubts] == ["key fits another pupil"] * swapped + [
        "key beside another name"
    ] * unheard


@pytest.mark.parametrize("same", ["surname", "forename"], ids=["a brother's", "a namesake's"])
def test_another_upn_beside_a_name_that_is_half_the_pupils_own_is_another_childs(same: str) -> None:
    own = pupil(1)
    shown = {"": "KEY1", **pupil(9), same: own[same], "dob": "2013-01-01"}
    known = remembering(own)
    assert doubts(placed(snapshot(shown), known)) == [("key beside another name", 2)]
    for corrected in ({"upn": own["upn"]}, {"upn": ""}, {"dob": own["dob"]}):
        assert set(placed(snapshot({**shown, **corrected}), known).rows) == {"KEY1"}


def test_another_upn_that_was_agreed_may_have_arrived_in_a_run_that_was_cut_off() -> None:
    known = remembering(pupil(1))
    known.tokens[REGISTER, "KEY1"] = dict(known.tokens[MIS, "KEY1"])
    changed = pupil(1, upn=pupil(9)["upn"])
    known.tokens[AGREED, "KEY1"] = {n: TOKENS.value("KEY1", n, changed[n]) for n in FIELDS}
    half = {"": "KEY1", **changed, "forename": "Birch", "dob": "2013-01-01"}
    assert set(placed(snapshot(half), known).rows) == {"KEY1"}


NAMES = ("surname", "forename")


@pytest.mark.parametrize("in_export", [True, False])
def test_a_name_alone_that_is_anothers_is_a_sort_and_ones_own_is_not(in_export: bool) -> None:
    """A register without birth dates and numbers: the names that moved are of children we know."""
    known = remembering(pupil(1), pupil(2))
    shown = snapshot(pupil(1), pupil(2))
    reader = Identifiers(shown, TOKENS)
    if not in_export:
        known.holders |= {i: f"KEY{n}" for n, row in enumerate(shown.rows, 1) for i in reader.kept(row)}
    export = shown if in_export else snapshot()
    moved = snapshot({**keyed(1), "": "KEY2"}, {**keyed(2), "": "KEY1"}, fields=NAMES)
    assert placed(moved, known, export).scrambled == 2
    assert [d.kind for d in placed(moved, known, export).doubts] == ["key fits another pupil"] * 2
    unheard = snapshot(strange(1), fields=NAMES)
    assert [d.kind for d in placed(unheard, known, export).doubts] == ["key beside another name"]


def test_one_check_column_that_differs_is_a_correction() -> None:
    result = placed(snapshot(keyed(1, surname="Married"), fields=("surname",)), remembering(pupil(1)))
    assert set(result.rows) == {"KEY1"}


def test_a_name_that_was_agreed_may_have_arrived_in_a_run_that_was_cut_off() -> None:
    known = remembering(pupil(1))
    known.tokens[REGISTER, "KEY1"] = dict(known.tokens[MIS, "KEY1"])
    renamed = pupil(1, surname="Adopted", forename="Birch", dob="2012-04-01")
    known.tokens[AGREED, "KEY1"] = {n: TOKENS.value("KEY1", n, renamed[n]) for n in FIELDS}
    assert set(placed(snapshot({"": "KEY1", **renamed}), known).rows) == {"KEY1"}
    assert set(placed(snapshot(keyed(1)), known).rows) == {"KEY1"}


def test_a_row_is_checked_against_all_that_the_register_showed_though_less_is_agreed() -> None:
    known = remembering(pupil(1))
    known.tokens[REGISTER, "KEY1"] = dict(known.tokens[MIS, "KEY1"])
    known.tokens[AGREED, "KEY1"] = {"surname": TOKENS.value("KEY1", "surname", "Testchild1")}
    assert doubts(placed(snapshot(strange(1)), known)) == [("key beside another name", 2)]


def test_a_row_is_checked_against_what_is_agreed_where_nothing_else_is_known() -> None:
    known = remembering(pupil(1))
    known.tokens[AGREED, "KEY1"] = known.tokens.pop((MIS, "KEY1"))
    assert doubts(placed(snapshot(strange(1)), known)) == [("key beside another name", 2)]


@pytest.mark.parametrize(
    ("said", "keys"),
    [({}, ("KEY1", "KEY2")), ({"surname": "Other"}, ()), ({"forename": "Other"}, ()), ({"forename": ""}, ()),
     ({"surname": MISSING}, ())],
    ids=["both names", "forename alone", "surname alone", "blank", "not shown"],
)  # fmt: skip
def test_a_keyless_row_is_offered_everybody_of_its_name_and_nobody_of_half_of_it(
    said: dict[str, str], keys: tuple[str, ...]
) -> None:
    """A second row for the same child would be worse than a question; a sister's key is the wrong answer."""
    namesakes = [pupil(n, surname="Namesake", forename="Alder") for n in (1, 2)]
    row = pupil(9, **{"upn": "", "admission_no": "", "surname": "Namesake", "forename": "Alder", **said})
    nameless = pupil(8, surname="Namesake", forename="")
    known = remembering(*namesakes, nameless)
    result = placed(snapshot(row), known, snapshot(*namesakes, nameless))
    assert [(d.kind, d.keys) for d in result.doubts] == [("no key", keys)]
