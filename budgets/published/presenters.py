"""What the public pages of money say, in words before tables."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgets.charts import FORECAST, Course, Drawing, profile, split
from budgets.models import ReportingRule
from budgets.position import MONTHS, Standing
from budgets.published import tables
from budgets.published.merging import rows_by
from budgets.published.money import BoardMoney, ClusterMoney, plan_of
from budgets.published.queries import ClosedYear, closed_years
from budgets.published.tables import Table
from budgets.rules import NEVER
from budgets.words import period_words
from clusters.models import Cluster, HealthBoard
from clusters.views import crumbs
from common.charts import Label, Part, Shape
from common.dates import date_format
from common.errors import Refused
from common.numbers import pounds, whole_pounds
from governance.models import Body
from plans.addresses import edition_address
from plans.published.figures import Figures

FORMATS = (("xlsx", "Excel (XLSX)"), ("ods", "OpenDocument (ODS)"), ("csv", "CSV"))


@dataclass(frozen=True)
class Years:
    """The years of which the public may know something, and the one that is read; None where there is none."""

    found: list[ClosedYear]
    chosen: ClosedYear | None

    @classmethod
    def asked(cls, board: Body, first_year: int | None) -> "Years":
        """Return the year that was asked for, the newest without one; a year with no closed period is refused."""
        found = closed_years(board)
        if first_year is None:
            return cls(found, found[0] if found else None)
        chosen = next((one for one in found if one.year.first_year == first_year), None)
        if chosen is None:
            raise Refused(_("No month of this year has been closed in this portal."))
        return cls(found, chosen)


class ClusterPage:
    """The money of a cluster in a year: words, tables, and what must be known to read them."""

    def __init__(self, cluster: Cluster, *, first_year: int | None, on: datetime.date) -> None:
        self.cluster, self.board = cluster, cluster.parent
        self.years = Years.asked(cluster.parent, first_year)
        self.closed = self.years.chosen
        self.money: ClusterMoney | None = None
        if self.closed is not None:
            self.plan = plan_of(cluster, self.closed)
            self.of_board = BoardMoney(cluster.parent, self.closed, on=on, plans={cluster.pk: self.plan})
            self.money = self.of_board.of(cluster)

    @property
    def title(self) -> str:
        return _("Money of the cluster %(name)s") % {"name": self.cluster.name}

    @property
    def is_shown(self) -> bool:
        return self.money is not None and self.money.is_shown

    @property
    def sentences(self) -> list[str]:
        """What a citizen wants to know first."""
        if self.closed is None or self.money is None:
            return [
                _(
                    "No money of this cluster has been published here. It appears once a month of its board’s accounts "
                    "is closed in this portal."
                )
            ]
        if self.money.is_withheld:
            return [_("So little money, or so few posts, that it would tell what somebody is paid: it is not shown.")]
        if not self.money.parts:
            year = {"year": self.closed.year}
            return [
                _("No money of this cluster has been entered here for the closed months of the year %(year)s.") % year
            ]
        return [*money_sentences(self.money, self.closed), *self._compared()]

    def _compared(self) -> list[str]:
        if self.money is None or self.money.per_head is None or self.of_board.per_head is None:
            return []
        facts = {"amount": pounds(self.money.per_head), "average": pounds(self.of_board.per_head)}
        return [_("For each registered patient %(amount)s was allocated; across the board it was %(average)s.") % facts]

    @property
    def figures(self) -> Figures | None:
        """The indicators that the priorities of the plan are to move."""
        if self.plan.drawn is None:
            return None
        content = {"priority": self.plan.drawn.content.get("priority", [])}
        return Figures(self.plan.drawn.edition, content, language=get_language() or "en", live=True)

    def tables(self) -> list[Table]:
        """Return every table of the page; none where nothing is shown."""
        money = self.money
        if money is None or not money.parts:
            return []
        found = [tables.by_place(money, self.plan), tables.by_category(money), tables.by_stream(money)]
        beside = tables.beside_indicators(money, self.plan, self.figures)
        return [*found, tables.by_line(money), *([beside] if beside else [])]

    @property
    def drawings(self) -> list[Drawing]:
        """The course of spending through the year, and its parts."""
        if self.closed is None or self.money is None or not self.money.parts or self.money.total.spent is None:
            return []
        rows = [(row.value, row.amounts.spent) for row in rows_by(self.money.parts, "category")]
        parts = {tables.category_words(value): spent for value, spent in rows if spent is not None}
        course = [_course(self.money.standing, self.closed)] if self.money.standing else []
        return [*course, split(parts, write=whole_pounds)]


class BoardPage:
    """The money of the clusters of a board in a year, side by side."""

    def __init__(self, board: HealthBoard, *, first_year: int | None, on: datetime.date) -> None:
        self.board = board
        self.years = Years.asked(board, first_year)
        self.closed = self.years.chosen
        self.money = BoardMoney(board, self.closed, on=on, plans={}) if self.closed else None

    @property
    def title(self) -> str:
        return _("Money of the clusters of %(board)s") % {"board": self.board.name}

    @property
    def is_shown(self) -> bool:
        return self.money is not None and bool(self.money.shown)

    @property
    def sentences(self) -> list[str]:
        if self.closed is None or self.money is None or not self.money.shown:
            return [_("No money of the clusters of this board has been published here.")]
        return money_sentences(self.money, self.closed)

    @property
    def without(self) -> list[Body]:
        """The clusters of which no money was entered for the year."""
        found = self.money.clusters if self.money else []
        return [one.body for one in found if not one.is_shown and not one.is_withheld]

    def tables(self) -> list[Table]:
        if self.money is None or not self.money.shown:
            return []
        return [tables.by_cluster(self.money, lambda body: address("budgets:cluster_money", body, self.closed))]


def money_sentences(money: ClusterMoney | BoardMoney, closed: ClosedYear) -> list[str]:
    """Return what was allocated, carried over and spent, and up to when."""
    total = money.total
    facts = {
        "year": closed.year,
        "allocated": whole_pounds(total.allocated, _("not entered")),
        "month": period_words(closed.through, closed.year),
        "spent": whole_pounds(total.spent, _("not entered")),
    }
    said = [
        _("Allocated for the year %(year)s: %(allocated)s. Spent: %(spent)s.") % facts,
        _("Figures up to the end of %(month)s, the last closed month.") % facts,
    ]
    if total.carried_over:
        said.insert(1, _("Carried over from the year before, and not in it: %(amount)s.") % _pounds(total.carried_over))
    return said


def _pounds(amount: Any) -> dict[str, str]:
    return {"amount": whole_pounds(amount)}


def _course(standing: Standing, closed: ClosedYear) -> Drawing:
    """Draw what was spent by the end of each month beside an even profile; the public is told no forecast."""
    drawn = profile(standing, closed.year)
    through = min(closed.through, MONTHS)
    facts = {
        "period": period_words(through, closed.year),
        "spent": whole_pounds(standing.spent_in_closed),
        "even": whole_pounds(Course(standing).even[through - 1]),
    }
    title = _("Spent by the end of %(period)s: %(spent)s. By an even profile it would be %(even)s.") % facts
    described = _(
        "Line chart of the financial year, month by month, in pounds from the beginning of the year. The thin line is "
        "an even profile: a twelfth of the money each month. The thick line is what was spent, with a dot for each "
        "closed month."
    )
    parts = [part for part in drawn.chart.parts if not _is_of_forecast(part)]
    rows = [(month, amounts[:2]) for month, amounts in drawn.rows]
    chart = replace(drawn.chart, title=title, description=described, parts=parts)
    return Drawing(chart, drawn.headings[:3], rows, write=whole_pounds)


def _is_of_forecast(part: Part) -> bool:
    return part.text == _("Forecast") if isinstance(part, Label) else isinstance(part, Shape) and FORECAST in part.style


def revisions(closed: ClosedYear) -> list[str]:
    """Return which closed months were opened again, and when each was closed again."""
    return [
        _("[r] Revised: %(month)s was opened again, and closed again on %(day)s.")
        % {"month": period_words(one.period, closed.year), "day": date_format(one.closed_at)}
        for one in closed.revised
    ]


def rule_words(rule: ReportingRule) -> str:
    """Return from which size on a line is shown by itself."""
    if rule.pounds_shown_from >= NEVER:
        return _("No rule says from which size on a line is shown by itself: all lines are shown together.")
    facts = {"pounds": pounds(rule.pounds_shown_from), "posts": rule.posts_shown_from.normalize()}
    return _(
        "A line is shown by itself from %(pounds)s on and, where it pays staff, from %(posts)s whole-time equivalents "
        "on. Smaller lines are added together, so that nobody’s pay can be worked out."
    ) % {**facts, "posts": f"{facts['posts']:f}"}


def address(name: str, body: Body, closed: ClosedYear | None, **more: str) -> str:
    """Return where the money of a body in a year stands, as a page or a file."""
    asked = f"?year={closed.year.first_year}" if closed else ""
    return reverse(name, kwargs={"slug": body.slug, **more}) + asked


def _frame(page: ClusterPage | BoardPage, body: Body, name: str, way: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what both pages show around their tables."""
    closed = page.closed
    return {
        "subject": body,
        "page": page,
        "tables": page.tables(),
        "revised": revisions(closed) if closed else [],
        "years": [(one.year, address(name, body, one), one == closed) for one in page.years.found],
        "files": _files(f"{name}_file", body, closed) if page.is_shown else [],
        "rule": rule_words(page.money.rule) if isinstance(page.money, BoardMoney) else "",
        "section": "clusters",
        "breadcrumbs": crumbs(*way),
    }


def _files(name: str, body: Body, closed: ClosedYear | None) -> list[dict[str, str]]:
    return [{"text": words, "href": address(name, body, closed, extension=extension)} for extension, words in FORMATS]


def cluster_page(page: ClusterPage) -> dict[str, Any]:
    cluster = page.cluster
    way = [(page.board.name, page.board.area.get_absolute_url()), (cluster.name, cluster.get_absolute_url())]
    found = _frame(page, cluster, "budgets:cluster_money", way)
    if page.closed is None or page.money is None:
        return found
    edition = page.plan.drawn.edition if page.plan.drawn else None
    return {
        **found,
        "rule": rule_words(page.of_board.rule),
        "people": page.money.people,
        "edition": edition,
        "edition_address": edition_address(edition) if edition else "",
        "board_address": address("budgets:board_money", page.board, page.closed),
    }


def board_page(page: BoardPage) -> dict[str, Any]:
    found = _frame(page, page.board, "budgets:board_money", [(page.board.name, page.board.get_absolute_url())])
    return {**found, "without": page.without}
