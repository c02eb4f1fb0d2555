"""How a language and country write numbers and dates: what is typed is read by it, what is shown is written by it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

__all__ = ["Locale", "locale_of"]


class Locale(NamedTuple):
    """What differs between countries.

    ``date_order`` is the order of the parts in a date of numbers, ``separators`` what may stand between them;
    ``currency`` is the country's own sign.  Patterns are those of cells that have a type and no pattern.
    """

    decimal: str
    group: str
    date_order: str
    separators: str
    currency: str
    currency_after: bool
    date: str
    time: str
    true: str
    false: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]

    @property
    def money(self) -> str:
        """The pattern of an amount."""
        sign = f'"{self.currency}"'
        return f"#,##0.00\\ {sign}" if self.currency_after else f"{sign}#,##0.00"


class _Language(NamedTuple):
    months: str
    short_months: str
    days: str
    short_days: str
    true: str = "TRUE"
    false: str = "FALSE"


_LANGUAGES = {
    "en": _Language(
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "Mon Tue Wed Thu Fri Sat Sun",
    ),
    "de": _Language(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "Mo Di Mi Do Fr Sa So",
        "WAHR",
        "FALSCH",
    ),
    "fr": _Language(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lun. mar. mer. jeu. ven. sam. dim.",
        "VRAI",
        "FAUX",
    ),
    "es": _Language(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "lunes martes miércoles jueves viernes sábado domingo",
        "lun mar mié jue vie sáb dom",
        "VERDADERO",
        "FALSO",
    ),
    "it": _Language(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "lun mar mer gio ven sab dom",
        "VERO",
        "FALSO",
    ),
    "nl": _Language(
        "januari februari maart april mei juni juli augustus september oktober november december",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "ma di wo do vr za zo",
        "WAAR",
        "ONWAAR",
    ),
}


class _Country(NamedTuple):
    decimal: str
    group: str
    date_order: str
    separators: str
    currency: str
    currency_after: bool
    date: str
    time: str


_TWELVE, _TWENTY_FOUR = "h:mm:ss am/pm", "hh:mm:ss"
# The first of a language is the one that its unlisted countries take.
_COUNTRIES = {
    "en_US": _Country(".", ",", "mdy", "/-", "$", False, "m/d/yyyy", _TWELVE),
    "en_GB": _Country(".", ",", "dmy", "/-", "£", False, "dd/mm/yyyy", _TWENTY_FOUR),
    "en_IE": _Country(".", ",", "dmy", "/-", "€", False, "dd/mm/yyyy", _TWENTY_FOUR),
    "en_AU": _Country(".", ",", "dmy", "/-", "$", False, "dd/mm/yyyy", _TWELVE),
    "en_NZ": _Country(".", ",", "dmy", "/-", "$", False, "d/mm/yyyy", _TWELVE),
    "en_CA": _Country(".", ",", "ymd", "/-", "$", False, "yyyy-mm-dd", _TWELVE),
    "en_IN": _Country(".", ",", "dmy", "/-", "₹", False, "dd/mm/yyyy", _TWELVE),
    "de_DE": _Country(",", ".", "dmy", "./-", "€", True, "dd.mm.yyyy", _TWENTY_FOUR),
    "de_CH": _Country(".", "’", "dmy", "./-", "CHF", False, "dd.mm.yyyy", _TWENTY_FOUR),
    "fr_FR": _Country(",", "\u202f", "dmy", "/-.", "€", True, "dd/mm/yyyy", _TWENTY_FOUR),
    "fr_CA": _Country(",", "\u00a0", "ymd", "/-.", "$", True, "yyyy-mm-dd", _TWENTY_FOUR),
    "es_ES": _Country(",", ".", "dmy", "/-.", "€", True, "d/m/yyyy", _TWENTY_FOUR),
    "it_IT": _Country(",", ".", "dmy", "/-.", "€", True, "dd/mm/yyyy", _TWENTY_FOUR),
    "nl_NL": _Country(",", ".", "dmy", "-/.", "€", False, "d-m-yyyy", _TWENTY_FOUR),
}


@cache
def locale_of(name: str) -> Locale:
    """Find a locale; one that isn't known takes its language's, and an unknown language that of the United States."""
    name = name.replace("-", "_")
    language = name.partition("_")[0]
    country = _COUNTRIES.get(name) or next(
        (told for known, told in _COUNTRIES.items() if known.startswith(language + "_")), _COUNTRIES["en_US"]
    )
    words = _LANGUAGES.get(language, _LANGUAGES["en"])
    return Locale(
        *country,
        words.true,
        words.false,
        tuple(words.months.split()),
        tuple(words.short_months.split()),
        tuple(words.days.split()),
        tuple(words.short_days.split()),
    )
