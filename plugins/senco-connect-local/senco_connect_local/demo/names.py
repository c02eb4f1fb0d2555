"""Names that nobody bears: surnames put together from words for "made up", and forenames from everywhere."""

from __future__ import annotations

from itertools import product
from typing import Final

__all__ = ["FORENAMES", "SURNAMES"]

_STEMS: Final = (
    "Example", "Sample", "Fable", "Fiction", "Notion", "Pretend", "Imagine", "Invent", "Legend", "Template", "Suppose",
    "Pattern", "Conjure", "Specimen", "Whimsy",
)  # fmt: skip
_ENDINGS: Final = (
    "by", "ton", "worth", "ham", "ford", "well", "wick", "field", "more", "stead", "croft",
)  # fmt: skip

# Letters and marks that trip careless programs: every language's word for "example" that a school may meet.
_MARKED: Final = (
    "O'Fiction", "D'Exemple", "Ní Shampla", "Mac Fableby", "Núñez-Ejemplo", "Müsterkind", "Örnekoğlu",
    "Przykładowska", "Příkladová", "Esimerkkilä", "Þykjustudóttir", "Exempelström", "Vīmājs-Paraugs", "Ţăranu-Exemplu",
    "van den Voorbeeld", "de Souza-Exemplo", "Exampleby-Sampleton", "Fictionby-O'Sample", "Udaharan", "Namunawala",
    "Mfano-Exampler", "St. Invention", "Nadie-Ninguno", "Çeşni-Sampleton",
)  # fmt: skip

SURNAMES: Final = (*("".join(parts) for parts in product(_STEMS, _ENDINGS)), *_MARKED)

FORENAMES: Final = {
    "F": (
        "Tamsin", "Zoë", "Chloë", "Siân", "Renée", "Anaïs", "Aoife", "Māra", "Özlem", "Mary-Jane", "Anne-Marie",
        "Ngozi", "Amina", "Priya", "Beatriz", "Łucja", "Freya", "Martha", "Sunniva", "Ifeoma", "Harriet", "Noor",
        "Yuki", "Élodie", "Saoirse", "Ayşe", "Ruth", "Imogen", "Kateřina", "Ottilie", "Wren", "Bronwyn", "Dilys",
        "Fatou", "Hyacinth", "Ji-woo", "Leocadia", "Maë", "Nerys", "Parveen",
    ),
    "M": (
        "Robin", "José", "Łukasz", "Jürgen", "D'Andre", "Yusuf", "Te'o", "Björn", "Callum", "Kwame", "Rhodri", "Ciarán",
        "Mateo", "Arjun", "Tomáš", "Jean-Luc", "Oluwaseun", "Edmund", "Haruki", "Ibrahim", "Noël", "Piotr", "Silas",
        "Ömer", "Wilfred", "Zachary", "André", "Bilal", "Corin", "Dafydd", "Emre", "Fergus", "Gethin", "Hugo", "Ishaan",
        "Jowan", "Kofi", "Laszlo", "Müslüm", "Nikolaj",
    ),
}  # fmt: skip
