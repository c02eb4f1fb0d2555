"""The SEN block: which status is current, in what order the needs are, and what is not said at all."""

from __future__ import annotations

from itertools import permutations

import pytest

NEEDS = ("need_1", "need_1_since", "need_2", "need_2_since", "need_3", "need_3_since", "other_needs")


def period(start: str, code: str, more: str = "") -> str:
    return f"<SEN><StartDate>{start}</StartDate><SENprovision>{code}</SENprovision>{more}</SEN>"


def need(code: str, rank: int | str, more: str = "") -> str:
    return f"<SENneed><SENtypeRank>{rank}</SENtypeRank><SENtype>{code}</SENtype>{more}</SENneed>"


def history(*parts: str) -> str:
    return f"<SENhistory>{''.join(parts)}</SENhistory>"


def needs(*parts: str) -> str:
    return f"<SENneeds>{''.join(parts)}</SENneeds>"


def codes(shown: dict[str, object]) -> dict[str, object]:
    """The fields of the ranking that are shown."""
    return {field: shown[field] for field in NEEDS if field in shown}


def test_a_pupil_without_the_block_shows_no_status_and_no_needs(bench) -> None:
    """A partial file leaves the block out; read as N, it would take every child off the register."""
    assert not bench.pupil("").keys() & {"sen_status", "sen_since", *NEEDS}


def test_no_sen_is_a_status_of_its_own(bench) -> None:
    shown = bench.pupil(history(period("2025-09-01", "N")))
    assert (shown["sen_status"], shown["sen_since"]) == ("N", "2025-09-01")
    assert codes(shown) == {}, "no needs were shown, which is not the same as blank ones"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_period_that_began_last_is_current_wherever_it_stands(bench, order) -> None:
    periods = [period("2021-09-06", "N"), period("2023-01-09", "K"), period("2025-06-16", "E")]
    shown = bench.pupil(history(*(periods[n] for n in order)))
    assert (shown["sen_status"], shown["sen_since"]) == ("E", "2025-06-16")


def test_a_status_may_stand_before_its_start_and_have_an_end(bench) -> None:
    block = "<SEN><SENprovision>K</SENprovision><EndDate>2026-07-20</EndDate><StartDate>2023-01-09</StartDate></SEN>"
    shown = bench.pupil(history(block))
    assert [shown[f] for f in ("sen_status", "sen_since", "sen_until")] == ["K", "2023-01-09", "2026-07-20"]


def test_a_lone_period_without_a_start_is_current(bench) -> None:
    shown = bench.pupil(history("<SEN><SENprovision>K</SENprovision></SEN>"))
    assert shown["sen_status"] == "K"
    assert "sen_since" not in shown


@pytest.mark.parametrize(
    "other",
    ["<SEN><SENprovision>N</SENprovision></SEN>", period("soon", "N"), period("2025-06-16", "N"), period("", "N")],
    ids=["no start", "unreadable start", "the same start", "blank start"],
)
def test_where_two_periods_may_be_current_no_status_is_read(bench, other) -> None:
    """Whichever was taken, half the time it would be the wrong one."""
    snapshot = bench.pupils(history(period("2025-06-16", "K"), other))
    assert not {"sen_status", "sen_since"} & set(snapshot.fields)
    assert ("F053", 3) in [(finding.code, finding.line) for finding in snapshot.findings]


def test_two_undoubted_periods_with_one_status_are_no_question(bench) -> None:
    shown = bench.pupil(history(period("2025-06-16", "K"), period("2025-06-16", "K")))
    assert shown["sen_status"] == "K"


@pytest.mark.parametrize("legacy", ["A", "P", "Q", "S"])
def test_an_old_status_code_is_kept_and_told(bench, legacy) -> None:
    snapshot = bench.pupils(history(period("2013-09-02", legacy)))
    assert snapshot.value(snapshot.rows[0], "sen_status") == legacy
    (finding,) = snapshot.findings
    assert (finding.code, finding.column, finding.field) == ("F030", "SENprovision", "sen_status")
    assert "old code" in finding.words


