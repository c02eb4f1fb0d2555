"""Dates and times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Paper

Result = Callable[[str], Any]


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=DATE(2023,6,15)", 45092), ("=DATE(119,2,1)", 43497), ("=DATE(2023,14,1)", 45323), ("=DATE(2023,6,0)", 45077),
        ("=DATE(2023,-3,1)", 44805), ("=DATE(1900,1,1)", 2), ("=DATE(1899,12,30)", 693961), ("=DATE(-1,1,1)", "NUM"),
        ("=DATE(10000,1,1)", "NUM"), ("=YEAR(45092)", 2023), ("=MONTH(45092)", 6), ("=DAY(45092.9)", 15), ('=YEAR("7/20/1969")', 1969),
        ('=DAY("hello")', "VALUE"), ("=YEAR(-1)", "NUM"), ("=HOUR(0.75)", 18), ("=MINUTE(TIME(1,45,0))", 45), ("=SECOND(40909.0004)", 35),
        ('=HOUR("20:49:59")', 20), ("=TIME(12,0,0)", 0.5), ("=TIME(24,0,0)", 0), ("=TIME(-1,0,0)", "NUM"), ('=TIMEVALUE("2:15 PM")', 0.59375),
        ("=TIMEVALUE(0.5)", "VALUE"), ('=DATEVALUE("2023-06-15 14:30:00")', 45092), ('=DATEVALUE("January 1, 2023")', 44927),
        ("=DATEVALUE(44927)", "VALUE"), ('=DATEVALUE("soon")', "VALUE"), ("=EPOCHTODATE(0)", 25569), ("=EPOCHTODATE(-1)", "NUM"),
    ],
)  # fmt: skip
def test_dates_are_days_since_the_end_of_1899(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=WEEKDAY(DATE(2026,11,27))", 6), ("=WEEKDAY(DATE(2026,11,27),2)", 5), ("=WEEKDAY(DATE(2026,11,27),3)", 4),
        ("=WEEKDAY(DATE(2026,11,27),11)", 5), ("=WEEKDAY(1,4)", "NUM"), ("=WEEKNUM(DATE(2023,12,31))", 53), ("=WEEKNUM(DATE(2023,6,15),21)", 24),
        ("=ISOWEEKNUM(DATE(2015,12,31))", 53), ("=EDATE(DATE(2023,1,31),1)", 44985), ("=EOMONTH(DATE(2020,1,31),1)", 43890),
        ('=DAYS("7/24/1969","7/16/1969")', 8), ('=DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"Y")', 1),
        ('=DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"YM")', 2), ('=DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"YD")', 75),
        ('=DATEDIF(DATE(2023,1,31),DATE(2023,3,1),"MD")', -2), ('=DATEDIF(2,1,"D")', "NUM"), ('=DATEDIF(1,2,"X")', "NUM"),
        ("=NETWORKDAYS(DATE(2023,6,12),DATE(2023,6,23))", 10), ("=NETWORKDAYS(DATE(2023,6,15),DATE(2023,6,12))", -4),
        ("=NETWORKDAYS(DATE(2023,6,12),DATE(2023,6,23),{45096,45094})", 9), ('=NETWORKDAYS(45089,45100,"6/19/2023")', "VALUE"),
        ("=NETWORKDAYS.INTL(DATE(2023,6,12),DATE(2023,6,18),11)", 6), ('=NETWORKDAYS.INTL(45089,45095,"1111111")', "NUM"),
        ("=WORKDAY(DATE(2023,6,15),2.9)", 45096), ("=WORKDAY(DATE(2023,6,15),-5)", 45085), ("=WORKDAY.INTL(DATE(2023,6,12),5,7)", 45096),
    ],
)  # fmt: skip
def test_the_calendar(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


def test_today_is_the_day_at_the_spreadsheets_own_place(paper: Paper) -> None:
    paper.write({"A1": "=TODAY()", "A2": "=NOW()"})
    assert paper.value("A1") == 46353
    assert paper.value("A2") == pytest.approx(46353 + 9.5 / 24)
    paper.book.properties["timeZone"] = "Pacific/Auckland"
    paper.clock.move(3 * 3600)
    paper.book.changed()
    assert paper.value("A1") == 46354


def test_tomorrow_is_another_day_though_nobody_changed_anything(paper: Paper) -> None:
    paper.write({"A1": "=TODAY()", "B1": "=A1+1"})
    assert paper.value("B1") == 46354
    paper.clock.move(24 * 3600)
    assert paper.value("B1") == 46355


def test_an_unknown_time_zone_counts_in_utc(paper: Paper) -> None:
    paper.book.properties["timeZone"] = "Nowhere/At_All"
    assert paper.write({"A1": "=HOUR(NOW())"}).value("A1") == 9
