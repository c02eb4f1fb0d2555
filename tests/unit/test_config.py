"""senco.toml is checked whole: every problem at once, each with its place, none with what stands there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from senco_connect import registry
from senco_connect.adapters import AdapterConfig, Register
from senco_connect.config import Config, load_config
from senco_connect.config_file import config_schema
from senco_connect.errors import ConfigProblem
from senco_connect.guards import Limits
from senco_connect.plan import Rules
from senco_connect.record import FIELDS, GROUPS, Owner
from senco_connect.registry import Installed, installed_adapters, load_adapter, target_of

WHOLE = """
[school]
name = "Invented School"
laestab = "9990001"

[sources.roll]
adapter = "table"
file = "exports/*.csv"

[sources.report]
adapter = "arbor"
file = "sen.csv"
columns = { "Level" = "sen_status" }

[register]
adapter = "xlsx"
file = "register.xlsx"

[filing]
adapter = "folders"
root = "Pupils"
sections = ["01 Profile", "02 Plans"]

[owners]
tutor = "senco"
need_1 = "mis"

[guards]
leavers = 8
leavers_share = 1
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / ".senco").mkdir()
    path = tmp_path / "senco.toml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def changed(file: Path, *changes: tuple[str, str]) -> Path:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return file


def problems(file: Path) -> list[str]:
    with pytest.raises(ConfigProblem) as found:
        load_config(file)
    return list(found.value.also)


# --- a good file


def test_a_whole_file_gives_every_part(file: Path) -> None:
    config = load_config(file)
    assert (config.name, config.laestab, config.state) == ("Invented School", "9990001", file.parent / ".senco")
    assert [(p.place, p.adapter.name, p.config.file) for p in config.sources] == [
        ("sources.roll", "table", "exports/*.csv"),
        ("sources.report", "arbor", "sen.csv"),
    ]
    assert config.register is not None
    assert config.register.adapter.name == "xlsx"
    assert config.limits == Limits(leavers=8, leavers_share=1)


def test_a_list_of_the_file_is_a_tuple(file: Path) -> None:
    config = load_config(file)
    assert config.filing is not None
    assert config.filing.config.sections == ("01 Profile", "02 Plans")
    assert config.rules.sections == ("01 Profile", "02 Plans")


def test_what_is_not_said_is_as_the_library_has_it(tmp_path: Path) -> None:
    path = tmp_path / "senco.toml"
    path.write_text('[school]\n[sources.mis]\nadapter = "table"\nfile = "x.csv"\n', encoding="utf-8")
    config = load_config(path)
    assert (config.register, config.filing, config.limits, config.rules) == (
        None,
        None,
        Limits(),
        Rules(config.rules.ownership, configuration=config.rules.configuration),
    )
    assert config.rules.ownership.changed == {}


def test_an_owner_of_one_field_of_a_ranking_is_the_owner_of_all(file: Path) -> None:
    """The ranking is decided as one: an owner of a lower rank alone was silently without effect."""
    ownership = load_config(changed(file, ('need_1 = "mis"', 'need_2 = "mis"'))).rules.ownership
    assert {ownership.owner(name) for name in GROUPS["needs"]} == {Owner.MIS}
    enforced = load_config(changed(file, ('laestab = "9990001"', 'enforce = ["need_3"]'))).rules.ownership.enforced
    assert enforced == frozenset(GROUPS["needs"])


def test_the_state_may_be_elsewhere(file: Path, tmp_path: Path) -> None:
    config = load_config(changed(file, ('laestab = "9990001"', f"state = '{tmp_path / 'élsewhere here'}'")))
    assert config.state == tmp_path / "élsewhere here"


def test_a_file_with_a_byte_order_mark_is_read(file: Path) -> None:
    """Notepad on Windows puts one there."""
    file.write_text("\ufeff" + WHOLE, encoding="utf-8")
    assert load_config(file).name == "Invented School"


def test_every_field_may_be_given_an_owner_unless_it_is_worked_out(file: Path) -> None:
    alone = [name for name, field in FIELDS.items() if field.owner is not Owner.COMPUTED and not field.group]
    text = "\n".join(f'{name} = "both"' for name in alone)
    assert set(load_config(changed(file, ('tutor = "senco"\nneed_1 = "mis"', text))).rules.ownership.changed) == set(
        alone
    )


# --- a file with problems


def test_there_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "senco.toml", tmp_path):
        with pytest.raises(ConfigProblem) as missing:
            load_config(path)
        assert missing.value.code == "E023"


