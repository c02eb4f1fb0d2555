"""What people typed: every text a token that occurs once, with whose it is and what its author saw.

A token knows its ancestors, the texts that stood on the screen of whoever typed
it, and theirs in turn.  So it can be said exactly whether somebody who could see
a text replaced it (sync.md 3, A3).
"""

from __future__ import annotations

import re

__all__ = ["TOKEN", "Ledger"]

TOKEN = re.compile(r"tok\d+x")


class Ledger:
    """Tokens, each with the texts its author saw and the children it is about; what was seen off; what was cleared."""

    def __init__(self) -> None:
        self.parents: dict[str, set[str]] = {}
        self.whose: dict[str, set[str]] = {}
        self.replaced: set[str] = set()
        self.cleared: dict[tuple[str, str], str] = {}
        self.emptied: dict[tuple[str, str, str], str] = {}
        self.retyped: set[tuple[str, str]] = set()
        self.child_of: dict[str, str] = {}

    def typed(self, child: str, screen: str) -> str:
        """Make the text that somebody types for a child over what is on the screen."""
        token = f"tok{len(self.parents)}x"
        self.parents[token] = set()
        self.whose[token] = set()
        self.moved(token, child, screen)
        return token

    def moved(self, text: str, child: str, screen: str) -> None:
        """Note that somebody put a text in a child's cell, over what is on the screen."""
        if text in self.parents:
            self.whose[text].add(child)
            if screen in self.parents:
                self.parents[text].add(screen)
        elif screen in self.parents:
            # A text from before the story, typed back over this very one.
            self.retyped.add((text, screen))
        self.sees_off(screen)

    def sees_off(self, *screen: str) -> None:
        """Note that somebody who saw these texts typed over them, cleared or removed them."""
        self.replaced.update(text for text in screen if text in self.parents)

    def could_see(self, text: str, replaced: str) -> bool:
        """Tell whether the author of a text, or of one before it, had the replaced one on the screen."""
        if replaced not in self.parents or (text, replaced) in self.retyped:
            return True
        found, waiting = {text}, [text]
        while waiting:
            new = self.parents.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return replaced in found
