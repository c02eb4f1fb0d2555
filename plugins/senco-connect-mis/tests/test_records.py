"""Known records pass unread, and that must never be more than a way to save time."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from senco_connect_mis import records
from senco_connect_mis.records import Tangled, TextForm, parse, raw_blocks

from senco_connect.adapters import ReadFile
from senco_connect.errors import InputRefused

HEAD = "UPN,Surname,Notes,Primary need,Secondary need\n"
ROWS = [
    "A,Ash,,ASD,\n",
    'B,Elm,"two\nlines, and ""quotes""",HI,VI\n',
    "C,Oak,=1+1,,\n",
    'D,"Birch-Moor, née Fir",,SLCN,\n',
]


def table(*rows: str) -> str:
    return HEAD + "".join(rows)


def test_the_same_export_gives_no_rows(bench):
    known = bench.remembered(table(*ROWS))
    again = bench.since(table(*ROWS), known)
    assert list(again.rows) == []
    assert again.unchanged == {"key2", "key3", "key5", "key6"}


@pytest.mark.parametrize("seed", range(5))
def test_another_order_changes_nothing(bench, seed):
    known = bench.remembered(table(*ROWS))
    rows = random.Random(seed).sample(ROWS, len(ROWS))
    assert len(bench.since(table(*rows), known).unchanged) == len(ROWS)


def test_a_last_line_without_an_end_is_the_same_record(bench):
    known = bench.remembered(table(*ROWS))
    assert len(bench.since(table(*ROWS)[:-1], known).unchanged) == len(ROWS)


def test_other_line_ends_change_no_record(bench):
    known = bench.remembered(table(*ROWS))
    other = table(*(row.replace("\n", "\r\n") if row.count("\n") == 1 else row for row in ROWS))
    assert len(bench.since(other, known).unchanged) == len(ROWS)


def test_a_changed_record_is_read_with_its_line(bench):
    known = bench.remembered(table(*ROWS))
    since = bench.since(table(*ROWS[:2], "C,Oak,=1+1,MLD,\n", ROWS[3]), known)
    assert [(row.line, since.value(row, "need_1")) for row in since.rows] == [(5, "MLD")]
    assert since.unchanged == {"key2", "key3", "key6"}


def test_a_record_that_stands_twice_is_not_hidden(bench):
    """Both lines were known, so a pupil entered twice would have passed for one."""
    known = bench.remembered(table(*ROWS))
    since = bench.since(table(*ROWS, ROWS[0]), known)
    assert since.unchanged == frozenset()
    assert [row.line for row in since.rows] == [2, 3, 5, 6, 7]


def test_rows_of_a_pupil_never_pass_unread(bench):
    """A second need came as a new line: read alone it would be the only need."""
    text = "UPN,Surname,SEN Need,Need Rank\nA,Ash,ASD,1\n"
    assert all(row.raw == b"" for row in bench.since(text, bench.remembered(text)).rows)
    since = bench.since(text + "A,Ash,HI,2\n", bench.remembered(text))
    assert [(since.value(r, "need_1"), since.value(r, "need_2")) for r in since.rows] == [("ASD", "HI")]


def test_a_second_need_that_comes_as_a_new_line_is_not_read_alone(bench):
    """Until then there was one line for each pupil, and nothing said that there could be two."""
    text = "UPN,Surname,SEN Need\nA,Ash,ASD\nB,Elm,VI\n"
    known = bench.remembered(text)
    since = bench.since(text + "A,Ash,HI\n", known)
    assert [(since.value(r, "need_1"), since.value(r, "need_2")) for r in since.rows] == [("ASD", "HI"), ("VI", "")]


def test_two_lines_that_are_one_row_for_the_csv_reader_are_not_told_apart(bench):
    """Each has an even number of quotes, but the second cell of the one ends in the other."""
    text = 'UPN,Surname,Notes,Town\nA,Ash,"x"y,z\nB,El"m,"p\nq",r"s\nC,Oak,,\n'.replace('"x"y', "x")
    snapshot = bench.since(text, bench.remembered(text))
    assert [(row.line, row.values[0], row.raw) for row in snapshot.rows] == [
        (2, "A", b""),
        (3, "B", b""),
        (5, "C", b""),
    ]


