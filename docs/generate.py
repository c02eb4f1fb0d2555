"""Write docs/reference from the code: fields, commands, configuration, codes, exit codes, Python names.

    python docs/generate.py          writes the pages
    make docs                        the same

A test compares the pages with the code, so they are never older than it.
"""

from __future__ import annotations

import ast
import inspect
import re
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import senco_connect
from senco_connect import errors
from senco_connect.catalogue import list_adapters
from senco_connect.cli.main import COMMANDS, senco
from senco_connect.config_file import GuardsPart, SchoolPart
from senco_connect.record import FIELDS, GROUPS
from senco_connect.record.schema import field_table

__all__ = ["pages", "write"]

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by `make docs` from the code; do not edit. -->"


def pages() -> dict[str, str]:
    """Give each page of the reference by its file name."""
    made: dict[str, Callable[[], Iterator[str]]] = {
        "fields.md": _fields,
        "codes.md": _codes,
        "commands.md": _commands,
        "config.md": _config,
        "exit-codes.md": _exit_codes,
        "api.md": _api,
    }
    return {name: "\n".join([MADE, "", *page()]).rstrip() + "\n" for name, page in made.items()}


def write(folder: Path) -> None:
    """Write every page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (folder / name).write_text(page, encoding="utf-8", newline="\n")


# --- fields and code sets


_ABOUT_FIELDS = """# Fields

The record of one pupil, in the order of the register's columns. `senco schema` prints the same for programs.

| owner | who decides |
|---|---|
| MIS | the export; text typed in the register is kept where it stands, and listed |
| SENCO | the register; the library fills it only while it is blank |
| both | compared: a change on one side is taken over, two different ones wait for a person |
| computed | the library, from other fields |

| tier | who may see it |
|---|---|
| A | everybody who teaches the pupil |
| B | the SEN team |
| B+ | the SEN team, and whoever answers for costs |
| C | named people only |
"""


def _fields() -> Iterator[str]:
    yield from (_ABOUT_FIELDS, field_table(), "## Decided together", "")
    yield from (f"- **{group}**: {', '.join(f'`{name}`' for name in names)}" for group, names in GROUPS.items())
    sets = {f.kind.codes.name: f.kind.codes for f in FIELDS.values() if f.kind.codes}
    for codes in sets.values():
        yield from ("", f"## {codes.name}", "", f"Source: {codes.source}.", "")
        yield from ("| code | label | read as well | valid | note |", "|---|---|---|---|---|")
        yield from (_code_row(code) for code in codes.codes)


def _code_row(code: Any) -> str:
    valid = f"{code.valid_from or '…'} to {code.valid_to or '…'}" if code.valid_from or code.valid_to else ""
    return f"| `{code.code}` | {code.label} | {'; '.join(code.spellings)} | {valid} | {code.note} |"


# --- codes of errors and findings


_CODE = re.compile(r"[EFX][0-9]{3}")
_ABOUT_CODES = """# Codes

Errors (E), findings in an export (F) and what concerns the workbook or the folders (X) keep their code when their words
change. A finding stands beside what was read, a refusal in
its place. `…` stands for a number, a heading or a key: no message holds the content of a cell.
"""
# What the source doesn't say in one place with its code.
_ELSEWHERE = {
    "E030": "A guard stopped the run; [its sentence](#guards) tells why.",
    "F030": "The text is not of its field's kind: no such code or day, no number. It is kept as it stands.",
    "F051": "The file has no header of a CTF, or its version is not one from 12 to 26.",
    "X502": "The formula here shows an error or no value. Mend it; in Excel, open the workbook and save it.",
    "F036": "The record says that the pupil may have left.",
}


def _codes() -> Iterator[str]:
    yield _ABOUT_CODES
    said: dict[str, dict[str, None]] = defaultdict(dict)
    guards: dict[str, dict[str, None]] = defaultdict(dict)
    for tree, names in _trees():
        for heading, words in _sayings(tree, names):
            (said if _CODE.fullmatch(heading) else guards)[heading][words] = None
    for code in sorted(said.keys() | _ELSEWHERE.keys()):
        yield from (f"## {code}", "", *(f"- {words}" for words in said[code] or [_ELSEWHERE[code]]), "")
    yield from ("## Guards", "", "A guard that trips stops the run before anything is written, with exit code 3.", "")
    for guard in sorted(guards):
        yield from (f"### {guard}", "", *(f"- {words}" for words in guards[guard]), "")


Names = dict[str, ast.expr]


def _trees() -> Iterator[tuple[ast.Module, Names]]:
    """Give each module's tree with the constants of its package, by name."""
    for package in (ROOT / "senco_connect", *sorted((ROOT / "plugins").glob("*/senco_connect_*"))):
        paths = [path for path in sorted(package.rglob("*.py")) if "testing" not in path.parts]
        trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
        names = {name: value for tree in trees for name, value in _assigned(tree.body)}
        yield from ((tree, names) for tree in trees)


