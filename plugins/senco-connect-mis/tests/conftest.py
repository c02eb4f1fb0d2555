"""What the tests share: small tables written to disk, and workbooks made by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from senco_connect_mis.table import GenericTable

from senco_connect.adapters import ReadFile, SourceConfig, Tools
from senco_connect.snapshot import Snapshot

SECRET = b"the secret of a made-up school"


@dataclass(frozen=True)
class Known:
    """Records accepted last time, under one layout."""

    accepted: Mapping[bytes, str] = field(default_factory=dict)
    layout: str = ""
    secret: bytes = SECRET

    def records(self, layout: str) -> Mapping[bytes, str]:
        return self.accepted if layout == self.layout else {}


class Bench:
    """Reads tables that a test writes down; ``rows`` gives the pupils as dictionaries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, content: str | bytes, encoding: str = "utf-8") -> ReadFile:
        path = self.folder / "Übung export.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return ReadFile(path)

    def source(self, adapter: type[GenericTable] = GenericTable, **options: object) -> GenericTable:
        return adapter(SourceConfig(adapter.name, file="*.csv", **options), Tools(self.folder))

    def read(self, content: str | bytes, adapter: type[GenericTable] = GenericTable, **options: object) -> Snapshot:
        return self.source(adapter, **options).read(self.file(content))

    def since(self, content: str | bytes, known: Known, **options: object) -> Snapshot:
        return self.source(**options).read_since(self.file(content), known)

    def remembered(self, content: str | bytes, **options: object) -> Known:
        """Accept every record of a table; the key of a pupil is "key" and the line."""
        first = self.since(content, Known(), **options)
        return Known({row.raw: f"key{row.line}" for row in first.rows if row.raw}, first.layout)

    def rows(self, snapshot: Snapshot) -> list[dict[str, object]]:
        return [dict(snapshot.cells(row)) for row in snapshot.rows]

    def codes(self, snapshot: Snapshot) -> list[str]:
        return [finding.code for finding in snapshot.findings]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Where a test reads its tables."""
    return Bench(tmp_path)


@pytest.fixture(scope="session")
def bench_of_examples(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A bench for the many examples of one test."""
    return Bench(tmp_path_factory.mktemp("examples"))


@pytest.fixture
def known() -> type[Known]:
    """The class of what was accepted last time."""
    return Known


Cell = str | float | bool | tuple[str, str]


def _cell(cell: Cell, ref: str) -> str:
    """Write one cell; a pair is (attributes, content) as it stands in the file."""
    if isinstance(cell, tuple):
        return f'<c r="{ref}"{cell[0]}>{cell[1]}</c>'
    if isinstance(cell, bool):
        return f'<c r="{ref}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, float):
        return f'<c r="{ref}"><v>{cell!r}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    lines = (
        f'<row r="{n}">' + "".join(_cell(c, f"{chr(65 + k)}{n}") for k, c in enumerate(row)) + "</row>"
        for n, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACK = "http://schemas.openxmlformats.org/package/2006"

# Style 1 is a day.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def write_workbook(
    *sheets: Sequence[Sequence[Cell]] | str,
    date1904: bool = False,
    hidden: Sequence[int] = (),
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Make a workbook; a sheet is rows of cells, or its XML."""
    ids = range(1, len(sheets) + 1)
    states = dict.fromkeys(hidden, ' state="hidden"')
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}"{states.get(n, "")} r:id="rId{n}"/>' for n in ids)
    rels = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in ids
    )
    rels += f'<Relationship Id="rId98" Type="{_RELS}/styles" Target="styles.xml"/>'
    rels += f'<Relationship Id="rId99" Type="{_RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    main = f'<Relationship Id="rId1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACK}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACK}/relationships">{main}</Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACK}/relationships">{rels}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><workbookPr date1904="{int(date1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/styles.xml": _STYLES,
        **{
            f"xl/worksheets/sheet{n}.xml": sheet if isinstance(sheet, str) else _sheet(sheet)
            for n, sheet in zip(ids, sheets, strict=True)
        },
        **(extra or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """A maker of workbooks."""
    return write_workbook
