"""A plan that is published, and what tests of following it begin with."""

import datetime

from governance.models import Action
from plans.editions.content import content_of, digest_of, frozen_data
from plans.models import Edition, EditionState, Milestone, PlannedAction, Priority, Theme
from tests.moments import AT


def published(setting, **changes) -> Edition:
    """Freeze and publish the edition of a setting with all its rows, as approval and publication do."""
    setting.edition.refresh_from_db()
    return publish(setting.edition, **changes)


def publish(edition: Edition, **changes) -> Edition:
    moments = {"frozen_at": AT, "published_at": AT}
    values = {"state": EditionState.PUBLISHED, "content": content_of(edition), **moments}
    for name, value in {**values, **changes}.items():
        setattr(edition, name, value)
    edition.digest = changes.get("digest") or digest_of(frozen_data(edition))
    edition.save()
    return edition


def fill(
    edition: Edition, seats=(None,), actions: int = 40, milestones: int = 3, money=lambda number, year: None
) -> None:
    """Give a draft many actions with milestones, under a priority of each theme, in a few statements."""
    start = edition.plan.starts_on
    themes = list(Theme.objects.all())
    priorities = Priority.objects.bulk_create(
        Priority(edition=edition, theme=theme, title_en=f"Priority {number}", title_cy=f"Blaenoriaeth {number}")
        for number, theme in enumerate(themes)
    )
    deeds = Action.objects.bulk_create(Action(body=edition.plan.body) for _number in range(actions))
    rows = PlannedAction.objects.bulk_create(
        PlannedAction(
            edition=edition,
            order=number,
            action=deed,
            owner=seats[number % len(seats)],
            priority=priorities[number % len(priorities)].key,
            title_en=f"Action {number}",
            title_cy=f"Cam {number}",
            starts_on=start,
            ends_on=start + datetime.timedelta(days=365),
            first_year_money=money(number, 0),
            second_year_money=money(number, 1),
            third_year_money=money(number, 2),
        )
        for number, deed in enumerate(deeds)
    )
    Milestone.objects.bulk_create(
        Milestone(
            edition=edition,
            order=place,
            action=row.key,
            title_en=f"Milestone {place}",
            title_cy=f"Carreg filltir {place}",
            due_on=start + datetime.timedelta(days=100 * place),
            baseline_on=start + datetime.timedelta(days=100 * place),
        )
        for row in rows
        for place in range(milestones)
    )
