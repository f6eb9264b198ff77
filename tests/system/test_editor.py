"""The editor of plans in a real browser: what is pasted, the toolbar, the count; then a section saved with marks."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.system.test_plan_writing import LEAD, edition, member, section_of  # noqa: F401 — fixtures

FIRST_YEAR = 2041
PASTED = Path(__file__).parent / "pasted"
SCRIPT = Path("static/clwstwr/editor.js")
MOST_BYTES = 12_000
PAGE = """<!DOCTYPE html><html lang="en"><title>Editor</title>
<div id="editor-words" data-toolbar="Tools" data-strong="Strong" data-emphasis="Emphasis" data-link="Link"
     data-heading="Heading" data-smaller="Smaller" data-list="List" data-numbered="Numbered" data-table="Table"
     data-column="Column {}" data-caption="Table: what it shows" data-link-text="words" data-count="Words: {}"></div>
<label for="full">Full</label><textarea id="full" data-marks="full" rows="40"></textarea><p data-count="full"></p>
<label for="brief">Brief</label><textarea id="brief" data-marks="brief"></textarea>"""
PASTE = """([id, html, plain]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", plain);
  const area = document.getElementById(id);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  area.focus();
  return area.dispatchEvent(event);
}"""


@pytest.fixture
def editor(browser) -> Page:
    page = browser.new_page()
    page.set_content(PAGE)
    page.add_script_tag(content=SCRIPT.read_text(), type="module")
    page.get_by_role("toolbar").first.wait_for()
    yield page
    page.close()


def paste(page: Page, area: str, html: str = "", plain: str = "") -> str:
    """Paste into a text and return what it says then; what the script leaves to the browser is left."""
    page.evaluate(PASTE, [area, html, plain])
    return page.locator(f"#{area}").input_value()


def read(name: str) -> str:
    return (PASTED / name).read_text(encoding="utf-8")


def test_the_script_is_small():
    assert len(SCRIPT.read_bytes()) < MOST_BYTES


@pytest.mark.parametrize("program", ["word", "excel"])
def test_what_is_pasted_from_an_office_program_becomes_marks(editor, program):
    assert paste(editor, "full", read(f"{program}.html"), "x") == read(f"{program}.md")


def test_cells_without_markup_become_a_table_and_plain_words_stay_with_the_browser(editor):
    assert paste(editor, "full", plain="A\tB\r\nŵ*\t2\r\n") == "| A | B |\n| --- | ---: |\n| ŵ\\* | 2 |\n"
    assert paste(editor, "brief", plain="A\tB") == ""
    assert paste(editor, "brief", "<p>Just words</p>", "Just words") == ""


def test_a_short_answer_takes_emphasis_and_links_alone(editor):
    html = '<h2>One</h2><ul><li>two <b>three</b></li></ul><a href="https://example.org">four</a>'

    assert paste(editor, "brief", html, "x") == "One two **three** [four](https://example.org)"


def test_the_toolbar_sets_marks_by_mouse_and_by_keyboard(editor):
    area = editor.locator("#full")
    area.fill("one\ntwo")
    area.select_text()
    bar = editor.get_by_role("toolbar", name="Tools: Full")

    bar.get_by_role("button", name="List", exact=True).click()
    assert area.input_value() == "- one\n- two"
    area.select_text()
    bar.get_by_role("button", name="Numbered").click()
    assert area.input_value() == "1. one\n2. two"
    area.fill("word")
    area.select_text()
    editor.keyboard.press("Control+b")
    assert area.input_value() == "**word**"
    editor.keyboard.press("Control+z")
    assert area.input_value() == "word"
    bar.get_by_role("button", name="Strong").focus()
    editor.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Emphasis")).to_be_focused()
    assert editor.get_by_role("toolbar", name="Tools: Brief").get_by_role("button").all_inner_texts() == [
        *("Strong", "Emphasis", "Link"),
    ]
    expect(editor.locator("[data-count=full]")).to_have_text("Words: 1")


def test_a_section_is_pasted_previewed_and_saved(member, portal, edition):  # noqa: F811
    lead = member(LEAD)
    refused = []
    lead.page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    section = section_of(portal, edition, "overview")
    lead.open("plans:section", key=section)
    paste(lead.page, "id_text_en", read("word.html"), "x")

    lead.press("Preview")
    preview = lead.page.locator("#preview")
    expect(preview.locator("table")).to_have_count(1)
    expect(preview.locator("li")).to_have_count(5)
    assert lead.page.locator("#id_text_en").input_value() == read("word.md")
    lead.press("Save as draft")

    saved = portal.read("SELECT text_en FROM plans_section WHERE id = %s", section)[0][0]
    assert saved == read("word.md").strip()
    assert refused == []
