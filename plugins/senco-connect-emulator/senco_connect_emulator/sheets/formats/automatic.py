"""A number without a format, as the window shows it: at most ten digits, or a power of ten where that isn't enough."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

__all__ = ["automatic", "rounded"]

_DIGITS = 10
_WIDEST, _SMALLEST = 1e15, 1e-4


def automatic(number: float, decimal: str = ".") -> str:
    """Write a number that has no format."""
    size = abs(number)
    text = repr(number)
    if len(text) <= _DIGITS and "e" not in text and size >= _SMALLEST:
        # The commonest case by far: so short a number is exact as it stands.
        return text.removesuffix(".0").replace(".", decimal)
    if size < _WIDEST and number == int(number):
        return str(int(number))
    if not _SMALLEST <= size < _WIDEST:
        return _power(number).replace(".", decimal)
    exact = Decimal(text)
    places = max(_DIGITS - max(exact.adjusted() + 1, 0), 0) if size >= 1 else _DIGITS - 1 - exact.adjusted()
    told = f"{rounded(exact, places):f}"
    told = told.rstrip("0").rstrip(".") if "." in told else told
    return told.replace(".", decimal)


def rounded(exact: Decimal, places: int) -> Decimal:
    """Round as people do: a half goes away from zero."""
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _power(number: float) -> str:
    mantissa, _, exponent = f"{number:.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].lstrip('0').zfill(2)}"
