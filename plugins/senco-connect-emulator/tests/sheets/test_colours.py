"""Colours as they are stored: a byte a channel, told as numbers from 0 to 1."""

from __future__ import annotations

import pytest
from senco_connect_emulator.sheets.proto import stored


@pytest.mark.fact("R")
@pytest.mark.parametrize(("given", "told"), [(0.5, 0.49803922), (0.9, 0.8980392), (0.001, None), (1, 1), (7, 1), (-1, None)])
def test_a_channel_is_cut_to_a_byte_and_not_rounded(given: float, told: float | None) -> None:
    assert stored("Color", {"green": given}).get("green") == told


@pytest.mark.fact("R")
def test_a_colour_that_was_read_can_be_written_again_without_a_change() -> None:
    for byte in range(1, 256):
        read = stored("Color", {"blue": (byte + 0.25) / 255})
        assert stored("Color", read) == read
        assert round(read["blue"] * 255) == byte


@pytest.mark.fact("R")
def test_a_style_without_a_colour_is_none_and_one_with_nothing_in_its_colour_is_black() -> None:
    assert stored("SheetProperties", {"tabColorStyle": {}}) == {}
    assert stored("SheetProperties", {"tabColorStyle": {"rgbColor": {}}}) == {"tabColorStyle": {"rgbColor": {}}, "tabColor": {}}
