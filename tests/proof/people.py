"""What people, machines and bad luck do to a school; each act is told what it needs by a source of chance of its own.

An act says in words what it did: the words of a schedule are its script.  An act
that finds nothing to act on does nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from school import MARK, NUMBER, TEXTS, TYPED, World, child
from steps import LATE, PHASES, STEP_LIMIT, Break, Steps

from senco_connect.batch import CellWrite
from senco_connect.ownership import Ownership
from senco_connect.plan import Rules
from senco_connect.record import FIELDS, KEY_LABEL, Owner
from senco_connect.record.identifiers import upn_check_letter

__all__ = ["ACTS", "Act", "bad_export", "BAD_EXPORTS"]

Act = Callable[[World, Random], str]
Row = dict[str, str]

BAD_EXPORTS = (
    "a column", "a cell", "a blank column", "its end", "one child", "a year group", "everybody", "another school", "older",
)  # fmt: skip


def new_text(world: World, rng: Random, field: str, whose: str, screen: str, *, at: str) -> str:
    """What somebody at a store types over what the screen shows: a token, what the field takes, or nothing."""
    kind, chance = FIELDS[field].kind, rng.random()
    # Who empties a cell and then types there saw what it held, as if it had been typed over.
    emptied = world.ledger.emptied
    screen = screen or emptied.pop((at, whose, field), "")
    if chance < 0.15:
        world.ledger.sees_off(screen)
        emptied[at, whose, field] = screen
        return ""
    if kind.name == "text" or chance < 0.22:
        return world.ledger.typed(whose, screen)
    world.ledger.sees_off(screen)
    if kind.codes:
        return rng.choice([code.code for code in kind.codes.live()])
    made = {"day": f"20{rng.randrange(10, 25)}-0{rng.randrange(1, 10)}-11", "yes or no": rng.choice(("true", "false"))}
    return made.get(kind.name, str(rng.randrange(7, 12)))


def type_over(world: World, rng: Random, row: Row, field: str) -> str:
    """A person types over a cell of the register."""
    heading = world.room.book.columns.get(field)
    if heading is None or not row.get(MARK):
        return "nothing"
    screen = row[heading]
    text = new_text(world, rng, field, row[MARK], screen, at="register")
    row[heading] = text
    world.ledger.cleared.pop((row[MARK], field), None)
    if not text and screen in world.ledger.parents:
        world.ledger.cleared[row[MARK], field] = screen
    return f"{field} of {row[MARK]}: {screen!r} -> {text!r}"


def _a_row(world: World, rng: Random) -> Row | None:
    return rng.choice(world.room.book.rows) if world.room.book.rows else None


# --- the SENCO at the register


def senco_types(world: World, rng: Random) -> str:
    row = _a_row(world, rng)
    return type_over(world, rng, row, rng.choice((*TEXTS, *TYPED))) if row else "nothing"


def senco_pastes_over_a_block(world: World, rng: Random) -> str:
    rows, start = world.room.book.rows, rng.randrange(len(world.room.book.rows) + 1)
    at = rng.randrange(len(TYPED))
    return "; ".join(type_over(world, rng, row, f) for row in rows[start : start + 2] for f in TYPED[at : at + 3])


def senco_copies_cells_to_another_child(world: World, rng: Random) -> str:
    one, other, field = _a_row(world, rng), _a_row(world, rng), rng.choice(TEXTS)
    heading = world.room.book.columns.get(field)
    if one is None or other is None or heading is None or not other.get(MARK):
        return "nothing"
    world.ledger.moved(one[heading], other[MARK], other[heading])
    other[heading] = one[heading]
    return f"{field} of {one[MARK]} to {other[MARK]}"


def senco_sorts(world: World, rng: Random) -> str:
    heading = rng.choice(world.room.book.headings)
    world.room.book.sort_by(heading, descending=rng.random() < 0.5)
    return heading


def senco_sorts_a_part(world: World, rng: Random) -> str:
    rows = world.room.book.rows
    at, heading = rng.randrange(len(rows) + 1), rng.choice(world.room.book.headings)
    rows[at:] = sorted(rows[at:], key=lambda row: row[heading])
    return f"{heading} from {at}"


def senco_sorts_without_the_keys(world: World, rng: Random) -> str:
    if KEY_LABEL not in world.room.book.headings:
        return "nothing"
    heading = rng.choice(world.room.book.headings)
    world.room.book.sort_leaving_keys_behind(heading, descending=rng.random() < 0.5)
    return heading


def senco_inserts_a_blank_row(world: World, rng: Random) -> str:
    world.room.book.insert_row(2 + rng.randrange(len(world.room.book.rows) + 1))
    return ""


def senco_inserts_a_column(world: World, rng: Random) -> str:
    book = world.room.book
    heading = f"Column of ours {len(book.headings)}"
    if heading not in book.headings:
        book.insert_column(heading, before=rng.choice(book.headings))
    return heading


def senco_moves_a_column(world: World, rng: Random) -> str:
    headings = world.room.book.headings
    headings.insert(rng.randrange(len(headings)), headings.pop(rng.randrange(len(headings))))
    return ""


def senco_renames_a_heading(world: World, rng: Random) -> str:
    book, field = world.room.book, rng.choice(TYPED)
    ours, usual = f"What we say {TYPED.index(field)}", FIELDS[field].label
    if ours in book.headings:
        book.rename_heading(ours, usual)
    elif usual in book.headings:
        book.rename_heading(usual, ours)
    return usual


def senco_copies_a_row(world: World, rng: Random) -> str:
    row = _a_row(world, rng)
    if row:
        world.room.book.rows.append(dict(row))
    return row[MARK] if row else "nothing"


def senco_removes_a_row(world: World, rng: Random) -> str:
    rows = world.room.book.rows
    if len(rows) < 2:
        return "nothing"
    row = rows.pop(rng.randrange(len(rows)))
    world.ledger.sees_off(*row.values())
    world.removed.append(row)
    return row[MARK]


def senco_pastes_a_row_back(world: World, rng: Random) -> str:
    if not world.removed:
        return "nothing"
    row = world.removed.pop(rng.randrange(len(world.removed)))
    world.room.book.rows.append({h: row.get(h, "") for h in world.room.book.headings})
    # What stood there is typed anew by whoever pastes it.
    world.trusts_no_clearing = True
    return row[MARK]


def senco_clears_a_key(world: World, rng: Random) -> str:
    row = _a_row(world, rng)
    if row and KEY_LABEL in row:
        row[KEY_LABEL] = ""
    return row[MARK] if row else "nothing"


def senco_edits_a_key(world: World, rng: Random) -> str:
    row, other = _a_row(world, rng), _a_row(world, rng)
    if row and other and KEY_LABEL in row:
        row[KEY_LABEL] = rng.choice((other[KEY_LABEL], "P99999Z", row[KEY_LABEL].lower()))
    return row[MARK] if row else "nothing"


def senco_types_a_row(world: World, rng: Random) -> str:
    pupil, book = rng.choice(world.room.mis.pupils), world.room.book
    number = pupil["admission_no"]
    row = dict.fromkeys(book.headings, "") | {NUMBER: number, MARK: number}
    if rng.random() < 0.5:
        row |= {FIELDS[name].label: pupil[name] for name in ("upn", "surname", "forename") if FIELDS[name].label in row}
        for text in (pupil["surname"], pupil["forename"]):
            if text in world.ledger.whose:
                world.ledger.whose[text].add(number)
    book.rows.insert(rng.randrange(len(book.rows) + 1), row)
    return type_over(world, rng, row, "strategy_1")


# --- the office


def office_types(world: World, rng: Random) -> str:
    pupils, field = world.room.mis.pupils, rng.choice((*TEXTS, *TYPED))
    pupil = rng.choice(pupils)
    screen = pupil[field]
    pupil[field] = new_text(world, rng, field, pupil["admission_no"], screen, at="MIS")
    return f"{field} of {pupil['admission_no']}: {screen!r} -> {pupil[field]!r}"


def office_types_what_the_register_shows(world: World, rng: Random) -> str:
    """The list of open matters asks for it: the two meet again."""
    row, field = _a_row(world, rng), rng.choice(TYPED)
    heading = world.room.book.columns.get(field)
    for pupil in world.room.mis.pupils:
        if row and heading and pupil["admission_no"] == row[MARK]:
            world.ledger.moved(row[heading], pupil["admission_no"], pupil[field])
            pupil[field] = row[heading]
            return f"{field} of {row[MARK]}: {row[heading]!r}"
    return "nothing"


def office_enters_a_child(world: World, rng: Random) -> str:
    world.entered += 1
    pupil = child(world.entered, rng)
    if rng.random() < 0.2:
        pupil |= {name: world.room.mis.pupils[0][name] for name in ("surname", "forename", "dob")}
        for text in pupil.values():
            world.ledger.whose.get(text, set()).add(pupil["admission_no"])
    world.room.mis.enter(pupil)
    return pupil["admission_no"]


def office_takes_a_child_off(world: World, rng: Random) -> str:
    pupils = world.room.mis.pupils
    if len(pupils) < 3:
        return "nothing"
    gone = pupils.pop(rng.randrange(len(pupils)))
    world.leavers.append(gone)
    return gone["admission_no"]


def a_leaver_returns(world: World, rng: Random) -> str:
    if not world.leavers:
        return "nothing"
    world.room.mis.enter(world.leavers.pop(rng.randrange(len(world.leavers))))
    return world.room.mis.pupils[-1]["admission_no"]


def office_gives_another_upn(world: World, rng: Random) -> str:
    """A temporary UPN becomes a permanent one; now and then by mistake another child's."""
    pupils = world.room.mis.pupils
    pupil = rng.choice(pupils)
    world.entered += 1
    body = f"001{world.entered:09d}"
    is_wrong = rng.random() < 0.3
    pupil["upn"] = rng.choice(pupils)["upn"] if is_wrong else upn_check_letter("A" + body) + body
    return f"{pupil['admission_no']}{' by mistake' if is_wrong else ''}"


