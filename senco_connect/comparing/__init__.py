"""Compare two exports of one school, with no school and no state around them."""

from __future__ import annotations

from senco_connect.comparing.comparison import (
    Comparison,
    Difference,
    Person,
    comparison_document,
    comparison_lines,
    comparison_words,
)
from senco_connect.comparing.differences import compare, read_both

__all__ = [
    "Comparison", "Difference", "Person", "compare", "comparison_document", "comparison_lines", "comparison_words",
    "read_both",
]  # fmt: skip
