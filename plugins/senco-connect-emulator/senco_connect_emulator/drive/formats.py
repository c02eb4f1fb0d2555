"""What Drive turns into what: the formats that editors' files are exported to and made from."""

from __future__ import annotations

from senco_connect_emulator.drive.editors import DOCUMENT, GOOGLE, SPREADSHEET

__all__ = ["DRAWING", "EXPORTS", "IMPORTS", "OTHER_EXPORTS", "PRESENTATION", "export_links", "mime_of_name"]

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
WORD, EXCEL = OPEN_XML + "wordprocessingml.document", OPEN_XML + "spreadsheetml.sheet"
POWERPOINT = OPEN_XML + "presentationml.presentation"
PRESENTATION, DRAWING = GOOGLE + "presentation", GOOGLE + "drawing"

EXPORTS: dict[str, list[str]] = {
    DOCUMENT: [
        "application/rtf", OPEN_DOCUMENT + "text", "text/html", "application/pdf", "text/x-markdown", "text/markdown",
        "application/epub+zip", "application/zip", WORD, "text/plain",
    ],
    SPREADSHEET: [
        "application/x-vnd.oasis.opendocument.spreadsheet", "text/tab-separated-values", "application/pdf", EXCEL,
        "text/csv", "application/zip", OPEN_DOCUMENT + "spreadsheet",
    ],
    PRESENTATION: [OPEN_DOCUMENT + "presentation", "application/pdf", POWERPOINT, "text/plain"],
    DRAWING: ["image/svg+xml", "image/png", "application/pdf", "image/jpeg"],
    GOOGLE + "script": [GOOGLE + "script+json"],
}  # fmt: skip
# What others than the three editors make of their files.
OTHER_EXPORTS: dict[str, list[str]] = {
    GOOGLE + "vid": ["video/mp4"], GOOGLE + "jam": ["application/pdf"], GOOGLE + "form": ["application/zip"],
    GOOGLE + "site": ["text/plain"], GOOGLE + "mail-layout": ["text/plain"],
}  # fmt: skip
_OLD, _OLDER = "application/x-vnd.oasis.opendocument.", "application/vnd.ms-"
_TEXTS = (
    "text/plain", "text/html", "text/rtf", "application/rtf", "text/richtext", "text/markdown", "text/x-markdown",
    OPEN_DOCUMENT + "text", _OLD + "text", WORD, OPEN_XML + "wordprocessingml.template", "application/msword",
    _OLDER + "word.document.macroenabled.12", _OLDER + "word.template.macroenabled.12", "application/pdf",
    "image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/x-png", "image/gif", "image/bmp", "image/x-bmp",
)  # fmt: skip
_TABLES = (
    "text/csv", "text/comma-separated-values", "text/tab-separated-values", EXCEL, OPEN_XML + "spreadsheetml.template",
    _OLDER + "excel", _OLDER + "excel.sheet.macroenabled.12", _OLDER + "excel.template.macroenabled.12",
    OPEN_DOCUMENT + "spreadsheet", _OLD + "spreadsheet",
)  # fmt: skip
_SLIDES = (
    POWERPOINT, OPEN_XML + "presentationml.template", OPEN_XML + "presentationml.slideshow", _OLDER + "powerpoint",
    _OLDER + "powerpoint.presentation.macroenabled.12", _OLDER + "powerpoint.slideshow.macroenabled.12",
    _OLDER + "powerpoint.template.macroenabled.12", OPEN_DOCUMENT + "presentation", _OLD + "presentation",
)  # fmt: skip
_INTO = (
    (DOCUMENT, _TEXTS),
    (SPREADSHEET, _TABLES),
    (PRESENTATION, _SLIDES),
    (GOOGLE + "vid", ("video/mp4", "video/ogg", "video/quicktime", "video/webm")),
    (DRAWING, ("application/x-msmetafile",)),
    (GOOGLE + "script", (GOOGLE + "script+json", GOOGLE + "script+text/plain")),
)
IMPORTS: dict[str, list[str]] = {made: [kind] for kind, those in _INTO for made in those}
_LINKS = {
    "application/rtf": "rtf", OPEN_DOCUMENT + "text": "odt", "text/html": "html", "application/pdf": "pdf",
    "text/x-markdown": "markdown", "text/markdown": "markdown", "application/epub+zip": "epub",
    "application/zip": "zip", WORD: "docx", "text/plain": "txt",
    "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
    "text/tab-separated-values": "tsv", EXCEL: "xlsx", "text/csv": "csv", OPEN_DOCUMENT + "spreadsheet": "ods",
    OPEN_DOCUMENT + "presentation": "odp", POWERPOINT: "pptx", "image/svg+xml": "svg", "image/png": "png",
    "image/jpeg": "jpeg", GOOGLE + "script+json": "json",
}  # fmt: skip
_PAGES = {DOCUMENT: "document", SPREADSHEET: "spreadsheets", PRESENTATION: "presentation"}
# What Drive knows a file by when its sender says nothing; the machine's own table differs from one to the next.
_BY_EXTENSION = {
    "csv": "text/csv", "docx": WORD, "gif": "image/gif", "htm": "text/html", "html": "text/html", "jpeg": "image/jpeg",
    "jpg": "image/jpeg", "json": "application/json", "md": "text/markdown", "pdf": "application/pdf",
    "png": "image/png",
    "pptx": POWERPOINT, "rtf": "application/rtf", "tsv": "text/tab-separated-values", "txt": "text/plain",
    "xls": "application/vnd.ms-excel", "xlsx": EXCEL, "xml": "text/xml", "zip": "application/zip",
}  # fmt: skip


def export_links(file_id: str, mime_type: str) -> dict[str, str]:
    """Give the addresses under which an editor's file is exported, by format."""
    page = _PAGES.get(mime_type, "feeds/download/drawings")
    home = f"https://docs.google.com/{page}"
    middle = f"export?id={file_id}" if page == "spreadsheets" else f"d/{file_id}/export?"
    joint = "&" if page == "spreadsheets" else ""
    return {made: f"{home}/{middle}{joint}exportFormat={_LINKS[made]}" for made in EXPORTS[mime_type]}


def mime_of_name(name: str) -> str:
    """Guess what a file is from its name."""
    return _BY_EXTENSION.get(name.rpartition(".")[2].lower(), "application/octet-stream")
