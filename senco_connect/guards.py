"""Stop a run that would do too much, from an export too old, too small or of another school.

Pure: a plan and what it was made from -> refusals.  One guard per risk, each a
count and a share; a refusal means that nothing is written anywhere.  Limits are
configuration; the guards can't be switched off together (safety.md rule 21).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from senco_connect.memory import AGREED, Cells, Stamp
from senco_connect.ownership import MIS
from senco_connect.plan import Inputs, Plan
from senco_connect.pupils import Change
from senco_connect.record import FIELDS
from senco_connect.record.values import MISSING
from senco_connect.snapshot import Snapshot
from senco_connect.tokens import Tokens

__all__ = ["Limits", "Refusal", "refusals"]


class Limits(NamedTuple):
    """The guards' thresholds: an absolute number and a share of the roll, both to be passed."""

    leavers: int = 5
    leavers_share: float = 0.05
    cleared: int = 3
    cleared_share: float = 0.03
    births: int = 2
    names_share: float = 0.05
    column_share: float = 0.30
    overlap: float = 0.60
    scrambled: int = 2
    edits: int = 5
    edits_share: float = 0.30


class Refusal(NamedTuple):
    """A guard that tripped: its name, the numbers in a sentence, the cure, and whether a person may approve it."""

    guard: str
    words: str
    cure: str
    approvable: bool = True


class _Case(NamedTuple):
    plan: Plan
    inputs: Inputs
    limits: Limits
    laestab: str

    @property
    def known(self) -> int:
        """How many pupils the last accepted export held."""
        return len(self.inputs.memory.exported)

    @property
    def shown(self) -> int:
        """How many pupils this export holds."""
        return len(self.inputs.source.rows) + len(self.inputs.source.unchanged)


def refusals(plan: Plan, inputs: Inputs, limits: Limits, *, laestab: str = "") -> tuple[Refusal, ...]:
    """Give every guard that trips; ``laestab`` is the school the configuration names ("" any)."""
    case = _Case(plan, inputs, limits, laestab)
    # The export accepted last time has passed these already.
    guards = _ABOUT_THE_REGISTER if inputs.source.same else (*_ABOUT_THE_EXPORT, *_ABOUT_THE_REGISTER)
    if not inputs.source.same and not case.shown:
        # Of an export without pupils everything else would be said as well, and mean nothing.
        guards = (_empty,)
    return tuple(refusal for guard in guards for refusal in guard(case))


def _wrong_school(case: _Case) -> Iterator[Refusal]:
    expected = case.laestab or case.inputs.memory.facts.get("laestab", "")
    found = case.inputs.source.laestab
    if expected and found and expected != found:
        yield Refusal(
            "wrong school",
            "The export is of another school: its LA and establishment number is not the one on record.",
            "Point the source at this school's export.",
            approvable=False,
        )
    kept = case.known - len(case.plan.missing)
    if not case.inputs.source.partial and case.known >= 20 and kept < case.limits.overlap * case.known:
        yield Refusal(
            "wrong school",
            f"Only {kept} of the {case.known} pupils of the last export are in this one.",
            "Check that it is this school's export and that the report's filter is off.",
        )


def _stale(case: _Case) -> Iterator[Refusal]:
    accepted = case.inputs.memory.accepted
    source = case.inputs.source
    if not accepted or source.digest == accepted[-1].digest:
        return
    seen_before = any(a.digest == source.digest for a in accepted)
    last = accepted[-1].made_at
    # Times are compared only within one form: a moment from inside a file, or the day of the file.
    older = bool(source.made_at and last and len(last) == len(source.made_at) and source.made_at < last)
    if seen_before or older:
        yield Refusal(
            "older export",
            "The export is older than the last one that was accepted, or is one that was accepted before it.",
            "Take a fresh export from the MIS; if the office has undone a change, approve the plan.",
        )


def _empty(_: _Case) -> Iterator[Refusal]:
    yield Refusal(
        "empty export",
        "The export holds no pupils.",
        "Check the report's filter in the MIS and export again.",
        approvable=False,
    )


def _leavers(case: _Case) -> Iterator[Refusal]:
    gone = len(case.plan.missing)
    if gone > max(case.limits.leavers, case.limits.leavers_share * case.known):
        yield Refusal(
            "leavers",
            f"{gone} of {case.known} pupils are not in this export.",
            "If they have left, approve the plan; if not, export the whole roll again.",
        )


