"""Eight processes, each a machine of its own, write one register in turns while they are paused and killed.

    python -m tests.proof.two_writers --rounds 500 --register text
    python -m tests.proof.two_writers --rounds 500 --register xlsx

Each round takes the lease, reads a count, and writes the count plus one, which no
comparison guards but the lease and its fence.  Every process notes in one file, from
inside the write, when it began and ended.  Afterwards the file is read: no two were in
there at once, no fence fell, and no increment is lost.  A lease is sped up to last a
fifth of a second; the machines' wall clocks are a day apart.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from senco_connect_local.config import XlsxConfig
from senco_connect_local.files import clear_leftover, read_file, replace_file
from senco_connect_local.register import XlsxRegister

from senco_connect.adapters import Batch, Outcome, Tools
from senco_connect.errors import Locked
from senco_connect.lease import LEASE
from senco_connect.leasing import take_lease
from senco_connect.record import KEY_LABEL
from senco_connect.snapshot import Snapshot

MACHINES = 8
LEASE_SECONDS = 0.2
SPEED = LEASE / LEASE_SECONDS


class Watched(XlsxRegister):
    """A register that notes when a write of it begins and ends, from inside the write."""

    log: Path
    who: str
    chance: random.Random

    def _applied(self, batch: Batch) -> Sequence[Outcome]:
        fence = batch.fence.partition(":")[0]
        note(self.log, "begin", self.who, fence)
        pause(self.chance, 0.04)
        outcomes = self._written(batch)
        pause(self.chance, 0.04)
        has_landed = self.read().stamp == batch.stamp
        note(self.log, "end", self.who, fence, batch.stamp.partition(":")[2] if has_landed else "-")
        return outcomes

    def _written(self, batch: Batch) -> Sequence[Outcome]:
        return super()._applied(batch)


class Workbook(Watched):
    """The count as the stamp of a real workbook."""

    @staticmethod
    def make(path: Path) -> None:
        # Every process loads this module, and one of them makes the workbook.
        import openpyxl

        book = openpyxl.Workbook()
        book.worksheets[0].append([KEY_LABEL, "Surname", "Forename"])
        for number in range(30):
            book.worksheets[0].append([f"PAAA{number:03d}", f"Testchild{number}", "Alder"])
        book.save(path)


class Text(Watched):
    """The count in a file of a line, written and replaced as a workbook is."""

    @staticmethod
    def make(path: Path) -> None:
        path.write_text("count:0", "ascii")

    def read(self) -> Snapshot:
        return Snapshot((), (), "", stamp=read_file(self.path).decode())

    def _written(self, batch: Batch) -> Sequence[Outcome]:
        clear_leftover(self.path)
        replace_file(self.path, batch.stamp.encode(), seen=read_file(self.path))
        return ()


REGISTERS: dict[str, type[Watched]] = {"text": Text, "xlsx": Workbook}


def note(log: Path, *words: str) -> None:
    """Append one line in one write."""
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(handle, (" ".join(words) + "\n").encode("ascii"))
    finally:
        os.close(handle)


def pause(chance: random.Random, share: float) -> None:
    """Now and then fall asleep, sometimes for longer than a lease."""
    if chance.random() < share:
        time.sleep(chance.uniform(0, 2.5 * LEASE_SECONDS))


class Job(NamedTuple):
    """What a process is to do; ``life`` counts how often the machine was started."""

    folder: Path
    register: str
    machine: int
    life: int
    rounds: int
    seed: int


def work(job: Job) -> None:
    """Make rounds until all of this machine's are done, over all its lives."""
    chance = random.Random(f"{job.seed} {job.machine} {job.life}")
    state = job.folder / f"machine{job.machine}"
    state.mkdir(exist_ok=True)
    skew = timedelta(hours=chance.uniform(-24, 24))
    tools = Tools(
        job.folder, now=lambda: datetime.now(UTC) + skew,
        monotonic=lambda: time.monotonic() * SPEED, sleep=lambda seconds: time.sleep(seconds / SPEED),
    )  # fmt: skip
    register = REGISTERS[job.register](XlsxConfig("xlsx", "register.xlsx"), tools)
    register.log, register.who, register.chance = job.folder / "log", f"{job.machine}.{job.life}", chance
    diary = state / "rounds"
    while len(_lines(diary)) < job.rounds:
        note(diary, _round(register, state, tools, chance))


