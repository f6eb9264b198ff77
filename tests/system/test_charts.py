"""Charts as a browser draws them: every label stands free, whatever the colours, and narrow screens get the table."""

import re

import pytest

from tests.system.conftest import NARROW, WIDE
from tests.system.examples import LANGUAGES, Example

SMALLEST_TEXT = 12
SMALLEST, LARGEST, LONGEST = "south-meirionnydd", "cardiff-north", "north-west-flintshire"
CLUSTERS = [Example(name, "portal:cluster_indicators", ("cluster", name)) for name in (SMALLEST, LARGEST, LONGEST)]
INDICATORS = [
    Example(code, "indicators:indicator", ("indicator", code))
    for code in ("overcrowded_households", "registered_patients", "residents_most_deprived_fifth")
]
# For each chart that is seen, each pair of labels whose boxes share more than half a pixel.
OVERLAPPING = """charts => charts.flatMap(chart => {
  const labels = [...chart.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]);
  const cover = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > .5
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3.5;
  return labels.flatMap(([text, box], place) => labels.slice(place + 1)
    .filter(([, other]) => cover(box, other)).map(([other]) => `${text} / ${other}`));
})"""
# Labels that reach beyond the drawing, or that lie over a bar.
BEYOND = """charts => charts.flatMap(chart => {
  const whole = chart.getBoundingClientRect();
  const bars = [...chart.querySelectorAll('.chart-bar')].map(one => one.getBoundingClientRect());
  return [...chart.querySelectorAll('text')].filter(one => {
    const box = one.getBoundingClientRect();
    const lies = bar => box.right > bar.left + 1 && box.left < bar.right
      && box.top < bar.bottom && box.bottom > bar.top;
    return box.left < whole.left - 1 || box.right > whole.right + 1 || bars.some(lies);
  }).map(one => one.textContent);
})"""
TEXT_SIZES = """charts => charts.flatMap(chart => {
  const scale = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
  return [...chart.querySelectorAll('text')].map(one => parseFloat(getComputedStyle(one).fontSize) * scale);
})"""
COLOURS = """charts => [...new Set(charts.flatMap(chart =>
  [...chart.querySelectorAll('text, .chart-dot')].map(one => getComputedStyle(one).fill)))]"""


@pytest.fixture(params=[*CLUSTERS, *INDICATORS], ids=lambda example: example.label)
def example(request) -> Example:
    return request.param


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "320"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_stand_free_and_large_enough(example, language, viewport, open_page, portal):
    page = open_page(example.address(portal, language), viewport=viewport)
    charts = page.locator("svg.chart").locator("visible=true")

    assert charts.count() > 0
    assert charts.evaluate_all(OVERLAPPING) == []
    assert charts.evaluate_all(BEYOND) == []
    assert min(charts.evaluate_all(TEXT_SIZES)) >= SMALLEST_TEXT


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_screen_shows_the_table_where_a_chart_does_not_fit(language, open_page, portal):
    page = open_page(INDICATORS[0].address(portal, language), viewport=NARROW)

    assert page.locator(".app-chart--wide svg").locator("visible=true").count() == 0
    assert page.locator(".app-chart--wide a[download]").locator("visible=true").count() == 5 * 5
    assert page.locator("table.app-dots").locator("visible=true").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_forced_colours_reach_every_mark_and_label(open_page, portal):
    page = open_page(INDICATORS[0].address(portal, "en"))
    page.emulate_media(forced_colors="active")

    charts = page.locator("svg.chart")
    probe = "() => { document.body.style.color = 'CanvasText'; return getComputedStyle(document.body).color; }"

    assert charts.evaluate_all(COLOURS) == [page.evaluate(probe)]
    assert page.locator(".chart-dot--higher").count() == page.locator("svg text", has_text="▲").count() > 0
    assert len(set(page.locator("svg a path").evaluate_all("all => all.map(one => one.getAttribute('fill'))"))) == 5


def test_on_paper_a_chart_is_whole_black_and_tells_sides_by_shape(open_page, portal):
    page = open_page(INDICATORS[0].address(portal, "en"))
    page.emulate_media(media="print")

    dots = page.locator(".chart-dot")
    shapes = {
        side: page.locator(f".chart-dot--{side}").first.get_attribute("d").partition("l")[2]
        for side in ("higher", "lower")
    }

    assert page.locator("svg.chart").locator("visible=true").count() == 7
    assert set(dots.evaluate_all("all => all.map(one => getComputedStyle(one).fill)")) == {"rgb(0, 0, 0)"}
    assert shapes["higher"] != shapes["lower"]
    tints = page.locator("#area-class-1 path, #area-class-3 path.chart-class, #area-class-5 path").evaluate_all(
        "all => all.map(one => getComputedStyle(one).fill)"
    )
    assert tints == ["rgb(255, 255, 255)", "rgb(166, 166, 166)", "rgb(0, 0, 0)"]
    assert page.locator(".app-chart__downloads").locator("visible=true").count() == 0
    breaks = page.locator(".app-chart").evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    assert set(breaks) == {"avoid"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_is_taken_away_by_its_link(language, open_page, portal):
    page = open_page(INDICATORS[0].address(portal, language))

    with page.expect_download() as waiting:
        page.locator(".app-chart a[download]", has_text="PNG").first.click()

    name = {"en": r"overcrowded-households-distribution-release-1\.png", "cy": r"aelwydydd-gorlawn-dosraniad-.*-1\.png"}
    assert re.fullmatch(name[language], waiting.value.suggested_filename)
