"""What a typed text becomes: numbers, money, moments, truth, errors, formulas, and text where it is none of these."""

from __future__ import annotations

from typing import Any

import pytest
from senco_connect_emulator.sheets.formats import shown_number
from senco_connect_emulator.sheets.parsing import parse_entered, raw

YEAR = 2026


def typed(text: str, locale: str = "en_US") -> tuple[Any, str, str]:
    """Give the number, its format's type and pattern."""
    value, told = parse_entered(text, locale, year=YEAR)
    return value.get("numberValue"), (told or {}).get("type", ""), (told or {}).get("pattern", "")


def is_text(text: str, locale: str = "en_US") -> bool:
    return parse_entered(text, locale, year=YEAR) == ({"stringValue": text}, None)


@pytest.mark.fact("D", "5")
@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("=1+1", {"stringValue": "=1+1"}),
        ("0123", {"stringValue": "0123"}),
        ("'x", {"stringValue": "'x"}),
        ("", {}),
        (5, {"numberValue": 5}),
        (True, {"boolValue": True}),
    ],
)
def test_raw_takes_values_as_they_are(value: Any, told: dict[str, Any]) -> None:
    assert raw(value) == told


@pytest.mark.fact("R", "5")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1-2", (46024, "DATE", "m-d")),
        ("2026-09-05", (46270, "DATE", "yyyy-mm-dd")),
        ("$100.15", (100.15, "CURRENCY", '"$"#,##0.00')),
        ("007", (7, "", "")),
    ],
)
def test_what_the_real_one_was_seen_to_make_of_typed_text(text: str, told: tuple[Any, str, str]) -> None:
    assert typed(text) == told


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("text", "number"),
    [("0123", 123), ("-5", -5), ("+5", 5), ("1.50", 1.5), (".5", 0.5), ("5.", 5), ("(5)", -5), ("+447911123456", 447911123456)],
)
def test_a_plain_number_brings_no_format(text: str, number: float) -> None:
    assert typed(text) == (number, "", "")


@pytest.mark.parametrize(
    ("text", "number", "kind", "pattern"),
    [
        ("1,234", 1234, "NUMBER", "#,##0"),
        ("2,000,000.01", 2000000.01, "NUMBER", "#,##0.00"),
        ("50%", 0.5, "PERCENT", "0%"),
        ("-12.5%", -0.125, "PERCENT", "0.00%"),
        ("33.3%", 0.333, "PERCENT", "0.00%"),
        ("7e30", 7e30, "SCIENTIFIC", "0.00E+00"),
        ("1.5E-3", 0.0015, "SCIENTIFIC", "0.00E+00"),
        ("$5", 5, "CURRENCY", '"$"#,##0'),
        ("-$1,234.50", -1234.5, "CURRENCY", '"$"#,##0.00'),
        ("($5.25)", -5.25, "CURRENCY", '"$"#,##0.00'),
        ("£5", 5, "CURRENCY", "[$£]#,##0"),
        ("€ 5.50", 5.5, "CURRENCY", "[$€]#,##0.00"),
    ],
)
def test_a_number_brings_the_format_in_which_it_was_typed(text: str, number: float, kind: str, pattern: str) -> None:
    assert typed(text) == (number, kind, pattern)