def _year_group(case: _Case) -> Iterator[Refusal]:
    missing = case.plan.missing
    if len(missing) < 3 or "year_group" not in case.inputs.source.fields:
        return
    tokens = Tokens(case.inputs.memory.secret)
    gone = Counter(year for key in missing if (year := _year_of(key, case.inputs, tokens)))
    for year, count in sorted(gone.items()):
        if count >= 3 and not _year_is_shown(year, case.inputs, tokens):
            yield Refusal(
                "year group missing",
                f"Year {year} is missing: all its {count} pupils are gone from the export.",
                "If the year has left, approve the plan; if not, add it to the report and export again.",
            )


def _year_of(key: str, inputs: Inputs, tokens: Tokens) -> str | None:
    cells = inputs.memory.cells(MIS, key) or {}
    shown = cells.get("year_group")
    return next((year for year in _years() if shown == tokens.value(key, "year_group", year)), None)


def _year_is_shown(year: str, inputs: Inputs, tokens: Tokens) -> bool:
    place = inputs.source.fields.index("year_group")
    if any(row.values[place] == year for row in inputs.source.rows):
        return True
    return any(
        (inputs.memory.cells(MIS, key) or {}).get("year_group") == tokens.value(key, "year_group", year)
        for key in inputs.source.unchanged
    )


def _columns(case: _Case) -> Iterator[Refusal]:
    provided = case.inputs.memory.facts.get("fields", "")
    gone = [f for f in provided.split() if f not in case.inputs.source.fields and f in FIELDS]
    if gone:
        labels = ", ".join(FIELDS[f].label for f in gone)
        yield Refusal(
            "column missing",
            f"Columns that earlier exports had are missing: {labels}.",
            "Add them to the report in the MIS and export again.",
        )
    changed = Counter(c.field for c in case.plan.changes)
    compared = case.known - len(case.plan.missing)
    for name, count in sorted(changed.items()):
        label = FIELDS[name].label
        if _is_blanked(name, case):
            yield Refusal(
                "column blank",
                f"{label} is blank for every pupil; it had values for {count}.",
                "Check the report's columns and permissions in the MIS and export again.",
            )
        elif count > 5 and count > case.limits.column_share * compared and not _rolls_over(name, case):
            yield Refusal(
                "column changed",
                f"{label} changed for {count} of {compared} pupils.",
                "If that is right, approve the plan; if not, check the mapping and the export.",
            )


# A new school year moves everybody up on one day; attendance moves each week.
_ROLLS_OVER = frozenset({"year_group", "registration_group", "tutor"})


def _rolls_over(name: str, case: _Case) -> bool:
    """Years change for everybody only by a step up, classes and tutors only together with it."""
    if name not in _ROLLS_OVER:
        return name == "attendance"
    tokens = Tokens(case.inputs.memory.secret)
    moved_up = {c.key for c in case.plan.changes if c.field == "year_group" and _is_a_step_up(c, case.inputs, tokens)}
    moved = {c.key for c in case.plan.changes if c.field == name}
    return 2 * len(moved & moved_up) >= len(moved)


def _is_a_step_up(change: Change, inputs: Inputs, tokens: Tokens) -> bool:
    # A report that shows one year for all, or the next child's, changes years too: that is no new school year.
    years = _years()
    before = _year_of(change.key, inputs, tokens)
    if before is None or change.new not in years:
        return False
    # Two where a nursery's year is N in one list and N2 in another.
    return 1 <= years.index(change.new) - years.index(before) <= 2


def _years() -> list[str]:
    codes = FIELDS["year_group"].kind.codes
    return [year.code for year in codes.codes] if codes else []


def _is_blanked(name: str, case: _Case) -> bool:
    cleared = sum(1 for c in case.plan.changes if c.field == name and c.new == "")
    if cleared < 5:
        return False
    source = case.inputs.source
    place = source.fields.index(name)
    if any(row.values[place] not in ("", MISSING) for row in source.rows):
        return False
    tokens = Tokens(case.inputs.memory.secret)
    cells: Callable[[str], Cells] = lambda key: case.inputs.memory.cells(MIS, key) or {}  # noqa: E731
    return all(cells(key).get(name) in (None, tokens.value(key, name, "")) for key in source.unchanged)


def _cleared_statuses(case: _Case) -> Iterator[Refusal]:
    tokens = Tokens(case.inputs.memory.secret)
    cleared = sum(
        1
        for c in case.plan.changes
        if c.field == "sen_status" and c.new in ("", "N") and _was_sen(c.key, case.inputs, tokens)
    )
    if cleared > max(case.limits.cleared, case.limits.cleared_share * case.known):
        yield Refusal(
            "SEN cleared",
            f"The export takes SEN off {cleared} pupils at once.",
            "If that is right, approve the plan; if not, check the report's filter and dates.",
        )