def test_a_stray_quote_is_read_by_the_sure_way(bench):
    """Inches and apostrophes stand in notes: cut by quotes, two pupils become one line."""
    text = table('A,Ash,a 5" pipe,ASD,\n', "B,Elm,,HI,\n", 'C,Oak,6" more,,\n')
    snapshot = bench.since(text, bench.remembered(table(*ROWS)))
    assert [(row.line, snapshot.value(row, "surname"), row.raw) for row in snapshot.rows] == [
        (2, "Ash", b""),
        (3, "Elm", b""),
        (4, "Oak", b""),
    ]


def test_a_stray_quote_elsewhere_takes_nothing_from_known_records(bench):
    known = bench.remembered(table(*ROWS))
    since = bench.since(table(*ROWS, 'E,Yew,a 5" pipe,,\n'), known)
    assert [since.value(row, "surname") for row in since.rows][-1] == "Yew"
    assert len(since.rows) == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_records_are_known_in_each_encoding_with_lines_of_bytes(bench, encoding):
    text = table(*ROWS).encode(encoding)
    assert len(bench.since(text, bench.remembered(text)).unchanged) == len(ROWS)


def test_utf_16_is_read_whole(bench):
    text = table(*ROWS).replace(",", "\t").replace("=1+1", "x").encode("utf-16")
    snapshot = bench.since(text, bench.remembered(text))
    assert [row.raw for row in snapshot.rows] == [b""] * 4
    assert bench.rows(snapshot)[1]["notes"] == 'two\nlines\t and "quotes"'


def test_old_mac_line_ends_are_read(bench):
    text = "UPN,Surname\rA,Ash\rB,Elm\r"
    assert [row["surname"] for row in bench.rows(bench.read(text))] == ["Ash", "Elm"]


@pytest.mark.parametrize(
    "options",
    [{"columns": {"UPN": "upn", "Surname": "preferred_surname", "Primary need": "need_1", "Secondary need": "need_2"}}],
)
def test_another_mapping_makes_nothing_known(bench, options):
    known = bench.remembered(table(*ROWS))
    since = bench.since(table(*ROWS), known, **options)
    assert since.layout != known.layout
    assert len(since.rows) == len(ROWS)


def test_another_encoding_makes_nothing_known(bench):
    """The same bytes are other letters: é of one code page is an arrow in another."""
    text = "UPN,Surname,Primary need,Secondary need\nA,Åsh,,\n".encode("cp1252")
    assert bench.remembered(text).layout != bench.remembered(text, encoding="cp1250").layout


def test_a_digest_needs_the_secret(bench, known):
    one = bench.since(table(*ROWS), known())
    other = bench.since(table(*ROWS), replace(known(), secret=b"of another school"))
    assert not {row.raw for row in one.rows} & {row.raw for row in other.rows}
    assert all(row.raw == b"" for row in bench.read(table(*ROWS)).rows), "without a secret there is no digest"


def test_pupils_of_two_schools_are_found_among_known_records(bench):
    """The unread records are of the one school, the changed one of another."""
    text = "UPN,Surname,LAESTAB,Primary need,Secondary need\nA,Ash,8002000,,\nB,Elm,8002000,,\n"
    known = bench.remembered(text)
    same = bench.since(text, known)
    assert (same.laestab, list(same.rows)) == ("8002000", [])
    with pytest.raises(InputRefused) as caught:
        bench.since(text.replace("B,Elm,8002000", "B,Elm,8002001"), known)
    assert caught.value.code == "F027"


def test_a_row_set_aside_is_told_of_every_time(bench):
    """It was never accepted, so it is never passed over."""
    text = table(*ROWS, "E,=Yew,,,\n")
    known = bench.remembered(text)
    assert [f.line for f in bench.since(text, known).findings if f.code == "F028"] == [7]


