"""How a text is written is found from its bytes; what would read as nonsense is refused (F8)."""

from __future__ import annotations

import pytest

from senco_connect.errors import InputRefused

TEXT = "UPN,Surname,Forename,Notes\nA,Müller,Zoë,café – “quoted”\nB,Núñez,Chloé,\nC,Ash,Ivy,plain\n"


def names(bench, content, **options):
    return [(r["surname"], r["forename"]) for r in bench.rows(bench.read(content, **options))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_same_pupils_come_from_each_encoding(bench, encoding):
    assert names(bench, TEXT.encode(encoding)) == [("Müller", "Zoë"), ("Núñez", "Chloé"), ("Ash", "Ivy")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_either_order_of_utf_16_is_known_by_its_mark(bench, encoding):
    assert names(bench, ("\ufeff" + TEXT).encode(encoding))[0] == ("Müller", "Zoë")


def test_a_configured_encoding_is_used_where_utf_8_does_not_fit(bench):
    text = TEXT.replace("–", "-").replace("“", "").replace("”", "")
    assert names(bench, text.encode("cp850"), encoding="cp850")[0] == ("Müller", "Zoë")
    assert names(bench, text.encode(), encoding="cp850")[0] == ("Müller", "Zoë"), "strict UTF-8 comes first"


GARBLED = {
    "letters encoded twice": TEXT.encode().decode("cp1252", "replace").replace("\ufffd", "?").encode(),
    "MS-DOS letters": TEXT.replace("–", "-").replace("“", "").replace("”", "").encode("cp850"),
    "MS-DOS letters that Windows has too": "UPN,Surname\nA,Zoë\nB,Chloé\nC,Núñez\n".encode("cp850"),
    "bytes of no Windows letter": TEXT.encode("cp1252").replace(b"\xfc", b"\x81"),
    "UTF-8 that is broken": TEXT.encode() + "D,Åsh,Zoë\n".encode()[:-3] + b"\xc3,\n",
    "UTF-8 with a mark, broken": TEXT.encode("utf-8-sig") + b"\xc3\n",
    "UTF-16 cut in a letter": TEXT.encode("utf-16")[:-1],
}


@pytest.mark.parametrize("content", GARBLED.values(), ids=GARBLED.keys())
def test_garbled_letters_refuse_the_file(bench, content):
    """A wrong name would travel into the register and stay there."""
    with pytest.raises(InputRefused) as caught:
        bench.read(content)
    assert caught.value.code == "F024"
    assert "CSV UTF-8" in caught.value.cure


def test_one_garbled_note_among_many_names_is_no_reason_to_refuse(bench):
    text = "UPN,Surname,Notes\nA,Ash,donâ€™t\n" + "".join(f"B,Zoë{n},\n" for n in range(20))
    assert len(bench.read(text).rows) == 21


def test_a_garbled_letter_far_down_is_found(bench):
    """The first pages of a list may well be plain."""
    with pytest.raises(InputRefused):
        bench.read(("UPN,Surname\n" + "A,Ash\n" * 300_000).encode() + "B,Zoë\n".encode().decode("cp1252").encode())


@pytest.mark.parametrize("text", ["Price £5", "O’Ash", "naïve – yes…", "50 °C", "Zoë"])
def test_ordinary_windows_letters_are_no_sign_of_harm(bench, text):
    snapshot = bench.read(f"UPN,Surname,Notes\nA,Ash,{text}\n".encode("cp1252"))
    assert bench.rows(snapshot)[0]["notes"] == text
