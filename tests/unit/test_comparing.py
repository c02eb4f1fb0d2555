"""Two exports compared: what is told is what differs, however the files are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from senco_connect_mis.table import GenericTable

from senco_connect.adapters import ReadFile, SourceConfig, Tools
from senco_connect.comparing import compare, comparison_lines, comparison_words, read_both
from senco_connect.comparing.comparison import Comparison, Person
from senco_connect.comparing.sifting import read_sifted
from senco_connect.record import MISSING
from senco_connect.record.identifiers import upn_check_letter
from senco_connect.snapshot import Finding, Row, Snapshot
from senco_connect.testing.memory import MemorySource, Mis

FIELDS = ("upn", "admission_no", "surname", "forename", "registration_group", "sen_note")
HEADINGS = ("UPN", "Adno", "Surname", "Forename", "Class", "SEN notes")


def upn(number: int) -> str:
    body = f"0019999{number:05d}"
    return upn_check_letter("A" + body) + body


def child(number: int, **said: str) -> dict[str, str]:
    made = (upn(number), f"{number:06d}", f"Madeup{number}", "Zoë", "5 Oak", "")
    return {**dict(zip(FIELDS, made, strict=True)), **said}


def snapshot(*pupils: Mapping[str, str], fields: Sequence[str] = FIELDS, findings: Sequence[Finding] = ()) -> Snapshot:
    rows = [Row("", line, tuple(pupil[f] for f in fields)) for line, pupil in enumerate(pupils, start=2)]
    return Snapshot(tuple(fields), rows, "d", findings=tuple(findings))


def as_csv(pupils: Sequence[Mapping[str, str]], fields: Sequence[str] = FIELDS) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([HEADINGS[FIELDS.index(field)] for field in fields])
    writer.writerows([pupil[field] for field in fields] for pupil in pupils)
    return text.getvalue().encode()


def table() -> GenericTable:
    return GenericTable(SourceConfig("table", file=""), Tools(Path()))


def saved(folder: Path, name: str, content: bytes) -> ReadFile:
    path = folder / name
    path.write_bytes(content)
    return ReadFile(path)


# --- comparing


def test_a_changed_value_is_told_with_both_values_and_the_line() -> None:
    found = compare(snapshot(child(1), child(2)), snapshot(child(1), child(2, registration_group="6 Ash")))
    assert [tuple(d) for d in found.differences] == [
        (upn(2), "Madeup2, Zoë", "registration_group", "5 Oak", "6 Ash", 3)
    ]
    assert (found.same, found.joined, found.missing) == (1, (), ())


def test_who_joined_and_who_is_gone_is_told_with_the_line() -> None:
    found = compare(snapshot(child(1), child(2)), snapshot(child(2), child(3)))
    assert found.joined == (Person(upn(3), "Madeup3, Zoë", 3),)
    assert found.missing == (Person(upn(1), "Madeup1, Zoë", 2),)


def test_a_new_upn_on_the_same_admission_number_is_the_same_child() -> None:
    found = compare(snapshot(child(1)), snapshot(child(1, upn=upn(9))))
    [(old, new)] = found.rekeyed
    assert (old.upn, new.upn) == (upn(1), upn(9))
    assert (found.joined, found.missing) == ((), ())


def test_other_orders_of_rows_and_columns_are_no_difference() -> None:
    found = compare(snapshot(child(1), child(2)), snapshot(child(2), child(1), fields=FIELDS[::-1]))
    assert (found.differences, found.same) == ((), 2)


def test_two_spellings_of_one_fact_are_no_difference() -> None:
    # Excel takes the zeros of an admission number away; é is one letter however it is written.
    found = compare(snapshot(child(1)), snapshot(child(1, admission_no="1", forename="Zoe\u0308")))
    assert found.differences == ()


def test_what_one_export_does_not_show_is_no_difference_but_is_told() -> None:
    found = compare(snapshot(child(1)), snapshot(child(1), fields=FIELDS[:-1]))
    assert (found.differences, found.gone, found.added) == ((), ("sen_note",), ())
    assert "only the old export shows SEN notes" in [line.words for line in comparison_lines(found)]


def test_a_cell_that_could_not_be_read_is_no_difference() -> None:
    old, new = snapshot(child(1)), snapshot(child(1, sen_note=MISSING))  # type: ignore[arg-type]
    assert compare(old, new).differences == ()


def test_two_rows_of_one_pupil_are_a_doubt_and_nobody_is_new_or_gone() -> None:
    one, two = snapshot(child(1), child(2)), snapshot(child(1), child(2), child(2, forename="Zac"))
    found, back = compare(one, two), compare(two, one)
    assert [(which, doubt.kind, doubt.line) for which, doubt in found.doubts] == [
        ("new", "twice in the export", 3), ("new", "twice in the export", 4),
    ]  # fmt: skip
    assert [which for which, _ in back.doubts] == ["old", "old"]
    assert [(each.joined, each.missing, each.same) for each in (found, back)] == [((), (), 1)] * 2


def test_only_findings_about_news_are_told() -> None:
    findings = [Finding("F030", "no day", line, "DOB", "dob") for line in (2, 3)] + [Finding("F020", "a title")]
    found = compare(snapshot(child(1), child(2)), snapshot(child(1), child(2, surname="New"), findings=findings))
    assert [finding.line for finding in found.findings] == [3, None]


def test_the_last_line_counts_everything() -> None:
    found = compare(
        snapshot(child(1), child(2), child(3)), snapshot(child(1, surname="A", forename="B"), child(2), child(4))
    )
    assert comparison_words(found) == ("2 changes for 1 pupil, 1 joined, 1 missing, 0 with a new number, 1 alike.")


# --- reading the two


def test_a_source_that_knows_nothing_of_changes_is_read_whole(tmp_path: Path) -> None:
    mis = Mis(FIELDS, [child(1), child(2)])
    old = mis.export()
    mis.type(0, "registration_group", "6 Ash")
    found = compare(*read_both(MemorySource.plain(), old, mis.export()))
    assert [d.new for d in found.differences] == ["6 Ash"]


def test_records_that_stand_in_both_files_are_passed_over(tmp_path: Path) -> None:
    pupils = [child(number) for number in range(1, 101)]
    old = saved(tmp_path, "old.csv", as_csv(pupils))
    pupils[70]["registration_group"] = "6 Ash"
    both = read_sifted(table(), old, saved(tmp_path, "new.csv", as_csv(pupils)))
    assert both is not None
    assert both.passed == 80 and len(both.new.rows) == 20
    assert [(d.line, d.new) for d in compare(*both).differences] == [(72, "6 Ash")]


NOTE = 'she said "no"\nand left\n\nthen came back'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_lines_are_right_below_a_note_of_several_lines_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    pupils = [child(number, sen_note=NOTE if number % 7 == 0 else "") for number in range(1, 60)]
    old = saved(tmp_path, "old.csv", as_csv(pupils).decode().encode(encoding))
    pupils[57] = child(58, surname="Årsson", sen_note=NOTE + "!")
    new = saved(tmp_path, "new.csv", as_csv(pupils).decode().encode(encoding))
    found = compare(*read_both(table(), old, new))
    line = as_csv(pupils[:57]).count(b"\n") + 1
    assert [(d.field, d.new, d.line) for d in found.differences] == [
        ("surname", "Årsson", line), ("sen_note", NOTE + "!", line),
    ]  # fmt: skip
    assert found.same == 58


def test_letters_that_only_the_whole_file_explains_are_read_whole(tmp_path: Path) -> None:
    # "Ã©" of Windows-1252 is an é of UTF-8; the name far above shows which of them this file is.
    pupils = [child(number) for number in range(1, 60)]
    pupils[30]["forename"] = "Zo\xeb"
    old = saved(tmp_path, "old.csv", as_csv(pupils).decode().encode("cp1252"))
    pupils[50]["registration_group"] = "Ã©"
    new = saved(tmp_path, "new.csv", as_csv(pupils).decode().encode("cp1252"))
    assert read_sifted(table(), old, new) is None
    assert [d.new for d in compare(*read_both(table(), old, new)).differences] == ["Ã©"]


def test_one_record_twice_is_read_whole_and_told(tmp_path: Path) -> None:
    pupils = [child(number) for number in range(1, 60)]
    old = saved(tmp_path, "old.csv", as_csv(pupils))
    new = saved(tmp_path, "new.csv", as_csv([*pupils, pupils[40]]))
    assert read_sifted(table(), old, new) is None
    assert [doubt.kind for _, doubt in compare(*read_both(table(), old, new)).doubts] == ["twice in the export"] * 2


def test_rows_of_which_a_pupil_has_several_are_read_whole(tmp_path: Path) -> None:
    def rows(second: str) -> bytes:
        lines = [f"{upn(n)},Madeup{n},{need}" for n in range(1, 60) for need in ("SLCN", second if n == 50 else "SEMH")]
        return "\r\n".join(["UPN,Surname,SEN Need", *lines, ""]).encode()

    old, new = saved(tmp_path, "old.csv", rows("SEMH")), saved(tmp_path, "new.csv", rows("ASD"))
    assert read_sifted(table(), old, new) is None
    found = compare(*read_both(table(), old, new))
    assert [(d.field, d.old, d.new) for d in found.differences] == [("need_2", "SEMH", "ASD")]


def test_a_stray_quote_never_makes_two_lines_one_pupil(tmp_path: Path) -> None:
    pupils = [child(number) for number in range(1, 60)]
    old = saved(tmp_path, "old.csv", as_csv(pupils))
    spoiled = as_csv(pupils).replace(b"Madeup40,", b'Mad"eup40,').replace(b"Madeup50,", b"Other50,")
    found = compare(*read_both(table(), old, saved(tmp_path, "new.csv", spoiled)))
    assert sorted(d.new for d in found.differences) == ['Mad"eup40', "Other50"]


TEXTS = st.sampled_from(["", "5 Oak", "6 Ash", "two\nlines", 'a "quoted" word', "Ünï", "a,b", " x "])
NOTES = TEXTS | st.just("=1+1 is how he starts")


@st.composite
def two_exports(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Make a roll, and of it the next one: some cells typed over, some pupils gone, some new, all in another order."""
    before = [child(n, registration_group=draw(TEXTS), sen_note=draw(NOTES)) for n in range(1, 31)]
    after = [dict(pupil) for pupil in before]
    for place in draw(st.lists(st.integers(0, 29), max_size=4)):
        after[place][draw(st.sampled_from(["registration_group", "sen_note", "upn"]))] = draw(TEXTS)
    gone = draw(st.sets(st.integers(0, 29), max_size=3))
    stay = [pupil for place, pupil in enumerate(after) if place not in gone]
    return before, draw(st.permutations([*stay, *(child(n) for n in draw(st.sets(st.integers(40, 44))))]))


@settings(max_examples=60, deadline=None)
@given(two_exports())
def test_sifted_or_whole_a_comparison_tells_the_same(
    tmp_path_factory: pytest.TempPathFactory, exports: tuple[list[dict[str, str]], list[dict[str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("two")
    old, new = (saved(folder, f"{n}.csv", as_csv(pupils)) for n, pupils in enumerate(exports))
    whole = compare(table().read(old), table().read(new))
    assert _set(compare(*read_both(table(), old, new))) == _set(whole)


def _set(found: Comparison) -> tuple[object, ...]:
    doubts = {(which, doubt.kind, doubt.line) for which, doubt in found.doubts}
    return set(found.joined), set(found.missing), set(found.rekeyed), set(found.differences), found.same, doubts
