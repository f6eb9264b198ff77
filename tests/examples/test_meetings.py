"""The meetings of the example board: planned through the actions, said to be invented, gone when it is forgotten."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditRecord
from common.dates import midnight
from meetings.models import AgendaItem, Answer, Meeting, MeetingSeries

pytestmark = pytest.mark.django_db
NOW = "2026-11-26T10:00:00+00:00"
TODAY = datetime.date(2026, 11, 26)


def run(name: str) -> str:
    out = io.StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


@pytest.mark.as_owner
def test_they_are_planned_for_three_bodies_over_two_years_and_forgotten_with_the_board(moved_clock):
    moved_clock(NOW)
    with pytest.raises(CommandError, match="load them first"):
        run("load_example_meetings")
    for name in ("load_professions", "load_examples", "load_example_people"):
        run(name)

    assert run("load_example_meetings") == "Example meetings planned: 24.\n"
    assert run("load_example_meetings") == "Example meetings are there already; nothing to do.\n"
    past = Meeting.objects.filter(starts_at__lt=midnight(TODAY))
    coming = Meeting.objects.filter(starts_at__gte=midnight(TODAY))
    assert (past.count(), coming.count(), past.exclude(cancelled_at=None).count()) == (15, 9, 3)
    assert coming.filter(items__isnull=False).values("body").distinct().count() == 3
    assert not Meeting.objects.filter(body__is_example=False).exists()
    assert AuditRecord.objects.filter(action="meetings.plan_series").count() == MeetingSeries.objects.count() == 3
    assert Answer.objects.filter(deputy="Example Deputy").count() == 3

    run("forget_examples")
    assert not any(model.objects.exists() for model in (Meeting, MeetingSeries, AgendaItem, Answer))
