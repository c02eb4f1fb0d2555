"""The window in a browser: keys, clicks, and what comes of a client's writing."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from senco_connect_emulator.window import photograph
from senco_connect_emulator.window.picture import find_chromium

pytestmark = pytest.mark.skipif(not find_chromium(), reason="no Chromium is installed")
SENCO, HEAD = "senco@school.example", "head@school.example"


def _browser_class():
    path = Path(__file__).with_name("browser.py")
    told = importlib.util.spec_from_file_location("window_browser", path)
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module.Browser


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator:
    browser = _browser_class()(find_chromium(), tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def browser(opened, shown) -> Iterator:
    """A browser at the register; no script of the page may fail."""
    opened.problems.clear()
    opened.go(shown.address(f"sheet/{shown.register}"))
    yield opened
    assert opened.problems == []
    opened.ask("Page.navigate", url="about:blank")


def focus(browser) -> str:
    return browser.value("document.activeElement.id")


def test_arrows_move_and_enter_types(browser, shown) -> None:
    browser.value("select(1, 0)")
    browser.press("ArrowDown", "ArrowRight")
    assert focus(browser) == "B3"
    browser.press("Enter")
    browser.value("editing.box.value = ''")
    browser.write("Fay Dummy")
    browser.press("Enter")
    browser.until("document.activeElement.id === 'B4'")
    assert shown.tab.read("B3") == [["Fay Dummy"]]
    assert browser.value("cellAt(2, 1).textContent") == "Fay Dummy"


def test_a_letter_types_over_and_escape_gives_up(browser, shown) -> None:
    browser.value("select(1, 1)")
    browser.press("x")
    assert browser.value("editing.box.value") == "x"
    browser.press("Escape")
    assert focus(browser) == "B2"
    browser.press("F2")
    assert browser.value("editing.box.value") == "Dev Instance"
    browser.press("Escape")
    assert shown.tab.read("B2") == [["Dev Instance"]]


def test_tab_goes_right_and_delete_empties(browser, shown) -> None:
    browser.value("select(1, 0)")
    browser.press("Tab")
    assert focus(browser) == "B2"
    browser.press("Delete")
    browser.until("cellAt(1, 1).textContent === ''")
    assert shown.tab.read("B2") == [[""]]


def test_what_a_client_writes_is_seen_without_a_hand(browser, shown) -> None:
    shown.tab.type("B2", "Written elsewhere")
    browser.until("cellAt(1, 1).textContent === 'Written elsewhere'")


def test_what_is_being_typed_is_not_swept_away(browser, shown) -> None:
    browser.value("select(1, 1)")
    browser.press("m")
    browser.write("ine")
    shown.tab.type("A2", "theirs")
    assert browser.value("new Promise(done => setTimeout(() => done(editing.box.value), 1200))") == "mine"
    browser.press("Enter")
    browser.until("cellAt(1, 0).textContent === 'theirs' && cellAt(1, 1).textContent === 'mine'")


def test_hidden_rows_are_stepped_over(browser, shown) -> None:
    shown.tab.hide_rows(3)
    browser.until("!cellAt(2, 0)")
    browser.value("select(1, 0)")
    browser.press("ArrowDown")
    assert focus(browser) == "A4"


def test_a_column_sorts_the_sheet(browser, shown) -> None:
    browser.value("document.querySelector('[data-sort=down][data-column=\"1\"]').click()")
    browser.until("cellAt(3, 0).textContent === 'P2'")
    assert shown.tab.read("B2:B4") == [["Dev Instance"], ["Cara Sample"], ["Ada Example"]]


def test_a_refusal_is_said_aloud(browser, shown) -> None:
    shown.tab.dropdown("C2:C4", ["K", "E", "N"])
    browser.until("cellAt(1, 2).dataset.choices")
    browser.value("edit(cellAt(1, 2), 'Q')")
    browser.press("Enter")
    browser.until("document.getElementById('said').textContent.includes('violates the data validation rules')")
    assert browser.value("document.getElementById('said').getAttribute('aria-live')") == "polite"


def test_the_line_above_the_grid_types_too(browser, shown) -> None:
    browser.value("select(1, 1)")
    browser.value("line.focus(), line.select()")
    browser.write("=1+1")
    browser.press("Enter")
    browser.until("cellAt(1, 1).textContent === '2'")


def test_the_file_and_the_tab_are_renamed(browser, shown) -> None:
    browser.value("document.getElementById('name').focus(), document.getElementById('name').select()")
    browser.write("SEN register")
    browser.press("Enter")
    browser.until("fetch('/window/drive').then(answer => answer.text()).then(text => text.includes('SEN register'))")
    assert shown.world.books[shown.register].title == "SEN register"
    browser.answer = "Autumn"
    browser.value("setTimeout(() => document.querySelector('nav [data-tab]').dispatchEvent(new Event('dblclick'))) && 1")
    browser.until("document.querySelector('nav [data-tab]').textContent === 'Autumn' && document.readyState === 'complete'")
    assert shown.tab.title == "Autumn"


def test_a_persons_text_does_not_run(browser, shown) -> None:
    shown.tab.type("B2", '<img src=x onerror="document.title=1"><script>document.title=2</script>')
    browser.until("cellAt(1, 1).textContent.startsWith('<img')")
    assert browser.value("document.title") == "Register – Sheets"
    assert browser.value("document.querySelectorAll('main img, main script').length") == 0


def test_drive_makes_renames_and_trashes(browser, shown) -> None:
    browser.go(shown.address("drive"))
    browser.answer = "Year 4"
    browser.value(f"setTimeout(() => document.querySelector('[data-act=folder][data-in=\"{shown.folder}\"]').click()) && 1")
    browser.until("document.body.textContent.includes('Year 4')")
    assert shown.senco.find("Year 4")
    browser.value(f"document.querySelector('.row[data-id=\"{shown.register}\"] [data-act=trash]').click()")
    browser.until("document.querySelector('[data-act=untrash]')")


def test_every_field_and_button_has_a_name(browser, shown) -> None:
    unnamed = (
        "[...document.querySelectorAll('input:not([type=hidden]), select, button, summary, a')].filter(one =>"
        " !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length)).length"
    )
    assert browser.value(unnamed) == 0
    browser.go(shown.address("drive"))
    assert browser.value(unnamed) == 0


def test_a_picture_is_taken(shown, tmp_path) -> None:
    path = photograph(shown.url, tmp_path / "register.png", spreadsheet_id=shown.register, who=SENCO)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size > 10_000
