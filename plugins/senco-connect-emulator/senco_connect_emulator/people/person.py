"""A person in Drive: names, moves, shares and throws away files, and sits down at one."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.drive.editors import DOCUMENT, FOLDER, SPREADSHEET
from senco_connect_emulator.drive.grantees import grantee_id
from senco_connect_emulator.people.acting import Actor
from senco_connect_emulator.people.on_document import OnDocument
from senco_connect_emulator.people.on_sheet import OnSheet

__all__ = ["Person"]


class Person(Actor):
    """Somebody of the directory, who may do what their roles allow and no more.  Everything is done at once."""

    def sheet(self, spreadsheet_id: str, title: str = "") -> OnSheet:
        """Sit down at a tab of a spreadsheet, the first if none is named."""
        book = self.world.books[spreadsheet_id]
        found = book.titled(title) if title else book.sheets[0]
        if found is None:
            raise LookupError(f"{book.title} has no tab {title}.")
        return OnSheet(self, spreadsheet_id, found.id)

    def document(self, document_id: str) -> OnDocument:
        """Sit down at a document."""
        return OnDocument(self, document_id)

    def find(self, name: str) -> str:
        """Give the id of the first file or folder of that name which is not in the trash."""
        drive = self.world.drive
        access = drive.access(self.who)
        for file in list(drive.files.values()):
            if file["name"] == name and access.at_least(file["id"], "reader") and not file.get("explicitlyTrashed"):
                return str(file["id"])
        raise LookupError(f"{self.email} sees nothing named {name}.")

    def new_folder(self, name: str, folder: str = "root") -> str:
        """Make a folder and give its id."""
        return self._make(name, FOLDER, folder)

    def new_spreadsheet(self, name: str, folder: str = "root") -> str:
        """Make an empty spreadsheet and give its id."""
        return self._make(name, SPREADSHEET, folder)

    def new_document(self, name: str, folder: str = "root") -> str:
        """Make an empty document and give its id."""
        return self._make(name, DOCUMENT, folder)

    def _make(self, name: str, mime_type: str, folder: str) -> str:
        body = {"name": name, "mimeType": mime_type, "parents": [folder]}
        return str(self.do("drive.files.create", body, supportsAllDrives=True, fields="id")["id"])

    def rename(self, file_id: str, name: str) -> None:
        """Give a file or folder another name."""
        self._update(file_id, {"name": name})

    def move(self, file_id: str, folder: str) -> None:
        """Put a file or folder into another folder."""
        parents = ",".join(self.world.drive.files[file_id]["parents"])
        self._update(file_id, {}, addParents=folder, removeParents=parents)

    def trash(self, file_id: str) -> None:
        """Put a file or folder into the trash."""
        self._update(file_id, {"trashed": True})

    def untrash(self, file_id: str) -> None:
        """Take a file or folder out of the trash."""
        self._update(file_id, {"trashed": False})

    def delete(self, file_id: str) -> None:
        """Delete a file or folder for good."""
        self.do("drive.files.delete", fileId=file_id, supportsAllDrives=True)

    def copy(self, file_id: str, name: str = "", folder: str = "") -> str:
        """Make a copy of a file and give its id."""
        body: dict[str, Any] = {"name": name or f"Copy of {self.world.drive.files[file_id]['name']}"}
        body |= {"parents": [folder]} if folder else {}
        return str(self.do("drive.files.copy", body, fileId=file_id, supportsAllDrives=True, fields="id")["id"])

    def share(self, file_id: str, email: str, role: str = "writer") -> None:
        """Share a file or folder with somebody; a group's address shares it with the group."""
        kind = "group" if self.world.directory.is_group(email) else "user"
        body = {"type": kind, "role": role, "emailAddress": email}
        self.do("drive.permissions.create", body, fileId=file_id, supportsAllDrives=True, sendNotificationEmail=False)

    def unshare(self, file_id: str, email: str) -> None:
        """Take somebody's access to a file or folder away."""
        kind = "group" if self.world.directory.is_group(email) else "user"
        permission = grantee_id(self.world.drive, kind, email)
        self.do("drive.permissions.delete", fileId=file_id, permissionId=permission, supportsAllDrives=True)

    def _update(self, file_id: str, body: dict[str, Any], **params: Any) -> None:
        self.do("drive.files.update", body, fileId=file_id, supportsAllDrives=True, **params)
