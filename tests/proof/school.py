"""One school in memory, on whose every step something can happen, and which can be copied whole at any moment."""

from __future__ import annotations

import copy
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from ledger import Ledger
from room import Room
from steps import Steps, WatchedState

from senco_connect.adapters import Batch
from senco_connect.apply import Applied
from senco_connect.errors import SencoError, Stopped
from senco_connect.ownership import Ownership
from senco_connect.record import FIELDS, KEY_LABEL, Owner
from senco_connect.record.headings import Naming, name_columns
from senco_connect.record.identifiers import upn_check_letter
from senco_connect.run import Planned, apply_plan, plan_run
from senco_connect.store import open_state, run_lock
from senco_connect.testing.faults import Crash
from senco_connect.testing.memory import Workbook
from senco_connect.testing.strategies import FIELDS_OF_A_WORLD

__all__ = ["MARK", "NUMBER", "TEXTS", "TYPED", "Landed", "Ran", "Sheet", "World", "Written", "a_world", "child"]

MARK = "Sticker"
"""A column of the school's own, in which our oracle notes whose row it really is; the engine may not touch it."""
NUMBER = FIELDS["admission_no"].label
TYPED = tuple(name for name in FIELDS_OF_A_WORLD if name not in {"upn", "admission_no"})
TEXTS = tuple(name for name in TYPED if FIELDS[name].kind.name == "text")
COLUMNS = ("", *FIELDS_OF_A_WORLD, "broad_areas", "open_issues")


class Written(NamedTuple):
    """A cell that the engine changed: whose row, under which heading, from what to what."""

    child: str
    heading: str
    old: str
    new: str


class Landed(NamedTuple):
    """A batch that landed in the register: what it changed, the rows it added, how many rows there were."""

    batch: Batch
    written: tuple[Written, ...]
    added: tuple[Mapping[str, str], ...]
    taken: int
    before: tuple[Mapping[str, str], ...]


class Sheet(Workbook):
    """A workbook that tells what each batch really changed, whatever it says."""

    landed: list[Landed]

    @property
    def naming(self) -> Naming:
        """Tell which heading names which field; looked up once for the same headings."""
        return _naming(tuple(self.headings))

    def accept(self, draft: Workbook, batch: Batch) -> None:
        """Take over a draft, and note what it changed."""
        pairs = list(zip(self.rows, draft.rows, strict=False))
        headings = dict.fromkeys((*self.headings, *draft.headings))
        changed = ((o, n, h) for o, n in pairs for h in headings if o.get(h, "") != n.get(h, ""))
        written = [Written(o[MARK], h, o.get(h, ""), n.get(h, "")) for o, n, h in changed]
        added = draft.rows[len(self.rows) :]
        for row in added:
            row[MARK] = row[NUMBER]
        before = tuple(dict(row) for row in self.rows)
        # Copies: people go on with the rows themselves before the run has ended.
        new = tuple(dict(row) for row in added)
        self.landed.append(Landed(batch, tuple(written), new, len(self.rows) - len(pairs), before))
        super().accept(draft, batch)
        # Nobody asks this sheet for its past batches.
        self.batches.clear()


@cache
def _naming(headings: tuple[str, ...]) -> Naming:
    return name_columns(headings)


class Ran(NamedTuple):
    """What came of one run: the steps it took, its plan, what it raised, what stood before and after it."""

    steps: Steps
    state: Path
    planned: Planned | None
    applied: Applied | None
    error: BaseException | None
    approved: bool
    did_people_act: bool
    before: tuple[object, object]


