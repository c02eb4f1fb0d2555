"""One tree, an exit code for each thing the caller does next, and messages that hold nothing of a child."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from senco_connect import errors
from senco_connect.errors import ConfigProblem, SencoError, Stopped

EXITS = {
    "SencoError": 1, "TryAgain": 1, "ConfigProblem": 2, "Stopped": 3, "StalePlan": 3, "RegisterRefused": 3, "Locked": 5,
    "AccessRefused": 6, "StateNotTrusted": 7, "InputRefused": 8,
}  # fmt: skip


def tree(of: type[SencoError] = SencoError) -> Iterator[type[SencoError]]:
    yield of
    for below in of.__subclasses__():
        yield from tree(below)


def test_every_class_of_the_tree_has_its_exit_code() -> None:
    ours = [kind for kind in tree() if kind.__module__ == errors.__name__]
    assert {kind.__name__: kind.exit_code for kind in ours} == EXITS
    assert set(errors.__all__) == set(EXITS)


def test_the_drawing_at_the_top_shows_every_class_and_code() -> None:
    drawn = errors.__doc__ or ""
    assert [name for name in EXITS if name not in drawn] == []
    assert all(
        f"{name} {code}" in " ".join(drawn.split()) for name, code in EXITS.items()
        if name not in {"SencoError", "StalePlan", "RegisterRefused"}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SencoError("What happened."), "What happened."),
        (SencoError("What happened.", "What to do."), "What happened. What to do."),
        (
            ConfigProblem("Two problems.", "Correct these.", also=["one", "two"]),
            "Two problems. Correct these.\n  - one\n  - two",
        ),
    ],
    ids=["no cure", "with its cure", "with further findings"],
)
def test_a_message_is_what_happened_then_the_cure_then_the_rest(error: SencoError, words: str) -> None:
    assert str(error) == words


def test_where_it_happened_is_kept_beside_the_words() -> None:
    error = Stopped("A heading is there twice.", code="E001", line=4, column="SEN status", also=iter(["more"]))
    assert (error.code, error.line, error.column, error.also) == ("E001", 4, "SEN status", ("more",))


def test_an_error_hands_on_nothing_of_what_it_was_raised_from() -> None:
    """A decoder's error holds the whole text; services that collect errors print the context that `from None` hides."""
    try:
        try:
            b"Inventedname \xff".decode()
        except UnicodeDecodeError:
            raise errors.InputRefused("It can't be read.", "Export again.") from None
    except errors.InputRefused as raised:
        problem = raised
    assert (problem.__cause__, problem.__context__) == (None, None)
    problem.__context__ = ValueError("Inventedname")
    assert problem.__context__ is None
