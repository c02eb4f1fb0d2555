"""Set up a school: find its export and register, propose what every heading means, and what only a person can answer.

Nothing here asks or prints.  A draft is made, its questions are answered, it is
tried on the export, and only then written (config_text.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from senco_connect.adapters import Adapter, Adopts, ColumnGuess, Filing, MapsColumns, Proposal, ReadFile, Source, Tools
from senco_connect.catalogue import needing_only
from senco_connect.choosing import best_source, installed_sources
from senco_connect.errors import ConfigProblem, InputRefused
from senco_connect.record import FIELDS
from senco_connect.record.headings import plain_heading
from senco_connect.snapshot import Snapshot

__all__ = ["FILING", "REGISTER", "Column", "Draft", "DraftPart", "Question", "Wish", "draft_of", "tried"]

REGISTER, FILING = "register", "filing"

_LAESTAB = re.compile("[0-9]{7}")


class Wish(NamedTuple):
    """What was asked for: the school's folder, and whatever is not left to be found there.

    ``columns`` are answers given beforehand, heading -> field.
    """

    folder: Path
    sources: tuple[Path, ...] = ()
    register: Path | None = None
    folders: Path | None = None
    name: str = ""
    laestab: str = ""
    columns: Mapping[str, str] = {}


class Column(NamedTuple):
    """A heading, the field it is taken for ("" none) and why."""

    heading: str
    field: str
    why: str


class Question(NamedTuple):
    """Which of several headings holds a field; without ``choices`` it can't be answered here."""

    place: str
    words: str
    field: str = ""
    choices: tuple[str, ...] = ()


class DraftPart(NamedTuple):
    """One store as senco.toml will name it.

    ``place`` is its table there, ``settings`` what stands in it beside adapter
    and mapping, ``why`` the reason for the adapter; ``notes`` are worth reading,
    ``unclear`` are an adapter's questions that choosing a column does not answer.
    """

    place: str
    adapter: type[Adapter]
    settings: Mapping[str, str]
    columns: tuple[Column, ...] = ()
    why: str = ""
    notes: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What a person has to say before the mapping can be used."""
        asked = (
            Question(self.place, f"Which column holds {FIELDS[field].label}?", field, headings)
            for field, headings in _claims(self.columns).items()
        )
        return (*asked, *(Question(self.place, words) for words in self.unclear))

    def answered(self, field: str, heading: str) -> DraftPart:
        """Give the part with this heading, and no other, for a field ("" for none of them)."""
        return self._replace(
            columns=tuple(
                column._replace(field="", why=f"another column holds {FIELDS[field].label}")
                if column.field == field and column.heading != heading
                else column
                for column in self.columns
            )
        )


class Draft(NamedTuple):
    """A senco.toml in the making; of its ``parts`` the sources come first."""

    folder: Path
    name: str
    laestab: str
    parts: tuple[DraftPart, ...]

    @property
    def sources(self) -> tuple[DraftPart, ...]:
        """The exports, in the order of their authority."""
        return tuple(part for part in self.parts if part.place not in (REGISTER, FILING))

    @property
    def has_register(self) -> bool:
        """Whether there is anything to write to."""
        return any(part.place == REGISTER for part in self.parts)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that a person has to say."""
        return tuple(question for part in self.parts for question in part.questions)

    def answered(self, question: Question, heading: str) -> Draft:
        """Give the draft with one question answered."""
        parts = (p.answered(question.field, heading) if p.place == question.place else p for p in self.parts)
        return self._replace(parts=tuple(parts))


def draft_of(wish: Wish) -> Draft:
    """Find what there is and propose a mapping; raises ConfigProblem where there is no export."""
    register = wish.register or _register_in(wish.folder)
    tools = Tools(wish.folder)
    parts = [*_source_parts(wish, tools)]
    if register is not None:
        parts.append(_register_part(register, wish, tools))
    if wish.folders is not None:
        parts.append(_filing_part(wish.folders, wish))
    _refuse_strangers(wish.columns, parts)
    return Draft(wish.folder, wish.name, wish.laestab, tuple(parts))


