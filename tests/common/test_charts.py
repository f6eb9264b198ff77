"""The parts that all charts share, and charts as files of their own."""

import struct
from xml.etree import ElementTree

import pytest

from common.charts import NARROW, SIZE, Chart, Label, Shape, axis_across, bar, dot, room, spaced, text_width, wrapped
from common.pictures import Picture
from common.svg import Scale

SVG = "{http://www.w3.org/2000/svg}"


def chart(title: str = "Ŵyn a thŷ: 3 o 7.", address: str = "") -> Chart:
    parts = [Shape("M0 0h9v9z", "bar", address=address), Label(0, 50, "Dŵr <&> tŷ")]
    return Chart("example", title, "A bar.", NARROW, 60, parts)


def test_accents_add_nothing_to_the_width_of_a_text():
    assert text_width("ŵŷâï") == text_width("wyai")
    assert text_width("iii", 1000) == 666


def test_a_text_is_broken_between_words_and_no_line_is_too_wide():
    text = "Gogledd-orllewin Sir y Fflint a Gogledd-ddwyrain Sir y Fflint"

    lines = wrapped(text, 150)

    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(text_width(line) <= 150 for line in lines)


def test_a_word_wider_than_the_line_stands_alone():
    assert wrapped("a Llanfairpwllgwyngyll b", 20) == ["a", "Llanfairpwllgwyngyll", "b"]


@pytest.mark.parametrize(
    ("anchor", "left"), [("start", 100), ("middle", 100 - room("Cymru") / 2), ("end", 100 - room("Cymru"))]
)
def test_a_label_knows_its_ends(anchor, left):
    label = Label(100, 0, "Cymru", anchor)

    assert label.left == pytest.approx(left)
    assert label.right == pytest.approx(left + room("Cymru"))


def test_a_label_is_moved_into_the_drawing():
    moved = Label(5, 0, "Cymru: 2.2", "middle").within(0, 300)
    other = Label(299, 0, "Cymru: 2.2", "middle").within(0, 300)

    assert moved.left == pytest.approx(0, abs=0.1)
    assert other.right == pytest.approx(300, abs=0.1)


def test_labels_that_come_too_near_are_left_out():
    labels = [Label(place, 0, "1,000", "middle") for place in (0, 20, 60, 70)]

    assert [label.x for label in spaced(labels)] == [0, 60]


def test_the_values_of_an_axis_have_the_decimals_that_their_step_needs():
    parts = axis_across(Scale(0, 1.1, 0, 300), top=0, bottom=10)

    assert [part.text for part in parts if isinstance(part, Label)] == ["0.0", "0.5", "1.0"]


@pytest.mark.parametrize(("side", "path"), [("higher", "M9 4l5 10h-10z"), ("lower", "M9 14l5 -10h-10z")])
def test_a_difference_is_a_triangle_that_points_to_its_side(side, path):
    assert dot(9, 9, side).path == path
    assert "a5 5" in dot(9, 9).path


def test_a_bar_starts_at_zero():
    assert bar(40, 2, 10, left=30).path == "M30 2h40v10h-40z"


def test_a_picture_is_whole_xml_with_its_words_and_its_own_style():
    root = ElementTree.fromstring(Picture(chart(), ["Source: ŷ & co.", "Licence: open."]).svg.encode())

    said = [text.text for text in root.iter(f"{SVG}text")]
    assert said == ["Ŵyn a thŷ: 3 o 7.", "A bar.", "Dŵr <&> tŷ", "Source: ŷ & co.", "Licence: open."]
    assert root.find(f"{SVG}title").text == "Ŵyn a thŷ: 3 o 7."
    assert ".chart-label" in root.find(f"{SVG}style").text
    assert root.get("role") == "img"


def test_a_picture_leads_nowhere_but_a_page_does():
    drawn = chart(address="/en/")

    assert "<a " not in Picture(drawn, []).svg
    assert '<a href="/en/" tabindex="-1">' in drawn.drawing()


def test_a_png_has_twice_the_size_of_its_drawing():
    picture = Picture(chart(), ["Source: here."])

    content = picture.written("png")

    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (picture.width * 2, picture.height * 2)


def test_the_letters_of_a_png_come_from_the_project():
    """Without a typeface nothing would be drawn where the words stand."""
    worded, silent = (Picture(chart(title), []).png for title in ("ŴŷWw" * 3, "\u2003" * 12))

    assert len(worded) > len(silent) + SIZE * 10
