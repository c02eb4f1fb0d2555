"""What must always hold, each a check of its own: I of the safety rules, A of the sync rules, and the story behind it.

``AFTER_EACH_ACT`` and ``AFTER_EACH_RUN`` are asked all the way, ``AT_REST`` once
everybody has gone home; ``twins.py`` holds those that compare two schools.
"""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Callable

from ledger import TOKEN
from school import MARK, NUMBER, TEXTS, Landed, Ran, World
from steps import STEP_LIMIT

from senco_connect.batch import CellWrite
from senco_connect.errors import SencoError, TryAgain
from senco_connect.record import FIELDS, KEY_LABEL, Owner
from senco_connect.run import Planned
from senco_connect.store import open_state
from senco_connect.testing.strategies import FIELDS_OF_A_WORLD

__all__ = ["AFTER_EACH_ACT", "AFTER_EACH_RUN", "AT_REST", "ELSEWHERE", "Broken", "check"]

LABELS = {field.label: field.name for field in FIELDS.values()}
COMPUTED = {field.label for field in FIELDS.values() if field.owner is Owner.COMPUTED}


class Broken(AssertionError):
    """An invariant did not hold; the words begin with its name."""


def check(holds: bool, name: str, what: object = "") -> None:
    """Raise Broken where a claim does not hold."""
    if not holds:
        raise Broken(f"{name}: {what}")


# --- after each act


def a3_i1_no_text_is_lost(world: World) -> None:
    """A3, I1. An export went over a SENCO's note that nobody at the office had seen; both sides agreed, and it was gone."""
    stands = {text for row in (*world.room.book.rows, *world.room.mis.pupils) for text in row.values()}
    stands |= {text for row in (*world.removed, *world.leavers) for text in row.values()}
    lost = world.ledger.parents.keys() - stands - world.ledger.replaced
    check(not lost, "A3 I1 no text is lost", lost)


def a4_i3_no_text_is_another_childs(world: World) -> None:
    """A4, I3. A sort between look and write put one child's diagnosis into the row of the next."""
    for row in world.room.book.rows:
        for text in row.values():
            whose = world.ledger.whose.get(text)
            check(whose is None or row[MARK] in whose, "A4 I3 no text is another child's", (text, row[MARK], whose))
    # Keys that moved alone while nobody knew better: docs/concepts/what-can-be-lost.md.
    for name, entry in world.room.cabinet.folders().items() if not world.keys_moved else ():
        child = world.ledger.child_of.get(entry.marker)
        for token in TOKEN.findall(name.lower()):
            whose = world.ledger.whose[token]
            check(child in whose or child is None, "A4 I3 no folder bears another's name", (name, child))


AFTER_EACH_ACT: tuple[Callable[[World], None], ...] = (
    a3_i1_no_text_is_lost, a4_i3_no_text_is_another_childs,
)  # fmt: skip


# --- after each run


def a3_a5_what_is_replaced_was_seen(world: World, ran: Ran) -> None:
    """A3, A5. The office's correction came over the SENCO's, which had never reached the office."""
    guards = {refusal.guard for refusal in ran.planned.refusals} if ran.planned else set()
    if "rules changed" in guards:
        # A person has read, and approved, every line of this plan.
        return
    for landed in world.room.book.landed:
        for w in landed.written:
            if LABELS.get(w.heading) in TEXTS:
                check(world.ledger.could_see(w.new, w.old), "A3 A5 what is replaced was seen by who replaced it", w)


def a3_what_was_cleared_stays_cleared(world: World, ran: Ran) -> None:
    """A3. The SENCO emptied a cell; the next run typed the same text back, every morning."""
    ownership = world.room.rules.ownership
    for w in _written(world):
        field = LABELS.get(w.heading, "")
        if field in TEXTS and not world.trusts_no_clearing and ownership.owner(field) is not Owner.MIS:
            cleared = world.ledger.cleared.get((w.child, field))
            check(not w.new or w.new != cleared, "A3 what was cleared stays cleared", w)


def a14_nobody_decides_for_the_owner(world: World, ran: Ran) -> None:
    """A14. A read-only system was sent a change; a note that only the SENCO may write was written over."""
    asked = {name for name in ran.steps.calls if name.startswith("source.")}
    check(asked <= {"source.read", "source.read_since"}, "A14 a source is only read", asked)
    for w in _written(world):
        owner = world.room.rules.ownership.owner(LABELS[w.heading]) if w.heading in LABELS else None
        check(owner is not Owner.SENCO or not w.old, "A14 the SENCO's own text is not written over", w)


def i2_no_child_gets_a_second_row(world: World, ran: Ran) -> None:
    """I2. The child's row was there without its key; another was added, and the year's work stood in the wrong one."""
    for landed in world.room.book.landed:
        there = {row[MARK] for row in landed.before if row[MARK]}
        added = Counter(row[MARK] for row in landed.added)
        check(all(n == 1 for n in added.values()) and not there & added.keys(), "I2 no child gets a second row", added)


