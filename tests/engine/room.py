"""One school in memory, on which a test can run the whole engine again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from senco_connect.adapters import SourceConfig, Tools
from senco_connect.apply import Applied
from senco_connect.batch import CellWrite
from senco_connect.guards import Limits
from senco_connect.leasing import take_lease
from senco_connect.observing import Stores
from senco_connect.ownership import Ownership
from senco_connect.plan import Rules
from senco_connect.record.identifiers import upn_check_letter
from senco_connect.run import Planned, apply_plan, plan_run
from senco_connect.school import Undone
from senco_connect.store import open_state, run_lock
from senco_connect.testing.faults import Script
from senco_connect.testing.memory import Cabinet, MemoryFiling, MemoryRegister, MemorySource, Mis, Workbook
from senco_connect.undo import Undo
from senco_connect.undoing import apply_undo, plan_undo_of

FIELDS = (
    "upn", "admission_no", "surname", "forename", "dob", "year_group", "registration_group", "sen_status", "sen_since",
    "need_1", "need_2", "pupil_premium", "sen_note",
)  # fmt: skip
COLUMNS = ("", *FIELDS, "strategy_1", "diagnosis", "broad_areas", "open_issues")


def child(number: int, **said: str) -> dict[str, str]:
    """Invent a pupil; what is said of them stands, the rest is made from the number."""
    body = f"001{number:09d}"
    year = str(7 + number % 5)
    made = {
        "upn": upn_check_letter("A" + body) + body,
        "admission_no": f"{number:06d}",
        "surname": f"Testchild{number}",
        "forename": f"Alder{number}",
        "dob": f"20{19 - int(year):02d}-03-{1 + number % 28:02d}",
        "year_group": year,
        "registration_group": f"{year}A",
        "sen_status": "K" if number % 2 else "N",
        "sen_since": "2024-09-05" if number % 2 else "",
        "need_1": "SLCN" if number % 2 else "",
        "pupil_premium": "false",
    }
    return {**dict.fromkeys(FIELDS, ""), **made, **said}


def roll(size: int) -> list[dict[str, str]]:
    """Invent a school of this size; every second pupil has SEN support."""
    return [child(number) for number in range(1, size + 1)]


class Room:
    """A MIS, a register, folders and a state; ``script`` breaks the stores on purpose."""

    def __init__(
        self,
        tmp: Path,
        pupils: Sequence[Mapping[str, str]] = (),
        *,
        fields: Sequence[str] = FIELDS,
        columns: Sequence[str] = COLUMNS,
        rows: Sequence[Mapping[str, str]] = (),
        ownership: Ownership | None = None,
    ) -> None:
        self.tmp = tmp
        self.mis = Mis(fields, pupils)
        self.book = Workbook.of(columns, rows)
        self.cabinet = Cabinet()
        self.state = tmp / ".senco"
        self.rules = Rules(ownership or Ownership())
        self.limits = Limits()
        self.laestab = ""
        self.waited = 0.0
        self.clock = datetime(2026, 9, 7, 6, 30, tzinfo=UTC)
        self.export()

    # --- what happens in the school

    def export(self, fields: Sequence[str] = ()) -> None:
        """The office exports the roll."""
        (self.tmp / "export.jsonl").write_bytes(self.mis.export(fields).content)

    def office(self, number: int, field: str, text: str) -> None:
        """The office types a field of a pupil (by admission number)."""
        places = [p for p, pupil in enumerate(self.mis.pupils) if pupil["admission_no"] == f"{number:06d}"]
        self.mis.type(places[0], field, text)

    def key(self, number: int) -> str:
        """The pupil's key, as the register shows it."""
        heading = self.book.columns["admission_no"]
        rows = [row for row in self.book.rows if row[heading].lstrip("0") == str(number)]
        return rows[0][self.book.columns[""]]

    # --- runs

    def stores(self, script: Script | None = None) -> Stores:
        """The adapters, opened as a new run would."""
        script = script or Script()
        source = MemorySource(SourceConfig("memory-source", "export.jsonl"), Tools(self.tmp))
        return Stores(
            (("mis", script.around(source)),),
            script.around(MemoryRegister.on(self.book)),
            script.around(MemoryFiling.on(self.cabinet)),
        )

    def tools(self) -> Tools:
        """The world, with a clock that moves a minute at each look; who waits for a dead run's lease waits no real time."""
        self.clock += timedelta(minutes=1)
        return Tools(self.tmp, now=lambda: self.clock, monotonic=lambda: self.waited, sleep=self._wait)

    def _wait(self, seconds: float) -> None:
        self.waited += seconds

    def plan(self, script: Script | None = None) -> Planned:
        """Plan a run."""
        with open_state(self.state) as state:
            return plan_run(
                self.stores(script), state, self.rules, limits=self.limits, laestab=self.laestab, tools=self.tools()
            )

    def run(self, script: Script | None = None, *, approved: bool = False) -> Applied:
        """Plan and apply, as `senco sync` does."""
        stores = self.stores(script)
        with (
            run_lock(self.state), open_state(self.state) as state,
            take_lease(stores.register, self.state, self.tools()) as lease,
        ):  # fmt: skip
            planned = plan_run(stores, state, self.rules, limits=self.limits, laestab=self.laestab, tools=self.tools())
            return apply_plan(
                planned, stores, state, wanted=planned.plan.id, approved=approved, tools=self.tools(), lease=lease
            )

    def undo(
        self, run: str = "last", script: Script | None = None, *, wanted: str = "", approved: bool = True
    ) -> Undone:
        """Undo a run, as `senco undo` does; ``wanted`` is the id of the undo that was shown ("" is the one now)."""
        stores, tools = self.stores(script), self.tools()
        with (
            run_lock(self.state),
            open_state(self.state) as state,
            take_lease(stores.register, self.state, tools) as lease,
        ):
            planned = plan_undo_of(run, stores, state, self.rules, limits=self.limits)
            wanted = wanted or planned.undo.plan.id
            applied = apply_undo(planned, stores, state, wanted=wanted, approved=approved, tools=tools, lease=lease)
        return Undone(planned, applied)

    def plan_undo(self, run: str = "last") -> Undo:
        """Say what an undo would put back."""
        with open_state(self.state) as state:
            return plan_undo_of(run, self.stores(), state, self.rules, limits=self.limits).undo

    def kinds(self) -> list[str]:
        """The kinds of the open matters, sorted."""
        return sorted(m.kind for m in self.plan().plan.matters)

    def writes(self) -> dict[tuple[str, str], str]:
        """The cells a plan would write: (key, field) -> text."""
        operations = self.plan().plan.operations
        return {(op.key, op.field): op.value for op in operations if isinstance(op, CellWrite)}
