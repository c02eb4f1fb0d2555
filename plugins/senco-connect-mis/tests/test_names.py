"""A name in one cell is split only where its order is plain."""

from __future__ import annotations

import pytest
from senco_connect_mis.names import split_name

from senco_connect.record import MISSING


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ash, Ivy", ("Ash", "Ivy")),
        ("Ash-Moor, Ivy May", ("Ash-Moor", "Ivy May")),
        ("Ivy Ash", ("Ash", "Ivy")),
        ("Ivy O’Ash", ("O’Ash", "Ivy")),
        ("ASH Ivy", ("ASH", "Ivy")),
        ("Ivy May ASH", ("ASH", "Ivy May")),
        ("VAN DER ASH Ivy", ("VAN DER ASH", "Ivy")),
    ],
)
def test_a_plain_order_is_read(text, name):
    assert split_name(text) == name


@pytest.mark.parametrize(
    "text", ["Ivy May Ash", "Ivy", "Ash, Ivy, Miss", "Ash,", ", Ivy", "IVY MAY ASH", "ASH Ivy MOOR"]
)
def test_an_order_in_doubt_is_left_to_a_person(text):
    assert split_name(text) is None


def test_a_doubtful_name_is_missing_and_told(bench):
    snapshot = bench.read("UPN,Name,Sex\nA,Ivy May Ash,F\nB,Oak Elm,M\nC,,F\n")
    assert [(r["surname"], r["forename"]) for r in bench.rows(snapshot)] == [
        (MISSING, MISSING),
        ("Elm", "Oak"),
        ("", ""),
    ]
    assert [(f.line, f.column) for f in snapshot.findings if f.code == "F034"] == [(2, "Name")]


@pytest.mark.parametrize(("name", "told"), [("Ay?e", True), ("?ukasz", True), ("Ayse", False), ("why ? no", False)])
def test_a_lost_letter_in_a_name_is_told(bench, name, told):
    """Exports in Windows letters write "?" for ş and Ł: the register may know better."""
    snapshot = bench.read(f"UPN,Surname\nA,{name}\n")
    assert bench.rows(snapshot)[0]["surname"] == name
    assert ("F035" in bench.codes(snapshot)) is told