def i2_no_child_gets_a_second_folder(world: World, ran: Ran) -> None:
    """I2. A folder was made, the answer was lost, and the next run made it again: half of the papers in each."""
    folders = world.room.cabinet.folders()
    before = {entry.id for entry in ran.before[1].values()}  # type: ignore[attr-defined]
    living = {entry.id: (world.ledger.child_of.get(entry.marker), name) for name, entry in folders.items()}
    # Where a state believed keys that had moved, a folder is made for the child of the row.
    believed = {row.get(KEY_LABEL, ""): row[MARK] for row in world.room.book.rows} if world.keys_moved else {}
    for entry in folders.values():
        child = believed.get(entry.marker) or living[entry.id][0]
        others = {n for i, (c, n) in living.items() if c == child and i in before - world.copied}
        if entry.id not in before | world.copied and child:
            # Who has renamed a folder, and lost the state that knew its key, is told by nothing whose it is.
            known = {name for name in others if not world.lost_states or _tells(world, child, name)}
            check(not known, "I2 no child gets a second folder", (child, known))


def _tells(world: World, child: str, name: str) -> bool:
    """Whether a folder's name tells whose it is: where keys moved, not that of one of two who are called alike."""
    everybody = {row[MARK] for row in world.room.book.rows} | {p["admission_no"] for p in world.room.mis.pupils}
    may_be_anothers = world.keys_moved and any(_is_called(world, other, name) for other in everybody - {child})
    return _is_called(world, child, name) and not may_be_anothers


def _is_called(world: World, child: str, name: str) -> bool:
    words = set(name.casefold().split())
    rows = [(row.get("Surname", ""), row.get("Forename", "")) for row in world.room.book.rows if row[MARK] == child]
    rows += [(p["surname"], p["forename"]) for p in world.room.mis.pupils if p["admission_no"] == child]
    return any(s and f and {s.casefold(), f.casefold()} <= words for s, f in rows)


def i3_no_key_is_two_childrens(world: World, ran: Ran) -> None:
    """I3. A key was given anew, and one child's folder was filled with another's plans."""
    for landed in world.room.book.landed:
        for key, child in _keys_given(landed):
            check(
                world.keys_moved or world.ledger.child_of.get(key, child) == child,
                "I3 no key is two children's",
                (key, child),
            )


def i4_nothing_is_deleted(world: World, ran: Ran) -> None:
    """I4. A leaver's row was taken off overnight, with everything that had been noted about them."""
    taken = sum(landed.taken for landed in world.room.book.landed)
    check(taken == 0, "I4 no row is deleted", taken)
    strange = [w for w in _written(world) if w.heading not in LABELS and w.heading != KEY_LABEL]
    check(not strange, "I4 no column of the school's own is touched", strange)
    before, now = ({e.id: e.content for e in x.values()} for x in (ran.before[1], world.room.cabinet.entries))  # type: ignore[attr-defined]
    check(before.items() <= now.items(), "I4 no folder or paper is deleted or changed")


def i4_a_folder_that_a_person_named_keeps_its_name(world: World, ran: Ran) -> None:
    """I4. Somebody called the folder as the family calls the child; the next morning it was called otherwise."""
    names = {entry.id: name for name, entry in world.room.cabinet.folders().items()}
    for folder, name in world.named.items():
        check(names.get(folder, name) == name, "I4 a folder keeps the name that a person gave it", name)


def i8_nothing_personal_is_said(world: World, ran: Ran) -> None:
    """I8. The name of the child stood in the error that was mailed to the whole support desk."""
    said = "".join(traceback.format_exception_only(ran.error)) if isinstance(ran.error, SencoError) else ""
    check(not TOKEN.search(said), "I8 no text of a cell is in an error", type(ran.error))
    for path in ran.state.iterdir():
        # A digest of eight bytes may spell anything.
        told = _DIGEST.sub(b"", path.read_bytes())
        check(not re.search(rb"tok\d+x", told), "I8 no text of a cell is in the state", path.name)


_DIGEST = re.compile(rb"[A-Za-z0-9+/]{11}=")


def i9_doubt_writes_nothing(world: World, ran: Ran) -> None:
    """I9. An export of half the school was refused, after the first hundred rows had been written."""
    if isinstance(ran.error, SencoError) and not isinstance(ran.error, TryAgain):
        written = {name for name in ran.steps.calls if name.endswith((".apply", "transaction"))}
        check(not written, "I9 a run that is refused writes nothing", written)
        check(ran.did_people_act or ran.before == world.standing(), "I9 a refused run leaves the stores as they were")