def _was_sen(key: str, inputs: Inputs, tokens: Tokens) -> bool:
    cells = inputs.memory.cells(MIS, key) or inputs.memory.cells(AGREED, key) or {}
    return any(cells.get("sen_status") == tokens.value(key, "sen_status", code) for code in ("E", "K"))


def _identity_changes(case: _Case) -> Iterator[Refusal]:
    births = sum(1 for c in case.plan.changes if c.field == "dob")
    if births > case.limits.births:
        yield Refusal(
            "birth dates",
            f"{births} birth dates changed.",
            "If they were corrected, approve the plan; if not, check that the export's columns belong together.",
        )
    names = len({c.key for c in case.plan.changes if c.field in ("surname", "forename")})
    if names > 3 and names > case.limits.names_share * case.known:
        yield Refusal(
            "names",
            f"The names of {names} pupils changed.",
            "If they were corrected, approve the plan; if not, check that the export's columns belong together.",
        )


def _scramble(case: _Case) -> Iterator[Refusal]:
    scrambled = case.plan.placed.scrambled if case.plan.placed else 0
    if scrambled >= case.limits.scrambled:
        yield Refusal(
            "register scrambled",
            f"{scrambled} rows of the register show other pupils' names and birth dates beside their keys.",
            "Undo the sort that left the key column behind, then run again.",
            approvable=False,
        )
    elif case.plan.folders_of_others >= case.limits.scrambled:
        # A state that was lost knows no name beside a key; the folders tell what the keys were beside.
        yield Refusal(
            "register scrambled",
            f"The folders of {case.plan.folders_of_others} pupils bear other pupils' names.",
            "Undo the sort that left the key column behind, or give the folders their pupils' names, then run again.",
            approvable=False,
        )


def _pasted_over(case: _Case) -> Iterator[Refusal]:
    """A paste over a region, or a version put back, looks like many people typing at once."""
    rows = len(case.inputs.register.rows) if case.inputs.register else 0
    for name, count in sorted(case.plan.edits.items()):
        if count > max(case.limits.edits, case.limits.edits_share * rows):
            label = FIELDS[name].label if name in FIELDS else name.capitalize()
            yield Refusal(
                "register changed",
                f"{label} was typed over in {count} of the register's {rows} rows.",
                "If somebody meant that, approve the plan; if not, undo the paste or the restored version.",
            )


def _rules_changed(case: _Case) -> Iterator[Refusal]:
    in_force = case.inputs.memory.facts.get("rules", "")
    if in_force and in_force != case.inputs.rules.digest():
        yield Refusal(
            "rules changed",
            "Who owns which field, or who belongs on the register, was changed in the configuration.",
            "Read the plan and approve it.",
        )


def _is_empty_register(register: Snapshot | None) -> bool:
    return register is not None and not register.rows


def _register_emptied(case: _Case) -> Iterator[Refusal]:
    had = sum(1 for s in case.inputs.memory.registered.values() if s.in_register)
    if had > 3 and _is_empty_register(case.inputs.register):
        yield Refusal(
            "register empty",
            f"The register has no rows; it had {had}.",
            "Restore the workbook from its version history, then run again.",
            approvable=False,
        )


def _register_restored(case: _Case) -> Iterator[Refusal]:
    """An older copy of the workbook shows earlier values; they are nobody's edits."""
    register = case.inputs.register
    written = case.inputs.memory.facts.get("stamp", "")
    if register is None or not register.stamp or not written or register.stamp == written:
        return
    borne, ours = Stamp.read(register.stamp), Stamp.read(written)
    if borne.lineage == case.inputs.memory.lineage and borne.serial and int(borne.serial) < int(ours.serial):
        yield Refusal(
            "register restored",
            "The register is an older copy: a later run has written to it since.",
            "Put the newest version of the workbook back; if the old one is meant, approve the plan.",
        )


_ABOUT_THE_EXPORT: tuple[Callable[[_Case], Iterator[Refusal]], ...] = (
    _wrong_school,
    _stale,
    _leavers,
    _year_group,
    _columns,
    _cleared_statuses,
    _identity_changes,
)
_ABOUT_THE_REGISTER: tuple[Callable[[_Case], Iterator[Refusal]], ...] = (
    _scramble,
    _pasted_over,
    _rules_changed,
    _register_emptied,
    _register_restored,
)
