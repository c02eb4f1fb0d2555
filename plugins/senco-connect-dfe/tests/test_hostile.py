"""Files that mean harm, are broken or are something else: refused whole, with the line and the cure (F1, F2, F7, F8).

No message may hold anything of the file, not even where the parser's own does.
"""

from __future__ import annotations

import io
import time
import traceback
import tracemalloc

import pytest
from senco_connect_dfe.ctf import iter_pupils

from senco_connect.adapters import Answer
from senco_connect.errors import AccessRefused, InputRefused, TryAgain

CANARY = "Canarychild"
START = "<CTfile><Header><CTFversion>25.0</CTFversion></Header><CTFpupilData>"
END = "</CTFpupilData></CTfile>"
PUPIL = f"<Pupil><Surname>{CANARY}</Surname></Pupil>"


def refusal(bench, content: str | bytes) -> InputRefused:
    """Read what must be refused; its whole trail may tell nothing of a child or of the file's name."""
    with pytest.raises(InputRefused) as caught:
        bench.read(content)
    error = caught.value
    told = "".join(traceback.format_exception(error)).replace(__file__, "")
    assert CANARY not in told
    assert "Übung" not in told
    assert error.exit_code == 8
    assert error.cure.endswith(".")
    return error


BOMB = '<!DOCTYPE CTfile [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
DTDS = {
    "many laughs": BOMB + START + "<Pupil><Surname>&b;</Surname></Pupil>" + END,
    "an external entity": f'<!DOCTYPE CTfile [<!ENTITY a SYSTEM "file:///etc/passwd">]>{START}&a;{END}',
    "an external DTD": f'<!DOCTYPE CTfile SYSTEM "https://example.invalid/{CANARY}.dtd">{START}{END}',
    "a parameter entity": f'<!DOCTYPE CTfile [<!ENTITY % a SYSTEM "x"> %a;]>{START}{END}',
    "a harmless declaration": f"<!DOCTYPE CTfile>{START}{END}",
    "a declaration after a comment": f"<?xml version='1.0'?><!-- {'x' * 100_000} -->{BOMB}{START}{END}",
    "a web page": f"<!DOCTYPE html><html><body>{CANARY}</body></html>",
}