def i10_a_run_is_bounded(world: World, ran: Ran) -> None:
    """I10. The sheet was asked for once per pupil, until the provider shut the door in the middle of the run."""
    calls, names = ran.steps.calls, len(ran.steps.names)
    most = {"register.read": 2, "register.apply": 1, "filing.read": 2, "filing.apply": 1}
    check(all(calls[n] <= m for n, m in most.items()) and names <= STEP_LIMIT, "I10 a run is bounded", calls)


def i11_every_write_has_its_intent(world: World, ran: Ran) -> None:
    """I11. The machine stopped after the write, and nothing told that it had been made."""
    if ran.planned and any(name.endswith(".apply") for name in ran.steps.names[:-1]):
        plan = ran.planned.plan
        wanted = {op.id for op in (*plan.operations, *plan.folder_operations)}
        check(wanted <= world.intents, "I11 intents are durable before the first write", wanted - world.intents)
    if ran.applied is not None and ran.steps.calls["state.transaction"]:
        with open_state(ran.state) as state:
            rows = "SELECT count(*) FROM run WHERE outcome = 'intended' AND serial = ?"
            (count,) = state.connection.execute(rows, (state.memory().serial,)).fetchone()
        check(not count, "I11 every run that ended has its outcome", count)


def a16_no_write_is_idle(world: World, ran: Ran) -> None:
    """A16. Two systems told each other the same value for ever, until the quota was gone."""
    cells = [op for op in ran.planned.plan.operations if isinstance(op, CellWrite)] if ran.planned else []
    idle = [op.id for op in cells if op.expect == op.value]
    twice = [place for place, n in Counter((op.key, op.field) for op in cells).items() if n > 1]
    check(not idle and not twice, "A16 no write is idle", (idle, twice))


AFTER_EACH_RUN: tuple[Callable[[World, Ran], None], ...] = (
    a3_a5_what_is_replaced_was_seen, a3_what_was_cleared_stays_cleared, a14_nobody_decides_for_the_owner,
    i2_no_child_gets_a_second_row, i2_no_child_gets_a_second_folder, i3_no_key_is_two_childrens, i4_nothing_is_deleted,
    i4_a_folder_that_a_person_named_keeps_its_name, i8_nothing_personal_is_said, i9_doubt_writes_nothing,
    i10_a_run_is_bounded, i11_every_write_has_its_intent, a16_no_write_is_idle,
)  # fmt: skip


def _written(world: World):  # type: ignore[no-untyped-def]
    return [w for landed in world.room.book.landed for w in landed.written]


def _keys_given(landed: Landed) -> list[tuple[str, str]]:
    links = [(w.new, w.child) for w in landed.written if w.heading == KEY_LABEL]
    return links + [(row[KEY_LABEL], row[MARK]) for row in landed.added]


# --- at rest


def a2_i5_a_second_run_has_nothing_to_do(world: World, planned: Planned | SencoError) -> None:
    """A2, I5. Every run found the same three thousand conflicts anew and wrote them all again."""
    assert not isinstance(planned, SencoError)
    check(
        planned.plan.is_empty, "A2 I5 two runs come to rest", (planned.plan.operations, planned.plan.folder_operations)
    )


def a1_stores_agree_or_say_so(world: World, planned: Planned | SencoError) -> None:
    """A1. Two files that were equal were never noted as such, and a later deletion came back."""
    assert not isinstance(planned, SencoError)
    plan = planned.plan
    listed = {(matter.key, matter.field) for matter in plan.matters}
    doubted = {key for doubt in plan.roll.doubts for key in doubt.keys} if plan.roll else set()
    listed |= {(key, "") for key in doubted}
    pupils = {pupil["admission_no"]: pupil for pupil in world.room.mis.pupils}
    for key, row in plan.placed.rows.items() if plan.placed else ():
        cells = world.room.book.rows[row.line - 2]
        for name in FIELDS_OF_A_WORLD:
            field = FIELDS[name]
            said = pupils.get(cells[NUMBER], {}).get(name)
            is_listed = {(key, ""), (key, field.label), (key, field.group.capitalize())} & listed
            if said is not None and field.label in cells and world.room.rules.ownership.owner(name) is not Owner.SENCO:
                same = field.kind.compare(cells[field.label]) == field.kind.compare(said)
                check(same or bool(is_listed), "A1 stores agree or say so", (name, cells[field.label], said))


AT_REST: tuple[Callable[[World, Planned | SencoError], None], ...] = (
    a2_i5_a_second_run_has_nothing_to_do,
    a1_stores_agree_or_say_so,
)

ELSEWHERE = {
    "A12 write-back: an import file that the office loads loses no edit": "not built yet; `senco` lists what to type",
    "A15 lens laws: what is written is what is read": "senco_connect/testing/contracts, run by every adapter",
    "A17 replay: the audit log folded over the first state is the register": "`senco audit`, tests/unit/store",
    "I7 access never becomes wider": "no shipped store has sharing; the folders' modes: tests/unit/store/test_opening.py",
}
