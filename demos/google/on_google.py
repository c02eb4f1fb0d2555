"""The place in Google: a shared drive with the register as a spreadsheet and the pupil folders, people, an account."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import requests
from senco_connect_emulator import Emulator
from senco_connect_local.demo.entries import Entry
from senco_connect_local.demo.grid import Grid
from senco_connect_local.demo.paperwork import PAPERS, SECTIONS, WORDS, hand_made_name, liked_better, with_key
from senco_connect_local.demo.people import Child
from senco_connect_local.demo.register import TAB

from demos.google.at_sheet import AtSheet
from demos.google.cells import as_read
from demos.google.spreadsheet import register_requests
from senco_connect.adapters import Tools

__all__ = ["KEY_FILE", "SENCO", "OnGoogle"]

SENCO: Final = "senco@larkfield.example"
OFFICE: Final = "office@larkfield.example"
ROBOT: Final = "senco-connect@larkfield-rehearsal.iam.gserviceaccount.com"
KEY_FILE: Final = "senco-key.json"
_SETTINGS: Final = """\
[register]
adapter = "sheets"
spreadsheet = "https://docs.google.com/spreadsheets/d/{spreadsheet}/edit"
credentials = "{key}"
endpoint = "{endpoint}" # the emulator; without this line it is Google

[filing]
adapter = "drive"
folder = "https://drive.google.com/drive/folders/{root}"
sections = {sections}
credentials = "{key}"
endpoint = "{endpoint}"
"""


class OnGoogle:
    """A shared drive of the school, run by the SENCO, in a Google that the emulator plays."""

    register = "SEN register"
    pupils = "Pupils"
    program = "Google Sheets"

    def __init__(self, google: Emulator, folder: Path) -> None:
        self._google, self._folder = google, folder
        self.spreadsheet = self.root = self._drive = ""
        self.waited = 0.0
        self._tools: Tools | None = None

    def prepare(self, lines: Sequence[Entry], by_hand: Sequence[Child]) -> None:
        """Let the SENCO make the shared drive with the register, the office file by hand, the technician get a key."""
        self._google.add_user(SENCO, "SENCO")
        self._google.add_user(OFFICE, "School office")
        key = self._google.add_service_account(ROBOT)
        (self._folder / KEY_FILE).write_text(json.dumps(key, indent=1), encoding="utf-8")
        senco, office = self._google.people[SENCO], self._google.people[OFFICE]
        self._drive = str(senco.do("drive.drives.create", {"name": "SEND"}, requestId="send")["id"])
        senco.share(self._drive, OFFICE, "writer")
        senco.share(self._drive, ROBOT, "fileOrganizer")
        self.spreadsheet = senco.new_spreadsheet(self.register, self._drive)
        tab = senco.sheet(self.spreadsheet)
        tab.change(*register_requests(tab.sheet_id, lines))
        self.root = senco.new_folder(self.pupils, self._drive)
        for child in by_hand:
            folder = office.new_folder(hand_made_name(child), self.root)
            for paper in PAPERS:
                office.document(office.new_document(Path(paper).stem, folder)).type(WORDS)

    def settings(self) -> str:
        """Name spreadsheet and folder by the addresses that a browser shows, and the emulator in Google's place."""
        return _SETTINGS.format(
            spreadsheet=self.spreadsheet, root=self.root, key=KEY_FILE, endpoint=self._google.url, sections=SECTIONS
        )

    def tools(self, usual: Tools) -> Tools:
        """Give a clock in which nobody waits for a quota: to sleep is to move it, and Google's with it."""
        # The same each time, so that the runs share one pace as they do in a day's work.
        if self._tools is None:
            clock = self._google.clock
            self._tools = usual._replace(now=lambda: clock.now, monotonic=lambda: clock.seconds, sleep=self._wait)
        return self._tools

    def _wait(self, seconds: float) -> None:
        self.waited += seconds
        self._google.clock.move(seconds)

    def senco(self) -> AtSheet:
        """Let the SENCO open the register in a browser."""
        return AtSheet(self._google.people[SENCO], self.spreadsheet)

    def read_grid(self) -> Grid:
        """Ask for the register over HTTP, in the SENCO's name and with nothing of the library."""
        answer = requests.get(
            f"{self._google.url}/v4/spreadsheets/{self.spreadsheet}",
            params={
                "ranges": f"'{TAB}'",
                "fields": "sheets.data.rowData.values(effectiveValue,effectiveFormat.numberFormat)",
            },
            headers={"authorization": f"Bearer {self._google.token(SENCO)}"},
            timeout=60,
        )
        answer.raise_for_status()
        rows = answer.json()["sheets"][0]["data"][0].get("rowData", [])
        return _trimmed([[as_read(told) for told in row.get("values", [])] for row in rows])

    def folder_names(self) -> frozenset[str]:
        """List the names of the folders in Drive."""
        return frozenset(file["name"] for file in self._inside(self.root))

    def tree(self) -> Mapping[str, frozenset[str]]:
        """Give what lies in each pupil folder, by name."""
        every = list(self._files(f"trashed = false and not '{self.root}' in parents"))
        inside: dict[str, set[str]] = {file["id"]: set() for file in self._inside(self.root)}
        for file in every:
            inside.get(file["parents"][0], set()).add(file["name"])
        return {file["name"]: frozenset(inside[file["id"]]) for file in self._inside(self.root)}

    def add_key(self, child: Child, key: str) -> str:
        """Let the SENCO rename a folder in Drive."""
        name = with_key(child, key)
        self._renamed(hand_made_name(child), name)
        return name

    def rename_folder(self, child: Child) -> None:
        """Let the SENCO rename a folder in Drive."""
        began, better = liked_better(child)
        self._renamed(began, better)

    def _renamed(self, began: str, name: str) -> None:
        folder = next(file["id"] for file in self._inside(self.root) if file["name"].startswith(began))
        self._google.people[SENCO].rename(folder, name)

    def _inside(self, folder: str) -> list[dict[str, Any]]:
        return list(self._files(f"trashed = false and '{folder}' in parents"))

    def _files(self, query: str) -> Iterator[dict[str, Any]]:
        asked: dict[str, Any] = {
            "q": query, "corpora": "drive", "driveId": self._drive, "pageSize": 1000,
            "includeItemsFromAllDrives": True, "supportsAllDrives": True,
            "fields": "nextPageToken,files(id,name,parents)",
        }  # fmt: skip
        while True:
            page = self._google.people[SENCO].do("drive.files.list", **asked)
            yield from page["files"]
            if "nextPageToken" not in page:
                return
            asked["pageToken"] = page["nextPageToken"]


def _trimmed(grid: Grid) -> Grid:
    """Leave out what is empty at the end of lines and below the last one: a workbook's reader shows none of it."""
    for line in grid:
        while line and line[-1] == "":
            line.pop()
    while grid and not grid[-1]:
        grid.pop()
    return grid
