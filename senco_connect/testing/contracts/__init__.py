"""The conformance kit: subclass a contract, name your adapter, and every rule of the library is a test of yours.

Each rule is one test, and its docstring tells what happened to a school, or
would, without it.  docs/how-to/write-an-adapter.md shows a whole adapter.
"""

from __future__ import annotations

from senco_connect.testing.contracts.filing import FilingContract, Shelf
from senco_connect.testing.contracts.register import Desk, RegisterContract
from senco_connect.testing.contracts.source import SourceContract

__all__ = ["Desk", "FilingContract", "RegisterContract", "Shelf", "SourceContract"]
