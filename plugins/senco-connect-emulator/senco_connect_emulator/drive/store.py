"""What Drive holds: files and folders of everybody, shared drives, content, comments, and the log of changes.

A file is a dict in the shape of the API where that is the same for everybody, and
beside it: ``owner`` (an email; none in a shared drive), ``permissions`` (its own
only), ``apps`` (who made or opened it, for drive.file), ``appProperties`` by app,
and what each person sees of it (``starred``, ``viewed``, ``sharedWith``,
``modifiedBy``) by email.  Files are replaced, never changed in place: ``put`` is
the one door, so that version, index, change log and list lag can't be forgotten.
"""

from __future__ import annotations

import base64
import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.clock import rfc3339
from senco_connect_emulator.drive.access import Access
from senco_connect_emulator.drive.changelog import ChangeLog
from senco_connect_emulator.drive.content import note_edit
from senco_connect_emulator.drive.editors import EDITORS, FOLDER
from senco_connect_emulator.drive.making import made
from senco_connect_emulator.drive.pages import Page

if TYPE_CHECKING:
    from senco_connect_emulator.identity import Identity
    from senco_connect_emulator.world import World

__all__ = ["Drive"]

Json = dict[str, Any]


class Drive:
    """Everybody's Drive.

    ``roots`` gives the id of each person's My Drive by email, ``app_data`` that of the hidden folder by "email app";
    ``drives`` the shared drives' own settings, ``revisions`` and ``comments`` those of each file, ``blobs`` content by
    "file revision".  ``promised`` holds ids that were generated and not used yet, by id, with their space.
    """

    PLAIN = ("files", "roots", "app_data", "drives", "revisions", "comments", "promised")

    def __init__(self, world: World) -> None:
        self.world = world
        self.files: dict[str, Json] = {}
        self.roots: dict[str, str] = {}
        self.app_data: dict[str, str] = {}
        self.drives: dict[str, Json] = {}
        self.revisions: dict[str, list[Json]] = {}
        self.comments: dict[str, list[Json]] = {}
        self.promised: dict[str, str] = {}
        self.blobs: dict[str, bytes] = {}
        self.changes = ChangeLog()
        self.pages: dict[str, Page] = {}
        # The mails that sharing sent, for tests that want none.
        self.mails: list[Json] = []
        self.max_children, self.max_depth, self.max_items = 500_000, 100, 500_000
        self._children: dict[str, dict[str, None]] = {}
        self._items: dict[str, int] = {}
        # What files.list still shows of files that changed a moment ago: until when, and the state before.
        self._stale: dict[str, tuple[float, Json | None]] = {}

    @property
    def now(self) -> str:
        """The time, as it is written into files."""
        return rfc3339(self.world.clock.now)

    def access(self, who: Identity) -> Access:
        """Work out, for one request, what somebody may do."""
        return Access(self, who)

    def require(self, who: Identity, file_id: str, role: str, *, style: str = "sheets") -> Json:
        """Give the file if ``who`` has at least the role on it; raises the 404 or 403 of that service."""
        return self.access(who).require(file_id, role, style=style)

    def new_file(self, who: Identity, name: str, mime_type: str, **fields: Any) -> Json:
        """Make a file, a folder or the file of an editor, without content; raises Refused where ``who`` may not.

        ``fields`` are those of a files.create body: ``parents``, ``id``, ``description``, ``appProperties`` …
        """
        file = made(self, who, {"name": name, "mimeType": mime_type, **fields})
        note_edit(self, file, who)
        self.put(file)
        return self.files[file["id"]]

    def touch(self, file_id: str, who: Identity) -> None:
        """Note that somebody changed the content now."""
        now, file = self.now, self.files[file_id]
        modified = {**file.get("modifiedBy", {}), who.email: now}
        file = {**file, "modifiedTime": now, "lastModifyingUser": who.email, "modifiedBy": modified}
        note_edit(self, file, who)
        self.put(file)

    def rename(self, file_id: str, name: str, who: Identity) -> None:
        """Give a file another name; a spreadsheet or document is told."""
        now, file = self.now, self.files[file_id]
        if file["name"] == name:
            return
        modified = {**file.get("modifiedBy", {}), who.email: now}
        self.put({**file, "name": name, "modifiedTime": now, "lastModifyingUser": who.email, "modifiedBy": modified})
        if editor := EDITORS.get(file["mimeType"]):
            editor.rename(self.world, file_id, name)

    def put(self, file: Json, *, lost: Iterable[tuple[str, str]] = ()) -> None:
        """Store a file's new state; ``lost`` tells whom the change took the file from."""
        file_id, old = file["id"], self.files.get(file["id"])
        self._keep_for_lists(file_id, old)
        self._index(file_id, old["parents"] if old else [], file["parents"])
        self._count(old, -1)
        self._count(file, 1)
        self.files[file_id] = {**file, "version": (old["version"] if old else 0) + 1}
        self.changes.record(file_id, self.now, drive_id=file.get("driveId", ""), lost=lost)

    def drop(self, file_id: str, *, lost: Iterable[tuple[str, str]] = ()) -> None:
        """Remove one file for good, with all that hangs on it."""
        file = self.files[file_id]
        self._keep_for_lists(file_id, file)
        self._index(file_id, file["parents"], [])
        self._count(file, -1)
        del self.files[file_id]
        self._children.pop(file_id, None)
        for revision in self.revisions.pop(file_id, []):
            self.blobs.pop(f"{file_id} {revision['id']}", None)
        self.comments.pop(file_id, None)
        if editor := EDITORS.get(file["mimeType"]):
            editor.discard(self.world, file_id)
        self.changes.record(file_id, self.now, drive_id=file.get("driveId", ""), lost=lost)

    def _index(self, file_id: str, before: list[str], after: list[str]) -> None:
        if before == after:
            return
        for parent in before:
            self._children.get(parent, {}).pop(file_id, None)
        for parent in after:
            self._children.setdefault(parent, {})[file_id] = None

    def _count(self, file: Json | None, by: int) -> None:
        if file and file["parents"] and (drive_id := file.get("driveId")):
            self._items[drive_id] = self._items.get(drive_id, 0) + by

    def _keep_for_lists(self, file_id: str, old: Json | None) -> None:
        lag = self.world.switches.list_lag
        if lag > 0:
            # While an older change is still awaited, the state that lists show is the one before that.
            shown = self._stale[file_id][1] if self._is_stale(file_id) else old
            self._stale[file_id] = (self.world.clock.seconds + lag, shown)

    def _is_stale(self, file_id: str) -> bool:
        return file_id in self._stale and self._stale[file_id][0] > self.world.clock.seconds

    def children(self, file_id: str) -> list[Json]:
        """Give what lies directly in a folder, oldest first."""
        return [self.files[child] for child in self._children.get(file_id, ())]

    def child_count(self, file_id: str) -> int:
        """Count what lies directly in a folder."""
        return len(self._children.get(file_id, ()))

    def item_count(self, drive_id: str) -> int:
        """Count what a shared drive holds, the trash included."""
        return self._items.get(drive_id, 0)

    def depth_below(self, file_id: str) -> int:
        """Count the levels of folders below a folder."""
        folders = [child for child in self.children(file_id) if child["mimeType"] == FOLDER]
        return max((1 + self.depth_below(child["id"]) for child in folders), default=0)

    def tree(self, file_id: str) -> Iterator[Json]:
        """Walk a file and everything below it, the upper before the lower."""
        yield self.files[file_id]
        for child in list(self._children.get(file_id, ())):
            yield from self.tree(child)

    def above(self, file: Mapping[str, Any]) -> Iterator[Json]:
        """Walk the folders that a file lies in, from the nearest up."""
        while file["parents"] and (parent := self.files.get(file["parents"][0])):
            yield parent
            file = parent

    def listed(self, parent: str = "") -> Iterator[Json]:
        """Walk the files as lists show them, which may lag; those in one folder, or all."""
        within: Iterable[str] = self._children.get(parent, ()) if parent else self.files
        if not any(self._is_stale(file_id) for file_id in self._stale):
            self._stale.clear()
            return (self.files[file_id] for file_id in within)
        states = (self.shown_in_lists(file_id) for file_id in {**dict.fromkeys(within), **self._stale})
        return (file for file in states if file and (not parent or parent in file["parents"]))

    def shown_in_lists(self, file_id: str) -> Json | None:
        """Give a file's state as lists show it now; None for one that they don't."""
        return self._stale[file_id][1] if self._is_stale(file_id) else self.files.get(file_id)

    def is_trashed(self, file: Mapping[str, Any]) -> bool:
        """Tell whether a file, or a folder that it lies in, was put into the trash."""
        if file.get("explicitlyTrashed"):
            return True
        return any(folder.get("explicitlyTrashed") for folder in self.above(file))

    def opened(self, file_id: str, app: str) -> None:
        """Let an app be given a file by its user, as a file picker does: drive.file reaches it from then on."""
        file = self.files[file_id]
        self.put({**file, "apps": sorted({*file["apps"], app})})

    def snapshot(self) -> Json:
        """Give everything as JSON."""
        told: Json = {name: copy.deepcopy(getattr(self, name)) for name in self.PLAIN}
        told["blobs"] = {key: base64.b64encode(blob).decode() for key, blob in self.blobs.items()}
        told["limits"] = [self.max_children, self.max_depth, self.max_items]
        return {**told, "changes": copy.deepcopy(self.changes.snapshot())}

    def restore(self, told: Json) -> None:
        """Take back what a snapshot tells."""
        told = copy.deepcopy(told)
        for name in self.PLAIN:
            setattr(self, name, told[name])
        self.blobs = {key: base64.b64decode(blob) for key, blob in told["blobs"].items()}
        self.max_children, self.max_depth, self.max_items = told["limits"]
        self.changes.restore(told["changes"])
        self._children, self._items, self._stale = {}, {}, {}
        for file_id, file in self.files.items():
            self._index(file_id, [], file["parents"])
            self._count(file, 1)
