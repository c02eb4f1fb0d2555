"""Every combination of one field's decision, against the golden table beside this file.

A change of a rule shows as a diff of table.txt: read it, then write it anew with
`SENCO_REGENERATE=1 pytest tests/unit/merge`.  The laws below are about the whole
table, so that a wrong table can't be golden.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from senco_connect.merge import CONFLICT, HELD, RULES, Decision, merge_field

TABLE = Path(__file__).with_name("table.txt")
M, R = "mis", "register"
POLICIES: dict[str, dict[str, object]] = {
    "shared": {"owner": None},
    "mis": {"owner": M},
    "mis!": {"owner": M, "enforced": True},
    "register": {"owner": R},
    "register+offer": {"owner": R, "offer": "o"},
}


class Case(NamedTuple):
    """One row of the table: what was agreed, held and is shown; None is nothing agreed, or not shown."""

    policy: str
    agreed: str | None
    shadow: dict[str, str]
    seen: dict[str, str]

    def decide(self) -> Decision:
        return merge_field(self.agreed, self.shadow, self.seen, **POLICIES[self.policy])  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        shown = [_word(d.get(s)) for d in (self.shadow, self.seen) for s in (M, R)]
        return f"{self.policy:14} agreed {_word(self.agreed)} shadow {shown[0]} {shown[1]} seen {shown[2]} {shown[3]}"


def _word(value: str | None) -> str:
    return "-" if value is None else value or "_"


def cases() -> Iterator[Case]:
    values = (None, "", "a", "b", "c")
    for policy, m, r in product(POLICIES, values, values):
        seen = {s: v for s, v in ((M, m), (R, r)) if v is not None}
        yield Case(policy, None, {}, seen)
        for agreed, held_m, held_r in product(("", "a"), (None, "", "a", "b"), (None, "", "a", "b")):
            shadow = {s: v for s, v in ((M, held_m), (R, held_r)) if v is not None}
            yield Case(policy, agreed, shadow, seen)


CASES = list(cases())


def line(case: Case) -> str:
    d = case.decide()
    deliver, flagged = "+".join(d.deliver) or "-", "+".join(d.flagged) or "-"
    return f"{case.name} : rule {d.rule} take {d.take or '-'} deliver {deliver} flag {d.flag or '-'} {flagged}"


def test_every_combination_is_decided_as_the_golden_table_says() -> None:
    lines = [line(case) for case in CASES]
    if os.environ.get("SENCO_REGENERATE"):
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == TABLE.read_text(encoding="utf-8").splitlines()


def after(case: Case, decision: Decision) -> str | None:
    """What is agreed after the decision."""
    taken = "o" if decision.take == "offer" else case.seen.get(decision.take)
    return taken if decision.take else case.agreed


def settled(law: str) -> list[str]:
    broken = [line(case) for case in CASES if not LAWS[law](case, case.decide())]
    return broken[:5]


def _typed(case: Case) -> dict[str, str]:
    """Texts that stand in a store and were never agreed nor known to be there: somebody typed them."""
    return {s: v for s, v in case.seen.items() if v and v != case.agreed and v != case.shadow.get(s)}


def no_text_is_lost(case: Case, d: Decision) -> bool:
    """Typed text is agreed now, or listed, or stands where it was typed, unless the school enforces its owner."""
    enforced = case.policy == "mis!"
    return all(v == after(case, d) or s in d.flagged or s not in d.deliver or enforced for s, v in _typed(case).items())


def a_conflict_moves_nothing(case: Case, d: Decision) -> bool:
    return d.flag != CONFLICT or (not d.take and not d.deliver and len(d.flagged) > 0)


def flagged_text_is_never_written_over(case: Case, d: Decision) -> bool:
    return not set(d.flagged) & set(d.deliver)


def only_what_differs_is_delivered(case: Case, d: Decision) -> bool:
    return all(case.seen[s] != after(case, d) for s in d.deliver)


def what_is_not_shown_takes_no_part(case: Case, d: Decision) -> bool:
    return {d.take, *d.deliver, *d.flagged} <= {"", "offer", *case.seen}


def nothing_shown_decides_nothing(case: Case, d: Decision) -> bool:
    return bool(case.seen) or d == Decision(10)


def only_the_owner_decides(case: Case, d: Decision) -> bool:
    owner = POLICIES[case.policy]["owner"]
    agreeing = d.take and case.seen.get(d.take) == case.seen.get(str(owner))
    return owner is None or d.take in ("", "offer", owner) or bool(agreeing) or len(set(case.seen.values())) == 1


def stores_that_agree_are_at_rest(case: Case, d: Decision) -> bool:
    at_rest = case.agreed is not None and all(v == case.agreed == case.shadow.get(s) for s, v in case.seen.items())
    offered = case.policy == "register+offer" and case.agreed == ""
    return not at_rest or offered or (not d.deliver and not d.flag)


def absence_settles_nothing(case: Case, d: Decision) -> bool:
    """A lone store whose author never saw what was agreed can't decide a shared field by itself."""
    blind = (
        case.agreed is not None and len(case.seen) == 1 and all(case.shadow.get(s) != case.agreed for s in case.seen)
    )
    return not (case.policy == "shared" and blind) or not d.take


