"""The lines of the table: what is measured, against what, and how far it may go."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from invented import NARROW, WIDE, change_class, change_each, ctf, pupils, shuffled, table
from measure import Command, peak_megabytes, run_in_turns, said_by

__all__ = ["Line", "Measured", "every_line"]

PROCESSES = Path(__file__).parent / "processes"
PYTHON = sys.executable
NOTHING = (PYTHON, "-c", "pass")

SOURCE = """[school]
name = "Elmby Trust"

[sources.mis]
adapter = "table"
file = "export.csv"
"""
REGISTER = """
[register]
adapter = "xlsx"
file = "register.xlsx"
"""


@dataclass(frozen=True)
class Measured:
    """What was found: both medians in words, and the figure that the goal is about."""

    ours: str
    reference: str
    figure: float | None


@dataclass(frozen=True)
class Line:
    """One line: ``measure`` makes its files in the folder and gives the figure, at most ``goal`` ``unit``."""

    what: str
    against: str
    goal: float
    unit: str
    measure: Callable[[Path, int], Measured]


def every_line(scale: float) -> Iterator[Line]:
    """Give the table's lines; ``scale`` shrinks the files, for a quick look that proves no goal."""
    trust, school = int(60_000 * scale), int(2_000 * scale)
    for what, goal, variant in _VARIANTS:
        yield Line(f"plan, 60,000 pupils, {what}", "bare `csv.reader`", goal, "×", partial(_plan, trust, variant))
    yield Line(
        "`senco check --against`, two exports of 60,000, 2 % changed", "csv-diff", 0.3, "×", partial(_csv_diff, trust)
    )
    quiet, busy = partial(_school, school, False), partial(_school, school, True)
    on_top = "`python -c pass`, the register's reading by calamine on top"
    yield Line("`senco plan`, 2,000 pupils, 400 on the register, nothing changed", on_top, 10, "×", quiet)
    yield Line("`senco plan`, 2,000 pupils, 400 on the register, 2 % changed", on_top, 20, "×", busy)
    yield Line("`senco --help`", "`python -c pass`", 5, "×", _help)
    yield Line("XLSX into rows, 10,000 × 38", "bare python-calamine", 1.5, "×", partial(_xlsx, int(10_000 * scale)))
    yield Line(
        "CTF into rows, 20,000 pupils with results",
        "bare `XMLParser(target)`",
        1.5,
        "×",
        partial(_ctf, int(20_000 * scale)),
    )
    bare = partial(_ctf, int(20_000 * scale), results="")
    yield Line("CTF into rows, 20,000 pupils without results", "bare `XMLParser(target)`", 1.5, "×", bare)
    yield Line("memory, plan, 60,000 pupils, 2 % changed", "", 150, "MB", partial(_plan_memory, trust))
    million = int(1_000_000 * scale)
    yield Line("memory, plan, 1,000,000 pupils, 2 % changed", "", 400, "MB", partial(_plan_memory, million))
    many = int(300_000 * scale)
    yield Line("memory, CTF, 300,000 pupils, one by one", "", 120, "MB", partial(_ctf_memory, many))


# --- plans


_VARIANTS: tuple[tuple[str, float, str], ...] = (
    ("same bytes", 1.0, "same"),
    ("re-ordered but unchanged", 2.5, "shuffled"),
    ("2 % changed", 4.5, "some"),
    ("every row changed", 30, "every"),
    ("first load", 15, "first"),
)


def _plan(count: int, variant: str, folder: Path, turns: int) -> Measured:
    roll = list(pupils(count, NARROW))
    changes = _next_week(variant, roll)
    _accept(folder, roll)
    if variant == "first":
        shutil.rmtree(folder / ".senco")
    if variant in ("shuffled", "some", "every"):
        table(folder / "export.csv", changes)
    ours = _ours("plan.py")
    _expect(said_by(ours, folder), _found(count, variant))
    forget = partial(shutil.rmtree, folder / ".senco") if variant == "first" else _nothing
    pair = run_in_turns(ours, _bare("bare_csv.py", "export.csv"), folder=folder, turns=turns, before=forget)
    return _compared(pair.ours, pair.reference, pair.ratio)


def _next_week(variant: str, roll: list[dict[str, str]]) -> list[dict[str, str]]:
    changed = {"shuffled": shuffled, "some": partial(change_class, one_in=50), "every": change_each}
    return list(changed[variant](roll)) if variant in changed else roll


def _found(count: int, variant: str) -> str:
    changes = {"some": len(range(0, count, 50)), "every": count}.get(variant, 0)
    return f"{changes} changes {count if variant == 'first' else 0} joined 0 missing"


