"""Long texts with marks: what is a mark, what is words, and how each is written down as HTML."""

import pytest
from bs4 import BeautifulSoup

from common.prose.markup import markup_of
from common.prose.reading import count_words, plain_words
from common.prose.tree import Marks

TABLE = """Table: Practices of *Tŷ Gwyn*

| Practice | List |
| --- | ---: |
| Llŷn | 5,310 |
| | 12 |"""


def full(text: str, under: int = 2) -> str:
    return str(markup_of(text, Marks.FULL, under=under))


MARKS = {
    "emphasis": ("One **two** *three*", "<p>One <strong>two</strong> <em>three</em></p>"),
    "both": ("***x***", "<p><strong><em>x</em></strong></p>"),
    "link": ("[ŵ](https://x.cymru/?a=1&b=2)", '<p><a href="https://x.cymru/?a=1&amp;b=2">ŵ</a></p>'),
    "link of several looks": (
        "[a **b**](https://x.cymru)",
        '<p><a href="https://x.cymru">a <strong>b</strong></a></p>',
    ),
    "mail": ("[w](mailto:a@b.cymru)", '<p><a href="mailto:a@b.cymru">w</a></p>'),
    "headings": ("## One\n\n### Two", "<h3>One</h3><h4>Two</h4>"),
    "first heading steps down by one": ("### Two", "<h3>Two</h3>"),
    "list": ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
    "bullets of word processors": ("• a\n• b", "<ul><li>a</li><li>b</li></ul>"),
    "numbered list": ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    "marks of nothing": ("##\n\n-\n- a\n\n1.", "<ul><li>a</li></ul>"),
    "lines": ("a\nb", "<p>a<br>b</p>"),
    "escaped": (r"\*a\*", "<p>*a*</p>"),
}


@pytest.mark.parametrize(("text", "html"), MARKS.values(), ids=MARKS)
def test_marks_are_read(text, html):
    assert full(text) == html


WORDS = (
    "<script>alert(1)</script>",
    '<a href="x" onclick="y">z</a>',
    "[a](javascript:alert(1))",
    "[a](data:text/html,x)",
    "[a](/relative)",
    "`code`",
    "&amp;",
    "2 * 3 * 4 and a_b_c",
    "https://example.org",
    "> said",
    "[r]: https://example.org",
)


@pytest.mark.parametrize("text", WORDS)
def test_everything_else_is_words(text):
    soup = BeautifulSoup(full(text), "html.parser")

    assert [element.name for element in soup.find_all()] == ["p"]
    assert soup.get_text() == text


def test_a_picture_is_no_mark():
    assert "<img" not in full("![x](https://example.org/x.png)")


def test_a_table_stands_as_every_table_of_a_page():
    soup = BeautifulSoup(full(TABLE), "html.parser")

    assert soup.caption.get_text() == "Practices of Tŷ Gwyn"
    assert soup.div["aria-label"] == "Practices of Tŷ Gwyn"
    assert [(cell.name, cell.get("scope"), cell.get_text()) for cell in soup.select("th, td")] == [
        ("th", "col", "Practice"),
        ("th", "col", "List"),
        ("th", "row", "Llŷn"),
        ("td", None, "5,310"),
        ("th", "row", "–"),
        ("td", None, "12"),
    ]
    assert soup.td["class"] == ["app-number"]


def test_a_table_that_nobody_named_is_called_after_its_columns():
    assert BeautifulSoup(full("| A | B |\n|--|--|\n| 1 | 2 |"), "html.parser").caption.get_text() == "Table: A, B"


def test_a_short_text_has_emphasis_and_links_alone():
    assert markup_of("## a **b**\n- c", Marks.BRIEF) == "<p>## a <strong>b</strong><br>- c</p>"


def test_words_are_counted_and_found_without_their_marks():
    text = f"## Tŷ **Gwyn**\n\n- [y cwm](https://example.org/far)\n\n{TABLE}"

    words = plain_words(text, Marks.FULL)

    assert words.splitlines() == [
        *("Tŷ Gwyn", "y cwm", "Practices of Tŷ Gwyn", "Practice", "List", "Llŷn", "5,310", "12"),
    ]
    assert count_words(text, Marks.FULL) == 13
    assert plain_words("**a**", Marks.NONE) == "**a**"


def test_depth_and_length_end_somewhere():
    assert full("*" * 20_000)
    assert full("[" * 20_000)
    assert full("\n".join("  " * depth + "- x" for depth in range(100)))