def test_a_status_that_only_one_school_knows_is_kept_and_told(bench) -> None:
    snapshot = bench.pupils(history(period("2013-09-02", "O")))
    assert snapshot.value(snapshot.rows[0], "sen_status") == "O"
    assert [finding.code for finding in snapshot.findings] == ["F030"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("type_first", [True, False], ids=["type before rank", "rank before type"])
def test_needs_are_in_the_order_of_their_ranks_whatever_the_order_of_elements(bench, order, type_first) -> None:
    """Two real writers put type and rank the other way round, and one lists the secondary need first."""
    written = []
    for n in order:
        rank, code = f"<SENtypeRank>{n + 1}</SENtypeRank>", f"<SENtype>{('SLCN', 'HI', 'SEMH')[n]}</SENtype>"
        written.append(f"<SENneed>{code + rank if type_first else rank + code}</SENneed>")
    shown = bench.pupil(history(period("2025-06-16", "E"), needs(*written)))
    assert [shown[f] for f in ("need_1", "need_2", "need_3", "other_needs")] == ["SLCN", "HI", "SEMH", ""]


def test_needs_from_the_fourth_on_are_other_needs(bench) -> None:
    ranked = [need(code, n) for n, code in enumerate(("ASD", "SLCN", "SEMH", "SPLD", "HI"), start=1)]
    shown = bench.pupil(history(period("2025-06-16", "E"), needs(*reversed(ranked))))
    assert codes(shown) == {"need_1": "ASD", "need_2": "SLCN", "need_3": "SEMH", "other_needs": "SPLD, HI"}


def test_a_ranking_with_one_need_has_no_second_one(bench) -> None:
    """The ranking is one value: a second need that was taken away must not stay behind the first."""
    shown = bench.pupil(history(period("2025-06-16", "K"), needs(need("SLCN", 1))))
    assert codes(shown) == {"need_1": "SLCN", "need_2": "", "need_3": "", "other_needs": ""}


@pytest.mark.parametrize("empty", ["<SENneeds/>", "<SENneeds><SENneed><SENtype/></SENneed></SENneeds>"])
def test_an_empty_list_of_needs_is_blank(bench, empty) -> None:
    shown = bench.pupil(history(period("2025-06-16", "N"), empty))
    assert codes(shown) == {"need_1": "", "need_2": "", "need_3": "", "other_needs": ""}


def test_needs_may_be_nested_in_the_current_period(bench) -> None:
    old = period("2021-09-06", "K", needs(need("MLD", 1)))
    new = period("2025-06-16", "E", needs(need("ASD", 1)))
    assert bench.pupil(history(new, old))["need_1"] == "ASD"
    assert "need_1" not in bench.pupil(history(period("2025-06-16", "E"), old)), "what an old period had is past"


def test_several_lists_of_needs_are_one_ranking(bench) -> None:
    shown = bench.pupil(history(period("2025-06-16", "E"), needs(need("HI", 2)), needs(need("ASD", 1))))
    assert (shown["need_1"], shown["need_2"]) == ("ASD", "HI")


def test_days_of_needs_are_read_where_the_file_has_any(bench) -> None:
    dated = need("ASD", 1, "<NeedStartDate>2024-02-01</NeedStartDate>")
    shown = bench.pupil(history(period("2025-06-16", "E"), needs(dated, need("HI", 2))))
    assert shown["need_1_since"] == "2024-02-01"
    assert "need_2_since" not in shown, "no pupil of the file has a dated second need"
    both = bench.pupils(*(history(needs(n)) for n in (dated, need("HI", 1))))
    assert [both.value(row, "need_1_since") for row in both.rows] == ["2024-02-01", ""]


def test_a_need_that_is_over_is_not_read(bench) -> None:
    over = need("MLD", 1, "<NeedEndDate>2025-07-18</NeedEndDate>")
    running = need("ASD", 1, "<NeedEndDate>2027-07-18</NeedEndDate>")
    assert bench.pupil(history(needs(over, running)))["need_1"] == "ASD"


@pytest.mark.parametrize(
    "ranked",
    [[need("ASD", 1), need("HI", 1)], [need("ASD", ""), need("HI", 1)], [need("ASD", "first"), need("HI", "second")]],
    ids=["one rank twice", "one without a rank", "ranks in words"],
)
def test_where_two_needs_may_come_first_no_need_is_read(bench, ranked) -> None:
    snapshot = bench.pupils(history(period("2025-06-16", "E"), needs(*ranked)))
    assert not set(NEEDS) & set(snapshot.fields)
    assert [finding.code for finding in snapshot.findings] == ["F052"]


@pytest.mark.parametrize(
    ("ranked", "read"),
    [([need("HI", 3), need("ASD", 1)], ("ASD", "HI")), ([need("HI", 2)], ("HI", "")), ([need("HI", "")], ("HI", ""))],
    ids=["a gap", "no first", "a lone need without a rank"],
)
def test_odd_ranks_in_a_plain_order_are_read_and_told(bench, ranked, read) -> None:
    snapshot = bench.pupils(history(period("2025-06-16", "E"), needs(*ranked)))
    row = snapshot.rows[0]
    assert (snapshot.value(row, "need_1"), snapshot.value(row, "need_2")) == read
    assert [finding.code for finding in snapshot.findings] == ["F052"]


def test_a_need_without_its_type_hides_the_ranking(bench) -> None:
    snapshot = bench.pupils(history(needs("<SENneed><SENtypeRank>1</SENtypeRank></SENneed>", need("HI", 2))))
    assert not set(NEEDS) & set(snapshot.fields)


def test_down_syndrome_is_a_need_and_an_unknown_need_keeps_its_words(bench) -> None:
    snapshot = bench.pupils(history(needs(need("DS", 1), need("dyslexia?", 2))))
    row = snapshot.rows[0]
    assert (snapshot.value(row, "need_1"), snapshot.value(row, "need_2")) == ("DS", "dyslexia?")
    assert [(finding.code, finding.column) for finding in snapshot.findings] == [("F030", "SENtype")]


def test_elements_that_nobody_knows_are_named_and_the_rest_is_read(bench) -> None:
    odd = "<SEN><StartDate>2025-06-16</StartDate><SENprovision><SENprovisionInfo>K</SENprovisionInfo></SENprovision></SEN>"
    snapshot = bench.pupils(history(odd, "<Reviewer/>", needs(need("HI", 1, "<Severity>2</Severity>"))))
    assert snapshot.value(snapshot.rows[0], "need_1") == "HI"
    assert "sen_status" not in snapshot.fields, "a status in a structure of somebody's own is not shown"
    assert set(snapshot.unused) == {"Reviewer", "SENprovision", "Severity"}
