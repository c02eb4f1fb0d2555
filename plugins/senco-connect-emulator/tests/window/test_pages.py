"""The window over HTTP: what its pages show, what can be done through it, and what can't run in it."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from senco_connect_emulator.drive.drives import new_drive

SENCO, HEAD = "senco@school.example", "head@school.example"
SCRIPT = '<script>document.title = "run"</script><img src=x onerror=alert(1)>'


class Tags(HTMLParser):
    """Collects the elements of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.found.append((tag, dict(attrs)))

    def with_id(self, id: str) -> dict[str, str]:
        return next(attrs for _, attrs in self.found if attrs.get("id") == id)

    def names(self) -> list[str]:
        return [tag for tag, _ in self.found]


def sheet(shown, **query) -> Tags:
    return Tags(shown.get(f"sheet/{shown.register}", **query).text)


def test_the_window_opens_at_drive(shown) -> None:
    seen = shown.get("")
    assert seen.status == 200
    assert "<title>Drive</title>" in seen.text


def test_drive_shows_folders_and_files_of_who_looks(shown) -> None:
    mine, theirs = shown.get("drive"), shown.get("drive", who=HEAD)
    assert "Pupils" in mine.text and "Register" in mine.text
    assert "Pupils" not in theirs.text


def test_what_is_shared_and_what_is_in_the_trash_have_their_places(shown) -> None:
    shown.senco.share(shown.register, HEAD, role="reader")
    assert "Shared with me" in shown.get("drive", who=HEAD).text
    shown.senco.trash(shown.folder)
    text = shown.get("drive").text
    assert "Trash" in text and "Restore" in text


def test_a_shared_drive_is_shown_to_its_members(shown) -> None:
    drive_id = new_drive(shown.world.drive, shown.senco.who, "SEN team")
    shown.senco.new_folder("Year 4", drive_id)
    assert "SEN team" in shown.get("drive").text and "Year 4" in shown.get("drive").text
    assert "SEN team" not in shown.get("drive", who=HEAD).text


def test_only_people_can_be_chosen(shown) -> None:
    shown.world.directory.add_service_account("sync@project.example", token_uri="")
    choices = [attrs["value"] for tag, attrs in Tags(shown.get("drive").text).found if tag == "option"]
    assert choices == [SENCO, HEAD]


def test_a_spreadsheet_is_a_grid_with_letters_and_numbers(shown) -> None:
    tags = sheet(shown)
    assert tags.with_id("grid")["role"] == "grid"
    assert tags.with_id("B2")["data-typed"] == "Dev Instance"
    scopes = [attrs.get("scope") for tag, attrs in tags.found if tag == "th"]
    assert scopes.count("col") == 14 and scopes.count("row") == 40


@pytest.mark.fact("C", "5")
def test_a_text_that_looks_like_a_number_is_typed_with_an_apostrophe(shown) -> None:
    shown.tab.type("A5", "'007")
    shown.tab.type("A6", "=1+1")
    tags = sheet(shown)
    assert (tags.with_id("A5")["data-typed"], tags.with_id("A6")["data-typed"]) == ("'007", "=1+1")


def test_notes_choices_and_protection_are_marked(shown) -> None:
    shown.tab.note("B2", "Ask first")
    shown.tab.dropdown("C2:C4", ["K", "E"])
    place = {"sheetId": shown.tab.sheet_id, "startColumnIndex": 0, "endColumnIndex": 1}
    shown.tab.change({"addProtectedRange": {"protectedRange": {"range": place, "editors": {"users": [SENCO]}}}})
    shown.senco.share(shown.register, HEAD)
    tags = sheet(shown, who=HEAD)
    assert tags.with_id("B2")["title"] == "Ask first"
    assert tags.with_id("C2")["data-choices"] == "K\nE"
    assert tags.with_id("A2")["aria-readonly"] == "true"
    assert "protected" in sheet(shown).with_id("A2")["class"]
    assert "aria-readonly" not in sheet(shown).with_id("A2")


def test_hidden_rows_are_not_there_and_frozen_ones_stay(shown) -> None:
    shown.tab.hide_rows(3)
    frozen = {"sheetId": shown.tab.sheet_id, "gridProperties": {"frozenRowCount": 1}}
    shown.tab.change({"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenRowCount"}})
    tags = sheet(shown)
    assert not any(attrs.get("id") == "A3" for _, attrs in tags.found)
    assert "position:sticky;top:26px" in tags.with_id("A1")["style"]