@pytest.mark.parametrize(
    "text",
    [
        "1,23", "1,2345", "5%%", "$5%", "(5", "5)", "--5-", "1.2.3", "1e999", "1 1/2", "9A", "Y7", " 5", "5 ", "1 234",
        "Year 7", "10-", "£", "%",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_stays_text(text: str) -> None:
    value, told = parse_entered(text, "en_US", year=YEAR)
    assert "numberValue" not in value
    assert told is None


@pytest.mark.parametrize(
    ("text", "number", "pattern"),
    [
        ("2020-01-01", 43831, "yyyy-mm-dd"),
        ("2020/1/31", 43861, "yyyy/m/d"),
        ("1/2/2026", 46024, "m/d/yyyy"),
        ("01/02/2026", 46024, "mm/dd/yyyy"),
        ("1-2-2026", 46024, "m-d-yyyy"),
        ("1/2/26", 46024, "m/d/yyyy"),
        ("1/2", 46024, "m/d"),
        ("1 Jan 2026", 46023, "d mmm yyyy"),
        ("1-Jan-2026", 46023, "d-mmm-yyyy"),
        ("1-Jan-26", 46023, "d-mmm-yyyy"),
        ("1 January 2026", 46023, "d mmmm yyyy"),
        ("Jan 1, 2026", 46023, "mmm d, yyyy"),
        ("January 1, 2026", 46023, "mmmm d, yyyy"),
        ("Mar 1 2016", 42430, "mmm d yyyy"),
        ("Jan 2026", 46023, "mmm yyyy"),
        ("1 Jan", 46023, "d mmm"),
        ("Thu, Jan 1, 2026", 46023, "mmm d, yyyy"),
        ("5 May 2026", 46147, "d mmm yyyy"),
    ],
)
def test_dates_in_their_usual_forms(text: str, number: int, pattern: str) -> None:
    assert typed(text) == (number, "DATE", pattern)
    assert isinstance(typed(text)[0], int)


@pytest.mark.parametrize(
    "text", ["13/2/2026", "2/30/2026", "1st Jan 2026", "2025/26", "1.2.2026", "32 Jan 2026", "1 Foo 2026", "2026-13-01", "May"]
)
def test_what_is_no_date_stays_text(text: str) -> None:
    assert is_text(text)


@pytest.mark.fact("D", "5")
@pytest.mark.parametrize(
    ("locale", "text", "number"),
    [
        ("en_US", "1/2/2026", 46024),
        ("en_GB", "1/2/2026", 46054),
        ("en_GB", "31/12/2026", 46387),
        ("de_DE", "1.2.2026", 46054),
        ("fr_FR", "1/2/2026", 46054),
        ("de_AT", "1.2.2026", 46054),
        ("en_ZZ", "1/2/2026", 46024),
        ("en-GB", "1/2/2026", 46054),
    ],
)
def test_day_and_month_stand_in_the_order_of_the_locale(locale: str, text: str, number: int) -> None:
    assert typed(text, locale)[:2] == (number, "DATE")


@pytest.mark.parametrize(
    ("locale", "text", "number", "shown"),
    [
        ("de_DE", "1.234,5", 1234.5, "1.234,50"),
        ("de_DE", "1,5", 1.5, "1,5"),
        ("de_DE", "12,5 %", 0.125, "12,50%"),
        ("de_DE", "5,00 €", 5, "5,00 €"),
        ("de_DE", "1. März 2026", 46082, "1. März 2026"),
        ("de_DE", "1 Mar 2026", 46082, "1 Mär 2026"),
        ("fr_FR", "1 234,5", 1234.5, "1\u202f234,50"),
        ("fr_FR", "14 juillet 2026", 46217, "14 juillet 2026"),
        ("fr_FR", "12 févr. 2026", 46065, "12 févr. 2026"),
        ("en_GB", "£1,234.50", 1234.5, "£1,234.50"),
        ("en_GB", "$5", 5, "$5"),
    ],
)
def test_each_locale_reads_and_shows_its_own_numbers(locale: str, text: str, number: float, shown: str) -> None:
    value, told = parse_entered(text, locale, year=YEAR)
    assert value == {"numberValue": number}
    assert shown_number(number, told, locale) == shown


@pytest.mark.parametrize(("text", "year"), [("1/1/46", 2046), ("1/1/47", 1947), ("1/1/00", 2000), ("1/1/99", 1999)])
def test_two_digits_mean_a_year_at_most_twenty_years_ahead(text: str, year: int) -> None:
    value, told = parse_entered(text, "en_US", year=YEAR)
    assert shown_number(value["numberValue"], told, "en_US") == f"{text[:-2].replace('0', '')}{year}"


@pytest.mark.parametrize(
    ("text", "seconds", "pattern"),
    [
        ("15:04", 54240, "h:mm"),
        ("09:05", 32700, "hh:mm"),
        ("15:04:05", 54245, "h:mm:ss"),
        ("15:04:05.250", 54245.25, "h:mm:ss.000"),
        ("3:04 PM", 54240, "h:mm am/pm"),
        ("3:04pm", 54240, "h:mm am/pm"),
        ("12:30 AM", 1800, "h:mm am/pm"),
        ("3 PM", 54000, "h am/pm"),
        ("24:00:00", 86400, "[h]:mm:ss"),
        ("25:30", 91800, "[h]:mm"),
    ],
)
def test_times_of_day_and_durations(text: str, seconds: float, pattern: str) -> None:
    number, kind, told = typed(text)
    assert (kind, told) == ("TIME", pattern)
    assert number == pytest.approx(seconds / 86400)


@pytest.mark.parametrize("text", ["12:60", "1:2", "13:00 PM", "0:30 AM", "12:00:75"])
def test_what_is_no_time_stays_text(text: str) -> None:
    assert is_text(text)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("1/2/2026 15:04", "m/d/yyyy h:mm"),
        ("2026-01-02 15:04:00", "yyyy-mm-dd h:mm:ss"),
        ("2026-01-02 3:04 PM", "yyyy-mm-dd h:mm am/pm"),
        ("Jan 2, 2026 15:04", "mmm d, yyyy h:mm"),
    ],
)
def test_a_date_with_a_time_is_both(text: str, pattern: str) -> None:
    number, kind, told = typed(text)
    assert (kind, told) == ("DATE_TIME", pattern)
    assert number == pytest.approx(46024 + 54240 / 86400)


