"""A small PDF, written by hand: pages of text in Helvetica and straight lines.

The four Helveticas are fonts that every reader has, so none is embedded.  A letter
beyond Windows-1252 is given one of the codes that nothing else uses, by the name of
its code point, as long as there are any.
"""

from __future__ import annotations

from unicodedata import normalize

from senco_connect_emulator.docs.looks import Looks

__all__ = ["Page", "Pdf", "width_of"]

_FONTS = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique")
_FREE = (*range(1, 32), 127, 129, 141, 143, 144, 157)
# How wide the letters from the space to the tilde are, in thousandths of the size.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10, 278, 278, 584, 584,
    584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,
    611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222,
    222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
# What has no letter of ASCII at its root.
_OTHERS = {"ł": 222, "Ł": 556, "ø": 611, "Ø": 778, "ß": 611, "ı": 278, "æ": 889, "Æ": 1000, "œ": 944, "Œ": 1000,
           "‘": 222, "’": 222, "“": 333, "”": 333, "•": 350, "…": 1000, "—": 1000}


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Give how wide a text is, in points; of unknown letters an average is taken."""
    return sum(_width(char, bold) for char in text) * size / 1000


def _width(char: str, bold: bool) -> int:
    # A letter with an accent is as wide as the letter.
    letter = normalize("NFD", char)[0]
    wide = _WIDTHS[ord(letter) - 32] if " " <= letter <= "~" else _OTHERS.get(char, 556)
    return round(wide * 1.06) if bold else wide


class Page:
    """One page; its origin is the lower left corner."""

    def __init__(self, width: float, height: float, letters: Letters) -> None:
        self.width, self.height = width, height
        self._letters = letters
        self._drawn: list[bytes] = []

    def write(self, text: str, at: tuple[float, float], looks: Looks) -> None:
        """Write a text from a point on."""
        font = looks.bold + 2 * looks.italic
        red, green, blue = (f"{part:.3g}" for part in looks.colour)
        head = f"BT {red} {green} {blue} rg /F{font} {looks.size:g} Tf {at[0]:.2f} {at[1]:.2f} Td ("
        self._drawn.append(head.encode() + self._letters.written(text) + b") Tj ET")

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: tuple[float, ...] = (0, 0, 0)) -> None:
        """Draw a thin line."""
        red, green, blue = (f"{part:.3g}" for part in colour)
        way = f"{start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l"
        self._drawn.append(f"{red} {green} {blue} RG 0.5 w {way} S".encode())

    @property
    def content(self) -> bytes:
        """The page's instructions."""
        return b"\n".join(self._drawn)


class Letters:
    """Which byte stands for which letter, in all fonts of one file."""

    def __init__(self) -> None:
        self._more: dict[str, int] = {}

    def written(self, text: str) -> bytes:
        raw = bytes(self._code(char) for char in text)
        return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")

    def _code(self, char: str) -> int:
        try:
            [code] = char.encode("cp1252")
        except UnicodeEncodeError:
            code = 0
        if code >= 32 and code not in _FREE:
            return code
        if char not in self._more and (len(self._more) == len(_FREE) or ord(char) > 0xFFFF or char < " "):
            return ord("?")
        return self._more.setdefault(char, _FREE[len(self._more)] if char not in self._more else 0)

    def encoding(self) -> bytes:
        told = " ".join(f"{code} /uni{ord(char):04X}" for char, code in self._more.items())
        more = f" /Differences [{told}]" if told else ""
        return f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding{more} >>".encode()


class Pdf:
    """A file in the making; the same pages give the same bytes."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._letters = Letters()
        self._pages: list[Page] = []

    def new_page(self, width: float, height: float) -> Page:
        """Begin a page."""
        page = Page(width, height, self._letters)
        self._pages.append(page)
        return page

    def written(self) -> bytes:
        """Give the file."""
        objects = self._objects()
        out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
        for number, told in enumerate(objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + told + b"\nendobj\n"
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        size = len(objects) + 1
        tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info 3 0 R >>\n"
        return out + tail.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()

    def _objects(self) -> list[bytes]:
        # 1 catalog, 2 page tree, 3 title, 4 encoding, 5-8 fonts, then a page and its content by turns.
        kids = " ".join(f"{9 + 2 * index} 0 R" for index in range(len(self._pages)))
        title = b"\xfe\xff" + self._title.encode("utf-16-be", "replace")
        fonts = [_font_object(name) for name in _FONTS]
        pages = [told for index, page in enumerate(self._pages) for told in _page_objects(page, 10 + 2 * index)]
        return [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self._pages)} >>".encode(),
            f"<< /Title <{title.hex()}> >>".encode(),
            self._letters.encoding(),
            *fonts,
            *pages,
        ]


def _font_object(name: str) -> bytes:
    # The widths are those by which lines were broken, so that words stand where they were put.
    letters = (bytes([code]).decode("cp1252", "replace") for code in range(256))
    widths = " ".join(str(_width(letter, "Bold" in name)) for letter in letters)
    head = f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding 4 0 R"
    return f"{head} /FirstChar 0 /LastChar 255 /Widths [{widths}] >>".encode()


def _page_objects(page: Page, content: int) -> tuple[bytes, bytes]:
    fonts = " ".join(f"/F{index} {5 + index} 0 R" for index in range(4))
    box = f"/MediaBox [0 0 {page.width:g} {page.height:g}]"
    head = f"<< /Type /Page /Parent 2 0 R {box} /Resources << /Font << {fonts} >> >> /Contents {content} 0 R >>"
    return head.encode(), f"<< /Length {len(page.content)} >>\nstream\n".encode() + page.content + b"\nendstream"
