"""The money of a board's year as a workbook: the sums, and every row from which they come."""

from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgets.models import ADJUSTMENT, BudgetLine, Entry, Kind
from budgets.rollup.presenters import captions, columns, ordered
from budgets.rollup.rollup import BODY, CATEGORY, STREAM, Rollup, Sums
from budgets.words import period_words
from common import clock, workbooks
from common.dates import date_format, day_of, midnight
from common.money import ZERO
from common.workbooks import Cell, Heading, Number, Sheet, Workbook

NOT_ENTERED, NOT_OF_THIS_KIND = "[x]", "[z]"
# Which columns of sums the notes explain: what is free, and the outturn.
NOTED = {6: (1,), 7: (2,)}


def written(rollup: Rollup, extension: str, *, address: str) -> bytes:
    """Return the file of a format: csv, xlsx or ods; plain text holds the entries alone."""
    if extension == "csv":
        return workbooks.comma_separated(entries_sheet(rollup))
    return {"xlsx": workbooks.xlsx, "ods": workbooks.ods}[extension](workbook(rollup, address=address))


def workbook(rollup: Rollup, *, address: str) -> Workbook:
    cuts = [cut_sheet(rollup, by) for by in (BODY, STREAM, CATEGORY)]
    sheets = (*cuts, lines_sheet(rollup), months_sheet(rollup), entries_sheet(rollup))
    facts = {"body": rollup.body.name, "year": str(rollup.year)}
    closed = period_words(rollup.closed_through, rollup.year) if rollup.closed_through else _("None")
    return Workbook(
        title=_("Money together: %(body)s, %(year)s") % facts,
        language=get_language() or settings.LANGUAGE_CODE,
        publisher=str(settings.PUBLISHER),
        written_at=midnight(clock.today()),
        facts=(
            (_("Published by"), str(settings.PUBLISHER)),
            (_("As at"), date_format(rollup.on)),
            (_("Last closed period"), closed),
            (_("What it holds"), _("Money line by line, for those who may see budgets: not for publication.")),
            (_("Web page"), address),
        ),
        notes=_notes(),
        marks=((NOT_ENTERED, _("not entered")), (NOT_OF_THIS_KIND, _("does not apply"))),
        sheets=tuple(sheet for sheet in sheets if sheet.rows),
    )


def _notes() -> tuple[str, ...]:
    return (
        _(
            "Free is the budget less open commitments less spending. The budget is allocation, carry-over and "
            "virements. Allocation is less reductions and returns; spending counts accruals."
        ),
        _(
            "The outturn is the spending of closed periods and, of each open period, the larger of its spending and "
            "its latest forecast. A line without a forecast has none and is not added up."
        ),
    )


def _pounds(amount: Decimal | None) -> Cell:
    """An amount fits a number of a spreadsheet to the penny: it has 14 digits at most, which holds 15."""
    return NOT_ENTERED if amount is None else Number.of(float(amount), 2)


def _words(text: str | None) -> str:
    return text or NOT_ENTERED


def _headings(*texts: str) -> tuple[Heading, ...]:
    return tuple(Heading(text) for text in texts)


def _sum_headings() -> tuple[Heading, ...]:
    named = (Heading(text, NOTED.get(place, ())) for place, (text, _of) in enumerate(columns()))
    return (*named, Heading(_("Over budget (below nought: under)")), Heading(_("Lines without a forecast")))


def _sum_cells(sums: Sums) -> tuple[Cell, ...]:
    amounts = (_pounds(amount_of(sums)) for _heading, amount_of in columns())
    return (*amounts, _pounds(sums.variance), Number.of(sums.without_forecast))


def cut_sheet(rollup: Rollup, by: str) -> Sheet:
    caption, first = captions()[by]
    rows: list[tuple[Cell, ...]] = [(words, *_sum_cells(sums)) for _key, words, sums in ordered(rollup, by)]
    if rows:
        rows.append((_("All together"), *_sum_cells(rollup.whole)))
    names = {BODY: _("Clusters"), STREAM: _("Funding streams"), CATEGORY: _("Categories")}
    return Sheet(names[by], caption, (Heading(first), *_sum_headings()), tuple(rows))


def _line_words(line: BudgetLine) -> tuple[Cell, ...]:
    titles = (_words(line.title_en), _words(line.title_cy))
    return (Number.of(line.pk), line.body.name, line.stream.name, str(line.get_category_display()), *titles)


def _line_headings() -> tuple[Heading, ...]:
    return _headings(
        _("Line number"),
        _("Cluster or other body"),
        _("Funding stream"),
        _("Category"),
        _("Line in English"),
        _("Line in Welsh"),
    )


def _all_together() -> tuple[Cell, ...]:
    return (_("All together"), *[NOT_OF_THIS_KIND] * 5)


def lines_sheet(rollup: Rollup) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (*_line_words(row.line), _words(row.line.cost_centre), *_sum_cells(Sums([row]))) for row in rollup.rows
    ]
    if rows:
        rows.append((*_all_together(), NOT_OF_THIS_KIND, *_sum_cells(rollup.whole)))
    headings = (*_line_headings(), Heading(_("Cost centre")), *_sum_headings())
    return Sheet(_("Lines"), _("Money by line"), headings, tuple(rows))


def months_sheet(rollup: Rollup) -> Sheet:
    """Return what was spent on each line in each month."""
    periods = range(1, ADJUSTMENT + 1)
    spent = [[row.standing.spent.get(one, ZERO) for one in periods] for row in rollup.rows]
    rows = [
        (*_line_words(row.line), *map(_pounds, amounts), _pounds(row.standing.balance.spent))
        for row, amounts in zip(rollup.rows, spent, strict=True)
    ]
    if rows:
        totals = [sum(each, ZERO) for each in zip(*spent, strict=True)]
        rows.append((*_all_together(), *map(_pounds, totals), _pounds(rollup.whole.balance.spent)))
    months = _headings(*(period_words(one, rollup.year) for one in periods), _("All months"))
    return Sheet(_("Months"), _("Spending by line and month"), (*_line_headings(), *months), tuple(rows))


def entries_sheet(rollup: Rollup) -> Sheet:
    """Return the entries from which every sum is made, in the order in which they came."""
    lines = {row.line.pk: row.line for row in rollup.rows}
    found = Entry.objects.filter(line__in=list(lines), entered_at__date__lte=rollup.on).order_by("pk")
    headings = (
        *_headings(_("Entry number"), _("What it is"), _("Amount"), _("Of it drawn from a commitment")),
        *_headings(_("To line number"), _("Period"), _("Dated on"), _("Entered on"), _("Takes back entry")),
        *_headings(_("Reason"), _("Reference")),
        *_line_headings(),
    )
    rows = tuple(_entry_cells(one, lines[one.line_id]) for one in found.iterator(chunk_size=2000))
    return Sheet(_("Entries"), _("Every entry of the year"), headings, rows)


def _entry_cells(one: Entry, line: BudgetLine) -> tuple[Cell, ...]:
    return (
        Number.of(one.pk),
        str(Kind(one.kind).label),
        _pounds(one.amount),
        _pounds(one.drawn),
        Number.of(one.to_line_id) if one.to_line_id else NOT_OF_THIS_KIND,
        Number.of(one.period),
        one.dated_on.isoformat(),
        day_of(one.entered_at).isoformat(),
        Number.of(one.reverses_id) if one.reverses_id else NOT_OF_THIS_KIND,
        one.reason,
        _words(one.reference),
        *_line_words(line),
    )
