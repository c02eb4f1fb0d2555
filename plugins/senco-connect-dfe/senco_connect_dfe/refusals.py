"""Why a file is refused: each reason once, with its code, its line and what to do about it.

The codes have their lines in docs/adapters/ctf.md; those below F040 are shared
with the tables of other systems.  No sentence repeats anything of the file.
"""

from __future__ import annotations

from senco_connect.errors import InputRefused

__all__ = [
    "broken",
    "foreign",
    "has_dtd",
    "too_deep",
    "too_large",
    "unknown_encoding",
    "without_pupils",
    "wrong_header",
]

_AGAIN = "It may be cut off or edited by hand: make the CTF again and copy it whole."


def foreign(token: str) -> InputRefused:
    """The file is no XML, or its root is another."""
    cure = "Name a common transfer file (its root is CTfile) in senco.toml, or another adapter for this file."
    return InputRefused(f"{_the(token)} is not a common transfer file.", cure, code="F020")


def too_large(token: str, line: int) -> InputRefused:
    """One pupil, or what stands between two, is larger than any record is."""
    what = f"{_the(token)} holds one record larger than any pupil's, from line {line}."
    return InputRefused(what, "Ask where the file comes from; make the CTF again.", code="F021", line=line)


def too_deep(token: str, line: int) -> InputRefused:
    """Elements are nested as no CTF nests them."""
    what = f"{_the(token)} is nested deeper than any CTF, in the record from line {line}."
    return InputRefused(what, "Ask where the file comes from; make the CTF again.", code="F021", line=line)


def broken(token: str, line: int) -> InputRefused:
    """The XML stops being XML at this line, or ends too early."""
    return InputRefused(f"{_the(token)} is cut off or damaged at line {line}.", _AGAIN, code="F023", line=line)


def without_pupils(token: str) -> InputRefused:
    """The file ends without a list of pupils, be it an empty one."""
    return InputRefused(f"{_the(token)} has no list of pupils (CTFpupilData).", _AGAIN, code="F023")


def unknown_encoding(token: str) -> InputRefused:
    """The file says that it is written in letters that nobody here can read."""
    what = f"{_the(token)} names an encoding that can't be read."
    return InputRefused(what, "Make the CTF again, in UTF-8.", code="F024", line=1)


def has_dtd(token: str) -> InputRefused:
    """A document type declaration can make a small file huge, or fetch others (safety.md 24)."""
    what = f"{_the(token)} contains a document type declaration, which no CTF has."
    return InputRefused(what, "Do not open it; ask where it comes from.", code="F050")


def wrong_header(token: str, what: str, cure: str) -> InputRefused:
    """The header is absent, or of a version that we can't vouch for."""
    return InputRefused(f"{_the(token)} {what}.", cure, code="F051", column="CTFversion")


def _the(token: str) -> str:
    return token[:1].upper() + token[1:]
