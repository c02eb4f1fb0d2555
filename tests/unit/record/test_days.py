"""Days as English schools write them: day first, no guess at two-figure years, no hour that may be another day."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco_connect.record.days import read_day

DAYS = st.dates(min_value=date(1000, 1, 1))


@pytest.mark.parametrize("figures", ["9" * 3, "9" * 20, "9" * 5_000], ids=len)
@pytest.mark.parametrize("form", ["{} Jan 2025", "{}th Jan 2025", "1/{}/2025", "2025-{}-1", "{}/1/2025", "1/1/{}"])
def test_figures_that_no_calendar_has_are_no_day(form: str, figures: str) -> None:
    """They were too many for Python's own calendar, or for a number at all: the whole export could not be read."""
    assert read_day(form.format(figures)) is None


@given(DAYS)
def test_an_iso_day_is_itself(day: date) -> None:
    assert read_day(day.isoformat()) == day.isoformat()


@given(DAYS, st.sampled_from("/-. "), st.booleans())
def test_figures_are_day_first_always(day: date, mark: str, padded: bool) -> None:
    """In 132 days of a year 03/04 could be read both ways; an American reading of one is a wrong birthday."""
    figures = [f"{n:02d}" if padded else str(n) for n in (day.day, day.month)]
    text = mark.join([*figures, f"{day.year:04d}"])
    assert read_day(text) == (None if mark == " " else day.isoformat())


@given(DAYS, st.sampled_from(["%d %B %Y", "%d-%b-%Y", "%d %b %Y", "%d/%b/%Y", "%d %B, %Y"]))
def test_months_by_name_are_read(day: date, form: str) -> None:
    text = day.strftime(form).replace(str(day.year), f"{day.year:04d}")
    assert read_day(text) == read_day(text.upper()) == day.isoformat()


@given(DAYS, st.sampled_from([" 00:00", "T00:00:00", " 00:00:00", " 00:00:00.000000", "T00:00:00Z", "T00:00:00+01:00"]))
def test_midnight_is_the_day_itself(day: date, midnight: str) -> None:
    """Databases and data frames write a day as its first moment."""
    assert read_day(day.isoformat() + midnight) == day.isoformat()


@given(st.datetimes())
def test_another_hour_is_no_day(moment: datetime) -> None:
    """A birthday kept as "2017-09-14T23:00:00Z" is the 15th in British Summer Time."""
    if (moment.hour, moment.minute, moment.second, moment.microsecond) != (0, 0, 0, 0):
        assert read_day(moment.isoformat()) is None
        assert read_day(moment.isoformat(" ")) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-09-29 00:00:00.000000", "2016-09-29"), ("1st March 2025", "2025-03-01"), ("22nd Feb 2024", "2024-02-22"),
        ("3rd of", None), ("3 Sept. 2025", "2025-09-03"), ("03 / 04 / 2015", "2015-04-03"), ("29/02/2024", "2024-02-29"),
        ("2025/9/3", "2025-09-03"), ("10 AUGUST 2020", "2020-08-10"),
    ],
)  # fmt: skip
def test_forms_that_schools_have_sent(text: str, day: str | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "--", "//", "3/4/25", "03-04-15", "29/02/2023", "31/04/2024", "00/01/2020", "13/13/2020", "2020-13-01",
        "2020--01", "2020-00-00", "42000", "20200401", "March 2020", "Spring 2020", "soon", "03/04/2015?", "Mar 3 2020",
        "2020-W01-1", "1/1/2020/1", "٣/٤/٢٠٢٠", "2020-04-03 00:00:59", "2020-04-03 00:00 approx", "T00:00:00", "1/2/12020",
    ],
)  # fmt: skip
def test_a_day_in_doubt_is_not_read(text: str) -> None:
    assert read_day(text) is None


@given(st.text())
def test_any_text_gives_a_day_or_nothing(text: str) -> None:
    found = read_day(text)
    assert found is None or date.fromisoformat(found).isoformat() == found


@given(st.from_regex(r"\A[0-9TZ:./ +-]{1,24}\Z"))
def test_anything_like_a_day_gives_a_day_or_nothing(text: str) -> None:
    found = read_day(text)
    assert found is None or date.fromisoformat(found).isoformat() == found
