"""What was done in one financial year of a plan, drawn from what was said of its actions and milestones."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.dates import FinancialYear, day_of
from common.errors import Refused
from governance.models import ActionUpdate
from plans.models import Plan
from plans.progress import presenters
from plans.progress.drawn import Drawn, Words
from plans.progress.queries import owners, standings, updates_within
from plans.progress.standing import STATUSES, Reached, Standing, note_of

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Done:
    """An action in the report: how it stood at the end, what was said in the year, and its milestones of the year."""

    line: presenters.Line
    notes: list[tuple[Day, Words]]
    milestones: list[presenters.Stone]


def years_of(plan: Plan, *, on: Day) -> list[int]:
    """Return the years of a plan that have begun, the latest first; its first where none has."""
    begun = [
        year for year in range(plan.first_year, plan.first_year + plan.years) if year <= FinancialYear.of(on).first
    ]
    return sorted(begun or [plan.first_year], reverse=True)


def chosen_year(plan: Plan, asked: int | None, *, on: Day) -> int:
    """Return the year that was asked for, the latest where none was; `Refused` for one that the plan lacks."""
    years = years_of(plan, on=on)
    if asked is None:
        return years[0]
    if asked not in years:
        raise Refused(_("The plan has no such year, or it has not begun."))
    return asked


def report(drawn: Drawn, year: int, *, on: Day) -> dict[str, Any]:
    """Return what stands in the report of a year, as at its last day or today, the worst first."""
    whole = FinancialYear(year)
    last = min(on, whole.last_day)
    found = sorted(standings([drawn], on=last), key=lambda one: STATUSES.index(one.status))
    said = updates_within([one.action for one in found if one.action], start=whole.starts_on, end=whole.ends_on)
    offices = owners([one.row.owner for one in found], on=last)
    stones = [stone for one in found for stone in _of_year(one, whole)]
    return {
        "as_at": last,
        "year": str(whole),
        "years": [(one, str(FinancialYear(one))) for one in years_of(drawn.plan, on=on)],
        "statuses": presenters.status_counts(found),
        "ratings": presenters.rating_counts(found),
        "done_count": sum(one.done_on is not None for one in stones),
        "late_count": sum(one.is_late for one in stones),
        "open_count": sum(one.done_on is None and not one.is_late for one in stones),
        "found": [_done(one, said.get(one.action or 0, []), offices, whole) for one in found],
    }


def _of_year(one: Standing, year: FinancialYear) -> list[Reached]:
    """Return the milestones that were due or reached in a year."""
    return [each for each in one.milestones if (each.done_on or each.due_on) in year]


def _done(one: Standing, said: list[ActionUpdate], offices: dict[int, Any], year: FinancialYear) -> Done:
    notes = [(day_of(each.made_at), note_of(each)) for each in said]
    milestones = [presenters.stone(each) for each in _of_year(one, year)]
    line = presenters.line(one, offices.get(one.row.owner or 0))
    return Done(line, [(day, note) for day, note in notes if note.text], milestones)