def _refuse_strangers(told: Mapping[str, str], parts: Iterable[DraftPart]) -> None:
    headings = {column.heading for part in parts for column in part.columns}
    if not headings.issuperset(told):
        raise ConfigProblem("No file has the heading that --column names.", "Type it as the file does.", code="E013")
    if not {"", *FIELDS}.issuperset(told.values()):
        raise ConfigProblem("No field has the name that --column gives.", "`senco schema` lists them.", code="E010")


def tried(draft: Draft) -> Draft:
    """Read each export with its mapping, and take the school's number and the order of authority from it.

    Raises what the adapters raise: a mapping that can't be used is never written.
    """
    read = [(_read(part, draft.folder), part) for part in draft.sources]
    # A report that shows some pupils only has the last word on none.
    whole_first = [part for _, part in sorted(read, key=lambda each: each[0].partial)]
    shown = next(filter(_LAESTAB.fullmatch, (snapshot.laestab for snapshot, _ in read)), "")
    others = draft.parts[len(read) :]
    return draft._replace(laestab=draft.laestab or shown, parts=(*whole_first, *others))


def _read(part: DraftPart, folder: Path) -> Snapshot:
    kind: Any = part.adapter
    columns = {column.heading: column.field for column in part.columns if column.field}
    mapping = {"columns": columns} if part.columns else {}
    source: Source = kind(kind.Config(adapter=kind.name, **part.settings, **mapping), Tools(folder))
    return source.read(ReadFile(folder / part.settings["file"]))


# --- the exports


class _Found(NamedTuple):
    file: Path
    source: Source
    why: str
    proposal: Proposal


def _source_parts(wish: Wish, tools: Tools) -> Iterator[DraftPart]:
    sources = installed_sources(tools)
    if wish.sources:
        found = [_found(path, sources) for path in wish.sources]
    else:
        found = list(_newest(_found_in(wish.folder, sources)))
    if not found:
        raise ConfigProblem(
            "No export was found in this folder.", "Put one there, or name it: senco init --source FILE.", code="E014"
        )
    names = _names([each.source.name for each in found])
    for name, each in zip(names, found, strict=True):
        settings = {"file": _written(each.file, wish.folder)}
        yield _part(f"sources.{name}", type(each.source), settings, each.proposal, wish, why=each.why)


def _found(path: Path, sources: Sequence[Source]) -> _Found:
    file = ReadFile(path)
    source, match = best_source(sources, file)
    proposal = source.propose(file) if isinstance(source, MapsColumns) else Proposal(())
    return _Found(path, source, match.why, proposal)


def _found_in(folder: Path, sources: Sequence[Source]) -> Iterator[_Found]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix.lower() in _EXPORTS and not _is_none_of_ours(path):
            try:
                yield _found(path, sources)
            except InputRefused:
                # Not an export; whoever means it names it, and is told why it is none.
                continue


def _is_none_of_ours(path: Path) -> bool:
    """Hidden files, what Excel keeps beside an open workbook, and the register are no exports."""
    return path.name.startswith((".", "~$")) or _is_register(path)


_EXPORTS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xml", ".json", ".xls"})


def _newest(found: Iterable[_Found]) -> Iterator[_Found]:
    """Of exports with the same headings, which are one report at several times, give the one changed last."""
    alike: dict[object, list[_Found]] = {}
    for each in found:
        alike.setdefault((each.source.name, tuple(c.heading for c in each.proposal.columns)), []).append(each)
    for group in alike.values():
        newest = max(group, key=lambda each: (each.file.stat().st_mtime_ns, each.file.name))
        note = f"{len(group)} files have these headings; the one changed last is used (a pattern takes the newest)."
        notes = (*newest.proposal.notes, *([note] if len(group) > 1 else []))
        yield newest._replace(proposal=newest.proposal._replace(notes=notes))