def test_every_problem_is_told_at_once_with_its_place(file: Path) -> None:
    found = problems(
        changed(
            file,
            ('name = "Invented School"', "name = 5\ncolour = 1"),
            ('"9990001"', '"999"'),
            ('file = "sen.csv"', "file = []"),
            ('adapter = "xlsx"', 'adapter = "paper"'),
            ('root = "Pupils"', 'roof = "Pupils"'),
            ('tutor = "senco"', 'tutor = "head"\nnobody = "mis"'),
            ("leavers = 8", 'leavers = 0\nbirths = "2"'),
        )
    )
    places = {problem.partition(":")[0] for problem in found}
    assert places == {
        "school.name", "school.colour", "school.laestab", "sources.report.file", "register.adapter", "filing.root",
        "filing.roof", "owners.tutor", "owners.nobody", "guards.leavers", "guards.births",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("leavers = 8", 'leavers = "8"', "guards.leavers"),
        ("leavers = 8", "leavers = 8.0", "guards.leavers"),
        ("leavers = 8", "leavers = true", "guards.leavers"),
        ("leavers_share = 1", 'leavers_share = "0.1"', "guards.leavers_share"),
        ("leavers_share = 1", "leavers_share = nan", "guards.leavers_share"),
        ('file = "sen.csv"', "file = 5", "sources.report.file"),
        ('"Level" = "sen_status"', '"Level" = 5', "sources.report.columns.Level"),
    ],
)
def test_a_value_is_what_it_must_be_or_a_problem(file: Path, old: str, new: str, place: str) -> None:
    """ "8" passed for 8, was used as it was written, and a guard failed on it a month later."""
    assert [found.partition(":")[0] for found in problems(changed(file, (old, new)))] == [place]


def test_a_day_without_quotes_is_text(file: Path) -> None:
    assert load_config(changed(file, ('"register.xlsx"', "2026-09-01"))).register.config.file == "2026-09-01"  # type: ignore[union-attr]


def test_an_unknown_adapter_is_told_with_those_there_are(file: Path) -> None:
    (found,) = problems(changed(file, ('adapter = "xlsx"', 'adapter = "paper"')))
    assert found.startswith("register.adapter: No adapter is called that. Installed are: arbor, ")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('adapter = "xlsx"', 'adapter = "table"', "register.adapter: "),
        ('adapter = "folders"', 'adapter = "xlsx"', "filing.adapter: "),
        ('adapter = "arbor"', 'adapter = "folders"', "sources.report.adapter: "),
    ],
)
def test_an_adapter_of_the_wrong_kind_is_told_with_the_other_problems(
    file: Path, old: str, new: str, words: str
) -> None:
    found = problems(changed(file, (old, new), ("leavers = 8", "leavers = 0")))
    assert len(found) == 2
    assert [problem for problem in found if problem.startswith(words) and " is not a " in problem]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('tutor = "senco"', 'broad_areas = "senco"'),
        ('tutor = "senco"', 'need_2 = "senco"'),
        ('laestab = "9990001"', 'enforce = ["surname", "nobody"]'),
    ],
    ids=["a field that is worked out", "two owners of one ranking", "a field that is none"],
)
def test_a_choice_that_can_have_no_effect_is_a_problem(file: Path, old: str, new: str) -> None:
    assert len(problems(changed(file, (old, new)))) == 1


@pytest.mark.parametrize(
    "broken",
    [b"", b"\0", b"[school", b'[school]\nname = "\xe9"', b"[school]\n[school]\n", b"sources = 5\nregister = 5\n[school]\n",
     b"[school]\nsources = []", b"[school]\n[sources]\nmis = 5\n", b"\xff\xfe[\0", b"[[sources.mis]]\n[school]\n"],
    ids=range(10),
)  # fmt: skip
def test_a_broken_file_is_a_problem_and_no_crash(file: Path, broken: bytes) -> None:
    file.write_bytes(broken)
    with pytest.raises(ConfigProblem):
        load_config(file)


CANARY = "Canary Child"


@pytest.mark.parametrize(
    "change",
    [
        ('"Invented School"', f'["{CANARY}"]'), ('"9990001"', f'"{CANARY}"'), ('"exports/*.csv"', f'["{CANARY}"]'),
        ('tutor = "senco"', f'tutor = "{CANARY}"'), ("leavers = 8", f'leavers = "{CANARY}"'),
        ('sections = ["01 Profile", "02 Plans"]', f'sections = "{CANARY}"'), ("[school]", f"[school]\n{CANARY}"),
        ('laestab = "9990001"', f'enforce = ["{CANARY}"]'), ('laestab = "9990001"', f'include = ["{CANARY}"]'),
        ('root = "Pupils"', f'root = {{ "a" = "{CANARY}" }}'), ("leavers_share = 1", f'leavers_share = "{CANARY}'),
    ],
    ids=range(11),
)  # fmt: skip
def test_no_value_of_the_file_is_in_any_message(file: Path, change: tuple[str, str]) -> None:
    with pytest.raises(ConfigProblem) as found:
        load_config(changed(file, change))
    assert (
        CANARY
        not in f"{found.value} {found.value!r} {found.value.__cause__} {found.value.__context__ if not found.value.__suppress_context__ else ''}"
    )