def test_merged_cells_are_one(shown) -> None:
    place = {"sheetId": shown.tab.sheet_id, "startRowIndex": 5, "endRowIndex": 7, "startColumnIndex": 0, "endColumnIndex": 2}
    shown.tab.change({"mergeCells": {"range": place, "mergeType": "MERGE_ALL"}})
    tags = sheet(shown)
    assert (tags.with_id("A6")["rowspan"], tags.with_id("A6")["colspan"]) == ("2", "2")
    assert not any(attrs.get("id") == "B7" for _, attrs in tags.found)


def test_conditional_formats_colour_cells(shown) -> None:
    amber = {"backgroundColor": {"red": 1, "green": 0.9, "blue": 0.6}}
    for place, condition in (
        ({"startColumnIndex": 1, "endColumnIndex": 2}, {"type": "TEXT_EQ", "values": [{"userEnteredValue": "Ada Example"}]}),
        ({"startRowIndex": 1}, {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=AND(A$1="Status",$A2="P3")'}]}),
    ):
        rule = {"ranges": [{"sheetId": shown.tab.sheet_id, **place}], "booleanRule": {"condition": condition, "format": amber}}
        shown.tab.change({"addConditionalFormatRule": {"rule": rule, "index": 0}})
    tags = sheet(shown)
    coloured = [attrs["id"] for tag, attrs in tags.found if tag == "td" and "#ffe599" in attrs.get("style", "")]
    assert coloured == ["B3", "C4"]


def test_banding_colours_lines(shown) -> None:
    colours = {"headerColor": {"blue": 1}, "firstBandColor": {"red": 1, "green": 1, "blue": 1}, "secondBandColor": {"green": 1}}
    place = {"sheetId": shown.tab.sheet_id, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 1}
    shown.tab.change({"addBanding": {"bandedRange": {"range": place, "rowProperties": colours}}})
    tags = sheet(shown)
    papers = [tags.with_id(f"A{row}").get("style", "").partition(";")[0] for row in range(1, 5)]
    assert papers == ["background-color:#0000ff", "background-color:#ffffff", "background-color:#00ff00", "background-color:#ffffff"]


def test_text_can_be_read_on_every_colour(shown) -> None:
    shown.tab.colour("A1", 1, 1, 0)
    shown.tab.colour("A2", 0.1, 0.1, 0.4)
    tags = sheet(shown)
    assert "color:#202124" in tags.with_id("A1")["style"]
    assert "color:#ffffff" in tags.with_id("A2")["style"]


@pytest.mark.parametrize("place", ["cell", "tab", "file", "note", "choice", "document", "person"])
def test_a_persons_text_is_never_a_tag(shown, place: str) -> None:
    before = {name: shown.get(path).text for name, path in (("d", "drive"), ("s", f"sheet/{shown.register}"))}
    if place == "cell":
        shown.tab.type("B2", SCRIPT)
    elif place == "tab":
        shown.tab.rename_tab(SCRIPT[:90])
    elif place == "file":
        shown.senco.rename(shown.register, SCRIPT)
    elif place == "note":
        shown.tab.note("B2", f'"{SCRIPT}')
    elif place == "choice":
        shown.tab.dropdown("B2", [f'"{SCRIPT}'])
    elif place == "person":
        shown.world.directory.add_user("eve@school.example", SCRIPT)
    else:
        shown.senco.document(shown.senco.new_document(SCRIPT)).type(SCRIPT)
    pages = ["drive", f"sheet/{shown.register}", *(f"document/{id}" for id in shown.world.documents)]
    for text in (shown.get(path).text for path in pages):
        assert Tags(text).names().count("script") == 1
        assert "img" not in Tags(text).names()
    assert {"d": shown.get("drive").text, "s": shown.get(f"sheet/{shown.register}").text} != before or place == "document"


def test_nothing_from_elsewhere_is_loaded_or_run(shown) -> None:
    seen = shown.get("drive")
    assert "default-src 'none'; script-src 'self'" in seen.headers["content-security-policy"]
    for name in ("window.css", "window.js"):
        text = shown.get(f"static/{name}").text
        assert text and "http:" not in text and "https:" not in text
    assert shown.get("static/pages.py").status == 404


def test_a_cell_is_typed_and_cleared_as_the_person_chosen(shown) -> None:
    told = {"file": shown.register, "tab": shown.tab.sheet_id, "cell": "B2"}
    assert shown.act(do="type", text="Eli Placeholder", **told).text == "{}"
    assert shown.tab.read("B2") == [["Eli Placeholder"]]
    shown.act(do="clear", **told)
    assert shown.tab.read("B2") == [[""]]
    assert "permission" in json.loads(shown.act(who=HEAD, do="type", text="x", **told).text)["error"]


def test_a_block_is_pasted(shown) -> None:
    shown.act(do="paste", text="a\tb\nc\td", file=shown.register, tab=shown.tab.sheet_id, cell="E1")
    assert shown.tab.read("E1:F2") == [["a", "b"], ["c", "d"]]


def test_the_sheet_is_sorted_by_a_column(shown) -> None:
    shown.act(do="sort", column="1", order="up", file=shown.register, tab=str(shown.tab.sheet_id))
    assert shown.tab.read("A1:A4") == [["Key"], ["P2"], ["P3"], ["P1"]]


def test_files_folders_and_tabs_are_renamed_made_trashed_and_restored(shown) -> None:
    shown.act(do="rename", file=shown.register, text="SEN register")
    shown.act(do="rename-tab", file=shown.register, tab=shown.tab.sheet_id, text="Autumn")
    shown.act(do="folder", file=shown.folder, text="Year 4")
    shown.act(do="trash", file=shown.register)
    assert (shown.world.drive.files[shown.register]["name"], shown.tab.title) == ("SEN register", "Autumn")
    assert shown.world.drive.files[shown.register]["explicitlyTrashed"]
    assert shown.senco.find("Year 4")
    shown.act(do="untrash", file=shown.register)
    assert not shown.world.drive.files[shown.register].get("explicitlyTrashed")


@pytest.mark.parametrize("told", [{"do": "nothing"}, {}, {"do": "type"}, {"do": "trash", "file": "1none"}])
def test_what_cannot_be_done_is_said_and_nothing_breaks(shown, told) -> None:
    seen = shown.act(**told)
    assert seen.status == 200
    assert json.loads(seen.text)["error"]


def test_another_page_of_the_web_is_not_heard(shown) -> None:
    told = {"do": "trash", "file": shown.register}
    assert shown.act(headers={"Origin": "https://elsewhere.example"}, **told).status == 403
    assert shown.act(headers={"Content-Type": "text/plain"}, **told).status == 403
    assert not shown.world.drive.files[shown.register].get("explicitlyTrashed")


def test_who_may_not_read_is_told_so(shown) -> None:
    assert shown.get(f"sheet/{shown.register}", who=HEAD).status == 403
    assert shown.get("sheet/1none").status == 404
    document = shown.senco.new_document("Plan")
    assert shown.get(f"document/{document}", who=HEAD).status == 403


def test_the_version_grows_with_every_change(shown) -> None:
    before = json.loads(shown.get("version").text)["version"]
    shown.tab.type("A1", "changed")
    assert json.loads(shown.get("version").text)["version"] > before


def test_a_part_is_the_grid_alone(shown) -> None:
    text = shown.get(f"sheet/{shown.register}/part", tab=shown.tab.sheet_id).text
    assert text.startswith("<table") and "<html" not in text
    assert shown.get(f"sheet/{shown.register}/part", tab=12345).status == 404


def test_a_long_sheet_is_shown_in_parts(shown) -> None:
    shown.tab.paste("A1", [[str(number)] for number in range(1, 401)])
    assert "Rows after" in shown.get(f"sheet/{shown.register}").text
    seen = Tags(shown.get(f"sheet/{shown.register}", first=201).text)
    assert seen.with_id("A201")["data-typed"] == "201"
    assert not any(attrs.get("id") == "A200" for _, attrs in seen.found)


def test_a_window_without_anybody_says_so() -> None:
    from senco_connect_emulator.window.drive_page import drive_page
    from senco_connect_emulator.window.looking import Look
    from senco_connect_emulator.world import World

    assert "Nobody is in the directory yet." in drive_page(Look(World()))
