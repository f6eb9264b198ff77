"""How memberships that begin and end are said to administrators, wherever a change makes them so."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from clusters.steps import Step
from common.dates import date_format
from governance.offices.presenters import Row

DAY = datetime.timedelta(days=1)


def first_day(day: datetime.date | None) -> str:
    return date_format(day) if day else _("not entered")


def last_day(first_without: datetime.date | None) -> str:
    return date_format(first_without - DAY) if first_without else _("no end known")


def rows(steps: Iterable[Step]) -> list[Row]:
    """Say each row of membership that changes: whose, what, from when, until when."""
    return [_row(step) for step in steps]


def _row(step: Step) -> Row:
    facts = {"cluster": step.cluster.name}
    name = str(step.provider)
    if step.after is None:
        return name, _("Membership is taken back: %(cluster)s") % facts, "–", "–"
    words = _("Membership begins: %(cluster)s") if step.before is None else _("Membership ends: %(cluster)s")
    return name, words % facts, first_day(step.after.lower), last_day(step.after.upper)
