"""Work beside the main thread: its result and its errors come out in one place, and it is always waited for."""

from __future__ import annotations

import threading

import pytest
from senco_connect_mis.beside import Beside


def test_the_result_is_that_of_the_work():
    with Beside(threading.current_thread) as other:
        assert other.result() is not threading.current_thread()
    assert other.result() is other.result()


def test_what_the_work_raises_is_raised_where_its_result_is_asked_for():
    def work() -> None:
        raise LookupError

    with Beside(work) as other:
        pass
    with pytest.raises(LookupError):
        other.result()


def test_work_is_waited_for_also_where_something_fails_meanwhile():
    begun, may_end, done = threading.Event(), threading.Event(), []

    def work() -> None:
        begun.set()
        may_end.wait()
        done.append(True)

    def fail() -> None:
        with Beside(work):
            begun.wait()
            threading.Timer(0.05, may_end.set).start()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert done == [True]
