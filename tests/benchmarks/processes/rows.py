"""Read one export with an adapter into rows of canonical text, and say how many; "stream" keeps none of them."""

from __future__ import annotations

import sys
from pathlib import Path

from senco_connect.adapters import ReadFile, Tools
from senco_connect.registry import load_adapter

target, file, *how = sys.argv[1:]
if how == ["stream"]:
    from senco_connect_dfe.ctf import iter_pupils

    with Path(file).open("rb") as stream:
        print(sum(1 for _ in iter_pupils(stream)))
else:
    adapter = load_adapter(target)
    source = adapter(adapter.Config("bench", file), Tools(Path()))
    print(len(source.read(ReadFile(Path(file))).rows))