@pytest.mark.parametrize("content", DTDS.values(), ids=DTDS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_document_type_declaration_is_refused(bench, content, encoding) -> None:
    assert refusal(bench, content.encode(encoding)).code == "F050"


def test_a_declaration_after_the_root_is_damage(bench) -> None:
    assert refusal(bench, START + BOMB + END).code == "F023"


def test_an_entity_that_nobody_declared_is_damage(bench) -> None:
    assert refusal(bench, START + f"<Pupil><Surname>&{CANARY};</Surname></Pupil>" + END).code == "F023"


FOREIGN = {
    "nothing": b"",
    "words": f"Dear office, {CANARY} was absent.".encode(),
    "a table": f"UPN,Surname\nA,{CANARY}\n".encode(),
    "a web page": f"<html><body>{CANARY}<br></body></html>".encode(),
    "other XML": f"<ATfile><Pupil>{CANARY}</Pupil></ATfile>".encode(),
    "a name alike": f"<CTfiles>{CANARY}</CTfiles>".encode(),
    "a PDF": b"%PDF-1.7 " + CANARY.encode(),
    "a zip": b"PK\x03\x04" + bytes(100),
    "zeros": bytes(1_000),
    "only a declaration": b'<?xml version="1.0"?>',
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_ctf_is_not_taken_for_one(bench, content) -> None:
    assert bench.source().identify(bench.file(content)).answer is Answer.NO
    assert refusal(bench, content).code == "F020"


BROKEN = {
    "cut in a text": START + f"\n<Pupil>\n<Surname>{CANARY}",
    "cut in a tag": START + f"\n<Pupil>\n<Surname>{CANARY}</Surn",
    "cut after a pupil": START + "\n\n" + PUPIL,
    "a tag closed by another": START + f"\n\n<Pupil><Surname>{CANARY}</Forename></Pupil>" + END,
    "a bare ampersand": START + f"\n\n<Pupil><Surname>{CANARY} & Sons</Surname></Pupil>" + END,
    "a second root": START + PUPIL + END + "\n\n<CTfile/>",
    "a control character": START + f"\n\n<Pupil><Surname>{CANARY}\x01</Surname></Pupil>" + END,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_its_line(bench, content) -> None:
    error = refusal(bench, content)
    assert (error.code, error.line) == ("F023", 3)
    assert "line 3" in error.what


def test_a_file_cut_after_a_thousand_pupils_gives_none_of_them(bench) -> None:
    """A download broke off; the rest of the school must not count as gone."""
    error = refusal(bench, START + f"{PUPIL}\n" * 1_000)
    assert error.line == 1_001


def test_a_file_without_a_list_of_pupils_is_refused(bench) -> None:
    assert refusal(bench, START.replace("<CTFpupilData>", "</CTfile>")).code == "F023"


def test_an_empty_list_of_pupils_is_a_file_without_pupils(bench) -> None:
    snapshot = bench.read(START + END)
    assert not snapshot.rows
    assert snapshot.partial, "and it makes nobody a leaver"


def nested(depth: int) -> str:
    """A pupil with elements down to this depth of the file; the pupil itself is at 3."""
    return f"{START}<Pupil>{'<x>' * (depth - 3)}{'</x>' * (depth - 3)}</Pupil>{END}"


def test_nesting_ends_at_sixty_four(bench) -> None:
    assert len(bench.read(nested(64)).rows) == 1
    assert refusal(bench, nested(65)).code == "F021"


@pytest.mark.parametrize("beside", ["<Sex/>" * 100, "<Contacts><Contact/><Contact/></Contacts>" * 50])
def test_what_stands_beside_deep_elements_does_not_hide_them(bench, beside) -> None:
    assert len(bench.read(nested(64).replace("</Pupil>", f"{beside}</Pupil>")).rows) == 1
    assert refusal(bench, nested(65).replace("</Pupil>", f"{beside}</Pupil>")).code == "F021"


@pytest.mark.parametrize("where", ["Surname", "SENhistory", "Attendance"])
def test_depth_counts_in_what_is_read_and_in_what_is_not(bench, where) -> None:
    deep = f"{START}\n<Pupil><{where}>{'<x>' * 70}{'</x>' * 70}</{where}></Pupil>{END}"
    error = refusal(bench, deep)
    assert (error.code, error.line) == ("F021", 2)


def test_a_wide_record_is_not_a_deep_one(bench) -> None:
    pairs = "<StageAssessment><Result>x</Result></StageAssessment>" * 500
    assert len(bench.read(f"{START}<Pupil><StageAssessments>{pairs}</StageAssessments></Pupil>{END}").rows) == 1


ENDLESS = {
    "elements": START + "<Pupil>" + "<x/>" * 2_000_000,
    "depth": START + "<Pupil>" + "<x>" * 2_000_000,
    "a text": START + "<Pupil><Surname>" + "x" * 8_000_000,
    "space between pupils": START + PUPIL + " " * 8_000_000,
    "a comment": START + "<!--" + "x" * 8_000_000,
    "a comment full of pupils": START + "<!--" + "<Pupil>" * 1_200_000,
    "an attribute": "<CTfile x='" + "x" * 8_000_000,
    "space before the root": " " * 8_000_000 + START,
    "a comment before the root": "<!--" + "<Pupil>" * 1_200_000,
    "headers": "<CTfile>" + "<Header></Header>" * 500_000,
}


def refused_soon(content: str) -> None:
    with pytest.raises(InputRefused) as caught:
        list(iter_pupils(io.BytesIO(content.encode())))
    assert caught.value.code in {"F021", "F051"}


def seconds_to_refuse(content: str) -> float:
    began = time.process_time()
    refused_soon(content)
    return time.process_time() - began


@pytest.mark.parametrize("content", ENDLESS.values(), ids=ENDLESS)
def test_a_record_without_end_is_refused_within_two_seconds(content) -> None:
    # The best of three: a busy machine is slow now and then, what grows with the square is slow each time.
    assert any(seconds_to_refuse(content) < 2 for _ in range(3))


@pytest.mark.parametrize("content", ENDLESS.values(), ids=ENDLESS)
def test_a_record_without_end_is_refused_in_little_memory(content) -> None:
    """At most 150 MB, the file itself among them (G8)."""
    tracemalloc.start()
    try:
        refused_soon(content)
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


# --- letters


NAME = "Renée Ayşe Ω"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_xml_reads_the_same(bench, encoding) -> None:
    content = START + f"\n<Pupil>\n<Surname>{NAME}</Surname></Pupil>\n<Pupil/>" + END
    snapshot = bench.read(content.encode(encoding))
    assert snapshot.value(snapshot.rows[0], "surname") == NAME
    assert [row.line for row in snapshot.rows] == [2, 4]


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1", "ISO-8859-15"])
def test_a_declared_encoding_is_believed(bench, encoding) -> None:
    content = f"<?xml version='1.0' encoding='{encoding}'?>{START}<Pupil><Surname>Renée</Surname></Pupil>{END}"
    snapshot = bench.read(content.encode(encoding))
    assert snapshot.value(snapshot.rows[0], "surname") == "Renée"


def test_letters_that_are_not_what_was_declared_are_damage(bench) -> None:
    content = START + f"\n\n<Pupil><Surname>{CANARY} Renée</Surname></Pupil>" + END
    assert refusal(bench, content.encode("windows-1252")).code == "F023"


@pytest.mark.parametrize("encoding", ["no-such-thing", "shift_jis", "utf-7", "rot13", "idna"])
def test_an_encoding_that_cant_be_read_is_refused(bench, encoding) -> None:
    assert refusal(bench, f"<?xml version='1.0' encoding='{encoding}'?>{START}{END}").code == "F024"


def test_line_ends_of_any_system_read_the_same(bench) -> None:
    content = START + "\n<Pupil>\n<Surname>Exampleby</Surname></Pupil>\n<Pupil/>" + END
    unix, windows = bench.read(content), bench.read(content.replace("\n", "\r\n"))
    assert list(unix.rows) == list(windows.rows)


# --- namespaces


@pytest.mark.parametrize("mark", ["", "ctf:"])
def test_a_namespace_makes_no_difference(bench, mark) -> None:
    """Neither the Department's writers nor the vendors' have one; one that does is understood."""
    plain = bench.document("<UPN>H001999926001</UPN><Sex>F</Sex>", "<UPN>H801200001001</UPN>")
    named = plain.replace("</", "\0").replace("<", f"<{mark}").replace("\0", f"</{mark}")
    declared = named.replace("CTfile>", f"CTfile xmlns{':' + mark[:-1] if mark else ''}='urn:x'>", 1)
    with_space, without = bench.read(declared), bench.read(plain)
    assert [row.values for row in with_space.rows] == [row.values for row in without.rows]
    assert (with_space.laestab, with_space.fields) == (without.laestab, without.fields)


# --- the file itself


def test_a_file_that_may_not_be_read_asks_for_permission(bench, monkeypatch) -> None:
    file = bench.file(START + END)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "no", str(file.path))

    monkeypatch.setattr(type(file.path), "open", refuse)
    with pytest.raises(AccessRefused) as caught:
        bench.source().read(file)
    assert "Übung" not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_went_away_is_tried_again(bench) -> None:
    file = bench.file(START + END)
    file.path.unlink()
    with pytest.raises(TryAgain) as caught:
        bench.source().read(file)
    assert "Übung" not in "".join(traceback.format_exception(caught.value))
