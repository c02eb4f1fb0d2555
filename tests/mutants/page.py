"""Keep the table of planted mistakes in docs/proof.md; other sections of the page are left alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from planted import ROOT, Mutant

__all__ = ["PAGE", "section", "section_of", "write_page"]

PAGE = ROOT / "docs" / "proof.md"
_HEADING = "## Planted mistakes"
_SECTION = re.compile(rf"^{_HEADING}$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)

_WORDS = """{heading}

A test that never fails proves nothing. So the mistakes that lose children's records in other tools were planted in this
one, {count} of them, each a small patch in `tests/mutants/`, and for each there is one check that must notice it.
`make mutants` plants them one after another in a copy and prints the table anew; CI does so for each change, and a mistake
that nobody notices, or a patch that no longer fits, is an error. The first eighteen are those of the literature and of other tools'
incidents; what could not be planted as it stands there, and why, is told in `tests/mutants/README.md`.

{table}
"""


def section(mutants: Sequence[Mutant]) -> str:
    """The whole section, as it has to stand on the page."""
    rows = [(f"`{m.name}`", *(m.words[h] for h in ("Mistake", "Would do", "Stands for")), _short(m)) for m in mutants]
    head = ("mistake", "what the code would do", "what becomes of a child's record", "stands for", "noticed by")
    lines = ["| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows)]
    return _WORDS.format(heading=_HEADING, count=len(mutants), table="\n".join(lines))


def _short(mutant: Mutant) -> str:
    path, _, name = mutant.check.partition("::")
    return f"`{Path(path).name}`: {name.removeprefix('test_').replace('_', ' ')}"


def section_of(page: str) -> str:
    """The section as it stands on a page, "" where there is none."""
    found = _SECTION.search(page)
    return found[0].rstrip("\n") + "\n" if found else ""


def write_page(mutants: Sequence[Mutant]) -> None:
    """Put the section in the place of the old one, or at the end of the page."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Proof\n"
    new = section(mutants)
    if _SECTION.search(page):
        page = _SECTION.sub(lambda _: f"{new}\n", page).rstrip("\n") + "\n"
    else:
        page = f"{page.rstrip()}\n\n{new}"
    PAGE.write_text(page, encoding="utf-8", newline="\n")
