"""Write senco.toml, with the mapping spelled out and a reason beside each heading that is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from senco_connect.adapters import Adopts, Tools
from senco_connect.config import load_config
from senco_connect.errors import ConfigProblem
from senco_connect.setup import FILING, REGISTER, Draft, DraftPart
from senco_connect.store import open_state

__all__ = ["config_text", "write_school"]

FILE = "senco.toml"
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = """\
# Written by senco init. Change what you like; `senco check` says what is wrong.
# What may stand here: `senco schema --format config`.
"""


def config_text(draft: Draft) -> str:
    """Give the text of senco.toml."""
    lines = [_HEAD, "[school]", f"name = {_text(draft.name)}"]
    if draft.laestab:
        lines.append(f"laestab = {_text(draft.laestab)}")
    return "\n".join([*lines, *(line for part in draft.parts for line in _table(part)), ""])


def _table(part: DraftPart) -> Iterator[str]:
    yield from ("", f"[{'.'.join(map(_key, part.place.split('.')))}]")
    yield f"adapter = {_text(part.adapter.name)}  # {_words(part.adapter.title)}"
    yield from (f"{name} = {_text(value)}" for name, value in part.settings.items())
    if part.columns:
        yield from ("", f"[{part.place}.columns]", '# heading = field; "" is not read')
        yield from (_mapped(*column) for column in part.columns)


def _mapped(heading: str, field: str, why: str) -> str:
    return f"{_key(heading)} = {_text(field)}" + ("" if field else f"  # {_words(why)}")


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else _text(text)


def _text(text: str) -> str:
    # JSON's escapes are TOML's too; only DEL has to be escaped besides.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _words(text: str) -> str:
    return " ".join(text.split())


def write_school(draft: Draft, *, force: bool = False) -> Path:
    """Write senco.toml, make what the draft says will be made, begin the state; give the file.

    Raises ConfigProblem where there is a senco.toml already and ``force`` is not given.
    """
    file = draft.folder / FILE
    refuse_if_there(draft.folder, force=force)
    try:
        body = config_text(draft).encode()
    except UnicodeEncodeError:
        raise ConfigProblem("A file's name holds bytes that are no letters.", "Rename it.", code="E015") from None
    trial = draft.folder / f"{FILE}.new"
    trial.write_bytes(body)
    try:
        state = load_config(trial).state
    except ConfigProblem:
        trial.unlink()
        raise
    for part in draft.parts:
        _make(part, draft.folder)
    trial.replace(file)
    with open_state(state):
        # Once more, now that there is a place to note that the file was checked.
        load_config(file)
    return file


def refuse_if_there(folder: Path, *, force: bool) -> None:
    """Raise ConfigProblem rather than write over a senco.toml unasked."""
    if (folder / FILE).exists() and not force:
        raise ConfigProblem("There is a senco.toml here already.", "To write a new one, add --force.", code="E016")


def _make(part: DraftPart, folder: Path) -> None:
    kind = part.adapter
    if part.place == REGISTER and issubclass(kind, Adopts):
        register = kind(kind.Config(adapter=kind.name, **part.settings), Tools(folder))
        if not register.exists():
            register.create()
    elif part.place == FILING:
        (folder / part.settings["root"]).mkdir(parents=True, exist_ok=True)
