"""Do something in a thread beside this one, where the work leaves Python's lock alone (unpacking, laying out a sheet).

What goes wrong over there is raised here, when the result is asked for: so the
order in which refusals are found does not depend on who was quicker.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import Generic, TypeVar

__all__ = ["Beside"]

T = TypeVar("T")


# concurrent.futures does this too, but loads a dozen modules before it does.
class Beside(Generic[T]):
    """A piece of work in a thread of its own; leaving the ``with`` waits for it, whatever happened inside."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run)
        self._thread.start()

    def __enter__(self) -> Beside[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wait()

    def wait(self) -> None:
        """Wait until the work is done, well or not."""
        self._thread.join()

    def result(self) -> T:
        """Wait for the result and give it, or raise what the work raised."""
        self.wait()
        if self._error:
            raise self._error
        return self._result

    def _run(self) -> None:
        try:
            self._result = self._work()
        # Nothing is swallowed: it is raised where the result is asked for.
        except BaseException as error:
            self._error = error
