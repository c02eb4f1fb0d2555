"""The sources that read tables keep the rules of the kit: the generic one, Arbor and SIMS."""

from __future__ import annotations

from senco_connect_mis.arbor import Arbor
from senco_connect_mis.sims import Sims
from senco_connect_mis.table import GenericTable

from senco_connect.adapters import Answer
from senco_connect.testing.contracts import SourceContract


class TestGenericTable(SourceContract):
    adapter = GenericTable
    samples = "samples/table"
    # Any table may be another adapter's own.
    answers = Answer.MAYBE


class TestArbor(SourceContract):
    adapter = Arbor
    samples = "samples/arbor"


class TestSims(SourceContract):
    adapter = Sims
    samples = "samples/sims"
