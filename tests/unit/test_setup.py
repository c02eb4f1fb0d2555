"""A draft says what was found, what every heading is taken for, and what only a person can say."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from senco_connect_dfe.ctf import Ctf
from senco_connect_local.folders import Folders
from senco_connect_local.register import XlsxRegister
from senco_connect_mis.arbor import Arbor
from senco_connect_mis.sims import Sims
from senco_connect_mis.table import GenericTable

from senco_connect.adapters import Answer, Match, ReadFile, Source, SourceConfig, Tools
from senco_connect.catalogue import adapters_of_kind, list_adapters, load_demo, needing_only
from senco_connect.choosing import best_source, installed_sources, source_for
from senco_connect.errors import ConfigProblem, InputRefused
from senco_connect.excerpt import beginning_of
from senco_connect.setup import Wish, draft_of, tried
from senco_connect.snapshot import Snapshot

PLAIN = "UPN,Surname,Forename,LAESTAB\nT001999900003,Madeup,Zoë,0019999\n"
SIMS = "Adno,Legal Surname,Legal Forename,Reg,Year taught in Code,Year\n000001,Madeup,Zoë,5A,5,Year 5\n"
ARBOR = "Arbor Student ID,Globally Unique Student ID,Legal first name,Legal last name\n12,99,Zoë,Madeup\n"
CTF = "<?xml version='1.0'?><CTfile><Header/><CTFpupilData/></CTfile>"


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def tools() -> Tools:
    return Tools(Path())


# --- which adapter a file is for


@pytest.mark.parametrize(("text", "kind"), [(PLAIN, GenericTable), (SIMS, Sims), (ARBOR, Arbor), (CTF, Ctf)])
def test_a_file_goes_to_the_adapter_that_knows_it_best(tmp_path: Path, text: str, kind: type[Source]) -> None:
    file = ReadFile(saved(tmp_path, "export", text))
    assert type(best_source(installed_sources(tools()), file).source) is kind


def test_a_workbook_of_which_nobody_is_sure_goes_to_the_general_adapter(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["UPN", "Surname"])
    book.active.append(["T001999900003", "Madeup"])
    book.save(tmp_path / "export.xlsx")
    assert type(best_source(installed_sources(tools()), ReadFile(tmp_path / "export.xlsx")).source) is GenericTable


def test_a_workbook_that_one_adapter_alone_understands_goes_to_that_one(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for line in ARBOR.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "export.xlsx")
    assert type(best_source(installed_sources(tools()), ReadFile(tmp_path / "export.xlsx")).source) is Arbor


def test_a_file_that_is_nobodys_is_refused_with_every_reason(tmp_path: Path) -> None:
    file = ReadFile(saved(tmp_path, "notes.txt", "remember the milk\n"))
    with pytest.raises(InputRefused) as refused:
        best_source(installed_sources(tools()), file)
    assert len(refused.value.also) == len(installed_sources(tools()))


def test_without_any_source_a_file_is_nobodys(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        best_source([], ReadFile(saved(tmp_path, "export.csv", PLAIN)))


def test_of_equals_one_that_can_not_read_the_file_is_not_chosen(tmp_path: Path) -> None:
    class Boastful(GenericTable):
        def identify(self, file: ReadFile) -> Match:
            return Match(Answer.YES, "it says so of everything")

    class Right(Source):
        name, title = "right", "Right"

        def identify(self, file: ReadFile) -> Match:
            return Match(Answer.YES, "it is so")

        def read(self, file: ReadFile) -> Snapshot:
            return Snapshot((), (), "")

    config = SourceConfig("x", file="")
    sources = [Boastful(config, tools()), Right(config, tools())]
    assert best_source(sources, ReadFile(saved(tmp_path, "x", "no headings\n"))).source is sources[1]


def test_where_there_is_a_school_its_own_source_reads_the_file(tmp_path: Path) -> None:
    saved(
        tmp_path, "senco.toml", '[school]\n[sources.mis]\nadapter = "table"\nfile = "x"\ncolumns = {Nom = "surname"}\n'
    )
    source = source_for(ReadFile(saved(tmp_path, "export.csv", SIMS)), tmp_path / "senco.toml")
    assert source.config.columns == {"Nom": "surname"}


def test_the_beginning_of_a_text_ends_with_a_whole_line(tmp_path: Path) -> None:
    file = ReadFile(saved(tmp_path, "long.csv", "".join(f"{n},Zoë\n" for n in range(20_000))))
    top = beginning_of(file)
    assert top.size < 65_536 < file.size
    with top.open() as stream:
        assert stream.read().endswith(b"\xab\n")


def test_what_is_no_plain_text_is_given_whole(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04\0\0\n")
    file = ReadFile(tmp_path / "a.xlsx")
    assert beginning_of(file) is file


# --- what is installed


def test_what_is_installed_is_listed_by_kind() -> None:
    kinds = {one.installed.name: one.kind for one in list_adapters()}
    assert (kinds["ctf"], kinds["xlsx"], kinds["folders"]) == ("source", "register", "filing")
    assert GenericTable in adapters_of_kind(Source)


def test_an_adapter_that_needs_more_than_init_can_tell_it_is_not_set_up_by_it() -> None:
    assert Folders in needing_only(Folders, {"adapter", "root"})
    assert Folders not in needing_only(Folders, {"adapter", "file"})


def test_a_plugin_that_can_not_be_loaded_spoils_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = tmp_path / "broken-1.dist-info"
    plugin.mkdir()
    (plugin / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    (plugin / "entry_points.txt").write_text("[senco_connect.adapters]\nbroken = no_such_module:Adapter\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    listed = {one.installed.name: one for one in list_adapters()}
    assert "can't be loaded" in listed["broken"].problem
    assert not listed["table"].problem and GenericTable in adapters_of_kind(Source)


def test_a_demo_that_is_not_there_says_what_to_install() -> None:
    with pytest.raises(ConfigProblem, match="not installed"):
        load_demo("no such demo")


# --- the draft


def test_a_draft_names_the_export_and_maps_its_headings(tmp_path: Path) -> None:
    saved(tmp_path, "export.csv", PLAIN)
    [part] = draft_of(Wish(tmp_path)).parts
    assert (part.place, part.adapter, part.settings) == ("sources.table", GenericTable, {"file": "export.csv"})
    assert [column.field for column in part.columns] == ["upn", "surname", "forename", "laestab"]
    assert part.questions == ()


def test_trying_a_draft_takes_the_schools_number_from_the_export(tmp_path: Path) -> None:
    saved(tmp_path, "export.csv", PLAIN)
    assert tried(draft_of(Wish(tmp_path))).laestab == "0019999"
    assert tried(draft_of(Wish(tmp_path, laestab="0010001"))).laestab == "0010001"


def test_a_report_of_some_pupils_comes_after_the_whole_roll(tmp_path: Path) -> None:
    saved(tmp_path, "a sen report.csv", "Arbor Student ID,Sen Need,SEN Need Ranking,Start Date\n12,SLCN,1,01/09/2024\n")
    saved(tmp_path, "roll.csv", ARBOR)
    assert [part.settings["file"] for part in tried(draft_of(Wish(tmp_path))).sources] == [
        "roll.csv",
        "a sen report.csv",
    ]


def test_two_headings_for_one_field_are_one_question(tmp_path: Path) -> None:
    saved(tmp_path, "export.csv", "UPN,Surname,SEN Status,SEN Code\nT001999900003,Madeup,K,K\n")
    draft = draft_of(Wish(tmp_path))
    [question] = draft.questions
    assert (question.field, question.choices) == ("sen_status", ("SEN Status", "SEN Code"))
    answered = draft.answered(question, "SEN Code")
    assert answered.questions == ()
    assert [column.field for column in answered.parts[0].columns] == ["upn", "surname", "", "sen_status"]


def test_the_same_heading_twice_is_no_question_and_told_apart(tmp_path: Path) -> None:
    saved(tmp_path, "export.csv", "UPN,Surname,SEN Status,SEN Status\nT001999900003,Madeup,K,K\n")
    draft = tried(draft_of(Wish(tmp_path)))
    assert [column.heading for column in draft.parts[0].columns][2:] == ["SEN Status", "SEN Status#2"]
    assert draft.questions == ()


def test_what_was_told_beforehand_stands_over_every_guess(tmp_path: Path) -> None:
    saved(tmp_path, "export.csv", "UPN,Surname,Category\nT001999900003,Madeup,K\n")
    draft = draft_of(Wish(tmp_path, columns={"Category": "sen_status", "Surname": "preferred_surname"}))
    assert [column.field for column in draft.parts[0].columns] == ["upn", "preferred_surname", "sen_status"]


def test_a_register_is_known_by_its_name_and_is_no_export(tmp_path: Path) -> None:
    saved(tmp_path, "export.csv", PLAIN)
    book = Workbook()
    assert book.active is not None
    book.active.append(["UPN", "Surname", "Key worker"])
    book.save(tmp_path / "SEN register 2026.xlsx")
    draft = draft_of(Wish(tmp_path))
    assert [part.place for part in draft.parts] == ["sources.table", "register"]
    assert draft.parts[1].adapter is XlsxRegister
    assert [column.field for column in draft.parts[1].columns] == ["upn", "surname", "key_adult"]


def test_two_workbooks_that_may_be_the_register_are_neither(tmp_path: Path) -> None:
    saved(tmp_path, "export.csv", PLAIN)
    for name in ("register.xlsx", "old register.xlsx"):
        (tmp_path / name).write_bytes(b"PK")
    assert [part.place for part in draft_of(Wish(tmp_path)).parts] == ["sources.table"]


def test_a_register_and_folders_that_are_not_there_will_be_made(tmp_path: Path) -> None:
    saved(tmp_path, "export.csv", PLAIN)
    draft = draft_of(Wish(tmp_path, register=tmp_path / "new.xlsx", folders=tmp_path / "Pupils"))
    assert [part.why[:15] for part in draft.parts[1:]] == ["it will be made"] * 2
    assert not (tmp_path / "new.xlsx").exists() and not (tmp_path / "Pupils").exists()


def test_two_exports_of_one_adapter_get_two_names(tmp_path: Path) -> None:
    one, other = saved(tmp_path, "a.csv", PLAIN), saved(tmp_path, "b.csv", "UPN,Attendance\nT001999900003,97\n")
    draft = draft_of(Wish(tmp_path, sources=(one, other)))
    assert [part.place for part in draft.parts] == ["sources.table", "sources.table2"]


def test_a_file_elsewhere_is_named_by_its_whole_path(tmp_path: Path) -> None:
    school, other = tmp_path / "school", tmp_path / "exports"
    school.mkdir()
    other.mkdir()
    path = saved(other, "export.csv", PLAIN)
    [part] = draft_of(Wish(school, sources=(path,))).parts
    assert part.settings["file"] == path.resolve().as_posix()
    assert tried(draft_of(Wish(school, sources=(path,)))).laestab == "0019999"