def test_a_file_that_grows_while_it_is_read_is_refused(bench, monkeypatch):
    """SIMS writes on for seconds after the command has ended (F7)."""
    sizes = iter([10, 20])
    monkeypatch.setattr(ReadFile, "size", property(lambda file: next(sizes)))
    with pytest.raises(InputRefused) as caught:
        bench.read(table(*ROWS))
    assert caught.value.code == "F038"
    assert "Wait" in caught.value.cure


def test_long_work_reports_how_far_it_is(bench, tmp_path):
    told = []
    source = bench.source()
    source.tools = source.tools._replace(progress=lambda words, done, total: told.append((words, done)))
    source.read(bench.file(table(*ROWS)))
    assert told[-1] == ("reading the export", 6)


# --- the cut of bytes against the CSV reader

CELLS = st.text(alphabet=st.sampled_from('ab é",\n\r;'), max_size=6)
GRID = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12)


def written(rows) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("chunk", [1, 7, 64])
@settings(max_examples=60, deadline=None)
@given(rows=GRID)
def test_records_cut_from_bytes_are_those_of_the_csv_reader(tmp_path_factory, chunk, rows):
    path = tmp_path_factory.mktemp("cut") / "x.csv"
    body = written(rows)
    path.write_bytes(b"a,b,c\n" + body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "CHUNK", chunk)
        blocks = list(raw_blocks(ReadFile(path), 1))
    found = [cells for block in blocks for cells in parse(block.records, TextForm("utf-8", ",", 1, 3)) if cells]
    assert found == [list(row) for row in rows]
    ends = accumulate((written([row]).count(b"\n") for row in rows), initial=2)
    assert [line for block in blocks for line in block.lines] == list(ends)[:-1]


@settings(max_examples=300, deadline=None)
@given(body=st.text(alphabet=st.sampled_from('a,"\n\r '), max_size=30))
def test_the_quick_way_agrees_with_the_sure_way_or_gives_up(tmp_path_factory, body):
    """Any text at all: the quick way gives the rows of the CSV reader, or Tangled, never other rows."""
    path = tmp_path_factory.mktemp("any") / "x.csv"
    content = ("a,b\n" + body).encode()
    path.write_bytes(content)
    try:
        blocks = list(raw_blocks(ReadFile(path), 1))
        quick = [cells for b in blocks for cells in parse(b.records, TextForm("utf-8", ",", 1, 2)) if cells]
    except Tangled:
        return
    sure = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))[1:]
    assert quick == [cells for cells in sure if cells]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_changed_rows_and_unchanged_are_the_whole_export(bench_of_examples, data):
    """Take some records away, change some, add some: nobody is lost, nobody is told twice, no value is old."""
    names = data.draw(st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1))
    notes = st.sampled_from(["", "x", "a\nb", 'say "so"', "é"])
    before = {name: data.draw(notes) for name in names}
    after = {name: data.draw(notes) for name in data.draw(st.permutations("abcdefghij"))[:6]}

    def export(pupils):
        return (
            "UPN,Notes,Surname,Need 1,Need 2\n" + written([n, note, "s", "", ""] for n, note in pupils.items()).decode()
        )

    known = bench_of_examples.remembered(export(before))
    keys = {}
    for row in bench_of_examples.read(export(before)).rows:
        keys[f"key{row.line}"] = str(row.values[0])
    since = bench_of_examples.since(export(after), known)
    shown = {str(since.value(r, "upn")): since.value(r, "notes") for r in since.rows}
    kept = {keys[key] for key in since.unchanged}
    assert shown.keys() | kept == {name.upper() for name in after}
    assert not shown.keys() & kept
    assert kept == {n.upper() for n in after if before.get(n) == after[n]}
    assert all(shown[n.upper()] == note for n, note in after.items() if n.upper() in shown)


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_delimiter_and_line_end_gives_the_same_pupils(bench, delimiter, end):
    plain = "UPN,Surname,SEN Status\nA,Ash,K\nB,Elm,N\n"
    other = plain.replace(",", delimiter).replace("\n", end)
    assert bench.rows(bench.read(other)) == bench.rows(bench.read(plain))