def _round(register: Watched, state: Path, tools: Tools, chance: random.Random) -> str:
    try:
        lease = take_lease(register, state, tools)
    except Locked:
        return "waited"
    try:
        with lease:
            count = int(register.read().stamp.partition(":")[2] or 0)
            pause(chance, 0.02)
            lease.beat()
            pause(chance, 0.05)
            register.apply(Batch((), (), f"count:{count + 1}", lease.fence))
    except Locked:
        return "refused"
    return "wrote"


def _lines(file: Path) -> list[str]:
    return file.read_text("ascii").splitlines() if file.exists() else []


class Found(NamedTuple):
    """What happened, and what was wrong (nothing, one hopes)."""

    rounds: dict[str, int]
    kills: int
    seconds: float
    count: int
    wrong: list[str]


def prove(folder: Path, register: str, *, rounds: int, kills: int, seed: int) -> Found:
    """Let eight machines make their rounds while some are killed, then look what happened."""
    REGISTERS[register].make(folder / "register.xlsx")
    began, chance = time.monotonic(), random.Random(seed)
    spawned = multiprocessing.get_context("spawn")
    jobs = [Job(folder, register, machine, 0, rounds, seed) for machine in range(MACHINES)]
    running = [(job, _started(spawned, job)) for job in jobs]
    killed = 0
    while any(process.is_alive() for _, process in running):
        time.sleep(chance.uniform(0.02, 0.4))
        place = chance.randrange(MACHINES)
        job, process = running[place]
        # One that has not begun yet dies of nothing that matters.
        if killed < kills and process.is_alive() and (folder / f"machine{place}").exists():
            process.kill()
            process.join()
            killed += 1
            job = job._replace(life=job.life + 1)
            running[place] = (job, _started(spawned, job))
    wrong = [f"machine {job.machine} ended with {p.exitcode}" for job, p in running if p.exitcode]
    diary = [line for job in jobs for line in _lines(folder / f"machine{job.machine}" / "rounds")]
    made = {word: diary.count(word) for word in ("wrote", "waited", "refused")}
    if len(diary) != MACHINES * rounds:
        wrong.append(f"{len(diary)} rounds were made")
    last = REGISTERS[register](XlsxConfig("xlsx", "register.xlsx"), Tools(folder)).read().stamp
    count = int(last.partition(":")[2] or 0)
    wrong += misdeeds([line.split() for line in _lines(folder / "log")], count)
    return Found(made, killed, time.monotonic() - began, count, wrong)


def _started(spawned: multiprocessing.context.SpawnContext, job: Job) -> multiprocessing.context.SpawnProcess:
    process = spawned.Process(target=work, args=(job,))
    process.start()
    return process


def misdeeds(log: Sequence[Sequence[str]], count: int) -> Iterator[str]:
    """Read the log: two writers at once, a fence that fell, an increment that is lost or made twice."""
    last = {words[1]: place for place, words in enumerate(log)}
    inside, fence, counted, unended = "", 0, 0, 0
    for place, (what, who, number, *value) in enumerate(log):
        if what == "begin":
            # One that was killed inside says nothing more; its write landed, or it did not.
            if inside and last[inside] > place:
                yield f"line {place}: {who} began while {inside} was writing"
            unended += bool(inside)
            inside = who
            if int(number) < fence:
                yield f"line {place}: {who} wrote under fence {number} after {fence}"
            fence = max(fence, int(number))
        else:
            if inside != who:
                yield f"line {place}: {who} ended while {inside or 'nobody'} was writing"
            inside = ""
            if value[0] != "-":
                if not counted < int(value[0]) <= counted + 1 + unended:
                    yield f"line {place}: {who} made {value[0]} of {counted}"
                counted, unended = int(value[0]), 0
    if not counted <= count <= counted + unended + bool(inside):
        yield f"the count is {count} after {counted}"


def main() -> int:
    """Prove it for one register and print what happened."""
    asked = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    asked.add_argument("--register", choices=REGISTERS, default="text")
    asked.add_argument("--rounds", type=int, default=500)
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = prove(Path(folder), given.register, rounds=given.rounds, kills=given.kills, seed=given.seed)
    told = ", ".join(f"{number} {word}" for word, number in found.rounds.items())
    print(f"{MACHINES} processes x {given.rounds} rounds on {given.register}: {told}; {found.kills} kills; "
          f"count {found.count}; {found.seconds:.0f} s; seed {given.seed}")  # fmt: skip
    print("\n".join(found.wrong) or "never two writers, no fence fell, no increment lost")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
