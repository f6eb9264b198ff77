"""Money as drawings, each with the table of the same numbers: its course through the year, its way, its parts.

    drawing = profile(standing, year)             # in a view; `name` tells two of a kind on one page from each other
    {% include "budgets/drawing.html" with drawing=drawing %}   # on a page that loads clwstwr/charts.css

A profile is wide and gives way to its table on a narrow screen; the others are narrow and shown on every screen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from budgets.models import ADJUSTMENT, FinancialYear
from budgets.position import MONTHS, Standing
from budgets.words import against_budget, amount_words, period_words
from common.charts import (
    NARROW,
    SIZE,
    SPARE,
    WIDE,
    Chart,
    Label,
    Part,
    Shape,
    axis_upward,
    bar,
    dot,
    reference,
    room,
    wrapped,
)
from common.dates import date_format
from common.money import PENNY, ZERO
from common.numbers import MINUS, pounds
from common.svg import Scale

LINE, THICK, GAP = 18, 16, 10
TOP, TALL = 44, 240
EVEN, SPENT, FORECAST = "even", "spent", "forecast"
Amounts = Sequence[Decimal | None]
Write = Callable[[Decimal | None], str]


@dataclass(frozen=True)
class Drawing:
    """A chart with its table; amounts are pounds, None where nothing was entered or nothing can be said yet."""

    chart: Chart
    headings: Sequence[str]
    rows: Sequence[tuple[str, Amounts]]
    links: Sequence[dict[str, str]] = ()
    # How an amount is written: to the penny, or in whole pounds.
    write: Write = pounds

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """The rows as they are read."""
        return [(name, [self.write(amount) for amount in amounts]) for name, amounts in self.rows]


# --- through the year ---


@dataclass(frozen=True)
class Course:
    """Amounts as they come to by the end of each period: the budget in twelfths, what was spent, what is forecast."""

    standing: Standing

    @property
    def periods(self) -> list[int]:
        last = max((*self.standing.spent, *self.standing.forecast, MONTHS))
        return list(range(1, last + 1))

    @property
    def even(self) -> list[Decimal]:
        budget = self.standing.balance.budget
        return [(budget * min(one, MONTHS) / MONTHS).quantize(PENNY, ROUND_HALF_UP) for one in self.periods]

    @property
    def spent(self) -> list[Decimal | None]:
        """None after the last period that is closed or in which something was spent."""
        last = max((*self.standing.spent, self.standing.closed_through))
        sums = accumulate(self.standing.spent.get(one, ZERO) for one in self.periods)
        return [amount if period <= last else None for period, amount in zip(self.periods, sums, strict=True)]

    @property
    def forecast(self) -> list[Decimal | None]:
        """None for closed periods, and for all where nobody entered a forecast; the last amount is the outturn."""
        if self.standing.to_come is None:
            return [None for _period in self.periods]
        costs, through = self.standing.by_period, self.standing.closed_through
        sums = accumulate(costs.get(one, ZERO) for one in self.periods)
        return [amount if period > through else None for period, amount in zip(self.periods, sums, strict=True)]


def profile(standing: Standing, year: FinancialYear, *, name: str = "profile") -> Drawing:
    """Draw what was spent by the end of each period beside an even profile of the budget, and the forecast."""
    course = Course(standing)
    rows = [
        (period_words(period, year), amounts)
        for period, *amounts in zip(course.periods, course.even, course.spent, course.forecast, strict=True)
    ]
    headings = (_("To the end of"), _("Even profile"), _("Spent"), _("Forecast"))
    parts = [*_key(), *_courses(course, year)]
    chart = Chart(name, _profile_title(standing, year), _profile_words(standing, year), WIDE, TOP + TALL + 28, parts)
    return Drawing(chart, headings, rows)


def _profile_title(standing: Standing, year: FinancialYear) -> str:
    """Say how spending compares with the even profile, and how the year is forecast to end."""
    through = min(standing.closed_through, MONTHS)
    if through:
        facts = {
            "period": period_words(through, year),
            "spent": pounds(standing.spent_in_closed),
            "even": pounds(Course(standing).even[through - 1]),
        }
        said = _("Spent by the end of %(period)s: %(spent)s. By an even profile it would be %(even)s.") % facts
    else:
        said = _("No period is closed yet. Spent so far: %(spent)s.") % {"spent": pounds(standing.balance.spent)}
    return f"{said} {_outturn_words(standing)}"


def _outturn_words(standing: Standing) -> str:
    if standing.outturn is None:
        return _("There is no forecast of the whole.")
    facts = {"outturn": pounds(standing.outturn), "variance": against_budget(standing.variance)}
    return _("Outturn by the forecast: %(outturn)s (%(variance)s).") % facts


def _profile_words(standing: Standing, year: FinancialYear) -> str:
    facts = {"year": str(year), "budget": amount_words(standing.balance.budget)}
    said = _(
        "Line chart of the financial year %(year)s, month by month, in pounds from the beginning of the year. "
        "The thin line is an even profile: a twelfth of the budget (%(budget)s) each month. "
        "The thick line is what was spent; a dot marks a closed period. The dashed line is the forecast."
    )
    return said % facts


def _key() -> Iterator[Part]:
    """Yield a sample of each line with its name, in a row above the drawing."""
    x = 0.0
    for style, text in ((SPENT, _("Spent")), (EVEN, _("Even profile")), (FORECAST, _("Forecast"))):
        yield Shape(f"M{x:g} 12h34", f"course chart-course--{style}")
        label = Label(x + 42, 16, text)
        yield label
        x = round(label.right + 28)


def _courses(course: Course, year: FinancialYear) -> list[Part]:
    lines: dict[str, Amounts] = {EVEN: course.even, SPENT: course.spent, FORECAST: course.forecast}
    upward = _scale([ZERO, *(one for line in lines.values() for one in line if one is not None)], TOP + TALL, TOP)
    axis = [_in_pounds(part) for part in axis_upward(upward, left=0, right=WIDE)]
    left = max(room(one.text) for one in axis if isinstance(one, Label)) + 12
    across = Scale(0, len(course.periods), left, WIDE - 20)
    through = course.standing.closed_through
    starts = {EVEN: (0, ZERO), SPENT: (0, ZERO), FORECAST: (through, course.standing.spent_in_closed)}
    drawn = [
        Shape(_path([starts[style], *_points(line)], across, upward), f"course chart-course--{style}")
        for style, line in lines.items()
        if _points(line)
    ]
    dots = [dot(across.at(one), upward.at(float(amount))) for one, amount in _points(course.spent) if one <= through]
    return [*(_moved_right(part, left) for part in axis), *_months(course, year, across), *drawn, *dots]


def _points(line: Amounts) -> list[tuple[int, Decimal]]:
    return [(period, amount) for period, amount in enumerate(line, start=1) if amount is not None]


def _path(points: Sequence[tuple[int, Decimal]], across: Scale, upward: Scale) -> str:
    return "M" + "L".join(f"{across.at(period):g} {upward.at(float(amount)):g}" for period, amount in points)


def _months(course: Course, year: FinancialYear, across: Scale) -> Iterator[Part]:
    for period in course.periods:
        text = _("Adj.") if period == ADJUSTMENT else date_format(year.dates.first_day_of(period), "M")
        yield Label(across.at(period), TOP + TALL + SIZE + 6, text, "middle")


def _scale(amounts: Sequence[Decimal], start: float, end: float) -> Scale:
    lowest, highest = float(min(amounts)), float(max(amounts))
    return Scale(lowest, highest if highest > lowest else lowest + 1, start, end)


def _in_pounds(part: Part) -> Part:
    if not isinstance(part, Label):
        return part
    return replace(part, text=f"{MINUS}£{part.text[1:]}" if part.text.startswith(MINUS) else f"£{part.text}")


def _moved_right(part: Part, left: float) -> Part:
    """Return a part of the axis with its values left of the drawing, its lines across it."""
    if isinstance(part, Label):
        return replace(part, x=round(left - 8, 1))
    return replace(part, path=part.path.replace("M0 ", f"M{left:g} ")) if isinstance(part, Shape) else part


# --- bars, each under its name and amount ---


@dataclass(frozen=True)
class Step:
    """A bar from one amount to another: a rise, a fall, or a whole, which starts at nought."""

    name: str
    start: Decimal
    end: Decimal
    is_whole: bool = False
    write: Write = pounds

    @property
    def amount(self) -> Decimal:
        return self.end - self.start

    @property
    def words(self) -> str:
        sign = "+" if self.amount > 0 and not self.is_whole else ""
        return f"{sign}{self.write(self.amount)}"


def steps_of(standing: Standing) -> list[Step]:
    """Return the way from the allocation to what is left: by the forecast, or without one to what is free."""
    balance, outturn = standing.balance, standing.outturn
    sources = [
        (_("Allocation"), balance.allocated),
        (_("Carried over"), balance.carried_over),
        (_("Virements in"), balance.moved_in),
        (_("Virements out"), -balance.moved_out),
    ]
    if outturn is None:
        uses = [(_("Spent"), -balance.spent), (_("Open commitments"), -balance.open_commitments)]
        last = Step(_("Free"), ZERO, balance.free, is_whole=True)
    else:
        uses = [(_("Spent"), -balance.spent), (_("Forecast still to come"), balance.spent - outturn)]
        last = Step(_("Left at the end of the year"), ZERO, balance.budget - outturn, is_whole=True)
    budget = Step(_("Budget"), ZERO, balance.budget, is_whole=True)
    return [*_each(sources, ZERO), budget, *_each(uses, balance.budget), last]


def _each(changes: Sequence[tuple[str, Decimal]], start: Decimal) -> Iterator[Step]:
    for name, amount in changes:
        yield Step(name, start, start + amount)
        start += amount


def waterfall(standing: Standing, *, name: str = "waterfall") -> Drawing:
    """Draw how a budget comes about and where it goes; rises are plain, falls hatched, wholes full."""
    steps = steps_of(standing)
    headings = (_("Step"), _("Amount"), _("What it comes to"))
    described = _(
        "Waterfall chart in pounds, from top to bottom. A plain bar adds to the one before it, a hatched bar takes "
        "away, a full bar is what it comes to."
    )
    rows = [(one.name, (one.amount, one.end)) for one in steps]
    return Drawing(_bars(name, _waterfall_title(standing), described, steps), headings, rows)


def _waterfall_title(standing: Standing) -> str:
    facts = {"budget": pounds(standing.balance.budget)}
    if standing.variance is None:
        said = _("Budget: %(budget)s. Neither spent nor committed: %(free)s. There is no forecast of the whole.")
        return said % {**facts, "free": pounds(standing.balance.free)}
    said = _("Budget: %(budget)s. By the forecast the year ends thus: %(variance)s.")
    return said % {**facts, "variance": against_budget(standing.variance)}


def split(amounts: dict[str, Decimal], *, name: str = "split", write: Write = pounds) -> Drawing:
    """Draw the parts of a sum, in the order given, each with its share where none is below nought."""
    whole = sum(amounts.values(), ZERO)
    steps = [Step(one, ZERO, amount, is_whole=True, write=write) for one, amount in amounts.items()]
    described = _("Bar chart in pounds: a bar for each part, all from nought.")
    chart = _bars(name, _split_title(amounts, whole, write), described, steps)
    rows = [(one, (amount,)) for one, amount in amounts.items()]
    return Drawing(chart, (_("Part"), _("Amount")), [*rows, (_("All together"), (whole,))], write=write)


def _split_title(amounts: dict[str, Decimal], whole: Decimal, write: Write) -> str:
    said = _("All together: %(whole)s.") % {"whole": write(whole)}
    if whole <= 0 or min(amounts.values()) < 0:
        return said
    largest = max(amounts, key=lambda one: amounts[one])
    facts = {"part": largest, "amount": write(amounts[largest]), "share": f"{amounts[largest] / whole:.0%}"}
    return said + " " + _("Largest part: %(part)s, %(amount)s (%(share)s).") % facts


def _bars(name: str, title: str, description: str, steps: Sequence[Step]) -> Chart:
    ends = [ZERO, *(one for step in steps for one in (step.start, step.end))]
    across = _scale(ends, 1, NARROW - 1)
    parts: list[Part] = []
    y = 0.0
    for step in steps:
        labels, below = _named(step, y)
        nought = reference(across.at(0), below - 2, below + THICK + 2)
        parts += [*labels, _bar(name, step, across, below), nought]
        y = below + THICK + GAP
    return Chart(name, title, description, NARROW, round(y), parts, _hatching(name))


def _named(step: Step, y: float) -> tuple[list[Label], float]:
    """Return the words above a bar, its name broken into lines beside its amount, and where the bar begins."""
    amount = Label(NARROW, y + SIZE + 1, step.words, "end")
    lines = wrapped(step.name, (amount.left - GAP) / SPARE)
    named = [Label(0, y + SIZE + 1 + LINE * place, text) for place, text in enumerate(lines)]
    return [*named, amount], y + LINE * max(len(lines), 1) + 2


def _bar(name: str, step: Step, across: Scale, top: float) -> Shape:
    left, right = sorted(across.at(float(one)) for one in (step.start, step.end))
    drawn = bar(round(right - left, 1), top, THICK, left=left)
    if step.is_whole:
        return replace(drawn, style="whole")
    return replace(drawn, style="fall", fill=f"{name}-fall") if step.amount < 0 else drawn


def _hatching(name: str) -> SafeString:
    tile = (
        '<defs><pattern id="{}-fall" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path class="chart-stripe" d="M-1 7L7 -1"/></pattern></defs>'
    )
    return format_html(tile, name)
