"""A document to work on, without a server: the methods are called as the app calls them."""

from __future__ import annotations

from typing import Any

import pytest
import senco_connect_emulator.docs.handlers
import senco_connect_emulator.drive.store  # noqa: F401
from senco_connect_emulator.call import METHODS, Call
from senco_connect_emulator.contract import apply_mask, check_body, parse_mask, services
from senco_connect_emulator.errors import Refused
from senco_connect_emulator.world import World

HEAD, READER = "head@school.example", "reader@school.example"
SCOPES = ("https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/documents")


class Docs:
    """One document of the head teacher's."""

    def __init__(self) -> None:
        self.world = World()
        for email in (HEAD, READER):
            self.world.directory.add_user(email)
        self.id = self.call("create", {"title": "Support plan"})["documentId"]

    def call(self, method: str, body: Any = None, *, who: str = HEAD, scopes: tuple[str, ...] = SCOPES, **params: Any) -> Any:
        """Call a method as somebody."""
        found = next(one for one in services()["docs"].methods if one.id == f"docs.documents.{method}")
        identity = self.world.directory.identity(who, scopes)
        answer = METHODS[found.id](Call(found, params, check_body(found, body), identity, self.world))
        return apply_mask(answer, parse_mask(params.get("fields", ""), found))

    def get(self, **params: Any) -> Any:
        """Give the document."""
        return self.call("get", documentId=self.id, **params)

    def update(self, *requests: dict[str, Any], control: dict[str, str] | None = None, who: str = HEAD) -> Any:
        """Send a batch."""
        body = {"requests": list(requests), **({"writeControl": control} if control else {})}
        return self.call("batchUpdate", body, who=who, documentId=self.id)

    def write(self, text: str) -> None:
        """Put text at the start of the body."""
        self.update({"insertText": {"location": {"index": 1}, "text": text}})

    def paragraphs(self, **params: Any) -> list[str]:
        """Give the text of each paragraph of the body; a table's are left out."""
        content = self.get(**params)["body"]["content"]
        return [_text(element["paragraph"]) for element in content if "paragraph" in element]

    def refused(self, *requests: dict[str, Any], control: dict[str, str] | None = None) -> str:
        """Send a batch that must be refused with 400 and give the words."""
        with pytest.raises(Refused) as caught:
            self.update(*requests, control=control)
        assert (caught.value.code, caught.value.status) == (400, "INVALID_ARGUMENT")
        return caught.value.message


def _text(paragraph: dict[str, Any]) -> str:
    return "".join(element.get("textRun", {}).get("content", "") for element in paragraph["elements"])


@pytest.fixture
def docs() -> Docs:
    """Give a new document."""
    return Docs()
