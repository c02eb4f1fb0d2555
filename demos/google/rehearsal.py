"""Play the story on the emulator and on files, hold the two ends side by side, and show the register in the window."""

from __future__ import annotations

import subprocess
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Final

from senco_connect_emulator import Emulator
from senco_connect_emulator.keeping import save
from senco_connect_emulator.window.addresses import address
from senco_connect_emulator.window.picture import photograph
from senco_connect_local.demo.ground import clear_ground
from senco_connect_local.demo.on_disk import PUPILS, OnDisk
from senco_connect_local.demo.stage import Stage
from senco_connect_local.demo.story import play

from demos.google.comparing import Compared, Ending, tree_on_disk
from demos.google.on_google import SENCO, OnGoogle

__all__ = ["PICTURE", "Rehearsal"]

Say = Callable[[str], None]
ON_FILES: Final = "the same on files"
PICTURE: Final = "register.png"
WORLD: Final = "google.json"
# As wide as the register's columns together, as high as its top.
_SIZE: Final = (1870, 628)
_MOST_TOLD: Final = 12


class Rehearsal:
    """The story in a Google that the emulator plays, in a folder of its own, told line by line through ``say``."""

    def __init__(self, google: Emulator, folder: Path, say: Say) -> None:
        self._google, self._folder, self._say = google, folder, say
        self.place = OnGoogle(google, folder)

    def play(self) -> None:
        """Clear the folder and play; ConfigProblem where it holds something that the demo did not make."""
        clear_ground(self._folder)
        play(Stage(self._folder, self._say, self.place))

    def ending(self) -> Ending:
        """Give what the story came to in Google."""
        return Ending(self.place.read_grid(), self.place.tree())

    def on_files(self, say: Say) -> Ending:
        """Play the same story on files, told through another ``say``, and give what that came to."""
        folder = self._folder / ON_FILES
        folder.mkdir()
        on_files = OnDisk(folder)
        play(Stage(folder, say, on_files))
        return Ending(on_files.read_grid(), tree_on_disk(folder / PUPILS))

    def tell(self, compared: Compared) -> None:
        """Say in numbers how the two stories ended."""
        self._say("")
        self._say("The same story, played on an Excel workbook and folders on disk, came to:")
        differing = compared.differing
        for line in (
            f"{compared.cells:,} cells of the register, {compared.filled:,} of them filled; {compared.pupils} pupils,",
            f"and {compared.folders} pupil folders with {compared.contents} sections and papers in them.",
            "Compared by heading and pupil, and by name; a pupil's key, which chance makes, by whose it is:",
            f"{len(differing)} differences." if differing else "0 differences, cell for cell and folder for folder.",
            *differing[:_MOST_TOLD],
        ):
            self._say(f"  {line}")
        self._say("")
        self._say(self._spent())

    def _spent(self) -> str:
        calls = [entry for entry in self._google.log if not entry.path.startswith("/window")]
        return (
            f"Over HTTP: {len(calls):,} calls. Google's quotas ask for {self.place.waited / 60:.0f} minutes of waiting "
            "with so many, which the emulator's clock was moved by."
        )

    def take_picture(self, picture: Path) -> None:
        """Photograph the register in the window, or say why there is no picture."""
        try:
            photograph(self._google.url, picture, spreadsheet_id=self.place.spreadsheet, size=_SIZE, who=SENCO)
        except FileNotFoundError as problem:
            self._say(f"No picture was taken. {problem}")
        except (subprocess.SubprocessError, OSError):
            self._say("No picture was taken: Chromium did not get to its end.")
        else:
            self._say(f'The register as the SENCO sees it: "{picture.name}".')

    def keep(self) -> None:
        """Keep the emulated Google in the folder, and say how to have it again."""
        save(self._google.world, self._folder / WORLD)
        again = f"senco-emulator --port {self._google.url.rpartition(':')[2]} --state {WORLD}"
        self._say(f'To have that Google again, in the folder "{self._folder.resolve().name}": {again}')

    def look(self) -> None:
        """Open the window in a browser and serve it until interrupted."""
        place = address(f"sheet/{self.place.spreadsheet}", who=SENCO)
        self._say(f"The window is at {self._google.url}{place} until Ctrl-C. Meanwhile senco plan works in the folder.")
        webbrowser.open(self._google.url + place)
        try:
            while True:
                time.sleep(1)
        except KeyboardInterrupt:
            self._say("")
