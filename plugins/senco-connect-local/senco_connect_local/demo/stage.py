"""What the demo's folder holds, and who puts it there: the MIS its exports, the technician the configuration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from senco_connect import School
from senco_connect_local.demo.ctf import ctf_file
from senco_connect_local.demo.people import ESTAB, LA, SCHOOL, Roll
from senco_connect_local.demo.place import Place
from senco_connect_local.demo.sen_report import sen_report

__all__ = ["CTF", "SEN_REPORT", "SETTINGS", "Stage"]

CTF: Final = "exports/ctf.xml"
SEN_REPORT: Final = "exports/sen-report.csv"
SETTINGS: Final = "senco.toml"

_TOML: Final = f"""\
# Written by the demo; `senco init` writes a school's own.
[school]
name = "{SCHOOL}"
laestab = "{LA}{ESTAB}"

[sources.ctf] # the whole roll
adapter = "ctf"
file = "{CTF}"

[sources.sen_report] # classes and needs of the pupils with SEN
adapter = "arbor"
file = "{SEN_REPORT}"

"""


class Stage(NamedTuple):
    """Where the demo plays, who listens, and where register and pupil folders are kept."""

    folder: Path
    say: Callable[[str], None]
    place: Place

    def set_up(self) -> None:
        """Write the configuration and make the folder of the exports that it names."""
        (self.folder / SETTINGS).write_text(_TOML + self.place.settings(), encoding="utf-8")
        (self.folder / CTF).parent.mkdir()

    def export(self, roll: Roll, made_at: datetime) -> None:
        """Let the MIS write both of its exports anew."""
        (self.folder / CTF).write_bytes(ctf_file(roll.children, made_at))
        (self.folder / SEN_REPORT).write_bytes(sen_report(roll.children))

    def school(self) -> School:
        """Open the school anew, as every run does: nothing is remembered but on disk."""
        school = School.open(self.folder / SETTINGS)
        return School(school.config, self.place.tools(school.tools))

    def scene(self, title: str) -> None:
        """Begin a new scene."""
        self.say("")
        self.say(title)

    def tell(self, *lines: str) -> None:
        """Say lines that belong to the scene."""
        for line in lines:
            self.say(f"  {line}")