def _csv_diff(count: int, folder: Path, turns: int) -> Measured:
    roll = list(pupils(count, NARROW))
    (folder / "senco.toml").write_text(SOURCE, encoding="utf-8")
    table(folder / "before.csv", roll)
    table(folder / "after.csv", change_class(roll, one_in=50))
    ours = (_installed("senco"), "check", "after.csv", "--against", "before.csv")
    changes = len(range(0, count, 50))
    said = said_by(ours, folder).splitlines()[-1]
    _expect(said.partition(",")[0], f"{changes} changes for {changes} pupils")
    theirs = (_installed("csv-diff"), "before.csv", "after.csv", "--key=UPN")
    pair = run_in_turns(ours, theirs, folder=folder, turns=turns)
    return _compared(pair.ours, pair.reference, pair.ratio)


def _school(count: int, changed: bool, folder: Path, turns: int) -> Measured:
    """Allow for the register: what bare calamine needs to read it is taken off ours."""
    from senco_connect import School

    roll = list(pupils(count, WIDE))
    (folder / "senco.toml").write_text(SOURCE + REGISTER, encoding="utf-8")
    table(folder / "export.csv", roll)
    School.open(folder / "senco.toml").stores.register.create()  # type: ignore[union-attr]
    # Twice: the second run finds what the first one wrote, and is at rest from then on.
    said_by(_ours("plan.py", "--apply"), folder)
    said_by(_ours("plan.py", "--apply"), folder)
    if changed:
        table(folder / "export.csv", change_class(roll, one_in=50))
    senco = (_installed("senco"), "plan")
    book = run_in_turns(_bare("bare_calamine.py", "register.xlsx"), NOTHING, folder=folder, turns=turns)
    pair = run_in_turns(senco, NOTHING, folder=folder, turns=turns)
    return _compared(pair.ours, pair.reference, pair.ratio - book.ratio + 1)


def _accept(folder: Path, roll: list[dict[str, str]]) -> None:
    (folder / "senco.toml").write_text(SOURCE, encoding="utf-8")
    table(folder / "export.csv", roll)
    said_by(_ours("plan.py", "--apply"), folder)


# --- reading


def _xlsx(count: int, folder: Path, turns: int) -> Measured:
    table(folder / "export.xlsx", pupils(count, NARROW))
    ours = _ours("rows.py", "senco_connect_mis.table:GenericTable", "export.xlsx")
    _expect(said_by(ours, folder), str(count))
    pair = run_in_turns(ours, _bare("bare_calamine.py", "export.xlsx"), folder=folder, turns=turns)
    return _compared(pair.ours, pair.reference, pair.ratio)


def _ctf(count: int, folder: Path, turns: int, *, results: str | None = None) -> Measured:
    ctf(folder / "export.xml", pupils(count, NARROW), **({} if results is None else {"results": results}))
    ours = _ours("rows.py", "senco_connect_dfe.ctf:Ctf", "export.xml")
    _expect(said_by(ours, folder), str(count))
    pair = run_in_turns(ours, _bare("bare_xml.py", "export.xml"), folder=folder, turns=turns)
    return _compared(pair.ours, pair.reference, pair.ratio)


def _help(folder: Path, turns: int) -> Measured:
    pair = run_in_turns((_installed("senco"), "--help"), NOTHING, folder=folder, turns=turns)
    return _compared(pair.ours, pair.reference, pair.ratio)


# --- memory


def _plan_memory(count: int, folder: Path, turns: int) -> Measured:
    (folder / "senco.toml").write_text(SOURCE, encoding="utf-8")
    table(folder / "export.csv", pupils(count, NARROW))
    said_by(_ours("plan.py", "--apply"), folder)
    table(folder / "export.csv", change_class(pupils(count, NARROW), one_in=50))
    return _held(peak_megabytes(_ours("plan.py"), folder), count)


def _ctf_memory(count: int, folder: Path, turns: int) -> Measured:
    ctf(folder / "export.xml", pupils(count, NARROW))
    return _held(peak_megabytes(_ours("rows.py", "", "export.xml", "stream"), folder), count)


# --- words


def _ours(process: str, *arguments: str) -> Command:
    return (PYTHON, str(PROCESSES / process), *arguments)


_bare = _ours


def _installed(command: str) -> str:
    return str(shutil.which(command, path=str(Path(PYTHON).parent)))


def _nothing() -> None:
    return None


def _expect(said: str, right: str) -> None:
    # A speed counts only where the output is right.
    if said != right:
        raise SystemExit(f"wrong result: {said!r} instead of {right!r}")


def _compared(ours: tuple[float, ...], reference: tuple[float, ...], figure: float) -> Measured:
    from statistics import median

    return Measured(f"{median(ours) * 1000:,.0f} ms", f"{median(reference) * 1000:,.0f} ms", figure)


def _held(megabytes: float | None, count: int) -> Measured:
    return Measured("not told here" if megabytes is None else f"{megabytes:,.0f} MB", "", megabytes)
