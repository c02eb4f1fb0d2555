"""Write docs/adapters/emulator-facts.md: what is known about Google, from the emulator's tests that state it.

    python docs/facts.py          writes the page
    make docs                     the same

A test compares the page with the tests, so it is never older than they are.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["GRADES", "SECTIONS", "Fact", "facts", "page"]

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "plugins" / "senco-connect-emulator" / "tests"
PAGE = ROOT / "docs" / "adapters" / "emulator-facts.md"
GRADES = {"D": "documented", "R": "seen in real answers", "C": "told by others"}
SECTIONS = {
    "2": "Pointing clients elsewhere", "3": "What clients do by themselves", "4": "Errors", "5": "Values",
    "6": "Structure of a spreadsheet", "7": "Limits and quotas", "8": "Drive", "9": "Documents",
}  # fmt: skip
ABOUT = """<!-- Made by `make docs` from the tests; do not edit. -->

# What the emulator's tests say about Google

Each line is a test of the [emulator](emulator.md) and states one fact, with its grade: **D** is documented by Google,
**R** was seen in answers of the real service, **C** is told by others and may be wrong. In the tests the facts are
marked `@pytest.mark.fact(grade, section)`; a test is found by its words. "More" counts facts that are marked without
a section: details that came up on the way.
"""


class Fact(NamedTuple):
    """A test that states something about Google; without a section it is a detail of its own."""

    section: str
    grade: str
    place: str
    words: str


def facts() -> list[Fact]:
    """Give all facts, in the order of the tests."""
    return [fact for path in sorted(TESTS.rglob("test_*.py")) for fact in _stated(path)]


def _stated(path: Path) -> Iterator[Fact]:
    place = path.relative_to(TESTS).with_suffix("").as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for told in filter(None, map(_marked, node.decorator_list)):
                grade, section = (*told, "")[:2]
                yield Fact(section, grade, place, node.name.removeprefix("test_").replace("_", " "))


def _marked(node: ast.expr) -> tuple[str, ...]:
    if not isinstance(node, ast.Call) or ast.unparse(node.func) != "pytest.mark.fact":
        return ()
    return tuple(str(ast.literal_eval(one)) for one in node.args)


def page() -> str:
    """Give the page: how many facts of which grade, then each of them."""
    found = facts()
    counts = Counter((fact.section, fact.grade) for fact in found)
    lines = [ABOUT, f"| section | {' | '.join(GRADES.values())} | tests |", "|---|---|---|---|---|"]
    lines += [_counted(_link(number, title), number, counts) for number, title in SECTIONS.items()]
    lines += [_counted("More", "", counts)]
    for number, title in SECTIONS.items():
        lines += ["", f"## {number}. {title}"]
        lines += _listed([fact for fact in found if fact.section == number])
    return "\n".join(lines) + "\n"


def _counted(shown: str, section: str, counts: Counter[tuple[str, str]]) -> str:
    each = [counts[section, grade] for grade in GRADES]
    return f"| {shown} | {' | '.join(map(str, each))} | {sum(each)} |"


def _link(number: str, title: str) -> str:
    anchor = f"{number} {title}".lower().replace(" ", "-")
    return f"[{number}. {title}](#{anchor})"


def _listed(found: list[Fact]) -> Iterator[str]:
    for place in dict.fromkeys(fact.place for fact in found):
        yield from ("", f"`{place}`", "")
        yield from (f"- **{fact.grade}** {fact.words}" for fact in found if fact.place == place)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
