"""The rules of the library for sources, over small samples; each sample is named for the trap it shows."""

from __future__ import annotations

from senco_connect_mis.arbor import Arbor
from senco_connect_mis.sims import Sims
from senco_connect_mis.table import GenericTable

from senco_connect.adapters import Answer
from senco_connect.testing.contracts import SourceContract


class TestGenericTable(SourceContract):
    adapter = GenericTable
    samples = "samples/table"
    # A table may be anybody's: an adapter that knows its system better goes first.
    answers = Answer.MAYBE


class TestArbor(SourceContract):
    adapter = Arbor
    samples = "samples/arbor"


class TestSims(SourceContract):
    adapter = Sims
    samples = "samples/sims"
