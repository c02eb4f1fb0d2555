"""The library's own rules for a filing, over HTTP, with a person who uses Drive by its own API."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from senco_connect_google.config import DriveConfig
from senco_connect_google.filing import DriveFiling

from senco_connect.adapters import Tools
from senco_connect.testing.contracts import FilingContract

FOLDER = "application/vnd.google-apps.folder"


class DriveShelf:
    """A person in Drive; paths start at the shared drive."""

    root = "03 Pupils"

    def __init__(self, office: Any) -> None:
        self.office = office
        self._contents: dict[str, bytes] = {}
        self.put(f"{self.root}/Old plans/plan.txt", b"an old plan")
        self.put("01 Register and reports/report.txt", b"a report")

    def filing(self) -> DriveFiling:
        config = DriveConfig(
            "drive", self._id(self.root), credentials="key.json", endpoint=self.office.google.url
        )
        return DriveFiling(config, self.office.tools())

    def _paths(self) -> dict[str, dict[str, Any]]:
        files = {file["id"]: file for file in self.office.files()}

        def path(file: dict[str, Any]) -> str:
            above = files.get(file["parents"][0])
            return f"{path(above)}/{file['name']}" if above else str(file["name"])

        return {path(file): file for file in files.values()}

    def _id(self, path: str) -> str:
        return str(self._paths()[path]["id"])

    def everything(self) -> Mapping[str, bytes | None]:
        return {p: None if f["mimeType"] == FOLDER else self._contents[f["id"]] for p, f in self._paths().items()}

    def put(self, path: str, content: bytes) -> None:
        *folders, name = path.split("/")
        at, parent = "", self.office.drive
        for folder in folders:
            at = f"{at}/{folder}" if at else folder
            there = self._paths().get(at)
            parent = there["id"] if there else self.office.make(folder, parent)
        self._contents[self.office.make(name, parent, mimeType="text/plain")] = content

    def rename(self, old: str, new: str) -> None:
        self.office.ask("PATCH", f"/drive/v3/files/{self._id(old)}", {"name": new.rpartition("/")[2]})

    def copy(self, old: str, new: str) -> None:
        # Drive has no copy of a folder; some add-on makes one, marks and all.
        there = self._paths()[old]
        marks = self.office.ask(
            "GET", f"/drive/v3/files/{there['id']}", who="register@invented-school.iam.gserviceaccount.com",
            fields="appProperties",
        )  # fmt: skip
        self.office.make(
            new.rpartition("/")[2], there["parents"][0], who="register@invented-school.iam.gserviceaccount.com", **marks
        )


class TestDriveFiling(FilingContract):
    @pytest.fixture(autouse=True)
    def _opened(self, office: Any) -> None:
        self.office = office

    def open_shelf(self, folder: Path) -> DriveShelf:
        return DriveShelf(self.office)

    def open_nowhere(self, folder: Path) -> DriveFiling:
        return DriveFiling(DriveConfig("drive", "1NoSuchFolderAnywhere"), Tools(folder))
