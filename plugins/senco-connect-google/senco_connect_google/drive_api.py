"""Google's own client for Drive over our transport, built from the discovery document that it ships."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from senco_connect_google.transport import Transport

__all__ = ["drive_service"]


def drive_service(transport: Transport) -> Any:
    """Build the client; an emulator's address goes into the document itself.

    ``client_options`` would leave uploads and batches with the real service (google.md 2).
    """
    # A third of a second to load: only where folders are read or made.
    discovery: Any = import_module("googleapiclient.discovery")
    shipped = Path(discovery.__file__).parent / "discovery_cache" / "documents" / "drive.v3.json"
    document = json.loads(shipped.read_text("utf-8"))
    if transport.endpoint:
        document["rootUrl"] = f"{transport.endpoint}/"
        document["baseUrl"] = f"{transport.endpoint}/{document['servicePath']}"
        document.pop("mtlsRootUrl", None)
    return discovery.build_from_document(document, http=transport.as_http())
