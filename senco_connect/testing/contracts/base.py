"""What the three contracts share: skips with their reason, and what an error tells its reader."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

import pytest

__all__ = ["Contract", "told_by", "untold"]


class Contract:
    """Base of a set of rules.

    ``skips`` names a rule that can't hold for an adapter and says why; a name
    that is no rule, or a skip without a reason, is an error of the test.
    """

    skips: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        wrong = [name for name, reason in cls.skips.items() if not (reason and hasattr(cls, name))]
        if wrong:
            raise TypeError(f"skips needs rules of the kit and a reason for each: {', '.join(wrong)}")

    def setup_method(self, method: Callable[..., None]) -> None:
        """Pass over a rule that the author has given a reason for."""
        if method.__name__ in self.skips:
            pytest.skip(self.skips[method.__name__])


def told_by(error: BaseException) -> str:
    """Give all that a log would show of an error: its own text and that of each error it is shown to come from."""
    shown = "".join(traceback.format_exception_only(error))
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return shown + (told_by(earlier) if earlier else "")


def untold(secrets: Iterable[str], words: Iterable[str]) -> bool:
    """Whether none of the secrets is in any of the words."""
    told = "\n".join(words)
    return not any(secret in told for secret in secrets)
