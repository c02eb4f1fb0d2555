"""Pupil folders in a shared drive: found by their mark, made once, renamed, never deleted, never shared any wider."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from senco_connect.adapters import Filing, FolderBatch, FolderOperation, NewFolder, Outcome, RenameFolder, Result
from senco_connect.errors import Stopped
from senco_connect.folder_names import SEPARATOR, is_key, safe_folder_name, safe_name
from senco_connect.snapshot import FolderSnapshot
from senco_connect_google.config import DriveConfig, id_in
from senco_connect_google.drive_tree import (
    ENTRY_FIELDS,
    FOLDER,
    KEY_PROPERTY,
    KIND_PROPERTY,
    MAKING,
    PUPIL,
    Entry,
    Tree,
    entry_of,
    find_folders,
    find_root,
)
from senco_connect_google.ledger import Ledger
from senco_connect_google.problems import AlreadyThere, OutcomeUnknown

__all__ = ["DriveFiling"]

Verdict = tuple[Result, str]
_DONE: Verdict = (Result.DONE, "")
_TWICE: Verdict = (Result.REFUSED, "two folders are marked as this pupil's, or the key is none of the library's")
_CUT: Verdict = (Result.REFUSED, "a part of the folders could not be listed: the folder may be there")
_BIN: Verdict = (Result.REFUSED, "the pupil's folder lies in the bin: restore it, or delete it for good")
_ELSE: Verdict = (Result.REFUSED, "the id that was meant for the folder belongs to something else now")
_RENAMED: Verdict = (Result.STALE, "the folder was renamed or removed meanwhile")
_NOBODY_KNOWS: Verdict = (Result.UNKNOWN, "no answer came, and the folder is not there")
_IDS_AT_ONCE: Final = 1_000
# A path of a shared drive has few letters where it ends up on a disk.
_SECTION: Final = "section"


class DriveFiling(Filing):
    """A folder for each pupil under one folder of a shared drive."""

    name = "drive"
    title = "Google Drive"
    Config = DriveConfig
    config: DriveConfig

    def read(self) -> FolderSnapshot:
        """List the pupil folders."""
        tree = self._tree()
        return FolderSnapshot(tree.folders, tree.digest, tree.complete, tree.findings)

    def apply(self, batch: FolderBatch) -> Sequence[Outcome]:
        """Look what is there, then carry out the operations in order."""
        tree = self._tree()
        ids = _Ids(self._drive, sum(1 + len(self._sections(o)) for o in batch.operations if isinstance(o, NewFolder)))
        return [Outcome(operation.id, *self._perform(operation, tree, ids)) for operation in batch.operations]

    def _tree(self) -> Tree:
        tree = find_folders(self._drive, find_root(self._drive, id_in(self.config.folder)))
        # What this run made itself is known, though the list may not show it for minutes yet.
        tree.entries = self._made | tree.entries
        return tree

    def _sections(self, new: NewFolder) -> tuple[str, ...]:
        return new.sections or self.config.sections

    def _perform(self, operation: FolderOperation, tree: Tree, ids: _Ids) -> Verdict:
        there = tree.of(operation.key)
        if len(there) > 1 or not is_key(operation.key):
            return _TWICE
        match operation:
            case NewFolder() if there and there[0].is_whole:
                return _DONE
            case NewFolder() if not there and not tree.complete:
                return _CUT
            case NewFolder():
                return self._make(operation, tree, ids, there[0] if there else None)
            case RenameFolder():
                return self._rename(operation, tree, there[0] if there else None)

    # --- a new folder

    def _make(self, new: NewFolder, tree: Tree, ids: _Ids, there: Entry | None) -> Verdict:
        """Make the folder, then its sections, then say on its mark that it is whole: what is cut off goes on there."""
        fixed = self._ledger.ids(new.key)
        if there is not None:
            # What the list shows outranks a file on this machine.
            fixed = fixed if fixed[:1] == [there.id] else [there.id]
        missing = 1 + len(self._sections(new)) - len(fixed)
        known = len(fixed)
        if missing > 0:
            fixed += ids.take(missing)
            self._ledger.fix(new.key, fixed)
        folder, *sections = fixed
        if there is None:
            marks = {KIND_PROPERTY: MAKING, KEY_PROPERTY: new.key}
            made = self._created(folder, _free_name(new, tree), tree.root.id, marks)
            if isinstance(made, tuple) and not isinstance(made, Entry):
                return made
            if made.key != new.key:
                return _ELSE
            if made.is_trashed:
                return _BIN
            there = made
        if not there.is_whole:
            self._fill(new, there, sections, is_new=known == 0)
            self._mark_whole(there, new.key)
        self._ledger.fix(new.key, [there.id])
        tree.entries[there.id] = self._made[there.id] = there._replace(key=new.key, is_whole=True)
        return _DONE

    def _fill(self, new: NewFolder, folder: Entry, ids: Sequence[str], *, is_new: bool) -> None:
        names = [safe_name(section, instead="Section") for section in self._sections(new)]
        # A folder that an earlier run, or a person, began may have some of them.
        found = set() if is_new else self._names_in(folder.id)
        for name, id in zip(dict.fromkeys(names), ids, strict=False):
            if name not in found:
                self._created(id, name, folder.id, {KIND_PROPERTY: _SECTION})

    def _names_in(self, folder: str) -> set[str]:
        page = self._drive.files().list(
            q=f"mimeType = '{FOLDER}' and trashed = false and '{folder}' in parents", pageSize=_IDS_AT_ONCE,
            fields="files(name)", supportsAllDrives=True, includeItemsFromAllDrives=True,
        ).execute()  # fmt: skip
        return {file["name"] for file in page.get("files", ())}

    def _created(self, id: str, name: str, parent: str, marks: dict[str, str]) -> Entry | Verdict:
        """Create a folder under an id that was fixed beforehand; what is there already was made by an earlier try."""
        body = {"id": id, "name": name, "mimeType": FOLDER, "parents": [parent], "appProperties": marks}
        call = self._drive.files().create(
            body=body, fields=ENTRY_FIELDS, supportsAllDrives=True, ignoreDefaultVisibility=True
        )
        for _ in range(2):
            try:
                return entry_of(call.execute())
            except AlreadyThere:
                return self._seen(id) or _NOBODY_KNOWS
            except OutcomeUnknown:
                if found := self._seen(id):
                    return found
        return _NOBODY_KNOWS

    def _seen(self, id: str) -> Entry | None:
        """Look at a folder by its id, which Drive never shows late; None where there is none."""
        try:
            return entry_of(self._drive.files().get(fileId=id, fields=ENTRY_FIELDS, supportsAllDrives=True).execute())
        except Stopped as error:
            if error.code != "X711":
                raise
            return None

    def _mark_whole(self, folder: Entry, key: str) -> None:
        self._updated(folder.id, {"appProperties": {KIND_PROPERTY: PUPIL, KEY_PROPERTY: key}})

    # --- a new name

    def _rename(self, rename: RenameFolder, tree: Tree, there: Entry | None) -> Verdict:
        name = safe_folder_name(rename.name, rename.key)
        # A list may lag; what is asked for by id is as it is.
        now = self._seen(there.id) if there else None
        if now is not None and now.name == name:
            return _DONE
        if now is None or now.is_trashed or rename.folder != now.id or now.name != rename.expect:
            return _RENAMED
        if any(e.name == name and e.parent == now.parent and e.id != now.id for e in tree.entries.values()):
            return Result.REFUSED, "another folder has that name"
        self._updated(now.id, {"name": name})
        tree.entries[now.id] = now._replace(name=name)
        return _DONE

    def _updated(self, id: str, body: dict[str, Any]) -> None:
        # The same change twice is one change, so a lost answer is no harm: it is made again.
        call = self._drive.files().update(fileId=id, body=body, fields="id", supportsAllDrives=True)
        try:
            call.execute()
        except OutcomeUnknown:
            call.execute()

    @cached_property
    def _made(self) -> dict[str, Entry]:
        return {}

    @cached_property
    def _drive(self) -> Any:
        from senco_connect_google.credentials import scopes_for  # noqa: PLC0415
        from senco_connect_google.drive_api import drive_service  # noqa: PLC0415
        from senco_connect_google.transport import shared_transport  # noqa: PLC0415

        scopes = scopes_for("drive", self.config.access)
        return drive_service(shared_transport(self.config.credentials, scopes, self.tools, self.config.endpoint))

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger(self.tools.folder)


class _Ids:
    """Ids that Google gives out beforehand, fetched in one call for as many as a batch needs."""

    def __init__(self, drive: Any, wanted: int) -> None:
        self._drive = drive
        self._wanted = wanted
        self._given: list[str] = []

    def take(self, number: int) -> list[str]:
        """Take so many, each of them once."""
        while len(self._given) < number:
            count = min(max(self._wanted, number), _IDS_AT_ONCE)
            told = self._drive.files().generateIds(count=count, space="drive", type="files").execute()
            self._given += told["ids"]
        taken, self._given = self._given[:number], self._given[number:]
        self._wanted -= number
        return taken


def _free_name(new: NewFolder, tree: Tree) -> str:
    """Give the folder's name; Drive takes one twice, people don't."""
    name = safe_folder_name(new.name, new.key)
    taken = {entry.name.casefold() for entry in tree.entries.values()}
    return safe_folder_name(f"{name}{SEPARATOR}{new.key}", new.key) if name.casefold() in taken else name
