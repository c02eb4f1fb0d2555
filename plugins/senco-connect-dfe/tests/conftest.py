"""What the tests share: common transfer files put together from the elements a test is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from senco_connect_dfe.ctf import Ctf, CtfConfig

from senco_connect.adapters import ReadFile, Tools
from senco_connect.record import MISSING, Value
from senco_connect.snapshot import Snapshot

HEADER = (
    "<CTFversion>25.0</CTFversion><DateTime>2026-11-23T09:30:00</DateTime><DocumentQualifier>full</DocumentQualifier>"
    "<SourceSchool><LEA>001</LEA><Estab>9999</Estab><URN>100000</URN></SourceSchool>"
)
CORE = (
    "<UPN>H001999926001</UPN><Surname>Exampleby</Surname><Forename>Tamsin</Forename><DOB>2017-03-14</DOB><Sex>F</Sex>"
)


class Bench:
    """Reads files that a test writes down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def document(self, *pupils: str, header: str = HEADER) -> str:
        """Put a file together; each pupil begins on a line of its own, the first on line 3."""
        body = "".join(f"\n<Pupil>{pupil}</Pupil>" for pupil in pupils)
        return f"<CTfile>\n<Header>{header}</Header><CTFpupilData>{body}</CTFpupilData></CTfile>"

    def file(self, content: str | bytes) -> ReadFile:
        path = self.folder / "Übung 8201111_CTF_8202222_001.xml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return ReadFile(path)

    def source(self) -> Ctf:
        return Ctf(CtfConfig("ctf", "*.xml"), Tools(self.folder))

    def read(self, content: str | bytes) -> Snapshot:
        return self.source().read(self.file(content))

    def pupils(self, *pupils: str, header: str = HEADER) -> Snapshot:
        return self.read(self.document(*pupils, header=header))

    def pupil(self, elements: str, header: str = HEADER) -> dict[str, Value]:
        """Read one pupil with the core elements and these; gives what is shown."""
        snapshot = self.pupils(CORE + elements, header=header)
        return {field: value for field, value in snapshot.cells(snapshot.rows[0]) if value is not MISSING}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Give a bench with a folder of its own."""
    return Bench(tmp_path)
