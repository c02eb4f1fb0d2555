"""Several exports of one school make one snapshot: the first that shows a value gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from senco_connect.join import join
from senco_connect.pupils import doubtful_cells
from senco_connect.record import MISSING, Value
from senco_connect.snapshot import SET_ASIDE, Finding, Row, Snapshot

ROLL = ("upn", "admission_no", "surname", "sen_status")
REPORT = ("upn", "admission_no", "sen_status", "need_1", "need_2")


def export(
    fields: Sequence[str],
    *pupils: Mapping[str, Value],
    partial: bool = False,
    findings: Sequence[Finding] = (),
    **said: str,
) -> Snapshot:
    rows = [Row("", line, tuple(p.get(n, "") for n in fields)) for line, p in enumerate(pupils, start=2)]
    return Snapshot(tuple(fields), rows, partial=partial, findings=tuple(findings), **{"digest": "any", **said})


def report(*pupils: Mapping[str, Value], findings: Sequence[Finding] = ()) -> Snapshot:
    return export(REPORT, *pupils, partial=True, findings=findings)


def pupil(number: int, **said: str) -> dict[str, str]:
    return {"upn": f"UPN{number}", "admission_no": f"{number:04d}", **said}


def shown(joined: Snapshot) -> list[dict[str, Value]]:
    return [{n: v for n, v in joined.cells(row) if v} for row in joined.rows]


def codes(joined: Snapshot) -> list[str]:
    return [finding.code for finding in joined.findings]


def test_one_export_is_given_back_as_it_is() -> None:
    one = export(ROLL, pupil(1))
    assert join([one]) is one


def test_the_report_fills_what_the_roll_does_not_show() -> None:
    joined = join(
        [export(ROLL, pupil(1, surname="Testchild"), pupil(2)), report(pupil(1, sen_status="K", need_1="SLCN"))]
    )
    assert shown(joined) == [pupil(1, surname="Testchild", sen_status="K", need_1="SLCN"), pupil(2)]
    assert (joined.partial, codes(joined)) == (False, [])


def test_what_a_report_shows_as_empty_is_blank_and_what_it_does_not_show_missing() -> None:
    joined = join([export(ROLL, pupil(1), pupil(2)), report(pupil(1, need_1="SLCN"))])
    assert [joined.value(row, "need_2") for row in joined.rows] == ["", MISSING]


def test_the_first_export_decides_and_another_value_is_a_finding_without_it() -> None:
    joined = join([export(ROLL, pupil(1, sen_status="K")), report(pupil(1, sen_status="E"))])
    assert shown(joined) == [pupil(1, sen_status="K")]
    assert [(f.code, f.line, f.column) for f in joined.findings] == [("F041", 2, "SEN status")]


def test_the_same_fact_written_in_two_ways_is_no_finding() -> None:
    joined = join([export(ROLL, pupil(1)), report({**pupil(1), "admission_no": "1"})])
    assert (shown(joined), codes(joined)) == ([pupil(1)], [])


def test_two_rankings_of_needs_are_never_mixed() -> None:
    """The roll's primary need with the report's secondary one would be a ranking that nobody chose."""
    roll = export(("upn", "need_1"), {"upn": "UPN1", "need_1": "SLCN"})
    joined = join([roll, report(pupil(1, need_1="ASD", need_2="SLCN", sen_status="K"))])
    assert shown(joined) == [{"upn": "UPN1", "admission_no": "0001", "need_1": "SLCN", "sen_status": "K"}]
    assert codes(joined) == ["F041"]


def test_a_ranking_that_agrees_is_completed() -> None:
    roll = export(("upn", "need_1"), {"upn": "UPN1", "need_1": "ASD"})
    assert shown(join([roll, report(pupil(1, need_1="ASD", need_2="SLCN"))]))[0]["need_2"] == "SLCN"


@pytest.mark.parametrize("first", ["the roll", "the report"])
def test_a_pupil_of_the_report_alone_is_told_and_not_added(first: str) -> None:
    both = [export(ROLL, pupil(1), pupil(2)), report(pupil(1, need_1="SLCN"), pupil(9, need_1="ASD"))]
    joined = join(both if first == "the roll" else both[::-1])
    assert sorted(str(row["upn"]) for row in shown(joined)) == ["UPN1", "UPN2"]
    assert [(f.code, f.line) for f in joined.findings] == [("F042", 3)]


def test_an_empty_roll_is_empty_whatever_the_report_shows() -> None:
    """The report's pupils became the roll, and everybody else a leaver."""
    joined = join([export(ROLL), report(pupil(1))])
    assert (list(joined.rows), joined.partial, codes(joined)) == ([], False, ["F042"])


def test_reports_alone_make_a_partial_snapshot_of_everybody_in_them() -> None:
    joined = join([report(pupil(1)), report(pupil(2))])
    assert (len(joined.rows), joined.partial) == (2, True)


