"""What a method is called inside Google, as the details of some refusals tell it."""

from __future__ import annotations

from senco_connect_emulator.contract import Method

__all__ = ["host_of", "rpc_of"]

_SHEETS = {
    "spreadsheets.get": "GetSpreadsheet",
    "spreadsheets.create": "CreateSpreadsheet",
    "spreadsheets.batchUpdate": "BatchUpdateSpreadsheet",
    "spreadsheets.getByDataFilter": "GetSpreadsheetByDataFilter",
    "spreadsheets.developerMetadata.get": "GetDeveloperMetadata",
    "spreadsheets.developerMetadata.search": "SearchDeveloperMetadata",
    "spreadsheets.sheets.copyTo": "CopySheetToAnotherSpreadsheet",
    "documents.get": "GetDocument",
    "documents.create": "CreateDocument",
    "documents.batchUpdate": "BatchUpdateDocument",
}
_PACKAGE = {
    "sheets": "google.apps.sheets.v4.SpreadsheetsService",
    "docs": "google.apps.docs.v1.DocumentsService",
    "drive": "google.apps.drive.v3",
}


def host_of(method: Method) -> str:
    """Give the service's name, such as sheets.googleapis.com."""
    return f"{method.service}.googleapis.com"


def rpc_of(method: Method) -> str:
    """Give the name of the remote procedure behind a method."""
    name = method.id.partition(".")[2]
    if method.service == "drive":
        *resources, verb = name.split(".")
        return f"{_PACKAGE['drive']}.Drive{''.join(_capital(one) for one in resources)}.{_capital(verb)}"
    rpc = _SHEETS.get(name) or _values(name.rpartition(".")[2])
    return f"{_PACKAGE[method.service]}.{rpc}"


def _values(verb: str) -> str:
    batch, filtered = verb.startswith("batch"), verb.endswith("ByDataFilter")
    plain = verb.removeprefix("batch").removesuffix("ByDataFilter")
    return f"{'Batch' if batch else ''}{_capital(plain)}Values{'ByDataFilter' if filtered else ''}"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
