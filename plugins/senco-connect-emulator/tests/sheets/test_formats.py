"""Numbers and text as cells show them."""

from __future__ import annotations

import pytest
from senco_connect_emulator.sheets.formats import automatic, shown_number, shown_text
from senco_connect_emulator.sheets.locales import locale_of
from senco_connect_emulator.sheets.serials import moment, serial


def shown(number: float, pattern: str, locale: str = "en_US") -> str:
    return shown_number(number, {"type": "NUMBER", "pattern": pattern}, locale)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "0"),
        (5.0, "5"),
        (-0.5, "-0.5"),
        (0.1 + 0.2, "0.3"),
        (1 / 1024, "0.0009765625"),
        (1 / 3, "0.3333333333"),
        (2 / 3, "0.6666666667"),
        (100 / 3, "33.33333333"),
        (3.141592653589793, "3.141592654"),
        (2000000.01, "2000000.01"),
        (12345678901, "12345678901"),
        (123456789012345, "123456789012345"),
        (12345678901.5, "12345678902"),
        (1234567890123456, "1.23457E+15"),
        (1e20, "1E+20"),
        (-1e20, "-1E+20"),
        (1e-7, "1E-07"),
        (1.5e300, "1.5E+300"),
        (-0.0, "0"),
    ],
)
def test_a_number_without_a_format_is_shown_with_at_most_ten_digits(number: float, told: str) -> None:
    assert automatic(number) == told


def test_the_decimal_sign_is_the_locales() -> None:
    assert shown_number(0.5, None, "de_DE") == "0,5"
    assert shown_number(1 / 3, None, "fr_FR") == "0,3333333333"


@pytest.mark.fact("D")
@pytest.mark.parametrize(
    ("kind", "number", "told"),
    [
        ("TEXT", 1000.12, "1000.12"),
        ("NUMBER", 1000.12, "1,000.12"),
        ("PERCENT", 0.1012, "10.12%"),
        ("CURRENCY", 1000.12, "$1,000.12"),
        ("DATE", 39717, "9/26/2008"),
        ("TIME", 0.6659722222222222, "3:59:00 PM"),
        ("SCIENTIFIC", 1010, "1.01E+03"),
    ],
)
def test_a_type_without_a_pattern_takes_that_of_the_locale(kind: str, number: float, told: str) -> None:
    assert shown_number(number, {"type": kind}, "en_US") == told


@pytest.mark.fact("R", "5")
@pytest.mark.parametrize(
    ("locale", "date", "money"),
    [("en_GB", "26/09/2008", "£1,000.12"), ("de_DE", "26.09.2008", "1.000,12 €"), ("fr_FR", "26/09/2008", "1\u202f000,12 €")],
)
def test_each_locale_has_its_own_date_and_money(locale: str, date: str, money: str) -> None:
    assert shown_number(39717, {"type": "DATE"}, locale) == date
    assert shown_number(1000.12, {"type": "CURRENCY"}, locale) == money


