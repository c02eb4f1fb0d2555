"""Walk failing paths through a school full of words that occur nowhere else, and look for the words in all that is told.

    python tests/proof/canaries.py [--seed 7] [--commands 3] [--only WORDS]

Every accident (accidents.py) meets so many commands, in turn with and without
--json and --debug; a share is run again as a process of its own.  Looked at are
stdout, stderr, logs of every logger at DEBUG, warnings, and of whatever was
raised the text, the repr and the traceback with its chain; afterwards every byte
of the state folder and of temporary files.  A path that does not fail is not
counted.  A line of the report, given to --only, walks that path again.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import click

HERE = Path(__file__).parent
# Each path has a school of its own, and the state waits for its disk: memory will do where there is a disk of it.
DISK = "/dev/shm" if Path("/dev/shm").is_dir() else None
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from accidents import Accident, accidents  # noqa: E402
from secret_school import KINDS, SecretSchool  # noqa: E402

from senco_connect.cli import ending  # noqa: E402
from senco_connect.cli import main as command_line  # noqa: E402
from senco_connect.errors import SencoError  # noqa: E402
from senco_connect.school import School  # noqa: E402

__all__ = ["Path_", "Templates", "Walked", "every_path", "typed_paths", "walk"]

FLAGS = ((), ("--json",), ("--debug",), ("--json", "--debug"))
# {e} the export, {o} the old one, {r} the register, {f} the folders, {k} a pupil's key, {w} a word, {p} a name of a file.
COMMANDS: dict[str, tuple[str, ...]] = {
    "plan": ("plan",),
    "sync": ("sync",),
    "check": ("check",),
    "status": ("status",),
    "apply": ("apply", "0123abcd"),
    "explain": ("explain", "{k}", "SEN status"),
    "doctor": ("doctor",),
    "undo": ("undo", "last"),
    "undo approved": ("undo", "last", "--approve", "0123abcd"),
    "unlock": ("unlock", "1"),
    "audit": ("audit", "verify"),
    "check an export": ("check", "{e}"),
    "check against": ("check", "{e}", "--against", "{o}"),
    "check another against it": ("check", "{o}", "--against", "{e}"),
    "init": ("init", "--yes", "--force", "--source", "{e}", "--register", "{r}", "--folders", "{f}"),
    "library: plan": (),
    "library: apply": (),
    "library: pupils": (),
    "library: explain": (),
}
NO_JSON = {"init", "schedule", "schema", "unlock"}
TYPED: tuple[tuple[str, ...], ...] = (
    ("{w}",), ("plan", "{w}"), ("plan", "--{w}"), ("plan", "--json={w}"), ("plan", "-{w}"), ("plan", "--config", "{p}.toml"),
    ("--config", "{p}.toml", "plan"), ("sync", "{w}", "{w}"), ("sync", "--approve", "{w}"), ("apply", "{w}"),
    ("apply", "--approve", "{w}"), ("apply",), ("apply", "{w}", "{w}"), ("status", "{w}"), ("status", "--{w}"),
    ("explain", "{w}", "SEN status"), ("explain", "{k}", "{w}"), ("explain", "{w}"), ("explain", "{k}", "{w}", "{w}"),
    ("undo", "{w}"), ("undo", "last", "--approve", "{w}"), ("undo", "{w}", "{w}"), ("unlock", "{w}"), ("unlock",), ("audit", "{w}"),
    ("audit", "verify", "{w}"),
    ("check", "{p}.csv"), ("check", "{w}", "{w}.csv"), ("check", "{e}", "--against", "{p}.csv"), ("check", "--against", "{e}"),
    ("check", "{p}.csv", "--against", "{e}"), ("check", "--against"), ("init", "{p}"), ("init", ".", "{w}"),
    ("init", "--yes"), ("init", "--force", "--yes", "--source", "{p}.csv"), ("init", "--force", "--yes", "--register", "{p}.xlsx"),
    ("init", "--force", "--yes", "--new-register", "{r}"), ("init", "--force", "--yes", "--source", "{e}", "--column", "{w}=upn"),
    ("init", "--force", "--yes", "--source", "{e}", "--column", "UPN={w}"), ("init", "--force", "--yes", "--laestab", "{w}", "--source", "{e}"),
    ("init", "--force", "--source", "{e}"), ("init", "--force", "--yes", "--source", "{e}", "--folders", "{r}"),
    ("init", "--force", "--yes", "--source", "{r}"), ("schedule", "--at", "{w}"), ("schedule", "--at", "25:{w}"),
    ("schedule", "--kind", "{w}"), ("schema", "--format", "{w}"), ("schema", "{w}"), ("adapters", "{w}"), ("doctor", "{w}"),
    ("doctor", "--config", "{p}.toml"), ("demo", "{r}"), ("demo", "{w}", "{w}"), ("--{w}",), ("--config",), ("demo", "{f}"),
)  # fmt: skip


class Path_(NamedTuple):  # noqa: N801 - pathlib has the name
    """One failing situation: a kind of export, what went wrong, and what was asked then."""

    kind: str
    accident: Accident
    command: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name the path, for a report and for --only."""
        return f"{self.kind} | {self.accident.store}: {self.accident.name} | {self.command} {' '.join(self.words)}"


