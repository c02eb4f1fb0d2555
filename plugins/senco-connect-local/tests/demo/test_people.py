"""The made-up school: large enough, legal, always the same, and nobody in it is real."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable

from senco_connect_local.demo.entries import Entry
from senco_connect_local.demo.paperwork import filed_by_hand
from senco_connect_local.demo.people import Child, Roll, invent_roll
from senco_connect_local.demo.week import week_of

from senco_connect.codesets.sen_type import SEN_TYPE
from senco_connect.record.identifiers import is_temporary_upn, upn_problem


def _shared(roll: Roll, what: Callable[[Child], Hashable]) -> list[Hashable]:
    """List what several children share."""
    return [thing for thing, number in Counter(map(what, roll.children)).items() if number > 1]


def test_there_are_1050_children_in_years_7_to_13_and_150_have_sen(roll: Roll) -> None:
    assert len(roll.children) == 1_050
    assert {child.year for child in roll.children} == set(range(7, 14))
    assert Counter(child.status for child in roll.children) == {"N": 900, "K": 116, "E": 34}


def test_the_school_is_the_same_every_time(roll: Roll) -> None:
    assert invent_roll() == roll


def test_every_upn_is_sound_of_the_test_authority_and_borne_once(roll: Roll) -> None:
    upns = [child.upn for child in (*roll.children, roll.leaver)]
    assert [upn for upn in upns if upn_problem(upn)] == []
    assert {upn[1:8] for upn in upns} == {"0019999"}
    assert len(set(upns)) == len(upns)
    assert sum(map(is_temporary_upn, upns)) == 1


def test_every_admission_number_has_six_figures_and_is_borne_once(roll: Roll) -> None:
    numbers = {child.admission_no for child in (*roll.children, roll.leaver)}
    assert len(numbers) == 1_051
    assert all(number.isdecimal() and len(number) == 6 for number in numbers)


def test_there_is_one_pair_of_namesakes_and_one_pair_of_twins_all_with_sen(roll: Roll) -> None:
    """What trips a matcher by name and birthday has to be on the register, or the demo shows nothing."""
    (namesakes,) = _shared(roll, lambda child: (child.surname, child.forename))
    (twins,) = _shared(roll, lambda child: (child.surname, child.born))
    alike = [c for c in roll.children if namesakes == (c.surname, c.forename) or twins == (c.surname, c.born)]
    assert len({child.upn for child in alike}) == 4
    assert all(child.is_sen for child in alike)


def test_names_have_accents_hyphens_apostrophes_and_spaces(roll: Roll) -> None:
    surnames = {child.surname for child in roll.children}
    assert all(any(mark in name for name in surnames) for mark in "-' .")
    assert sum(not name.isascii() for name in surnames) > 5
    assert all(unicodedata.is_normalized("NFC", child.full_name) for child in roll.children)


def test_a_child_is_of_the_age_of_the_year(roll: Roll) -> None:
    assert all((child.born.year + (child.born.month > 8)) == 2026 - child.year - 4 for child in roll.children)


def test_needs_are_census_codes_that_differ_and_nobody_without_sen_has_any(roll: Roll) -> None:
    live = {code.code for code in SEN_TYPE.live()}
    for child in roll.children:
        codes = [need.code for need in child.needs]
        assert set(codes) <= live and len(set(codes)) == len(codes)
        assert bool(codes) == child.is_sen
        assert not (child.status == "E" and "NSA" in codes)


def test_every_status_began_while_the_child_was_here(roll: Roll) -> None:
    since = [(child.since, child.joined) for child in roll.sen if child.since]
    assert len(since) == len(roll.sen)
    assert all(joined <= began for began, joined in since)


def test_six_children_on_the_register_whose_names_nobody_else_bears_had_a_folder_made_by_hand(
    roll: Roll, lines: tuple[Entry, ...]
) -> None:
    """A folder with the name of two namesakes would be offered to both: true, but another story."""
    by_hand = filed_by_hand(roll.sen)
    names = Counter((child.surname, child.forename) for child in roll.children)
    assert [names[child.surname, child.forename] for child in by_hand] == [1] * 6
    assert {entry.child.admission_no for entry in lines} >= {child.admission_no for child in by_hand}


def test_nothing_else_happens_to_those_whose_folder_gets_its_key(roll: Roll, lines: tuple[Entry, ...]) -> None:
    """The folder of one who changed class is given another name: the two must not be one folder."""
    week = week_of(roll, lines)
    others = {child.admission_no for child in (*week.moved, week.disputed)} | {e.admission_no for e in week.edits}
    assert len(week.keyed) == 2
    assert not others & {child.admission_no for child in week.keyed}