class World:
    """A school, its people's ledger, two machines, and what happened since somebody last looked."""

    def __init__(self, folder: Path, room: Room, secret: bytes) -> None:
        self.folder = folder
        self.room = room
        self.secret = secret
        self.ledger = Ledger()
        self.machine = 0
        self.removed: list[dict[str, str]] = []
        self.thrown: list[str] = []
        self.leavers: list[dict[str, str]] = []
        self.books: list[tuple[list[str], list[dict[str, str]], str]] = []
        self.copied: set[str] = set()
        self.named: dict[str, str] = {}
        self.entered = 500
        self.lost_states = 0
        self.keys_moved = False
        self.ran: Ran | None = None
        self.planned: Planned | None = None
        self.trusts_no_clearing = False

    # --- the state folders

    def state(self, machine: int) -> Path:
        """The state folder of a machine."""
        return self.folder / f"state{machine}"

    @property
    def _copy(self) -> Path:
        return self.folder / "copy of the state"

    def begin_state(self) -> None:
        """Give the machine at work its secret, as the seed has it, where it has none."""
        folder = self.state(self.machine)
        if not folder.exists():
            folder.mkdir()
            (folder / "secret").write_bytes(self.secret[:-1] + bytes([self.machine]))

    def lose_state(self) -> None:
        """The folder is deleted; it begins anew with another secret, as in life."""
        shutil.rmtree(self.state(self.machine), ignore_errors=True)
        self.forget()
        self.secret = bytes((self.secret[0] + 1 & 255, *self.secret[1:]))

    def forget(self) -> None:
        """A machine is at work that knows nothing of what was agreed, or who was called how."""
        self.lost_states += 1
        self.trusts_no_clearing = True

    def copy_state(self) -> None:
        """Somebody keeps a copy of the state folder."""
        if self.state(self.machine).exists():
            shutil.rmtree(self._copy, ignore_errors=True)
            shutil.copytree(self.state(self.machine), self._copy)

    def restore_state(self) -> None:
        """Somebody puts the copy back."""
        if self._copy.exists():
            shutil.rmtree(self.state(self.machine), ignore_errors=True)
            shutil.copytree(self._copy, self.state(self.machine))

    # --- runs

    def standing(self) -> tuple[object, object]:
        """What people see: cells and the mark of the last writer, folders and papers."""
        return (self.room.book.cells(), self.room.book.stamp), dict(self.room.cabinet.entries)

    def run(self, steps: Steps | None = None, *, approved: bool = False) -> Ran:
        """Plan and apply as `senco sync` does, and keep what came of it; the library's own errors are an end like others."""
        self.begin_state()
        steps, room, folder = steps or Steps(), self.room, self.state(self.machine)
        steps.watch = self._watch
        self.intents: set[str] = set()
        self.may_believe = False
        stores, before = steps.around(room.stores()), self.standing()
        planned: Planned | None = None
        applied: Applied | None = None
        error: BaseException | None = None
        room.book.landed = []
        try:
            with run_lock(folder), open_state(folder) as opened:
                state = WatchedState.of(opened, steps)
                tools = room.tools()
                planned = plan_run(stores, state, room.rules, limits=room.limits, laestab=room.laestab, tools=tools)
                self.planned = planned
                may = approved and not any(r.guard == "older export" for r in planned.refusals)
                applied = apply_plan(planned, stores, state, wanted=planned.plan.id, approved=may, tools=room.tools())
        except (SencoError, Crash) as ended:
            error = ended
        # Whom a guard stopped has believed no key.
        self.keys_moved |= self.may_believe and not isinstance(error, Stopped)
        self._learn_keys()
        did = steps.actor is not None
        self.ran = Ran(steps, folder, planned, applied, error, approved, did, before)
        return self.ran

    def _watch(self, name: str) -> None:
        """See, as another process would, what is durable when the first write goes out, and whose key is believed."""
        if name == "register.read":
            moved = {r.get(KEY_LABEL, "") for r in self.room.book.rows if self._is_beside_another(r)}
            with open_state(self.state(self.machine)) as state:
                memory = state.memory()
                self.may_believe |= any(not memory.knows(key) for key in moved)
        if name.endswith(".apply"):
            with closing(sqlite3.connect(self.state(self.machine) / "state.sqlite")) as state:
                found = state.execute(
                    "SELECT id FROM operation WHERE run IN (SELECT id FROM run WHERE outcome = 'intended')"
                )
                self.intents = {row[0] for row in found}

    def _is_beside_another(self, row: Mapping[str, str]) -> bool:
        return self.ledger.child_of.get(row.get(KEY_LABEL, ""), row[MARK]) != row[MARK]

    def plan(self) -> Planned | SencoError:
        """Plan, and do nothing; an error of the library is an answer like others."""
        self.begin_state()
        self.room.state = self.state(self.machine)
        try:
            return self.room.plan()
        except SencoError as error:
            return error

    def _learn_keys(self) -> None:
        """Whose each key is: of the engine's own rows and links, not of what people paste."""
        placed = self.planned.plan.placed.rows if self.planned and self.planned.plan.placed else {}
        register = self.planned.inputs.register if self.planned else None
        for key, read in placed.items() if register and self.room.book.landed else ():
            # A key that a person wrote, and a state that knew no other believed: it is of the child beside it.
            number = register.value(read, "admission_no")
            if isinstance(number, str) and number:
                self.ledger.child_of.setdefault(key, number)
        for row in self.room.book.rows if self.room.book.landed else ():
            # A key on an empty row, left there by a sort, makes it that child's.
            row[MARK] = row[MARK] or self.ledger.child_of.get(row.get(KEY_LABEL, ""), "")
        for landed in self.room.book.landed:
            for row in landed.added:
                self.ledger.child_of.setdefault(row[KEY_LABEL], row[MARK])
            for written in landed.written:
                if written.heading == KEY_LABEL:
                    self.ledger.child_of.setdefault(written.new, written.child)

    # --- a second one, equal in all

    def fork(self, name: str) -> World:
        """Copy the school whole, state and all, to try what would happen."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for machine in (0, 1):
            if self.state(machine).exists():
                shutil.copytree(self.state(machine), folder / f"state{machine}")
        shutil.copy(self.folder / "export.jsonl", folder)
        self.ran = self.planned = None
        self.room.book.landed = []
        twin = copy.deepcopy(self)
        twin.folder = twin.room.tmp = folder
        return twin


def child(number: int, rng: Random, **said: str) -> dict[str, str]:
    """Invent a pupil."""
    body = f"001{number:09d}"
    status = rng.choice("EKKKN")
    made = {
        "upn": upn_check_letter("A" + body) + body,
        "admission_no": f"{number:06d}",
        "surname": f"{rng.choice(('Testchild', 'Sample', 'Nobody'))}{rng.choice(('', number))}",
        "forename": f"{rng.choice(('Alder', 'Birch', 'Zoë'))}{rng.choice(('', number))}",
        "dob": f"201{rng.randrange(5)}-03-{1 + number % 28:02d}",
        "year_group": str(rng.randrange(7, 12)),
        "sen_status": status,
        "sen_since": "2024-09-05" if status in "EK" else "",
        "need_1": rng.choice(("SLCN", "SEMH", "")),
        "sen_note": rng.choice(("", "quiet corner")),
    }
    return {**dict.fromkeys(FIELDS_OF_A_WORLD, ""), **made, **said}


def a_world(folder: Path, seed: int) -> World:
    """Make the school of a seed: new or adopted, with twins or without, its owners chosen."""
    rng = Random(seed)
    pupils: list[dict[str, str]] = [child(number, rng) for number in range(1, rng.randint(3, 7))]
    if rng.random() < 0.3:
        pupils[1] |= {name: pupils[0][name] for name in ("surname", "forename", "dob")}
    is_adopted = rng.random() < 0.3
    owned = ("surname", "sen_note", "sen_since", "diagnosis")
    owners = {name: rng.choice(list(Owner)[:3]) for name in rng.sample(owned, rng.randrange(3))}
    room = Room(folder, pupils, fields=FIELDS_OF_A_WORLD, columns=COLUMNS, ownership=Ownership(_allowed(owners)))
    room.book = _sheet(pupils[: len(pupils) // 2] if is_adopted else (), has_keys=not is_adopted)
    return World(folder, room, rng.randbytes(32))


def _allowed(owners: Mapping[str, Owner]) -> dict[str, Owner]:
    return {name: owner for name, owner in owners.items() if owner is not Owner.COMPUTED}


def _sheet(pupils: Sequence[Mapping[str, str]], *, has_keys: bool) -> Sheet:
    made = Sheet.of(COLUMNS if has_keys else COLUMNS[1:], pupils)
    made.insert_column(MARK)
    for row in made.rows:
        row[MARK] = row[NUMBER]
    assert isinstance(made, Sheet)
    made.landed = []
    return made