def test_a_second_roll_adds_its_own_pupils() -> None:
    assert len(join([export(ROLL, pupil(1)), export(ROLL, pupil(1), pupil(2))]).rows) == 2


def test_two_lines_of_one_pupil_in_the_roll_stay_two() -> None:
    joined = join([export(ROLL, pupil(1), pupil(1)), report(pupil(1, need_1="ASD"))])
    assert [row.get("need_1") for row in shown(joined)] == ["ASD", None]


def test_another_childs_values_are_not_taken_over_for_a_number_they_share() -> None:
    """A report knew a child who bears an admission number of the roll, but another UPN."""
    joined = join([export(ROLL, pupil(1)), report({**pupil(9, need_1="ASD"), "admission_no": "0001"})])
    assert (shown(joined), codes(joined)) == ([pupil(1)], ["F042"])


def test_a_number_finds_a_pupil_where_one_side_shows_no_upn() -> None:
    joined = join([export(ROLL, pupil(1)), report({"admission_no": "1", "need_1": "ASD"})])
    assert shown(joined) == [pupil(1, need_1="ASD")]
    nameless = join([export(("mis_id",), {"mis_id": "M1"}), export(("mis_id", "eal"), {"mis_id": "M1", "eal": "true"})])
    assert shown(nameless) == [{"mis_id": "M1", "eal": "true"}]


def test_a_doubt_goes_with_its_text_to_the_line_of_the_roll() -> None:
    """Line 3 of the report is pupil 1; line 3 of the roll is pupil 2, whose cells are not doubtful."""
    doubt = Finding("F001", "this is not a code", 3, "Need", "need_1")
    joined = join(
        [
            export(ROLL, pupil(1), pupil(2)),
            report(pupil(2, need_1="MLD"), pupil(1, need_1="dyslexia?"), findings=[doubt]),
        ]
    )
    assert doubtful_cells(joined) == {(2, "need_1")}


def test_a_doubt_about_a_text_that_was_not_taken_over_binds_no_cell() -> None:
    doubt = Finding("F001", "this is not a code", 2, "SEN status", "sen_status")
    joined = join([export(ROLL, pupil(1, sen_status="K")), report(pupil(1, sen_status="odd"), findings=[doubt])])
    assert doubtful_cells(joined) == frozenset()
    assert sorted(codes(joined)) == ["F001", "F041"]


ASIDE = Finding(SET_ASIDE, "a cell begins like a formula", 2)


def test_a_line_set_aside_in_the_report_sets_no_line_of_the_roll_aside() -> None:
    """Line 2 of the report is pupil 2; line 2 of the roll is pupil 1."""
    joined = join([export(ROLL, pupil(1), pupil(2)), report(pupil(2, need_1="=ASD"), findings=[ASIDE])])
    assert (joined.set_aside, shown(joined), codes(joined)) == (frozenset(), [pupil(1), pupil(2)], [SET_ASIDE])


def test_a_line_set_aside_in_a_roll_is_set_aside_in_the_joined_one() -> None:
    second = export(ROLL, pupil(3), findings=[ASIDE])
    joined = join([export(ROLL, pupil(1), pupil(2), findings=[ASIDE._replace(line=3)]), second])
    lines = {row.line: row.values[0] for row in joined.rows}
    assert {lines[line] for line in joined.set_aside} == {"UPN2", "UPN3"}


def test_two_pupils_never_have_one_line() -> None:
    """A doubt is known by its line: that of one roll's pupil fell on the other's."""
    doubt = Finding("F001", "this is not a code", 2, "Need", "need_1")
    second = export(("upn", "need_1"), {"upn": "UPN3", "need_1": "dyslexia?"}, findings=[doubt])
    joined = join([export(ROLL, pupil(1)), second])
    lines = {row.line: row.values[0] for row in joined.rows}
    assert (len(lines), [lines[line] for line, _ in doubtful_cells(joined)]) == (2, ["UPN3"])


def test_a_joined_snapshot_says_of_which_school_and_time_it_is() -> None:
    parts = [
        export(ROLL, pupil(1), digest="a", made_at="2026-09-02", urn="100000"),
        export(ROLL, pupil(1), digest="b", made_at="2026-09-01", laestab="9990001"),
    ]
    joined, turned = join(parts), join(parts[::-1])
    assert (joined.made_at, joined.urn, joined.laestab) == ("2026-09-02", "100000", "9990001")
    assert joined.digest != turned.digest


def test_no_finding_of_a_join_holds_a_value() -> None:
    joined = join([export(ROLL, pupil(1, surname="Canary1")), export(ROLL, pupil(1, surname="Canary2"))])
    assert codes(joined) == ["F041"]
    assert "Canary" not in repr(joined.findings)
