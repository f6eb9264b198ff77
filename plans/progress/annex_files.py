"""The annex of a board as a file: every plan, priority, action and amount, texts in both languages."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock, workbooks
from common.dates import FinancialYear, date_format, midnight
from common.workbooks import Cell, Heading, Number, Sheet, Workbook
from governance.models import Body
from plans.progress.drawn import Drawn, Row, Words
from plans.progress.rollup import NO_THEME, Rollup
from plans.progress.standing import Standing

NOTHING = "[x]"
LANGUAGES = ("en", "cy")


def written(rollup: Rollup, board: Body, extension: str, *, address: str) -> bytes:
    """Return the file of a format: csv, xlsx or ods; plain text holds the actions alone."""
    if extension == "csv":
        return workbooks.comma_separated(actions_sheet(rollup))
    return {"xlsx": workbooks.xlsx, "ods": workbooks.ods}[extension](workbook(rollup, board, address=address))


def workbook(rollup: Rollup, board: Body, *, address: str) -> Workbook:
    sheets = (plans_sheet(rollup), money_sheet(rollup), priorities_sheet(rollup), actions_sheet(rollup))
    return Workbook(
        title=_("Plans of the clusters of a health board: %(board)s") % {"board": board.name},
        language=get_language() or settings.LANGUAGE_CODE,
        publisher=str(settings.PUBLISHER),
        written_at=midnight(clock.today()),
        facts=(
            (_("Published by"), str(settings.PUBLISHER)),
            (_("As at"), date_format(rollup.on)),
            (_("What it holds"), _("What everybody may read of the plans that were published on this day.")),
            (_("Web page"), address),
        ),
        notes=(_("Money is in pounds, for each financial year. What was not entered is not nought."),),
        marks=((NOTHING, _("not entered")),),
        sheets=tuple(sheet for sheet in sheets if sheet.rows),
    )


def _headings(*texts: str) -> tuple[Heading, ...]:
    return tuple(Heading(text) for text in texts)


def _pounds(amount: Any) -> Cell:
    return NOTHING if amount is None else Number.of(float(amount), 2)


def _both(texts: dict[str, str] | None) -> tuple[str, ...]:
    return tuple((texts or {}).get(language) or NOTHING for language in LANGUAGES)


def plans_sheet(rollup: Rollup) -> Sheet:
    rows = [(one.plan.body.name, one.plan.title, date_format(one.edition.published_at)) for one in rollup.drawn]
    rows += [(body.name, _("No plan had been published here by this day."), NOTHING) for body in rollup.missing]
    headings = _headings(_("Cluster"), _("Plan"), _("Published on"))
    return Sheet(_("Plans"), _("Plans by cluster"), headings, tuple(rows))


def money_sheet(rollup: Rollup) -> Sheet:
    sums = rollup.money("body")
    names = {one.plan.body_id: one.plan.body.name for one in rollup.drawn}
    found = [(name, sums.groups[key]) for key, name in names.items() if key in sums.groups]
    rows = [(name, *map(_pounds, amounts), _pounds(sum(amounts))) for name, amounts in found]
    if rows:
        rows.append((_("All together"), *map(_pounds, sums.by_year), _pounds(sums.total)))
    headings = _headings(_("Cluster"), *(str(FinancialYear(year)) for year in sums.years), _("All years"))
    return Sheet(_("Money"), _("Money by cluster and year"), headings, tuple(rows))


def priorities_sheet(rollup: Rollup) -> Sheet:
    rows = [
        (_theme(theme.code, theme.title), drawn.plan.body.name, *_both(row.data["texts"].get("title")))
        for theme in rollup.themes
        for drawn, row in theme.priorities
    ]
    headings = _headings(_("Theme"), _("Cluster"), _("Priority in English"), _("Priority in Welsh"))
    return Sheet(_("Priorities"), _("Priorities by theme"), headings, tuple(rows))


def _theme(code: str, title: Words) -> str:
    return _("Theme not entered") if code == NO_THEME else title.text


def actions_sheet(rollup: Rollup) -> Sheet:
    """Return the single rows from which every sum is made: one row for each action."""
    headings = _headings(
        _("Cluster"),
        _("Plan"),
        _("Action in English"),
        _("Action in Welsh"),
        _("Office that owns it"),
        _("Starts on"),
        _("Ends on"),
        _("How it stands"),
        _("Percent"),
        _("Rating"),
        _("Money in the first year"),
        _("Money in the second year"),
        _("Money in the third year"),
    )
    return Sheet(_("Actions"), _("Actions by cluster"), headings, tuple(_action(one) for one in rollup.standings))


def _action(one: Standing) -> tuple[Cell, ...]:
    drawn: Drawn = one.drawn
    row: Row = one.row
    days = [date_format(day) if day else NOTHING for day in (row.day("starts_on"), row.day("ends_on"))]
    rating = str(one.rating.label) if one.rating else NOTHING
    return (
        drawn.plan.body.name,
        drawn.plan.title,
        *_both(row.data["texts"].get("title")),
        row.owner_words.text or NOTHING,
        *days,
        str(one.status.label),
        Number.of(one.percent),
        rating,
        *map(_pounds, row.money),
    )