def office_exports(world: World, rng: Random) -> str:
    rng.shuffle(world.room.mis.pupils)
    fields = list(world.room.mis.fields)
    rng.shuffle(fields)
    world.room.export(fields)
    return ""


def an_export_goes_wrong(world: World, rng: Random) -> str:
    kind = rng.choice(BAD_EXPORTS)
    bad_export(world, kind, rng)
    return kind


def bad_export(world: World, kind: str, rng: Random) -> None:
    """Put an export in place that lacks or is something; the MIS itself is as it was."""
    room, mis, path = world.room, world.room.mis, world.room.tmp / "export.jsonl"
    whole, name = mis.pupils, rng.choice(TYPED)
    laestab, day = mis.laestab, mis.day
    mis.pupils = [dict(pupil) for pupil in whole]
    if kind == "one child":
        del mis.pupils[0]
    elif kind == "a year group":
        mis.pupils = [pupil for pupil in mis.pupils if pupil["year_group"] != whole[0]["year_group"]]
    elif kind == "everybody":
        mis.pupils = []
    elif kind == "a cell":
        mis.pupils[0][name] = None  # type: ignore[assignment]
    elif kind == "a blank column":
        mis.pupils = [{**pupil, name: ""} for pupil in mis.pupils]
        world.trusts_no_clearing = True
    elif kind == "another school":
        mis.laestab = "8888888"
    elif kind == "older":
        mis.day -= timedelta(days=400)
    room.export([f for f in mis.fields if (kind, f) != ("a column", name)])
    if kind == "its end":
        path.write_bytes(path.read_bytes()[:-20])
    mis.pupils, mis.laestab, mis.day = whole, laestab, day + timedelta(days=1)


