"""Draw docs/images/register.png from the register that `make demo` left behind.

Needs LibreOffice (soffice) and poppler (pdftoppm).  The workbook is copied, the
copy is laid out on one wide page, and its top is drawn as LibreOffice shows it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parent.parent
REGISTER = ROOT / "demo-school" / "SEN register.xlsx"
PICTURE = ROOT / "docs" / "images" / "register.png"

LINES = 24
# Dots of the page's top left part that the picture shows, at this many dots an inch.
DOTS, LEFT, TOP, WIDTH, HEIGHT = 130, 20, 14, 2070, 400


def draw(register: Path, picture: Path) -> None:
    """Draw the first lines of a register's first tab."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _lay_out(register, folder / "page.xlsx")
        profile = (folder / "profile").as_uri()
        office = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*office, "--outdir", name, str(folder / "page.xlsx")], check=True, stdout=subprocess.DEVNULL)
        crop = ["-x", LEFT, "-y", TOP, "-W", WIDTH, "-H", HEIGHT]
        drawn = ["pdftoppm", "-png", "-singlefile", "-r", DOTS, *crop, folder / "page.pdf", picture.with_suffix("")]
        subprocess.run([str(word) for word in drawn], check=True)


def _lay_out(register: Path, page: Path) -> None:
    book = load_workbook(register)
    sheet = book.worksheets[0]
    for other in book.worksheets[1:]:
        other.sheet_state = "hidden"
    # LibreOffice keeps the height of a line that Excel would grow for wrapped headings.
    frozen = sheet[sheet.freeze_panes]
    sheet.row_dimensions[frozen.row - 1].height = 28
    sheet.print_area = f"A1:{sheet.cell(LINES, sheet.max_column).coordinate}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = 0.2
    book.save(page)


if __name__ == "__main__":
    missing = [program for program in ("soffice", "pdftoppm") if shutil.which(program) is None]
    if missing:
        sys.exit(f"Not installed: {' and '.join(missing)}. They come with libreoffice-calc and poppler-utils.")
    if not REGISTER.exists():
        sys.exit("There is no register to draw: run `make demo` first.")
    PICTURE.parent.mkdir(exist_ok=True)
    draw(REGISTER, PICTURE)
