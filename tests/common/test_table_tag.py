"""Every table of a page scrolls in a region that bears its caption, by one tag."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.utils.safestring import mark_safe

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# The matrix has a region and groups of columns of its own, the two counts beside it stand side by side.
WITHOUT = {"_table.html", "summary-counts.html", "summary-matrix.html"}
BODY = "<tbody><tr><td>{{ caption }}</td></tr></tbody>"


def shown(tag: str, caption: str) -> BeautifulSoup:
    return BeautifulSoup(Template(f"{{% {tag} %}}{BODY}{{% endtable %}}").render(Context({"caption": caption})), "lxml")


def test_a_table_stands_in_a_region_that_scrolls_and_has_its_caption_once():
    document = shown("table caption", "Rows & columns")

    (region,) = document.select("body > div.app-scroll")
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", "Rows & columns")
    (table,) = region.select("table.app-table")
    assert [child.name for child in table.find_all(recursive=False)] == ["caption", "tbody"]
    assert (table.caption.text, table.td.text) == ("Rows & columns", "Rows & columns")


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ('<b>"One"</b> & two', '<b>"One"</b> & two'),
        (mark_safe('<span lang="cy">Un</span>\n  &amp; "dau"'), 'Un & "dau"'),  # noqa: S308
    ],
)
def test_markup_in_a_caption_is_no_part_of_the_name_and_nothing_breaks_out_of_it(caption, name):
    region = shown("table caption", caption).find("div")

    assert region["aria-label"] == name
    assert set(region.attrs) == {"class", "role", "tabindex", "aria-label"}


def test_a_table_and_its_caption_may_have_classes_of_their_own():
    table = shown('table caption classes="app-lines" caption_classes="nhsuk-u-visually-hidden"', "Lines").table

    assert table["class"] == ["app-table", "app-lines"]
    assert table.caption["class"] == ["nhsuk-u-visually-hidden"]


def test_no_template_writes_a_table_out():
    written = {
        path.name
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"<table|class=\"app-scroll\"(?!.*<pre)", path.read_text(encoding="utf-8"))
    }

    assert written == WITHOUT
