"""Write the measured figures into docs/proof.md, under a heading of their own."""

from __future__ import annotations

import os
import platform
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from batch import Tally

__all__ = ["PAGE", "branches_line", "summary", "write_page"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "proof.md"

_HEAD = "# Proof\n\nHow it is shown that nothing a person typed is lost, and how to run it yourself.\n"
_SECTION = """## Fuzzing

Written by `make fuzz`; do not edit. Each input is made from its number by changing the samples of the plugins and
hostile pieces, so that any of them can be made again. One of a thousand is swollen to some 300 kB. It has to be read
whole or refused in the library's own words, within 2 s of processor time and 150 MB; a refusal or finding may hold nothing
of the file, and has to point into it.
A quarter of the inputs each is read twice, also with nothing and with everything known, and given a proposal; a quarter
of the registers that can be read gets a batch. What was ever found is kept in `tests/fuzz/found/` and tried by `make test`.
Measured on {machine}, of the code with digest `{code}`.

| input | tried | of | read | refused | found | slowest | most memory | processor time |
|---|---|---|---|---|---|---|---|---|
{table}

Memory is by how much a process's peak rose over a batch of thousands. Branches taken: {branches}.

{codes}

{choice}
"""

# Measured once, when it was decided (see the words); not by each run.
_CHOICE = """Inputs are made by number since that covers more, besides that any of them can be made again. In the same processor time
(24 s for each way, atheris 3.0.0, on the seeds that both begin with) they took 224 of 296 branches of the table reader with
11,800 inputs, 132 of 142 of the CTF reader with 29,200 and 313 of 598 of those of workbooks with 3,400; atheris took 211, 113
and 274 with changes of its own, 216, 129 and 293 with ours mixed in. Following branches slows each input down more than it helps, for the words that matter are known here.
`make fuzz-guided` runs atheris all the same, where it can be installed: it may find what nobody put into the words."""


class Summary:
    """The figures of one kind of input."""

    def __init__(self, name: str, wanted: int, tallies: Sequence[Tally]) -> None:
        self.name, self.wanted = name, wanted
        self.tried = sum(tally.count for tally in tallies)
        self.verdicts: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        for tally in tallies:
            self.verdicts.update(tally.verdicts)
            self.findings.update({what: len(numbers) for what, numbers in tally.findings.items()})
        self.slowest = max((tuple(tally.slowest) for tally in tallies), default=(0.0, -1))
        self.largest = max((tuple(tally.largest) for tally in tallies), default=(0, -1))
        self.growth = max((tally.growth for tally in tallies), default=0)
        self.seconds = sum(tally.seconds for tally in tallies)

    @property
    def accepted(self) -> int:
        """How many were read, as an export or as a register."""
        return sum(number for verdict, number in self.verdicts.items() if "accepted" in verdict)

    def row(self) -> str:
        """Give the line of the table."""
        refused = self.verdicts.total() - self.accepted - self.verdicts["found"]
        found = sum(self.findings.values())
        return (
            f"| {self.name} | {self.tried:,} | {self.wanted:,} | {self.accepted:,} | {refused:,} | {found} "
            f"| {self.slowest[0] * 1000:.0f} ms | {self.growth / 1e6:.0f} MB | {self.seconds:,.0f} s |"
        )

    def codes(self) -> str:
        """Give each verdict and how often it was given, by side where a workbook has two."""
        by_side: dict[str, Counter[str]] = {}
        for verdict, number in self.verdicts.items():
            for part in verdict.split(", "):
                side, _, code = part.rpartition(" ")
                by_side.setdefault(side, Counter())[code] += number
        told = (", ".join(f"{code} {number:,}" for code, number in codes.most_common()) for codes in by_side.values())
        sides = (f"{side}: " if side else "" for side in by_side)
        return "; ".join(side + codes for side, codes in zip(sides, told, strict=True))


def summary(name: str, wanted: int, tallies: Sequence[Tally]) -> Summary:
    """Add up the batches of one kind."""
    return Summary(name, wanted, tallies)


def branches_line(told: Mapping[str, object]) -> str:
    """Say which branches were counted, and how many of them were taken."""
    return f"{told['name']} {told['covered']} of {told['there']} by {told['inputs']:,} inputs (`{'`, `'.join(told['of'])}`)"  # type: ignore[arg-type]


def write_page(summaries: Sequence[Summary], branches: Sequence[str], code: str) -> None:
    """Put the section into the page, in the place of the one that was there."""
    section = _SECTION.format(
        machine=f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        code=code,
        table="\n".join(each.row() for each in summaries),
        branches="; ".join(branches) or "not counted",
        codes="\n".join(f"- {each.name}: {each.codes()}" for each in summaries),
        choice=_CHOICE,
    )
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else _HEAD
    old = re.search(r"^## Fuzzing\n.*?(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    new = (
        text[: old.start()] + section + ("\n" if text[old.end() :] else "") + text[old.end() :]
        if old
        else text.rstrip() + "\n\n" + section
    )
    PAGE.write_text(new, encoding="utf-8", newline="\n")
