"""One invented school as three systems export it: `init` needs no hand, and only what changed is told."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from small_school import School, upn

Facts = dict[str, str]


class System(NamedTuple):
    """How a system writes: its headings for our facts, its days, flags and statuses, its letters and line ends."""

    headings: dict[str, str]
    day: Callable[[date], str]
    flags: dict[str, str]
    statuses: dict[str, str]
    encoding: str
    line_end: str


SAME = {"K": "K", "N": "N", "E": "E"}
PLAIN = (
    "upn adno surname forename pref_forename dob sex year_group reg_group fsm looked_after sen_provision sen_start need1 need2"
)  # fmt: skip
SIMS = "UPN;Adno;Legal Surname;Legal Forename;Forename;DOB;Gender;Year;Reg;Eligible for FSM;In Care;SEN Status;SEN Status start date;SEN need type 1;SEN need type 2"
ARBOR = "UPN;Admission number;Legal last name;Legal first name;Preferred first name;Date of birth;Sex;Year group;Registration form;Free school meals;Looked after;SEN status;SEN status start date;SEN need 1;SEN need 2"
FACTS = PLAIN.split()
SYSTEMS = {
    "plain": System(
        dict(zip(FACTS, FACTS, strict=True)), date.isoformat, {"y": "true", "n": "false"}, SAME, "utf-8", "\n"
    ),
    "sims": System(
        dict(zip(FACTS, SIMS.split(";"), strict=True)),
        lambda d: d.strftime("%d/%m/%Y"), {"y": "T", "n": "F"}, SAME, "cp1252", "\r\n",
    ),
    "arbor": System(
        dict(zip(FACTS, ARBOR.split(";"), strict=True)),
        lambda d: d.strftime("%d %b %Y"), {"y": "Yes", "n": "No"},
        {"K": "SEN Support", "N": "No Special Educational Need", "E": "Education, Health and Care Plan"},
        "utf-8-sig", "\n",
    ),
}  # fmt: skip


def facts(number: int, **said: str) -> Facts:
    is_sen = number % 4 == 0
    made = (
        upn(number), f"{number:06d}", f"Testchild{number}", f"Renée{number}", f"Ren{number}", f"2015-03-{1 + number % 28:02d}",
        "F", "5", "5A", "n", "n", "K" if is_sen else "N", "2024-09-05" if is_sen else "", "SLCN" if is_sen else "", "",
    )  # fmt: skip
    return {**dict(zip(FACTS, made, strict=True)), **said}


def base() -> list[Facts]:
    return [facts(number) for number in range(1, 41)]


def later() -> list[Facts]:
    pupils = base()
    pupils[4] |= {"looked_after": "y"}
    pupils[8] |= {"reg_group": "5C"}
    pupils[9] |= {"sen_provision": "K", "sen_start": "2026-10-29", "need1": "SEMH"}
    # The same facts, written otherwise.
    pupils[11] |= {"upn": pupils[11]["upn"].lower()}
    pupils[12] |= {"surname": pupils[12]["surname"] + " "}
    pupils[13] |= {"forename": "\N{NO-BREAK SPACE}" + pupils[13]["forename"]}
    del pupils[20]
    return [*pupils, facts(77)]


CHANGES = {
    (upn(5), "looked_after", "true"),
    (upn(9), "registration_group", "5C"),
    (upn(10), "sen_status", "K"),
    (upn(10), "sen_since", "2026-10-29"),
    (upn(10), "need_1", "SEMH"),
}


def export(pupils: Iterable[Facts], system: System) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=system.line_end)
    writer.writerow(system.headings.values())
    for pupil in pupils:
        writer.writerow([_as_written(fact, value, system) for fact, value in pupil.items()])
    return text.getvalue().encode(system.encoding)


def _as_written(fact: str, value: str, system: System) -> str:
    if fact in ("dob", "sen_start") and value:
        return system.day(date.fromisoformat(value))
    if fact in ("fsm", "looked_after"):
        return system.flags[value]
    return system.statuses[value] if fact == "sen_provision" else value


def set_up(folder: Path, name: str) -> School:
    folder.mkdir(parents=True)
    (folder / "export.csv").write_bytes(export(base(), SYSTEMS[name]))
    school = School.__new__(School)
    school.folder, school.export = folder, folder / "export.csv"
    done = school.senco("init", "--yes", "--source", "export.csv")
    assert (done.returncode, f"{len(FACTS)} of {len(FACTS)} headings are read" in done.stdout) == (0, True), done.stdout
    return school


@pytest.mark.parametrize("name", SYSTEMS)
def test_exactly_what_changed_is_told_and_no_cosmetic_line(tmp_path: Path, name: str) -> None:
    school = set_up(tmp_path / "école", name)
    assert school.senco("sync").returncode == 0
    (school.folder / "export.csv").write_bytes(export(later(), SYSTEMS[name]))
    told = json.loads(school.senco("plan", "--json").stdout)
    assert {(c["upn"], c["field"], c["new"]) for c in told["changes"]} == CHANGES
    assert len(told["changes"]) == len(CHANGES)
    assert [joined["upn"] for joined in told["joined"]] == [upn(77)]
    assert (len(told["missing"]), told["rekeyed"], told["refusals"]) == (1, [], [])


def test_the_three_bases_say_the_same_of_every_pupil(tmp_path: Path) -> None:
    from senco_connect.adapters import ReadFile
    from senco_connect.school import School as Opened

    said = []
    for name in SYSTEMS:
        school = set_up(tmp_path / name, name)
        ((_, source),) = Opened.open(school.folder / "senco.toml").stores.sources
        snapshot = source.read(ReadFile(school.folder / "export.csv"))
        said.append([dict(snapshot.cells(row)) for row in snapshot.rows])
    assert said[0] == said[1] == said[2]
    assert len(said[0]) == 40
