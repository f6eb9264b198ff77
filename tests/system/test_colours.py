"""Colours of the table: what axe cannot judge where a cell is scrolled out of sight or holds only a number."""

import pytest

from tests.system.examples import example

TEXT = 4.5  # WCAG 2.2, 1.4.3
FILLS = 3.0  # WCAG 2.2, 1.4.11: what has to be told apart without the words
# The text colour and the nearest fill behind it, of every kind of marked cell, as red, green and blue.
PAIRS = """all => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const fill = one => {
    const colour = parts(getComputedStyle(one).backgroundColor);
    return colour[3] === 0 ? fill(one.parentElement) : colour;
  };
  const found = all.map(one => [one.className, parts(getComputedStyle(one).color).slice(0, 3), fill(one).slice(0, 3)]);
  return Object.values(Object.fromEntries(found.map(pair => [JSON.stringify(pair), pair])));
}"""


def luminance(colour: list[float]) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, definition of relative luminance)."""
    parts = [value / 255 for value in colour]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def table(open_page, portal):
    return open_page(example("all of Wales").address(portal, "en"))


def test_black_on_white_has_the_greatest_contrast():
    assert contrast([0, 0, 0], [255, 255, 255]) == pytest.approx(21)


def test_text_stands_out_from_every_fill(table):
    pairs = table.locator(".app-rug td, .app-rug th, .app-rug a, .app-rug .app-unit, .app-chip").evaluate_all(PAIRS)

    faint = [(name, text, fill) for name, text, fill in pairs if contrast(text, fill) < TEXT]

    assert len(pairs) > 10
    assert faint == []


def test_the_strongest_higher_and_lower_differ_in_grey_too(table):
    fills = {
        side: table.locator(f".app-key .is-{side}.size-3").evaluate_all(PAIRS)[0][2] for side in ("higher", "lower")
    }

    assert contrast(fills["higher"], fills["lower"]) >= FILLS


def test_words_stay_where_colours_are_forced(table):
    table.emulate_media(forced_colors="active")

    words = table.locator(".app-rug td .word")

    assert words.count() > 100
    assert words.evaluate_all("all => all.filter(one => !one.checkVisibility()).length") == 0