def _sayings(tree: ast.Module, names: Names) -> Iterator[tuple[str, str]]:
    """Give what each call in a module says, under its code or its guard."""
    for scope in [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))]:
        inside = list(_inside(scope))
        local = names if scope is tree else names | dict(_assigned(inside))
        told = (_told(node, local) for node in inside if isinstance(node, ast.Call))
        yield from (saying for saying in told if saying is not None)


def _inside(scope: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _inside(child)


def _assigned(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


def _told(call: ast.Call, names: Names) -> tuple[str, str] | None:
    """Read heading and sentences of a call: InputRefused(what, cure, code=DAMAGED), Refusal(guard, what, cure)."""
    given = [*call.args, *(k.value for k in call.keywords)]
    texts = [_words(names.get(a.id, a) if isinstance(a, ast.Name) else a) for a in given]
    codes = [t for t in texts if _CODE.fullmatch(t)]
    if getattr(call.func, "id", "") == "Refusal":
        codes, texts = texts[:1], texts[1:]
    sentences = [_sentence(t) for t in texts if len(t) > 15]
    return (codes[0], " ".join(sentences)) if len(codes) == 1 and sentences else None


def _sentence(text: str) -> str:
    # "senco.toml" keeps its small letter.
    first = text if "." in text.split(maxsplit=1)[0] else text[:1].upper() + text[1:]
    return first if first.endswith((".", "?")) else f"{first}."


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        parts = (_words(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
        return re.sub("…+", "…", "".join(parts))
    if isinstance(node, ast.IfExp):
        return _words(node.body)
    return ""


# --- commands


def _commands() -> Iterator[str]:
    yield from ("# Commands", "", "`senco COMMAND --help` shows the same in a terminal.")
    top = click.Context(senco, info_name="senco")
    for name in COMMANDS:
        command = senco.get_command(top, name)
        assert command is not None
        yield from _command(command, name, top)


def _command(command: click.Command, name: str, above: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=above, terminal_width=100, max_content_width=100)
    yield from ("", f"## {context.command_path}", "", "```text", command.get_help(context).strip(), "```")
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _command(inner, str(inner.name), context)


# --- configuration


_ABOUT_CONFIG = """# senco.toml

`senco init` writes the file, and `senco schema` prints its JSON Schema, for editors. An unknown key is refused, and all
problems are shown at once.

| part | holds |
|---|---|
| `[school]` | whose records these are |
| `[sources.NAME]` | an export; the first one named has the most authority |
| `[register]` | the sheet that people edit |
| `[filing]` | the pupil folders |
| `[owners]` | `field = "mis"`, `"senco"` or `"both"`: who decides it, where the school has chosen otherwise |
| `[guards]` | when a run stops instead of writing |
"""


def _config() -> Iterator[str]:
    yield _ABOUT_CONFIG
    for part, model in (("school", SchoolPart), ("guards", GuardsPart)):
        schema = model.model_json_schema()
        yield from (f"## [{part}]", "", _after_colon(schema["description"]), "")
        yield from ("| key | type | default |", "|---|---|---|")
        for name, key in schema["properties"].items():
            yield f"| `{name}` | {_json_type(key)} | {_default(key.get('default'))} |"
        yield ""
    for listed in list_adapters():
        if listed.adapter is not None:
            yield from _adapter_part(listed.installed.name, listed.kind, listed.adapter)


def _adapter_part(name: str, kind: str, adapter: Any) -> Iterator[str]:
    place = {"source": "sources.NAME", "register": "register", "filing": "filing"}[kind]
    yield from (f'## [{place}] with adapter = "{name}"', "", f"{adapter.title}. {_doc(adapter.Config)}", "")
    yield from ("| key | type | default |", "|---|---|---|")
    for f in fields(adapter.Config):
        if f.name != "adapter":
            default = f.default_factory() if f.default_factory is not MISSING else f.default
            yield f"| `{f.name}` | {_plain_type(f.type)} | {'needed' if default is MISSING else _default(default)} |"
    yield ""


def _after_colon(doc: str) -> str:
    words = " ".join(doc.partition(": ")[2].split())
    return words[:1].upper() + words[1:]


def _json_type(schema: dict[str, Any]) -> str:
    kind = schema.get("type", "")
    limits = {"minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most"}
    words = [f"{says} {schema[key]:g}" for key, says in limits.items() if key in schema]
    if "enum" in schema.get("items", {}):
        words.append("of " + ", ".join(f"`{code}`" for code in schema["items"]["enum"]))
    names = {"string": "text", "integer": "count", "number": "share", "array": "list"}
    return ", ".join([names.get(kind, kind), *words])


_TYPES = {"str": "text", "tuple[str, ...]": "list of texts", "Mapping[str, str]": "table: heading = field"}


def _plain_type(annotation: object) -> str:
    return _TYPES.get(str(annotation), str(annotation))


def _default(value: object) -> str:
    if value in ("", None) or value == {}:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(f"`{item}`" for item in value) or "none"
    return f"`{value}`"


# --- exit codes


def _exit_codes() -> Iterator[str]:
    yield from (
        "# Exit codes",
        "",
        "A scheduler needs only the number: 0 and 4 are runs that ended well, 1 is worth another try.",
        "",
    )
    yield from ("| code | name | means |", "|---|---|---|", "| 0 | | done; for a plan: nothing stands in its way |")
    found = [e for e in vars(errors).values() if inspect.isclass(e) and issubclass(e, errors.SencoError)]
    rows = [(e.exit_code, e.__name__, _first_line(e)) for e in found if e is not errors.SencoError]
    waiting = "Done, and conflicts wait for a person: see `senco status`. Other open matters do not change the code."
    rows.append((4, "", waiting))
    yield from (f"| {code} | {f'`{name}`' if name else ''} | {words} |" for code, name, words in sorted(rows))


# --- Python names


def _api() -> Iterator[str]:
    yield from ("# Python names", "", "What may be relied on. Names not listed here may change in any release.", "")
    yield from ("## senco_connect", "", "```python", "import senco_connect", "```")
    for name in senco_connect.__all__:
        yield from _described(name, getattr(senco_connect, name))
    for module in ("adapters", "snapshot", "errors", "testing.contracts"):
        loaded = import_module(f"senco_connect.{module}")
        yield from ("", f"## senco_connect.{module}", "", _first_line(loaded))
        for name in loaded.__all__:
            if not hasattr(senco_connect, name):
                yield from _described(name, getattr(loaded, name))


def _described(name: str, thing: Any) -> Iterator[str]:
    if not inspect.isclass(thing) and not inspect.isfunction(thing):
        yield from ("", f"### {name}", "", f"A `{type(thing).__name__}`; see [fields](fields.md).")
        return
    yield from ("", f"### {name}", "", _doc(thing))
    members = vars(thing).items() if inspect.isclass(thing) else ()
    methods = [(n, m) for n, m in members if not n.startswith("_") and _is_said(m)]
    yield from ("",) if methods else ()
    yield from (f"- `{n}{_signature(m)}`: {_first_line(m)}" for n, m in methods)


def _is_said(member: object) -> bool:
    return isinstance(member, (types.FunctionType, classmethod, property)) and bool(inspect.getdoc(member))


def _signature(member: Any) -> str:
    if isinstance(member, property):
        return ""
    function = member.__func__ if isinstance(member, classmethod) else member
    told = re.sub(r"^\((self|cls)(, )?", "(", str(inspect.signature(function)))
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", told)


def _first_line(thing: object) -> str:
    return _doc(thing).partition("\n")[0]


def _doc(thing: object) -> str:
    # Docstrings mark code with two backticks, markdown with one.
    return (inspect.getdoc(thing) or "").replace("``", "`")


if __name__ == "__main__":
    write(REFERENCE)
