"""A picture of the window, taken by Chromium where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from senco_connect_emulator.window.addresses import address

__all__ = ["QUIET", "find_chromium", "photograph"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS = 60
# A browser nobody sees, that neither greets, nor asks, nor phones home.
QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--mute-audio", "--no-first-run",
    "--disable-extensions", "--disable-background-networking",
)  # fmt: skip


def find_chromium() -> str:
    """Give the browser's path; "" where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), "")


def photograph(
    url: str, path: Path, *, spreadsheet_id: str = "", size: tuple[int, int] = (1280, 800), **query: object
) -> Path:
    """Take a PNG of a spreadsheet's page, or of Drive's.  ``url`` is where the emulator serves.

    ``query`` is what an address of the window takes: ``who`` looks, ``tab`` and ``first`` say at what.

    Raises FileNotFoundError where no browser is installed.
    """
    browser = find_chromium()
    if not browser:
        raise FileNotFoundError("No Chromium is installed, and only that can take pictures of the window.")
    page = f"{url}{address(f'sheet/{spreadsheet_id}' if spreadsheet_id else 'drive', **query)}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        places = [f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}", f"--screenshot={path.resolve()}"]
        command = [browser, *QUIET, *places, "--virtual-time-budget=2000", page]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return path
