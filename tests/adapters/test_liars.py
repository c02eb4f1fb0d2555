"""Each rule of the kit catches the adapter that breaks it, and catches it alone."""

from __future__ import annotations

import inspect
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from senco_connect.adapters import Adapter, Source
from senco_connect.errors import SencoError
from senco_connect.testing.contracts.base import Contract
from senco_connect.testing.contracts.bench import described, expected_path
from senco_connect.testing.memory import MemoryFiling, MemoryRegister, MemorySource
from tests.adapters import test_memory
from tests.adapters.liars import LIARS, DropsAccents

CONTRACTS = {
    MemorySource: test_memory.TestMemorySource,
    MemoryRegister: test_memory.TestMemoryRegister,
    MemoryFiling: test_memory.TestMemoryFiling,
}
BROKEN = (AssertionError, SencoError, LookupError, OSError, TypeError, ValueError)


def rules(contract: type[Contract]) -> set[str]:
    return {name for name in dir(contract) if name.startswith("test_")}


def contract_for(liar: type[Adapter]) -> type[Contract]:
    base = next(contract for adapter, contract in CONTRACTS.items() if issubclass(liar, adapter))
    return type(f"Test{liar.__name__}", (base,), {"adapter": liar, "__module__": base.__module__})


def broken_rules(contract: Contract, folder: Path, config: pytest.Config) -> set[str]:
    """Try every rule as pytest would, each sample in a folder of its own."""
    broken: set[str] = set()
    for name in rules(type(contract)):
        rule = getattr(contract, name)
        for n, arguments in enumerate(_cases(contract, rule)):
            fresh = folder / name / str(n)
            fresh.mkdir(parents=True)
            wanted = inspect.signature(rule).parameters.keys()
            given = {"tmp_path": fresh, "pytestconfig": config, **arguments}
            try:
                rule(**{key: value for key, value in given.items() if key in wanted})
            except BROKEN:
                broken.add(name)
    return broken


def _cases(contract: Contract, rule) -> Iterator[dict[str, Path]]:
    wanted = inspect.signature(rule).parameters.keys() & {"sample", "any_sample"}
    for name in wanted:
        files = {"sample": contract.readable_files, "any_sample": contract.sample_files}[name]()
        yield from ({name: path} for path in files)
    if not wanted:
        yield {}


def samples_as_read_by(adapter: type[Source], folder: Path) -> Path:
    """Copy the samples, with the expected files that their author wrote with --senco-regenerate and did not read."""
    samples = folder / "samples"
    samples.mkdir()
    shutil.copy(Path(__file__).parent / "samples" / "memory" / "every_kind_of_cell.jsonl", samples)
    contract = contract_for(adapter)
    contract.samples = samples
    for sample in contract.sample_files():
        expected_path(sample).write_text(json.dumps(described(contract().read_or_refuse(sample))), encoding="utf-8")
    return samples


@pytest.mark.parametrize(("liar", "rule"), LIARS.items(), ids=[liar.__name__ for liar in LIARS])
def test_a_liar_is_caught_by_its_rule_and_by_no_other(
    liar: type[Adapter], rule: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    contract = contract_for(liar)
    if issubclass(liar, Source):
        # Only the expected file tells a wrong letter; every other liar must be caught without its help.
        contract.samples = samples_as_read_by(MemorySource if liar is DropsAccents else liar, tmp_path)
    assert broken_rules(contract(), tmp_path, pytestconfig) == {rule}


@pytest.mark.parametrize("adapter", CONTRACTS)
def test_every_rule_has_a_liar(adapter: type[Adapter]) -> None:
    caught = {rule for liar, rule in LIARS.items() if issubclass(liar, adapter)}
    assert rules(CONTRACTS[adapter]) - caught == set()
