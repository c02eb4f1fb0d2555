"""The rules of the library for sources, over small samples; each sample is named for the trap it shows."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from senco_connect_dfe.ctf import Ctf

from senco_connect.testing.contracts import SourceContract


class TestCtf(SourceContract):
    adapter = Ctf
    samples = "samples"

    def lacking_columns(self, content: bytes) -> Iterator[bytes]:
        """Any element may be left out by a writer, but for those that hold the others together."""
        kept = {"Pupil", "SENneed"}
        for tag in sorted(
            {e.tag for pupil in ElementTree.fromstring(content).iter("Pupil") for e in pupil.iter()} - kept
        ):
            tree = ElementTree.fromstring(content)
            for parent in list(tree.iter()):
                for child in parent.findall(tag):
                    parent.remove(child)
            yield ElementTree.tostring(tree)

    def other_orders(self, content: bytes) -> Iterator[bytes]:
        """Pupils in any order, and their elements too, are the same pupils."""
        pupils_reversed, elements_reversed = ElementTree.fromstring(content), ElementTree.fromstring(content)
        for pupils in pupils_reversed.iter("CTFpupilData"):
            pupils[:] = reversed(pupils)
        for pupil in elements_reversed.iter("Pupil"):
            for parent in list(pupil.iter()):
                # The lines of an address are the one list whose order is its meaning.
                if parent.tag != "AddressLines":
                    parent[:] = reversed(parent)
        yield ElementTree.tostring(pupils_reversed)
        yield ElementTree.tostring(elements_reversed)