@pytest.mark.parametrize(
    "text", ["1/2/2026", "01/02/2026", "2020-01-01", "1 Jan 2026", "Jan 1, 2026", "15:04", "3:04 PM", "09:05", "25:30", "1/2/2026 15:04",
             "$5", "-$1,234.50", "50%", "2,000,000.01", "1,234"]
)  # fmt: skip
def test_what_was_typed_is_shown_as_it_was_typed(text: str) -> None:
    value, told = parse_entered(text, "en_US", year=YEAR)
    assert shown_number(value["numberValue"], told, "en_US") == text


@pytest.mark.fact("D", "5")
@pytest.mark.parametrize(
    ("text", "locale", "told"),
    [("TRUE", "en_US", True), ("false", "en_GB", False), ("WAHR", "de_DE", True), ("FAUX", "fr_FR", False), ("True", "de_DE", True)],
)
def test_truth_is_truth(text: str, locale: str, told: bool) -> None:
    assert parse_entered(text, locale) == ({"boolValue": told}, None)


@pytest.mark.parametrize(
    ("text", "kind"), [("#N/A", "N_A"), ("#REF!", "REF"), ("#DIV/0!", "DIVIDE_BY_ZERO"), ("#NAME?", "NAME"), ("#VALUE!", "VALUE")]
)
def test_errors_can_be_typed(text: str, kind: str) -> None:
    assert parse_entered(text, "en_US") == ({"errorValue": {"type": kind}}, None)


@pytest.mark.fact("R", "5")
@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("=1+1", "=1+1"),
        ("= 1 / 1024", "= 1 / 1024"),
        ("+1+2", "=+1+2"),
        ("-A1", "=-A1"),
        ("+44 7911 123456", "=+44 7911 123456"),
        ("=A1&\"x\"", "=A1&\"x\""),
    ],
)
def test_signs_at_the_start_make_a_formula(text: str, formula: str) -> None:
    assert parse_entered(text, "en_US") == ({"formulaValue": formula}, None)


@pytest.mark.parametrize("text", ["-", "--", "+", "=", "- - -", "@home", "x=1"])
def test_signs_alone_are_text(text: str) -> None:
    assert is_text(text)


@pytest.mark.fact("R", "5")
@pytest.mark.parametrize(("text", "told"), [("'0123", "0123"), ("'=1+1", "=1+1"), ("''x", "'x"), ("'TRUE", "TRUE")])
def test_an_apostrophe_in_front_makes_text_and_is_not_part_of_it(text: str, told: str) -> None:
    assert parse_entered(text, "en_US") == ({"stringValue": told}, None)


def test_text_keeps_its_spaces() -> None:
    assert is_text("  two words ")


def test_nothing_typed_is_nothing() -> None:
    assert parse_entered("", "en_US") == ({}, None)
    assert parse_entered("'", "en_US") == ({}, None)


@pytest.mark.fact("D", "5")
@pytest.mark.parametrize("value", [5, 1.5, True])
def test_numbers_and_truth_in_json_keep_their_type(value: Any) -> None:
    assert parse_entered(value, "en_US") == (raw(value), None)


def test_a_date_without_a_year_is_of_this_year() -> None:
    value, _ = parse_entered("1 Jan", "en_GB", year=2027)
    assert value == {"numberValue": 46388}