@pytest.mark.fact("D")
@pytest.mark.parametrize(
    ("number", "pattern", "told"),
    [
        (12345.125, "####.#", "12345.1"),
        (12, "#.0#", "12.0"),
        (12.34, "000.0000", "012.3400"),
        (5.125, "# ???/???", "5 1/8"),
        (0.5, "# ?/?", "1/2"),
        (3, "# ?/?", "3"),
        (0.333, "?/?", "1/3"),
        (1230000, '0.0,,"M"', "1.2M"),
        (1234500000, "0.00e+00", "1.23e+09"),
        (12000, "#,###", "12,000"),
        (12000, "0,", "12"),
        (1234567, "#,##0,", "1,235"),
        (12300000, "0.0,,", "12.3"),
        (0.25, "0%", "25%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (123, "#,##0", "123"),
        (5, "000", "005"),
        (0.5, "#.##", ".5"),
        (3.1, "0.??", "3.1 "),
        (123456789, "000-00-0000", "123-45-6789"),
        (5, '0 "pupils"', "5 pupils"),
        (5, "0 \\p", "5 p"),
        (5, "[Red]0", "5"),
        (5, "[$€-407]#,##0", "€5"),
        (1234.5, '_("$"* #,##0.00_)', " $1,234.50 "),
        (12345.678, "0.00E+00", "1.23E+04"),
        (0.00012, "0.00E+00", "1.20E-04"),
        (999999, "0.00E+00", "1.00E+06"),
        (0, "0.00E+00", "0.00E+00"),
        (5, "General", "5"),
        (5, '"none"', "none"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (1.005, "0.00", "1.01"),
    ],
)
def test_number_patterns(number: float, pattern: str, told: str) -> None:
    assert shown(number, pattern) == told


@pytest.mark.fact("D")
@pytest.mark.parametrize(
    ("number", "told"), [(5, "5 more"), (-5, "(5) less"), (0, "none"), (-0.4, "(0) less")]
)
def test_sections_go_by_sign(number: float, told: str) -> None:
    assert shown(number, '0 "more";(0) "less";"none"') == told


def test_a_second_section_writes_the_minus_itself() -> None:
    assert shown(-5, "0;-0") == "-5"
    assert shown(-5, "0;0") == "5"
    assert shown(0, "0.0;(0.0)") == "0.0"


def test_a_negative_number_that_rounds_to_nothing_keeps_its_minus() -> None:
    assert shown(-0.001, "0.00") == "-0.00"


@pytest.mark.fact("D")
@pytest.mark.parametrize(("number", "told"), [(50, "50 low"), (150, "150 high"), (100, "100 high")])
def test_sections_go_by_condition(number: float, told: str) -> None:
    assert shown(number, '[<100]0 "low";0 "high"') == told


@pytest.mark.fact("D")
@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("yyyy-mm-dd", "2016-04-05"),
        ("h:mm:ss.00 a/p", "4:08:53.53 p"),
        ('hh:mm A/P".M."', "04:08 P.M."),
        ("mmmm d \\[dddd\\]", "April 5 [Tuesday]"),
        ("h PM, ddd mmm dd", "4 PM, Tue Apr 05"),
        ("dddd, m/d/yy at h:mm", "Tuesday, 4/5/16 at 16:08"),
        ("dd/MM/yyyy HH:mm:ss", "05/04/2016 16:08:53"),
        ("yyyy-mm-dd hh:mm:ss", "2016-04-05 16:08:53"),
        ("h:mm am/pm", "4:08 PM"),
        ("dddd, m/d/yy \"at\" h:mm", "Tuesday, 4/5/16 at 16:08"),
        ("ddd d mmm", "Tue 5 Apr"),
        ("mmmm yyyy", "April 2016"),
        ("mmmmm", "A"),
        ("m/d", "4/5"),
        ("mm", "04"),
        ("mm:ss", "08:53"),
        ("ss.000", "53.528"),
        ("d.m.yyyy", "5.4.2016"),
        ("DD/MM/YYYY", "05/04/2016"),
    ],
)
def test_date_patterns(pattern: str, told: str) -> None:
    number = serial(moment(42465), 16, 8, 53.528)  # type: ignore[arg-type]
    assert shown(number, pattern) == told


@pytest.mark.fact("D")
@pytest.mark.parametrize(
    ("number", "pattern", "told"),
    [
        (11621.255 / 86400, "[hh]:[mm]:[ss].000", "03:13:41.255"),
        (11621.255 / 86400, "[mmmm]:[ss].000", "0193:41.255"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (1.25, "[mm]:ss", "1800:00"),
        (0.5, "[hh]", "12"),
        (-0.5, "[h]:mm", "-12:00"),
    ],
)
def test_durations_go_past_a_day(number: float, pattern: str, told: str) -> None:
    assert shown(number, pattern) == told


@pytest.mark.parametrize(
    ("locale", "pattern", "told"),
    [
        ("de_DE", "d. mmmm yyyy", "1. Januar 2020"),
        ("fr_FR", "dddd d mmm", "mercredi 1 janv."),
        ("es_ES", "mmmm", "enero"),
        ("xx_XX", "mmmm", "January"),
    ],
)
def test_names_of_months_and_days_are_the_locales(locale: str, pattern: str, told: str) -> None:
    assert shown(43831, pattern, locale) == told


@pytest.mark.parametrize(
    ("text", "pattern", "told"),
    [
        ("x", "@", "x"),
        ("x", "0;0;0;\"<\"@\">\"", "<x>"),
        ("x", "0.00", "x"),
        ("x", "@\" (copied)\"", "x (copied)"),
    ],
)
def test_text_patterns(text: str, pattern: str, told: str) -> None:
    assert shown_text(text, {"type": "TEXT", "pattern": pattern}) == told


def test_a_number_in_a_text_format_is_shown_as_it_is() -> None:
    assert shown(12345.5, "@") == "12345.5"


def test_a_number_that_is_no_date_is_shown_as_a_number() -> None:
    assert shown(1e12, "yyyy") == "1000000000000"


@pytest.mark.fact("D", "5")
def test_days_are_counted_from_the_end_of_1899() -> None:
    assert shown(0, "yyyy-mm-dd") == "1899-12-30"
    assert shown(1, "yyyy-mm-dd") == "1899-12-31"
    assert shown(-1, "yyyy-mm-dd") == "1899-12-29"
    assert moment(43831.5).isoformat() == "2020-01-01T12:00:00"  # type: ignore[union-attr]


def test_a_locale_that_is_not_known_takes_its_languages() -> None:
    assert locale_of("de_AT") == locale_of("de_DE")
    assert locale_of("en_ZA") == locale_of("en_US")
    assert locale_of("ja_JP").decimal == "."
