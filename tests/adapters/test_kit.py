"""The kit's own tools: changed files, skips with reasons, and errors that keep quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from senco_connect.errors import InputRefused
from senco_connect.testing.contracts import SourceContract
from senco_connect.testing.contracts.base import told_by, untold
from senco_connect.testing.contracts.delimited import columns_taken_out, headings_renamed, records_reversed
from senco_connect.testing.memory import MemorySource

PLAIN = b"UPN,Name,Note\r\n1,Birch,x\r\n2,Cedar,y\r\n"
QUOTED = b'UPN\tNote\n1\t"two\nlines, and ""quotes"""\n2\tplain'


def test_each_column_is_taken_out_in_turn() -> None:
    assert list(columns_taken_out(PLAIN)) == [
        b"Name,Note\r\nBirch,x\r\nCedar,y\r\n",
        b"UPN,Note\r\n1,x\r\n2,y\r\n",
        b"UPN,Name\r\n1,Birch\r\n2,Cedar\r\n",
    ]


def test_each_heading_is_renamed_in_turn() -> None:
    headings = [content.partition(b"\r\n")[0] for content in headings_renamed(PLAIN)]
    assert headings == [b"Unheard of,Name,Note", b"UPN,Unheard of,Note", b"UPN,Name,Unheard of"]


def test_records_are_turned_round_byte_for_byte() -> None:
    (content,) = records_reversed(QUOTED)
    assert content == b'UPN\tNote\n2\tplain\n1\t"two\nlines, and ""quotes"""\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_stays_keeps_its_bytes_in_any_encoding(encoding: str) -> None:
    content = "UPN;Name\n1;Zoë\n".encode(encoding)
    assert list(columns_taken_out(content)) == ["Name\nZoë\n".encode(encoding), "UPN\n1\n".encode(encoding)]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04,", b"<a,b>", b'{"a":1,"b":2}', "a,b".encode("utf-16"), b"one"])
def test_what_is_no_delimited_text_is_left_alone(content: bytes) -> None:
    variants = [*columns_taken_out(content), *headings_renamed(content), *records_reversed(content)]
    assert variants == []


def test_a_skip_without_a_reason_is_an_error() -> None:
    with pytest.raises(TypeError, match="test_values_are_canonical"):
        type("TestSource", (SourceContract,), {"skips": {"test_values_are_canonical": ""}})


def test_a_skip_of_what_is_no_rule_is_an_error() -> None:
    with pytest.raises(TypeError, match="test_values_are_right"):
        type("TestSource", (SourceContract,), {"skips": {"test_values_are_right": "a reason"}})


def test_a_skipped_rule_gives_its_reason() -> None:
    skips = {"test_values_are_canonical": "its codes are its own"}
    contract = type("TestSource", (SourceContract,), {"skips": skips})()
    with pytest.raises(pytest.skip.Exception, match="its codes are its own"):
        contract.setup_method(contract.test_values_are_canonical)
    contract.setup_method(contract.test_reading_twice_gives_the_same)


def test_a_folder_without_samples_is_an_error() -> None:
    members = {"adapter": MemorySource, "samples": "samples/no such", "__module__": __name__}
    with pytest.raises(pytest.UsageError, match="no such"):
        type("TestSource", (SourceContract,), members).sample_files()


def test_samples_are_looked_for_above_the_test_file_too() -> None:
    members = {"adapter": MemorySource, "samples": "adapters/samples/memory", "__module__": __name__}
    found = type("TestSource", (SourceContract,), members).sample_files()
    assert [path.parent for path in found] == [Path(__file__).parent / "samples" / "memory"] * len(found)


def test_an_error_tells_what_it_comes_from_unless_that_is_kept_back() -> None:
    assert "canary" in told_by(_refusal(openly=True))
    assert "canary" not in told_by(_refusal(openly=False))


def _refusal(*, openly: bool) -> InputRefused:
    try:
        try:
            int("canary")
        except ValueError as error:
            raise InputRefused("Line 3 is no number.") from error if openly else None
    except InputRefused as refusal:
        return refusal
    raise AssertionError


def test_a_secret_is_told_wherever_it_stands_in_the_words() -> None:
    assert untold({"Birch"}, ["line 3", "column Name"])
    assert not untold({"Birch"}, ["line 3", "it says Birches"])