def a_shared_field_is_never_held(case: Case, d: Decision) -> bool:
    return case.policy != "shared" or d.flag != HELD


LAWS = {
    law.__name__: law
    for law in (
        no_text_is_lost,
        a_conflict_moves_nothing,
        flagged_text_is_never_written_over,
        only_what_differs_is_delivered,
        what_is_not_shown_takes_no_part,
        nothing_shown_decides_nothing,
        only_the_owner_decides,
        stores_that_agree_are_at_rest,
        absence_settles_nothing,
        a_shared_field_is_never_held,
    )
}


@pytest.mark.parametrize("law", LAWS)
def test_a_law_of_the_whole_table_holds(law: str) -> None:
    assert settled(law) == []


def test_the_two_sides_of_a_shared_field_are_treated_alike() -> None:
    """Neither the MIS nor the register comes first: swapping them swaps the decision."""
    swap = {M: R, R: M}

    def swapped(values: dict[str, str]) -> dict[str, str]:
        return {swap[s]: v for s, v in values.items()}

    for case in CASES:
        if case.policy != "shared":
            continue
        one = case.decide()
        other = case._replace(shadow=swapped(case.shadow), seen=swapped(case.seen)).decide()
        assert sorted(swap[s] for s in one.deliver) == sorted(other.deliver)
        assert (one.rule, one.flag, after(case, one)) == (
            other.rule,
            other.flag,
            after(case._replace(seen=swapped(case.seen)), other),
        )


def test_only_equality_counts_so_that_tokens_do_as_well_as_texts() -> None:
    """A token read from the state is never the object that was made of the cell, and its bytes have no order."""
    for letters in ("_abco", "ocba_"):

        def token(text: str | None, letters: str = letters) -> bytes | None:
            return None if text is None else bytes([letters.index(text or "_")] * 8)

        for case in CASES:
            policy = {**POLICIES[case.policy], "blank": token("")}
            if "offer" in policy:
                policy["offer"] = token("o")
            shadow = {s: token(v) for s, v in case.shadow.items()}
            seen = {s: token(v) for s, v in case.seen.items()}
            assert merge_field(token(case.agreed), shadow, seen, **policy) == case.decide()  # type: ignore[arg-type]


def test_of_three_stores_that_meet_the_first_by_name_is_taken_where_two_say_the_same() -> None:
    seen = {"c": "text", "b": "text", "a": ""}
    assert merge_field(None, {}, seen, owner=None) == Decision(11, take="b", deliver=("a",))


def test_each_rule_has_the_words_of_its_number() -> None:
    """They are shown as the reason for a write: another rule's words would tell a person something false."""
    told = {
        1: "nobody", 2: "caught up", 3: "one side", 4: "every side", 5: "both sides", 6: "its owner changed",
        7: "does not own", 8: "another source", 9: "cleared", 10: "not shown", 11: "first time",
    }  # fmt: skip
    assert {number: told[number] in words for number, words in RULES.items()} == dict.fromkeys(told, True)