# --- the folders


def _a_folder(world: World, rng: Random) -> str:
    names = sorted(world.room.cabinet.folders())
    return rng.choice(names) if names else ""


def somebody_renames_a_folder(world: World, rng: Random) -> str:
    name = _a_folder(world, rng)
    if name:
        entry = world.room.cabinet.folders()[name]
        new = f"Ours {rng.randrange(10**6)}"
        world.room.cabinet.rename(f"Pupils/{name}", f"Pupils/{new}")
        world.named[entry.id] = new
    return name


def somebody_puts_a_paper_in(world: World, rng: Random) -> str:
    name = _a_folder(world, rng)
    if name:
        world.room.cabinet.put(f"Pupils/{name}/letter {rng.randrange(10**6)}.txt", b"a letter")
    return name


def somebody_copies_a_folder(world: World, rng: Random) -> str:
    name, there = _a_folder(world, rng), set(world.room.cabinet.entries)
    if name:
        world.room.cabinet.copy(f"Pupils/{name}", f"Pupils/{name} copy {rng.randrange(10**6)}")
        entries = world.room.cabinet.entries
        world.copied |= {entries[path].id for path in entries.keys() - there}
    return name


def somebody_moves_a_folder_out(world: World, rng: Random) -> str:
    """Out of the tree: for the library it is gone, and another is made."""
    name = _a_folder(world, rng)
    if name:
        world.room.cabinet.rename(f"Pupils/{name}", f"Archive {rng.randrange(10**6)}")
    return name