# --- a file that was checked before


def checked(file: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((file.parent / ".senco" / "checked.json").read_bytes())
    return found


def test_a_checked_file_is_taken_as_it_was(file: Path) -> None:
    first = load_config(file)
    assert checked(file)
    assert load_config(file) == first


def test_any_other_byte_is_checked_anew(file: Path) -> None:
    load_config(file)
    before = checked(file)
    file.write_text(WHOLE + "\n", encoding="utf-8")
    load_config(file)
    assert checked(file).keys() != before.keys()
    file.write_text(WHOLE.replace("leavers = 8", "leavers = 0"), encoding="utf-8")
    assert len(problems(file)) == 1


def test_a_file_with_problems_is_not_kept_as_checked(file: Path) -> None:
    changed(file, ("leavers = 8", "leavers = 0"))
    assert problems(file) == problems(file)
    assert not (file.parent / ".senco" / "checked.json").exists()


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b"5", b"{}", b"\xff"], ids=repr)
def test_what_was_kept_and_is_damaged_is_checked_anew(file: Path, kept: bytes) -> None:
    whole = load_config(file)
    (file.parent / ".senco" / "checked.json").write_bytes(kept)
    assert load_config(file) == whole


@pytest.mark.parametrize(
    "damage",
    [lambda kept: kept.clear(), lambda kept: kept["file"].pop("school"), lambda kept: kept["targets"].clear(),
     lambda kept: kept["file"]["register"].pop("file"), lambda kept: kept["file"]["guards"].update(other=1)],
    ids=["empty", "no school", "no targets", "a key that the adapter needs by now", "a key that is gone by now"],
)  # fmt: skip
def test_what_was_kept_and_does_not_fit_any_more_is_checked_anew(file: Path, damage: Callable[[dict], object]) -> None:
    whole = load_config(file)
    kept = checked(file)
    damage(next(iter(kept.values())))  # type: ignore[arg-type]
    (file.parent / ".senco" / "checked.json").write_text(json.dumps(kept), encoding="utf-8")
    assert load_config(file) == whole


def test_where_nothing_can_be_kept_the_file_is_checked_each_time(file: Path) -> None:
    (file.parent / ".senco" / "checked.json").mkdir()
    assert load_config(file) == load_config(file)


def test_without_a_state_folder_nothing_is_written(file: Path) -> None:
    (file.parent / ".senco").rmdir()
    assert isinstance(load_config(file), Config)
    assert [path.name for path in file.parent.iterdir()] == ["senco.toml"]


# --- adapters by name


def test_an_installed_adapter_is_found_and_loaded_by_its_name() -> None:
    names = {adapter.name: adapter for adapter in installed_adapters()}
    assert {"ctf", "table", "xlsx", "folders"} <= set(names)
    assert names["xlsx"].distribution == "senco-connect-local"
    assert issubclass(load_adapter(target_of("xlsx")), Register)


@pytest.mark.parametrize("target", ["no_such_module:Thing", "senco_connect.errors:Nothing", ""])
def test_an_adapter_that_can_not_be_loaded_is_a_problem_of_the_configuration(target: str) -> None:
    with pytest.raises(ConfigProblem) as found:
        load_adapter(target)
    assert found.value.code == "E022"


@dataclass(frozen=True, slots=True)
class PlainConfig(AdapterConfig):
    """A configuration of a plugin that is not installed."""

    colours: tuple[str, ...] = ()


class Plain(Register):
    """A register that a school's own plugin might bring."""

    name = "plain"
    title = "A plain register"
    Config = PlainConfig


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another plugin is installed: it changes where the names come from, and nothing of the code under test."""
    found = (Installed("plain", "other", "1", "plain:Plain"), *installed_adapters())
    monkeypatch.setattr(registry, "installed_adapters", lambda: found)
    load = registry.load_adapter
    monkeypatch.setattr(
        "senco_connect.config.load_adapter", lambda target: Plain if target == "plain:Plain" else load(target)
    )


@pytest.mark.usefixtures("plain")
def test_an_adapters_own_declaration_checks_its_part(file: Path) -> None:
    changed(file, ('adapter = "xlsx"\nfile = "register.xlsx"', 'adapter = "plain"\ncolours = ["red", "blue"]'))
    assert load_config(file).register.config == PlainConfig("plain", ("red", "blue"))  # type: ignore[union-attr]
    changed(file, ('["red", "blue"]', '["red", 5]'))
    assert [found.partition(":")[0] for found in problems(file)] == ["register.colours.1"]


def test_the_schema_for_editors_names_every_part() -> None:
    assert set(config_schema()["properties"]) == {"school", "sources", "register", "filing", "owners", "guards"}
    assert set(config_schema()["$defs"]["GuardsPart"]["properties"]) == set(Limits._fields)
