"""A second reader: LibreOffice without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Give a function that opens a file in LibreOffice and saves it in another form, into a new folder."""
    if SOFFICE is None:
        # In CI a missing LibreOffice is a defect, not an excuse.
        assert os.environ.get("CI") != "true", "LibreOffice is not installed: .ci/run has to install it"
        pytest.skip("NOT CHECKED with a second reader: LibreOffice (soffice) is not installed; see CONTRIBUTING.md")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(file: Path, form: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", form]
        subprocess.run(
            [*command, "--outdir", str(folder), str(file)], check=True, stdout=subprocess.DEVNULL, timeout=180
        )
        return folder

    return convert
