"""Money as drawings: each says what it shows, its table holds what it draws, and no label lies over another."""

import re
from decimal import Decimal
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from budgets.charts import profile, split, waterfall
from budgets.ledger import Balance
from budgets.models import BudgetLine, FinancialYear
from budgets.position import Standing
from common.charts import NARROW, SIZE, WIDE, Shape

YEAR = FinancialYear(first_year=2025)
TWELVE = dict.fromkeys(range(4, 13), Decimal(900))


def standing(forecast=None, spent=(1000, 800, 700), closed=3, **more) -> Standing:
    sums = {"allocated": "12000", "carried_over": "600", "moved_in": "300", "moved_out": "900", "committed": "500"}
    by_period = {period: Decimal(amount) for period, amount in enumerate(spent, start=1)}
    named = {**sums, "spent": sum(by_period.values()), **more}
    balance = Balance(**{name: Decimal(amount) for name, amount in named.items()})
    return Standing(balance, by_period, forecast or {}, closed)


def path_of(drawing, style: str) -> list[tuple[float, float]]:
    """Return the corners of the line of a style; the first shape of it is its sample in the key."""
    shapes = [one for one in drawing.chart.parts if isinstance(one, Shape) and one.style.endswith(style)]
    corners = shapes[1].path.removeprefix("M").split("L") if len(shapes) > 1 else []
    return [tuple(map(float, corner.split(" "))) for corner in corners]


def drawn_amounts(drawing, style: str, largest: float) -> list[float]:
    """Return the amounts at the corners of a line, told from the even profile, which ends at a known amount."""
    even = path_of(drawing, "even")
    bottom, top = even[0][1], even[-1][1]
    return [(bottom - y) / (bottom - top) * largest for _x, y in path_of(drawing, style)]


def test_a_profile_draws_what_its_table_holds():
    drawing = profile(standing(TWELVE), YEAR)

    even, spent, forecast = ([row[place] for _name, row in drawing.rows] for place in range(3))
    assert even[:2] == [1000, 2000]
    assert spent == [1000, 1800, 2500, *[None] * 9]
    assert forecast == [None] * 3 + [2500 + 900 * place for place in range(1, 10)]
    assert drawn_amounts(drawing, "--spent", 12000) == pytest.approx([0, 1000, 1800, 2500], abs=6)
    assert drawn_amounts(drawing, "--forecast", 12000) == pytest.approx([2500, *forecast[3:]], abs=6)
    assert drawing.lines[0] == ("April 2025", ["£1,000", "£1,000", "–"])
    assert sum(one.style == "dot" for one in drawing.chart.parts if isinstance(one, Shape)) == 3


def test_a_profile_says_its_finding_in_both_languages():
    chart = profile(standing(TWELVE), YEAR).chart

    assert chart.title == (
        "Spent by the end of June 2025: £2,500. By an even profile it would be £3,000. "
        "Outturn by the forecast: £10,600 (£1,400 under budget)."
    )
    assert "a twelfth of the budget (£12,000) each month" in chart.description
    with override("cy"):
        assert "Mehefin 2025" in profile(standing(TWELVE), YEAR).chart.title


def test_without_a_forecast_none_is_drawn_and_none_is_made_up():
    drawing = profile(standing(closed=0), YEAR)

    assert drawing.chart.title == "No period is closed yet. Spent so far: £2,500. There is no forecast of the whole."
    assert path_of(drawing, "--forecast") == []
    assert {row[2] for _name, row in drawing.rows} == {None}


def test_adjustments_stand_after_march_without_more_budget():
    drawing = profile(Standing(Balance(allocated=Decimal(1200)), {13: Decimal(50)}, {}, 12), YEAR)

    assert [name for name, _row in drawing.rows][-2:] == ["March 2026", "Adjustments"]
    assert drawing.rows[-1][1] == [1200, 50, 50]


def test_a_waterfall_leads_from_the_allocation_to_what_will_be_left():
    drawing = waterfall(standing(TWELVE))

    assert drawing.rows == [
        ("Allocation", (12000, 12000)),
        ("Carried over", (600, 12600)),
        ("Virements in", (300, 12900)),
        ("Virements out", (-900, 12000)),
        ("Budget", (12000, 12000)),
        ("Spent", (-2500, 9500)),
        ("Forecast still to come", (-8100, 1400)),
        ("Left at the end of the year", (1400, 1400)),
    ]
    assert drawing.chart.title == "Budget: £12,000. By the forecast the year ends thus: £1,400 under budget."


def test_a_waterfall_without_a_forecast_ends_at_what_is_free():
    drawing = waterfall(standing())

    assert drawing.rows[-3:] == [
        ("Spent", (-2500, 9500)),
        ("Open commitments", (-500, 9000)),
        ("Free", (9000, 9000)),
    ]


@pytest.mark.parametrize("forecast", [None, TWELVE, {12: Decimal(20000)}], ids=["none", "under", "over"])
def test_the_bars_of_a_waterfall_are_as_long_as_its_amounts(forecast):
    drawing = waterfall(standing(forecast))

    bars = [one for one in drawing.chart.parts if isinstance(one, Shape) and one.style in ("bar", "fall", "whole")]
    lengths = [float(re.search(r"h(-?[\d.]+)", one.path)[1]) for one in bars]
    amounts = [float(abs(row[0])) for _name, row in drawing.rows]
    assert lengths == pytest.approx([amount * lengths[0] / 12000 for amount in amounts], abs=0.3)
    assert [one.style for one in bars][:5] == ["bar", "bar", "bar", "fall", "whole"]


def test_a_split_gives_each_part_and_the_whole():
    drawing = split({"Staff": Decimal(750), "Training": Decimal(250)})

    assert drawing.rows == [("Staff", (750,)), ("Training", (250,)), ("All together", (1000,))]
    assert drawing.chart.title == "All together: £1,000. Largest part: Staff, £750 (75%)."
    assert split({"Staff": Decimal(-5), "Training": Decimal(9)}).chart.title == "All together: £4."
    assert split({}).chart.title == "All together: £0."


def every_drawing():
    overspent = standing(spent=("123456.78", "1234567.89", "0.01"))
    labels = {str(label): Decimal("1234567.89") for label in BudgetLine.Category.labels}
    for one in (standing(), standing(TWELVE), overspent, Standing(), Standing(spent={1: Decimal(-40)})):
        yield profile(one, YEAR)
        yield waterfall(one)
    yield split(labels)
    yield split({"Gwasanaethau'r trydydd sector a phartneriaid yn y gymuned": Decimal("-1234567.89")})


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_label_lies_over_another_nor_beyond_the_drawing(language):
    with override(language):
        for drawing in every_drawing():
            labels = drawing.chart.labels
            crowded = [
                (one.text, other.text)
                for one, other in combinations(labels, 2)
                if abs(one.y - other.y) < SIZE and one.left < other.right and other.left < one.right
            ]
            assert crowded == []
            assert min(label.left for label in labels) >= -1 if labels else drawing.rows
            assert all(label.right <= drawing.chart.width + 1 for label in labels)
            assert drawing.chart.width in (NARROW, WIDE)


def test_a_drawing_is_shown_with_its_table_and_without_ways_to_files_that_are_none():
    html = render_to_string("budgets/drawing.html", {"drawing": waterfall(standing(), name="way")})

    assert 'aria-labelledby="chart-way-title chart-way-description"' in html
    assert 'fill="url(#way-fall)"' in html
    assert html.count("<tr>") == 9
    assert "app-chart__downloads" not in html
    assert "style=" not in html
