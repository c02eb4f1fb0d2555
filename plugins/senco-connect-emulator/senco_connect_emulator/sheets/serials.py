"""Dates as numbers: days since 30 December 1899, the time of day as a fraction."""

from __future__ import annotations

from datetime import date, datetime, timedelta

__all__ = ["EPOCH", "moment", "serial"]

EPOCH = datetime(1899, 12, 30)


def serial(day: date, hours: int = 0, minutes: int = 0, seconds: float = 0) -> float:
    """Count a moment; one at midnight is a whole number."""
    days = day.toordinal() - EPOCH.toordinal()
    fraction = (hours * 3600 + minutes * 60 + seconds) / 86400
    return days + fraction if fraction else days


def moment(number: float) -> datetime | None:
    """Give the moment that a number counts, to the millisecond; None where there is no such year."""
    try:
        return EPOCH + timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return None