def _names(adapters: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    names = []
    for name in adapters:
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}{seen[name]}")
    return names


# --- the register and the folders


def _is_register(path: Path) -> bool:
    return "register" in path.stem.casefold()


def _register_in(folder: Path) -> Path | None:
    found = [path for path in sorted(folder.glob("*.xlsx")) if _is_register(path) and not path.name.startswith("~$")]
    return found[0] if len(found) == 1 else None


def _register_part(file: Path, wish: Wish, tools: Tools) -> DraftPart:
    settings = {"file": _written(file, wish.folder)}
    kind: Any = _only(needing_only(Adopts, {"adapter", "file"}), "register")
    register: Adopts = kind(kind.Config(adapter=kind.name, **settings), tools)
    if register.exists():
        return _part(REGISTER, kind, settings, register.propose(), wish, why="it is there")
    return DraftPart(REGISTER, kind, settings, why="it will be made, with the usual columns")


def _filing_part(root: Path, wish: Wish) -> DraftPart:
    kind = _only(needing_only(Filing, {"adapter", "root"}), "filing")
    why = "it is there" if root.is_dir() else "it will be made"
    return DraftPart(FILING, kind, {"root": _written(root, wish.folder)}, why=why)


def _only(kinds: Sequence[type[Adapter]], what: str) -> type[Adapter]:
    if not kinds:
        raise ConfigProblem(
            f"No installed adapter makes a {what} of a file.", "Install senco-connect-local.", code="E028"
        )
    return kinds[0]


def _written(path: Path, folder: Path) -> str:
    """Give a path as senco.toml has it: from the school's folder where it lies in it, with plain slashes."""
    whole, home = path.resolve(), folder.resolve()
    return (whole.relative_to(home) if whole.is_relative_to(home) else whole).as_posix()


# --- the mapping


def _part(
    place: str, kind: type[Adapter], settings: Mapping[str, str], proposal: Proposal, wish: Wish, *, why: str
) -> DraftPart:
    columns = tuple(_columns(proposal.columns, wish.columns))
    claimed = [heading for headings in _claims(_columns(proposal.columns, {})).values() for heading in headings]
    unclear = tuple(q for q in proposal.questions if not any(f'"{heading}"' in q for heading in claimed))
    return DraftPart(place, kind, settings, columns, why, proposal.notes, unclear)


def _columns(guesses: Sequence[ColumnGuess], told: Mapping[str, str]) -> Iterator[Column]:
    """Put what was told over what was guessed; a field that was told of this file is no other column's of it."""
    headings = _told_apart([guess.heading for guess in guesses])
    told_here = {told[heading] for heading in headings if heading in told}
    for heading, guess in zip(headings, guesses, strict=True):
        if heading in told:
            yield Column(heading, told[heading], "you said so")
        elif guess.field and guess.field in told_here:
            yield Column(heading, "", f"another column holds {FIELDS[guess.field].label}")
        else:
            yield Column(heading, guess.field, guess.why)


def _told_apart(headings: Sequence[str]) -> list[str]:
    """Write a heading's second occurrence as "SEN status#2"."""
    seen: Counter[str] = Counter()
    apart = []
    for heading in headings:
        seen[heading] += 1
        apart.append(heading if seen[heading] == 1 else f"{heading}#{seen[heading]}")
    return apart


def _claims(columns: Iterable[Column]) -> dict[str, tuple[str, ...]]:
    """Give the headings, of different words, that claim one field."""
    claims: dict[str, dict[str, str]] = {}
    for column in columns:
        if column.field:
            words = plain_heading(column.heading.rpartition("#")[0] or column.heading)
            claims.setdefault(column.field, {}).setdefault(words, column.heading)
    return {field: tuple(words.values()) for field, words in claims.items() if len(words) > 1}