# --- bad luck


def the_state_is_lost(world: World, rng: Random) -> str:
    world.lose_state()
    return ""


def somebody_keeps_a_copy_of_the_state(world: World, rng: Random) -> str:
    world.copy_state()
    return ""


def an_old_state_is_restored(world: World, rng: Random) -> str:
    world.restore_state()
    world.trusts_no_clearing = True
    return ""


def somebody_keeps_a_copy_of_the_workbook(world: World, rng: Random) -> str:
    book = world.room.book
    world.books.append((list(book.headings), [dict(row) for row in book.rows], book.stamp))
    return ""


def an_old_workbook_is_restored(world: World, rng: Random) -> str:
    if not world.books:
        return "nothing"
    book = world.room.book
    for row in book.rows:
        # Whoever restores a version has it shown, and replaces what was typed since.
        world.ledger.sees_off(*row.values())
    headings, rows, book.stamp = rng.choice(world.books)
    book.headings, book.rows = list(headings), [dict(row) for row in rows]
    world.trusts_no_clearing = True
    return ""


def the_clock_is_wrong(world: World, rng: Random) -> str:
    hours = rng.choice((-24, -1, 1, 24))
    world.room.clock += timedelta(hours=hours)
    return f"{hours} h"


def the_rules_change(world: World, rng: Random) -> str:
    name, owner = rng.choice(("surname", "sen_note", "diagnosis")), rng.choice((Owner.MIS, Owner.SENCO, Owner.SHARED))
    owners = {**world.room.rules.ownership.changed, name: owner}
    world.room.rules = Rules(Ownership(owners))
    world.trusts_no_clearing = True
    return f"{name}: {owner.name}"


# --- runs


def a_run(world: World, rng: Random) -> str:
    return _told(world, approved=rng.random() < 0.5)


def a_run_on_another_machine(world: World, rng: Random) -> str:
    world.machine = 1 - world.machine
    world.forget()
    try:
        return _told(world, approved=rng.random() < 0.5)
    finally:
        world.machine = 1 - world.machine


def a_run_is_cut_off(world: World, rng: Random) -> str:
    broken = Break(rng.randrange(STEP_LIMIT), rng.choice(PHASES))
    return f"{broken} {_told(world, Steps(broken), approved=True)}"


