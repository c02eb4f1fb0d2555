"""Read the SEN block of a pupil: the status that is current, and the needs in their ranking.

The order of siblings says nothing, neither of periods nor of types and ranks
(dfe.md 3.4).  What is not in the block was not shown: no period is not "N".
"""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import Final
from xml.etree.ElementTree import Element

from senco_connect.record import BLANK, MISSING, Value
from senco_connect_dfe.cells import Cells, is_over, small_number
from senco_connect_dfe.notes import RANKS, TWO_STATUSES, Notes

__all__ = ["SenBlock"]

# Rank, code, since.
_Need = tuple[int, Value, Value]


class SenBlock:
    """Reads the SENhistory of one pupil after another; ``today`` is the day the file was made."""

    def __init__(self, notes: Notes, today: str) -> None:
        self._notes = notes
        self._today = today
        self._status = Cells("SENprovision", "sen_status", notes)
        self._since = Cells("StartDate", "sen_since", notes)
        self._code = Cells("SENtype", "need_1", notes, fixed={None: MISSING})
        self._need_since = Cells("NeedStartDate", "need_1_since", notes)
        until = Cells("EndDate", "sen_until", notes)
        self._of_period = {cells.tag: cells for cells in (self._status, self._since, until)}

    def read(self, history: Element, record: dict[str, Value]) -> None:
        """Put the current status and the needs into the record; what is in doubt is not shown."""
        periods, blocks = history.findall("SEN"), history.findall("SENneeds")
        if len(periods) + len(blocks) != len(history):
            self._pass_over_rest(history)
        period = periods[0] if len(periods) == 1 else self._current(periods)
        # Needs may be nested in their period; usually they stand beside the periods.
        nested = self._read_period(period, record) if period is not None else []
        if nested or blocks:
            self._read_ranking(nested or blocks, record)

    def _pass_over_rest(self, history: Element) -> None:
        for child in history[:]:
            if child.tag not in {"SEN", "SENneeds"}:
                self._notes.pass_over(child.tag)

    def _current(self, periods: list[Element]) -> Element | None:
        starts = [self._start(period.findtext("StartDate")) for period in periods]
        latest = max(starts, default="")
        if starts.count(latest) == 1 and "" not in starts:
            return periods[starts.index(latest)]
        # A period without a readable start may be the current one as well as the latest.
        candidates = [p for p, start in zip(periods, starts, strict=True) if start in (latest, "")]
        if len({self._status.of(p) for p in candidates}) > 1:
            self._notes.add(TWO_STATUSES, tag="SEN", field="sen_status")
            return None
        return periods[starts.index(latest)] if periods else None

    def _start(self, text: str | None) -> str:
        start = str(self._since[text])
        # Only what was read without doubt is remembered.
        return start if text in self._since else ""

    def _read_period(self, period: Element, record: dict[str, Value]) -> list[Element]:
        """Put one period into the record; gives the needs that are nested in it."""
        nested = []
        for child in period[:]:
            cells = self._of_period.get(child.tag)
            if cells is not None and not len(child):
                record[cells.field] = cells[child.text]
            elif child.tag == "SENneeds":
                nested.append(child)
            else:
                self._notes.pass_over(child.tag)
        return nested

    def _read_ranking(self, blocks: list[Element], record: dict[str, Value]) -> None:
        needs = self._needs(blocks)
        needs.sort(key=_rank)
        ranks = list(map(_rank, needs))
        if ranks != _IN_ORDER[: len(ranks)] and not self._is_ranking(ranks):
            return
        record.update(_NO_NEEDS)
        for (code_field, since_field), (_, code, since) in zip(_PLACES, needs, strict=False):
            record[code_field] = code
            record[since_field] = since
        if len(needs) > len(_PLACES):
            record["other_needs"] = ", ".join([str(code) for _, code, _ in needs[len(_PLACES) :]])

    def _is_ranking(self, ranks: list[int]) -> bool:
        """Whether needs not ranked 1, 2, 3 have an order: it is one value, and where one is in doubt none is shown."""
        self._notes.add(RANKS, tag="SENtypeRank", field="need_1")
        return ranks == [_UNRANKED] or (ranks[0] > _UNRANKED and len(set(ranks)) == len(ranks))

    def _needs(self, blocks: list[Element]) -> list[_Need]:
        codes = self._code
        needs: list[_Need] = []
        for block in blocks:
            for need in block[:]:
                code = codes[need.findtext("SENtype")]
                # Most needs have a type and a rank and no more.
                since = self._dates(need) if len(need) > 2 else BLANK
                if code != BLANK and since is not None:
                    needs.append((small_number(need.findtext("SENtypeRank")) if code else _NOT_SHOWN, code, since))
        return needs

    def _dates(self, need: Element) -> Value | None:
        """Read since when a need is known; None is a need that is over."""
        for child in need[:]:
            if child.tag not in _OF_NEED:
                self._notes.pass_over(child.tag)
        is_past = is_over(need.findtext("NeedEndDate"), self._today)
        return None if is_past else self._need_since[need.findtext("NeedStartDate")]


_OF_NEED: Final = frozenset({"SENtype", "SENtypeRank", "NeedStartDate", "NeedEndDate"})
_UNRANKED: Final = 0
_NOT_SHOWN: Final = -1
_IN_ORDER: Final = list(range(1, 100))
_rank = itemgetter(0)
_PLACES: Final = tuple((f"need_{place}", f"need_{place}_since") for place in (1, 2, 3))
# A ranking is shown whole: a pupil whose block has one need has no second one.
_NO_NEEDS: Final[dict[str, Value]] = dict.fromkeys((*chain(*_PLACES), "other_needs"), BLANK)
