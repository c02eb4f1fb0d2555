"""The reader of common transfer files keeps the rules of the kit."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from senco_connect_dfe.ctf import Ctf

from senco_connect.testing.contracts import SourceContract


class TestCtf(SourceContract):
    adapter = Ctf
    samples = "samples/ctf"

    def lacking_columns(self, content: bytes) -> Iterator[bytes]:
        """A system may leave any element out of its files; an empty SENneeds is its way to say that there are none."""
        tags = {element.tag for pupil in ElementTree.fromstring(content).iter("Pupil") for element in pupil.iter()}
        for tag in sorted(tags - {"Pupil", "SENneed"}):
            tree = ElementTree.fromstring(content)
            for parent in list(tree.iter()):
                for child in parent.findall(tag):
                    parent.remove(child)
            yield ElementTree.tostring(tree)

    def other_orders(self, content: bytes) -> Iterator[bytes]:
        tree = ElementTree.fromstring(content)
        for pupils in tree.iter("CTFpupilData"):
            pupils[:] = reversed(pupils)
        yield ElementTree.tostring(tree)