def an_answer_is_late(world: World, rng: Random) -> str:
    broken = Break(rng.randrange(STEP_LIMIT), rng.choice(LATE))
    return f"{broken} {_told(world, Steps(broken), approved=True)}"


def a_run_while_people_act(world: World, rng: Random) -> str:
    """Somebody acts before one step or two, in the register or in the folders."""
    at = {rng.randrange(STEP_LIMIT) for _ in range(2)}
    did: list[str] = []

    def actor(number: int, name: str) -> None:
        if number in at:
            act = rng.choice(IN_THE_GAP)
            did.append(f"{act.__name__} before {name}: {act(world, rng)}")

    return f"{_told(world, Steps(actor=actor), approved=True)} {did}"


def a_run_while_somebody_types_over_what_it_writes(world: World, rng: Random) -> str:
    """The very cell that is about to be written (A5)."""
    did: list[str] = []

    def actor(number: int, name: str) -> None:
        cells = [op for op in world.planned.plan.operations if isinstance(op, CellWrite)] if world.planned else []
        rows = {row.get(KEY_LABEL, ""): row for row in world.room.book.rows}
        if name == "register.apply" and cells and (op := rng.choice(cells)).key in rows and op.field in TYPED:
            did.append(type_over(world, rng, rows[op.key], op.field))

    return f"{_told(world, Steps(actor=actor), approved=True)} {did}"


def _told(world: World, steps: Steps | None = None, *, approved: bool) -> str:
    world.planned = None
    ran = world.run(steps, approved=approved)
    ended = type(ran.error).__name__ if ran.error else f"{len(ran.applied.done) if ran.applied else 0} done"
    guards = [refusal.guard for refusal in ran.planned.refusals] if ran.planned else []
    return f"machine {world.machine}: {ended} {guards}{' approved' if approved else ''}"


def a_plan(world: World, rng: Random) -> str:
    """Left to the checks that look at plans."""
    return ""


IN_THE_GAP: tuple[Act, ...] = (
    senco_types, senco_types, senco_sorts, senco_inserts_a_blank_row, senco_inserts_a_column, senco_removes_a_row,
    senco_copies_a_row, senco_sorts_without_the_keys, senco_clears_a_key, senco_pastes_over_a_block, office_types,
    office_exports, somebody_renames_a_folder, somebody_puts_a_paper_in, somebody_copies_a_folder, senco_moves_a_column,
)  # fmt: skip

ACTS: dict[Act, int] = {
    senco_types: 12, office_types: 10, office_exports: 10, a_run: 14,
    senco_pastes_over_a_block: 2, senco_copies_cells_to_another_child: 2, senco_sorts: 2, senco_sorts_a_part: 1,
    senco_sorts_without_the_keys: 1, senco_inserts_a_blank_row: 1, senco_inserts_a_column: 1, senco_moves_a_column: 1,
    senco_renames_a_heading: 1, senco_copies_a_row: 1, senco_removes_a_row: 2, senco_pastes_a_row_back: 3,
    senco_clears_a_key: 2, senco_edits_a_key: 1, senco_types_a_row: 2,
    office_types_what_the_register_shows: 3, office_enters_a_child: 2, office_takes_a_child_off: 2, a_leaver_returns: 2,
    office_gives_another_upn: 1, an_export_goes_wrong: 3,
    somebody_renames_a_folder: 1, somebody_puts_a_paper_in: 1, somebody_copies_a_folder: 1,
    somebody_moves_a_folder_out: 1,
    the_state_is_lost: 1, somebody_keeps_a_copy_of_the_state: 2, an_old_state_is_restored: 1,
    somebody_keeps_a_copy_of_the_workbook: 2, an_old_workbook_is_restored: 1, the_clock_is_wrong: 1, the_rules_change: 1,
    a_run_on_another_machine: 1, a_run_is_cut_off: 5, an_answer_is_late: 3, a_run_while_people_act: 4,
    a_run_while_somebody_types_over_what_it_writes: 4, a_plan: 3,
}  # fmt: skip