class Walked(NamedTuple):
    """How a path ended: its exit code (None: it did not fail), the leaks, and what else was wrong."""

    path: Path_
    code: int | None
    leaks: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


class Told:
    """Everything that was told while a block ran."""

    def __init__(self) -> None:
        self.out, self.err, self.log = io.StringIO(), io.StringIO(), io.StringIO()
        self.raised: list[BaseException] = []
        self.code = 0

    @contextlib.contextmanager
    def listening(self) -> Iterator[Told]:
        """Catch both streams, every logger at DEBUG and all warnings."""
        handler, root = logging.StreamHandler(self.log), logging.getLogger()
        level = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            with (
                contextlib.redirect_stdout(self.out),
                contextlib.redirect_stderr(self.err),
                warnings.catch_warnings(),
                mock.patch.object(sys, "stdin", io.StringIO()),
            ):
                warnings.simplefilter("always")
                logging.captureWarnings(True)
                yield self
        finally:
            logging.captureWarnings(False)
            root.removeHandler(handler)
            root.setLevel(level)
            gc.enable()

    def note(self, run: Callable[[], object]) -> Callable[[], object]:
        """Give the same deed, which notes what it raises."""

        def noted() -> object:
            try:
                return run()
            except BaseException as error:
                self.raised.append(error)
                raise

        return noted

    def channels(self) -> Iterator[tuple[str, str]]:
        """Give each channel with what it told."""
        yield from (("stdout", self.out.getvalue()), ("stderr", self.err.getvalue()), ("log", self.log.getvalue()))
        # What click raises never leaves the command: `ended` tells of it, on stderr.
        for error in (e for e in self.raised if not isinstance(e, click.ClickException)):
            yield "traceback", "".join(traceback.format_exception(error))
            for link in _chain(error):
                yield (
                    f"raised {type(link).__name__}",
                    f"{link!s} {link!r} {link.args!r} {getattr(link, '__notes__', '')!r}",
                )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Walk causes and contexts, the suppressed ones too: not every tool that reports errors suppresses them.

    A context that Python itself would print counts even where a property hides it.
    """
    while error is not None:
        yield error
        printed = None if error.__suppress_context__ else BaseException.__context__.__get__(error)
        error = error.__cause__ or error.__context__ or printed


class Templates:
    """One school of each kind, made once; each path has a copy."""

    def __init__(self, home: Path, seed: int) -> None:
        self._home, self._seed, self._made = home, seed, dict[str, SecretSchool]()

    def copy(self, kind: str, home: Path) -> SecretSchool:
        """Give a school of this kind in a folder of its own."""
        if kind not in self._made:
            school = SecretSchool(self._home / kind, self._seed, kind)
            school.begin()
            self._made[kind] = school
        return self._made[kind].copied_to(home)


def every_path(commands: int) -> list[Path_]:
    """Give each accident with so many commands, so that commands and flags take turns."""
    paths = []
    for number, kind in enumerate(KINDS):
        for place, accident in enumerate(accidents(kind, whole=number == 0)):
            asked = _asked(accident)
            for turn in range(min(commands, len(asked))):
                command = asked[(place + turn * 4 + number) % len(asked)]
                flags = () if command.startswith("library") else FLAGS[(place + turn + number) % 4]
                words = tuple(f for f in flags if f != "--json" or command not in NO_JSON)
                paths.append(Path_(kind, accident, command, words))
    return list(dict.fromkeys(paths))


def _asked(accident: Accident) -> list[str]:
    """Name the commands that an accident can make fail."""
    asked = [c for c in COMMANDS if accident.store.startswith(("export", "register")) or c not in _OF_FILES]
    is_raw = accident.codes != frozenset({3})
    return [c for c in asked if c in _GUARDED or is_raw]


_OF_FILES = {"check an export", "check against", "check another against it", "init"}
_GUARDED = {"plan", "sync", "check", "status", "apply", "library: apply"}


def typed_paths() -> list[Path_]:
    """Give what may be typed wrong."""
    nothing = Accident("what was typed", "typing", lambda school: None, frozenset({2, 3, 6, 8, 1}))
    return [Path_("csv", nothing, " ".join(words), ()) for words in TYPED]


def walk(path: Path_, templates: Templates, *, as_process: bool = False) -> Walked:
    """Let the accident happen in a school of its own, ask, and look at all that was told."""
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        home, temporary = Path(folder) / "home", Path(folder) / "temporary"
        home.mkdir()
        temporary.mkdir()
        school = templates.copy(path.kind, home)
        (home / "old").write_bytes(school.export.read_bytes())
        old = home / f"{school.words.place()}{school.export.suffix}"
        (home / "old").rename(old)
        path.accident.hurt(school)
        if path.command == "init":
            (school.folder / "senco.toml").unlink(missing_ok=True)
        before, told = school.everything(), Told()
        words = _words(path, school, old)
        if as_process:
            _run_process(words, school, told, temporary)
        else:
            _run_here(path, words, school, told, temporary)
        school.let_go()
        # An undo that is only shown ends with 3 and an approval to give: that is no failure.
        is_shown = path.command == "undo" and told.code == 3 and not told.raised
        if told.code in (0, 4) or is_shown:
            return Walked(path, None)
        return Walked(
            path, told.code,
            tuple(dict.fromkeys(_leaks(path, told, school, temporary))),
            tuple(_wrongs(path, told, school, before)),
        )  # fmt: skip


def _words(path: Path_, school: SecretSchool, old: Path) -> list[str]:
    typed = COMMANDS.get(path.command) or tuple(path.command.split(" "))
    if path.command in COMMANDS:
        typed = COMMANDS[path.command]
    key = _a_key(school)
    given = {"e": str(school.export), "o": str(old), "r": str(school.register), "f": str(school.pupils), "k": key}
    told = [word.format(**given, w=school.words.word(), p=school.words.place()) for word in typed]
    return [*told, *path.words]


def _a_key(school: SecretSchool) -> str:
    names = (p.name for p in sorted(school.pupils.iterdir())) if school.pupils.is_dir() else iter(())
    return next((name.rpartition(" ")[2] for name in names), "PABCDE2")


def _run_here(path: Path_, words: Sequence[str], school: SecretSchool, told: Told, temporary: Path) -> None:
    real = ending.ended
    spied = lambda run, **how: real(told.note(run), **how)  # noqa: E731
    with (
        told.listening(),
        contextlib.chdir(school.folder),
        mock.patch.object(tempfile, "tempdir", str(temporary)),
        mock.patch.object(command_line, "ended", spied),
    ):
        if path.command.startswith("library"):
            told.code = _call_library(path.command, school, told)
        else:
            told.code = command_line.senco.run(list(words))


def _call_library(command: str, school: SecretSchool, told: Told) -> int:
    key = _a_key(school)
    calls: dict[str, Callable[[School], object]] = {
        "library: plan": lambda opened: opened.plan(),
        "library: apply": lambda opened: opened.apply(opened.plan()),
        "library: pupils": lambda opened: list(opened.pupils()),
        "library: explain": lambda opened: opened.explain(key, "sen_status"),
    }
    try:
        told.note(lambda: calls[command](School.open(school.folder / "senco.toml")))()
    except SencoError as problem:
        return problem.exit_code
    except Exception:
        return 1
    return 0


def _run_process(words: Sequence[str], school: SecretSchool, told: Told, temporary: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-W", "always", "-m", "senco_connect.cli", *words],
        cwd=school.folder, capture_output=True, text=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)},
    )  # fmt: skip
    told.code = done.returncode
    told.out.write(done.stdout)
    told.err.write(done.stderr)


# --- what was told


def _leaks(path: Path_, told: Told, school: SecretSchool, temporary: Path) -> Iterator[str]:
    secret = school.words.content | school.words.places
    for channel, told_there in told.channels():
        text = told_there
        # A plan is shown to be read, and init shows which files it found: but neither in what stops them.
        if channel == "stdout" and path.command in ("plan", "undo"):
            text = _refusals(text)
        elif channel == "stdout" and path.command.startswith("init"):
            text = _without(school.words.places, text)
        yield from (f"{channel}: {word}" for word in _found(secret, text))
    for file in _left_behind(school, temporary):
        body = file.read_bytes()
        named = school.words.content | (set() if file.name == "checked.json" else school.words.places)
        yield from (f"{file.name}: {word}" for word in _found_in_bytes(named, body))


def _without(words: set[str], text: str) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _refusals(shown: str) -> str:
    """Give of a plan only what says why it is stopped."""
    if shown.startswith("{"):
        return json.dumps(json.loads(shown).get("refusals", []))
    return "\n".join(line for line in shown.splitlines() if line.startswith("Stopped"))


def _found(secret: set[str], text: str) -> Iterator[str]:
    whole = text.casefold()
    return (word for word in sorted(secret) if word.casefold() in whole)


def _found_in_bytes(secret: set[str], body: bytes) -> Iterator[str]:
    forms = (body.lower(), body.decode("utf-16-le", errors="ignore").casefold().encode())
    return (word for word in sorted(secret) if any(word.casefold().encode() in form for form in forms))


def _left_behind(school: SecretSchool, temporary: Path) -> list[Path]:
    """List what the library keeps for itself: state, marks of who may write, temporary files."""
    folders = [folder for folder in (school.state, temporary) if folder.is_dir()]
    kept = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [*kept, *school.folder.glob(".*.senco-lease")]


# --- how it ended


# What else is right for these: they read more than what was hurt, or were asked for what is not there.
_ALSO = {"init": {2, 3, 8}, "undo approved": {2, 3}, "unlock": {2, 3, 5}}


def _wrongs(path: Path_, told: Told, school: SecretSchool, before: dict[str, bytes]) -> Iterator[str]:
    if told.code not in path.accident.codes | _ALSO.get(path.command, set()):
        yield f"exit {told.code}, not one of {sorted(path.accident.codes)}"
    after = school.everything()
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    if changed:
        yield f"written: {', '.join(changed)}"
    words = told.err.getvalue() + told.out.getvalue() + "".join(map(str, told.raised))
    if not words.strip():
        yield "nothing is said"
    if "This is a defect" in words or "Traceback" in words:
        yield f"a defect: {words.strip().splitlines()[-1]}"
    for error in told.raised:
        if not isinstance(error, SencoError) and path.command.startswith("library"):
            yield f"raised {type(error).__name__}"
        elif isinstance(error, SencoError) and not (error.what.endswith(".") and (error.cure or error.also)):
            yield "no sentence, or no cure"
    if "--json" in path.words and told.out.getvalue():
        json.loads(told.out.getvalue())


def main() -> int:
    """Walk all paths and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--commands", type=int, default=3)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    paths = [p for p in (*typed_paths(), *every_path(asked.commands)) if asked.only in p.name]
    failing = leaks = wrong = processes = 0
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        templates = Templates(Path(folder), asked.seed)
        for number, path in enumerate(paths):
            if number % 100 == 0:
                print(f"... {number} of {len(paths)}", file=sys.stderr, flush=True)
            walks = [walk(path, templates)]
            if number % 20 == 0 and not path.command.startswith("library"):
                walks.append(walk(path, templates, as_process=True))
                processes += walks[1].code is not None
            failing += walks[0].code is not None
            for walked in walks:
                leaks += len(walked.leaks)
                wrong += len(walked.wrong)
                for what in (*walked.leaks, *walked.wrong):
                    print(f"{path.name} [{walked.code}]: {what}", flush=True)
    print(f"paths {len(paths)}, failing {failing}, of these as processes too {processes}, leaks {leaks}, wrong {wrong}")
    print(f"seed {asked.seed}")
    return int(bool(leaks or wrong or (failing < 500 and not asked.only)))


if __name__ == "__main__":
    sys.exit(main())
