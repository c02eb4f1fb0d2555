"""What the demo's folder holds, and who puts it there: the MIS its exports, the technician the configuration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from senco_connect import School
from senco_connect_local.demo.ctf import ctf_file
from senco_connect_local.demo.people import ESTAB, LA, SCHOOL, Roll
from senco_connect_local.demo.sen_report import sen_report

__all__ = ["CTF", "PUPILS", "REGISTER", "SEN_REPORT", "SETTINGS", "Stage"]

CTF: Final = "exports/ctf.xml"
SEN_REPORT: Final = "exports/sen-report.csv"
REGISTER: Final = "SEN register.xlsx"
PUPILS: Final = "Pupils"
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

[register]
adapter = "xlsx"
file = "{REGISTER}"

[filing]
adapter = "folders"
root = "{PUPILS}"
sections = ["01 Profile", "02 Support plans", "03 EHC plan", "05 Professional reports"]
"""


class Stage(NamedTuple):
    """Where the demo plays, and who listens."""

    folder: Path
    say: Callable[[str], None]

    @property
    def register(self) -> Path:
        """The register's workbook."""
        return self.folder / REGISTER

    def set_up(self) -> None:
        """Write the configuration and make the folders that it names."""
        (self.folder / SETTINGS).write_text(_TOML, encoding="utf-8")
        (self.folder / PUPILS).mkdir()
        (self.folder / CTF).parent.mkdir()

    def export(self, roll: Roll, made_at: datetime) -> None:
        """Let the MIS write both of its exports anew."""
        (self.folder / CTF).write_bytes(ctf_file(roll.children, made_at))
        (self.folder / SEN_REPORT).write_bytes(sen_report(roll.children))

    def school(self) -> School:
        """Open the school anew, as every run does: nothing is remembered but on disk."""
        return School.open(self.folder / SETTINGS)

    def scene(self, title: str) -> None:
        """Begin a new scene."""
        self.say("")
        self.say(title)

    def tell(self, *lines: str) -> None:
        """Say lines that belong to the scene."""
        for line in lines:
            self.say(f"  {line}")
