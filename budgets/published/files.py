"""The tables of the public pages of money as files: the same rows as the pages have."""

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgets.published.presenters import BoardPage, ClusterPage, revisions, rule_words
from budgets.published.queries import ClosedYear
from budgets.published.tables import Money, Share, Table, Value
from budgets.words import period_words
from common import workbooks
from common.workbooks import Cell, Heading, Number, Sheet, Workbook

NOTHING, NOT_SAID = "[x]", "[z]"
Page = ClusterPage | BoardPage


def written(page: Page, extension: str, *, address: str) -> bytes:
    """Return the file of a format: csv, xlsx or ods; plain text holds the finest table alone."""
    if page.closed is None or not page.is_shown:
        raise Http404
    sheets = [_sheet(table) for table in page.tables()]
    if extension == "csv":
        return workbooks.comma_separated(next((one for one in sheets if one.name == _("Lines")), sheets[0]))
    write = {"xlsx": workbooks.xlsx, "ods": workbooks.ods}[extension]
    return write(_workbook(page, page.closed, sheets, address))


def _workbook(page: Page, closed: ClosedYear, sheets: list[Sheet], address: str) -> Workbook:
    rule = (page.money if isinstance(page, BoardPage) else page.of_board).rule  # type: ignore[union-attr]
    closings = [one.closed_at for one in closed.closings if one.reopened_at is None]
    return Workbook(
        title=page.title,
        language=get_language() or settings.LANGUAGE_CODE,
        publisher=str(settings.PUBLISHER),
        written_at=max(closings),
        facts=(
            (_("Published by"), str(settings.PUBLISHER)),
            (_("Financial year"), str(closed.year)),
            (_("Last closed month"), period_words(closed.through, closed.year)),
            *(((_("Revised"), "; ".join(revisions(closed))),) if closed.revised else ()),
            (_("Web page"), address),
        ),
        notes=(_("Money is in pounds. What was not entered is not nought."), rule_words(rule)),
        marks=((NOTHING, _("not entered")), (NOT_SAID, _("does not apply"))),
        sheets=tuple(sheets),
    )


def _sheet(table: Table) -> Sheet:
    rows = [*table.rows, *([table.foot] if table.foot else [])]
    headings = tuple(Heading(text) for text in table.headings)
    return Sheet(table.name, table.caption, headings, tuple(tuple(map(_cell, row)) for row in rows))


def _cell(value: Value) -> Cell:
    if isinstance(value, Money):
        return Number.of(float(value.amount), 2) if value.amount is not None else value.words or NOTHING
    if isinstance(value, Share):
        return NOT_SAID if value.percent is None else Number.of(float(value.percent))
    return str(value) or NOT_SAID
