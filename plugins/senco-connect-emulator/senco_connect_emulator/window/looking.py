"""What is looked at: the person whose window it is, and where everything can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from senco_connect_emulator.people import Person
from senco_connect_emulator.window.addresses import address
from senco_connect_emulator.window.html import Html, tag

if TYPE_CHECKING:
    from senco_connect_emulator.world import World

__all__ = ["Look"]


class Look:
    """One look through the window as one person."""

    def __init__(self, world: World, email: str = "") -> None:
        people = [account.email for account in world.directory.accounts() if account.kind == "user"]
        self.world = world
        self.people = people
        self.email = next((one for one in people if one.casefold() == email.casefold()), people[0] if people else "")

    @property
    def person(self) -> Person:
        """The person who looks, and acts."""
        return Person(self.world, self.email)

    @property
    def version(self) -> int:
        """A number that grows with every change."""
        return self.world.drive.changes.last

    def to(self, path: str, **query: object) -> str:
        """Make an address that stays with this person."""
        return address(path, who=self.email, **query)

    def chooser(self) -> Html:
        """Make the form by which another person is chosen; without JavaScript it has a button."""
        names = {account.email: account.name for account in self.world.directory.accounts()}
        shown = ((one, _called(names[one], one)) for one in self.people)
        options = [tag("option", name, value=one, selected=one == self.email) for one, name in shown]
        label = tag("label", tag("span", "Acting as", class_="quiet"), tag("select", *options, name="who", id="who"))
        return tag("form", label, tag("noscript", tag("button", "Go")), class_="chooser")


def _called(name: str, email: str) -> str:
    return email if name in ("", email) else f"{name} ({email})"
