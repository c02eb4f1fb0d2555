"""Kill a run for good, at any moment: a child process on real files, SIGKILL, and a look at what the next run makes of it.

A school of a few pupils lies in a folder: an XLSX register, folders, a state with
synchronous=FULL, as in the product.  The libraries are loaded once, a child is
forked for each run and killed at a random moment, a few times over; then a run
that nobody kills must come to the very end of a school that was never cut off.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import NamedTuple

import openpyxl
from invariants import check
from room import FIELDS, child
from schedule import quick_place
from senco_connect_local.config import FoldersConfig, XlsxConfig
from senco_connect_local.folders import Folders
from senco_connect_local.register import XlsxRegister

from senco_connect.adapters import SourceConfig, Tools
from senco_connect.errors import SencoError
from senco_connect.guards import Limits
from senco_connect.observing import Stores
from senco_connect.ownership import Ownership
from senco_connect.plan import Rules
from senco_connect.run import apply_plan, plan_run
from senco_connect.store import open_state, run_lock
from senco_connect.testing.memory import MemorySource, Mis

__all__ = ["CAN_FORK", "SCENARIOS", "Kills", "Stage", "kill_until_it_ends"]

CAN_FORK = hasattr(os, "fork") and hasattr(signal, "SIGKILL")
SCENARIOS = ("first contact", "a day")
SECTIONS = ("01 Plans", "02 Reviews")
RULES = Rules(Ownership(), sections=SECTIONS)
KILLS_A_TURN = 6


class Kills(NamedTuple):
    """How many children were killed in time, how many ended before, how many ends were compared."""

    killed: int
    late: int
    compared: int


def stores(folder: Path) -> Stores:
    """The adapters, opened as a new process would."""
    tools = Tools(folder, now=lambda: datetime(2026, 9, 7, 6, 30, tzinfo=UTC))
    source = MemorySource(SourceConfig("memory-source", "export.jsonl"), tools)
    register = XlsxRegister(XlsxConfig("xlsx", "SEN register.xlsx"), tools)
    return Stores((("mis", source),), register, Folders(FoldersConfig("folders", "Pupils", SECTIONS), tools))


def sync(folder: Path) -> None:
    """What `senco sync` does, for a child to be killed in."""
    tools = Tools(folder, now=lambda: datetime(2026, 9, 7, 6, 30, tzinfo=UTC))
    opened = stores(folder)
    with run_lock(folder / ".senco"), open_state(folder / ".senco") as state:
        planned = plan_run(opened, state, RULES, limits=Limits(), laestab="", tools=tools)
        apply_plan(planned, opened, state, wanted=planned.plan.id, approved=True, tools=tools)


class Stage:
    """A school made ready for one scenario, its end when nobody kills, and about how long a run takes."""

    def __init__(self, folder: Path, scenario: str) -> None:
        self.start = folder / "start"
        self.work = folder / "work"
        self.start.mkdir(parents=True)
        _set(self.start, scenario)
        self.begin()
        before = time.perf_counter()
        sync(self.work)
        self.seconds = time.perf_counter() - before
        sync(self.work)
        self.end = ends(self.work)

    def begin(self) -> None:
        """Put the school as it was before the run."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.start, self.work)


def _set(folder: Path, scenario: str) -> None:
    pupils = [child(number) for number in range(1, 7)]
    mis = Mis(FIELDS, pupils)
    (folder / "Pupils").mkdir()
    (folder / ".senco").mkdir()
    # The keys are made with the secret: two ends can be compared only under one.
    (folder / ".senco" / "secret").write_bytes(bytes(range(32)))
    (folder / "export.jsonl").write_bytes(mis.export().content)
    register = stores(folder).register
    assert isinstance(register, XlsxRegister)
    register.create()
    if scenario == "a day":
        sync(folder)
        sync(folder)
        _a_day(folder, mis)


def _a_day(folder: Path, mis: Mis) -> None:
    """Joiners with folders, a changed name, a conflict, text that only a person typed."""
    mis.type(0, "surname", "Newname")
    mis.type(2, "sen_status", "E")
    mis.type(4, "registration_group", "9Q")
    for number in (11, 13):
        mis.enter(child(number))
    (folder / "export.jsonl").write_bytes(mis.export().content)
    book = openpyxl.load_workbook(folder / "SEN register.xlsx")
    sheet = book["Register"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(3, columns["SEN status"], "N")
    sheet.cell(2, columns["Strategy 1"], "typed by a person")
    sheet.cell(3, columns["Strategy 2"], "typed by a person too")
    book.save(folder / "SEN register.xlsx")


def ends(folder: Path) -> dict[str, object]:
    """What must be equal in the end: cells, folders, everything but times in the state, open matters, an empty plan."""
    opened = stores(folder)
    assert opened.register is not None
    shown = opened.register.read()
    with open_state(folder / ".senco") as state:
        tools = Tools(folder)
        planned = plan_run(opened, state, RULES, limits=Limits(), laestab="", tools=tools)
        memory = state.memory()
        keys = sorted({*memory.registered, *memory.exported})
        known = {(s, k): dict(memory.cells(s, k) or {}) for s in ("agreed", "mis", "register", "filing") for k in keys}
    return {
        "fields": shown.fields,
        "rows": sorted((row.key, tuple(map(str, row.values))) for row in shown.rows),
        "folders": sorted(path.relative_to(folder).as_posix() for path in (folder / "Pupils").rglob("*")),
        "beside": sorted(path.name for path in folder.iterdir()),
        "known": {place: cells for place, cells in known.items() if cells},
        "matters": sorted(planned.plan.matters),
        "planned": (planned.plan.operations, planned.plan.folder_operations),
    }


def kill_until_it_ends(stage: Stage, rng: Random) -> Kills:
    """Kill a few runs one after another, then let one end, and compare."""
    stage.begin()
    killed = late = 0
    for _ in range(rng.randint(1, KILLS_A_TURN)):
        in_time = _killed(stage.work, rng.random() * stage.seconds)
        # A busy machine is slower than the one that was measured, and a resumed run is shorter.
        stage.seconds *= 1.04 if in_time else 0.9
        killed += in_time
        late += not in_time
    sync(stage.work)
    sync(stage.work)
    end = ends(stage.work)
    differs = {part: (stage.end[part], end[part]) for part in end if end[part] != stage.end[part]}
    check(not differs, "A6 I2 I3 a kill changes nothing in the end", differs)
    return Kills(killed, late, 1)


def _killed(folder: Path, seconds: float) -> bool:
    """Fork a run and kill it after so long; tell whether it was still at work."""
    pid = os.fork()
    if not pid:
        try:
            sync(folder)
            os._exit(0)
        except SencoError:
            os._exit(3)
        finally:
            os._exit(4)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status):
        check(os.WEXITSTATUS(status) == 0, "A6 a run after a kill ends well", os.WEXITSTATUS(status))
    return os.WIFSIGNALED(status)


def kills(seeds: Sequence[int]) -> list[Kills]:
    """Play these seeds, each on the scenario that it falls to."""
    with tempfile.TemporaryDirectory(dir=quick_place()) as place:
        stages = [Stage(Path(place) / str(number), name) for number, name in enumerate(SCENARIOS)]
        return [kill_until_it_ends(stages[seed % len(stages)], Random(f"kills {seed}")) for seed in seeds]
