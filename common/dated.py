"""What is true from a day until a day: half-open ranges, and one way to ask "as at"."""

import datetime
from typing import Self

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from psycopg.types.range import DateRange


def always() -> DateRange:
    """Return the range without a known beginning or end."""
    return DateRange(None, None, "[)")


def from_day(day: datetime.date | None, until: datetime.date | None = None) -> DateRange:
    """Return the days from `day` up to, not including, `until`."""
    return DateRange(day, until, "[)")


class DatedQuerySet(models.QuerySet):
    """Rows that are true for a range of days."""

    def current(self, *, on: datetime.date) -> Self:
        return self.filter(during__contains=on)


class Dated(models.Model):
    """A row that is true during a half-open range of days; an open end is not yet known."""

    during = DateRangeField(default=always)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


def never_empty(name: str) -> models.CheckConstraint:
    """Return the constraint that a range holds at least one day."""
    return models.CheckConstraint(condition=Q(during__isempty=False), name=name)


def overlap_on(*fields: str) -> list[tuple[str | F, str]]:
    """Return the expressions of an exclusion constraint: same `fields`, overlapping days."""
    return [*((field, RangeOperators.EQUAL) for field in fields), ("during", RangeOperators.OVERLAPS)]


class OpenQuerySet(models.QuerySet):
    """Rows that open on one day and close on another, either of which may be unknown."""

    def current(self, *, on: datetime.date) -> Self:
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=on), Q(closed_on__isnull=True) | Q(closed_on__gt=on)
        )
